//! What a migration did to values and rows -> what does not come back when it is undone, in words.

use crate::warning::Finding;
use crate::warning::rules::{
    drop_column, drop_table, hand_edited_sql, narrow_column_type, recreate_column,
    remove_enum_value, written_data_statement,
};

/// One sentence for each finding about values that went.
pub fn irrecoverable(migration: &str, findings: &[Finding]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for finding in findings {
        if let Some(line) = sentence(migration, finding)
            && !lines.contains(&line)
        {
            lines.push(line);
        }
    }
    lines
}

fn sentence(migration: &str, finding: &Finding) -> Option<String> {
    let subject = &finding.subject;
    let rule = finding.rule;
    if rule == drop_column::RULE.id {
        Some(format!(
            "The values of {subject} that {migration} dropped: the column comes back empty."
        ))
    } else if rule == drop_table::RULE.id {
        Some(format!("The rows of {subject} that {migration} dropped: the table comes back empty."))
    } else if rule == recreate_column::RULE.id {
        Some(format!("The values that {subject} had before {migration} recreated it."))
    } else if rule == narrow_column_type::RULE.id {
        Some(format!("What {migration} took from values of {subject} as it narrowed their type."))
    } else if rule == remove_enum_value::RULE.id {
        Some(format!("Which rows had the values that {migration} removed from enum {subject}."))
    } else if rule == hand_edited_sql::RULE.id || rule == written_data_statement::RULE.id {
        Some(format!("What the statements of {migration} that were written by hand did to rows."))
    } else {
        None
    }
}
