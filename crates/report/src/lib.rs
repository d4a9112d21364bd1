//! Records, tables, files and the report: what `gongwen` found, written down.
//!
//! [`Record`]s are the JSON objects of the contract, one type a command; a [`RecordWriter`] writes a stream of
//! them as JSON lines, CSV, a table for people, Parquet or a workbook. An [`OutputDir`] holds the files of a run
//! and shows them only when all are whole.
//!
//! ```
//! use gongwen::{Config, Miner};
//! use gongwen_report::{Format, MetricRecord, RecordWriter, WriteOptions};
//!
//! let miner = Miner::new(Config::default())?;
//! let doc = miner.read("plan.txt", "2024年工作计划\n全年组织视察不少于4次。".as_bytes())?;
//! let mut out = RecordWriter::new::<MetricRecord<'_>>(Format::Jsonl, Vec::new(), WriteOptions::default())?;
//! for metric in &miner.extract(&doc) {
//!     out.write(&MetricRecord::new(&doc, metric))?;
//! }
//! let lines = out.finish()?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod eval;
mod exact;
mod formats;
mod html;
mod manifest;
mod output;
mod records;
mod schema;
mod summary;

pub use exact::Exact;
pub use formats::{Format, RecordWriter, WriteOptions};
pub use manifest::{Checksum, FileEntry, InputEntry, Manifest};
pub use output::{AtomicFile, OutputDir, OutputFile};
pub use records::{
    ArticleRef, BoilerplateRecord, CleanRecord, ClusterRecord, CollocationRecord, DecodeRecord, EditRecord,
    ErrorRecord, FrequencyRecord, HeadingRecord, KeywordRecord, KeywordsRecord, MaskRecord, MemberRecord,
    MetricRecord, NewWordRecord, NormaliseRecord, OutlineRecord, PageRecord, PanelRecord, ParseRecord,
    PlaceRecord, RemovedRecord, ReuseRecord, RuleRecord, SegmentRecord, ShareRecord, SlotRecord,
    SlotValueRecord, SplitRecord, TermShareRecord, TokenRecord, UnmaskRecord, UseRecord, WidePanel,
    article_at,
};
pub use schema::{Cell, Column, ColumnType, PutRow, Record};
pub use summary::Summary;
