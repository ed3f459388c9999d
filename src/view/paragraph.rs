//! A paragraph: its marked text, and why it has its label.

use serde::Serialize;

use super::pieces::{Piece, pieces};
use crate::explain::{ExplainedParagraph, Explainer, Explanation};
use crate::verdict::Kind;
use crate::voice::Passage;
use crate::words::evidence::{self, Group, grouped, in_context, named, unknown};
use crate::words::figures::{percent, probability};
use crate::words::{score::label_of, sentence};

/// How many of the heaviest words the groups name.
const TOP: usize = 12;

/// A paragraph as a page shows it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ParagraphView<'a> {
    /// `news`, `opinion`, with a question mark if it is not to be relied on; `–` without a word.
    pub label: String,
    /// Of opinion, in context: `72 %`.
    pub probability: Option<String>,
    /// Of opinion, by itself.
    pub alone: Option<String>,
    /// One sentence that says why.
    pub why: String,
    /// One sentence that says why the label is not to be relied on, if it is not.
    pub doubt: Option<String>,
    /// How much of it is a source's: `a quotation`, `38 % quoted`.
    pub quoted: Option<String>,
    /// The text.
    pub pieces: Vec<Piece<'a>>,
    /// What weighs, the heaviest first. With `baseline` and `rest` they sum to `logit`.
    pub groups: Vec<GroupView>,
    /// The log-odds without a known term.
    pub baseline: f64,
    /// What the groups leave out.
    pub rest: f64,
    /// The log-odds of opinion of the paragraph by itself.
    pub logit: f64,
    /// The words that the model does not know.
    pub unknown: Option<String>,
    /// What sums to the log-odds in context.
    pub context: Option<String>,
}

/// Terms that do the same job in the text.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupView {
    /// What they do.
    pub name: String,
    /// What they add, in logits.
    pub weight: f64,
    /// The heaviest: `we ×3, urge`.
    pub words: String,
}

impl<'a> ParagraphView<'a> {
    /// Of an explained paragraph.
    pub(super) fn of(explained: &ExplainedParagraph<'a>) -> Self {
        let (paragraph, text) = (&explained.paragraph, explained.paragraph.text);
        let decision = paragraph.score.decision;
        let groups = explained.why.map_or_else(Vec::new, |why| grouped(why, text));
        let view = ParagraphView {
            label: label_of(decision),
            probability: decision.map(|decision| probability(decision.probability.0)),
            alone: decision.map(|decision| probability(decision.alone.0)),
            why: sentence::why(&paragraph.score, &groups, text),
            doubt: decision.and_then(sentence::doubt),
            quoted: quoted(paragraph.score.kind, paragraph.score.quoted),
            pieces: pieces(text, explained.why.map_or(&[][..], |why| &why.words)),
            groups: Vec::new(),
            baseline: 0.0,
            rest: 0.0,
            logit: 0.0,
            unknown: None,
            context: None,
        };
        match explained.why {
            Some(why) => view.with_reasons(why, &groups, text),
            None => view,
        }
    }

    fn with_reasons(self, why: &Explanation<'_>, groups: &[Group], text: &str) -> Self {
        let groups: Vec<GroupView> = named(groups, TOP).iter().map(GroupView::of).collect();
        let grouped: f64 = groups.iter().map(|group| group.weight).sum();
        ParagraphView {
            rest: why.logit.0 - why.intercept.0 - grouped,
            groups,
            baseline: why.intercept.0,
            logit: why.logit.0,
            unknown: unknown(why, text, TOP),
            context: in_context(why),
            ..self
        }
    }
}

/// What would change the label of a paragraph of an article, a sentence each; none if it has no words.
///
/// A paragraph is read many times over to tell it, so it is no part of a [`ParagraphView`]: a page asks when somebody wants to know.
///
/// ```
/// use oped::voice::Passage;
/// use oped::{Explainer, Model, view};
/// let explainer = Explainer::new(Model::shipped()?);
/// let passages = [Passage::from("We urge the mayor to resign over this disgrace.")];
/// let sentences = view::changes(&explainer, &passages, 0);
/// assert!(sentences.last().unwrap().starts_with("if all of it were quoted: "));
/// # Ok::<(), oped::Error>(())
/// ```
pub fn changes(explainer: &Explainer, passages: &[Passage<'_>], paragraph: usize) -> Vec<String> {
    let why = explainer.paragraph(passages, paragraph);
    why.map_or_else(Vec::new, |why| evidence::changes(&why, passages[paragraph].text))
}

fn quoted(kind: Kind, share: f64) -> Option<String> {
    match kind {
        Kind::Quote => Some("a quotation".to_owned()),
        Kind::Paragraph => (share > 0.0).then(|| format!("{} quoted", percent(share))),
    }
}

impl GroupView {
    fn of(group: &Group) -> Self {
        GroupView { name: group.row_name(), weight: group.weight, words: group.told() }
    }
}
