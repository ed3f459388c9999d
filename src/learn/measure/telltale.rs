//! Does a term tell the label, or only the source?
//!
//! Source and label are correlated: some publishers print mostly opinion. A term typical of such a publisher looks like a sign
//! of opinion, and a model will take it for one. Two questions separate them, each asked with the other variable held fixed:
//!
//! - **the source, within a label.** A term's source is the one in which it is most significantly too frequent: the one with
//!   the largest G² = 2 Σ O ln(O/E) over the rows of that source and of all others, with the term and without, for each label
//!   separately (Dunning 1993, "Accurate methods for the statistics of surprise and coincidence"). E is expected of a term that
//!   is independent of the source: rows of the cell × rows with the term / rows, within the label. Its *lift* is O/E in that
//!   source.
//! - **the label, within a source.** The Mantel–Haenszel log odds ratio ln(Σ ad/n / Σ bc/n) over the sources, where in each
//!   source a opinion rows have the term and b do not, c news rows have it and d do not, n in all (Mantel and Haenszel 1959,
//!   "Statistical aspects of the analysis of data from retrospective studies of disease"), and its standard error (Robins,
//!   Breslow and Greenland 1986, "Estimators of the Mantel–Haenszel variance consistent in both sparse data and
//!   large-strata limiting models"). Sources with one label do not contribute. If one of the sums is 0, ½ is added to every
//!   cell of the sources that do.
//!
//! Both are compared with the log odds ratio over all rows, ln((a+½)(d+½) / ((b+½)(c+½))), which is what a model sees. A large
//! one that nearly vanishes within the sources is the source's doing.
//!
//! Rows count as if they were independent. Those of one article are not, so intervals are too narrow and G² is too large;
//! they rank terms, and prove nothing about a single one.

use super::bootstrap::{Interval, NORMAL};
use crate::label::Label;

/// Rows by label: news, opinion.
pub type ByLabel = [u32; 2];

/// The number of rows of each source, by label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sources {
    rows: Vec<ByLabel>,
    total: ByLabel,
}

/// A log odds ratio of opinion with its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LogOdds {
    /// The estimate. Above 0, rows with the term tend to be opinion.
    pub value: f64,
    /// 1.96 standard errors to both sides.
    pub interval: Interval,
}

/// What a term tells.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tells {
    /// The number of the source in which it is most significantly too frequent.
    pub source: usize,
    /// Rows of that source with it.
    pub rows: u32,
    /// The rows of that source that would have it if it were spread evenly over the rows of each label.
    pub expected: f64,
    /// Its significance: G², with one degree of freedom for each label of the source.
    pub g2: f64,
    /// The share of opinion in that source minus that in all rows.
    pub lean: f64,
    /// The log odds ratio over all rows.
    pub overall: f64,
    /// The log odds ratio within sources; none if no source with both labels has rows with it and rows without.
    pub within: Option<LogOdds>,
}

impl Tells {
    /// How many times as frequent the term is in its source as in all rows of the same labels.
    pub fn lift(&self) -> f64 {
        f64::from(self.rows) / self.expected
    }
}

impl Sources {
    /// Counts rows. The two slices have one entry for each row; sources are numbered from 0.
    pub fn new(sources: &[u32], labels: &[Label]) -> Sources {
        let mut rows = vec![ByLabel::default(); sources.iter().max().map_or(0, |last| *last as usize + 1)];
        let mut total = ByLabel::default();
        for (&source, label) in sources.iter().zip(labels) {
            let of_label = usize::from(label.is_opinion());
            rows[source as usize][of_label] += 1;
            total[of_label] += 1;
        }
        Sources { rows, total }
    }

    /// The number of sources.
    pub fn all(&self) -> usize {
        self.rows.len()
    }

    /// The number of sources with a single label.
    pub fn with_one_label(&self) -> usize {
        self.rows.iter().filter(|rows| rows.contains(&0)).count()
    }

    /// What a term tells. `has` gives the number of rows with it in each source; sources without it may be left out. None if it
    /// is in no source more often than expected.
    ///
    /// ```
    /// use oped::label::Label;
    /// use oped::learn::measure::telltale::Sources;
    /// // Two sources with four rows of each label.
    /// let labels: Vec<Label> = (0..16).map(|row| if row % 2 == 0 { Label::News } else { Label::Opinion }).collect();
    /// let sources: Vec<u32> = (0..16).map(|row| row / 8).collect();
    /// // Three news rows and three opinion rows of the first have it, and none of the second.
    /// let tells = Sources::new(&sources, &labels).tells(&[(0, [3, 3])]).unwrap();
    /// assert_eq!((tells.source, tells.rows, tells.lift()), (0, 6, 2.0));
    /// assert_eq!((tells.overall, tells.within.unwrap().value), (0.0, 0.0));
    /// ```
    pub fn tells(&self, has: &[(u32, ByLabel)]) -> Option<Tells> {
        let with = has.iter().fold(ByLabel::default(), |sum, (_, rows)| [sum[0] + rows[0], sum[1] + rows[1]]);
        let of_source = |&(source, rows): &(u32, ByLabel)| {
            let expected: f64 = (0..2).map(|label| self.expected(source, label, with[label])).sum();
            let g2 = (0..2).map(|label| self.g2(source, label, rows[label], with[label])).sum();
            (source as usize, rows[0] + rows[1], expected, g2)
        };
        let too_frequent = has.iter().map(of_source).filter(|&(_, rows, expected, _)| f64::from(rows) > expected);
        // The first of equals.
        let (source, rows, expected, g2) =
            too_frequent.reduce(|best, next| if next.3 > best.3 { next } else { best })?;
        let lean = opinion_share(self.rows[source]) - opinion_share(self.total);
        Some(Tells { source, rows, expected, g2, lean, overall: self.overall(with), within: self.within(has) })
    }

