//! Texts about which much would be said if each message repeated what it is about.

use super::filling::lines;
use super::{Family, family};

/// So long that as many of it as fit beside each other make the size.
fn root(size: usize) -> String {
    "x".repeat((size as f64).sqrt() as usize)
}

pub(super) const FAMILIES: &[Family] = &[
    family("errors in a model with a long name", |n| {
        lines(n / 2, |_| "a Int").replace("model A", &format!("model {}", "x".repeat(n / 2)))
    }),
    family("errors about a long type", |n| {
        let name = root(n);
        lines(n, |at| format!("a{at} {name}"))
    }),
    family("errors in long lines", |n| {
        let note = root(n);
        lines(n, |at| format!("a{at} Strng // {note}"))
    }),
];
