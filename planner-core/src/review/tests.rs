//! Reviews of small migrations.

use super::model::{Excerpt, LineChange, Order};
use super::text::render;
use super::{review, review_planned};
use crate::artifact::{self, Artifact, NewArtifact};
use crate::planner::{PlanRequest, Planned, plan};
use crate::provider::Provider;
use crate::source::Sources;

fn schema(provider: Provider, fields: &str) -> Sources {
    let text = format!(
        "datasource db {{\n  provider = \"{provider}\"\n}}\n\nmodel User {{\n  id Int @id\n{fields}\n\n  @@map(\"users\")\n}}\n"
    );
    Sources::single("schema.prisma", &text)
}

fn planned(provider: Provider, before: &str, after: &str) -> Planned {
    let (before, after) = (schema(provider, before), schema(provider, after));
    plan(&PlanRequest { before: Some(&before), after: &after, hints: &[] }).unwrap()
}

fn written(planned: &Planned, migration_sql: &str) -> Artifact {
    let files = artifact::render(&NewArtifact {
        name: "20260101000000_change".to_owned(),
        generated_at: "2026-01-01T00:00:00Z".to_owned(),
        provider: planned.provider(),
        migration_sql: migration_sql.to_owned(),
        warnings: planned.warnings.clone(),
        before_schema: planned.before_schema.clone(),
        after_schema: planned.after_schema.clone(),
        statement_count: planned.statement_count,
        rebuild_required: planned.requires_rebuild,
        renames: Vec::new(),
        planner_version: "0.1.0".to_owned(),
        target_version: "14".to_owned(),
    });
    artifact::read("20260101000000_change", &files).unwrap()
}

#[test]
fn an_index_on_a_new_column_is_told_in_one_sentence() {
    let planned = planned(
        Provider::Postgresql,
        "",
        "  status String @default(\"draft\")\n\n  @@index([status])",
    );
    let review = review_planned(&planned);
    // The lock of the new column is held until the index is built.
    assert_eq!(
        review.sentence,
        "Adds users.status and an index on users; no stored value is at risk; all queries on users \
         wait while an index is built."
    );
    assert_eq!(review.tables, ["users: adds status, index users_status_idx"]);
    assert_eq!(review.order, Order::MigrationFirst);
    assert!(review.gating.is_empty());
}

#[test]
fn an_index_alone_keeps_writes_waiting() {
    let status = "  status String @default(\"draft\")";
    let indexed = format!("{status}\n\n  @@index([status])");
    let review = review_planned(&self::planned(Provider::Postgresql, status, &indexed));
    assert_eq!(
        review.sentence,
        "Adds an index on users; no stored value is at risk; writes to users wait while an index \
         is built."
    );
    let [step] = review.steps.as_slice() else { panic!("{:?}", review.steps) };
    assert_eq!(step.locks, ["users: SHARE"]);
    assert_eq!(step.work, "an index of users is built");
}

#[test]
fn a_notice_at_which_the_project_stops_is_no_loss() {
    use crate::warning::Level;
    let status = "  status String @default(\"draft\")";
    let indexed = format!("{status}\n\n  @@index([status])");
    let mut planned = self::planned(Provider::Postgresql, status, &indexed);
    let notices = planned.findings.len();
    planned.findings.iter_mut().for_each(|each| each.level = Level::Gating);
    let review = review_planned(&planned);
    assert!(review.sentence.contains("no stored value is at risk"), "{}", review.sentence);
    assert_eq!((review.verdict.data_loss, review.verdict.notices), (0, notices));
    assert_eq!(review.gating.len(), notices);
    assert!(notices > 0);
}

#[test]
fn a_sealed_artifact_fits_together() {
    let planned = planned(Provider::Sqlite, "  old String?", "");
    let review = review(&written(&planned, &planned.migration_sql), None);
    assert_eq!(review.integrity, []);
    assert_eq!(review.order, Order::ApplicationFirst);
    let text = render(&review);
    assert!(text.contains("Potential data loss: dropping column users.old."), "{text}");
    assert!(text.contains("accept: --allow drop-column:users.old"), "{text}");
    assert!(text.contains("stored values of users.old may be lost"), "{text}");
}

