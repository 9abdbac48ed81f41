//! What is said of an object beside the schema before a migration, and what PostgreSQL then does with
//! it: an object that is destroyed was named as lost, one that stands in the way was named, and of
//! one that stays nothing was said.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use comon_tests::database::{Place, TestDatabase};
use comon_tests::project::{Outcome, Project};
use comon_tests::server::{self, Server};

/// One migration over objects that somebody made by hand.
struct Case<'a> {
    before: &'a str,
    after: &'a str,
    /// What was made by hand.
    made: &'a str,
    /// The warnings, without what all of them have; sorted.
    says: &'a [&'a str],
    /// What becomes of it with all warnings accepted.
    then: Then<'a>,
}

enum Then<'a> {
    /// The migration fails.
    Fails,
    /// The migration runs; a query, and what it finds afterwards.
    Leaves(&'a str, &'a str),
}

const DEPLOY: [&str; 2] = ["migrate", "deploy"];

/// The first schema deployed, the objects made, the second migration pending.
fn prepared(place: Place, case: &Case<'_>) -> (Project, TestDatabase) {
    let project = Project::new(env!("CARGO_BIN_EXE_comon"), place.provider());
    let database = TestDatabase::create(place);
    let create = |number: usize, models: &str| {
        project.write_schema(models);
        let name = format!("2024010100000{number}_step");
        project.succeed(&database, &["migrate", "dev", "--create-only", "--name", &name]);
    };
    create(1, case.before);
    project.succeed(&database, &DEPLOY);
    database.connect().execute(case.made).unwrap();
    create(2, case.after);
    (project, database)
}

/// What a dry run says of objects beside the schema.
fn said(project: &Project, database: &TestDatabase) -> Vec<String> {
    let (_, document) = project.json(database, &[&DEPLOY[..], &["--dry-run"]].concat());
    let open = document["openWarnings"].as_array().unwrap();
    let own = open.iter().filter(|warning| warning["id"] == "unmanaged-object");
    own.map(|warning| {
        let message = warning["message"].as_str().unwrap();
        let (_, message) = message.split_once(": ").unwrap();
        message.trim_end_matches(", which the schema does not know.").to_owned()
    })
    .collect()
}

fn deployed(project: &Project, database: &TestDatabase) -> Outcome {
    project.run(database, &[&DEPLOY[..], &["--allow-warnings"]].concat())
}

/// The sentences about what is in the database alone.
fn differences(outcome: &Outcome) -> Vec<String> {
    let text = outcome.text();
    let lines = text.lines().filter(|line| line.contains("exists in the database"));
    lines.map(str::to_owned).collect()
}

fn holds(case: &Case<'_>) {
    holds_on(server::tested(), case);
}

fn holds_on(servers: Vec<&'static Server>, case: &Case<'_>) {
    for server in servers {
        let (project, database) = prepared(Place::Postgres(server), case);
        let mut said = said(&project, &database);
        said.sort();
        assert_eq!(said, case.says, "PostgreSQL {}", server.major);
        let outcome = deployed(&project, &database);
        match case.then {
            Then::Fails => assert_ne!(outcome.code, 0, "it was said to fail: {outcome}"),
            Then::Leaves(query, left) => {
                outcome.expect(0, &[]);
                assert_eq!(database.connect().text(query), left, "PostgreSQL {}", server.major);
                let status = project.run(&database, &["migrate", "status"]);
                assert_eq!(differences(&outcome), differences(&status));
            }
        }
    }
}

const CONSTRAINTS: &str = "SELECT coalesce(string_agg(conname, ' ' ORDER BY conname), '') \
                           FROM pg_constraint WHERE conrelid = '\"T\"'::regclass AND contype <> 'n'";

const CHECKED: &str = "model T {\n  id Int @id\n  a Int?\n  b Int?\n  k Int?\n}\n";

#[test]
fn checks_over_a_dropped_column_go_with_it() {
    holds(&Case {
        before: CHECKED,
        after: "model T {\n  id Int @id\n  b BigInt?\n}\n",
        made: "ALTER TABLE \"T\" ADD CONSTRAINT c1 CHECK (a > 0), \
               ADD CONSTRAINT c2 CHECK (b > 0 OR k IS NULL), \
               ADD CONSTRAINT cnv CHECK (b > 0) NOT VALID",
        says: &[
            "changing the type of column T.b fails if check constraint cnv on T does not fit it",
            "dropping column T.a destroys check constraint c1 on T",
            "dropping column T.k destroys check constraint c2 on T",
        ],
        then: Then::Leaves(CONSTRAINTS, "T_pkey cnv"),
    });
}

