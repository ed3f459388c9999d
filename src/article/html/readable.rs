//! A page that Readability reads in linear time.
//!
//! Readability writes out the HTML of what it keeps. To escape a text it searches, from each character that it escapes, for each of
//! the others, so that a long text full of ampersands takes time that grows with the square of its length: 30 seconds for 2 MB.
//! Only the letters of the main text are compared with the page's lines, so that these characters may as well be spaces.

use std::borrow::Cow;

/// A page of fewer escaped characters takes no time worth mentioning.
const MANY: usize = 20_000;
/// The longest number in a reference: "#x10FFFF".
const LONGEST_NUMBER: usize = 8;

/// Replaces characters that would be escaped by spaces, if there are very many.
pub(super) fn readable(page: &str) -> Cow<'_, str> {
    let bytes = page.as_bytes();
    if memchr::memchr2_iter(b'&', 0xC2, bytes).count() < MANY {
        return Cow::Borrowed(page);
    }
    let mut out = String::with_capacity(page.len());
    let mut rest = page;
    while let Some(at) = rest.find(|c: char| c == '&' || ('\u{80}'..='\u{BF}').contains(&c)) {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        let first = after.chars().next().map_or(1, char::len_utf8);
        let is_kept = after.starts_with('&') && is_letter(&after[1..]);
        out.push_str(if is_kept { &after[..first] } else { " " });
        rest = &after[first..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Returns true if a character reference, without its ampersand, may be a letter's.
fn is_letter(reference: &str) -> bool {
    if let Some(number) = reference.strip_prefix('#') {
        let digits: String = number.chars().take(LONGEST_NUMBER).take_while(char::is_ascii_alphanumeric).collect();
        let code = match digits.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => digits.parse(),
        };
        return code.is_ok_and(|code| !matches!(code, 0x26 | 0x3C | 0x3E | 0x80..=0xBF));
    }
    const ESCAPED: [&str; 4] = ["amp", "lt", "gt", "nbsp"];
    let is_escaped = |name: &&str| reference.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
    reference.starts_with(|c: char| c.is_ascii_alphabetic()) && !ESCAPED.iter().any(is_escaped)
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;
    use crate::article::{Article, Format};

    #[test]
    fn few_escaped_characters_stay() {
        assert!(matches!(readable("<p>Smith &amp; Sons\u{A0}"), Cow::Borrowed(_)));
        let many = "& &amp;&#38;\u{A0}".repeat(MANY);
        let page = readable(&many).into_owned() + &readable(&format!("{many}&eacute;&#233;&#xE9;é"));
        assert!(page.ends_with("&eacute;&#233;&#xE9;é"));
        assert_eq!(page.matches('&').count(), 3);
    }

    /// Each of these took from ten seconds to minutes, growing with the square of its length.
    #[test]
    fn a_page_of_one_character_is_read_in_linear_time() {
        for unit in ["&", "&#", "&amp;", "&amp", "a\u{AD}\n", "&nbsp;"] {
            let page = format!("<p>{}", unit.repeat((2 << 20) / unit.len()));
            let begin = Instant::now();
            Article::read(page.as_bytes(), Format::Html, None).unwrap();
            assert!(begin.elapsed() < Duration::from_secs(10), "{unit:?}: {:?}", begin.elapsed());
        }
        for unit in ["a-\n", "a\u{AD}\n", "a\n", "a,\n"] {
            let begin = Instant::now();
            Article::read(unit.repeat((1 << 20) / unit.len()).as_bytes(), Format::Text, None).unwrap();
            assert!(begin.elapsed() < Duration::from_secs(10), "{unit:?}: {:?}", begin.elapsed());
        }
    }
}
