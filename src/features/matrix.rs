//! The document-term matrix, in compressed sparse rows.

/// One row: strictly ascending columns and their values.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SparseRow {
    /// Columns.
    pub columns: Vec<u32>,
    /// Values.
    pub values: Vec<f32>,
}

impl SparseRow {
    /// Σ valueⱼ · vectorⱼ, summed in `f64` in the order of the columns.
    pub fn dot(&self, vector: impl Fn(usize) -> f64) -> f64 {
        dot(&self.columns, &self.values, vector)
    }
}

fn dot(columns: &[u32], values: &[f32], vector: impl Fn(usize) -> f64) -> f64 {
    columns.iter().zip(values).map(|(&column, &value)| f64::from(value) * vector(column as usize)).sum()
}

/// A matrix of rows × columns that stores what is not zero. `model::solver` makes it linfa's `Records`, so that linfa's
/// datasets hold it.
#[derive(Debug, Clone, PartialEq)]
pub struct CsrMatrix {
    /// Row i is `starts[i]..starts[i + 1]` of the other two.
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

    /// The number of rows.
    pub fn rows(&self) -> usize {
        self.starts.len() - 1
    }

    /// The number of columns.
    pub fn columns(&self) -> usize {
        self.width
    }

    /// The number of stored values.
    pub fn stored(&self) -> usize {
        self.values.len()
    }

    /// Columns and values of row `row`.
    pub fn row(&self, row: usize) -> (&[u32], &[f32]) {
        let range = self.starts[row]..self.starts[row + 1];
        (&self.columns[range.clone()], &self.values[range])
    }

    /// Σⱼ of row i · vectorⱼ.
    pub fn row_dot(&self, row: usize, vector: &[f64]) -> f64 {
        let (columns, values) = self.row(row);
        dot(columns, values, |column| vector[column])
    }
}
