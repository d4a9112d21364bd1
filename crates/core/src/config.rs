//! What a caller can choose.

use crate::normalise::NormaliseConfig;
use crate::reuse::ReuseConfig;
use crate::words::SegmentConfig;

/// The configuration of a [`crate::Miner`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Config {
    /// Of the normal form. Analysis expects the default.
    pub normalise: NormaliseConfig,
    /// Of words.
    pub segment: SegmentConfig,
    /// Of the comparison.
    pub reuse: ReuseConfig,
}
