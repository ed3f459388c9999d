//! Article or texts → why each paragraph has its label: exact contributions of terms, by place, family and voice.
//!
//! ```text
//! passages ─score→ labels ─occurrences→ terms in their places ─model→ Evidence… ─families→ FamilySum…
//!                                                            └─without some words, all quoted→ Change
//! ```
//!
//! The model is linear, so the evidence is exact. With the row's values v, the model's coefficients c, and the slope a and intercept
//! b of its calibration, the calibrated logit of a paragraph by itself is
//!
//! > a · (intercept + Σⱼ cⱼ vⱼ) + b = (a · intercept + b) + Σⱼ a cⱼ vⱼ.
//!
//! The first summand is [`Explanation::intercept`]; each of the others is divided evenly among the places of its term. Their sum is
//! [`Explanation::logit`], whose sigmoid is the probability alone. The logit in context is a sum, too, if the model's context is
//! ([`crate::model::context::stacked`]): of what the paragraph itself, its neighbours, the article and its place in it add
//! ([`Explanation::context`]). In other models it is a reading of all paragraphs together. [`Change::context_decides`] says whether
//! the context made the label.

mod change;
mod explained;
mod explanation;
pub mod families;
mod reading;

pub use change::{Change, MOST_WORDS, Without};
pub use explained::ExplainedParagraph;
#[cfg(feature = "serve")]
pub(crate) use explained::evidence_schemas;
#[cfg(feature = "report")]
pub(crate) use explained::speech;
pub use explanation::{Evidence, Explained, Explanation, FamilySum, WordWeight};

use std::sync::Arc;

use crate::article::Article;
use crate::model::Model;
use crate::model::context::{Said, contributions::Contributions};
use crate::score::{Scorer, passages_of};
use crate::terms::split_namespace;
use crate::verdict::{ArticleScore, ParagraphScore};
use crate::voice::{Passage, SourceSpan, source_spans};
use families::{Families, Filed};
use reading::{Placed, Reading, word_weights};

/// Explains with one model. Threads can share one.
#[derive(Debug)]
pub struct Explainer {
    scorer: Scorer,
    families: Families,
    with_changes: bool,
}

impl Explainer {
    /// An explainer for a model, which several can share as an [`Arc`].
    pub fn new(model: impl Into<Arc<Model>>) -> Self {
        let scorer = Scorer::new(model);
        let families = Families::new(scorer.model().card.language);
        Self { scorer, families, with_changes: true }
    }

    /// Leaves out of articles what would change the labels, which is half of the work. [`Explainer::paragraph`] still tells it, of the
    /// paragraph that somebody asks about.
    pub fn without_changes(self) -> Self {
        Self { with_changes: false, ..self }
    }

    /// Returns the model.
    pub fn model(&self) -> &Model {
        self.scorer.model()
    }

    /// Returns the scorer, for labels without their reasons.
    pub fn scorer(&self) -> &Scorer {
        &self.scorer
    }

