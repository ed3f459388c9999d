//! Fitting the parameters of an article's voices.
//!
//! The objective is the log probability of the paragraphs' labels given their logits, ln P(y | z), averaged over the articles of a
//! collection and then over collections: articles of one label, articles joined from two, articles of mixed labels. A prior keeps
//! parameters that a collection does not determine near those of [`Context::default`].
//!
//! Here a paragraph's own evidence is damped like that of its neighbours, because in the joint probability of all labels each is
//! the neighbour of the others. When an article is read, a paragraph's own evidence counts in full.
//!
//! P(y | z) is a ratio of two sums over segmentations: the evidence with the given labels, and with any labels. With six
//! parameters, the simplex of Nelder and Mead (1965) does without derivatives.

mod likelihood;
pub mod stacked;

pub use likelihood::Example;

use rayon::prelude::*;

use self::likelihood::Observed;
use super::solver::minimise;
use crate::label::Logit;
use crate::model::context::{Context, Kinds};

/// ½ / variance of the prior, in units of the collections' mean ln P(y | z) of an article.
const PRIOR: f64 = 0.002;
/// The fewest articles for a thread: each takes microseconds.
const LEAST_EACH: usize = 32;
/// The legs of the first simplex.
const STEP: f64 = 0.4;
/// The steps of the simplex: the objective is flat to four digits long before.
const STEPS: u64 = 150;

impl Context {
    /// Fits the parameters under which the labels of the collections' articles are most probable. Each collection weighs the
    /// same. Returns the default if all are empty.
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
    pub fn fit(collections: &[Vec<Example>]) -> Context {
        let filled = collections.iter().filter(|articles| !articles.is_empty());
        let observed: Vec<Vec<Observed>> =
            filled.map(|articles| articles.iter().map(Observed::new).collect()).collect();
        if observed.is_empty() {
            return Context::default();
        }
        let start = Context::default().to_point();
        let objective = |point: &[f64]| {
            let context = Context::from_point(point);
            let penalty: f64 = point.iter().zip(&start).map(|(at, from)| (at - from).powi(2)).sum();
            let mean = |articles: &Vec<Observed>| {
                let each: Vec<f64> = articles
                    .par_iter()
                    .with_min_len(LEAST_EACH)
                    .map(|article| article.log_likelihood(&context))
                    .collect();
                // Summed in order, so that the result does not depend on the threads.
                each.iter().sum::<f64>() / each.len() as f64
            };
            PRIOR * penalty - observed.iter().map(mean).sum::<f64>() / observed.len() as f64
        };
        Context::from_point(&minimise(&start, STEP, STEPS, objective))
    }

    /// The parameters on unbounded scales; `stay` below one half: a woven article that keeps its voice would be one of parts.
    fn to_point(self) -> [f64; 6] {
        let [none, one, two] = self.kinds.turns;
        let logit = |p: f64| (p / (1.0 - p)).ln();
        [
            self.slope.ln(),
            self.offset,
            logit(2.0 * self.stay),
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
            stay: 0.5 * Logit(point[2]).probability().0,
            kinds: Kinds { turns: [none, one, two], woven },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::Label;
    use crate::model::context::Said;

    /// Articles that keep their voice are ones of parts, however often they turn; taken for woven, they would have no turns.
    #[test]
    fn a_woven_article_does_not_keep_its_voice() {
        let label = |at: usize| Label::ALL[at / 6 % 2];
        let said = |at: usize| Said::by_author(if at.is_multiple_of(3) { -0.5 } else { 1.0 } * label(at).sign());
        let article = Example { said: (0..24).map(said).collect(), labels: (0..24).map(label).collect() };
        let found = Context::fit(&[vec![article; 40]]);
        assert!(found.stay < 0.5 && found.kinds.turns.iter().sum::<f64>() > 0.2, "{found:?}");
    }
}
