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

impl Decision {
    /// Returns whether the label is to be relied on.
    pub fn is_sure(&self) -> bool {
        self.unsure.is_none()
    }

    /// Returns whether the label is opinion, and to be relied on.
    pub fn surely_argues(&self) -> bool {
        self.is_sure() && self.label.is_opinion()
    }
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

/// What an article does as a whole, by its sure paragraphs: those whose label is to be relied on.
///
/// Shares are of words. *Argues* and *reports* mean that a paragraph surely does; the words of unsure paragraphs count among all
/// words, and for neither label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It reports: at least [`Verdict::LEAST_NEWS`] of its words; at most [`Verdict::TOLERANCE`] of the sure ones argue, and it
    /// does not turn, not even unsurely.
    News,
    /// It argues: more than [`Verdict::TOLERANCE`] of all its words, so that it is not news even if every unsure paragraph
    /// reports; and at most [`Verdict::TOLERANCE`] of the sure ones report.
    Opinion,
    /// It does both: it argues as above, and reports too; or it turns.
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
    /// Whether it is news or mixed depends on the unsure paragraphs, or on a turn that the sure ones do not bear out.
    Undecided,
}

impl Doubt {
    /// Fewer words are not a sentence to judge an article by.
    pub const FEWEST_WORDS: usize = 8;

    /// Returns the words used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            Doubt::Short => "too short",
            Doubt::MostlyUnsure => "mostly unsure",
            Doubt::Undecided => "undecided",
        }
    }
}

impl Verdict {
    /// The share of words in paragraphs of the other label that does not make an article mixed.
    pub const TOLERANCE: f64 = 0.2;
    /// The share of words that surely report, without which nothing is called news.
    pub const LEAST_NEWS: f64 = 0.5;
    /// The share of words that surely argue from which a page that declares news is contradicted, unless it turns. Twice the
    /// tolerance: a label describes, a contradiction accuses. Chosen out of fold on 794 articles of which at most a tenth of the
    /// paragraphs argue, so that of those of other genres than news 1 % are accused.
    pub const LEAST_CONTRADICTION: f64 = 0.4;

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
    /// [`ArticleScore::contradicts`] also asks how much of it argues.
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

/// Words of the paragraphs with a label.
#[derive(Debug, Clone, Copy, Default)]
struct Words {
    /// In paragraphs that surely report.
    news: usize,
    /// In paragraphs that surely argue.
    opinion: usize,
    /// In paragraphs whose label is not to be relied on.
    unsure: usize,
}

impl Words {
    fn all(self) -> usize {
        self.sure() + self.unsure
    }

    fn sure(self) -> usize {
        self.news + self.opinion
    }

    fn surely(self, label: Label) -> usize {
        if label.is_opinion() { self.opinion } else { self.news }
    }
}

/// The share of some words in all; 0 without any.
fn share(words: usize, all: usize) -> f64 {
    words as f64 / all.max(1) as f64
}

impl ArticleScore {
    /// Returns the number of paragraphs with a label.
    pub fn labelled(&self) -> usize {
        self.decisions().count()
    }

    /// Returns the number of sure paragraphs: those with a label that is to be relied on.
    pub fn sure(&self) -> usize {
        self.decisions().filter(|decision| decision.is_sure()).count()
    }

    /// Returns the number of sure paragraphs that argue.
    pub fn opinion(&self) -> usize {
        self.decisions().filter(|decision| decision.surely_argues()).count()
    }

    /// Returns the share of sure paragraphs that argue; none without a sure paragraph.
    pub fn opinion_share(&self) -> Option<f64> {
        (self.sure() > 0).then(|| share(self.opinion(), self.sure()))
    }

    /// Returns the share of the words of sure paragraphs that are in those that argue; none without a sure paragraph.
    pub fn opinion_words(&self) -> Option<f64> {
        let words = self.words(0..self.paragraphs.len());
        (words.sure() > 0).then(|| share(words.opinion, words.sure()))
    }

