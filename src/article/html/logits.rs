//! How likely each line of a page is part of the article, by a linear model of what it says ([`evidence`](super::evidence)).
//!
//! The weights were fitted to pages whose article somebody marked (`benches/pages`), with folds by site. An article is a run of lines:
//! what a line says counts for its neighbours too, as a chain in which two neighbours are [`ALIKE`] more likely of one kind than not.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::evidence::names;
use super::form::Form;

/// How much likelier two neighbours are both part of the article, or both not, than one of each; as a logarithm. Chosen with folds by
/// site.
const ALIKE: f64 = 1.0;
/// The least logit of a page's best line of running text, before its neighbours are heard: if none has it, all are raised until one
/// does. A page has an article; two neighbours cannot talk it out of a line that is surer than twice [`ALIKE`].
const BEST: f64 = 2.05;
/// The logit of what lies outside the page.
const OUTSIDE: f64 = -99.0;

/// The intercept and the weights, in the order of [`names`].
static WEIGHTS: LazyLock<(f64, Vec<f64>)> = LazyLock::new(|| {
    let weights: HashMap<&str, f64> = include_str!("main_text.weights")
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(name, weight)| Some((name, weight.parse().ok()?)))
        .collect();
    let of = |name: &str| weights.get(name).copied().unwrap_or(0.0);
    (of("intercept"), names().iter().map(|name| of(name)).collect())
});

/// The logit of each line.
pub(super) fn logits(evidence: &[Vec<f64>], forms: &[Form]) -> Vec<f64> {
    let (intercept, weights) = &*WEIGHTS;
    let logit =
        |values: &Vec<f64>| intercept + values.iter().zip(weights).map(|(value, weight)| value * weight).sum::<f64>();
    let own: Vec<f64> = evidence.iter().map(logit).collect();
    let best_of = |is: fn(&Form) -> bool| {
        forms.iter().zip(&own).filter(|(form, _)| is(form)).map(|(_, logit)| *logit).max_by(f64::total_cmp)
    };
    // A very short article is no running text.
    let best = best_of(Form::is_running).or_else(|| best_of(Form::is_sentence));
    let raised = best.map_or(0.0, |best| (BEST - best).max(0.0));
    with_neighbours(&own.into_iter().map(|logit| logit + raised).collect::<Vec<f64>>())
}

/// The logit of each line in the chain: its own, what it hears from above and what it hears from below.
fn with_neighbours(own: &[f64]) -> Vec<f64> {
    let mut logits = own.to_vec();
    let mut heard = OUTSIDE;
    for (logit, own) in logits.iter_mut().zip(own) {
        let message = message(heard);
        *logit += message;
        heard = own + message;
    }
    heard = OUTSIDE;
    for (logit, own) in logits.iter_mut().zip(own).rev() {
        let message = message(heard);
        *logit += message;
        heard = own + message;
    }
    logits
}

/// What a line of this logit tells its neighbour: never more than [`ALIKE`].
fn message(logit: f64) -> f64 {
    ln_sum(ALIKE + logit, 0.0) - ln_sum(logit, ALIKE)
}

/// The logarithm of a sum of exponentials.
fn ln_sum(a: f64, b: f64) -> f64 {
    a.max(b) + (-(a - b).abs()).exp().ln_1p()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A weight without its value, or a value without a weight, would count for nothing and nobody would see it.
    #[test]
    fn every_value_has_a_weight() {
        let written: Vec<&str> =
            include_str!("main_text.weights").lines().filter_map(|line| line.split_once('\t')).map(|of| of.0).collect();
        assert_eq!(written[0], "intercept");
        assert_eq!(written[1..], names());
        assert!(WEIGHTS.1.iter().filter(|weight| **weight != 0.0).count() > 100);
    }

    /// Against the sum over all ways to mark three lines.
    #[test]
    fn neighbours_agree() {
        let own = [0.5, -1.0, 2.0];
        let weight = |marks: usize| {
            let is = |at: usize| at > 0 && at <= 3 && marks >> (at - 1) & 1 == 1;
            let lines: f64 = (1..=3).filter(|&at| is(at)).map(|at| own[at - 1]).sum();
            let alike = (0..4).filter(|&at| is(at) == is(at + 1)).count();
            (lines + ALIKE * alike as f64).exp()
        };
        for (at, found) in with_neighbours(&own).into_iter().enumerate() {
            let sum = |kind: usize| (0..8).filter(|marks| marks >> at & 1 == kind).map(weight).sum::<f64>();
            assert!((found - (sum(1) / sum(0)).ln()).abs() < 1e-9, "{at}: {found}");
        }
    }
}
