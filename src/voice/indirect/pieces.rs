//! A paragraph as words, marks and whole quotations, cut into sentences.

use super::word_class::WordClass;
use crate::text::{Span, is_abbreviation, is_alphanumeric, starts_sentence};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    Comma,
    Semicolon,
    /// `:`, a dash or a bracket.
    Break,
    /// The end of a sentence.
    Stop,
    /// The end of a question.
    Question,
    Quotation,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    pub(super) kind: Kind,
    pub(super) span: Span,
    /// [`WordClass::NONE`] for a mark.
    pub(super) class: WordClass,
}

impl Piece {
    fn mark(kind: Kind, span: Span) -> Piece {
        Piece { kind, span, class: WordClass::NONE }
    }

    fn word(span: Span, class: WordClass) -> Piece {
        Piece { kind: Kind::Word, span, class }
    }
}

/// Cuts a paragraph into pieces. `quoted` are the spans between quotation marks, in order and disjoint; `known` are words that were
/// read before, in order.
pub(super) fn pieces(text: &str, quoted: &[Span], known: impl Iterator<Item = (Span, WordClass)>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::with_capacity(text.len() / 5);
    let mut known = Known { words: known, next: None };
    const BEHIND: Span = Span { start: usize::MAX, end: usize::MAX };
    let mut quoted = quoted.iter().copied();
    let mut quotation = quoted.next().unwrap_or(BEHIND);
    let mut at = 0;
    while let Some(&byte) = text.as_bytes().get(at) {
        while quotation.end <= at {
            quotation = quoted.next().unwrap_or(BEHIND);
        }
        if byte == b' ' && at < quotation.start {
            at += 1;
            continue;
        }
        if at < quotation.start
            && let Some((span, class)) = known.at(text, at, quotation.start)
        {
            out.push(Piece::word(span, class));
            at = span.end;
            continue;
        }
        let c = if byte.is_ascii() { char::from(byte) } else { text[at..].chars().next().unwrap_or_default() };
        if quotation.start <= at {
            let span = Span { start: at, end: quotation.end.max(at + c.len_utf8()) };
            out.push(Piece::mark(Kind::Quotation, span));
            at = span.end;
            // “We go.” ends the author's sentence too.
            if span.of(text).trim_end().ends_with(['.', '!', '?', '…']) && starts_sentence(&text[at..]) {
                out.push(Piece::mark(Kind::Stop, Span { start: at, end: at }));
            }
            continue;
        }
        if is_alphanumeric(c) {
            let end = quotation.start.min(text.len());
            let span = Span { start: at, end: at + word_len(&text[at..end]) };
            out.push(Piece::word(span, WordClass::at(text, span)));
            at = span.end;
            continue;
        }
        let span = Span { start: at, end: at + c.len_utf8() };
        at = span.end;
        out.extend(kind(c, &text[..span.start], &text[span.end..]).map(|kind| Piece::mark(kind, span)));
    }
    out
}

/// Words that were read before, in order.
struct Known<W> {
    words: W,
    next: Option<(Span, WordClass)>,
}

impl<W: Iterator<Item = (Span, WordClass)>> Known<W> {
    /// The word at `at`, if it is one for these rules too: a space follows, or a mark and a space, before `end`.
    #[inline]
    fn at(&mut self, text: &str, at: usize, end: usize) -> Option<(Span, WordClass)> {
        while self.next.is_none_or(|(span, _)| span.start < at) {
            self.next = Some(self.words.next()?);
        }
        let is_whole = |(span, class): &(Span, WordClass)| {
            let behind = text.as_bytes().get(span.end..span.end + 2);
            span.start == at
                && span.end <= end
                && matches!(behind, Some([b' ', _] | [b',' | b'.', b' ']))
                && !class.has_colon()
        };
        self.next.filter(is_whole)
    }
}

/// Returns the kind of the mark between two texts; `None` if it does not matter to the sentence.
fn kind(c: char, before: &str, rest: &str) -> Option<Kind> {
    match c {
        ',' => Some(Kind::Comma),
        ';' => Some(Kind::Semicolon),
        ':' | '—' | '–' | '(' | ')' | '[' | ']' => Some(Kind::Break),
        '-' if before.ends_with([' ', '-']) => Some(Kind::Break),
        '?' if starts_sentence(rest) => Some(Kind::Question),
        '!' | '…' if starts_sentence(rest) => Some(Kind::Stop),
        '.' if starts_sentence(rest) && !is_abbreviation(last_word(before), rest) => Some(Kind::Stop),
        _ => None,
    }
}

/// Returns the last word of a text, with the points inside it.
fn last_word(text: &str) -> &str {
    text.rsplit(|c: char| !is_alphanumeric(c) && c != '.').next().unwrap_or_default()
}

/// Returns the length of the word at the start: letters and digits, with apostrophes, hyphens, points and commas inside.
fn word_len(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut at, mut end) = (0, 0);
    while let Some(&byte) = bytes.get(at) {
        if byte.is_ascii_alphanumeric() {
            at += 1;
            end = at;
            continue;
        }
        let c = if byte.is_ascii() { char::from(byte) } else { text[at..].chars().next().unwrap_or_default() };
        at += c.len_utf8();
        if is_alphanumeric(c) {
            end = at;
        } else if at > end + c.len_utf8() || !matches!(c, '\'' | '’' | '-' | '.' | ',') {
            // Two marks, or one that does not join.
            break;
        }
    }
    end
}

/// Splits the pieces after each end of a sentence.
pub(super) fn sentences(pieces: &[Piece]) -> impl Iterator<Item = &[Piece]> {
    pieces
        .split_inclusive(|piece| matches!(piece.kind, Kind::Stop | Kind::Question))
        .filter(|sentence| !sentence.is_empty())
}
