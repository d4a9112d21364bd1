//! Which files the inputs name, in the order of their ids.

use super::{Failure, File, known_shape, shape_of};
use crate::args::InputFormat;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// The files of all inputs, sorted by the bytes of their ids, and what could not be walked. `skip` (the output
/// directory) is never entered.
pub(super) fn walk(
    inputs: &[PathBuf],
    format: InputFormat,
    skip: Option<&Path>,
) -> (Vec<File>, Vec<Failure>) {
    let skip = skip.and_then(|p| p.canonicalize().ok());
    let (mut found, mut failures) = (Vec::new(), Vec::new());
    for (n, input) in inputs.iter().enumerate() {
        if input.as_os_str() == "-" {
            found.push((n, File { doc: "-".into(), path: input.clone(), shape: shape_of("", format) }));
        } else if input.is_dir() {
            walk_directory(n, input, skip.as_deref(), &mut found, &mut failures);
        } else {
            let name = input.file_name().unwrap_or(input.as_os_str()).to_string_lossy().into_owned();
            let shape = shape_of(&name, format);
            found.push((n, File { doc: name, path: input.clone(), shape }));
        }
    }
    tell_apart(inputs, &mut found);
    let mut files: Vec<File> = found.into_iter().map(|(_, f)| f).collect();
    files.sort_by(|a, b| a.doc.as_bytes().cmp(b.doc.as_bytes()).then_with(|| a.path.cmp(&b.path)));
    (files, failures)
}

fn walk_directory(
    n: usize,
    root: &Path,
    skip: Option<&Path>,
    found: &mut Vec<(usize, File)>,
    failures: &mut Vec<Failure>,
) {
    let hidden = |name: &std::ffi::OsStr| name.as_encoded_bytes().starts_with(b".");
    let skipped = |path: &Path| skip.is_some_and(|s| path.canonicalize().is_ok_and(|p| p == s));
    let walk = WalkDir::new(root).follow_links(true).into_iter().filter_entry(|e| {
        e.depth() == 0 || !(hidden(e.file_name()) || e.file_type().is_dir() && skipped(e.path()))
    });
    for entry in walk {
        match entry {
            Ok(e) if e.file_type().is_file() => {
                let Some(shape) = known_shape(&e.file_name().to_string_lossy()) else { continue };
                let relative = e.path().strip_prefix(root).unwrap_or(e.path());
                found.push((n, File { doc: slashed(relative), path: e.path().to_path_buf(), shape }));
            }
            Ok(_) => {}
            Err(e) => {
                let place = e.path().unwrap_or(root).display().to_string();
                let message = e.io_error().map_or_else(|| e.to_string(), ToString::to_string);
                failures.push(Failure { doc: place.clone(), place, message });
            }
        }
    }
}

/// Ids that several inputs share get the input as written in front.
fn tell_apart(inputs: &[PathBuf], found: &mut [(usize, File)]) {
    let mut count: HashMap<String, usize> = HashMap::new();
    for (_, f) in found.iter() {
        *count.entry(f.doc.clone()).or_default() += 1;
    }
    for (n, f) in found.iter_mut().filter(|(_, f)| count[&f.doc] > 1) {
        let input = &inputs[*n];
        // A file's id becomes the input itself; a directory's goes before the path inside.
        f.doc = if input == &f.path { slashed(input) } else { slashed(&input.join(&f.doc)) };
    }
}

fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path.components().map(|c| c.as_os_str().to_string_lossy().into_owned()).collect();
    parts.join("/").replacen("//", "/", 1)
}
