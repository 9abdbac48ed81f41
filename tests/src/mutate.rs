//! A schema with one thing changed, drawn from a seed. In: a text. Out: the text after one
//! mutation, and what was done to it. Most mutations know the language a little, so that a good
//! part of their results is still valid; none knows whether it is.

/// Numbers from a seed: splitmix64, so that neighbouring seeds have nothing in common.
#[derive(Debug, Clone)]
pub struct Numbers(u64);

impl Numbers {
    /// The numbers of that seed.
    pub fn of(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `limit`; 0 where that is 0.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % limit.max(1) as u64) as usize
    }

    fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }
}

/// A mutated schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mutant {
    /// The text.
    pub text: String,
    /// What was done, and on which line.
    pub what: String,
}

type Change = fn(&mut Tokens, &mut Numbers) -> Option<usize>;

type Mutation = (&'static str, usize, Change);

/// The kinds of mutation, and how often each is drawn: more often what is hard to judge. Each hands back the index of a token that it touched, or `None` where
/// the text has no place for it.
const MUTATIONS: [Mutation; 22] = [
    ("token deleted", 2, delete_token),
    ("token doubled", 1, double_token),
    ("tokens swapped", 1, swap_tokens),
    ("odd token inserted", 2, insert_odd_token),
    ("bracket broken", 1, break_bracket),
    ("line deleted", 4, delete_line),
    ("line doubled", 1, double_line),
    ("line moved", 3, move_line),
    ("lines joined", 2, join_lines),
    ("line split", 2, split_line),
    ("word renamed", 2, rename_word),
    ("word taken from elsewhere", 3, borrow_word),
    ("case of a word changed", 2, change_case),
    ("scalar changed", 4, change_scalar),
    ("arity changed", 4, change_arity),
    ("attribute added", 5, add_attribute),
    ("attribute of the block added", 6, add_block_attribute),
    ("attribute removed", 4, remove_attribute),
    ("literal changed", 4, change_literal),
    ("argument removed", 3, remove_argument),
    ("arguments swapped", 4, swap_arguments),
    ("native type added", 3, add_native_type),
];

const SCALARS: [&str; 11] = [
    "String",
    "Boolean",
    "Int",
    "BigInt",
    "Float",
    "Decimal",
    "DateTime",
    "Json",
    "Bytes",
    "Unsupported(\"circle\")",
    "Strng",
];

const ODD: [&str; 24] = [
    "{", "}", "(", ")", "[", "]", "?", "!", "@", "@@", ",", ":", "=", ".", "-", "\"", "'", "#",
    "//", "/*", "é", "1", "\\", ";",
];

const ATTRIBUTES: [&str; 30] = [
    "@id",
    "@unique",
    "@updatedAt",
    "@ignore",
    "@map(\"other\")",
    "@map(\"\")",
    "@default(1)",
    "@default(\"a\")",
    "@default(true)",
    "@default([])",
    "@default(1.5)",
    "@default(OTHER)",
    "@default(now())",
    "@default(uuid())",
    "@default(uuid(7))",
    "@default(cuid(3))",
    "@default(nanoid(12))",
    "@default(ulid())",
    "@default(autoincrement())",
    "@default(dbgenerated())",
    "@default(dbgenerated(\"1\"))",
    "@default(sequence())",
    "@default(auto())",
    "@unique(map: \"key\")",
    "@unique(sort: Desc)",
    "@id(map: \"key\")",
    "@id(sort: Desc)",
    "@relation(\"Other\")",
    "@relation(onDelete: SetNull)",
    "@unknown",
];

const BLOCK_ATTRIBUTES: [&str; 20] = [
    "@@id([@])",
    "@@id([@, @])",
    "@@id([@, @], name: \"both\")",
    "@@unique([@])",
    "@@unique([@, @])",
    "@@unique([@, @], map: \"both\")",
    "@@unique([@(sort: Desc), @])",
    "@@unique([@, @], name: \"both\")",
    "@@index([@])",
    "@@index([@, @])",
    "@@index([@], type: Hash)",
    "@@index([@], type: Gin)",
    "@@index([@], type: Brin)",
    "@@index([@(ops: raw(\"text_ops\"))], type: Gist)",
    "@@index([@(sort: Desc)], map: \"other\")",
    "@@map(\"other\")",
    "@@ignore",
    "@@schema(\"public\")",
    "@@fulltext([@])",
    "@@unknown",
];

const NATIVE_TYPES: [&str; 32] = [
    "Text",
    "VarChar",
    "VarChar(10)",
    "VarChar(0)",
    "Char(3)",
    "Bit(1)",
    "VarBit",
    "Uuid",
    "Xml",
    "Inet",
    "Citext",
    "SmallInt",
    "Integer",
    "Oid",
    "BigInt",
    "Decimal",
    "Decimal(10, 2)",
    "Decimal(2, 10)",
    "Money",
    "Real",
    "DoublePrecision",
    "ByteA",
    "Boolean",
    "Timestamp(3)",
    "Timestamptz(6)",
    "Timestamptz(7)",
    "Time",
    "Timetz(0)",
    "Date",
    "Json",
    "JsonB",
    "Blob",
];

const LITERALS: [&str; 22] = [
    "0",
    "-1",
    "2147483648",
    "9223372036854775808",
    "1.50",
    "\"\"",
    "\"a b\"",
    "\"{}\"",
    "\"2020-01-01T00:00:00Z\"",
    "\"\\u00e9\"",
    "\"\\x\"",
    "true",
    "false",
    "null",
    "[]",
    "[1, 2]",
    "[\"a\"]",
    "{ }",
    "now()",
    "env(\"NAME\")",
    "Cascade",
    "Desc",
];

/// One mutation of the text.
pub fn mutate(text: &str, numbers: &mut Numbers) -> Mutant {
    loop {
        let mut tokens = Tokens::of(text);
        let (name, mutation) = draw(numbers);
        if let Some(at) = mutation(&mut tokens, numbers) {
            let mutated = tokens.0.concat();
            if mutated != text {
                let before: String = tokens.0.iter().take(at).map(String::as_str).collect();
                let line = before.matches('\n').count() + 1;
                return Mutant { text: mutated, what: format!("{name}, line {line}") };
            }
        }
    }
}

fn draw(numbers: &mut Numbers) -> (&'static str, Change) {
    let all: usize = MUTATIONS.iter().map(|(_, weight, _)| weight).sum();
    let mut left = numbers.below(all);
    for (name, weight, mutation) in MUTATIONS {
        if left < weight {
            return (name, mutation);
        }
        left -= weight;
    }
    unreachable!("the weights add up to the whole")
}

/// A text cut into words, numbers, strings, comments, runs of white space, line ends and signs.
struct Tokens(Vec<String>);

impl Tokens {
    fn of(text: &str) -> Self {
        let mut tokens = Vec::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let run = |keep: &dyn Fn(char) -> bool| {
                rest.find(|each: char| !keep(each)).unwrap_or(rest.len())
            };
            let length = if rest.starts_with("//") {
                run(&|each| each != '\n')
            } else if first == '\n' {
                1
            } else if first.is_whitespace() {
                run(&|each| each.is_whitespace() && each != '\n')
            } else if first.is_alphanumeric() || first == '_' {
                run(&|each| each.is_alphanumeric() || each == '_')
            } else if first == '"' {
                let inner = rest.get(1..).unwrap_or_default();
                let end = inner.find(['"', '\n']).filter(|at| inner[*at..].starts_with('"'));
                end.map_or(1, |at| at + 2)
            } else if rest.starts_with("@@") || rest.starts_with("[]") {
                2
            } else {
                first.len_utf8()
            };
            let (token, after) = rest.split_at(length);
            tokens.push(token.to_owned());
            rest = after;
        }
        Self(tokens)
    }

    /// The indexes of the tokens for which that holds.
    fn all(&self, wanted: impl Fn(&str) -> bool) -> Vec<usize> {
        (0..self.0.len()).filter(|at| wanted(&self.0[*at])).collect()
    }

    /// One of them.
    fn one(&self, numbers: &mut Numbers, wanted: impl Fn(&str) -> bool) -> Option<usize> {
        let all = self.all(wanted);
        (!all.is_empty()).then(|| all[numbers.below(all.len())])
    }

    /// The lines as ranges of tokens, line ends left out.
    fn lines(&self) -> Vec<std::ops::Range<usize>> {
        let mut lines = Vec::new();
        let mut start = 0;
        for end in self.all(|token| token == "\n") {
            lines.push(start..end);
            start = end + 1;
        }
        lines.push(start..self.0.len());
        lines
    }

    fn line_of(&self, at: usize) -> std::ops::Range<usize> {
        let lines = self.lines();
        lines.into_iter().find(|line| line.start <= at && at <= line.end).expect("a line has it")
    }

    /// The lines that begin like a field: two words, the second one a type.
    fn field_lines(&self) -> Vec<std::ops::Range<usize>> {
        let is_field = |line: &std::ops::Range<usize>| {
            let mut words = self.0[line.clone()].iter().filter(|token| !is_blank(token));
            let name = words.next().is_some_and(|token| is_word(token) && !is_keyword(token));
            let next = words.next();
            name && next.is_some_and(|token| token.starts_with(char::is_uppercase))
        };
        self.lines().into_iter().filter(is_field).collect()
    }

    fn field_line(&self, numbers: &mut Numbers) -> Option<std::ops::Range<usize>> {
        let lines = self.field_lines();
        (!lines.is_empty()).then(|| lines[numbers.below(lines.len())].clone())
    }

    /// The index of the type in a field's line.
    fn type_of(&self, line: &std::ops::Range<usize>) -> Option<usize> {
        line.clone().filter(|at| !is_blank(&self.0[*at])).nth(1)
    }

    fn insert(&mut self, at: usize, token: &str) {
        self.0.insert(at, token.to_owned());
    }
}

