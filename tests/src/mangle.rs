//! A schema as a careless hand lays it out. In: a text and numbers. Out: the same schema with other
//! white space, empty lines, line ends, comments and orders of attributes; what it means stays the
//! same. Knows nothing of how a formatter lays it out.
//!
//! Some things are left out because Prisma's own formatter gets them wrong (see the differences in
//! `tests/format`): a comment behind an opening brace, `/* … */` below another comment, and
//! `/* … */` over lines that end with a carriage return, or behind a field.

use crate::generate::Numbers;

const SPACES: [&str; 7] = ["", "", " ", "  ", "\t", "    ", "\u{a0}"];

const GAPS: [&str; 4] = [" ", "  ", "\t", "   \t"];

/// Comments that fit behind something, and on a line of their own.
const COMMENTS: [&str; 16] = [
    "// c",
    "//c",
    "//",
    "///",
    "///doc",
    "/// doc ",
    "// a { b",
    "// }",
    "// \"open",
    "//\ttab  ",
    "////// many",
    "/// @@id([x])",
    "// \u{e9} \u{1d11e}",
    "/* c */",
    "/**/",
    "/** d */",
];

/// Comments that need lines of their own.
const LONG_COMMENTS: [&str; 6] = [
    "/* x\n  y */",
    "/*\n * p\n *\n * q\n */",
    "/** a\n** b\n*/",
    "/*   */",
    "/*** stars ***/",
    "/* a\n\n   // b\n*/",
];

/// The text in another layout.
pub fn mangle(text: &str, numbers: &mut Numbers) -> String {
    let share = numbers.below(100);
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for line in &mut lines {
        if numbers.chance(share / 2) {
            *line = respaced(line, numbers);
        }
        if numbers.chance(share / 4) {
            shuffle_attributes(line, numbers);
        }
    }
    for _ in 0..=lines.len() * share / 700 {
        let at = numbers.below(lines.len() + 1);
        change_lines(&mut lines, at, numbers);
    }
    let open = |line: &String| line.contains("/*") && !line.contains("*/");
    let end = match numbers.below(8) {
        0 => "\r\n",
        1 if !lines.iter().any(open) => "\r",
        _ => "\n",
    };
    let mut mangled = lines.join("\n").replace('\n', end);
    match numbers.below(6) {
        0 => mangled.truncate(mangled.trim_end().len()),
        1 => mangled.insert_str(0, "\n\n"),
        2 => mangled.push_str("\n \n\n"),
        _ => mangled.push('\n'),
    }
    mangled
}

fn change_lines(lines: &mut Vec<String>, at: usize, numbers: &mut Numbers) {
    match numbers.below(12) {
        0..4 => lines.insert(at, numbers.pick(&["", "   ", "\t"]).to_owned()),
        4..7 => insert_comment(lines, at, numbers),
        7 | 8 => {
            let is_blank = lines.get(at).is_some_and(|line| line.trim().is_empty());
            if is_blank && !opens_comment(lines.get(at + 1)) {
                lines.remove(at);
            }
        }
        9 => {
            // A block attribute, up among the fields.
            if lines.get(at).is_some_and(|line| line.trim_start().starts_with("@@")) {
                let line = lines.remove(at);
                let begins = |line: &String| code(line).trim_end().ends_with('{');
                let first = lines[..at].iter().rposition(begins).map_or(at, |head| head + 1);
                lines.insert(first + numbers.below(at + 1 - first), line);
            }
        }
        10 => {
            // Something behind a closing brace: a comment, or the next block.
            if lines.get(at).is_none_or(|line| line.trim() != "}") {
                return;
            }
            let next = lines[at + 1..].iter().position(|line| !line.trim().is_empty());
            let next = next.map(|next| at + 1 + next);
            let begins = |line: &str| {
                line.trim_end().ends_with('{')
                    && line.starts_with(|first: char| first.is_alphabetic())
            };
            match next.filter(|next| begins(&lines[*next])) {
                Some(next) if numbers.chance(60) => {
                    let next = lines.drain(at + 1..=next).next_back();
                    lines[at].push_str(&format!(" {}", next.unwrap_or_default()));
                }
                _ if opens_comment(lines.get(at + 1)) => {}
                _ => lines[at].push_str(numbers.pick(&COMMENTS[..13])),
            }
        }
        _ => {
            if lines.get(at).is_some_and(|line| line.trim_end().ends_with('{')) {
                lines[at].push_str(numbers.pick(&GAPS));
            }
        }
    }
}

