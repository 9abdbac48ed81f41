//! Texts that are no schema in, what comes of them out.

use super::format_text;
use crate::diagnostic;
use crate::schema::check;
use crate::source::Sources;

/// Texts on which reading once went wrong, or that are cut where it hurts.
#[test]
fn any_text_is_read_to_its_end() {
    for text in [
        "",
        "\u{feff}",
        "}",
        "model",
        "model A",
        "model A {",
        "model A { // c\nmodel B {",
        "model A\n{\n",
        "model A {\n/*",
        "model A {\n  a\u{2028} Int\n",
        "datasource db {\n\u{b}generator g {\n}\n",
        "model A {\n  a Int @default(\"\\u",
        "model A {\n  a Int @default(\"\\ud834\\u",
        "enum E {\n  A @map(",
        "type A = Int @id",
        "modle A {\r  id Int\r}",
    ] {
        let sources = Sources::single("a.prisma", text);
        let checked = check(&sources);
        assert!(checked.schema.is_none(), "{text:?}");
        for each in &checked.diagnostics {
            assert!(!diagnostic::render(each, &sources, false).is_empty());
        }
        let once = format_text(text);
        assert_eq!(format_text(&once), once, "{text:?}");
    }
}

#[test]
fn a_brace_alone_on_the_next_line_stays_where_it_is() {
    let text = "model A\n\n { \nmodel B {\n  id Int @id\n}\n";
    assert_eq!(format_text(text), "model A\n\n {\n\nmodel B {\n  id Int @id\n}\n");
}
