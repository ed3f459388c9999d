//! ln P(labels | logits) of one article, fast enough for a fit.
//!
//! It is a ratio of two sums over segmentations, which `parts.rs` and `woven.rs` compute too, here without an exponential and a
//! logarithm for each addition. From the last paragraph to the first, with v the voice of the part that starts at i and v' the
//! other,
//!
//! > βₜ(i) = hᵥ(i) · (βₜ(i + 1) + hᵥ(i + 1) · βₜ₋₁(i + 2)), β₋₁ for no part,
//!
//! where the two h of a paragraph are divided by the larger, so that products stay in range. The divisors are kept as one product,
//! whose logarithm is taken now and then.

use crate::label::{Label, Logit};
use crate::model::context::log::{log_add, log_sigmoid};
use crate::model::context::parts::{MOST_TURNS, SHORTEST, number_of};
use crate::model::context::{Context, Kinds, Said};

/// The paragraphs of one article in which the author speaks.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// What each paragraph says alone, out of fold.
    pub said: Vec<Said>,
    /// Each paragraph's label.
    pub labels: Vec<Label>,
}

/// An article whose labels are known, with the terms that do not depend on the parameters.
pub(crate) struct Observed {
    paragraphs: Vec<Paragraph>,
    /// Σ ln σ(± zᵢ), the sign by the label.
    own: f64,
    /// Σ ln (1 − εᵢ).
    no_aside: f64,
    /// The number of paragraphs with the label of the one before.
    same: f64,
}

struct Paragraph {
    logit: f64,
    /// σ(−z) and σ(z).
    sigmoids: [f64; 2],
    aside: f64,
    is_opinion: bool,
}

impl Observed {
    pub(crate) fn new(example: &Example) -> Observed {
        let Example { said, labels } = example;
        let all = said.iter().zip(labels);
        let paragraph = |(said, label): (&Said, &Label)| {
            let [news, opinion] = [-said.logit.0, said.logit.0].map(|z| Logit(z).probability().0);
            let aside = said.aside();
            Paragraph { logit: said.logit.0, sigmoids: [news, opinion], aside, is_opinion: label.is_opinion() }
        };
        Observed {
            paragraphs: all.clone().map(paragraph).collect(),
            own: all.map(|(said, label)| log_sigmoid(label.sign() * said.logit.0)).sum(),
            no_aside: said.iter().map(|said| (1.0 - said.aside()).ln()).sum(),
            same: labels.windows(2).filter(|pair| pair[0] == pair[1]).count() as f64,
        }
    }

    /// ln P(labels | logits).
    pub(crate) fn log_likelihood(&self, context: &Context) -> f64 {
        let n = self.paragraphs.len();
        if n < 2 {
            return self.own;
        }
        let kinds = context.kinds.of_length(n);
        let turns = n as f64 - 1.0 - self.same;
        let woven_labelled =
            self.own + self.same * context.stay.ln() + turns * (1.0 - context.stay).ln() - std::f64::consts::LN_2;
        let [labelled, all] = self.parts(context, &kinds);
        let of_any_kind = |parts: f64, woven: f64| log_add(parts, kinds.woven.ln() + woven);
        of_any_kind(labelled, woven_labelled) - of_any_kind(all, self.woven(context.stay))
    }

    /// ln of the evidence of all segmentations: with the given labels, and with any labels.
    fn parts(&self, context: &Context, kinds: &Kinds) -> [f64; 2] {
        let (mut labelled, mut all) = (Segmentations::default(), Segmentations::default());
        let (mut labelled_scale, mut all_scale) = (LogProduct::new(self.no_aside), LogProduct::new(0.0));
        for paragraph in self.paragraphs.iter().rev() {
            let x = context.slope * paragraph.logit + context.offset;
            let e = (-x.abs()).exp();
            let [less, more] = [e / (1.0 + e), 1.0 / (1.0 + e)];
            let sigmoids = if x < 0.0 { [more, less] } else { [less, more] };
            let aside = paragraph.aside;
            let [news, opinion] = sigmoids;
            let h = [(1.0 - aside) * news + aside * opinion, (1.0 - aside) * opinion + aside * news];
            let larger = h[0].max(h[1]);
            all.push_front(h.map(|h| h / larger));
            all_scale.times(larger);
            // With the given label: ln σ(±x), and ε against 1 − ε.
            let other = aside / (1.0 - aside);
            labelled.push_front(if paragraph.is_opinion { [other, 1.0] } else { [1.0, other] });
            labelled_scale.times(more);
            if paragraph.is_opinion == (x < 0.0) {
                labelled_scale.log -= x.abs();
            }
        }
        [labelled.evidence(kinds).ln() + labelled_scale.ln(), all.evidence(kinds).ln() + all_scale.ln()]
    }

    /// ln of the evidence as a woven article.
    fn woven(&self, stay: f64) -> f64 {
        let mut evidence = LogProduct::new(0.0);
        // The probability of opinion before the paragraph's own evidence.
        let mut before = 0.5;
        for Paragraph { sigmoids: [news, opinion], .. } in &self.paragraphs {
            let [not, is] = [(1.0 - before) * news, before * opinion];
            evidence.times(not + is);
            before = (stay * is + (1.0 - stay) * not) / (not + is);
        }
        evidence.ln()
    }
}

