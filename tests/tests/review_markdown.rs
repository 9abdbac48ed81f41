//! The body of a comment, read by a renderer of GitHub's Markdown: its structure, and that no name of a stranger
//! gets out of its place.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comrak::nodes::{AstNode, NodeValue};
use comrak::{Arena, Options, parse_document};
use planner_core::artifact::{self, NewArtifact};
use planner_core::planner::{PlanRequest, plan};
use planner_core::provider::Provider;
use planner_core::review::change::{ChangeProblem, ChangeReview};
use planner_core::review::render::{Format, Placement, ReviewedProject, render};
use planner_core::review::{Review, review};
use planner_core::source::Sources;

const LINK: &str = "https://forge.example/a/b/blob/1234";

/// What a name of a table or column may hold, and a comment must not do.
const HOSTILE: [&str; 22] = [
    "@team",
    "a@team.example",
    "#12",
    "acme/shop#12",
    "GH-12",
    "KEY-7",
    "https://evil.example/x",
    "www.evil.example",
    "mailto:a@evil.example",
    "deadbeefcafe",
    "<img src=x onerror=alert(1)>",
    "</summary></details><script>",
    "[a](https://evil.example)",
    "![a](https://evil.example/a.png)",
    "a|b|c",
    "a\\|b\\\\|c",
    "`a` ``b``",
    "````",
    "*a* _b_ ~~c~~",
    ":smile:",
    "$a$ $$b$$",
    "&lt;&#64;team&#x40;",
];

fn quoted(name: &str) -> String {
    name.replace('\\', "\\\\").replace('"', "\\\"")
}

/// A migration that drops, adds and indexes things of that name.
fn hostile_review(name: &str) -> Review {
    let name = quoted(name);
    let schema = |fields: &str| {
        let text = format!(
            "datasource db {{\n  provider = \"postgresql\"\n}}\n\nmodel User {{\n  id Int @id\n{fields}\n  \
             @@map(\"{name}\")\n}}\n"
        );
        Sources::single("schema.prisma", &text)
    };
    let before = schema(&format!("  old String? @map(\"{name}\") // {name}\n"));
    let after = schema(&format!(
        "  new String @map(\"{name} 2\") /// {name}\n\n  @@index([new], map: \"{name} 3\")\n"
    ));
    let planned = plan(&PlanRequest { before: Some(&before), after: &after, hints: &[] }).unwrap();
    let migration = "20260101000000_change";
    let files = artifact::render(&NewArtifact {
        name: migration.to_owned(),
        generated_at: "2026-01-01T00:00:00Z".to_owned(),
        provider: Provider::Postgresql,
        migration_sql: planned.migration_sql.clone(),
        warnings: planned.warnings.clone(),
        before_schema: planned.before_schema.clone(),
        after_schema: planned.after_schema.clone(),
        statement_count: planned.statement_count,
        rebuild_required: planned.requires_rebuild,
        renames: Vec::new(),
        planner_version: "0.1.0".to_owned(),
        target_version: "14".to_owned(),
    });
    review(&artifact::read(migration, &files).unwrap(), None)
}

fn body(review: Review, name: &str) -> String {
    let problem = ChangeProblem {
        code: "edited-migration",
        migration: Some(name.to_owned()),
        file: Some(format!("{name}.txt")),
        lines: None,
        message: format!("{name} is edited."),
        help: "Restore it.",
    };
    let change =
        ChangeReview { problems: vec![problem], reviews: vec![review], ..ChangeReview::default() };
    let placement = Placement {
        schema: format!("{name}/schema.prisma"),
        migrations: format!("{name}/migrations"),
        base: Some(name.to_owned()),
        head: Some("1234".to_owned()),
        link: Some(LINK.to_owned()),
        ..Placement::default()
    };
    render(&[ReviewedProject { placement: &placement, change: &change }], Format::Markdown)
}

/// What a reader of the rendered body finds.
#[derive(Default)]
struct Seen {
    links: Vec<String>,
    html: Vec<String>,
    /// Text outside of code, a line a block.
    text: Vec<String>,
    /// Code spans, and text between tags of code.
    code: Vec<String>,
    blocks: Vec<(String, String)>,
    tables: Vec<Vec<Vec<String>>>,
    images: usize,
    headings: Vec<String>,
}

fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.autolink = true;
    options.extension.tasklist = true;
    options.extension.footnotes = true;
    options.extension.math_dollars = true;
    options.extension.math_code = true;
    options
}

fn read(markdown: &str) -> Seen {
    let arena = Arena::new();
    let root = parse_document(&arena, markdown, &options());
    let mut seen = Seen::default();
    visit(root, &mut seen, &mut false);
    seen
}

fn plain<'a>(node: &'a AstNode<'a>) -> String {
    let mut text = String::new();
    for each in node.descendants() {
        match &each.data.borrow().value {
            NodeValue::Text(words) => text.push_str(words),
            NodeValue::Code(code) => text.push_str(&code.literal),
            NodeValue::SoftBreak | NodeValue::LineBreak => text.push('\n'),
            _ => {}
        }
    }
    text
}

