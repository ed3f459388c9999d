//! Cells of the tables of a page.

use maud::{Markup, html};

use super::sentences::interval;
use crate::learn::measure::bootstrap::{Difference, Estimate, Finding};
use crate::words::figures::number;

/// A figure with its interval.
pub(in crate::report) fn value(estimate: &Estimate) -> Markup {
    html! { (number(estimate.value)) " " small { (interval(estimate)) } }
}

/// The class of a difference.
pub(in crate::report) fn class_of(difference: &Difference) -> &'static str {
    match difference.finding {
        Some(Finding::Better) => "better",
        Some(Finding::Worse) => "worse",
        _ => "",
    }
}
