//! Directories and files of results: whole or not there.

use gongwen_report::{AtomicFile, Manifest, OutputDir};
use std::fs;
use std::io::Write;
use std::path::Path;

fn manifest() -> Manifest {
    Manifest::new(serde_json::json!({ "threshold": 0.8 }))
}

fn put(out: &mut OutputDir, name: &str, text: &str) {
    let mut file = out.create(name).unwrap();
    file.write_all(text.as_bytes()).unwrap();
    out.keep(file).unwrap();
}

fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(dir).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn nothing_shows_before_commit_and_nothing_stays_without_it() {
    let root = tempfile::tempdir().unwrap();
    let path = root.path().join("deep/out");
    let mut out = OutputDir::open(&path).unwrap();
    put(&mut out, "a.jsonl", "{}\n");
    let unfinished = out.create("b.jsonl").unwrap();
    assert!(names(&path).iter().all(|n| n.starts_with(".gongwen-")), "{:?}", names(&path));
    drop(unfinished);
    drop(out);
    assert!(!path.exists());
}

#[test]
fn a_second_run_replaces_its_own_files_only() {
    let root = tempfile::tempdir().unwrap();
    let path = root.path();
    let mut out = OutputDir::open(path).unwrap();
    put(&mut out, "a.jsonl", "old\n");
    put(&mut out, "gone.jsonl", "old\n");
    out.commit(manifest()).unwrap();
    fs::write(path.join("mine.txt"), "the user's").unwrap();

    let mut out = OutputDir::open(path).unwrap();
    put(&mut out, "a.jsonl", "new\n");
    put(&mut out, "sub/b.txt", "new\n");
    let mut times = out.create("timings.json").unwrap();
    times.write_all(b"{}").unwrap();
    out.keep_volatile(times).unwrap();
    out.commit(manifest()).unwrap();

    assert_eq!(names(path), ["a.jsonl", "manifest.json", "mine.txt", "sub", "timings.json"]);
    assert_eq!(fs::read_to_string(path.join("a.jsonl")).unwrap(), "new\n");
    let m = Manifest::parse(&fs::read(path.join("manifest.json")).unwrap()).unwrap();
    let listed: Vec<_> = m.files.iter().map(|f| (f.path.as_str(), f.bytes)).collect();
    assert_eq!(listed, [("a.jsonl", Some(4)), ("sub/b.txt", Some(4)), ("timings.json", None)]);
    assert_eq!(m.files[0].sha256.as_deref().unwrap().len(), 64);
}

#[test]
fn what_is_not_ours_is_refused() {
    let root = tempfile::tempdir().unwrap();
    let refused = |p: &Path| OutputDir::open(p).unwrap_err().to_string();
    let full = root.path().join("full");
    fs::create_dir(&full).unwrap();
    fs::write(full.join("thesis.doc"), "years of work").unwrap();
    assert!(refused(&full).contains("holds no results of ours"), "{}", refused(&full));
    fs::write(full.join("manifest.json"), "{\"name\": \"a web app\"}").unwrap();
    assert!(refused(&full).contains("none of ours"));
    assert!(refused(&full.join("thesis.doc")).contains("is no directory"));
    assert_eq!(names(&full), ["manifest.json", "thesis.doc"]);
}

#[test]
fn what_a_killed_run_left_does_not_stand_in_the_way() {
    let root = tempfile::tempdir().unwrap();
    fs::write(root.path().join(".gongwen-Xy12.tmp"), "half").unwrap();
    OutputDir::open(root.path()).unwrap().commit(manifest()).unwrap();
    assert_eq!(names(root.path()), ["manifest.json"]);
}

#[test]
fn names_stay_inside() {
    let root = tempfile::tempdir().unwrap();
    let out = OutputDir::open(root.path().join("out")).unwrap();
    for name in ["../a", "/etc/a", "a/../../b", "", ".", "manifest.json", "a/"] {
        assert!(out.create(name).is_err(), "{name:?}");
    }
    assert!(out.create("a/b.txt").is_ok());
}

#[test]
fn one_file_appears_whole_or_not_at_all() {
    let root = tempfile::tempdir().unwrap();
    let path = root.path().join("a.csv");
    fs::write(&path, "before").unwrap();
    let mut file = AtomicFile::create(&path).unwrap();
    file.write_all(b"half").unwrap();
    file.flush().unwrap();
    drop(file);
    assert_eq!(fs::read_to_string(&path).unwrap(), "before");
    let mut file = AtomicFile::create(&path).unwrap();
    file.write_all(b"after").unwrap();
    file.commit().unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "after");
    assert_eq!(names(root.path()), ["a.csv"]);
    assert!(AtomicFile::create(root.path()).unwrap_err().to_string().contains("is a directory"));
}

#[cfg(unix)]
#[test]
fn devices_and_links_are_written_through() {
    let mut file = AtomicFile::create(Path::new("/dev/null")).unwrap();
    file.write_all(b"x").unwrap();
    file.commit().unwrap();
    assert!(!fs::metadata("/dev/null").unwrap().is_file());

    let root = tempfile::tempdir().unwrap();
    let (real, link) = (root.path().join("real"), root.path().join("link"));
    fs::write(&real, "before").unwrap();
    std::os::unix::fs::symlink(&real, &link).unwrap();
    let mut file = AtomicFile::create(&link).unwrap();
    file.write_all(b"after").unwrap();
    file.commit().unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(&real).unwrap(), "after");
}
