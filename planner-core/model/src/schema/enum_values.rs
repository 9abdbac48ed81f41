//! The values of an enum, in order and by name. What uses them is not known here.

use crate::source::Span;
use compact_str::CompactString;
use foldhash::{HashMap, HashMapExt};
use std::ops::Deref;

/// One value of an enum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnumValue {
    /// Name in the schema.
    pub name: CompactString,
    /// `@map`, else the name.
    pub database_name: CompactString,
    /// The `///` comment above it.
    pub documentation: Option<Box<str>>,
    /// Its place.
    pub span: Span,
}

/// Up to how many values are looked through one by one.
const FEW: usize = 32;

/// The values of an enum in order, found by name however many there are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EnumValues {
    values: Vec<EnumValue>,
    /// Positions by name, where there are many.
    positions: HashMap<CompactString, usize>,
}

impl EnumValues {
    /// The value of that name in the schema.
    pub fn named(&self, name: &str) -> Option<&EnumValue> {
        if self.values.len() > FEW {
            return self.values.get(*self.positions.get(name)?);
        }
        self.values.iter().find(|value| value.name == name)
    }
}

/// Of several values of one name the first is found.
impl From<Vec<EnumValue>> for EnumValues {
    fn from(values: Vec<EnumValue>) -> Self {
        let mut positions = HashMap::new();
        if values.len() > FEW {
            for (position, value) in values.iter().enumerate() {
                positions.entry(value.name.clone()).or_insert(position);
            }
        }
        Self { values, positions }
    }
}

impl Deref for EnumValues {
    type Target = [EnumValue];

    fn deref(&self) -> &[EnumValue] {
        &self.values
    }
}
