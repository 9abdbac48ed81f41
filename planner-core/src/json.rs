//! A JSON value -> a type that serde can read, and any such type -> a value. Knows nothing of what is read.
//!
//! `serde_json::from_value` and `to_value` do the same. They weigh more in the module that the page loads:
//! the one reads each struct from a list too and can say every number, the other is a second writer of each
//! type beside that of texts.

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{
    DeserializeOwned, Deserializer, EnumAccess, Error as _, Expected, IntoDeserializer, Unexpected,
    VariantAccess, Visitor,
};
use serde::{Serialize, forward_to_deserialize_any};
use serde_json::{Number, Value};
use std::fmt;

/// Why a value is not of a type, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfit(String);

/// A value of a type.
///
/// # Errors
///
/// It has another shape.
pub fn read<T: DeserializeOwned>(value: Value) -> Result<T, Unfit> {
    T::deserialize(Read(value))
}

/// What a type is as JSON; null where it has no such form.
pub fn value_of<T: Serialize + ?Sized>(item: &T) -> Value {
    let text = serde_json::to_string(item).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

impl fmt::Display for Unfit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for Unfit {}

impl serde::de::Error for Unfit {
    fn custom<T: fmt::Display>(words: T) -> Self {
        Self(words.to_string())
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self(format!("invalid type: {}, expected {expected}", in_words(found)))
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self(format!("invalid value: {}, expected {expected}", in_words(found)))
    }
}

/// As serde_json says it.
fn in_words(found: Unexpected<'_>) -> String {
    match found {
        Unexpected::Unit => "null".to_owned(),
        Unexpected::Bool(value) => format!("boolean `{value}`"),
        Unexpected::Unsigned(value) => format!("integer `{value}`"),
        Unexpected::Signed(value) => format!("integer `{value}`"),
        Unexpected::Float(value) => match Number::from_f64(value) {
            Some(value) => format!("floating point `{value}`"),
            None => "floating point".to_owned(),
        },
        Unexpected::Str(value) => format!("string {value:?}"),
        Unexpected::Seq => "sequence".to_owned(),
        Unexpected::Map => "map".to_owned(),
        _ => "something else".to_owned(),
    }
}

struct Read(Value);

impl Read {
    fn unfit<'de, T>(&self, visitor: &impl Visitor<'de>) -> Result<T, Unfit> {
        Err(refused(&self.0, visitor))
    }
}

fn refused(value: &Value, expected: &dyn Expected) -> Unfit {
    let found = match value {
        Value::Null => Unexpected::Unit,
        Value::Bool(value) => Unexpected::Bool(*value),
        Value::Number(value) => match (value.as_u64(), value.as_i64()) {
            (Some(value), _) => Unexpected::Unsigned(value),
            (None, Some(value)) => Unexpected::Signed(value),
            (None, None) => Unexpected::Float(value.as_f64().unwrap_or_default()),
        },
        Value::String(value) => Unexpected::Str(value),
        Value::Array(_) => Unexpected::Seq,
        Value::Object(_) => Unexpected::Map,
    };
    Unfit::invalid_type(found, expected)
}

