//! `report.html`: one file that needs nothing else, for reading on a screen, in print and years later.
//!
//! Styles and the little script (sorting, filtering) are in the file; a content security policy forbids it to load
//! anything. Everything that comes from a page is escaped. Of every table only so many rows are shown as a person
//! would read, and a note says how many more there are and in which file they stand.

mod labels;
mod sections;

use crate::summary::Summary;
use gongwen::Script;
use std::fmt::{self, Write as _};
use std::io;

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

impl Summary {
    /// Writes the report.
    ///
    /// # Errors
    /// Those of the output.
    pub fn write_html(&self, out: &mut impl io::Write) -> io::Result<()> {
        let mut page = String::new();
        // The report is bounded, so that it is put together in memory; writing to a string does not fail.
        self.page(&mut page).map_err(io::Error::other)?;
        out.write_all(page.as_bytes())
    }

    fn page(&self, out: &mut String) -> fmt::Result {
        let title = self.title.as_deref().unwrap_or("公文挖掘报告");
        write!(
            out,
            "<!DOCTYPE html>\n<html lang=\"zh-Hans\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
             style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n\
             <style>\n{STYLE}</style>\n</head>\n<body>\n",
            title = Escaped(title)
        )?;
        self.head(out, title)?;
        out.push_str("<main>\n");
        self.overview(out)?;
        self.deadline_section(out)?;
        self.indicator_section(out)?;
        self.target_section(out)?;
        self.formula_section(out)?;
        self.cluster_section(out)?;
        self.page_section(out)?;
        self.error_section(out)?;
        write!(
            out,
            "</main>\n<footer>gongwen {} 生成。位置为解码后原文的字符（Unicode 码点）偏移；完整数据见同目录 \
             jsonl 文件。</footer>\n<script>\n{SCRIPT}</script>\n</body>\n</html>\n",
            env!("CARGO_PKG_VERSION")
        )
    }
}

/// Text that HTML must not take for markup. Control characters, which HTML forbids, show as U+FFFD.
struct Escaped<'a>(&'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                '\t' | '\n' => f.write_char(c)?,
                '\r' => f.write_char('\n')?,
                c if c.is_control() => f.write_char('\u{fffd}')?,
                c => f.write_char(c)?,
            }
        }
        Ok(())
    }
}

/// The language tag of a page's text, for fonts and screen readers.
fn language(script: Script) -> &'static str {
    match script {
        Script::Traditional => "zh-Hant",
        Script::Simplified | Script::Mixed | Script::None => "zh-Hans",
    }
}

/// A number with its thousands set apart, as Chinese tables print it: `12,345`.
fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, d) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(d);
    }
    out
}

/// A share in per cent with one decimal.
fn percent(part: u64, all: u64) -> String {
    if all == 0 { "—".to_owned() } else { format!("{:.1}%", part.min(all) as f64 * 100.0 / all as f64) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_gets_out_of_its_cell() {
        let e = |t: &str| Escaped(t).to_string();
        assert_eq!(
            e("<b a=\"x\" b='y'>&amp;</b>"),
            "&lt;b a=&quot;x&quot; b=&#39;y&#39;&gt;&amp;amp;&lt;/b&gt;"
        );
        assert_eq!(e("a\0b\x1bc\u{85}\r\n"), "a\u{fffd}b\u{fffd}c\u{fffd}\n\n");
    }

    #[test]
    fn thousands() {
        for (n, text) in [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(n), text);
        }
    }
}
