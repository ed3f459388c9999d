//! One self-contained page.
use crate::validate::Evaluation;

/// The whole evaluation.
pub fn html(_evaluation: &Evaluation) -> String {
    String::new()
}