    /// Explains the paragraphs of an article.
    ///
    /// ```
    /// use oped::article::{Article, Format};
    /// use oped::model::Model;
    /// use oped::explain::Explainer;
    /// use oped::explain::families::Family;
    /// let page = "We urge the council to act: the plan must not pass, and it is a disgrace.";
    /// let explainer = Explainer::new(Model::shipped()?);
    /// let explained = explainer.article(&Article::read(page.as_bytes(), Format::Text, None)?);
    /// let why = explained.paragraphs[0].as_ref().unwrap();
    /// let sum: f64 = why.evidence.iter().map(|entry| entry.weight).sum();
    /// assert!((sum + why.intercept.0 - why.logit.0).abs() < 1e-9);
    /// assert!(why.families.iter().any(|sum| sum.family == Family::CallToAction && sum.weight > 0.0));
    /// # Ok::<(), oped::error::Error>(())
    /// ```
    pub fn article(&self, article: &Article) -> Explained<'_> {
        self.passages(&passages_of(article))
    }

    /// Explains consecutive paragraphs of one article, such as the rows of a table.
    pub fn texts(&self, texts: &[impl AsRef<str>]) -> Explained<'_> {
        let passages: Vec<Passage<'_>> = texts.iter().map(|text| text.as_ref().into()).collect();
        self.passages(&passages)
    }

    /// Explains the paragraphs of one article, in order.
    pub fn passages(&self, passages: &[Passage<'_>]) -> Explained<'_> {
        let sources = source_spans(passages);
        let score = self.scorer.voiced(passages, &sources);
        let mut contexts = self.contexts(passages, &sources, &score).into_iter();
        let explain = |((passage, sources), score): ((&Passage<'_>, &Vec<SourceSpan>), &ParagraphScore)| {
            let decision = score.decision?;
            let reading = Reading::new(self.scorer.vectorizer(), passage.text, sources);
            let context = contexts.next().flatten();
            let change = self.with_changes.then(|| change::change(&reading, *passage, sources, decision));
            Some(Explanation { context, change, ..self.explanation(&reading, passage.text) })
        };
        let paragraphs = passages.iter().zip(&sources).zip(&score.paragraphs).map(explain).collect();
        Explained { score, paragraphs }
    }

    /// Explains one paragraph of an article, with what would change its label; `None` if it has no words, or there is no such paragraph.
    ///
    /// ```
    /// use oped::voice::Passage;
    /// use oped::{Explainer, Model};
    /// let explainer = Explainer::new(Model::shipped()?);
    /// let passages = ["The council met on Monday.", "We urge the mayor to resign."].map(Passage::from);
    /// assert_eq!(explainer.paragraph(&passages, 1), explainer.passages(&passages).paragraphs[1]);
    /// # Ok::<(), oped::Error>(())
    /// ```
    pub fn paragraph(&self, passages: &[Passage<'_>], paragraph: usize) -> Option<Explanation<'_>> {
        let sources = source_spans(passages);
        let score = self.scorer.voiced(passages, &sources);
        let decision = score.paragraphs.get(paragraph)?.decision?;
        let labelled = score.paragraphs[..paragraph].iter().filter(|of| of.decision.is_some()).count();
        let context = self.contexts(passages, &sources, &score)[labelled];
        let (passage, sources) = (passages[paragraph], &sources[paragraph]);
        let reading = Reading::new(self.scorer.vectorizer(), passage.text, sources);
        let change = Some(change::change(&reading, passage, sources, decision));
        Some(Explanation { context, change, ..self.explanation(&reading, passage.text) })
    }

    /// Where the logit in context of each paragraph with a label comes from.
    fn contexts(
        &self,
        passages: &[Passage<'_>],
        sources: &[Vec<SourceSpan>],
        score: &ArticleScore,
    ) -> Vec<Option<Contributions>> {
        let model = self.scorer.model();
        let labelled = passages.iter().zip(sources).zip(&score.paragraphs).filter(|(_, of)| of.decision.is_some());
        let said: Vec<Said> = labelled.map(|((passage, sources), _)| self.scorer.said(passage, sources).0).collect();
        let found = model.card.context.contributions(&said, model.prior_shift);
        found.map_or_else(|| vec![None; said.len()], |all| all.into_iter().map(Some).collect())
    }

    fn explanation<'m>(&'m self, reading: &Reading<'m>, text: &str) -> Explanation<'m> {
        let mut evidence = evidence_of(reading, &self.families.file(text, &reading.pieces));
        let weights = word_weights(reading.pieces.len(), &reading.terms, evidence.iter().map(|entry| entry.weight));
        evidence.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
        let all = reading.pieces.iter().filter(|piece| piece.is_word).count();
        let unknown = reading.pieces.iter().filter(|piece| piece.is_unseen).count();
        Explanation {
            logit: reading.model().row_logit(&reading.row),
            intercept: reading.model().base_logit(),
            families: family_sums(&evidence),
            evidence,
            words: reading.pieces.iter().zip(weights).map(|(&piece, weight)| WordWeight { piece, weight }).collect(),
            unknown: if all == 0 { 0.0 } else { unknown as f64 / all as f64 },
            change: None,
            context: None,
        }
    }
}

/// What each term in its place adds, in the order of the text.
fn evidence_of<'m>(reading: &Reading<'m>, filed: &Filed<'_>) -> Vec<Evidence<'m>> {
    let entry = |(Placed { term, under }, weight): (&Placed, f64)| {
        let named = reading.model().tfidf.vocabulary.term(term.column as usize);
        let family = filed.of(named, under.clone());
        Evidence { term: split_namespace(named).0, weight, span: term.span, voice: term.voice, family }
    };
    reading.terms.iter().zip(reading.weights(&reading.terms, &reading.row)).map(entry).collect()
}

/// The sums by family and voice, by descending absolute weight.
fn family_sums(evidence: &[Evidence<'_>]) -> Vec<FamilySum> {
    let mut sums: Vec<FamilySum> = Vec::new();
    for entry in evidence {
        let Some(family) = entry.family else { continue };
        match sums.iter_mut().find(|sum| sum.family == family && sum.voice == entry.voice) {
            Some(sum) => sum.weight += entry.weight,
            None => sums.push(FamilySum { family, voice: entry.voice, weight: entry.weight }),
        }
    }
    sums.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()).then(a.family.cmp(&b.family)));
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_can_hold_a_scorer_and_an_explainer() {
        fn held<T: Send + Sync + 'static>() {}
        held::<Model>();
        held::<Scorer>();
        held::<Explainer>();
    }
}
