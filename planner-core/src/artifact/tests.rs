//! Writing, reading and sealing of artifacts: whatever changes is noticed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use super::*;
use crate::artifact::files::MAX_FILE_BYTES;
use crate::artifact::read::Author;
use crate::artifact::render::{NewArtifact, render};
use crate::provider::Provider;

const NAME: &str = "20260102030405_init";

fn new_artifact() -> NewArtifact {
    NewArtifact {
        name: NAME.into(),
        generated_at: "2026-01-02T03:04:05Z".into(),
        provider: Provider::Postgresql,
        migration_sql: "-- One\nSELECT 'é';\nSELECT 2;\n".into(),
        warnings: vec!["Potential data loss: dropping table a\nb.".into(), " ".into()],
        before_schema: String::new(),
        after_schema: "model A {\n  id Int @id\n}\n".into(),
        statement_count: 2,
        rebuild_required: false,
        renames: vec![("table:a".into(), "table:b".into())],
        planner_version: "0.1.0".into(),
        target_version: "14".into(),
    }
}

fn text(file: &Option<Vec<u8>>) -> String {
    String::from_utf8(file.clone().unwrap()).unwrap()
}

fn comon_orm(migration_sql: &str) -> ArtifactFiles {
    [
        ("migration.sql", migration_sql.as_bytes().to_vec()),
        ("before.prisma", Vec::new()),
        ("after.prisma", b"model A {\n  id Int @id\n}\n".to_vec()),
    ]
    .into_iter()
    .collect()
}

#[test]
fn what_is_written_reads_back() {
    let new = new_artifact();
    let files = render(&new);
    let artifact = read(NAME, &files).unwrap();
    assert_eq!(artifact.unsealed, []);
    assert_eq!(artifact.author, Author::Comon);
    assert_eq!(artifact.provider, Some(Provider::Postgresql));
    assert_eq!(artifact.migration_sql, new.migration_sql);
    assert_eq!(artifact.warnings, ["Potential data loss: dropping table a\\nb."]);
    assert_eq!(artifact.after_schema, new.after_schema);
    assert_eq!(artifact.metadata.renames(), new.renames);
    assert_eq!(artifact.statement_count(), 2);
    assert_eq!(
        artifact.metadata.get("checksum"),
        Some(artifact.checksum(Provider::Postgresql).as_str())
    );
}

#[test]
fn metadata_has_its_keys_in_order() {
    let text = text(&render(&new_artifact()).metadata);
    let keys: Vec<&str> = text.lines().map(|line| line.split_once('=').unwrap().0).collect();
    assert_eq!(
        keys,
        [
            "name",
            "generated_at",
            "statement_count",
            "rebuild_required",
            "warning_count",
            "provider",
            "checksum",
            "format_version",
            "planner_version",
            "target_version",
            "rename.1",
            "seal"
        ]
    );
}

#[test]
fn every_changed_byte_is_noticed() {
    let files = render(&new_artifact());
    let all: Vec<(&str, Vec<u8>)> =
        files.present().map(|(name, bytes)| (name, bytes.to_vec())).collect();
    let noticed = |changed: &ArtifactFiles| match read(NAME, changed) {
        Ok(artifact) => !artifact.unsealed.is_empty(),
        Err(_) => true,
    };
    assert!(!noticed(&files));
    for (name, bytes) in &all {
        for index in 0..bytes.len() {
            for value in [bytes[index] ^ 1, bytes[index] ^ 0x20, b' ', b'=', b'\n', 0] {
                if value == bytes[index] {
                    continue;
                }
                let mut changed = bytes.clone();
                changed[index] = value;
                let mut files = files.clone();
                files.set(name, changed);
                assert!(noticed(&files), "{name} byte {index} to {value}");
            }
            let mut shorter = bytes.clone();
            shorter.remove(index);
            let mut cut = files.clone();
            cut.set(name, shorter);
            assert!(noticed(&cut), "{name} without byte {index}");
        }
    }
}

#[test]
fn line_ends_do_not_count() {
    let files = render(&new_artifact());
    let windows: ArtifactFiles = files
        .present()
        .map(|(name, bytes)| {
            let text = std::str::from_utf8(bytes).unwrap().replace('\n', "\r\n");
            (name, text.into_bytes())
        })
        .collect();
    assert_eq!(read(NAME, &windows), read(NAME, &files));
    assert_eq!(read(NAME, &files).unwrap().unsealed, []);
}

