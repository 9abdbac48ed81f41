//! The changes and a dialect's lowering -> the plan. What the steps are is the lowering's
//! concern; here they are put into sections and the changes that need none are found.

use super::lowering::{Lowering, PlanContext};
use super::step::Plan;
use crate::diff::change::ChangeId;
use crate::ordered::BTreeSet;

/// Plans the migration that carries out all changes of the context.
///
/// Every change is served by a step or stands in [`Plan::stepless`]. Sections are numbered from
/// 0 without gaps, however the lowering counts them.
pub fn build(context: &PlanContext<'_>, lowering: &dyn Lowering) -> Plan {
    let mut steps = lowering.lower(context);
    let mut section = 0;
    let mut previous = steps.first().map_or(0, |step| step.section);
    for step in &mut steps {
        if step.section != previous {
            previous = step.section;
            section += 1;
        }
        step.section = section;
    }
    let served: BTreeSet<ChangeId> =
        steps.iter().flat_map(|step| step.serves.iter().copied()).collect();
    let stepless =
        context.changes.iter().map(|(id, _)| id).filter(|id| !served.contains(id)).collect();
    let foreign_keys_off = lowering.foreign_keys_off(context, &steps);
    Plan { provider: context.after.provider, steps, stepless, foreign_keys_off }
}
