//! A paragraph in its article.
//!
//! An article is one of four kinds, and which one is not known:
//!
//! | kind | the author's voice |
//! |---|---|
//! | one voice | reports, or argues, from beginning to end |
//! | one turn, two turns | does the one in a first part, the other in the next (and the first again); parts have at least two paragraphs, and all places for the turns are as likely |
//! | woven | changes from paragraph to paragraph: a chain of two states that keeps a state with probability `stay` |
//!
//! In a part, one paragraph in twenty is an *aside* in the other voice ([`Context::ASIDE`], called ε). So what paragraph i
//! says for voice v of its part is, with zᵢ its calibrated logit, xᵢ = `slope` · zᵢ + `offset` and σ the logistic function,
//!
//! > hᵥ(i) = (1 − εᵢ) · σ(±xᵢ) + εᵢ · σ(∓xᵢ), the upper sign for opinion,
//!
//! and in a woven article it says σ(±zᵢ). The more of a paragraph is a source's, the less it says for opinion: εᵢ = ε + (½ − ε) · qᵢ³
//! where zᵢ > 0, and qᵢ is the quoted share. That it quotes much remains a sign of news. The slope is below one because paragraphs of one article repeat each other's
//! errors; ε bounds what one of them can do to its part. All sums over segmentations are exact, and linear in the number of
//! paragraphs (`parts.rs`, `woven.rs`): the probability of opinion of each paragraph is
//!
//! > P(yᵢ) = Σ over kinds P(kind | all paragraphs) · P(yᵢ | kind),
//! >
//! > P(yᵢ | parts) ∝ σ(± (zᵢ + offset / slope)) · Σ over voices v of P(yᵢ | v) · P(v | the other paragraphs):
//!
//! its own evidence counts in full, that of the others is damped.
//! the posterior of a *shift* is that of such a turn at this place and at the places around it, and an article turns where one
//! turn and two turns together have at least [`Context::LEAST`], each of the turns is likelier than not, and the labels beside it
//! do not contradict it. With one paragraph the probability in context is the
//! paragraph's own.
//!
//! `slope`, `offset`, `stay` and how frequent the kinds are, are fitted (`fit.rs`). ε is stated: the labels of large
//! collections are those of whole articles, and would have it that there are no asides.

pub(crate) mod parts;
pub(crate) mod woven;

use crate::label::{Label, Logit, Probability};
use parts::{MOST_TURNS, Parts, Prefix};
use woven::Woven;

/// The parameters of an article's voices.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Context {
    /// Multiplies the logits of the paragraphs of a part.
    pub slope: f64,
    /// Added to them: calibrated logits hold the share of opinion among paragraphs, which is not that among articles.
    pub offset: f64,
    /// The probability that the next paragraph of a woven article has the same voice.
    pub stay: f64,
    /// How frequent the kinds are.
    pub kinds: Kinds,
}

/// Probabilities of the four kinds of articles. They sum to one.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Kinds {
    /// With no turn, with one, and with two.
    pub turns: [f64; MOST_TURNS + 1],
    /// Without parts.
    pub woven: f64,
}

impl Default for Context {
    /// What a fit to the collections of the shipped model gives, rounded: for tables without enough articles for a fit.
    fn default() -> Self {
        Self { slope: 0.65, offset: 0.4, stay: 0.35, kinds: Kinds { turns: [0.25, 0.3, 0.1], woven: 0.35 } }
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
    /// The probability that the voice turns so within the interval.
    pub probability: Probability,
    /// The probability that it does so exactly here.
    pub here: Probability,
    /// The first and the last paragraph of the fewest places next to each other, this one among them, that hold
    /// [`Context::INTERVAL`] of the turn's probability.
    pub interval: (usize, usize),
}

/// What one paragraph of an article says by itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Said {
    /// Its calibrated logit.
    pub logit: Logit,
    /// The share of it that is a source's. One in which only a source speaks says nothing of the author's voice.
    pub quoted: f64,
}

