//! Rows in aligned columns. An empty line ends a table, a comment does not. What the cells mean
//! is not known here.

/// A line of a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Row {
    /// Cells to align, and what follows behind them.
    Cells {
        /// The cells; a missing one ends the line.
        cells: Vec<String>,
        /// A comment.
        suffix: String,
    },
    /// Whole lines, their indentation and line ends included.
    Lines(String),
    /// An empty line.
    Blank,
}

/// The lines of a block.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    rows: Vec<Row>,
}

impl Table {
    /// Adds a row; empty lines at the beginning and repeated ones are left out.
    pub fn push(&mut self, row: Row) {
        if row == Row::Blank && matches!(self.rows.last(), None | Some(Row::Blank)) {
            return;
        }
        self.rows.push(row);
    }

    /// Writes all rows; an empty line at the end is left out.
    pub fn render_into(mut self, text: &mut String) {
        if self.rows.last() == Some(&Row::Blank) {
            self.rows.pop();
        }
        for (index, group) in self.rows.split(|row| *row == Row::Blank).enumerate() {
            if index > 0 {
                text.push('\n');
            }
            let widths = widths(group);
            for row in group {
                render_row(row, &widths, text);
            }
        }
    }
}

/// The widest that a column becomes, in bytes: one type of half a megabyte would else move every
/// other line as far to the right.
const WIDEST: usize = 512;

/// The width of each column in bytes, as Prisma's formatter counts: two tools at work on one file
/// must not move its columns to and fro.
fn widths(rows: &[Row]) -> Vec<usize> {
    let mut widths = Vec::new();
    for row in rows {
        let Row::Cells { cells, .. } = row else { continue };
        for (index, cell) in cells.iter().enumerate() {
            let width = cell.len().min(WIDEST);
            match widths.get_mut(index) {
                Some(widest) => *widest = width.max(*widest),
                None => widths.push(width),
            }
        }
    }
    widths
}

fn render_row(row: &Row, widths: &[usize], text: &mut String) {
    match row {
        Row::Blank => {}
        Row::Lines(lines) => text.push_str(lines),
        Row::Cells { cells, suffix } => {
            text.push_str("  ");
            for (index, cell) in cells.iter().enumerate() {
                text.push_str(cell);
                if index + 1 < cells.len() {
                    let width = widths.get(index).copied().unwrap_or_default();
                    let missing = width.saturating_sub(cell.len()) + 1;
                    text.extend(std::iter::repeat_n(' ', missing));
                }
            }
            if !suffix.is_empty() {
                text.push(' ');
                text.push_str(suffix);
            }
            text.push('\n');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_very_wide_cell_moves_the_others_no_further_than_the_widest_column() {
        let row = |cell: &str| Row::Cells {
            cells: vec![cell.to_owned(), "x".to_owned()],
            suffix: String::new(),
        };
        let mut table = Table::default();
        table.push(row("a"));
        table.push(row(&"b".repeat(10_000)));
        let mut text = String::new();
        table.render_into(&mut text);
        let lengths: Vec<usize> = text.lines().map(str::len).collect();
        assert_eq!(lengths, [2 + WIDEST + 2, 2 + 10_000 + 2]);
    }
}
