//! The planned script and the one in hand -> findings about what a person wrote into it. `seal`
//! adds them to warnings.txt, and every check of an artifact finds them again. What a statement
//! does to data is told by its leading words; what a function that it calls does is not seen.

use super::finding::{Finding, Level, Probe};
use super::rule::Explanation;
use crate::database::model::ObjectName;
use crate::dialect;
use crate::dialect::question::Question;
use crate::provider::Provider;
use crate::script::lexer::{Token, TokenKind, tokens};
use crate::script::{Script, Statement};
use crate::subject::{Subject, SubjectKind};
use crate::warning::migration::table_subject;
use std::collections::BTreeMap;

/// The rule about the script as a whole.
pub const HAND_EDITED: &str = "hand-edited-sql";
/// What there is to know about it.
pub const HAND_EDITED_EXPLANATION: Explanation = Explanation {
    what: "migration.sql does not hold the statements that the planner writes for these schemas.",
    why: "The other warnings speak of the planned statements; nothing was checked for those that \
          a person wrote, and a statement that is missing leaves the database behind its schema.",
    instead: "Read the written statements as code. Where they only rename, plan again with \
              --rename.",
};

/// The rule about one written statement.
pub const WRITTEN_DATA_STATEMENT: &str = "written-data-statement";
/// What there is to know about it.
pub const WRITTEN_DATA_STATEMENT_EXPLANATION: Explanation = Explanation {
    what: "A statement that a person wrote deletes or overwrites rows.",
    why: "It runs on every database that the migration is deployed to, whatever is in it.",
    instead: "Give it a WHERE that names the rows, and look at their number with the probe first.",
};

/// All findings about written statements, in the order of the script.
pub fn check_written(provider: Provider, planned: &Script, written: &Script) -> Vec<Finding> {
    let planned: Vec<&Statement> = statements(planned);
    let written: Vec<&Statement> = statements(written);
    let (by_hand, lacking) = compare(&planned, &written);
    let in_order = planned.iter().map(|each| &each.text).eq(written.iter().map(|each| &each.text));
    if in_order {
        return Vec::new();
    }
    let moved = if by_hand.is_empty() && lacking == 0 {
        let pairs = planned.iter().zip(&written);
        pairs.filter(|(left, right)| left.text != right.text).count()
    } else {
        0
    };
    let mut findings = vec![hand_edited(by_hand.len() + moved, lacking + moved)];
    for statement in by_hand {
        findings.extend(data_statements(provider, statement));
    }
    findings
}

/// The statements of `written` that the planner did not write.
pub fn by_hand<'a>(planned: &Script, written: &'a Script) -> Vec<&'a Statement> {
    compare(&statements(planned), &statements(written)).0
}

/// The written statements that are not planned, and how many planned ones are not written.
fn compare<'a>(planned: &[&Statement], written: &[&'a Statement]) -> (Vec<&'a Statement>, usize) {
    let mut open: BTreeMap<&str, usize> = BTreeMap::new();
    for statement in planned {
        *open.entry(&statement.text).or_default() += 1;
    }
    let mut by_hand = Vec::new();
    for statement in written {
        match open.get_mut(statement.text.as_str()).filter(|count| **count > 0) {
            Some(count) => *count -= 1,
            None => by_hand.push(*statement),
        }
    }
    (by_hand, open.values().sum())
}

fn statements(script: &Script) -> Vec<&Statement> {
    script.sections.iter().flat_map(|section| &section.statements).collect()
}

fn hand_edited(extra: usize, lacking: usize) -> Finding {
    let noun = if extra == 1 { "statement" } else { "statements" };
    Finding {
        rule: HAND_EDITED,
        level: Level::Gating,
        // The script as a whole: there is nothing to tell apart.
        subject: Subject { kind: SubjectKind::Table, parts: Vec::new() },
        message: format!(
            "Potential data loss: migration.sql has {extra} {noun} that the planner did not write \
             and lacks {lacking} that it did."
        ),
        changes: Vec::new(),
        probes: Vec::new(),
        span: None,
    }
}

fn data_statements(provider: Provider, statement: &Statement) -> Vec<Finding> {
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
    effects(&significant)
        .into_iter()
        .map(|effect| {
            let before = statement.text.get(..effect.start).unwrap_or_default();
            let line = statement.line as usize + before.matches('\n').count();
            finding(provider, line, &effect)
        })
        .collect()
}

fn finding(provider: Provider, line: usize, effect: &Effect) -> Finding {
    let question = Question::Rows { table: effect.table.clone() };
    Finding {
        rule: WRITTEN_DATA_STATEMENT,
        level: Level::Gating,
        subject: table_subject(&effect.table),
        message: format!(
            "Potential data loss: migration.sql line {line} {} {}.",
            effect.verb, effect.table
        ),
        changes: Vec::new(),
        probes: vec![Probe {
            counts: question.counts(),
            sql: dialect::probe_sql(provider, &question),
        }],
        span: None,
    }
}

