//! Term counts → weighted, unit-length rows.

use super::column_set::ColumnSet;
use super::counts::Counts;
use super::matrix::{CsrMatrix, SparseRow};
use super::vocabulary::{Vocabulary, VocabularyParams, select};

/// How strongly the labels weigh terms: 0 not at all, 1 by the log-count ratio itself. Chosen on folds by source.
pub const SUPERVISION: f64 = 0.25;

/// A fitted transform. For a term that occurs tf times in a row,
///
/// > value = (1 + ln tf) · weight, and the row is divided by its Euclidean length.
///
/// The weight is idf = ln((1 + n) / (1 + df)) + 1 over the n rows it was fitted on (scikit-learn's `TfidfTransformer` with
/// `sublinear_tf=True, smooth_idf=True, norm="l2"`), and by [`TfIdf::supervise`] also what the term says of the label.
/// Weights are learnt when the transform is fitted; `transform` multiplies, so a paragraph has the same row alone and in a
/// batch. Both weights and values are `f32`, as they are in the model file.
#[derive(Debug, Clone, PartialEq)]
pub struct TfIdf {
    /// The features.
    pub vocabulary: Vocabulary,
    /// The weight of each column.
    pub weights: Vec<f32>,
}

impl TfIdf {
    /// Learns vocabulary and idf from some rows of a corpus.
    pub fn fit(counts: &Counts, rows: &[usize], params: VocabularyParams) -> (TfIdf, Columns) {
        let selection = select(counts, rows, params);
        let n = rows.len() as f64;
        let weights = selection.df.iter().map(|&df| (((1.0 + n) / (1.0 + f64::from(df))).ln() + 1.0) as f32).collect();
        (TfIdf { vocabulary: selection.vocabulary, weights }, Columns(selection.columns))
    }

    /// Multiplies each weight by |r|^[`SUPERVISION`], where r is the term's log-count ratio: with P and N the weighted
    /// number of positive and negative rows that hold the term, one added to each,
    ///
    /// > r = ln((P / ΣP) / (N / ΣN)),
    ///
    /// sums over all terms. A term that both classes use alike is damped, and so less of the penalty is spent on topic
    /// (Wang and Manning 2012, "Baselines and Bigrams", who multiply by r itself).
    ///
    /// `positive` and `row_weights` are those of `rows`, the rows that the transform was fitted on.
    pub fn supervise(
        &mut self,
        counts: &Counts,
        rows: &[usize],
        columns: &Columns,
        positive: &[bool],
        row_weights: &[f64],
    ) {
        let mut sums = vec![[1.0f64; 2]; self.weights.len()];
        for ((&row, &positive), &weight) in rows.iter().zip(positive).zip(row_weights) {
            for &(term, _) in &counts.rows[row] {
                if let Some(column) = columns.0[term as usize] {
                    sums[column as usize][usize::from(positive)] += weight;
                }
            }
        }
        let totals = sums.iter().fold([0.0, 0.0], |total, sum| [total[0] + sum[0], total[1] + sum[1]]);
        for (weight, [n, p]) in self.weights.iter_mut().zip(sums) {
            let ratio = ((p / totals[1]) / (n / totals[0])).ln();
            *weight = (f64::from(*weight) * ratio.abs().powf(SUPERVISION)) as f32;
        }
    }

    /// The document-term matrix of some counted rows: rows × terms.
    pub fn transform_counts(&self, counts: &Counts, rows: &[usize], columns: &Columns) -> CsrMatrix {
        let mut matrix = CsrMatrix::new(self.vocabulary.len());
        let mut entries = Vec::new();
        let mut filled = SparseRow::default();
        for &row in rows {
            entries.clear();
            let known = counts.rows[row].iter().filter_map(|&(term, tf)| Some((columns.0[term as usize]?, tf)));
            entries.extend(known);
            entries.sort_unstable();
            filled.columns.clear();
            filled.columns.extend(entries.iter().map(|&(column, _)| column));
            let weighted: Vec<f64> = entries.iter().map(|&(column, tf)| self.weigh(column, tf)).collect();
            normalise(&weighted, &mut filled.values);
            matrix.push(&filled);
        }
        matrix
    }

    /// Weights and normalises the columns of a paragraph, and empties them. `weighted` is overwritten.
    pub(super) fn row(&self, columns: &mut ColumnSet, weighted: &mut Vec<f64>, row: &mut SparseRow) {
        let mut repeated: Vec<(usize, u32)> = Vec::new();
        columns.drain_into(&mut row.columns, |at, tf| repeated.push((at, tf)));
        weighted.clear();
        weighted.extend(row.columns.iter().map(|&column| self.weigh(column, 1)));
        for (at, tf) in repeated {
            weighted[at] = self.weigh(row.columns[at], tf);
        }
        normalise(weighted, &mut row.values);
    }

    fn weigh(&self, column: u32, tf: u32) -> f64 {
        let weight = f64::from(self.weights[column as usize]);
        // Most terms come once, and ln 1 is 0.
        if tf == 1 { weight } else { (1.0 + f64::from(tf).ln()) * weight }
    }
}

/// Divides a row by its length.
fn normalise(weighted: &[f64], values: &mut Vec<f32>) {
    let length = weighted.iter().map(|value| value * value).sum::<f64>().sqrt();
    let scale = if length > 0.0 { 1.0 / length } else { 0.0 };
    values.clear();
    values.extend(weighted.iter().map(|value| (value * scale) as f32));
}

/// Where the terms of a corpus went: the column of each, if it has one.
#[derive(Debug, Clone)]
pub struct Columns(Vec<Option<u32>>);
