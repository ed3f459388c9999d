//! Text that is safe to show in a terminal.

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
