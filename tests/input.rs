//! What is read, and how: every sentence of the section on input of the contract, and the sites of pages.

use gongwen_tests::process::{feed, records};
use serde_json::Value;
use std::fs;
use std::io::Write;
use std::process::{Command, Output};
use tempfile::TempDir;

fn run(dir: &TempDir, args: &[&str], input: &[u8]) -> Output {
    feed(Command::new(env!("CARGO_BIN_EXE_gongwen")).current_dir(dir.path()).args(args), input)
}

/// Ids and texts of the pages.
fn decode(dir: &TempDir, args: &[&str], input: &[u8]) -> Vec<(String, String)> {
    let output = run(dir, &[&["decode", "--format", "jsonl"], args].concat(), input);
    let field = |r: &Value, name: &str| r[name].as_str().expect("a string").to_owned();
    records(&output).iter().map(|r| (field(r, "doc"), field(r, "text"))).collect()
}

fn write(dir: &TempDir, name: &str, bytes: impl AsRef<[u8]>) {
    let path = dir.path().join(name);
    fs::create_dir_all(path.parent().expect("inside")).expect("folder");
    fs::write(path, bytes).expect("file");
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gz.write_all(bytes).expect("memory");
    gz.finish().expect("memory")
}

fn pairs(all: &[(&str, &str)]) -> Vec<(String, String)> {
    all.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}

#[test]
fn names_that_a_directory_gives() {
    let dir = TempDir::new().unwrap();
    for name in ["a.txt", "b.text", "c.md", ".d.txt", ".e/f.txt", "G.TXT", "k.json"] {
        write(&dir, &format!("in/{name}"), "共1件");
    }
    write(&dir, "in/h/i.html", "<p>共2件</p>");
    write(&dir, "in/h/j.htm", "<p>共3件</p>");
    write(&dir, "in/l.jsonl", "{\"text\":\"共4件\"}");
    write(&dir, "in/m.ndjson", "{\"text\":\"共5件\"}\r\n");
    write(&dir, "in/n.csv", "text\n共6件\n");
    write(&dir, "in/o.tsv", "text\n共7件\n");
    write(&dir, "in/p.txt.gz", gzip("共8件".as_bytes()));
    write(&dir, "in/q.csv.gz", gzip("text\n共9件\n".as_bytes()));
    assert_eq!(
        decode(&dir, &["in"], b""),
        pairs(&[
            ("G.TXT", "共1件"),
            ("a.txt", "共1件"),
            ("b.text", "共1件"),
            ("h/i.html", "共2件\n"),
            ("h/j.htm", "共3件\n"),
            ("l.jsonl:1", "共4件"),
            ("m.ndjson:1", "共5件"),
            ("n.csv:2", "共6件"),
            ("o.tsv:2", "共7件"),
            ("p.txt.gz", "共8件"),
            ("q.csv.gz:2", "共9件"),
        ])
    );
    // Other names count when they are named.
    assert_eq!(
        decode(&dir, &["in/c.md", "in/.d.txt"], b""),
        pairs(&[(".d.txt", "共1件"), ("c.md", "共1件")])
    );
}

#[test]
fn what_a_file_holds() {
    let dir = TempDir::new().unwrap();
    let html = "<!DOCTYPE html><p>共1件</p>";
    write(&dir, "a.txt", html);
    write(&dir, "b.page", html);
    write(&dir, "c.page", "一<p>共1件</p>");
    assert_eq!(
        decode(&dir, &["a.txt", "b.page"], b""),
        pairs(&[("a.txt", "共1件\n"), ("b.page", "共1件\n")])
    );
    assert_eq!(decode(&dir, &["c.page"], b"")[0].1, "一<p>共1件</p>");
    assert_eq!(decode(&dir, &["c.page", "--input-format", "html"], b"")[0].1, "一\n共1件\n");
    assert_eq!(decode(&dir, &["b.page", "--input-format", "text"], b"")[0].1, html);
    assert_eq!(decode(&dir, &["-"], html.as_bytes()), pairs(&[("-", "共1件\n")]));
    let rows = "id\ttext\n7\t共1件\n\t共2件\n".as_bytes();
    let read = pairs(&[("7", "共1件"), ("-:3", "共2件")]);
    assert_eq!(decode(&dir, &["-", "--input-format", "csv"], rows), read);
    assert_eq!(decode(&dir, &["-", "--input-format", "csv"], &gzip(rows)), read, "by its first bytes");
}

