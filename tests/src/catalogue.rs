//! What a database's own catalogue says, as sorted lines of text: an account of a database that
//! does not go through our introspection, so that a mistake there cannot hide a difference.
//! The names of sequences are left out, because they follow a table's history; so does the order of
//! columns, which stands apart.

use crate::database::{Connection, TestDatabase};
use planner_core::provider::Provider;

/// The database's tables, columns, keys, indexes and types, one line a fact.
pub fn describe(database: &TestDatabase) -> Vec<String> {
    let mut connection = database.connect();
    let mut lines = match database.place.provider() {
        Provider::Postgresql => postgres(&mut connection),
        Provider::Sqlite => sqlite(&mut connection),
    };
    lines.sort();
    lines
}

/// The line of an identity column as that of a column which a sequence numbers: no schema tells them
/// apart, and no migration makes the one of the other.
pub fn identity_as_sequence(line: String) -> String {
    let cells: Vec<&str> = line.split(" | ").collect();
    match cells.as_slice() {
        ["column", schema, table, column, kind, required, "-", "d", rest @ ..] => {
            let numbered = ["column", schema, table, column, kind, required, "nextval()", ""];
            [&numbered, rest].concat().join(" | ")
        }
        _ => line,
    }
}

/// The unique index that a many-to-many table of Prisma 5 has, as the primary key that it has since:
/// either is the same to a schema.
pub fn older_join_as_key(line: String) -> Vec<String> {
    let cells: Vec<&str> = line.split(" | ").collect();
    let ["index", schema, table, definition, valid] = cells.as_slice() else { return vec![line] };
    let name = format!("{table}_AB_unique");
    if !definition.contains(&name) {
        return vec![line];
    }
    let key = format!("{table}_AB_pkey");
    let constraint = ["constraint", schema, table, &key, "PRIMARY KEY (\"A\", \"B\")", valid];
    let index = ["index", schema, table, &definition.replace(&name, &key), valid];
    vec![constraint.join(" | "), index.join(" | ")]
}

/// Each table's columns in their order, one line a table.
pub fn column_orders(database: &TestDatabase) -> Vec<String> {
    let question = match database.place.provider() {
        Provider::Postgresql => format!(
            "SELECT 'column order', n.nspname, c.relname, \
                    string_agg(a.attname, ', ' ORDER BY a.attnum) \
             FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid \
             JOIN pg_namespace n ON n.oid = c.relnamespace \
             WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped \
               AND {USER_SCHEMAS} GROUP BY n.nspname, c.relname"
        ),
        Provider::Sqlite => {
            "SELECT 'column order', t.name, group_concat(c.name, ', ' ORDER BY c.cid) \
             FROM sqlite_schema t, pragma_table_xinfo(t.name) c \
             WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' GROUP BY t.name"
                .to_owned()
        }
    };
    let mut lines = lines(&mut database.connect(), &question);
    lines.sort();
    lines
}

pub(crate) const USER_SCHEMAS: &str =
    "n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND n.nspname !~ '^pg_temp'";

