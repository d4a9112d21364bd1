//! Signs that stand for parts of the patterns of tables. The build script shares this file.

/// Chinese numerals as ordinals are written: up to three digits.
const NUMERAL: &str = "(?:[〇零一二三四五六七八九十百]{1,5})";
/// Optional white space inside a label.
const BLANKS: &str = r"[\s\u{3000}]*";
/// A year as written or masked, with its last character free of 年.
const YEAR: &str = r"(?P<y>(?:19|20)\d{2}|[一二][〇零○0O一二三四五六七八九]{3}|(?:20|二[0〇零])[xX×＊*_—-]{2}|20\d[xX×＊*]|2[xX×＊*]{3}|[xX×]{4})";

/// What a collection adds to the name of what it collects.
const COLLECTION: &str =
    "(?:(?:范文)?(?:大全|集锦|锦集|汇总|合集|精选|通用|推荐|模板))?(?:\\d{3,4}字(?:左右|以上)?)?";

/// A pattern as the regex crate reads it: {D} stands for a Chinese numeral, {B} for optional blanks, {Y} for a year,
/// {S} for a word that a collection of documents is called by.
pub(super) fn expand(pattern: &str) -> String {
    let signs = [("{D}", NUMERAL), ("{B}", BLANKS), ("{Y}", YEAR), ("{S}", COLLECTION)];
    digits(&signs.iter().fold(pattern.to_owned(), |pattern, (sign, part)| pattern.replace(sign, part)))
}

/// `pattern` with `\d` for the ten digits only: the normal form has no others, and all of Unicode's make the
/// automaton ten times as large.
fn digits(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    let (mut class, mut chars) = (false, pattern.chars());
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('d') => out.push_str(if class { "0-9" } else { "[0-9]" }),
                other => {
                    out.push(c);
                    out.extend(other);
                    continue;
                }
            },
            '[' | ']' => {
                class = c == '[';
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_ten() {
        let cases = [
            (r"\d{2}年", "[0-9]{2}年"),
            (r"[〔\[]\d\]", r"[〔\[][0-9]\]"),
            (r"[\d\s]\D", r"[0-9\s]\D"),
            (r"\\d", r"\\d"),
        ];
        for (p, expected) in cases {
            assert_eq!(digits(p), expected);
        }
    }
}
