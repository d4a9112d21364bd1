//! Documents → the bytes of a page.

use super::markup::{Doc, Html, Page};
use flate2::{Compression, GzBuilder, read::GzDecoder};
use serde_json::json;
use std::fmt::Write as _;
use std::io::{Read, Write};

/// The page as a file.
pub(super) fn wrap(page: &Page) -> Result<Vec<u8>, String> {
    if page.file.ends_with(".jsonl.gz") {
        return gzip(&rows(&page.docs));
    }
    let [doc] = page.docs.as_slice() else { return Err("a page holds one document".to_owned()) };
    let text =
        if page.file.ends_with(".html") { html(doc, &page.charset)? } else { doc.slice(0, doc.text.len()) };
    encode(&text, &page.encoding)
}

fn encode(text: &str, encoding: &str) -> Result<Vec<u8>, String> {
    match encoding {
        "UTF-8" => Ok(text.as_bytes().to_vec()),
        "UTF-8-BOM" => Ok([b"\xEF\xBB\xBF", text.as_bytes()].concat()),
        "UTF-16LE" => {
            Ok([0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect())
        }
        label => {
            let encoding = encoding_rs::Encoding::for_label(label.as_bytes())
                .ok_or_else(|| format!("no encoding {label}"))?;
            let (bytes, _, replaced) = encoding.encode(text);
            if replaced {
                let alone = |c: &char| encoding.encode(c.encode_utf8(&mut [0; 4])).2;
                return Err(format!("{label} has no {:?}", text.chars().find(alone)));
            }
            Ok(bytes.into_owned())
        }
    }
}

fn rows(docs: &[Doc]) -> String {
    docs.iter()
        .map(|d| format!("{}\n", json!({"id": d.id, "text": d.slice(0, d.text.len()), "date": d.date})))
        .collect()
}

fn gzip(text: &str) -> Result<Vec<u8>, String> {
    // No time and no name, so that two runs give the same bytes.
    let mut gz = GzBuilder::new().mtime(0).write(Vec::new(), Compression::best());
    gz.write_all(text.as_bytes()).and_then(|()| gz.finish()).map_err(|e| e.to_string())
}

/// Unpacks gzip.
///
/// # Errors
/// When the bytes are no whole gzip stream.
pub fn gunzip(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    GzDecoder::new(bytes).read_to_end(&mut out).map_err(|e| e.to_string())?;
    Ok(out)
}

/// Wraps each line into the elements that were chosen for it.
fn html(doc: &Doc, charset: &str) -> Result<String, String> {
    let mut out = format!("<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"{charset}\">\n");
    let mut markup = doc.html.iter().peekable();
    let mut tags: &[String] = &[];
    let mut at = 0;
    let text = doc.slice(0, doc.text.len());
    for line in text.lines() {
        while let Some((_, html)) = markup.next_if(|(place, _)| *place <= at) {
            match html {
                Html::Raw(raw) => {
                    out.push_str(raw);
                    out.push('\n');
                }
                Html::Wrap(chosen) => tags = chosen,
            }
        }
        if line.is_empty() {
            return Err("an HTML page has no empty lines".to_owned());
        }
        element(&mut out, tags, line);
        at += line.chars().count() + 1;
    }
    for (_, html) in markup {
        if let Html::Raw(raw) = html {
            out.push_str(raw);
            out.push('\n');
        }
    }
    Ok(out)
}

fn element(out: &mut String, tags: &[String], line: &str) {
    let escaped =
        line.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\u{A0}', "&nbsp;");
    for tag in tags {
        // Writing to a String cannot fail.
        let _ = if tag == "a" { write!(out, "<a href=\"#\">") } else { write!(out, "<{tag}>") };
    }
    if tags.last().is_some_and(|t| t == "tr") {
        for cell in escaped.split('\t') {
            let _ = write!(out, "<td>{cell}</td>");
        }
    } else {
        out.push_str(&escaped);
    }
    for tag in tags.iter().rev() {
        let _ = write!(out, "</{tag}>");
    }
    out.push('\n');
}
