//! Shared helpers of the integration tests.

pub mod gold;
pub mod measure;
pub mod process;
