//! Text -> canonical text: aligned columns, block attributes last, comments kept. Lines that
//! cannot be read stay as they are. What the text means is not known here, but for what a
//! snapshot leaves out.

#[cfg(test)]
mod any_text;
mod comment;
mod line;
mod table;

use crate::ordered::{self, BTreeSet};
use crate::source::{SourceFile, Sources, Span};
use crate::syntax;
use crate::syntax::document::{
    Arena, Block, Comment, CommentKind, Document, Entry, EntryKind, Expression, ExpressionKind,
    Item, Keyword,
};
use std::ops::Range;
use table::Table;

/// The canonical form of one file: nothing of nothing, a single line end of nothing but white space.
pub fn format_text(text: &str) -> String {
    let sources = Sources::single("schema.prisma", text);
    let arena = Arena::for_text(text.len());
    let (document, _) = syntax::parse(&sources, &arena);
    let mut written = Written::for_text(text.len());
    render(&mut written, &sources, &document.items, Purpose::File);
    let formatted = written.text;
    if formatted.is_empty() && !text.is_empty() { "\n".to_owned() } else { formatted }
}

/// The canonical form of a whole schema as an artifact keeps it: without generators, and with
/// nothing in the datasource that says how to reach the database.
pub fn snapshot(sources: &Sources) -> String {
    let arena = Arena::for_sources(sources);
    let (document, _) = syntax::parse(sources, &arena);
    snapshot_of(sources, &document, None).text
}

/// What a text is written for.
#[derive(Debug, Clone, Copy)]
enum Purpose<'k> {
    /// To stay where it is.
    File,
    /// To be kept as a snapshot; blocks that are those of a known one are written as there.
    Snapshot(Option<&'k Written>),
}

/// A text in canonical form, and where in it the blocks stand.
#[derive(Debug, Default)]
pub struct Written {
    /// The text.
    pub text: String,
    /// Where each block was read, and where it stands in the text; in the order of the first.
    blocks: Vec<(Span, Range<usize>)>,
}

impl Written {
    /// Room for the canonical form of a text of so many bytes, which is longer where the text was
    /// not aligned: a text that outgrows its room takes it twice.
    fn for_text(bytes: usize) -> Self {
        Self { text: String::with_capacity(bytes + bytes / 5), blocks: Vec::new() }
    }

    /// The text of the block that was read there.
    fn block(&self, span: Span) -> Option<&str> {
        let at = self.blocks.binary_search_by_key(&span, |(block, _)| *block).ok()?;
        self.blocks.get(at).and_then(|(_, range)| self.text.get(range.clone()))
    }
}

/// The snapshot of texts that were read already. Blocks that are those of a `known` one are
/// written as there.
pub fn snapshot_of(sources: &Sources, document: &Document<'_>, known: Option<&Written>) -> Written {
    let several = document.files.len() > 1;
    let files = document.files.iter().filter_map(|(id, _)| sources.file(*id));
    let mut snapshot = Written::for_text(files.map(|file| file.text.len()).sum());
    let mut start = 0;
    for (id, end) in &document.files {
        let items = document.items.get(start..*end).unwrap_or_default();
        start = *end;
        let Some(file) = sources.file(*id) else { continue };
        let before = snapshot.text.len();
        if several {
            if before > 0 {
                snapshot.text.push('\n');
            }
            snapshot.text.push_str(&file_line(file));
        }
        let written = snapshot.text.len();
        render(&mut snapshot, sources, items, Purpose::Snapshot(known));
        if snapshot.text.len() == written {
            // A file of which nothing is kept is not named either.
            snapshot.text.truncate(before);
        }
    }
    ordered::sort_by_key(&mut snapshot.blocks, |(block, _)| *block);
    snapshot
}

/// The line that a file stands under, and the empty line that keeps it apart.
fn file_line(file: &SourceFile) -> String {
    let path: String = file
        .path
        .chars()
        .map(|each| if each.is_control() { each.escape_default().to_string() } else { each.into() })
        .collect();
    format!("// file: {path}\n\n")
}

