//! What would change a paragraph's label.

use super::{Placed, Reading, word_weights};
use crate::label::{Label, Logit, Probability};
use crate::model::row::SparseRow;
use crate::text::Span;
use crate::verdict::Decision;
use crate::voice::{Passage, SourceSpan, Speech, source_spans};

/// More words are no answer to "which words did it?".
pub const MOST_WORDS: usize = 5;

/// What would change a paragraph's label.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Whether the paragraph by itself has the other label, so that its neighbours made this one.
    pub context_decides: bool,
    /// A few words without which the paragraph by itself has the other label: with these words deleted, it is read anew. None where
    /// [`MOST_WORDS`] are not enough.
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
    /// Whether these are the sources of the paragraph by itself: no quotation comes from the paragraphs before.
    is_by_itself: bool,
    /// Words as they are written, each of one piece or more: "we" and "'re" go together.
    words: Vec<Written>,
}

/// A word as it is written.
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

    /// The words that hold the label of the paragraph by itself.
    ///
    /// Words go one by one, each time the one whose share of the evidence for the label is largest in what is left, until the
    /// paragraph, read without them, has another label. At last every word comes back without which the label is another all
    /// the same: none of the words could be left out. That finds few words, and not always the fewest.
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

    /// The word that says most for the label in what is left, if one does. What is left is taken to be the terms that stand on none
    /// of the words that are gone; what their neighbours become is seen when the paragraph is read.
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
        // The first of equals.
        let best =
            words.filter(|(weight, _)| *weight > 0.0).reduce(|best, next| if next.0 > best.0 { next } else { best });
        best.map(|(_, at)| at)
    }

    /// Words that went early may not be needed once the later ones are gone.
    fn give_back(&self, gone: &mut Vec<usize>, label: Label) {
        let mut at = 0;
        while gone.len() > 1 && at < gone.len() {
            let mut fewer = gone.clone();
            fewer.remove(at);
            if self.label(&fewer).is_none_or(|without| without == label) {
                at += 1;
            } else {
                // One that was needed before may not be needed now.
                (*gone, at) = (fewer, 0);
            }
        }
    }

    fn label(&self, gone: &[usize]) -> Option<Label> {
        self.read(gone).map(|logit| logit.probability().label())
    }

    /// The paragraph by itself without some of its words; none where no word is left.
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

/// A text without some spans, which are in order and disjoint, and without the white space that would stand twice or at an end; and
/// for each byte of the old text, and its end, the place in the new one.
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

/// Spans in the text that is left; none of those that are gone.
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
