//! What each character is in normalised text: the one place for articles, cells of tables and texts that a program passes in.
//!
//! | in the source | in the text |
//! |---|---|
//! | white space of any kind: no-break, thin, ideographic, tabs, vertical tabs; control characters | one space for a run of it |
//! | characters without width: zero-width spaces and joiners, word joiners, byte order marks, direction marks, variation selectors; NUL | nothing |
//! | a soft hyphen | nothing; at a line's end it joins the word, if that goes on in lower case |
//! | ligatures: ﬁ, ﬂ, ﬀ, ﬃ, ﬄ, ﬅ, ﬆ | their letters |
//! | the hyphens U+2010 and U+2011 | `-` |
//! | line ends: LF, CR, CR LF, form feed, NEL, U+2028, U+2029 | a space in an article's block; in a cell see [`normalised`] |

use std::borrow::Cow;

/// What a character is in normalised text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// Itself.
    Same,
    /// White space inside a line.
    Space,
    /// The end of a line.
    LineEnd,
    /// Nothing.
    Nothing,
    /// Nothing; what follows a line's end belongs to the same word.
    SoftHyphen,
    /// These characters.
    As(&'static str),
}

/// Reads one character.
pub(crate) fn reading(c: char) -> Reading {
    match c {
        ' '..='~' if c != ' ' => Reading::Same,
        '\u{AD}' => Reading::SoftHyphen,
        '\n' | '\r' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Reading::LineEnd,
        c if is_invisible(c) => Reading::Nothing,
        c if c.is_whitespace() || c.is_control() => Reading::Space,
        '\u{2010}' | '\u{2011}' => Reading::As("-"),
        'ﬀ' => Reading::As("ff"),
        'ﬁ' => Reading::As("fi"),
        'ﬂ' => Reading::As("fl"),
        'ﬃ' => Reading::As("ffi"),
        'ﬄ' => Reading::As("ffl"),
        'ﬅ' | 'ﬆ' => Reading::As("st"),
        _ => Reading::Same,
    }
}

/// Returns true for characters without width that would split words.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\0' | '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
    )
}

/// Normalises a text that was not read as an article: a cell of a table, or a paragraph that a program passes in. White space at
/// its ends is removed.
///
/// Line ends are kept, since a cell may hold several paragraphs: a run with one becomes `\n`, with more `\n\n`. One before a
/// lower-case letter is a break inside a sentence, and becomes a space, as in an article.
///
/// ```
/// use oped::text::normalised;
/// assert_eq!(normalised("We con\u{AD}\nﬁrm\u{200B}ed  it.\r\nTwice."), "We confirmed it.\nTwice.");
/// ```
pub fn normalised(text: &str) -> Cow<'_, str> {
    let Some(same) = first_change(text) else { return Cow::Borrowed(text) };
    let mut out = Folded { text: String::with_capacity(text.len()), ..Folded::default() };
    // Up to here only a space at the end can change.
    out.text.push_str(text[..same].trim_end_matches(' '));
    out.gap = same > out.text.len();
    text[same..].chars().for_each(|c| out.push(c));
    Cow::Owned(out.text)
}

/// Returns the first byte at which normalised text may differ; `None` if it is the same. Most texts are, so this looks at a byte
/// at a time and decodes only what may change.
fn first_change(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut at, mut after_space) = (0, true);
    while let Some(&byte) = bytes.get(at) {
        // Most of a text is letters and marks of ASCII with single spaces between them: eight bytes at a time.
        if let Some(eight) = bytes[at..].first_chunk::<8>().map(|chunk| u64::from_le_bytes(*chunk))
            && is_plain(eight, after_space)
        {
            (at, after_space) = (at + 8, eight >> 56 == u64::from(b' '));
            continue;
        }
        let changes = match byte {
            b' ' => after_space,
            0..0x20 | 0x7F => true,
            // The first bytes of characters that are not the same.
            0xC2 | 0xCD | 0xD8 | 0xE1 | 0xE2 | 0xE3 | 0xEF => {
                text[at..].chars().next().is_some_and(|c| reading(c) != Reading::Same)
            }
            _ => false,
        };
        if changes {
            return Some(at);
        }
        after_space = byte == b' ';
        at += 1;
    }
    (after_space && !text.is_empty()).then_some(text.len())
}

