//! The summary for the terminal.

use super::Summary;
use crate::formats::one_line;
use gongwen::{Kind, Role};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr as _;

/// How many formulas and deadlines a terminal shows.
const SHOWN: usize = 10;

impl Summary {
    /// The summary as lines of at most `width` terminal cells (where nothing longer is asked for than 40).
    #[must_use]
    pub fn render_text(&self, width: usize) -> String {
        let width = width.max(40);
        let mut out = String::new();
        // Writing to a string does not fail.
        let _ = self.figures(&mut out).and_then(|()| self.matrix(&mut out));
        let _ = self.formulas(&mut out, width).and_then(|()| self.next_deadlines(&mut out, width));
        out
    }

    fn figures(&self, out: &mut String) -> std::fmt::Result {
        let t = &self.totals;
        writeln!(out, "pages        {} read, {} failed", self.pages(), self.failed())?;
        writeln!(out, "encodings    {}", listed(&t.encodings))?;
        if t.malformed > 0 || t.repaired > 0 {
            let (bad, undone) = (t.malformed, t.repaired);
            writeln!(out, "             {bad} sequences replaced, mojibake undone in {undone} pages")?;
        }
        writeln!(out, "characters   {}, {} of them furniture", t.chars, percent(t.furniture, t.chars))?;
        writeln!(out, "articles     {}  {}", t.articles, listed(&t.kinds))?;
        writeln!(out, "masks        {}", t.masks)?;
        writeln!(out, "clusters     {}, copies {}", self.clusters.seen(), t.copies)?;
        let part = t.boilerplate_chars.min(t.article_chars);
        writeln!(
            out,
            "boilerplate  {} of the articles' characters, families {}",
            percent(part, t.article_chars),
            t.families
        )
    }

    fn matrix(&self, out: &mut String) -> std::fmt::Result {
        writeln!(out, "\n{:<12} {:>9} {:>9} {:>9} {:>9}", "metrics", "target", "actual", "reference", "all")?;
        let count = |kind, role| self.totals.metrics.get(&(kind, role)).copied().unwrap_or(0);
        let roles = [Role::Target, Role::Actual, Role::Reference];
        let line = |out: &mut String, name: &str, counts: [u64; 3]| {
            let [a, b, c] = counts;
            writeln!(out, "{name:<12} {a:>9} {b:>9} {c:>9} {:>9}", a + b + c)
        };
        for kind in Kind::ALL {
            line(out, kind.name(), roles.map(|role| count(kind, role)))?;
        }
        line(out, "all", roles.map(|role| Kind::ALL.iter().map(|&k| count(k, role)).sum()))
    }

    fn formulas(&self, out: &mut String, width: usize) -> std::fmt::Result {
        if self.families.is_empty() {
            return Ok(());
        }
        writeln!(out, "\nmost repeated (pages, wording)")?;
        for family in self.families.iter().take(SHOWN) {
            writeln!(out, "{:>7}  {}", family.documents, one_line(&family.text, width - 9))?;
        }
        Ok(())
    }

    fn next_deadlines(&self, out: &mut String, width: usize) -> std::fmt::Result {
        let mut deadlines = self.deadlines.sorted();
        deadlines.truncate(SHOWN);
        if deadlines.is_empty() {
            return Ok(());
        }
        match &self.as_of {
            Some((day, _)) => writeln!(out, "\ndeadlines from {day} on")?,
            None => writeln!(out, "\ndeadlines by date")?,
        }
        let date = |d: &super::MetricRow| d.edtf.clone().unwrap_or_default();
        let column = deadlines.iter().map(|d| date(d).width()).max().unwrap_or(0);
        for d in &deadlines {
            let sentence = one_line(&d.proof.text, width.saturating_sub(column + 4).max(10));
            writeln!(out, "  {:<column$}  {sentence}", date(d))?;
            writeln!(out, "  {:<column$}  {}", "", one_line(&format!("{}:{}", d.doc, d.start), width - 4))?;
        }
        Ok(())
    }
}

/// `UTF-8 10, GBK 2`, the most frequent first.
fn listed(counts: &BTreeMap<&'static str, u64>) -> String {
    let mut counts: Vec<_> = counts.iter().collect();
    counts.sort_by_key(|(_, n)| std::cmp::Reverse(**n));
    counts.iter().map(|(name, n)| format!("{name} {n}")).collect::<Vec<_>>().join(", ")
}

fn percent(part: u64, all: u64) -> String {
    if all == 0 { "0.0 %".to_owned() } else { format!("{:.1} %", part as f64 * 100.0 / all as f64) }
}
