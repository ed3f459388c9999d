//! Counted columns → logits, without a row.
//!
//! The sums are those of a [`SparseRow`](super::row::SparseRow), to the bit: values are rounded to `f32` and added in the order of the
//! columns.

use super::{Model, column_set::ColumnSet, linear::LinearModel};
use crate::label::Logit;

/// What the words of a paragraph say.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Logits {
    /// Of the paragraph alone ([`Model::row_logit`]).
    pub own: Logit,
    /// About the other paragraphs of its article ([`Model::article_logit`]).
    pub article: f64,
    /// Of the section of its article ([`Model::section_logit`]).
    pub section: Logit,
}

/// Space for the terms of one paragraph.
#[derive(Debug, Default)]
pub(crate) struct Space {
    columns: Vec<u32>,
    values: Vec<f64>,
    repeated: Vec<(usize, u32)>,
}

impl Space {
    /// Empties `columns` and says what they say.
    pub(crate) fn logits(&mut self, model: &Model, columns: &mut ColumnSet) -> Logits {
        let Space { columns: found, values, repeated } = self;
        repeated.clear();
        columns.drain_into(found, |at, tf| repeated.push((at, tf)));
        values.clear();
        values.extend(found.iter().map(|&column| f64::from(model.tfidf.weights[column as usize])));
        for &(at, tf) in repeated.iter() {
            values[at] *= 1.0 + f64::from(tf).ln();
        }
        let length = values.iter().map(|value| value * value).sum::<f64>().sqrt();
        let scale = if length > 0.0 { 1.0 / length } else { 0.0 };
        values.iter_mut().for_each(|value| *value = f64::from((*value * scale) as f32));
        let sum = |coefficients: &[f32]| -> f64 {
            let terms = found.iter().zip(values.iter());
            terms.map(|(&column, value)| value * f64::from(coefficients[column as usize])).sum()
        };
        let own = model.card.calibration.apply(Logit(model.linear.intercept + sum(&model.linear.coefficients)));
        let section = |of: &LinearModel| Logit(of.intercept + sum(&of.coefficients) + model.prior_shift.0);
        Logits {
            own,
            article: model.article_coefficients.as_deref().map_or(0.0, sum),
            section: model.section.as_ref().map_or(own, section),
        }
    }
}
