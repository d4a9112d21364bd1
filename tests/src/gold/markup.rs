//! The notation of annotated sources.
//!
//! A source begins with header lines `#! key: value`: `file` (name of the page), `encoding` (`UTF-8`,
//! `UTF-8-BOM`, `UTF-16LE`, `GB18030`, `Big5`), `charset` (what an HTML page claims),
//! `newline` (`lf`, `crlf`), `gloss` (`創=chuàng …`: every occurrence
//! of the character is followed by its pinyin), `shows` (what the page shows). Then comes the text.
//!
//! Inline, and nesting: `⟦TEXT‖SPEC⟧`, several specs joined by ` & `:
//!
//! | spec | meaning |
//! |---|---|
//! | `T…`, `A…`, `R…` | a metric: target, actual, reference; see the module `spec` |
//! | `!why` | a number-like expression that is no metric |
//! | `#type` | a mask: `digits`, `year`, `name`, `term` |
//! | `-type`, `-type =REPAIR` | furniture; damage, with what should stand there |
//! | `=ID`, `=ID RELATION` | a copied passage inside a line, as `%copy` |
//! | `h1` … `h5` | a heading; one that does not fill its line is run-in; its label is no metric by itself |
//!
//! A `?` after type or level makes the record optional. Masks inside a masked metric are found by themselves.
//!
//! Lines that begin with `%`, and vanish with their line end:
//!
//! | line | meaning |
//! |---|---|
//! | `%article KIND[\|KIND] [year=Y] [container] [untitled]` … `%end` | an article; its title is its first line |
//! | `%copy ID [RELATION]` … `%endcopy ID` | a passage that stands elsewhere, too; every place but the first says how |
//! | `%doc ID [DATE]` | begins the next row of a JSONL page |
//! | `%html MARKUP` | markup of an HTML page that renders to nothing |
//! | `%wrap TAG [TAG…]` | the elements around each following line of an HTML page; of `tr`, tabs part the cells |
//! | `%%` | a remark |

use super::reader::Reader;
use super::spec::Metric;
use serde_json::Value;

/// A page: a file that holds one document, or one a row.
pub struct Page {
    /// Name of the file.
    pub file: String,
    /// Encoding of the file.
    pub encoding: String,
    /// The encoding that an HTML page claims.
    pub charset: String,
    /// Whether lines end with CR LF.
    pub crlf: bool,
    /// What the page shows.
    pub shows: String,
    /// Its documents: one, but for JSONL.
    pub docs: Vec<Doc>,
}

/// The text of a document as it is decoded, with its annotations.
#[derive(Default)]
pub struct Doc {
    /// The `doc` of its records.
    pub id: String,
    /// Publication date of the row.
    pub date: Option<String>,
    /// The text; offsets are positions in it.
    pub text: Vec<char>,
    /// Articles in preorder.
    pub articles: Vec<Article>,
    /// All other annotations, by start; of one start, the longer first.
    pub marks: Vec<Marked>,
    /// Copied passages.
    pub copies: Vec<Copy>,
    /// Markup of an HTML page, by position.
    pub html: Vec<(usize, Html)>,
}

/// An article.
pub struct Article {
    /// Begin of its title.
    pub start: usize,
    /// End of its last line.
    pub end: usize,
    /// Its title line.
    pub title: Option<(usize, usize)>,
    /// What it is; several where readers may differ.
    pub kind: Vec<String>,
    /// The year that it plans or reviews; null where that cannot be told.
    pub year: Option<Value>,
    /// Whether it only holds others.
    pub container: bool,
    /// The article that holds it.
    pub parent: Option<usize>,
}

/// An annotation.
pub struct Marked {
    /// First code point.
    pub start: usize,
    /// First code point after.
    pub end: usize,
    /// What it says.
    pub mark: Mark,
}

/// What an annotation says.
pub enum Mark {
    /// A heading.
    Heading {
        /// Depth in its article, from 1.
        level: u8,
        /// `一、`; empty where it has none.
        label: String,
        /// Whether text goes on in the same line.
        run_in: bool,
        /// Neither rewarded nor punished.
        optional: bool,
    },
    /// Furniture.
    Noise {
        /// Its type.
        kind: String,
        /// What should stand there.
        repair: Option<String>,
        /// Neither rewarded nor punished.
        optional: bool,
    },
    /// A blanked-out place.
    Mask {
        /// Its type.
        kind: String,
        /// Neither rewarded nor punished.
        optional: bool,
    },
    /// A metric.
    Metric(Metric),
    /// A number-like expression that is no metric, and why.
    None(String),
}

/// A copied passage.
pub struct Copy {
    /// Shared by all its places.
    pub id: String,
    /// `exact`, `near`, `contained`, as against the places before.
    pub relation: Option<String>,
    /// First code point.
    pub start: usize,
    /// First code point after.
    pub end: usize,
}

