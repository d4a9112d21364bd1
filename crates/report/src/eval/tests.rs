use super::structure::{Mark, articles, headings, masks, noise};
use super::*;
use serde_json::json;

/// A record with defaults, `with` over them.
fn record(start: usize, end: usize, with: Value) -> Record {
    let mut fields = json!({
        "doc": "d", "start": start, "end": end, "kind": "count", "min": 3, "max": 3, "unit": "件",
        "role": "target", "masked": false, "edtf": null, "per": null, "indicator": "建议",
    });
    let (Value::Object(all), Value::Object(with)) = (&mut fields, with) else { panic!("objects") };
    all.extend(with);
    Record::new(all.clone()).expect("a whole record")
}

fn plain(start: usize, end: usize) -> Record {
    record(start, end, json!({}))
}

fn counts(c: Counts) -> (usize, usize, usize) {
    (c.tp, c.fp, c.missed)
}

#[test]
fn what_is_right_scores_one() {
    let all = [plain(0, 2), plain(5, 8)];
    let s = score(&all, &all, None);
    assert_eq!([s.detection.f1(), s.value.f1(), s.full.f1()], [1.0; 3]);
    assert_eq!(s.accuracy_of("indicator"), Some(1.0));
    assert_eq!(s.accuracy_of("edtf"), None, "no gold record asks for it");
}

#[test]
fn missed_and_extra() {
    let s = score(&[plain(0, 2), plain(5, 8)], &[plain(0, 2), plain(10, 12)], None);
    assert_eq!(counts(s.detection), (1, 1, 1));
    assert_eq!(s.by_kind["count"].detection, s.detection);
}

#[test]
fn the_best_overlap_is_taken_first() {
    let wrong = record(0, 10, json!({"min": 9}));
    let s = score(&[plain(0, 4)], &[wrong, plain(0, 4)], None);
    assert_eq!(counts(s.value), (1, 1, 0));
}

#[test]
fn records_of_one_span_are_told_apart_by_their_indicator() {
    let named = |i: &str| record(10, 14, json!({"indicator": i}));
    let gold = [named("见面率"), named("答复率")];
    let s = score(&gold, &[named("答复率"), named("见面率")], None);
    assert_eq!(s.accuracy_of("indicator"), Some(1.0));
    let s = score(&gold, &[named("答复率")], None);
    assert_eq!(counts(s.detection), (1, 0, 1), "one prediction cannot serve two");
}

#[test]
fn values() {
    // field, gold, prediction, right
    let table = [
        ("min", json!(1_000_000_000), json!(1_000_000_001), true),
        ("min", json!(3), json!(3.1), false),
        ("min", json!(3), json!("3"), true),
        ("min", json!(null), json!(3), false),
        ("min", json!(null), json!(null), true),
        ("max", json!([null, 4000]), json!(null), true),
        ("max", json!([null, 4000]), json!(4000), true),
        ("unit", json!(["天", "日"]), json!("日"), true),
        ("unit", json!(["天", "日"]), json!("月"), false),
        ("masked", json!(false), json!(null), true),
        ("edtf", json!("2013-04-30"), json!("XXXX-04-30"), true),
        ("edtf", json!("2013-02-11/2013-04-30"), json!("XXXX-02-11/XXXX-04-30"), true),
        ("edtf", json!("XXXX-04-30"), json!("2013-04-30"), false),
        ("edtf", json!("2013-04-30"), json!("XXXX-04-29"), false),
        ("edtf", json!("2013"), json!("2013/2014"), false),
        ("edtf", json!("2013"), json!(null), false),
        ("role", json!(["target", "actual"]), json!("actual"), true),
    ];
    for (field, gold, pred, right) in table {
        let g = record(0, 2, json!({field: gold}));
        let p = record(0, 2, json!({field: pred}));
        assert_eq!(g.field_matches(&p, field), right, "{field}: {g:?} against {p:?}");
    }
    let percent = record(0, 2, json!({"min": 66.67, "unit": "%"}));
    assert!(percent.field_matches(&record(0, 2, json!({"min": 200.0 / 3.0})), "min"));
    assert!(!percent.field_matches(&record(0, 2, json!({"min": 66.6})), "min"));
}

