//! The name of a migration that is not there, and those that are -> the error, with the one that was probably meant:
//! people leave out the time stamp, or mistype a letter.

use crate::error::Error;

/// The migrations folder has none of that name.
pub fn in_folder<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Error {
    let words = format!("The migrations folder has no migration {name}.");
    let otherwise = format!(
        "comon migrate status lists their names; comon migrate restore {name} brings a lost one back from the \
         history."
    );
    unknown(words, name, known, otherwise)
}

/// The database's history has none.
pub fn in_history<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Error {
    let words = format!("The history of this database does not know {name}.");
    let otherwise = "comon history lists the names that it knows.".to_owned();
    unknown(words, name, known, otherwise)
}

fn unknown<'a>(
    words: String,
    name: &str,
    known: impl Iterator<Item = &'a str>,
    otherwise: String,
) -> Error {
    let help = meant(name, known).map_or(otherwise, |meant| format!("Did you mean {meant}?"));
    Error::invalid("unknown-migration", words).help(help)
}

/// The only one that is called so behind its time stamp, else the only one that is called nearly so.
fn meant<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let known: Vec<&str> = known.collect();
    let only = |is_meant: &dyn Fn(&str) -> bool| {
        let mut found = known.iter().copied().filter(|known| is_meant(known));
        found.next().filter(|_| found.next().is_none())
    };
    only(&|known| without_time(known) == name)
        .or_else(|| only(&|known| strsim::damerau_levenshtein(known, name) <= 3))
        .or_else(|| only(&|known| strsim::damerau_levenshtein(without_time(known), name) <= 2))
}

fn without_time(name: &str) -> &str {
    name.trim_start_matches(|each: char| each.is_ascii_digit()).trim_start_matches('_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_one_that_was_meant_is_named_where_it_is_one() {
        let known = ["20260101000000_users", "20260102000000_posts", "20260103000000_posts"];
        let help = |name: &str| in_folder(name, known.into_iter()).help.unwrap_or_default();
        assert_eq!(help("users"), "Did you mean 20260101000000_users?");
        assert_eq!(help("user"), "Did you mean 20260101000000_users?");
        assert_eq!(help("20260101000000_user"), "Did you mean 20260101000000_users?");
        let either = "comon migrate status lists their names; comon migrate restore posts brings a lost one back \
                      from the history.";
        assert_eq!(help("posts"), either);
        let history = in_history("orders", known.into_iter());
        assert_eq!(history.help.as_deref(), Some("comon history lists the names that it knows."));
    }
}
