//! Models and fields while they are put together: types are known, relations not yet. A draft
//! keeps what was written, so that later checks can point at it.

use super::model::{
    Arity, Field, FieldId, FieldKind, Index, Model, ModelId, ModelKind, RelationId, ScalarField,
};
use crate::ordered::marks::mark;
use crate::syntax::document::{self, Attribute, Block, Entry, EntryKind, Remarks};
use compact_str::CompactString;
use foldhash::{HashMap, HashMapExt};

/// A model or view in the making; a [`ModelId`] is its index.
#[derive(Debug)]
pub(super) struct ModelDraft<'a> {
    /// What was written.
    pub block: &'a Block<'a>,
    /// Table or view.
    pub kind: ModelKind,
    /// `@@map`, else the name.
    pub database_name: &'a str,
    /// `@@schema`.
    pub schema: Option<CompactString>,
    /// `@@ignore`.
    pub ignored: bool,
    /// Fields in order; a [`FieldId`] is the index.
    pub fields: Vec<FieldDraft<'a>>,
    /// The mark of each field's name: most others are told apart without a look at the names.
    marks: Vec<u64>,
    /// Fields by name, where they are many.
    by_name: HashMap<&'a str, FieldId>,
    /// The fields that are ends of relations.
    pub relations: Vec<FieldId>,
    /// `@@id`, `@@unique` and `@@index` as written.
    pub criteria: Vec<&'a Attribute<'a>>,
    /// The primary key, once read.
    pub primary_key: Option<Index>,
    /// The other indexes, once read.
    pub indexes: Vec<Index>,
}

/// A field in the making.
#[derive(Debug)]
pub(super) struct FieldDraft<'a> {
    /// What was written.
    pub syntax: &'a document::Field<'a>,
    /// `@map`, else the name.
    pub database_name: &'a str,
    /// Required, optional or list.
    pub arity: Arity,
    /// `@ignore`.
    pub ignored: bool,
    /// What is said of it.
    pub remarks: Option<&'a Remarks<'a>>,
    /// What it holds.
    pub kind: DraftKind<'a>,
    /// `@id`, as written.
    pub id: Option<&'a Attribute<'a>>,
    /// `@unique`, as written.
    pub unique: Option<&'a Attribute<'a>>,
}

/// What a field in the making holds.
#[derive(Debug)]
pub(super) enum DraftKind<'a> {
    /// A column.
    Scalar(ScalarField),
    /// The end of a relation.
    Relation(RelationDraft<'a>),
    /// Something that was reported.
    Broken,
}

/// The end of a relation in the making.
#[derive(Debug)]
pub(super) struct RelationDraft<'a> {
    /// The model referred to.
    pub target: ModelId,
    /// `@relation`, as written.
    pub attribute: Option<&'a Attribute<'a>>,
    /// The relation, once the two ends are known.
    pub relation: Option<RelationId>,
}

/// Up to how many fields are looked through one by one.
const FEW: usize = 32;

impl<'a> ModelDraft<'a> {
    /// A model without any fields so far.
    pub fn new(block: &'a Block<'a>, kind: ModelKind) -> Self {
        let is_field = |entry: &&Entry<'_>| matches!(entry.kind, EntryKind::Field(_));
        let count = block.entries.iter().filter(is_field).count();
        Self {
            block,
            kind,
            database_name: block.name.text,
            schema: None,
            ignored: false,
            fields: Vec::with_capacity(count),
            marks: Vec::with_capacity(count.min(FEW)),
            by_name: HashMap::new(),
            relations: Vec::new(),
            criteria: Vec::new(),
            primary_key: None,
            indexes: Vec::new(),
        }
    }

    /// The model's name.
    pub fn name(&self) -> &'a str {
        self.block.name.text
    }

    /// Adds a field, of a name that no other one has.
    pub fn push(&mut self, field: FieldDraft<'a>) {
        if self.marks.len() < FEW {
            self.marks.push(mark(field.name()));
        }
        self.fields.push(field);
        let new = match self.fields.len() {
            ..=FEW => return,
            length if length == FEW + 1 => 0,
            length => length - 1,
        };
        let fields = self.fields.iter().enumerate().skip(new);
        self.by_name.extend(fields.map(|(position, each)| (each.name(), FieldId(position))));
    }

    /// The field of that name.
    pub fn named(&self, name: &str) -> Option<FieldId> {
        if self.fields.len() > FEW {
            return self.by_name.get(name).copied();
        }
        let wanted = mark(name);
        let mut from = 0;
        loop {
            let marks = self.marks.get(from..)?;
            let position = from + marks.iter().position(|mark| *mark == wanted)?;
            if self.fields.get(position)?.name() == name {
                return Some(FieldId(position));
            }
            from = position + 1;
        }
    }

    /// The field of that id.
    #[allow(clippy::indexing_slicing, reason = "field ids are only made from this model's list")]
    pub fn field(&self, id: FieldId) -> &FieldDraft<'a> {
        &self.fields[id.0]
    }

    /// The column that a field is.
    pub fn scalar(&self, id: FieldId) -> Option<&ScalarField> {
        match &self.field(id).kind {
            DraftKind::Scalar(scalar) => Some(scalar),
            DraftKind::Relation(_) | DraftKind::Broken => None,
        }
    }
}

impl<'a> FieldDraft<'a> {
    /// The field's name.
    pub fn name(&self) -> &'a str {
        self.syntax.name.text
    }
}

/// The finished model; `None` where a field was reported as broken.
pub(super) fn finish(draft: ModelDraft<'_>) -> Option<Model> {
    let mut fields = Vec::with_capacity(draft.fields.len());
    for field in draft.fields {
        fields.push(finish_field(field)?);
    }
    Some(Model {
        name: draft.block.name.text.into(),
        database_name: draft.database_name.into(),
        schema: draft.schema,
        kind: draft.kind,
        fields,
        primary_key: draft.primary_key,
        indexes: draft.indexes,
        ignored: draft.ignored,
        documentation: draft.block.documentation.map(Box::from),
        span: draft.block.name.span,
    })
}

fn finish_field(draft: FieldDraft<'_>) -> Option<Field> {
    let name = draft.name().into();
    let kind = match draft.kind {
        DraftKind::Scalar(scalar) => FieldKind::Scalar(scalar),
        DraftKind::Relation(relation) => FieldKind::Relation(relation.relation?),
        DraftKind::Broken => return None,
    };
    Some(Field {
        name,
        database_name: draft.database_name.into(),
        arity: draft.arity,
        kind,
        ignored: draft.ignored,
        documentation: draft.remarks.and_then(|each| each.documentation).map(Box::from),
        span: draft.syntax.name.span,
    })
}