fn visit<'a>(node: &'a AstNode<'a>, seen: &mut Seen, in_code: &mut bool) {
    let value = node.data.borrow().value.clone();
    match &value {
        NodeValue::Link(link) => seen.links.push(link.url.to_string()),
        NodeValue::Image(_) => seen.images += 1,
        NodeValue::Math(_) | NodeValue::FootnoteReference(_) => {
            panic!("math or a footnote: {value:?}")
        }
        NodeValue::HtmlInline(html) => {
            match html.as_str() {
                "<code>" => *in_code = true,
                "</code>" => *in_code = false,
                _ => {}
            }
            seen.html.push(html.trim().to_owned());
        }
        NodeValue::HtmlBlock(block) => seen.html.push(block.literal.trim().to_owned()),
        NodeValue::Code(code) => seen.code.push(code.literal.clone()),
        NodeValue::Text(words) if *in_code => seen.code.push(words.to_string()),
        NodeValue::Text(words) => seen.text.push(words.to_string()),
        NodeValue::CodeBlock(block) => {
            seen.blocks.push((block.info.clone(), block.literal.clone()));
        }
        NodeValue::Heading(_) => seen.headings.push(plain(node)),
        NodeValue::Table(_) => {
            let rows = node.children().map(|row| row.children().map(|cell| plain(cell)).collect());
            seen.tables.push(rows.collect());
        }
        _ => {}
    }
    for child in node.children() {
        visit(child, seen, in_code);
    }
}

fn visible(text: &str) -> String {
    text.replace('\u{200b}', "")
}

#[test]
fn no_name_gets_out_of_its_place() {
    for name in HOSTILE {
        let review = hostile_review(name);
        let body = body(review.clone(), name);
        let seen = read(&body);
        let shown = || format!("{name}\n{body}");
        assert!(
            seen.links.iter().all(|url| url.starts_with(LINK)),
            "{:?}\n{}",
            seen.links,
            shown()
        );
        assert!(!seen.links.is_empty() && seen.images == 0, "{}", shown());
        let allowed = ["<br>", "<sub>", "</sub>", "<code>", "</code>", "</details>"];
        for html in &seen.html {
            let own = allowed.contains(&html.as_str())
                || (html.starts_with("<!-- comon-review:") && html.ends_with(" -->"))
                || (html.starts_with("<details><summary>") && html.ends_with("</summary>"));
            assert!(own && html.lines().count() == 1, "{html}\n{}", shown());
        }
        let text: Vec<char> = seen.text.join("\n").chars().collect();
        for pair in text.windows(2) {
            assert!(!(pair[0] == '@' && pair[1].is_alphanumeric()), "a mention\n{}", shown());
            assert!(!(pair[0] == '#' && pair[1].is_ascii_digit()), "an issue\n{}", shown());
        }
        let joined: String = seen.text.concat();
        for reference in ["GH-1", "KEY-7", "deadbeefcafe", "://evil", "www.evil", ":smile:"] {
            assert!(!joined.contains(reference), "{reference}\n{}", shown());
        }
        // What is shown is what was said, to the letter.
        let all = visible(&joined);
        for warning in review.gating.iter().chain(&review.notices) {
            assert!(all.contains(&warning.message), "{}\n{}", warning.message, shown());
        }
        let code = seen.code.join("\n");
        for warning in &review.gating {
            assert!(code.contains(&warning.flag), "{}\n{}", warning.flag, shown());
        }
        let [steps] = seen.tables.as_slice() else { panic!("{}", shown()) };
        assert_eq!(steps.len(), review.steps.len() + 1, "{}", shown());
        for (row, step) in steps.iter().skip(1).zip(&review.steps) {
            assert_eq!(row.len(), 5, "{}", shown());
            assert_eq!(visible(&row[1]), step.title, "{}", shown());
            assert_eq!(visible(&row[3]), step.work, "{}", shown());
            assert!(row[4] == "yes" || row[4] == "no", "{}", shown());
        }
        let sql = seen.blocks.iter().filter(|(info, _)| info == "sql");
        let sql: Vec<&str> = sql.map(|(_, text)| text.trim_end()).collect();
        let warnings = review.gating.iter().chain(&review.notices);
        let ways = warnings.flat_map(|each| &each.safer).map(|way| way.sql.trim_end());
        let expected: Vec<&str> = ways.chain([review.migration_sql.trim_end()]).collect();
        assert!(expected.len() > 1, "{}", shown());
        assert_eq!(sql, expected, "{}", shown());
        let languages: Vec<&str> = seen.blocks.iter().map(|(info, _)| info.as_str()).collect();
        assert_eq!(languages.last(), Some(&"diff"), "{}", shown());
        assert_eq!(languages.len(), sql.len() + 1, "{}", shown());
        assert_eq!(
            seen.headings,
            [
                "❌ Migration review: 1 rule broken, 2 warnings to accept",
                "Rules broken",
                "20260101000000_change",
                "To accept",
                "Steps"
            ],
            "{}",
            shown()
        );
    }
}

#[test]
fn control_and_direction_characters_are_written_out() {
    let mut review = hostile_review("plain");
    review.sentence = "a\u{202e}b\nc\u{0}d".to_owned();
    review.migration_sql = "SELECT '\u{2066}x\u{7}';\n\tSELECT 2;\n".to_owned();
    let body = body(review, "a\nb");
    let hidden = |each: char| each != '\n' && each != '\t' && planner_core::source::is_hidden(each);
    assert!(!body.contains(hidden), "{body:?}");
    let seen = read(&body);
    assert!(seen.text.concat().contains("a\\u{202e}b\\nc\\u{0}d"), "{body}");
    assert!(seen.blocks.iter().any(|(_, text)| text.contains("\tSELECT 2;")), "{body}");
}
