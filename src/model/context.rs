//! A paragraph in its article: voices persist, and seldom turn.
//!
//! A chain of two states, news and opinion, over an article's paragraphs. Each paragraph's calibrated logit, tempered, is
//! its emission; a voice stays with probability `stay`; both states are as likely at the start. With one paragraph the
//! probability in context is the paragraph's own.
//!
//! With two states everything is a log-odds of opinion. If x is the log-odds of one paragraph's state, that of its
//! neighbour before any evidence of its own is
//!
//! > g(x) = ln((stay · eˣ + 1 − stay) / ((1 − stay) · eˣ + stay)),
//!
//! so forward–backward (Rabiner 1989, "A tutorial on hidden Markov models") is fᵢ = zᵢ + g(fᵢ₋₁) from the left,
//! bᵢ = g(zᵢ₊₁ + bᵢ₊₁) from the right, and the log-odds in context is fᵢ + bᵢ.

use crate::label::{Label, Logit, Probability};

/// The parameters of the chain: stated, not fitted.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Context {
    /// The probability that the next paragraph has the same voice.
    pub stay: f64,
    /// Multiplies the logits: neighbours repeat each other's evidence.
    pub temper: f64,
    /// What one turn must gain in logits, on top of what it costs to choose its place.
    pub turn_cost: f64,
}

impl Default for Context {
    fn default() -> Self {
        Self { stay: 0.85, temper: 1.0, turn_cost: 4.0 }
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
    /// The probability that the voice turns exactly here, by the chain.
    pub probability: Probability,
}

/// A segment has at least so many paragraphs: one paragraph alone is no turn.
const SHORTEST_SEGMENT: usize = 2;

impl Context {
    /// The logits in context, from the paragraphs' own calibrated logits. Linear in their number.
    ///
    /// ```
    /// use oped::{label::Logit, model::context::Context};
    /// let context = Context::default();
    /// assert_eq!(context.smooth(&[Logit(0.4)]), [Logit(0.4)]);
    /// let between = context.smooth(&[Logit(3.0), Logit(-0.5), Logit(3.0)]);
    /// assert!(between[1].0 > 0.0, "two clear neighbours carry a doubtful one");
    /// ```
    pub fn smooth(&self, logits: &[Logit]) -> Vec<Logit> {
        let (forward, backward) = self.passes(logits);
        forward.iter().zip(&backward).map(|(f, b)| Logit(f + b)).collect()
    }

    /// Where the article turns: the best of all segmentations with no, one or two turns and at least two paragraphs in
    /// each part. A segmentation scores the logits of its opinion parts, less, for each turn, `turn_cost` + ln(n − 1):
    /// the place must be chosen among n − 1.
    pub fn shifts(&self, logits: &[Logit]) -> Vec<Shift> {
        let n = logits.len();
        if n < 2 * SHORTEST_SEGMENT {
            return Vec::new();
        }
        let cost = self.turn_cost + ((n - 1) as f64).ln();
        let (states, turns) = best_segmentation(logits, self.temper, cost);
        let (forward, backward) = self.passes(logits);
        turns
            .into_iter()
            .map(|at| Shift {
                paragraph: at,
                from: states[at - 1],
                to: states[at],
                probability: self.turn_probability(logits, &forward, &backward, at, states[at]),
            })
            .collect()
    }

    fn passes(&self, logits: &[Logit]) -> (Vec<f64>, Vec<f64>) {
        let z: Vec<f64> = logits.iter().map(|logit| self.temper * logit.0).collect();
        let mut forward = z.clone();
        for at in 1..z.len() {
            forward[at] += self.step(forward[at - 1]);
        }
        let mut backward = vec![0.0; z.len()];
        for at in (1..z.len()).rev() {
            backward[at - 1] = self.step(z[at] + backward[at]);
        }
        (forward, backward)
    }

