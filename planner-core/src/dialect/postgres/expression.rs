//! Reads the constants among PostgreSQL's expressions, as `pg_get_expr` prints them or as a person
//! writes them, and tidies all others. Knows of no column.

/// An expression that is a constant, its casts left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Constant {
    /// `NULL`.
    Null,
    /// `true`, `false`.
    Boolean(bool),
    /// A number without quotes.
    Number(String),
    /// A string literal.
    Text(String),
    /// `ARRAY[…]`.
    Array(Vec<Constant>),
}

/// The constant that a text is; `None` for every other expression, and for a cast that could
/// change the value.
pub fn constant(text: &str) -> Option<Constant> {
    let mut reader = Reader { rest: text };
    let constant = reader.value(0)?;
    reader.skip_space();
    reader.rest.is_empty().then_some(constant)
}

/// The elements of an array literal of one dimension, such as `{a,"b c"}`; `None` where one is
/// NULL or an array itself.
/// <https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO>
pub fn array_elements(text: &str) -> Option<Vec<String>> {
    let inner = text.trim().strip_prefix('{')?.strip_suffix('}')?;
    if inner.trim().is_empty() {
        return Some(Vec::new());
    }
    let mut elements = Vec::new();
    let mut characters = inner.chars().peekable();
    loop {
        while characters.next_if(|each| each.is_whitespace()).is_some() {}
        let mut element = String::new();
        if characters.next_if_eq(&'"').is_some() {
            loop {
                match characters.next()? {
                    '"' => break,
                    '\\' => element.push(characters.next()?),
                    plain => element.push(plain),
                }
            }
            while characters.next_if(|each| each.is_whitespace()).is_some() {}
        } else {
            while let Some(each) = characters.next_if(|each| *each != ',') {
                match each {
                    '{' | '}' | '"' => return None,
                    '\\' => element.push(characters.next()?),
                    plain => element.push(plain),
                }
            }
            element.truncate(element.trim_end().len());
            if element.is_empty() || element.eq_ignore_ascii_case("null") {
                return None;
            }
        }
        elements.push(element);
        match characters.next() {
            None => return Some(elements),
            Some(',') => {}
            Some(_) => return None,
        }
    }
}

/// The sequence of a tidied `nextval('name'::regclass)`.
pub fn next_value(tidy: &str) -> Option<String> {
    let argument = tidy.strip_prefix("nextval(")?.strip_suffix("::regclass)")?;
    match constant(argument)? {
        Constant::Text(name) => Some(name),
        _ => None,
    }
}

/// The expression without outer parentheses, in lower case and with single spaces outside
/// quotes: PostgreSQL means the same. With dollar quotes, escapes or comments it is left as it
/// stands.
pub fn tidy(text: &str) -> String {
    let mut text = text.trim();
    while let Some(inner) = without_parentheses(text) {
        text = inner.trim();
    }
    if text.contains(['$', '\\']) || text.contains("--") || text.contains("/*") {
        return text.to_owned();
    }
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(each) = rest.chars().next() {
        let quoted = quoted_length(rest);
        let (taken, tail) = rest.split_at(quoted.unwrap_or(each.len_utf8()));
        rest = tail;
        if quoted.is_some() {
            result.push_str(taken);
        } else if each.is_whitespace() {
            if !result.ends_with(' ') {
                result.push(' ');
            }
        } else {
            result.push(each.to_ascii_lowercase());
        }
    }
    result
}

/// What stands inside parentheses that enclose the whole text.
pub fn without_parentheses(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('(')?.strip_suffix(')')?;
    let mut depth = 0usize;
    let mut rest = inner;
    while let Some(each) = rest.chars().next() {
        let length = quoted_length(rest).unwrap_or(each.len_utf8());
        match each {
            '(' => depth += 1,
            ')' => depth = depth.checked_sub(1)?,
            _ => {}
        }
        rest = rest.get(length..)?;
    }
    (depth == 0).then_some(inner)
}

/// The length of the string or quoted name that a text begins with. An unfinished one reaches to
/// the end.
fn quoted_length(text: &str) -> Option<usize> {
    let quote = text.chars().next().filter(|each| matches!(each, '\'' | '"'))?;
    let body = text.get(1..)?;
    let end = body.find(quote).map_or(text.len(), |at| at + 2);
    Some(end)
}

struct Reader<'a> {
    rest: &'a str,
}

/// Deeper nesting is no constant that anybody means.
const MAX_DEPTH: usize = 20;