fn is_blank(token: &str) -> bool {
    token.trim().is_empty()
}

fn is_word(token: &str) -> bool {
    token.starts_with(|first: char| first.is_alphabetic() || first == '_')
}

fn is_keyword(token: &str) -> bool {
    ["datasource", "generator", "model", "enum", "view", "type"].contains(&token)
}

fn is_seen(token: &str) -> bool {
    !is_blank(token) && !token.starts_with("//")
}

fn delete_token(tokens: &mut Tokens, numbers: &mut Numbers) -> Option<usize> {
    let at = tokens.one(numbers, is_seen)?;
    tokens.0.remove(at);
    Some(at)
}

fn double_token(tokens: &mut Tokens, numbers: &mut Numbers) -> Option<usize> {
    let at = tokens.one(numbers, is_seen)?;
    let token = tokens.0[at].clone();
    tokens.insert(at, &token);
    if is_word(&token) {
        tokens.insert(at + 1, " ");
    }
    Some(at)
}

fn swap_tokens(tokens: &mut Tokens, numbers: &mut Numbers) -> Option<usize> {
    let at = tokens.one(numbers, is_seen)?;
    let line = tokens.line_of(at);
    let next = (at + 1..line.end).find(|next| is_seen(&tokens.0[*next]))?;
    tokens.0.swap(at, next);
    Some(at)
}

