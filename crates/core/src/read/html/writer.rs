//! The rendered text while it is written: white space collapses, and no separator is written before something follows.

/// White space that was read and not yet written: none, some, or some with a line end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Space {
    #[default]
    None,
    Blank,
    LineEnd,
}

/// What will part the text so far from what follows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Pending {
    space: Space,
    /// Line ends; with one, the next text begins a line.
    lines: usize,
    /// Tabs before the text of a cell.
    pub(super) tabs: usize,
}

/// The text so far. Its last character always shows something.
#[derive(Debug, Default)]
pub(super) struct Writer {
    text: String,
    /// Line ends written so far.
    breaks: usize,
    pending: Pending,
    /// White space inside `<pre>`, kept as it is.
    verbatim: String,
}

impl Writer {
    pub(super) fn new(capacity: usize) -> Self {
        Self { text: String::with_capacity(capacity), ..Self::default() }
    }

    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    pub(super) fn breaks(&self) -> usize {
        self.breaks
    }

    pub(super) fn since(&self, start: usize) -> &str {
        &self.text[start..]
    }

    pub(super) fn pending(&mut self) -> &mut Pending {
        &mut self.pending
    }

    /// The next text begins a line.
    pub(super) fn line_end(&mut self) {
        self.pending.space = Space::None;
        self.pending.lines = self.pending.lines.max(1);
        self.verbatim.clear();
    }

    /// One more line end.
    pub(super) fn line_break(&mut self) {
        self.pending.space = Space::None;
        self.pending.lines += 1;
        self.verbatim.clear();
    }

    /// The next text follows in the same line.
    pub(super) fn same_line(&mut self) {
        self.pending.space = Space::None;
        self.pending.lines = 0;
    }

    pub(super) fn begins_line(&self) -> bool {
        self.pending.lines > 0 || self.text.is_empty()
    }

    /// Reads white space.
    pub(super) fn space(&mut self, space: &str) {
        let ends = space.contains(['\n', '\r']);
        self.pending.space = self.pending.space.max(if ends { Space::LineEnd } else { Space::Blank });
    }

    /// Reads one white space character inside `<pre>`.
    pub(super) fn verbatim(&mut self, c: char) {
        match c {
            '\n' => self.line_break(),
            '\r' => {}
            _ => self.verbatim.push(c),
        }
    }

    /// Writes what parts the text so far from `next`.
    pub(super) fn part(&mut self, next: char) {
        let Pending { space, lines, tabs } = std::mem::take(&mut self.pending);
        if lines > 0 && !self.text.is_empty() {
            self.breaks += lines;
            self.text.extend(std::iter::repeat_n('\n', lines));
        }
        self.text.extend(std::iter::repeat_n('\t', tabs));
        if !self.verbatim.is_empty() {
            self.text.push_str(&self.verbatim);
            self.verbatim.clear();
        } else if space != Space::None && lines == 0 && tabs == 0 {
            let last = self.text.chars().next_back();
            let joined = space == Space::LineEnd && last.is_some_and(is_wide) && is_wide(next);
            if last.is_some() && !joined {
                self.text.push(' ');
            }
        }
    }

    /// Writes text without white space at its ends, [`Writer::part`]ed before.
    pub(super) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Inserts a character that is one byte long.
    pub(super) fn insert(&mut self, at: usize, c: char) {
        self.text.insert(at, c);
    }

    /// Makes one line of what was written since `start`.
    pub(super) fn join(&mut self, start: usize) {
        let line = self.text[start..].replace('\n', " ");
        self.text.replace_range(start.., &line);
    }

    /// Begins a line at `start`, where a tab stands before it.
    pub(super) fn break_before(&mut self, start: usize) {
        if self.text[..start].ends_with('\t') {
            self.text.replace_range(start - 1..start, "\n");
            self.breaks += 1;
        }
    }

    /// Takes back what was written since the text had this length.
    pub(super) fn cut(&mut self, len: usize, breaks: usize, pending: Pending) {
        self.text.truncate(len);
        (self.breaks, self.pending) = (breaks, pending);
        self.verbatim.clear();
    }

    /// The text, its last line ended.
    pub(super) fn finish(mut self) -> String {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text
    }
}

/// Characters between which a line end of the source means nothing.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF01}'..='\u{FF60}' | '“' | '”' | '‘' | '’' | '…' | '—')
}
