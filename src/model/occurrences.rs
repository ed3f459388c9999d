//! A paragraph's terms in their places, for explanations. Scoring does not keep places.

use super::lookup::Lookup;
use crate::terms::{Form, Sink, TermKey, Token};
use crate::text::Span;
use crate::voice::Voice;

/// A term of the vocabulary in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurrence {
    /// The column of the term.
    pub column: u32,
    /// Bytes of the paragraph, never empty: a sentence start, which has no bytes, takes those of the next word.
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
    /// True for a word or a number, false for a mark.
    pub is_word: bool,
    /// True for a word that is not a feature in its voice or in the author's, and so counts as
    /// [`crate::terms::WordCount::unseen`].
    pub is_unseen: bool,
    /// True if terms have [`crate::terms::NAME`] in its place.
    pub is_name: bool,
}

/// Everything a vectorizer reads in a paragraph.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Occurrences {
    /// The terms that are features, in the order of the text. They overlap: a word, the bigram that ends with it, patterns.
    pub terms: Vec<Occurrence>,
    /// Words and marks, in order and disjoint. A contraction is two: "we" and "'re".
    pub pieces: Vec<Piece>,
}

/// Collects occurrences.
pub(crate) struct Collector<'i> {
    lookup: &'i Lookup,
    name: Form,
    found: Occurrences,
}

impl<'i> Collector<'i> {
    /// `name` is the form of a name.
    pub(crate) fn new(lookup: &'i Lookup, name: Form) -> Self {
        Collector { lookup, name, found: Occurrences::default() }
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
        // A sentence start comes immediately before the first word.
        if let Some(start) = self.found.terms.last_mut().filter(|term| term.span.start == term.span.end) {
            start.span = span;
        }
        let is_unseen = is_word && !self.lookup.lone().is_seen(token.form, voice);
        let is_name = is_word && token.form == self.name && !token.form.is_unknown();
        self.found.pieces.push(Piece { span, voice, is_word, is_unseen, is_name });
    }

    fn term(&mut self, key: TermKey, span: Span, voice: Voice) {
        self.found.terms.extend(self.lookup.column(key).map(|column| Occurrence { column, span, voice }));
    }
}
