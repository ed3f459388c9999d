//! Labels, reasons to doubt them, and what an article does as a whole.

use std::fmt;

use crate::article::claim::Claim;
use crate::label::{Label, Probability};
use crate::model::context::Shift;

/// What a scored paragraph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// At least some of its words are the author's.
    Paragraph,
    /// All of its words are a source's.
    Quote,
}

impl Kind {
    /// Returns the word used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Paragraph => "paragraph",
            Kind::Quote => "quote",
        }
    }
}

/// Why a label is not to be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnsureReason {
    /// By itself it would clearly have the other label.
    Alone,
    /// The probability is too close to one half.
    NearThreshold,
    /// It has fewer than [`UnsureReason::FEWEST_WORDS`] words.
    Short,
    /// More than [`UnsureReason::MOST_UNSEEN`] of its words are not in the model's vocabulary.
    Unseen,
    /// It is labelled opinion, but at least [`UnsureReason::MOST_QUOTED`] of its words are a source's.
    Quotation,
}

impl UnsureReason {
    /// The fewest words that a label can be relied on for.
    pub const FEWEST_WORDS: usize = 5;
    /// The largest share of unseen words that a label can be relied on for. In another language nearly all are unseen.
    pub const MOST_UNSEEN: f64 = 0.5;
    /// The share of a source's words from which the author has too few to argue with.
    pub const MOST_QUOTED: f64 = 0.75;

    /// Returns the words used in every format.
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

/// Implements `Display` and `Serialize` by the word used in every format.
macro_rules! shown_by_name {
    ($($kind:ty),*) => {
        $(impl fmt::Display for $kind {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl serde::Serialize for $kind {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        })*
    };
}

shown_by_name!(Kind, UnsureReason, Verdict, Doubt);

/// The verdict on one paragraph.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Decision {
    /// The label, by the probability in context.
    pub label: Label,
    /// Of opinion, in the context of the article.
    pub probability: Probability,
    /// Of opinion, the paragraph by itself.
    pub alone: Probability,
    /// Why the label is not to be relied on, if it is not.
    pub unsure: Option<UnsureReason>,
}

/// A scored paragraph.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ParagraphScore {
    /// Paragraph or quotation.
    pub kind: Kind,
    /// None for a paragraph without a word.
    pub decision: Option<Decision>,
    /// The share of its words that are a source's.
    pub quoted: f64,
    /// The number of its words.
    pub words: usize,
}

impl ParagraphScore {
    /// The reason of a paragraph without a label.
    pub(crate) const NO_WORDS: &str = "no words";

    /// Returns why there is no label, or why it is not to be relied on.
    pub fn reason(&self) -> Option<&'static str> {
        self.decision.map_or(Some(Self::NO_WORDS), |decision| decision.unsure.map(UnsureReason::as_str))
    }
}

/// "opinion 0.98", "news 0.41 (near the threshold)", "no words"
impl fmt::Display for ParagraphScore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(decision) = self.decision else { return f.write_str(Self::NO_WORDS) };
        write!(f, "{} {:.2}", decision.label, decision.probability.0)?;
        decision.unsure.map_or(Ok(()), |reason| write!(f, " ({reason})"))
    }
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
    /// Paragraphs with more than half of its words have labels that are not to be relied on.
    MostlyUnsure,
}

impl Doubt {
    /// Fewer words are not a sentence to judge an article by.
    pub const FEWEST_WORDS: usize = 8;

    /// Returns the words used in every format.
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

    /// Returns the word used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::News => "news",
            Verdict::Opinion => "opinion",
            Verdict::Mixed => "mixed",
            Verdict::Unsure => "unsure",
        }
    }

    /// Returns whether an article of this verdict contradicts its claim; none if the two cannot be compared.
    ///
    /// News that argues in places contradicts its claim. Opinion that reports in places does not: op-eds hold facts.
    ///
    /// ```
    /// use oped::article::claim::Claim;
    /// use oped::verdict::Verdict;
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
    /// Returns the number of paragraphs with a label.
    pub fn labelled(&self) -> usize {
        self.decisions().count()
    }

    /// Returns the number of paragraphs labelled opinion.
    pub fn opinion(&self) -> usize {
        self.decisions().filter(|decision| decision.label.is_opinion()).count()
    }

    /// Returns the share of labelled paragraphs that are opinion; none without a labelled paragraph.
    pub fn opinion_share(&self) -> Option<f64> {
        (self.labelled() > 0).then(|| self.opinion() as f64 / self.labelled() as f64)
    }

    /// Returns the share of words in paragraphs labelled opinion; none without a labelled paragraph.
    pub fn opinion_words(&self) -> Option<f64> {
        self.share_of_words(|decision| decision.label.is_opinion())
    }

    /// Returns why nothing can be said of the article as a whole, if nothing can.
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

    /// Returns the verdict; none without a labelled paragraph.
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
