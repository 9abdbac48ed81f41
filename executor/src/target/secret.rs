//! A text and the secrets of a target -> the text without them.

use planner_core::secret::masked;

const MASK: &str = "***";

/// Replaces each of these secrets, longest first, wherever it stands. Secrets of fewer than four
/// bytes are left: they cannot be told from ordinary text, and no message repeats them.
pub(super) fn redact_secrets(text: &str, secrets: &[String]) -> String {
    let mut secrets: Vec<&String> = secrets.iter().filter(|secret| secret.len() >= 4).collect();
    secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
    let mut text = masked(text).into_owned();
    for secret in secrets {
        text = text.replace(secret.as_str(), MASK);
    }
    text
}
