//! The document-term matrix of counted rows, computed on the fly.
//!
//! > value = (1 + ln tf) · weight · scale,
//!
//! with a weight for each column and a scale for each row. The counts hold the first factor, once for all folds; a fold has its own
//! weights and scales, and needs no matrix. Most terms occur once in their row and are stored as a mere number.

use rayon::prelude::*;

use super::counts::{CountedRow, Counts};
use super::matrix::{CsrMatrix, Matrix};
use super::term_weights::TermWeights;
use crate::model::row::SparseRow;

/// Weighted, unit-length rows. The columns are the terms of the counts; those that are no features are zero.
#[derive(Debug, Clone)]
pub struct WeightedRows<'c> {
    counts: &'c Counts,
    rows: &'c [usize],
    weights: Vec<f64>,
    /// 1 / the row's Euclidean length; 0 if it has no feature.
    scales: Vec<f64>,
    stored: usize,
}

impl<'c> WeightedRows<'c> {
    /// The matrix of some counted rows.
    pub fn new(counts: &'c Counts, rows: &'c [usize], weights: &TermWeights) -> Self {
        let weights: Vec<f64> = weights.weights().iter().map(|&weight| f64::from(weight)).collect();
        let scale = |&row: &usize| {
            let squares = counts.row(row).entries().map(|(term, value)| (value * weights[term]).powi(2));
            let length = squares.sum::<f64>().sqrt();
            if length > 0.0 { 1.0 / length } else { 0.0 }
        };
        let scales = rows.par_iter().map(scale).collect();
        let stored = rows.par_iter().map(|&row| counts.row(row).len()).sum();
        WeightedRows { counts, rows, weights, scales, stored }
    }

    /// A copy whose column j is the term `columns[j]` of the counts.
    pub fn to_csr(&self, columns: &[u32]) -> CsrMatrix {
        let mut places = vec![None; self.columns()];
        (0u32..).zip(columns).for_each(|(column, &term)| places[term as usize] = Some(column));
        let mut matrix = CsrMatrix::new(columns.len());
        for row in 0..self.rows() {
            let value = |(term, value): (usize, f64)| Some((places[term]?, value * self.weights[term]));
            let mut entries: Vec<(u32, f64)> = self.row(row).entries().filter_map(value).collect();
            entries.sort_unstable_by_key(|(column, _)| *column);
            let (columns, values) =
                entries.into_iter().map(|(column, value)| (column, (value * self.scales[row]) as f32)).unzip();
            matrix.push(&SparseRow { columns, values });
        }
        matrix
    }

    fn row(&self, row: usize) -> CountedRow<'c> {
        self.counts.row(self.rows[row])
    }
}

