//! Where in a paragraph its terms stand, for those who explain a row. Scoring needs no places and does not keep them.

use super::index::Index;
use crate::terms::{Form, Sink, TermKey, Token};
use crate::text::Span;
use crate::voice::Voice;

/// A term of the vocabulary in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurrence {
    /// The column of the term.
    pub column: u32,
    /// Bytes of the paragraph, never none: the start of a sentence, which takes no byte, has those of the word behind it.
    pub span: Span,
    /// Whose it is.
    pub voice: Voice,
}

/// A word or a mark in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// Bytes of the paragraph.
    pub span: Span,
    /// Whose it is.
    pub voice: Voice,
    /// Whether it is a word or a number, not a mark.
    pub is_word: bool,
    /// Whether it is a word that is no feature, neither in its voice nor in the author's: one of
    /// [`crate::terms::WordCount::unseen`].
    pub is_unseen: bool,
    /// Whether terms have [`crate::terms::NAME`] in its place.
    pub is_name: bool,
}

/// All that a vectorizer reads in a paragraph.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Occurrences {
    /// The terms that are features, in the order of the text. The same stretch may hold several: a word, the two words that
    /// end with it, patterns.
    pub terms: Vec<Occurrence>,
    /// Words and marks, in order and disjoint. A contraction is two: "we" and "'re".
    pub pieces: Vec<Piece>,
}

/// Collects occurrences.
pub(crate) struct Collector<'i> {
    index: &'i Index,
    name: Form,
    found: Occurrences,
}

impl<'i> Collector<'i> {
    /// `name` is the form of a name.
    pub(crate) fn new(index: &'i Index, name: Form) -> Self {
        Collector { index, name, found: Occurrences::default() }
    }

    pub(crate) fn finish(self) -> Occurrences {
        self.found
    }
}

impl Sink for Collector<'_> {
    fn token(&mut self, token: &Token) {
        let Token { span, voice, is_word, .. } = *token;
        if span.start == span.end {
            return;
        }
        // The start of a sentence was told just before its first word.
        if let Some(start) = self.found.terms.last_mut().filter(|term| term.span.start == term.span.end) {
            start.span = span;
        }
        let is_unseen = is_word && !self.index.is_seen(token.form, voice);
        let is_name = is_word && token.form == self.name && !token.form.is_unknown();
        self.found.pieces.push(Piece { span, voice, is_word, is_unseen, is_name });
    }

    fn term(&mut self, key: TermKey, span: Span, voice: Voice) {
        self.found.terms.extend(self.index.column(key).map(|column| Occurrence { column, span, voice }));
    }
}
