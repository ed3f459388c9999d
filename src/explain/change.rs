//! What would change a paragraph's label.

use super::reading::{Placed, Reading, word_weights};
use crate::label::{Label, Logit, Probability};
use crate::model::row::SparseRow;
use crate::text::Span;
use crate::verdict::Decision;
use crate::voice::{Passage, SourceSpan, Speech, source_spans};

/// The most words that still answer "which words did it?".
pub const MOST_WORDS: usize = 5;

/// What would change a paragraph's label.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// True if the paragraph by itself has the other label, so that its neighbours decide.
    pub context_decides: bool,
    /// A few words without which the paragraph, read again by itself, has the other label. `None` if [`MOST_WORDS`] are not enough.
    pub without: Option<Without>,
    /// The probability of opinion of the paragraph by itself if all of it were a source's direct speech.
    pub all_quoted: Probability,
}

/// Words that decide a label.
#[derive(Debug, Clone, PartialEq)]
pub struct Without {
    /// The words, in the order of the text: bytes of the paragraph.
    pub words: Vec<Span>,
    /// The probability of opinion of the paragraph by itself with them deleted.
    pub alone: Probability,
}

pub(super) fn change(
    reading: &Reading<'_>,
    passage: Passage<'_>,
    sources: &[SourceSpan],
    decision: Decision,
) -> Change {
    let text = passage.text;
    let all = SourceSpan { span: Span { start: 0, end: text.len() }, speech: Speech::Direct };
    let quoted = reading.vectorizer.logit(text, &[all]);
    Change {
        context_decides: decision.alone.label() != decision.label,
        without: Deletion::new(reading, passage, sources).without(decision.alone.label()),
        all_quoted: quoted.probability(),
    }
}

/// A paragraph whose words can be deleted.
struct Deletion<'r, 't> {
    reading: &'r Reading<'r>,
    passage: Passage<'t>,
    sources: &'t [SourceSpan],
    /// True if the paragraph by itself has the same sources: no quotation runs over from those before.
    is_by_itself: bool,
    /// Words as written, each of one piece or more: "we" and "'re" belong together.
    words: Vec<Written>,
}

/// A word as written.
struct Written {
    span: Span,
    pieces: std::ops::Range<usize>,
}

impl<'r, 't> Deletion<'r, 't> {
    fn new(reading: &'r Reading<'r>, passage: Passage<'t>, sources: &'t [SourceSpan]) -> Self {
        let mut words: Vec<Written> = Vec::new();
        for (at, piece) in reading.pieces.iter().enumerate().filter(|(_, piece)| piece.is_word) {
            match words.last_mut().filter(|last| last.span.end == piece.span.start && last.pieces.end == at) {
                Some(last) => (last.span.end, last.pieces.end) = (piece.span.end, at + 1),
                None => words.push(Written { span: piece.span, pieces: at..at + 1 }),
            }
        }
        let is_by_itself = source_spans(&[passage]).first().is_some_and(|own| own == sources);
        Deletion { reading, passage, sources, is_by_itself, words }
    }

    /// The words that decide the label of the paragraph by itself.
    ///
    /// Greedy: deletes the word with the largest share of the remaining evidence for the label until the label changes, then puts
    /// back every word that is not needed for that. No word of the result can be left out, but a smaller set may exist.
    fn without(&self, label: Label) -> Option<Without> {
        let mut gone: Vec<usize> = Vec::new();
        while self.label(&gone) == Some(label) {
            if gone.len() == MOST_WORDS {
                return None;
            }
            gone.push(self.heaviest(&gone, label)?);
        }
        self.give_back(&mut gone, label);
        gone.sort_unstable();
        let alone = self.read(&gone)?.probability();
        Some(Without { words: gone.iter().map(|&word| self.words[word].span).collect(), alone })
    }

