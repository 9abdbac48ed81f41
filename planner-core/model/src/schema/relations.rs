//! The two ends of each relation, found by models and name, and what they must agree on: one side
//! holds the key, or both are lists. Each relation comes out once.

use super::context::{Context, quoted};
use super::drafts::{DraftKind, FieldDraft, ModelDraft, RelationDraft};
use super::foreign_keys;
use super::model::{
    Arity, FieldId, ManyToManyRelation, ModelId, Relation, RelationId, RelationKind,
};
use super::relation_keys::{self, RelationKey};
use crate::diagnostic::Diagnostic;
use foldhash::{HashMap, HashMapExt};

/// One end of a relation: a relation field with what its `@relation` says.
#[derive(Debug)]
pub(super) struct End {
    /// The model with the field.
    pub model: ModelId,
    /// The field.
    pub field: FieldId,
    /// The model that it refers to.
    pub target: ModelId,
    /// What stands in `@relation`.
    pub key: RelationKey,
}

/// All models, by id.
#[derive(Debug, Clone, Copy)]
pub(super) struct Drafts<'d, 'a>(&'d [ModelDraft<'a>]);

impl<'d, 'a> Drafts<'d, 'a> {
    /// The model of that id.
    #[allow(clippy::indexing_slicing, reason = "model ids are only made by the catalogue")]
    pub fn model(self, id: ModelId) -> &'d ModelDraft<'a> {
        &self.0[id.0]
    }

    /// The field of an end.
    pub fn field(self, end: &End) -> &'d FieldDraft<'a> {
        self.model(end.model).field(end.field)
    }
}

/// Pairs the ends; each relation field then knows its relation.
pub(super) fn build(
    context: &Context<'_>,
    drafts: &mut [ModelDraft<'_>],
    problems: &mut Vec<Diagnostic>,
) -> Vec<Relation> {
    let view = Drafts(drafts);
    let ends = ends(context, view, problems);
    let mut relations = Vec::with_capacity(ends.len() / 2);
    let mut known: Vec<(ModelId, FieldId, RelationId)> = Vec::with_capacity(ends.len());
    let groups = Groups::of(&ends);
    let mut group: Vec<&End> = Vec::new();
    for start in groups.starts() {
        group.clear();
        group.extend(groups.from(start));
        let Some((first, second)) = pair(view, &group, problems) else { continue };
        check_ignored(view, first, second, problems);
        let Some(kind) = relation(context, view, first, second, problems) else { continue };
        let id = RelationId(relations.len());
        known.push((first.model, first.field, id));
        known.push((second.model, second.field, id));
        relations.push(Relation { name: first.key.name.clone(), kind });
    }
    for (model, field, id) in known {
        let field = drafts.get_mut(model.0).and_then(|draft| draft.fields.get_mut(field.0));
        if let Some(FieldDraft { kind: DraftKind::Relation(relation), .. }) = field {
            relation.relation = Some(id);
        }
    }
    relations
}

/// All relation fields in declaration order.
fn ends(context: &Context<'_>, drafts: Drafts<'_, '_>, problems: &mut Vec<Diagnostic>) -> Vec<End> {
    let mut ends = Vec::with_capacity(drafts.0.iter().map(|model| model.relations.len()).sum());
    for (position, model) in drafts.0.iter().enumerate() {
        for id in &model.relations {
            let field = model.field(*id);
            let DraftKind::Relation(RelationDraft { target, attribute, .. }) = &field.kind else {
                continue;
            };
            let mut key = match attribute {
                Some(attribute) => {
                    relation_keys::read(context, attribute, model, drafts.model(*target), problems)
                }
                None => RelationKey::default(),
            };
            key.broken |= !field.syntax.complete;
            ends.push(End { model: ModelId(position), field: *id, target: *target, key });
        }
    }
    ends
}

/// Ends that have both models and the name alike: each leads to the next one.
struct Groups<'e> {
    ends: &'e [End],
    /// For each end, the next one of its group.
    next: Vec<Option<usize>>,
    /// For each end, whether its group begins with it.
    begins: Vec<bool>,
}

impl<'e> Groups<'e> {
    fn of(ends: &'e [End]) -> Self {
        let mut next = vec![None; ends.len()];
        let mut begins = vec![false; ends.len()];
        let mut last: HashMap<(ModelId, ModelId, Option<&str>), usize> =
            HashMap::with_capacity(ends.len() / 2);
        for (position, end) in ends.iter().enumerate() {
            let (low, high) = (end.model.min(end.target), end.model.max(end.target));
            match last.insert((low, high, end.key.name.as_deref()), position) {
                None => begins.get_mut(position).into_iter().for_each(|it| *it = true),
                Some(before) => {
                    next.get_mut(before).into_iter().for_each(|it| *it = Some(position));
                }
            }
        }
        Self { ends, next, begins }
    }

    /// The first end of each group, in declaration order.
    fn starts(&self) -> impl Iterator<Item = usize> {
        self.begins.iter().enumerate().filter(|(_, begins)| **begins).map(|(position, _)| position)
    }

