//! Folder, database and planner -> everything that a decision looks at, owned. Reads only; what
//! it means is decided in `deploy`.

use crate::artifact_dir;
use crate::commands::measure::measure_ready;
use crate::deploy::assess::{Predecessor, Ready, Reviewed, assess, lowered};
use crate::deploy::decide::{decide, pending};
use crate::deploy::decision::Decision;
use crate::deploy::gate::Consent;
use crate::deploy::load::load;
use crate::deploy::obstacles::{self, Unlike};
use crate::deploy::situation::{Assessment, Begun, Drift, LocalMigration, Scope, Situation};
use crate::deploy::standing::Standing;
use crate::deploy::unmanaged;
use crate::error::Result;
use crate::execute::progress::Progress;
use crate::history::journal::{self, JournalStep};
use crate::history::row::{History, Row};
use crate::history::store::{self, Stored};
use crate::live::beside::beside;
use crate::live::comon_orm::compare_tolerantly;
use crate::live::{self, LiveExpressions, Unmanaged, compare};
use crate::parallel::in_runs;
use crate::session::Session;
use planner_core::artifact::Artifact;
use planner_core::database::model::Database;
use planner_core::provider::Provider;
use planner_core::warning::naming::Naming;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::resume_unwind;
use std::path::Path;
use std::sync::Arc;

/// The planner that is linked in: its version stands in metadata.txt.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The migrations folder, read and verified.
#[derive(Debug, Clone)]
pub struct Folder {
    /// Each migration as a decision sees it.
    pub local: Vec<LocalMigration>,
    /// The texts of those that can be used.
    pub reviewed: BTreeMap<String, Arc<Reviewed>>,
    /// How the project wants things to be named.
    pub naming: Naming,
}

impl Folder {
    /// All migrations, by name.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.local.iter().map(|local| local.name.as_str())
    }

    /// The same in a project that wants things to be named so.
    #[must_use]
    pub fn named_as(mut self, naming: &Naming) -> Self {
        self.naming.clone_from(naming);
        self
    }

    /// Reads the folder.
    ///
    /// # Errors
    ///
    /// It cannot be read.
    pub fn read(migrations: &Path, provider: Provider) -> Result<Self> {
        let mut local = Vec::new();
        let mut reviewed = BTreeMap::new();
        let folders = artifact_dir::read_all(migrations)?;
        let loaded =
            in_runs(folders, |run| run.into_iter().map(|folder| load(folder, provider)).collect());
        for (migration, texts) in loaded {
            if let Some(texts) = texts {
                reviewed.insert(migration.name.clone(), Arc::new(texts));
            }
            local.push(migration);
        }
        refuse_stripped(&mut local, &mut reviewed);
        Ok(Self { local, reviewed, naming: Naming::default() })
    }

    /// History and journal, without the texts that the folder holds as well.
    ///
    /// # Errors
    ///
    /// The database refuses to read.
    pub async fn stored(&self, session: &mut Session) -> Result<Stored> {
        let is_known = |name: &str, checksum: &str| {
            self.reviewed.get(name).is_some_and(|reviewed| reviewed.checksum == checksum)
        };
        store::read_unknown(session, is_known).await
    }

    /// The name of the last migration.
    pub fn last(&self) -> Option<&LocalMigration> {
        self.local.last()
    }
}

/// comon_orm leaves metadata.txt out, comon never does: behind one of comon's own migrations a directory
/// without it lost its seal.
fn refuse_stripped(local: &mut [LocalMigration], reviewed: &mut BTreeMap<String, Arc<Reviewed>>) {
    let is_ours =
        |each: &LocalMigration| reviewed.get(&each.name).is_some_and(|texts| !texts.is_foreign());
    let first = local.iter().position(is_ours).unwrap_or(local.len());
    for each in local.iter_mut().skip(first) {
        if reviewed.get(&each.name).is_some_and(|texts| texts.metadata.is_none()) {
            each.invalid.push("metadata.txt: it is missing".to_owned());
            reviewed.remove(&each.name);
        }
    }
}

