//! Text -> [`Document`]: reads whatever it is given and never fails. A line that cannot be read
//! costs that line and is reported; nothing is resolved here.

pub mod document;

mod attribute;
mod block;
mod expression;
pub mod field;
mod known;
mod lexeme;
mod line;

use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Sources, Span};
use block::Documentation;
use document::{Arena, Block, Document, Item, Keyword};
use lexeme::{skip_space, word};
use line::{Line, Reader};

pub use known::{Known, Moves};

/// Reads all files of a schema; the document is kept in the arena. The diagnostics stand in the order of the text.
pub fn parse<'a>(sources: &'a Sources, arena: &'a Arena) -> (Document<'a>, Vec<Diagnostic>) {
    let (document, problems, _) = parse_from(sources, FileId(0), None, arena);
    (document, problems)
}

/// Reads the files that follow those of another schema, of which the blocks are known: those that
/// are alike are not read again. Their places are those in the other schema; the moves tell their
/// own.
pub fn parse_with<'a>(
    both: &'a Sources,
    known: &'a Known<'a>,
    first: FileId,
    arena: &'a Arena,
) -> (Document<'a>, Vec<Diagnostic>, Moves) {
    parse_from(both, first, Some(known), arena)
}

fn parse_from<'a>(
    sources: &'a Sources,
    first: FileId,
    known: Option<&'a Known<'a>>,
    arena: &'a Arena,
) -> (Document<'a>, Vec<Diagnostic>, Moves) {
    let mut document = Document::default();
    let mut problems = Vec::new();
    let mut moves = Vec::new();
    for (id, file) in sources.iter().skip(first.0 as usize) {
        let mut reader = Reader::new(sources.start_of(id), &file.text, arena);
        reader.known = known;
        moves.extend(parse_file(reader, &mut document.items, &mut problems));
        document.files.push((id, document.items.len()));
    }
    document.items.shrink_to_fit();
    (document, problems, Moves::new(sources.start_of(first), moves))
}

/// Reads one file; out come the blocks that were taken over.
fn parse_file<'a>(
    mut reader: Reader<'a>,
    items: &mut Vec<Item<'a>>,
    problems: &mut Vec<Diagnostic>,
) -> Vec<(Span, u32)> {
    let first = items.len();
    let (base, text) = (reader.base, reader.text);
    let marks = text.len() - text.trim_start_matches('\u{feff}').len();
    if marks > 0 {
        problems.push(
            Diagnostic::error(
                "byte-order-mark",
                Span::new(base, base + marks as u32),
                "This file cannot be used: it begins with a byte order mark.",
            )
            .help("save it as UTF-8 without a byte order mark"),
        );
        reader.at = marks;
    }
    let mut pending = Documentation::default();
    while let Some(line) = reader.next_line() {
        let input = skip_space(line.text);
        if input.is_empty() {
            // A megabyte of line ends is one empty line, not a million.
            if items.len() == first || !matches!(items.last(), Some(Item::Blank(_))) {
                items.push(Item::Blank(line.rest(input)));
            }
            pending.clear();
        } else if let Some(comment) = block::comment(&mut reader, &line, input, problems) {
            pending.collect(&reader, &comment);
            items.push(Item::Comment(comment));
        } else {
            let documentation = pending.take(reader.arena);
            read_block(&mut reader, &line, input, documentation, items, problems);
        }
    }
    reader.moves
}