    /// g(x), on the side that does not overflow: g(−x) = −g(x).
    fn step(&self, x: f64) -> f64 {
        let e = (-x.abs()).exp();
        let g = ((self.stay + (1.0 - self.stay) * e) / ((1.0 - self.stay) + self.stay * e)).ln();
        if x < 0.0 { -g } else { g }
    }

    /// P(paragraph `at` − 1 has the other voice and `at` has the voice `to`).
    fn turn_probability(&self, logits: &[Logit], f: &[f64], b: &[f64], at: usize, to: Label) -> Probability {
        // By symmetry, turn the signs so that the turn is from news to opinion.
        let sign = to.sign();
        let before = Logit(sign * f[at - 1]).probability().0;
        let after = Logit(sign * (self.temper * logits[at].0 + b[at])).probability().0;
        let turn = (1.0 - before) * (1.0 - self.stay) * after;
        let others = (1.0 - before) * self.stay * (1.0 - after)
            + before * (self.stay * after + (1.0 - self.stay) * (1.0 - after));
        Probability(turn / (turn + others))
    }
}

/// The states and the turns of the best segmentation, by dynamic programming over (turns so far, state, paragraphs in
/// the segment up to the shortest).
fn best_segmentation(logits: &[Logit], temper: f64, cost: f64) -> (Vec<Label>, Vec<usize>) {
    const TURNS: usize = 3;
    let gain = |at: usize, state: Label| if state.is_opinion() { temper * logits[at].0 } else { 0.0 };
    let prefix: Vec<f64> = std::iter::once(0.0)
        .chain(logits.iter().scan(0.0, |sum, logit| {
            *sum += temper * logit.0;
            Some(*sum)
        }))
        .collect();
    let n = logits.len();
    let mut best: Option<(f64, Vec<Label>, Vec<usize>)> = None;
    for first in Label::ALL {
        // scores[k][i]: the best score of paragraphs 0..=i with k turns; from[k][i]: where the last of them lies.
        let mut scores = vec![vec![f64::NEG_INFINITY; n]; TURNS];
        let mut from = vec![vec![0usize; n]; TURNS];
        for turns in 0..TURNS {
            let state = if turns % 2 == 0 { first } else { first.other() };
            let mut open = (f64::NEG_INFINITY, 0);
            for at in 0..n {
                if turns == 0 {
                    scores[0][at] = (0..=at).last().map_or(0.0, |end| segment(&prefix, 0, end, state));
                    continue;
                }
                // The segment starts at `start` and has its shortest length at `at`.
                if let Some(start) = (at + 1).checked_sub(SHORTEST_SEGMENT).filter(|&start| start >= SHORTEST_SEGMENT) {
                    let value = scores[turns - 1][start - 1] - cost - segment(&prefix, 0, start, state)
                        + gain(start, state);
                    if value > open.0 {
                        open = (value, start);
                    }
                    scores[turns][at] = open.0 + segment(&prefix, 0, at, state);
                    from[turns][at] = open.1;
                }
            }
        }
        for turns in 0..TURNS {
            let score = scores[turns][n - 1];
            if score > best.as_ref().map_or(f64::NEG_INFINITY, |best| best.0) {
                let (states, places) = trace(first, turns, n, &from);
                best = Some((score, states, places));
            }
        }
    }
    best.map_or_else(|| (vec![Label::News; n], Vec::new()), |(_, states, places)| (states, places))
}

/// What paragraphs `start..=end` gain in a state.
fn segment(prefix: &[f64], start: usize, end: usize, state: Label) -> f64 {
    if state.is_opinion() { prefix[end + 1] - prefix[start] } else { 0.0 }
}

/// Follows the turns back from the end.
fn trace(first: Label, turns: usize, n: usize, from: &[Vec<usize>]) -> (Vec<Label>, Vec<usize>) {
    let mut places = vec![0; turns];
    let mut end = n - 1;
    for turn in (1..=turns).rev() {
        places[turn - 1] = from[turn][end];
        end = from[turn][end] - 1;
    }
    let mut states = Vec::with_capacity(n);
    for at in 0..n {
        let passed = places.iter().filter(|&&place| place <= at).count();
        states.push(if passed % 2 == 0 { first } else { first.other() });
    }
    (states, places)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Sums over all 2ⁿ state sequences.
    fn enumerate(context: &Context, logits: &[Logit]) -> (Vec<f64>, Vec<f64>) {
        let n = logits.len();
        let (mut opinion, mut turns, mut total) = (vec![0.0; n], vec![0.0; n], 0.0);
        for bits in 0..1u32 << n {
            let state = |at: usize| bits >> at & 1 == 1;
            let mut p = 0.5;
            for at in 0..n {
                let emission = Logit(context.temper * logits[at].0).probability().0;
                p *= if state(at) { emission } else { 1.0 - emission };
                if at > 0 {
                    p *= if state(at) == state(at - 1) { context.stay } else { 1.0 - context.stay };
                }
            }
            total += p;
            for at in 0..n {
                opinion[at] += if state(at) { p } else { 0.0 };
                turns[at] += if at > 0 && state(at) && !state(at - 1) { p } else { 0.0 };
            }
        }
        let share = |sums: Vec<f64>| sums.into_iter().map(|sum| sum / total).collect();
        (share(opinion), share(turns))
    }

    /// The best of all segmentations, one by one.
    fn best_by_hand(logits: &[Logit], temper: f64, cost: f64) -> (f64, Vec<usize>) {
        let n = logits.len();
        let mut best = (f64::NEG_INFINITY, Vec::new());
        for bits in 0..1u32 << n {
            let state = |at: usize| bits >> at & 1 == 1;
            let places: Vec<usize> = (1..n).filter(|&at| state(at) != state(at - 1)).collect();
            let ends = places.iter().copied().chain([n]);
            let starts = std::iter::once(0).chain(places.iter().copied());
            let short = !places.is_empty() && starts.zip(ends).any(|(start, end)| end - start < SHORTEST_SEGMENT);
            if places.len() > 2 || short {
                continue;
            }
            let gain: f64 = (0..n).filter(|&at| state(at)).map(|at| temper * logits[at].0).sum();
            let score = gain - cost * places.len() as f64;
            if score > best.0 + 1e-12 {
                best = (score, places);
            }
        }
        best
    }

    proptest! {
        #[test]
        fn forward_backward_is_the_sum_over_all_sequences(z in prop::collection::vec(-6.0..6.0f64, 1..9)) {
            let context = Context { temper: 0.7, ..Context::default() };
            let logits: Vec<Logit> = z.into_iter().map(Logit).collect();
            let (opinion, turns) = enumerate(&context, &logits);
            let (f, b) = context.passes(&logits);
            for (at, logit) in context.smooth(&logits).into_iter().enumerate() {
                prop_assert!((logit.probability().0 - opinion[at]).abs() < 1e-9);
                if at > 0 {
                    let p = context.turn_probability(&logits, &f, &b, at, Label::Opinion);
                    prop_assert!((p.0 - turns[at]).abs() < 1e-9);
                }
            }
        }

        #[test]
        fn the_segmentation_is_the_best_of_all(z in prop::collection::vec(-6.0..6.0f64, 4..12), cost in 0.5..6.0f64) {
            let logits: Vec<Logit> = z.into_iter().map(Logit).collect();
            let (score, places) = best_by_hand(&logits, 1.0, cost);
            let (states, found) = best_segmentation(&logits, 1.0, cost);
            let gain: f64 = states.iter().zip(&logits).filter(|(s, _)| s.is_opinion()).map(|(_, z)| z.0).sum();
            prop_assert!((gain - cost * found.len() as f64 - score).abs() < 1e-9, "{found:?} {places:?}");
        }
    }
}
