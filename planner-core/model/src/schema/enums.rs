//! `enum` blocks: their values and the names that these have in a database.

use super::arguments::Arguments;
use super::attributes::{self, ENUM_MAP, Parameters, SCHEMA, VALUE_MAP};
use super::context::{Context, quoted};
use super::enum_values::EnumValue;
use super::guesses::nearest;
use super::model::Enum;
use crate::diagnostic::Diagnostic;
use crate::ordered::BTreeMap;
use crate::provider::Provider;
use crate::source::Span;
use crate::syntax::document::{Attribute, Block, EntryKind};
use compact_str::CompactString;
use smallvec::SmallVec;

/// Reads the enums; the indexes are those of the catalogue.
pub(super) fn build(context: &Context<'_>, problems: &mut Vec<Diagnostic>) -> Vec<Enum> {
    context.catalogue.enums.iter().map(|block| enumeration(context, block, problems)).collect()
}

fn enumeration(context: &Context<'_>, block: &Block<'_>, problems: &mut Vec<Diagnostic>) -> Enum {
    let mut values = Vec::new();
    let mut names: BTreeMap<&str, Span> = BTreeMap::new();
    let mut seen = Seen::new();
    let mut database_name = None;
    let mut schema = None;
    for entry in block.entries {
        match &entry.kind {
            EntryKind::Value(value) => {
                let name = &value.name;
                if let Some(first) = names.get(name.text) {
                    problems.push(
                        Diagnostic::error(
                            "duplicate-value",
                            name.span,
                            format!(
                                "`{}` cannot be used: it has the value `{}` twice.",
                                block.name.text, name.text
                            ),
                        )
                        .label(*first, "declared here first")
                        .help("remove one of the two"),
                    );
                    continue;
                }
                names.insert(name.text, name.span);
                values.push(EnumValue {
                    name: name.text.into(),
                    database_name: value_name(context, value.attributes, problems)
                        .unwrap_or_else(|| name.text.into()),
                    documentation: entry.documentation().map(Box::from),
                    span: name.span,
                });
            }
            EntryKind::Attribute(attribute) => {
                if is_repeated(attribute, &mut seen, problems) {
                    continue;
                }
                match attribute.name.text {
                    "map" => {
                        let arguments = Arguments::read(ENUM_MAP, attribute, context, problems);
                        database_name = required_name(&arguments, "name", attribute, problems);
                    }
                    "schema" => schema = block_schema(context, attribute, problems),
                    _ => problems.push(unknown_attribute(
                        context,
                        attribute,
                        "@@",
                        "an enum",
                        &attributes::ENUM,
                    )),
                }
            }
            EntryKind::Blank
            | EntryKind::Comment(_)
            | EntryKind::Field(_)
            | EntryKind::Setting(_)
            | EntryKind::Broken => {}
        }
    }
    if values.is_empty() && !block.broken {
        problems.push(
            Diagnostic::error(
                "empty-enum",
                block.name.span,
                format!("`{}` cannot be used: it has no values.", block.name.text),
            )
            .help("add a value, or remove the enum"),
        );
    }
    check_schema(context, block, &seen, problems);
    Enum {
        name: block.name.text.into(),
        database_name: database_name.unwrap_or(block.name.text).into(),
        schema,
        values: values.into(),
        documentation: block.documentation.map(Box::from),
        span: block.name.span,
    }
}

fn value_name(
    context: &Context<'_>,
    attributes: &[Attribute<'_>],
    problems: &mut Vec<Diagnostic>,
) -> Option<CompactString> {
    let mut seen = Seen::new();
    let mut database_name = None;
    for attribute in attributes {
        if is_repeated(attribute, &mut seen, problems) {
            continue;
        }
        if attribute.name.text == "map" {
            let arguments = Arguments::read(VALUE_MAP, attribute, context, problems);
            database_name = required_name(&arguments, "name", attribute, problems);
        } else {
            problems.push(unknown_attribute(
                context,
                attribute,
                "@",
                "an enum value",
                &attributes::VALUE,
            ));
        }
    }
    database_name.map(Into::into)
}

/// The one name that `@map` or `@@schema` is there for.
pub(super) fn required_name<'a>(
    arguments: &Arguments<'a>,
    parameter: &'static str,
    attribute: &Attribute<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Option<&'a str> {
    if arguments.get(parameter).is_none() && attribute.arguments.is_empty() {
        problems.push(
            Diagnostic::error(
                "missing-argument",
                attribute.span,
                format!("`{}` has no effect: it names nothing.", arguments.of()),
            )
            .help(format!("write the name of the database: `{}(\"…\")`", arguments.of())),
        );
    }
    arguments.database_name(parameter, problems).map(|(name, _)| name)
}

