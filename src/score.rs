//! Article or rows → labels, probabilities and shifts.

use crate::article::declared::Claim;
use crate::article::{Article, BlockKind};
use crate::corpus::Row;
use crate::error::Result;
use crate::features::WordCount;
use crate::features::vectorizer::Vectorizer;
use crate::label::{Label, Logit, Probability};
use crate::model::Model;
use crate::model::context::{Said, Shift};
use crate::voice::{Passage, quoted_share, source_spans};

/// Scores with one model. Cheap to use from many threads at once.
#[derive(Debug)]
pub struct Scorer<'m> {
    model: &'m Model,
    vectorizer: Vectorizer<'m>,
}

/// What a scored paragraph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// At least some of its words are the author's.
    Paragraph,
    /// All of its words are a source's.
    Quote,
}

impl Kind {
    /// The word used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Paragraph => "paragraph",
            Kind::Quote => "quote",
        }
    }
}

/// Why a label is not to be believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnsureReason {
    /// By itself it would clearly have the other label.
    Alone,
    /// The probability is too near to one half.
    NearThreshold,
    /// It has fewer than [`UnsureReason::FEWEST_WORDS`] words.
    Short,
    /// More than [`UnsureReason::MOST_UNSEEN`] of its words are not in the model's vocabulary.
    Unseen,
    /// It is called opinion, but at least [`UnsureReason::MOST_QUOTED`] of its words are a source's.
    Quotation,
}

impl UnsureReason {
    /// A paragraph of fewer words says too little, whatever they are.
    pub const FEWEST_WORDS: usize = 5;
    /// The share of unseen words up to which a paragraph is believed. In another language nearly all are unseen.
    pub const MOST_UNSEEN: f64 = 0.5;
    /// The share of a source's words from which on the author has too few of their own to argue with.
    pub const MOST_QUOTED: f64 = 0.75;

    /// The words used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            UnsureReason::NearThreshold => "near the threshold",
            UnsureReason::Alone => "other label alone",
            UnsureReason::Short => "too short",
            UnsureReason::Unseen => "mostly unseen words",
            UnsureReason::Quotation => "mostly quotation",
        }
    }
}

/// The verdict on one paragraph.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Decision {
    /// The label, by the probability in context.
    pub label: Label,
    /// Of opinion, in the context of the article.
    pub probability: Probability,
    /// Of opinion, the paragraph by itself.
    pub alone: Probability,
    /// Why the label is not to be believed, if it is not.
    pub unsure: Option<UnsureReason>,
}

/// A scored paragraph.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ParagraphScore {
    /// Paragraph or quotation.
    pub kind: Kind,
    /// None where the paragraph has no word.
    pub decision: Option<Decision>,
    /// The share of its words that are a source's.
    pub quoted: f64,
    /// The number of its words.
    pub words: usize,
}

/// What an article does as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It reports: paragraphs with at most [`Verdict::TOLERANCE`] of its words argue, and it does not turn.
    News,
    /// It argues: paragraphs with at most [`Verdict::TOLERANCE`] of its words report, and it does not turn.
    Opinion,
    /// It does both.
    Mixed,
    /// Nothing can be said: see [`Doubt`].
    Unsure,
}

/// Why nothing can be said of an article as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// It has fewer than [`Doubt::FEWEST_WORDS`] words.
    Short,
    /// Paragraphs with more than half of its words have labels that are not to be believed.
    MostlyUnsure,
}

impl Doubt {
    /// Fewer words make no sentence to judge an article by.
    pub const FEWEST_WORDS: usize = 8;

    /// The words used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            Doubt::Short => "too short",
            Doubt::MostlyUnsure => "mostly unsure",
        }
    }
}

impl Verdict {
    /// The share of words in paragraphs of the other label that does not make an article mixed.
    pub const TOLERANCE: f64 = 0.2;