/// The applied migration right before `reviewed` that the folder lacks: the chain goes through its
/// recorded snapshot, and where there is none, nothing can be said of a break.
fn missing_predecessor<'a>(
    missing: &BTreeMap<&'a str, &'a Row>,
    present: Option<Predecessor<'a>>,
    reviewed: &'a Reviewed,
) -> Option<Predecessor<'a>> {
    let (name, row) = missing.iter().rfind(|(name, _)| **name < reviewed.name.as_str())?;
    if present.is_some_and(|present| *name < present.name) {
        return None;
    }
    Some(Predecessor {
        name,
        after: row.after_schema.as_deref().unwrap_or(&reviewed.artifact.before_schema),
        foreign: row.ours.executor_version.is_none(),
    })
}

/// Everything about the pending migrations and the database, at one moment.
#[derive(Debug)]
pub struct State {
    /// The folder.
    pub folder: Folder,
    /// History and journal.
    pub stored: Stored,
    /// What the planner says of each pending migration.
    pub assessments: BTreeMap<String, Assessment>,
    /// The pending migrations that can run.
    pub ready: BTreeMap<String, Ready>,
    /// Applied migrations whose row differs and means the same.
    pub same_meaning: BTreeSet<String>,
    /// How the database differs from its history.
    pub drift: Drift,
    /// What servers made of expressions so far.
    pub known: LiveExpressions,
    /// What was looked at: the schemas of the project, and those that only the state before or a pending
    /// migration knows.
    pub look: live::Scope,
    /// Objects beside the schema.
    pub unmanaged: Vec<Unmanaged>,
    /// The same by the names after the pending migrations.
    pub beside_after: Vec<Unmanaged>,
    /// Indexes that are not as comon makes them.
    pub unlike: Unlike,
    /// What the pending migrations leave of the tables, as far as questions about them go.
    pub standing: Standing,
    /// Whether comon_orm's migrations made tables here, by its hand or from its directories: the
    /// layout is its own then, for good.
    pub inherits: bool,
    /// What the history says that the database is; `None` where it cannot say.
    pub expected: Option<Database>,
}

impl State {
    /// Reads everything. Inside one read transaction the parts fit each other.
    ///
    /// # Errors
    ///
    /// The database cannot be read.
    pub async fn read(
        session: &mut Session,
        folder: Folder,
        scope: &Scope,
        look: &live::Scope,
    ) -> Result<Self> {
        let stored = store::read(session).await?;
        Self::of_stored(session, folder, stored, scope, look, None).await
    }

    /// The same where history and journal are read already. Of applied migrations that the folder holds
    /// as they were recorded, the rows may lack the texts. `ahead`: the database, where it was read before.
    ///
    /// # Errors
    ///
    /// As [`State::read`].
    pub async fn of_stored(
        session: &mut Session,
        folder: Folder,
        stored: Stored,
        scope: &Scope,
        look: &live::Scope,
        ahead: Option<live::Ahead>,
    ) -> Result<Self> {
        let provider = session.provider();
        let scope = scope.clone();
        // What is planned meanwhile needs no database.
        let assessed = tokio::task::spawn_blocking(move || {
            let mut state = Self::assessed(folder, stored, &scope);
            state.read_expected(provider);
            state
        });
        let finding = async {
            match ahead {
                Some(ahead) => ahead.found(session, look).await,
                None => live::introspect(session, look).await,
            }
        };
        let (found, assessed) = tokio::join!(finding, assessed);
        let mut state = assessed.unwrap_or_else(|panic| resume_unwind(panic.into_panic()));
        state.look = look.over(state.databases());
        // A schema that the project names no more is known by now: what is in it was not read yet.
        let found = match state.look == *look {
            true => found,
            false => live::introspect(session, &state.look).await,
        };
        if let Some(expected) = &state.expected {
            let mut found = found?;
            let judge = if state.inherits { compare_tolerantly } else { compare };
            state.drift.differences = judge(expected, &found, &look.external, &state.known, None);
            state.unlike = Unlike::between(expected, &found.database, &found.unmanaged);
            let others = beside(expected, &found);
            found.unmanaged.extend(others);
            let mut beside = found.unmanaged.clone();
            let mut rebuilt = BTreeSet::new();
            for (name, ready) in &state.ready {
                rebuilt.extend(ready.rebuilt());
                let (provider, own) = (ready.reviewed.provider, &ready.script);
                let obstacles =
                    obstacles::problems(Some(name), provider, own, &rebuilt, &state.unlike);
                let live = unmanaged::gates(name, &ready.planned, &beside);
                beside = unmanaged::left(&ready.planned, &beside);
                if let Some(assessment) = state.assessments.get_mut(name) {
                    assessment.gates.extend(live);
                    // What is not there any more may be what the begun run took away.
                    if assessment.begun.is_none() {
                        assessment.obstacles = obstacles;
                    }
                }
            }
            state.beside_after = beside;
            state.unmanaged = found.unmanaged;
        }
        state.measure(session).await?;
        Ok(state)
    }

