//! `manifest.json`: what a directory of results was made from, with what, and what lies in it.
//!
//! Nothing in it depends on the clock or the machine: the same inputs, configuration and version give the same
//! bytes.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};

/// What the manifest is called in its directory.
pub(crate) const FILE: &str = "manifest.json";
/// Marks a manifest as ours, with the version of its form.
const FORMAT: &str = "gongwen-results/1";

/// An input that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputEntry {
    /// As the ids of pages name it.
    pub path: String,
    /// SHA-256 of its bytes as they lay on disk, in hexadecimal.
    pub sha256: String,
    /// Its length.
    pub bytes: u64,
}

impl InputEntry {
    /// Of an input that is in memory.
    #[must_use]
    pub fn new(path: impl Into<String>, bytes: &[u8]) -> Self {
        let mut sum = Checksum::default();
        sum.update(bytes);
        Self { path: path.into(), bytes: sum.bytes(), sha256: sum.hex() }
    }
}

/// A file of the results.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Its path inside the directory, with `/`.
    pub path: String,
    /// SHA-256 of its bytes; null where they differ from run to run (times).
    pub sha256: Option<String>,
    /// Its length; null where it differs from run to run.
    pub bytes: Option<u64>,
}

/// The manifest of a directory of results.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    format: String,
    /// The version of gongwen.
    pub version: String,
    /// What the user chose.
    pub config: serde_json::Value,
    /// What was read, in the order of reading.
    pub inputs: Vec<InputEntry>,
    /// How many of each there are: pages, articles, metrics, ….
    pub counts: BTreeMap<String, u64>,
    /// What lies beside the manifest, by path; [`crate::OutputDir`] fills it in.
    pub files: Vec<FileEntry>,
}

impl Manifest {
    /// A manifest for results of this version.
    #[must_use]
    pub fn new(config: serde_json::Value) -> Self {
        Self {
            format: FORMAT.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            config,
            inputs: Vec::new(),
            counts: BTreeMap::new(),
            files: Vec::new(),
        }
    }

    /// Reads a manifest; nothing where it is none of ours.
    #[must_use]
    pub fn parse(json: &[u8]) -> Option<Self> {
        serde_json::from_slice(json).ok().filter(|m: &Self| m.format == FORMAT)
    }

    /// The manifest as a JSON document that people can read.
    ///
    /// # Errors
    /// When the configuration holds what JSON cannot say.
    pub fn to_json(&self) -> io::Result<String> {
        let mut json = serde_json::to_string_pretty(self)?;
        json.push('\n');
        Ok(json)
    }
}

/// SHA-256 and length of what passes by.
#[derive(Clone, Debug, Default)]
pub struct Checksum {
    hash: Sha256,
    bytes: u64,
}

impl Checksum {
    /// Takes in the next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.hash.update(bytes);
        self.bytes += bytes.len() as u64;
    }

    /// How many bytes there were so far.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The sum in hexadecimal.
    #[must_use]
    pub fn hex(self) -> String {
        self.hash.finalize().iter().fold(String::with_capacity(64), |mut hex, byte| {
            // Writing to a string does not fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }
}

impl Write for Checksum {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_those_of_the_standard() {
        // FIPS 180-4, example "abc".
        let abc = InputEntry::new("a", b"abc");
        assert_eq!(abc.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(abc.bytes, 3);
        let mut parts = Checksum::default();
        parts.write_all(b"a").unwrap();
        parts.write_all(b"bc").unwrap();
        assert_eq!(parts.hex(), abc.sha256);
    }

    #[test]
    fn only_our_own_manifests_are_read() {
        let mut m = Manifest::new(serde_json::json!({"threshold": 0.8, "jobs": null}));
        m.counts.insert("pages".into(), 3);
        let json = m.to_json().unwrap();
        assert_eq!(Manifest::parse(json.as_bytes()), Some(m));
        assert_eq!(Manifest::parse(json.replace(FORMAT, "other/1").as_bytes()), None);
        assert_eq!(Manifest::parse(b"{}"), None);
        assert_eq!(Manifest::parse(b"\xff"), None);
    }
}
