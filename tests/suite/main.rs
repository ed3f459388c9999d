//! The integration tests: one binary, so that linking stays cheap.

// A helper that cannot go on is a test that fails.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod agreement;
mod audit;
mod characters;
mod command_line;
mod corrections;
mod data;
mod evaluation;
mod evidence;
mod exchanges;
mod files;
mod gold;
mod inherited;
mod layers;
mod leakage;
#[cfg(feature = "parquet")]
mod parquet;
mod properties;
mod reference;
mod reproducible;
mod scores;
#[cfg(all(feature = "serve", unix))]
mod serve;
mod streaming;
mod tables;
mod verdicts;

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// A path inside the project.
fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A path inside the material that lies beside the project in its own workshop. Says so and gives `None` elsewhere.
fn beside(path: &str) -> Option<PathBuf> {
    let path = project("../shared").join(path);
    if path.exists() {
        return Some(path);
    }
    eprintln!("skipped: {} is not beside the project", path.display());
    None
}

/// The project's own paragraphs.
fn own_table() -> oped::tables::rows::Table {
    let bytes = std::fs::read(project("data/paragraphs.csv")).unwrap();
    oped::tables::table::read_table("paragraphs.csv", &bytes, &Default::default()).unwrap()
}

/// A model trained on the project's own paragraphs alone, once for all tests.
fn own_model() -> &'static Arc<oped::Model> {
    static MODEL: OnceLock<Arc<oped::Model>> = OnceLock::new();
    MODEL.get_or_init(|| oped::learn::train::train(&[own_table()], &Default::default()).unwrap().0.into())
}

/// Runs with so many threads.
fn with_threads<T: Send>(threads: usize, run: impl FnOnce() -> T + Send) -> T {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(run)
}
