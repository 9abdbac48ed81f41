//! The planner as an npm package: target/npm/comon-planner, and its tarball as `npm pack` makes it. What it is
//! made of lies in planner-wasm/npm; the module and its types are those that the page loads.

use crate::setup::npm;
use crate::stages::Tally;
use crate::workspace::{self, command_in, output_of, run};
use crate::{page, wasm};
use anyhow::{Context, Result, bail, ensure};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where the package is put together.
fn folder() -> PathBuf {
    workspace::target().join("npm/comon-planner")
}

/// Builds the planner, the package and its tarball; gives the tarball.
pub fn build() -> Result<PathBuf> {
    npm::require_node()?;
    wasm::build()?;
    pack()
}

/// The package of the planner that was built last.
fn pack() -> Result<PathBuf> {
    let package = folder();
    if package.exists() {
        fs::remove_dir_all(&package).with_context(|| format!("removing {}", package.display()))?;
    }
    fs::create_dir_all(&package).with_context(|| format!("making {}", package.display()))?;
    let root = workspace::root();
    let own = root.join("planner-wasm/npm");
    for name in ["node.js", "bundler.js", "README.md"] {
        copy(&own.join(name), &package.join(name))?;
    }
    for name in ["planner.js", "planner.d.ts", "planner_bg.wasm"] {
        copy(&wasm::package().join("web").join(name), &package.join(name))?;
    }
    for name in ["LICENSE-MIT", "LICENSE-APACHE"] {
        copy(&root.join(name), &package.join(name))?;
    }
    let manifest = own.join("package.json");
    let text =
        fs::read_to_string(&manifest).with_context(|| format!("reading {}", manifest.display()))?;
    let text = text.replace(
        "\"version\": \"0.0.0\"",
        concat!("\"version\": \"", env!("CARGO_PKG_VERSION"), "\""),
    );
    fs::write(package.join("package.json"), text).context("writing package.json")?;
    let mut pack = command_in(&package, "npm");
    let packed = output_of(pack.args(["pack", "--silent", "--pack-destination", ".."]))?;
    let name = packed.lines().last().context("npm pack names no file")?;
    let tarball = package.with_file_name(name);
    let bytes =
        fs::metadata(&tarball).with_context(|| format!("reading {}", tarball.display()))?.len();
    println!("{}: {bytes} bytes", tarball.display());
    Ok(tarball)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to).with_context(|| format!("copying {}", from.display()))?;
    Ok(())
}

/// Installs the tarball in a throw-away project, runs the bot of its README on migrations, builds a page with it,
/// and lets the compiler read its types.
pub fn test() -> Result<Tally> {
    if !wasm::package().join("web/planner_bg.wasm").is_file() {
        wasm::build()?;
    }
    let tarball = pack()?;
    let project = tempfile::tempdir().context("making a folder")?;
    let place = project.path();
    fs::write(place.join("package.json"), "{ \"private\": true, \"type\": \"module\" }\n")?;
    let mut install = command_in(place, "npm");
    run(install
        .args(["install", "--offline", "--no-audit", "--no-fund", "--loglevel=error"])
        .arg(&tarball))?;

    let mut tally = Tally::default();
    for (what, check) in CHECKS {
        let result = check(place);
        if let Err(error) = &result {
            println!("FAILED {what}\n{error:#}");
        } else {
            println!("ok     {what}");
        }
        tally.count(result.is_ok());
    }
    Ok(tally)
}

