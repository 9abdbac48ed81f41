//! Names in the database that must differ: tables, columns, enum values, indexes and foreign
//! keys that are named. Names that the planner makes up are not known here.

use super::arguments::LONGEST_NAME_KEPT;
use super::context::Context;
use super::drafts::{DraftKind, FieldDraft, ModelDraft};
use super::model::{Enum, Index, IndexKind, ModelKind};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ordered;
use crate::ordered::marks::surely_differ;
use crate::provider::Provider;
use crate::source::Span;
use crate::syntax::document::{Argument, Attribute, ExpressionKind};
use foldhash::fast::FixedState;
use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};
use smallvec::SmallVec;
use std::collections::hash_map::Entry;
use std::hash::BuildHasher;

/// Checks the names of a whole schema, those of columns excepted.
pub(super) fn check(
    context: &Context<'_>,
    drafts: &[ModelDraft<'_>],
    enums: &[Enum],
    problems: &mut Vec<Diagnostic>,
) {
    let repeated = check_tables(drafts, enums, context.provider(), problems);
    check_enums(enums, context.provider(), problems);
    check_indexes(drafts, &repeated, context.provider(), problems);
    for draft in drafts {
        check_foreign_keys(context, draft, problems);
    }
}

fn repeated(severity: Severity, span: Span, first: Span, what: String) -> Diagnostic {
    let problem = match severity {
        Severity::Error => Diagnostic::error("duplicate-database-name", span, what),
        Severity::Unplannable => Diagnostic::unplannable("duplicate-database-name", span, what),
        Severity::Warning => Diagnostic::warning("duplicate-database-name", span, what),
    };
    problem
        .label(first, "the first one is here")
        .help("give one of the two another name with `@map` or `@@map`")
}

/// Tables, views and, on PostgreSQL, the enum types beside them. Out come the positions of the
/// models whose table there is already: of what they hold nothing more is to be said.
fn check_tables(
    drafts: &[ModelDraft<'_>],
    enums: &[Enum],
    provider: Option<Provider>,
    problems: &mut Vec<Diagnostic>,
) -> HashSet<usize> {
    let mut seen: HashMap<(Option<&str>, &str), (Span, &str)> =
        HashMap::with_capacity(drafts.len());
    let mut folded: HashMap<String, Span> = HashMap::new();
    let mut logical: HashSet<&str> = HashSet::with_capacity(drafts.len());
    let mut repeats: HashSet<usize> = HashSet::new();
    for (position, draft) in drafts.iter().enumerate() {
        let (name, span) = (draft.database_name, draft.block.name.span);
        // Two models of one name were reported as such.
        if !logical.insert(draft.name()) {
            repeats.insert(position);
            continue;
        }
        let key = (draft.schema.as_deref(), name);
        if let Some((first, _)) = seen.get(&key) {
            let what =
                format!("Two models would be one table: both are named `{name}` in the database.");
            problems.push(repeated(Severity::Error, span, *first, what));
            repeats.insert(position);
            continue;
        }
        seen.insert(key, (span, draft.name()));
        if provider == Some(Provider::Sqlite)
            && let Some(first) = folded.insert(name.to_ascii_lowercase(), span)
        {
            let what = format!(
                "The database refuses table `{name}`: to SQLite, names that differ in case only are \
                 one."
            );
            problems.push(repeated(Severity::Unplannable, span, first, what));
        }
    }
    if provider != Some(Provider::Postgresql) {
        return repeats;
    }
    // An enum named as a model was reported as such.
    for each in enums.iter().filter(|each| !logical.contains(each.name.as_str())) {
        let name = each.database_name.as_str();
        if let Some((first, _)) = seen.get(&(each.schema.as_deref(), name))
            && *first != each.span
        {
            let what =
                format!("The database refuses enum `{name}`: a table of this name is a type, too.");
            problems.push(repeated(Severity::Unplannable, each.span, *first, what));
        }
    }
    repeats
}

fn check_enums(enums: &[Enum], provider: Option<Provider>, problems: &mut Vec<Diagnostic>) {
    let mut seen: HashMap<(Option<&str>, &str), (Span, &str)> = HashMap::new();
    for each in enums {
        let key = (each.schema.as_deref(), each.database_name.as_str());
        match seen.get(&key) {
            Some((first, name)) if *name != each.name => {
                let what = format!(
                    "Two enums would be one type: both are named `{}` in the database.",
                    each.database_name
                );
                problems.push(repeated(Severity::Error, each.span, *first, what));
            }
            Some(_) => {}
            None => {
                seen.insert(key, (each.span, &each.name));
            }
        }
        let mut values: HashMap<&str, Span> = HashMap::new();
        for value in each.values.iter() {
            if let Some(first) = values.insert(&value.database_name, value.span) {
                let what = format!(
                    "Two values of `{}` would be one: both are `{}` in the database.",
                    each.name, value.database_name
                );
                problems.push(repeated(Severity::Unplannable, value.span, first, what));
            }
            // <https://www.postgresql.org/docs/current/datatype-enum.html>
            if provider == Some(Provider::Postgresql)
                && value.database_name.len() > LONGEST_NAME_KEPT
            {
                let what = format!(
                    "The database refuses value `{}` of enum `{}`: it is longer than \
                     {LONGEST_NAME_KEPT} bytes.",
                    value.database_name, each.name
                );
                problems.push(
                    Diagnostic::unplannable("enum-value-too-long", value.span, what)
                        .help("give it a shorter name with `@map`"),
                );
            }
        }
    }
}

/// Columns of one table.
pub(super) fn check_columns(
    context: &Context<'_>,
    draft: &ModelDraft<'_>,
    problems: &mut Vec<Diagnostic>,
) {
    let folds = context.provider() == Some(Provider::Sqlite);
    let is_mapped = |field: &FieldDraft<'_>| field.database_name != field.name();
    if !folds && !draft.fields.iter().any(is_mapped) {
        // The names of fields differ by themselves.
        return;
    }
    if columns_differ(draft, folds) {
        return;
    }
    let mut seen: HashMap<&str, Span> = HashMap::with_capacity(draft.fields.len());
    let mut folded: HashMap<String, Span> = HashMap::new();
    for field in &draft.fields {
        if !matches!(field.kind, DraftKind::Scalar(_)) {
            continue;
        }
        let (name, span) = (field.database_name, field.syntax.name.span);
        if let Some(first) = seen.insert(name, span) {
            let what = format!(
                "Two fields of `{}` would be one column: both are named `{name}` in the database.",
                draft.name()
            );
            problems.push(repeated(Severity::Error, span, first, what));
        } else if folds && let Some(first) = folded.insert(name.to_ascii_lowercase(), span) {
            let what = format!(
                "The database refuses column `{name}`: to SQLite, names that differ in case only \
                 are one."
            );
            problems.push(repeated(Severity::Unplannable, span, first, what));
        }
    }
}

/// An index name in its database schema, in the case that counts.
type IndexName<'a> = (Option<&'a str>, String);

/// Where an index stands, and its name as written where that has another case.
type IndexPlace = (Span, Option<String>);

/// The indexes whose names must differ, with the model that each belongs to.
fn named_indexes<'d, 'a>(
    drafts: &'d [ModelDraft<'a>],
    repeated: &'d HashSet<usize>,
    provider: Provider,
) -> impl Iterator<Item = (&'d ModelDraft<'a>, &'d Index)> {
    let tables = drafts
        .iter()
        .enumerate()
        .filter(|(position, draft)| draft.kind == ModelKind::Table && !repeated.contains(position));
    tables.flat_map(move |(_, draft)| {
        // Primary keys have no names on SQLite.
        let key = draft.primary_key.iter().filter(move |_| provider == Provider::Postgresql);
        key.chain(&draft.indexes).map(move |index| (draft, index))
    })
}

