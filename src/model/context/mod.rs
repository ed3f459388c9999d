//! A paragraph in its article.
//!
//! Where training had labels that were given paragraph by paragraph, [`stacked`] gives the labels, and what follows only the turns; else
//! it gives both.
//!
//! An article is of one of four kinds. Which one is unknown:
//!
//! | kind | the author's voice |
//! |---|---|
//! | one voice | reports, or argues, from beginning to end |
//! | one turn, two turns | does one in the first part and the other in the next (and the first again); parts have at least two paragraphs, and all places for the turns are equally likely |
//! | woven | changes from paragraph to paragraph: a chain of two states that stays in its state with probability `stay` |
//!
//! In a part, one paragraph in twenty is an *aside* in the other voice ([`Context::ASIDE`], called ε). With zᵢ the calibrated logit of
//! paragraph i, xᵢ = `slope` · zᵢ + `offset` and σ the logistic function, its evidence for voice v of its part is
//!
//! > hᵥ(i) = (1 − εᵢ) · σ(±xᵢ) + εᵢ · σ(∓xᵢ), the upper sign for opinion,
//!
//! and in a woven article σ(±zᵢ). The more of a paragraph is quoted, the weaker its evidence for opinion: εᵢ = ε + (½ − ε) · qᵢ³
//! where zᵢ > 0, and qᵢ is the quoted share of its letters. Evidence for news keeps its weight, because quoting is a sign of news. The
//! slope is below one because paragraphs of one article repeat each other's errors; ε bounds what a single paragraph can do to its
//! part. All sums over segmentations are exact, and linear in the number of paragraphs (`parts.rs`, `woven.rs`). The probability of
//! opinion of each paragraph is
//!
//! > P(yᵢ) = Σ over kinds P(kind | all paragraphs) · P(yᵢ | kind),
//! >
//! > P(yᵢ | parts) ∝ σ(± (zᵢ + offset / slope)) · Σ over voices v of P(yᵢ | v) · P(v | the other paragraphs):
//!
//! its own evidence counts in full, that of the others is damped. A paragraph without others keeps its own probability.
//!
//! The posterior of a *shift* is that of its turn at this place or in the interval around it. An article turns if one turn and two
//! turns together have at least [`Context::LEAST`], each of the turns is likelier than not, and the labels around it agree. Where
//! [`stacked`] gives the labels, turns are heard from what paragraphs say about sections, and labels agree if the new voice is more
//! frequent after the turn than before it.
//!
//! `slope`, `offset`, `stay` and the frequencies of the kinds are fitted (`learn/fit/context`). ε is set by hand: large collections
//! label whole articles, and a fit to them would find no asides.

pub mod contributions;
pub(crate) mod log;
pub mod part;
pub(crate) mod parts;
mod reading;
pub mod stacked;
pub(crate) mod woven;

use crate::label::{Label, Logit, Probability};
use log::{log_add, log_sigmoids};
use parts::MOST_TURNS;

/// The parameters of an article's voices.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Context {
    /// The factor of a part's logits.
    pub slope: f64,
    /// Added to them: calibrated logits reflect the share of opinion among paragraphs, which is not that among articles.
    pub offset: f64,
    /// The probability that the next paragraph of a woven article keeps the voice.
    pub stay: f64,
    /// How frequent the kinds are.
    pub kinds: Kinds,
}

/// Probabilities of the four kinds of articles, which sum to one.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Kinds {
    /// Articles with no turn, one, and two.
    pub turns: [f64; MOST_TURNS + 1],
    /// Woven articles.
    pub woven: f64,
}

impl Default for Context {
    /// A fit to the collections of the shipped model, rounded: for tables with too few articles to fit their own.
    fn default() -> Self {
        Self { slope: 0.65, offset: 0.4, stay: 0.35, kinds: Kinds { turns: [0.25, 0.3, 0.1], woven: 0.35 } }
    }
}

