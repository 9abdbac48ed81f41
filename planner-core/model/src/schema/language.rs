//! The language as data, put together from the tables that the checks themselves use: what the page
//! of documentation is written from. Knows nothing of how the page looks.

use super::attributes::{self, Parameters, Reach};
use super::default_functions::FUNCTIONS;
use super::model::{IndexMethod, ReferentialAction, Scalar};
use super::native_types::{self, Numbers};
use super::operator_classes::{self, Operand};
use super::{catalogue, datasource, generators, indexes, referential_actions};
use crate::ordered;
use crate::provider::Provider;

/// The attributes by the place that they may stand at.
pub fn attributes() -> [(&'static str, &'static [Parameters]); 4] {
    [
        ("A field", &attributes::FIELD),
        ("A model or view", &attributes::MODEL),
        ("An enum", &attributes::ENUM),
        ("A value of an enum", &attributes::VALUE),
    ]
}

/// The scalars by their names.
pub fn scalars() -> Vec<(&'static str, Scalar)> {
    let named = |name| catalogue::scalar_named(name).map(|scalar| (name, scalar));
    catalogue::SCALARS.into_iter().filter_map(named).collect()
}

/// A native type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NativeTypeUse {
    /// Its name behind the datasource's, such as `VarChar`.
    pub name: &'static str,
    /// The scalars that it is for.
    pub scalars: &'static [Scalar],
    /// What may stand in its parentheses; empty where nothing may.
    pub takes: String,
    /// Numbers that it takes, for an example.
    pub example: Vec<u32>,
}

/// The native types of a provider.
pub fn native_types(provider: Provider) -> Vec<NativeTypeUse> {
    let rows = native_types::table(provider).iter();
    let rows = rows.map(|(name, scalars, numbers)| {
        let (takes, example) = match numbers {
            Numbers::None => (String::new(), Vec::new()),
            Numbers::Length(_, to) => (format!("a length, 1 to {to}"), vec![20]),
            Numbers::Decimal => {
                let takes = "precision, 1 to 1000, and scale, at most the precision";
                (takes.to_owned(), vec![10, 2])
            }
            Numbers::Seconds => ("digits of a second, 0 to 6".to_owned(), vec![6]),
        };
        NativeTypeUse { name, scalars, takes, example }
    });
    rows.collect()
}

/// An operator class of the language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassRow {
    /// Its name.
    pub name: String,
    /// The index types that have it.
    pub methods: &'static [IndexMethod],
    /// The native types that it is for; lists where there is none.
    pub types: Vec<&'static str>,
}

/// The operator classes by name.
pub fn operator_classes() -> Vec<ClassRow> {
    let mut names = operator_classes::names();
    ordered::sort(&mut names);
    let rows = names.into_iter().filter_map(|name| {
        let class = operator_classes::find(&name)?;
        let types = match class.on {
            Operand::Native(types) => types.to_vec(),
            Operand::List => Vec::new(),
        };
        Some(ClassRow { name, methods: class.methods, types })
    });
    rows.collect()
}

/// A function of `@default`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FunctionRow {
    /// Its name.
    pub name: &'static str,
    /// The scalars that it is for; any field where there is none.
    pub types: &'static [Scalar],
    /// What may stand in its parentheses.
    pub takes: String,
    /// Who calls it.
    pub called_by: Reach,
    /// What it makes.
    pub about: &'static str,
}

/// The functions of `@default`.
pub fn default_functions() -> Vec<FunctionRow> {
    let rows = FUNCTIONS.iter().map(|each| FunctionRow {
        name: each.name,
        types: each.types,
        takes: each.takes.words(),
        called_by: each.called_by,
        about: each.about,
    });
    rows.collect()
}

/// The words of `type:`.
pub fn index_methods() -> &'static [(&'static str, IndexMethod)] {
    &indexes::METHODS
}

/// The words of `onDelete:` and `onUpdate:`.
pub fn referential_actions() -> &'static [(&'static str, ReferentialAction)] {
    &referential_actions::ACTIONS
}

/// The settings of a datasource, and what each is for.
pub fn settings() -> &'static [(&'static str, &'static str)] {
    &datasource::SETTINGS
}

/// The preview features that count, and those of earlier versions.
pub fn preview_features() -> (&'static [&'static str], &'static [&'static str]) {
    (&generators::FEATURES, &generators::FORMER_FEATURES)
}

/// Words that no model, view or enum can be called.
pub fn reserved_names() -> Vec<&'static str> {
    catalogue::SCALARS.into_iter().chain(catalogue::RESERVED).chain(["with", "yield"]).collect()
}
