//! Sums over all segmentations of an article into parts.
//!
//! With Sᵥ(i) = Σ ln hᵥ of the first i paragraphs, and part t in voice v(t), the sum over all ways to divide the paragraphs before
//! j so that a part starts at j is
//!
//! > αₜ₊₁(j) = Σ over i ≤ j − 2 of αₜ(i) · exp(Sᵥ₍ₜ₎(j) − Sᵥ₍ₜ₎(i)), α₀(0) = 1,
//!
//! and βₜ(i) is the same from the end. The sum over i is carried along as j grows, so everything is linear in the number of
//! paragraphs: this is forward–backward on a left-to-right chain whose states last at least two steps.

use super::log::log_add;
use crate::label::Label;

/// The fewest paragraphs of a part: a single one is an aside.
pub(crate) const SHORTEST: usize = 2;
/// The most turns of an article: beyond that it is woven.
pub(crate) const MOST_TURNS: usize = 2;

/// Returns true if this many turns leave each part long enough.
pub(crate) fn fit_in(turns: usize, paragraphs: usize) -> bool {
    turns == 0 || paragraphs >= SHORTEST * (turns + 1)
}

/// S₀ and S₁: the summed evidence of the first i paragraphs for news and for opinion.
#[derive(Debug, Clone)]
pub(crate) struct Prefix {
    of: [Vec<f64>; 2],
}

impl Prefix {
    /// Sums ln h₀ and ln h₁ of each paragraph.
    pub(crate) fn new(evidence: impl Iterator<Item = [f64; 2]>) -> Self {
        let mut of = [vec![0.0], vec![0.0]];
        for each in evidence {
            for (sums, log) in of.iter_mut().zip(each) {
                sums.push(sums[sums.len() - 1] + log);
            }
        }
        Prefix { of }
    }

    fn voice(&self, label: Label) -> &[f64] {
        &self.of[usize::from(label.is_opinion())]
    }

    fn paragraphs(&self) -> usize {
        self.of[0].len() - 1
    }

    /// ln h₀ and ln h₁ of one paragraph.
    pub(crate) fn at(&self, at: usize) -> [f64; 2] {
        [0, 1].map(|voice: usize| self.of[voice][at + 1] - self.of[voice][at])
    }

    /// The most probable segmentation with this many turns; among equals, the one that starts with news and turns earlier.
    pub(crate) fn best(&self, turns: usize, log_first: impl Fn(Label) -> f64) -> Segmentation {
        let [news, opinion] = Label::ALL.map(|first| {
            let mut found = self.best_from(first, turns);
            found.log_evidence += log_first(first);
            found
        });
        if opinion.log_evidence > news.log_evidence { opinion } else { news }
    }

    /// The module's α with the maximum in place of the sum, then the way back.
    fn best_from(&self, first: Label, turns: usize) -> Segmentation {
        let n = self.paragraphs();
        let mut starts = vec![f64::NEG_INFINITY; n + 1];
        starts[0] = 0.0;
        let mut voice = first;
        let mut came_from = Vec::with_capacity(turns + 1);
        for _ in 0..=turns {
            let sums = self.voice(voice);
            let mut next = vec![f64::NEG_INFINITY; n + 1];
            let mut from = vec![0; n + 1];
            let mut open = (f64::NEG_INFINITY, 0);
            for end in SHORTEST..=n {
                let start = end - SHORTEST;
                let value = starts[start] - sums[start];
                if value > open.0 {
                    open = (value, start);
                }
                (next[end], from[end]) = (open.0 + sums[end], open.1);
            }
            came_from.push(from);
            starts = next;
            voice = voice.other();
        }
        let mut end = n;
        let mut places: Vec<usize> = came_from
            .iter()
            .rev()
            .map(|from| {
                end = from[end];
                end
            })
            .collect();
        // The first part starts at 0, which is not a turn.
        places.pop();
        places.reverse();
        Segmentation { first, turns: places, log_evidence: starts[n] }
    }
}

