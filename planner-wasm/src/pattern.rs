//! A regular expression of comon.toml -> a test of names, by the regular expressions that are there anyway: the
//! script's in a page or in Node.js, those of the command elsewhere. Knows nothing of what is named.

use planner_core::warning::naming::Pattern;

/// The test.
///
/// # Errors
///
/// It is no such expression: in words.
#[cfg(target_family = "wasm")]
pub fn pattern(inner: &str) -> Result<Pattern, String> {
    script::compiled(inner)?;
    let text = inner.to_owned();
    let fits = move |name: &str| script::compiled(&text).is_ok_and(|compiled| compiled.test(name));
    Ok(Pattern::of(format!("/{inner}/"), fits))
}

#[cfg(target_family = "wasm")]
mod script {
    use js_sys::{Array, Function, Reflect, RegExp};
    use wasm_bindgen::JsCast;

    /// As a script does it, but with the exception as a message.
    pub fn compiled(text: &str) -> Result<RegExp, String> {
        let words = |_| "this browser does not know it".to_owned();
        let kind = Reflect::get(&js_sys::global(), &"RegExp".into()).map_err(words)?;
        let kind: Function = kind.dyn_into().map_err(words)?;
        let arguments = Array::of2(&text.into(), &"u".into());
        let made = Reflect::construct(&kind, &arguments).map_err(|error| {
            let message = Reflect::get(&error, &"message".into());
            let message = message.ok().and_then(|each| each.as_string());
            message.unwrap_or_else(|| "it cannot be read".to_owned())
        })?;
        made.dyn_into().map_err(words)
    }
}

/// The test.
///
/// # Errors
///
/// It is no such expression: in words.
#[cfg(not(target_family = "wasm"))]
pub fn pattern(inner: &str) -> Result<Pattern, String> {
    let compiled = regex::Regex::new(inner).map_err(|error| error.to_string())?;
    Ok(Pattern::of(format!("/{inner}/"), move |name| compiled.is_match(name)))
}
