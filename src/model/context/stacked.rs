//! A paragraph's label in its article: a logistic model of what the paragraph, its neighbours and its article say.
//!
//! > logit = (1 − λ) · z + a + λ · (b + Σ c · f + Σ over the other paragraphs j of uⱼ / (n − 1 + 3)), λ = (n − 1) / (n − 1 + 2),
//!
//! where z is its logit alone, n the number of paragraphs, f are the [`Feature`]s below and uⱼ = v · xⱼ (xⱼ its row, v fitted to it) is what the words of paragraph j say about the others (n − 1 of them): an
//! interview's "you" or a manual's imperatives tell of what kind the whole article is. Stacked generalisation (Wolpert 1992): fitted to
//! logits of paragraphs alone that are out of fold. Means are drawn towards zero as if there were three more paragraphs that say
//! nothing, so that one neighbour does not decide. Linear in the number of paragraphs.

use serde::{Deserialize, Serialize};

use super::{Said, part::Part};
use crate::label::Logit;

/// Logits beyond this say nothing more.
const MOST: f64 = 6.0;
/// Paragraphs that say nothing, for means of paragraphs.
pub(crate) const SILENT_PARAGRAPHS: f64 = 3.0;
/// Their length, for means by length.
const SILENT_BYTES: f64 = 1000.0;
/// How fast neighbours fade: by e^(−1/3) a paragraph.
const FADE: f64 = 0.716_531_310_573_789_3;

