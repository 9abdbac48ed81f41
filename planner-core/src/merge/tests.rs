//! A change carried onto another state: what stays, what conflicts, and where new lines go.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
use super::*;
use crate::format::format_text;

const BASE: &str = "datasource db {
  provider = \"sqlite\"
}

// People.
model User {
  id   Int     @id
  // A code.
  code String?
  name String

  @@index([name])
}
";

fn sources(text: &str) -> Sources {
    Sources::single("schema.prisma", text)
}

fn merged(before: &str, after: &str, onto: &str) -> Result<String, Vec<String>> {
    let result = merge(&sources(before), &sources(after), &sources(onto));
    let text = |sources: Sources| sources.iter().map(|(_, file)| file.text.clone()).collect();
    let words = |each: Conflict| format!("{}: {}", each.place, each.change);
    result.map(text).map_err(|conflicts| conflicts.into_iter().map(words).collect())
}

fn without_code(text: &str) -> String {
    text.replace("  // A code.\n  code String?\n", "")
}

const LATER: &str = "\n// Written.\nmodel Post {\n  id Int @id\n}\n";

#[test]
fn a_change_onto_its_own_start_is_its_end() {
    let after = format_text(&(without_code(BASE) + LATER));
    assert_eq!(merged(BASE, &after, BASE).unwrap(), after);
    assert_eq!(merged(&after, BASE, &after).unwrap(), BASE);
    assert_eq!(merged(BASE, &after, &after).unwrap(), after);
}

#[test]
fn what_others_changed_meanwhile_stays() {
    let onto = BASE.replace("@@index([name])", "@@index([name])\n  @@map(\"users\")") + LATER;
    let after = without_code(BASE).replace("name String", "name String\n  age  Int?");
    let expected = without_code(&onto).replace("name String", "name String\n  age  Int?");
    assert_eq!(merged(BASE, &after, &onto).unwrap(), format_text(&expected));
}

#[test]
fn layout_alone_is_no_change_and_no_conflict() {
    let onto = BASE.replace("name String", "name    String // last");
    assert!(merged(BASE, &BASE.replace("@id", " @id"), &onto).unwrap().contains("// last"));
    let after = BASE.replace("  name String\n", "").replace("\n  @@index([name])\n", "");
    assert!(!merged(BASE, &after, &onto).unwrap().contains("name"));
}

#[test]
fn one_line_that_both_changed_is_a_conflict() {
    let onto = BASE.replace("name String", "name String @unique");
    let removed = BASE.replace("  name String\n", "");
    assert_eq!(merged(BASE, &removed, &onto).unwrap_err(), ["model User, name: removes it"]);
    let changed = BASE.replace("name String", "name String?");
    assert_eq!(merged(BASE, &changed, &onto).unwrap_err(), ["model User, name: changes it"]);
    let gone = "datasource db {\n  provider = \"sqlite\"\n}\n";
    assert_eq!(merged(BASE, gone, &onto).unwrap_err(), ["model User, name: removes its block"]);
    assert_eq!(merged(BASE, &changed, gone).unwrap_err(), ["model User: changes it"]);
    assert_eq!(merged(BASE, gone, gone).unwrap(), gone);
}

#[test]
fn strings_count_with_their_white_space() {
    let one = BASE.replace("name String", "name String @default(\"a b\")");
    let two = BASE.replace("name String", "name String @default(\"a  b\")");
    assert!(merged(&one, BASE, &two).is_err());
}

#[test]
fn a_schema_of_nothing_keeps_the_datasource() {
    let onto = format!("{BASE}{LATER}");
    let left = merged(BASE, "", &onto).unwrap();
    assert!(left.starts_with("datasource") && !left.contains("User") && left.contains("Post"));
}

#[test]
fn places_are_found_and_read() {
    let found = sources(BASE);
    let at = u32::try_from(BASE.find("code String").unwrap()).unwrap();
    let place = place_of(&found, Span::new(at, at + 4)).unwrap();
    assert_eq!(place.to_string(), "model User, code");
    assert_eq!(text_at(&found, &place).as_deref(), Some("codeString?"));
    assert_eq!(text_at(&sources(&without_code(BASE)), &place), None);
}
