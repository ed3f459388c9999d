//! Reading an article: the posterior over its kinds, voices and turns.

use super::log::{log_sigmoid, log_sum};
use super::parts::{MOST_TURNS, Parts, Prefix};
use super::woven::Woven;
use super::{Context, Kinds, Reading, Said, Shift};
use crate::label::{Label, Logit, Probability};

#[cfg(test)]
mod tests;

impl Context {
    /// Reads an article. `shift` is how far a stated share of opinion has moved the logits: an article of parts counts it once, not
    /// once per paragraph. A paragraph in which only a source speaks keeps its own logit. Takes time linear in the number of
    /// paragraphs.
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
        self.hear(paragraphs, shift).reading(None)
    }

    /// Hears the parts of an article by what its paragraphs say about sections, and tells each paragraph the voice of its part as it is
    /// before a stated share of opinion counts.
    pub(crate) fn hear_sections(&self, paragraphs: &[Said], shift: Logit) -> (Vec<Said>, Heard<'_>) {
        let moved = |by: f64| -> Vec<Said> {
            paragraphs.iter().map(|said| Said { logit: Logit(said.section.0 - by), ..*said }).collect()
        };
        let unmoved = self.hear(&moved(shift.0), Logit(0.0));
        let voices = unmoved.voices();
        let told = paragraphs.iter().zip(voices).map(|(said, part)| Said { part, ..*said }).collect();
        (told, if shift.0 == 0.0 { unmoved } else { self.hear(&moved(0.0), shift) })
    }

    /// Hears the parts of an article, before its labels.
    pub(crate) fn hear(&self, paragraphs: &[Said], shift: Logit) -> Heard<'_> {
        let voiced: Vec<usize> = (0..paragraphs.len()).filter(|&at| paragraphs[at].quoted_letters < 1.0).collect();
        let said: Vec<Said> = voiced.iter().map(|&at| paragraphs[at]).collect();
        let posterior = (said.len() > 1).then(|| Posterior::new(self, &said, shift));
        Heard { own: paragraphs.iter().map(|said| said.logit).collect(), voiced, posterior }
    }
}

/// The parts of an article. Paragraphs in which only a source speaks are passed over.
pub(crate) struct Heard<'a> {
    /// The logit of each paragraph alone.
    own: Vec<Logit>,
    /// The paragraphs in which the author speaks.
    voiced: Vec<usize>,
    /// None if there are fewer than two of them.
    posterior: Option<Posterior<'a>>,
}

impl Heard<'_> {
    /// The logit of opinion as the voice of each paragraph's part; a paragraph that is passed over has that of the one before it, or
    /// else of the one after; 0 without parts.
    pub(crate) fn voices(&self) -> Vec<f64> {
        let mut out = vec![0.0; self.own.len()];
        let Some(posterior) = &self.posterior else { return out };
        let voices = posterior.voices();
        let mut next = 0;
        for (at, voice) in out.iter_mut().enumerate() {
            next += usize::from(self.voiced.get(next).is_some_and(|&voiced| voiced <= at));
            *voice = voices[next.saturating_sub(1)];
        }
        out
    }

    /// The reading, by logits in context that were found another way, or by its own.
    pub(crate) fn reading(self, labels: Option<Vec<Logit>>) -> Reading {
        let Heard { own, voiced, posterior } = self;
        let of_voiced = labels.as_ref().map(|labels| voiced.iter().map(|&at| labels[at]).collect());
        let mut all = labels.unwrap_or(own);
        let Some(posterior) = posterior else {
            return Reading { logits: all, shifts: Vec::new(), kinds: Kinds { turns: [1.0, 0.0, 0.0], woven: 0.0 } };
        };
        let Reading { logits, mut shifts, kinds } = posterior.reading(of_voiced);
        voiced.iter().zip(logits).for_each(|(&at, logit)| all[at] = logit);
        for shift in &mut shifts {
            shift.paragraph = voiced[shift.paragraph];
            shift.interval = (voiced[shift.interval.0], voiced[shift.interval.1]);
        }
        Reading { logits: all, shifts, kinds }
    }
}

/// The segmentations with a given number of turns and first voice.
struct Segmented {
    parts: Parts,
    first: Label,
    /// Its share of the posterior.
    share: f64,
}

