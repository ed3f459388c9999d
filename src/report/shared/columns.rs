//! Text in columns: 80, or those of the terminal.

use super::words::more;
use crate::text::printable;

/// Columns of the text.
pub(crate) const WIDTH: usize = 80;

/// Narrower terminals break lines themselves.
const MIN_WIDTH: usize = 40;
/// Longer lines are hard to read.
const MAX_WIDTH: usize = 100;

/// The columns that are used of a terminal's.
pub(crate) fn used_width(terminal: usize) -> usize {
    terminal.clamp(MIN_WIDTH, MAX_WIDTH)
}

/// A paragraph, its lines broken.
pub(crate) fn wrap(text: &str) -> String {
    wrap_to(WIDTH, text)
}

/// A paragraph, its lines broken at so many columns.
pub(crate) fn wrap_to(width: usize, text: &str) -> String {
    textwrap::fill(text, width) + "\n"
}

/// A name in exactly `width` columns.
pub(crate) fn padded(name: &str, width: usize) -> String {
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

/// What is said below a list that does not show all; nothing below one that does.
pub(crate) fn and_more(all: usize, shown: usize) -> String {
    more(all, shown).map_or_else(String::new, |more| format!("  {more}\n"))
}

/// Names come from tables, and so are not to be trusted on a terminal. Blanks at the ends of lines go too.
pub(crate) fn safe(text: &str) -> String {
    text.lines().map(|line| printable(line).trim_end().to_owned() + "\n").collect()
}
