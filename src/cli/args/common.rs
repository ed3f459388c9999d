//! Flags of every verb.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::error::{Error, ErrorKind, Result};
use crate::label::Probability;

/// Flags of every verb.
#[derive(Debug, Clone, Args)]
pub(crate) struct Common {
    /// Write the result to a file, which appears only when it is complete
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,
    /// Colour the text
    #[arg(long, value_enum, default_value_t = Color::Auto, help_heading = "Output")]
    pub(crate) color: Color,
    /// Number of threads; 0 means one per core. The result does not depend on it
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u16).range(0..=256), help_heading = "Output")]
    pub(crate) threads: u16,
    /// Write only errors to stderr, no notes
    #[arg(short, long, conflicts_with = "verbose", help_heading = "Output")]
    pub(crate) quiet: bool,
    /// Show more detail
    #[arg(short, long, help_heading = "Output")]
    pub(crate) verbose: bool,
}

impl Common {
    /// Sets the number of threads of the whole program.
    pub(crate) fn set_threads(&self) -> Result<()> {
        rayon::ThreadPoolBuilder::new()
            .num_threads(self.threads.into())
            .build_global()
            .map_err(|error| Error::new(ErrorKind::Usage, format!("the threads could not be started: {error}")))
    }
}

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// A share between 0 and 1, both excluded.
pub(crate) fn parse_prior(text: &str) -> std::result::Result<Probability, String> {
    let share = text.parse().ok().filter(|share: &f64| *share > 0.0 && *share < 1.0);
    share.map(Probability).ok_or_else(|| "give a share between 0 and 1, such as 0.1".to_owned())
}
