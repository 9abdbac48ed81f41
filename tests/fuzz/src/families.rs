//! Inputs that are large in one way each: a size in bytes in, texts of about that size out, which
//! are valid where the family allows it. Stress tests, seeds and `measure` share them. What is
//! done with them is not known here.

use std::fmt::Write;

/// One way of being large.
#[derive(Debug, Clone, Copy)]
pub struct Family {
    /// What is large, in words.
    pub name: &'static str,
    /// The text of about so many bytes.
    pub text: fn(usize) -> String,
}

const HEAD: &str = "datasource db {\n  provider = \"postgresql\"\n}\n";
const MODEL: &str = "model A {\n  id Int @id\n";

/// `head`, then as many units as fit before `tail`; a unit is told its number.
fn filled(size: usize, head: &str, unit: impl Fn(&mut String, usize), tail: &str) -> String {
    let mut text = format!("{HEAD}{head}");
    let mut at = 0;
    while text.len() + tail.len() < size {
        unit(&mut text, at);
        at += 1;
    }
    text + tail
}

/// A model whose lines are the units.
fn lines(size: usize, line: impl Fn(&mut String, usize)) -> String {
    let unit = |text: &mut String, at| {
        text.push_str("  ");
        line(text, at);
        text.push('\n');
    };
    filled(size, MODEL, unit, "}\n")
}

/// A model with one line that holds the units between `open` and `close`.
fn one_line(size: usize, open: &str, unit: impl Fn(&mut String, usize), close: &str) -> String {
    filled(size, &format!("{MODEL}  {open}"), unit, &format!("{close}\n}}\n"))
}

/// The text over and over, with nothing around it.
fn repeated(size: usize, text: &str) -> String {
    text.repeat(size / text.len())
}

fn long(size: usize) -> String {
    "x".repeat(size.saturating_sub(200))
}

