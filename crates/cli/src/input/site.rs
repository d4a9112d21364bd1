//! Which site a page belongs to: the host of its address, what `--meta` says of its source, else its folder or file.

use std::path::Path;

/// The host of an address, without `www.` and port; none where the text is no address.
pub(super) fn host(url: &str) -> Option<String> {
    let rest = url.trim();
    let rest = rest.split_once("://").map_or(rest, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next()?;
    let host = host.rsplit('@').next()?.split(':').next()?.trim_end_matches('.').to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let known = host.contains('.') && !host.starts_with('.') && !host.contains(char::is_whitespace);
    known.then(|| host.to_owned())
}

/// The folder that a file lies in.
pub(super) fn folder(file: &Path) -> String {
    file.parent().map(|folder| folder.display().to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts() {
        for (url, name) in [
            ("https://www.Yunchuan.example/art/1.html?a=b", Some("yunchuan.example")),
            ("yunchuan.example/art", Some("yunchuan.example")),
            ("http://user:pw@a.example:8080#x", Some("a.example")),
            ("/art/1.html", None),
            ("云川网", None),
            ("", None),
            ("http://", None),
        ] {
            assert_eq!(host(url).as_deref(), name, "{url}");
        }
        assert_eq!(
            (folder(Path::new("a/b/c.html")), folder(Path::new("c.html"))),
            ("a/b".into(), String::new())
        );
    }
}
