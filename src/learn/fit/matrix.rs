//! The document-term matrix: what a solver needs of one, and one in compressed sparse rows.

use crate::model::row::{SparseRow, dot};

/// What a solver needs of a matrix of rows × columns.
///
/// The matrix is A · diag(c): [`Matrix::row_dot`] and its siblings use a row of A, which can be cheap to store because all rows
/// share the columns' factors c; [`Matrix::weigh`] multiplies by c, once for all rows.
pub trait Matrix: Sync {
    /// The number of rows.
    fn rows(&self) -> usize;

    /// The number of columns.
    fn columns(&self) -> usize;

    /// The number of stored entries.
    fn stored(&self) -> usize;

    /// Multiplies a vector by c, entry by entry.
    fn weigh(&self, vector: &mut [f64]);

    /// Σⱼ aᵢⱼ · vectorⱼ. The order of summation depends on the row alone.
    fn row_dot(&self, row: usize, vector: &[f64]) -> f64;

    /// Adds factor · aᵢⱼ to each entry of `sums`.
    fn add_row(&self, row: usize, factor: f64, sums: &mut [f64]);

    /// Adds factor · aᵢⱼ² to each entry of `sums`.
    fn add_squares(&self, row: usize, factor: f64, sums: &mut [f64]);
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
    fn weigh(&self, _: &mut [f64]) {}

    fn row_dot(&self, row: usize, vector: &[f64]) -> f64 {
        let (columns, values) = self.row(row);
        dot(columns, values, |column| vector[column])
    }

    fn add_row(&self, row: usize, factor: f64, sums: &mut [f64]) {
        self.entries(row).for_each(|(column, value)| sums[column] += factor * value);
    }

    fn add_squares(&self, row: usize, factor: f64, sums: &mut [f64]) {
        self.entries(row).for_each(|(column, value)| sums[column] += factor * value * value);
    }
}
