//! Tables that people open in a spreadsheet.

/// A text that no spreadsheet takes for a formula: what begins like one gets an apostrophe, which spreadsheets do not show.
/// The texts of articles are not to be trusted ("CSV injection", OWASP).
///
/// ```
/// use oped::tables::sheet::unformula;
/// assert_eq!(unformula("=HYPERLINK(1)"), "'=HYPERLINK(1)");
/// assert_eq!(unformula("We must act."), "We must act.");
/// ```
pub fn unformula(text: &str) -> std::borrow::Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}").into() } else { text.into() }
}
