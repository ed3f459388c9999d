//! The document-term matrix of counted rows, computed on the fly.
//!
//! > value = (1 + ln tf) · weight · scale,
//!
//! with a weight for each column and a scale for each row. The counts hold the first factor, once for all folds; a fold has its own
//! weights and scales, and needs no matrix. Most terms occur once in their row and are stored as a mere number.

use rayon::prelude::*;

use super::counts::{CountedRow, Counts};
use super::matrix::{CsrMatrix, Matrix, Power, Real};
use super::term_weights::TermWeights;
use crate::model::row::SparseRow;

/// Weighted, unit-length rows, by `N` fits' weights. The columns are the terms of the counts; those that are no features are zero.
#[derive(Debug, Clone)]
pub struct WeightedRows<'c, const N: usize = 1> {
    counts: &'c Counts,
    rows: &'c [usize],
    /// For each term, by fit.
    weights: Vec<[f64; N]>,
    /// For each row, by fit.
    scales: Vec<[f64; N]>,
    stored: usize,
}

impl<'c> WeightedRows<'c> {
    /// The rows `rows` of `counts`.
    pub fn new(counts: &'c Counts, rows: &'c [usize], weights: &TermWeights) -> Self {
        Self::together(counts, rows, [weights])
    }

    /// A stored copy. Each of `columns` is a term; others are left out.
    pub fn to_csr(&self, columns: &[u32]) -> CsrMatrix {
        let mut places = vec![None; self.columns()];
        (0u32..).zip(columns).for_each(|(column, &term)| places[term as usize] = Some(column));
        let mut matrix = CsrMatrix::new(columns.len());
        for row in 0..self.rows() {
            let value = |(term, value): (usize, f64)| Some((places[term]?, value * self.weights[term][0]));
            let mut entries: Vec<(u32, f64)> = self.row(row).entries().filter_map(value).collect();
            entries.sort_unstable_by_key(|(column, _)| *column);
            let (columns, values) =
                entries.into_iter().map(|(column, value)| (column, (value * self.scales[row][0]) as f32)).unzip();
            matrix.push(&SparseRow { columns, values });
        }
        matrix
    }
}

impl<'c, const N: usize> WeightedRows<'c, N> {
    /// The rows `rows` of `counts`, by the weights of each of `N` fits.
    pub fn together(counts: &'c Counts, rows: &'c [usize], weights: [&TermWeights; N]) -> Self {
        let weights: Vec<[f64; N]> =
            (0..counts.terms().len()).map(|term| weights.map(|of| f64::from(of.weights()[term]))).collect();
        let scale = |&row: &usize| {
            let mut squares = [0.0; N];
            for (term, value) in counts.row(row).entries() {
                squares.iter_mut().zip(&weights[term]).for_each(|(sum, weight)| *sum += (value * weight).powi(2));
            }
            squares.map(|squares| if squares > 0.0 { 1.0 / squares.sqrt() } else { 0.0 })
        };
        let scales = rows.par_iter().map(scale).collect();
        let stored = rows.par_iter().map(|&row| counts.row(row).len()).sum();
        WeightedRows { counts, rows, weights, scales, stored }
    }

    fn row(&self, row: usize) -> CountedRow<'c> {
        self.counts.row(self.rows[row])
    }
}

impl<const N: usize> Matrix<N> for WeightedRows<'_, N> {
    fn rows(&self) -> usize {
        self.rows.len()
    }

    fn columns(&self) -> usize {
        self.weights.len()
    }

    fn stored(&self) -> usize {
        self.stored
    }

    fn weigh(&self, of: usize, vector: &mut [f64]) {
        vector.iter_mut().zip(&self.weights).for_each(|(entry, weights)| *entry *= weights[of]);
    }

    fn row_dot<F: Real>(&self, row: usize, vectors: &[[F; N]]) -> [f64; N] {
        let CountedRow { once, more } = self.row(row);
        // Two sums, so that no addition waits for the previous one.
        let mut sums = [[F::zero(); N]; 2];
        let (pairs, rest) = once.as_chunks::<2>();
        for pair in pairs {
            sums = std::array::from_fn(|at| plus(sums[at], vectors[pair[at] as usize]));
        }
        let [mut sums, others] = sums;
        rest.iter().for_each(|&term| sums = plus(sums, vectors[term as usize]));
        for &(term, value) in more {
            let value = F::of(f64::from(value));
            sums = plus(sums, vectors[term as usize].map(|entry| value * entry));
        }
        let sums = plus(sums, others);
        std::array::from_fn(|of| self.scales[row][of] * sums[of].as_())
    }

    fn add_row<F: Real>(&self, row: usize, factors: [f64; N], power: Power, sums: &mut [[F; N]]) {
        let CountedRow { once, more } = self.row(row);
        let factors: [F; N] = std::array::from_fn(|of| F::of(factors[of] * power.of(self.scales[row][of])));
        for &term in once {
            let sums = &mut sums[term as usize];
            *sums = plus(*sums, factors);
        }
        for &(term, value) in more {
            let (sums, value) = (&mut sums[term as usize], F::of(power.of(f64::from(value))));
            *sums = plus(*sums, factors.map(|factor| factor * value));
        }
    }
}

