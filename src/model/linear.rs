//! The linear model: a coefficient per term, and an intercept.

use std::borrow::Cow;

use super::row::SparseRow;
use crate::label::Logit;

/// z = intercept + Σⱼ coefficientⱼ · valueⱼ. Positive coefficients speak for opinion.
///
/// Coefficients are `f32`, as in the model file, so a model gives the same bits before it is written and after.
#[derive(Debug, Clone, PartialEq)]
pub struct LinearModel {
    /// One per column of the vocabulary.
    pub coefficients: Cow<'static, [f32]>,
    /// The logit of a paragraph without known terms.
    pub intercept: f64,
}

impl LinearModel {
    /// The decision function.
    pub fn logit(&self, row: &SparseRow) -> Logit {
        Logit(self.intercept + row.dot(|column| f64::from(self.coefficients[column])))
    }

    /// What each column of the row adds to the logit, in order. With the intercept they sum to [`LinearModel::logit`].
    pub fn contributions(&self, row: &SparseRow) -> Vec<(u32, f64)> {
        let add = |(&column, &value): (&u32, &f32)| {
            (column, f64::from(value) * f64::from(self.coefficients[column as usize]))
        };
        row.columns.iter().zip(&row.values).map(add).collect()
    }
}
