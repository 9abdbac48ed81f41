//! Objects whose names collide: names in, one refusal for each that is taken already. Knows of no
//! dialect: which names share a space, and how they compare, the caller says.

use crate::database::model::ObjectName;
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use foldhash::HashMap;
use std::borrow::Cow;
use std::collections::hash_map::Entry;
use std::fmt;

/// The names taken in one space.
#[derive(Debug, Default)]
pub struct TakenNames<'a> {
    holders: HashMap<Cow<'a, str>, (Named<'a>, Span)>,
}

/// An object that has a name. It is put into words only where a name is taken twice.
#[derive(Debug, Clone, Copy)]
pub enum Named<'a> {
    /// A table.
    Table(&'a ObjectName),
    /// A column of a table.
    Column(&'a ObjectName, &'a str),
    /// The primary key of a table.
    PrimaryKey(&'a ObjectName, &'a str),
    /// An index of a table.
    Index(&'a ObjectName, &'a str),
    /// A foreign key of a table.
    ForeignKey(&'a ObjectName, &'a str),
    /// An enum type.
    Enum(&'a ObjectName),
}

/// `index `posts_pkey` of `posts``.
impl fmt::Display for Named<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Table(table) => write!(formatter, "table `{table}`"),
            Self::Column(table, name) => write!(formatter, "column `{table}.{name}`"),
            Self::PrimaryKey(table, name) => {
                write!(formatter, "primary key `{name}` of `{table}`")
            }
            Self::Index(table, name) => write!(formatter, "index `{name}` of `{table}`"),
            Self::ForeignKey(table, name) => {
                write!(formatter, "foreign key `{name}` of `{table}`")
            }
            Self::Enum(name) => write!(formatter, "enum `{name}`"),
        }
    }
}

impl<'a> TakenNames<'a> {
    /// Takes a name, as it compares, for an object; the refusal where another object holds it.
    pub fn take(
        &mut self,
        compared: impl Into<Cow<'a, str>>,
        what: Named<'a>,
        span: Span,
    ) -> Option<Diagnostic> {
        match self.holders.entry(compared.into()) {
            Entry::Vacant(free) => {
                free.insert((what, span));
                None
            }
            Entry::Occupied(held) => {
                let (holder, holder_span) = held.get();
                let (what, other) = (what.to_string(), holder.to_string());
                let reason = match what == other {
                    true => "there is another of this name".to_owned(),
                    false => format!("its name is that of {other}"),
                };
                let message = format!("The database refuses {what}: {reason}.");
                let refusal = Diagnostic::unplannable("duplicate-database-name", span, message)
                    .label(*holder_span, format!("{other} is here"))
                    .help("give one of them another name with `map:`, `@map` or `@@map`");
                Some(refusal)
            }
        }
    }
}
