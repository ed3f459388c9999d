//! Texts in cells that a spreadsheet may open.

use std::borrow::Cow;

/// A cell that begins with one of these is run as a formula ("CSV injection", OWASP).
const FORMULA_STARTS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Keeps a text from being run as a formula: an apostrophe, which spreadsheets do not show, is put before it.
///
/// ```
/// use oped::tables::sheet::guarded;
/// assert_eq!(guarded("=HYPERLINK(1)"), "'=HYPERLINK(1)");
/// assert_eq!(guarded("We must act."), "We must act.");
/// ```
pub fn guarded(text: &str) -> Cow<'_, str> {
    if text.starts_with(FORMULA_STARTS) { format!("'{text}").into() } else { text.into() }
}

/// Takes the apostrophe of [`guarded`] away.
///
/// ```
/// use oped::tables::sheet::unguarded;
/// assert_eq!([unguarded("'@here"), unguarded("'tis")], ["@here", "'tis"]);
/// ```
pub fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|text| text.starts_with(FORMULA_STARTS)).unwrap_or(cell)
}