#[test]
fn fields_of_rows() {
    let dir = TempDir::new().unwrap();
    write(&dir, "t.jsonl", "{\"k\":1.5,\"page\":\"<p>一<p>二\",\"text\":\"三\",\"day\":\"2024-05-02\"}\n");
    let html = decode(&dir, &["t.jsonl", "--id-field", "k", "--html-field", "page"], b"");
    assert_eq!(html, pairs(&[("1.5", "一\n二\n")]));
    // The text of a row is text, whatever it opens with.
    assert_eq!(
        decode(&dir, &["t.jsonl", "--text-field", "page"], b""),
        pairs(&[("t.jsonl:1", "<p>一<p>二")])
    );
    write(&dir, "t.csv", "id,text,day\n甲,\"工作计划\n6月10日前办结3件。\",2024-05-02\n");
    let output = run(&dir, &["extract", "t.csv", "--date-field", "day", "--format", "jsonl"], b"");
    let found = records(&output);
    let deadline = found.iter().find(|r| r["kind"] == "deadline").unwrap_or_else(|| panic!("{found:?}"));
    assert_eq!((&deadline["doc"], &deadline["edtf"]), (&"甲".into(), &"2024-06-10".into()));
}

#[test]
fn encodings_of_tables() {
    let dir = TempDir::new().unwrap();
    // 文号,text / 一,办理建议 in GBK; the same in UTF-16 with a byte order mark.
    let gbk =
        b"\xCE\xC4\xBA\xC5,text\n\xD2\xBB,\xB0\xEC\xC0\xED\xBD\xA8\xD2\xE9\xB9\xA4\xD7\xF7\xBC\xC6\xBB\xAE\n";
    write(&dir, "gbk.csv", gbk);
    let utf16: Vec<u8> =
        "\u{FEFF}文号\ttext\n一\t办理建议工作计划\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    write(&dir, "utf16.tsv", utf16);
    let all = decode(&dir, &["gbk.csv", "utf16.tsv", "--id-field", "文号"], b"");
    assert_eq!(all.len(), 1, "two pages with one id");
    for name in ["gbk.csv", "utf16.tsv"] {
        assert_eq!(
            decode(&dir, &[name, "--id-field", "文号"], b""),
            pairs(&[("一", "办理建议工作计划")]),
            "{name}"
        );
    }
    let forced = decode(&dir, &["gbk.csv", "--encoding", "gbk"], b"");
    assert_eq!(forced, pairs(&[("gbk.csv:2", "办理建议工作计划")]));
    assert_eq!(run(&dir, &["decode", "gbk.csv", "--encoding", "klingon"], b"").status.code(), Some(2));
}

#[test]
fn malformed_rows_are_named_and_the_rest_is_read() {
    let dir = TempDir::new().unwrap();
    write(&dir, "t.csv", "id,text\na,一\nb,二,三\nc,四\n");
    write(&dir, "u.jsonl", "{\"text\":\"五\"}\n{\"text\":\n[6]\n{\"text\":\"七\"}\n{\"id\":8}\n");
    let output = run(&dir, &["decode", "t.csv", "u.jsonl", "--format", "jsonl"], b"");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1));
    let docs: Vec<_> = records(&output).iter().map(|r| r["doc"].as_str().unwrap().to_owned()).collect();
    assert_eq!(docs, ["a", "c", "u.jsonl:1", "u.jsonl:4"]);
    for place in ["t.csv:3: ", "u.jsonl:2: ", "u.jsonl:3: ", "u.jsonl:5: "] {
        assert!(said.contains(place), "{place} in {said}");
    }
    write(&dir, "v.csv", "name,body\na,一\n");
    let output = run(&dir, &["decode", "v.csv"], b"");
    assert_eq!(output.status.code(), Some(2), "every input failed");
    assert!(String::from_utf8_lossy(&output.stderr).contains("\"text\" among name, body"));
}

