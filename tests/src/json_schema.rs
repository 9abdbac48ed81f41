//! A JSON document against a published JSON Schema of `docs/`: what does not fit, in words. Knows
//! nothing of what the document means.

use serde_json::Value;
use std::path::Path;

/// Where the schemas are.
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs");

/// Everything that does not fit; the schema has to be one itself.
pub fn problems(schema: &str, document: &Value) -> Vec<String> {
    let path = Path::new(FOLDER).join(schema);
    let text = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let schema: Value = serde_json::from_str(&text).expect("the schema is JSON");
    let validator = jsonschema::draft202012::new(&schema).expect("the schema is one");
    let problems = validator.iter_errors(document);
    problems.map(|problem| format!("{}: {problem}", problem.instance_path())).collect()
}

/// Asserts that a document fits.
pub fn assert_fits(schema: &str, document: &Value) {
    let problems = problems(schema, document);
    assert!(problems.is_empty(), "{}\n{document:#}", problems.join("\n"));
}