impl Said {
    /// In the author's words alone.
    pub fn by_author(logit: f64) -> Said {
        Said { logit: Logit(logit), quoted: 0.0 }
    }

    /// ε of the paragraph.
    pub(crate) fn aside(&self) -> f64 {
        // That it quotes is a sign of news; that a source argues is none of opinion.
        let quoted = if self.logit.0 > 0.0 { self.quoted } else { 0.0 };
        Context::ASIDE + (0.5 - Context::ASIDE) * quoted.powi(3)
    }
}

/// What an article's paragraphs say together.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Each paragraph's logit in context.
    pub logits: Vec<Logit>,
    /// Where the article turns.
    pub shifts: Vec<Shift>,
    /// The probabilities of the kinds, for this article.
    pub kinds: Kinds,
}

impl Context {
    /// The share of a part's paragraphs that are in the other voice.
    pub const ASIDE: f64 = 0.05;
    /// An article turns where one turn and two turns together have this probability. Chosen on articles of 14 outlets by folds of
    /// outlets, where 7 % of the articles of one label then have a false turn.
    pub const LEAST: f64 = 0.6;
    /// The share of a turn's probability that its interval holds.
    pub const INTERVAL: f64 = 0.9;

    /// Reads an article. `shift` is by how much a stated share of opinion has moved the logits: in an article of parts it is
    /// counted once, not once for each paragraph. A paragraph in which only a source speaks keeps its own logit. Linear in the number
    /// of paragraphs.
    ///
    /// ```
    /// use oped::label::Logit;
    /// use oped::model::context::{Context, Said};
    /// let read = |logits: &[f64]| {
    ///     let said: Vec<Said> = logits.iter().copied().map(Said::by_author).collect();
    ///     Context::default().read(&said, Logit(0.0))
    /// };
    /// assert_eq!(read(&[0.4]).logits, [Logit(0.4)]);
    /// assert!(read(&[3.0, -0.5, 3.0]).logits[1].0 > 0.0, "two clear neighbours carry a doubtful one");
    /// assert_eq!(read(&[-3.0, -2.0, -4.0, -2.0, 3.0, 2.0, 4.0, 2.0]).shifts[0].paragraph, 4);
    /// ```
    pub fn read(&self, paragraphs: &[Said], shift: Logit) -> Reading {
        let voiced: Vec<usize> = (0..paragraphs.len()).filter(|&at| paragraphs[at].quoted < 1.0).collect();
        let own: Vec<Said> = voiced.iter().map(|&at| paragraphs[at]).collect();
        let mut reading = self.read_voiced(&own, shift);
        let mut all: Vec<Logit> = paragraphs.iter().map(|said| said.logit).collect();
        for (&at, &logit) in voiced.iter().zip(&reading.logits) {
            all[at] = logit;
        }
        reading.logits = all;
        for shift in &mut reading.shifts {
            shift.paragraph = voiced[shift.paragraph];
            shift.interval = (voiced[shift.interval.0], voiced[shift.interval.1]);
        }
        reading
    }

    fn read_voiced(&self, paragraphs: &[Said], shift: Logit) -> Reading {
        if paragraphs.len() < 2 {
            let kinds = Kinds { turns: [1.0, 0.0, 0.0], woven: 0.0 };
            return Reading { logits: paragraphs.iter().map(|said| said.logit).collect(), shifts: Vec::new(), kinds };
        }
        Posterior::new(self, paragraphs, shift).reading()
    }

    /// Whether all parameters are of the kind that a fit gives.
    pub fn is_sound(&self) -> bool {
        let shares = self.kinds.turns.iter().chain([&self.kinds.woven]);
        let sum: f64 = shares.clone().sum();
        (1e-3..1e3).contains(&self.slope)
            && self.offset.abs() < 1e3
            && self.stay > 0.0
            && self.stay < 1.0
            && shares.into_iter().all(|share| (0.0..=1.0).contains(share))
            && self.kinds.turns[0] > 0.0
            && (sum - 1.0).abs() < 1e-9
    }

