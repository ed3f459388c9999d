//! What the terminal and the page say.

use crate::learn::evaluate::{By, Divider};
use crate::learn::measure::reliance::Share;
use crate::words::figures::percent_in_tenths;

/// Rows without a value.
pub const NO_VALUE: &str = "(none)";

/// "by genre", or by the articles' sections.
pub(super) fn heading(by: &By) -> String {
    match &by.divider {
        Divider::Column(name) => format!("by {name}"),
        Divider::Inherited => "within news articles and within opinion articles".to_owned(),
    }
}

/// What the rows are, and how their parts are sorted.
pub(super) fn explanation(by: &By) -> &'static str {
    match by.divider {
        Divider::Column(_) => "the value with most rows first",
        Divider::Inherited => {
            "rows that have a read label and an inherited one, by the inherited label; the figures are of the read labels"
        }
    }
}

/// The name of a value.
pub(super) fn name_of(by: &By, value: Option<&str>) -> String {
    match (&by.divider, value) {
        (_, None) => NO_VALUE.to_owned(),
        (Divider::Column(_), Some(value)) => value.to_owned(),
        (Divider::Inherited, Some(label)) => format!("{label} articles"),
    }
}

/// The heading of the values' names.
pub(super) fn names(by: &By) -> &str {
    match &by.divider {
        Divider::Column(name) => name,
        Divider::Inherited => "in",
    }
}

/// "2 (12.5 %)"; "–" for a share of nothing.
pub(super) fn counted(share: Share) -> String {
    share
        .estimate
        .value
        .map_or_else(|| "–".to_owned(), |value| format!("{} ({})", share.part, percent_in_tenths(value)))
}
