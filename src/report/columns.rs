//! Text in 80 columns.

use super::printable;

/// Columns of the text.
pub(super) const WIDTH: usize = 80;

/// A paragraph, its lines broken.
pub(super) fn wrap(text: &str) -> String {
    textwrap::fill(text, WIDTH) + "\n"
}

/// A name in exactly `width` columns.
pub(super) fn padded(name: &str, width: usize) -> String {
    let mut out = String::new();
    for c in printable(name).chars() {
        if textwrap::core::display_width(&out) + textwrap::core::display_width(c.encode_utf8(&mut [0; 4])) >= width {
            out.push('…');
            break;
        }
        out.push(c);
    }
    let blank = width.saturating_sub(textwrap::core::display_width(&out));
    out + &" ".repeat(blank)
}

/// Names come from tables, and so are not to be trusted on a terminal. Blanks at the ends of lines go too.
pub(super) fn safe(text: &str) -> String {
    text.lines().map(|line| printable(line).trim_end().to_owned() + "\n").collect()
}
