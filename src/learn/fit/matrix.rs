//! The document-term matrix: what a solver needs of one, and one in compressed sparse rows.

use num_traits::{AsPrimitive, Float};

use crate::model::row::{SparseRow, dot};

/// What a solver needs of a matrix of rows × columns, or of `N` that have their entries in the same places.
///
/// Matrix k is diag(rₖ) · A · diag(cₖ): all share A, which can be cheap to store, and have factors of rows and columns of their own.
/// One pass over A serves `N` fits. [`Matrix::weigh`] multiplies by cₖ, once for all rows; the other methods use diag(rₖ) · A.
pub trait Matrix<const N: usize = 1>: Sync {
    /// The number of rows.
    fn rows(&self) -> usize;

    /// The number of columns.
    fn columns(&self) -> usize;

    /// The number of stored entries.
    fn stored(&self) -> usize;

    /// Multiplies the vector of matrix `of` by its c, entry by entry.
    fn weigh(&self, of: usize, vector: &mut [f64]);

    /// Σⱼ aᵢⱼ · vectorⱼ for each matrix. The order of summation depends on the row alone.
    fn row_dot<F: Real>(&self, row: usize, vectors: &[[F; N]]) -> [f64; N];

    /// Adds factor · aᵢⱼ to each entry of a matrix's sums, or factor · aᵢⱼ².
    fn add_row<F: Real>(&self, row: usize, factors: [f64; N], power: Power, sums: &mut [[F; N]]);
}

/// What [`Matrix::add_row`] adds up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Power {
    /// The entries.
    One,
    /// Their squares.
    Two,
}

impl Power {
    /// A value or its square.
    pub(crate) fn of(self, value: f64) -> f64 {
        match self {
            Power::One => value,
            Power::Two => value * value,
        }
    }
}

/// A number of a vector: `f64`, or `f32` where half the memory is worth more than digits.
pub trait Real: Float + AsPrimitive<f64> + Send + Sync {
    /// The number nearest to a value.
    fn of(value: f64) -> Self;
}

impl Real for f32 {
    fn of(value: f64) -> f32 {
        value as f32
    }
}

impl Real for f64 {
    fn of(value: f64) -> f64 {
        value
    }
}

/// A matrix of rows × columns that stores its non-zero entries. The [solver](super::solver) makes it linfa's `Records`, so that
/// linfa's datasets can hold it.
#[derive(Debug, Clone, PartialEq)]
pub struct CsrMatrix {
    /// Row i is `starts[i]..starts[i + 1]` of `columns` and `values`.
    starts: Vec<usize>,
    columns: Vec<u32>,
    values: Vec<f32>,
    width: usize,
}

impl CsrMatrix {
    /// A matrix of no rows and `width` columns.
    pub fn new(width: usize) -> Self {
        Self { starts: vec![0], columns: Vec::new(), values: Vec::new(), width }
    }

    /// Appends a row. Its columns must be below the width.
    pub fn push(&mut self, row: &SparseRow) {
        debug_assert!(row.columns.iter().all(|&column| (column as usize) < self.width));
        self.columns.extend_from_slice(&row.columns);
        self.values.extend_from_slice(&row.values);
        self.starts.push(self.columns.len());
    }

    /// Columns and values of row `row`.
    pub fn row(&self, row: usize) -> (&[u32], &[f32]) {
        let range = self.starts[row]..self.starts[row + 1];
        (&self.columns[range.clone()], &self.values[range])
    }

    fn entries(&self, row: usize) -> impl Iterator<Item = (usize, f64)> {
        let (columns, values) = self.row(row);
        columns.iter().zip(values).map(|(&column, &value)| (column as usize, f64::from(value)))
    }
}

impl Matrix for CsrMatrix {
    fn rows(&self) -> usize {
        self.starts.len() - 1
    }

    fn columns(&self) -> usize {
        self.width
    }

    fn stored(&self) -> usize {
        self.values.len()
    }

    /// c is 1.
    fn weigh(&self, _: usize, _: &mut [f64]) {}

    fn row_dot<F: Real>(&self, row: usize, vectors: &[[F; 1]]) -> [f64; 1] {
        let (columns, values) = self.row(row);
        [dot(columns, values, |column| vectors[column][0].as_())]
    }

    fn add_row<F: Real>(&self, row: usize, [factor]: [f64; 1], power: Power, sums: &mut [[F; 1]]) {
        for (column, value) in self.entries(row) {
            let sum = &mut sums[column][0];
            *sum = *sum + F::of(factor * power.of(value));
        }
    }
}
