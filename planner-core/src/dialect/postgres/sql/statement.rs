//! The kinds of statement that a plan for PostgreSQL is made of, as docs/locks.md lists them: a
//! kind for each form whose locks or work differ. Knows nothing of what they lock.

/// Declares the kinds once: the type, the list of all, and for each its name, form and condition.
macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $name:literal, $form:literal, $condition:literal;)+) => {
        /// A kind of statement.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Statement {
            $($(#[$doc])* $kind,)+
        }

        impl Statement {
            /// All kinds.
            pub const ALL: &'static [Self] = &[$(Self::$kind,)+];

            /// Its name, by which a step says what it is made of.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$kind => $name,)+
                }
            }

            /// What it looks like; `t` is its table, `p` one that its foreign key refers to.
            pub fn form(self) -> &'static str {
                match self {
                    $(Self::$kind => $form,)+
                }
            }

            /// When it is of this kind and not of another one of that form; empty where there is
            /// no other.
            pub fn condition(self) -> &'static str {
                match self {
                    $(Self::$kind => $condition,)+
                }
            }
        }
    };
}

kinds! {
    /// A schema appears.
    CreateSchema = "create schema", "CREATE SCHEMA", "";
    /// An extension appears.
    CreateExtension = "create extension", "CREATE EXTENSION", "";
    /// An extension moves to another schema.
    MoveExtension = "move extension", "ALTER EXTENSION … SET SCHEMA", "";
    /// An extension gets another version.
    UpdateExtension = "update extension", "ALTER EXTENSION … UPDATE TO", "";
    /// An extension goes.
    DropExtension = "drop extension", "DROP EXTENSION", "";
    /// An enum type appears.
    CreateEnum = "create enum", "CREATE TYPE … AS ENUM", "";
    /// A value appears.
    AddEnumValue = "add enum value", "ALTER TYPE … ADD VALUE", "";
    /// A value has another name.
    RenameEnumValue = "rename enum value", "ALTER TYPE … RENAME VALUE", "";
    /// An enum type has another name.
    RenameEnum = "rename enum", "ALTER TYPE … RENAME TO", "";
    /// An enum type moves to another schema.
    MoveEnum = "move enum", "ALTER TYPE … SET SCHEMA", "";
    /// An enum type goes.
    DropEnum = "drop enum", "DROP TYPE", "";
    /// A table appears, with its primary key.
    CreateTable = "create table", "CREATE TABLE t", "";
    /// A table has another name.
    RenameTable = "rename table", "ALTER TABLE t RENAME TO", "";
    /// A table moves to another schema.
    MoveTable = "move table", "ALTER TABLE t SET SCHEMA", "";
    /// A table goes.
    DropTable = "drop table", "DROP TABLE t", "";
    /// A column appears whose value is the same in every row.
    AddColumn = "add column", "ALTER TABLE t ADD COLUMN",
        "optional without a default, a constant default, or what is the same for the whole statement (`CURRENT_TIMESTAMP`)";
    /// A column appears that must have a value and gets none: it works on an empty table only.
    AddRequiredColumn = "add required column", "ALTER TABLE t ADD COLUMN",
        "`NOT NULL` without a default: fails at the first row, so there is none to read";
    /// A column appears whose value each row computes.
    AddComputedColumn = "add computed column", "ALTER TABLE t ADD COLUMN",
        "`SERIAL`, or a default that is computed for each row (`gen_random_uuid()`)";
    /// A column has another name.
    RenameColumn = "rename column", "ALTER TABLE t RENAME COLUMN", "";
    /// A column goes.
    DropColumn = "drop column", "ALTER TABLE t DROP COLUMN", "";
    /// A column gets a default.
    SetDefault = "set default", "ALTER TABLE t ALTER COLUMN … SET DEFAULT", "";
    /// A column loses its default.
    DropDefault = "drop default", "ALTER TABLE t ALTER COLUMN … DROP DEFAULT", "";
    /// A column is required.
    SetNotNull = "set not null", "ALTER TABLE t ALTER COLUMN … SET NOT NULL", "";
    /// A column admits NULL.
    DropNotNull = "drop not null", "ALTER TABLE t ALTER COLUMN … DROP NOT NULL", "";
    /// A column's values are stored alike in its new type.
    ChangeType = "change type", "ALTER TABLE t ALTER COLUMN … TYPE",
        "values are stored alike and compared alike: `VARCHAR` grows or becomes `TEXT`, `DECIMAL` \
         grows at the same scale, times get more digits";
    /// The same, but indexes over the column do not fit the new type.
    ChangeIndexedType = "change indexed type", "ALTER TABLE t ALTER COLUMN … TYPE",
        "values are stored alike, and an index over the column is partial, a GIN index of lists, or \
         compares them otherwise: `TIMESTAMP` to `TIMESTAMPTZ` (sessions of comon are in UTC), `CITEXT` to `TEXT`";
    /// A column's values are stored otherwise in its new type.
    ChangeStoredType = "change stored type", "ALTER TABLE t ALTER COLUMN … TYPE",
        "any other type, the new version of an enum whose values go or change their order included";
    /// A column begins to be numbered and no index begins with it.
    NumberColumn = "number column",
        "CREATE SEQUENCE … OWNED BY; ALTER TABLE t ALTER COLUMN … SET DEFAULT nextval(…); SELECT \
         setval(…, MAX(…)) FROM t",
        "no index begins with the column";
    /// A column begins to be numbered; the greatest number is read from an index.
    NumberIndexedColumn = "number indexed column",
        "CREATE SEQUENCE … OWNED BY; ALTER TABLE t ALTER COLUMN … SET DEFAULT nextval(…); SELECT \
         setval(…, MAX(…)) FROM t",
        "a primary key or B-tree index begins with the column";
    /// A column is no longer numbered.
    StopNumbering = "stop numbering",
        "ALTER TABLE t ALTER COLUMN … DROP IDENTITY IF EXISTS, … DROP DEFAULT; DROP SEQUENCE", "";
    /// A primary key appears.
    AddPrimaryKey = "add primary key", "ALTER TABLE t ADD PRIMARY KEY", "";
    /// A primary key goes.
    DropPrimaryKey = "drop primary key", "ALTER TABLE t DROP CONSTRAINT", "a primary key";
    /// An index appears.
    CreateIndex = "create index", "CREATE INDEX ON t", "unique or not, of any method";
    /// An index goes.
    DropIndex = "drop index", "DROP INDEX", "";
    /// An index or a primary key has another name.
    RenameIndex = "rename index", "ALTER INDEX … RENAME TO", "also the one of a primary key";
    /// A foreign key appears.
    AddForeignKey = "add foreign key", "ALTER TABLE t ADD FOREIGN KEY … REFERENCES p", "";
    /// A foreign key goes.
    DropForeignKey = "drop foreign key", "ALTER TABLE t DROP CONSTRAINT", "a foreign key to `p`";
    /// A foreign key has another name.
    RenameForeignKey = "rename foreign key", "ALTER TABLE t RENAME CONSTRAINT", "";
}
