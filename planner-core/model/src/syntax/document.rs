//! The tree that a schema text is read into: every block, line and comment with its place, in the
//! order of the files. Nothing is resolved here; whether a name exists is not known to this tree.

use crate::source::{FileId, Sources, Span};
use bumpalo::Bump;

/// How much of an arena two bytes of text take at most, where the text has no column aligned and no
/// comment: 3 to 5 a byte in real schemas.
const PER_TWO_BYTES: usize = 11;

/// Where the parts of documents are kept, side by side and each for as long as the arena: a large
/// schema is made of very many small ones, and they all go together.
#[derive(Debug, Default)]
pub struct Arena(Bump);

impl Arena {
    /// An arena for a document of texts of so many bytes.
    pub fn for_text(bytes: usize) -> Self {
        Self(Bump::with_capacity(bytes.saturating_mul(PER_TWO_BYTES) / 2))
    }

    /// An arena for the document of all files of a schema.
    pub fn for_sources(sources: &Sources) -> Self {
        Self::for_text(sources.iter().map(|(_, file)| file.text.len()).sum())
    }

    /// Keeps a text.
    pub(super) fn text(&self, text: &str) -> &str {
        self.0.alloc_str(text)
    }

    /// Keeps a list.
    pub(super) fn list<T: Copy>(&self, items: &[T]) -> &[T] {
        if items.is_empty() { &[] } else { self.0.alloc_slice_copy(items) }
    }

    /// Keeps a single part.
    pub(super) fn part<T: Copy>(&self, part: T) -> &T {
        self.0.alloc(part)
    }
}

/// All that was read, file by file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document<'a> {
    /// Blocks, comments and blank lines in order.
    pub items: Vec<Item<'a>>,
    /// The files, and where the items of each end.
    pub files: Vec<(FileId, usize)>,
}

/// Something at the top level of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Item<'a> {
    /// `model`, `enum` and the like.
    Block(&'a Block<'a>),
    /// A comment on lines of its own.
    Comment(Comment),
    /// An empty line; the first of several.
    Blank(Span),
    /// A line that could not be read.
    Broken(Span),
}

/// What kind of block it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keyword {
    /// `datasource`.
    Datasource,
    /// `generator`.
    Generator,
    /// `model`.
    Model,
    /// `view`.
    View,
    /// `enum`.
    Enum,
    /// `type`: a composite type, which only MongoDB has.
    Type,
}

impl Keyword {
    /// All of them, as a message lists them.
    pub const ALL: [Self; 6] =
        [Self::Datasource, Self::Generator, Self::Model, Self::Enum, Self::View, Self::Type];

    /// The word itself.
    pub fn word(self) -> &'static str {
        match self {
            Self::Datasource => "datasource",
            Self::Generator => "generator",
            Self::Model => "model",
            Self::View => "view",
            Self::Enum => "enum",
            Self::Type => "type",
        }
    }

    /// The keyword that a word is.
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "datasource" => Self::Datasource,
            "generator" => Self::Generator,
            "model" => Self::Model,
            "view" => Self::View,
            "enum" => Self::Enum,
            "type" => Self::Type,
            _ => return None,
        })
    }
}

/// A name where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Name<'a> {
    /// The name.
    pub text: &'a str,
    /// Its place.
    pub span: Span,
}

/// A block with its lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block<'a> {
    /// Its kind.
    pub keyword: Keyword,
    /// The name after the keyword.
    pub name: Name<'a>,
    /// Its lines in order.
    pub entries: &'a [Entry<'a>],
    /// The `///` lines directly above.
    pub documentation: Option<&'a str>,
    /// Whether a line of it could not be read, so that something may be missing here.
    pub broken: bool,
    /// Whether its header could be read and its `}` was found.
    pub well_formed: bool,
    /// From the keyword to the closing brace.
    pub span: Span,
}

/// A line (or a comment of several lines) in a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry<'a> {
    /// What it is.
    pub kind: EntryKind<'a>,
    /// What is said of it, which most lines have nothing of.
    pub remarks: Option<&'a Remarks<'a>>,
    /// All of it but white space at its ends and the trailing comment.
    pub span: Span,
}

/// What is said of a line in a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Remarks<'a> {
    /// The `///` lines directly above, and a trailing `///`.
    pub documentation: Option<&'a str>,
    /// A comment behind it.
    pub trailing: Option<Comment>,
}

