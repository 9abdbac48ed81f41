//! The functions that the SQL of a default calls, by name, and since which server those that came later
//! are there. Knows nothing of what they return.

/// Functions that PostgreSQL has since a version after the oldest one that comon is for.
/// <https://www.postgresql.org/docs/18/functions-uuid.html>
const LATER: [(&str, u32); 2] = [("uuidv4", 18), ("uuidv7", 18)];

/// The names of the functions that SQL calls.
pub fn called(sql: &str) -> impl Iterator<Item = &str> {
    sql.match_indices('(').filter_map(|(at, _)| {
        let before = sql.get(..at)?.trim_end();
        let is_of_name = |each: char| each.is_alphanumeric() || each == '_';
        let start = before.rfind(|each: char| !is_of_name(each)).map_or(0, |at| at + 1);
        before.get(start..)
    })
}

/// Since which major version servers have the function, where the oldest ones lack it.
pub fn since(name: &str) -> Option<u32> {
    LATER.iter().find(|(later, _)| later.eq_ignore_ascii_case(name)).map(|(_, version)| *version)
}

/// Functions each of whose calls gives another value.
const IDS: [&str; 6] = [
    "gen_random_uuid",
    "uuid_generate_v1",
    "uuid_generate_v1mc",
    "uuid_generate_v4",
    "uuidv4",
    "uuidv7",
];

/// Whether SQL is the call of a function that gives each row an id of its own, and nothing else.
pub fn gives_ids(sql: &str) -> bool {
    let Some(name) = sql.trim().strip_suffix(')').map(str::trim_end) else { return false };
    let Some(name) = name.strip_suffix('(').map(str::trim_end) else { return false };
    let name = name.rsplit('.').next().unwrap_or(name).trim();
    IDS.iter().any(|each| each.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_are_told_from_words() {
        let names: Vec<&str> = called("public.uuid_generate_v4 () || lower('x(' )").collect();
        assert_eq!(names[..2], ["uuid_generate_v4", "lower"]);
        assert_eq!(called("now").count(), 0);
    }

    #[test]
    fn only_what_came_later_has_a_version() {
        assert_eq!(since("UUIDv7"), Some(18));
        assert_eq!(since("gen_random_uuid"), None);
    }

    #[test]
    fn an_id_is_one_call_alone() {
        assert!(gives_ids("gen_random_uuid()"));
        assert!(gives_ids("extensions.uuid_generate_v4 ()"));
        assert!(!gives_ids("left(gen_random_uuid()::text, 1)"));
        assert!(!gives_ids("random()"));
        assert!(!gives_ids("'gen_random_uuid()'"));
    }
}
