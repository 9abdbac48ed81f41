//! Text -> [`Document`]: reads whatever it is given and never fails. A line that cannot be read
//! costs that line and is reported; nothing is resolved here.

pub mod document;

mod attribute;
mod block;
mod expression;
pub(crate) mod field;
mod lexeme;
mod line;

use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Sources, Span};
use document::{Document, Item, Keyword};
use lexeme::{skip_space, word};
use line::{Line, Reader};

/// Reads all files of a schema. The diagnostics stand in the order of the text.
pub fn parse(sources: &Sources) -> (Document, Vec<Diagnostic>) {
    let mut document = Document::default();
    let mut problems = Vec::new();
    for (id, file) in sources.iter() {
        parse_file(id, &file.text, &mut document.items, &mut problems);
    }
    (document, problems)
}

fn parse_file(file: FileId, text: &str, items: &mut Vec<Item>, problems: &mut Vec<Diagnostic>) {
    let mut reader = Reader::new(file, text);
    let marks = text.len() - text.trim_start_matches('\u{feff}').len();
    if marks > 0 {
        problems.push(
            Diagnostic::error(
                "byte-order-mark",
                Span::new(file, 0, marks as u32),
                "This file cannot be used: it begins with a byte order mark.",
            )
            .help("save it as UTF-8 without a byte order mark"),
        );
        reader.at = marks;
    }
    let mut pending = None;
    while let Some(line) = reader.next_line() {
        let input = skip_space(line.text);
        if input.is_empty() {
            // A megabyte of line ends is one empty line, not a million.
            if !matches!(items.last(), Some(Item::Blank(last)) if last.file == file) {
                items.push(Item::Blank(line.rest(input)));
            }
            pending = None;
        } else if let Some(comment) = block::comment(&mut reader, &line, input, problems) {
            block::collect_documentation(text, &comment, &mut pending);
            items.push(Item::Comment(comment));
        } else {
            read_block(&mut reader, &line, input, pending.take(), items, problems);
        }
    }
}

fn read_block(
    reader: &mut Reader<'_>,
    line: &Line<'_>,
    input: &str,
    documentation: Option<String>,
    items: &mut Vec<Item>,
    problems: &mut Vec<Diagnostic>,
) {
    let first = word(input).ok();
    let keyword = first.and_then(|(after, text)| Some((after, Keyword::from_word(text)?)));
    if let Some((after, keyword)) = keyword {
        let name = skip_space(after);
        let long =
            word(name).ok().and_then(|(rest, text)| field::too_long(text, line.span(name, rest)));
        if let Some(problem) = long {
            problems.push(problem);
            items.push(Item::Broken(line.rest(input)));
            if input.trim_end().ends_with('{') {
                skip_block(reader, items);
            }
            return;
        }
        let header = block::header(reader, line, keyword, input, after, problems);
        if header.broken && skip_space(after).contains('=') && !input.contains('{') {
            items.push(Item::Broken(header.span));
            return;
        }
        items.push(Item::Block(block::body(reader, header, documentation, problems)));
        return;
    }
    if let Some((after, keyword)) = joined_header(input) {
        problems.push(
            Diagnostic::warning(
                "joined-keyword",
                line.span(input, after),
                format!("This is read as a block of kind {}: a space is missing.", keyword.word()),
            )
            .help(format!("write `{} {}`", keyword.word(), after.trim_end())),
        );
        let header = block::header(reader, line, keyword, input, after, problems);
        items.push(Item::Block(block::body(reader, header, documentation, problems)));
        return;
    }
    let opens = input.trim_end().ends_with('{');
    let near = first.and_then(|(after, text)| Some((after, text, nearest_keyword(text)?)));
    if let Some((after, text, keyword)) = near.filter(|_| opens) {
        let span = line.span(input, after);
        problems.push(
            Diagnostic::error(
                "unknown-block",
                span,
                format!("This block cannot be read: `{text}` is no kind of block."),
            )
            .help(format!("did you mean `{}`?", line.corrected(span, keyword.word()))),
        );
        let mut header = block::header(reader, line, keyword, input, after, problems);
        header.broken = true;
        items.push(Item::Block(block::body(reader, header, documentation, problems)));
        return;
    }
    problems.push(outside_any_block(line, input, opens));
    items.push(Item::Broken(line.rest(input)));
    if opens {
        skip_block(reader, items);
    }
}

/// A keyword without a space before the name, as in `modelUser {`, and the text from the name on.
fn joined_header(input: &str) -> Option<(&str, Keyword)> {
    let after = |keyword: Keyword| {
        let after = input.strip_prefix(keyword.word())?;
        let (rest, _) = lexeme::name(after)?;
        skip_space(rest).starts_with('{').then_some((after, keyword))
    };
    Keyword::ALL.into_iter().find_map(after)
}

/// The keyword that a word is a slip of.
fn nearest_keyword(text: &str) -> Option<Keyword> {
    // Two slips away from the longest keyword, and no longer.
    if text.chars().nth("datasource".len() + 2).is_some() {
        return None;
    }
    let lower = text.to_lowercase();
    if lower == "table" {
        return Some(Keyword::Model);
    }
    Keyword::ALL.into_iter().find(|each| strsim::damerau_levenshtein(each.word(), &lower) <= 2)
}

