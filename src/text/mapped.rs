//! Normalised text that knows the source of each of its bytes.

use super::characters::{Reading, normalised, reading};
use super::{Span, decode::Decoded, repair::Edit};

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
    /// Whether a soft hyphen stands at the end, and whether white space stands behind it.
    hyphen: Hyphen,
}

/// What stands at the end of a text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Hyphen {
    /// No soft hyphen.
    #[default]
    No,
    /// A soft hyphen.
    Last,
    /// A soft hyphen and white space, which is written only if the word does not go on.
    BeforeSpace,
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
        let exact = source.end - source.start == run.len();
        self.push_piece(run, source, exact);
    }

    fn push_piece(&mut self, run: &str, source: Span, exact: bool) {
        let Some(first) = run.chars().next() else { return };
        self.settle(first);
        let text = Span { start: self.text.len(), end: self.text.len() + run.len() };
        self.text.push_str(run);
        match self.pieces.last_mut() {
            Some(last) if exact && last.exact && last.text.end == text.start && last.source.end == source.start => {
                last.text.end = text.end;
                last.source.end = source.end;
            }
            _ => self.pieces.push(Piece { text, source, exact }),
        }
    }

    /// Writes the space behind a soft hyphen, unless `next` continues the word.
    fn settle(&mut self, next: char) {
        if std::mem::take(&mut self.hyphen) == Hyphen::BeforeSpace && !next.is_lowercase() {
            self.push_space();
        }
    }

    /// Appends a run of decoded source that starts at `offset`, normalised as in `characters.rs`: white space and line ends are
    /// folded to one space, and to none at the start of the text.
    pub(crate) fn push_folded(&mut self, run: &str, offset: usize) {
        let mut start = 0;
        for (at, c) in run.char_indices() {
            let reading = reading(c);
            if reading == Reading::Same {
                continue;
            }
            self.push(&run[start..at], Span { start: offset + start, end: offset + at });
            start = at + c.len_utf8();
            self.push_read(reading, Span { start: offset + at, end: offset + start });
        }
        self.push(&run[start..], Span { start: offset + start, end: offset + run.len() });
    }

    /// Appends what a character reference stands for.
    pub(crate) fn push_reference(&mut self, decoded: &str, source: Span) {
        for c in decoded.chars() {
            match reading(c) {
                Reading::Same => self.push_piece(c.encode_utf8(&mut [0; 4]), source, false),
                reading => self.push_read(reading, source),
            }
        }
    }

    /// Appends a character that is not the same in the text.
    fn push_read(&mut self, reading: Reading, source: Span) {
        match reading {
            Reading::Same | Reading::Nothing => {}
            Reading::Space | Reading::LineEnd => self.push_space(),
            Reading::SoftHyphen if self.text.is_empty() || self.text.ends_with(' ') => {}
            Reading::SoftHyphen => self.hyphen = self.hyphen.max(Hyphen::Last),
            Reading::As(letters) => self.push_piece(letters, source, false),
        }
    }

    /// Appends words whose places inside `source` are unknown.
    pub(crate) fn push_folded_words(&mut self, words: &str, source: Span) {
        for (at, word) in words.split_whitespace().enumerate() {
            if at > 0 || words.starts_with(char::is_whitespace) {
                self.push_space();
            }
            self.push_piece(&normalised(word), source, false);
            if word.ends_with('\u{AD}') {
                self.push_read(Reading::SoftHyphen, source);
            }
        }
        if words.ends_with(char::is_whitespace) {
            self.push_space();
        }
    }

    /// Appends a space unless the text is empty or ends with one.
    pub(crate) fn push_space(&mut self) {
        if self.hyphen != Hyphen::No {
            self.hyphen = Hyphen::BeforeSpace;
        } else if !self.text.is_empty() && !self.text.ends_with(' ') {
            self.text.push(' ');
        }
    }

    /// Appends other text, after a space if asked for.
    pub(crate) fn append(&mut self, other: &MappedText, space: bool) {
        if space {
            self.push_space();
        }
        if let Some(first) = other.text.chars().next() {
            self.settle(first);
            self.hyphen = other.hyphen;
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
        let hyphen = self.hyphen;
        self.truncate(self.text.trim_end().len());
        self.hyphen = hyphen;
    }

    /// Keeps the first `len` bytes.
    pub(crate) fn truncate(&mut self, len: usize) {
        if len < self.text.len() {
            self.hyphen = Hyphen::No;
        }
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
        self.cut_front(self.text.len() - self.text[len..].trim_start().len());
    }

    /// Drops the first `len` bytes.
    fn cut_front(&mut self, len: usize) {
        self.text = self.text[len..].to_owned();
        self.pieces.retain(|piece| piece.text.end > len);
        for piece in &mut self.pieces {
            if piece.text.start < len {
                if piece.exact {
                    piece.source.start += len - piece.text.start;
                }
                piece.text.start = len;
            }
            piece.text = Span { start: piece.text.start - len, end: piece.text.end - len };
        }
    }

    /// Returns the text after changes, which are in its order. It stays normalised: a change may be white space.
    pub(crate) fn edited(&self, edits: &[Edit]) -> MappedText {
        let mut out = MappedText::default();
        let mut from = 0;
        for Edit { range, with, .. } in edits {
            out.append_part(self, Span { start: from, end: range.start });
            out.push_reference(with, self.source_span(range.start, range.end));
            from = range.end;
        }
        out.append_part(self, Span { start: from, end: self.text.len() });
        if from < self.text.len() {
            out.hyphen = self.hyphen;
        }
        out.trim_end();
        out
    }

    /// Appends a part of another text, in time that is that of the part.
    fn append_part(&mut self, other: &MappedText, mut part: Span) {
        if part.of(&other.text).starts_with(' ') {
            self.push_space();
            part.start += 1;
        }
        let text = part.of(&other.text);
        let Some(next) = text.chars().next() else { return };
        self.settle(next);
        let shift = self.text.len();
        self.text.push_str(text);
        let first = other.pieces.partition_point(|piece| piece.text.end <= part.start);
        let pieces = other.pieces[first..].iter().take_while(|piece| piece.text.start < part.end);
        self.pieces.extend(pieces.map(|piece| {
            let (start, end) = (piece.text.start.max(part.start), piece.text.end.min(part.end));
            let from = piece.source.start + (start - piece.text.start);
            let source = if piece.exact { Span { start: from, end: from + (end - start) } } else { piece.source };
            let text = Span { start: start - part.start + shift, end: end - part.start + shift };
            Piece { text, source, exact: piece.exact }
        }));
    }

    /// Leads on to the source of the text from which this one was read.
    pub(crate) fn through(mut self, read: &MappedText) -> MappedText {
        let mut pieces = Vec::with_capacity(self.pieces.len());
        for piece in &self.pieces {
            let Span { start, end } = piece.source;
            if !piece.exact {
                pieces.push(Piece { source: read.source_span(start, end), ..*piece });
                continue;
            }
            let first = read.pieces.partition_point(|other| other.text.end <= start);
            for other in read.pieces[first..].iter().take_while(|other| other.text.start < end) {
                let (from, to) = (other.text.start.max(start), other.text.end.min(end));
                let text = Span { start: piece.text.start + from - start, end: piece.text.start + to - start };
                pieces.push(Piece { text, source: read.source_span(from, to), exact: other.exact });
            }
        }
        self.pieces = pieces;
        self
    }

    /// Drops the way back to the source.
    #[cfg(feature = "files")]
    pub(crate) fn unmapped(self) -> MappedText {
        MappedText { text: self.text, ..MappedText::default() }
    }

    /// Maps the spans from the decoded text to the bytes of the file.
    pub(crate) fn into_source(mut self, decoded: &Decoded) -> MappedText {
        if !decoded.is_exact() {
            self.split_at_non_ascii();
        }
        for piece in &mut self.pieces {
            piece.source =
                Span { start: decoded.source_offset(piece.source.start), end: decoded.source_offset(piece.source.end) };
        }
        if decoded.encoding.is_utf16() {
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

    #[test]
    fn changes_keep_a_text_normalised_and_lead_back() {
        use super::super::Damage;
        let source = "said&nbsp; “no&nbsp; &amp; yes”.&nbsp;";
        let mut mapped = MappedText::default();
        mapped.push_folded(source, 0);
        let edit = |written: &str, with: &str, from: usize| {
            let start = source[from..].find(written).unwrap() + from;
            Edit { range: start..start + written.len(), with: with.to_owned(), damage: Damage::References }
        };
        let edits = [
            edit("&nbsp;", "\u{A0}", 0),
            edit("&nbsp;", "\u{A0}", 10),
            edit("&amp;", "&", 0),
            edit("&nbsp;", "\u{A0}", source.len() - 7),
        ];
        let edited = mapped.edited(&edits);
        assert_eq!(edited.as_str(), "said “no & yes”.");
        let slice = |word: &str| {
            let start = edited.as_str().find(word).unwrap();
            edited.source_span(start, start + word.len()).of(source)
        };
        assert_eq!([slice("said"), slice("“no"), slice("&"), slice("yes")], ["said", "“no", "&amp;", "yes"]);
    }

    #[test]
    fn ligatures_and_soft_hyphens_lead_back_to_their_bytes() {
        let source = "An oﬃce con\u{AD}\n  ﬁrmed, con\u{AD} Sent";
        let mut mapped = MappedText::default();
        mapped.push_folded(source, 0);
        assert_eq!(mapped.as_str(), "An office confirmed, con Sent");
        let slice = |word: &str| {
            let start = mapped.as_str().find(word).unwrap();
            mapped.source_span(start, start + word.len()).of(source)
        };
        assert_eq!((slice("office"), slice("fic"), slice("confirmed")), ("oﬃce", "ﬃc", "con\u{AD}\n  ﬁrmed"));
        let mut line = MappedText::default();
        line.push_folded("The clerk con\u{AD}", 0);
        let mut next = MappedText::default();
        next.push_folded("firmed it.", 17);
        line.append(&next, true);
        assert_eq!(line.as_str(), "The clerk confirmed it.");
    }
}