    fn expected(&self, source: u32, label: usize, with: u32) -> f64 {
        let all = f64::from(self.total[label].max(1));
        f64::from(self.rows[source as usize][label]) * f64::from(with) / all
    }

    /// G² of a source against all others within a label.
    fn g2(&self, source: u32, label: usize, here: u32, with: u32) -> f64 {
        let (of_source, all) = (f64::from(self.rows[source as usize][label]), f64::from(self.total[label]));
        let (here, with) = (f64::from(here), f64::from(with));
        let cell = |observed: f64, row: f64, column: f64| {
            if observed > 0.0 { observed * (observed * all / (row * column)).ln() } else { 0.0 }
        };
        2.0 * (cell(here, of_source, with)
            + cell(of_source - here, of_source, all - with)
            + cell(with - here, all - of_source, with)
            + cell(all - of_source - (with - here), all - of_source, all - with))
    }

    fn overall(&self, with: ByLabel) -> f64 {
        let Cells { a, b, c, d } = Cells::new(self.total, with).plus_half();
        (a * d / (b * c)).ln()
    }

    fn within(&self, has: &[(u32, ByLabel)]) -> Option<LogOdds> {
        let cells = has.iter().map(|&(source, with)| Cells::new(self.rows[source as usize], with));
        let strata: Vec<Cells> = cells.filter(Cells::contributes).collect();
        let mut sums = MantelHaenszel::of(strata.iter().copied());
        if sums.for_opinion == 0.0 || sums.for_news == 0.0 {
            sums = MantelHaenszel::of(strata.iter().map(|cells| cells.plus_half()));
        }
        (!strata.is_empty()).then(|| sums.log_odds())
    }
}

fn opinion_share(rows: ByLabel) -> f64 {
    f64::from(rows[1]) / f64::from((rows[0] + rows[1]).max(1))
}

/// Rows of one source: a opinion rows have the term, b do not, c news rows have it, d do not.
#[derive(Debug, Clone, Copy)]
struct Cells {
    a: f64,
    b: f64,
    c: f64,
    d: f64,
}

impl Cells {
    fn new(rows: ByLabel, with: ByLabel) -> Cells {
        let without = [rows[0] - with[0], rows[1] - with[1]];
        Cells { a: with[1].into(), b: without[1].into(), c: with[0].into(), d: without[0].into() }
    }

    fn plus_half(self) -> Cells {
        Cells { a: self.a + 0.5, b: self.b + 0.5, c: self.c + 0.5, d: self.d + 0.5 }
    }

    /// Returns true if there are rows of both labels, with the term and without.
    fn contributes(&self) -> bool {
        let Cells { a, b, c, d } = self;
        a + b > 0.0 && c + d > 0.0 && a + c > 0.0 && b + d > 0.0
    }
}

/// Sums over sources, in the notation of Robins, Breslow and Greenland: R = ad/n and S = bc/n are for opinion and for news,
/// P = (a + d)/n and Q = (b + c)/n.
#[derive(Debug, Default)]
struct MantelHaenszel {
    for_opinion: f64,
    for_news: f64,
    /// Σ PR, Σ (PS + QR), Σ QS.
    products: [f64; 3],
}

impl MantelHaenszel {
    fn of(strata: impl Iterator<Item = Cells>) -> MantelHaenszel {
        let mut sums = MantelHaenszel::default();
        for Cells { a, b, c, d } in strata {
            let n = a + b + c + d;
            let (r, s, p, q) = (a * d / n, b * c / n, (a + d) / n, (b + c) / n);
            sums.for_opinion += r;
            sums.for_news += s;
            sums.products = [sums.products[0] + p * r, sums.products[1] + p * s + q * r, sums.products[2] + q * s];
        }
        sums
    }

    fn log_odds(&self) -> LogOdds {
        let (r, s) = (self.for_opinion, self.for_news);
        let [pr, mixed, qs] = self.products;
        let variance = pr / (2.0 * r * r) + mixed / (2.0 * r * s) + qs / (2.0 * s * s);
        let value = (r / s).ln();
        LogOdds { value, interval: Interval::around(value, NORMAL * variance.sqrt()) }
    }
}
