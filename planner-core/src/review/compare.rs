//! Two texts -> the lines that differ, with a few around them. Knows nothing of what the lines
//! mean.

use super::model::{DiffLine, Hunk, LineChange};
use imara_diff::{Algorithm, Diff, InternedInput, Token};
use std::ops::Range;

/// How many unchanged lines are shown around a change.
const CONTEXT: u32 = 3;

/// The parts in which two texts differ; none where they are alike but for their line ends.
pub fn hunks(before: &str, after: &str) -> Vec<Hunk> {
    let input = interned(before, after);
    let mut diff = Diff::compute(Algorithm::Histogram, &input);
    diff.postprocess_lines(&input);
    let changes: Vec<(Range<u32>, Range<u32>)> =
        diff.hunks().map(|each| (each.before, each.after)).collect();
    let text = |tokens: &[Token], at: u32| {
        let token = tokens.get(at as usize).copied();
        token.map(|token| input.interner[token].to_owned()).unwrap_or_default()
    };
    let end = input.before.len() as u32;
    let mut hunks = Vec::new();
    for group in grouped(&changes) {
        let Some((first, last)) = group.first().zip(group.last()) else { continue };
        let start = first.0.start.saturating_sub(CONTEXT);
        let lead = first.0.start - start;
        let mut hunk =
            Hunk { before: start + 1, after: first.1.start - lead + 1, lines: Vec::new() };
        let mut reached = start;
        for (removed, added) in group {
            let same = (reached..removed.start).map(|at| (LineChange::Same, at));
            let gone = removed.clone().map(|at| (LineChange::Removed, at));
            hunk.lines.extend(
                same.chain(gone)
                    .map(|(change, at)| DiffLine { change, text: text(&input.before, at) }),
            );
            hunk.lines.extend(
                added
                    .clone()
                    .map(|at| DiffLine { change: LineChange::Added, text: text(&input.after, at) }),
            );
            reached = removed.end;
        }
        let tail = last.0.end..(last.0.end + CONTEXT).min(end);
        hunk.lines.extend(
            tail.map(|at| DiffLine { change: LineChange::Same, text: text(&input.before, at) }),
        );
        hunks.push(hunk);
    }
    hunks
}

/// The lines of both texts as numbers. Those that both begin or end with, which are most, are looked up
/// once.
fn interned<'a>(before: &'a str, after: &'a str) -> InternedInput<&'a str> {
    let mut input = InternedInput::default();
    input.update_before(before.lines());
    let lines: Vec<&str> = after.lines().collect();
    let same = |(token, line): &(&Token, &&str)| input.interner[**token] == **line;
    let first = input.before.iter().zip(&lines).take_while(same).count();
    let rest = (input.before.get(first..).unwrap_or_default().iter().rev())
        .zip(lines.get(first..).unwrap_or_default().iter().rev());
    let last = rest.take_while(same).count();
    let (reached, length) = (lines.len() - last, input.before.len());
    let mut tokens = Vec::with_capacity(lines.len());
    tokens.extend_from_slice(input.before.get(..first).unwrap_or_default());
    let own = lines.get(first..reached).unwrap_or_default();
    tokens.extend(own.iter().map(|line| input.interner.intern(*line)));
    tokens.extend_from_slice(input.before.get(length - last..).unwrap_or_default());
    input.after = tokens;
    input
}

/// Changes with no more between them than the lines that are shown around each.
fn grouped(changes: &[(Range<u32>, Range<u32>)]) -> Vec<&[(Range<u32>, Range<u32>)]> {
    changes.chunk_by(|left, right| right.0.start - left.0.end <= 2 * CONTEXT).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(before: &str, after: &str) -> Vec<String> {
        let mut shown = Vec::new();
        for hunk in hunks(before, after) {
            shown.push(format!("@ {} {}", hunk.before, hunk.after));
            shown.extend(hunk.lines.iter().map(|line| {
                let mark = match line.change {
                    LineChange::Same => ' ',
                    LineChange::Removed => '-',
                    LineChange::Added => '+',
                };
                format!("{mark}{}", line.text)
            }));
        }
        shown
    }

    #[test]
    fn changes_far_apart_stand_apart() {
        let before = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\n";
        let after = "a\nB\nc\nd\ne\nf\ng\nh\ni\nj\nl\n";
        assert_eq!(
            shown(before, after),
            ["@ 1 1", " a", "-b", "+B", " c", " d", " e", "@ 8 8", " h", " i", " j", "-k", " l"]
        );
    }

    #[test]
    fn nothing_becomes_something() {
        assert_eq!(shown("", "a\n"), ["@ 1 1", "+a"]);
        assert_eq!(shown("a\r\nb\n", "a\nb"), [""; 0]);
    }

    #[test]
    fn texts_with_nothing_in_common_end_soon() {
        let text =
            |word: &str| (0..50_000).map(|line| format!("{word} {line}\n")).collect::<String>();
        assert_eq!(hunks(&text("a"), &text("b")).len(), 1);
    }
}
