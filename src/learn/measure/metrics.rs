//! Figures of merit of rows, once or with weights. `opinion` is the positive class.

use super::reliability::Reliability;
use crate::label::{Label, Probability};

/// The floor of the true label's probability in log loss, so that one row cannot make it infinite.
const LEAST_PROBABILITY: f64 = 1e-15;

/// Rows by predicted and true label.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Confusion {
    /// Opinion called opinion.
    pub true_opinion: u64,
    /// News called opinion.
    pub false_opinion: u64,
    /// Opinion called news.
    pub false_news: u64,
    /// News called news.
    pub true_news: u64,
}

impl Confusion {
    fn add(&mut self, called: Label, opinion: u64, news: u64) {
        let (opinions, others) = match called {
            Label::Opinion => (&mut self.true_opinion, &mut self.false_opinion),
            Label::News => (&mut self.false_news, &mut self.true_news),
        };
        *opinions += opinion;
        *others += news;
    }

    /// Rows labelled news.
    pub fn news(&self) -> u64 {
        self.true_news + self.false_opinion
    }

    /// Rows labelled opinion.
    pub fn opinion(&self) -> u64 {
        self.true_opinion + self.false_news
    }

    /// The share of rows labelled news that are called opinion; none without one.
    pub fn false_alarms(&self) -> Option<f64> {
        (self.news() > 0).then(|| self.false_opinion as f64 / self.news() as f64)
    }

    /// Rows.
    pub fn rows(&self) -> u64 {
        self.news() + self.opinion()
    }
}

/// How well probabilities match labels, on rows the model has not seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Metrics {
    /// Rows.
    pub rows: usize,
    /// Rows by predicted and true label.
    pub confusion: Confusion,
    /// The share of rows called opinion that are opinion.
    pub precision: f64,
    /// The share of opinion rows that are called opinion.
    pub recall: f64,
    /// The share of rows called news that are news.
    pub news_precision: f64,
    /// The share of news rows that are called news.
    pub news_recall: f64,
    /// The mean of both classes' F1.
    pub macro_f1: f64,
    /// The area under the ROC curve: the chance that an opinion row scores above a news row, ties half.
    pub auc: f64,
    /// −mean ln of the probability of the true label.
    pub log_loss: f64,
    /// Mean (p − y)², y = 1 for opinion.
    pub brier: f64,
    /// The reliability table; its error is the expected calibration error.
    pub reliability: Reliability,
    /// The share of rows called opinion.
    pub called_opinion: f64,
}

impl Metrics {
    /// Computes all figures. Precision, recall and F1 are 0 instead of 0/0, AUC is ½ if a class is missing;
    /// [`super::figure::Figure::of`] leaves out what a missing class makes meaningless.
    ///
    /// ```
    /// use oped::label::{Label, Probability};
    /// use oped::learn::measure::metrics::Metrics;
    /// let p = [0.9, 0.4, 0.6, 0.1].map(Probability);
    /// let y = [Label::Opinion, Label::Opinion, Label::News, Label::News];
    /// let metrics = Metrics::new(&p, &y);
    /// assert_eq!((metrics.macro_f1, metrics.auc), (0.5, 0.75));
    /// ```
    pub fn new(probabilities: &[Probability], labels: &[Label]) -> Metrics {
        Ranked::new(probabilities, labels, &vec![0; labels.len()]).metrics(&[1])
    }
}

/// Rows in ascending order of probability, each with its group. Sorted once, they give the figures for any weights of the groups
/// in one pass; if groups are few, in a pass over their sums.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranked {
    runs: Vec<Run>,
}

/// Consecutive rows in one bin with the same predicted label.
#[derive(Debug, Clone, PartialEq)]
struct Run {
    bin: usize,
    called: Label,
    rows: Vec<RankedRow>,
    /// Sums over each group's rows, if groups are few.
    groups: Option<RunGroups>,
}

