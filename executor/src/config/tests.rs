//! Every key of comon.toml, and every way to get it wrong.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;
use planner_core::database::model::ObjectName;
use std::time::Duration;

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
    let mut nothing = parse("").unwrap();
    nothing.levels.today.clear();
    assert_eq!(nothing, Config::default());
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
        (
            "[[allow]]\nrule = \"blocks-writes\"\nreason = \"x\"\n",
            ":1 has an [[allow]] without `expires`",
            "expires =",
        ),
        (
            "[[allow]]\nrule = \"drop-column\"\nreason = \"x\"\nexpires = \"2099-01-01\"",
            ":2 cannot change `allow.rule drop-column`",
            "always gates",
        ),
        (
            "[[allow]]\nrule = \"block-writes\"\nreason = \"x\"\nexpires = 2099-01-01",
            ":2 has an unknown key `allow.rule block-writes`",
            "blocks-writes",
        ),
        (
            "[[allow]]\nrule = \"blocks-writes\"\nreason = \"x\"\nexpires = \"2026-02-30\"",
            ":4: `expires` is not a day",
            "2027-06-30",
        ),
        (
            "[[allow]]\nrule = \"blocks-writes\"\nsubject = \"a..b\"\nreason = \"x\"\nexpires = 2099-01-01",
            ":3: `subject` is no subject",
            "posts.status",
        ),
        ("[[allow]]\nrules = \"x\"", "unknown key `allow.rules`", "allow.rule`"),
        ("allow = 1", "`allow` is not a list of tables", "[[allow]]"),
        ("[naming]\ntable = \"snake_case\"", "unknown key `naming.table`", "naming.tables`"),
        ("[naming]\ntables = \"snakecase\"", "`tables` is not one of snake_case, ", "/^[a-z_]+$/"),
        ("[naming]\ntables = \"/a(/\"", ":2: `tables` is no regular expression: ", "regex"),
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

#[test]
fn allowed_notices_and_names_are_read() {
    let text = "[levels]\nblocks-writes = \"gate\"\n[naming]\ntables = \"snake_case\"\ncolumns = \
                \"/^[a-z][A-Za-z0-9]*$/\"\n[[allow]]\nrule = \"blocks-writes\"\nsubject = \"posts\"\nreason \
                = \"small\"\nexpires = 2099-01-01\n[[allow]]\nrule = \"volatile-default\"\nreason = \"x\"\n\
                expires = \"2020-01-01\"\n";
    let levels = parse(text).unwrap().levels;
    assert!(!levels.raises_about("blocks-writes", "posts"));
    assert!(levels.raises_about("blocks-writes", "users"));
    let expired: Vec<String> = levels.expired().map(|each| each.in_words()).collect();
    assert_eq!(expired, ["volatile-default"]);
    let fits = |pattern: &Option<planner_core::warning::naming::Pattern>, name: &str| {
        pattern.as_ref().unwrap().fits(name)
    };
    assert!(fits(&levels.naming.tables, "user_accounts"));
    assert!(!fits(&levels.naming.tables, "UserAccounts"));
    assert!(
        fits(&levels.naming.columns, "createdAt") && !fits(&levels.naming.columns, "created_at")
    );
    assert!(levels.naming.indexes.is_none());
}
