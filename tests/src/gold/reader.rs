//! Reads annotated text: the notation of [`super::markup`].

use super::markup::{Article, Copy, Doc, Html, Mark, Marked, Page};
use super::spec;
use serde_json::Value;

/// Reads the text of one source.
pub(super) struct Reader {
    page: Page,
    glosses: Vec<(char, String)>,
    line_end: &'static str,
    /// Starts of the annotations that are open.
    open: Vec<usize>,
    /// Indices of the articles that are open.
    articles: Vec<usize>,
    /// Indices of the copies that are open.
    copies: Vec<usize>,
}

impl Reader {
    /// A reader of pages with these glosses.
    pub(super) fn new(page: Page, glosses: Vec<(char, String)>) -> Self {
        let line_end = if page.crlf { "\r\n" } else { "\n" };
        Self { page, glosses, line_end, open: Vec::new(), articles: Vec::new(), copies: Vec::new() }
    }

    /// Reads the text after the header.
    pub(super) fn read(mut self, body: &str) -> Result<Page, String> {
        if !self.page.file.ends_with(".jsonl.gz") {
            self.page.docs.push(Doc { id: self.page.file.clone(), ..Doc::default() });
        }
        let mut rest = body;
        let mut line_start = true;
        while let Some(c) = rest.chars().next() {
            let here = || format!("at {:?}", rest.chars().take(24).collect::<String>());
            if line_start && c == '%' {
                let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
                self.directive(line).map_err(|e| format!("{e}: {line}"))?;
                rest = after;
                continue;
            }
            line_start = c == '\n';
            rest = &rest[c.len_utf8()..];
            match c {
                '⟦' => {
                    let at = self.doc()?.text.len();
                    self.open.push(at);
                }
                '‖' => {
                    let (specs, after) =
                        rest.split_once('⟧').ok_or_else(|| format!("spec without end {}", here()))?;
                    rest = after;
                    let start = self.open.pop().ok_or_else(|| format!("spec without begin {}", here()))?;
                    let fills_line = after.is_empty() || after.starts_with(['\n', '⟧', '‖']);
                    for spec in specs.split(" & ") {
                        self.annotate(start, spec.trim(), fills_line)
                            .map_err(|e| format!("{e} {}", here()))?;
                    }
                }
                '⟧' => return Err(format!("⟧ without spec {}", here())),
                '\n' => {
                    let end = self.line_end;
                    self.doc()?.text.extend(end.chars());
                }
                c => self.push(c)?,
            }
        }
        self.close_doc()?;
        Ok(self.page)
    }

    fn doc(&mut self) -> Result<&mut Doc, String> {
        self.page.docs.last_mut().ok_or_else(|| "text before the first row".to_owned())
    }

    fn push(&mut self, c: char) -> Result<(), String> {
        let pinyin = self.glosses.iter().find(|(g, _)| *g == c).map(|(_, p)| p.clone());
        let doc = self.doc()?;
        doc.text.push(c);
        if let Some(pinyin) = pinyin {
            let start = doc.text.len();
            doc.text.extend(format!("({pinyin})").chars());
            let mark = Mark::Noise { kind: "gloss".to_owned(), repair: None, optional: false };
            doc.marks.push(Marked { start, end: doc.text.len(), mark });
        }
        Ok(())
    }

    /// Ends a document: everything must be closed; the text ends with its last visible character.
    fn close_doc(&mut self) -> Result<(), String> {
        if !self.open.is_empty() || !self.articles.is_empty() || !self.copies.is_empty() {
            return Err("annotation, article or copy without end".to_owned());
        }
        let jsonl = self.page.file.ends_with(".jsonl.gz");
        if let Some(doc) = self.page.docs.last_mut() {
            let end = doc.trimmed_end();
            doc.text.truncate(end);
            if !jsonl {
                doc.text.extend(self.line_end.chars());
            }
            doc.marks.sort_by_key(|m| (m.start, std::cmp::Reverse(m.end)));
            spec::check(doc)?;
        }
        Ok(())
    }

