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

/// A part has at least so many paragraphs: one paragraph alone is no turn.
const SHORTEST_SEGMENT: usize = 2;
/// An article turns at most so often: beyond that it is a mixture without a turn.
const MOST_TURNS: usize = 2;

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

    /// The logits in context where only some paragraphs are the author's. The chain follows the author's voice: a paragraph
    /// in which only a source speaks says nothing of it, and keeps its own logit.
    pub fn smooth_voiced(&self, logits: &[Logit], is_voiced: &[bool]) -> Vec<Logit> {
        let voiced: Vec<usize> = (0..logits.len()).filter(|&at| is_voiced[at]).collect();
        let own: Vec<Logit> = voiced.iter().map(|&at| logits[at]).collect();
        let mut out = logits.to_vec();
        for (at, logit) in voiced.into_iter().zip(self.smooth(&own)) {
            out[at] = logit;
        }
        out
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
        let best = best_segmentation(logits, self.temper, cost);
        let (forward, backward) = self.passes(logits);
        let mut voice = best.first;
        let mut shifts = Vec::with_capacity(best.turns.len());
        for &paragraph in &best.turns {
            let (from, to) = (voice, voice.other());
            let probability = self.turn_probability(logits, &forward, &backward, paragraph, to);
            shifts.push(Shift { paragraph, from, to, probability });
            voice = to;
        }
        shifts
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

/// A division of an article into parts of one voice.
#[derive(Debug, Clone, PartialEq)]
struct Segmentation {
    first: Label,
    /// The first paragraph of each further part.
    turns: Vec<usize>,
    score: f64,
}

/// The best segmentation with at most [`MOST_TURNS`] turns; among equals the one with fewer, and news first.
fn best_segmentation(logits: &[Logit], temper: f64, cost: f64) -> Segmentation {
    let mut prefix = vec![0.0];
    for logit in logits {
        prefix.push(prefix[prefix.len() - 1] + temper * logit.0);
    }
    let candidates = (0..=MOST_TURNS).flat_map(|turns| Label::ALL.map(|first| segment(&prefix, first, turns, cost)));
    let none = Segmentation { first: Label::News, turns: Vec::new(), score: f64::NEG_INFINITY };
    candidates.fold(none, |best, next| if next.score > best.score { next } else { best })
}

/// The best segmentation that starts with `first` and turns `turns` times, by dynamic programming: with Gₜ(i) what the
/// first i paragraphs gain in part t's voice (0 for news, their summed logits for opinion),
///
/// > best₀(i) = G₀(i), bestₜ(i) = Gₜ(i) − cost + max over j ≤ i − 2 of bestₜ₋₁(j) − Gₜ(j),
///
/// where the maximum is kept while i grows.
fn segment(prefix: &[f64], first: Label, turns: usize, cost: f64) -> Segmentation {
    let n = prefix.len() - 1;
    let gain = |voice: Label, end: usize| if voice.is_opinion() { prefix[end] } else { 0.0 };
    let mut best: Vec<f64> = (0..=n).map(|end| gain(first, end)).collect();
    best[..SHORTEST_SEGMENT.min(n)].fill(f64::NEG_INFINITY);
    let mut starts = Vec::with_capacity(turns);
    let mut voice = first;
    for _ in 0..turns {
        voice = voice.other();
        let mut next = vec![f64::NEG_INFINITY; n + 1];
        let mut start_of = vec![0; n + 1];
        let mut open = (f64::NEG_INFINITY, 0);
        for end in SHORTEST_SEGMENT..=n {
            let start = end - SHORTEST_SEGMENT;
            let value = best[start] - gain(voice, start) - cost;
            if value > open.0 {
                open = (value, start);
            }
            next[end] = open.0 + gain(voice, end);
            start_of[end] = open.1;
        }
        best = next;
        starts.push(start_of);
    }
    let mut places = Vec::with_capacity(turns);
    let mut end = n;
    for start_of in starts.iter().rev() {
        end = start_of[end];
        places.push(end);
    }
    places.reverse();
    Segmentation { first, turns: places, score: best[n] }
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
            for (at, logit) in logits.iter().enumerate() {
                let emission = Logit(context.temper * logit.0).probability().0;
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
            if places.len() > MOST_TURNS || short {
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
            let found = best_segmentation(&logits, 1.0, cost);
            prop_assert!((found.score - score).abs() < 1e-9, "{found:?} {places:?}");
            prop_assert_eq!(found.turns, places);
        }
    }
}