impl Reader<'_> {
    fn skip_space(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn take(&mut self, token: &str) -> bool {
        self.skip_space();
        let Some((head, tail)) = self.rest.split_at_checked(token.len()) else {
            return false;
        };
        let word = token.ends_with(|each: char| each.is_ascii_alphanumeric());
        let goes_on = tail.starts_with(|each: char| each.is_alphanumeric() || each == '_');
        if !head.eq_ignore_ascii_case(token) || (word && goes_on) {
            return false;
        }
        self.rest = tail;
        true
    }

    fn value(&mut self, depth: usize) -> Option<Constant> {
        if depth > MAX_DEPTH {
            return None;
        }
        let constant = if self.take("(") {
            let inner = self.value(depth + 1)?;
            self.take(")").then_some(inner)?
        } else if self.take("array") {
            self.array(depth)?
        } else if self.take("null") {
            Constant::Null
        } else if self.take("true") {
            Constant::Boolean(true)
        } else if self.take("false") {
            Constant::Boolean(false)
        } else if let Some(text) = self.string() {
            Constant::Text(text)
        } else {
            self.number()?
        };
        while self.take("::") {
            let limit = self.cast()?;
            // A cast to a length cuts what is longer.
            if let (Constant::Text(text), Some(limit)) = (&constant, limit)
                && text.chars().count() > limit
            {
                return None;
            }
        }
        Some(constant)
    }

    fn array(&mut self, depth: usize) -> Option<Constant> {
        self.take("[").then_some(())?;
        let mut elements = Vec::new();
        if !self.take("]") {
            loop {
                elements.push(self.value(depth + 1)?);
                if self.take("]") {
                    break;
                }
                self.take(",").then_some(())?;
            }
        }
        Some(Constant::Array(elements))
    }

    /// `'…'`, `E'…'` or `B'…'`.
    fn string(&mut self) -> Option<String> {
        self.skip_space();
        let escapes = self.rest.starts_with(['E', 'e']);
        let bits = self.rest.starts_with(['B', 'b']);
        let start = usize::from(escapes || bits);
        let mut characters = self.rest.get(start..)?.strip_prefix('\'')?.chars();
        let mut text = String::new();
        loop {
            match characters.next()? {
                '\'' => {
                    let mut ahead = characters.clone();
                    if ahead.next() != Some('\'') {
                        break;
                    }
                    characters = ahead;
                    text.push('\'');
                }
                '\\' if escapes => text.push(escape(&mut characters)?),
                plain => text.push(plain),
            }
        }
        self.rest = characters.as_str();
        Some(text)
    }

    fn number(&mut self) -> Option<Constant> {
        self.skip_space();
        let signed = self.rest.strip_prefix(['-', '+']).unwrap_or(self.rest);
        let sign = if self.rest.starts_with('-') { "-" } else { "" };
        let unsigned = signed.trim_start();
        let mut previous = ' ';
        let end = unsigned
            .find(|each: char| {
                let exponent_sign = matches!(each, '+' | '-') && matches!(previous, 'e' | 'E');
                previous = each;
                !(each.is_ascii_digit() || matches!(each, '.' | 'e' | 'E') || exponent_sign)
            })
            .unwrap_or(unsigned.len());
        let (digits, rest) = unsigned.split_at(end);
        if !digits.starts_with(|each: char| each.is_ascii_digit() || each == '.') {
            return None;
        }
        self.rest = rest;
        Some(Constant::Number(format!("{sign}{digits}")))
    }

    /// The name of a type after `::`; the length that it limits a string to, where it does.
    fn cast(&mut self) -> Option<Option<usize>> {
        self.skip_space();
        let start = self.rest;
        let mut limit = None;
        loop {
            if self.rest.starts_with('"') {
                let length = quoted_length(self.rest)?;
                self.rest = self.rest.get(length..)?;
            } else {
                let end = self
                    .rest
                    .find(|each: char| !(each.is_alphanumeric() || each == '_'))
                    .unwrap_or(self.rest.len());
                if end == 0 {
                    return None;
                }
                self.rest = self.rest.get(end..)?;
            }
            if let Some(rest) = self.rest.strip_prefix('.') {
                self.rest = rest;
                continue;
            }
            if let Some((arguments, rest)) =
                self.rest.strip_prefix('(').and_then(|rest| rest.split_once(')'))
            {
                limit = arguments.parse().ok();
                self.rest = rest;
            }
            while let Some(rest) = self.rest.strip_prefix("[]") {
                self.rest = rest;
            }
            // `character varying`, `timestamp(3) without time zone`.
            let next = self.rest.strip_prefix(' ').unwrap_or_default();
            if !next
                .starts_with(|each: char| each.is_ascii_lowercase() || each.is_ascii_uppercase())
            {
                break;
            }
            self.rest = next;
        }
        let name = start.get(..start.len() - self.rest.len())?.to_ascii_lowercase();
        // The number limits a string's length only in types of strings.
        let limits = name.starts_with("char") || name.starts_with("varchar");
        Some(limit.filter(|_| limits))
    }
}