#[test]
fn an_edited_script_is_told_and_its_warning_missed() {
    let planned = planned(Provider::Sqlite, "", "  name String?");
    let sql = format!("{}DELETE FROM users;\n", planned.migration_sql);
    let review = review(&written(&planned, &sql), None);
    let rules: Vec<&str> = review.gating.iter().map(|warning| warning.rule.as_str()).collect();
    assert_eq!(rules, ["hand-edited-sql", "written-data-statement"]);
    let codes: Vec<&str> = review.integrity.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, ["artifact-not-sealed", "warnings-edited"]);
    assert_eq!(review.written.len(), 1);
}

#[test]
fn warnings_that_are_missing_and_those_too_many_are_counted() {
    let planned = planned(Provider::Sqlite, "  old String?\n  older String?", "");
    let told = |edit: fn(&mut Vec<String>)| {
        let mut artifact = written(&planned, &planned.migration_sql);
        edit(&mut artifact.warnings);
        let problems = review(&artifact, None).integrity;
        problems.into_iter().map(|each| each.message).collect::<Vec<_>>()
    };
    assert_eq!(planned.warnings.len(), 2);
    assert_eq!(told(|_| ()), [""; 0]);
    assert_eq!(told(Vec::clear), ["warnings.txt lacks 2 of the warnings that the planner finds."]);
    assert_eq!(
        told(|warnings| warnings.push("Mine.".to_owned())),
        ["The planner does not find 1 of the warnings in warnings.txt."]
    );
    assert_eq!(
        told(|warnings| warnings[0] = "Mine.".to_owned()),
        [
            "warnings.txt lacks 1 of the warnings that the planner finds, and has 1 that it does not find."
        ]
    );
}

#[test]
fn a_break_in_the_chain_is_told() {
    let first = planned(Provider::Sqlite, "", "  name String?");
    let second = planned(Provider::Sqlite, "  other String?", "");
    let (first, second) =
        (written(&first, &first.migration_sql), written(&second, &second.migration_sql));
    let review = review(&second, Some(&first));
    let codes: Vec<&str> = review.integrity.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, ["broken-chain"]);
}

#[test]
fn warnings_and_steps_say_which_lines_they_come_from() {
    let planned = planned(
        Provider::Postgresql,
        "  name String\n  age  Int?",
        "  age BigInt?\n  mail String?",
    );
    let artifact = written(&planned, &planned.migration_sql);
    let review = review(&artifact, None);
    let shown = |places: &[Excerpt]| -> Vec<String> {
        let each =
            |place: &Excerpt| format!("{:?} {} {}", place.side, place.first, place.lines.join("|"));
        places.iter().map(each).collect()
    };
    let dropped = review.gating.iter().find(|each| each.rule == "drop-column").unwrap();
    assert_eq!(shown(&dropped.places), ["Before 7   name String"]);
    let step = review.steps.iter().find(|step| step.title.contains("age from INTEGER")).unwrap();
    assert_eq!(
        shown(&step.places),
        ["Before 8   age  Int?", "After 7   age  BigInt?|  mail String?"]
    );
    assert!(step.reversible);
    let step = review.steps.iter().find(|step| step.title.contains("Drop column")).unwrap();
    assert!(!step.reversible);
    assert_eq!(
        review.irrecoverable,
        ["The values of users.name that this migration dropped: the column comes back empty."]
    );
    assert_eq!(review.schema.len(), 1);
    assert_eq!(review.edited, []);
}

#[test]
fn sql_that_was_written_is_shown_as_a_difference() {
    let planned = planned(Provider::Sqlite, "", "  name String?");
    let sql = format!("{}\nUPDATE users SET name = 'x';\n", planned.migration_sql);
    let review = review(&written(&planned, &sql), None);
    let added: Vec<&str> = review.edited[0]
        .lines
        .iter()
        .filter(|line| line.change == LineChange::Added)
        .map(|line| line.text.as_str())
        .collect();
    assert_eq!(added, ["", "UPDATE users SET name = 'x';"]);
    assert!(render(&review).contains("+ UPDATE users SET name = 'x';"));
}