    fn directive(&mut self, line: &str) -> Result<(), String> {
        let mut words = line[1..].split_whitespace();
        match words.next().unwrap_or("") {
            "article" => self.article(words),
            "end" => {
                let index = self.articles.pop().ok_or("no article is open")?;
                let doc = self.doc()?;
                let end = doc.trimmed_end();
                let article = &mut doc.articles[index];
                article.end = end;
                if let Some((start, title_end)) = &mut article.title {
                    let line = doc.text[*start..end].iter().position(|c| matches!(c, '\r' | '\n'));
                    *title_end = line.map_or(end, |n| *start + n);
                }
                Ok(())
            }
            "copy" => {
                let id = words.next().ok_or("a copy needs an id")?.to_owned();
                let relation = words.next().map(str::to_owned);
                let doc = self.doc()?;
                let (start, index) = (doc.text.len(), doc.copies.len());
                doc.copies.push(Copy { id, relation, start, end: start });
                self.copies.push(index);
                Ok(())
            }
            "endcopy" => {
                let id = words.next().ok_or("which copy ends?")?;
                let open = std::mem::take(&mut self.copies);
                let doc = self.doc()?;
                let at = open.iter().rposition(|&i| doc.copies[i].id == id).ok_or("no such copy is open")?;
                doc.copies[open[at]].end = doc.trimmed_end();
                self.copies = open;
                self.copies.remove(at);
                Ok(())
            }
            "doc" => {
                self.close_doc()?;
                let id = words.next().ok_or("a row needs an id")?.to_owned();
                self.page.docs.push(Doc { id, date: words.next().map(str::to_owned), ..Doc::default() });
                Ok(())
            }
            "html" => {
                let raw = line.strip_prefix("%html ").unwrap_or("").to_owned();
                let doc = self.doc()?;
                doc.html.push((doc.text.len(), Html::Raw(raw)));
                Ok(())
            }
            "wrap" => {
                let tags = words.map(str::to_owned).collect();
                let doc = self.doc()?;
                doc.html.push((doc.text.len(), Html::Wrap(tags)));
                Ok(())
            }
            "%" => Ok(()),
            word if word.starts_with('%') => Ok(()),
            other => Err(format!("unknown directive {other}")),
        }
    }

    fn article<'a>(&mut self, words: impl Iterator<Item = &'a str>) -> Result<(), String> {
        let parent = self.articles.last().copied();
        let doc = self.doc()?;
        let start = doc.text.len();
        let mut article = Article {
            start,
            end: start,
            title: Some((start, start)),
            kind: Vec::new(),
            year: None,
            container: false,
            parent,
        };
        for word in words {
            match word.split_once('=') {
                Some(("year", "null")) => article.year = Some(Value::Null),
                Some(("year", year)) => article.year = Some(year.into()),
                None if word == "container" => article.container = true,
                None if word == "untitled" => article.title = None,
                None if word.split('|').all(|k| gongwen::ArticleKind::from_name(k).is_some()) => {
                    article.kind = word.split('|').map(str::to_owned).collect();
                }
                _ => return Err(format!("{word} is no kind of article")),
            }
        }
        if article.kind.is_empty() {
            return Err("an article needs a kind".to_owned());
        }
        let index = doc.articles.len();
        doc.articles.push(article);
        self.articles.push(index);
        Ok(())
    }

    fn annotate(&mut self, start: usize, spec: &str, fills_line: bool) -> Result<(), String> {
        let doc = self.doc()?;
        let end = doc.text.len();
        let (spec, repair) = match spec.split_once(" =") {
            Some((spec, repair)) if spec.starts_with('-') => (spec, Some(repair.to_owned())),
            _ => (spec, None),
        };
        let (name, optional) = match spec.strip_suffix('?') {
            Some(name) => (name, true),
            None => (spec, false),
        };
        let mark = match name.chars().next() {
            Some('=') => {
                let (id, relation) = match spec[1..].split_once(' ') {
                    Some((id, relation)) => (id, Some(relation.to_owned())),
                    None => (&spec[1..], None),
                };
                doc.copies.push(Copy { id: id.to_owned(), relation, start, end });
                return Ok(());
            }
            Some('!') => Mark::None(spec::why(&name[1..])?),
            Some('#') => Mark::Mask { kind: spec::mask(&name[1..])?, optional },
            Some('-') => Mark::Noise { kind: spec::noise(&name[1..])?, repair, optional },
            Some('h') => {
                let level = name[1..].parse().map_err(|_| format!("{name} is no level"))?;
                let line_begins = start == 0 || doc.text[start - 1] == '\n';
                if !line_begins {
                    return Err("a heading begins its line".to_owned());
                }
                let label = spec::label(&doc.slice(start, end));
                if !label.is_empty() {
                    let label_end = start + label.chars().count();
                    doc.marks.push(Marked {
                        start,
                        end: label_end,
                        mark: Mark::None("enumerator".to_owned()),
                    });
                }
                Mark::Heading { level, label, run_in: !fills_line, optional }
            }
            Some('T' | 'A' | 'R') => {
                let text = doc.slice(start, end);
                let metric = spec::metric(&text, spec)?;
                if metric.masked {
                    doc.marks.extend(spec::masks_within(&doc.text, start, end));
                }
                Mark::Metric(metric)
            }
            _ => return Err(format!("unknown spec {spec:?}")),
        };
        doc.marks.push(Marked { start, end, mark });
        Ok(())
    }
}
