//! Fitting the parameters of an article's voices.
//!
//! What is maximised is the probability of the paragraphs' labels given their logits, ln P(y | z), in the mean over an article
//! collection, and in the mean over collections: articles of one label, articles joined from two, articles whose own
//! paragraphs differ. A prior keeps the parameters near those of [`Context::default`] where a collection says nothing of them.
//!
//! Here a paragraph's own evidence is damped like that of its neighbours: it is the joint probability of all labels, in which each
//! is the neighbour of the others. When an article is read, its own counts in full.
//!
//! P(y | z) is a ratio of two sums over segmentations: of the evidence with the labels as they are, and of all evidence. There are
//! six parameters, so that the simplex of Nelder and Mead (1965) needs no derivatives.

use rayon::prelude::*;

use super::parts::{Parts, Prefix};
use super::woven::Woven;
use super::{Context, Kinds, Said, log_add, log_sigmoid, log_sum};
use crate::label::{Label, Logit};
use crate::model::solver::minimise;

/// The paragraphs of one article in which the author speaks.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// What each paragraph says by itself, out of fold.
    pub said: Vec<Said>,
    /// Each paragraph's label.
    pub labels: Vec<Label>,
}

/// Articles of one kind, which together weigh as much as those of another kind.
pub type Group = Vec<Example>;

/// ½ / variance of the prior, in units of the groups' mean ln P(y | z) of an article.
const PRIOR: f64 = 0.002;
/// Side of the first simplex.
const STEP: f64 = 0.4;
/// Steps of the simplex: the objective is flat to four digits long before.
const STEPS: u64 = 150;

impl Context {
    /// The parameters under which the labels of the groups' articles are most probable. The default where all groups are empty.
    ///
    /// ```
    /// use oped::label::Label;
    /// use oped::model::context::{Context, Example, Said};
    /// let of_one_voice = |label: Label| Example { said: vec![Said::by_author(label.sign()); 6], labels: vec![label; 6] };
    /// let pure: Vec<Example> = (0..40).map(|n| of_one_voice(Label::ALL[n % 2])).collect();
    /// let context = Context::fit(&[pure]);
    /// assert!(context.kinds.turns[0] > Context::default().kinds.turns[0]);
    /// ```
    pub fn fit(groups: &[Group]) -> Context {
        let groups: Vec<&Group> = groups.iter().filter(|group| !group.is_empty()).collect();
        if groups.is_empty() {
            return Context::default();
        }
        let start = Context::default().to_point();
        let objective = |point: &[f64]| {
            let context = Context::from_point(point);
            let penalty: f64 = point.iter().zip(&start).map(|(at, from)| (at - from).powi(2)).sum();
            let mean = |group: &&Group| {
                let each: Vec<f64> = group.par_iter().map(|example| context.log_likelihood(example)).collect();
                // Summed in order: the result must not depend on the threads.
                each.iter().sum::<f64>() / each.len() as f64
            };
            PRIOR * penalty - groups.iter().map(mean).sum::<f64>() / groups.len() as f64
        };
        Context::from_point(&minimise(&start, STEP, STEPS, objective))
    }

    /// The parameters on scales without bounds.
    fn to_point(self) -> [f64; 6] {
        let [none, one, two] = self.kinds.turns;
        let logit = |p: f64| (p / (1.0 - p)).ln();
        [
            self.slope.ln(),
            self.offset,
            logit(self.stay),
            (one / none).ln(),
            (two / none).ln(),
            (self.kinds.woven / none).ln(),
        ]
    }

    fn from_point(point: &[f64]) -> Context {
        let shares = [1.0, point[3].exp(), point[4].exp(), point[5].exp()];
        let sum: f64 = shares.iter().sum();
        let [none, one, two, woven] = shares.map(|share| share / sum);
        Context {
            slope: point[0].exp(),
            offset: point[1],
            stay: Logit(point[2]).probability().0,
            kinds: Kinds { turns: [none, one, two], woven },
        }
    }

    /// ln P(labels | logits).
    fn log_likelihood(&self, example: &Example) -> f64 {
        let Example { said, labels } = example;
        let logits: Vec<Logit> = said.iter().map(|said| said.logit).collect();
        if said.len() < 2 {
            return logits.iter().zip(labels).map(|(logit, label)| log_sigmoid(label.sign() * logit.0)).sum();
        }
        let kinds = self.kinds.of_length(said.len());
        let all = Prefix::new(said.iter().map(|&said| self.evidence(said)));
        let labelled = Prefix::new(said.iter().zip(labels).map(|(said, &label)| self.evidence_of(said, label)));
        let woven_all = Woven::new(&logits, self.stay).log_evidence;
        let woven_labelled = Woven::evidence_of(&logits, labels, self.stay);
        total(&kinds, &labelled, woven_labelled) - total(&kinds, &all, woven_all)
    }

    /// What a paragraph with a known label says for news and for opinion as the voice of its part.
    fn evidence_of(&self, said: &Said, label: Label) -> [f64; 2] {
        let own = log_sigmoid(label.sign() * (self.slope * said.logit.0 + self.offset));
        let (same, other) = (own + (1.0 - said.aside()).ln(), own + said.aside().ln());
        if label.is_opinion() { [other, same] } else { [same, other] }
    }
}

/// ln of the evidence summed over all kinds.
fn total(kinds: &Kinds, prefix: &Prefix, woven: f64) -> f64 {
    let mut logs = vec![kinds.woven.ln() + woven];
    for (turns, share) in kinds.turns.into_iter().enumerate().filter(|(_, share)| *share > 0.0) {
        let [news, opinion] = Label::ALL.map(|first| Parts::evidence(prefix, first, turns));
        logs.push(share.ln() - std::f64::consts::LN_2 + log_add(news, opinion));
    }
    log_sum(&logs)
}