/// Writes the items of a file.
fn render(written: &mut Written, sources: &Sources, items: &[Item<'_>], purpose: Purpose<'_>) {
    let mut table = Table::default();
    let mut gap = false;
    let (snapshot, known) = match purpose {
        Purpose::File => (false, None),
        Purpose::Snapshot(known) => (true, known),
    };
    let first = written.text.len();
    let above_generator = if snapshot { comments_above_generators(items) } else { BTreeSet::new() };
    for (index, item) in items.iter().enumerate() {
        match item {
            Item::Blank(_) => {
                gap = true;
                continue;
            }
            Item::Comment(_) if above_generator.contains(&index) => continue,
            Item::Block(block) if snapshot && block.keyword == Keyword::Generator => {
                gap = true;
                continue;
            }
            Item::Comment(_) | Item::Broken(_) | Item::Block(_) => {}
        }
        let text = &mut written.text;
        if gap && text.len() > first {
            text.push('\n');
        }
        match item {
            Item::Blank(_) => {}
            Item::Comment(comment) => comment::own_lines(text, sources, comment, ""),
            Item::Broken(span) => {
                text.push_str(sources.text(*span));
                text.push('\n');
            }
            Item::Block(block) => {
                let start = text.len();
                match known.and_then(|known| known.block(block.span)) {
                    Some(same) => text.push_str(same),
                    None => render_block(text, &mut table, sources, block, snapshot),
                }
                written.blocks.push((block.span, start..written.text.len()));
            }
        }
        gap = matches!(item, Item::Block(_));
    }
}

/// The comments that stand, in a run of them, directly above a generator: their indexes.
fn comments_above_generators(items: &[Item<'_>]) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let mut above = false;
    for (index, item) in items.iter().enumerate().rev() {
        match item {
            Item::Comment(_) if above => {
                found.insert(index);
            }
            Item::Comment(_) => {}
            Item::Block(block) => above = block.keyword == Keyword::Generator,
            Item::Blank(_) | Item::Broken(_) => above = false,
        }
    }
    found
}

/// Writes a block; the table is empty, and is so again behind it.
fn render_block(
    text: &mut String,
    table: &mut Table,
    sources: &Sources,
    block: &Block<'_>,
    snapshot: bool,
) {
    // Behind a comment without an end, a line that moves could bring one along.
    if !block.well_formed || has_unclosed_comment(sources, block) {
        comment::plain_line_ends(text, sources.text(block.span).trim_end());
        text.push('\n');
        return;
    }
    text.push_str(block.keyword.word());
    text.push(' ');
    text.push_str(block.name.text);
    text.push_str(" {");
    if !snapshot && let Some(unread) = unread_behind_brace(sources, block) {
        text.push(' ');
        text.push_str(unread);
    }
    text.push('\n');
    if snapshot && block.keyword == Keyword::Datasource {
        snapshot_settings(table, sources, block);
    } else {
        rows(table, sources, block);
    }
    table.render_into(text);
    text.push_str("}\n");
}

/// What stands behind the opening brace and was not read, not even as a comment: it stays there.
fn unread_behind_brace<'s>(sources: &'s Sources, block: &Block<'_>) -> Option<&'s str> {
    let header = Span { start: block.name.span.end, ..block.span };
    let line = sources.text(header).split(['\n', '\r']).next()?;
    let end = header.start + line.len() as u32;
    if block.entries.first().is_some_and(|entry| entry.span.start < end) {
        return None;
    }
    let (_, unread) = line.split_once('{')?;
    Some(unread.trim()).filter(|unread| !unread.is_empty())
}

/// Whether a comment in the block has no end: it counts as the rest of its line.
fn has_unclosed_comment(sources: &Sources, block: &Block<'_>) -> bool {
    let comments = block.entries.iter().filter_map(|entry| match entry.kind {
        EntryKind::Comment(comment) => Some(comment),
        _ => entry.trailing(),
    });
    let mut comments = comments.filter(|comment| comment.kind == CommentKind::Line);
    comments.any(|comment| sources.text(comment.span).starts_with("/*"))
}

/// What a snapshot keeps of a datasource; comments there may hold URLs.
fn snapshot_settings(table: &mut Table, sources: &Sources, block: &Block<'_>) {
    for name in ["provider", "relationMode", "schemas", "extensions"] {
        let is_it = |entry: &&Entry<'_>| match &entry.kind {
            EntryKind::Setting(setting) => {
                let old = name == "relationMode" && setting.name.text == "referentialIntegrity";
                setting.name.text == name || old
            }
            EntryKind::Blank
            | EntryKind::Comment(_)
            | EntryKind::Field(_)
            | EntryKind::Value(_)
            | EntryKind::Attribute(_)
            | EntryKind::Broken => false,
        };
        let Some(EntryKind::Setting(setting)) =
            block.entries.iter().find(is_it).map(|entry| &entry.kind)
        else {
            continue;
        };
        let mut row = table.cells();
        row.cell(|text| text.push_str(name));
        row.cell(|text| {
            text.push_str("= ");
            if is_postgres_alias(&setting.value) && name == "provider" {
                text.push_str("\"postgresql\"");
            } else {
                line::expression(text, sources, &setting.value);
            }
        });
        row.end(|_| {});
    }
}

fn is_postgres_alias(value: &Expression<'_>) -> bool {
    matches!(&value.kind, ExpressionKind::String(text) if *text == "postgres")
}

/// The lines of a block: first all but its attributes, then these in their order.
fn rows(table: &mut Table, sources: &Sources, block: &Block<'_>) {
    let mut attributes: Vec<(usize, Vec<&Comment>, &Entry<'_>)> = Vec::new();
    let mut index = 0;
    while let Some(entry) = block.entries.get(index) {
        if entry.kind == EntryKind::Blank {
            index += 1;
            if !is_attribute_next(block.entries, index) {
                table.blank();
            }
            continue;
        }
        let comments = comments_at(block.entries, index);
        let after = block.entries.get(index + comments.len());
        if let Some(Entry { kind: EntryKind::Attribute(attribute), .. }) = after {
            index += comments.len() + 1;
            let order = line::block_attribute_order(attribute.name.text);
            attributes.extend(after.map(|entry| (order, comments, entry)));
            continue;
        }
        if comments.is_empty() {
            index += 1;
            line::row(table, sources, entry);
            continue;
        }
        index += comments.len();
        for comment in comments {
            table.lines(|text| comment::own_lines(text, sources, comment, "  "));
        }
    }
    ordered::sort_by_key(&mut attributes, |(order, _, _)| *order);
    table.blank();
    for (_, comments, entry) in attributes {
        for comment in comments {
            table.lines(|text| comment::own_lines(text, sources, comment, "  "));
        }
        line::row(table, sources, entry);
    }
}

/// The run of comments that begins at `index`.
fn comments_at<'e>(entries: &'e [Entry<'e>], index: usize) -> Vec<&'e Comment> {
    let run = entries.iter().skip(index).map_while(|entry| match &entry.kind {
        EntryKind::Comment(comment) => Some(comment),
        EntryKind::Blank
        | EntryKind::Field(_)
        | EntryKind::Value(_)
        | EntryKind::Setting(_)
        | EntryKind::Attribute(_)
        | EntryKind::Broken => None,
    });
    run.collect()
}

/// Whether a block attribute, perhaps with comments above it, begins at `index`: the empty lines
/// before it move away with it.
fn is_attribute_next(entries: &[Entry<'_>], index: usize) -> bool {
    let comments = comments_at(entries, index).len();
    matches!(entries.get(index + comments), Some(Entry { kind: EntryKind::Attribute(_), .. }))
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNFORMATTED: &str = "// top\n\n\n\nmodel   A{ // kept\n\n  @@map(\"x\") // m\n  // of the \
        key\n  @@id([ id,b ])\n\n\n  id Int@map( \"i\" )@default( autoincrement( ) ) // c\n  \
        /// docs\n  longer   String ?  @db.VarChar( 255 ) @unique\n\n  b Int\n}\nenum E{\n A@map(\
        \"a\")\n BBB\n}";

    const FORMATTED: &str = r#"// top

model A {
  // kept

  id     Int     @default(autoincrement()) @map("i") // c
  /// docs
  longer String? @unique @db.VarChar(255)

  b Int

  // of the key
  @@id([id, b])
  @@map("x") // m
}

enum E {
  A   @map("a")
  BBB
}
"#;

    #[test]
    fn columns_align_and_block_attributes_go_last() {
        assert_eq!(format_text(UNFORMATTED), FORMATTED);
        assert_eq!(format_text(FORMATTED), FORMATTED);
    }

    #[test]
    fn what_cannot_be_read_stays_as_it_is() {
        let text = "model A {\n  id  Int  @id,\n  b: Int\n  name  String\n}\n\nfoo  bar\n";
        assert_eq!(
            format_text(text),
            "model A {\n  id  Int  @id,\n  b: Int\n  name String\n}\n\nfoo  bar\n"
        );
        let unclosed = "model A {\n     id   Int @id\n\n/// B's.\nmodel B {\n}\n";
        assert_eq!(format_text(unclosed), unclosed);
    }

    #[test]
    fn nothing_of_a_broken_line_or_an_open_comment_is_lost() {
        let text = "model A {\n  id [Int]// c\n  @@map(\"a\") /* m */\n  b Int /* open\n}\n";
        assert_eq!(format_text(text), text);
        let two = "model A { /* c */model B {\n  id Int\n}\n";
        assert_eq!(format_text(two), "model A { /* c */\n\nmodel B {\n  id Int\n}\n");
        let unread = "model A { junk\n  id Int\n}\n";
        assert_eq!(format_text(unread), unread);
        let alias = "model A type T = Int\n{\n  a Int\n}\n";
        assert_eq!(format_text(alias), "model A type T = Int\n{\na Int\n}\n");
    }

    #[test]
    fn line_ends_become_plain() {
        assert_eq!(format_text("model A {\r\n  a  Int\r\n}\r\n"), "model A {\n  a Int\n}\n");
    }

    #[test]
    fn a_snapshot_has_no_url_and_no_generator() {
        let text = "// about the generator\ngenerator g {\n  provider = \"x\"\n}\n\n\
            datasource db {\n  // url = \"postgres://u:secret@h/d\"\n  provider = \"postgres\"\n  \
            url = \"postgres://u:secret@h/d\"\n  referentialIntegrity = \"prisma\"\n}\n\
            model A {\n  id Int @id\n}\n";
        let expected = "datasource db {\n  provider     = \"postgresql\"\n  \
            relationMode = \"prisma\"\n}\n\nmodel A {\n  id Int @id\n}\n";
        let taken = snapshot(&Sources::single("schema.prisma", text));
        assert_eq!(taken, expected);
        assert_eq!(snapshot(&Sources::single("after.prisma", &taken)), expected);
    }

    #[test]
    fn several_files_stand_under_their_paths() {
        let file = |path: &str, text: &str| SourceFile { path: path.into(), text: text.into() };
        let sources = Sources::new(vec![
            file("b.prisma", "/// B's.\nmodel B {\n  id Int @id\n}\n"),
            file("a.prisma", "datasource db {\n  provider = \"sqlite\"\n}\n"),
            file("g.prisma", "generator g {\n  provider = \"x\"\n}\n"),
        ]);
        let expected = "// file: a.prisma\n\ndatasource db {\n  provider = \"sqlite\"\n}\n\n\
            // file: b.prisma\n\n/// B's.\nmodel B {\n  id Int @id\n}\n";
        let taken = snapshot(&sources);
        assert_eq!(taken, expected);
        assert_eq!(snapshot(&Sources::single("after.prisma", &taken)), expected);
    }
}