    /// What a paragraph says for news and for opinion as the voice of its part: ln h₀ and ln h₁.
    pub(crate) fn evidence(&self, said: Said) -> [f64; 2] {
        let x = self.slope * said.logit.0 + self.offset;
        let [news, opinion] = [log_sigmoid(-x), log_sigmoid(x)];
        let aside = said.aside();
        let mixed = |own: f64, other: f64| log_add((1.0 - aside).ln() + own, aside.ln() + other);
        [mixed(news, opinion), mixed(opinion, news)]
    }
}

/// The segmentations of one number of turns that start with one voice.
struct Segmented {
    parts: Parts,
    first: Label,
    /// Its share of the posterior.
    share: f64,
}

struct Posterior<'a> {
    context: &'a Context,
    /// With the logits as they were before the shift.
    said: Vec<Said>,
    shift: Logit,
    prefix: Prefix,
    segmented: Vec<Segmented>,
    woven: Woven,
    woven_share: f64,
}

impl<'a> Posterior<'a> {
    fn new(context: &'a Context, paragraphs: &[Said], shift: Logit) -> Self {
        let unmoved = |said: &Said| Said { logit: Logit(said.logit.0 - shift.0), ..*said };
        let said: Vec<Said> = paragraphs.iter().map(unmoved).collect();
        let prefix = Prefix::new(said.iter().map(|&said| context.evidence(said)));
        let priors = context.kinds.of_length(said.len());
        let mut segmented = Vec::new();
        let mut logs = Vec::new();
        for (turns, prior) in priors.turns.into_iter().enumerate().filter(|(_, prior)| *prior > 0.0) {
            for first in Label::ALL {
                let parts = Parts::new(&prefix, first, turns);
                logs.push(prior.ln() + log_first(first, shift) + parts.log_evidence);
                segmented.push(Segmented { parts, first, share: 0.0 });
            }
        }
        // Paragraphs of a woven article are nearly independent: there the share counts for each of them.
        let logits: Vec<Logit> = paragraphs.iter().map(|said| said.logit).collect();
        let woven = Woven::new(&logits, context.stay);
        logs.push(priors.woven.ln() + woven.log_evidence);
        let all = log_sum(&logs);
        for (of, log) in segmented.iter_mut().zip(&logs) {
            of.share = (log - all).exp();
        }
        let woven_share = (logs[logs.len() - 1] - all).exp();
        Posterior { context, said, shift, prefix, segmented, woven, woven_share }
    }

    fn reading(&self) -> Reading {
        let (kinds, logits) = (self.kinds(), self.logits());
        // The more probable number of turns; where labels contradict one of two, perhaps they do not contradict one alone.
        let most = if kinds.turns[2] > kinds.turns[1] { 2 } else { 1 };
        let numbers = (1..=most).rev().filter(|_| self.turns(&kinds));
        let shifts = numbers.map(|turns| self.shifts(turns)).find(|shifts| agree(shifts, &logits)).unwrap_or_default();
        Reading { logits, shifts, kinds }
    }

    fn kinds(&self) -> Kinds {
        let mut turns = [0.0; MOST_TURNS + 1];
        for of in &self.segmented {
            turns[of.parts.turns()] += of.share;
        }
        Kinds { turns, woven: self.woven_share }
    }

    fn turns(&self, kinds: &Kinds) -> bool {
        kinds.turns[1..].iter().sum::<f64>() >= Context::LEAST
    }

    /// The logits in context.
    fn logits(&self) -> Vec<Logit> {
        let mut voices = vec![[0.0; 2]; self.said.len()];
        for of in &self.segmented {
            for (voice, opinion) in voices.iter_mut().zip(of.parts.opinion(of.first)) {
                voice[0] += of.share * (1.0 - opinion);
                voice[1] += of.share * opinion;
            }
        }
        (0..self.said.len()).map(|at| self.logit(at, voices[at])).collect()
    }

