//! How often inherited labels are wrong, and how doubtful that makes each of them.
//!
//! A row's true label y is what a reader would give it; its inherited label s is that of its article's section. Rows that have both
//! show how often they differ,
//!
//! > ρ(y) = P(s ≠ y | y),
//!
//! over all rows and for each source. For a row that has only s, a model of the read rows gives p = P(y = s | text), and by Bayes' rule
//! s is wrong with the probability
//!
//! > d = (1 − p) · ρ(¬s) / (p · (1 − ρ(s)) + (1 − p) · ρ(¬s)),
//!
//! provided that given y the text says nothing more about s. The row then counts as 1 − d rows of s and d rows of the other label:
//! one step of expectation maximisation, whose maximisation is convex (Dawid and Skene 1979, "Maximum Likelihood Estimation of
//! Observer Error-Rates"; Raykar et al. 2010, "Learning From Crowds").

use std::collections::BTreeMap;

use crate::label::{Label, Probability};

/// The rates of a source are drawn towards those of all, as if it had this many more rows with them.
const PRIOR_ROWS: f64 = 20.0;

/// Rows by true and inherited label. A row whose true label is uncertain counts in parts.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Tally([[f64; 2]; 2]);

impl Tally {
    fn all(&self, read: Label) -> f64 {
        self.0[at(read)].iter().sum()
    }

    fn wrong(&self, read: Label) -> f64 {
        self.0[at(read)][at(read.other())]
    }
}

fn at(label: Label) -> usize {
    usize::from(label.is_opinion())
}

/// Rows with a true and an inherited label.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pairs {
    all: Tally,
    sources: BTreeMap<String, Tally>,
}

impl Pairs {
    /// Adds a row that was read.
    pub fn add(&mut self, source: &str, read: Label, inherited: Label) {
        self.add_part(source, read, inherited, 1.0);
    }

    /// Adds a row by the probability of its true label being opinion, as a model sees it.
    pub fn add_likely(&mut self, source: &str, opinion: Probability, inherited: Label) {
        self.add_part(source, Label::Opinion, inherited, opinion.0);
        self.add_part(source, Label::News, inherited, 1.0 - opinion.0);
    }

    fn add_part(&mut self, source: &str, read: Label, inherited: Label, part: f64) {
        if !self.sources.contains_key(source) {
            self.sources.insert(source.to_owned(), Tally::default());
        }
        for tally in [&mut self.all].into_iter().chain(self.sources.get_mut(source)) {
            tally.0[at(read)][at(inherited)] += part;
        }
    }

    /// The number of rows read as this label.
    pub fn read_as(&self, label: Label) -> f64 {
        self.all.all(label)
    }

    /// The number of rows read as one label that inherited another, or the same.
    pub fn number(&self, read: Label, inherited: Label) -> f64 {
        self.all.0[at(read)][at(inherited)]
    }

    /// The rates of these rows, with half a row more on either side, so that none is 0 or 1.
    pub fn rates(&self) -> NoiseRates {
        let all = Label::ALL.map(|label| (self.all.wrong(label) + 0.5) / (self.all.all(label) + 1.0));
        let of_source = |tally: &Tally| {
            Label::ALL.map(|label| (tally.wrong(label) + PRIOR_ROWS * all[at(label)]) / (tally.all(label) + PRIOR_ROWS))
        };
        let sources = self.sources.iter().map(|(source, tally)| (source.clone(), of_source(tally))).collect();
        NoiseRates { all, sources }
    }
}

/// P(inherited label ≠ true label | true label), for news and for opinion, over all rows and by source.
#[derive(Debug, Clone, PartialEq)]
pub struct NoiseRates {
    all: [f64; 2],
    sources: BTreeMap<String, [f64; 2]>,
}

impl NoiseRates {
    /// The rate of a true label: that of the source where it is known, else that of all.
    pub fn rate(&self, source: &str, label: Label) -> f64 {
        self.sources.get(source).unwrap_or(&self.all)[at(label)]
    }

    /// The probability that an inherited label is wrong; `opinion` is what a model of read rows says of the text.
    ///
    /// ```
    /// use oped::label::{Label, Probability};
    /// use oped::learn::fit::noise::Pairs;
    /// let mut pairs = Pairs::default();
    /// for row in 0..1000 {
    ///     pairs.add("paper", Label::Opinion, Label::Opinion);
    ///     // A third of the news stands in opinion articles.
    ///     pairs.add("paper", Label::News, if row % 3 == 0 { Label::Opinion } else { Label::News });
    /// }
    /// let rates = pairs.rates();
    /// let doubt = |opinion| rates.doubt("another paper", Label::Opinion, Probability(opinion));
    /// assert!((doubt(0.5) - 0.25).abs() < 0.001 && doubt(0.1) > 0.7 && doubt(0.9) < 0.05);
    /// ```
    pub fn doubt(&self, source: &str, inherited: Label, opinion: Probability) -> f64 {
        let right = if inherited.is_opinion() { opinion.0 } else { 1.0 - opinion.0 };
        let is_right = right * (1.0 - self.rate(source, inherited));
        let is_wrong = (1.0 - right) * self.rate(source, inherited.other());
        is_wrong / (is_right + is_wrong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_with_few_rows_is_judged_by_all() {
        let mut pairs = Pairs::default();
        for _ in 0..500 {
            pairs.add("large", Label::News, Label::News);
        }
        pairs.add("small", Label::News, Label::Opinion);
        let rates = pairs.rates();
        let rate = |source| rates.rate(source, Label::News);
        assert!((rate("unknown") - 1.5 / 502.0).abs() < 1e-12);
        assert!((rate("small") - (1.0 + 20.0 * rate("unknown")) / 21.0).abs() < 1e-12);
        assert!(rate("large") < rate("unknown"));
        // Of opinion there is none: nothing is known of it.
        assert_eq!(rates.rate("large", Label::Opinion), 0.5);
    }

    /// By counting: of 100 alike texts, 40 are opinion; opinion stands in news articles once in ten, news in opinion articles once in
    /// four.
    #[test]
    fn doubts_are_shares_of_a_population() {
        let mut pairs = Pairs::default();
        let (mut in_opinion, mut wrong) = (0.0, 0.0);
        for n in 0..100_000 {
            let read = if n % 5 < 2 { Label::Opinion } else { Label::News };
            let is_wrong = if read.is_opinion() { n / 5 % 10 == 0 } else { n / 5 % 4 == 0 };
            let inherited = if is_wrong { read.other() } else { read };
            pairs.add("s", read, inherited);
            if inherited.is_opinion() {
                in_opinion += 1.0;
                wrong += f64::from(u8::from(is_wrong));
            }
        }
        let doubt = pairs.rates().doubt("s", Label::Opinion, Probability(0.4));
        assert!((doubt - wrong / in_opinion).abs() < 1e-4, "{doubt} {}", wrong / in_opinion);
    }

    #[test]
    fn likely_rows_count_in_parts() {
        let mut pairs = Pairs::default();
        pairs.add_likely("s", Probability(0.75), Label::News);
        assert_eq!(pairs.number(Label::Opinion, Label::News), 0.75);
        assert_eq!((pairs.read_as(Label::News), pairs.number(Label::News, Label::Opinion)), (0.25, 0.0));
    }
}
