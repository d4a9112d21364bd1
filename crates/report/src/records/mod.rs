//! One type a command, with exactly the fields of the contract in its order.
//!
//! Constructors take what the library found and turn byte offsets into code points of the decoded original, so
//! that nothing after them needs a text. Records borrow from the page where they can.

mod article;
mod metric;
mod page;
mod panel;
mod reuse;
mod words;

pub use article::{HeadingRecord, MaskRecord, OutlineRecord, SplitRecord};
pub use metric::{MetricRecord, ParseRecord};
pub use page::{
    CleanRecord, DecodeRecord, EditRecord, ErrorRecord, NormaliseRecord, PageRecord, RemovedRecord,
};
pub use panel::{PanelRecord, RuleRecord, WidePanel};
pub use reuse::{
    ArticleRef, BoilerplateRecord, ClusterRecord, MemberRecord, PlaceRecord, ReuseRecord, ShareRecord,
    SlotRecord, SlotValueRecord, UnmaskRecord, UseRecord,
};
pub use words::{
    CollocationRecord, FrequencyRecord, KeywordRecord, KeywordsRecord, NewWordRecord, SegmentRecord,
    TermShareRecord, TokenRecord,
};

use gongwen::{ArticleId, Document, Normal, Points, Span};

/// Code points of the original behind a span of the normal form.
pub(crate) fn points(doc: &Document, at: Span<Normal>) -> Span<Points> {
    doc.source().points(doc.normal().to_source(at))
}

/// The innermost article that holds the whole span.
///
/// Articles stand in preorder, so the last one that begins no later than the span lies inside every article that
/// holds the span, or is it: look it up and climb. `O(log articles + depth)`.
#[must_use]
pub fn article_at(doc: &Document, at: Span<Normal>) -> Option<ArticleId> {
    let articles = doc.articles();
    let last = articles.partition_point(|a| a.at.start() <= at.start());
    let mut next = last.checked_sub(1).map(ArticleId::from);
    while let Some(id) = next {
        let article = &articles[id.index()];
        if article.at.contains(at) {
            return Some(id);
        }
        next = article.parent;
    }
    None
}