    /// One paragraph's logit, from what all paragraphs say of the voice of its part: P(news) and P(opinion), which sum to what is
    /// not woven.
    fn logit(&self, at: usize, voices: [f64; 2]) -> Logit {
        let said = self.said[at];
        let own = said.logit.0 + self.context.offset / self.context.slope;
        let h = self.prefix.at(at);
        // What the others say of the voice: the paragraph's own evidence counts once, and in full.
        let [news, opinion] = [0, 1].map(|voice: usize| voices[voice] * (-h[voice]).exp());
        let aside = said.aside();
        let parts = [
            ((1.0 - aside) * news + aside * opinion) * Logit(-own).probability().0,
            ((1.0 - aside) * opinion + aside * news) * Logit(own).probability().0,
        ];
        // In a long woven article the share of parts is nothing at all.
        let sum = parts[0] + parts[1];
        let scale = if sum > 0.0 { (1.0 - self.woven_share) / sum } else { 0.0 };
        let all = |label: Label| {
            scale * parts[usize::from(label.is_opinion())] + self.woven_share * self.woven.probability(at, label)
        };
        Logit((all(Label::Opinion) / all(Label::News)).ln())
    }

    /// The turns of the most probable segmentation with so many.
    fn shifts(&self, turns: usize) -> Vec<Shift> {
        let best = self.prefix.best(turns, |first| log_first(first, self.shift));
        let mut from = best.first;
        let mut shifts = Vec::with_capacity(turns);
        for (at, &paragraph) in best.turns.iter().enumerate() {
            let to = from.other();
            // Between the turns beside it.
            let first = at.checked_sub(1).map_or(0, |before| best.turns[before] + 1);
            let end = best.turns.get(at + 1).copied().unwrap_or(self.said.len());
            let places = &self.places(to)[first..end];
            let (low, high) = interval(places, paragraph - first);
            let held = |from: usize, to: usize| Probability(places[from..=to].iter().sum::<f64>().min(1.0));
            let (probability, here) = (held(low, high), held(paragraph - first, paragraph - first));
            shifts.push(Shift { paragraph, from, to, probability, here, interval: (first + low, first + high) });
            from = to;
        }
        shifts
    }

    /// The posterior of a turn to a voice, at each paragraph.
    fn places(&self, to: Label) -> Vec<f64> {
        let mut out = vec![0.0; self.said.len()];
        for of in &self.segmented {
            let mut voice = of.first;
            for places in of.parts.places() {
                voice = voice.other();
                if voice == to {
                    out.iter_mut().zip(places).for_each(|(sum, place)| *sum += of.share * place);
                }
            }
        }
        out
    }
}

impl Kinds {
    /// The kinds that an article of so many paragraphs can be of.
    pub(crate) fn of_length(&self, paragraphs: usize) -> Kinds {
        let mut kinds = *self;
        for (turns, share) in kinds.turns.iter_mut().enumerate() {
            if !parts::fit_in(turns, paragraphs) {
                *share = 0.0;
            }
        }
        let sum = kinds.turns.iter().sum::<f64>() + kinds.woven;
        kinds.turns.iter_mut().for_each(|share| *share /= sum);
        kinds.woven /= sum;
        kinds
    }
}

/// Whether each turn is likelier than not, and the labels beside it do not contradict it: the first paragraph has the new voice,
/// and at least half of those before it, back to the last turn, the old one.
fn agree(shifts: &[Shift], logits: &[Logit]) -> bool {
    let mut start = 0;
    shifts.iter().all(|shift| {
        let is = |at: usize, label: Label| logits[at].probability().label() == label;
        let before = (start..shift.paragraph).filter(|&at| is(at, shift.from)).count();
        let fits = 2 * before >= shift.paragraph - start && is(shift.paragraph, shift.to);
        start = shift.paragraph;
        fits && shift.probability.0 >= 0.5
    })
}

