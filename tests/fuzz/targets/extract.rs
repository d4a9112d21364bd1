//! The metrics of a page lie in their sentences and in its text, with ordered bounds and well-formed dates, and are
//! found again.
#![no_main]

mod figures;
mod pieces;

use gongwen::{Config, Edtf, Meta, Miner, SourceText};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static MINER: LazyLock<Miner> = LazyLock::new(|| Miner::new(Config::default()).expect("built-in tables"));

/// Titles and headings: the kind of a page and its year decide on roles and dates.
const HEADS: &[&str] = &[
    "2024年工作计划\n",
    "2023年工作总结\n",
    "政府工作报告\n",
    "关于印发实施方案的通知\n",
    "20xx年工作要点\n",
    "一、2023年工作回顾\n",
    "二、2024年工作安排\n",
    "（一）主要目标\n",
    "三、",
    "1.",
    "过去一年，",
    "五年来，",
    "预期目标是：",
];

fuzz_target!(|data: &[u8]| {
    let Some((&choice, data)) = data.split_first() else { return };
    let Some(body) = pieces::text(data, &[HEADS, figures::FIGURES, pieces::PIECES]) else { return };
    let text = format!("{}{body}", HEADS[usize::from(choice) % 6]);
    let doc = MINER.document("page", SourceText::new(text.as_str()), Meta::default());
    let found = MINER.extract(&doc);
    let mut last = (0, 0);
    for m in &found {
        assert!((m.at.start(), m.at.end()) >= last && !m.at.is_empty(), "{m:?} in {text:?}");
        last = (m.at.start(), m.at.end());
        assert!(
            text.get(m.at.range()).is_some() && text.get(m.sentence.range()).is_some(),
            "{m:?} in {text:?}"
        );
        assert!(m.sentence.contains(m.at), "{m:?} in {text:?}");
        if let (Some(min), Some(max)) = (m.min, m.max) {
            assert!(min <= max, "{m:?} in {text:?}");
        }
        assert!(!m.masked || m.min.is_none() && m.max.is_none(), "{m:?} in {text:?}");
        assert!((0.0..=1.0).contains(&m.confidence), "{m:?} in {text:?}");
        for edtf in [&m.edtf, &m.year].into_iter().flatten() {
            assert!(edtf.as_str().parse::<Edtf>().is_ok(), "{m:?} in {text:?}");
        }
        assert!(!m.kind.is_calendar() || m.edtf.is_some() && m.min.is_none() && m.unit.is_none(), "{m:?}");
    }
    assert_eq!(found, MINER.extract(&doc), "{text:?}");
});
