//! SQL text -> what splitting needs: words, quoted stretches, comments, semicolons. Knows each
//! dialect's quotes and comments and nothing of what the words mean.

use crate::provider::Provider;

/// A stretch of a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'a> {
    /// What it is.
    pub kind: TokenKind,
    /// Its text.
    pub text: &'a str,
    /// Byte offset of its start.
    pub start: usize,
}

/// Kinds of stretches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// White space.
    Space,
    /// `-- …`, without the line end.
    LineComment,
    /// `/* … */`.
    BlockComment,
    /// A keyword or a name without quotes.
    Word,
    /// A string, a quoted name or a dollar-quoted body.
    Quoted,
    /// `;`.
    Semicolon,
    /// `(`.
    Open,
    /// `)`.
    Close,
    /// `\`, which no SQL has outside quotes.
    Backslash,
    /// Anything else.
    Other,
}

/// Something that begins and never ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unfinished {
    /// What it is, such as `string`.
    pub what: &'static str,
    /// Byte offset of its start.
    pub start: usize,
}

/// Cuts a script into tokens that together are the whole text.
pub fn tokens(provider: Provider, text: &str) -> Result<Vec<Token<'_>>, Unfinished> {
    let mut tokens = Vec::new();
    let mut start = 0;
    while let Some(rest) = text.get(start..).filter(|rest| !rest.is_empty()) {
        let (kind, length) = match provider {
            Provider::Postgresql => postgres_token(rest),
            Provider::Sqlite => sqlite_token(rest),
        }
        .map_err(|what| Unfinished { what, start })?;
        let text = rest.get(..length).unwrap_or(rest);
        tokens.push(Token { kind, text, start });
        start += text.len().max(1);
    }
    Ok(tokens)
}

type Length = Result<(TokenKind, usize), &'static str>;

/// <https://www.postgresql.org/docs/current/sql-syntax-lexical.html>
fn postgres_token(rest: &str) -> Length {
    if rest.starts_with("/*") {
        return Ok((TokenKind::BlockComment, nested_comment(rest).ok_or("comment")?));
    }
    if rest.starts_with(['E', 'e']) && rest.get(1..2) == Some("'") {
        return Ok((TokenKind::Quoted, 1 + escaped_string(rest).ok_or("string")?));
    }
    if let Some(tag) = dollar_tag(rest) {
        let body = rest.get(tag.len()..).unwrap_or_default();
        let end = body.find(tag).ok_or("dollar-quoted string")?;
        return Ok((TokenKind::Quoted, end + 2 * tag.len()));
    }
    shared_token(rest)
}

/// <https://www.sqlite.org/lang.html>
fn sqlite_token(rest: &str) -> Length {
    if rest.starts_with("/*") {
        // SQLite ends an open comment at the end of the text.
        let end = rest.get(2..).and_then(|body| body.find("*/")).map_or(rest.len(), |at| at + 4);
        return Ok((TokenKind::BlockComment, end));
    }
    if rest.starts_with('`') {
        return Ok((TokenKind::Quoted, doubled_quote(rest, '`').ok_or("quoted name")?));
    }
    if rest.starts_with('[') {
        return Ok((TokenKind::Quoted, rest.find(']').ok_or("quoted name")? + 1));
    }
    shared_token(rest)
}

fn shared_token(rest: &str) -> Length {
    let Some(first) = rest.chars().next() else {
        return Ok((TokenKind::Other, 0));
    };
    let kind = match first {
        '\'' => return Ok((TokenKind::Quoted, doubled_quote(rest, '\'').ok_or("string")?)),
        '"' => return Ok((TokenKind::Quoted, doubled_quote(rest, '"').ok_or("quoted name")?)),
        '-' if rest.starts_with("--") => {
            return Ok((TokenKind::LineComment, rest.find('\n').unwrap_or(rest.len())));
        }
        ';' => TokenKind::Semicolon,
        '(' => TokenKind::Open,
        ')' => TokenKind::Close,
        '\\' => TokenKind::Backslash,
        space if space.is_whitespace() => {
            let end = rest.find(|each: char| !each.is_whitespace()).unwrap_or(rest.len());
            return Ok((TokenKind::Space, end));
        }
        word if is_word(word) => {
            let end = rest.find(|each| !is_word(each)).unwrap_or(rest.len());
            return Ok((TokenKind::Word, end));
        }
        _ => TokenKind::Other,
    };
    Ok((kind, first.len_utf8()))
}