    /// The word used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::News => "news",
            Verdict::Opinion => "opinion",
            Verdict::Mixed => "mixed",
            Verdict::Unsure => "unsure",
        }
    }

    /// Whether an article of this verdict is not what it claims to be; none where the two cannot be compared.
    ///
    /// News that argues in places breaks its claim. Opinion that reports in places does not: op-eds hold facts.
    ///
    /// ```
    /// use oped::{article::declared::Claim, score::Verdict};
    /// assert_eq!(Verdict::Mixed.contradicts(Claim::News), Some(true));
    /// assert_eq!(Verdict::Mixed.contradicts(Claim::Opinion), Some(false));
    /// assert_eq!(Verdict::Unsure.contradicts(Claim::News), None);
    /// ```
    pub fn contradicts(self, claim: Claim) -> Option<bool> {
        match (claim, self) {
            (Claim::Other, _) | (_, Verdict::Unsure) => None,
            (Claim::News, verdict) => Some(verdict != Verdict::News),
            (Claim::Opinion, verdict) => Some(verdict == Verdict::News),
        }
    }
}

/// A scored article.
#[derive(Debug, Clone, PartialEq)]
pub struct ArticleScore {
    /// One for each paragraph, in order.
    pub paragraphs: Vec<ParagraphScore>,
    /// Where the voice turns. Paragraph numbers count all of `paragraphs`.
    pub shifts: Vec<Shift>,
}

impl ArticleScore {
    /// Paragraphs with a label.
    pub fn labelled(&self) -> usize {
        self.decisions().count()
    }

    /// Paragraphs labelled opinion.
    pub fn opinion(&self) -> usize {
        self.decisions().filter(|decision| decision.label.is_opinion()).count()
    }

    /// The share of the labelled paragraphs that are opinion; none where no paragraph has a label.
    pub fn opinion_share(&self) -> Option<f64> {
        (self.labelled() > 0).then(|| self.opinion() as f64 / self.labelled() as f64)
    }

    /// The share of the words that stand in paragraphs labelled opinion; none where no paragraph has a label.
    pub fn opinion_words(&self) -> Option<f64> {
        self.share_of_words(|decision| decision.label.is_opinion())
    }

    /// Why nothing can be said of the article as a whole, if nothing can.
    pub fn doubt(&self) -> Option<Doubt> {
        let words: usize = self.paragraphs.iter().map(|paragraph| paragraph.words).sum();
        let unsure = self.share_of_words(|decision| decision.unsure.is_some())?;
        let doubts = [(Doubt::Short, words < Doubt::FEWEST_WORDS), (Doubt::MostlyUnsure, unsure > 0.5)];
        doubts.into_iter().find_map(|(doubt, holds)| holds.then_some(doubt))
    }

    fn share_of_words(&self, is_counted: impl Fn(&Decision) -> bool) -> Option<f64> {
        let labelled = self.paragraphs.iter().filter_map(|of| Some((of.decision.as_ref()?, of.words)));
        let (mut all, mut counted) = (0, 0);
        for (decision, words) in labelled {
            (all, counted) = (all + words, counted + if is_counted(decision) { words } else { 0 });
        }
        (all > 0).then(|| counted as f64 / all as f64)
    }

    /// The verdict; none where no paragraph has a label.
    pub fn verdict(&self) -> Option<Verdict> {
        let share = self.opinion_words()?;
        Some(if self.doubt().is_some() {
            Verdict::Unsure
        } else if !self.shifts.is_empty() {
            Verdict::Mixed
        } else if share <= Verdict::TOLERANCE {
            Verdict::News
        } else if share >= 1.0 - Verdict::TOLERANCE {
            Verdict::Opinion
        } else {
            Verdict::Mixed
        })
    }

    fn decisions(&self) -> impl Iterator<Item = &Decision> {
        self.paragraphs.iter().filter_map(|paragraph| paragraph.decision.as_ref())
    }
}

impl<'m> Scorer<'m> {
    /// A scorer with a model.
    ///
    /// # Errors
    /// [`crate::error::ErrorKind::Usage`] where the model's language is unknown.
    pub fn new(model: &'m Model) -> Result<Self> {
        Ok(Self { model, vectorizer: model.vectorizer()? })
    }