#[test]
fn problems_name_file_and_line() {
    let codes = |files: &ArtifactFiles, name: &str| -> Vec<(&str, &str)> {
        let problems = read(name, files).unwrap_err();
        problems.iter().map(|problem| (problem.code, problem.file)).collect()
    };
    let files = render(&new_artifact());
    let invalid = "invalid-local-artifacts";
    assert_eq!(codes(&files, "other"), [(invalid, "metadata.txt")]);

    let mut missing = files.clone();
    missing.warnings = None;
    missing.after_schema = None;
    assert_eq!(codes(&missing, NAME), [(invalid, "warnings.txt"), (invalid, "after.prisma")]);

    let mut large = files.clone();
    large.migration_sql = Some(vec![b' '; MAX_FILE_BYTES + 1]);
    assert_eq!(codes(&large, NAME), [(invalid, "migration.sql")]);

    let mut binary = files.clone();
    binary.before_schema = Some(vec![0xff]);
    assert_eq!(codes(&binary, NAME), [(invalid, "before.prisma")]);

    let mut refused = files.clone();
    refused.migration_sql = Some(b"SELECT 1;\nCOMMIT;\n".to_vec());
    let problems = read(NAME, &refused).unwrap_err();
    assert_eq!((problems[0].file, problems[0].line), ("migration.sql", Some(2)));

    for (from, to) in [
        ("format_version=1", "format_version=2"),
        ("provider=postgresql", "provider=mysql"),
        ("rebuild_required=false", "rebuild_required=no"),
        ("provider=postgresql\n", ""),
    ] {
        let mut changed = files.clone();
        changed.metadata = Some(text(&files.metadata).replace(from, to).into_bytes());
        assert_eq!(codes(&changed, NAME), [(invalid, "metadata.txt")], "{to}");
    }
}

#[test]
fn an_edit_is_unsealed_until_sealed_anew() {
    let mut files = render(&new_artifact());
    files.migration_sql = Some(b"-- One\nSELECT 1;\r\nSELECT 2;\nSELECT 3;\n".to_vec());
    let mut metadata = text(&files.metadata);
    metadata.push_str("accept.1=hand\nfuture=kept\n");
    files.metadata = Some(metadata.into_bytes());
    let edited = read(NAME, &files).unwrap();
    assert!(edited.unsealed.iter().all(|problem| problem.code == "artifact-not-sealed"));
    assert_eq!(edited.unsealed.len(), 3, "checksum, statement count, seal");

    let mut warnings = edited.warnings.clone();
    warnings.push("Potential data loss: migration.sql has 1 statement".into());
    let sealed = reseal(NAME, &files, &warnings).unwrap();
    let artifact = read(NAME, &sealed).unwrap();
    assert_eq!(artifact.unsealed, []);
    assert_eq!(artifact.warnings, warnings);
    assert_eq!(artifact.statement_count(), 3);
    assert_eq!(artifact.metadata.get("future"), Some("kept"));
    assert_eq!(artifact.metadata.get("accept.1"), Some("hand"));
    assert!(text(&sealed.metadata).lines().last().unwrap().starts_with("seal="));
    assert_eq!(reseal(NAME, &sealed, &warnings).unwrap(), sealed);
}

#[test]
fn what_cannot_run_cannot_be_sealed() {
    let mut files = render(&new_artifact());
    files.migration_sql = Some(b"SELECT 1;\nCOMMIT;\n".to_vec());
    assert!(reseal(NAME, &files, &[]).is_err());
}

#[test]
fn comon_orms_artifacts_are_read_as_they_are() {
    let bare = read("old", &comon_orm("SELECT 1;\n")).unwrap();
    assert_eq!(bare.author, Author::ComonOrm { rebuild_notice: false });
    assert_eq!((bare.provider, bare.unsealed.len()), (None, 0));
    assert_eq!((bare.script.as_ref(), bare.statement_count()), (None, 0));
    // The project knows what the files do not say.
    let assumed = bare.clone().assuming(Provider::Postgresql).unwrap();
    assert_eq!((assumed.provider, assumed.statement_count()), (Some(Provider::Postgresql), 1));
    let broken = read("old", &comon_orm("BEGIN;\n")).unwrap().assuming(Provider::Sqlite);
    assert_eq!(broken.unwrap_err()[0].line, Some(1));

    let mut files = comon_orm("SELECT 1;\n");
    let checksum = bare.checksum(Provider::Sqlite);
    let metadata = format!(
        "name=old\ngenerated_at=2025-01-01T00:00:00Z\nstatement_count=1\nrebuild_required=false\n\
         warning_count=0\nprovider=sqlite\nchecksum={checksum}\n"
    );
    files.metadata = Some(metadata.clone().into_bytes());
    let verified = read("old", &files).unwrap();
    assert_eq!((verified.provider, verified.unsealed), (Some(Provider::Sqlite), vec![]));

    files.migration_sql = Some(b"SELECT 2;\n".to_vec());
    assert_eq!(read("old", &files).unwrap().unsealed.len(), 1);
    let sealed = reseal("old", &files, &[]).unwrap();
    assert_eq!(read("old", &sealed).unwrap().unsealed, []);
    assert!(!text(&sealed.metadata).contains("seal="));
}

#[test]
fn comon_orms_rebuild_notice_is_no_script() {
    let notice = "-- Schema rebuild required to apply this migration safely.\n-- COMMIT; it is\n";
    let mut files = comon_orm(notice);
    files.metadata = Some(b"name=old\nprovider=sqlite\n".to_vec());
    let artifact = read("old", &files).unwrap();
    assert_eq!(artifact.author, Author::ComonOrm { rebuild_notice: true });
    assert!(artifact.rebuild_required);
    assert_eq!(artifact.script, None);
}