    /// The group that begins there, in declaration order.
    fn from(&self, start: usize) -> impl Iterator<Item = &'e End> {
        let positions = std::iter::successors(Some(start), |at| self.next.get(*at).copied()?);
        positions.filter_map(|position| self.ends.get(position))
    }
}

/// The two ends of a relation; anything but exactly two is reported.
fn pair<'e>(
    drafts: Drafts<'_, '_>,
    group: &[&'e End],
    problems: &mut Vec<Diagnostic>,
) -> Option<(&'e End, &'e End)> {
    let first = *group.first()?;
    let uncertain = group.iter().any(|end| end.key.broken);
    let own = || group.iter().copied().filter(|end| end.model == first.model);
    let other = || group.iter().copied().filter(|end| end.model != first.model);
    let is_self = first.model == first.target;
    match (own().count(), if is_self { 1 } else { other().count() }) {
        (2, 1) if is_self => {
            let second = own().nth(1)?;
            if first.key.name.is_none() && !uncertain {
                problems.push(unnamed_self_relation(drafts, first, second));
            }
            Some((first, second))
        }
        (1, 1) if !is_self => Some((first, other().next()?)),
        (1, 0 | 1) => {
            if !uncertain {
                missing_opposite(drafts, first, problems);
            }
            None
        }
        (several, 0) if first.key.name.is_none() && several > 1 => {
            for end in own() {
                if !uncertain {
                    missing_opposite(drafts, end, problems);
                }
            }
            None
        }
        _ => {
            if !uncertain {
                problems.push(ambiguous(drafts, group));
            }
            None
        }
    }
}

fn missing_opposite(drafts: Drafts<'_, '_>, end: &End, problems: &mut Vec<Diagnostic>) {
    let (model, target, field) =
        (drafts.model(end.model), drafts.model(end.target), drafts.field(end));
    if target.block.broken {
        return;
    }
    let name = end.key.name.as_ref().map(|name| format!(" @relation(\"{name}\")"));
    let name = name.unwrap_or_default();
    let holds_key = end.key.fields.is_some();
    let lower = lower_first(model.name());
    let opposite = match (field.arity, holds_key) {
        (Arity::List, _) => format!("{lower} {}?{name}", model.name()),
        (_, true) if foreign_keys::is_unique(model, end) => {
            format!("{lower} {}?{name}", model.name())
        }
        (_, true) => format!("{lower}s {}[]{name}", model.name()),
        (_, false) => format!("{lower} {}?{name}", model.name()),
    };
    // A name that only one side gives is the likeliest reason.
    let unnamed = target.fields.iter().find(|each| match &each.kind {
        DraftKind::Relation(relation) => {
            relation.target == end.model && each.name() != field.name()
        }
        DraftKind::Scalar(_) | DraftKind::Broken => false,
    });
    let problem = Diagnostic::error(
        "missing-opposite-field",
        field.syntax.name.span,
        format!(
            "The relation `{}.{}` cannot be used: `{}` has no field for its other side.",
            model.name(),
            field.name(),
            target.name()
        ),
    )
    .label(target.block.name.span, "the field is missing here");
    problems.push(match unnamed {
        Some(other) => problem
            .label(other.syntax.name.span, "this field belongs to a relation of another name")
            .help(format!(
                "give both fields the same name in `@relation`, or add `{opposite}` to `{}`",
                target.name()
            )),
        None => problem.help(format!("add `{opposite}` to `{}`", target.name())),
    });
}

/// How many places one message points at beside its own.
const POINTED_AT: usize = 16;

fn ambiguous(drafts: Drafts<'_, '_>, group: &[&End]) -> Diagnostic {
    let names: Vec<String> = group
        .iter()
        .map(|end| format!("{}.{}", drafts.model(end.model).name(), drafts.field(end).name()))
        .collect();
    let span = group.first().map(|end| drafts.field(end).syntax.name.span).unwrap_or_default();
    let mut problem = Diagnostic::error(
        "ambiguous-relation",
        span,
        format!(
            "These relations cannot be told apart: {}.",
            quoted(names.iter().map(String::as_str))
        ),
    );
    for end in group.iter().skip(1).take(POINTED_AT) {
        problem =
            problem.label(drafts.field(end).syntax.name.span, "this one may belong to it, too");
    }
    problem.help("give both fields of each relation a name of their own: `@relation(\"Author\")`")
}

/// Two fields of one model may be two relations, of which one side each is forgotten.
fn unnamed_self_relation(drafts: Drafts<'_, '_>, first: &End, second: &End) -> Diagnostic {
    let (model, one, other) =
        (drafts.model(first.model), drafts.field(first), drafts.field(second));
    let (one_name, other_name) = (one.name(), other.name());
    Diagnostic::error(
        "ambiguous-relation",
        one.syntax.name.span,
        format!(
            "It cannot be told whether `{one_name}` and `{other_name}` of `{}` are one relation.",
            model.name()
        ),
    )
    .label(other.syntax.name.span, "this field refers to the same model")
    .help("give both the same name, such as `@relation(\"Tree\")`")
}

