//! What was measured of a warning on the database at hand: how sure it is, with the numbers, and
//! why where nothing is known. Data and its words; how it is measured stands elsewhere.

use planner_core::warning::judge::Judgement;

/// What is known of a warning here.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Measured {
    /// How sure it is.
    pub judgement: Judgement,
    /// Why nothing is known, or what a number stands on; whole clauses.
    pub remarks: Vec<String>,
    /// Whether `--allow-cleared` can decide over it: its probes are asked again in the one
    /// transaction that the migration has, with the tables locked.
    pub clearable: bool,
}

impl Measured {
    /// Whether `--allow-cleared` accepts it, as far as can be told before the tables are locked.
    pub fn is_cleared(&self) -> bool {
        self.clearable && self.judgement == Judgement::Cleared
    }

    /// The same for people, one line each; empty where nothing can be measured.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = match &self.judgement {
            Judgement::Possible => {
                let line = |remark: &String| format!("possible, not measured: {remark}");
                return self.remarks.iter().map(line).collect();
            }
            Judgement::Certain(counts) => {
                counts.iter().map(|each| format!("certain, measured here: {each}")).collect()
            }
            Judgement::Cleared => {
                vec!["cleared, measured here: nothing is at risk right now".to_owned()]
            }
        };
        if let Some(last) = lines.last_mut()
            && !self.remarks.is_empty()
        {
            last.push_str(&format!(" ({})", self.remarks.join("; ")));
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use planner_core::warning::judge::Count;

    #[test]
    fn each_state_says_what_it_stands_on() {
        let mut measured = Measured { remarks: vec!["no time".to_owned()], ..Measured::default() };
        assert_eq!(measured.lines(), ["possible, not measured: no time"]);
        measured.judgement = Judgement::Cleared;
        assert_eq!(
            measured.lines(),
            ["cleared, measured here: nothing is at risk right now (no time)"]
        );
        measured.remarks.clear();
        measured.judgement = Judgement::Certain(vec![Count { number: 2, counts: "rows".into() }]);
        assert_eq!(measured.lines(), ["certain, measured here: 2 rows"]);
    }
}
