//! The planner in WebAssembly: exports over `planner-core`, without logic. In: JavaScript values
//! of the shapes in `request`. Out: those of `view`. A panic, which would be a mistake of ours,
//! reaches the caller as an error with its message.

pub mod answer;
pub mod request;
pub mod view;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsError, JsValue};

/// What TypeScript knows of the shapes.
#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.d.ts");

/// All problems of a schema.
///
/// # Errors
///
/// Where the argument is not a list of files.
#[wasm_bindgen(unchecked_return_type = "CheckView")]
pub fn check(
    #[wasm_bindgen(unchecked_param_type = "SourceFile[]")] files: JsValue,
) -> Result<JsValue, JsError> {
    reply(&answer::check(read(files)?))
}

/// A schema file in canonical formatting.
#[wasm_bindgen]
pub fn format(text: &str) -> String {
    answer::format(text)
}

/// What leads from one schema to another.
///
/// # Errors
///
/// Where the argument is not a request.
#[wasm_bindgen(unchecked_return_type = "PlanView")]
pub fn plan(
    #[wasm_bindgen(unchecked_param_type = "PlanRequest")] request: JsValue,
) -> Result<JsValue, JsError> {
    reply(&answer::plan(read(request)?))
}

/// Called once, when the module is loaded.
#[wasm_bindgen(start)]
pub fn start() {
    std::panic::set_hook(Box::new(|panic| {
        wasm_bindgen::throw_val(JsError::new(&panic.to_string()).into());
    }));
}

fn read<T: DeserializeOwned>(value: JsValue) -> Result<T, JsError> {
    serde_wasm_bindgen::from_value(value).map_err(|error| JsError::new(&error.to_string()))
}

/// As JSON would have it: `null` for what is absent, plain objects for maps.
fn reply<T: Serialize>(view: &T) -> Result<JsValue, JsError> {
    let reply = view.serialize(&Serializer::json_compatible());
    reply.map_err(|error| JsError::new(&error.to_string()))
}
