//! Numbers as schemas and catalogues write them -> plain notation, without loss. Knows of no
//! column type.

/// The most digits that a plain number may take: PostgreSQL's largest `double precision` needs
/// 309, and nobody writes a default beyond it.
const MAX_DIGITS: usize = 400;

/// A number in plain notation: no exponent, no `+`, no superfluous zeros. `None` where the text is
/// not a number or would take too many digits.
pub fn plain(text: &str) -> Option<String> {
    // Most are plain already.
    let is_short = text.len() <= MAX_DIGITS && text.bytes().all(|each| each.is_ascii_digit());
    if text == "0" || (is_short && !text.is_empty() && !text.starts_with('0')) {
        return Some(text.to_owned());
    }
    let (integer, fraction, negative) = shift(text)?;
    let integer = integer.trim_start_matches('0');
    let fraction = fraction.trim_end_matches('0');
    Some(join(integer, fraction, negative))
}

/// The same, but with the zeros of the fraction kept: as PostgreSQL prints a `numeric`.
pub fn plain_with_scale(text: &str) -> Option<String> {
    let (integer, fraction, negative) = shift(text)?;
    let zero = integer.bytes().chain(fraction.bytes()).all(|digit| digit == b'0');
    Some(join(integer.trim_start_matches('0'), &fraction, negative && !zero))
}

/// Whether a plain number has no fraction.
pub fn is_integer(plain: &str) -> bool {
    !plain.contains('.')
}

fn join(integer: &str, fraction: &str, negative: bool) -> String {
    let integer = if integer.is_empty() { "0" } else { integer };
    let sign = if negative && (integer != "0" || !fraction.is_empty()) { "-" } else { "" };
    if fraction.is_empty() {
        format!("{sign}{integer}")
    } else {
        format!("{sign}{integer}.{fraction}")
    }
}

/// The digits before and after the point once the exponent is carried out, and the sign.
fn shift(text: &str) -> Option<(String, String, bool)> {
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (digits, exponent) = match rest.split_once(['e', 'E']) {
        Some((digits, exponent)) => (digits, exponent.parse::<i32>().ok()?),
        None => (rest, 0),
    };
    let (integer, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = integer.bytes().chain(fraction.bytes()).all(|each| each.is_ascii_digit());
    let places = exponent.unsigned_abs() as usize;
    let length = integer.len() + fraction.len();
    if !all_digits || length == 0 || length.checked_add(places)? > MAX_DIGITS {
        return None;
    }
    let mut integer = integer.to_owned();
    let mut fraction = fraction.to_owned();
    if exponent >= 0 {
        let moved = fraction.len().min(places);
        integer.push_str(fraction.get(..moved)?);
        integer.extend(std::iter::repeat_n('0', places - moved));
        fraction.drain(..moved);
    } else {
        let padding = "0".repeat(places.saturating_sub(integer.len()));
        let padded = format!("{padding}{integer}");
        let split = padded.len() - places;
        fraction.insert_str(0, padded.get(split..)?);
        integer = padded.get(..split)?.to_owned();
    }
    Some((integer, fraction, negative))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_number_are_one() {
        for (text, expected) in [
            ("1.50", "1.5"),
            ("1.0", "1"),
            ("-0", "0"),
            ("-0.0", "0"),
            ("007", "7"),
            ("+2", "2"),
            (".5", "0.5"),
            ("1e3", "1000"),
            ("1.5E+1", "15"),
            ("1e-07", "0.0000001"),
            ("12.5e-1", "1.25"),
            ("123456789012345678901234567890", "123456789012345678901234567890"),
        ] {
            assert_eq!(plain(text).as_deref(), Some(expected), "{text}");
        }
        for text in ["", "-", ".", "1e", "0x10", "1 2", "NaN", "1e99999", "1.2.3"] {
            assert_eq!(plain(text), None, "{text}");
        }
    }

    #[test]
    fn scale_is_kept_where_asked() {
        assert_eq!(plain_with_scale("1.50").unwrap(), "1.50");
        assert_eq!(plain_with_scale("-0.00").unwrap(), "0.00");
        assert_eq!(plain_with_scale("1.50e1").unwrap(), "15.0");
        assert_eq!(plain_with_scale("1e3").unwrap(), "1000");
    }
}
