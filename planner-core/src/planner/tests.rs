//! What the planner makes of small schemas, and what it refuses.
#![allow(clippy::unwrap_used)]

use super::*;

const POSTS: &str = "datasource db {\n  provider = \"PROVIDER\"\n}\n\nmodel Post {\n  id       Int @id @default(autoincrement())\n  authorId Int @map(\"author_id\")\nEXTRA\n  @@map(\"posts\")\n}\n";

fn posts(provider: &str, extra: &str) -> Sources {
    let text = POSTS.replace("PROVIDER", provider).replace("EXTRA", extra);
    Sources::single("schema.prisma", &text)
}

fn planned(before: &Sources, after: &Sources) -> Planned {
    plan(&PlanRequest { before: Some(before), after, hints: &[] }).unwrap()
}

#[test]
fn column_and_index_are_added_in_place_on_both_databases() {
    let extra = "  status String @default(\"draft\")\n\n  @@index([authorId, status])";
    for provider in ["sqlite", "postgresql"] {
        let planned = planned(&posts(provider, ""), &posts(provider, extra));
        let sql = planned.migration_sql;
        let statements: Vec<&str> =
            sql.lines().filter(|line| !line.is_empty() && !line.starts_with("--")).collect();
        assert_eq!(
            statements,
            [
                "ALTER TABLE \"posts\" ADD COLUMN \"status\" TEXT NOT NULL DEFAULT 'draft';",
                "CREATE INDEX \"posts_author_id_status_idx\" ON \"posts\" (\"author_id\", \
                 \"status\");",
            ],
            "{provider}"
        );
        assert_eq!(planned.warnings, Vec::<String>::new());
        assert_eq!(planned.statement_count, 2);
    }
}

#[test]
fn what_another_plan_led_to_is_not_read_again() {
    for provider in ["postgresql", "sqlite"] {
        let before = posts(provider, "");
        let written = planned(&before, &posts(provider, "  title String")).after_schema;
        let first = planned(&before, &Sources::single("after.prisma", &written));
        let after = posts(provider, "  title String\n  status String @default(\"draft\")");
        let alone = planned(&Sources::single("before.prisma", &written), &after);
        let next = plan_next(&first, &after, &[]).unwrap();
        assert_eq!(format!("{next:?}"), format!("{alone:?}"), "{provider}");
    }
}

#[test]
fn nothing_changes_gives_no_sql() {
    let planned = planned(&posts("sqlite", ""), &posts("sqlite", "  // a comment"));
    assert!(planned.is_empty() && planned.migration_sql.is_empty());
}

#[test]
fn another_provider_is_refused() {
    let (before, after) = (posts("sqlite", ""), posts("postgresql", ""));
    let result = plan(&PlanRequest { before: Some(&before), after: &after, hints: &[] });
    assert!(matches!(result, Err(PlanError::ProviderSwitch { .. })));
}

#[test]
fn all_problems_of_a_schema_come_at_once() {
    let after = posts("sqlite", "  a Strin\n  b Boolea");
    let result = plan(&PlanRequest { before: None, after: &after, hints: &[] });
    let Err(PlanError::Schema { side: Side::After, diagnostics, .. }) = result else {
        unreachable!("the schema is wrong");
    };
    assert_eq!(diagnostics.len(), 2);
}
