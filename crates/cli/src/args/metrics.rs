//! Arguments of commands about metrics.

use super::{Io, Kind, Role};
use clap::Args;

#[derive(Args, Debug)]
pub(crate) struct Extract {
    #[command(flatten)]
    pub(crate) io: Io,
    /// Only metrics of these kinds
    #[arg(long, value_enum, value_delimiter = ',', value_name = "KIND,…")]
    pub(crate) kind: Vec<Kind>,
    /// Only metrics of these roles
    #[arg(long, value_enum, value_delimiter = ',', value_name = "ROLE,…")]
    pub(crate) role: Vec<Role>,
    /// Only metrics of at least this confidence, 0 to 1
    #[arg(long, default_value_t = 0.0, value_name = "SHARE")]
    pub(crate) min_confidence: f32,
}

#[derive(Args, Debug)]
pub(crate) struct Panel {
    #[command(flatten)]
    pub(crate) io: Io,
    /// A column an indicator, in place of a row
    #[arg(long)]
    pub(crate) wide: bool,
    /// Only rows of these roles
    #[arg(long, value_enum, value_delimiter = ',', value_name = "ROLE,…")]
    pub(crate) role: Vec<Role>,
    /// Only these indicators (gdp_growth, revenue, …)
    #[arg(long, value_delimiter = ',', value_name = "KEY,…")]
    pub(crate) indicator: Vec<String>,
}

#[derive(Args, Debug)]
#[command(mut_arg("inputs", |inputs| inputs.required(false)))]
pub(crate) struct Rules {
    #[command(flatten)]
    pub(crate) io: Io,
}