/// ln P(the first voice): even, but for a stated share of opinion.
fn log_first(first: Label, shift: Logit) -> f64 {
    log_sigmoid(first.sign() * shift.0)
}

/// The fewest neighbouring places, `at` among them, that hold [`Context::INTERVAL`] of the probability of all places; of several
/// that are as few, those that hold most.
fn interval(places: &[f64], at: usize) -> (usize, usize) {
    let mut sums = vec![0.0];
    places.iter().for_each(|place| sums.push(sums[sums.len() - 1] + place));
    let least = Context::INTERVAL * sums[places.len()];
    let held = |first: usize, last: usize| sums[last + 1] - sums[first];
    let mut best = (0, places.len() - 1);
    let mut last = at;
    // The later the first place, the later the last one that is needed.
    for first in 0..=at {
        while held(first, last) < least && last + 1 < places.len() {
            last += 1;
        }
        let (length, shortest) = (last - first, best.1 - best.0);
        let is_better = length < shortest || length == shortest && held(first, last) > held(best.0, best.1);
        if held(first, last) >= least && is_better {
            best = (first, last);
        }
    }
    best
}

/// ln σ(x).
pub(crate) fn log_sigmoid(x: f64) -> f64 {
    if x < 0.0 { x - x.exp().ln_1p() } else { -(-x).exp().ln_1p() }
}

/// ln(eᵃ + eᵇ).
pub(crate) fn log_add(a: f64, b: f64) -> f64 {
    let (high, low) = if a > b { (a, b) } else { (b, a) };
    if low == f64::NEG_INFINITY { high } else { high + (low - high).exp().ln_1p() }
}