impl Matrix for WeightedRows<'_> {
    fn rows(&self) -> usize {
        self.rows.len()
    }

    fn columns(&self) -> usize {
        self.weights.len()
    }

    fn stored(&self) -> usize {
        self.stored
    }

    fn weigh(&self, vector: &mut [f64]) {
        vector.iter_mut().zip(&self.weights).for_each(|(entry, weight)| *entry *= weight);
    }

    fn row_dot(&self, row: usize, vector: &[f64]) -> f64 {
        let CountedRow { once, more } = self.row(row);
        // Four sums, so that no addition waits for the previous one.
        let mut sums = [0.0; 4];
        let (fours, rest) = once.as_chunks::<4>();
        for four in fours {
            sums.iter_mut().zip(four).for_each(|(sum, &term)| *sum += vector[term as usize]);
        }
        let rest: f64 = rest.iter().map(|&term| vector[term as usize]).sum();
        let more: f64 = more.iter().map(|&(term, value)| f64::from(value) * vector[term as usize]).sum();
        self.scales[row] * ((sums[0] + sums[1]) + (sums[2] + sums[3]) + rest + more)
    }

    fn add_row(&self, row: usize, factor: f64, sums: &mut [f64]) {
        let CountedRow { once, more } = self.row(row);
        let factor = factor * self.scales[row];
        once.iter().for_each(|&term| sums[term as usize] += factor);
        more.iter().for_each(|&(term, value)| sums[term as usize] += factor * f64::from(value));
    }

    fn add_squares(&self, row: usize, factor: f64, sums: &mut [f64]) {
        let factor = factor * self.scales[row].powi(2);
        self.row(row).entries().for_each(|(term, value)| sums[term] += factor * value * value);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::label::Label;
    use crate::learn::fit::{selection::VocabularyParams, solver::WeightedLabels};

    /// Rows of (term, tf) over a dozen terms; some are empty.
    fn rows() -> impl Strategy<Value = Vec<Vec<(u32, u32)>>> {
        let row = prop::collection::btree_map(0u32..12, 1u32..5, 0..9);
        prop::collection::vec(row.prop_map(|row| row.into_iter().collect()), 1..30)
    }

    fn terms() -> Vec<Box<str>> {
        (0..12).map(|term| format!("t{term:02}").into()).collect()
    }

    proptest! {
        #[test]
        fn it_equals_the_stored_matrix(rows in rows(), min_df in 1u32..4, max_features in 1usize..12) {
            let counts = Counts::from_rows(terms(), &rows);
            let some: Vec<usize> = (0..rows.len()).filter(|row| row % 3 != 1).collect();
            let weights = TermWeights::fit(&counts, &some, VocabularyParams { min_df, max_features });
            let lazy = WeightedRows::new(&counts, &some, &weights);
            let columns: Vec<u32> = (0..12).collect();
            let stored = lazy.to_csr(&columns);
            let vector: Vec<f64> = (0..12).map(|at| 0.3 * f64::from(at) - 1.0).collect();
            let mut weighed = vector.clone();
            lazy.weigh(&mut weighed);
            let (mut sums, mut squares) = (vec![[0.0; 12]; 2], vec![[0.0; 12]; 2]);
            for row in 0..lazy.rows() {
                prop_assert!((lazy.row_dot(row, &weighed) - stored.row_dot(row, &vector)).abs() < 1e-6);
                let length: f64 = stored.row(row).1.iter().map(|&value| f64::from(value).powi(2)).sum();
                prop_assert!(length == 0.0 || (length - 1.0).abs() < 1e-6);
                lazy.add_row(row, 0.7, &mut sums[0]);
                stored.add_row(row, 0.7, &mut sums[1]);
                lazy.add_squares(row, 0.7, &mut squares[0]);
                stored.add_squares(row, 0.7, &mut squares[1]);
            }
            lazy.weigh(&mut sums[0]);
            lazy.weigh(&mut squares[0]);
            lazy.weigh(&mut squares[0]);
            for both in [sums, squares] {
                prop_assert!(both[0].iter().zip(&both[1]).all(|(a, b)| (a - b).abs() < 1e-5), "{both:?}");
            }
        }

        /// A fold learns what it would learn if there were no other rows.
        #[test]
        fn weights_of_some_rows_do_not_depend_on_the_others(rows in rows(), min_df in 1u32..4, max_features in 1usize..12) {
            let params = VocabularyParams { min_df, max_features };
            let some: Vec<usize> = (0..rows.len()).filter(|row| row % 2 == 0).collect();
            let alone: Vec<Vec<(u32, u32)>> = some.iter().map(|&row| rows[row].clone()).collect();
            let learnt = |rows: &[Vec<(u32, u32)>], some: &[usize]| {
                let counts = Counts::from_rows(terms(), rows);
                let mut weights = TermWeights::fit(&counts, some, params);
                let label = |at: usize| if at.is_multiple_of(3) { Label::Opinion } else { Label::News };
                let targets = WeightedLabels::unweighted((0..some.len()).map(label).collect());
                weights.supervise(&counts, some, &targets);
                weights.tfidf(&counts).unwrap().0
            };
            let (of_some, of_all) = (learnt(&rows, &some), learnt(&alone, &(0..alone.len()).collect::<Vec<_>>()));
            prop_assert_eq!(of_some.vocabulary, of_all.vocabulary);
            prop_assert!(of_some.weights.iter().zip(of_all.weights.iter()).all(|(a, b)| (a - b).abs() <= 1e-6 * b.abs()));
        }
    }
}