    /// The same of a database that holds nothing and of which nothing is recorded.
    pub fn of_nothing(folder: Folder, provider: Provider) -> Self {
        let mut state = Self::assessed(folder, Stored::default(), &Scope::default());
        state.read_expected(provider);
        state
    }

    /// In their order: what one leaves bears on what is asked of the next.
    async fn measure(&mut self, session: &mut Session) -> Result<()> {
        for (name, assessment) in &mut self.assessments {
            if let Some(ready) = self.ready.get(name) {
                let gates = &mut assessment.gates;
                measure_ready(session, gates, ready, &mut self.standing).await?;
            }
        }
        Ok(())
    }

    fn assessed(folder: Folder, stored: Stored, scope: &Scope) -> Self {
        let mut names = Vec::new();
        let mut asked = Vec::new();
        let pending = pending(&folder.local, &stored.history, scope);
        let rolled_back = stored.history.rolled_back();
        let mut missing = stored.history.active_by_migration();
        missing.retain(|name, _| folder.local.iter().all(|local| local.name != *name));
        let mut predecessor: Option<&LocalMigration> = None;
        for local in &folder.local {
            let name = local.name.as_str();
            if rolled_back.contains(name) && !scope.reapply.contains(name) {
                continue;
            }
            if let Some(reviewed) = folder.reviewed.get(name)
                && pending.iter().any(|each| each == name)
            {
                let previous = predecessor.map(|local| Predecessor {
                    name: &local.name,
                    after: &local.after,
                    foreign: local.foreign,
                });
                let previous = missing_predecessor(&missing, previous, reviewed).or(previous);
                names.push(name.to_owned());
                asked.push((reviewed, previous));
            }
            predecessor = Some(local);
        }
        let mut assessments = BTreeMap::new();
        let mut ready = BTreeMap::new();
        for (name, (mut assessment, usable)) in
            names.into_iter().zip(in_runs(asked, |run| assess_run(run, &folder.naming)))
        {
            assessment.begun = usable.as_ref().and_then(|ready| begun(ready, &stored.journal));
            ready.extend(usable.map(|usable| (name.clone(), usable)));
            assessments.insert(name, assessment);
        }
        let same_meaning = same_meaning(&folder, &stored.history);
        let inherits =
            folder.local.iter().any(|local| local.foreign) || stored.history.has_rows_of_others();
        Self {
            folder,
            stored,
            assessments,
            ready,
            same_meaning,
            drift: Drift::default(),
            known: LiveExpressions::default(),
            look: live::Scope::default(),
            unmanaged: Vec::new(),
            beside_after: Vec::new(),
            unlike: Unlike::default(),
            standing: Standing::default(),
            inherits,
            expected: None,
        }
    }

    /// The state that the database should be in: the last active row's snapshot, or the folder's
    /// copy of it where the row has none; nothing at all before the first migration.
    fn read_expected(&mut self, provider: Provider) {
        let Some(row) = self.stored.history.last_active() else {
            self.expected = Some(Database::empty(provider));
            return;
        };
        self.known = self
            .stored
            .history
            .last_expressions()
            .map(LiveExpressions::from_json)
            .unwrap_or_default();
        let copy = self.folder.reviewed.get(row.migration());
        let copy = copy.filter(|copy| row.checksum.as_deref() == Some(copy.checksum.as_str()));
        let text =
            row.after_schema.as_deref().or(copy.map(|copy| copy.artifact.after_schema.as_str()));
        let own = row.provider.as_deref().and_then(Provider::from_name).unwrap_or(provider);
        self.expected = text.and_then(|text| lowered(text, own));
        if self.expected.is_none() {
            self.drift.unknown = Some(format!(
                "drift cannot be told: there is no usable snapshot of the state after {}",
                row.migration()
            ));
        }
    }

