//! Why paragraphs have their labels.

use super::change::Change;
use super::families::Family;
use crate::label::Logit;
use crate::model::{context::contributions::Contributions, occurrences::Piece};
use crate::text::Span;
use crate::verdict::ArticleScore;
use crate::voice::Voice;

/// A scored article, with the reasons for its labels.
#[derive(Debug, Clone, PartialEq)]
pub struct Explained<'m> {
    /// The score, as [`Scorer`](crate::score::Scorer) gives it.
    pub score: ArticleScore,
    /// One per paragraph; `None` if it has no words, and so no label.
    pub paragraphs: Vec<Option<Explanation<'m>>>,
}

/// The evidence for a paragraph's label. All spans are bytes of its text.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation<'m> {
    /// The log-odds of opinion of the paragraph by itself.
    pub logit: Logit,
    /// The log-odds of a paragraph without known terms.
    pub intercept: Logit,
    /// One per place of each term, by descending absolute weight, then in the order of the text. Their weights and the intercept sum
    /// to the logit.
    pub evidence: Vec<Evidence<'m>>,
    /// The same, summed by family and voice, by descending absolute weight. Terms without a family are left out.
    pub families: Vec<FamilySum>,
    /// Words and marks in order. The weight of each entry of the evidence is divided evenly among the words and marks under it, so
    /// these weights and the intercept sum to the logit, too.
    pub words: Vec<WordWeight>,
    /// The share of words that the model does not know.
    pub unknown: f64,
    /// What would change the label; none of an explainer [without changes](super::Explainer::without_changes).
    pub change: Option<Change>,
    /// Where the logit in context comes from; none if the model's context has no such parts.
    pub context: Option<Contributions>,
}

/// A term in its place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evidence<'m> {
    /// The term without its namespace.
    pub term: &'m str,
    /// What it adds to the logit here; positive means opinion.
    pub weight: f64,
    /// Where; never empty. A sentence start has the place of the first word.
    pub span: Span,
    /// Whose it is.
    pub voice: Voice,
    /// The heading under which a person would look for it; `None` for topic words.
    pub family: Option<Family>,
}

/// The evidence of a family in one voice.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FamilySum {
    /// The family.
    pub family: Family,
    /// Whose terms.
    pub voice: Voice,
    /// The sum of their weights, in logits.
    pub weight: f64,
}

/// A word or a mark with its share of the evidence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WordWeight {
    /// Where it is, whose, and whether the model knows it.
    pub piece: Piece,
    /// Its share of the weights of the terms over it, in logits.
    pub weight: f64,
}

impl Explanation<'_> {
    /// The words that the model does not know.
    pub fn unknown_words(&self) -> impl Iterator<Item = Span> {
        self.words.iter().filter(|word| word.piece.is_unseen).map(|word| word.piece.span)
    }
}
