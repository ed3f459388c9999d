//! Counted columns → logits, without a row.
//!
//! What a term weighs and what it says to each of the model's three logits lie side by side: a term that occurs is one look into
//! memory. The sums are those of a [`SparseRow`](super::row::SparseRow), to the bit: values are rounded to `f32` and added in the order
//! of the columns.

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

/// The numbers of one term.
#[derive(Debug, Clone, Copy)]
struct Term {
    weight: f32,
    coefficient: f32,
    article: f32,
    section: f32,
}

/// The numbers of each term of a model, in the order of the columns.
#[derive(Debug)]
pub(crate) struct Terms(Vec<Term>);

/// Space for the terms of one paragraph.
#[derive(Debug, Default)]
pub(crate) struct Space {
    columns: Vec<u32>,
    weighted: Vec<f64>,
    repeated: Vec<(usize, u32)>,
}

impl Terms {
    pub(crate) fn new(model: &Model) -> Terms {
        let of = |numbers: Option<&[f32]>, column: usize| numbers.map_or(0.0, |numbers| numbers[column]);
        let article = model.article_coefficients.as_deref();
        let section = model.section.as_ref().map(|section| section.coefficients.as_slice());
        let terms = model.tfidf.weights.iter().zip(&model.linear.coefficients).enumerate();
        let term = |(column, (&weight, &coefficient)): (usize, (&f32, &f32))| Term {
            weight,
            coefficient,
            article: of(article, column),
            section: of(section, column),
        };
        Terms(terms.map(term).collect())
    }

    /// Empties `columns` and says what they say.
    pub(crate) fn logits(&self, model: &Model, columns: &mut ColumnSet, space: &mut Space) -> Logits {
        let Space { columns: found, weighted, repeated } = space;
        repeated.clear();
        columns.drain_into(found, |at, tf| repeated.push((at, tf)));
        weighted.clear();
        weighted.extend(found.iter().map(|&column| f64::from(self.0[column as usize].weight)));
        for &(at, tf) in repeated.iter() {
            weighted[at] *= 1.0 + f64::from(tf).ln();
        }
        let length = weighted.iter().map(|value| value * value).sum::<f64>().sqrt();
        let scale = if length > 0.0 { 1.0 / length } else { 0.0 };
        // As sums of no numbers are.
        let [mut own, mut article, mut section] = [-0.0; 3];
        for (&column, weighted) in found.iter().zip(weighted.iter()) {
            let term = &self.0[column as usize];
            let value = f64::from((weighted * scale) as f32);
            own += value * f64::from(term.coefficient);
            article += value * f64::from(term.article);
            section += value * f64::from(term.section);
        }
        let own = model.card.calibration.apply(Logit(model.linear.intercept + own));
        let section = model.section.as_ref().map(|of| Logit(of.intercept + section + model.prior_shift.0));
        let article = if model.article_coefficients.is_some() { article } else { 0.0 };
        Logits { own, article, section: section.unwrap_or(own) }
    }
}
