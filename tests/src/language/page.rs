//! The page itself, section by section.

use super::examples::{DISAGREEMENTS, REFUSALS};
use super::tables::{codes, column_type, scalars, table};
use planner_core::dialect::postgres::identifiers::MAX_BYTES;
use planner_core::dialect::type_system;
use planner_core::provider::Provider;
use planner_core::schema::attributes::{Parameters, Reach};
use planner_core::schema::language;
use planner_core::schema::model::{IndexMethod, ReferentialAction};
use planner_core::syntax::document::Keyword;

const PROVIDERS: [Provider; 2] = [Provider::Postgresql, Provider::Sqlite];

const HEAD: &str = "# The schema language

What comon reads in a schema, and what each part is in a database. It is the language of Prisma's
schemas; where Prisma's releases differ, 6.19 decides, and [a table](#where-prismas-releases-disagree)
says what is done.

<!-- Generated from the tables that the checks use: edit tests/src/language, then run
UPDATE_EXPECT=1 cargo test -p comon-tests --test suite language:: -->
";

const LAYOUT: &str = "
## A file

A schema is read line by line. A block is `keyword Name {` on one line, then its lines, then `}` on a
line of its own. LF, CRLF and CR end lines. Several files, in any folder below the schema's, are one
schema, in the order of their paths.

- **Names** are a letter, then letters, digits and `_`. The database's own name, whatever it is,
  stands in `@map` or `@@map`.
- **Strings** stand in double quotes with JSON's escapes: `\\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX`.
- **Numbers** are `-12` or `-12.50`. **Lists** are `[a, b]`. All arguments stand on one line, without
  a comma behind the last.
- **Comments** are `//`, `///` (documentation of what follows or stands before it) and `/* … */`.
- A line that cannot be read costs that line: everything else is read and checked.

