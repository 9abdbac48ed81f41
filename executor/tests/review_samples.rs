//! docs/samples: every kind of comment, made by the command on a real repository. `UPDATE_EXPECT=1` writes them
//! anew.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::case::compare_file;
use comon_tests::database::{Place, TestDatabase};
use comon_tests::project::Project;
use comon_tests::repository::git_in;
use planner_core::provider::Provider;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

const FIRST: &str = "20240101000000_first";
const SECOND: &str = "20240201000000_second";
const COMMIT: &str = "4f2a91c0d3b6e8f7a5c4d2e1f0b9a8c7d6e5f4a3";

const BASE: &str = "model User {
  id         Int     @id @default(autoincrement())
  email      String
  legacyCode String? @map(\"legacy_code\")
  posts      Post[]

  @@map(\"users\")
}

model Post {
  id       Int    @id @default(autoincrement())
  title    String
  authorId Int    @map(\"author_id\")
  author   User   @relation(fields: [authorId], references: [id])

  @@map(\"posts\")
}
";

/// A project on main, and a branch of it.
struct Story {
    project: Project,
    database: TestDatabase,
}

impl Story {
    fn new(provider: Provider) -> Self {
        let project = Project::new(env!("CARGO_BIN_EXE_comon"), provider);
        let story = Self { project, database: TestDatabase::create(Place::Sqlite) };
        story.git(&["init", "-q"]);
        story.plan(FIRST, BASE, &[]);
        story.commit();
        story.git(&["checkout", "-q", "-b", "change"]);
        story
    }

    fn git(&self, arguments: &[&str]) {
        git_in(self.project.path(), arguments);
    }

    fn commit(&self) {
        self.git(&["add", "-A", "prisma"]);
        self.git(&["commit", "-q", "-m", "commit"]);
    }

    fn plan(&self, name: &str, models: &str, flags: &[&str]) {
        self.project.write_schema(models);
        let command = ["migrate", "dev", "--create-only", "--name", name];
        self.project.succeed(&self.database, &[&command, flags].concat());
    }

    fn add(&self, from: &str, to: &str) {
        assert!(BASE.contains(from));
        self.plan(SECOND, &BASE.replace(from, to), &[]);
    }

    fn file(&self, name: &str, file: &str) -> std::path::PathBuf {
        self.project.migrations().join(name).join(file)
    }

    /// The comment, as the action has it made.
    fn comment(&self) -> String {
        let link = format!("--link=https://github.com/acme/shop/blob/{COMMIT}");
        let commit = format!("--commit={COMMIT}");
        let arguments = ["review", "--since=main", "--format=markdown", &commit, &link];
        let outcome = self.project.run(&self.database, &arguments);
        assert!([0, 1].contains(&outcome.code), "{outcome}");
        outcome.stdout
    }
}

/// A sample: its name, for which database, and what the branch does.
type Sample = (&'static str, Provider, fn(&Story));

const SAMPLES: [Sample; 12] = [
    ("nothing", Provider::Postgresql, |_| ()),
    ("safe", Provider::Postgresql, |story| {
        story.add("  title    String\n", "  title    String\n  subtitle String?\n");
    }),
    ("index", Provider::Postgresql, |story| {
        story.add("  @@map(\"posts\")", "  @@index([authorId])\n  @@map(\"posts\")");
    }),
    ("destructive", Provider::Postgresql, |story| {
        story.add("  legacyCode String? @map(\"legacy_code\")\n", "");
    }),
    ("lossy", Provider::Postgresql, |story| {
        story.add("  title    String\n", "  title    String @db.VarChar(80)\n");
    }),
    ("rename", Provider::Postgresql, |story| {
        let models = BASE.replace("  email      String", "  mail       String");
        story.plan(SECOND, &models, &["--rename", "users.email=users.mail"]);
    }),
    ("rebuild", Provider::Sqlite, |story| {
        story.add("  title    String\n", "  title    String?\n");
    }),
    ("edited-by-hand", Provider::Postgresql, |story| {
        story.add("  title    String\n", "  title    String\n  subtitle String?\n");
        let file = story.file(SECOND, "migration.sql");
        let sql = fs::read_to_string(&file).unwrap();
        fs::write(&file, format!("{sql}UPDATE \"posts\" SET \"subtitle\" = \"title\";\n")).unwrap();
        story.project.succeed(&story.database, &["migrate", "seal", SECOND]);
    }),
    ("tampered", Provider::Postgresql, |story| {
        story.add("  legacyCode String? @map(\"legacy_code\")\n", "");
        fs::write(story.file(SECOND, "warnings.txt"), "").unwrap();
        fs::write(story.file(FIRST, "warnings.txt"), "Nothing to see.\n").unwrap();
    }),
    ("broken-chain", Provider::Postgresql, |story| {
        story.add("  title    String\n", "  title    String\n  subtitle String?\n");
        story.commit();
        story.git(&["checkout", "-q", "main"]);
        let theirs = BASE.replace("  title    String\n", "  title    String\n  summary String?\n");
        story.plan("20240301000000_theirs", &theirs, &[]);
        story.commit();
        story.git(&["checkout", "-q", "change"]);
    }),
    ("stale-client", Provider::Postgresql, |story| {
        let block = "generator client {\n  provider = \"comon-typescript\"\n  output   = \"../web/models.ts\"\n}\n\n";
        story.project.write_schema(&format!("{block}{BASE}"));
        story.project.succeed(&story.database, &["generate"]);
        story.git(&["add", "-A", "web"]);
        story.commit();
        story.git(&["branch", "-q", "-f", "main"]);
        let models = BASE.replace("  title    String\n", "  title    String\n  subtitle String?\n");
        story.plan(SECOND, &format!("{block}{models}"), &[]);
    }),
    ("huge", Provider::Postgresql, |story| {
        let mut models = BASE.to_owned();
        for table in 0..150 {
            write!(models, "\nmodel Archive{table} {{\n  id Int @id\n").unwrap();
            for field in 0..12 {
                writeln!(models, "  field{field} String?").unwrap();
            }
            models.push_str("}\n");
        }
        story.plan(SECOND, &models, &[]);
    }),
];

#[test]
fn every_kind_of_comment_is_in_the_documentation() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/samples");
    let mut problems = Vec::new();
    let mut names = Vec::new();
    for (name, provider, change) in SAMPLES {
        let story = Story::new(provider);
        change(&story);
        let file = format!("{name}.md");
        problems.extend(compare_file(&folder.join(&file), &story.comment()));
        names.push(file);
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    let found = fs::read_dir(&folder).unwrap().map(|each| each.unwrap().file_name());
    let mut found: Vec<String> = found.map(|name| name.to_string_lossy().into_owned()).collect();
    found.retain(|name| name != "README.md");
    found.sort();
    names.sort();
    assert_eq!(found, names, "a sample that no test keeps");
}
