//! The tokens of a statement that a person wrote -> what it does to the rows of which tables, told
//! by its leading words; what a function that it calls does is not seen. Knows nothing of plans.

use crate::database::model::ObjectName;
use crate::provider::Provider;
use crate::script::Statement;
use crate::tokens::{Token, TokenKind, tokens};

/// What one statement does to one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// In words, up to the table's name.
    pub verb: &'static str,
    /// The table.
    pub table: ObjectName,
    /// The line of migration.sql that it stands on, from 1.
    pub line: usize,
}

/// The words for a table that goes.
const DROPS_TABLE: &str = "drops table";

/// The words for a column that goes.
const DROPS_COLUMN: &str = "drops a column of";

impl Effect {
    /// Whether it takes away a table or a column, as plans do, and nothing beside it.
    pub fn is_drop(&self) -> bool {
        matches!(self.verb, DROPS_TABLE | DROPS_COLUMN)
    }
}

/// Everything that a statement takes away or overwrites.
pub fn effects(provider: Provider, statement: &Statement) -> Vec<Effect> {
    let Ok(all) = tokens(provider, &statement.text) else { return Vec::new() };
    let significant: Vec<Token<'_>> = all
        .into_iter()
        .filter(|token| {
            !matches!(
                token.kind,
                TokenKind::Space | TokenKind::LineComment | TokenKind::BlockComment
            )
        })
        .collect();
    let found = found(&significant).into_iter().map(|(verb, table, start)| {
        let before = statement.text.get(..start).unwrap_or_default();
        Effect { verb, table, line: statement.line as usize + before.matches('\n').count() }
    });
    found.collect()
}

/// Whether a statement can put values into any table, directly or by what it sets off. Only those
/// that plainly cannot are told apart.
pub fn may_fill(provider: Provider, statement: &Statement) -> bool {
    let Ok(all) = tokens(provider, &statement.text) else { return true };
    let words: Vec<String> = all
        .iter()
        .filter(|token| token.kind == TokenKind::Word)
        .take(3)
        .map(|token| token.text.to_ascii_uppercase())
        .collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    !matches!(
        words.as_slice(),
        ["COMMENT" | "GRANT" | "REVOKE" | "ANALYZE", ..]
            | ["CREATE" | "DROP", "INDEX", ..]
            | ["CREATE", "UNIQUE", "INDEX"]
    )
}

/// A statement may do several things: `WITH gone AS (DELETE …) UPDATE …`. One that creates
/// something only holds such words in a body that does not run now.
fn found(tokens: &[Token<'_>]) -> Vec<(&'static str, ObjectName, usize)> {
    if is_word(tokens.first(), "CREATE") {
        return Vec::new();
    }
    let mut effects = Vec::new();
    let mut depth = 0usize;
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            TokenKind::Open => depth += 1,
            TokenKind::Close => depth = depth.saturating_sub(1),
            TokenKind::Word => {}
            _ => continue,
        }
        let rest = tokens.get(at + 1..).unwrap_or_default();
        let previous = at.checked_sub(1).and_then(|at| tokens.get(at));
        let begins =
            previous.is_none_or(|token| matches!(token.kind, TokenKind::Open | TokenKind::Close));
        let mut add = |verb, names: Vec<ObjectName>| {
            effects.extend(names.into_iter().map(|table| (verb, table, token.start)));
        };
        if is_word(Some(token), "DELETE") && begins {
            add("deletes rows of", one(after_words(rest, &["FROM", "ONLY"])));
        } else if is_word(Some(token), "TRUNCATE") && at == 0 {
            let named = several(after_words(rest, &["TABLE", "ONLY"]));
            if cascades(rest) {
                add("deletes all rows of whatever refers to", named.clone());
            }
            add("deletes all rows of", named);
        } else if is_word(Some(token), "UPDATE") && begins && !has_where(rest) {
            let rest = after_conflict_clause(rest);
            add("overwrites every row of", one(after_words(rest, &["ONLY"])));
        } else if let Some(rest) = replacing(tokens, at) {
            add("replaces rows of", one(after_words(rest, &["INTO"])));
        } else if is_word(Some(token), "MERGE") && begins && deletes_in_merge(rest) {
            add("deletes rows of", one(after_words(rest, &["INTO", "ONLY"])));
        } else if is_word(Some(token), "DROP") && at == 0 && drops_users(rest) {
            let names = rest.get(1..).unwrap_or_default();
            add("drops whatever uses", several(after_words(names, &["IF", "EXISTS"])));
        } else if is_word(Some(token), "DROP") && at == 0 && is_word(rest.first(), "TABLE") {
            add(DROPS_TABLE, several(after_words(rest, &["TABLE", "IF", "EXISTS"])));
        } else if is_word(Some(token), "DROP") && at == 0 && is_word(rest.first(), "SCHEMA") {
            add("drops schema", several(after_words(rest, &["SCHEMA", "IF", "EXISTS"])));
        } else if is_word(Some(token), "ALTER")
            && at == 0
            && is_word(rest.first(), "TABLE")
            && drops_column(rest)
        {
            let rest = after_words(rest, &["TABLE", "IF", "EXISTS", "ONLY"]);
            add(DROPS_COLUMN, one(rest));
        }
    }
    effects
}

