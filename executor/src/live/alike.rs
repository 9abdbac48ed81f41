//! Two spellings of an SQL expression in, whether they surely mean the same out: PostgreSQL prints
//! what it stored with parentheses, casts and operators of its own. What cannot be read here is
//! the same only to the letter. Whether two different expressions come to the same is not known.

use super::words::words;

/// Whether the server prints the one where the other was written.
pub(super) fn is_alike(ours: &str, theirs: &str) -> bool {
    match (read(ours), read(theirs)) {
        (Some(ours), Some(theirs)) => ours == theirs,
        _ => words(ours) == words(theirs),
    }
}

/// An expression without parentheses: how it groups is its shape.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Tree {
    /// A number, a quoted text, a column, a key word.
    Word(String),
    /// A function, an operator or a construct over its operands.
    Of(String, Vec<Tree>),
}

/// How tightly operators bind, the loosest first. Those that are not listed bind like `||`.
/// <https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-PRECEDENCE>
mod binding {
    pub const OR: u8 = 1;
    pub const AND: u8 = 2;
    pub const NOT: u8 = 3;
    pub const IS: u8 = 4;
    pub const COMPARISON: u8 = 5;
    pub const RANGE: u8 = 6;
    pub const OTHER: u8 = 7;
    pub const SUM: u8 = 8;
    pub const PRODUCT: u8 = 9;
    pub const POWER: u8 = 10;
    pub const SIGN: u8 = 11;
    pub const CAST: u8 = 12;
}

/// How deep an expression may nest to be read.
const MAX_DEPTH: usize = 64;

fn read(text: &str) -> Option<Tree> {
    let words = words(text);
    let mut reader = Reader { words: &words, at: 0, depth: 0 };
    let tree = reader.expression(0)?;
    (reader.at == words.len()).then_some(tree)
}

struct Reader<'w> {
    words: &'w [String],
    at: usize,
    depth: usize,
}

