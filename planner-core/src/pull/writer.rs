//! What the parts of a merge share: the texts, the trees, the names, and the edits as they
//! gather; and how the files come out of them.

use super::Request;
use super::defaults::Kind;
use super::edits::{Edits, line_end, line_start};
use super::names::Names;
use super::summary::blocks;
use crate::database::model::{Column, ColumnArity, ColumnType, Database, ObjectName, Table};
use crate::database::type_system::TypeSystem;
use crate::dialect;
use crate::format::format_text;
use crate::ordered::{BTreeMap, BTreeSet};
use crate::schema::model::{Model, Scalar};
use crate::source::{FileId, SourceFile, Sources, Span};
use crate::syntax::document::{Block, CommentKind, Document, Entry, EntryKind, Field, Item};

/// A merge in progress.
#[derive(Debug)]
pub(super) struct Writer<'a> {
    pub request: &'a Request<'a>,
    pub document: &'a Document<'a>,
    /// What the database holds, as far as the schema can say it.
    pub live: &'a Database,
    pub types: &'static dyn TypeSystem,
    pub names: Names,
    pub edits: Edits,
    /// Lines that models get, new ones too, by table.
    pub lines: BTreeMap<ObjectName, Lines>,
    /// New blocks, each with the table or enum type that it stands for.
    pub blocks: Vec<(ObjectName, String)>,
    /// Tables whose model gets `@@ignore`.
    pub ignored: BTreeSet<ObjectName>,
}

/// Lines for a model.
#[derive(Debug, Default)]
pub(super) struct Lines {
    /// Fields of new columns, by column: name and type, then attributes.
    pub columns: Vec<(String, Vec<String>)>,
    /// Relation fields.
    pub relations: Vec<String>,
    /// Block attributes.
    pub attributes: Vec<String>,
}

impl<'a> Writer<'a> {
    pub fn new(request: &'a Request<'a>, document: &'a Document<'a>, live: &'a Database) -> Self {
        Self {
            request,
            document,
            live,
            types: dialect::type_system(live.provider),
            names: Names::assign(request.schema, request.expected, live),
            edits: Edits::default(),
            lines: BTreeMap::new(),
            blocks: Vec::new(),
            ignored: BTreeSet::new(),
        }
    }