/// Whether all names of columns differ, told by their marks or their hashes alone as those of indexes are.
fn columns_differ(draft: &ModelDraft<'_>, folds: bool) -> bool {
    let columns = draft.fields.iter().filter(|field| matches!(field.kind, DraftKind::Scalar(_)));
    if surely_differ(columns.clone().map(|field| field.database_name)) {
        return true;
    }
    let hasher = FixedState::default();
    let mut folded = String::new();
    let mut hashes: SmallVec<[u64; 32]> = columns
        .map(|field| {
            let mut name = field.database_name;
            if folds {
                folded.clear();
                folded.push_str(name);
                folded.make_ascii_lowercase();
                name = &folded;
            }
            hasher.hash_one(name)
        })
        .collect();
    ordered::all_differ(&mut hashes)
}

/// Index names are unique in a database schema; on SQLite in the database, whatever the case.
fn check_indexes(
    drafts: &[ModelDraft<'_>],
    repeated: &HashSet<usize>,
    provider: Option<Provider>,
    problems: &mut Vec<Diagnostic>,
) {
    let Some(provider) = provider else { return };
    if names_differ(drafts, repeated, provider) {
        return;
    }
    let folds = provider == Provider::Sqlite;
    // By the name as the database compares it: where it is, and how it was written.
    let mut seen: HashMap<IndexName<'_>, IndexPlace> = HashMap::new();
    for (draft, index) in named_indexes(drafts, repeated, provider) {
        let name = index_name(draft, index, provider, String::new());
        let (compared, written) =
            if folds { (name.to_ascii_lowercase(), Some(name)) } else { (name, None) };
        match seen.entry((draft.schema.as_deref(), compared)) {
            Entry::Vacant(slot) => {
                slot.insert((index.span, written));
            }
            Entry::Occupied(found) => {
                let (first, other) = found.get();
                let name = written.as_ref().unwrap_or(&found.key().1);
                // Names of another case are two in the language; of them the lowering speaks.
                if written.as_ref() == other.as_ref() {
                    problems.push(repeated_index(index, name, *first));
                }
            }
        }
    }
}

/// Whether all names of indexes differ, told by their hashes alone: a large schema has thousands of
/// names, and hardly ever two alike. Where two hashes are alike, the names may be.
fn names_differ(drafts: &[ModelDraft<'_>], repeated: &HashSet<usize>, provider: Provider) -> bool {
    let hasher = FixedState::default();
    let mut hashes = Vec::with_capacity(drafts.iter().map(|each| each.indexes.len() + 1).sum());
    let mut name = String::new();
    for (draft, index) in named_indexes(drafts, repeated, provider) {
        name = index_name(draft, index, provider, name);
        if provider == Provider::Sqlite {
            name.make_ascii_lowercase();
        }
        hashes.push(hasher.hash_one((draft.schema.as_deref(), name.as_str())));
    }
    ordered::all_differ(&mut hashes)
}

fn repeated_index(index: &Index, name: &str, first: Span) -> Diagnostic {
    let kind = match index.kind {
        IndexKind::PrimaryKey => "primary key",
        IndexKind::Unique => "unique index",
        IndexKind::Normal => "index",
    };
    let what = format!("The {kind} `{name}` cannot be made: another index has this name.");
    Diagnostic::error("duplicate-index-name", index.span, what)
        .label(first, "the first one is here")
        .help("give one of the two another name with `map`, or remove it")
}

/// The name of an index, written or by convention, in the room of a name that nobody needs any more.
fn index_name(
    draft: &ModelDraft<'_>,
    index: &Index,
    provider: Provider,
    mut room: String,
) -> String {
    room.clear();
    if let Some(name) = &index.database_name {
        room.push_str(name);
        return room;
    }
    let suffix = match index.kind {
        IndexKind::PrimaryKey => "_pkey",
        IndexKind::Unique => "_key",
        IndexKind::Normal => "_idx",
    };
    room.push_str(draft.database_name);
    if index.kind != IndexKind::PrimaryKey {
        for each in &index.fields {
            room.push('_');
            room.push_str(draft.field(each.field).database_name);
        }
    }
    if provider == Provider::Postgresql {
        cut(&mut room, suffix);
    }
    room.push_str(suffix);
    room
}

/// On PostgreSQL all constraints of a table share their names; on SQLite foreign keys have none.
fn check_foreign_keys(
    context: &Context<'_>,
    draft: &ModelDraft<'_>,
    problems: &mut Vec<Diagnostic>,
) {
    if context.provider() != Some(Provider::Postgresql) || draft.kind == ModelKind::View {
        return;
    }
    if !may_share_names(draft) {
        return;
    }
    let mut seen: HashMap<String, Span> = HashMap::new();
    let mut is_mapped = false;
    for attribute in relation_attributes(draft) {
        let Some((name, span)) = foreign_key_name(draft, attribute) else { continue };
        is_mapped |= span != attribute.span;
        if let Some(first) = seen.insert(name, span) {
            problems.push(foreign_key_problem(draft, attribute, span, first));
        }
    }
    if seen.is_empty() {
        return;
    }
    for index in draft.primary_key.iter().chain(&draft.indexes) {
        if index.database_name.is_none() && !is_mapped {
            // Conventional names of indexes and foreign keys end differently.
            continue;
        }
        let name = index_name(draft, index, Provider::Postgresql, String::new());
        if let Some(span) = seen.get(&name) {
            problems.push(
                Diagnostic::error(
                    "duplicate-foreign-key-name",
                    *span,
                    format!(
                        "The foreign key `{name}` cannot be made: `{}` has an index of this name.",
                        draft.name()
                    ),
                )
                .label(index.span, "the index is here")
                .help("give one of the two another `map`"),
            );
        }
    }
}

/// The `@relation` attributes of a model.
fn relation_attributes<'a>(draft: &ModelDraft<'a>) -> impl Iterator<Item = &'a Attribute<'a>> {
    draft.relations.iter().filter_map(|field| match &draft.field(*field).kind {
        DraftKind::Relation(relation) => relation.attribute,
        DraftKind::Scalar(_) | DraftKind::Broken => None,
    })
}

/// Whether a foreign key of a model may have the name of another constraint: one alone whose name is
/// the conventional one, beside indexes of such names, cannot.
fn may_share_names(draft: &ModelDraft<'_>) -> bool {
    let mut keys =
        relation_attributes(draft).filter(|attribute| argument(attribute, "fields").is_some());
    let Some(first) = keys.next() else { return false };
    let is_mapped = |index: &Index| index.database_name.is_some();
    argument(first, "map").is_some()
        || keys.next().is_some()
        || draft.primary_key.iter().chain(&draft.indexes).any(is_mapped)
}

fn foreign_key_problem(
    draft: &ModelDraft<'_>,
    attribute: &Attribute<'_>,
    span: Span,
    first: Span,
) -> Diagnostic {
    let what = match argument(attribute, "map").and_then(|map| map.value.as_string()) {
        Some(name) => format!(
            "The foreign key `{name}` cannot be made: `{}` has another of this name.",
            draft.name()
        ),
        None => format!(
            "The foreign key cannot be made: `{}` has another over the same fields, whose name it \
             would have.",
            draft.name()
        ),
    };
    Diagnostic::error("duplicate-foreign-key-name", span, what)
        .label(first, "the first one is here")
        .help("give one of the two another `map`")
}

/// The name of the foreign key that an attribute declares, written or by convention, and its place.
fn foreign_key_name(draft: &ModelDraft<'_>, attribute: &Attribute<'_>) -> Option<(String, Span)> {
    let fields = argument(attribute, "fields")?;
    if let Some(map) = argument(attribute, "map") {
        return Some((map.value.as_string()?.into(), map.span()));
    }
    let items = match &fields.value.kind {
        ExpressionKind::List(items) => items,
        _ => std::slice::from_ref(&fields.value),
    };
    let mut name = draft.database_name.to_string();
    for item in items {
        let field = draft.named(item.as_word()?)?;
        name.push('_');
        name.push_str(draft.field(field).database_name);
    }
    cut(&mut name, "_fkey");
    name.push_str("_fkey");
    Some((name, attribute.span))
}

fn argument<'d>(attribute: &'d Attribute<'d>, wanted: &str) -> Option<&'d Argument<'d>> {
    let named =
        |argument: &&Argument<'_>| argument.name.as_ref().is_some_and(|name| name.text == wanted);
    attribute.arguments.iter().find(named)
}

/// Cuts a name so that the database keeps it with its suffix.
fn cut(name: &mut String, suffix: &str) {
    let mut length = name.len().min(LONGEST_NAME_KEPT - suffix.len());
    while !name.is_char_boundary(length) {
        length -= 1;
    }
    name.truncate(length);
}
