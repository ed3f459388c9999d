//! A paragraph as the model reads it, with every term in its place.

use std::ops::Range;

use crate::model::Model;
use crate::model::occurrences::{Occurrence, Piece};
use crate::model::row::SparseRow;
use crate::model::vectorizer::Vectorizer;
use crate::text::Span;
use crate::voice::SourceSpan;

/// A paragraph as the model reads it.
pub(super) struct Reading<'m> {
    pub(super) vectorizer: &'m Vectorizer,
    pub(super) terms: Vec<Placed>,
    pub(super) pieces: Vec<Piece>,
    pub(super) row: SparseRow,
}

/// A term in its place, with the words and marks under it, by number.
#[derive(Clone)]
pub(super) struct Placed {
    pub(super) term: Occurrence,
    pub(super) under: Range<usize>,
}

impl<'m> Reading<'m> {
    pub(super) fn new(vectorizer: &'m Vectorizer, text: &str, sources: &[SourceSpan]) -> Self {
        let found = vectorizer.occurrences(text, sources);
        let row = vectorizer.row_of(found.terms.iter().map(|term| term.column));
        let placed = |&term: &Occurrence| Placed { term, under: pieces_under(&found.pieces, term.span) };
        let terms = found.terms.iter().map(placed).collect();
        Reading { vectorizer, terms, pieces: found.pieces, row }
    }

    pub(super) fn model(&self) -> &'m Model {
        self.vectorizer.model()
    }

    /// What each term adds, in order: its column's contribution divided by the number of its places.
    pub(super) fn weights(&self, terms: &[Placed], row: &SparseRow) -> Vec<f64> {
        let contributions = self.model().contributions(row);
        let mut places = vec![0_u32; row.columns.len()];
        // Every term has its column in the row.
        let column = |placed: &Placed| row.columns.partition_point(|&column| column < placed.term.column);
        let columns: Vec<usize> = terms.iter().map(column).collect();
        columns.iter().for_each(|&at| places[at] += 1);
        columns.iter().map(|&at| contributions[at].1 / f64::from(places[at])).collect()
    }
}

/// The pieces under a span, by number.
fn pieces_under(pieces: &[Piece], span: Span) -> Range<usize> {
    let first = pieces.partition_point(|piece| piece.span.end <= span.start);
    let behind = pieces[first..].iter().take_while(|piece| piece.span.start < span.end).count();
    first..first + behind
}

/// The share of each piece in the weights of the terms over it.
pub(super) fn word_weights(pieces: usize, terms: &[Placed], weights: impl IntoIterator<Item = f64>) -> Vec<f64> {
    let mut sums = vec![0.0; pieces];
    for (Placed { under, .. }, weight) in terms.iter().zip(weights) {
        let share = weight / under.len().max(1) as f64;
        sums[under.clone()].iter_mut().for_each(|sum| *sum += share);
    }
    sums
}
