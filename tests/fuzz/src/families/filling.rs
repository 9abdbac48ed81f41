//! Texts of a size: a head, as many units as fit, a tail. A unit is told its number.

pub(super) const HEAD: &str = "datasource db {\n  provider = \"postgresql\"\n}\n";

/// A model that is still open.
pub(super) const MODEL: &str = "model A {\n  id Int @id\n";

/// `head`, then as many units as fit before `tail`.
pub(super) fn filled<T: AsRef<str>>(
    size: usize,
    head: &str,
    unit: impl Fn(usize) -> T,
    tail: &str,
) -> String {
    let mut text = format!("{HEAD}{head}");
    let mut at = 0;
    while text.len() + tail.len() < size {
        text.push_str(unit(at).as_ref());
        at += 1;
    }
    text + tail
}

/// Units of whole lines under a datasource.
pub(super) fn blocks<T: AsRef<str>>(size: usize, unit: impl Fn(usize) -> T) -> String {
    filled(size, "", |at| format!("{}\n", unit(at).as_ref()), "")
}

/// A model whose lines are the units.
pub(super) fn lines<T: AsRef<str>>(size: usize, line: impl Fn(usize) -> T) -> String {
    filled(size, MODEL, |at| format!("  {}\n", line(at).as_ref()), "}\n")
}

/// A block whose lines are the units, below a first line.
pub(super) fn block<T: AsRef<str>>(size: usize, head: &str, line: impl Fn(usize) -> T) -> String {
    filled(size, &format!("{head} {{\n"), |at| format!("  {}\n", line(at).as_ref()), "}\n")
}

/// A model with one line that holds the units between `open` and `close`.
pub(super) fn one_line<T: AsRef<str>>(
    size: usize,
    open: &str,
    unit: impl Fn(usize) -> T,
    close: &str,
) -> String {
    filled(size, &format!("{MODEL}  {open}"), unit, &format!("{close}\n}}\n"))
}

/// The text over and over, with nothing around it.
pub(super) fn repeated(size: usize, text: &str) -> String {
    text.repeat(size / text.len())
}

/// A name of about all of the size.
pub(super) fn long(size: usize) -> String {
    "x".repeat(size.saturating_sub(200))
}
