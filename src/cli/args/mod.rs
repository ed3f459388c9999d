//! cli::args

pub(crate) mod fit;