/// The β of the paragraphs so far.
#[derive(Default)]
struct Segmentations {
    paragraphs: usize,
    /// h of the first paragraph.
    h: [f64; 2],
    /// From the first paragraph, and from the second: by the number of turns and the voice that begins.
    first: [[f64; 2]; MOST_TURNS + 1],
    second: [[f64; 2]; MOST_TURNS + 1],
}

impl Segmentations {
    fn push_front(&mut self, h: [f64; 2]) {
        let mut next = [[0.0; 2]; MOST_TURNS + 1];
        next[0] = if self.paragraphs == 0 { h } else { [0, 1].map(|voice| h[voice] * self.first[0][voice]) };
        for (turns, next) in next.iter_mut().enumerate().skip(1) {
            // Only if the last part is long enough.
            let fits = turns > 1 || self.paragraphs > SHORTEST;
            *next = [0, 1].map(|voice| {
                let other = if fits { self.second[turns - 1][1 - voice] } else { 0.0 };
                h[voice] * (self.first[turns][voice] + self.h[voice] * other)
            });
        }
        (self.second, self.first, self.h) = (self.first, next, h);
        self.paragraphs += 1;
    }

    /// The mean evidence over all segmentations of a kind, averaged over the kinds.
    fn evidence(&self, kinds: &Kinds) -> f64 {
        let of_kind = |(turns, share): (usize, &f64)| {
            let [news, opinion] = self.first[turns];
            share * (news + opinion) / (2.0 * number_of(self.paragraphs, turns))
        };
        kinds.turns.iter().enumerate().filter(|(_, share)| **share > 0.0).map(of_kind).sum()
    }
}

/// The logarithm of a product of factors of at most one.
struct LogProduct {
    log: f64,
    product: f64,
}

impl LogProduct {
    /// Below this the logarithm is taken.
    const SMALL: f64 = 1e-100;

    fn new(log: f64) -> LogProduct {
        LogProduct { log, product: 1.0 }
    }

    fn times(&mut self, factor: f64) {
        self.product *= factor;
        if self.product < LogProduct::SMALL {
            self.log += self.product.ln();
            self.product = 1.0;
        }
    }

    fn ln(&self) -> f64 {
        self.log + self.product.ln()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::context::log::log_sum;
    use crate::model::context::parts::{Parts, Prefix};
    use crate::model::context::woven::Woven;

    /// The same by the sums that read articles.
    fn by_logs(context: &Context, example: &Example) -> f64 {
        let Example { said, labels } = example;
        let kinds = context.kinds.of_length(said.len());
        let total = |prefix: &Prefix, woven: f64| {
            let mut logs = vec![kinds.woven.ln() + woven];
            for (turns, share) in kinds.turns.into_iter().enumerate().filter(|(_, share)| *share > 0.0) {
                let each = Label::ALL.map(|first| Parts::new(prefix, first, turns).log_evidence);
                logs.extend(each.map(|log| (share / 2.0).ln() + log));
            }
            log_sum(&logs)
        };
        let known = |(said, label): (&Said, &Label)| {
            let own = log_sigmoid(label.sign() * (context.slope * said.logit.0 + context.offset));
            let of = |voice: Label| own + if voice == *label { 1.0 - said.aside() } else { said.aside() }.ln();
            Label::ALL.map(of)
        };
        let all = Prefix::new(said.iter().map(|&said| context.evidence(said)));
        let labelled = Prefix::new(said.iter().zip(labels).map(known));
        let logits: Vec<Logit> = said.iter().map(|said| said.logit).collect();
        let stays = labels.windows(2).map(|pair| if pair[0] == pair[1] { context.stay } else { 1.0 - context.stay });
        let own: f64 = logits.iter().zip(labels).map(|(z, label)| log_sigmoid(label.sign() * z.0)).sum();
        let woven = own + 0.5f64.ln() + stays.map(f64::ln).sum::<f64>();
        total(&labelled, woven) - total(&all, Woven::new(&logits, context.stay).log_evidence)
    }

    proptest! {
        #[test]
        fn it_equals_the_sums_of_logarithms(
            rows in prop::collection::vec((-9.0..9.0f64, 0.0..1.0f64, any::<bool>()), 2..70),
            slope in 0.05..3.0f64,
            offset in -2.0..2.0f64,
            stay in 0.01..0.99f64,
        ) {
            let context = Context { slope, offset, stay, ..Context::default() };
            let said = rows.iter().map(|&(z, quoted_letters, _)| Said { quoted_letters, ..Said::by_author(z) }).collect();
            let labels = rows.iter().map(|row| if row.2 { Label::Opinion } else { Label::News }).collect();
            let example = Example { said, labels };
            let (ours, theirs) = (Observed::new(&example).log_likelihood(&context), by_logs(&context, &example));
            prop_assert!((ours - theirs).abs() < 1e-9 * theirs.abs().max(1.0), "{ours} {theirs}");
        }
    }

    #[test]
    fn it_is_finite_for_a_long_article_with_extreme_logits() {
        let said: Vec<Said> = (0..10_000).map(|at| Said::by_author(if at % 2 == 0 { -700.0 } else { 700.0 })).collect();
        let labels: Vec<Label> = (0..10_000).map(|at| Label::ALL[usize::from(at % 3 == 0)]).collect();
        assert!(Observed::new(&Example { said, labels }).log_likelihood(&Context::default()).is_finite());
    }
}
