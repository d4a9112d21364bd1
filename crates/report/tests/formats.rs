//! The formats: what was written can be read back.

mod common;

use common::{metrics, page};
use gongwen::Normalised;
use gongwen_report::*;
use proptest::prelude::*;

fn all_metrics(format: Format, options: WriteOptions) -> Vec<u8> {
    let (doc, found) = (page(), metrics());
    let mut out = RecordWriter::new::<MetricRecord<'_>>(format, Vec::new(), options).unwrap();
    for m in &found {
        out.write(&MetricRecord::new(&doc, m)).unwrap();
    }
    out.finish().unwrap()
}

fn text(format: Format, width: Option<usize>) -> String {
    String::from_utf8(all_metrics(format, WriteOptions { width, bom: false })).unwrap()
}

#[test]
fn json_lines_are_the_records() {
    let lines = text(Format::Jsonl, None);
    let (doc, found) = (page(), metrics());
    let want: String =
        found.iter().map(|m| serde_json::to_string(&MetricRecord::new(&doc, m)).unwrap() + "\n").collect();
    assert_eq!(lines, want);
}

#[test]
fn csv_has_a_header_and_empty_nulls() {
    let csv = text(Format::Csv, None);
    assert_eq!(
        csv.lines().next().unwrap(),
        "doc,article,section,start,end,text,sentence,kind,role,min,max,approx,masked,unit,per,edtf,indicator,\
         change,rule,confidence,indicator_id,year,region,region_code"
    );
    assert_eq!(
        csv.lines().nth(2).unwrap(),
        "\"文選/a,\"\"b\"\".txt\",1,一、目標,42,47,6.50%,全年走訪不少於1200戶，増收6.50%。,ratio,target,6.5,6.5,\
         false,false,%,,,収,up,ratio,0.86,,,青山鎮,999901"
    );
    let with_mark = all_metrics(Format::Csv, WriteOptions { bom: true, width: None });
    assert_eq!(with_mark[..3], [0xef, 0xbb, 0xbf]);
    assert_eq!(&with_mark[3..], csv.as_bytes());
}

#[test]
fn a_header_stands_over_nothing() {
    let out = RecordWriter::new::<ErrorRecord>(Format::Csv, Vec::new(), WriteOptions::default()).unwrap();
    assert_eq!(out.finish().unwrap(), b"file,place,message\n");
    let out = RecordWriter::new::<ErrorRecord>(Format::Jsonl, Vec::new(), WriteOptions::default()).unwrap();
    assert_eq!(out.finish().unwrap(), b"");
    let out = RecordWriter::new::<ErrorRecord>(Format::Table, Vec::new(), WriteOptions::default()).unwrap();
    assert!(out.finish().unwrap().starts_with(b"file  place  message\n"));
}

#[test]
fn lists_join_and_objects_become_rows() {
    let list = vec!["一、组织".to_owned(), "（二）人员".to_owned()];
    assert_eq!(Cell::from(&list).as_text(), "一、组织 > （二）人员");
    let normal = Normalised::apply(
        "ＡＢ会",
        vec![
            gongwen::Edit::new(gongwen::Span::new(0, 3), "A", gongwen::EditKind::Width),
            gongwen::Edit::new(gongwen::Span::new(3, 6), "B", gongwen::EditKind::Width),
        ],
    );
    let source = gongwen::SourceText::new("ＡＢ会");
    let mut out =
        RecordWriter::new::<NormaliseRecord<'_>>(Format::Csv, Vec::new(), WriteOptions::default()).unwrap();
    out.write(&NormaliseRecord::new("a", &source, &normal)).unwrap();
    let csv = String::from_utf8(out.finish().unwrap()).unwrap();
    assert_eq!(csv, "doc,text,start,end,with,kind\na,AB会,0,1,A,width\na,,1,2,B,width\n");
}

const TABLE: &str = "\
doc      start  text    kind   role     min  max  unit  edtf
───────  ─────  ──────  ─────  ──────  ────  ───  ────  ────
文選/a…     34  1200戶  count  target  1200       戶
文選/a…     42  6.50%   ratio  target   6.5  6.5  %
文選/a…     62  xx件    count  actual             件
";

#[test]
fn tables_keep_within_the_terminal() {
    let table = text(Format::Table, Some(60));
    assert_eq!(table, TABLE);
    for line in table.lines() {
        assert!(unicode_width::UnicodeWidthStr::width(line) <= 60, "{line}");
    }
}

#[test]
#[should_panic(expected = "one stream holds records of one type")]
fn types_do_not_mix() {
    let mut out =
        RecordWriter::new::<MetricRecord<'_>>(Format::Jsonl, Vec::new(), WriteOptions::default()).unwrap();
    let _ = out.write(&ErrorRecord { file: String::new(), place: None, message: String::new() });
}

#[test]
fn formats_are_known_by_name_and_extension() {
    for f in Format::ALL {
        assert_eq!(f.name().parse(), Ok(f));
    }
    assert!("xml".parse::<Format>().unwrap_err().contains("jsonl, csv, table, parquet, xlsx"));
    let of = |p: &str| Format::of_path(p.as_ref());
    assert_eq!(of("a/b.CSV"), Some(Format::Csv));
    assert_eq!(of("a.ndjson"), Some(Format::Jsonl));
    assert_eq!((of("a.txt"), of("table"), of("a.")), (None, None, None));
}

proptest! {
    /// Whatever stands in a cell, a reader of CSV gets it back.
    #[test]
    fn csv_is_read_back_as_written(
        rows in prop::collection::vec(("[\\PC\r\n\t\",]{0,12}", prop::option::of("[a,\"\n ]{1,5}"), "\\PC*"), 0..8)
    ) {
        let mut out = RecordWriter::new::<ErrorRecord>(Format::Csv, Vec::new(), WriteOptions::default()).unwrap();
        for (file, place, message) in &rows {
            let record = ErrorRecord { file: file.clone(), place: place.clone(), message: message.clone() };
            out.write(&record).unwrap();
        }
        let bytes = out.finish().unwrap();
        let mut back = csv::Reader::from_reader(bytes.as_slice());
        let read: Vec<csv::StringRecord> = back.records().collect::<Result<_, _>>().unwrap();
        prop_assert_eq!(read.len(), rows.len());
        for (r, (file, place, message)) in read.iter().zip(&rows) {
            prop_assert_eq!(&r[0], file);
            prop_assert_eq!(&r[1], place.as_deref().unwrap_or(""));
            prop_assert_eq!(&r[2], message);
        }
    }
}
