//! The renderers on changes made by hand: what is shown, what is left out, and that nothing of a stranger
//! gets out of its place.

use super::markdown::{MOST_CHARACTERS, marker};
use super::{Format, Placement, ReviewedProject, render};
use crate::artifact::{self, NewArtifact};
use crate::planner::{PlanRequest, plan};
use crate::provider::Provider;
use crate::review::change::{ChangeProblem, ChangeReview};
use crate::review::review;
use crate::source::Sources;
use serde_json::Value;

fn schema(models: &str) -> Sources {
    let head = "datasource db {\n  provider = \"postgresql\"\n}\n\n";
    Sources::single("schema.prisma", &format!("{head}{models}"))
}

/// The review of a migration between two schemas.
fn change(name: &str, before: &str, after: &str) -> ChangeReview {
    let (before, after) = (schema(before), schema(after));
    let request = PlanRequest { before: Some(&before), after: &after, hints: &[] };
    let planned = plan(&request).unwrap();
    let files = artifact::render(&NewArtifact {
        name: name.to_owned(),
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
    let artifact = artifact::read(name, &files).unwrap();
    ChangeReview { reviews: vec![review(&artifact, None)], ..ChangeReview::default() }
}

fn placement() -> Placement {
    Placement {
        schema: "app/schema.prisma".to_owned(),
        schema_folder: "app".to_owned(),
        migrations: "app/migrations".to_owned(),
        configuration: None,
        base: Some("main".to_owned()),
        head: Some("4f2a91c".to_owned()),
        link: Some("https://github.example/a/b/blob/4f2a91c".to_owned()),
    }
}

fn rendered(change: &ChangeReview, format: Format) -> String {
    let placement = placement();
    render(&[ReviewedProject { placement: &placement, change }], format)
}

const NAME: &str = "20260101000000_change";
const BEFORE: &str = "model User {\n  id  Int     @id\n  old String?\n\n  @@map(\"users\")\n}\n";
const AFTER: &str = "model User {\n  id Int @id\n\n  @@map(\"users\")\n}\n";

#[test]
fn a_comment_begins_with_its_mark_and_says_what_to_accept_first() {
    let change = change(NAME, BEFORE, AFTER);
    let body = rendered(&change, Format::Markdown);
    let mark =
        "<!-- comon-review:app/schema.prisma -->\n## ⚠️ Migration review: 1 warning to accept\n";
    assert!(body.starts_with(mark), "{body}");
    for part in [
        "since `main`, at commit `4f2a91c`",
        "**Potential data loss: dropping column users.old.** ([migration.sql line 2](https://github.example/a/b/blob/4f2a91c/app/migrations/20260101000000_change/migration.sql#L2), [before.prisma line ",
        "- Accept with `--allow drop-column:users.old`\n",
        "| [1](https://github.example/a/b/blob/4f2a91c/app/migrations/",
        "users: ACCESS EXCLUSIVE",
        "```sql\n-- Drop column users.old\n",
        "```diff\n",
        "-  old String?",
        "comon reviewed commit `4f2a91c`",
    ] {
        assert!(body.contains(part), "{part} is missing\n{body}");
    }
    let at = |part: &str| body.find(part).unwrap();
    assert!(
        at("#### To accept") < at("#### Steps") && at("#### Steps") < at("<summary>migration.sql")
    );
}

#[test]
fn broken_rules_stand_before_all_else_and_no_migration_is_said() {
    let problem = ChangeProblem {
        code: "edited-migration",
        migration: Some(NAME.to_owned()),
        file: Some("warnings.txt".to_owned()),
        lines: None,
        message: "It is edited.".to_owned(),
        help: "Restore it.",
    };
    let broken = ChangeReview { problems: vec![problem], ..change(NAME, BEFORE, AFTER) };
    let body = rendered(&broken, Format::Markdown);
    assert!(body.contains("## ❌ Migration review: 1 rule broken, 1 warning to accept"), "{body}");
    assert!(body.find("### Rules broken").unwrap() < body.find("#### To accept").unwrap());
    let nothing = rendered(&ChangeReview::default(), Format::Markdown);
    assert!(nothing.contains("## Migration review: no migration\n"), "{nothing}");
    assert!(nothing.contains("No new migration"), "{nothing}");
}

#[test]
fn marks_tell_projects_apart_and_cannot_be_closed() {
    let of =
        |schema: &str| marker(&Placement { schema: schema.to_owned(), ..Placement::default() });
    assert_eq!(of("a/-->\n@x"), "<!-- comon-review:a/%2D%2D%3E%0A%40x -->");
    assert_ne!(of("a"), of("b"));
}

#[test]
fn a_comment_never_grows_over_what_a_forge_takes() {
    let many = |count: usize| -> String {
        (0..count)
            .map(|at| {
                let fields: String = (0..20).map(|field| format!("  f{field} String\n")).collect();
                format!("model M{at} {{\n  id Int @id\n{fields}}}\n\n")
            })
            .collect()
    };
    let large = change(NAME, &many(120), AFTER);
    let body = rendered(&large, Format::Markdown);
    assert!(body.chars().map(char::len_utf16).sum::<usize>() < MOST_CHARACTERS);
    assert!(body.contains("This is a summary") && body.contains("#### To accept"), "{body}");
    let one = change(NAME, BEFORE, AFTER).reviews[0].clone();
    let thousand = ChangeReview { reviews: vec![one; 1_000], ..ChangeReview::default() };
    let body = rendered(&thousand, Format::Markdown);
    assert!(body.chars().map(char::len_utf16).sum::<usize>() < MOST_CHARACTERS);
    assert!(body.contains("… and 940 migrations more."), "{body}");
}

#[test]
fn annotations_stand_on_lines_and_cannot_begin_another_command() {
    let text = rendered(&change(NAME, BEFORE, AFTER), Format::Github);
    let first = text.lines().next().unwrap();
    assert_eq!(
        first.split("::").take(2).collect::<Vec<_>>().join("::"),
        "::error file=app/migrations/20260101000000_change/migration.sql,line=2,endLine=2,title=comon%3A drop-column"
    );
    let hostile = ChangeReview {
        problems: vec![ChangeProblem {
            code: "edited-migration",
            migration: None,
            file: Some("a,b:c%\n::set-output name=x::y".to_owned()),
            lines: None,
            message: "a\n::error::b\r%0A".to_owned(),
            help: "Restore it.",
        }],
        ..ChangeReview::default()
    };
    let text = rendered(&hostile, Format::Github);
    assert_eq!(text.lines().count(), 1, "{text}");
    assert!(
        text.starts_with("::error file=app/a%2Cb%3Ac%25\\n%3A%3Aset-output name=x%3A%3Ay,"),
        "{text}"
    );
    assert!(text.contains("::a\\n::error::b\\r%250A%0ARestore it."), "{text}");
}

#[test]
fn fingerprints_hold_while_lines_move() {
    let before = change(NAME, BEFORE, AFTER);
    let mut moved = before.clone();
    for lines in &mut moved.reviews[0].gating[0].lines {
        lines.first += 7;
        lines.last += 7;
    }
    let prints = |change: &ChangeReview, format: Format| -> Vec<(String, String, u64)> {
        let document: Value = serde_json::from_str(&rendered(change, format)).unwrap();
        let list = match format {
            Format::Sarif => document["runs"][0]["results"].clone(),
            _ => document,
        };
        let found = list.as_array().unwrap().iter().map(|each| match format {
            Format::Sarif => (
                each["ruleId"].as_str().unwrap().to_owned(),
                each["partialFingerprints"]["comonReview/v1"].as_str().unwrap().to_owned(),
                each["locations"][0]["physicalLocation"]["region"]["startLine"].as_u64().unwrap(),
            ),
            _ => (
                each["check_name"].as_str().unwrap().to_owned(),
                each["fingerprint"].as_str().unwrap().to_owned(),
                each["location"]["lines"]["begin"].as_u64().unwrap(),
            ),
        });
        found.filter(|(rule, ..)| rule == "drop-column").collect()
    };
    for format in [Format::Sarif, Format::Gitlab] {
        let (left, right) = (prints(&before, format), prints(&moved, format));
        assert_eq!((left.len(), right.len()), (1, 1));
        assert_eq!(left[0].1, right[0].1);
        assert_ne!(left[0].2, right[0].2, "the lines did move");
    }
}

#[test]
fn one_project_is_a_document_and_several_are_a_list() {
    let change = change(NAME, BEFORE, AFTER);
    let one: Value = serde_json::from_str(&rendered(&change, Format::Json)).unwrap();
    assert_eq!(one["version"], 1);
    assert_eq!(one["summary"]["dataLoss"], 1);
    assert_eq!(one["summary"]["heaviestLock"]["mode"], "ACCESS EXCLUSIVE");
    assert_eq!(one["reviews"][0]["name"], NAME);
    let placement = placement();
    let project = ReviewedProject { placement: &placement, change: &change };
    let two: Value = serde_json::from_str(&render(&[project, project], Format::Json)).unwrap();
    assert_eq!(two["projects"].as_array().unwrap().len(), 2);
    assert_eq!(two.get("reviews"), None);
}
