//! A file of YAML that a forge runs -> its scripts, to be run by bash as the forge would. Knows nothing of what they
//! do.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};
use yaml_rust2::{Yaml, YamlLoader};

/// A step that is a script.
#[derive(Debug, Clone)]
pub struct Script {
    /// Its name.
    pub name: String,
    /// What bash runs.
    pub text: String,
    /// Its variables: texts, or expressions that the forge puts values in for.
    pub variables: BTreeMap<String, String>,
}

/// The only document of a file.
pub fn read(path: &Path) -> Yaml {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{path:?}: {error}"));
    let mut documents = YamlLoader::load_from_str(&text).expect("it is YAML");
    assert_eq!(documents.len(), 1, "{path:?}");
    documents.remove(0)
}

fn texts(node: &Yaml) -> BTreeMap<String, String> {
    let Some(fields) = node.as_hash() else { return BTreeMap::new() };
    let text = |value: &Yaml| match value {
        Yaml::String(text) => text.clone(),
        other => other.as_i64().map(|number| number.to_string()).unwrap_or_default(),
    };
    fields.iter().map(|(key, value)| (text(key), text(value))).collect()
}

/// The scripts of a composite action, and the actions that it uses.
pub fn of_action(action: &Yaml) -> (Vec<Script>, Vec<String>) {
    let (mut scripts, mut uses) = (Vec::new(), Vec::new());
    for step in action["runs"]["steps"].as_vec().expect("steps") {
        match (step["run"].as_str(), step["uses"].as_str()) {
            (Some(text), None) => {
                assert_eq!(step["shell"].as_str(), Some("bash"));
                let name = step["name"].as_str().expect("a name").to_owned();
                let variables = texts(&step["env"]);
                scripts.push(Script { name, text: text.to_owned(), variables });
            }
            (None, Some(action)) => uses.push(action.to_owned()),
            _ => panic!("{step:?}"),
        }
    }
    (scripts, uses)
}

/// The inputs of an action with what holds without them.
pub fn defaults(action: &Yaml) -> BTreeMap<String, String> {
    let inputs = action["inputs"].as_hash().expect("inputs");
    let text = |each: &Yaml| each.as_str().unwrap_or_default().to_owned();
    inputs.iter().map(|(name, input)| (text(name), text(&input["default"]))).collect()
}

/// Runs a script as a runner does: `bash --noprofile --norc -eo pipefail`.
pub fn run(script: &str, folder: &Path, variables: &BTreeMap<String, String>) -> Output {
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), script).expect("the script");
    Command::new("bash")
        .args(["--noprofile", "--norc", "-eo", "pipefail"])
        .arg(file.path())
        .current_dir(folder)
        .envs(variables)
        .env("NO_COLOR", "1")
        .output()
        .expect("bash runs")
}
