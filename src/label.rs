//! The two labels, and the units of a decision.
//!
//! The positive class is `opinion`: a [`Logit`] above zero and a [`Probability`] above one half mean opinion everywhere in the
//! crate.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What the author's voice does in a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Label {
    /// The author reports events, or what others say, think or want.
    News,
    /// The author, in their own voice, evaluates, argues, predicts as a judgement, asks a rhetorical question, or
    /// calls for action.
    Opinion,
}

impl Label {
    /// Both labels, the negative class first.
    pub const ALL: [Label; 2] = [Label::News, Label::Opinion];

    /// The word used in every file and format.
    pub fn as_str(self) -> &'static str {
        match self {
            Label::News => "news",
            Label::Opinion => "opinion",
        }
    }

    /// Parses one of the two words, in any case and with white space around it.
    ///
    /// ```
    /// use oped::Label;
    /// assert_eq!(Label::parse(" Opinion"), Some(Label::Opinion));
    /// assert_eq!(Label::parse("opinon"), None);
    /// ```
    pub fn parse(word: &str) -> Option<Label> {
        let word = word.trim();
        Label::ALL.into_iter().find(|label| word.eq_ignore_ascii_case(label.as_str()))
    }

    /// Returns the class's sign in the objective: +1 for opinion, −1 for news.
    pub fn sign(self) -> f64 {
        match self {
            Label::News => -1.0,
            Label::Opinion => 1.0,
        }
    }

    /// Returns true for the positive class.
    pub fn is_opinion(self) -> bool {
        self == Label::Opinion
    }

    /// Returns the other label.
    pub fn other(self) -> Label {
        match self {
            Label::News => Label::Opinion,
            Label::Opinion => Label::News,
        }
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A word that is neither of the two labels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownLabel(String);

impl fmt::Display for UnknownLabel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "label \"{}\" is neither news nor opinion", self.0)
    }
}

impl std::error::Error for UnknownLabel {}

impl FromStr for Label {
    type Err = UnknownLabel;

    /// Reads what [`Label::parse`] reads.
    fn from_str(word: &str) -> Result<Self, UnknownLabel> {
        Label::parse(word).ok_or_else(|| UnknownLabel(word.to_owned()))
    }
}

/// The log-odds of opinion: ln(p / (1 − p)).
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Logit(pub f64);

impl Logit {
    /// Returns p = 1 / (1 + e^−z), computed without overflow.
    ///
    /// ```
    /// use oped::label::Logit;
    /// assert_eq!(Logit(0.0).probability().0, 0.5);
    /// assert!(Logit(-800.0).probability().0 < 1e-300);
    /// ```
    pub fn probability(self) -> Probability {
        let z = self.0;
        Probability(if z >= 0.0 {
            1.0 / (1.0 + (-z).exp())
        } else {
            let e = z.exp();
            e / (1.0 + e)
        })
    }
}

/// The probability of opinion, in [0, 1].
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Probability(pub f64);

impl Probability {
    /// Returns opinion from one half on.
    pub fn label(self) -> Label {
        if self.0 >= 0.5 { Label::Opinion } else { Label::News }
    }

    /// Returns the log-odds. Probabilities are clamped to [1e-12, 1 − 1e-12], so that the result is finite.
    pub fn logit(self) -> Logit {
        let p = self.0.clamp(1e-12, 1.0 - 1e-12);
        Logit((p / (1.0 - p)).ln())
    }
}
