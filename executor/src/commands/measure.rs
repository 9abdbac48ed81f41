//! Gating warnings and a live database -> how sure each warning is there, right now: possible,
//! certain with the numbers, or cleared. It informs; what a migration may rely on is measured again
//! in its own transaction.

use crate::deploy::assess::Ready;
use crate::deploy::gate::Gate;
use crate::deploy::measured::Measured;
use crate::deploy::standing::{Origin, Standing};
use crate::error::Result;
use crate::execute::unit::{UnitMode, units};
use crate::live::probes;
use crate::session::Session;
use planner_core::script::Script;
use planner_core::warning::Probe;
use planner_core::warning::judge::{Answer, Judgement, judge};

/// Measures the warnings of a pending migration. `standing` is what those before it leave.
///
/// # Errors
///
/// The database is gone.
pub async fn measure_ready(
    session: &mut Session,
    gates: &mut [Gate],
    ready: &Ready,
    standing: &mut Standing,
) -> Result<()> {
    standing.enter(ready);
    measure(session, gates, is_one_transaction(&ready.script), standing).await?;
    standing.leave(&ready.reviewed.name, &ready.planned);
    Ok(())
}

/// Measures the warnings of a script that runs after what `standing` says. `clearable`: whether it
/// is to run in one transaction.
///
/// # Errors
///
/// The database is gone.
pub async fn measure(
    session: &mut Session,
    gates: &mut [Gate],
    clearable: bool,
    standing: &Standing,
) -> Result<()> {
    for gate in gates {
        let Some(finding) = gate.finding.as_ref().filter(|each| !each.probes.is_empty()) else {
            continue;
        };
        let mut answers: Vec<Answer> = Vec::new();
        let mut remarks = Vec::new();
        for probe in &finding.probes {
            let (answer, remark) = answer(session, probe, standing).await?;
            answers.push(answer);
            remarks.extend(remark);
        }
        let mut judgement = judge(finding, &answers);
        if judgement == Judgement::Cleared
            && let Some(filler) = standing.filler()
        {
            judgement = Judgement::Possible;
            remarks = vec![format!(
                "nothing is at risk right now, but statements of {filler} that the planner did \
                 not write may change that before"
            )];
        }
        remarks.dedup();
        gate.measured = Measured { judgement, remarks, clearable };
    }
    Ok(())
}

/// A probe's answer, and why there is none, or what it stands on.
async fn answer(
    session: &mut Session,
    probe: &Probe,
    standing: &Standing,
) -> Result<(Answer, Option<String>)> {
    let Some(about) = probe.tables.first().map(|asked| &asked.table) else {
        return Ok((None, None));
    };
    let live = match standing.origin(about) {
        Origin::Created { by } => {
            return Ok((Some(0), Some(format!("{by} creates {about}, and it is empty by then"))));
        }
        Origin::Live(live) => live,
    };
    let reason = match standing.changes(&probe.tables) {
        Some(changed) => changed,
        None => match probes::ask(session, probe, session.limits()).await? {
            probes::Answer::Number(number) => return Ok((Some(number), None)),
            probes::Answer::Unknown(reason) => reason,
        },
    };
    // An empty table has nothing at risk, whatever the question is.
    match probes::is_empty(session, &live).await? {
        Some(true) => Ok((Some(0), Some(format!("{live} is empty")))),
        Some(false) | None => Ok((None, Some(reason))),
    }
}

/// Whether all of it runs in one transaction, which the tables can be locked for.
pub fn is_one_transaction(script: &Script) -> bool {
    match units(script).as_slice() {
        [one] => one.mode == UnitMode::Transaction,
        _ => false,
    }
}
