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
         change,rule,confidence,indicator_id,year,region,region_code,scope"
    );
    assert_eq!(
        csv.lines().nth(2).unwrap(),
        "\"文選/a,\"\"b\"\".txt\",1,一、目標,42,47,6.50%,全年走訪不少於1200戶，増收6.50%。,ratio,target,6.5,6.5,\
         false,false,%,,,収,up,ratio,0.86,,,青山鎮,999901,"
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
fn columns_can_be_chosen_at_run_time() {
    let columns =
        ["地区", "gdp_growth"].map(|n| Column::new(n.to_owned().into(), ColumnType::Text).brief()).to_vec();
    let write = |format| {
        let options = WriteOptions::default();
        let mut out =
            RecordWriter::with_columns("panel", columns.clone(), format, Vec::new(), options).unwrap();
        out.write_row(&["青山".into(), "5%左右".into()]).unwrap();
        out.write_row(&["绿水".into(), Cell::Null]).unwrap();
        String::from_utf8(out.finish().unwrap()).unwrap()
    };
    assert_eq!(write(Format::Csv), "地区,gdp_growth\n青山,5%左右\n绿水,\n");
    assert_eq!(
        write(Format::Jsonl),
        "{\"地区\":\"青山\",\"gdp_growth\":\"5%左右\"}\n{\"地区\":\"绿水\",\"gdp_growth\":null}\n"
    );
    assert_eq!(write(Format::Table), "地区  gdp_growth\n────  ──────────\n青山  5%左右\n绿水\n");
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

#[cfg(feature = "parquet")]
mod parquet_files {
    use super::*;
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::{Field, RowAccessor};

    #[test]
    fn parquet_is_read_back_as_written() {
        let bytes = all_metrics(Format::Parquet, WriteOptions::default());
        let reader = SerializedFileReader::new(bytes::Bytes::from(bytes)).unwrap();
        let schema = reader.metadata().file_metadata().schema().clone();
        let names: Vec<_> = schema.get_fields().iter().map(|f| f.name().to_owned()).collect();
        let columns: Vec<_> = MetricRecord::COLUMNS.iter().map(|c| c.name.to_string()).collect();
        assert_eq!(names, columns);
        let rows: Vec<_> = reader.get_row_iter(None).unwrap().map(Result::unwrap).collect();
        assert_eq!(rows.len(), 3);
        let column = |name: &str| names.iter().position(|n| n == name).unwrap();

        assert_eq!(rows[0].get_string(column("text")).unwrap(), "1200戶");
        assert_eq!(rows[0].get_long(column("start")).unwrap(), 34);
        assert_eq!(rows[0].get_list(column("section")).unwrap().elements(), [Field::Str("一、目標".into())]);
        assert!(!rows[0].get_bool(column("masked")).unwrap());
        let min = rows[1].get_decimal(column("min")).unwrap();
        assert_eq!((min.scale(), min.precision()), (9, 38));
        assert_eq!(min.data(), 6_500_000_000_i128.to_be_bytes());
        assert_eq!(rows[1].get_double(column("confidence")).unwrap(), 0.86);

        let field = |row: &parquet::record::Row, name: &str| {
            row.get_column_iter().find(|(n, _)| *n == name).map(|(_, f)| f.clone()).unwrap()
        };
        assert_eq!(field(&rows[2], "min"), Field::Null);
        assert_eq!(field(&rows[2], "indicator"), Field::Null);
        let Field::ListInternal(empty) = field(&rows[2], "section") else {
            panic!("an empty list, not null")
        };
        assert!(empty.elements().is_empty());
    }

    #[test]
    fn lists_keep_their_elements_apart() {
        let record = |conflicts: &[&str]| UnmaskRecord {
            place: PlaceRecord { doc: "a", article: None, start: 0, end: 1 },
            mask: "x",
            value: "1",
            source: PlaceRecord { doc: "b", article: Some(0), start: 0, end: 1 },
            copies: 1,
            conflicts: conflicts.iter().map(|c| (*c).to_owned()).collect(),
        };
        let lists: [&[&str]; 5] = [&["a", "b", "c"], &[], &["d"], &["e > f", ""], &[]];
        let mut out =
            RecordWriter::new::<UnmaskRecord<'_>>(Format::Parquet, Vec::new(), WriteOptions::default())
                .unwrap();
        for list in lists {
            out.write(&record(list)).unwrap();
        }
        let bytes = bytes::Bytes::from(out.finish().unwrap());
        let reader = SerializedFileReader::new(bytes).unwrap();
        let read: Vec<Vec<String>> = reader
            .get_row_iter(None)
            .unwrap()
            .map(|row| {
                let row = row.unwrap();
                let list = row.get_list(11).unwrap();
                list.elements()
                    .iter()
                    .map(|f| if let Field::Str(s) = f { s.clone() } else { panic!() })
                    .collect()
            })
            .collect();
        assert_eq!(read, lists);
    }

    #[test]
    fn a_file_of_no_rows_has_its_columns() {
        let out =
            RecordWriter::new::<ErrorRecord>(Format::Parquet, Vec::new(), WriteOptions::default()).unwrap();
        let reader = SerializedFileReader::new(bytes::Bytes::from(out.finish().unwrap())).unwrap();
        assert_eq!(reader.metadata().file_metadata().num_rows(), 0);
        assert_eq!(reader.metadata().file_metadata().schema().get_fields().len(), 3);
    }
}

#[cfg(feature = "xlsx")]
mod workbooks {
    use super::*;
    use std::io::Read as _;

    fn part(book: &[u8], name: &str) -> String {
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(book)).unwrap();
        let mut xml = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut xml).unwrap();
        xml
    }

    #[test]
    fn workbooks_hold_numbers_as_numbers() {
        let book = all_metrics(Format::Xlsx, WriteOptions::default());
        assert!(part(&book, "xl/workbook.xml").contains(r#"<sheet name="metrics""#));
        let sheet = part(&book, "xl/worksheets/sheet1.xml");
        assert!(sheet.contains("<v>6.5</v>"), "{sheet}");
        assert!(sheet.contains("全年走訪不少於1200戶，増收6.50%。"));
        assert!(sheet.contains(r#"<autoFilter ref="A1:Y4"/>"#));
        assert!(sheet.contains(r#"state="frozen""#));
        // Four rows: the header and three metrics.
        assert_eq!(sheet.matches("<row ").count(), 4);
    }

    #[test]
    fn the_same_records_give_the_same_workbook() {
        let book = || all_metrics(Format::Xlsx, WriteOptions::default());
        let first = book();
        std::thread::sleep(std::time::Duration::from_millis(1100));
        assert_eq!(first, book());
    }
}