fn postgres(connection: &mut Connection) -> Vec<String> {
    let questions = [
        format!(
            "SELECT 'column', n.nspname, c.relname, a.attname, \
                    format_type(a.atttypid, a.atttypmod), a.attnotnull::text, \
                    regexp_replace(pg_get_expr(d.adbin, d.adrelid), 'nextval\\(.*\\)', 'nextval()'), \
                    a.attidentity::text, a.attgenerated::text, a.attcollation::regcollation::text \
             FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid \
             JOIN pg_namespace n ON n.oid = c.relnamespace \
             LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum \
             WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped AND {USER_SCHEMAS}"
        ),
        // Server 18 lists NOT NULL among the constraints; the columns above say it already.
        format!(
            "SELECT 'constraint', n.nspname, c.relname, k.conname, pg_get_constraintdef(k.oid), \
                    k.convalidated::text \
             FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid \
             JOIN pg_namespace n ON n.oid = c.relnamespace \
             WHERE k.contype <> 'n' AND {USER_SCHEMAS}"
        ),
        format!(
            "SELECT 'index', n.nspname, c.relname, pg_get_indexdef(i.indexrelid), i.indisvalid::text \
             FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid \
             JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {USER_SCHEMAS}"
        ),
        format!(
            "SELECT 'enum', n.nspname, t.typname, \
                    string_agg(e.enumlabel, ', ' ORDER BY e.enumsortorder) \
             FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid \
             JOIN pg_namespace n ON n.oid = t.typnamespace WHERE {USER_SCHEMAS} \
             GROUP BY n.nspname, t.typname"
        ),
        // A sequence by the column that owns it; one that nothing owns was left behind.
        format!(
            "SELECT 'sequence of', n.nspname, coalesce(t.relname, 'nothing: ' || c.relname), \
                    a.attname, format_type(s.seqtypid, NULL), s.seqincrement::text \
             FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid \
             JOIN pg_namespace n ON n.oid = c.relnamespace \
             LEFT JOIN pg_depend d ON d.objid = c.oid AND d.classid = 'pg_class'::regclass \
                  AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i') \
             LEFT JOIN pg_class t ON t.oid = d.refobjid \
             LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid \
             WHERE {USER_SCHEMAS}"
        ),
        // A schema is told by what is in it: one that is listed no more stays, because comon does
        // not know what else it holds.
        "SELECT 'extension', extname FROM pg_extension".to_owned(),
    ];
    questions.iter().flat_map(|question| lines(connection, question)).collect()
}

fn sqlite(connection: &mut Connection) -> Vec<String> {
    let questions = [
        "SELECT 'column', t.name, c.name, c.type, CAST(c.\"notnull\" AS TEXT), c.dflt_value, \
                CAST(c.pk AS TEXT), CAST(c.hidden AS TEXT) \
         FROM sqlite_schema t, pragma_table_xinfo(t.name) c \
         WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
        "SELECT 'words of', name, \
                CASE WHEN upper(sql) LIKE '%AUTOINCREMENT%' THEN 'autoincrement' END, \
                CASE WHEN upper(sql) LIKE '%CHECK%(%' THEN 'check' END, \
                CASE WHEN upper(sql) LIKE '%COLLATE%' THEN 'collate' END \
         FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
        "SELECT 'kind of', name, CAST(wr AS TEXT), CAST(strict AS TEXT) FROM pragma_table_list \
         WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
        "SELECT 'condition of', name, substr(sql, instr(upper(sql), ' WHERE ')) FROM sqlite_schema \
         WHERE type = 'index' AND upper(sql) LIKE '% WHERE %'",
        "SELECT 'foreign key', t.name, f.\"table\", f.on_update, f.on_delete, \
                group_concat(f.\"from\" || ' -> ' || f.\"to\", ', ' ORDER BY f.seq) \
         FROM sqlite_schema t, pragma_foreign_key_list(t.name) f WHERE t.type = 'table' \
         GROUP BY t.name, f.id",
        "SELECT 'index', t.name, CASE i.origin WHEN 'c' THEN i.name ELSE i.origin END, \
                CAST(i.\"unique\" AS TEXT), CAST(i.partial AS TEXT), \
                (SELECT group_concat(c.name || CASE c.desc WHEN 1 THEN ' desc' ELSE '' END || ' ' || c.coll, ', ' \
                                     ORDER BY c.seqno) \
                 FROM pragma_index_xinfo(i.name) c WHERE c.key = 1) \
         FROM sqlite_schema t, pragma_index_list(t.name) i WHERE t.type = 'table'",
        "SELECT type, name, tbl_name FROM sqlite_schema WHERE type IN ('view', 'trigger')",
    ];
    questions.iter().flat_map(|question| lines(connection, question)).collect()
}

fn lines(connection: &mut Connection, question: &str) -> Vec<String> {
    let rows = connection.rows(question).unwrap_or_else(|problem| panic!("{problem}\n{question}"));
    rows.into_iter()
        .map(|row| {
            let cells = row.into_iter().map(|cell| cell.unwrap_or_else(|| "-".to_owned()));
            cells.collect::<Vec<_>>().join(" | ")
        })
        .collect()
}
