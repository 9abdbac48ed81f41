//! Signs, strings, comments and white space: nested, doubled and never closed.

use super::filling::{MODEL, filled, lines, one_line, repeated};
use super::{Family, family};

pub(super) const FAMILIES: &[Family] = &[
    family("nested lists", |n| one_line(n, "a Int @default(", |_| "[", "")),
    family("nested calls", |n| one_line(n, "a Int @default(", |_| "f(", "")),
    family("nested objects", |n| one_line(n, "@@index(where: ", |_| "{a:", "")),
    family("opening braces", |n| repeated(n, "{")),
    family("opening braces, each on a line", |n| repeated(n, "{\n")),
    family("closing braces", |n| repeated(n, "}")),
    family("closing braces, each on a line", |n| repeated(n, "}\n")),
    family("closing braces behind a model", |n| filled(n, MODEL, |_| "} ", "")),
    family("quotes", |n| repeated(n, "\"")),
    family("quotes in an argument", |n| one_line(n, "a String @map(", |_| "\"", "")),
    family("escaped quotes", |n| one_line(n, "a String @map(\"", |_| "\\\"", "\")")),
    family("bad escapes", |n| lines(n, |_| "a String @map(\"\\x\")")),
    family("backslashes in a string", |n| one_line(n, "a String @map(\"", |_| "\\", "")),
    family("comment openers", |n| repeated(n, "/*")),
    family("comment openers, each on a line", |n| repeated(n, "/*\n")),
    family("comment openers in a model", |n| lines(n, |_| "/*")),
    family("comments behind fields that never end", |n| lines(n, |_| "a Int /* x")),
    family("one delimited comment", |n| format!("/*{}*/", "* a\n".repeat(n / 4))),
    family("short delimited comments", |n| lines(n, |_| "/* a */")),
    family("line comments", |n| repeated(n, "// a\n")),
    family("documentation", |n| filled(n, "", |_| "/// a\n", "model A {\n  id Int @id\n}\n")),
    family("documentation in a model", |n| lines(n, |_| "/// a")),
    family("no line end", |n| repeated(n, "model A { id Int @id } ")),
    family("carriage returns", |n| repeated(n, "\r")),
    family("line feeds", |n| repeated(n, "\n")),
    family("carriage returns as line ends", |n| {
        lines(n, |at| format!("a{at} Int")).replace('\n', "\r")
    }),
    family("spaces", |n| repeated(n, " ")),
    family("spaces in a line", |n| one_line(n, "a", |_| " ", "Int")),
    family("no-break spaces", |n| repeated(n, "\u{a0}")),
    family("NUL characters", |n| repeated(n, "\0")),
    family("characters outside the BMP", |n| repeated(n, "𝄞")),
    family("byte order marks", |n| repeated(n, "\u{feff}")),
    family("dots in a type", |n| one_line(n, "a A", |_| ".a", "")),
    family("at signs", |n| one_line(n, "a Int ", |_| "@", "")),
    family("broken lines", |n| lines(n, |_| "!")),
    family("lines outside blocks", |n| repeated(n, "x\n")),
];