#[test]
fn a_wrong_field_costs_what_it_should() {
    let gold = [plain(0, 2)];
    let s = score(&gold, &[record(0, 2, json!({"role": "actual"}))], None);
    assert_eq!((s.value.f1(), s.full.f1()), (1.0, 0.0));
    let s = score(&gold, &[record(0, 2, json!({"unit": "条"}))], None);
    assert_eq!((s.detection.f1(), s.value.f1()), (1.0, 0.0));
    assert_eq!(counts(s.value), (0, 1, 1));
    let day = json!({"kind": "deadline", "min": null, "max": null, "unit": null, "edtf": "2013-04-30"});
    let mut other = day.clone();
    other["edtf"] = json!("2013-05-01");
    let s = score(&[record(0, 4, day)], &[record(0, 4, other)], None);
    assert_eq!((s.detection.f1(), s.value.f1()), (1.0, 0.0));
}

#[test]
fn optional_records_neither_reward_nor_punish() {
    let gold = [plain(0, 2), record(5, 8, json!({"optional": true}))];
    for pred in
        [vec![plain(0, 2)], vec![plain(0, 2), plain(5, 8)], vec![plain(0, 2), plain(6, 7), plain(7, 8)]]
    {
        let s = score(&gold, &pred, None);
        assert_eq!(counts(s.detection), (1, 0, 0), "{pred:?}");
    }
}

#[test]
fn false_alarms_are_counted_by_reason() {
    let none = |start, end, why: &str| record(start, end, json!({"why": why}));
    let non = [none(0, 2, "enumerator"), none(10, 12, "session"), none(20, 24, "session")];
    let s = score(&[plain(21, 24)], &[plain(0, 1), plain(21, 24)], Some(&non));
    let alarms = s.false_alarms.as_ref().expect("asked for");
    assert_eq!(alarms["enumerator"], Share { right: 1, of: 1 });
    assert_eq!(alarms["session"], Share { right: 0, of: 2 }, "a metric inside is no false alarm");
    assert_eq!(s.alarms(), Share { right: 1, of: 3 });
}

#[test]
fn other_pages_do_not_count() {
    let elsewhere = record(0, 2, json!({"doc": "e"}));
    let s = score(&[plain(0, 2)], &[plain(0, 2), elsewhere], None);
    assert_eq!((s.pred, s.pred_other_docs), (1, 1));
}

#[test]
fn characters_are_compared_as_multisets() {
    for (a, b, f) in [
        ("", "", 1.0),
        ("", "率", 0.0),
        ("见面率", "见面率", 1.0),
        ("率率", "率", 2.0 / 3.0),
        ("甲", "乙", 0.0),
    ] {
        assert!((char_f1(a, b) - f).abs() < 1e-12, "{a} {b}");
    }
}

#[test]
fn bad_lines_are_named() {
    for (line, what) in [
        ("{\"doc\":\"d\",\"start\":1}", "end"),
        ("{\"start\":0,\"end\":1}", "doc"),
        ("{\"doc\":\"d\",\"start\":3,\"end\":1}", "ends"),
        ("[]", "line 2"),
        ("{", "line 2"),
    ] {
        let input = format!("\u{FEFF}{{\"doc\":\"d\",\"start\":0,\"end\":1}}\n{line}\n");
        let e = read_records(input.as_bytes()).expect_err(line).to_string();
        assert!(e.starts_with("line 2") && e.contains(what), "{line}: {e}");
    }
}

