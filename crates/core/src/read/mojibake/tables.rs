//! Characters and the pairs of bytes that stand for them, both ways.

use super::lattice::{ReadAs, Was};
use crate::error::Error;
use crate::tables::Table;
use encoding_rs::{BIG5, Encoding, GB18030};
use std::sync::LazyLock;

type Pairs = Vec<(char, u16)>;

static GBK_PAIRS: LazyLock<Pairs> = LazyLock::new(|| all(GB18030, "gbk"));
static BIG5_PAIRS: LazyLock<Pairs> = LazyLock::new(|| all(BIG5, "big5"));
static GBK_CHARS: LazyLock<Vec<char>> = LazyLock::new(|| by_bytes(GB18030));
static BIG5_CHARS: LazyLock<Vec<char>> = LazyLock::new(|| by_bytes(BIG5));

/// The pairs that are read as a character, by the Encoding Standard or by another table.
pub(super) fn bytes_of(read_as: ReadAs, c: char) -> &'static [(char, u16)] {
    let table = match read_as {
        ReadAs::Gbk => &*GBK_PAIRS,
        ReadAs::Big5 => &*BIG5_PAIRS,
    };
    let from = table.partition_point(|&(t, _)| t < c);
    let to = from + table[from..].iter().take_while(|&&(t, _)| t == c).count();
    &table[from..to]
}

/// The character that a pair stands for.
pub(super) fn char_of(was: Was, pair: u16) -> Option<char> {
    let table = if was == Was::Big5 { &*BIG5_CHARS } else { &*GBK_CHARS };
    table.get(usize::from(pair & 0x7FFF)).copied().filter(|&c| c != '\0')
}

/// The pairs that an encoding may have, in order.
fn pairs() -> impl Iterator<Item = [u8; 2]> {
    let trails = || (0x40..=0x7E_u8).chain(0x80..=0xFE);
    (0x81..=0xFE_u8).flat_map(move |lead| trails().map(move |trail| [lead, trail]))
}

fn standard(encoding: &'static Encoding) -> impl Iterator<Item = (char, u16)> {
    pairs().filter_map(move |pair| {
        let text = encoding.decode_without_bom_handling_and_without_replacement(&pair)?;
        let mut chars = text.chars();
        let c = chars.next().filter(|_| chars.next().is_none())?;
        Some((c, u16::from_be_bytes(pair)))
    })
}

fn all(encoding: &'static Encoding, name: &str) -> Pairs {
    let mut pairs: Pairs = standard(encoding).collect();
    pairs.extend(alternates(name).expect("a test loads the table"));
    pairs.sort_unstable();
    pairs
}

fn by_bytes(encoding: &'static Encoding) -> Vec<char> {
    let mut all = vec!['\0'; 0x8000];
    standard(encoding).for_each(|(c, pair)| all[usize::from(pair & 0x7FFF)] = c);
    all
}

/// What other tables have besides.
fn alternates(name: &str) -> Result<Pairs, Error> {
    let table = Table::parse(
        "read/alternates.tsv",
        include_str!("../../../data/read/alternates.tsv"),
        &["encoding", "pair", "chars"],
    )?;
    let mut found = Vec::new();
    for row in table.rows() {
        let first =
            u16::from_str_radix(row.need("pair")?, 16).map_err(|_| row.error("the pair is no number"))?;
        let chars = row.need("chars")?;
        let chars: Vec<char> = match chars.strip_prefix("U+") {
            Some(code) => {
                let code = u32::from_str_radix(code, 16).ok().and_then(char::from_u32);
                vec![code.ok_or_else(|| row.error("the code is no character"))?]
            }
            None => chars.chars().collect(),
        };
        if row.need("encoding")? == name {
            // Big5 has no second bytes from 80 to A0.
            let following = pairs().map(u16::from_be_bytes).skip_while(|&pair| pair < first);
            let legal = following.filter(|pair| !(0x7F..=0xA0).contains(&(pair & 0xFF)) || name == "gbk");
            found.extend(chars.into_iter().zip(legal));
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_tables() {
        let (gbk, big5) = (alternates("gbk").unwrap(), alternates("big5").unwrap());
        assert_eq!(gbk.len(), 19);
        assert!(big5.len() > 250 && big5.contains(&('⑸', 0xC7F7)) && big5.contains(&('ャ', 0xC77B)));
    }

    #[test]
    fn both_ways() {
        assert!(bytes_of(ReadAs::Gbk, '啊').iter().any(|&(_, pair)| char_of(Was::Gbk, pair) == Some('啊')));
        assert!(bytes_of(ReadAs::Big5, '⑸').len() == 2);
        assert!(bytes_of(ReadAs::Big5, '啊').iter().all(|&(_, pair)| char_of(Was::Big5, pair) == Some('啊')));
        assert_eq!(char_of(Was::Big5, 0x8140), None);
    }
}
