//! Tables for people: aligned columns, Chinese characters two cells wide, cut to the terminal.
//!
//! The widths are chosen from the first rows; later rows are cut to them. Numbers are never cut: a shortened
//! number is a wrong one.

use crate::schema::{Cell, Column, ColumnType};
use std::borrow::Cow;
use std::io::{self, BufWriter, IntoInnerError, Write};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Rows looked at before the widths are fixed.
const SAMPLE: usize = 200;
/// Cells of a terminal between two columns.
const GAP: usize = 2;
/// A column of text is not squeezed below this; columns on the right go first.
const LEAST: usize = 6;
/// No cell is wider, however much room there is.
const MOST: usize = 60;

pub(super) struct TableWriter<W: Write> {
    out: BufWriter<W>,
    columns: Cow<'static, [Column]>,
    width: Option<usize>,
    shown: Vec<usize>,
    /// Rows that wait for the widths.
    sample: Vec<Vec<String>>,
    widths: Option<Vec<usize>>,
}

impl<W: Write> TableWriter<W> {
    pub(super) fn new(out: W, columns: Cow<'static, [Column]>, width: Option<usize>) -> Self {
        let shown = (0..columns.len()).filter(|&i| columns[i].brief).collect();
        Self { out: BufWriter::new(out), columns, width, shown, sample: Vec::new(), widths: None }
    }

    pub(super) fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        let row: Vec<String> = self.shown.iter().map(|&i| one_line(&cells[i].as_text(), MOST)).collect();
        if self.widths.is_some() {
            return self.print(&row);
        }
        self.sample.push(row);
        if self.sample.len() >= SAMPLE { self.settle() } else { Ok(()) }
    }

    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.settle()?;
        self.out.flush()
    }

    pub(super) fn finish(mut self) -> io::Result<W> {
        self.flush()?;
        self.out.into_inner().map_err(IntoInnerError::into_error)
    }

    pub(super) fn left_out(&self) -> Vec<&str> {
        (0..self.columns.len()).filter(|i| !self.shown.contains(i)).map(|i| &*self.columns[i].name).collect()
    }

    /// Chooses the widths, then prints the header and the rows that waited.
    fn settle(&mut self) -> io::Result<()> {
        if self.widths.is_some() {
            return Ok(());
        }
        let natural: Vec<usize> = (0..self.shown.len())
            .map(|k| {
                let name = self.columns[self.shown[k]].name.width();
                self.sample.iter().map(|row| row[k].width()).max().unwrap_or(0).max(name)
            })
            .collect();
        let rigid: Vec<bool> = self.shown.iter().map(|&i| is_number(self.columns[i].kind)).collect();
        let widths = self.width.map_or(natural.clone(), |room| fit(&natural, &rigid, room));
        self.shown.truncate(widths.len());
        self.widths = Some(widths);
        let head: Vec<String> = self.shown.iter().map(|&i| self.columns[i].name.to_string()).collect();
        self.print(&head)?;
        let rule = self.widths.iter().flatten().map(|&w| "─".repeat(w)).collect::<Vec<_>>();
        writeln!(self.out, "{}", rule.join(&" ".repeat(GAP)))?;
        for row in std::mem::take(&mut self.sample) {
            self.print(&row)?;
        }
        Ok(())
    }

    fn print(&mut self, row: &[String]) -> io::Result<()> {
        let mut line = String::new();
        let widths = self.widths.as_deref().unwrap_or_default();
        for (k, (&width, text)) in widths.iter().zip(row).enumerate() {
            if k > 0 {
                line.extend(std::iter::repeat_n(' ', GAP));
            }
            let number = is_number(self.columns[self.shown[k]].kind);
            let cut = if number { text.clone() } else { one_line(text, width) };
            let pad = std::iter::repeat_n(' ', width.saturating_sub(cut.width()));
            if number {
                line.extend(pad);
                line.push_str(&cut);
            } else {
                line.push_str(&cut);
                line.extend(pad);
            }
        }
        writeln!(self.out, "{}", line.trim_end())
    }
}

