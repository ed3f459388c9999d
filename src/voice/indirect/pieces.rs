//! A paragraph as words, marks and whole quotations, cut into sentences.

use super::verbs::{Verb, verb};
use crate::text::word::Word;
use crate::text::{Span, ascii_run, is_abbreviation, starts_sentence};

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

/// What may start a pattern of indirect speech.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trigger {
    /// "according"
    According,
    /// The "in" of "in her view".
    View,
    Verb(Verb),
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    pub(super) kind: Kind,
    pub(super) span: Span,
    /// [`Word::NONE`] for a mark.
    pub(super) word: Word,
    pub(super) trigger: Option<Trigger>,
    pub(super) capital: bool,
}

impl Piece {
    fn mark(kind: Kind, span: Span) -> Piece {
        Piece { kind, span, word: Word::NONE, trigger: None, capital: false }
    }

    fn word(text: &str, span: Span, first: char) -> Piece {
        let word = Word::at(text, span);
        let capital = first.is_uppercase();
        // The United States
        let trigger = trigger(word).filter(|_| !(capital && word == Word::of("states")));
        Piece { kind: Kind::Word, span, word, trigger, capital }
    }
}

fn trigger(word: Word) -> Option<Trigger> {
    const ACCORDING: Word = Word::of("according");
    const IN: Word = Word::of("in");
    match word {
        ACCORDING => Some(Trigger::According),
        IN => Some(Trigger::View),
        word => verb(word).map(Trigger::Verb),
    }
}

/// Cuts a paragraph into pieces. `quoted` are the spans between quotation marks, in order and disjoint.
pub(super) fn pieces(text: &str, quoted: &[Span]) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::with_capacity(text.len() / 5);
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
        if c.is_alphanumeric() {
            let end = quotation.start.min(text.len());
            let span = Span { start: at, end: at + word_len(&text[at..end]) };
            out.push(Piece::word(text, span, c));
            at = span.end;
            continue;
        }
        let span = Span { start: at, end: at + c.len_utf8() };
        at = span.end;
        out.extend(kind(c, &text[..span.start], &text[span.end..]).map(|kind| Piece::mark(kind, span)));
    }
    out
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
    text.rsplit(|c: char| !c.is_alphanumeric() && c != '.').next().unwrap_or_default()
}

/// Returns the length of the word at the start: letters and digits, with apostrophes, hyphens, points and commas inside.
fn word_len(text: &str) -> usize {
    let bytes = text.as_bytes();
    let run = ascii_run(bytes).map_or(0, |run| run.len);
    // The common case: a space follows, or a mark and a space.
    match bytes.get(run..run + 2) {
        Some([b' ', _] | [b',' | b'.', b' ']) if run > 0 => return run,
        _ => {}
    }
    let (mut at, mut end) = (run, run);
    while let Some(&byte) = bytes.get(at) {
        if byte.is_ascii_alphanumeric() {
            at += 1;
            end = at;
            continue;
        }
        let c = if byte.is_ascii() { char::from(byte) } else { text[at..].chars().next().unwrap_or_default() };
        at += c.len_utf8();
        if c.is_alphanumeric() {
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
