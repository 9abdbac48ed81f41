//! The names that keys, indexes and foreign keys get where a schema names none: table and
//! columns in, name out. Knows of a server's limit only what it is told.

/// `<table>_pkey`.
pub fn primary_key(table: &str, limit: usize) -> String {
    with_suffix(table.to_owned(), "_pkey", limit)
}

/// `<table>_<columns>_key`.
pub fn unique<C: AsRef<str>>(table: &str, columns: &[C], limit: usize) -> String {
    with_suffix(join(table, columns), "_key", limit)
}

/// `<table>_<columns>_idx`.
pub fn index<C: AsRef<str>>(table: &str, columns: &[C], limit: usize) -> String {
    with_suffix(join(table, columns), "_idx", limit)
}

/// `<table>_<columns>_fkey`.
pub fn foreign_key<C: AsRef<str>>(table: &str, columns: &[C], limit: usize) -> String {
    with_suffix(join(table, columns), "_fkey", limit)
}

/// `stem` and `suffix`, the stem cut between characters so that both fit into `limit` bytes: two
/// names that differ only in their kind stay different.
pub fn with_suffix(mut stem: String, suffix: &str, limit: usize) -> String {
    let kept = cut(&stem, limit.saturating_sub(suffix.len())).len();
    stem.truncate(kept);
    stem.push_str(suffix);
    stem
}

/// The longest beginning of `name` of at most `limit` bytes that does not split a character: what
/// a server keeps of a name that is too long.
pub fn cut(name: &str, limit: usize) -> &str {
    name.get(..name.floor_char_boundary(limit)).unwrap_or(name)
}

fn join<C: AsRef<str>>(table: &str, columns: &[C]) -> String {
    // Room for the suffix, too.
    let length: usize = columns.iter().map(|column| column.as_ref().len() + 1).sum();
    let mut joined = String::with_capacity(table.len() + length + "_fkey".len());
    joined.push_str(table);
    for column in columns {
        joined.push('_');
        joined.push_str(column.as_ref());
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_suffix_survives_the_limit() {
        let table = "a_table_whose_name_is_rather_long_for_the_server";
        assert_eq!(
            unique(table, &["and_a_long_column"], 63),
            "a_table_whose_name_is_rather_long_for_the_server_and_a_long_key"
        );
        assert_eq!(primary_key("users", 63), "users_pkey");
        assert_eq!(index("posts", &["author_id", "status"], 63), "posts_author_id_status_idx");
        assert_eq!(foreign_key("posts", &["author_id"], 63), "posts_author_id_fkey");
    }

    #[test]
    fn characters_are_never_split() {
        let table = "é".repeat(40);
        let name = primary_key(&table, 63);
        assert_eq!(name, format!("{}_pkey", "é".repeat(29)));
        assert_eq!(cut(&table, 63).len(), 62);
        assert_eq!(cut("short", 63), "short");
    }
}
