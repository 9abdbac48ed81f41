//! Every key of comon.toml, and every way to get it wrong.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;
use planner_core::database::model::ObjectName;

fn parse(text: &str) -> Result<Config> {
    Config::parse(text, Path::new("comon.toml"))
}

#[test]
fn every_key_is_read() {
    let text = "external = [\"audit_*\"]\ntarget_version = \"16\"\nacceptance = \"committed\"\n\
                backup = \"shared\"\n[levels]\nunindexed-foreign-key = \"gate\"\nvolatile-default = \"silent\"\n\
                [timeouts]\nlock = \"250ms\"\nstatement = \"10min\"\nprobe = \"1s\"\nwait = \"1h\"\n\
                [generate]\ncommand = \"make client\"\n";
    let config = parse(text).unwrap();
    assert!(config.external.matches(&ObjectName::local("audit_log")));
    assert_eq!(config.target_version(Provider::Postgresql).unwrap(), "16");
    assert_eq!(config.acceptance, Acceptance::Committed);
    assert_eq!(config.backup, Backup::Shared);
    assert!(config.levels.raises("unindexed-foreign-key"));
    assert!(!config.levels.shows("volatile-default"));
    let timeouts = Timeouts {
        lock: Some(Duration::from_millis(250)),
        statement: Some(Duration::from_secs(600)),
        probe: Some(Duration::from_secs(1)),
        wait: Some(Duration::from_secs(3600)),
    };
    assert_eq!(config.timeouts, timeouts);
    assert_eq!(config.generate.unwrap().command, "make client");
    assert_eq!(parse("").unwrap(), Config::default());
}

#[test]
fn mistakes_are_named_with_their_line_and_a_way_on() {
    for (text, message, help) in [
        ("externals = []", "comon.toml:1 has an unknown key `externals`.", "`external`?"),
        ("external = [\"a\"]\nx = = 1\n", "comon.toml:2 cannot be read: ", "TOML"),
        ("external = \"a\"", "comon.toml:1: `external` is not a list of strings.", "external = ["),
        ("external = [1]", "`external` is not a list of strings.", "external = ["),
        ("target_version = 16", "`target_version` is not a server's version", "\"16\""),
        ("acceptance = \"comitted\"", "is not one of \"flags\", \"committed\"", "\"flags\""),
        ("backup = true", "is not one of \"always\", \"shared\", \"never\"", "\"always\""),
        ("levels = 1", "`levels` is not a table", "[levels]"),
        ("[levels]\ndrop-column = \"silent\"", ":2 cannot change `levels.drop-column`", "always"),
        (
            "[levels]\nrewrite-table = \"gate\"",
            "unknown key `levels.rewrite-table`",
            "rewrites-table",
        ),
        (
            "[levels]\nrewrites-table = \"off\"",
            "one of \"gate\", \"notice\", \"silent\"",
            "\"gate\"",
        ),
        ("[timeouts]\nlocks = \"1s\"", ":2 has an unknown key `timeouts.locks`", "timeouts.lock`"),
        ("[timeouts]\nlock = \"5\"", "`lock` is not a duration", "\"5s\""),
        ("[timeouts]\nlock = \"0s\"", "`lock` is not a duration", "\"5s\""),
        ("[generate]\ncmd = \"x\"", "unknown key `generate.cmd`", "generate.command"),
        ("[generate]\ncommand = \" \"", "`command` is not a string", "npx"),
    ] {
        let error = parse(text).unwrap_err();
        assert!(error.message.contains(message), "{text}: {error}");
        assert!(error.help.as_deref().unwrap().contains(help), "{text}: {error}");
        assert_eq!(error.kind.exit_code(), 2);
    }
}

#[test]
fn servers_that_nothing_is_planned_for_are_refused() {
    let version = |text: &str, provider| {
        parse(&format!("target_version = \"{text}\"")).unwrap().target_version(provider)
    };
    assert_eq!(version("3.40", Provider::Sqlite).unwrap(), "3.40");
    assert_eq!(version("18", Provider::Postgresql).unwrap(), "18");
    for (text, provider) in [
        ("13", Provider::Postgresql),
        ("3.31", Provider::Sqlite),
        ("3.52", Provider::Sqlite),
        ("16", Provider::Sqlite),
        ("3.40", Provider::Postgresql),
    ] {
        assert_eq!(version(text, provider).unwrap_err().id, "unsupported-target-version");
    }
    assert_eq!(Config::default().target_version(Provider::Sqlite).unwrap(), "3.35");
    assert_eq!(Config::default().target_version(Provider::Postgresql).unwrap(), "14");
}
