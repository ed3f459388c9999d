//! Text laid out in columns.

use crate::text::printable;
use crate::words::figures::more;

/// The width of a report.
pub(crate) const WIDTH: usize = 80;

/// On narrower terminals lines wrap.
const MIN_WIDTH: usize = 40;
/// Longer lines are hard to read.
const MAX_WIDTH: usize = 100;

/// The width used on a terminal of this width.
pub(crate) fn used_width(terminal: usize) -> usize {
    terminal.clamp(MIN_WIDTH, MAX_WIDTH)
}

/// Wraps a paragraph.
pub(crate) fn wrap(text: &str) -> String {
    wrap_to(WIDTH, text)
}

/// Wraps a paragraph to `width` columns.
pub(crate) fn wrap_to(width: usize, text: &str) -> String {
    textwrap::fill(text, width) + "\n"
}

/// Wraps a paragraph to `width` columns, its first line and the others after these indents.
pub(crate) fn indented(width: usize, text: &str, first: &str, rest: &str) -> String {
    let options = textwrap::Options::new(width).initial_indent(first).subsequent_indent(rest);
    textwrap::fill(&printable(text), options) + "\n"
}

/// A name cut or padded to exactly `width` columns.
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

/// A line below a list that shows only some of its items.
pub(crate) fn and_more(all: usize, shown: usize) -> String {
    more(all, shown).map_or_else(String::new, |more| format!("  {more}\n"))
}

/// Makes text printable, as names from tables may hold escape codes, and trims the ends of lines.
pub(crate) fn safe(text: &str) -> String {
    text.lines().map(|line| printable(line).trim_end().to_owned() + "\n").collect()
}