#[test]
fn a_suite_counts_cases() {
    let cases = concat!(
        r#"{"id":"a","area":"numeral","source":"x:1","split":"shown","expected":[{"start":0,"end":2,"kind":"count","min":3}],"extras":["date"]}"#,
        "\n",
        r#"{"id":"b","area":"date","source":"y:1","split":"held","expected":[],"extras":["count"]}"#,
        "\n",
    );
    let of = |doc: &str, kind: &str, min: u32| record(0, 2, json!({"doc": doc, "kind": kind, "min": min}));
    let s =
        score_suite(cases.as_bytes(), &[of("a", "count", 3), of("b", "date", 1)], Split::All).expect("reads");
    assert_eq!(s.all.cases, Share { right: 2, of: 2 });
    let s = score_suite(cases.as_bytes(), &[of("a", "count", 4), of("b", "count", 1)], Split::All)
        .expect("reads");
    assert_eq!(s.all.cases, Share { right: 0, of: 2 });
    assert_eq!(
        s.why_wrong.iter().map(|(k, n)| (k.as_str(), *n)).collect::<Vec<_>>(),
        [("extra", 1), ("min", 1)]
    );
    let s = score_suite(cases.as_bytes(), &[of("a", "count", 3)], Split::Shown).expect("reads");
    assert_eq!(s.all.cases, Share { right: 1, of: 1 });
}

fn mark(start: usize, end: usize, name: &str) -> Mark {
    Mark { start, end, name: name.to_owned(), level: 0, optional: false }
}

#[test]
fn articles_are_right_from_nine_tenths() {
    let gold = [mark(0, 100, "plan"), mark(100, 200, "summary")];
    let (c, kinds) = articles(&gold, &[mark(0, 95, "plan"), mark(100, 140, "plan"), mark(140, 200, "plan")]);
    assert_eq!(counts(c), (1, 2, 1));
    assert_eq!(kinds, Share { right: 1, of: 1 });
}

#[test]
fn headings_need_place_and_level() {
    let h = |start, level, optional| Mark { level, optional, ..mark(start, start + 4, "") };
    let gold = [h(0, 1, false), h(10, 2, false), h(20, 2, true)];
    assert_eq!(counts(headings(&gold, &[h(0, 1, false), h(10, 1, false), h(20, 3, false)])), (1, 1, 1));
}

#[test]
fn furniture_is_counted_in_visible_characters() {
    let text = "首页 导航\n正文正文\n尾";
    let gold = [mark(0, 5, "navigation"), mark(7, 8, "page_break")];
    let s = noise(text, &gold, &[mark(0, 2, "navigation"), mark(6, 7, "advert"), mark(7, 9, "broken_word")]);
    assert_eq!(counts(s.chars), (2, 1, 2));
    assert_eq!(s.breaks, Share { right: 1, of: 1 });
    assert_eq!(noise(text, &gold, &[mark(0, 9999, "spam")]).chars.tp, 4, "spans past the end do no harm");
}

#[test]
fn masks_are_found_by_overlap() {
    let gold = [mark(0, 2, "digits"), mark(5, 10, "year"), mark(20, 22, "name")];
    let s = masks(&gold, &[mark(1, 2, "digits"), mark(5, 9, "digits"), mark(30, 31, "term")]);
    assert_eq!(counts(s.found), (2, 1, 1));
    assert_eq!(s.typed, Share { right: 1, of: 2 });
}

#[test]
fn tables_and_json_say_the_same() {
    let s =
        score(&[plain(0, 2), plain(4, 6)], &[plain(0, 2)], Some(&[record(8, 9, json!({"why": "place"}))]));
    let j = s.to_json();
    assert_eq!(j["detection"]["f1"].to_string(), "0.6667");
    assert_eq!(j["false_alarms"]["place"]["of"].to_string(), "1");
    assert!(s.table().contains("detection  100.00  50.00  66.67"), "{}", s.table());
}

#[test]
fn differences_are_what_the_score_counts() {
    let gold = [plain(0, 2), plain(4, 6), record(8, 9, json!({"optional": true}))];
    let pred = [record(0, 2, json!({"unit": "条", "role": "actual"})), plain(8, 9), plain(12, 14)];
    let named: Vec<String> = differences(&gold, &pred)
        .iter()
        .map(|d| match d {
            Difference::Missed(r) => format!("missed {}", r.start()),
            Difference::Extra(r) => format!("extra {}", r.start()),
            Difference::Wrong { gold, field, .. } => format!("{field} {}", gold.start()),
        })
        .collect();
    assert_eq!(named, ["unit 0", "role 0", "missed 4", "extra 12"]);
}