#[test]
fn condition_of_an_exclusion_stands_in_the_way_of_a_drop_alone() {
    let made =
        "ALTER TABLE \"T\" ADD CONSTRAINT x EXCLUDE USING btree (a WITH =) WHERE (k IS NULL)";
    holds(&Case {
        before: CHECKED,
        after: "model T {\n  id Int @id\n  a Int?\n  b Int?\n}\n",
        made,
        says: &["dropping column T.k fails while exclusion constraint x on T needs it"],
        then: Then::Fails,
    });
    holds(&Case {
        before: CHECKED,
        after: "model T {\n  id Int @id\n  a Int?\n  b Int?\n  k BigInt?\n}\n",
        made,
        says: &[
            "changing the type of column T.k fails if exclusion constraint x on T does not fit it",
        ],
        then: Then::Leaves(CONSTRAINTS, "T_pkey x"),
    });
    holds(&Case {
        before: CHECKED,
        after: "model T {\n  id Int @id\n  b Int?\n  k Int?\n}\n",
        made,
        says: &["dropping column T.a destroys exclusion constraint x on T"],
        then: Then::Leaves(CONSTRAINTS, "T_pkey"),
    });
}

#[test]
fn foreign_keys_of_another_form_go_with_their_column() {
    holds(&Case {
        before: "model T {\n  id Int @id\n  a Int?\n  n Int?\n}\nmodel O {\n  id Int @id\n}\n",
        after: "model T {\n  id Int @id\n}\nmodel O {\n  id Int @id\n}\n",
        made: "ALTER TABLE \"T\" ADD CONSTRAINT f1 FOREIGN KEY (a) REFERENCES \"O\" DEFERRABLE, \
               ADD CONSTRAINT f2 FOREIGN KEY (n) REFERENCES \"O\" NOT VALID",
        says: &[
            "dropping column T.a destroys foreign key f1 on T",
            "dropping column T.n destroys foreign key f2 on T",
        ],
        then: Then::Leaves(CONSTRAINTS, "T_pkey"),
    });
}

const LOSES_UNIQUE: Case<'static> = Case {
    before: "model T {\n  id Int @id\n  a Int?\n  d Int?\n}\n",
    after: "model T {\n  id Int @id\n  a BigInt?\n}\n",
    made: "ALTER TABLE \"T\" ADD CONSTRAINT uq UNIQUE (a, d) DEFERRABLE",
    says: &["dropping column T.d destroys index uq on T"],
    then: Then::Leaves(CONSTRAINTS, "T_pkey"),
};

#[test]
fn worst_of_what_happens_to_an_object_is_said() {
    holds(&LOSES_UNIQUE);
}

const ENUM: &str = "model T {\n  id Int @id\n  e E?\n}\nenum E {\n  A\n  B\n  C\n}\n";

const ROLES: &str = "DO $$ BEGIN CREATE ROLE hand_reader; EXCEPTION WHEN duplicate_object OR \
                     unique_violation THEN NULL; END $$;";

#[test]
fn enum_made_anew_loses_what_was_said_of_the_type() {
    let made = format!(
        "{ROLES} COMMENT ON TYPE \"E\" IS 'letters'; GRANT USAGE ON TYPE \"E\" TO hand_reader; \
         REVOKE USAGE ON TYPE \"E\" FROM PUBLIC"
    );
    holds(&Case {
        before: ENUM,
        after: "model T {\n  id Int @id\n  e E?\n}\nenum E {\n  A\n  B\n}\n",
        made: &made,
        says: &[
            "replacing enum E loses comment E on E",
            "replacing enum E loses grant hand_reader on E",
            "replacing enum E loses revocation from PUBLIC on E",
        ],
        then: Then::Leaves(
            "SELECT coalesce(typacl::text, 'none') || coalesce(obj_description(oid, 'pg_type'), '') \
             FROM pg_type WHERE typname = 'E'",
            "none",
        ),
    });
    holds(&Case {
        before: ENUM,
        after: "model T {\n  id Int @id\n  e E?\n}\nenum E {\n  A\n  B\n}\n",
        made: &format!("{ROLES} ALTER TYPE \"E\" OWNER TO hand_reader"),
        says: &["replacing enum E loses owner hand_reader on E"],
        then: Then::Leaves(
            "SELECT typowner::regrole::text FROM pg_type WHERE typname = 'E'",
            "comon",
        ),
    });
    holds(&Case {
        before: ENUM,
        after: "model T {\n  id Int @id\n  e E?\n}\nenum E {\n  A\n  B\n  C\n  D\n}\n",
        made: "COMMENT ON TYPE \"E\" IS 'letters'",
        says: &[],
        then: Then::Leaves(
            "SELECT obj_description(oid, 'pg_type') FROM pg_type WHERE typname = 'E'",
            "letters",
        ),
    });
}