    /// The word with the most evidence for the label, if any has some. Only terms over none of the deleted words count; what their
    /// neighbours then form is seen when the paragraph is read.
    fn heaviest(&self, gone: &[usize], label: Label) -> Option<usize> {
        let is_gone = |placed: &&Placed| {
            gone.iter().any(|&word| {
                let pieces = &self.words[word].pieces;
                placed.under.start < pieces.end && pieces.start < placed.under.end
            })
        };
        let left: Vec<Placed> = self.reading.terms.iter().filter(|placed| !is_gone(placed)).cloned().collect();
        let row: SparseRow = self.reading.vectorizer.row_of(left.iter().map(|placed| placed.term.column));
        let shares = word_weights(self.reading.pieces.len(), &left, self.reading.weights(&left, &row));
        let speaks = |word: &Written| label.sign() * shares[word.pieces.clone()].iter().sum::<f64>();
        let words = (0..self.words.len()).filter(|at| !gone.contains(at)).map(|at| (speaks(&self.words[at]), at));
        // The first among equals.
        let best =
            words.filter(|(weight, _)| *weight > 0.0).reduce(|best, next| if next.0 > best.0 { next } else { best });
        best.map(|(_, at)| at)
    }

    /// Puts words back: an early one may not be needed once later ones are deleted.
    fn give_back(&self, gone: &mut Vec<usize>, label: Label) {
        let mut at = 0;
        while gone.len() > 1 && at < gone.len() {
            let mut fewer = gone.clone();
            fewer.remove(at);
            if self.label(&fewer).is_none_or(|without| without == label) {
                at += 1;
            } else {
                // A word that was needed before may not be needed now.
                (*gone, at) = (fewer, 0);
            }
        }
    }

    fn label(&self, gone: &[usize]) -> Option<Label> {
        self.read(gone).map(|logit| logit.probability().label())
    }

    /// The paragraph by itself without some of its words; `None` if no word is left.
    fn read(&self, gone: &[usize]) -> Option<Logit> {
        let mut spans: Vec<Span> = gone.iter().map(|&word| self.words[word].span).collect();
        spans.sort_unstable();
        let (text, places) = deleted(self.passage.text, &spans);
        let sources = if self.is_by_itself {
            source_spans(&[Passage { text: &text, ..self.passage }]).pop().unwrap_or_default()
        } else {
            moved(self.sources, &places)
        };
        let model = self.reading.model();
        self.reading.vectorizer.with_row(&text, &sources, |row, count| (count.words > 0).then(|| model.row_logit(row)))
    }
}

/// A text without some ordered, disjoint spans and without the doubled or leading white space they leave, and the new offset of
/// each old byte and of the end.
fn deleted(text: &str, spans: &[Span]) -> (String, Vec<usize>) {
    let mut out = String::with_capacity(text.len());
    let mut places = Vec::with_capacity(text.len() + 1);
    let mut next = spans.iter().peekable();
    for (at, c) in text.char_indices() {
        while next.peek().is_some_and(|span| span.end <= at) {
            next.next();
        }
        let is_gone = next.peek().is_some_and(|span| span.start <= at);
        let is_double =
            c.is_whitespace() && (out.is_empty() || out.ends_with(char::is_whitespace)) && !spans.is_empty();
        places.extend(std::iter::repeat_n(out.len(), c.len_utf8()));
        if !is_gone && !is_double {
            out.push(c);
        }
    }
    places.push(out.len());
    (out, places)
}

/// The spans that are left, in the new text.
fn moved(sources: &[SourceSpan], places: &[usize]) -> Vec<SourceSpan> {
    let moved = sources.iter().map(|source| SourceSpan {
        span: Span { start: places[source.span.start], end: places[source.span.end] },
        ..*source
    });
    moved.filter(|source| source.span.start < source.span.end).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_without_words_keeps_single_blanks_and_its_places() {
        let text = "We é must act, now";
        let (left, places) = deleted(text, &[Span { start: 0, end: 2 }, Span { start: 6, end: 10 }]);
        assert_eq!(left, "é act, now");
        assert_eq!((places[text.find("act").unwrap()], places[text.len()]), (3, left.len()));
        let act = SourceSpan { span: Span { start: 6, end: 14 }, speech: Speech::Direct };
        assert_eq!(moved(&[act], &places)[0].of(&left), "act");
    }
}
