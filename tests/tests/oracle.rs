//! The oracle itself: each release answers, the question fits the release, and a question that
//! breaks the wasm build costs that answer alone.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::oracle::{Oracle, Version};

const SCHEMA: &str =
    "datasource db {\n  provider = \"sqlite\"\n}\n\nmodel A {\n  id Int @id\n  other Strng\n}\n";

#[test]
fn every_release_sees_the_unknown_type_and_nothing_else() {
    let mut oracle = Oracle::start();
    for version in Version::ALL {
        let text = version.adapted(SCHEMA);
        let verdict = oracle.validate(version, &[("schema.prisma", &text)]);
        assert_eq!(verdict.errors.len(), 1, "{version:?}: {}", verdict.words());
        let error = &verdict.errors[0];
        assert_eq!(&text[error.start..error.end], "Strng", "{version:?}");
    }
    assert!(oracle.decide(&SCHEMA.replace("Strng", "String")).accepts());
}

#[test]
fn each_release_gets_the_datasource_that_it_takes() {
    let with_url = "datasource db {\n  provider = \"sqlite\"\n  url = \"file:a\"\n}\n";
    assert_eq!(Version::Six.adapted(with_url), with_url);
    let bare = "datasource db {\n  provider = \"sqlite\"\n}\n";
    assert_eq!(Version::Seven.adapted(with_url), bare);
    assert!(Version::Five.adapted(bare).contains("  url = "));
    let mut oracle = Oracle::start();
    let mut accepts =
        |version, text: &str| oracle.validate(version, &[("schema.prisma", text)]).accepts();
    assert!(accepts(Version::Seven, bare) && !accepts(Version::Seven, with_url));
    assert!(!accepts(Version::Six, bare) && accepts(Version::Six, with_url));
}

#[test]
fn formatting_is_prismas_own() {
    let mut oracle = Oracle::start();
    for version in Version::ALL {
        let formatted = oracle.format(version, "model A{\nid Int @id\n}\n").unwrap();
        assert_eq!(formatted, "model A {\n  id Int @id\n}\n", "{version:?}");
    }
}
