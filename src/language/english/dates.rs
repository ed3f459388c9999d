//! Days and months.

pub(crate) const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
pub(crate) const MONTHS: [&str; 12] = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
];

/// The other words of a line that is a date, by how they start.
pub(crate) const DATE_LINE: [&str; 7] = ["am", "pm", "at", "gmt", "utc", "the", "of"];

/// Whether a lower-case word starts with the first three letters of one of the names.
pub(crate) fn abbreviates(lower: &str, names: &[&str]) -> bool {
    lower.get(..3).is_some_and(|start| names.iter().any(|name| name[..3].eq_ignore_ascii_case(start)))
}