/// Digits count as word characters, and `$` inside a word: what matters is that neither begins a
/// dollar quote there.
fn is_word(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '$')
}

/// `$$` or `$tag$` at the start of a text.
fn dollar_tag(rest: &str) -> Option<&str> {
    let body = rest.strip_prefix('$')?;
    let end = body.find(|each: char| !(each.is_alphanumeric() || each == '_'))?;
    let closes = body.get(end..)?.starts_with('$');
    let named = !body.starts_with(|each: char| each.is_ascii_digit());
    if closes && named { rest.get(..end + 2) } else { None }
}

/// The length of a token that ends at the next single quote mark; doubled marks stand for one.
fn doubled_quote(rest: &str, quote: char) -> Option<usize> {
    let mut length = 1;
    loop {
        let tail = rest.get(length..)?;
        length += tail.find(quote)? + 1;
        if !rest.get(length..)?.starts_with(quote) {
            return Some(length);
        }
        length += 1;
    }
}

/// The length of `'…'` after its `E`, in which a backslash takes the next character along.
fn escaped_string(rest: &str) -> Option<usize> {
    let mut characters = rest.get(2..)?.char_indices().peekable();
    while let Some((at, each)) = characters.next() {
        match each {
            '\\' => {
                characters.next()?;
            }
            '\'' => match characters.peek() {
                Some((_, '\'')) => {
                    characters.next();
                }
                _ => return Some(at + 2),
            },
            _ => {}
        }
    }
    None
}

/// The length of a block comment, in which others may stand.
fn nested_comment(rest: &str) -> Option<usize> {
    let mut depth = 0usize;
    let mut at = 0;
    loop {
        let tail = rest.get(at..)?;
        let next = tail.find(['/', '*'])?;
        let here = tail.get(next..)?;
        if here.starts_with("/*") {
            depth += 1;
            at += next + 2;
        } else if here.starts_with("*/") {
            depth -= 1;
            at += next + 2;
            if depth == 0 {
                return Some(at);
            }
        } else {
            at += next + 1;
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn quoted(provider: Provider, text: &str) -> Vec<&str> {
        let tokens = tokens(provider, text).unwrap();
        let joined: String = tokens.iter().map(|token| token.text).collect();
        assert_eq!(joined, text);
        let quoted = tokens.into_iter().filter(|token| token.kind == TokenKind::Quoted);
        quoted.map(|token| token.text).collect()
    }

    #[test]
    fn quotes_of_postgresql() {
        let text = r#"'it''s;' E'a\';' "b;""" $$c;$$ $t$ $x$ ; $t$ a$1 'x\' U&'d'"#;
        assert_eq!(
            quoted(Provider::Postgresql, text),
            ["'it''s;'", r"E'a\';'", r#""b;""""#, "$$c;$$", "$t$ $x$ ; $t$", r"'x\'", "'d'"]
        );
        assert_eq!(quoted(Provider::Postgresql, "tableE'x'"), ["'x'"]);
    }

    #[test]
    fn quotes_of_sqlite() {
        let text = "'a\\' \"b;\" `c``;` [d;'] $$";
        assert_eq!(quoted(Provider::Sqlite, text), ["'a\\'", "\"b;\"", "`c``;`", "[d;']"]);
    }

    #[test]
    fn comments_nest_on_postgresql_only() {
        let text = "/* a /* b */ c */ d";
        let kinds = |provider| -> Vec<TokenKind> {
            tokens(provider, text).unwrap().iter().map(|token| token.kind).collect()
        };
        assert_eq!(
            kinds(Provider::Postgresql),
            [TokenKind::BlockComment, TokenKind::Space, TokenKind::Word]
        );
        assert_eq!(kinds(Provider::Sqlite).len(), 8);
    }

    #[test]
    fn what_never_ends_is_named() {
        for (text, what) in [
            ("a 'b", "string"),
            ("a E'b\\'", "string"),
            ("a \"b", "quoted name"),
            ("a $$b", "dollar-quoted string"),
            ("a /* /* */", "comment"),
        ] {
            assert_eq!(
                tokens(Provider::Postgresql, text),
                Err(Unfinished { what, start: 2 }),
                "{text}"
            );
        }
    }
}