const IDENTITIES: &str = "SELECT count(*)::text FROM pg_index WHERE indisreplident";

#[test]
fn index_that_goes_takes_the_replica_identity_along() {
    let before = "model T {\n  id Int @id\n  a Int @unique\n  b Int\n}\n";
    let by_a = "ALTER TABLE \"T\" REPLICA IDENTITY USING INDEX \"T_a_key\"";
    let case = |after, made, says, left| {
        holds(&Case { before, after, made, says, then: Then::Leaves(IDENTITIES, left) });
    };
    case(
        "model T {\n  id Int @id\n  a Int\n  b Int\n}\n",
        by_a,
        &["dropping index T_a_key loses replica identity T_a_key on T"],
        "0",
    );
    case(
        "model T {\n  id Int @id\n  b Int\n}\n",
        by_a,
        &["dropping column T.a destroys replica identity T_a_key on T"],
        "0",
    );
    case(
        "model T {\n  id Int\n  a Int @unique\n  b Int\n\n  @@id([id, b])\n}\n",
        "ALTER TABLE \"T\" REPLICA IDENTITY USING INDEX \"T_pkey\"",
        &["changing the primary key of table T loses replica identity T_pkey on T"],
        "0",
    );
    case("model T {\n  id Int @id\n  a BigInt @unique\n  b Int\n}\n", by_a, &[], "1");
}

#[test]
fn publication_of_a_column_stands_in_its_way() {
    let with_lists: Vec<_> =
        server::tested().into_iter().filter(|server| server.major >= 15).collect();
    holds_on(
        with_lists.clone(),
        &Case {
            before: CHECKED,
            after: "model T {\n  id Int @id\n  b Int?\n  k Int?\n}\n",
            made: "CREATE PUBLICATION p FOR TABLE \"T\" (id, a)",
            says: &["dropping column T.a fails while publication p on T needs it"],
            then: Then::Fails,
        },
    );
    holds_on(
        with_lists,
        &Case {
            before: CHECKED,
            after: "model T {\n  id Int @id\n  a Int?\n  b Int?\n  k BigInt?\n}\n",
            made: "CREATE PUBLICATION p FOR TABLE \"T\" WHERE (k > 0)",
            says: &["changing the type of column T.k fails while publication p on T needs it"],
            then: Then::Fails,
        },
    );
    holds(&Case {
        before: CHECKED,
        after: "model T {\n  id Int @id\n  b Int?\n  k BigInt?\n}\n",
        made: "CREATE PUBLICATION p FOR TABLE \"T\"",
        says: &[],
        then: Then::Leaves("SELECT count(*)::text FROM pg_publication_rel", "1"),
    });
}

const TWO: &str = "model T {\n  id Int @id @default(autoincrement())\n  a Int?\n}\n\
                   model O {\n  id Int @id\n}\n";

const ONE: &str = "model O {\n  id Int @id\n}\n";

