//! The first of two passes: what the pages of a site repeat, learned before any of them is taken apart.
//!
//! Only inputs that can be read twice are: with standard input or a pipe among them, nothing is learned, and neither
//! from fewer pages than [`gongwen::FurnitureModel`] asks for. Pages are counted in the order of the inputs, so that
//! the number of threads does not show.

use crate::args::Input;
use crate::input::Pages;
use crate::run::{self, Stop};
use gongwen::{FurnitureModel, Miner};
use rayon::prelude::*;
use std::path::Path;

/// The miner, with what was learned of the sites of `input`; `skip` is no input.
pub(crate) fn sites(miner: Miner, input: &Input, skip: Option<&Path>) -> Result<Miner, Stop> {
    if input.no_learn {
        return Ok(miner);
    }
    let input = Input { digests: false, ..input.clone() };
    let mut pages = Pages::open(&input, skip)?;
    if !pages.may_repeat() {
        return Ok(miner);
    }
    run::set_jobs(input.jobs)?;
    let mut model = FurnitureModel::default();
    loop {
        if crate::interrupt::asked() {
            return Err(Stop::Interrupted);
        }
        let batch = run::batch(&mut pages);
        if batch.is_empty() {
            return Ok(miner.with_furniture(model));
        }
        let seen: Vec<_> = batch
            .into_par_iter()
            .filter_map(|page| {
                // What fails is told by the second pass.
                let page = page.ok()?;
                let source = run::decode(page.content, input.encoding.as_deref()).ok()?;
                Some((page.meta.site?, miner.edges(&source)))
            })
            .collect();
        seen.iter().for_each(|(site, edges)| model.add(site, edges));
    }
}