/// Markup of an HTML page.
pub enum Html {
    /// Written as it is.
    Raw(String),
    /// The elements around each line, outermost first.
    Wrap(Vec<String>),
}

impl Doc {
    /// The text between two offsets.
    #[must_use]
    pub fn slice(&self, start: usize, end: usize) -> String {
        self.text[start..end].iter().collect()
    }

    /// The innermost article that holds an offset.
    #[must_use]
    pub fn article_at(&self, at: usize) -> Option<usize> {
        self.articles.iter().rposition(|a| a.start <= at && at < a.end)
    }

    /// The end of the text so far without white space.
    pub(super) fn trimmed_end(&self) -> usize {
        self.text.iter().rposition(|c| !c.is_whitespace()).map_or(0, |i| i + 1)
    }
}

impl Page {
    /// Takes a source apart.
    ///
    /// # Errors
    /// Names the line that is not well formed.
    pub fn parse(source: &str) -> Result<Self, String> {
        let mut page = Page {
            file: String::new(),
            encoding: "UTF-8".to_owned(),
            charset: "utf-8".to_owned(),
            crlf: false,
            shows: String::new(),
            docs: Vec::new(),
        };
        let mut glosses = Vec::new();
        let mut body = source;
        while let Some(rest) = body.strip_prefix("#!") {
            let (line, rest) = rest.split_once('\n').ok_or("nothing but a header")?;
            let (key, value) =
                line.split_once(':').ok_or_else(|| format!("header without a value: {line}"))?;
            let value = value.trim().to_owned();
            match key.trim() {
                "file" => page.file = value,
                "encoding" => page.encoding = value,
                "charset" => page.charset = value,
                "newline" => page.crlf = value == "crlf",
                "shows" => page.shows = value,
                "gloss" => glosses = parse_glosses(&value)?,
                other => return Err(format!("unknown header {other}")),
            }
            body = rest;
        }
        if page.file.is_empty() || page.shows.is_empty() {
            return Err("the header lacks file or shows".to_owned());
        }
        Reader::new(page, glosses).read(body)
    }
}

fn parse_glosses(list: &str) -> Result<Vec<(char, String)>, String> {
    list.split_whitespace()
        .map(|pair| match (pair.chars().next(), pair.split_once('=')) {
            (Some(c), Some((_, pinyin))) => Ok((c, pinyin.to_owned())),
            _ => Err(format!("gloss {pair} is not 字=pinyin")),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(body: &str) -> Result<Page, String> {
        Page::parse(&format!("#! file: a.txt\n#! gloss: 設=shè\n#! shows: a test\n{body}"))
    }

    fn only(body: &str) -> Doc {
        page(body).unwrap_or_else(|e| panic!("{e}")).docs.remove(0)
    }

    #[test]
    fn annotations_leave_the_text_as_it_is() {
        let doc =
            only("%article plan year=2024\n⟦一、⟦2024年‖!plan_year⟧目標‖h1⟧\n建設⟦3座‖T 建設⟧。\n%end\n");
        assert_eq!(doc.slice(0, doc.text.len()), "一、2024年目標\n建設(shè)3座。\n");
        let marks: Vec<_> = doc.marks.iter().map(|m| doc.slice(m.start, m.end)).collect();
        assert_eq!(marks, ["一、2024年目標", "一、", "2024年", "(shè)", "3座"]);
        assert_eq!((doc.articles[0].start, doc.articles[0].end), (0, 20));
        assert_eq!(doc.articles[0].title, Some((0, 9)));
    }

    #[test]
    fn articles_nest_and_end_with_their_last_line() {
        let doc = only(
            "%article other container\n篇1\n%article plan\n甲\n\n%end\n%article plan\n乙\n%end\n%end\n尾",
        );
        let spans: Vec<_> = doc.articles.iter().map(|a| (a.start, a.end, a.parent)).collect();
        assert_eq!(spans, [(0, 7, None), (3, 4, Some(0)), (6, 7, Some(0))]);
        assert_eq!(doc.article_at(6), Some(2));
        assert_eq!(doc.article_at(8), None);
    }

    #[test]
    fn what_is_not_well_formed_is_refused() {
        for body in [
            "⟦甲",
            "甲⟧",
            "甲‖!other⟧",
            "⟦甲‖!unknown⟧",
            "⟦4次‖T 視察⟧",
            "%article plan\n甲",
            "%article unknown\n甲\n%end",
            "%copy A\n甲",
            "%what\n",
            "甲⟦乙‖h1⟧",
        ] {
            assert!(page(body).is_err(), "{body}");
        }
    }
}