/// The attributes of one place so far.
pub(super) type Seen<'a> = SmallVec<[&'a Attribute<'a>; 8]>;

/// More attributes than the language has for one place.
const MOST_ATTRIBUTES: usize = 64;

/// Whether an attribute of that name came before, which is reported.
pub(super) fn is_repeated<'a>(
    attribute: &'a Attribute<'a>,
    seen: &mut Seen<'a>,
    problems: &mut Vec<Diagnostic>,
) -> bool {
    let name = &attribute.name.text;
    if let Some(first) = seen.iter().find(|each| each.name.text == *name) {
        problems.push(
            Diagnostic::error(
                "duplicate-attribute",
                attribute.span,
                format!("This attribute has no effect: `{name}` is given twice."),
            )
            .label(first.span, "given here first")
            .help("remove one of the two"),
        );
        return true;
    }
    // More than the language has: whatever follows is unknown, and said to be.
    if seen.len() < MOST_ATTRIBUTES {
        seen.push(attribute);
    }
    false
}

/// Says that nothing has an attribute of that name.
pub(super) fn unknown_attribute(
    context: &Context<'_>,
    attribute: &Attribute<'_>,
    marker: &str,
    owner: &str,
    known: &[Parameters],
) -> Diagnostic {
    let known = attributes::names(known);
    let name = &attribute.name;
    let problem = Diagnostic::error(
        "unknown-attribute",
        attribute.span,
        format!("This attribute has no effect: {owner} has no `{marker}{}`.", name.text),
    );
    match nearest(name.text, known.iter().copied()) {
        Some(near) => {
            problem.help(format!("did you mean `{}`?", context.corrected(name.span, near)))
        }
        None => {
            let all: Vec<String> = known.iter().map(|each| format!("{marker}{each}")).collect();
            problem.help(format!(
                "the attributes of {owner} are {}",
                quoted(all.iter().map(String::as_str))
            ))
        }
    }
}

/// `@@schema` of a model or an enum.
pub(super) fn block_schema(
    context: &Context<'_>,
    attribute: &Attribute<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Option<CompactString> {
    let arguments = Arguments::read(SCHEMA, attribute, context, problems);
    let schema = required_name(&arguments, "map", attribute, problems)?;
    let datasource = context.datasource?;
    if datasource.provider == Provider::Sqlite {
        problems.push(
            Diagnostic::error(
                "postgresql-only",
                attribute.span,
                "This attribute has no effect: schemas exist on PostgreSQL only.",
            )
            .help("remove it"),
        );
    } else if datasource.schemas.is_empty() {
        problems.push(
            Diagnostic::error(
                "schema-not-listed",
                attribute.span,
                format!("The schema `{schema}` is not managed: the datasource lists no schemas."),
            )
            .label(datasource.span, "the datasource is here")
            .help(format!("add `schemas = [\"{schema}\"]` to the datasource")),
        );
    } else if !context.schemas.contains(schema) {
        let near = context
            .catalogue
            .guesses
            .nearest(schema, datasource.schemas.iter().map(String::as_str));
        let problem = Diagnostic::error(
            "schema-not-listed",
            attribute.span,
            format!("The schema `{schema}` is not managed: the datasource does not list it."),
        )
        .label(datasource.span, "the datasource is here");
        problems.push(match near {
            Some(near) => problem.help(format!("did you mean `@@schema(\"{near}\")`?")),
            None => problem.help("add it to `schemas` there"),
        });
    }
    Some(schema.into())
}

/// Objects to a block whose attributes have no `@@schema` where the datasource lists schemas; one
/// that could not be read was reported.
pub(super) fn check_schema(
    context: &Context<'_>,
    block: &Block<'_>,
    attributes: &[&Attribute<'_>],
    problems: &mut Vec<Diagnostic>,
) {
    let given = attributes.iter().any(|each| each.name.text == "schema");
    let listed = context.datasource.and_then(|found| found.schemas.first());
    if let (Some(first), false, false) = (listed, given, block.broken) {
        problems.push(
            Diagnostic::error(
                "missing-schema",
                block.name.span,
                format!(
                    "`{}` has no place: it does not say in which schema it lies.",
                    block.name.text
                ),
            )
            .help(format!("add `@@schema(\"{first}\")` as its last line")),
        );
    }
}