pub(crate) fn log_sum(logs: &[f64]) -> f64 {
    logs.iter().copied().fold(f64::NEG_INFINITY, log_add)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Everything by adding up all sequences of voices, one by one.
    struct ByHand {
        total: f64,
        /// The probability of opinion.
        opinion: Vec<f64>,
        kinds: [f64; 4],
        /// By the voice that begins, then by place.
        turns: [Vec<f64>; 2],
    }

    fn parts_of(bits: u32, n: usize) -> Vec<usize> {
        (1..n).filter(|&at| (bits >> at & 1) != (bits >> (at - 1) & 1)).collect()
    }

    fn is_segmentation(turns: &[usize], n: usize) -> bool {
        let ends = turns.iter().copied().chain([n]);
        let starts = std::iter::once(0).chain(turns.iter().copied());
        turns.is_empty()
            || turns.len() <= parts::MOST_TURNS && starts.zip(ends).all(|(start, end)| end - start >= parts::SHORTEST)
    }

    fn sigma(x: f64) -> f64 {
        1.0 / (1.0 + (-x).exp())
    }

    fn by_hand(context: &Context, logits: &[f64], quoted: &[f64], shift: f64) -> ByHand {
        let n = logits.len();
        let kinds = context.kinds.of_length(n);
        let bit = |bits: u32, at: usize| (bits >> at & 1) as usize;
        let sign = |bit: usize| if bit == 1 { 1.0 } else { -1.0 };
        let z: Vec<f64> = logits.iter().map(|logit| logit - shift).collect();
        let aside = |at: usize| if z[at] > 0.0 { 0.05 + 0.45 * quoted[at] * quoted[at] * quoted[at] } else { 0.05 };
        let h = |at: usize, voice: usize| {
            let x = sign(voice) * (context.slope * z[at] + context.offset);
            (1.0 - aside(at)) * sigma(x) + aside(at) * sigma(-x)
        };
        let mut found =
            ByHand { total: 0.0, opinion: vec![0.0; n], kinds: [0.0; 4], turns: [vec![0.0; n], vec![0.0; n]] };
        let number = |turns: usize| {
            let same = |&bits: &u32| bits & 1 == 0 && parts_of(bits, n).len() == turns;
            (0..1u32 << n).filter(same).filter(|&bits| is_segmentation(&parts_of(bits, n), n)).count() as f64
        };
        let numbers = [number(0), number(1), number(2)];
        // Of each paragraph and voice: what the other paragraphs say for it; and of woven ones what all say.
        let (mut others, mut woven) = (vec![[0.0; 2]; n], vec![[0.0; 2]; n]);
        for voices in 0..1u32 << n {
            let places = parts_of(voices, n);
            let first = sigma(sign(bit(voices, 0)) * shift);
            if is_segmentation(&places, n) && kinds.turns[places.len()] > 0.0 {
                let prior = kinds.turns[places.len()] / numbers[places.len()] * first;
                let p: f64 = prior * (0..n).map(|at| h(at, bit(voices, at))).product::<f64>();
                found.kinds[places.len()] += p;
                for &at in &places {
                    found.turns[bit(voices, at)][at] += p;
                }
                for (at, other) in others.iter_mut().enumerate() {
                    other[bit(voices, at)] += p / h(at, bit(voices, at));
                }
            }
            let stays = n - 1 - places.len();
            let chain = context.stay.powi(stays as i32) * (1.0 - context.stay).powi(places.len() as i32);
            let own: f64 = (0..n).map(|at| sigma(sign(bit(voices, at)) * logits[at])).product();
            let p = kinds.woven * 0.5 * chain * own;
            found.kinds[3] += p;
            (0..n).for_each(|at| woven[at][bit(voices, at)] += p);
        }
        found.total = found.kinds.iter().sum();
        for at in 0..n {
            let own = z[at] + context.offset / context.slope;
            let label =
                |y: usize| ((1.0 - aside(at)) * others[at][y] + aside(at) * others[at][1 - y]) * sigma(sign(y) * own);
            let in_parts = label(1) / (label(0) + label(1));
            found.opinion[at] = in_parts * (found.total - found.kinds[3]) + woven[at][1];
        }
        found
    }

    fn some_context() -> impl Strategy<Value = Context> {
        (0.3..1.2f64, -0.5..0.5f64, 0.1..0.9f64, prop::array::uniform4(0.1..1.0f64)).prop_map(
            |(slope, offset, stay, shares)| {
                let sum: f64 = shares.iter().sum();
                let [none, one, two, woven] = shares.map(|share| share / sum);
                Context { slope, offset, stay, kinds: Kinds { turns: [none, one, two], woven } }
            },
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// Protects the sums over segmentations, the chain and how they are put together.
        #[test]
        fn a_reading_is_the_sum_over_all_voices(
            context in some_context(),
            z in prop::collection::vec((-5.0..5.0f64, 0.0..1.0f64), 2..8),
            shift in -1.0..1.0f64,
        ) {
            let (logits, quoted): (Vec<f64>, Vec<f64>) = z.iter().copied().unzip();
            let hand = by_hand(&context, &logits, &quoted, shift);
            let said: Vec<Said> = z.iter().map(|&(logit, quoted)| Said { logit: Logit(logit), quoted }).collect();
            let posterior = Posterior::new(&context, &said, Logit(shift));
            let near = |a: f64, b: f64| (a - b / hand.total).abs() < 1e-9;
            let kinds = posterior.kinds();
            prop_assert!(near(kinds.woven, hand.kinds[3]));
            prop_assert!((0..3).all(|turns| near(kinds.turns[turns], hand.kinds[turns])));
            for (logit, opinion) in posterior.logits().iter().zip(&hand.opinion) {
                prop_assert!(near(logit.probability().0, *opinion));
            }
            for to in Label::ALL {
                let places = posterior.places(to);
                let by_hand = &hand.turns[usize::from(to.is_opinion())];
                prop_assert!(places.iter().zip(by_hand).all(|(place, hand)| near(*place, *hand)), "{places:?}");
            }
        }

        #[test]
        fn the_best_segmentation_is_the_best_of_all(z in prop::collection::vec(-5.0..5.0f64, 6..12), turns in 1..3usize) {
            let context = Context::default();
            let n = z.len();
            let prefix = Prefix::new(z.iter().map(|&z| context.evidence(Said::by_author(z))));
            let score = |bits: u32| -> f64 { (0..n).map(|at| prefix.at(at)[(bits >> at & 1) as usize]).sum() };
            let fits = |bits: &u32| {
                let places = parts_of(*bits, n);
                places.len() == turns && is_segmentation(&places, n)
            };
            let best = (0..1u32 << n).filter(fits).map(score).fold(f64::NEG_INFINITY, f64::max);
            let found = prefix.best(turns, |_| 0.0);
            prop_assert!((found.log_evidence - best).abs() < 1e-9);
            prop_assert!(found.turns.len() == turns && is_segmentation(&found.turns, n));
        }

        #[test]
        fn an_interval_is_the_shortest_that_holds_its_turn(places in prop::collection::vec(0.0..1.0f64, 1..20), at in 0..20usize) {
            let at = at % places.len();
            let (first, last) = interval(&places, at);
            prop_assert!(first <= at && at <= last && last < places.len());
            let holds = |from: usize, to: usize| places[from..=to].iter().sum::<f64>() >= Context::INTERVAL * places.iter().sum::<f64>() + 1e-9;
            let shorter = (0..=at).flat_map(|from| (at..places.len()).map(move |to| (from, to))).find(|(from, to)| to - from < last - first && holds(*from, *to));
            prop_assert!(shorter.is_none(), "{shorter:?}");
            let (held, all) = (places[first..=last].iter().sum::<f64>(), places.iter().sum::<f64>());
            prop_assert!(held >= Context::INTERVAL * all - 1e-12);
        }
    }

    fn read(logits: impl IntoIterator<Item = f64>) -> Reading {
        let said: Vec<Said> = logits.into_iter().map(Said::by_author).collect();
        Context::default().read(&said, Logit(0.0))
    }

    #[test]
    fn a_long_article_has_finite_logits_and_its_turn() {
        let reading = read((0..10_000).map(|at| if at < 6_000 { -4.0 } else { 4.0 }));
        assert!(reading.logits.iter().all(|logit| logit.0.is_finite()));
        assert_eq!(reading.shifts.iter().map(|shift| shift.paragraph).collect::<Vec<_>>(), [6_000]);
        let far = read((0..5_000).map(|at| if at % 2 == 0 { -700.0 } else { 700.0 }));
        assert!(far.logits.iter().enumerate().all(|(at, logit)| (logit.0 > 0.0) == (at % 2 == 1)));
    }

    #[test]
    fn an_aside_and_a_quotation_are_no_turn() {
        let logits = [-3.0, -2.5, 3.0, -3.0, -2.0, -3.0];
        let reading = read(logits);
        assert!(reading.shifts.is_empty() && reading.logits[2].0 > 0.0, "{reading:?}");
        let mut said = logits.map(Said::by_author);
        said[2].quoted = 1.0;
        assert_eq!(Context::default().read(&said, Logit(0.0)).logits[2], Logit(3.0));
    }

    /// Paragraphs of quotations that argue do not make an article argue.
    #[test]
    fn what_is_mostly_quoted_says_little_of_the_author() {
        let with = |quoted: f64| {
            let said = [-1.0, 2.0, 2.0, 2.0, -1.0]
                .map(|logit| Said { logit: Logit(logit), quoted: if logit > 0.0 { quoted } else { 0.0 } });
            Context::default().read(&said, Logit(0.0)).logits[0].0
        };
        assert!(with(0.0) > 0.0 && with(0.95) < 0.0, "{} {}", with(0.0), with(0.95));
    }
}
