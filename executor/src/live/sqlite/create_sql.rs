//! The stored text of a CREATE TABLE or CREATE INDEX in, the few facts out that no pragma tells.
//! It reads tokens, not grammar: the text was accepted by SQLite.

/// What a CREATE TABLE says beyond the pragmas.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct CreateTable {
    /// Whether AUTOINCREMENT stands in it; it can only belong to the one INTEGER PRIMARY KEY.
    pub(super) autoincrement: bool,
    /// Its checks, in order.
    pub(super) checks: Vec<Check>,
    /// Collations named in it other than BINARY, in order.
    pub(super) collations: Vec<String>,
    /// What it says of conflicts other than that the statement is undone, each once.
    pub(super) conflicts: Vec<String>,
    /// Whether one of its foreign keys is deferrable.
    pub(super) deferrable: bool,
    /// Whether it is STRICT.
    pub(super) strict: bool,
    /// Whether it is WITHOUT ROWID.
    pub(super) without_rowid: bool,
}

/// A check constraint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Check {
    /// Its name, where given.
    pub(super) name: Option<String>,
    /// Its expression with the parentheses.
    pub(super) expression: String,
}

impl CreateTable {
    /// Reads the text; tables that SQLite made itself have none.
    pub(super) fn read(sql: &str) -> Self {
        let tokens = tokens(sql);
        let mut result = Self::default();
        for (index, token) in tokens.iter().enumerate() {
            let before = |back: usize| index.checked_sub(back).and_then(|at| tokens.get(at));
            if token.is_word("AUTOINCREMENT") {
                result.autoincrement = true;
            } else if token.is_word("DEFERRABLE") {
                result.deferrable |= !before(1).is_some_and(|token| token.is_word("NOT"));
            } else if token.is_word("COLLATE") {
                if let Some(name) = tokens.get(index + 1).map(Token::name)
                    && !name.eq_ignore_ascii_case("BINARY")
                {
                    result.collations.push(name);
                }
            } else if token.is_word("CONFLICT") && before(1).is_some_and(|on| on.is_word("ON")) {
                let word = tokens.get(index + 1).map(|word| word.text.to_ascii_uppercase());
                if let Some(word) = word.filter(|word| word != "ABORT")
                    && !result.conflicts.contains(&word)
                {
                    result.conflicts.push(word);
                }
            } else if token.is_word("CHECK")
                && let Some(expression) = parenthesised(sql, &tokens, index + 1)
            {
                let named = before(2).is_some_and(|token| token.is_word("CONSTRAINT"));
                let name = before(1).filter(|_| named).map(Token::name);
                result.checks.push(Check { name, expression });
            }
        }
        result
    }
}

/// The predicate of a partial index: what follows the last WHERE outside parentheses.
pub(super) fn index_predicate(sql: &str) -> Option<String> {
    let mut depth = 0_usize;
    let mut start = None;
    for token in tokens(sql) {
        match token.text {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ if depth == 0 && token.is_word("WHERE") => {
                start = Some(token.start + token.text.len());
            }
            _ => {}
        }
    }
    sql.get(start?..).map(|text| text.trim().to_owned())
}

#[derive(Debug, Clone, Copy)]
struct Token<'a> {
    text: &'a str,
    start: usize,
}

impl Token<'_> {
    /// Whether it is this bare keyword.
    fn is_word(&self, word: &str) -> bool {
        self.text.eq_ignore_ascii_case(word)
    }

    /// As a name, its quotes taken off.
    fn name(&self) -> String {
        let inner = |quote: char| {
            let text = self.text.strip_prefix(quote)?.strip_suffix(quote)?;
            Some(text.replace(&format!("{quote}{quote}"), &quote.to_string()))
        };
        let bracketed = || Some(self.text.strip_prefix('[')?.strip_suffix(']')?.to_owned());
        inner('"')
            .or_else(|| inner('`'))
            .or_else(|| inner('\''))
            .or_else(bracketed)
            .unwrap_or_else(|| self.text.to_owned())
    }
}

