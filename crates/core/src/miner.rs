//! Joins the stages; nothing else does.

use crate::config::Config;
use crate::document::{Document, Meta};
use crate::error::Error;
use crate::metrics::{Extractor, Metric};
use crate::normalise::Normaliser;
use crate::panel::{Panel, PanelRow};
use crate::read::{self, ReadOptions};
use crate::reuse::{Comparer, Folded, Reuse, Unit, is_plain};
use crate::span::Span;
use crate::structure::{Edges, FurnitureModel, Structurer};
use crate::text::SourceText;
use crate::words::{Segmenter, Token};
use std::sync::OnceLock;

/// The whole road in one value: build it once, share it between threads.
///
/// Tables of structure, words and metrics are loaded when they are first asked for.
///
/// ```
/// use gongwen::{Config, Miner};
/// let miner = Miner::new(Config::default())?;
/// let doc = miner.read("a.txt", "一、目标\n全年办理建议12件。".as_bytes())?;
/// for m in miner.extract(&doc) {
///     println!("{} {}", doc.id(), doc.source().slice(m.at));
/// }
/// # Ok::<(), gongwen::Error>(())
/// ```
#[derive(Debug)]
pub struct Miner {
    config: Config,
    normaliser: Normaliser,
    structurer: OnceLock<Structurer>,
    furniture: FurnitureModel,
    extractor: OnceLock<Extractor>,
    panel: OnceLock<Panel>,
    segmenter: OnceLock<Segmenter>,
}

impl Miner {
    /// Loads the tables.
    ///
    /// # Errors
    /// When a table is not well formed or the configuration makes no sense.
    pub fn new(config: Config) -> Result<Self, Error> {
        // A comparison that cannot be made is refused here and not after all pages have been read.
        Comparer::new(config.reuse.clone())?;
        Ok(Self {
            normaliser: Normaliser::new(config.normalise.clone())?,
            structurer: OnceLock::new(),
            furniture: FurnitureModel::default(),
            extractor: OnceLock::new(),
            panel: OnceLock::new(),
            segmenter: OnceLock::new(),
            config,
        })
    }

    /// The configuration.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Decodes a page, normalises it and takes it apart.
    ///
    /// # Errors
    /// When the bytes are no text.
    pub fn read(&self, id: &str, bytes: &[u8]) -> Result<Document, Error> {
        let source = read::read(bytes, ReadOptions::default()).map_err(|e| e.at(id))?;
        Ok(self.document(id, source, Meta::default()))
    }

    /// Normalises a decoded page and takes it apart.
    #[must_use]
    pub fn document(&self, id: &str, source: SourceText, meta: Meta) -> Document {
        let normal = self.normaliser.normalise(source.as_str());
        let script = self.normaliser.script(source.as_str());
        let masks = self.normaliser.masks(&normal);
        let site = meta.site.as_deref().and_then(|site| self.furniture.site(site));
        let structure = self.structurer().structure_of_site(&source, &normal, &masks, &meta, site);
        Document { id: id.into(), source, normal, script, masks, structure, meta }
    }

    /// What a [`FurnitureModel`] is to see of a decoded page.
    #[must_use]
    pub fn edges(&self, source: &SourceText) -> Edges {
        self.structurer().edges(&self.normaliser.normalise(source.as_str()))
    }

    /// A miner that also knows what the pages of sites repeat, for pages whose [`Meta::site`] the model has seen.
    ///
    /// ```
    /// use gongwen::{Config, FurnitureModel, Meta, Miner, SourceText, clean};
    /// let miner = Miner::new(Config::default())?;
    /// let page = |n: u32| format!("云川在线欢迎您\n{n}月工作计划\n全年办理建议{n}件，抓好落实。\n");
    /// let mut model = FurnitureModel::default();
    /// for n in 1..=6 {
    ///     model.add("yunchuan.example", &miner.edges(&SourceText::new(page(n))));
    /// }
    /// let miner = miner.with_furniture(model);
    /// let meta = Meta { site: Some("yunchuan.example".into()), ..Meta::default() };
    /// let doc = miner.document("6.txt", SourceText::new(page(6)), meta);
    /// assert_eq!(clean(&doc), "6月工作计划\n全年办理建议6件，抓好落实。\n");
    /// # Ok::<(), gongwen::Error>(())
    /// ```
    #[must_use]
    pub fn with_furniture(self, furniture: FurnitureModel) -> Self {
        Self { furniture, ..self }
    }

    /// The page's metrics, sorted by start.
    #[must_use]
    pub fn extract(&self, doc: &Document) -> Vec<Metric> {
        self.extractor().extract(doc)
    }

