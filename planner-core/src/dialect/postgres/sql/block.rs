//! Blocks of PL/pgSQL, for what must be looked up as the statement runs.

/// A block that runs at once.
/// <https://www.postgresql.org/docs/current/sql-do.html>
pub fn execute(block: &str) -> String {
    format!("DO {}", quoted(block))
}

/// A block in dollar quotes that its text does not hold.
pub fn quoted(block: &str) -> String {
    let mut quote = "$$".to_owned();
    let mut number = 0;
    while block.contains(&quote) {
        number += 1;
        quote = format!("$block{number}$");
    }
    format!("{quote}\n{block}\n{quote}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_holds_the_quotes_gets_others() {
        assert_eq!(execute("BEGIN\nEND"), "DO $$\nBEGIN\nEND\n$$");
        assert_eq!(execute("'$$ $block1$'"), "DO $block2$\n'$$ $block1$'\n$block2$");
    }
}