/// The text from the parenthesis at `index` to the one that closes it.
fn parenthesised(sql: &str, tokens: &[Token<'_>], index: usize) -> Option<String> {
    let open = tokens.get(index).filter(|token| token.text == "(")?;
    let mut depth = 0_usize;
    for token in tokens.get(index..)? {
        match token.text {
            "(" => depth += 1,
            ")" => {
                depth -= 1;
                if depth == 0 {
                    return sql.get(open.start..=token.start).map(ToOwned::to_owned);
                }
            }
            _ => {}
        }
    }
    None
}

/// Words, quoted texts and single signs; white space and comments left out.
fn tokens(sql: &str) -> Vec<Token<'_>> {
    let bytes = sql.as_bytes();
    let at = |index: usize| bytes.get(index).copied().unwrap_or(0);
    let mut tokens = Vec::new();
    let mut position = 0;
    while position < bytes.len() {
        let start = position;
        match at(position) {
            byte if byte.is_ascii_whitespace() => {
                position += 1;
                continue;
            }
            b'-' if at(position + 1) == b'-' => {
                while position < bytes.len() && at(position) != b'\n' {
                    position += 1;
                }
                continue;
            }
            b'/' if at(position + 1) == b'*' => {
                let rest = sql.get(position + 2..).unwrap_or_default();
                position = rest.find("*/").map_or(bytes.len(), |end| position + 2 + end + 2);
                continue;
            }
            quote @ (b'"' | b'\'' | b'`') => position = after_quote(bytes, position, quote),
            b'[' => {
                while position < bytes.len() && at(position) != b']' {
                    position += 1;
                }
                position = (position + 1).min(bytes.len());
            }
            byte if is_word_byte(byte) => {
                while position < bytes.len() && is_word_byte(at(position)) {
                    position += 1;
                }
            }
            _ => position += 1,
        }
        tokens.push(Token { text: sql.get(start..position).unwrap_or_default(), start });
    }
    tokens
}

/// Past the closing quote; a doubled quote stands for itself.
fn after_quote(bytes: &[u8], start: usize, quote: u8) -> usize {
    let mut position = start + 1;
    while let Some(byte) = bytes.get(position) {
        position += 1;
        if *byte == quote {
            if bytes.get(position) == Some(&quote) {
                position += 1;
            } else {
                return position;
            }
        }
    }
    bytes.len()
}

fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$' || byte >= 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_count_only_outside_quotes_and_comments() {
        let sql = "CREATE TABLE \"AUTOINCREMENT\" (\"check\" TEXT DEFAULT 'CHECK (x)', -- CHECK (y)\n\
                   [collate] TEXT /* COLLATE NOCASE */)";
        assert_eq!(CreateTable::read(sql), CreateTable::default());
    }

    #[test]
    fn checks_collations_and_numbering_are_found() {
        let sql = "CREATE TABLE t (id INTEGER PRIMARY KEY autoincrement, a TEXT COLLATE NOCASE \
                   CONSTRAINT \"a ok\" CHECK (length(a) > (1)), CHECK(id<>')'))";
        let table = CreateTable::read(sql);
        assert!(table.autoincrement);
        assert_eq!(table.collations, ["NOCASE"]);
        assert_eq!(table.checks.len(), 2);
        assert_eq!(table.checks[0].name.as_deref(), Some("a ok"));
        assert_eq!(table.checks[0].expression, "(length(a) > (1))");
        assert_eq!(table.checks[1].expression, "(id<>')')");
    }

    #[test]
    fn what_is_done_on_a_conflict_is_found_once() {
        let sql = "CREATE TABLE t (a TEXT NOT NULL ON CONFLICT ignore UNIQUE on conflict Replace, \
                   b INTEGER PRIMARY KEY ON CONFLICT ABORT, UNIQUE (b) ON CONFLICT REPLACE)";
        assert_eq!(CreateTable::read(sql).conflicts, ["IGNORE", "REPLACE"]);
    }

    #[test]
    fn the_predicate_is_what_follows_where() {
        let sql =
            "CREATE UNIQUE INDEX \"where\" ON t (\"where\") WHERE \"a\" IS NULL AND (b = 'WHERE')";
        assert_eq!(index_predicate(sql).as_deref(), Some("\"a\" IS NULL AND (b = 'WHERE')"));
        assert_eq!(index_predicate("CREATE INDEX i ON t (a)"), None);
    }
}
