//! What would change a paragraph's label.

use super::{Placed, Reading, word_weights};
use crate::article::Span;
use crate::features::SparseRow;
use crate::label::{Label, Probability};
use crate::score::Decision;
use crate::voice::{SourceSpan, Speech};

/// More words are no answer to "which words did it?".
pub const MOST_WORDS: usize = 5;

/// What would change a paragraph's label.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Whether the paragraph by itself has the other label, so that its neighbours made this one.
    pub context_decides: bool,
    /// A few words without which the paragraph by itself has the other label; none where [`MOST_WORDS`] are not enough.
    pub without: Option<Without>,
    /// The probability of opinion of the paragraph by itself if every word of it were direct speech of a source's: what is
    /// left of the label when the words are not the author's.
    pub all_quoted: Probability,
}

/// Words that hold a label.
#[derive(Debug, Clone, PartialEq)]
pub struct Without {
    /// The words, in the order of the text: bytes of the paragraph.
    pub words: Vec<Span>,
    /// The probability of opinion of the paragraph by itself without them.
    pub alone: Probability,
}

pub(super) fn change(reading: &Reading<'_, '_>, text: &str, decision: Decision) -> Change {
    let all = SourceSpan { span: Span { start: 0, end: text.len() }, speech: Speech::Direct };
    let quoted = reading.vectorizer.with_row(text, &[all], |row, _| reading.model.row_logit(row));
    Change {
        context_decides: decision.alone.label() != decision.label,
        without: without(reading, decision.alone.label()),
        all_quoted: quoted.probability(),
    }
}

/// The words that hold the label of the paragraph by itself.
///
/// Words go one by one, each time the one whose share of the evidence for the label is largest in what is left, until the
/// label is another. A word takes all terms over it with it, as though something stood in its place of which the model knows
/// nothing; the row is made anew each time, so that what is left weighs more. At last every word comes back
/// without which the label is another all the same: none of the words could be left out.
///
/// That finds few words, and not always the fewest.
fn without(reading: &Reading<'_, '_>, label: Label) -> Option<Without> {
    let mut gone: Vec<usize> = Vec::new();
    let mut left = reading.terms.clone();
    let mut row = reading.row.clone();
    while label_of(reading, &row) == label {
        if gone.len() == MOST_WORDS {
            return None;
        }
        let weights = reading.weights(&left, &row);
        let shares = word_weights(reading.pieces.len(), &left, weights);
        let word = heaviest(reading, &shares, label)?;
        gone.push(word);
        left.retain(|placed| !placed.under.contains(&word));
        row = row_of(reading, &left);
    }
    give_back(reading, &mut gone, label);
    gone.sort_unstable();
    let row = row_of(reading, &terms_without(reading, &gone));
    let words = gone.iter().map(|&word| reading.pieces[word].span).collect();
    Some(Without { words, alone: reading.model.row_logit(&row).probability() })
}

/// The word that says most for the label, if one does.
fn heaviest(reading: &Reading<'_, '_>, shares: &[f64], label: Label) -> Option<usize> {
    let words = (0..shares.len()).filter(|&at| reading.pieces[at].is_word && label.sign() * shares[at] > 0.0);
    // The first of equals.
    words.reduce(|best, at| if label.sign() * shares[at] > label.sign() * shares[best] { at } else { best })
}

/// Words that went early may not be needed once the later ones are gone.
fn give_back(reading: &Reading<'_, '_>, gone: &mut Vec<usize>, label: Label) {
    let mut at = 0;
    while gone.len() > 1 && at < gone.len() {
        let mut fewer = gone.clone();
        fewer.remove(at);
        if label_of(reading, &row_of(reading, &terms_without(reading, &fewer))) == label {
            at += 1;
        } else {
            // One that was needed before may not be needed now.
            (*gone, at) = (fewer, 0);
        }
    }
}

fn terms_without(reading: &Reading<'_, '_>, gone: &[usize]) -> Vec<Placed> {
    let touches = |placed: &&Placed| gone.iter().any(|word| placed.under.contains(word));
    reading.terms.iter().filter(|placed| !touches(placed)).cloned().collect()
}

fn row_of(reading: &Reading<'_, '_>, terms: &[Placed]) -> SparseRow {
    reading.vectorizer.row_of(terms.iter().map(|placed| placed.term.column))
}

fn label_of(reading: &Reading<'_, '_>, row: &SparseRow) -> Label {
    reading.model.row_logit(row).probability().label()
}
