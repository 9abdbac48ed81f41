//! The blocks of a document by kind and name: reserved and repeated names are reported, every
//! later check looks names up here. What stands inside the blocks is not looked at.

use super::context::corrected;
use super::guesses::Guesses;
use super::model::{EnumId, ModelId, Scalar};
use crate::diagnostic::Diagnostic;
use crate::source::{Sources, Span};
use crate::syntax::document::{Block, Document, Item, Keyword};
use foldhash::{HashMap, HashMapExt};

/// The blocks of all files.
#[derive(Debug)]
pub(super) struct Catalogue<'a> {
    /// Datasources; more than one is reported elsewhere.
    pub datasources: Vec<&'a Block<'a>>,
    /// Generators.
    pub generators: Vec<&'a Block<'a>>,
    /// Models and views; a [`ModelId`] is the index here.
    pub models: Vec<&'a Block<'a>>,
    /// Enums; an [`EnumId`] is the index here.
    pub enums: Vec<&'a Block<'a>>,
    /// What unknown names may have meant.
    pub guesses: Guesses,
    names: HashMap<&'a str, Named>,
}

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    /// A model or view.
    Model(ModelId),
    /// An enum.
    Enum(EnumId),
    /// A composite type, which was reported.
    Composite,
}

/// The scalars by the names that they have in a schema.
pub(super) const SCALARS: [&str; 9] =
    ["String", "Boolean", "Int", "BigInt", "Float", "Decimal", "DateTime", "Json", "Bytes"];

/// The scalar of that name.
pub(super) fn scalar_named(name: &str) -> Option<Scalar> {
    Some(match name {
        "String" => Scalar::String,
        "Boolean" => Scalar::Boolean,
        "Int" => Scalar::Int,
        "BigInt" => Scalar::BigInt,
        "Float" => Scalar::Float,
        "Decimal" => Scalar::Decimal,
        "DateTime" => Scalar::DateTime,
        "Json" => Scalar::Json,
        "Bytes" => Scalar::Bytes,
        _ => return None,
    })
}

/// Words that the generated client cannot use as names.
pub(super) const RESERVED: [&str; 47] = [
    "PrismaClient",
    "async",
    "await",
    "break",
    "case",
    "catch",
    "class",
    "const",
    "continue",
    "debugger",
    "default",
    "delete",
    "do",
    "else",
    "enum",
    "export",
    "extends",
    "false",
    "finally",
    "for",
    "function",
    "if",
    "implements",
    "import",
    "in",
    "instanceof",
    "interface",
    "let",
    "new",
    "null",
    "package",
    "private",
    "protected",
    "public",
    "return",
    "static",
    "super",
    "switch",
    "this",
    "throw",
    "true",
    "try",
    "typeof",
    "using",
    "var",
    "void",
    "while",
];

impl<'a> Catalogue<'a> {
    /// Sorts the blocks of a document.
    pub fn collect(
        document: &'a Document<'a>,
        sources: &Sources,
        problems: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut catalogue = Self {
            datasources: Vec::new(),
            generators: Vec::new(),
            models: Vec::new(),
            enums: Vec::new(),
            guesses: Guesses::new(),
            names: HashMap::with_capacity(document.items.len() / 2),
        };
        let mut generators: HashMap<&str, Span> = HashMap::new();
        let mut places: HashMap<&str, Span> = HashMap::with_capacity(document.items.len() / 2);
        for item in &document.items {
            let Item::Block(block) = item else { continue };
            let named = match block.keyword {
                Keyword::Datasource => {
                    catalogue.datasources.push(block);
                    check_built_in(block, sources, problems);
                    continue;
                }
                Keyword::Generator => {
                    catalogue.generators.push(block);
                    check_built_in(block, sources, problems);
                    check_repeated(block, &mut generators, problems);
                    continue;
                }
                Keyword::Model | Keyword::View => {
                    catalogue.models.push(block);
                    Named::Model(ModelId(catalogue.models.len() - 1))
                }
                Keyword::Enum => {
                    catalogue.enums.push(block);
                    Named::Enum(EnumId(catalogue.enums.len() - 1))
                }
                Keyword::Type => {
                    problems.push(composite(block));
                    Named::Composite
                }
            };
            check_reserved(block, sources, problems);
            if check_repeated(block, &mut places, problems) {
                catalogue.names.insert(block.name.text, named);
            }
        }
        catalogue
    }

    /// What a name stands for.
    pub fn find(&self, name: &str) -> Option<Named> {
        self.names.get(name).copied()
    }

    /// A type that a word is probably a slip of.
    pub fn nearest_type(&self, word: &str) -> Option<&str> {
        let scalars = SCALARS.iter().copied();
        let blocks = self.models.iter().chain(&self.enums);
        self.guesses.nearest(word, scalars.chain(blocks.map(|block| block.name.text)))
    }
}

fn composite(block: &Block<'_>) -> Diagnostic {
    Diagnostic::error(
        "composite-type",
        block.name.span,
        format!("`{}` cannot be used: composite types exist for MongoDB only.", block.name.text),
    )
    .help("make it a model with a relation, or a field of type Json")
}

/// Whether the name is new; else the repetition is reported.
fn check_repeated<'a>(
    block: &'a Block<'a>,
    places: &mut HashMap<&'a str, Span>,
    problems: &mut Vec<Diagnostic>,
) -> bool {
    let name = &block.name;
    if name.text.is_empty() {
        return false;
    }
    if let Some(first) = places.get(name.text) {
        let kind = block.keyword.word();
        problems.push(
            Diagnostic::error(
                "duplicate-name",
                name.span,
                format!("This {kind} cannot be told apart: `{}` is declared twice.", name.text),
            )
            .label(*first, "declared here first")
            .help("rename or remove one of the two"),
        );
        return false;
    }
    places.insert(name.text, name.span);
    true
}

/// Whether a model or enum cannot have that name.
pub fn is_reserved_name(name: &str) -> bool {
    scalar_named(name).is_some() || RESERVED.contains(&name) || ["with", "yield"].contains(&name)
}

fn check_reserved(block: &Block<'_>, sources: &Sources, problems: &mut Vec<Diagnostic>) {
    let name = &block.name;
    let reason = if scalar_named(name.text).is_some() {
        "it is a built-in type"
    } else if is_reserved_name(name.text) {
        "the word is reserved"
    } else {
        return;
    };
    let line = corrected(sources, name.span, &format!("{}Record", capitalised(name.text)));
    problems.push(
        Diagnostic::error(
            "reserved-name",
            name.span,
            format!("`{}` cannot be a name: {reason}.", name.text),
        )
        .help(format!("choose another, such as `{line}`, with `@@map(\"{}\")`", name.text)),
    );
}

/// Datasources and generators may have any name but that of a built-in type.
fn check_built_in(block: &Block<'_>, sources: &Sources, problems: &mut Vec<Diagnostic>) {
    let name = &block.name;
    if scalar_named(name.text).is_none() {
        return;
    }
    let line = corrected(sources, name.span, &name.text.to_ascii_lowercase());
    problems.push(
        Diagnostic::error(
            "reserved-name",
            name.span,
            format!("`{}` cannot be a name: it is a built-in type.", name.text),
        )
        .help(format!("choose another, such as `{line}`")),
    );
}

fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    let first = characters.next().map(|first| first.to_ascii_uppercase().to_string());
    first.unwrap_or_default() + characters.as_str()
}
