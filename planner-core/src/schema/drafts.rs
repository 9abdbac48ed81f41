//! Models and fields while they are put together: types are known, relations not yet. A draft
//! keeps what was written, so that later checks can point at it.

use super::model::{
    Arity, Field, FieldId, FieldKind, Index, Model, ModelId, ModelKind, RelationId, ScalarField,
};
use crate::syntax::document::{self, Attribute, Block};
use compact_str::CompactString;
use foldhash::HashMap;

/// A model or view in the making; a [`ModelId`] is its index.
#[derive(Debug)]
pub(super) struct ModelDraft<'a> {
    /// What was written.
    pub block: &'a Block,
    /// Table or view.
    pub kind: ModelKind,
    /// `@@map`, else the name.
    pub database_name: CompactString,
    /// `@@schema`.
    pub schema: Option<CompactString>,
    /// `@@ignore`.
    pub ignored: bool,
    /// Fields in order; a [`FieldId`] is the index.
    pub fields: Vec<FieldDraft<'a>>,
    /// Fields by name.
    pub by_name: HashMap<&'a str, FieldId>,
    /// The fields that are ends of relations.
    pub relations: Vec<FieldId>,
    /// `@@id`, `@@unique` and `@@index` as written.
    pub criteria: Vec<&'a Attribute>,
    /// The primary key, once read.
    pub primary_key: Option<Index>,
    /// The other indexes, once read.
    pub indexes: Vec<Index>,
}

/// A field in the making.
#[derive(Debug)]
pub(super) struct FieldDraft<'a> {
    /// What was written.
    pub syntax: &'a document::Field,
    /// Its name, which the finished field is to have.
    pub name: CompactString,
    /// `@map`, else the name.
    pub database_name: CompactString,
    /// Required, optional or list.
    pub arity: Arity,
    /// `@ignore`.
    pub ignored: bool,
    /// Its `///` comment.
    pub documentation: Option<String>,
    /// What it holds.
    pub kind: DraftKind<'a>,
    /// `@id`, as written.
    pub id: Option<&'a Attribute>,
    /// `@unique`, as written.
    pub unique: Option<&'a Attribute>,
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
    pub attribute: Option<&'a Attribute>,
    /// The relation, once the two ends are known.
    pub relation: Option<RelationId>,
}

impl<'a> ModelDraft<'a> {
    /// The model's name.
    pub fn name(&self) -> &'a str {
        &self.block.name.text
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
        &self.syntax.name.text
    }
}

/// The finished model; `None` where a field was reported as broken.
pub(super) fn finish(draft: ModelDraft<'_>) -> Option<Model> {
    Some(Model {
        name: draft.block.name.text.clone(),
        database_name: draft.database_name,
        schema: draft.schema,
        kind: draft.kind,
        // A draft is larger than its field, so that the list is turned over in its place.
        fields: draft.fields.into_iter().map(finish_field).collect::<Option<_>>()?,
        primary_key: draft.primary_key,
        indexes: draft.indexes,
        ignored: draft.ignored,
        documentation: draft.block.documentation.clone(),
        span: draft.block.name.span,
    })
}

fn finish_field(draft: FieldDraft<'_>) -> Option<Field> {
    let kind = match draft.kind {
        DraftKind::Scalar(scalar) => FieldKind::Scalar(scalar),
        DraftKind::Relation(relation) => FieldKind::Relation(relation.relation?),
        DraftKind::Broken => return None,
    };
    Some(Field {
        name: draft.name,
        database_name: draft.database_name,
        arity: draft.arity,
        kind,
        ignored: draft.ignored,
        documentation: draft.documentation,
        span: draft.syntax.name.span,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_drafts_has_room_for_its_fields() {
        assert!(size_of::<FieldDraft<'_>>() >= size_of::<Field>());
    }
}