impl Reader<'_> {
    fn word(&self, ahead: usize) -> &str {
        self.words.get(self.at + ahead).map(String::as_str).unwrap_or_default()
    }

    /// Steps over the words where they come next.
    fn take(&mut self, expected: &[&str]) -> bool {
        let comes = expected.iter().enumerate().all(|(ahead, each)| self.word(ahead) == *each);
        if comes {
            self.at += expected.len();
        }
        comes
    }

    fn expression(&mut self, least: u8) -> Option<Tree> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return None;
        }
        let mut tree = self.operand()?;
        loop {
            let (binding, operator) = self.operator()?;
            if operator.is_empty() || binding < least {
                break;
            }
            tree = self.behind(tree, binding, &operator)?;
        }
        self.depth -= 1;
        Some(tree)
    }

    fn operand(&mut self) -> Option<Tree> {
        let first = self.word(0).to_owned();
        match first.as_str() {
            "" | ")" | "]" | "," => None,
            "(" => {
                self.at += 1;
                let inner = self.expression(0)?;
                self.take(&[")"]).then_some(inner)
            }
            "not" => {
                self.at += 1;
                Some(not(self.expression(binding::NOT)?))
            }
            "-" | "+" => {
                self.at += 1;
                let operand = self.expression(binding::SIGN)?;
                Some(match (first.as_str(), operand) {
                    ("-", Tree::Word(number)) if is_number(&number) => {
                        Tree::Word(format!("-{number}"))
                    }
                    (_, operand) => Tree::Of(format!("sign {first}"), vec![operand]),
                })
            }
            "array" if self.word(1) == "[" => {
                self.at += 1;
                Some(Tree::Of("array".to_owned(), self.list("[", "]")?))
            }
            // Of these the grammar is not known here.
            "case" | "select" | "exists" | "row" | "cast" | "array" => None,
            _ if is_operator(&first) => None,
            _ => self.name(first),
        }
    }

    /// A literal, a column or a call.
    fn name(&mut self, first: String) -> Option<Tree> {
        self.at += 1;
        if is_literal_type(&first) && self.word(0).starts_with('\'') {
            // `interval '1 day'` is printed as `'1 day'::interval`.
            return self.name(self.word(0).to_owned());
        }
        let mut name = first;
        while self.word(0) == "." {
            name = format!("{name}.{}", self.word(1));
            self.at += 2;
        }
        match self.word(0) {
            "(" if !name.starts_with('\'') && !is_number(&name) => {
                Some(Tree::Of(name, self.list("(", ")")?))
            }
            _ => Some(Tree::Word(name)),
        }
    }

    /// `open a, b close`.
    fn list(&mut self, open: &str, close: &str) -> Option<Vec<Tree>> {
        if !self.take(&[open]) {
            return None;
        }
        let mut items = Vec::new();
        if self.take(&[close]) {
            return Some(items);
        }
        loop {
            items.push(self.expression(0)?);
            if self.take(&[close]) {
                return Some(items);
            }
            if !self.take(&[","]) {
                return None;
            }
        }
    }

    /// The operator that comes next and how tightly it binds; an empty one where none does.
    fn operator(&self) -> Option<(u8, String)> {
        let word = self.word(0);
        let second = self.word(1);
        let found = match word {
            "" | ")" | "]" | "," | "then" => return Some((0, String::new())),
            "or" => (binding::OR, "or"),
            "and" => (binding::AND, "and"),
            "is" => (binding::IS, "is"),
            "=" | "<" | ">" | "<=" | ">=" | "<>" | "!=" => (binding::COMPARISON, word),
            "in" | "like" | "ilike" | "between" => (binding::RANGE, word),
            "not" if matches!(second, "in" | "like" | "ilike" | "between") => {
                (binding::RANGE, "not")
            }
            "+" | "-" => (binding::SUM, word),
            "*" | "/" | "%" => (binding::PRODUCT, word),
            "^" => (binding::POWER, word),
            "::" => (binding::CAST, word),
            "[" => (binding::CAST, word),
            _ if is_operator(word) => (binding::OTHER, word),
            _ => return None,
        };
        Some((found.0, found.1.to_owned()))
    }

    /// What an operator makes of what stands before it.
    fn behind(&mut self, left: Tree, binding: u8, operator: &str) -> Option<Tree> {
        self.at += 1;
        match operator {
            "::" => {
                let name = self.type_name();
                Some(cast(left, &name))
            }
            "[" => {
                let index = self.expression(0)?;
                self.take(&["]"]).then(|| Tree::Of("[]".to_owned(), vec![left, index]))
            }
            "is" => {
                let negated = self.take(&["not"]);
                let what = self.word(0).to_owned();
                if !matches!(what.as_str(), "null" | "true" | "false" | "unknown") {
                    return None;
                }
                self.at += 1;
                let negation = if negated { "not " } else { "" };
                Some(Tree::Of(format!("is {negation}{what}"), vec![left]))
            }
            "not" => {
                let what = self.word(0).to_owned();
                self.at += 1;
                match what.as_str() {
                    "like" => self.binary("!~~", left, binding),
                    "ilike" => self.binary("!~~*", left, binding),
                    "in" => Some(quantified("<>", "all", left, self.list("(", ")")?)),
                    _ => Some(not(self.between(left)?)),
                }
            }
            "in" => Some(quantified("=", "any", left, self.list("(", ")")?)),
            "between" => self.between(left),
            "like" => self.binary("~~", left, binding),
            "ilike" => self.binary("~~*", left, binding),
            "!=" => self.comparison("<>", left),
            _ if binding == binding::COMPARISON => self.comparison(operator, left),
            _ => self.binary(operator, left, binding),
        }
    }

    /// A comparison with a value, or with any or all of an array.
    fn comparison(&mut self, operator: &str, left: Tree) -> Option<Tree> {
        let which = self.word(0).to_owned();
        if !matches!(which.as_str(), "any" | "all") || self.word(1) != "(" {
            return self.binary(operator, left, binding::COMPARISON);
        }
        self.at += 2;
        let array = self.expression(0)?;
        if !self.take(&[")"]) {
            return None;
        }
        Some(match array {
            Tree::Of(name, items) if name == "array" => quantified(operator, &which, left, items),
            other => Tree::Of(format!("{operator} {which}"), vec![left, other]),
        })
    }

    fn between(&mut self, left: Tree) -> Option<Tree> {
        let low = self.expression(binding::RANGE + 1)?;
        if !self.take(&["and"]) {
            return None;
        }
        let high = self.expression(binding::RANGE + 1)?;
        let bound =
            |operator: &str, value| Tree::Of(operator.to_owned(), vec![left.clone(), value]);
        Some(joined("and", bound(">=", low), bound("<=", high)))
    }

    fn binary(&mut self, operator: &str, left: Tree, binding: u8) -> Option<Tree> {
        let right = self.expression(binding + 1)?;
        Some(joined(operator, left, right))
    }

    /// The type behind `::`, its arguments and brackets included, as one text.
    fn type_name(&mut self) -> String {
        let mut name = self.word(0).to_owned();
        self.at += 1;
        while self.word(0) == "." {
            name = format!("{name}.{}", self.word(1));
            self.at += 2;
        }
        if matches!(
            (name.as_str(), self.word(0)),
            ("character" | "bit", "varying") | ("double", "precision")
        ) {
            name = format!("{name} {}", self.word(0));
            self.at += 1;
        }
        if self.word(0) == "(" {
            while !matches!(self.word(0), "" | ")") {
                name.push_str(self.word(0));
                self.at += 1;
            }
            name.push(')');
            self.at += 1;
        }
        for zone in [["with", "time", "zone"], ["without", "time", "zone"]] {
            if self.take(&zone) {
                name = format!("{name} {}", zone.join(" "));
            }
        }
        while self.take(&["[", "]"]) {
            name.push_str("[]");
        }
        name
    }
}