macro_rules! features {
    ($($(#[$doc:meta])* $feature:ident = $name:literal,)*) => {
        /// What the label of a paragraph in its article depends on, beside the words of the other paragraphs.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Feature {
            $($(#[$doc])* $feature,)*
        }

        impl Feature {
            /// All of them.
            pub const ALL: [Feature; [$($name),*].len()] = [$(Feature::$feature),*];

            /// The name in a model card.
            pub fn name(self) -> &'static str {
                match self {
                    $(Feature::$feature => $name,)*
                }
            }
        }
    };
}

features! {
    /// Its logit alone, z.
    Own = "own",
    /// z of the paragraph before.
    Previous = "previous",
    /// z of the paragraph after.
    Next = "next",
    /// Mean z of the others, by length; those that are quoted throughout do not count.
    Mean = "mean of the others",
    /// Mean probability of the others, less one half.
    Share = "share of the others",
    /// Mean z of the neighbours, fading with distance.
    Near = "near",
    /// z · quoted share.
    OwnQuoted = "own, quoted",
    /// Its quoted share.
    Quoted = "quoted",
    /// 1 for the first paragraph.
    First = "first",
    /// 1 for the last.
    Last = "last",
    /// Its place, from 0 to 1.
    Place = "place",
    /// ln of the number of paragraphs.
    Paragraphs = "paragraphs",
    /// ln of its length.
    Length = "length",
    /// z · ln of its length.
    OwnLength = "own, length",
    /// z · mean of the others.
    OwnMean = "own, mean",
    /// |mean of the others|.
    Clear = "clear",
    /// The share of the others that is quoted.
    QuotedOthers = "quoted others",
    /// 1 if it is quoted throughout.
    AllQuoted = "all quoted",
    /// The logit of opinion as the voice of its part.
    PartVoice = "voice of its part",
    /// z · the voice of its part.
    OwnPartVoice = "own, voice of its part",
}

impl Feature {
    /// The part of the article that it speaks of. A product of two belongs to the wider one.
    pub fn part(self) -> Part {
        match self {
            Feature::Own | Feature::OwnQuoted | Feature::Quoted | Feature::AllQuoted | Feature::OwnLength => Part::Own,
            Feature::Previous | Feature::Next | Feature::Near => Part::Neighbours,
            Feature::Mean | Feature::Share | Feature::OwnMean | Feature::Clear | Feature::QuotedOthers => Part::Article,
            Feature::PartVoice | Feature::OwnPartVoice => Part::Article,
            Feature::First | Feature::Last | Feature::Place | Feature::Paragraphs | Feature::Length => Part::Place,
        }
    }
}

/// The values of a paragraph's features, in the order of [`Feature::ALL`].
pub type Features = [f64; Feature::ALL.len()];

/// The fitted model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stacked {
    /// The coefficient of each feature, by name.
    pub coefficients: Vec<(String, f64)>,
    /// b.
    pub intercept: f64,
    /// a.
    pub offset: f64,
}

impl Stacked {
    /// Returns true if it has features once each, in order, and sound numbers. Formats before the fifth have fewer of them.
    pub fn is_sound(&self) -> bool {
        let mut known = Feature::ALL.into_iter();
        let numbers = || self.coefficients.iter().map(|(_, number)| number).chain([&self.intercept, &self.offset]);
        self.coefficients.iter().all(|(name, _)| known.any(|feature| feature.name() == name))
            && numbers().all(|number| number.is_finite() && number.abs() < 1e6)
    }

    /// The coefficient of each feature; 0 for one that is not in the model.
    pub(crate) fn weights(&self) -> Features {
        let mut given = self.coefficients.iter().peekable();
        Feature::ALL.map(|feature| given.next_if(|(name, _)| name == feature.name()).map_or(0.0, |(_, weight)| *weight))
    }

    /// The logits of an article's paragraphs; one without others keeps its own (a would move it). `shift` is how far a stated share of opinion has moved
    /// those alone.
    pub fn logits(&self, paragraphs: &[Said], shift: Logit) -> Vec<Logit> {
        if let [alone] = paragraphs {
            return vec![alone.logit];
        }
        let (rows, weights) = (features(paragraphs, shift), self.weights());
        let words: f64 = paragraphs.iter().map(|said| said.article).sum();
        let others = paragraphs.len() as f64 - 1.0;
        let share = share_of_article(paragraphs.len());
        let logit = |(row, said): (&Features, &Said)| {
            let sum: f64 = row.iter().zip(&weights).map(|(value, weight)| value * weight).sum();
            let of_article = self.intercept + sum + (words - said.article) / (others + SILENT_PARAGRAPHS);
            Logit((1.0 - share) * (said.logit.0 - shift.0) + self.offset + share * of_article + shift.0)
        };
        rows.iter().zip(paragraphs).map(logit).collect()
    }
}

/// λ: how much of a label an article of this length decides. Of two paragraphs one is too few to judge the other by.
pub fn share_of_article(paragraphs: usize) -> f64 {
    let others = paragraphs.saturating_sub(1) as f64;
    others / (others + 2.0)
}

/// The features of an article's paragraphs.
pub fn features(paragraphs: &[Said], shift: Logit) -> Vec<Features> {
    let own: Vec<f64> = paragraphs.iter().map(|said| (said.logit.0 - shift.0).clamp(-MOST, MOST)).collect();
    let length = |at: usize| paragraphs[at].length as f64;
    let weight = |at: usize| if paragraphs[at].quoted_letters < 1.0 { length(at) } else { 0.0 };
    let opinion = |at: usize| Logit(own[at]).probability().0 - 0.5;
    let quoted = |at: usize| paragraphs[at].quoted_letters;
    let part = |at: usize| paragraphs[at].part.clamp(-MOST, MOST);
    let n = own.len();
    let sum = |value: &dyn Fn(usize) -> f64| (0..n).map(value).sum::<f64>();
    let (weights, lengths) = (sum(&weight), sum(&length));
    let (logits, shares) = (sum(&|at| weight(at) * own[at]), sum(&|at| weight(at) * opinion(at)));
    let quotation = sum(&|at| length(at) * quoted(at));
    let near = near(&own);
    let row = |at: usize| {
        let (z, rest) = (own[at], weights - weight(at));
        let of_rest = |all: f64, own: f64| (all - weight(at) * own) / (rest + SILENT_BYTES);
        let mean = of_rest(logits, z);
        let ln_length = (1.0 + length(at)).ln();
        let is = |holds: bool| f64::from(u8::from(holds));
        let others = lengths - length(at);
        Feature::ALL.map(|feature| match feature {
            Feature::Own => z,
            Feature::Previous => at.checked_sub(1).map_or(0.0, |before| own[before]),
            Feature::Next => own.get(at + 1).copied().unwrap_or(0.0),
            Feature::Mean => mean,
            Feature::Share => of_rest(shares, opinion(at)),
            Feature::Near => near[at],
            Feature::OwnQuoted => z * quoted(at),
            Feature::Quoted => quoted(at),
            Feature::First => is(at == 0),
            Feature::Last => is(at + 1 == n),
            Feature::Place => at as f64 / n as f64,
            Feature::Paragraphs => (n as f64).ln(),
            Feature::Length => ln_length,
            Feature::OwnLength => z * ln_length,
            Feature::OwnMean => z * mean,
            Feature::Clear => mean.abs(),
            Feature::QuotedOthers => (quotation - length(at) * quoted(at)) / (others + SILENT_BYTES),
            Feature::AllQuoted => is(quoted(at) >= 1.0),
            Feature::PartVoice => part(at),
            Feature::OwnPartVoice => z * part(at),
        })
    };
    (0..n).map(row).collect()
}

/// Each paragraph's mean of the others, fading with distance.
fn near(own: &[f64]) -> Vec<f64> {
    let mut sums = vec![(0.0, 0.0); own.len()];
    let mut pass = |places: &mut dyn Iterator<Item = usize>| {
        let (mut sum, mut weight) = (0.0, 0.0);
        for at in places {
            sums[at].0 += sum;
            sums[at].1 += weight;
            (sum, weight) = (FADE * (sum + own[at]), FADE * (weight + 1.0));
        }
    };
    pass(&mut (0..own.len()));
    pass(&mut (0..own.len()).rev());
    // A neighbour on either side that says nothing.
    sums.into_iter().map(|(sum, weight)| sum / (weight + 2.0 * FADE)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(logit: f64, quoted_letters: f64, length: usize) -> Said {
        Said {
            logit: Logit(logit),
            quoted_letters,
            length,
            article: logit / 10.0,
            section: Logit(logit),
            part: logit / 2.0,
        }
    }

    fn value(row: &Features, feature: Feature) -> f64 {
        row[Feature::ALL.iter().position(|of| *of == feature).unwrap()]
    }

    #[test]
    fn features_of_the_others_leave_the_paragraph_out() {
        let rows = features(&[said(1.0, 0.0, 100), said(-2.0, 1.0, 300), said(3.0, 0.5, 200)], Logit(0.0));
        // The second is quoted throughout: only the third is left for the first.
        assert!((value(&rows[0], Feature::Mean) - 200.0 * 3.0 / 1200.0).abs() < 1e-12);
        assert!((value(&rows[1], Feature::Mean) - (100.0 * 1.0 + 200.0 * 3.0) / 1300.0).abs() < 1e-12);
        assert_eq!(value(&rows[1], Feature::AllQuoted), 1.0);
        assert!((value(&rows[0], Feature::QuotedOthers) - (300.0 + 100.0) / 1500.0).abs() < 1e-12);
        let fade = (-1.0f64 / 3.0).exp();
        let expected = (fade * -2.0 + fade * fade * 3.0) / (fade + fade * fade + 2.0 * fade);
        assert!((value(&rows[0], Feature::Near) - expected).abs() < 1e-12);
        assert_eq!((value(&rows[0], Feature::Previous), value(&rows[2], Feature::Next)), (0.0, 0.0));
    }

    #[test]
    fn a_paragraph_without_others_has_none_of_their_features() {
        let rows = features(&[said(9.0, 0.2, 50)], Logit(0.0));
        assert_eq!(value(&rows[0], Feature::Own), MOST);
        for feature in [Feature::Mean, Feature::Share, Feature::Near, Feature::QuotedOthers, Feature::Clear] {
            assert_eq!(value(&rows[0], feature), 0.0, "{}", feature.name());
        }
    }

    /// Models of format 4 know nothing of parts.
    #[test]
    fn a_model_may_lack_features_but_not_mix_them_up() {
        let of = |features: &[Feature]| Stacked {
            coefficients: features.iter().map(|feature| (feature.name().to_owned(), 0.5)).collect(),
            intercept: 0.0,
            offset: 0.0,
        };
        let all = Feature::ALL;
        let (older, number) = (of(&all[..all.len() - 2]), all.len());
        assert!(of(&all).is_sound() && older.is_sound());
        assert_eq!((older.weights()[number - 3], older.weights()[number - 2]), (0.5, 0.0));
        assert!(!of(&[all[1], all[0]]).is_sound() && !of(&[all[0], all[0]]).is_sound());
    }

    /// A stated share of opinion moves every label by the same, once.
    #[test]
    fn a_stated_share_counts_once() {
        let coefficients = Feature::ALL.map(|feature| (feature.name().to_owned(), 0.3)).to_vec();
        let stacked = Stacked { coefficients, intercept: -0.2, offset: 0.1 };
        assert!(stacked.is_sound());
        let plain = [said(1.0, 0.0, 100), said(-2.0, 0.3, 300)];
        let moved = plain.map(|of| Said { logit: Logit(of.logit.0 + 0.7), ..of });
        let (a, b) = (stacked.logits(&plain, Logit(0.0)), stacked.logits(&moved, Logit(0.7)));
        for (a, b) in a.iter().zip(b) {
            assert!((a.0 + 0.7 - b.0).abs() < 1e-12);
        }
    }
}