[comon format](#formatting) lays a file out.
";

const LIMITS: &str = "
## Limits

- Lists, objects and calls stand in each other 16 levels deep, more than anything needs.
- A primary key or index on PostgreSQL has at most 32 columns.
- A schema file has at most 64 MiB.
";

const RELATIONS: &str = "
## Relations

A relation has a field on both sides. The side with `fields` and `references` holds the key.

| | one side | other side |
| --- | --- | --- |
| one to many | `author User @relation(fields: [authorId], references: [id])` | `posts Post[]` |
| one to one | the same, with `@unique` on `authorId` | `post Post?` |
| many to many | `tags Tag[]` | `posts Post[]` |

`references` is an id or a unique criterion. Several relations between two models, and a relation of
a model with itself, have a name on both sides: `@relation(\"Author\")`.

**A many-to-many relation** without a model between has a table of its own, `_AToB` for the models A
and B, or `_Name` for a relation of that name, with the columns `A` and `B`. On PostgreSQL its key is
`_AToB_AB_pkey`; older tables with the unique index `_AToB_AB_unique` are no drift. On SQLite it is
that unique index. Both have the index `_AToB_B_index`.

**`relationMode = \"prisma\"`** leaves all foreign keys out: only the client keeps relations, and a
relation without an index is a warning.
";

const FORMATTING: &str = "
## Formatting

`comon format` writes what Prisma's formatter writes: columns aligned up to the next empty line,
attributes of a field in the order id, unique, default, updatedAt, map, relation, ignore, others;
those of a block last, in the order id, unique, index, map, ignore, others, each with the comments
directly above it; one empty line between blocks; line feeds. Every comment is kept, and twice is
once. Where Prisma's own formatter loses a comment, or writes something else the second time, ours
does not: `tests/format` holds each difference with its reason.

Nothing is added: fields that a relation lacks are named by `comon check`, not written. A file with a
line that cannot be read is left as it is. `comon format --check` is for CI, `comon format -` for
editors.
";

/// The whole page.
pub fn render() -> String {
    let sections = [
        HEAD.to_owned(),
        contents(),
        attribute_index(),
        LAYOUT.to_owned(),
        blocks(),
        types(),
        native_types(),
        attributes(),
        defaults(),
        indexes(),
        operator_classes(),
        RELATIONS.to_owned(),
        actions(),
        names(),
        LIMITS.to_owned(),
        features(),
        client_only(),
        disagreements(),
        refusals(),
        FORMATTING.to_owned(),
    ];
    sections.concat()
}

fn contents() -> String {
    let sections = [
        ("A file", "a-file"),
        ("Blocks", "blocks"),
        ("Types", "types"),
        ("Native types", "native-types"),
        ("Attributes", "attributes"),
        ("Defaults", "defaults"),
        ("Index types", "index-types"),
        ("Operator classes", "operator-classes"),
        ("Relations", "relations"),
        ("Referential actions", "referential-actions"),
        ("Names", "names"),
        ("Limits", "limits"),
        ("Preview features", "preview-features"),
        ("What only the client knows", "what-only-the-client-knows"),
        ("Where Prisma's releases disagree", "where-prismas-releases-disagree"),
        ("What only the database refuses", "what-only-the-database-refuses"),
        ("Formatting", "formatting"),
    ];
    let links: Vec<String> =
        sections.iter().map(|(name, anchor)| format!("[{name}](#{anchor})")).collect();
    format!("\n{}\n", links.join(" · "))
}

/// Where an attribute is told of: `@map` of a field and of a value are two.
fn anchor(place: &str, attribute: &Parameters) -> String {
    let place = place.to_lowercase().replace(' ', "-");
    let mark = attribute.of.matches('@').count();
    let name = attribute.of.trim_start_matches('@').to_lowercase();
    format!("{place}-{}{name}", if mark == 2 { "block-" } else { "" })
}

fn attribute_index() -> String {
    let mut rows: Vec<(String, String)> = Vec::new();
    for (place, attributes) in language::attributes() {
        for each in attributes {
            let link = format!("[{}](#{})", place.to_lowercase(), anchor(place, each));
            match rows.iter_mut().find(|(name, _)| name == each.of) {
                Some((_, links)) => *links = format!("{links}, {link}"),
                None => rows.push((each.of.to_owned(), link)),
            }
        }
    }
    rows.push(("@db.…".to_owned(), "[a field](#native-types)".to_owned()));
    rows.sort_by_key(|(name, _)| (name.trim_start_matches('@').to_owned(), name.len()));
    let rows = rows.into_iter().map(|(name, links)| vec![format!("`{name}`"), links]);
    format!("\n{}", table(&["attribute", "of"], rows.collect()))
}

fn blocks() -> String {
    let rows = Keyword::ALL.into_iter().map(|keyword| {
        let about = match keyword {
            Keyword::Datasource => "the database; one of them",
            Keyword::Generator => "who makes a client; any number. `provider` is required, `previewFeatures` counts, other settings are the generator's own",
            Keyword::Model => "a table: fields, and attributes of the block. It has an id or a unique criterion of required fields",
            Keyword::Enum => "an enum type on PostgreSQL, TEXT without a check on SQLite; at least one value",
            Keyword::View => "a view that exists already, with the preview feature `views`: comon neither creates nor changes it, and `migrate status` tells where the block and the view differ",
            Keyword::Type => "a composite type, which exists for MongoDB only: refused",
        };
        vec![format!("`{}`", keyword.word()), about.to_owned()]
    });
    let settings = language::settings().iter();
    let settings =
        settings.map(|(name, about)| vec![format!("`{name}`"), (*about).to_owned()]).collect();
    format!(
        "\n## Blocks\n\n{}\nSettings of a datasource:\n\n{}\nNames that no model, view or enum can have: {}.\n",
        table(&["block", "is"], rows.collect()),
        table(&["setting", "is"], settings),
        codes(language::reserved_names())
    )
}

fn types() -> String {
    let mut rows: Vec<Vec<String>> = Vec::new();
    for (name, scalar) in language::scalars() {
        let columns = PROVIDERS.map(|each| column_type(each, scalar, None));
        rows.push([vec![format!("`{name}`")], columns.to_vec()].concat());
    }
    rows.push(vec!["an enum".into(), "its type".into(), "TEXT".into()]);
    rows.push(vec!["`Unsupported(\"…\")`".into(), "as written".into(), "as written".into()]);
    format!(
        "\n## Types\n\n`name String` is required, `name String?` may be NULL, `name String[]` is a list.\n\n{}\n\
         Lists are for PostgreSQL; their columns may be NULL. On SQLite, `Int @id` alone is INTEGER \
         PRIMARY KEY AUTOINCREMENT. A type that the language does not have is `Unsupported(\"tsvector\")`: \
         the column is planned, and the client leaves it out.\n",
        table(&["type", "PostgreSQL", "SQLite"], rows)
    )
}

fn native_types() -> String {
    let mut text =
        "\n## Native types\n\n`@db.VarChar(255)` behind a field chooses the column's type; \
                    `db` is the datasource's name. Every argument can be left out.\n"
            .to_owned();
    for provider in PROVIDERS {
        let rows = language::native_types(provider).into_iter().map(|each| {
            let scalar = each.scalars.first().copied();
            let made = scalar.map(|scalar| {
                let example = (each.name, each.example.as_slice());
                column_type(provider, scalar, Some(example))
            });
            let arguments: Vec<String> = each.example.iter().map(u32::to_string).collect();
            let written = match arguments.is_empty() {
                true => format!("`@db.{}`", each.name),
                false => format!("`@db.{}({})`", each.name, arguments.join(", ")),
            };
            vec![written, scalars(each.scalars), made.unwrap_or_default(), each.takes]
        });
        let head = ["native type", "for", "column", "takes"];
        text.push_str(&format!("\n### {}\n\n", provider.display_name()));
        text.push_str(&table(&head, rows.collect()));
    }
    text
}

fn attributes() -> String {
    let mut text = "\n## Attributes\n\nAn argument in bold may stand without its name. Each attribute stands once.\n".to_owned();
    for (place, attributes) in language::attributes() {
        text.push_str(&format!("\n### {place}\n"));
        for each in attributes {
            text.push_str(&attribute(place, each));
        }
    }
    text
}

fn attribute(place: &str, attribute: &Parameters) -> String {
    let reach = match attribute.reach {
        Reach::Database => "",
        Reach::Client => " *Only the client knows.*",
    };
    let mut text = format!(
        "\n<a id=\"{}\"></a>**`{}`**: {}{reach}\n",
        anchor(place, attribute),
        attribute.of,
        attribute.about
    );
    if !attribute.list.is_empty() {
        text.push('\n');
    }
    for parameter in attribute.list {
        let name = format!("`{}`", parameter.name);
        let name =
            if attribute.positional == Some(parameter.name) { format!("**{name}**") } else { name };
        let only = parameter.only.map(|each| format!(" ({} only)", each.display_name()));
        text.push_str(&format!("- {name}{}: {}\n", only.unwrap_or_default(), parameter.about));
    }
    text
}

fn defaults() -> String {
    let rows = language::default_functions().into_iter().map(|each| {
        let types = match each.types.is_empty() {
            true => "any field".to_owned(),
            false => scalars(each.types),
        };
        let called_by = match each.called_by {
            Reach::Database => "database",
            Reach::Client => "client",
        };
        let name = format!("`{}()`", each.name);
        vec![name, types, each.takes, called_by.to_owned(), each.about.to_owned()]
    });
    format!(
        "\n## Defaults\n\nA literal is a string, a number, `true` or `false`, a value of the enum, or a \
         list of them where the field is one. Json, DateTime, Decimal and Bytes (in Base64) are \
         written as strings. The database applies it. A function is one of these:\n\n{}",
        table(&["function", "for", "takes", "called by", "gives"], rows.collect())
    )
}

fn indexes() -> String {
    let classes = language::operator_classes();
    let rows = language::index_methods().iter().map(|(word, method)| {
        let about = match method {
            IndexMethod::BTree => "equality and order; what there is without `type:`, and the only one that can be unique or have `sort`",
            IndexMethod::Hash => "equality; one field",
            IndexMethod::Gin => "what is in a list or a JSONB value",
            IndexMethod::Gist => "ranges, shapes and nearness; always with `ops:`",
            IndexMethod::SpGist => "prefixes and networks; one field",
            IndexMethod::Brin => "large tables whose rows lie in order",
        };
        let count = classes.iter().filter(|class| class.methods.contains(method)).count();
        let count = if count == 0 { "none".to_owned() } else { count.to_string() };
        vec![format!("`{word}`"), about.to_owned(), count]
    });
    format!(
        "\n## Index types\n\nOf `@@index` on PostgreSQL; SQLite has one kind. A field of an index may have \
         `sort: Desc`, and on PostgreSQL `ops:`, a named class or `raw(\"gin_trgm_ops\")`: \
         `@@index([title(ops: raw(\"gin_trgm_ops\"))], type: Gin)`.\n\n{}",
        table(&["`type:`", "is for", "named classes"], rows.collect())
    )
}

fn operator_classes() -> String {
    let rows = language::operator_classes().into_iter().map(|class| {
        let types = match class.types.is_empty() {
            true => "lists".to_owned(),
            false => codes(class.types),
        };
        let methods = codes(class.methods.iter().map(|each| format!("{each:?}")));
        vec![format!("`{}`", class.name), methods, types]
    });
    format!(
        "\n## Operator classes\n\nThe named classes of `ops:`. The types are native types, also where a \
         field has one by default.\n\n{}",
        table(&["class", "index type", "types"], rows.collect())
    )
}

fn actions() -> String {
    let rows = language::referential_actions().iter().map(|(word, action)| {
        let about = match action {
            ReferentialAction::Cascade => "they are deleted, or follow the new key",
            ReferentialAction::Restrict => "the change is refused, at once",
            ReferentialAction::NoAction => "the change is refused, at the end of the statement",
            ReferentialAction::SetNull => "their key becomes NULL; a required field is a warning on PostgreSQL, an error on SQLite",
            ReferentialAction::SetDefault => "their key becomes its default",
        };
        vec![format!("`{word}`"), about.to_owned()]
    });
    format!(
        "\n## Referential actions\n\nWhat happens to rows that refer to one which is deleted \
         (`onDelete:`) or whose key changes (`onUpdate:`).\n\n{}",
        table(&["action", "then"], rows.collect())
    )
}

fn names() -> String {
    let column = ["author_id"];
    let row = |what: &str, name: &dyn Fn(Provider) -> Option<String>| {
        let names = PROVIDERS
            .map(|each| name(each).map_or_else(|| "(none)".to_owned(), |name| format!("`{name}`")));
        [vec![what.to_owned()], names.to_vec()].concat()
    };
    let rows = vec![
        row("primary key", &|each| type_system(each).primary_key_name("posts")),
        row("unique index", &|each| Some(type_system(each).unique_name("posts", &column))),
        row("index", &|each| Some(type_system(each).index_name("posts", &column))),
        row("foreign key", &|each| {
            (each == Provider::Postgresql)
                .then(|| type_system(each).foreign_key_name("posts", &column.map(str::to_owned)))
        }),
    ];
    format!(
        "\n## Names\n\nWithout `map:`, an object over the column `author_id` of the table `posts` is called:\n\n{}\n\
         PostgreSQL keeps {MAX_BYTES} bytes of a name: a longer one that comon makes up is \
         cut so that its end survives. Names of tables, enums, columns and values are those of the schema where no \
         `@map` or `@@map` gives another. Names with control characters, or with marks that change \
         the direction of text, are refused: nobody could review them.\n",
        table(&["", "PostgreSQL", "SQLite"], rows)
    )
}

fn features() -> String {
    let (present, former) = language::preview_features();
    format!(
        "\n## Preview features\n\n`previewFeatures = [\"views\"]` in a generator. For plans, `views`, \
         `partialIndexes` and `postgresqlExtensions` count. An artifact's snapshots have all of them on.\n\n\
         - Known: {}.\n- Of earlier releases, a warning: {}.\n",
        codes(present),
        codes(former)
    )
}

fn client_only() -> String {
    let attributes = language::attributes();
    let attributes = attributes.iter().flat_map(|(_, attributes)| attributes.iter());
    let attributes = attributes.filter(|each| each.reach == Reach::Client).map(|each| each.of);
    let functions = language::default_functions().into_iter();
    let functions = functions
        .filter(|each| each.called_by == Reach::Client)
        .map(|each| format!("{}()", each.name));
    format!(
        "\n## What only the client knows\n\nA change of these needs no statement.\n\n\
         - The attributes {}.\n- The defaults {}.\n- `name:` of `@@id` and `@@unique`; names of models, fields and \
         relations whose `@map` or `@@map` stays.\n- Generators, and documentation comments.\n\
         - On SQLite, the values of an enum, but for one that is renamed: the rows take its new name.\n",
        codes(attributes),
        codes(functions)
    )
}

fn disagreements() -> String {
    let rows = DISAGREEMENTS.iter().map(|each| {
        let taken = each.taken.map(|taken| if taken { "yes" } else { "no" }.to_owned());
        let notice = each.notice.map(|id| format!(" `{id}`")).unwrap_or_default();
        [vec![each.what.to_owned()], taken.to_vec(), vec![format!("{}{notice}", each.here)]]
            .concat()
    });
    format!(
        "\n## Where Prisma's releases disagree\n\nWhether each release takes a schema with it, and what \
         comon does. Whatever else comon and 6.19 judge differently stands in \
         [tests/probes/disagreements.tsv](../tests/probes/disagreements.tsv), with the reason.\n\n{}",
        table(&["", "5.22", "6.19", "7.10", "comon"], rows.collect())
    )
}

fn refusals() -> String {
    let mut text = "\n## What only the database refuses\n\nPrisma takes these schemas, and the database \
                    refuses what they ask for. `comon check` warns, and `comon migrate` plans none of them.\n"
        .to_owned();
    for each in &REFUSALS {
        let provider = each.provider.display_name();
        text.push_str(&format!("\n**`{}`** ({provider}): {}\n\n", each.id, each.what));
        text.push_str(&format!("```prisma\n{}```\n", each.blocks));
    }
    text
}
