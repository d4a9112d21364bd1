//! What is read of a short text lies inside it, in order, with ordered bounds and well-formed dates, and is read again.
#![no_main]

mod figures;
mod pieces;

use gongwen::{Anchor, Edtf, Lexer, Span, parse_number};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static LEXER: LazyLock<Lexer> = LazyLock::new(|| Lexer::new().expect("built-in tables"));

fuzz_target!(|data: &[u8]| {
    let Some((&choice, data)) = data.split_first() else { return };
    let Some(text) = pieces::text(data, &[figures::FIGURES, pieces::PIECES]) else { return };
    let known = |bit: u8, value: u8| (choice & bit != 0).then_some(value);
    let anchor =
        Anchor { year: known(1, 24).map(|y| 2000 + u16::from(y)), month: known(2, 2), day: known(4, 29) };
    let found = LEXER.scan(&text, Span::new(0, text.len()), anchor);
    let mut last = 0;
    for e in &found {
        assert!(e.at.start() >= last && !e.at.is_empty(), "{e:?} in {text:?}");
        last = e.at.end();
        for span in [e.at, e.outer, e.number, e.unit_at] {
            assert!(text.get(span.range()).is_some(), "{e:?} in {text:?}");
        }
        assert!(e.outer.contains(e.at) && e.at.contains(e.number), "{e:?} in {text:?}");
        if let (Some(min), Some(max)) = (e.min, e.max) {
            assert!(min <= max, "{e:?} in {text:?}");
        }
        assert_eq!(e.edtf.is_some(), e.kind.is_calendar(), "{e:?} in {text:?}");
        if let Some(edtf) = &e.edtf {
            assert!(edtf.as_str().parse::<Edtf>().is_ok(), "{e:?} in {text:?}");
        }
    }
    assert_eq!(found, LEXER.scan(&text, Span::new(0, text.len()), anchor));
    if let Some(number) = parse_number(&text) {
        assert_eq!(parse_number(&gongwen::plain(number)), Some(number), "{text:?}");
    }
});