    /// The state that is expected, and what the pending migrations lead from and to.
    fn databases(&self) -> impl Iterator<Item = &Database> {
        let planned = self.ready.values().map(|ready| &ready.planned);
        let pending = planned.flat_map(|planned| [&*planned.before, &*planned.after]);
        self.expected.iter().chain(pending)
    }

    /// Decides over this moment.
    pub fn decide(
        &self,
        provider: Provider,
        scope: &Scope,
        consent: &Consent,
        also_touched: &BTreeSet<String>,
    ) -> Decision {
        decide(&Situation {
            provider,
            local: &self.folder.local,
            history: &self.stored.history,
            journal: &self.stored.journal,
            assessments: &self.assessments,
            same_meaning: &self.same_meaning,
            drift: &self.drift,
            also_touched,
            consent,
            scope,
        })
    }
}

/// Assesses migrations in a row: each is planned from what the one before it was planned to.
fn assess_run(
    run: Vec<(&Arc<Reviewed>, Option<Predecessor<'_>>)>,
    naming: &Naming,
) -> Vec<(Assessment, Option<Ready>)> {
    let mut done: Vec<(Assessment, Option<Ready>)> = Vec::with_capacity(run.len());
    for (reviewed, predecessor) in run {
        let before = done.last().and_then(|(_, ready)| ready.as_ref());
        let planned = before.map(|ready| &ready.planned);
        done.push(assess(reviewed, predecessor, planned, naming, VERSION));
    }
    done
}

/// How far an interrupted run of that migration came; `None` where there was none.
fn begun(ready: &Ready, journal: &[JournalStep]) -> Option<Begun> {
    let steps = journal::of_migration(journal, &ready.reviewed.name);
    if steps.is_empty() {
        return None;
    }
    let progress = Progress::of(&ready.script, &steps);
    Some(Begun { whereabouts: progress.describe(), changed: progress.changed })
}

/// Rows that comon did not write and whose checksum differs although the schema means the same.
fn same_meaning(folder: &Folder, history: &History) -> BTreeSet<String> {
    let active = history.active_by_migration();
    let mut same = BTreeSet::new();
    for (name, reviewed) in &folder.reviewed {
        let Some(row) = active.get(name.as_str()) else { continue };
        let differs = row.checksum.as_ref().is_some_and(|recorded| *recorded != reviewed.checksum);
        if differs && row.ours.executor_version.is_none() && means_the_same(row, reviewed) {
            same.insert(name.clone());
        }
    }
    same
}

/// Whether the files are as comon_orm wrote them although the row's checksum is another:
/// metadata.txt vouches for them, or the row's checksum is that of the files but for the
/// snapshots, which comon_orm read back from the database as it applied.
fn is_explained(row: &Row, reviewed: &Reviewed) -> bool {
    let artifact = &reviewed.artifact;
    if artifact.metadata.get("checksum").is_some() && artifact.unsealed.is_empty() {
        return true;
    }
    let text = |text: &Option<String>, file: &str| text.clone().unwrap_or_else(|| file.to_owned());
    let as_recorded = Artifact {
        before_schema: text(&row.before_schema, &artifact.before_schema),
        after_schema: text(&row.after_schema, &artifact.after_schema),
        ..artifact.clone()
    };
    row.checksum.as_deref() == Some(as_recorded.checksum(reviewed.provider).as_str())
}

fn means_the_same(row: &Row, reviewed: &Reviewed) -> bool {
    if !is_explained(row, reviewed) {
        return false;
    }
    let own = row.provider.as_deref().and_then(Provider::from_name).unwrap_or(reviewed.provider);
    let recorded = row.after_schema.as_deref().and_then(|text| lowered(text, own));
    let local = lowered(&reviewed.artifact.after_schema, reviewed.provider);
    let (Some(recorded), Some(local)) = (recorded, local) else {
        return false;
    };
    recorded.provider == local.provider
        && planner_core::diff::diff(&recorded, &local, &[]).is_ok_and(|changes| changes.is_empty())
}
