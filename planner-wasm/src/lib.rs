//! The planner in WebAssembly: exports over `planner-core`, without logic. In: JavaScript values
//! of the shapes in `request`. Out: those of `view` and of the planner's review, which cross the border
//! as JSON text; requests are mostly the texts of schemas, which cross as they are. A panic, which would be
//! a mistake of ours, reaches the caller as an error with its message; the instance is then not to be
//! used again.

pub mod answer;
pub mod pattern;
pub mod request;
pub mod view;

mod plain_data;

use js_sys::{JSON, Reflect};
use planner_core::json;
use planner_core::planner::drafts::Drafts;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::cell::Cell;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsError, JsValue};

/// What TypeScript knows of the shapes: written by `cargo xtask types` from the Rust types.
#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.d.ts");

/// All problems of a schema.
///
/// # Errors
///
/// Where the argument is not a list of files.
#[wasm_bindgen(unchecked_return_type = "CheckView")]
pub fn check(
    #[wasm_bindgen(unchecked_param_type = "FileInput[]")] files: &JsValue,
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
    #[wasm_bindgen(unchecked_param_type = "PlanRequest")] request: &JsValue,
) -> Result<JsValue, JsError> {
    reply(&answer::plan(read(request)?))
}

thread_local! {
    /// What is kept from one draft to the next.
    static DRAFTS: Cell<Drafts> = const { Cell::new(Drafts::NEW) };
}

/// The review of two schemas that somebody is editing. The schema before of the last request is kept: a
/// request with the same one is answered sooner, and to the byte as any other.
///
/// # Errors
///
/// Where the argument is not a request.
#[wasm_bindgen(unchecked_return_type = "DraftView")]
pub fn draft(
    #[wasm_bindgen(unchecked_param_type = "DraftRequest")] request: &JsValue,
) -> Result<JsValue, JsError> {
    let own = read(request)?;
    let mut drafts = DRAFTS.take();
    let mut view = answer::draft(&mut drafts, &own);
    DRAFTS.set(drafts);
    let Some(review) = &mut view.review else { return reply(&view) };
    // These two are the caller's: they go back as they came.
    review.before_schema.clear();
    review.after_schema.clear();
    let answer = reply(&view)?;
    let part = |whole: &JsValue, name: &str| {
        Reflect::get(whole, &name.into()).map_err(|_| JsError::new("the request changed meanwhile"))
    };
    let review = part(&answer, "review")?;
    for (name, own) in [("beforeSchema", "before"), ("afterSchema", "after")] {
        let _ = Reflect::set(&review, &name.into(), &part(request, own)?);
    }
    Ok(answer)
}

/// The review of a migration's files.
///
/// # Errors
///
/// Where the argument is not a request.
#[wasm_bindgen(unchecked_return_type = "ReviewView")]
pub fn review(
    #[wasm_bindgen(unchecked_param_type = "ReviewRequest")] request: &JsValue,
) -> Result<JsValue, JsError> {
    reply(&answer::review(read(request)?))
}

/// A review that was made elsewhere, with what was measured of its warnings.
///
/// # Errors
///
/// Where the argument is not a request, or its review is no JSON.
#[wasm_bindgen(unchecked_return_type = "ReviewView")]
pub fn measure(
    #[wasm_bindgen(unchecked_param_type = "MeasureRequest")] request: &JsValue,
) -> Result<JsValue, JsError> {
    reply(&answer::measure(&read(request)?).map_err(|words| JsError::new(&words))?)
}

/// What the settings of a project say to a review.
///
/// # Errors
///
/// Where the argument is not a request.
#[wasm_bindgen(unchecked_return_type = "SettingsView")]
pub fn settings(
    #[wasm_bindgen(unchecked_param_type = "SettingsRequest")] request: &JsValue,
) -> Result<JsValue, JsError> {
    reply(&answer::settings(&read(request)?))
}

/// The review of a change, from the files on both sides of it.
///
/// # Errors
///
/// Where the argument is not a request.
#[wasm_bindgen(js_name = reviewChange, unchecked_return_type = "ChangeView")]
pub fn review_change(
    #[wasm_bindgen(unchecked_param_type = "ChangeRequest")] request: &JsValue,
) -> Result<JsValue, JsError> {
    reply(&answer::review_change(read(request)?))
}

/// The review of a change as Markdown, SARIF, annotations or another of its forms: what `comon review
/// --since` prints.
///
/// # Errors
///
/// Where the argument is not a request, or the format is not known.
#[wasm_bindgen]
pub fn render(
    #[wasm_bindgen(unchecked_param_type = "RenderRequest")] request: &JsValue,
) -> Result<String, JsError> {
    answer::render(read(request)?).map_err(|words| JsError::new(&words))
}

/// What there is to know about one rule, or about all of them.
///
/// # Errors
///
/// Where the answer cannot be written.
#[wasm_bindgen(unchecked_return_type = "RuleView[]")]
pub fn explain(rule: Option<String>) -> Result<JsValue, JsError> {
    reply(&answer::explain(rule.as_deref()))
}

/// Called once, when the module is loaded.
#[wasm_bindgen(start)]
pub fn start() {
    std::panic::set_hook(Box::new(|panic| {
        wasm_bindgen::throw_val(JsError::new(&panic.to_string()).into());
    }));
}

fn read<T: DeserializeOwned>(value: &JsValue) -> Result<T, JsError> {
    let value =
        plain_data::read(value).ok_or_else(|| JsError::new("the argument is not plain data"))?;
    json::read(value).map_err(|unfit| JsError::new(&unfit.to_string()))
}

/// As JSON has it: `null` for what is absent, plain objects for maps.
fn reply<T: Serialize>(view: &T) -> Result<JsValue, JsError> {
    let text = serde_json::to_string(view).map_err(|error| JsError::new(&error.to_string()))?;
    JSON::parse(&text).map_err(|_| JsError::new("the answer is not JSON"))
}
