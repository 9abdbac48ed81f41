//! A table that others wait for -> a hit. Knows nothing of why they wait.

use super::migration::table_subject;
use super::rule::Hit;
use crate::dialect::question::Question;
use crate::plan::Wait;

/// The hit. `who`: who waits for what, the beginning of the message.
pub fn waiting(wait: &Wait<'_>, who: String) -> Hit {
    let (locking, working) = (wait.locking, wait.working);
    let more = match wait.more {
        0 => String::new(),
        1 => " and 1 more step".to_owned(),
        more => format!(" and {more} more steps"),
    };
    let since = if std::ptr::eq(locking, working) {
        String::new()
    } else {
        format!("; locked since an earlier step: {}", locking.title)
    };
    let mut changes = locking.serves.clone();
    changes.extend(working.serves.iter().filter(|id| !locking.serves.contains(id)));
    let rows = wait.worked.iter().map(|table| Question::Rows { table: (*table).clone() });
    Hit {
        subject: table_subject(wait.table),
        message: format!("{who}: {}{more}{since}.", working.title),
        changes,
        questions: rows.collect(),
        span: None,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use crate::planner::{PlanRequest, plan};
    use crate::source::Sources;

    const USERS: &str =
        "model User {\n  id   Int    @id\n  name String\n  note String?\n\n  @@map(\"users\")\n}\n";
    const POSTS: &str =
        "model Post {\n  id    Int    @id\n  title String\n\n  @@map(\"posts\")\n}\n";

    /// The notices about locks and rewrites that a change of schemas raises.
    fn notices(before: &str, after: &str) -> Vec<String> {
        let sources = |text: &str| {
            let head = "datasource db {\n  provider = \"postgresql\"\n}\n\n";
            Sources::single("schema.prisma", &format!("{head}{text}"))
        };
        let (before, after) = (sources(before), sources(after));
        let planned =
            plan(&PlanRequest { before: Some(&before), after: &after, hints: &[] }).unwrap();
        let about =
            ["blocks-reads-and-writes", "blocks-writes", "rewrites-table", "locks-other-table"];
        let findings = planned.findings.into_iter();
        findings
            .filter(|finding| about.contains(&finding.rule))
            .map(|finding| finding.message)
            .collect()
    }

    #[test]
    fn a_table_waits_for_what_comes_after_its_lock() {
        let before = format!("{USERS}\n{POSTS}");
        let after = before
            .replace("  note String?", "  text String? @map(\"note\")\n  age Int?")
            .replace("\n  @@map(\"posts\")", "\n  @@index([title])\n  @@map(\"posts\")");
        assert_eq!(
            notices(&before, &after),
            [
                "Blocks reads and writes: queries on users wait while an index is built: Create \
                 index posts_title_idx on posts; locked since an earlier step: Add column users.age.",
                "Blocks writes: inserts, updates and deletes on posts wait while an index is built: \
                 Create index posts_title_idx on posts.",
            ]
        );
    }

    #[test]
    fn changes_of_the_catalogue_and_new_tables_keep_nobody_waiting() {
        let after = USERS
            .replace("  note String?", "  age Int @default(1)")
            .replace("  name String", "  name String?");
        assert_eq!(notices(USERS, &after), Vec::<String>::new());
        let posts = POSTS.replace("\n  @@map", "\n  @@index([title])\n  @@map");
        assert_eq!(notices(USERS, &format!("{USERS}\n{posts}")), Vec::<String>::new());
    }

    #[test]
    fn tables_stand_under_their_names_before() {
        let after = USERS.replace("\"users\"", "\"people\"").replace("name String", "name Int?");
        let after = after.replace("note String?", "note String");
        assert_eq!(
            notices(USERS, &after)[1],
            "Rewrites every row of users: Alter table people: column name from TEXT to INTEGER, to \
             admit NULL; column note to be required."
        );
    }

    #[test]
    fn a_child_is_read_when_its_parent_is_written() {
        let before = "model User {\n  id    Int    @id @db.SmallInt\n  posts Post[]\n}\n\nmodel Post {\n  id     Int  @id\n  userId Int  @db.SmallInt\n  user   User @relation(fields: [userId], references: [id])\n}\n";
        let after = before.replacen(" @db.SmallInt", "", 1);
        let step = "Alter column User.id from SMALLINT to INTEGER";
        let blocked = |table: &str| {
            format!(
                "Blocks reads and writes: queries on {table} wait while every row is written anew: {step}."
            )
        };
        assert_eq!(
            notices(before, &after),
            [
                blocked("Post"),
                blocked("User"),
                format!("Rewrites every row of User: {step}."),
                format!("Locks Post although it does not change (ACCESS EXCLUSIVE): {step}."),
            ]
        );
    }
}
