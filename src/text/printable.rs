//! Text that is safe and short enough for a message.

/// Makes untrusted text safe for a terminal: control characters become `�`, line ends and tabs become spaces, and marks that
/// change the direction of writing are dropped.
pub fn printable(text: &str) -> String {
    text.chars()
        .filter(
            |c| !matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'),
        )
        .map(|c| match c {
            '\n' | '\r' | '\t' => ' ',
            c if c.is_control() => '\u{FFFD}',
            c => c,
        })
        .collect()
}

/// Cuts a text after sixty characters.
#[cfg(feature = "tables")]
pub(crate) fn shorten(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