#[inline(always)]
fn plus<F: Real, const N: usize>(a: [F; N], b: [F; N]) -> [F; N] {
    std::array::from_fn(|of| a[of] + b[of])
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

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
            let weigh = |min_df| TermWeights::fit(&counts, &some, VocabularyParams { min_df, max_features });
            let weights = [weigh(min_df), weigh(min_df + 1)];
            let lazy = WeightedRows::together(&counts, &some, weights.each_ref());
            let columns: Vec<u32> = (0..12).collect();
            let vectors = [0.3, -0.2].map(|slope| (0..12).map(|at| slope * f64::from(at) - 1.0).collect::<Vec<f64>>());
            let mut weighed = vectors.clone();
            (0..2).for_each(|of| lazy.weigh(of, &mut weighed[of]));
            let weighed: Vec<[f64; 2]> = (0..12).map(|at| [weighed[0][at], weighed[1][at]]).collect();
            let factors = [0.7, -0.4];
            let mut sums = [vec![[0.0; 2]; 12], vec![[0.0; 2]; 12]];
            let mut expected = [[vec![[0.0]; 12], vec![[0.0]; 12]], [vec![[0.0]; 12], vec![[0.0]; 12]]];
            let powers = [Power::One, Power::Two];
            let stored = weights.each_ref().map(|weights| WeightedRows::new(&counts, &some, weights).to_csr(&columns));
            for row in 0..lazy.rows() {
                let dots = lazy.row_dot(row, &weighed);
                powers.iter().zip(&mut sums).for_each(|(&power, sums)| lazy.add_row(row, factors, power, sums));
                for (of, stored) in stored.iter().enumerate() {
                    let vector: Vec<[f64; 1]> = vectors[of].iter().map(|&entry| [entry]).collect();
                    prop_assert!((dots[of] - stored.row_dot(row, &vector)[0]).abs() < 1e-6);
                    let length: f64 = stored.row(row).1.iter().map(|&value| f64::from(value).powi(2)).sum();
                    prop_assert!(length == 0.0 || (length - 1.0).abs() < 1e-6);
                    for (&power, expected) in powers.iter().zip(&mut expected) {
                        stored.add_row(row, [factors[of]], power, &mut expected[of]);
                    }
                }
            }
            for ((power, sums), expected) in powers.iter().zip(&sums).zip(&expected) {
                for (of, expected) in expected.iter().enumerate() {
                    let mut sums: Vec<f64> = sums.iter().map(|sums| sums[of]).collect();
                    lazy.weigh(of, &mut sums);
                    // Squares have the columns' factors twice.
                    (*power == Power::Two).then(|| lazy.weigh(of, &mut sums));
                    prop_assert!(sums.iter().zip(expected).all(|(a, b)| (a - b[0]).abs() < 1e-5), "{sums:?} {expected:?}");
                }
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
                let tfidf = weights.tfidf(&counts).unwrap().0;
                // The order of the columns is that of all counted rows.
                tfidf.vocabulary.iter().map(String::from).zip(tfidf.weights.iter().copied()).collect::<BTreeMap<_, _>>()
            };
            let (of_some, of_all) = (learnt(&rows, &some), learnt(&alone, &(0..alone.len()).collect::<Vec<_>>()));
            prop_assert!(of_some.keys().eq(of_all.keys()));
            prop_assert!(of_some.values().zip(of_all.values()).all(|(a, b)| (a - b).abs() <= 1e-6 * b.abs()));
        }
    }
}
