//! Two schemas that somebody is editing -> the migration between them, at every key stroke. The schema before
//! stays the same meanwhile: it is read once. What comes out is what planning afresh gives.

use super::{PlanError, PlanRequest, Planned, Snapshots, between, changes, databases, nothing};
use crate::database::model::Database;
use crate::provider::Provider;
use crate::source::Sources;
use std::sync::Arc;

/// Plans drafts, and keeps the schema before of the last one.
#[derive(Debug, Default)]
pub struct Drafts {
    kept: Option<Kept>,
}

/// A schema before that was read.
#[derive(Debug)]
struct Kept {
    sources: Sources,
    /// That of the schema after with which it was read, which it is for where it does not say.
    provider: Provider,
    database: Arc<Database>,
}

impl Drafts {
    /// With nothing kept.
    pub const NEW: Self = Self { kept: None };

    /// Plans a draft and looks at the plan, which has no snapshots: their texts are empty.
    ///
    /// # Errors
    ///
    /// As for any plan.
    pub fn plan<T>(
        &mut self,
        request: &PlanRequest<'_>,
        look: impl FnOnce(&Planned) -> T,
    ) -> Result<T, PlanError> {
        let (after, before) = self.read(request)?;
        let provider = after.provider;
        let before = before.unwrap_or_else(|| nothing(provider).0);
        let told = changes(&before, &after, request.hints).map(|(changes, renames)| {
            look(&Planned { renames, ..between(Arc::clone(&before), after, changes) })
        });
        let sources = request.before.cloned();
        self.kept = sources.map(|sources| Kept { sources, provider, database: before });
        told
    }

    /// The databases that the two schemas mean, the one after first.
    fn read(
        &mut self,
        request: &PlanRequest<'_>,
    ) -> Result<(Arc<Database>, Option<Arc<Database>>), PlanError> {
        let kept = self.kept.take().filter(|kept| request.before == Some(&kept.sources));
        if let Some(kept) = kept {
            let alone = PlanRequest { before: None, ..*request };
            match databases(&alone, None, Snapshots::Unwritten) {
                Ok(((after, _), _)) if after.provider == kept.provider => {
                    return Ok((after, Some(kept.database)));
                }
                Ok(_) => {}
                Err(error) => {
                    self.kept = Some(kept);
                    return Err(error);
                }
            }
        }
        let ((after, _), before) = databases(request, None, Snapshots::Unwritten)?;
        Ok((after, before.map(|(database, _)| database)))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::plan_unwritten;
    use super::*;
    use crate::diff::hint;

    /// A schema of a table; without a datasource, where that is empty.
    fn schema(provider: &str, fields: &str) -> Sources {
        let datasource = match provider {
            "" => String::new(),
            _ => format!("datasource db {{\n  provider = \"{provider}\"\n}}\n\n"),
        };
        let text = format!("{datasource}model Post {{\n  id Int @id\n{fields}}}\n");
        Sources::single("schema.prisma", &text)
    }

    #[test]
    fn a_draft_is_planned_as_if_it_were_the_first() {
        let title = "  title String\n";
        let befores = [
            None,
            Some(schema("sqlite", "")),
            Some(schema("postgresql", title)),
            Some(schema("postgresql", "  title Strin\n")),
            Some(schema("", title)),
        ];
        let afters = [
            schema("sqlite", title),
            schema("postgresql", title),
            schema("sqlite", "  name String\n"),
            schema("sqlite", "  name Strin\n"),
            schema("postgresql", "  name String @default(\"\")\n\n  @@map(\"posts\")\n"),
        ];
        let renamed = [hint::parse("Post.title=Post.name").unwrap()];
        let mut drafts = Drafts::default();
        let (mut planned, mut refused) = (0, 0);
        for round in 0..2 {
            for before in &befores {
                for after in afters.iter().chain(afters.iter().rev()) {
                    for hints in [&[][..], &renamed] {
                        let request = PlanRequest { before: before.as_ref(), after, hints };
                        let alone = plan_unwritten(&request).map(|each| format!("{each:?}"));
                        let kept = drafts.plan(&request, |each| format!("{each:?}"));
                        *(if alone.is_ok() { &mut planned } else { &mut refused }) += 1;
                        assert_eq!(kept, alone, "round {round}");
                    }
                }
            }
        }
        assert!(planned > 20 && refused > 20, "{planned} planned, {refused} refused");
    }

    #[test]
    fn a_schema_before_that_stays_is_read_once() {
        let (before, after) = (schema("sqlite", ""), schema("sqlite", "  title String\n"));
        let wrong = schema("sqlite", "  title Strin\n");
        let mut drafts = Drafts::default();
        for after in [&after, &wrong, &after] {
            let request = PlanRequest { before: Some(&before), after, hints: &[] };
            let _ = drafts.plan(&request, |_| ());
            assert_eq!(drafts.kept.as_ref().map(|kept| &kept.sources), Some(&before));
        }
        let request = PlanRequest { before: None, after: &after, hints: &[] };
        drafts.plan(&request, |_| ()).unwrap();
        assert!(drafts.kept.is_none(), "what nobody asks about any more is not kept");
    }
}