type Check = (&'static str, fn(&Path) -> Result<()>);

const CHECKS: [Check; 3] = [
    ("the bot of the README runs as it stands there", bot),
    ("a bundler takes the package in", bundled),
    ("its types are those of what it answers", typed),
];

/// The lines of the README's bot.
fn readme_bot() -> Result<String> {
    let readme = fs::read_to_string(folder().join("README.md")).context("reading README.md")?;
    let code = readme.split_once("```js\n").and_then(|(_, rest)| rest.split_once("```"));
    let code = code.context("the README has no bot")?.0.to_owned();
    ensure!(code.lines().count() <= 22, "the bot has {} lines", code.lines().count());
    Ok(code)
}

fn bot(place: &Path) -> Result<()> {
    fs::write(place.join("bot.js"), readme_bot()?)?;
    let gallery = workspace::root().join("examples/gallery");
    let said = |migrations: &Path| -> Result<(bool, String)> {
        let mut node = Command::new("node");
        node.current_dir(place).arg("bot.js").arg(migrations);
        let output = node.output().context("starting node")?;
        let text = [output.stdout, output.stderr].concat();
        Ok((output.status.success(), String::from_utf8_lossy(&text).into_owned()))
    };
    let cases = [
        ("1-safe", true, "no stored value is at risk"),
        ("2-destructive", false, "accept with --allow drop-table:visits"),
        ("6-tampered", false, "artifact-not-sealed"),
        ("7-broken-chain", false, "broken-chain"),
    ];
    for (example, succeeds, words) in cases {
        let (success, text) = said(&gallery.join(example).join("migrations"))?;
        if success != succeeds || !text.contains(words) {
            bail!("{example}: success {success}\n{text}");
        }
    }
    // What is no migration, and what is no file of one, is left alone.
    let name = "20260902081500_init";
    let (from, to) = (gallery.join("1-safe/migrations").join(name), place.join("migrations"));
    fs::create_dir_all(to.join(name).join("notes"))?;
    fs::create_dir_all(to.join(".draft"))?;
    for file in fs::read_dir(from)? {
        let file = file?;
        copy(&file.path(), &to.join(name).join(file.file_name()))?;
    }
    let (success, text) = said(&to)?;
    ensure!(success && text.contains(name) && !text.contains(".draft"), "{text}");
    Ok(())
}

fn bundled(place: &Path) -> Result<()> {
    npm::install(&page::folder())?;
    fs::write(place.join("index.html"), "<script type=\"module\" src=\"main.js\"></script>\n")?;
    fs::write(
        place.join("main.js"),
        "import { format } from 'comon-planner'\ndocument.title = format('model A {}')\n",
    )?;
    let vite = page::folder().join("node_modules/vite/bin/vite.js");
    output_of(
        Command::new("node").current_dir(place).arg(vite).args(["build", "--target", "es2022"]),
    )?;
    let assets = fs::read_dir(place.join("dist/assets"))?;
    let names: Vec<PathBuf> =
        assets.map(|each| each.map(|each| each.path())).collect::<Result<_, _>>()?;
    ensure!(
        names.iter().any(|name| name.extension().is_some_and(|end| end == "wasm")),
        "no module in {names:?}"
    );
    Ok(())
}

/// Writes what the planner answers of each example, as TypeScript that says of which type it is: the compiler
/// refuses a field too many as well as one too few.
const ANSWERS: &str = r"
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { check, draft, explain, plan, review, reviewChange } from 'comon-planner'

const lines = [`import type { ChangeView, CheckView, DraftView, PlanView, ReviewView, RuleView } from 'comon-planner'`]
const say = (type, value) => lines.push(`export const a${lines.length}: ${type} = ${JSON.stringify(value)}`)
say('RuleView[]', explain())
for (const example of readdirSync(process.argv[2]).filter((name) => !name.startsWith('z'))) {
  const folder = join(process.argv[2], example, 'migrations')
  const migrations = readdirSync(folder).sort().map((name) => ({
    name,
    files: readdirSync(join(folder, name)).map((path) => ({ path, text: readFileSync(join(folder, name, path), 'utf8') })),
  }))
  const [migration, previous] = migrations.toReversed()
  const text = (name) => migration.files.find((file) => file.path === name).text
  const [before, after] = [text('before.prisma'), text('after.prisma')]
  const files = (text) => [{ path: 'schema.prisma', text }]
  say('ReviewView', review({ migration, previous }))
  say('ReviewView', review({ migration: { ...migration, files: migration.files.slice(1) } }))
  say('ChangeView', reviewChange({ base: { migrations: [previous] }, head: { migrations, schema: files(before) } }))
  say('DraftView', draft({ before, after, hints: [] }))
  say('DraftView', draft({ before, after: `${after} {`, hints: ['?'] }))
  say('PlanView', plan({ before: files(before), after: files(after), hints: [] }))
  say('CheckView', check(files(`${after} {`)))
}
writeFileSync('answers.ts', lines.join('\n'))
";

fn typed(place: &Path) -> Result<()> {
    let code = "import { draft, review, type Review } from 'comon-planner'\n\
        const found: Review | null = review({ migration: { name: 'a', files: [] } }).review\n\
        const flags: string[] = found?.gating.map((warning) => warning.flag) ?? []\n\
        export const offers: number = draft({ before: '', after: '', hints: flags }).renames.length\n";
    fs::write(place.join("typed.ts"), code)?;
    fs::write(place.join("answers.js"), ANSWERS)?;
    let mut answers = Command::new("node");
    answers.current_dir(place).arg("answers.js");
    output_of(answers.arg(workspace::root().join("examples/gallery")))?;
    let tsc = page::folder().join("node_modules/typescript/bin/tsc");
    let mut node = Command::new("node");
    node.current_dir(place).arg(tsc);
    node.args(["--noEmit", "--strict", "--module", "nodenext", "--target", "es2022"]);
    output_of(node.args(["typed.ts", "answers.ts"])).map(|_| ())
}
