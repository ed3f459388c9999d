//! Normalised text that knows the source of each of its bytes.

use super::{Span, decode::Decoded};

/// A run of the normalised text and the run of the source from which it was read. An exact piece has the bytes of the source
/// (its characters, if the source is not UTF-8); any other is a character reference such as `&mdash;`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    text: Span,
    source: Span,
    exact: bool,
}

/// Normalised text with the way back to its source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MappedText {
    text: String,
    pieces: Vec<Piece>,
}

impl MappedText {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it leads back to its source. Text that was unpacked from a file does not.
    pub fn is_mapped(&self) -> bool {
        !self.pieces.is_empty()
    }

    /// Returns the span of the source under the text's bytes `start..end`, which must be character boundaries. Spaces in place
    /// of line breaks have no byte in the source; a span never starts or ends inside a character reference. Text that is not
    /// mapped has an empty span.
    pub fn source_span(&self, start: usize, end: usize) -> Span {
        if self.pieces.is_empty() {
            return Span { start: 0, end: 0 };
        }
        let first = self.pieces.partition_point(|piece| piece.text.end <= start).min(self.pieces.len() - 1);
        let last = self.pieces.partition_point(|piece| piece.text.start < end).max(1) - 1;
        let (first, last) = (self.pieces[first], self.pieces[last]);
        let from = if first.exact && start > first.text.start {
            first.source.start + (start - first.text.start).min(first.source.end - first.source.start)
        } else {
            first.source.start
        };
        let to = if last.exact && end < last.text.end {
            last.source.start + end.saturating_sub(last.text.start)
        } else {
            last.source.end
        };
        Span { start: from, end: to.max(from) }
    }

    /// Appends `run`, read from `source`: a span of equal length, or a character reference.
    pub(crate) fn push(&mut self, run: &str, source: Span) {
        if run.is_empty() {
            return;
        }
        let text = Span { start: self.text.len(), end: self.text.len() + run.len() };
        let exact = source.end - source.start == run.len();
        self.text.push_str(run);
        match self.pieces.last_mut() {
            Some(last) if exact && last.exact && last.text.end == text.start && last.source.end == source.start => {
                last.text.end = text.end;
                last.source.end = source.end;
            }
            _ => self.pieces.push(Piece { text, source, exact }),
        }
    }

    /// Appends a run of decoded source that starts at `offset`. White space, no-break spaces too, is folded to one space, and to
    /// none at the start of the text; invisible characters are dropped.
    pub(crate) fn push_folded(&mut self, run: &str, offset: usize) {
        let mut start = 0;
        for (at, c) in run.char_indices() {
            let invisible = is_invisible(c);
            if !invisible && !c.is_whitespace() && !c.is_control() {
                continue;
            }
            self.push(&run[start..at], Span { start: offset + start, end: offset + at });
            start = at + c.len_utf8();
            if !invisible {
                self.push_space();
            }
        }
        self.push(&run[start..], Span { start: offset + start, end: offset + run.len() });
    }

    /// Appends words whose places inside `source` are unknown.
    pub(crate) fn push_folded_words(&mut self, words: &str, source: Span) {
        for (at, word) in words.split_whitespace().enumerate() {
            if at > 0 || words.starts_with(char::is_whitespace) {
                self.push_space();
            }
            self.push(word, source);
        }
        if words.ends_with(char::is_whitespace) {
            self.push_space();
        }
    }

    /// Appends a space unless the text is empty or ends with one.
    pub(crate) fn push_space(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with(' ') {
            self.text.push(' ');
        }
    }

    /// Appends other text, after a space if asked for.
    pub(crate) fn append(&mut self, other: &MappedText, space: bool) {
        if space {
            self.push_space();
        }
        let shift = self.text.len();
        self.text.push_str(&other.text);
        self.pieces.extend(other.pieces.iter().map(|piece| Piece {
            text: Span { start: piece.text.start + shift, end: piece.text.end + shift },
            ..*piece
        }));
    }