struct Posterior<'a> {
    context: &'a Context,
    /// Logits before the shift.
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
        // Paragraphs of a woven article are nearly independent, so each of them counts the shift.
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

    fn reading(&self, labels: Option<Vec<Logit>>) -> Reading {
        let is_moved = labels.is_some();
        let (kinds, logits) = (self.kinds(), labels.unwrap_or_else(|| self.logits()));
        // First the more probable number of turns. If the labels contradict two, one may still agree.
        let most = if kinds.turns[2] > kinds.turns[1] { 2 } else { 1 };
        let numbers = (1..=most).rev().filter(|_| self.turns(&kinds));
        let shifts = |turns: usize| if is_moved { self.moved(self.shifts(turns), &logits) } else { self.shifts(turns) };
        let agree = if is_moved { agree_in_direction } else { agree };
        let shifts = numbers.map(shifts).find(|shifts| agree(shifts, &logits)).unwrap_or_default();
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

    /// P(news) and P(opinion) of the voice of each paragraph's part, which sum to 1 − P(woven).
    fn parts(&self) -> Vec<[f64; 2]> {
        let mut voices = vec![[0.0; 2]; self.said.len()];
        for of in &self.segmented {
            for (voice, opinion) in voices.iter_mut().zip(of.parts.opinion(of.first)) {
                voice[0] += of.share * (1.0 - opinion);
                voice[1] += of.share * opinion;
            }
        }
        voices
    }

    /// The logit of opinion as the voice of each paragraph's part; a woven article has no parts.
    fn voices(&self) -> Vec<f64> {
        let half = 0.5 * self.woven_share;
        self.parts().into_iter().map(|[news, opinion]| ((opinion + half) / (news + half)).ln()).collect()
    }

    /// The logits in context.
    fn logits(&self) -> Vec<Logit> {
        self.parts().into_iter().enumerate().map(|(at, voices)| self.logit(at, voices)).collect()
    }

    /// One paragraph's logit, from the posterior of its part's voice: P(news) and P(opinion), which sum to 1 − P(woven).
    fn logit(&self, at: usize, voices: [f64; 2]) -> Logit {
        let said = self.said[at];
        let own = said.logit.0 + self.context.offset / self.context.slope;
        let h = self.prefix.at(at);
        // Divide the paragraph's damped evidence out: it counts once, in full.
        let [news, opinion] = [0, 1].map(|voice: usize| voices[voice] * (-h[voice]).exp());
        let aside = said.aside();
        let parts = [
            ((1.0 - aside) * news + aside * opinion) * Logit(-own).probability().0,
            ((1.0 - aside) * opinion + aside * news) * Logit(own).probability().0,
        ];
        // In a long woven article the share of parts underflows.
        let sum = parts[0] + parts[1];
        let scale = if sum > 0.0 { (1.0 - self.woven_share) / sum } else { 0.0 };
        let all = |label: Label| {
            scale * parts[usize::from(label.is_opinion())] + self.woven_share * self.woven.probability(at, label)
        };
        Logit((all(Label::Opinion) / all(Label::News)).ln())
    }

    /// The turns of the most probable segmentation with this many.
    fn shifts(&self, turns: usize) -> Vec<Shift> {
        let best = self.prefix.best(turns, |first| log_first(first, self.shift));
        let mut from = best.first;
        let mut shifts = Vec::with_capacity(turns);
        for (at, &paragraph) in best.turns.iter().enumerate() {
            let to = from.other();
            // Places between the turns before and after.
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

    /// Moves each turn to the likeliest paragraph of its interval that has the new voice, or else to the first one soon after: of a part
    /// that argues, the first paragraphs may report.
    fn moved(&self, mut shifts: Vec<Shift>, logits: &[Logit]) -> Vec<Shift> {
        let ends: Vec<usize> = shifts.iter().skip(1).map(|next| next.paragraph).chain([logits.len()]).collect();
        let mut after = 0;
        for (shift, end) in shifts.iter_mut().zip(ends) {
            let places = self.places(shift.to);
            // Intervals of two turns may overlap; the turns keep their order.
            let (first, last) = (shift.interval.0.max(after), shift.interval.1);
            let fits = |at: &usize| logits[*at].probability().label() == shift.to;
            let likeliest =
                (first..=last).filter(fits).max_by(|&a, &b| places[a].total_cmp(&places[b]).then(b.cmp(&a)));
            let soon_after = || (last + 1..end.min(last + 1 + Context::LEAD)).find(fits);
            if let Some(at) = likeliest.or_else(soon_after) {
                (shift.paragraph, shift.here) = (at, Probability(places[at].min(1.0)));
                shift.interval.1 = last.max(at);
                shift.probability =
                    Probability(places[shift.interval.0..=shift.interval.1].iter().sum::<f64>().min(1.0));
            }
            after = shift.paragraph + 1;
        }
        shifts
    }

    /// The posterior of a turn to this voice at each paragraph.
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

/// Returns true if each turn is likelier than not and the labels agree with it: the first paragraph has the new voice, and at least
/// half of those between it and the turn before have the old one.
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

/// Returns true if each turn is likelier than not and labels that were found another way do not contradict it: its paragraph has the
/// new voice, and that voice has a larger share after it than before.
fn agree_in_direction(shifts: &[Shift], logits: &[Logit]) -> bool {
    let is = |at: usize, label: Label| logits[at].probability().label() == label;
    let share = |from: usize, to: usize, label: Label| {
        (from..to).filter(|&at| is(at, label)).count() as f64 / (to - from).max(1) as f64
    };
    let end = |at: usize| shifts.get(at).map_or(logits.len(), |shift| shift.paragraph);
    shifts.iter().enumerate().all(|(at, shift)| {
        let start = at.checked_sub(1).map_or(0, |before| shifts[before].paragraph);
        let (before, after) = (share(start, shift.paragraph, shift.to), share(shift.paragraph, end(at + 1), shift.to));
        is(shift.paragraph, shift.to) && after > before && shift.probability.0 >= 0.5
    })
}

/// ln P(first voice): even, unless a share of opinion is stated.
fn log_first(first: Label, shift: Logit) -> f64 {
    log_sigmoid(first.sign() * shift.0)
}

/// The first and last place of the shortest stretch around `at` that holds [`Context::INTERVAL`] of the probability of all places;
/// among equals, the one that holds most.
fn interval(places: &[f64], at: usize) -> (usize, usize) {
    let mut sums = vec![0.0];
    places.iter().for_each(|place| sums.push(sums[sums.len() - 1] + place));
    let least = Context::INTERVAL * sums[places.len()];
    let held = |first: usize, last: usize| sums[last + 1] - sums[first];
    let mut best = (0, places.len() - 1);
    let mut last = at;
    // The last place needed never moves back as the first moves on.
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
