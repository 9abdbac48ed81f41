//! A JavaScript value -> the same as plain data, as JSON would have it; a text goes over as it is. Knows
//! nothing of what is asked.

use js_sys::{Array, Object};
use serde_json::{Map, Number, Value};
use wasm_bindgen::{JsCast, JsValue};

/// How deep values may lie in each other.
const DEEPEST: usize = 128;

/// The value; `None` where it lies too deep, as in one that holds itself.
pub fn read(value: &JsValue) -> Option<Value> {
    read_at(value, 0)
}

fn read_at(value: &JsValue, depth: usize) -> Option<Value> {
    if depth > DEEPEST {
        return None;
    }
    if let Some(text) = value.as_string() {
        return Some(Value::String(text));
    }
    if let Some(list) = value.dyn_ref::<Array>() {
        let items = list.iter().map(|item| read_at(&item, depth + 1));
        return items.collect::<Option<_>>().map(Value::Array);
    }
    if let Some(object) = value.dyn_ref::<Object>().filter(|_| !value.is_function()) {
        let mut fields = Map::new();
        for (name, value) in Object::keys(object).iter().zip(Object::values(object).iter()) {
            // What JSON has no word for is left out.
            if !value.is_undefined() && !value.is_function() {
                fields.insert(name.as_string()?, read_at(&value, depth + 1)?);
            }
        }
        return Some(Value::Object(fields));
    }
    let number = || value.as_f64().and_then(Number::from_f64);
    Some(
        value
            .as_bool()
            .map(Value::Bool)
            .or_else(|| number().map(Value::Number))
            .unwrap_or_default(),
    )
}