/// The character of an escape of an `E'…'` string, its backslash taken already.
fn escape(characters: &mut std::str::Chars<'_>) -> Option<char> {
    match characters.next()? {
        'u' => code_point(characters, 4),
        'U' => code_point(characters, 8),
        'n' => Some('\n'),
        'r' => Some('\r'),
        't' => Some('\t'),
        'b' => Some('\u{8}'),
        'f' => Some('\u{c}'),
        // Octal and \x are bytes of the server's encoding.
        '0'..='7' | 'x' => None,
        plain => Some(plain),
    }
}

fn code_point(characters: &mut std::str::Chars<'_>, digits: usize) -> Option<char> {
    let text: String = characters.take(digits).collect();
    u32::from_str_radix(&text, 16).ok().and_then(char::from_u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: &str) -> Option<Constant> {
        Some(Constant::Text(value.into()))
    }

    fn number(digits: &str) -> Option<Constant> {
        Some(Constant::Number(digits.into()))
    }

    #[test]
    fn constants_as_the_server_prints_them() {
        assert_eq!(constant("'draft'::text"), text("draft"));
        assert_eq!(constant("'it''s'::character varying"), text("it's"));
        assert_eq!(constant("'a'::audit.\"R x\""), text("a"));
        assert_eq!(constant("'a'::character varying(3)"), text("a"));
        assert_eq!(constant("'10:00:00'::time(3) without time zone"), text("10:00:00"));
        assert_eq!(constant("E'a\\n\\u00e9\\U0000202E\\\\'"), text("a\né\u{202e}\\"));
        assert_eq!(constant("B'101'"), text("101"));
        assert_eq!(constant("'-1'::integer"), text("-1"));
        assert_eq!(constant("(- 1)"), number("-1"));
        assert_eq!(constant("(1.5)::double precision"), number("1.5"));
        assert_eq!(constant("1e+3"), number("1e+3"));
        assert_eq!(constant("true"), Some(Constant::Boolean(true)));
        assert_eq!(constant("NULL::character varying"), Some(Constant::Null));
        assert_eq!(
            constant("ARRAY['a'::text, ('-1.5'::numeric)::real]"),
            Some(Constant::Array(vec![Constant::Text("a".into()), Constant::Text("-1.5".into())]))
        );
        assert_eq!(constant("ARRAY[]::text[]"), Some(Constant::Array(vec![])));
    }

    #[test]
    fn other_expressions_are_no_constants() {
        for expression in [
            "now()",
            "'a'::text || 'b'::text",
            "((1 + 2) * 3)",
            "nullif(1, 2)",
            "trueish",
            "'abcdef'::character varying(3)",
            "'open",
            "CURRENT_DATE",
            "'a'::",
            "ARRAY[1",
            "",
        ] {
            assert_eq!(constant(expression), None, "{expression}");
        }
        let deep = "(".repeat(10_000);
        assert_eq!(constant(&deep), None);
    }

    #[test]
    fn array_literals_of_one_dimension() {
        let elements = |text: &str| array_elements(text);
        assert_eq!(elements("{}"), Some(vec![]));
        assert_eq!(elements("{1,-2}"), Some(vec!["1".into(), "-2".into()]));
        assert_eq!(
            elements(r#"{a, "b c" ,"x\"y\\",""}"#),
            Some(vec!["a".into(), "b c".into(), "x\"y\\".into(), String::new()])
        );
        for wrong in ["{a,NULL}", "{{1},{2}}", "{a,}", "{\"a}", "{\"a\"b}", "a"] {
            assert_eq!(elements(wrong), None, "{wrong}");
        }
        assert_eq!(elements(r#"{"NULL"}"#), Some(vec!["NULL".into()]));
    }

    #[test]
    fn tidying_keeps_the_meaning() {
        assert_eq!(tidy(" ( NOW()  AT TIME ZONE 'UTC  x' ) "), "now() at time zone 'UTC  x'");
        assert_eq!(tidy("(a) + (b)"), "(a) + (b)");
        assert_eq!(tidy("\"Audit\".\"F\"( 1 )"), "\"Audit\".\"F\"( 1 )");
        assert_eq!(tidy("F($$A  b$$)"), "F($$A  b$$)");
        assert_eq!(tidy("(')')"), "')'");
    }

    #[test]
    fn sequences_are_recognised() {
        assert_eq!(next_value("nextval('\"T_id_seq\"'::regclass)"), Some("\"T_id_seq\"".into()));
        assert_eq!(next_value("nextval('a_seq'::text)"), None);
    }
}
