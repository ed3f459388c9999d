//! What ties a paragraph's drawing to its text: its id, and how it is drawn.

use crate::label::Label;
use crate::verdict::Decision;

/// The id of a paragraph.
pub(in crate::report) fn anchor(article: usize, paragraph: usize) -> String {
    format!("a{article}p{paragraph}")
}

/// The class that says how the paragraph is drawn.
pub(in crate::report) fn class_of(decision: Option<Decision>) -> &'static str {
    match decision.map(|decision| (decision.label, decision.unsure.is_some())) {
        Some((Label::News, false)) => "n",
        Some((Label::News, true)) => "n u",
        Some((Label::Opinion, false)) => "o",
        Some((Label::Opinion, true)) => "o u",
        None => "none",
    }
}