    /// The page's panel: its common indicators, a row a region, year, indicator and role.
    #[must_use]
    pub fn panel(&self, doc: &Document) -> Vec<PanelRow> {
        self.panel
            .get_or_init(|| Panel::new().expect("a test loads the tables"))
            .rows(doc, &self.extractor().read(doc))
    }

    /// What takes pages apart. The first page loads its tables: decoding alone does without.
    fn structurer(&self) -> &Structurer {
        self.structurer.get_or_init(|| Structurer::new().expect("a test loads the tables"))
    }

    /// The extractor, for its lexer. The first call loads its tables.
    ///
    /// # Panics
    /// Never: the tables are part of the program, and its tests load them.
    #[must_use]
    pub fn extractor(&self) -> &Extractor {
        self.extractor.get_or_init(|| Extractor::new().expect("a test loads the tables"))
    }

    /// The normaliser, for steps alone.
    #[must_use]
    pub fn normaliser(&self) -> &Normaliser {
        &self.normaliser
    }

    /// The page's words. The first call loads the dictionary.
    ///
    /// # Errors
    /// When a table of words is not well formed.
    pub fn segment(&self, doc: &Document) -> Result<Vec<Token>, Error> {
        let all = Span::new(0, doc.normal().text().len());
        Ok(self.segmenter()?.segment(doc.normal().text(), all))
    }

    /// The segmenter, its dictionary loaded.
    ///
    /// # Errors
    /// When a table of words is not well formed.
    pub fn segmenter(&self) -> Result<&Segmenter, Error> {
        if let Some(ready) = self.segmenter.get() {
            return Ok(ready);
        }
        let new = Segmenter::new(self.config.segment)?;
        Ok(self.segmenter.get_or_init(|| new))
    }

    /// Folds a page for [`Miner::comparer`].
    #[must_use]
    pub fn fold(&self, doc: &Document) -> Folded {
        Folded::new(doc, &self.config.reuse)
    }

    /// Folds a decoded page for [`Miner::comparer`].
    ///
    /// Where whole pages are compared, a page of plain text need not be taken apart for it: that is several times as
    /// fast as [`Miner::document`] and [`Miner::fold`], and gives the same.
    ///
    /// ```
    /// use gongwen::{Config, Meta, Miner, ReuseConfig, SourceText, Unit};
    /// let reuse = ReuseConfig { unit: Unit::Page, ..ReuseConfig::default() };
    /// let miner = Miner::new(Config { reuse, ..Config::default() })?;
    /// let mut comparer = miner.comparer()?;
    /// for text in ["全镇共栽下槐树12棵，分给八个村民小组照看。", "全鎮共栽下槐樹××棵,分給三個村民小組照看"] {
    ///     comparer.add(miner.fold_source(SourceText::new(text), Meta::default()))?;
    /// }
    /// assert_eq!(comparer.clusters()?.len(), 1);
    /// # Ok::<(), gongwen::Error>(())
    /// ```
    #[must_use]
    pub fn fold_source(&self, source: SourceText, meta: Meta) -> Folded {
        if self.config.reuse.unit == Unit::Page && is_plain(&source) {
            Folded::of_page(source, &self.normaliser, meta.date)
        } else {
            self.fold(&self.document("", source, meta))
        }
    }

    /// A comparison that pages are added to one by one.
    ///
    /// # Errors
    /// When the configuration makes no sense.
    pub fn comparer(&self) -> Result<Comparer, Error> {
        Comparer::new(self.config.reuse.clone())
    }

    /// Compares pages that are in memory.
    ///
    /// # Errors
    /// When the configuration makes no sense, or a temporary file cannot be written.
    pub fn compare(&self, docs: &[Document]) -> Result<Reuse, Error> {
        let mut comparer = self.comparer()?;
        for doc in docs {
            comparer.add(self.fold(doc))?;
        }
        comparer.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_configuration_without_sense_is_refused_at_once() {
        let reuse = crate::reuse::ReuseConfig { threshold: 3.0, ..Default::default() };
        let refused = Miner::new(Config { reuse, ..Config::default() }).unwrap_err().to_string();
        assert!(refused.contains("threshold 3"), "{refused}");
    }

    #[test]
    fn one_miner_serves_all_threads() {
        fn shared<T: Send + Sync>() {}
        shared::<Miner>();
        let miner = Miner::new(Config::default()).unwrap();
        let page = "云川镇2024年工作计划\n全年组织视察不少于4次。".as_bytes();
        let alone: Vec<_> = miner.extract(&miner.read("a", page).unwrap());
        assert!(!alone.is_empty());
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| assert_eq!(miner.extract(&miner.read("a", page).unwrap()), alone));
            }
        });
    }
}
