//! The checked-in clients are what the generator writes today, as rustfmt would leave it, and the
//! same with every run. `UPDATE_EXPECT=1` writes them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use executor::generate::client::{Client, client};
use executor::generate::output::Layout;
use executor::generate::{rust, typescript};
use planner_core::schema;
use planner_core::source::Sources;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn client_of(path: &Path) -> Client {
    let text = fs::read_to_string(path).expect("the schema is read");
    let checked = schema::check(&Sources::single("schema.prisma", &text));
    client(&checked.schema.expect("the schema is valid"))
}

const CLIENTS: [(&str, &str); 3] = [
    ("examples/blog/schema.prisma", "blog"),
    ("examples/shop/schema.prisma", "shop"),
    ("tests/clients/kinds.prisma", "kinds"),
];

#[test]
fn the_clients_of_the_examples_are_current() {
    for (schema, name) in CLIENTS {
        let client = client_of(&root().join(schema));
        let again = client_of(&root().join(schema));
        let in_rust = rust::files(&client, Layout::File).unwrap();
        assert_eq!(in_rust, rust::files(&again, Layout::File).unwrap());
        let in_typescript = typescript::files(&client, Layout::File).unwrap();
        let folder = root().join("tests/clients/src");
        for (files, extension) in [(in_rust, "rs"), (in_typescript, "ts")] {
            let path = folder.join(name).with_extension(extension);
            if std::env::var_os("UPDATE_EXPECT").is_some() {
                fs::write(&path, &files[0].text).unwrap();
            }
            let written = fs::read_to_string(&path).unwrap_or_default();
            assert!(written == files[0].text, "{} is not current", path.display());
        }
    }
}

#[test]
fn files_are_as_rustfmt_leaves_them_alone_and_in_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    for (schema, name) in CLIENTS {
        let client = client_of(&root().join(schema));
        for layout in [Layout::File, Layout::Folder] {
            let place = folder.path().join(name).join(format!("{layout:?}"));
            fs::create_dir_all(&place).unwrap();
            let files = rust::files(&client, layout).unwrap().into_iter().map(|file| {
                let name = if file.path.is_empty() { "client.rs" } else { &file.path };
                let path = place.join(name);
                fs::write(&path, file.text).unwrap();
                path
            });
            for path in files.collect::<Vec<_>>() {
                let checked = Command::new("rustfmt")
                    .args(["--check", "--edition", "2024"])
                    .arg(&path)
                    .output()
                    .expect("rustfmt runs");
                let said = [checked.stdout, checked.stderr].concat();
                let said = String::from_utf8_lossy(&said);
                assert!(checked.status.success(), "{}: {said}", path.display());
            }
        }
    }
}