fn insert_odd_token(tokens: &mut Tokens, numbers: &mut Numbers) -> Option<usize> {
    let at = numbers.below(tokens.0.len());
    tokens.insert(at, numbers.pick(&ODD));
    Some(at)
}

fn break_bracket(tokens: &mut Tokens, numbers: &mut Numbers) -> Option<usize> {
    let is_bracket = |token: &str| matches!(token, "(" | ")" | "[" | "]" | "{" | "}" | "[]");
    let at = tokens.one(numbers, is_bracket)?;
    tokens.0[at] = numbers.pick(&["(", ")", "[", "]", "{", "}", ""]).to_owned();
    Some(at)
}

fn filled_line(tokens: &Tokens, numbers: &mut Numbers) -> Option<std::ops::Range<usize>> {
    let at = tokens.one(numbers, is_seen)?;
    Some(tokens.line_of(at))
}

fn delete_line(tokens: &mut Tokens, numbers: &mut Numbers) -> Option<usize> {
    let line = filled_line(tokens, numbers)?;
    let end = (line.end + 1).min(tokens.0.len());
    tokens.0.drain(line.start..end);
    Some(line.start)
}

fn double_line(tokens: &mut Tokens, numbers: &mut Numbers) -> Option<usize> {
    let line = filled_line(tokens, numbers)?;
    let mut copy = tokens.0[line.clone()].to_vec();
    copy.push("\n".to_owned());
    tokens.0.splice(line.start..line.start, copy);
    Some(line.start)
}

fn move_line(tokens: &mut Tokens, numbers: &mut Numbers) -> Option<usize> {
    let line = filled_line(tokens, numbers)?;
    let end = (line.end + 1).min(tokens.0.len());
    let moved: Vec<String> = tokens.0.drain(line.start..end).collect();
    let lines = tokens.lines();
    let to = lines[numbers.below(lines.len())].start;
    tokens.0.splice(to..to, moved);
    Some(to)
}

