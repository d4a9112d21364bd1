//! Whole commands, as a user or a script runs them.

use gongwen_tests::process::{feed, records};
use serde_json::Value;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

const PLAN: &str = "清溪镇2024年工作计划\n\n一、主要目标\n全年组织代表视察不少于4次,办结率达到95%以上。\n二、工作措施\n6月30日前完成道路改造12公里。\n";

fn gongwen() -> Command {
    Command::new(env!("CARGO_BIN_EXE_gongwen"))
}

fn run(args: &[&str]) -> Output {
    gongwen().args(args).output().expect("the binary runs")
}

fn run_with_input(args: &[&str], input: &[u8]) -> Output {
    feed(gongwen().args(args), input)
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("no signal")
}

fn write(dir: &TempDir, name: &str, bytes: impl AsRef<[u8]>) -> String {
    let path = dir.path().join(name);
    fs::create_dir_all(path.parent().expect("inside")).expect("folder");
    fs::write(&path, bytes).expect("file");
    path.to_str().expect("UTF-8 path").to_owned()
}

fn corpus() -> String {
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../corpus").to_owned()
}

fn slice(text: &str, record: &Value) -> String {
    let (start, end) = (record["start"].as_u64().unwrap() as usize, record["end"].as_u64().unwrap() as usize);
    text.chars().skip(start).take(end - start).collect()
}