fn outside_any_block(line: &Line<'_>, input: &str, opens: bool) -> Diagnostic {
    if input.starts_with('#') {
        return field::unexpected(line, input);
    }
    if opens {
        return Diagnostic::error(
            "unknown-block",
            line.rest(input),
            "This block cannot be read: it is of no known kind.",
        )
        .help("the blocks are datasource, generator, model, enum and view");
    }
    if input.starts_with('}') {
        return Diagnostic::error(
            "unexpected-brace",
            line.rest(input),
            "This `}` closes nothing: every block before it is closed.",
        )
        .help("remove it, or look for a block above that is closed too early");
    }
    Diagnostic::error(
        "outside-block",
        line.rest(input),
        "This line has no effect: it stands outside any block.",
    )
    .help("move it into a block, or make it a comment with `//`")
}

/// Leaves out the lines of a block whose kind is not known.
fn skip_block(reader: &mut Reader<'_>, items: &mut Vec<Item>) {
    loop {
        let start = reader.at;
        let Some(line) = reader.next_line() else { return };
        let input = skip_space(line.text);
        if block::is_header(input) {
            reader.at = start;
            return;
        }
        items.push(Item::Broken(line.rest(input)));
        if input.starts_with('}') {
            return;
        }
    }
}

#[cfg(test)]
#[allow(clippy::panic)]
mod tests {
    use super::document::{Block, EntryKind};
    use super::*;

    fn read(text: &str) -> (Document, Vec<&'static str>) {
        let (document, problems) = parse(&Sources::single("a.prisma", text));
        (document, problems.iter().map(|problem| problem.id).collect())
    }

    fn blocks(document: &Document) -> Vec<&Block> {
        let blocks = document.items.iter().filter_map(|item| match item {
            Item::Block(block) => Some(block),
            Item::Comment(_) | Item::Blank(_) | Item::Broken(_) => None,
        });
        blocks.collect()
    }

    #[test]
    fn a_broken_line_costs_that_line() {
        let (document, ids) = read("model A {\n  id Int @id\n  !!\n  name String\n}\n");
        assert_eq!(ids, ["unexpected-text"]);
        let fields = blocks(&document)[0].entries.iter();
        let fields = fields.filter(|entry| matches!(entry.kind, EntryKind::Field(_)));
        assert_eq!(fields.count(), 2);
    }

    #[test]
    fn an_unclosed_block_ends_at_the_next_header() {
        let (document, ids) = read("model A {\n  id Int @id\n\n/// B's.\nmodel B {\n  id Int\n}\n");
        assert_eq!(ids, ["unclosed-block"]);
        let blocks = blocks(&document);
        assert_eq!(blocks.len(), 2);
        assert_eq!(blocks[1].documentation.as_deref(), Some("B's."));
    }

    #[test]
    fn accepted_oddities_are_read() {
        let text = "model A{\n  id Int@id\n  a Int ?\n  b String []\n  c Int @ map ( \"x\" )\n  \
                    type String // }\n  d Unsupported( \"a { b\" )?\n} model B {\n  id Int\n}";
        let (document, ids) = read(text);
        assert!(ids.is_empty(), "{ids:?}");
        let blocks = blocks(&document);
        assert_eq!(blocks.len(), 2);
        assert_eq!(blocks[0].entries.len(), 6);
    }

    #[test]
    fn each_known_mistake_has_its_own_message() {
        for (line, id) in [
            ("a: Int", "colon-after-name"),
            ("a Int!", "required-mark"),
            ("a [Int]", "list-before-type"),
            ("a Int[]?", "optional-list"),
            ("a", "missing-type"),
            ("a Int,", "trailing-separator"),
            ("# a", "hash-comment"),
            ("_a Int", "invalid-name"),
            ("a Int @map('x')", "single-quotes"),
            ("a Int @map(\"x)", "unclosed-string"),
            ("@@index([a,])", "trailing-comma"),
            ("@@index([a]", "unclosed-bracket"),
            ("@unique", "attribute-without-field"),
            ("a Int @@map(\"x\")", "block-attribute-on-field"),
            ("a String @default(\"\\x\")", "invalid-escape"),
            ("a Int @default(1e5)", "invalid-number"),
            (&format!("{} Int", "a".repeat(513)), "name-too-long"),
            ("/* a", "unclosed-comment"),
        ] {
            let (_, ids) = read(&format!("model A {{\n  {line}\n}}\n"));
            assert_eq!(ids, [id], "{line}");
        }
    }

    #[test]
    fn a_block_whose_name_is_too_long_is_left_out_alone() {
        let long = "x".repeat(513);
        let (document, ids) =
            read(&format!("model {long} {{\n  id Int\n}}\nmodel B {{\n  id Int\n}}\n"));
        assert_eq!(ids, ["name-too-long"]);
        assert_eq!(blocks(&document).len(), 1);
    }

    #[test]
    fn deep_nesting_is_a_message_and_no_overflow() {
        let text = format!("model A {{\n  a Int @default({}1\n}}\n", "[".repeat(100_000));
        assert_eq!(read(&text).1, ["nesting-too-deep"]);
    }

    #[test]
    fn documentation_is_what_stands_directly_above_and_behind() {
        let text = "/// far\n\n/// near\nmodel A {\n  /// one\n  /// two\n  id Int /// three\n}\n";
        let (document, _) = read(text);
        let block = blocks(&document)[0];
        assert_eq!(block.documentation.as_deref(), Some("near"));
        let field = block.entries.last().and_then(|entry| entry.documentation.as_deref());
        assert_eq!(field, Some("one\ntwo\nthree"));
    }
}
