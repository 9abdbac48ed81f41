//! Inputs that are large in one way each: a size in bytes in, texts of about that size out, which
//! are valid where the family allows it. Stress tests, seeds and `measure` share them. What is
//! done with them is not known here.

mod blocks;
mod fields;
mod filling;
mod keys;
mod long;
mod messages;
mod relations;
mod settings;
mod signs;

/// One way of being large.
#[derive(Debug, Clone, Copy)]
pub struct Family {
    /// What is large, in words.
    pub name: &'static str,
    /// The text of about so many bytes.
    pub text: fn(usize) -> String,
}

const fn family(name: &'static str, text: fn(usize) -> String) -> Family {
    Family { name, text }
}

/// Every family, syntax first.
pub fn all() -> impl Iterator<Item = &'static Family> {
    let groups = [
        signs::FAMILIES,
        long::FAMILIES,
        settings::FAMILIES,
        blocks::FAMILIES,
        fields::FAMILIES,
        keys::FAMILIES,
        relations::FAMILIES,
        messages::FAMILIES,
    ];
    groups.into_iter().flatten()
}
