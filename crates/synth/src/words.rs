//! Sentences: frames with slots, filled by chance from word lists, and formulas that many documents share.

use crate::rng::Rng;
use std::collections::BTreeMap;

/// What a token is, for the edits that treat it apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    Text,
    /// A name of a place, person or body.
    Name,
    /// A figure.
    Number,
    /// Punctuation.
    Mark,
}

/// A piece of text that edits treat as one. `origin` is its number in the document that it was written for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its characters.
    pub text: String,
    /// What it is.
    pub kind: Kind,
    /// Where it comes from: document and number in it; none where an edit put it in.
    pub origin: Option<(u32, u32)>,
    /// What the signs of a mask at its start hide.
    pub hidden: Option<String>,
}

/// A sentence with its full stop.
pub type Sentence = Vec<Token>;

/// The tables of words.
#[derive(Debug)]
pub struct Words {
    lists: BTreeMap<char, Vec<&'static str>>,
    frames: Vec<&'static str>,
    formulas: Vec<(f64, &'static str)>,
    noise: Vec<&'static str>,
    script: BTreeMap<char, (char, &'static str)>,
}

fn rows(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    let lines = text.lines().filter(|l| !l.is_empty() && !l.starts_with('#'));
    lines.skip(1).map(|l| l.split('\t').collect())
}

impl Default for Words {
    fn default() -> Self {
        let one = |s: &str| s.chars().next().unwrap_or(' ');
        Self {
            lists: rows(include_str!("../data/words.tsv"))
                .map(|r| (one(r[0]), r[1].split(' ').collect()))
                .collect(),
            frames: rows(include_str!("../data/frames.tsv")).map(|r| r[0]).collect(),
            formulas: rows(include_str!("../data/formulas.tsv"))
                .map(|r| (r[0].parse::<f64>().unwrap_or(0.0) / 1000.0, r[1]))
                .collect(),
            noise: rows(include_str!("../data/noise.tsv")).map(|r| r[0]).collect(),
            script: rows(include_str!("../data/script.tsv"))
                .map(|r| (one(r[0]), (one(r[1]), r[2])))
                .collect(),
        }
    }
}

const FIRST: &str = "云岭江河湖石松柏梅兰竹桂枫柳杨榆桐槐泉溪谷峰崖岗坪坝洲湾港渡桥塔寺亭台楼阁庄屯堡寨营铺店井塘潭沙金银铜铁玉珠锦绣凤凰龙虎鹤雁鹿麟";
const LAST: &str = "山水川原田野园林坡沟岭口头尾上下里外东西南北阳阴安宁平和顺昌盛兴旺富裕丰乐康泰福禄寿喜庆祥瑞吉利贞元亨华夏春秋冬晨昏星月日光明亮清静远近深浅";
const FAMILY: &str = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章";

impl Words {
    /// A sentence of its own, with full stop.
    pub fn sentence(&self, rng: &mut Rng) -> Sentence {
        let frame = *rng.pick(&self.frames);
        let mut s = self.fill(frame, rng);
        s.push(token("。", Kind::Mark));
        s
    }

    /// The formulas: share of documents and wording with slots.
    #[must_use]
    pub fn formulas(&self) -> &[(f64, &'static str)] {
        &self.formulas
    }

    /// A line of a site.
    pub fn noise(&self, rng: &mut Rng) -> &'static str {
        rng.pick::<&str>(&self.noise)
    }

    /// The Traditional form and the reading of a character.
    #[must_use]
    pub fn traditional(&self, c: char) -> Option<(char, &'static str)> {
        self.script.get(&c).copied()
    }

    /// A frame or formula with its slots filled.
    pub fn fill(&self, frame: &str, rng: &mut Rng) -> Sentence {
        let mut out = Vec::new();
        let mut rest = frame;
        while let Some(open) = rest.find('{') {
            plain(&rest[..open], &mut out);
            let slot = rest[open + 1..].chars().next().unwrap_or(' ');
            out.push(self.slot(slot, rng));
            rest = rest[open..].find('}').map_or("", |close| &rest[open + close + 1..]);
        }
        plain(rest, &mut out);
        out
    }

    fn slot(&self, slot: char, rng: &mut Rng) -> Token {
        match slot {
            'P' => token(&place(rng), Kind::Name),
            'H' => token(&person(rng), Kind::Name),
            'B' => token(self.word('B', rng), Kind::Name),
            'K' => token(rng.pick::<&str>(&["县", "区", "乡", "镇", "街道"]), Kind::Text),
            'Q' => token(&number(rng), Kind::Number),
            'T' => token(&format!("{}月", rng.between(1, 12)), Kind::Number),
            class => token(self.word(class, rng), Kind::Text),
        }
    }

    fn word(&self, class: char, rng: &mut Rng) -> &'static str {
        self.lists.get(&class).map_or("", |list| *rng.pick(list))
    }

    /// A name of the same sort as `old`: a place for a place, a person for a person.
    pub fn other_name(&self, old: &str, rng: &mut Rng) -> String {
        match old.chars().last() {
            Some('村' | '镇' | '乡' | '县' | '市' | '道' | '区') => place(rng),
            _ if self.lists.get(&'B').is_some_and(|b| b.contains(&old)) => self.word('B', rng).to_owned(),
            _ => person(rng),
        }
    }
}

pub(crate) fn token(text: &str, kind: Kind) -> Token {
    Token { text: text.to_owned(), kind, origin: None, hidden: None }
}

/// Fixed text as tokens, punctuation apart.
fn plain(text: &str, out: &mut Sentence) {
    let mut word = String::new();
    for c in text.chars() {
        if matches!(c, '，' | '、' | '。' | '；' | '：') {
            if !word.is_empty() {
                out.push(token(&std::mem::take(&mut word), Kind::Text));
            }
            out.push(token(&c.to_string(), Kind::Mark));
        } else {
            word.push(c);
        }
    }
    if !word.is_empty() {
        out.push(token(&word, Kind::Text));
    }
}

fn one(chars: &str, rng: &mut Rng) -> char {
    let n = rng.below(chars.chars().count());
    chars.chars().nth(n).unwrap_or('某')
}

fn place(rng: &mut Rng) -> String {
    let kind = *rng.pick(&["村", "镇", "乡", "县", "市", "街道", "区"]);
    format!("{}{}{kind}", one(FIRST, rng), one(LAST, rng))
}

fn person(rng: &mut Rng) -> String {
    let mut name = one(FAMILY, rng).to_string();
    for _ in 0..rng.between(1, 2) {
        name.push(one(if rng.chance(0.5) { FIRST } else { LAST }, rng));
    }
    name
}

fn number(rng: &mut Rng) -> String {
    match rng.below(4) {
        0 => rng.between(2, 9).to_string(),
        1 => rng.between(10, 99).to_string(),
        2 => rng.between(100, 9999).to_string(),
        _ => format!("{}.{}", rng.between(1, 99), rng.between(1, 9)),
    }
}