/// The rows of a run, added up for each group.
#[derive(Debug, Clone, PartialEq)]
struct RunGroups {
    cells: Vec<Cell>,
    /// For each group of opinion rows and each group of news rows, the pairs that the opinion row wins.
    wins: Vec<Vec<f64>>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Cell {
    opinion: u64,
    news: u64,
    sum: f64,
    loss: f64,
    squares: f64,
}

/// With more groups, a pass over the rows costs about as much as one over the pairs of groups.
const FEW_GROUPS: usize = 64;

impl RunGroups {
    fn new(rows: &[RankedRow], groups: usize) -> RunGroups {
        let mut cells = vec![Cell::default(); groups];
        let mut wins = vec![vec![0.0; groups]; groups];
        let mut below = vec![0.0; groups];
        for tied in rows.chunk_by(|row, _| !row.ends_tie) {
            let news = |row: &&RankedRow| !row.is_opinion;
            // A tie is half a win: half before the opinion rows are compared, the rest afterwards.
            tied.iter().filter(news).for_each(|row| below[row.group as usize] += 0.5);
            for row in tied.iter().filter(|row| row.is_opinion) {
                wins[row.group as usize].iter_mut().zip(&below).for_each(|(wins, below)| *wins += below);
            }
            tied.iter().filter(news).for_each(|row| below[row.group as usize] += 0.5);
        }
        for row in rows {
            let cell = &mut cells[row.group as usize];
            cell.opinion += u64::from(row.is_opinion);
            cell.news += u64::from(!row.is_opinion);
            cell.sum += row.probability;
            cell.loss += row.loss;
            cell.squares += row.square();
        }
        RunGroups { cells, wins }
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct RankedRow {
    probability: f64,
    loss: f64,
    group: u32,
    is_opinion: bool,
    /// Whether the next row has a different probability.
    ends_tie: bool,
}

impl RankedRow {
    fn square(&self) -> f64 {
        (self.probability - f64::from(self.is_opinion)).powi(2)
    }
}

impl Ranked {
    /// Ranks rows. The three slices have one entry for each row.
    pub fn new(probabilities: &[Probability], labels: &[Label], groups: &[u32]) -> Ranked {
        let row = |((p, label), &group): ((&Probability, &Label), &u32)| {
            let is_opinion = label.is_opinion();
            let of_truth = if is_opinion { p.0 } else { 1.0 - p.0 };
            let loss = -of_truth.max(LEAST_PROBABILITY).ln();
            RankedRow { probability: p.0, loss, group, is_opinion, ends_tie: true }
        };
        let mut rows: Vec<RankedRow> = probabilities.iter().zip(labels).zip(groups).map(row).collect();
        // A stable order of ties too: sums must not depend on the order of the sort's swaps.
        rows.sort_by(|a, b| a.probability.total_cmp(&b.probability));
        for at in 1..rows.len() {
            rows[at - 1].ends_tie = rows[at - 1].probability != rows[at].probability;
        }
        let place = |row: &RankedRow| (Reliability::bin(row.probability), Probability(row.probability).label());
        let number = groups.iter().max().map_or(0, |last| *last as usize + 1);
        let run = |rows: &[RankedRow]| {
            let (bin, called) = place(&rows[0]);
            let groups = (number <= FEW_GROUPS).then(|| RunGroups::new(rows, number));
            Run { bin, called, rows: rows.to_vec(), groups }
        };
        Ranked { runs: rows.chunk_by(|a, b| place(a) == place(b)).map(run).collect() }
    }

    /// Probabilities and labels, from the highest probability down.
    pub(super) fn descending(&self) -> impl Iterator<Item = (f64, bool)> {
        self.runs.iter().rev().flat_map(|run| run.rows.iter().rev()).map(|row| (row.probability, row.is_opinion))
    }

    /// Computes the figures with each row weighted by its group's weight.
    pub fn metrics(&self, weights: &[u32]) -> Metrics {
        let mut sums = Sums::default();
        for run in &self.runs {
            match &run.groups {
                Some(groups) => sums.add_groups(run, groups, weights),
                None => sums.add(run, weights),
            }
        }
        sums.metrics()
    }
}

/// The sums of one pass over the rows.
#[derive(Debug, Default)]
struct Sums {
    confusion: Confusion,
    reliability: Reliability,
    loss: f64,
    squares: f64,
    /// Pairs of an opinion and a news row in which the opinion row scores higher (Mann–Whitney).
    wins: f64,
}

impl Sums {
    fn add(&mut self, run: &Run, weights: &[u32]) {
        let below = self.confusion.news();
        let (mut opinion, mut news) = (0, 0);
        let (mut tied_opinion, mut tied_news) = (0, 0);
        let (mut sum, mut loss, mut squares, mut wins) = (0.0, 0.0, 0.0, 0.0);
        for row in &run.rows {
            let times = weights[row.group as usize];
            tied_opinion += u64::from(times) * u64::from(row.is_opinion);
            tied_news += u64::from(times) * u64::from(!row.is_opinion);
            let times = f64::from(times);
            sum += times * row.probability;
            loss += times * row.loss;
            squares += times * row.square();
            if row.ends_tie {
                wins += tied_opinion as f64 * ((below + news) as f64 + tied_news as f64 / 2.0);
                (opinion, news) = (opinion + tied_opinion, news + tied_news);
                (tied_opinion, tied_news) = (0, 0);
            }
        }
        self.confusion.add(run.called, opinion, news);
        self.reliability.add(run.bin, opinion, news, sum);
        self.loss += loss;
        self.squares += squares;
        self.wins += wins;
    }

    fn add_groups(&mut self, run: &Run, groups: &RunGroups, weights: &[u32]) {
        let below = self.confusion.news() as f64;
        let mut total = Cell::default();
        let mut wins = 0.0;
        for ((cell, of_group), &times) in groups.cells.iter().zip(&groups.wins).zip(weights) {
            let weight = f64::from(times);
            total.opinion += u64::from(times) * cell.opinion;
            total.news += u64::from(times) * cell.news;
            total.sum += weight * cell.sum;
            total.loss += weight * cell.loss;
            total.squares += weight * cell.squares;
            wins += weight * of_group.iter().zip(weights).map(|(wins, &times)| wins * f64::from(times)).sum::<f64>();
        }
        self.confusion.add(run.called, total.opinion, total.news);
        self.reliability.add(run.bin, total.opinion, total.news, total.sum);
        self.loss += total.loss;
        self.squares += total.squares;
        self.wins += wins + total.opinion as f64 * below;
    }

    fn metrics(self) -> Metrics {
        let confusion = self.confusion;
        let [tp, fp, fn_, tn] =
            [confusion.true_opinion, confusion.false_opinion, confusion.false_news, confusion.true_news]
                .map(|count| count as f64);
        let f1 = |hit: f64| if hit == 0.0 { 0.0 } else { 2.0 * hit / (2.0 * hit + fp + fn_) };
        let share = |part: f64, whole: f64| if whole == 0.0 { 0.0 } else { part / whole };
        let rows = (confusion.rows() as f64).max(1.0);
        let pairs = (tp + fn_) * (tn + fp);
        Metrics {
            rows: confusion.rows() as usize,
            confusion,
            precision: share(tp, tp + fp),
            recall: share(tp, tp + fn_),
            news_precision: share(tn, tn + fn_),
            news_recall: share(tn, tn + fp),
            macro_f1: (f1(tp) + f1(tn)) / 2.0,
            auc: if pairs == 0.0 { 0.5 } else { self.wins / pairs },
            log_loss: self.loss / rows,
            brier: self.squares / rows,
            reliability: self.reliability,
            called_opinion: (tp + fp) / rows,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::measure::figure::Figure;

    const P: [f64; 10] = [0.91, 0.35, 0.62, 0.08, 0.62, 0.51, 0.27, 0.97, 0.44, 0.13];
    const Y: [u8; 10] = [1, 0, 1, 0, 0, 1, 0, 1, 1, 0];

    fn rows(y: &[u8]) -> Vec<Label> {
        y.iter().map(|&y| if y == 1 { Label::Opinion } else { Label::News }).collect()
    }

    fn close(a: f64, b: f64) {
        assert!((a - b).abs() < 1e-12, "{a} {b}");
    }

    /// `tests/fixtures/reference.py` prints these from scikit-learn.
    #[test]
    fn figures_are_scikit_learns() {
        let metrics = Metrics::new(&P.map(Probability), &rows(&Y));
        close(metrics.precision, 0.8);
        close(metrics.recall, 0.8);
        close(metrics.macro_f1, 0.8);
        close(metrics.auc, 0.9);
        close(metrics.log_loss, 0.403_285_215_669_896_5);
        close(metrics.brier, 0.13102);
    }

    #[test]
    fn weights_count_rows_as_often_as_copies_do() {
        let groups: Vec<u32> = (0..10).map(|row| row % 4).collect();
        let weights = [2, 0, 3, 1];
        let weighted = Ranked::new(&P.map(Probability), &rows(&Y), &groups).metrics(&weights);
        let copies: Vec<usize> = (0..10).flat_map(|row| std::iter::repeat_n(row, weights[row % 4] as usize)).collect();
        let p: Vec<Probability> = copies.iter().map(|&row| Probability(P[row])).collect();
        let y: Vec<Label> = copies.iter().map(|&row| rows(&Y)[row]).collect();
        let copied = Metrics::new(&p, &y);
        assert_eq!(weighted.confusion, copied.confusion);
        for figure in Figure::ALL {
            close(figure.of(&weighted).unwrap(), figure.of(&copied).unwrap());
        }
    }

    #[test]
    fn few_groups_have_the_figures_of_their_rows() {
        let probability = |row: usize| Probability((row * 37 % 50) as f64 / 50.0);
        let p: Vec<Probability> = (0..200).map(probability).collect();
        let y = rows(&(0..200).map(|row| u8::from(row * 7 % 11 < 5)).collect::<Vec<u8>>());
        let groups: Vec<u32> = (0..200).map(|row| row % 5).collect();
        let weights = [2, 0, 3, 1, 1];
        let few = Ranked::new(&p, &y, &groups);
        let mut each = few.clone();
        each.runs.iter_mut().for_each(|run| run.groups = None);
        let (few, each) = (few.metrics(&weights), each.metrics(&weights));
        assert_eq!(few.confusion, each.confusion);
        for figure in Figure::ALL {
            close(figure.of(&few).unwrap(), figure.of(&each).unwrap());
        }
    }

    #[test]
    fn a_missing_class_leaves_out_what_needs_both() {
        let metrics = Metrics::new(&P.map(Probability), &[Label::News; 10]);
        let there: Vec<Figure> = Figure::ALL.into_iter().filter(|figure| figure.of(&metrics).is_some()).collect();
        assert_eq!(there, [Figure::LogLoss, Figure::Brier, Figure::CalibrationError, Figure::CalledOpinion]);
        close(metrics.called_opinion, 0.5);
    }
}