    /// The model.
    pub(crate) fn model(&self) -> &'m Model {
        self.model
    }

    /// What turns paragraphs into rows of the model.
    pub(crate) fn vectorizer(&self) -> &Vectorizer<'m> {
        &self.vectorizer
    }

    /// Scores the paragraphs of an article.
    ///
    /// ```
    /// use oped::{Article, Model, article::Format, score::Scorer};
    /// let page = "We urge the council to act. The plan is a disgrace, and it must not pass.";
    /// let model = Model::shipped()?;
    /// let score = Scorer::new(&model)?.article(&Article::read(page.as_bytes(), Format::Text, None)?);
    /// assert!(score.paragraphs[0].decision.unwrap().label.is_opinion());
    /// # Ok::<(), oped::error::Error>(())
    /// ```
    pub fn article(&self, article: &Article) -> ArticleScore {
        let passages: Vec<Passage<'_>> = article
            .paragraphs()
            .map(|block| Passage { text: block.text.as_str(), block_quote: block.kind == BlockKind::Quote })
            .collect();
        self.passages(&passages)
    }

    /// Scores consecutive rows of one article.
    pub fn rows(&self, rows: &[Row]) -> ArticleScore {
        let passages: Vec<Passage<'_>> = rows.iter().map(|row| row.text.as_str().into()).collect();
        self.passages(&passages)
    }

    /// Scores the paragraphs of one article, in order.
    pub fn passages(&self, passages: &[Passage<'_>]) -> ArticleScore {
        let sources = source_spans(passages);
        let mut paragraphs: Vec<ParagraphScore> = Vec::with_capacity(passages.len());
        // A paragraph without a word has no logit at all.
        let mut worded: Vec<(usize, WordCount)> = Vec::with_capacity(passages.len());
        let mut said: Vec<Said> = Vec::with_capacity(passages.len());
        for (at, (passage, spans)) in passages.iter().zip(&sources).enumerate() {
            let (logit, count) =
                self.vectorizer.with_row(passage.text, spans, |row, count| (self.model.row_logit(row), count));
            let quoted = quoted_share(passage.text, spans);
            let kind = if quoted == 1.0 { Kind::Quote } else { Kind::Paragraph };
            paragraphs.push(ParagraphScore { kind, decision: None, quoted: count.quoted(), words: count.words });
            if count.words > 0 {
                worded.push((at, count));
                said.push(Said { logit, quoted });
            }
        }
        let reading = self.model.card.context.of_articles().read(&said, self.model.prior_shift);
        for (((at, words), alone), together) in worded.iter().zip(&said).zip(reading.logits) {
            paragraphs[*at].decision = Some(self.decide(alone.logit, together, words));
        }
        let mut shifts = reading.shifts;
        for shift in &mut shifts {
            shift.paragraph = worded[shift.paragraph].0;
            shift.interval = (worded[shift.interval.0].0, worded[shift.interval.1].0);
        }
        ArticleScore { paragraphs, shifts }
    }

    fn decide(&self, alone: Logit, together: Logit, words: &WordCount) -> Decision {
        let probability = together.probability();
        let label = probability.label();
        Decision {
            label,
            probability,
            alone: alone.probability(),
            unsure: self.unsure(probability, alone.probability(), words),
        }
    }

    /// The first reason that holds, from the one that says most about the paragraph to the one that says least.
    fn unsure(&self, probability: Probability, alone: Probability, words: &WordCount) -> Option<UnsureReason> {
        let band = &self.model.card.unsure;
        let reasons = [
            (UnsureReason::Short, words.words < UnsureReason::FEWEST_WORDS),
            (UnsureReason::Unseen, words.unseen() > UnsureReason::MOST_UNSEEN),
            (UnsureReason::Quotation, probability.label().is_opinion() && words.quoted() >= UnsureReason::MOST_QUOTED),
            (UnsureReason::NearThreshold, band.contains(probability)),
            (UnsureReason::Alone, alone.label() != probability.label() && !band.contains(alone)),
        ];
        reasons.into_iter().find_map(|(reason, holds)| holds.then_some(reason))
    }
}