fn insert_comment(lines: &mut Vec<String>, at: usize, numbers: &mut Numbers) {
    let comment =
        if numbers.chance(30) { numbers.pick(&LONG_COMMENTS) } else { numbers.pick(&COMMENTS) };
    let has_comment = |line: Option<&String>| {
        line.is_some_and(|line| code(line).len() < line.len() || line.trim().starts_with('*'))
    };
    let above = at.checked_sub(1).and_then(|above| lines.get(above));
    let is_block = comment.starts_with("/*");
    let beside_another = has_comment(above) || has_comment(lines.get(at));
    if is_block && beside_another || opens_comment(lines.get(at)) {
        return;
    }
    let indent = numbers.pick(&SPACES).to_owned();
    let new: Vec<String> = comment.split('\n').map(str::to_owned).collect();
    lines.splice(at..at, new);
    lines[at].insert_str(0, &indent);
}

/// Whether a `/*` begins the line.
fn opens_comment(line: Option<&String>) -> bool {
    line.is_some_and(|line| line.trim_start().starts_with("/*"))
}

/// The line with other white space, and perhaps with a comment behind it.
fn respaced(line: &str, numbers: &mut Numbers) -> String {
    let code = code(line);
    let comment = &line[code.len()..];
    let text = code.trim();
    if text.is_empty() || text.starts_with('}') || text.starts_with('*') || text.contains("*/") {
        return line.to_owned();
    }
    let is_header = text.ends_with('{');
    // What stands in the parentheses of Unsupported is not the language's.
    let is_plain = !is_header && !text.contains("Unsupported");
    let tokens = tokens(text);
    let mut respaced = numbers.pick(&SPACES).repeat(numbers.below(3));
    for (at, token) in tokens.iter().enumerate() {
        let mark = token.chars().next().filter(|first| "()[],:?=".contains(*first));
        if token.trim().is_empty() {
            let joined = |token: Option<&&str>| token.is_some_and(|token| is_word(token));
            let needed = joined(at.checked_sub(1).and_then(|at| tokens.get(at)))
                && joined(tokens.get(at + 1));
            if needed || is_header || numbers.chance(60) {
                respaced.push_str(numbers.pick(&GAPS));
            }
        } else if mark.is_some() && is_plain && numbers.chance(30) {
            // A list's brackets are one sign, and a call's parenthesis may stand apart.
            let list = token.starts_with('[') && tokens.get(at + 1) == Some(&"]")
                || token.starts_with(']') && at > 0 && tokens[at - 1] == "[";
            if !list {
                respaced.push_str(numbers.pick(&SPACES));
            }
            respaced.push_str(token);
            if !list {
                respaced.push_str(numbers.pick(&SPACES));
            }
        } else {
            respaced.push_str(token);
        }
    }
    respaced.push_str(numbers.pick(&SPACES));
    respaced.push_str(comment);
    if comment.is_empty() && !is_header && numbers.chance(15) {
        respaced.push_str(numbers.pick(&COMMENTS));
    }
    respaced
}

/// The attributes behind a field in another order.
fn shuffle_attributes(line: &mut String, numbers: &mut Numbers) {
    let code = code(line).to_owned();
    let Some(first) = code.find(" @").filter(|_| !code.trim_start().starts_with("@@")) else {
        return;
    };
    let (before, rest) = code.split_at(first);
    let mut attributes: Vec<String> = Vec::new();
    for token in tokens(rest) {
        if token == "@" {
            attributes.push(String::new());
        }
        if let Some(attribute) = attributes.last_mut() {
            attribute.push_str(token);
        }
    }
    for at in (1..attributes.len()).rev() {
        attributes.swap(at, numbers.below(at + 1));
    }
    let attributes: Vec<&str> = attributes.iter().map(|each| each.trim_end()).collect();
    let comment = line.split_off(code.len());
    *line = format!("{before} {}", attributes.join(" "));
    if !comment.is_empty() {
        *line = format!("{line} {comment}");
    }
}

/// The line up to its comment.
fn code(line: &str) -> &str {
    let mut length = 0;
    let tokens = tokens(line);
    for (at, token) in tokens.iter().enumerate() {
        let next = tokens.get(at + 1).copied().unwrap_or_default();
        if *token == "/" && (next == "/" || next.starts_with('*')) {
            break;
        }
        length += token.len();
    }
    &line[..length]
}

/// Strings, words, white space, and single characters.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = if first == '"' {
            let mut escaped = false;
            let end = rest.char_indices().skip(1).find(|(_, each)| {
                let ends = *each == '"' && !escaped;
                escaped = *each == '\\' && !escaped;
                ends
            });
            end.map_or(rest.len(), |(at, _)| at + 1)
        } else if first.is_whitespace() {
            rest.find(|each: char| !each.is_whitespace()).unwrap_or(rest.len())
        } else if first.is_alphanumeric() {
            let part = |each: char| each.is_alphanumeric() || "_.".contains(each);
            rest.find(|each| !part(each)).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (token, after) = rest.split_at(length);
        tokens.push(token);
        rest = after;
    }
    tokens
}

fn is_word(token: &str) -> bool {
    token.starts_with(|first: char| first.is_alphanumeric() || first == '"' || first == '_')
}
