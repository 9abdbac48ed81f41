//! A JSON document against a published JSON Schema of `docs/`: what does not fit, in words. Knows
//! nothing of what the document means.

use serde_json::Value;
use std::path::Path;

/// Where the schemas are.
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs");

/// Everything that does not fit; the schema has to be one itself.
pub fn problems(schema: &str, document: &Value) -> Vec<String> {
    let schema = read(&Path::new(FOLDER).join(schema));
    told(&jsonschema::draft202012::new(&schema).expect("the schema is one"), document)
}

fn read(path: &Path) -> Value {
    let text =
        std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).expect("the schema is JSON")
}

fn told(validator: &jsonschema::Validator, document: &Value) -> Vec<String> {
    let problems = validator.iter_errors(document);
    problems.map(|problem| format!("{}: {problem}", problem.instance_path())).collect()
}

/// Asserts that a document is SARIF 2.1.0, by the schema of its standard, of which `tests/schemas` has a
/// copy.
pub fn assert_is_sarif(document: &Value) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/sarif-2.1.0.json");
    let text = read(&path).to_string();
    // The pattern of languages has a bracket too many, which is a regular expression to some and none to
    // others.
    let language = "^[a-zA-Z]{2}|^[a-zA-Z]{2}-[a-zA-Z]{2}]?$";
    assert!(text.contains(language));
    let schema: Value =
        serde_json::from_str(&text.replace(language, "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$"))
            .expect("the schema is JSON");
    let validator = jsonschema::draft7::new(&schema).expect("the schema is one");
    let problems = told(&validator, document);
    assert!(problems.is_empty(), "{}\n{document:#}", problems.join("\n"));
}

/// Asserts that a document fits.
pub fn assert_fits(schema: &str, document: &Value) {
    let problems = problems(schema, document);
    assert!(problems.is_empty(), "{}\n{document:#}", problems.join("\n"));
}