    /// The model that a table has in the schema as it stands.
    pub fn model(&self, table: &ObjectName) -> Option<&'a Model> {
        let expected = self.request.expected.table(table)?;
        let name = expected.logical_name.as_deref()?;
        self.request.schema.models.iter().find(|model| model.name == name)
    }

    /// The block of that name.
    pub fn block(&self, name: Span) -> Option<&'a Block<'a>> {
        self.document.items.iter().find_map(|item| match item {
            Item::Block(block) if block.name.span == name => Some(*block),
            Item::Block(_) | Item::Comment(_) | Item::Blank(_) | Item::Broken(_) => None,
        })
    }

    /// The line of a table's field, by the place of the field's name.
    pub fn field(&self, table: &ObjectName, name: Span) -> Option<(&'a Entry<'a>, &'a Field<'a>)> {
        self.model_field(self.model(table)?, name)
    }

    /// The line of a model's field.
    pub fn model_field(&self, model: &Model, name: Span) -> Option<(&'a Entry<'a>, &'a Field<'a>)> {
        let block = self.block(model.span)?;
        block.entries.iter().find_map(|entry| match &entry.kind {
            EntryKind::Field(field) if field.name.span == name => Some((entry, field)),
            _ => None,
        })
    }

    /// The schema's own name of that namespace, where the datasource lists its schemas.
    pub fn schema_attribute(&self, name: &ObjectName) -> Option<String> {
        if self.request.schema.datasource.schemas.is_empty() {
            return None;
        }
        let namespace = name.namespace.as_deref();
        Some(namespace.unwrap_or(dialect::postgres::identifiers::DEFAULT_NAMESPACE).to_owned())
    }

    /// What a column is in the schema's terms.
    pub fn kind(&self, column: &Column) -> Kind<'_> {
        match &column.column_type {
            ColumnType::Enum(name) => {
                self.names.enumeration(name).map_or(Kind::Unsupported, Kind::Enum)
            }
            other => self.scalar(other).map_or(Kind::Unsupported, Kind::Scalar),
        }
    }

    fn scalar(&self, column_type: &ColumnType) -> Option<Scalar> {
        dialect::schema_type(self.live.provider, column_type).map(|each| each.scalar)
    }

    /// The lines that a table's model gets.
    pub fn lines(&mut self, table: &ObjectName) -> &mut Lines {
        self.lines.entry(table.clone()).or_default()
    }

    /// Puts an attribute behind a field that is there already or that is new.
    pub fn add_to_field(&mut self, table: &ObjectName, column: &Column, text: String) {
        let lines = self.lines.entry(table.clone()).or_default();
        if let Some((_, attributes)) =
            lines.columns.iter_mut().find(|(name, _)| *name == column.name)
        {
            attributes.push(text);
            return;
        }
        let expected = self.request.expected.table(table);
        let place = expected.and_then(|table| table.column(&column.name)?.span);
        if let Some((entry, _)) = place.and_then(|span| self.field(table, span)) {
            self.append(entry, &text);
        }
    }

    /// Puts a word behind the last one of a line.
    pub fn append(&mut self, entry: &Entry<'_>, text: &str) {
        let written = self.request.sources.text(entry.span).trim_end().len() as u32;
        self.edits.insert(entry.span.start + written, format!(" {text}"));
    }

    /// Removes a line of a block with the documentation directly above it.
    pub fn remove_entry(&mut self, block: &Block<'_>, entry: &Entry<'_>) {
        let place = block.entries.iter().position(|each| each.span == entry.span);
        let above = block.entries.iter().take(place.unwrap_or_default()).rev();
        let documentation = above.take_while(|each| is_documentation(each));
        let start = documentation.map(|each| each.span).last().unwrap_or(entry.span);
        self.edits.remove_lines(self.request.sources, start.to(entry.span));
    }

    /// Removes a field of a model; its name is free again.
    pub fn remove_field(&mut self, model: &Model, name: Span) {
        let Some(block) = self.block(model.span) else { return };
        let Some((entry, field)) = self.model_field(model, name) else { return };
        self.remove_entry(block, entry);
        if let Some(table) = self.table_of(model) {
            self.names.release_field(&table, field.name.text);
        }
    }

    /// The table of a model.
    pub fn table_of(&self, model: &Model) -> Option<ObjectName> {
        let tables = self.request.expected.tables.iter();
        let mut named =
            tables.filter(|table| table.logical_name.as_deref() == Some(model.name.as_str()));
        named.next().map(|table| table.name.clone())
    }

    /// Removes a block with the comments directly above it and the empty line after it.
    pub fn remove_block(&mut self, name: Span) {
        let place = self
            .document
            .items
            .iter()
            .position(|item| matches!(item, Item::Block(block) if block.name.span == name));
        let Some(place) = place else { return };
        self.edits.remove_block(self.request.sources, self.document, place);
    }

    /// The files with everything carried out.
    pub fn finish(mut self) -> Sources {
        let lines = std::mem::take(&mut self.lines);
        for (table, lines) in &lines {
            if let Some(model) = self.model(table)
                && let Some(block) = self.block(model.span)
            {
                self.insert(block, lines);
            }
        }
        let blocks = std::mem::take(&mut self.blocks);
        for (name, text) in blocks {
            let file = self.home(&name);
            let sources = self.request.sources;
            let written = sources.file(file).map(|file| file.text.as_str()).unwrap_or_default();
            let gap = if written.ends_with(['\n', '\r']) { "\n" } else { "\n\n" };
            self.edits
                .insert(sources.start_of(file) + written.len() as u32, format!("{gap}{text}"));
        }
        let before = self.request.sources;
        let after = self.edits.apply(before);
        let files = before.iter().zip(after.iter()).map(|((_, was), (_, is))| SourceFile {
            path: is.path.clone(),
            text: tidied(&was.text, &is.text),
        });
        Sources::new(files.collect())
    }

    /// New fields after the last field, new attributes at the end.
    fn insert(&mut self, block: &Block<'_>, lines: &Lines) {
        let fields: Vec<String> = lines.fields().map(|line| format!("  {line}\n")).collect();
        let attributes: Vec<String> =
            lines.attributes.iter().map(|line| format!("  {line}\n")).collect();
        let sources = self.request.sources;
        let last = block.entries.iter().rfind(|each| matches!(each.kind, EntryKind::Field(_)));
        let after = match last {
            Some(entry) => entry.trailing().map_or(entry.span, |each| each.span).end,
            None => block.name.span.end,
        };
        self.edits.insert(line_end(sources, after), fields.concat());
        let brace = block.span.end.saturating_sub(1);
        self.edits.insert(line_start(sources, brace), attributes.concat());
    }

    /// The file that a new block goes to: that of a model that a table refers to or that refers
    /// to it or has a field of that enum, else that of the datasource.
    fn home(&self, name: &ObjectName) -> FileId {
        let sources = self.request.sources;
        let usual = sources.file_of(self.request.schema.datasource.span.start);
        if sources.len() == 1 {
            return usual;
        }
        let refers = |table: &Table, other: &ObjectName| {
            table.foreign_keys.iter().any(|key| key.referenced_table == *other)
        };
        let own = self.live.table(name);
        let is_related = |table: &&Table| {
            own.is_some_and(|own| refers(own, &table.name))
                || refers(table, name)
                || table.columns.iter().any(
                    |column| matches!(&column.column_type, ColumnType::Enum(used) if **used == *name),
                )
        };
        let related = self.live.tables.iter().filter(is_related);
        let mut models = related.filter_map(|table| self.model(&table.name));
        models.next().map_or(usual, |model| sources.file_of(model.span.start))
    }
}

