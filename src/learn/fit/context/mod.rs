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

pub(crate) mod likelihood;

use rayon::prelude::*;

use self::likelihood::Observed;
use super::solver::minimise;
use crate::label::{Label, Logit};
use crate::model::context::{Context, Kinds, Said};

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
/// A thread takes at least so many articles: one is a matter of microseconds.
const LEAST_EACH: usize = 32;
/// Side of the first simplex.
const STEP: f64 = 0.4;
/// Steps of the simplex: the objective is flat to four digits long before.
const STEPS: u64 = 150;

impl Context {
    /// The parameters under which the labels of the groups' articles are most probable. The default where all groups are empty.
    ///
    /// ```
    /// use oped::label::Label;
    /// use oped::learn::fit::Example;
    /// use oped::model::context::{Context, Said};
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
        let observed: Vec<Vec<Observed>> =
            groups.iter().map(|group| group.iter().map(Observed::new).collect()).collect();
        let objective = |point: &[f64]| {
            let context = Context::from_point(point);
            let penalty: f64 = point.iter().zip(&start).map(|(at, from)| (at - from).powi(2)).sum();
            let mean = |group: &Vec<Observed>| {
                let each: Vec<f64> =
                    group.par_iter().with_min_len(LEAST_EACH).map(|article| article.log_likelihood(&context)).collect();
                // Summed in order: the result must not depend on the threads.
                each.iter().sum::<f64>() / each.len() as f64
            };
            PRIOR * penalty - observed.iter().map(mean).sum::<f64>() / observed.len() as f64
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
}