fn is_word(token: Option<&Token<'_>>, word: &str) -> bool {
    token
        .is_some_and(|token| token.kind == TokenKind::Word && token.text.eq_ignore_ascii_case(word))
}

fn after_words<'a, 'b>(mut tokens: &'b [Token<'a>], words: &[&str]) -> &'b [Token<'a>] {
    while let Some((first, rest)) = tokens.split_first() {
        if !words.iter().any(|word| is_word(Some(first), word)) {
            break;
        }
        tokens = rest;
    }
    tokens
}

/// Whether the statement ends in CASCADE.
fn cascades(tokens: &[Token<'_>]) -> bool {
    is_word(tokens.last(), "CASCADE")
}

/// What follows SQLite's `REPLACE` or `INSERT OR REPLACE`, which delete the rows in their way.
/// <https://www.sqlite.org/lang_conflict.html>
fn replacing<'a, 'b>(tokens: &'b [Token<'a>], at: usize) -> Option<&'b [Token<'a>]> {
    let is = |at: usize, word| is_word(tokens.get(at), word);
    let short = is(at, "REPLACE") && is(at + 1, "INTO") && (at == 0 || !is(at - 1, "OR"));
    let long = is(at, "INSERT") && is(at + 1, "OR") && is(at + 2, "REPLACE");
    let skipped = if short { 1 } else { 3 };
    (short || long).then(|| tokens.get(at + skipped..).unwrap_or_default())
}

/// Whether a branch of a MERGE deletes.
/// <https://www.postgresql.org/docs/current/sql-merge.html>
fn deletes_in_merge(tokens: &[Token<'_>]) -> bool {
    tokens.windows(2).any(|pair| is_word(pair.first(), "THEN") && is_word(pair.get(1), "DELETE"))
}

/// Whether columns go with what is dropped: those of a type that is dropped with CASCADE.
fn drops_users(tokens: &[Token<'_>]) -> bool {
    let kinds = ["TYPE", "DOMAIN", "EXTENSION"];
    kinds.iter().any(|kind| is_word(tokens.first(), kind)) && cascades(tokens)
}

/// SQLite's `UPDATE OR IGNORE t`.
fn after_conflict_clause<'a, 'b>(tokens: &'b [Token<'a>]) -> &'b [Token<'a>] {
    if is_word(tokens.first(), "OR") { tokens.get(2..).unwrap_or_default() } else { tokens }
}

/// Whether a WHERE follows before the parentheses around the statement end.
fn has_where(tokens: &[Token<'_>]) -> bool {
    let mut depth = 0usize;
    for token in tokens {
        match token.kind {
            TokenKind::Open => depth += 1,
            TokenKind::Close if depth == 0 => return false,
            TokenKind::Close => depth -= 1,
            TokenKind::Word if depth == 0 && is_word(Some(token), "WHERE") => return true,
            _ => {}
        }
    }
    false
}

/// Whether an ALTER TABLE drops something that is neither a constraint nor a property.
fn drops_column(tokens: &[Token<'_>]) -> bool {
    let kept = ["CONSTRAINT", "DEFAULT", "NOT", "EXPRESSION", "IDENTITY"];
    tokens.windows(2).any(|pair| {
        is_word(pair.first(), "DROP") && !kept.iter().any(|word| is_word(pair.get(1), word))
    })
}

fn one(tokens: &[Token<'_>]) -> Vec<ObjectName> {
    name(tokens).map(|(name, _)| name).into_iter().collect()
}

fn several(mut tokens: &[Token<'_>]) -> Vec<ObjectName> {
    let mut names = Vec::new();
    while let Some((found, rest)) = name(tokens) {
        names.push(found);
        match rest.split_first() {
            Some((comma, rest)) if comma.text == "," => tokens = after_words(rest, &["ONLY"]),
            _ => break,
        }
    }
    names
}

/// A name with or without its schema, and what follows it.
fn name<'a, 'b>(tokens: &'b [Token<'a>]) -> Option<(ObjectName, &'b [Token<'a>])> {
    let (first, rest) = tokens.split_first()?;
    let first = part(first)?;
    let Some((_, after)) = rest.split_first().filter(|(dot, _)| dot.text == ".") else {
        return Some((ObjectName::local(first), rest));
    };
    let (second, rest) = after.split_first()?;
    Some((ObjectName { namespace: Some(first), name: part(second)? }, rest))
}

fn part(token: &Token<'_>) -> Option<String> {
    match token.kind {
        // PostgreSQL folds a name without quotes; to SQLite case does not matter.
        TokenKind::Word => Some(token.text.to_ascii_lowercase()),
        TokenKind::Quoted => {
            let text = token.text;
            if let Some(inner) = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                return Some(inner.to_owned());
            }
            let mark = text.chars().next().filter(|mark| matches!(mark, '"' | '`'))?;
            let inner = text.strip_prefix(mark)?.strip_suffix(mark)?;
            Some(inner.replace(&format!("{mark}{mark}"), &mark.to_string()))
        }
        _ => None,
    }
}