/// A division of an article into parts of one voice.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Segmentation {
    pub(crate) first: Label,
    /// The first paragraph of each further part.
    pub(crate) turns: Vec<usize>,
    pub(crate) log_evidence: f64,
}

/// All segmentations with a given number of turns and first voice.
pub(crate) struct Parts {
    /// Their mean evidence: a priori all are equally likely.
    pub(crate) log_evidence: f64,
    /// For each turn, the posterior of its place among these segmentations.
    places: Vec<Vec<f64>>,
    paragraphs: usize,
}

impl Parts {
    pub(crate) fn new(prefix: &Prefix, first: Label, turns: usize) -> Parts {
        let n = prefix.paragraphs();
        let forward = forward(prefix, first, turns);
        let backward = backward(prefix, first, turns);
        let total = backward[0][0];
        let place = |turn: usize| {
            let (ways, rest) = (&forward[turn], &backward[turn]);
            ways.iter().zip(rest).take(n).map(|(a, b)| (a + b - total).exp()).collect()
        };
        Parts {
            log_evidence: total - number_of(n, turns).ln(),
            places: (1..=turns).map(place).collect(),
            paragraphs: n,
        }
    }

    pub(crate) fn turns(&self) -> usize {
        self.places.len()
    }

    pub(crate) fn places(&self) -> &[Vec<f64>] {
        &self.places
    }

    /// The posterior of opinion as the voice of each paragraph's part.
    pub(crate) fn opinion(&self, first: Label) -> Vec<f64> {
        let mut share: f64 = if first.is_opinion() { 1.0 } else { 0.0 };
        (0..self.paragraphs)
            .map(|at| {
                let mut voice = first;
                for places in &self.places {
                    voice = voice.other();
                    share += voice.sign() * places[at];
                }
                share.clamp(0.0, 1.0)
            })
            .collect()
    }
}

/// α₀ to α of the last part.
fn forward(prefix: &Prefix, first: Label, turns: usize) -> Vec<Vec<f64>> {
    let n = prefix.paragraphs();
    let mut start = vec![f64::NEG_INFINITY; n + 1];
    start[0] = 0.0;
    let mut out = vec![start];
    let mut voice = first;
    for turn in 0..turns {
        let sums = prefix.voice(voice);
        let mut open = f64::NEG_INFINITY;
        let mut next = vec![f64::NEG_INFINITY; n + 1];
        for end in SHORTEST..=n {
            let start = end - SHORTEST;
            open = log_add(open, out[turn][start] - sums[start]);
            next[end] = open + sums[end];
        }
        out.push(next);
        voice = voice.other();
    }
    out
}

/// β₀ to β of the last part.
fn backward(prefix: &Prefix, first: Label, turns: usize) -> Vec<Vec<f64>> {
    let n = prefix.paragraphs();
    let mut voice = if turns.is_multiple_of(2) { first } else { first.other() };
    let sums = prefix.voice(voice);
    let shortest = if turns == 0 { 0 } else { SHORTEST };
    let last = |start: usize| if start + shortest <= n { sums[n] - sums[start] } else { f64::NEG_INFINITY };
    let mut out = vec![(0..=n).map(last).collect::<Vec<f64>>()];
    for turn in 0..turns {
        voice = voice.other();
        let sums = prefix.voice(voice);
        let mut open = f64::NEG_INFINITY;
        let mut next = vec![f64::NEG_INFINITY; n + 1];
        for start in (0..=n.saturating_sub(SHORTEST)).rev() {
            let end = start + SHORTEST;
            open = log_add(open, out[turn][end] + sums[end]);
            next[start] = open - sums[start];
        }
        out.push(next);
    }
    out.reverse();
    out
}

/// The number of segmentations of n paragraphs: C(n − turns − 2, turns). Set one paragraph of each part aside; the turns lie between
/// the others.
pub(crate) fn number_of(paragraphs: usize, turns: usize) -> f64 {
    match turns {
        0 => 1.0,
        1 => (paragraphs - 3) as f64,
        _ => (paragraphs - 4) as f64 * (paragraphs - 5) as f64 / 2.0,
    }
}