    /// Returns the verdict; none without a labelled paragraph.
    pub fn verdict(&self) -> Option<Verdict> {
        (self.labelled() > 0).then(|| self.judged().unwrap_or(Verdict::Unsure))
    }

    /// Returns why nothing can be said of the article as a whole, if nothing can.
    pub fn doubt(&self) -> Option<Doubt> {
        self.judged().err().filter(|_| self.labelled() > 0)
    }

    fn judged(&self) -> Result<Verdict, Doubt> {
        let words = self.words(0..self.paragraphs.len());
        let is_tolerated = |label: Label| share(words.surely(label), words.sure()) <= Verdict::TOLERANCE;
        let is_mostly_news = share(words.news, words.all()) >= Verdict::LEAST_NEWS;
        if words.all() < Doubt::FEWEST_WORDS {
            Err(Doubt::Short)
        } else if (0..self.shifts.len()).any(|at| self.is_sure_turn(at)) {
            Ok(Verdict::Mixed)
        } else if share(words.opinion, words.all()) > Verdict::TOLERANCE {
            Ok(if is_tolerated(Label::News) { Verdict::Opinion } else { Verdict::Mixed })
        } else if is_mostly_news && is_tolerated(Label::Opinion) && self.shifts.is_empty() {
            Ok(Verdict::News)
        } else if 2 * words.unsure > words.all() {
            Err(Doubt::MostlyUnsure)
        } else {
            Err(Doubt::Undecided)
        }
    }

    /// Returns whether sure paragraphs bear out the shift of this index: those between it and the shift before have at least half
    /// of the words there and the voice before it, and likewise up to the shift behind.
    pub fn is_sure_turn(&self, shift: usize) -> bool {
        let Some(of) = self.shifts.get(shift) else { return false };
        let start = shift.checked_sub(1).map_or(0, |before| self.shifts[before].paragraph);
        let end = self.shifts.get(shift + 1).map_or(self.paragraphs.len(), |behind| behind.paragraph);
        let has_voice = |words: Words, label: Label| words.all() > 0 && 2 * words.surely(label) >= words.all();
        has_voice(self.words(start..of.paragraph), of.from) && has_voice(self.words(of.paragraph..end), of.to)
    }

    /// Returns the shifts that sure paragraphs bear out.
    pub fn sure_turns(&self) -> impl Iterator<Item = &Shift> {
        self.shifts.iter().enumerate().filter(|(at, _)| self.is_sure_turn(*at)).map(|(_, shift)| shift)
    }

    /// Returns whether the article contradicts its page's claim; none if the two cannot be compared, or if it argues too little
    /// to accuse a page that declares news: less than [`Verdict::LEAST_CONTRADICTION`] of its words, without a turn.
    pub fn contradicts(&self, claim: Claim) -> Option<bool> {
        let contradicts = self.verdict()?.contradicts(claim)?;
        let words = self.words(0..self.paragraphs.len());
        let is_clear = || share(words.opinion, words.all()) >= Verdict::LEAST_CONTRADICTION;
        let is_enough = !contradicts || claim == Claim::Opinion || is_clear() || self.sure_turns().next().is_some();
        is_enough.then_some(contradicts)
    }

    fn words(&self, range: std::ops::Range<usize>) -> Words {
        let mut sum = Words::default();
        for paragraph in self.paragraphs.get(range).unwrap_or_default() {
            match paragraph.decision {
                None => {}
                Some(decision) if !decision.is_sure() => sum.unsure += paragraph.words,
                Some(decision) if decision.label.is_opinion() => sum.opinion += paragraph.words,
                Some(_) => sum.news += paragraph.words,
            }
        }
        sum
    }

    fn decisions(&self) -> impl Iterator<Item = &Decision> {
        self.paragraphs.iter().filter_map(|paragraph| paragraph.decision.as_ref())
    }
}