impl Lines {
    /// The fields, each on a line.
    pub fn fields(&self) -> impl Iterator<Item = String> {
        let columns = self.columns.iter().map(|(_, words)| words.join(" "));
        columns.chain(self.relations.iter().cloned())
    }
}

/// The sign of an arity.
pub(super) fn arity_sign(arity: ColumnArity) -> &'static str {
    match arity {
        ColumnArity::Required => "",
        ColumnArity::Nullable => "?",
        ColumnArity::List => "[]",
    }
}

fn is_documentation(entry: &Entry<'_>) -> bool {
    matches!(&entry.kind, EntryKind::Comment(comment) if comment.kind == CommentKind::Documentation)
}

/// The edited text as its author would have it: a file in canonical form stays in that, and so
/// does each block in any other file. What was written otherwise is left as it is.
pub(crate) fn tidied(before: &str, after: &str) -> String {
    if before == after {
        return after.to_owned();
    }
    if format_text(before) == before {
        return format_text(after);
    }
    // Lines end as those of their file do.
    if before.contains("\r\n") {
        let plain = tidied(&before.replace("\r\n", "\n"), &after.replace("\r\n", "\n"));
        return plain.replace('\n', "\r\n");
    }
    let (was, is) = (Sources::single("before", before), Sources::single("after", after));
    let old: BTreeMap<(&str, String), Span> = blocks(&was).into_iter().collect();
    let mut edits = Edits::default();
    for (name, span) in blocks(&is) {
        let text = is.text(span);
        let keep = old.get(&name).is_some_and(|old| {
            let old = was.text(*old);
            old == text || format_text(old).trim_end() != old
        });
        if !keep {
            edits.replace(span, format_text(text).trim_end());
        }
    }
    let tidied = edits.apply(&is);
    tidied.iter().map(|(_, file)| file.text.clone()).collect()
}