/// A client that does not know a model cannot follow a relation to it.
fn check_ignored(
    drafts: Drafts<'_, '_>,
    first: &End,
    second: &End,
    problems: &mut Vec<Diagnostic>,
) {
    for end in [first, second] {
        let (model, target, field) =
            (drafts.model(end.model), drafts.model(end.target), drafts.field(end));
        if target.ignored && !field.ignored && !model.ignored {
            problems.push(
                Diagnostic::error(
                    "relation-to-ignored-model",
                    field.syntax.name.span,
                    format!(
                        "`{}` cannot be followed: `{}` is ignored.",
                        field.name(),
                        target.name()
                    ),
                )
                .label(target.block.name.span, "this model has `@@ignore`")
                .help("add `@ignore` to the field, or remove `@@ignore` from the model"),
            );
        }
    }
}

fn relation(
    context: &Context<'_>,
    drafts: Drafts<'_, '_>,
    first: &End,
    second: &End,
    problems: &mut Vec<Diagnostic>,
) -> Option<RelationKind> {
    let is_list = |end: &End| drafts.field(end).arity == Arity::List;
    match (is_list(first), is_list(second)) {
        (true, true) => many_to_many(drafts, first, second, problems).map(RelationKind::ManyToMany),
        (false, true) => foreign_keys::build(context, drafts, first, second, problems),
        (true, false) => foreign_keys::build(context, drafts, second, first, problems),
        (false, false) => {
            let (owner, back) = one_to_one_sides(drafts, first, second, problems)?;
            foreign_keys::build(context, drafts, owner, back, problems)
        }
    }
}

fn many_to_many(
    drafts: Drafts<'_, '_>,
    first: &End,
    second: &End,
    problems: &mut Vec<Diagnostic>,
) -> Option<ManyToManyRelation> {
    let before = problems.len();
    for end in [first, second] {
        let field = drafts.field(end);
        let RelationKey { fields, references, on_delete, on_update, .. } = &end.key;
        let places = [fields, references].into_iter().flatten().map(|(_, span)| *span);
        let actions = [on_delete, on_update].into_iter().flatten().map(|(_, span)| *span);
        if let Some(span) = places.chain(actions).next() {
            problems.push(
                Diagnostic::error(
                    "key-on-many-to-many",
                    span,
                    format!("This has no effect: both sides of `{}` are lists, so a table between them holds the keys.", field.name()),
                )
                .help("remove the argument, or make one side a single value"),
            );
        }
        let target = drafts.model(end.model);
        let single = target.primary_key.as_ref().is_some_and(|key| key.fields.len() == 1);
        if !single && !target.block.broken {
            problems.push(
                Diagnostic::error(
                    "many-to-many-without-id",
                    field.syntax.name.span,
                    format!(
                        "The relation has no key: `{}` has no single field marked with `@id`.",
                        target.name()
                    ),
                )
                .label(target.block.name.span, "the id is missing here")
                .help("add one, or write the table between the two models yourself"),
            );
        }
    }
    if problems.len() > before {
        return None;
    }
    let order = |end: &End| (drafts.model(end.model).name(), drafts.field(end).name());
    let (a, b) = if order(first) <= order(second) { (first, second) } else { (second, first) };
    Some(ManyToManyRelation {
        a: (a.model, a.field),
        b: (b.model, b.field),
        span: drafts.field(a).syntax.name.span,
    })
}

/// Of two single fields, the one that holds the key and the other.
fn one_to_one_sides<'e>(
    drafts: Drafts<'_, '_>,
    first: &'e End,
    second: &'e End,
    problems: &mut Vec<Diagnostic>,
) -> Option<(&'e End, &'e End)> {
    let holds = |end: &End| end.key.fields.is_some() || end.key.references.is_some();
    if first.key.broken || second.key.broken {
        return None;
    }
    match (holds(first), holds(second)) {
        (true, false) => Some((first, second)),
        (false, true) => Some((second, first)),
        (true, true) => {
            problems.push(
                Diagnostic::error(
                    "key-on-both-sides",
                    drafts.field(second).syntax.name.span,
                    "The relation has two keys: both sides name `fields` and `references`.",
                )
                .label(drafts.field(first).syntax.name.span, "the other side is here")
                .help("keep them on the side that holds the key"),
            );
            None
        }
        (false, false) => {
            // Where one side is required, that one must hold the key.
            let required = drafts.field(second).arity == Arity::Required;
            let (owner, back) = if required { (second, first) } else { (first, second) };
            problems.push(foreign_keys::missing_key(drafts, owner, back));
            None
        }
    }
}

/// The word with a small first letter, as fields are named.
pub(super) fn lower_first(word: &str) -> String {
    let mut characters = word.chars();
    let first = characters.next().map(|first| first.to_ascii_lowercase().to_string());
    first.unwrap_or_default() + characters.as_str()
}
