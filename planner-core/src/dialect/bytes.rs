//! Defaults of `Bytes` fields: base64 in a schema, hexadecimal in a database -> bytes.

/// Standard base64 with padding, as the schema language takes it; `None` for anything else.
/// <https://www.rfc-editor.org/rfc/rfc4648#section-4>
pub fn from_base64(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(4) {
        return None;
    }
    let digits = text.strip_suffix("==").or_else(|| text.strip_suffix('=')).unwrap_or(text);
    let mut bytes = Vec::with_capacity(digits.len() * 3 / 4);
    for group in digits.as_bytes().chunks(4) {
        let mut bits = 0u32;
        for digit in group {
            bits = bits << 6 | base64_digit(*digit)?;
        }
        bits <<= 6 * (4 - group.len());
        let [_, first, second, third] = bits.to_be_bytes();
        bytes.extend([first, second, third].into_iter().take(group.len() * 6 / 8));
    }
    Some(bytes)
}

/// The same written: standard base64 with padding.
pub fn to_base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let bits = group.iter().fold(0u32, |bits, byte| bits << 8 | u32::from(*byte));
        let bits = bits << (8 * (3 - group.len()));
        for place in 0..4 {
            let digit = DIGITS.get((bits >> (18 - 6 * place)) as usize & 63).copied();
            let written = if place <= group.len() { digit } else { None };
            text.push(char::from(written.unwrap_or(b'=')));
        }
    }
    text
}

fn base64_digit(digit: u8) -> Option<u32> {
    let value = match digit {
        b'A'..=b'Z' => digit - b'A',
        b'a'..=b'z' => digit - b'a' + 26,
        b'0'..=b'9' => digit - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    };
    Some(u32::from(value))
}

/// Pairs of hexadecimal digits, nothing between them.
pub fn from_hex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) {
        return None;
    }
    let digit = |byte: &u8| char::from(*byte).to_digit(16).map(|value| value as u8);
    text.as_bytes()
        .chunks_exact(2)
        .map(|pair| match pair {
            [high, low] => Some(digit(high)? << 4 | digit(low)?),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn base64_of_every_length() {
        assert_eq!(from_base64("").unwrap(), b"");
        assert_eq!(from_base64("AQ==").unwrap(), [1]);
        assert_eq!(from_base64("AQI=").unwrap(), [1, 2]);
        assert_eq!(from_base64("AQID").unwrap(), [1, 2, 3]);
        assert_eq!(from_base64("+/8A").unwrap(), [0xfb, 0xff, 0]);
        for bytes in [&b""[..], b"a", b"ab", b"abc", b"\xfb\xff\x00\x01"] {
            assert_eq!(from_base64(&to_base64(bytes)).unwrap(), bytes);
        }
        for wrong in ["A", "AQ", "AQ=", "A*==", "====", "AQ==AQ=="] {
            assert_eq!(from_base64(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn hexadecimal_in_either_case() {
        assert_eq!(from_hex("01fF").unwrap(), [1, 255]);
        assert_eq!(from_hex("0"), None);
        assert_eq!(from_hex("0g"), None);
    }
}