/// What one statement does to one table.
struct Effect {
    verb: &'static str,
    table: ObjectName,
    start: usize,
}

/// A statement may do several things: `WITH gone AS (DELETE …) UPDATE …`. One that creates
/// something only holds such words in a body that does not run now.
fn effects(tokens: &[Token<'_>]) -> Vec<Effect> {
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
            effects.extend(names.into_iter().map(|table| Effect {
                verb,
                table,
                start: token.start,
            }));
        };
        if is_word(Some(token), "DELETE") && begins {
            add("deletes rows of", one(after_words(rest, &["FROM", "ONLY"])));
        } else if is_word(Some(token), "TRUNCATE") && at == 0 {
            add("deletes all rows of", several(after_words(rest, &["TABLE", "ONLY"])));
        } else if is_word(Some(token), "UPDATE") && begins && !has_where(rest) {
            let rest = after_conflict_clause(rest);
            add("overwrites every row of", one(after_words(rest, &["ONLY"])));
        } else if is_word(Some(token), "DROP") && at == 0 && is_word(rest.first(), "TABLE") {
            add("drops table", several(after_words(rest, &["TABLE", "IF", "EXISTS"])));
        } else if is_word(Some(token), "DROP") && at == 0 && is_word(rest.first(), "SCHEMA") {
            add("drops schema", several(after_words(rest, &["SCHEMA", "IF", "EXISTS"])));
        } else if is_word(Some(token), "ALTER")
            && at == 0
            && is_word(rest.first(), "TABLE")
            && drops_column(rest)
        {
            let rest = after_words(rest, &["TABLE", "IF", "EXISTS", "ONLY"]);
            add("drops a column of", one(rest));
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
        TokenKind::Word => Some(token.text.to_lowercase()),
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::script::parse;

    fn messages(planned: &str, written: &str) -> Vec<String> {
        let provider = Provider::Postgresql;
        let planned = parse(provider, planned).unwrap();
        let written = parse(provider, written).unwrap();
        let findings = check_written(provider, &planned, &written);
        findings.into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn planned_statements_alone_are_no_finding() {
        let sql = "-- Drop table a\nDROP TABLE \"a\";\n";
        assert_eq!(messages(sql, &format!("-- another comment\n{sql}")), Vec::<String>::new());
    }

    #[test]
    fn written_and_missing_statements_are_counted() {
        assert_eq!(
            messages("SELECT 1;\nSELECT 2;\n", "SELECT 1;\nSELECT 3;\nSELECT 4;\n"),
            ["Potential data loss: migration.sql has 2 statements that the planner did not \
                 write and lacks 1 that it did."]
        );
    }

    #[test]
    fn another_order_is_an_edit() {
        assert_eq!(
            messages("SELECT 1;\nSELECT 2;\n", "SELECT 2;\nSELECT 1;\n"),
            ["Potential data loss: migration.sql has 2 statements that the planner did not \
                 write and lacks 2 that it did."]
        );
    }

    #[test]
    fn statements_that_take_data_are_named_with_their_line() {
        let of = |sql: &str| messages("", sql).split_off(1);
        let line = |text: &str| vec![format!("Potential data loss: migration.sql line {text}")];
        assert_eq!(of("\n\nDELETE FROM users\nWHERE id = 1;"), line("3 deletes rows of users."));
        assert_eq!(of("delete from only \"a b\".c;"), line("1 deletes rows of a b.c."));
        assert_eq!(of("UPDATE users SET a = 1;"), line("1 overwrites every row of users."));
        assert_eq!(of("UPDATE users SET a = 1 WHERE id = 2;"), Vec::<String>::new());
        assert_eq!(of("DROP TABLE IF EXISTS users;"), line("1 drops table users."));
        assert_eq!(of("ALTER TABLE users DROP COLUMN a;"), line("1 drops a column of users."));
        assert_eq!(of("ALTER TABLE users ALTER a DROP DEFAULT;"), Vec::<String>::new());
        assert_eq!(
            of("WITH gone AS (\n  DELETE FROM a RETURNING *\n) INSERT INTO b SELECT * FROM gone;"),
            line("2 deletes rows of a.")
        );
        assert_eq!(of("TRUNCATE a, b;").len(), 2);
    }

    #[test]
    fn words_in_strings_and_foreign_keys_are_no_statements() {
        let of = |sql: &str| messages("", sql).split_off(1);
        assert_eq!(of("INSERT INTO a VALUES ('DELETE FROM users');"), Vec::<String>::new());
        assert_eq!(
            of("ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES c ON DELETE CASCADE;"),
            Vec::<String>::new()
        );
        assert_eq!(
            of("INSERT INTO a VALUES (1) ON CONFLICT (b) DO UPDATE SET c = 1;"),
            Vec::<String>::new()
        );
    }
}
