//! The tree that a schema text is read into: every block, line and comment with its place, in the
//! order of the files. Nothing is resolved here; whether a name exists is not known to this tree.

use crate::source::Span;
use compact_str::CompactString;

/// All that was read, file by file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document {
    /// Blocks, comments and blank lines in order; [`Span::file`] tells the files apart.
    pub items: Vec<Item>,
}

/// Something at the top level of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// `model`, `enum` and the like.
    Block(Block),
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The name.
    pub text: CompactString,
    /// Its place.
    pub span: Span,
}

/// A block with its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Its kind.
    pub keyword: Keyword,
    /// The name after the keyword.
    pub name: Name,
    /// Its lines in order.
    pub entries: Vec<Entry>,
    /// The `///` lines directly above.
    pub documentation: Option<String>,
    /// Whether a line of it could not be read, so that something may be missing here.
    pub broken: bool,
    /// Whether its header could be read and its `}` was found.
    pub well_formed: bool,
    /// From the keyword to the closing brace.
    pub span: Span,
}

/// A line (or a comment of several lines) in a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it is.
    pub kind: EntryKind,
    /// The `///` lines directly above, and a trailing `///`.
    pub documentation: Option<String>,
    /// A comment behind it.
    pub trailing: Option<Comment>,
    /// All of it but white space at its ends and the trailing comment.
    pub span: Span,
}

/// What a line in a block is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EntryKind {
    /// An empty line; the first of several.
    Blank,
    /// A comment on lines of its own.
    Comment(Comment),
    /// A line of a model, view or type.
    Field(Field),
    /// A line of an enum.
    Value(Value),
    /// A line of a datasource or generator.
    Setting(Setting),
    /// `@@name(…)`.
    Attribute(Attribute),
    /// A line that could not be read.
    Broken,
}

/// A comment, markers included.
#[derive(Debug, Clone, PartialEq, Eq)]
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The field's name.
    pub name: Name,
    /// The type without its arity.
    pub field_type: TypeName,
    /// `?`, `[]` or nothing.
    pub arity: TypeArity,
    /// Attributes in order.
    pub attributes: Vec<Attribute>,
    /// False where the rest of the line could not be read, so that attributes may be missing.
    pub complete: bool,
    /// False where name or type were written in a way that was reported.
    pub well_formed: bool,
}

/// The type of a field as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypeName {
    /// A name, or the text inside `Unsupported("…")`.
    pub text: CompactString,
    /// Whether it was `Unsupported("…")`.
    pub unsupported: bool,
    /// Its place, without `?` or `[]`.
    pub span: Span,
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// The value's name.
    pub name: Name,
    /// Attributes in order.
    pub attributes: Vec<Attribute>,
    /// False where the rest of the line could not be read.
    pub complete: bool,
}

/// `key = value`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// The key.
    pub name: Name,
    /// What it is set to.
    pub value: Expression,
}

/// `@name(…)` or `@@name(…)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// The name without `@`, dotted where it has parts, such as `db.VarChar`.
    pub name: Name,
    /// Its arguments.
    pub arguments: Vec<Argument>,
    /// From `@` to the closing parenthesis.
    pub span: Span,
}

/// An argument of an attribute or a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Argument {
    /// The name before the colon.
    pub name: Option<Name>,
    /// The value.
    pub value: Expression,
    /// Both.
    pub span: Span,
}

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expression {
    /// What it is.
    pub kind: ExpressionKind,
    /// Its place.
    pub span: Span,
}

/// The forms of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExpressionKind {
    /// `"text"`, decoded.
    String(CompactString),
    /// A number as written.
    Number(CompactString),
    /// A bare word: a field, an enum value, `true`, `null`; dotted where it has parts.
    Word(CompactString),
    /// `name(…)`. Few values are calls: kept apart, they leave the others small.
    Call(Box<Call>),
    /// `[…]`.
    List(Vec<Expression>),
    /// `{ name: value, … }`.
    Object(Vec<(Name, Expression)>),
}

/// A call of a function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The function.
    pub name: Name,
    /// Its arguments.
    pub arguments: Vec<Argument>,
}

impl Expression {
    /// The text of a string.
    pub fn as_string(&self) -> Option<&str> {
        match &self.kind {
            ExpressionKind::String(text) => Some(text),
            _ => None,
        }
    }

    /// A bare word.
    pub fn as_word(&self) -> Option<&str> {
        match &self.kind {
            ExpressionKind::Word(text) => Some(text),
            _ => None,
        }
    }
}
