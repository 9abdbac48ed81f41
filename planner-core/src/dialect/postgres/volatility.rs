//! The text of a default -> whether each row needs a value of its own, so that adding the column
//! writes every row. Knows nothing of columns.

/// Functions whose result is one for the whole statement, as `pg_proc.provolatile` says; those
/// that defaults are made of. Any other function is taken to be volatile: user-defined ones are,
/// unless they say otherwise.
/// <https://www.postgresql.org/docs/current/xfunc-volatility.html>
pub const STABLE: [&str; 44] = [
    "abs",
    "array_fill",
    "array_to_json",
    "char",
    "char_length",
    "chr",
    "coalesce",
    "concat",
    "concat_ws",
    "current_date",
    "current_schema",
    "current_setting",
    "current_time",
    "current_timestamp",
    "date_part",
    "date_trunc",
    "decode",
    "encode",
    "extract",
    "format",
    "greatest",
    "json_build_array",
    "json_build_object",
    "jsonb_build_array",
    "jsonb_build_object",
    "least",
    "left",
    "localtime",
    "localtimestamp",
    "lower",
    "lpad",
    "make_interval",
    "md5",
    "now",
    "nullif",
    "repeat",
    "replace",
    "right",
    "statement_timestamp",
    "timezone",
    "to_char",
    "to_timestamp",
    "transaction_timestamp",
    "upper",
];

/// Type names that take arguments, as in `'a'::varchar(3)`.
const TYPES: [&str; 13] = [
    "bit",
    "character",
    "decimal",
    "float",
    "in",
    "interval",
    "numeric",
    "time",
    "timestamp",
    "timestamptz",
    "timetz",
    "varbit",
    "varchar",
];

/// Whether the expression calls a function that may give each row another value.
pub fn is_volatile(expression: &str) -> bool {
    let mut rest = expression;
    while let Some(each) = rest.chars().next() {
        if each == '\'' {
            rest = after_quote(rest, '\'');
        } else if each == '"' {
            let after = after_quote(rest, '"');
            if after.trim_start().starts_with('(') {
                return true;
            }
            rest = after;
        } else if each.is_alphabetic() || each == '_' {
            let end = rest
                .find(|each: char| !(each.is_alphanumeric() || each == '_'))
                .unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            let word = word.to_ascii_lowercase();
            if after.trim_start().starts_with('(')
                && !STABLE.contains(&word.as_str())
                && !TYPES.contains(&word.as_str())
            {
                return true;
            }
            rest = after;
        } else {
            rest = rest.get(each.len_utf8()..).unwrap_or_default();
        }
    }
    false
}

/// What follows the quoted text that stands at the beginning. A doubled quote begins the next
/// quoted text, which comes to the same.
fn after_quote(text: &str, quote: char) -> &str {
    let inner = text.get(1..).unwrap_or_default();
    inner.split_once(quote).map_or("", |(_, after)| after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_value_for_all_rows() {
        for expression in [
            "'a (b)'::text",
            "(now() + '7 days'::interval)",
            "timezone('utc', now())",
            "CURRENT_DATE",
            "'it''s random()'",
            "'a'::varchar(3)",
            "(1 + (2))",
        ] {
            assert!(!is_volatile(expression), "{expression}");
        }
    }

    #[test]
    fn each_row_its_own_value() {
        for expression in [
            "gen_random_uuid()",
            "clock_timestamp()",
            "md5(random()::text)",
            "extensions.uuid_generate_v4 ()",
            "\"My Function\"()",
        ] {
            assert!(is_volatile(expression), "{expression}");
        }
    }
}
