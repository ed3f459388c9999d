//! Where a paragraph's logit in its article comes from.

use super::stacked::{Feature, Features, SILENT_PARAGRAPHS, Stacked, features, share_of_article};
use super::{Said, part::Part};
use crate::label::Logit;

/// What each part adds to a paragraph's logit in context. They and the baseline sum to it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Contributions {
    /// One for each of [`Part::ALL`].
    parts: [f64; Part::ALL.len()],
    /// What the model says before it looks at anything, and how far a stated share of opinion moves it.
    pub baseline: f64,
}

impl Contributions {
    /// What a part adds.
    pub fn of(&self, part: Part) -> f64 {
        self.parts[part as usize]
    }

    fn add(&mut self, part: Part, weight: f64) {
        self.parts[part as usize] += weight;
    }

    /// The logit in context.
    pub fn logit(&self) -> Logit {
        Logit(self.parts.iter().sum::<f64>() + self.baseline)
    }

    /// Returns true if anything but the paragraph itself counts: it has others beside it.
    pub fn has_others(&self) -> bool {
        Part::ALL.into_iter().any(|part| part != Part::Own && self.of(part) != 0.0)
    }
}

impl Stacked {
    /// What adds up to each of [`Stacked::logits`]: with λ = [`share_of_article`], own words have (1 − λ) · z and each part has
    /// λ · c · f for each of its features ([`Feature::part`]); what the words of the other paragraphs say is the article's.
    ///
    /// ```
    /// use oped::label::Logit;
    /// use oped::model::context::{Said, part::Part, stacked::{Feature, Stacked}};
    /// let coefficients = Feature::ALL.map(|feature| (feature.name().to_owned(), 0.2)).to_vec();
    /// let stacked = Stacked { coefficients, intercept: -0.5, offset: 0.1 };
    /// let said = [2.0, -1.0, 0.5].map(Said::by_author);
    /// for (parts, logit) in stacked.contributions(&said, Logit(0.0)).iter().zip(stacked.logits(&said, Logit(0.0))) {
    ///     assert!((parts.logit().0 - logit.0).abs() < 1e-12);
    ///     assert!(parts.of(Part::Neighbours) != 0.0);
    /// }
    /// ```
    pub fn contributions(&self, paragraphs: &[Said], shift: Logit) -> Vec<Contributions> {
        if let [alone] = paragraphs {
            let mut own = Contributions { baseline: shift.0, ..Contributions::default() };
            own.add(Part::Own, alone.logit.0 - shift.0);
            return vec![own];
        }
        let words: f64 = paragraphs.iter().map(|said| said.article).sum();
        let others = paragraphs.len() as f64 - 1.0;
        let (share, weights) = (share_of_article(paragraphs.len()), self.weights());
        let of = |(row, said): (&Features, &Said)| {
            let baseline = self.offset + share * self.intercept + shift.0;
            let mut parts = Contributions { baseline, ..Contributions::default() };
            parts.add(Part::Own, (1.0 - share) * (said.logit.0 - shift.0));
            for ((feature, value), coefficient) in Feature::ALL.iter().zip(row).zip(&weights) {
                parts.add(feature.part(), share * value * coefficient);
            }
            parts.add(Part::Article, share * (words - said.article) / (others + SILENT_PARAGRAPHS));
            parts
        };
        features(paragraphs, shift).iter().zip(paragraphs).map(of).collect()
    }
}
