//! A paragraph as words, marks and whole quotations, cut into sentences.

use crate::article::Span;
use crate::voice::sentence::{is_abbreviation, starts_sentence};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    Comma,
    Semicolon,
    /// `:`, a dash or a bracket.
    Break,
    /// The end of a sentence.
    Stop,
    /// The end of one that asks.
    Question,
    Quotation,
}

#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) kind: Kind,
    pub(super) span: Span,
    /// A word in lower case, with straight apostrophes.
    pub(super) lower: String,
    pub(super) capital: bool,
}

/// Cuts a paragraph. `quoted` are the spans between quotation marks, in order and disjoint.
pub(super) fn pieces(text: &str, quoted: &[Span]) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    let mut quoted = quoted.iter().peekable();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        while quoted.peek().is_some_and(|span| span.end <= at) {
            quoted.next();
        }
        if let Some(span) = quoted.peek().filter(|span| span.start <= at) {
            let span = Span { start: at, end: span.end.max(at + c.len_utf8()) };
            out.push(Piece { kind: Kind::Quotation, span, lower: String::new(), capital: false });
            at = span.end;
            // “We go.” The sentence of the author ends with the quotation's.
            if span.of(text).trim_end().ends_with(['.', '!', '?', '…']) && starts_sentence(&text[at..]) {
                let span = Span { start: at, end: at };
                out.push(Piece { kind: Kind::Stop, span, lower: String::new(), capital: false });
            }
            continue;
        }
        let end = quoted.peek().map_or(text.len(), |span| span.start);
        let len = if c.is_alphanumeric() { word_len(&text[at..end]) } else { c.len_utf8() };
        let span = Span { start: at, end: at + len };
        if let Some(kind) = kind(c, &text[..at], &text[span.end..]) {
            let word = kind == Kind::Word;
            let lower = if word { span.of(text).to_lowercase().replace('’', "'") } else { String::new() };
            out.push(Piece { kind, span, lower, capital: word && c.is_uppercase() });
        }
        at += len;
    }
    out
}

/// What the character between two texts is; none where it says nothing of the sentence.
fn kind(c: char, before: &str, rest: &str) -> Option<Kind> {
    match c {
        c if c.is_alphanumeric() => Some(Kind::Word),
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

/// The word at the end of a text, with the points inside it.
fn last_word(text: &str) -> &str {
    text.rsplit(|c: char| !c.is_alphanumeric() && c != '.').next().unwrap_or_default()
}

/// Letters and digits, with apostrophes, hyphens and points inside.
fn word_len(text: &str) -> usize {
    let mut end = 0;
    for (at, c) in text.char_indices() {
        if c.is_alphanumeric() {
            if at > end {
                let joint = &text[end..at];
                if !matches!(joint, "'" | "’" | "-" | "." | ",") {
                    break;
                }
            }
            end = at + c.len_utf8();
        } else if at > end {
            break;
        }
    }
    end
}

/// The runs of pieces between the ends of sentences.
pub(super) fn sentences(pieces: &[Piece]) -> impl Iterator<Item = &[Piece]> {
    pieces
        .split_inclusive(|piece| matches!(piece.kind, Kind::Stop | Kind::Question))
        .filter(|sentence| !sentence.is_empty())
}
