//! Rows in aligned columns. An empty line ends a table, a comment does not. What the cells mean
//! is not known here.

use std::ops::Range;

/// What fills a cell, many blanks at a time.
const BLANKS: &str = "                                ";

/// How many cells a row has at most: a name, a type, attributes.
const COLUMNS: usize = 3;

/// The lines of a block: their texts behind each other, and where each begins.
#[derive(Debug, Default)]
pub(super) struct Table {
    text: String,
    rows: Vec<Row>,
}

/// A line of a block; the ranges are those of the table's text.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Row {
    /// Cells to align, and a comment behind them.
    Cells {
        /// The cells in use, then empty ranges.
        cells: [Range<usize>; COLUMNS],
        /// How many are in use; a missing one ends the line.
        count: usize,
        /// The comment; empty where there is none.
        suffix: Range<usize>,
    },
    /// Whole lines, their indentation and line ends included.
    Lines(Range<usize>),
    /// An empty line.
    Blank,
}

/// A row of cells that is being written.
#[derive(Debug)]
pub(super) struct Cells<'t> {
    table: &'t mut Table,
    cells: [Range<usize>; COLUMNS],
    count: usize,
}

impl Table {
    /// Adds an empty line; those at the beginning and repeated ones are left out.
    pub fn blank(&mut self) {
        if !matches!(self.rows.last(), None | Some(Row::Blank)) {
            self.rows.push(Row::Blank);
        }
    }

    /// Adds whole lines, as they are written.
    pub fn lines(&mut self, write: impl FnOnce(&mut String)) {
        let lines = self.write(write);
        self.rows.push(Row::Lines(lines));
    }

    /// Begins a row of cells.
    pub fn cells(&mut self) -> Cells<'_> {
        Cells { table: self, cells: Default::default(), count: 0 }
    }

    /// Writes all rows into a text, an empty line at the end left out; the table is then empty.
    pub fn render_into(&mut self, text: &mut String) {
        if self.rows.last() == Some(&Row::Blank) {
            self.rows.pop();
        }
        for (index, group) in self.rows.split(|row| *row == Row::Blank).enumerate() {
            if index > 0 {
                text.push('\n');
            }
            let widths = widths(group);
            for row in group {
                self.render_row(row, widths, text);
            }
        }
        self.rows.clear();
        self.text.clear();
    }

    fn write(&mut self, write: impl FnOnce(&mut String)) -> Range<usize> {
        let start = self.text.len();
        write(&mut self.text);
        start..self.text.len()
    }

    fn at(&self, range: &Range<usize>) -> &str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    fn render_row(&self, row: &Row, widths: [usize; COLUMNS], text: &mut String) {
        match row {
            Row::Blank => {}
            Row::Lines(lines) => text.push_str(self.at(lines)),
            Row::Cells { cells, count, suffix } => {
                text.push_str("  ");
                for (index, (cell, width)) in cells.iter().take(*count).zip(widths).enumerate() {
                    text.push_str(self.at(cell));
                    if index + 1 < *count {
                        let mut missing = width.saturating_sub(cell.len()) + 1;
                        while missing > 0 {
                            let blanks = BLANKS.get(..missing).unwrap_or(BLANKS);
                            text.push_str(blanks);
                            missing -= blanks.len();
                        }
                    }
                }
                if !suffix.is_empty() {
                    text.push(' ');
                    text.push_str(self.at(suffix));
                }
                text.push('\n');
            }
        }
    }
}

impl Cells<'_> {
    /// Adds a cell.
    pub fn cell(&mut self, write: impl FnOnce(&mut String)) {
        let written = self.table.write(write);
        if let Some(cell) = self.cells.get_mut(self.count) {
            *cell = written;
            self.count += 1;
        }
    }

    /// Ends the row with a comment, where one is written.
    pub fn end(self, write: impl FnOnce(&mut String)) {
        let Self { table, cells, count } = self;
        let suffix = table.write(write);
        table.rows.push(Row::Cells { cells, count, suffix });
    }
}

/// The widest that a column becomes, in bytes: one type of half a megabyte would else move every
/// other line as far to the right.
const WIDEST: usize = 512;

/// The width of each column in bytes, as Prisma's formatter counts: two tools at work on one file
/// must not move its columns to and fro.
fn widths(rows: &[Row]) -> [usize; COLUMNS] {
    let mut widths = [0; COLUMNS];
    for row in rows {
        let Row::Cells { cells, .. } = row else { continue };
        for (widest, cell) in widths.iter_mut().zip(cells) {
            *widest = cell.len().min(WIDEST).max(*widest);
        }
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_very_wide_cell_moves_the_others_no_further_than_the_widest_column() {
        let mut table = Table::default();
        for name in ["a".to_owned(), "b".repeat(10_000)] {
            let mut row = table.cells();
            row.cell(|text| text.push_str(&name));
            row.cell(|text| text.push('x'));
            row.end(|_| {});
        }
        let mut text = String::new();
        table.render_into(&mut text);
        let lengths: Vec<usize> = text.lines().map(str::len).collect();
        assert_eq!(lengths, [2 + WIDEST + 2, 2 + 10_000 + 2]);
    }
}
