//! Reports.
pub mod eval;
