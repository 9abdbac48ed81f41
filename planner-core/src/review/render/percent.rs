//! A path -> the same inside a URL or a comment of HTML: percent-encoded, so that it ends neither.

/// Encodes all but letters, digits and the marks that mean nothing anywhere; `kept` are kept too.
pub fn encode(text: &str, kept: &[u8]) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'.' => encoded.push(char::from(byte)),
            _ if kept.contains(&byte) => encoded.push(char::from(byte)),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}
