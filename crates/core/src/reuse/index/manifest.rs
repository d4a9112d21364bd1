//! The manifest: what an index holds. It is the only file that changes, and it changes by renaming.
//!
//! Text, a fact a line, so that people can read it; the last line is the checksum of those before. `version` is that
//! of the format, `sketch` that of folding: pages folded by another version must be read again.

use super::part::Part;
use crate::error::Error;
use crate::reuse::bytes::{broken, checksum};
use crate::reuse::{Unit, hash};

/// Version of the files.
const FORMAT: u32 = 2;

/// What an index holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Manifest {
    pub(super) unit: Unit,
    /// Number of the next file; whatever has a lower one and is not listed was superseded.
    pub(super) next: u32,
    /// Oldest first.
    pub(super) parts: Vec<Part>,
    /// Pages that are no more, as (file, place in it), sorted.
    pub(super) removed: Vec<(u32, u32)>,
}

impl Manifest {
    pub(super) fn new(unit: Unit) -> Self {
        Self { unit, next: 0, parts: Vec::new(), removed: Vec::new() }
    }

    pub(super) fn write(&self) -> String {
        let mut out = format!("gongwen-index version {FORMAT} sketch {}\n", hash::VERSION);
        out += &format!("unit {}\nnext {}\n", unit_name(self.unit), self.next);
        for p in &self.parts {
            out += &format!("part {} {} {:016x} {}\n", p.number, p.pages, p.checksum, p.keys);
        }
        for (part, page) in &self.removed {
            out += &format!("removed {part} {page}\n");
        }
        let sum = checksum(out.as_bytes());
        out + &format!("checksum {sum:016x}\n")
    }

    pub(super) fn read(text: &str) -> Result<Self, Error> {
        let (facts, sum) = text
            .trim_end_matches('\n')
            .rsplit_once('\n')
            .and_then(|(facts, last)| Some((&text[..=facts.len()], last.strip_prefix("checksum ")?)))
            .ok_or_else(|| broken("a manifest that ends early"))?;
        let mut lines = facts.lines();
        let head = format!("gongwen-index version {FORMAT} sketch {}", hash::VERSION);
        if lines.next() != Some(head.as_str()) {
            return Err(broken("an index of another version of gongwen; build it anew"));
        }
        if u64::from_str_radix(sum, 16).ok() != Some(checksum(facts.as_bytes())) {
            return Err(broken("a manifest whose checksum is wrong"));
        }
        let mut manifest = Self::new(Unit::Article);
        for line in lines {
            let fields: Vec<&str> = line.split(' ').collect();
            let number = |i: usize| fields[i].parse().map_err(|_| broken(format!("no number in {line:?}")));
            match fields.as_slice() {
                ["unit", name] => {
                    manifest.unit = [Unit::Article, Unit::Page, Unit::Paragraph]
                        .into_iter()
                        .find(|u| unit_name(*u) == *name)
                        .ok_or_else(|| broken(format!("no unit is called {name:?}")))?;
                }
                ["next", _] => manifest.next = number(1)?,
                ["part", _, _, sum, keys] => manifest.parts.push(Part {
                    number: number(1)?,
                    pages: number(2)?,
                    checksum: u64::from_str_radix(sum, 16)
                        .map_err(|_| broken(format!("no number in {line:?}")))?,
                    keys: keys.parse().map_err(|_| broken(format!("no number in {line:?}")))?,
                }),
                ["removed", _, _] => manifest.removed.push((number(1)?, number(2)?)),
                _ => return Err(broken(format!("a line that says nothing: {line:?}"))),
            }
        }
        Ok(manifest)
    }
}

fn unit_name(unit: Unit) -> &'static str {
    match unit {
        Unit::Article => "article",
        Unit::Page => "page",
        Unit::Paragraph => "paragraph",
    }
}
