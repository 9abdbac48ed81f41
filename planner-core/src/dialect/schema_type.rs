//! A column's type in the schema language's own words: what a dialect's `to_schema` gives back.

use crate::schema::model::Scalar;

/// A scalar, and the `@db.` type where the scalar alone means another column type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaType {
    /// The scalar.
    pub scalar: Scalar,
    /// Name and arguments of the native type.
    pub native: Option<(&'static str, Vec<u32>)>,
}