#[test]
fn what_stands_on_a_dropped_table_is_named() {
    for (made, says) in [
        (
            "CREATE TABLE u (n integer DEFAULT nextval('\"T_id_seq\"'))",
            "dropping table T fails while default of column n on u needs it",
        ),
        (
            "CREATE VIEW v AS SELECT last_value FROM \"T_id_seq\"",
            "dropping table T fails while view v needs it",
        ),
        (
            "CREATE FUNCTION f(x \"T\") RETURNS integer LANGUAGE sql AS 'SELECT 1'",
            "dropping table T fails while function f(x \"T\") needs it",
        ),
        ("CREATE TYPE c AS (t \"T\"[])", "dropping table T fails while type c needs it"),
        ("CREATE DOMAIN d AS \"T\"", "dropping table T fails while domain d needs it"),
        ("CREATE TABLE u (t \"T\")", "dropping table T fails while column t on u needs it"),
        (
            "CREATE CAST (\"T\" AS text) WITH INOUT",
            "dropping table T fails while cast \"T\" AS text needs it",
        ),
        (
            "CREATE TABLE u (t integer CONSTRAINT k REFERENCES \"T\")",
            "dropping table T fails while foreign key k on u needs it",
        ),
    ] {
        holds(&Case { before: TWO, after: ONE, made, says: &[says], then: Then::Fails });
    }
}

#[test]
fn table_that_inherits_from_a_dropped_one_is_named() {
    holds(&Case {
        before: TWO,
        after: "model T {\n  id Int @id @default(autoincrement())\n  a Int?\n}\n",
        made: "CREATE TABLE u () INHERITS (\"O\")",
        says: &["dropping table O fails while table option INHERITS (\"O\") on u needs it"],
        then: Then::Fails,
    });
}

#[test]
fn column_of_an_unknown_table_keeps_an_enum_type() {
    let made = "CREATE TABLE u (e \"E\"[]); CREATE CAST (\"E\" AS integer) WITH INOUT";
    holds(&Case {
        before: ENUM,
        after: "model T {\n  id Int @id\n}\n",
        made,
        says: &[
            "dropping enum E fails while cast \"E\" AS integer needs it",
            "dropping enum E fails while column e on u needs it",
        ],
        then: Then::Fails,
    });
    holds(&Case {
        before: ENUM,
        after: "model T {\n  id Int @id\n  e E?\n}\nenum E {\n  B\n  C\n}\n",
        made: "CREATE TABLE u (e \"E\")",
        says: &["replacing enum E fails while column e on u needs it"],
        then: Then::Fails,
    });
}

#[test]
fn what_needs_a_column_is_named() {
    let retyped = TWO.replace("a Int?", "a BigInt?");
    holds(&Case {
        before: TWO,
        after: &retyped,
        made: "CREATE TABLE u (t \"T\")",
        says: &["changing the type of column T.a fails while column t on u needs it"],
        then: Then::Fails,
    });
    let other_key = "model T {\n  id Int @default(autoincrement())\n  a Int @id\n}\n\
                     model O {\n  id Int @id\n}\n";
    holds(&Case {
        before: TWO,
        after: other_key,
        made: "CREATE TABLE u (t integer CONSTRAINT k REFERENCES \"T\")",
        says: &["changing the primary key of table T fails while foreign key k on u needs it"],
        then: Then::Fails,
    });
    let unique = TWO.replace("a Int?", "a Int? @unique");
    holds(&Case {
        before: &unique,
        after: TWO,
        made: "CREATE TABLE u (t integer CONSTRAINT k REFERENCES \"T\" (a))",
        says: &["dropping index T_a_key fails while foreign key k on u needs it"],
        then: Then::Fails,
    });
    let bigger = TWO.replace("id Int @id @default", "id BigInt @id @default");
    holds(&Case {
        before: TWO,
        after: &bigger,
        made: "CREATE TABLE u (n integer DEFAULT nextval('\"T_id_seq\"'))",
        says: &[],
        then: Then::Leaves("SELECT nextval('\"T_id_seq\"')::text", "1"),
    });
}

/// Before PostgreSQL 15 it goes without a word, later it stands in the way.
#[test]
fn generated_column_is_named_with_what_it_is_computed_from() {
    for server in server::tested() {
        let says: &[&str] = match server.major {
            ..15 => &["dropping column T.a destroys generated column b on T"],
            _ => &["dropping column T.a fails while generated column b on T needs it"],
        };
        holds_on(
            vec![server],
            &Case {
                before: CHECKED,
                after: "model T {\n  id Int @id\n  b Int?\n  k Int?\n}\n",
                made: "ALTER TABLE \"T\" DROP COLUMN b; \
                   ALTER TABLE \"T\" ADD b integer GENERATED ALWAYS AS (a * 2) STORED",
                says,
                then: Then::Fails,
            },
        );
    }
}