/// Whether eight bytes are visible ASCII or single spaces; `after_space`: whether one came before them.
fn is_plain(bytes: u64, after_space: bool) -> bool {
    const ONES: u64 = u64::MAX / 0xFF;
    const TOP_BITS: u64 = ONES * 0x80;
    // The top bit of each byte that is not ASCII, below the space, or DEL. Where all are ASCII, no sum carries into the next byte.
    let others = (bytes | !bytes.wrapping_add(ONES * (0x80 - 0x20)) | bytes.wrapping_add(ONES)) & TOP_BITS;
    let differ = bytes ^ (ONES * u64::from(b' '));
    // The top bit of each byte that is a space: of ASCII only zero has it after this.
    let spaces = !((differ & !TOP_BITS) + ONES * 0x7F) & TOP_BITS;
    let before = (spaces << 8) | (u64::from(after_space) << 7);
    others == 0 && spaces & before == 0
}

/// A normalised text while it grows.
#[derive(Default)]
struct Folded {
    text: String,
    /// Whether white space came last.
    gap: bool,
    /// Line ends in it.
    line_ends: usize,
    after_return: bool,
    /// Whether a soft hyphen came before it.
    hyphen: bool,
}

impl Folded {
    fn push(&mut self, c: char) {
        let after_return = std::mem::replace(&mut self.after_return, c == '\r');
        match reading(c) {
            Reading::Same => {
                self.settle(c);
                self.text.push(c);
            }
            Reading::As(letters) => {
                self.settle(letters.chars().next().unwrap_or(c));
                self.text.push_str(letters);
            }
            Reading::Space => self.gap = true,
            Reading::LineEnd => {
                self.gap = true;
                self.line_ends += usize::from(!(after_return && c == '\n'));
            }
            Reading::SoftHyphen => self.hyphen |= !self.gap,
            Reading::Nothing => {}
        }
    }

    /// Writes the white space before `next`.
    fn settle(&mut self, next: char) {
        let (gap, line_ends, hyphen) =
            (std::mem::take(&mut self.gap), std::mem::take(&mut self.line_ends), std::mem::take(&mut self.hyphen));
        if !gap || self.text.is_empty() || hyphen && next.is_lowercase() {
            return;
        }
        self.text.push_str(match line_ends {
            0 => " ",
            1 if next.is_lowercase() => " ",
            1 => "\n",
            _ => "\n\n",
        });
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn characters_that_nobody_sees_make_no_difference() {
        for (written, expected) in [
            ("plain text, “as it is” — naïve", "plain text, “as it is” — naïve"),
            ("con\u{AD}firmed", "confirmed"),
            ("con\u{AD}\r\n  firmed", "confirmed"),
            ("con\u{AD}\nFirm", "con\nFirm"),
            ("the oﬃce ﬁrst ﬂew oﬀ, baﬄed ﬆill", "the office first flew off, baffled still"),
            ("a\u{200B}b\u{2060}c\u{FEFF}d\u{200D}e\0f", "abcdef"),
            (" \u{A0}two\u{2009}\u{202F} words\u{B}here\t", "two words here"),
            ("One.\u{85}Two.\u{2028}Three.\r\rFour.", "One.\nTwo.\nThree.\n\nFour."),
            ("a line\nthat goes on\n\nbelow", "a line that goes on\n\nbelow"),
            ("year\u{2011}on\u{2010}year", "year-on-year"),
            ("two  spaces ", "two spaces"),
            ("", ""),
            (" \u{200B} ", ""),
        ] {
            assert_eq!(normalised(written), expected, "{written:?}");
        }
        assert!(matches!(normalised("A “plain” text — naïve, 5 € and £3."), Cow::Borrowed(_)));
    }

    proptest! {
        /// What is looked at eight bytes at a time is read as what is read character by character.
        #[test]
        fn long_runs_are_read_as_single_characters_are(text in "([ -~]{0,20}|[ \u{7F}\u{A0}“é\n\u{AD}]{0,2}){0,6}") {
            let mut folded = Folded::default();
            text.chars().for_each(|c| folded.push(c));
            prop_assert_eq!(normalised(&text), folded.text);
        }

        #[test]
        fn what_is_normalised_stays_as_it_is(text in "[ -~\u{A0}-\u{FF}\n\r\u{B}\u{200B}\u{2028}ﬁ“a-zA-Z \u{AD}]{0,40}") {
            let once = normalised(&text).into_owned();
            prop_assert_eq!(normalised(&once), once.clone());
            prop_assert!(matches!(normalised(&once), Cow::Borrowed(_)) || once.contains('\n'));
        }
    }
}
