//! Term counts → weighted, unit-length rows.

use std::borrow::Cow;

use super::{column_set::ColumnSet, row::SparseRow, vocabulary::Vocabulary};

/// A fitted transform. For a term that occurs tf times in a row,
///
/// > value = (1 + ln tf) · weight, and the row is divided by its Euclidean length.
///
/// The weight is idf = ln((1 + n) / (1 + df)) + 1 over the n rows it was fitted to (scikit-learn's `TfidfTransformer` with
/// `sublinear_tf=True, smooth_idf=True, norm="l2"`), by default times a factor for how well the term separates the labels
/// (`learn::fit::term_weights`). Weights are learnt in training only, so a paragraph has the same row alone and in a batch. Weights
/// and values are `f32`, as in the model file.
#[derive(Debug, Clone, PartialEq)]
pub struct TfIdf {
    /// The features.
    pub vocabulary: Vocabulary,
    /// One per column.
    pub weights: Cow<'static, [f32]>,
}

impl TfIdf {
    /// Empties `columns` into a weighted row of unit length. `weighted` is scratch space.
    pub(crate) fn row(&self, columns: &mut ColumnSet, weighted: &mut Vec<f64>, row: &mut SparseRow) {
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
        // Most terms occur once, and ln 1 is 0.
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