    /// Drops trailing white space.
    pub(crate) fn trim_end(&mut self) {
        self.truncate(self.text.trim_end().len());
    }

    /// Keeps the first `len` bytes.
    pub(crate) fn truncate(&mut self, len: usize) {
        self.text.truncate(len);
        while self.pieces.last().is_some_and(|piece| piece.text.start >= len) {
            self.pieces.pop();
        }
        if let Some(last) = self.pieces.last_mut().filter(|last| last.text.end > len) {
            if last.exact {
                last.source.end = last.source.start + (len - last.text.start);
            }
            last.text.end = len;
        }
    }

    /// Drops the first `len` bytes and the white space after them.
    pub(crate) fn drop_front(&mut self, len: usize) {
        let rest = self.text[len..].trim_start();
        let cut = self.text.len() - rest.len();
        self.text = rest.to_owned();
        self.pieces.retain(|piece| piece.text.end > cut);
        for piece in &mut self.pieces {
            if piece.text.start < cut {
                if piece.exact {
                    piece.source.start += cut - piece.text.start;
                }
                piece.text.start = cut;
            }
            piece.text = Span { start: piece.text.start - cut, end: piece.text.end - cut };
        }
    }

    /// Drops the way back to the source.
    #[cfg(feature = "files")]
    pub(crate) fn unmapped(self) -> MappedText {
        MappedText { text: self.text, pieces: Vec::new() }
    }

    /// Maps the spans from the decoded text to the bytes of the file.
    pub(crate) fn into_source(mut self, decoded: &Decoded) -> MappedText {
        if decoded.encoding != super::Encoding::Utf8 {
            self.split_at_non_ascii();
        }
        for piece in &mut self.pieces {
            piece.source =
                Span { start: decoded.source_offset(piece.source.start), end: decoded.source_offset(piece.source.end) };
        }
        if matches!(decoded.encoding, super::Encoding::Utf16Le | super::Encoding::Utf16Be) {
            self.pieces.iter_mut().for_each(|piece| piece.exact = false);
        }
        self
    }

    /// Cuts exact pieces into characters: if the source is not UTF-8, offsets inside a longer piece differ.
    fn split_at_non_ascii(&mut self) {
        let mut split = Vec::new();
        for piece in &self.pieces {
            if !piece.exact {
                split.push(*piece);
                continue;
            }
            for (at, c) in piece.text.of(&self.text).char_indices() {
                let (start, end) = (at, at + c.len_utf8());
                split.push(Piece {
                    text: Span { start: piece.text.start + start, end: piece.text.start + end },
                    source: Span { start: piece.source.start + start, end: piece.source.start + end },
                    exact: true,
                });
            }
        }
        self.pieces = split;
    }
}

/// Returns true for characters without width that would split words: zero-width spaces and joiners, soft hyphens, direction
/// marks.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_lead_back_through_folding_dropping_and_references() {
        let source = "  two\u{a0}  words &mdash; na\u{ad}me ";
        let mut mapped = MappedText::default();
        let at = source.find("&mdash;").unwrap();
        mapped.push_folded(&source[..at], 0);
        mapped.push("—", Span { start: at, end: at + 7 });
        mapped.push_folded(&source[at + 7..], at + 7);
        mapped.trim_end();
        assert_eq!(mapped.as_str(), "two words — name");
        let slice = |word: &str| {
            let start = mapped.as_str().find(word).unwrap();
            mapped.source_span(start, start + word.len()).of(source)
        };
        assert_eq!(slice("words"), "words");
        assert_eq!(slice("—"), "&mdash;");
        assert_eq!(slice("words — n"), "words &mdash; n");
        assert_eq!(slice("name"), "na\u{ad}me");
        mapped.drop_front(3);
        assert_eq!((mapped.as_str(), mapped.source_span(0, 5).of(source)), ("words — name", "words"));
    }
}
