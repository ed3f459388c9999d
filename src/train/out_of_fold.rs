//! Each row by what was learnt from the other folds.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::corpus::{Corpus, base_rate};
use super::fit::fit;
use super::params::TrainParams;
use super::prepared::refuse_one_class;
use crate::error::Result;
use crate::features::counts::Counts;
use crate::label::{Label, Logit};
use crate::model::calibration::Calibration;

/// Logits of rows by models that were not trained on the rows' groups. Only this module makes them: calibration and
/// figures cannot be fed anything else.
#[derive(Debug, Clone, PartialEq)]
pub struct OutOfFold {
    logits: Vec<Logit>,
}

impl OutOfFold {
    /// One for each training row.
    pub fn logits(&self) -> &[Logit] {
        &self.logits
    }
}

/// One model for each fold, each tested on its own fold.
pub(super) fn cross_fit(
    corpus: &Corpus<'_>,
    counts: &Counts,
    folds: &[usize],
    params: &TrainParams,
) -> Result<OutOfFold> {
    let rows_of =
        |wanted: &dyn Fn(usize) -> bool| -> Vec<usize> { (0..folds.len()).filter(|&row| wanted(folds[row])).collect() };
    let number = folds.iter().max().map_or(0, |last| last + 1);
    let scored: Vec<Vec<(usize, Logit)>> = (0..number)
        .into_par_iter()
        .map(|fold| {
            let test = rows_of(&|at| at == fold);
            if test.is_empty() {
                return Ok(Vec::new());
            }
            let rest = rows_of(&|at| at != fold);
            let labels: Vec<Label> = rest.iter().map(|&row| corpus.labels[row]).collect();
            refuse_one_class(&labels, &format!("what fold {fold} trains on"))?;
            let (tfidf, columns, solution) = fit(corpus, counts, &rest, params)?;
            let matrix = tfidf.transform_counts(counts, &test, &columns);
            let logit = |at: usize| Logit(solution.intercept + matrix.row_dot(at, &solution.coefficients));
            Ok(test.iter().enumerate().map(|(at, &row)| (row, logit(at))).collect())
        })
        .collect::<Result<_>>()?;
    let mut logits = vec![Logit(0.0); folds.len()];
    for (row, logit) in scored.into_iter().flatten() {
        logits[row] = logit;
    }
    Ok(OutOfFold { logits })
}

/// Each fold's logits through the sigmoid of the others, moved to the share of opinion of all rows: a fold that is mostly
/// opinion leaves others that are mostly news, and without that its rows would be pushed the wrong way.
pub(super) fn cross_calibrate(out_of_fold: &OutOfFold, labels: &[Label], folds: &[usize]) -> Result<Vec<Logit>> {
    let distinct: Vec<usize> = folds.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
    let base = base_rate(labels).logit();
    let fit = |fold: &usize| {
        let rest = || (0..folds.len()).filter(|&row| folds[row] != *fold);
        let logits: Vec<Logit> = rest().map(|row| out_of_fold.logits[row]).collect();
        let labels: Vec<Label> = rest().map(|row| labels[row]).collect();
        let mut sigmoid = Calibration::fit(&logits, &labels)?;
        sigmoid.intercept += base.0 - base_rate(&labels).logit().0;
        Ok((*fold, sigmoid))
    };
    let sigmoids: BTreeMap<usize, Calibration> = distinct.par_iter().map(fit).collect::<Result<_>>()?;
    Ok(folds.iter().zip(&out_of_fold.logits).map(|(fold, &logit)| sigmoids[fold].apply(logit)).collect())
}
