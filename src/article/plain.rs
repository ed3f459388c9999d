//! Plain text → lines: one for each physical line that is not blank.

use super::{block::BlockKind, line::Line, setting::Setting};
use crate::text::{MappedText, characters::is_invisible};

/// The line above the signature of a mail.
pub(super) const SIGNATURE_MARK: &str = "--";
/// The width of a tab in an indent, in columns.
const TAB_COLUMNS: usize = 4;

/// Splits text at line ends (`\n`, `\r\n`, `\r`, form feed, NEL, U+2028, U+2029).
pub(super) fn lines(text: &str) -> Vec<Line> {
    let mut out = Vec::new();
    let mut gap = 0;
    let mut after_rule = false;
    for (start, end) in physical_lines(text) {
        match line(&text[start..end], start, gap) {
            Some(mut line) => {
                line.setting.after_rule = after_rule;
                out.push(line);
                (gap, after_rule) = (0, false);
            }
            None => {
                gap += 1;
                after_rule |= is_rule(&text[start..end]);
            }
        }
    }
    out
}

/// Returns the byte ranges between line ends.
pub(super) fn physical_lines(text: &str) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if !matches!(c, '\n' | '\r' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}') {
            continue;
        }
        out.push((start, at));
        start = at + c.len_utf8();
        if c == '\r' && chars.next_if(|&(_, next)| next == '\n').is_some() {
            start += 1;
        }
    }
    out.push((start, text.len()));
    out
}

/// Reads one physical line; `None` if it holds only white space, bullets and rules. Leading `>` marks of a quoted mail make it a
/// quotation.
fn line(raw: &str, offset: usize, gap: usize) -> Option<Line> {
    let blank = |c: char| c.is_whitespace() || is_invisible(c);
    let mut body = raw.trim_start_matches(blank);
    let mut depth = 0;
    while let Some(rest) = body.strip_prefix('>') {
        body = rest.trim_start_matches(blank);
        depth += 1;
    }
    let lead = raw.len() - body.len();
    let signature = body.trim_end() == SIGNATURE_MARK;
    let marker = bullet_len(body);
    let mut text = MappedText::default();
    text.push_folded(&body[marker..], offset + lead + marker);
    text.trim_end();
    let has_words = text.as_str().chars().any(char::is_alphanumeric);
    if !has_words && !signature && !closes_quotation(text.as_str()) {
        return None;
    }
    let kind = match depth {
        // Lifted out of the text, like a page number.
        _ if signature => Some(BlockKind::Furniture),
        0 => None,
        _ => Some(BlockKind::Quote),
    };
    let indent = raw[..lead].chars().map(|c| if c == '\t' { TAB_COLUMNS } else { 1 }).sum();
    let setting = Setting { dashed: is_dash(body) && marker > 0, ..Setting::default() };
    Some(Line { bullet: marker > 0, gap, indent, width: raw.trim_end().chars().count(), text, kind, depth, setting })
}

/// "* * *", "----", "⁂": a line that separates what is above it from what is below.
pub(super) fn is_rule(text: &str) -> bool {
    let marks = || text.chars().filter(|c| !c.is_whitespace());
    let is_mark = |c: char| matches!(c, '*' | '-' | '–' | '—' | '_' | '=' | '~' | '#' | '•' | '·' | '⁂' | '❦' | '§');
    marks().all(is_mark) && (marks().count() >= 3 || marks().any(|c| matches!(c, '⁂' | '❦')))
}

/// Returns true if a text starts with a dash, as the lines of a dialogue do.
pub(super) fn is_dash(text: &str) -> bool {
    text.starts_with(['-', '–', '—'])
}

/// Returns true for a line that only closes a quotation.
fn closes_quotation(text: &str) -> bool {
    !text.is_empty()
        && text.chars().all(|c| matches!(c, '”' | '"' | '»' | '.' | ',' | ' '))
        && text.contains(['”', '"', '»'])
}

/// Returns the length of a bullet or list number at the start of `body`, with the white space after it; 0 if there is none.
///
/// White space must follow, except after `•`. Numbers have at most two digits and `.` or `)`: "1961. It was…" starts a sentence.
pub(super) fn bullet_len(body: &str) -> usize {
    let mut chars = body.chars();
    let marker = match chars.next() {
        Some(c @ ('•' | '◦' | '▪' | '‣' | '·' | '●' | '■' | '*' | '-' | '–' | '—' | '+')) => {
            c.len_utf8()
        }
        Some(c) if c.is_ascii_digit() => {
            let digits = body.bytes().take_while(u8::is_ascii_digit).count();
            match body.as_bytes().get(digits) {
                Some(b'.' | b')') if digits <= 2 => digits + 1,
                _ => return 0,
            }
        }
        _ => return 0,
    };
    let rest = &body[marker..];
    let space = rest.len() - rest.trim_start().len();
    if space == 0 && !body.starts_with('•') { 0 } else { marker + space }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Format};

    #[test]
    fn bullets_need_white_space_behind_them() {
        for (body, expected) in [
            ("• we urge", 4),
            ("•we urge", 3),
            ("- we urge", 2),
            ("-5 degrees", 0),
            ("1. First", 3),
            ("1961. It was", 0),
            ("*bold* move", 0),
        ] {
            assert_eq!(bullet_len(body), expected, "{body}");
        }
    }

    #[test]
    fn the_first_line_may_declare() {
        let declared = |first: &str| {
            let page = format!("{first}\n\nThe council met on Monday and voted.\n\nOpinion\n\nIt voted once more.\n");
            Article::read(page.as_bytes(), Format::Text, None).unwrap().declared.map(|declared| declared.mark)
        };
        for (first, expected) in [
            ("OPINION: Keep the bridge", Some("OPINION")),
            ("\n\nEditorial", Some("Editorial")),
            ("Letters to the Editor\n\nA bridge", Some("Letters to the Editor")),
            ("Opinion polls favour the bridge", None),
            ("Opinion\nSport\nWeather\nJobs\nPuzzles", None),
            ("The Gazette\n\nOpinion", None),
        ] {
            assert_eq!(declared(first).as_deref(), expected, "{first}");
        }
    }

    #[test]
    fn every_line_end_counts_once() {
        let read = lines("a b\r\nc d\re f\n\n\u{a0}\n  • g h\u{2028}i j");
        let seen: Vec<_> = read.iter().map(|l| (l.as_str(), l.gap, l.bullet)).collect();
        assert_eq!(
            seen,
            [("a b", 0, false), ("c d", 0, false), ("e f", 0, false), ("g h", 2, true), ("i j", 0, false)]
        );
    }
}