/// `and` and `or` take any number of operands, whichever way they were paired.
fn joined(operator: &str, left: Tree, right: Tree) -> Tree {
    if !matches!(operator, "and" | "or") {
        return Tree::Of(operator.to_owned(), vec![left, right]);
    }
    let operands = [left, right].into_iter().flat_map(|side| match side {
        Tree::Of(name, operands) if name == operator => operands,
        other => vec![other],
    });
    Tree::Of(operator.to_owned(), operands.collect())
}

fn not(operand: Tree) -> Tree {
    Tree::Of("not".to_owned(), vec![operand])
}

/// `a IN (1, 2)` is printed as `a = ANY (ARRAY[1, 2])`.
fn quantified(operator: &str, which: &str, left: Tree, items: Vec<Tree>) -> Tree {
    let operands = std::iter::once(left).chain(items).collect();
    Tree::Of(format!("{operator} {which} of"), operands)
}

/// The server gives each literal its type, and brings what it compares to a common one. Any other
/// cast was written by somebody and counts.
fn cast(operand: Tree, name: &str) -> Tree {
    let base = name.trim_end_matches("[]");
    let is_literal = match &operand {
        Tree::Word(word) if word.starts_with('\'') => {
            // A negative number is printed as `'-1'::integer`.
            let inner = word.trim_matches('\'');
            if is_number(inner) && inner.parse::<f64>().is_ok() && is_numeric(base) {
                return Tree::Word(inner.to_owned());
            }
            true
        }
        Tree::Word(word) => is_number(word),
        Tree::Of(name, _) => name == "array",
    };
    let is_common = matches!(base, "text" | "numeric" | "double precision" | "bpchar");
    match is_literal || is_common {
        true => operand,
        false => Tree::Of(format!("::{name}"), vec![operand]),
    }
}

fn is_numeric(type_name: &str) -> bool {
    matches!(type_name, "smallint" | "integer" | "bigint" | "numeric" | "real" | "double precision")
}

fn is_number(word: &str) -> bool {
    word.trim_start_matches('-').starts_with(|first: char| first.is_ascii_digit())
}

fn is_operator(word: &str) -> bool {
    word.chars().all(|each| "<>=!~*+-/%|&#@:?^".contains(each))
}

fn is_literal_type(word: &str) -> bool {
    matches!(word, "interval" | "timestamp" | "timestamptz" | "date" | "time" | "timetz")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_the_server_are_known_again() {
        for (ours, theirs) in [
            ("now() + interval '1 day'", "(now() + '1 day'::interval)"),
            ("\"deletedAt\" IS NULL", "(\"deletedAt\" IS NULL)"),
            (
                "status = 'open' AND \"kind\" != 'x'",
                "((status = 'open'::text) AND ((kind)::text <> 'x'::text))",
            ),
            ("lower('A'::text)", "lower('A'::character varying(20))"),
            ("'{}'::text[]", "'{}'::text[]"),
            ("CURRENT_TIMESTAMP(3)", "current_timestamp(3)"),
            ("'x'::timestamp(3) without time zone", "'x'"),
            ("a OR b AND NOT c = 1", "(a OR (b AND (NOT (c = 1))))"),
            ("a AND b AND c", "((a AND b) AND c)"),
            ("s IN ('a', 'b')", "(s = ANY (ARRAY['a'::text, 'b'::text]))"),
            ("s NOT IN ('a')", "(s <> ALL (ARRAY['a'::text]))"),
            ("name LIKE 'a%'", "(name ~~ 'a%'::text)"),
            ("n BETWEEN 1 AND 3", "((n >= 1) AND (n <= 3))"),
            ("n > -1", "(n > '-1'::integer)"),
            ("public.f(a, 1 + 2 * 3)", "public.f(a, (1 + (2 * 3)))"),
            ("a->>'b' = 'c'", "((a ->> 'b'::text) = 'c'::text)"),
        ] {
            assert!(
                is_alike(ours, theirs),
                "{ours} / {theirs}: {:?} {:?}",
                read(ours),
                read(theirs)
            );
        }
    }

    #[test]
    fn other_expressions_are_not() {
        for (ours, theirs) in [
            ("gen_random_uuid()", "uuid_generate_v4()"),
            ("\"a\" IS NULL", "(a IS NOT NULL)"),
            ("'A'", "'a'"),
            ("\"A\" = 1", "(a = 1)"),
            ("x > 1.5", "(x > 1)"),
            ("(a OR b) AND c", "(a OR (b AND c))"),
            ("a - (b - c)", "((a - b) - c)"),
            ("a::date = b", "(a = b)"),
            ("NOT (a AND b)", "((NOT a) AND b)"),
            ("CASE WHEN a THEN 1 END", "CASE WHEN a THEN (1) END"),
        ] {
            assert!(!is_alike(ours, theirs), "{ours} / {theirs}");
        }
    }

    #[test]
    fn deep_nesting_ends() {
        let deep = format!("{}a{}", "(".repeat(100_000), ")".repeat(100_000));
        assert!(is_alike(&deep, &deep));
        assert!(!is_alike(&deep, "a"));
    }
}