fn is_number(kind: ColumnType) -> bool {
    matches!(kind, ColumnType::Integer | ColumnType::Exact | ColumnType::Real)
}

/// Widths within `room`: only text gives way, the widest first, all to one common limit; where even that is not
/// enough, columns on the right are dropped.
fn fit(natural: &[usize], rigid: &[bool], room: usize) -> Vec<usize> {
    let mut count = natural.len();
    loop {
        let (natural, rigid) = (&natural[..count], &rigid[..count]);
        let limited = |limit: usize| -> Vec<usize> {
            natural.iter().zip(rigid).map(|(&w, &r)| if r { w } else { w.min(limit) }).collect()
        };
        let needs = |limit: usize| limited(limit).iter().sum::<usize>() + GAP * count.saturating_sub(1);
        if let Some(limit) = (LEAST..=MOST.max(LEAST)).rev().find(|&limit| needs(limit) <= room) {
            let mut widths = limited(limit);
            // What the common limit leaves over goes to the last column that wants it.
            let spare = room - needs(limit);
            if let Some(k) = (0..count).rev().find(|&k| widths[k] < natural[k]) {
                widths[k] = natural[k].min(widths[k] + spare);
            }
            return widths;
        }
        if count <= 1 {
            return natural.iter().map(|&w| w.min(room.max(1))).collect();
        }
        count -= 1;
    }
}

/// Text for one line of a terminal: white space as one space, control characters as `·` (a page must not steer
/// the terminal), at most `limit` cells wide, with `…` where it was cut.
pub(crate) fn one_line(text: &str, limit: usize) -> String {
    let mut out = String::new();
    let mut width = 0;
    // Where to cut should the text prove too long: the last place that leaves room for the ellipsis.
    let mut cut = 0;
    let mut space = false;
    for c in text.trim().chars() {
        let c = match c {
            c if c.is_whitespace() => {
                if std::mem::replace(&mut space, true) {
                    continue;
                }
                ' '
            }
            c if c.is_control() || is_invisible(c) => '·',
            c => c,
        };
        space = c == ' ';
        let w = c.width().unwrap_or(0);
        if width + w > limit {
            out.truncate(cut);
            if limit > 0 {
                out.push('…');
            }
            return out;
        }
        out.push(c);
        width += w;
        if width < limit {
            cut = out.len();
        }
    }
    out
}

/// Marks that reorder or hide what a terminal shows.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn text_is_cut_by_display_width() {
        for (text, limit, want) in [
            ("计划生育", 8, "计划生育"),
            ("计划生育", 7, "计划生…"),
            ("计划生育", 6, "计划…"),
            ("计划生育", 1, "…"),
            ("a\n\n b\tc ", 10, "a b c"),
            ("\x1b[31mred", 20, "·[31mred"),
            ("", 3, ""),
        ] {
            assert_eq!(one_line(text, limit), want, "{text:?} in {limit}");
        }
    }

    #[test]
    fn text_gives_way_and_numbers_do_not() {
        assert_eq!(fit(&[10, 30, 8], &[false, false, true], 60), [10, 30, 8]);
        assert_eq!(fit(&[10, 30, 8], &[false, false, true], 40), [10, 18, 8]);
        assert_eq!(fit(&[30, 30, 8], &[false, false, true], 41), [14, 15, 8]);
        // No room for three at six cells each: the last goes.
        assert_eq!(fit(&[30, 30, 30], &[false; 3], 20), [9, 9]);
        assert_eq!(fit(&[30], &[false], 3), [3]);
        assert!(fit(&[], &[], 3).is_empty());
    }

    proptest! {
        #[test]
        fn no_cell_is_wider_than_its_limit(text in "\\PC{0,40}", limit in 1usize..30) {
            prop_assert!(one_line(&text, limit).width() <= limit);
        }

        #[test]
        fn columns_stay_within_the_room(natural in prop::collection::vec(1usize..80, 1..9), room in 6usize..120) {
            let widths = fit(&natural, &vec![false; natural.len()], room);
            prop_assert!(!widths.is_empty());
            prop_assert!(widths.iter().sum::<usize>() + GAP * (widths.len() - 1) <= room);
        }
    }
}