fn join_lines(tokens: &mut Tokens, numbers: &mut Numbers) -> Option<usize> {
    let at = tokens.one(numbers, |token| token == "\n")?;
    tokens.0[at] = " ".to_owned();
    Some(at)
}

fn split_line(tokens: &mut Tokens, numbers: &mut Numbers) -> Option<usize> {
    let at = tokens.one(numbers, is_seen)?;
    tokens.insert(at, "\n");
    Some(at)
}

fn rename_word(tokens: &mut Tokens, numbers: &mut Numbers) -> Option<usize> {
    let at = tokens.one(numbers, is_word)?;
    let new = match numbers.below(4) {
        0 => format!("{}X", tokens.0[at]),
        1 => format!("_{}", tokens.0[at]),
        2 => tokens.0[at].chars().skip(1).collect(),
        _ => numbers.pick(&["id", "type", "model", "enum", "null", "String", "name"]).to_owned(),
    };
    tokens.0[at] = new;
    Some(at)
}

fn borrow_word(tokens: &mut Tokens, numbers: &mut Numbers) -> Option<usize> {
    let from = tokens.one(numbers, is_word)?;
    let at = tokens.one(numbers, is_word)?;
    tokens.0[at] = tokens.0[from].clone();
    Some(at)
}

fn change_case(tokens: &mut Tokens, numbers: &mut Numbers) -> Option<usize> {
    let at = tokens.one(numbers, is_word)?;
    let word = &tokens.0[at];
    let upper = word.to_uppercase();
    tokens.0[at] = if *word == upper { word.to_lowercase() } else { upper };
    Some(at)
}

fn change_scalar(tokens: &mut Tokens, numbers: &mut Numbers) -> Option<usize> {
    let line = tokens.field_line(numbers)?;
    let at = tokens.type_of(&line)?;
    tokens.0[at] = numbers.pick(&SCALARS).to_owned();
    Some(at)
}

fn change_arity(tokens: &mut Tokens, numbers: &mut Numbers) -> Option<usize> {
    let line = tokens.field_line(numbers)?;
    let at = tokens.type_of(&line)? + 1;
    let present = tokens.0.get(at).filter(|token| matches!(token.as_str(), "?" | "[]"));
    let present = present.cloned().unwrap_or_default();
    let others = ["", "?", "[]", "!", "[]?"];
    let others: Vec<&str> = others.into_iter().filter(|each| *each != present).collect();
    let new = numbers.pick(&others);
    if present.is_empty() {
        tokens.insert(at, new);
    } else {
        tokens.0[at] = new.to_owned();
    }
    Some(at)
}

/// Where an attribute can be put at the end of a field's line.
fn end_of_field(tokens: &Tokens, line: &std::ops::Range<usize>) -> usize {
    let comment = line.clone().find(|at| tokens.0[*at].starts_with("//"));
    comment.unwrap_or(line.end)
}

fn add_attribute(tokens: &mut Tokens, numbers: &mut Numbers) -> Option<usize> {
    let line = tokens.field_line(numbers)?;
    let at = end_of_field(tokens, &line);
    tokens.insert(at, &format!(" {} ", numbers.pick(&ATTRIBUTES)));
    Some(at)
}

fn add_native_type(tokens: &mut Tokens, numbers: &mut Numbers) -> Option<usize> {
    let line = tokens.field_line(numbers)?;
    let at = end_of_field(tokens, &line);
    tokens.insert(at, &format!(" @db.{} ", numbers.pick(&NATIVE_TYPES)));
    Some(at)
}

fn add_block_attribute(tokens: &mut Tokens, numbers: &mut Numbers) -> Option<usize> {
    let line = tokens.field_line(numbers)?;
    // Fields of the same block, as far as its lines follow each other.
    let block: Vec<_> = tokens
        .field_lines()
        .into_iter()
        .filter(|each| each.start.abs_diff(line.start) < 60)
        .collect();
    let mut text = numbers.pick(&BLOCK_ATTRIBUTES).to_owned();
    let marker = text.split_off(2);
    let mut filled = text;
    for (index, part) in marker.split('@').enumerate() {
        if index > 0 {
            let field = block[numbers.below(block.len())].clone();
            let name = field.into_iter().find(|at| is_word(&tokens.0[*at]))?;
            filled.push_str(&tokens.0[name]);
        }
        filled.push_str(part);
    }
    tokens.insert(line.end, &format!("\n  {filled}"));
    Some(line.end)
}

