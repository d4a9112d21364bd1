//! Records: fields and their order as in the contract, offsets in code points, and rows that say the same.

mod common;

use common::{TEXT, metrics, page, place};
use gongwen::{
    ArticleId, Cluster, Decimal, Expr, Family, FamilyKind, Kind, Member, Passage, Reason, Relation, Share,
    Slot, SlotKind, Span, Token, Use, Why, Writing,
};
use gongwen_report::*;
use serde_json::{Value, json};

fn value(record: &impl Record) -> Value {
    serde_json::to_value(record).unwrap()
}

fn line(record: &impl Record) -> String {
    serde_json::to_string(record).unwrap()
}

/// The code points `start..end` of the original, as anyone can check them.
fn cut(record: &Value) -> String {
    let at = |field: &str| record[field].as_u64().unwrap() as usize;
    TEXT.chars().skip(at("start")).take(at("end") - at("start")).collect()
}

fn rows(record: &impl Record) -> Vec<Vec<Cell<'static>>> {
    let mut rows = Vec::new();
    record
        .rows(&mut |cells| {
            rows.push(cells.iter().map(owned).collect());
            Ok(())
        })
        .unwrap();
    rows
}

fn owned(cell: &Cell<'_>) -> Cell<'static> {
    match cell {
        Cell::Null => Cell::Null,
        Cell::Text(t) => Cell::Text(t.to_string().into()),
        Cell::Integer(n) => Cell::Integer(*n),
        Cell::Flag(b) => Cell::Flag(*b),
        Cell::Number(d) => Cell::Number(*d),
        Cell::List(l) => Cell::List(l.to_vec().into()),
    }
}

fn as_json(cell: &Cell<'_>) -> Value {
    match cell {
        Cell::Null => Value::Null,
        Cell::Text(t) => json!(t),
        Cell::Integer(n) => json!(n),
        Cell::Flag(b) => json!(b),
        Cell::Number(d) => serde_json::from_str(&gongwen::plain(*d)).unwrap(),
        Cell::List(l) => json!(l),
    }
}

/// Every cell of every row is the field of its name, and no field is missing from the columns: `list` is the
/// field whose elements became rows.
fn check_rows<R: Record>(record: &R, list: Option<(&str, &str)>) {
    let json = value(record);
    let rows = rows(record);
    let elements = list.and_then(|(field, _)| json[field].as_array().cloned()).unwrap_or_default();
    assert_eq!(rows.len(), elements.len().max(1), "{}", R::NAME);
    for (i, row) in rows.iter().enumerate() {
        assert_eq!(row.len(), R::COLUMNS.len());
        for (cell, column) in row.iter().zip(R::COLUMNS) {
            assert!(cell.fits(column.kind), "{}.{}: {cell:?}", R::NAME, column.name);
            let name = &*column.name;
            let element = elements.get(i).cloned().unwrap_or(Value::Null);
            let inner = list.and_then(|(_, prefix)| name.strip_prefix(prefix));
            let want = inner.and_then(|n| look_up(&element, n)).or_else(|| look_up(&json, name));
            let is_element = inner.is_some_and(|n| look_up(&element, n).is_some());
            let want = match want {
                _ if elements.is_empty() && !is_element && look_up(&json, name).is_none() => Value::Null,
                // A page's text stands in its first row only.
                Some(_) if i > 0 && name == "text" && R::NAME != "boilerplate" => Value::Null,
                Some(Value::Object(map)) => json!(Value::Object(map).to_string()),
                Some(v @ Value::Array(_)) if column.kind == ColumnType::Text => json!(v.to_string()),
                Some(v) => v,
                None => panic!("{}.{name} is in no field", R::NAME),
            };
            assert_eq!(as_json(cell), want, "{}.{name}", R::NAME);
        }
    }
}

/// `a_doc` is `doc` inside `a`.
fn look_up(json: &Value, name: &str) -> Option<Value> {
    if let Some(v) = json.get(name) {
        return Some(v.clone());
    }
    name.match_indices('_').find_map(|(i, _)| match json.get(&name[..i])? {
        Value::Null => Some(Value::Null),
        inner => look_up(inner, &name[i + 1..]),
    })
}

#[test]
fn metrics_have_the_fields_of_the_guideline() {
    let (doc, found) = (page(), metrics());
    let first = MetricRecord::new(&doc, &found[0]);
    assert_eq!(
        line(&first),
        r#"{"doc":"文選/a,\"b\".txt","article":1,"section":["一、目標"],"start":34,"end":39,"text":"1200戶","#
            .to_owned()
            + r#""sentence":"全年走訪不少於1200戶，増收6.50%。","kind":"count","role":"target","min":1200,"max":null,"#
            + r#""approx":false,"masked":false,"unit":"戶","per":"P1Y","edtf":null,"indicator":"走訪","change":null,"#
            + r#""rule":"count-bound","confidence":0.9,"indicator_id":null,"year":null,"region":"青山鎮","#
            + r#""region_code":"999901","scope":null}"#
    );
    for m in &found {
        let record = MetricRecord::new(&doc, m);
        assert_eq!(cut(&value(&record)), record.text);
        check_rows(&record, None);
    }
    let ratio = value(&MetricRecord::new(&doc, &found[1]));
    assert_eq!(ratio["min"].to_string(), "6.5");
    assert_eq!(ratio["confidence"].to_string(), "0.86");
    let masked = value(&MetricRecord::new(&doc, &found[2]));
    assert_eq!(
        (&masked["min"], &masked["section"], &masked["region"]),
        (&Value::Null, &json!([]), &Value::Null)
    );
}

#[test]
fn pages_are_told_as_they_were_read() {
    let doc = page();
    let decoded = DecodeRecord::new(doc.id(), doc.source(), doc.script());
    let keys: Vec<_> = value(&decoded).as_object().unwrap().keys().cloned().collect();
    assert_eq!(keys, ["doc", "encoding", "bom", "malformed", "repaired", "script", "chars", "text"]);
    assert_eq!(value(&decoded)["chars"], TEXT.chars().count());
    check_rows(&decoded, None);

    let record = PageRecord::new(&doc, 3);
    assert_eq!((record.articles, record.masks, record.headings, record.furniture), (2, 2, 1, 11));
    check_rows(&record, None);
    let error = ErrorRecord { file: "a.csv".into(), place: Some("line 3".into()), message: "no text".into() };
    assert_eq!(line(&error), r#"{"file":"a.csv","place":"line 3","message":"no text"}"#);
    check_rows(&error, None);
}

#[test]
fn edits_point_into_the_original() {
    let doc = page();
    let record = NormaliseRecord::new(doc.id(), doc.source(), doc.normal());
    let json = value(&record);
    let edits = json["edits"].as_array().unwrap();
    assert_eq!(edits[0], json!({"start": 2, "end": 3, "with": "镇", "kind": "script"}));
    assert_eq!(cut(&edits[2]), "(jihua)");
    check_rows(&record, Some(("edits", "")));
    let plain = NormaliseRecord { edits: Vec::new(), ..record };
    check_rows(&plain, Some(("edits", "")));

    let clean = CleanRecord::new(&doc);
    let json = value(&clean);
    assert_eq!(json["removed"][1]["type"], "navigation");
    assert_eq!(cut(&json["removed"][1]), "打印本頁");
    check_rows(&clean, Some(("removed", "")));
}

#[test]
fn masks_know_their_innermost_article() {
    let doc = page();
    let masks: Vec<_> = MaskRecord::all(&doc).collect();
    assert_eq!(
        line(&masks[0]),
        r#"{"doc":"文選/a,\"b\".txt","article":2,"start":56,"end":58,"text":"**","type":"name"}"#
    );
    assert!(masks.iter().all(|m| cut(&value(m)) == m.text));
    check_rows(&masks[1], None);

    let whole = Span::new(0, doc.normal().text().len());
    assert_eq!(article_at(&doc, whole), None);
    let title = doc.articles()[0].title.unwrap();
    assert_eq!(article_at(&doc, title), Some(ArticleId(0)));
    for (i, a) in doc.articles().iter().enumerate() {
        assert_eq!(article_at(&doc, a.at), Some(ArticleId::from(i)));
    }
}

#[test]
fn articles_come_in_preorder_with_their_outline() {
    let doc = page();
    let articles: Vec<_> = SplitRecord::all(&doc).collect();
    let heads: Vec<_> = articles.iter().map(|a| (a.article, a.parent, a.title.as_deref(), a.masks)).collect();
    assert_eq!(
        heads,
        [
            (0, None, Some("青山鎮文選"), 2),
            (1, Some(0), Some("第一篇：計劃要點"), 0),
            (2, Some(0), Some("第二篇：總結"), 2)
        ]
    );
    assert!(cut(&value(&articles[1])).starts_with("第一篇：計劃(jihua)要點\n"));
    assert!(line(&articles[1]).ends_with(r#""masks":0,"evidence":{"kind":"title","region":"page"}}"#));
    for article in &articles {
        check_rows(article, None);
    }
    let outline: Vec<_> = OutlineRecord::all(&doc).collect();
    assert_eq!(outline[1].headings.len(), 1);
    assert!(line(&outline[1]).ends_with(r#""headings":[{"start":22,"end":26,"level":1,"label":"一、"}]}"#));
    for article in &outline {
        check_rows(article, Some(("headings", "heading_")));
    }
}

#[test]
fn words_are_given_in_the_script_of_the_page() {
    let doc = page();
    let at = doc.normal().to_normal(common::source("計劃(jihua)要點"));
    let tokens = [Token { at, tag: "n".into() }];
    let record = SegmentRecord::new(&doc, &tokens);
    assert!(line(&record).ends_with(r#""tokens":[{"start":10,"end":21,"word":"計劃要點","tag":"n"}]}"#));
    check_rows(&record, Some(("tokens", "")));
    check_rows(&SegmentRecord::new(&doc, &[]), Some(("tokens", "")));

    let keyword = KeywordRecord { word: "走訪".into(), weight: Exact::rounded(0.25, 4), count: 1 };
    let record = KeywordsRecord { doc: "a", article: None, keywords: vec![keyword] };
    check_rows(&record, Some(("keywords", "")));
    check_rows(&KeywordsRecord { keywords: Vec::new(), ..record }, Some(("keywords", "")));
}

#[test]
fn what_pages_share_is_named_by_their_ids() {
    let docs = ["a.txt", "b.txt"];
    let why = Why { shared: 0.5, example: place(1, 0, 2, 4), text: "走訪".into() };
    let member = |doc, relation, similarity, container| Member {
        place: place(doc, 0, 0, 9),
        relation,
        similarity,
        container,
        why: (doc > 0).then(|| why.clone()),
    };
    let cluster = Cluster {
        representative: 0,
        reason: Reason::EarliestDated,
        members: vec![
            member(0, Relation::Exact, 1.0, None),
            member(1, Relation::Near, 0.912_345, None),
            member(1, Relation::Contained, 0.95, Some((0, Some(ArticleId(0))))),
        ],
    };
    let record = ClusterRecord::new(7, &cluster, &docs);
    let member = r#"{"doc":"b.txt","article":0,"start":0,"end":9,"relation":"#;
    let why = r#""shared":0.5,"example":"走訪"}"#;
    assert_eq!(
        line(&record),
        r#"{"cluster":7,"representative":{"doc":"a.txt","article":0},"reason":"earliest_dated","members":["#
            .to_owned()
            + r#"{"doc":"a.txt","article":0,"start":0,"end":9,"relation":"exact","similarity":1,"container":null,"#
            + r#""shared":null,"example":null},"#
            + &format!(r#"{member}"near","similarity":0.9123,"container":null,{why},"#)
            + &format!(
                r#"{member}"contained","similarity":0.95,"container":{{"doc":"a.txt","article":0}},{why}]}}"#
            )
    );
    check_rows(&record, Some(("members", "")));

    let passage = Passage { a: place(0, 0, 2, 40), b: place(1, 3, 5, 44), similarity: 0.9744, chars: 38 };
    let record = ReuseRecord::new(&passage, &docs);
    assert_eq!(
        line(&record),
        r#"{"a":{"doc":"a.txt","article":0,"start":2,"end":40},"#.to_owned()
            + r#""b":{"doc":"b.txt","article":3,"start":5,"end":44},"similarity":0.9744,"chars":38}"#
    );
    check_rows(&record, None);

    let slot = Slot { kind: SlotKind::Number, values: vec![("12".into(), 2), ("9".into(), 1)] };
    let family = Family {
        kind: FamilyKind::Formula,
        text: "完成走訪12戶".into(),
        template: "完成走訪{1}戶".into(),
        slots: vec![slot],
        documents: 2,
        occurrences: vec![place(0, 0, 1, 8), place(1, 0, 0, 6)],
        first: Some(Use { date: "2023-05".into(), place: place(1, 0, 0, 6) }),
    };
    let record = BoilerplateRecord::new(&family, &docs);
    let keys: Vec<_> = value(&record).as_object().unwrap().keys().cloned().collect();
    assert_eq!(keys, ["text", "kind", "documents", "occurrences", "template", "slots", "first"]);
    check_rows(&record, Some(("occurrences", "")));
    let slots =
        json!([{"kind": "number", "values": [{"value": "12", "count": 2}, {"value": "9", "count": 1}]}]);
    assert_eq!(value(&record)["slots"], slots);
    let undated = Family { first: None, ..family.clone() };
    check_rows(&BoilerplateRecord::new(&undated, &docs), Some(("occurrences", "")));

    let share = Share { doc: 1, article: None, chars: 300, boilerplate: 40 };
    let record = ShareRecord::new(&share, &docs);
    assert_eq!(
        line(&record),
        r#"{"doc":"b.txt","article":null,"chars":300,"boilerplate":40,"share":0.1333}"#
    );
    check_rows(&record, None);

    let record = UnmaskRecord {
        place: PlaceRecord::new(&place(0, 0, 2, 4), &docs),
        mask: "xx件",
        value: "12件",
        source: PlaceRecord::new(&place(1, 0, 2, 4), &docs),
        copies: 2,
        conflicts: vec!["13件".into(), "14件".into()],
    };
    assert!(
        line(&record)
            .starts_with(r#"{"doc":"a.txt","article":0,"start":2,"end":4,"mask":"xx件","value":"12件","#)
    );
    check_rows(&record, None);
}

#[test]
fn parsed_expressions_keep_every_digit_and_drop_fixed_words() {
    let doc = page();
    let at = doc.normal().to_normal(common::source("1200戶"));
    let huge: Decimal = "79228162514264337593543950335".parse().unwrap();
    let mut expr = Expr {
        at,
        outer: at,
        number: at,
        kind: Kind::Count,
        min: Some(huge),
        max: Some(huge),
        approx: false,
        masked: false,
        unit: None,
        unit_at: Span::empty(at.end()),
        per: None,
        edtf: None,
        writing: Writing::Arabic,
        fixed: false,
    };
    let found = [expr.clone()];
    let record = ParseRecord::all(&doc, &found).next().unwrap();
    assert!(
        line(&record).contains(r#""min":79228162514264337593543950335,"max":79228162514264337593543950335,"#)
    );
    check_rows(&record, None);
    expr.fixed = true;
    assert_eq!(ParseRecord::all(&doc, &[expr]).count(), 0);
}

#[test]
fn a_row_of_the_panel() {
    let record = PanelRecord {
        region: Some("青山"),
        region_code: None,
        year: "2024",
        indicator_id: "gdp_growth",
        indicator: Some("地区生产总值"),
        role: "target",
        min: Some(Exact("6".parse().unwrap())),
        max: None,
        approx: false,
        change: Some("up"),
        masked: false,
        unit: Some("%"),
        text: "6%",
        qualitative: None,
        doc: "a",
        start: 1,
        end: 3,
        scope: None,
        mentions: 2,
        conflict: false,
        choice: "goal_sentence",
    };
    assert!(line(&record).starts_with(r#"{"region":"青山","region_code":null,"year":"2024","indicator_id""#));
    check_rows(&record, None);
}
