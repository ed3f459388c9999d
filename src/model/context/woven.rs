//! An article whose voice changes from paragraph to paragraph: a chain of two states.
//!
//! With two states everything is log-odds of opinion. If x is the log-odds of one paragraph's state, its neighbour's, before that one's
//! own evidence, is
//!
//! > g(x) = ln((stay · eˣ + 1 − stay) / ((1 − stay) · eˣ + stay)),
//!
//! so forward–backward (Rabiner 1989, "A tutorial on hidden Markov models") is fᵢ = zᵢ + g(fᵢ₋₁) from the left,
//! bᵢ = g(zᵢ₊₁ + bᵢ₊₁) from the right, and the log-odds of opinion is fᵢ + bᵢ. The evidence is the product over the paragraphs, each
//! given those before it, of p · σ(z) + (1 − p) · σ(−z), where ln(p / (1 − p)) = g(fᵢ₋₁).

use super::log::{log_add, log_sigmoids};
use crate::label::{Label, Logit};

pub(crate) struct Woven {
    pub(crate) log_evidence: f64,
    /// The log-odds of opinion.
    logits: Vec<f64>,
}

impl Woven {
    pub(crate) fn new(logits: &[Logit], stay: f64) -> Woven {
        let n = logits.len();
        let mut forward = Vec::with_capacity(n);
        let mut log_evidence = 0.0;
        let mut before = 0.0;
        for &Logit(z) in logits {
            let ([no, yes], [news, opinion]) = (log_sigmoids(before), log_sigmoids(z));
            log_evidence += log_add(yes + opinion, no + news);
            forward.push(z + before);
            before = step(z + before, stay);
        }
        let mut backward = 0.0;
        let mut out = forward;
        for at in (0..n).rev() {
            out[at] += backward;
            backward = step(logits[at].0 + backward, stay);
        }
        Woven { log_evidence, logits: out }
    }

    pub(crate) fn probability(&self, at: usize, label: Label) -> f64 {
        Logit(label.sign() * self.logits[at]).probability().0
    }
}

/// g(x), on the side that does not overflow: g(−x) = −g(x).
fn step(x: f64, stay: f64) -> f64 {
    let e = (-x.abs()).exp();
    let g = ((stay + (1.0 - stay) * e) / ((1.0 - stay) + stay * e)).ln();
    if x < 0.0 { -g } else { g }
}