/// Every family, syntax first.
pub const FAMILIES: &[Family] = &[
    Family {
        name: "nested lists",
        text: |n| one_line(n, "a Int @default(", |t, _| t.push('['), ""),
    },
    Family {
        name: "nested calls",
        text: |n| one_line(n, "a Int @default(", |t, _| t.push_str("f("), ""),
    },
    Family {
        name: "nested objects",
        text: |n| one_line(n, "@@index(where: ", |t, _| t.push_str("{a:"), ""),
    },
    Family { name: "opening braces", text: |n| repeated(n, "{") },
    Family { name: "opening braces, each on a line", text: |n| repeated(n, "{\n") },
    Family { name: "closing braces", text: |n| repeated(n, "}") },
    Family { name: "closing braces, each on a line", text: |n| repeated(n, "}\n") },
    Family {
        name: "closing braces behind a model",
        text: |n| filled(n, MODEL, |t, _| t.push_str("} "), ""),
    },
    Family { name: "quotes", text: |n| repeated(n, "\"") },
    Family {
        name: "quotes in an argument",
        text: |n| one_line(n, "a String @map(", |t, _| t.push('"'), ""),
    },
    Family {
        name: "escaped quotes",
        text: |n| one_line(n, "a String @map(\"", |t, _| t.push_str("\\\""), "\")"),
    },
    Family { name: "bad escapes", text: |n| lines(n, |t, _| t.push_str("a String @map(\"\\x\")")) },
    Family { name: "comment openers", text: |n| repeated(n, "/*") },
    Family { name: "comment openers, each on a line", text: |n| repeated(n, "/*\n") },
    Family { name: "comment openers in a model", text: |n| lines(n, |t, _| t.push_str("/*")) },
    Family {
        name: "comments behind fields that never end",
        text: |n| lines(n, |t, _| t.push_str("a Int /* x")),
    },
    Family { name: "one delimited comment", text: |n| format!("/*{}*/", "* a\n".repeat(n / 4)) },
    Family { name: "short delimited comments", text: |n| lines(n, |t, _| t.push_str("/* a */")) },
    Family { name: "line comments", text: |n| repeated(n, "// a\n") },
    Family {
        name: "documentation",
        text: |n| filled(n, "", |t, _| t.push_str("/// a\n"), "model A {\n  id Int @id\n}\n"),
    },
    Family { name: "documentation in a model", text: |n| lines(n, |t, _| t.push_str("/// a")) },
    Family { name: "one line comment", text: |n| format!("//{}", long(n)) },
    Family { name: "no line end", text: |n| repeated(n, "model A { id Int @id } ") },
    Family { name: "carriage returns", text: |n| repeated(n, "\r") },
    Family { name: "line feeds", text: |n| repeated(n, "\n") },
    Family {
        name: "carriage returns as line ends",
        text: |n| {
            lines(n, |t, at| {
                let _ = write!(t, "a{at} Int");
            })
            .replace('\n', "\r")
        },
    },
    Family { name: "spaces", text: |n| repeated(n, " ") },
    Family { name: "spaces in a line", text: |n| one_line(n, "a", |t, _| t.push(' '), "Int") },
    Family { name: "no-break spaces", text: |n| repeated(n, "\u{a0}") },
    Family { name: "NUL characters", text: |n| repeated(n, "\0") },
    Family { name: "characters outside the BMP", text: |n| repeated(n, "𝄞") },
    Family { name: "byte order marks", text: |n| repeated(n, "\u{feff}") },
    Family { name: "dots in a type", text: |n| one_line(n, "a A", |t, _| t.push_str(".a"), "") },
    Family { name: "at signs", text: |n| one_line(n, "a Int ", |t, _| t.push('@'), "") },
    Family {
        name: "backslashes in a string",
        text: |n| one_line(n, "a String @map(\"", |t, _| t.push('\\'), ""),
    },
    Family {
        name: "long block name",
        text: |n| format!("{HEAD}model {} {{\n  id Int @id\n}}\n", long(n)),
    },
    Family {
        name: "long keyword",
        text: |n| format!("{HEAD}{} A {{\n  id Int @id\n}}\n", long(n)),
    },
    Family { name: "long field name", text: |n| format!("{HEAD}{MODEL}  {} Int\n}}\n", long(n)) },
    Family {
        name: "fields beside a long type",
        text: |n| {
            let half = lines(n / 2, |t, at| {
                let _ = write!(t, "a{at} Int @unique");
            });
            let head = half.trim_end_matches("}\n");
            format!("{head}  b {} @unique\n}}\n", "x".repeat(n / 2 - 20))
        },
    },
    Family { name: "long type name", text: |n| one_line(n, "a ", |t, _| t.push('x'), "") },
    Family {
        name: "long attribute name",
        text: |n| one_line(n, "a Int @", |t, _| t.push('x'), ""),
    },
    Family {
        name: "long argument name",
        text: |n| one_line(n, "a Int @map(", |t, _| t.push('x'), ": \"a\")"),
    },
    Family {
        name: "long string",
        text: |n| one_line(n, "a String @default(\"", |t, _| t.push('x'), "\")"),
    },
    Family {
        name: "long mapped name",
        text: |n| one_line(n, "a String @map(\"", |t, _| t.push('x'), "\")"),
    },
    Family {
        name: "long number",
        text: |n| one_line(n, "a Int @default(", |t, _| t.push('9'), ")"),
    },
    Family {
        name: "long decimal",
        text: |n| one_line(n, "a Decimal @default(\"0.", |t, _| t.push('9'), "\")"),
    },
    Family {
        name: "long Json default",
        text: |n| one_line(n, "a Json @default(\"", |t, _| t.push('['), "\")"),
    },
    Family {
        name: "long Unsupported",
        text: |n| one_line(n, "a Unsupported(\"", |t, _| t.push('x'), "\")?"),
    },
    Family {
        name: "long native type",
        text: |n| one_line(n, "a String @db.", |t, _| t.push('x'), ""),
    },
    Family { name: "broken lines", text: |n| lines(n, |t, _| t.push('!')) },
    Family { name: "lines outside blocks", text: |n| repeated(n, "x\n") },
    Family {
        name: "types with a mark",
        text: |n| {
            lines(n, |t, at| {
                let _ = write!(t, "a{at} Int!");
            })
        },
    },
    Family {
        name: "unclosed models",
        text: |n| {
            filled(
                n,
                "",
                |t, at| {
                    let _ = writeln!(t, "model A{at} {{");
                },
                "",
            )
        },
    },
    Family {
        name: "unknown blocks",
        text: |n| {
            filled(
                n,
                "",
                |t, at| {
                    let _ = writeln!(t, "modle A{at} {{\n}}");
                },
                "",
            )
        },
    },
    Family {
        name: "models without a name",
        text: |n| filled(n, "", |t, _| t.push_str("model {\n}\n"), ""),
    },
    Family {
        name: "models without a brace",
        text: |n| filled(n, "", |t, _| t.push_str("model A\n"), ""),
    },
    Family {
        name: "empty lines behind a model without a brace",
        text: |n| format!("model A{}", "\n".repeat(n)),
    },
    Family {
        name: "models without braces among empty lines",
        text: |n| filled(n, "", |t, _| t.push_str("model A\n\n\n\n\n\n\n\n"), ""),
    },
    Family {
        name: "unclosed models with comments",
        text: |n| {
            filled(
                n,
                "",
                |t, at| {
                    let _ = writeln!(t, "model A{at} {{\n// a\n// b");
                },
                "",
            )
        },
    },
    Family {
        name: "reserved names",
        text: |n| filled(n, "", |t, _| t.push_str("model class {\n}\n"), ""),
    },
    Family {
        name: "settings",
        text: |n| {
            filled(
                n,
                "generator a {\n  provider = \"x\"\n",
                |t, at| {
                    let _ = writeln!(t, "  a{at} = 1");
                },
                "}\n",
            )
        },
    },
    Family {
        name: "settings of the datasource",
        text: |n| {
            filled(
                n,
                "datasource b {\n",
                |t, at| {
                    let _ = writeln!(t, "  a{at} = 1");
                },
                "}\n",
            )
        },
    },
    Family {
        name: "generators",
        text: |n| {
            filled(
                n,
                "",
                |t, at| {
                    let _ = writeln!(t, "generator a{at} {{\n  provider = \"x\"\n}}");
                },
                "",
            )
        },
    },
    Family {
        name: "generators of one name",
        text: |n| filled(n, "", |t, _| t.push_str("generator a {\n  provider = \"x\"\n}\n"), ""),
    },
    Family {
        name: "datasources",
        text: |n| filled(n, "", |t, _| t.push_str("datasource a {\n}\n"), ""),
    },
    Family {
        name: "preview features",
        text: |n| {
            filled(
                n,
                "generator a {\n  provider = \"x\"\n  previewFeatures = [",
                |t, at| {
                    let _ = write!(t, "\"veiws{at}\", ");
                },
                "\"views\"]\n}\n",
            )
        },
    },
    Family {
        name: "database schemas",
        text: |n| {
            format!(
                "datasource db {{\n  provider = \"postgresql\"\n  schemas = [{}\"a\"]\n}}\n{MODEL}\n@@schema(\"a1\")\n}}\n",
                (0..n / 10).map(|at| format!("\"a{at}\", ")).collect::<String>()
            )
        },
    },
    Family {
        name: "extensions",
        text: |n| {
            format!(
                "datasource db {{\n  provider = \"postgresql\"\n  extensions = [{}a]\n}}\n",
                (0..n / 10).map(|at| format!("a{at}, ")).collect::<String>()
            )
        },
    },
    Family {
        name: "fields",
        text: |n| {
            lines(n, |t, at| {
                let _ = write!(t, "a{at} Int");
            })
        },
    },
    Family { name: "fields of one name", text: |n| lines(n, |t, _| t.push_str("a Int")) },
    Family {
        name: "fields mapped to one name",
        text: |n| {
            lines(n, |t, at| {
                let _ = write!(t, "a{at} Int @map(\"a\")");
            })
        },
    },
    Family {
        name: "fields of an unknown type",
        text: |n| {
            lines(n, |t, at| {
                let _ = write!(t, "a{at} Strng");
            })
        },
    },
    Family {
        name: "fields of unknown types of their own",
        text: |n| {
            lines(n, |t, at| {
                let _ = write!(t, "a{at} T{at}");
            })
        },
    },
    Family {
        name: "unknown types among many models",
        text: |n| {
            filled(
                n,
                "",
                |t, at| {
                    let _ = writeln!(t, "model Abc{at} {{\n  id Int @id\n  a Abd{at}\n}}");
                },
                "",
            )
        },
    },
    Family {
        name: "unknown attributes",
        text: |n| {
            lines(n, |t, at| {
                let _ = write!(t, "a{at} Int @unqiue");
            })
        },
    },
    Family {
        name: "unknown block attributes",
        text: |n| lines(n, |t, _| t.push_str("@@idnex([id])")),
    },
    Family {
        name: "unknown native types",
        text: |n| {
            lines(n, |t, at| {
                let _ = write!(t, "a{at} String @db.Txt");
            })
        },
    },
    Family {
        name: "attributes of one field",
        text: |n| one_line(n, "a Int", |t, _| t.push_str(" @unique"), ""),
    },
    Family {
        name: "mapped attributes of one field",
        text: |n| one_line(n, "a Int", |t, _| t.push_str(" @map(\"x\")"), ""),
    },
    Family {
        name: "arguments of one name",
        text: |n| one_line(n, "a Int @map(", |t, _| t.push_str("name: \"x\", "), "\"a\")"),
    },
    Family {
        name: "arguments without a name",
        text: |n| one_line(n, "a Int @map(", |t, _| t.push_str("1, "), "\"a\")"),
    },
    Family {
        name: "unknown arguments",
        text: |n| {
            one_line(
                n,
                "a Int @map(",
                |t, at| {
                    let _ = write!(t, "nmae{at}: 1, ");
                },
                "\"a\")",
            )
        },
    },
    Family {
        name: "values of a list default",
        text: |n| one_line(n, "a Int[] @default([", |t, _| t.push_str("1, "), "1])"),
    },
    Family {
        name: "wrong values of a list default",
        text: |n| one_line(n, "a Int[] @default([", |t, _| t.push_str("x, "), "1])"),
    },
    Family {
        name: "models",
        text: |n| {
            filled(
                n,
                "",
                |t, at| {
                    let _ = writeln!(t, "model A{at} {{\n  id Int @id\n}}");
                },
                "",
            )
        },
    },
    Family {
        name: "models of one name",
        text: |n| filled(n, "", |t, _| t.push_str("model A {\n  id Int @id\n}\n"), ""),
    },
    Family {
        name: "models mapped to one name",
        text: |n| {
            filled(
                n,
                "",
                |t, at| {
                    let _ = writeln!(t, "model A{at} {{\n  id Int @id\n  @@map(\"a\")\n}}");
                },
                "",
            )
        },
    },
    Family {
        name: "models that differ in case",
        text: |n| {
            filled(
                n,
                "",
                |t, at| {
                    let _ = writeln!(
                        t,
                        "model A{at} {{\n  id Int @id\n  @@map(\"{}\")\n}}",
                        if at % 2 == 0 { "a" } else { "A" }
                    );
                },
                "",
            )
            .replace("postgresql", "sqlite")
        },
    },
    Family {
        name: "models with a long common start of their names",
        text: |n| {
            filled(
                n,
                "",
                |t, at| {
                    let _ = writeln!(
                        t,
                        "model {}{at} {{\n  id Int @id\n  a Int @unique\n}}",
                        "Abcdefghij".repeat(7)
                    );
                },
                "",
            )
        },
    },
    Family {
        name: "empty models",
        text: |n| {
            filled(
                n,
                "",
                |t, at| {
                    let _ = writeln!(t, "model A{at} {{\n}}");
                },
                "",
            )
        },
    },
    Family {
        name: "views",
        text: |n| {
            filled(
                n,
                "generator a {\n  provider = \"x\"\n  previewFeatures = [\"views\"]\n}\n",
                |t, at| {
                    let _ = writeln!(t, "view A{at} {{\n  id Int @unique\n}}");
                },
                "",
            )
        },
    },
    Family {
        name: "composite types",
        text: |n| {
            filled(
                n,
                "",
                |t, at| {
                    let _ = writeln!(t, "type A{at} {{\n  id Int\n}}");
                },
                "",
            )
        },
    },
    Family {
        name: "enums",
        text: |n| {
            filled(
                n,
                "",
                |t, at| {
                    let _ = writeln!(t, "enum A{at} {{\n  a\n}}");
                },
                "",
            )
        },
    },
    Family {
        name: "values of an enum",
        text: |n| {
            filled(
                n,
                "enum A {\n",
                |t, at| {
                    let _ = writeln!(t, "  a{at}");
                },
                "}\n",
            )
        },
    },
    Family {
        name: "enum values of one name",
        text: |n| filled(n, "enum A {\n", |t, _| t.push_str("  a\n"), "}\n"),
    },
    Family {
        name: "enum values mapped to one name",
        text: |n| {
            filled(
                n,
                "enum A {\n",
                |t, at| {
                    let _ = writeln!(t, "  a{at} @map(\"a\")");
                },
                "}\n",
            )
        },
    },
    Family {
        name: "unknown defaults of a large enum",
        text: |n| {
            let half = filled(
                n / 2,
                "enum E {\n",
                |t, at| {
                    let _ = writeln!(t, "  abc{at}");
                },
                "}\n",
            );
            half + &lines(n / 2, |t, at| {
                let _ = write!(t, "a{at} E @default(abd{at})");
            })[HEAD.len()..]
        },
    },
    Family {
        name: "defaults of a large enum",
        text: |n| {
            let half = filled(
                n / 2,
                "enum E {\n",
                |t, at| {
                    let _ = writeln!(t, "  abc{at}");
                },
                "}\n",
            );
            half + &lines(n / 2, |t, at| {
                let _ = write!(t, "a{at} E @default(abc{})", at % 1000);
            })[HEAD.len()..]
        },
    },
    Family {
        name: "ids",
        text: |n| {
            lines(n, |t, at| {
                let _ = write!(t, "a{at} Int @id");
            })
        },
    },
    Family {
        name: "unique fields",
        text: |n| {
            lines(n, |t, at| {
                let _ = write!(t, "a{at} Int @unique");
            })
        },
    },
    Family {
        name: "autoincrements",
        text: |n| {
            lines(n, |t, at| {
                let _ = write!(t, "a{at} Int @default(autoincrement())");
            })
        },
    },
    Family { name: "indexes on one field", text: |n| lines(n, |t, _| t.push_str("@@index([id])")) },
    Family {
        name: "unique constraints on one field",
        text: |n| lines(n, |t, _| t.push_str("@@unique([id])")),
    },
    Family {
        name: "indexes with names",
        text: |n| {
            lines(n, |t, at| {
                let _ = write!(t, "@@index([id], map: \"i{at}\")");
            })
        },
    },
    Family {
        name: "indexes with one name",
        text: |n| lines(n, |t, _| t.push_str("@@index([id], map: \"i\")")),
    },
    Family {
        name: "indexes on unknown fields",
        text: |n| {
            lines(n, |t, at| {
                let _ = write!(t, "@@index([b{at}])");
            })
        },
    },
    Family {
        name: "indexes and fields",
        text: |n| {
            lines(n, |t, at| {
                let _ = write!(t, "a{at} Int\n  @@index([a{at}])");
            })
        },
    },
    Family {
        name: "unknown fields in indexes of a large model",
        text: |n| {
            lines(n, |t, at| {
                let _ = write!(t, "abc{at} Int\n  @@index([abd{at}])");
            })
        },
    },
    Family { name: "keys with `@@id`", text: |n| lines(n, |t, _| t.push_str("@@id([id])")) },
    Family {
        name: "fields of one index",
        text: |n| one_line(n, "@@index([", |t, _| t.push_str("id, "), "id])"),
    },
    Family {
        name: "fields of one unique constraint",
        text: |n| {
            let half = lines(n / 2, |t, at| {
                let _ = write!(t, "a{at} Int");
            });
            let names: Vec<_> = (0..n / 20).map(|at| format!("a{at}")).collect();
            half.trim_end_matches("}\n").to_owned()
                + &format!("  @@unique([{}])\n}}\n", names.join(", "))
        },
    },
    Family {
        name: "unknown fields of one index",
        text: |n| {
            one_line(
                n,
                "@@index([",
                |t, at| {
                    let _ = write!(t, "b{at}, ");
                },
                "id])",
            )
        },
    },
    Family {
        name: "conditions of a partial index",
        text: |n| {
            one_line(
                n,
                "@@index([id], where: { ",
                |t, at| {
                    let _ = write!(t, "b{at}: 1, ");
                },
                "id: 1 })",
            )
        },
    },
    Family {
        name: "relations of one name",
        text: |n| {
            lines(n, |t, at| {
                let _ = write!(t, "a{at} A? @relation(\"r\", fields: [id], references: [id])");
            })
        },
    },
    Family {
        name: "self relations without a name",
        text: |n| {
            lines(n, |t, at| {
                let _ = write!(t, "a{at} A[]");
            })
        },
    },
    Family {
        name: "relations between two models without a name",
        text: |n| {
            lines(n, |t, at| {
                let _ = write!(t, "b{at} B @relation(fields: [id], references: [id])");
            }) + "model B {\n  id Int @id\n  a A[]\n}\n"
        },
    },
    Family {
        name: "relations between two models with names",
        text: |n| {
            let half = lines(n / 2, |t, at| {
                let _ = write!(t, "b{at} B @relation(\"r{at}\", fields: [id], references: [id])");
            });
            half + "model B {\n  id Int @id\n"
                + &(0..n / 116)
                    .map(|at| format!("  a{at} A[] @relation(\"r{at}\")\n"))
                    .collect::<String>()
                + "}\n"
        },
    },
    Family {
        name: "relations without the other side",
        text: |n| {
            lines(n, |t, at| {
                let _ = write!(t, "b{at} B");
            }) + "model B {\n  id Int @id\n}\n"
        },
    },
    Family {
        name: "many-to-many relations",
        text: |n| {
            filled(
                n,
                "",
                |t, at| {
                    let _ = writeln!(
                        t,
                        "model A{at} {{\n  id Int @id\n  b B{at}[]\n}}\nmodel B{at} {{\n  id Int @id\n  a A{at}[]\n}}"
                    );
                },
                "",
            )
        },
    },
    Family {
        name: "models that reference one",
        text: |n| {
            let all = filled(
                n,
                "",
                |t, at| {
                    let _ = writeln!(
                        t,
                        "model B{at} {{\n  id Int @id\n  a A @relation(fields: [id], references: [id])\n}}"
                    );
                },
                "",
            );
            let count = all.matches("model").count();
            all + MODEL
                + &(0..count).map(|at| format!("  b{at} B{at}?\n")).collect::<String>()
                + "}\n"
        },
    },
    Family {
        name: "a chain of relations",
        text: |n| {
            filled(
                n,
                "",
                |t, at| {
                    let _ = writeln!(
                        t,
                        "model A{at} {{\n  id Int @id\n  a A{} @relation(\"r{at}\", fields: [id], references: [id])\n  b A{}? @relation(\"r{}\")\n}}",
                        at + 1,
                        at.wrapping_sub(1) as u32,
                        at.wrapping_sub(1) as u32
                    );
                },
                "",
            )
        },
    },
    Family {
        name: "fields of one foreign key",
        text: |n| {
            let names: Vec<_> = (0..n / 50).map(|at| format!("a{at}")).collect();
            let fields = names.iter().map(|name| format!("  {name} Int\n")).collect::<String>();
            let list = names.join(", ");
            format!(
                "{HEAD}model A {{\n{fields}  bs B[]\n  @@id([{list}])\n}}\nmodel B {{\n  id Int @id\n{fields}  a A @relation(fields: [{list}], references: [{list}])\n}}\n"
            )
        },
    },
    Family {
        name: "errors in a model with a long name",
        text: |n| {
            lines(n / 2, |t, _| t.push_str("a Int"))
                .replace("model A", &format!("model {}", "x".repeat(n / 2)))
        },
    },
    Family {
        name: "errors about a long type",
        text: |n| {
            let name = "x".repeat((n as f64).sqrt() as usize);
            lines(n, |t, at| {
                let _ = write!(t, "a{at} {name}");
            })
        },
    },
    Family {
        name: "errors in long lines",
        text: |n| {
            let note = "x".repeat((n as f64).sqrt() as usize);
            lines(n, |t, at| {
                let _ = write!(t, "a{at} Strng // {note}");
            })
        },
    },
];
