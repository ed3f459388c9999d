//! Each row by what was learnt from the other folds.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::TrainParams;
use super::fit::fit;
use super::prepared::refuse_one_class;
use super::{Corpus, base_rate};
use crate::error::Result;
use crate::label::{Label, Logit};
use crate::learn::fit::counts::Counts;
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
    let scored: Vec<Result<Vec<(usize, Logit)>>> = (0..number)
        .into_par_iter()
        .map(|fold| {
            let test = rows_of(&|at| at == fold);
            if test.is_empty() {
                return Ok(Vec::new());
            }
            let rest = rows_of(&|at| at != fold);
            let labels: Vec<Label> = rest.iter().map(|&row| corpus.labels[row]).collect();
            refuse_one_class(&labels, &format!("what fold {fold} trains on"))?;
            let logits = fit(corpus, counts, &rest, params)?.score(counts, &test);
            Ok(test.into_iter().zip(logits).collect())
        })
        .collect();
    let mut logits = vec![Logit(0.0); folds.len()];
    // In the order of the folds: which error is reported must not depend on the threads.
    for fold in scored {
        for (row, logit) in fold? {
            logits[row] = logit;
        }
    }
    Ok(OutOfFold { logits })
}

/// Out-of-fold logits through sigmoids.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Calibrated {
    /// One for each row.
    pub(super) logits: Vec<Logit>,
    /// The number of folds whose logits went through the sigmoid of all rows, because the other folds' rows have none that
    /// rises.
    pub(super) pooled_folds: usize,
}

/// Each fold's logits through the sigmoid of the others, moved to the share of opinion of all rows: a fold that is mostly
/// opinion leaves others that are mostly news, and without that its rows would be pushed the wrong way.
///
/// Where the others' logits do not tell the labels apart, the sigmoid of all rows does: it knows the fold's labels, but
/// only by two numbers, and keeps the fold on the scale of the others.
///
/// # Errors
/// Those of [`Calibration::fit`] on all rows, where it is needed.
pub(super) fn cross_calibrate(out_of_fold: &OutOfFold, labels: &[Label], folds: &[usize]) -> Result<Calibrated> {
    let distinct: Vec<usize> = folds.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
    let base = base_rate(labels).logit();
    let fit = |fold: &usize| {
        let rest = || (0..folds.len()).filter(|&row| folds[row] != *fold);
        let logits: Vec<Logit> = rest().map(|row| out_of_fold.logits[row]).collect();
        let labels: Vec<Label> = rest().map(|row| labels[row]).collect();
        let mut sigmoid = Calibration::fit(&logits, &labels).ok()?;
        sigmoid.intercept += base.0 - base_rate(&labels).logit().0;
        Some(sigmoid)
    };
    let own: Vec<Option<Calibration>> = distinct.par_iter().map(fit).collect();
    let pooled_folds = own.iter().filter(|sigmoid| sigmoid.is_none()).count();
    let sigmoids: BTreeMap<usize, Calibration> = if pooled_folds == 0 {
        distinct.into_iter().zip(own.into_iter().flatten()).collect()
    } else {
        let pooled = Calibration::fit(&out_of_fold.logits, labels)?;
        distinct.into_iter().zip(own.into_iter().map(|sigmoid| sigmoid.unwrap_or(pooled))).collect()
    };
    let logits = folds.iter().zip(&out_of_fold.logits).map(|(fold, &logit)| sigmoids[fold].apply(logit)).collect();
    Ok(Calibrated { logits, pooled_folds })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fold 0 is ranked rightly, folds 1 and 2 the wrong way round: what is left without fold 0 has no sigmoid.
    fn odd() -> (OutOfFold, Vec<Label>, Vec<usize>) {
        let (mut logits, mut labels, mut folds) = (Vec::new(), Vec::new(), Vec::new());
        for (fold, rows, sign) in [(0, 40, 1.0), (1, 6, -1.0), (2, 6, -1.0)] {
            for row in 0..rows {
                let label = Label::ALL[row % 2];
                // Every fifth row is on the other side, so that no sigmoid is infinitely steep.
                let side = if row % 5 == 0 { -sign } else { sign };
                logits.push(Logit(side * label.sign() * (1.0 + row as f64 / 10.0)));
                labels.push(label);
                folds.push(fold);
            }
        }
        (OutOfFold { logits }, labels, folds)
    }

    #[test]
    fn a_fold_whose_rest_has_no_sigmoid_gets_that_of_all_rows() {
        let (out_of_fold, labels, folds) = odd();
        let found = cross_calibrate(&out_of_fold, &labels, &folds).unwrap();
        assert_eq!(found.pooled_folds, 1);
        let pooled = Calibration::fit(&out_of_fold.logits, &labels).unwrap();
        for (row, &logit) in out_of_fold.logits.iter().enumerate() {
            assert_eq!(found.logits[row] == pooled.apply(logit), folds[row] == 0, "row {row}");
        }
    }

    #[test]
    fn rows_that_no_sigmoid_tells_apart_are_an_error() {
        let (out_of_fold, labels, folds) = odd();
        let swapped: Vec<Label> = labels.iter().map(|label| label.other()).collect();
        assert!(cross_calibrate(&out_of_fold, &swapped, &folds).is_err());
    }
}