/// From an `@` to the end of its name and arguments.
fn attribute_at(tokens: &Tokens, start: usize) -> std::ops::Range<usize> {
    let line = tokens.line_of(start);
    let mut end = start + 1;
    let mut depth = 0_usize;
    while end < line.end {
        match tokens.0[end].as_str() {
            "(" => depth += 1,
            ")" => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    end += 1;
                    break;
                }
            }
            token if depth == 0 && is_blank(token) => break,
            _ => {}
        }
        end += 1;
    }
    start..end
}

fn remove_attribute(tokens: &mut Tokens, numbers: &mut Numbers) -> Option<usize> {
    let start = tokens.one(numbers, |token| matches!(token, "@" | "@@"))?;
    let range = attribute_at(tokens, start);
    tokens.0.drain(range);
    Some(start)
}

fn change_literal(tokens: &mut Tokens, numbers: &mut Numbers) -> Option<usize> {
    let is_literal = |token: &str| {
        token.starts_with('"')
            || token.starts_with(|first: char| first.is_ascii_digit())
            || matches!(token, "true" | "false")
    };
    let at = tokens.one(numbers, is_literal)?;
    tokens.0[at] = numbers.pick(&LITERALS).to_owned();
    Some(at)
}

/// The arguments of some attribute: the places of its brackets and commas on the outermost level.
fn argument_places(tokens: &Tokens, numbers: &mut Numbers) -> Option<Vec<usize>> {
    let start = tokens.one(numbers, |token| token == "(")?;
    let line = tokens.line_of(start);
    let mut places = vec![start];
    let mut depth = 0_usize;
    for at in start + 1..line.end {
        match tokens.0[at].as_str() {
            "(" | "[" | "{" => depth += 1,
            "," if depth == 0 => places.push(at),
            ")" | "]" | "}" if depth == 0 => {
                places.push(at);
                break;
            }
            ")" | "]" | "}" => depth -= 1,
            _ => {}
        }
    }
    (places.len() > 1).then_some(places)
}

fn remove_argument(tokens: &mut Tokens, numbers: &mut Numbers) -> Option<usize> {
    let places = argument_places(tokens, numbers)?;
    let chosen = numbers.below(places.len() - 1);
    let (from, to) = (places[chosen], places[chosen + 1]);
    if chosen > 0 {
        tokens.0.drain(from..to);
    } else if places.len() > 2 {
        tokens.0.drain(from + 1..=to);
    } else {
        tokens.0.drain(from + 1..to);
    }
    Some(from)
}

fn swap_arguments(tokens: &mut Tokens, numbers: &mut Numbers) -> Option<usize> {
    let places = argument_places(tokens, numbers)?;
    if places.len() < 3 {
        return None;
    }
    let chosen = numbers.below(places.len() - 2);
    let (from, middle, to) = (places[chosen], places[chosen + 1], places[chosen + 2]);
    let mut swapped: Vec<String> = tokens.0[middle + 1..to].to_vec();
    swapped.push(tokens.0[middle].clone());
    swapped.extend_from_slice(&tokens.0[from + 1..middle]);
    tokens.0.splice(from + 1..to, swapped);
    Some(from)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCHEMA: &str =
        "model A {\n  id Int @id // \"key\n  b B? @relation(fields: [id], references: [a])\n}\n";

    #[test]
    fn tokens_are_the_whole_text() {
        assert_eq!(Tokens::of(SCHEMA).0.concat(), SCHEMA);
    }

    #[test]
    fn every_kind_of_mutation_happens_and_the_same_seed_gives_the_same() {
        let mut kinds = std::collections::BTreeSet::new();
        for seed in 0..2_000 {
            let mutant = mutate(SCHEMA, &mut Numbers::of(seed));
            assert_ne!(mutant.text, SCHEMA);
            assert_eq!(mutant, mutate(SCHEMA, &mut Numbers::of(seed)));
            kinds.insert(mutant.what.split(',').next().unwrap_or_default().to_owned());
        }
        // The schema holds no literal but inside its comment.
        assert_eq!(kinds.len(), MUTATIONS.len() - 1);
    }
}
