//! `--wait`: how long a command waits for the deploy lock.

use crate::commands::context::Context;
use crate::error::{Error, Result};
use crate::session::Wait;
use std::time::Duration;

/// What a command was told, else what is configured.
///
/// # Errors
///
/// The text is no duration.
pub fn asked(context: &Context<'_>, text: Option<&str>) -> Result<Wait> {
    let Some(text) = text else { return Ok(context.patience()) };
    parse(text).map_err(|message| Error::invalid("invalid-wait", message))
}

/// The text itself, so that the next step can repeat it.
pub fn valid(text: &str) -> Result<String, String> {
    parse(text).map(|_| text.to_owned())
}

/// `30s`, `5m`, `1h`, `500ms`, a number of seconds, or `forever`.
fn parse(text: &str) -> Result<Wait, String> {
    if text == "forever" {
        return Ok(Wait::Forever);
    }
    let digits = text.find(|each: char| !each.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let number: u64 = number.parse().map_err(|_| format!("`{text}` is no duration like 30s"))?;
    let duration = match unit {
        "" | "s" => Duration::from_secs(number),
        "ms" => Duration::from_millis(number),
        "m" => Duration::from_secs(number.saturating_mul(60)),
        "h" => Duration::from_secs(number.saturating_mul(3600)),
        _ => return Err(format!("`{unit}` is no unit of time; ms, s, m and h are")),
    };
    Ok(if duration.is_zero() { Wait::No } else { Wait::For(duration) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_are_read() {
        assert_eq!(parse("forever"), Ok(Wait::Forever));
        assert_eq!(parse("0"), Ok(Wait::No));
        assert_eq!(parse("90"), Ok(Wait::For(Duration::from_secs(90))));
        assert_eq!(parse("2m"), Ok(Wait::For(Duration::from_secs(120))));
        assert!(parse("soon").is_err());
        assert!(parse("5 days").is_err());
    }
}