#[test]
fn extract_gives_the_records_of_the_contract() {
    let dir = TempDir::new().unwrap();
    let page = write(&dir, "plan.txt", PLAN);
    let output = run(&["extract", &page]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let found = records(&output);
    let fields: Vec<&str> = found[0].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(
        fields[..20],
        [
            "doc",
            "article",
            "section",
            "start",
            "end",
            "text",
            "sentence",
            "kind",
            "role",
            "min",
            "max",
            "approx",
            "masked",
            "unit",
            "per",
            "edtf",
            "indicator",
            "change",
            "rule",
            "confidence"
        ]
    );
    for record in &found {
        assert_eq!(record["doc"], "plan.txt");
        assert_eq!(record["text"], slice(PLAN, record));
        assert!(PLAN.contains(record["sentence"].as_str().unwrap()));
    }
    let by_text = |t: &str| found.iter().find(|r| r["text"] == t).unwrap_or_else(|| panic!("no {t}"));
    assert_eq!(by_text("4次")["min"], 4);
    assert_eq!(by_text("4次")["max"], Value::Null);
    assert_eq!(by_text("95%")["kind"], "ratio");
    assert_eq!(by_text("6月30日")["edtf"], "2024-06-30");
    assert_eq!(by_text("6月30日")["kind"], "deadline");
    assert_eq!(by_text("12公里")["role"], "target");
}

#[test]
fn lost_digits_are_told_by_what_stands_behind_them() {
    let plan = "一、工作目标\n全年完成投资万元，争取资金xx万元。\n".as_bytes();
    let masks = records(&run_with_input(&["masks", "-", "--format", "jsonl"], plan));
    assert_eq!(masks.len(), 1);
    assert_eq!((&masks[0]["text"], &masks[0]["type"]), (&"xx".into(), &"digits".into()));
    let lost = records(&run_with_input(&["masks", "-", "--lost", "--format", "jsonl"], plan));
    assert_eq!(lost.len(), 1);
    assert_eq!(
        (&lost[0]["text"], &lost[0]["start"], &lost[0]["type"]),
        (&"万".into(), &13.into(), &"digits".into())
    );
}

#[test]
fn offsets_of_every_command_point_into_what_decode_prints() {
    let decoded: std::collections::HashMap<String, String> =
        records(&run(&["decode", &corpus(), "--format", "jsonl"]))
            .into_iter()
            .map(|r| (r["doc"].as_str().unwrap().to_owned(), r["text"].as_str().unwrap().to_owned()))
            .collect();
    assert!(decoded.len() >= 14, "{} pages", decoded.len());
    for command in ["extract", "masks", "segment"] {
        let output = run(&[command, &corpus(), "--format", "jsonl"]);
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        let mut seen = 0;
        for record in records(&output) {
            let text = &decoded[record["doc"].as_str().unwrap()];
            let parts =
                record.get("tokens").map_or_else(|| vec![record.clone()], |t| t.as_array().unwrap().clone());
            for part in parts {
                let there = slice(text, &part);
                match part.get("text") {
                    Some(said) => assert_eq!(said, &there, "{command} {}", record["doc"]),
                    // What a converter misread (a gloss that begins with a question mark) is given as mended.
                    None if there.contains("?") => {}
                    // A word is given without the glosses and line breaks that fall inside it.
                    None => {
                        let mut left = there.chars();
                        let word = part["word"].as_str().unwrap();
                        assert!(word.chars().all(|c| left.any(|l| l == c)), "{word} in {there}");
                    }
                }
                seen += 1;
            }
        }
        assert!(seen > 50, "{command}: {seen}");
    }
    for record in records(&run(&["split", &corpus(), "--outline", "--format", "jsonl"])) {
        let text = &decoded[record["doc"].as_str().unwrap()];
        assert!(record["end"].as_u64().unwrap() as usize <= text.chars().count());
        for heading in record["headings"].as_array().unwrap() {
            assert!(slice(text, heading).starts_with(heading["label"].as_str().unwrap_or("")), "{heading}");
        }
    }
    for record in records(&run(&["normalise", &corpus(), "--format", "jsonl"])) {
        let text: Vec<char> = decoded[record["doc"].as_str().unwrap()].chars().collect();
        let (mut rebuilt, mut at) = (String::new(), 0);
        for edit in record["edits"].as_array().unwrap() {
            let start = edit["start"].as_u64().unwrap() as usize;
            rebuilt.extend(&text[at..start]);
            rebuilt.push_str(edit["with"].as_str().unwrap());
            at = edit["end"].as_u64().unwrap() as usize;
        }
        rebuilt.extend(&text[at..]);
        assert_eq!(record["text"].as_str().unwrap(), rebuilt, "{}: the edits make the text", record["doc"]);
    }
}

#[test]
fn bad_inputs_are_named_and_the_good_ones_processed() {
    let dir = TempDir::new().unwrap();
    let good = write(&dir, "good.txt", PLAN);
    let absent = dir.path().join("absent.txt").to_str().unwrap().to_owned();
    let binary = write(&dir, "picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0");
    let archive =
        write(&dir, "broken.txt.gz", b"\x1f\x8b\x08\0\0\0\0\0\0\x03garbage that is no deflate stream");
    let rows = write(
        &dir,
        "rows.jsonl",
        "{\"id\":\"a\",\"text\":\"共3件。\"}\n{\"id\":\"b\",\n{\"id\":\"c\",\"text\":\"共4件。\"}\n",
    );
    let cases = [
        (absent.as_str(), "absent.txt"),
        (&binary, "picture.txt"),
        (&archive, "broken.txt.gz"),
        (&rows, "rows.jsonl:2"),
    ];
    for (bad, place) in cases {
        let output = run(&["decode", &good, bad, "--format", "jsonl"]);
        assert_eq!(code(&output), 1, "{bad}");
        assert!(stderr(&output).contains(place), "{}", stderr(&output));
        let docs: Vec<Value> = records(&output).into_iter().map(|r| r["doc"].clone()).collect();
        assert!(docs.contains(&Value::from("good.txt")), "{docs:?}");
        if bad == rows {
            assert!(docs.contains(&Value::from("a")) && docs.contains(&Value::from("c")), "{docs:?}");
        }
    }
    assert!(stderr(&run(&["decode", &binary])).contains("PNG"));
    assert_eq!(code(&run(&["decode", &absent])), 2, "every input failed");
    assert_eq!(code(&run(&["decode"])), 2, "wrong usage");
    assert_eq!(code(&run(&["decode", &good, "--encoding", "klingon"])), 2);
}

#[cfg(unix)]
#[test]
fn an_unreadable_file_is_named() {
    use std::os::unix::fs::symlink;
    let dir = TempDir::new().unwrap();
    let good = write(&dir, "good.txt", PLAN);
    // A link to itself cannot be read by anybody, not even by root.
    let bad = dir.path().join("loop.txt");
    symlink(&bad, &bad).unwrap();
    let output = run(&["decode", &good, bad.to_str().unwrap(), "--format", "jsonl"]);
    assert_eq!(code(&output), 1);
    assert!(stderr(&output).contains("loop.txt"), "{}", stderr(&output));
    assert_eq!(records(&output).len(), 1);
}

#[test]
fn ids_are_paths_and_collisions_are_told_apart() {
    let dir = TempDir::new().unwrap();
    write(&dir, "a/x.txt", PLAN);
    write(&dir, "b/x.txt", PLAN);
    write(&dir, "b/deep/y.html", "<p>共5件。</p>");
    write(&dir, "b/.hidden.txt", PLAN);
    write(&dir, "b/notes.md", PLAN);
    let ids = |inputs: &[&str]| -> Vec<String> {
        let mut command = gongwen();
        let output =
            command.current_dir(dir.path()).arg("decode").args(inputs).args(["--format", "jsonl"]).output();
        records(&output.unwrap()).iter().map(|r| r["doc"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(ids(&["b"]), ["deep/y.html", "x.txt"]);
    assert_eq!(ids(&["a", "b"]), ["a/x.txt", "b/x.txt", "deep/y.html"]);
    assert_eq!(ids(&["b/notes.md"]), ["notes.md"], "named itself");
    assert_eq!(ids(&["a/x.txt", "b/x.txt"]), ["a/x.txt", "b/x.txt"]);
}

#[test]
fn rows_of_jsonl_csv_and_tsv_are_pages() {
    let dir = TempDir::new().unwrap();
    let json = "{\"id\":7,\"text\":\"共3件。\"}\n\n{\"text\":\"共4件。\"}\n";
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gz.write_all(json.as_bytes()).unwrap();
    let rows = write(&dir, "rows.jsonl.gz", gz.finish().unwrap());
    let ids = |output: &Output| -> Vec<String> {
        records(output).iter().map(|r| r["doc"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(ids(&run(&["decode", &rows, "--format", "jsonl"])), ["7", "rows.jsonl.gz:3"]);
    let csv = write(&dir, "t.csv", "\u{feff}id,text\nx,\"共3件,\n其中2件。\"\n,共4件。\n");
    let output = run(&["decode", &csv, "--format", "jsonl"]);
    assert_eq!(ids(&output), ["x", "t.csv:4"], "{}", stderr(&output));
    assert_eq!(records(&output)[0]["text"], "共3件,\n其中2件。");
    let tsv = write(&dir, "t.tsv", "key\tbody\nq\t共3件。\n");
    let output = run(&["decode", &tsv, "--id-field", "key", "--text-field", "body", "--format", "jsonl"]);
    assert_eq!(ids(&output), ["q"]);
    let output =
        run_with_input(&["decode", "-", "--input-format", "jsonl", "--format", "jsonl"], json.as_bytes());
    assert_eq!(ids(&output), ["7", "-:3"]);
    let twice =
        write(&dir, "twice.jsonl", "{\"id\":\"k\",\"text\":\"一\"}\n{\"id\":\"k\",\"text\":\"二\"}\n");
    let output = run(&["decode", &twice, "--format", "jsonl"]);
    assert_eq!(code(&output), 1);
    assert!(
        stderr(&output).contains("twice.jsonl:2") && stderr(&output).contains("twice.jsonl:1"),
        "both are named"
    );
}

#[test]
fn meta_overrides_what_is_inferred() {
    let dir = TempDir::new().unwrap();
    let page = write(&dir, "plan.txt", PLAN);
    let meta = write(&dir, "meta.csv", "doc,year,region,kind\nplan.txt,2031,云川市,report\n");
    let output = run(&["split", &page, "--meta", &meta, "--format", "jsonl"]);
    let article = &records(&output)[0];
    assert_eq!(
        (&article["year"], &article["region"], &article["kind"]),
        (&"2031".into(), &"云川市".into(), &"report".into())
    );
    assert_eq!(article["evidence"]["year"], "meta");
    let wrong = write(&dir, "wrong.csv", "doc,colour\nplan.txt,red\n");
    let output = run(&["split", &page, "--meta", &wrong]);
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).contains("wrong.csv:1") && stderr(&output).contains("colour"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn text_is_the_default_of_decode_and_several_pages_need_a_place() {
    let dir = TempDir::new().unwrap();
    let page = write(&dir, "plan.txt", PLAN);
    let output = run(&["decode", &page]);
    assert_eq!(output.stdout, PLAN.as_bytes(), "nothing added");
    let other = write(&dir, "other.txt", PLAN);
    let output = run(&["decode", &page, &other]);
    assert_eq!(code(&output), 2);
    let out = dir.path().join("texts");
    let output = run(&["decode", &page, &other, "-o", out.to_str().unwrap()]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert_eq!(fs::read(out.join("plan.txt")).unwrap(), PLAN.as_bytes());
    assert_eq!(fs::read(out.join("other.txt")).unwrap(), PLAN.as_bytes());
}

#[test]
fn parse_reads_bare_expressions() {
    let rows = "{\"id\":\"1\",\"text\":\"三百零三件\"}\n{\"id\":\"2\",\"text\":\"-10000\"}\n{\"id\":\"3\",\"text\":\"统一思想\"}\n{\"id\":\"4\",\"text\":\"本月十日\",\"date\":\"2024-05-02\"}\n";
    let output =
        run_with_input(&["parse", "-", "--input-format", "jsonl", "--format", "jsonl"], rows.as_bytes());
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let found = records(&output);
    let of = |doc: &str| found.iter().find(|r| r["doc"] == doc);
    assert_eq!((&of("1").unwrap()["min"], &of("1").unwrap()["unit"]), (&303.into(), &"件".into()));
    assert_eq!(of("2").unwrap()["min"], -10000);
    assert!(of("3").is_none());
    assert_eq!(of("4").unwrap()["edtf"], "2024-05-10");
    let output = run_with_input(&["parse", "-", "--format", "jsonl"], "五公里\n二十人\n".as_bytes());
    let docs: Vec<Value> = records(&output).into_iter().map(|r| r["doc"].clone()).collect();
    assert_eq!(docs, ["-:1", "-:2"], "one input a line");
}

fn files(dir: &Path) -> std::collections::BTreeMap<String, Vec<u8>> {
    fs::read_dir(dir)
        .unwrap()
        .map(|e| e.unwrap())
        .map(|e| (e.file_name().into_string().unwrap(), fs::read(e.path()).unwrap()))
        .collect()
}

#[test]
fn mine_writes_everything_and_the_same_again() {
    let dir = TempDir::new().unwrap();
    let out = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    for (name, jobs) in [("one", "1"), ("two", "2")] {
        let output = run(&["mine", &corpus(), "-o", &out(name), "--jobs", jobs]);
        assert_eq!(code(&output), 0, "{}", stderr(&output));
    }
    let (mut one, mut two) = (files(&dir.path().join("one")), files(&dir.path().join("two")));
    let names: Vec<&str> = one.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "articles.jsonl",
            "boilerplate.jsonl",
            "clusters.jsonl",
            "errors.jsonl",
            "manifest.json",
            "metrics.csv",
            "metrics.jsonl",
            "pages.jsonl",
            "report.html",
            "reuse.jsonl",
            "timings.json"
        ]
    );
    one.remove("timings.json");
    two.remove("timings.json");
    for (name, bytes) in &one {
        assert!(bytes == &two[name], "{name} differs between one thread and two");
    }
    let manifest: Value = serde_json::from_slice(&one["manifest.json"]).unwrap();
    assert!(manifest["version"].is_string() && !manifest["inputs"].as_array().unwrap().is_empty());
    let again = run(&["mine", &corpus(), "-o", &out("one")]);
    assert_eq!(code(&again), 0, "what holds our manifest may be written again: {}", stderr(&again));
    assert!(files(&dir.path().join("one"))["metrics.jsonl"] == two["metrics.jsonl"]);
}

#[test]
fn mine_refuses_a_directory_that_is_not_its_own_and_records_errors() {
    let dir = TempDir::new().unwrap();
    let page = write(&dir, "in/plan.txt", PLAN);
    write(&dir, "in/bad.txt", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n");
    write(&dir, "mine/precious.txt", "keep me");
    let output = run(&["mine", &page, "-o", dir.path().join("mine").to_str().unwrap()]);
    assert_eq!(code(&output), 2);
    assert_eq!(fs::read_to_string(dir.path().join("mine/precious.txt")).unwrap(), "keep me");
    let out = dir.path().join("in/out");
    for _ in 0..2 {
        let output = run(&["mine", dir.path().join("in").to_str().unwrap(), "-o", out.to_str().unwrap()]);
        assert_eq!(code(&output), 1, "{}", stderr(&output));
        assert!(
            stderr(&output).contains("bad.txt") && stderr(&output).contains("PDF"),
            "{}",
            stderr(&output)
        );
        let all = files(&out);
        let errors = String::from_utf8(all["errors.jsonl"].clone()).unwrap();
        assert_eq!(errors.lines().count(), 1);
        assert!(errors.contains("bad.txt"));
        assert_eq!(
            String::from_utf8(all["pages.jsonl"].clone()).unwrap().lines().count(),
            1,
            "OUT is never input"
        );
    }
}

#[test]
fn records_can_be_csv_parquet_and_xlsx() {
    let dir = TempDir::new().unwrap();
    let page = write(&dir, "plan.txt", PLAN);
    let output = run(&["extract", &page, "--format", "csv"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.starts_with("doc,article,section,start,end,text,sentence,kind,role,min,max"), "{text}");
    for (name, magic) in
        [("m.parquet", &b"PAR1"[..]), ("m.xlsx", b"PK"), ("m.csv", b"doc,"), ("m.jsonl", b"{\"doc\"")]
    {
        let path = dir.path().join(name);
        let output = run(&["extract", &page, "-o", path.to_str().unwrap()]);
        assert_eq!(code(&output), 0, "{name}: {}", stderr(&output));
        assert!(fs::read(&path).unwrap().starts_with(magic), "{name}");
    }
    let table = run(&["extract", &page, "--format", "table"]);
    assert!(String::from_utf8(table.stdout).unwrap().contains("6月30日"));
    assert_eq!(code(&run(&["extract", &page, "--format", "parquet"])), 2, "parquet needs a file");
}

#[test]
fn filters_of_extract_keep_what_they_say() {
    let dir = TempDir::new().unwrap();
    let page = write(&dir, "plan.txt", PLAN);
    let output = run(&["extract", &page, "--kind", "deadline,ratio"]);
    let kinds: Vec<Value> = records(&output).into_iter().map(|r| r["kind"].clone()).collect();
    assert_eq!(kinds, ["ratio", "deadline"]);
    assert!(records(&run(&["extract", &page, "--role", "reference"])).is_empty());
}

#[test]
fn a_closed_pipe_is_no_error() {
    let mut child = gongwen()
        .args(["segment", &corpus(), "--format", "jsonl"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
}

/// Two copies of one text, the second with blanks, and a text of its own.
fn copies(dir: &TempDir) -> (String, String) {
    let text = "柳河镇石桥修缮计划\n\n柳河镇拟于开春后动工修缮村口石桥，由石匠孙守田领工，用条石350块、糯米灰浆12担。\
                桥面凿去旧沟，两侧补齐望柱，桥下淤泥一并清出，堆到东岸菜地里沤肥。工钱按日结算，完工后请老人验看。\n";
    let blanked = text.replace("350", "×××").replace("12担", "××担");
    let other = "桑园村茶会安排\n\n清明前后采下的头茬新茶先分给独居老人，余下的在祠堂前支起灶台当场炒制，谁家孩子会唱采茶调就来唱一段。\n";
    write(dir, "more/c.txt", blanked);
    (write(dir, "a/a.txt", text), write(dir, "a/b.txt", other))
}

#[test]
fn blanks_are_filled_from_the_command_line() {
    let dir = TempDir::new().unwrap();
    copies(&dir);
    let out = run(&["unmask", dir.path().to_str().unwrap()]);
    assert_eq!(code(&out), 0, "{}", stderr(&out));
    let found = records(&out);
    let told: Vec<_> =
        found.iter().map(|r| (r["doc"].clone(), r["mask"].clone(), r["value"].clone())).collect();
    let expected = |mask: &str, value: &str| ("more/c.txt".into(), mask.into(), value.into());
    assert_eq!(told, [expected("×××", "350"), expected("××", "12")], "{found:?}");
    assert_eq!((&found[0]["source"]["doc"], &found[0]["copies"]), (&"a/a.txt".into(), &1.into()));
    assert_eq!(found[0]["conflicts"], Value::Array(Vec::new()));
}

#[test]
fn an_index_says_what_the_pages_say() {
    let dir = TempDir::new().unwrap();
    copies(&dir);
    let path = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    let index = path("index");
    assert_eq!(code(&run(&["index", "build", &path("a"), "-o", &index])), 0);
    assert!(run(&["index", "list", &index]).stdout.is_empty(), "no copies yet");
    let asked = run(&["index", "query", &index, &path("more"), "--what", "unmask"]);
    assert_eq!(records(&asked).len(), 2, "{}", stderr(&asked));
    assert_eq!(code(&run(&["index", "add", &index, &path("more")])), 0);
    let list = run(&["index", "list", &index]);
    assert_eq!(records(&list).len(), 1, "{}", stderr(&list));
    fs::rename(path("more/c.txt"), path("a/c.txt")).unwrap();
    assert_eq!(list.stdout, run(&["dedup", &path("a")]).stdout);
    let again = run(&["index", "add", &index, &path("a/c.txt")]);
    assert_eq!((code(&again), stderr(&again).contains("c.txt: stands in the index already")), (2, true));
    assert_eq!(code(&run(&["index", "remove", &index, "c.txt", "nothing.txt"])), 1);
    assert!(run(&["index", "list", &index]).stdout.is_empty());
    assert_eq!(code(&run(&["index", "list", &path("a")])), 2);
}

/// Two counties, two years: 改革 thrice, in one of them.
fn counties(dir: &TempDir) -> String {
    let page =
        |year: &str, town: &str, text: &str| format!("{town}{year}年工作计划\n\n一、主要目标\n{text}\n");
    write(
        dir,
        "p/a.txt",
        page("2023", "云南省昆明市五华区", "深化改革，推进改革创新。云岭坝项目开工，云岭坝水库蓄水。"),
    );
    write(
        dir,
        "p/b.txt",
        page("2024", "云南省昆明市五华区", "全面深化改革，做好安全生产和信访工作。完成云岭坝移民搬迁。"),
    );
    dir.path().join("p").to_str().unwrap().to_owned()
}

#[test]
fn words_are_counted_by_region_and_year() {
    let dir = TempDir::new().unwrap();
    let pages = counties(&dir);
    let shares = run(&["shares", "--term", "改革,生产,改革创", &pages]);
    assert_eq!(code(&shares), 0, "{}", stderr(&shares));
    let told: Vec<_> = records(&shares)
        .iter()
        .map(|r| (r["year"].clone(), r["term"].clone(), r["count"].clone(), r["documents"].clone()))
        .collect();
    let row = |year: &str, term: &str, count: u64| {
        (year.into(), term.into(), count.into(), u64::from(count > 0).into())
    };
    let expected = [
        row("2023", "改革", 2),
        row("2023", "生产", 0),
        row("2023", "改革创", 0),
        row("2024", "改革", 1),
        row("2024", "生产", 1),
        row("2024", "改革创", 0),
    ];
    assert_eq!(told, expected);
    let first = &records(&shares)[0];
    let (count, words) = (first["count"].as_f64().unwrap(), first["words"].as_f64().unwrap());
    assert!((first["share"].as_f64().unwrap() - count / words).abs() < 1e-8, "{first}");
    assert_eq!(code(&run(&["shares", &pages])), 2, "no terms");

    let all = records(&run(&["frequencies", "--by", "none", "--granularity", "fine", &pages]));
    let reform = all.iter().find(|r| r["word"] == "深化").expect("a word of both");
    assert_eq!(
        (&reform["count"], &reform["documents"], &reform["year"]),
        (&2.into(), &2.into(), &Value::Null)
    );
    let coarse = records(&run(&["frequencies", &pages]));
    assert!(coarse.iter().any(|r| r["word"] == "安全生产" && r["year"] == "2024"), "terms are whole");
    assert!(all.iter().all(|r| r["word"] != "，"), "marks are no words");
}

#[test]
fn keywords_collocations_and_new_words() {
    let dir = TempDir::new().unwrap();
    let pages = counties(&dir);
    for method in ["tfidf", "textrank"] {
        let out = run(&["keywords", "--method", method, "--top", "3", &pages]);
        let found = records(&out);
        assert_eq!((code(&out), found.len()), (0, 2), "{}", stderr(&out));
        let words = found[0]["keywords"].as_array().unwrap();
        assert_eq!(words.len(), 3);
        assert!(words.is_sorted_by(|a, b| a["weight"].as_f64() >= b["weight"].as_f64()), "{words:?}");
        assert!(method == "textrank" || words.iter().any(|w| w["word"] == "云岭"), "{words:?}");
        assert_eq!(
            run(&["keywords", "--method", method, "--top", "3", &pages, "-j", "1"]).stdout,
            out.stdout
        );
    }
    let pairs = records(&run(&["collocations", "--min-count", "2", &pages]));
    let pair = pairs.iter().find(|r| r["a"] == "深化" && r["b"] == "改革").expect("side by side twice");
    assert_eq!((&pair["count"], &pair["count_b"]), (&2.into(), &2.into()));
    assert!(pairs.is_sorted_by(|a, b| a["log_likelihood"].as_f64() >= b["log_likelihood"].as_f64()));
    let new = records(&run(&["new-words", "--min-count", "3", "--cohesion", "0", "--freedom", "1", &pages]));
    assert!(new.iter().any(|r| r["word"] == "云岭坝" && r["count"] == 3), "{new:?}");
}

#[test]
fn words_of_ones_own_are_kept_whole() {
    let dir = TempDir::new().unwrap();
    let page = write(&dir, "a.txt", "推进云岭坝移民搬迁。\n");
    let words = write(&dir, "words.txt", "# ours\n云岭坝 100 ns\n");
    let plain = run(&["segment", &page]);
    assert!(!String::from_utf8_lossy(&plain.stdout).contains(" 云岭坝 "));
    let own = run(&["segment", "--user-dict", &words, &page]);
    assert_eq!(String::from_utf8_lossy(&own.stdout), "推进 云岭坝 移民 搬迁 。\n");
    let bad = write(&dir, "bad.txt", "甲 x y\n");
    let refused = run(&["segment", "--user-dict", &bad, &page]);
    assert_eq!(
        (code(&refused), stderr(&refused).contains("bad.txt: line 1")),
        (2, true),
        "{}",
        stderr(&refused)
    );
}

#[test]
fn segmented_text_keeps_its_lines() {
    let text = "　　本镇将进一步加强农村基层组织建设工作并把各项惠民政策落实到每家每\n\
                户，同时继续完善村务公开制度，保障群众的知情权参与权和监督权，不断提\n\
                高村民自治水平。全年计划举办各类培训班十二期，培训农民技术员三百人次\n\
                以上，新建农家书屋六个，改造村级文化活动室九个，组织文艺演出二十场次\n\
                左右，努力丰富群众的精神文化生活，营造文明和谐的良好社会风气和人居环\n\
                境，让群众有更多获得感。\n";
    let output = run_with_input(&["segment", "-", "--format", "text"], text.as_bytes());
    let words = String::from_utf8(output.stdout).unwrap();
    assert_eq!(words.lines().count(), text.lines().count(), "{words}");
    assert!(words.contains(" 提高\n"), "{words}");
}
