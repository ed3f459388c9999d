//! Counted columns → logits, without a row.
//!
//! The sums are those of a [`SparseRow`](super::row::SparseRow), to the bit: values are rounded to `f32` and added in the order of the
//! columns.

use super::{Model, column_set::ColumnSet};
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
#[derive(Debug)]
pub(crate) struct Space {
    columns: Vec<u32>,
    terms: Vec<Term>,
    values: Vec<f64>,
    repeated: Vec<(usize, u32)>,
    /// The logarithms of small counts.
    logs: [f64; 32],
}

impl Default for Space {
    fn default() -> Self {
        let logs = std::array::from_fn(|count| (count as f64).ln());
        Space { columns: Vec::new(), terms: Vec::new(), values: Vec::new(), repeated: Vec::new(), logs }
    }
}

/// The numbers of one term: its weight, and what it says to each logit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Term {
    weight: f32,
    own: f32,
    article: f32,
    section: f32,
}

impl Term {
    /// The numbers of a column, from where the model has them.
    pub(crate) fn of(model: &Model, column: u32) -> Term {
        let column = column as usize;
        Term {
            weight: model.tfidf.weights[column],
            own: model.linear.coefficients[column],
            article: model.article_coefficients.as_ref().map_or(0.0, |of| of[column]),
            section: model.section.as_ref().map_or(0.0, |of| of.coefficients[column]),
        }
    }

    /// Those of all columns side by side: a term that occurs is one look into memory. They are made where many paragraphs are scored;
    /// for an article it would take longer than its words.
    pub(crate) fn all(model: &Model) -> Vec<Term> {
        (0..model.tfidf.weights.len()).map(|column| Term::of(model, column as u32)).collect()
    }
}

impl Space {
    /// Empties `columns` and says what they say; `term` has the numbers of a column.
    pub(crate) fn logits(&mut self, model: &Model, columns: &mut ColumnSet, term: impl Fn(u32) -> Term) -> Logits {
        let Space { columns: found, terms, values, repeated, logs } = self;
        repeated.clear();
        columns.drain_into(found, |at, tf| repeated.push((at, tf)));
        terms.clear();
        terms.extend(found.iter().map(|&column| term(column)));
        values.clear();
        values.extend(terms.iter().map(|term| f64::from(term.weight)));
        for &(at, tf) in repeated.iter() {
            values[at] *= 1.0 + logs.get(tf as usize).copied().unwrap_or_else(|| f64::from(tf).ln());
        }
        let length = values.iter().map(|value| value * value).sum::<f64>().sqrt();
        let scale = if length > 0.0 { 1.0 / length } else { 0.0 };
        // As sums of no numbers are.
        let [mut own, mut article, mut section] = [-0.0; 3];
        for (term, value) in terms.iter().zip(values.iter()) {
            let value = f64::from((value * scale) as f32);
            own += value * f64::from(term.own);
            article += value * f64::from(term.article);
            section += value * f64::from(term.section);
        }
        let own = model.card.calibration.apply(Logit(model.linear.intercept + own));
        let section = model.section.as_ref().map(|of| Logit(of.intercept + section + model.prior_shift.0));
        let article = if model.article_coefficients.is_some() { article } else { 0.0 };
        Logits { own, article, section: section.unwrap_or(own) }
    }
}