fn read_block<'a>(
    reader: &mut Reader<'a>,
    line: &Line<'a>,
    input: &'a str,
    documentation: Option<&'a str>,
    items: &mut Vec<Item<'a>>,
    problems: &mut Vec<Diagnostic>,
) {
    let first = word(input).ok();
    let keyword = first.and_then(|(after, text)| Some((after, Keyword::from_word(text)?)));
    if let Some((after, keyword)) = keyword {
        let name = skip_space(after);
        let named = word(name).ok();
        if let Some((_, text)) = named
            && let Some(known) = reader.take_over(text, line.offset(input))
        {
            let kept = known.documentation == documentation;
            let block =
                if kept { known } else { reader.arena.part(Block { documentation, ..*known }) };
            items.push(Item::Block(block));
            return;
        }
        let long = named.and_then(|(rest, text)| field::too_long(text, line.span(name, rest)));
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
        let block = block::body(reader, header, documentation, problems);
        items.push(Item::Block(reader.arena.part(block)));
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
        let block = block::body(reader, header, documentation, problems);
        items.push(Item::Block(reader.arena.part(block)));
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
        let block = block::body(reader, header, documentation, problems);
        items.push(Item::Block(reader.arena.part(block)));
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
    let lower = text.to_ascii_lowercase();
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
fn skip_block<'a>(reader: &mut Reader<'a>, items: &mut Vec<Item<'a>>) {
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
    use super::document::EntryKind;
    use super::*;
    use crate::source::{Place, SourceFile};

    /// What is read of a text: its blocks, and the ids of the problems.
    fn read<T>(text: &str, look: impl Fn(&[&Block<'_>], &[&str]) -> T) -> T {
        let (sources, arena) = (Sources::single("a.prisma", text), Arena::default());
        let (document, problems) = parse(&sources, &arena);
        let blocks = document.items.iter().filter_map(|item| match item {
            Item::Block(block) => Some(*block),
            Item::Comment(_) | Item::Blank(_) | Item::Broken(_) => None,
        });
        let ids: Vec<&str> = problems.iter().map(|problem| problem.id).collect();
        look(&blocks.collect::<Vec<_>>(), &ids)
    }

    fn field_count(block: &Block<'_>) -> usize {
        block.entries.iter().filter(|entry| matches!(entry.kind, EntryKind::Field(_))).count()
    }

    #[test]
    fn a_broken_line_costs_that_line() {
        read("model A {\n  id Int @id\n  !!\n  name String\n}\n", |blocks, ids| {
            assert_eq!(ids, ["unexpected-text"]);
            assert_eq!(field_count(blocks[0]), 2);
        });
    }

    #[test]
    fn an_unclosed_block_ends_at_the_next_header() {
        let text = "model A {\n  id Int @id\n\n/// B's.\nmodel B {\n  id Int\n}\n";
        read(text, |blocks, ids| {
            assert_eq!(ids, ["unclosed-block"]);
            assert_eq!(blocks.len(), 2);
            assert_eq!(blocks[1].documentation, Some("B's."));
        });
    }

    #[test]
    fn a_brace_alone_on_the_next_line_belongs_to_its_unclosed_block() {
        let text = "model A\n\n { \nmodel B {\n  id Int @id\n}\n";
        read(text, |blocks, ids| {
            assert_eq!(ids, ["brace-on-next-line"]);
            assert_eq!(
                text.get(blocks[0].span.start as usize..blocks[0].span.end as usize),
                Some("model A\n\n {")
            );
            assert_eq!(blocks[1].name.text, "B");
        });
    }

    #[test]
    fn accepted_oddities_are_read() {
        let text = "model A{\n  id Int@id\n  a Int ?\n  b String []\n  c Int @ map ( \"x\" )\n  \
                    type String // }\n  d Unsupported( \"a { b\" )?\n} model B {\n  id Int\n}";
        read(text, |blocks, ids| {
            assert!(ids.is_empty(), "{ids:?}");
            assert_eq!(blocks.len(), 2);
            assert_eq!(blocks[0].entries.len(), 6);
        });
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
            read(&format!("model A {{\n  {line}\n}}\n"), |_, ids| assert_eq!(ids, [id], "{line}"));
        }
    }

    #[test]
    fn a_block_whose_name_is_too_long_is_left_out_alone() {
        let long = "x".repeat(513);
        let text = format!("model {long} {{\n  id Int\n}}\nmodel B {{\n  id Int\n}}\n");
        read(&text, |blocks, ids| {
            assert_eq!(ids, ["name-too-long"]);
            assert_eq!(blocks.len(), 1);
        });
    }

    #[test]
    fn deep_nesting_is_a_message_and_no_overflow() {
        let text = format!("model A {{\n  a Int @default({}1\n}}\n", "[".repeat(100_000));
        read(&text, |_, ids| assert_eq!(ids, ["nesting-too-deep"]));
    }

    #[test]
    fn documentation_is_what_stands_directly_above_and_behind() {
        let text = "/// far\n\n/// near\nmodel A {\n  /// one\n  /// two\n  id Int /// three\n}\n";
        read(text, |blocks, _| {
            assert_eq!(blocks[0].documentation, Some("near"));
            let field = blocks[0].entries.last().and_then(|entry| entry.documentation());
            assert_eq!(field, Some("one\ntwo\nthree"));
        });
    }

    #[test]
    fn places_are_counted_over_all_files() {
        let file =
            |path: &str| SourceFile { path: path.into(), text: "// é\nmodel A {\n}".into() };
        let sources = Sources::new(vec![file("a.prisma"), file("b.prisma")]);
        let arena = Arena::default();
        let (document, _) = parse(&sources, &arena);
        let names = document.items.iter().filter_map(|item| match item {
            Item::Block(block) => Some(block.name.span),
            Item::Comment(_) | Item::Blank(_) | Item::Broken(_) => None,
        });
        let names: Vec<_> = names.map(|span| (sources.place(span), sources.text(span))).collect();
        let place = |file| Place { file: FileId(file), start: 12, end: 13 };
        assert_eq!(names, [(place(0), "A"), (place(1), "A")]);
    }
}