/// A page of an invented site, with lines of the site above and below.
fn page(n: usize) -> String {
    let text = format!("今年办理第{n}批建议{}件，按月调度进展情况，逐件答复代表。\n", n + 7);
    format!("云川林海之窗\n频道 专题 视点\n{n}村2024年护林工作计划\n{}林海小组出品\n", text.repeat(3))
}

fn site(folder: &str, n: usize) -> TempDir {
    let dir = TempDir::new().unwrap();
    for i in 1..=n {
        write(&dir, &format!("{folder}/{i:02}.txt"), page(i));
    }
    dir
}

/// What `clean` removes of each page.
fn removed(dir: &TempDir, args: &[&str], input: &[u8]) -> Vec<usize> {
    let output = run(dir, &[&["clean", "--format", "jsonl"], args].concat(), input);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    records(&output).iter().map(|r| r["removed"].as_array().expect("an array").len()).collect()
}

#[test]
fn furniture_is_learned_from_the_pages_of_a_folder() {
    let dir = site("in", 8);
    assert_eq!(removed(&dir, &["in"], b""), [2; 8]);
    assert_eq!(removed(&dir, &["in", "--no-learn"], b""), [0; 8]);
    assert_eq!(removed(&dir, &["in/01.txt"], b""), [0], "one page says nothing");
    assert_eq!(removed(&site("in", 4), &["in"], b""), [0; 4], "nor do four");
    // With standard input among the inputs nothing is read twice.
    let with_stdin = removed(&dir, &["in", "-"], page(9).as_bytes());
    assert_eq!(with_stdin, [0; 9]);
}

#[test]
fn furniture_is_learned_by_host_and_by_source() {
    let dir = TempDir::new().unwrap();
    let row = |i: usize| {
        let host =
            if i.is_multiple_of(2) { "https://www.linhai.example/a/" } else { "http://other.example/" };
        let text = if i.is_multiple_of(2) { page(i) } else { format!("{i}\n{}", page(i)) };
        serde_json::json!({"id": format!("{i:02}"), "url": format!("{host}{i}"), "text": text}).to_string()
    };
    write(&dir, "t.jsonl", (0..12).map(row).collect::<Vec<_>>().join("\n"));
    assert_eq!(removed(&dir, &["t.jsonl"], b""), [2, 1].repeat(6));
    // Six folders of one page each, of which the metadata says that they are one source.
    let mut meta = String::from("doc,source\n");
    for i in 1..=6 {
        write(&dir, &format!("in/{i}/a.txt"), page(i));
        meta.push_str(&format!("{i}/a.txt,林海\n"));
    }
    write(&dir, "meta.csv", meta);
    assert_eq!(removed(&dir, &["in"], b""), [0; 6]);
    assert_eq!(removed(&dir, &["in", "--meta", "meta.csv"], b""), [2; 6]);
}

#[test]
fn what_is_learned_does_not_depend_on_threads() {
    let dir = site("in", 30);
    for command in ["clean", "split", "extract", "dedup"] {
        let with = |jobs| run(&dir, &[command, "in", "--format", "jsonl", "--jobs", jobs], b"").stdout;
        assert_eq!(with("1"), with("2"), "{command}");
    }
    let output = run(&dir, &["mine", "in", "-o", "out", "--jobs", "2"], b"");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let pages = fs::read_to_string(dir.path().join("out/pages.jsonl")).unwrap();
    assert_eq!(pages.lines().count(), 30);
    assert!(!fs::read_to_string(dir.path().join("out/articles.jsonl")).unwrap().contains("林海小组"));
}