/// A turn of the article's voice.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shift {
    /// The first paragraph with the new voice.
    pub paragraph: usize,
    /// The voice before.
    pub from: Label,
    /// The voice from here on.
    pub to: Label,
    /// The probability of this turn within the interval.
    pub probability: Probability,
    /// The probability of this turn exactly here.
    pub here: Probability,
    /// The first and last paragraph of the shortest stretch around this one that holds [`Context::INTERVAL`] of the turn's
    /// probability; longer where the new voice is first labelled after it.
    pub interval: (usize, usize),
}

/// What one paragraph says by itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Said {
    /// Its calibrated logit.
    pub logit: Logit,
    /// The share of its letters that are a source's ([`crate::voice::quoted_letters`]). A paragraph of 1 says nothing of the author's
    /// voice.
    pub quoted_letters: f64,
    /// Its length in bytes.
    pub length: usize,
    /// What its words say about the other paragraphs of the article ([`stacked`]).
    pub article: f64,
    /// What its words say about the section of its article, as a logit: the evidence for turns. `logit` where a model does not tell them
    /// apart.
    pub section: Logit,
    /// The logit of opinion as the voice of its part, in the light of the whole article ([`Context`]); 0 until that was heard.
    pub part: f64,
}

impl Said {
    /// A paragraph of usual length, all in the author's words.
    pub fn by_author(logit: f64) -> Said {
        Said { logit: Logit(logit), quoted_letters: 0.0, length: 300, article: 0.0, section: Logit(logit), part: 0.0 }
    }

    /// ε of the paragraph.
    pub(crate) fn aside(&self) -> f64 {
        // Quoting is a sign of news. A source who argues is no sign of opinion.
        let quoted = if self.logit.0 > 0.0 { self.quoted_letters } else { 0.0 };
        Context::ASIDE + (0.5 - Context::ASIDE) * quoted.powi(3)
    }
}

/// What an article's paragraphs say together.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Each paragraph's logit in context.
    pub logits: Vec<Logit>,
    /// Where the article turns.
    pub shifts: Vec<Shift>,
    /// The posterior of this article's kind.
    pub kinds: Kinds,
}

impl Context {
    /// The share of a part's paragraphs in the other voice.
    pub const ASIDE: f64 = 0.05;
    /// An article turns if one turn and two turns together have this probability. Chosen on articles of 14 outlets by folds of outlets;
    /// 7 % of the articles of one label then have a false turn.
    pub const LEAST: f64 = 0.6;
    /// How many paragraphs of a new part may be labelled with the old voice before the turn is shown: an argument may open with facts.
    pub const LEAD: usize = 2;
    /// The share of a turn's probability that its interval holds.
    pub const INTERVAL: f64 = 0.9;

    /// Returns true if a fit could have given these parameters.
    pub fn is_sound(&self) -> bool {
        let shares = self.kinds.turns.iter().chain([&self.kinds.woven]);
        let sum: f64 = shares.clone().sum();
        (1e-3..1e3).contains(&self.slope)
            && self.offset.abs() < 1e3
            && self.stay > 0.0
            && self.stay < 1.0
            && shares.into_iter().all(|share| (0.0..=1.0).contains(share))
            && self.kinds.turns[0] > 0.0
            && (sum - 1.0).abs() < 1e-9
    }

    /// A paragraph's evidence for news and for opinion as the voice of its part: ln h₀ and ln h₁.
    pub(crate) fn evidence(&self, said: Said) -> [f64; 2] {
        let x = self.slope * said.logit.0 + self.offset;
        let [news, opinion] = log_sigmoids(x);
        let aside = said.aside();
        let (log_part, log_aside) = ((1.0 - aside).ln(), aside.ln());
        let mixed = |own: f64, other: f64| log_add(log_part + own, log_aside + other);
        [mixed(news, opinion), mixed(opinion, news)]
    }
}

impl Kinds {
    /// The kinds that fit an article of this length.
    pub(crate) fn of_length(&self, paragraphs: usize) -> Kinds {
        let mut kinds = *self;
        for (turns, share) in kinds.turns.iter_mut().enumerate() {
            if !parts::fit_in(turns, paragraphs) {
                *share = 0.0;
            }
        }
        let sum = kinds.turns.iter().sum::<f64>() + kinds.woven;
        kinds.turns.iter_mut().for_each(|share| *share /= sum);
        kinds.woven /= sum;
        kinds
    }
}
