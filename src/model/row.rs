//! A sparse row.

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

pub(crate) fn dot(columns: &[u32], values: &[f32], vector: impl Fn(usize) -> f64) -> f64 {
    columns.iter().zip(values).map(|(&column, &value)| f64::from(value) * vector(column as usize)).sum()
}
