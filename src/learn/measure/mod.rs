//! How good a model is, on rows it has not seen.
//!
//! ```text
//! probabilities, labels, groups ─ranked→ Ranked ─┬─ every group once ──────────→ Metrics
//!                                                └─ groups drawn, 1,000 times ─→ intervals
//! sure labels, verdicts, groups ─reliance→ shares with intervals
//! labels of several annotators ─agreement→ coefficients of agreement, with intervals
//! ```

pub mod agreement;
pub mod bootstrap;
pub mod confident;
pub mod figure;
pub mod metrics;
pub mod reliability;
pub mod reliance;
pub mod roc;
pub mod telltale;