impl<'a> Entry<'a> {
    /// The `///` lines directly above, and a trailing `///`.
    pub fn documentation(&self) -> Option<&'a str> {
        self.remarks?.documentation
    }

    /// A comment behind it.
    pub fn trailing(&self) -> Option<Comment> {
        self.remarks?.trailing
    }
}

/// What a line in a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryKind<'a> {
    /// An empty line; the first of several.
    Blank,
    /// A comment on lines of its own.
    Comment(Comment),
    /// A line of a model, view or type.
    Field(Field<'a>),
    /// A line of an enum.
    Value(Value<'a>),
    /// A line of a datasource or generator.
    Setting(Setting<'a>),
    /// `@@name(…)`.
    Attribute(Attribute<'a>),
    /// A line that could not be read.
    Broken,
}

/// A comment, markers included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Comment {
    /// Which markers it has.
    pub kind: CommentKind,
    /// Its place, from the marker to the end of the line or the closing marker.
    pub span: Span,
}

/// The three forms of a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommentKind {
    /// `//`.
    Line,
    /// `///`.
    Documentation,
    /// `/* … */`, over any number of lines.
    Delimited,
}

/// `name Type? @attribute`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field<'a> {
    /// The field's name.
    pub name: Name<'a>,
    /// The type without its arity: a name, or the text inside `Unsupported("…")`; the place is
    /// that of all of it.
    pub field_type: Name<'a>,
    /// Whether it was `Unsupported("…")`.
    pub unsupported: bool,
    /// `?`, `[]` or nothing.
    pub arity: TypeArity,
    /// Attributes in order.
    pub attributes: &'a [Attribute<'a>],
    /// False where the rest of the line could not be read, so that attributes may be missing.
    pub complete: bool,
    /// False where name or type were written in a way that was reported.
    pub well_formed: bool,
}

/// How many values a field is declared to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TypeArity {
    /// Nothing after the type.
    Required,
    /// `?`.
    Optional,
    /// `[]`.
    List,
}

/// A value of an enum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Value<'a> {
    /// The value's name.
    pub name: Name<'a>,
    /// Attributes in order.
    pub attributes: &'a [Attribute<'a>],
    /// False where the rest of the line could not be read.
    pub complete: bool,
}

/// `key = value`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting<'a> {
    /// The key.
    pub name: Name<'a>,
    /// What it is set to.
    pub value: Expression<'a>,
}

/// `@name(…)` or `@@name(…)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attribute<'a> {
    /// The name without `@`, dotted where it has parts, such as `db.VarChar`.
    pub name: Name<'a>,
    /// Its arguments.
    pub arguments: &'a [Argument<'a>],
    /// From `@` to the closing parenthesis.
    pub span: Span,
}

/// An argument of an attribute or a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Argument<'a> {
    /// The name before the colon, which most have none of.
    pub name: Option<&'a Name<'a>>,
    /// The value.
    pub value: Expression<'a>,
}

impl Argument<'_> {
    /// The place of name and value.
    pub fn span(&self) -> Span {
        let name = self.name.iter();
        name.fold(self.value.span, |value, name| name.span.to(value))
    }
}

/// A value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expression<'a> {
    /// What it is.
    pub kind: ExpressionKind<'a>,
    /// Its place.
    pub span: Span,
}

/// The forms of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExpressionKind<'a> {
    /// `"text"`, decoded.
    String(&'a str),
    /// A number as written.
    Number(&'a str),
    /// A bare word: a field, an enum value, `true`, `null`; dotted where it has parts.
    Word(&'a str),
    /// `name(…)`. Few values are calls: kept apart, they leave the others small.
    Call(&'a Call<'a>),
    /// `[…]`.
    List(&'a [Expression<'a>]),
    /// `{ name: value, … }`.
    Object(&'a [(Name<'a>, Expression<'a>)]),
}

/// A call of a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Call<'a> {
    /// The function.
    pub name: Name<'a>,
    /// Its arguments.
    pub arguments: &'a [Argument<'a>],
}

impl<'a> Expression<'a> {
    /// The text of a string.
    pub fn as_string(&self) -> Option<&'a str> {
        match self.kind {
            ExpressionKind::String(text) => Some(text),
            _ => None,
        }
    }

    /// A bare word.
    pub fn as_word(&self) -> Option<&'a str> {
        match self.kind {
            ExpressionKind::Word(text) => Some(text),
            _ => None,
        }
    }
}