impl IntoDeserializer<'_, Unfit> for Read {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// Each kind of type takes one kind of value; asked for anything, a value is what it is.
impl<'de> Deserializer<'de> for Read {
    type Error = Unfit;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(value),
            Value::Number(_) => self.deserialize_i64(visitor),
            Value::String(text) => visitor.visit_string(text),
            Value::Array(_) => self.deserialize_seq(visitor),
            Value::Object(_) => self.deserialize_map(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        match self.0 {
            Value::Bool(value) => visitor.visit_bool(value),
            _ => self.unfit(&visitor),
        }
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        match &self.0 {
            Value::Number(number) => match (number.as_u64(), number.as_i64()) {
                (Some(value), _) => visitor.visit_u64(value),
                (None, Some(value)) => visitor.visit_i64(value),
                (None, None) => self.unfit(&visitor),
            },
            _ => self.unfit(&visitor),
        }
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        self.deserialize_string(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        match self.0 {
            Value::String(text) => visitor.visit_string(text),
            _ => self.unfit(&visitor),
        }
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        match &self.0 {
            Value::String(text) => visitor.visit_str(text),
            _ => self.unfit(&visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        match self.0 {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        match self.0 {
            Value::Array(items) => {
                visitor.visit_seq(SeqDeserializer::new(items.into_iter().map(Read)))
            }
            _ => self.unfit(&visitor),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        match self.0 {
            Value::Object(fields) => {
                let fields = fields.into_iter();
                visitor.visit_map(MapDeserializer::new(
                    fields.map(|(name, value)| (Read(Value::String(name)), Read(value))),
                ))
            }
            _ => self.unfit(&visitor),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unfit> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unfit> {
        match self.0 {
            Value::String(_) => visitor.visit_enum(self),
            Value::Object(_) => self.unfit(&visitor),
            _ => Err(refused(&self.0, &"string or map")),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        i8 i16 i32 u8 u16 f32 f64 char bytes byte_buf unit unit_struct newtype_struct tuple tuple_struct
    }
}

/// An enum of words; others are not read.
impl<'de> EnumAccess<'de> for Read {
    type Error = Unfit;
    type Variant = Word;

    fn variant_seed<V: serde::de::DeserializeSeed<'de>>(
        self,
        seed: V,
    ) -> Result<(V::Value, Word), Unfit> {
        Ok((seed.deserialize(self)?, Word))
    }
}

struct Word;

impl<'de> VariantAccess<'de> for Word {
    type Error = Unfit;

    fn unit_variant(self) -> Result<(), Unfit> {
        Ok(())
    }

    fn newtype_variant_seed<T: serde::de::DeserializeSeed<'de>>(
        self,
        _seed: T,
    ) -> Result<T::Value, Unfit> {
        Err(Unfit::custom("a word says nothing more"))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _len: usize, _visitor: V) -> Result<V::Value, Unfit> {
        Err(Unfit::custom("a word says nothing more"))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _fields: &'static [&'static str],
        _visitor: V,
    ) -> Result<V::Value, Unfit> {
        Err(Unfit::custom("a word says nothing more"))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::{read, value_of};
    use serde::{Deserialize, Serialize};
    use serde_json::{Value, json};
    use std::collections::BTreeMap;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Thing {
        name: String,
        count: u64,
        below: i64,
        small: u32,
        is_new: bool,
        word: Option<Word>,
        parts: Vec<Thing>,
        #[serde(default)]
        named: BTreeMap<String, Word>,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Word {
        One,
        Two,
    }

    fn whole() -> Value {
        let part = json!({
            "name": "part", "count": u64::MAX, "below": i64::MIN, "small": 1, "isNew": false,
            "word": null, "parts": [], "named": {},
        });
        json!({
            "name": "é\"", "count": 0, "below": 5, "small": u32::MAX, "isNew": true,
            "word": "two", "parts": [part], "named": { "a": "one", "b": "two" },
        })
    }

    #[test]
    fn what_serde_json_reads_is_read_as_it_does() {
        let thing: Thing = read(whole()).unwrap();
        assert_eq!(thing, serde_json::from_value(whole()).unwrap());
        assert_eq!(value_of(&thing), whole());
        let mut more = whole();
        more["unknown"] = json!({ "of": [1.5, "no"] });
        assert_eq!(read::<Thing>(more).unwrap(), thing);
    }

    #[test]
    fn what_does_not_fit_is_told_in_the_words_of_serde_json() {
        let others =
            [json!(null), json!(true), json!(-1), json!(2.5), json!("x"), json!([]), json!({})];
        let mut refused = 0;
        for field in ["name", "count", "below", "small", "isNew", "word", "parts", "named"] {
            let mut without = whole();
            without.as_object_mut().unwrap().remove(field);
            let each = others.iter().map(|other| {
                let mut value = whole();
                value[field] = other.clone();
                value
            });
            for value in each.chain([without]) {
                let words = read::<Thing>(value.clone()).map_err(|unfit| unfit.to_string());
                // An enum is not read from an object, which serde_json would tell from another one.
                let object = matches!(field, "word") && value[field].is_object();
                match serde_json::from_value::<Thing>(value) {
                    Err(_) if object => assert!(words.is_err()),
                    theirs => assert_eq!(words, theirs.map_err(|error| error.to_string())),
                }
                refused += usize::from(words.is_err());
            }
        }
        assert_eq!(refused, 56);
    }
}
