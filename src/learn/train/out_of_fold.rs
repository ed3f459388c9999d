//! Each row by what was learnt from other folds.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::fit::{Fitted, Weighted, fit_each};
use super::{Corpus, base_rate, doubtful::InheritedRows};
use super::{TrainParams, refuse::refuse_one_class};
use crate::error::Result;
use crate::label::{Label, Logit};
use crate::learn::fit::counts::Counts;
use crate::model::calibration::Calibration;

/// Logits of rows by models that were not trained on the rows' groups. Only this module makes them, so calibration and figures
/// cannot be fed anything else.
#[derive(Debug, Clone, PartialEq)]
pub struct OutOfFold {
    logits: Vec<Logit>,
}

impl OutOfFold {
    pub(super) fn new(logits: Vec<Logit>) -> Self {
        Self { logits }
    }

    /// One for each training row.
    pub fn logits(&self) -> &[Logit] {
        &self.logits
    }
}

/// One model for each fold, each tested on its own fold.
pub(crate) fn cross_fit(
    corpus: &Corpus<'_>,
    counts: &Counts,
    folds: &[usize],
    inherited: &InheritedRows,
    params: &TrainParams,
) -> Result<OutOfFold> {
    let fits = weigh_folds(corpus, counts, folds, inherited, params)?;
    let fitted = fit_each(counts, fits, params)?;
    Ok(score_folds(counts, folds, &fitted))
}

/// [`cross_fit`], and a model of all rows, which costs little more beside those of the folds.
pub(super) fn cross_fit_and_fit(
    corpus: &Corpus<'_>,
    counts: &Counts,
    folds: &[usize],
    inherited: &InheritedRows,
    params: &TrainParams,
) -> Result<(OutOfFold, Fitted)> {
    let mut fits = weigh_folds(corpus, counts, folds, inherited, params)?;
    fits.push(Weighted::all(corpus, counts, inherited, params)?);
    let mut fitted = fit_each(counts, fits, params)?;
    // One for each fold and one more.
    let of_all = fitted.remove(fitted.len() - 1);
    Ok((score_folds(counts, folds, &fitted), of_all))
}

/// The rows outside each fold.
fn weigh_folds(
    corpus: &Corpus<'_>,
    counts: &Counts,
    folds: &[usize],
    inherited: &InheritedRows,
    params: &TrainParams,
) -> Result<Vec<Weighted>> {
    let weigh = |&fold: &usize| {
        let rest: Vec<usize> = (0..folds.len()).filter(|&row| folds[row] != fold).collect();
        refuse_missing_class(corpus, &rest, Some(fold))?;
        Weighted::to_score(corpus, counts, &rest, inherited.outside(Some(fold)), params)
    };
    let weighted: Vec<Result<Weighted>> = distinct(folds).par_iter().map(weigh).collect();
    // In the order of folds: the error that is reported must not depend on the threads.
    weighted.into_iter().collect()
}

/// Scores each fold by its model.
fn score_folds(counts: &Counts, folds: &[usize], fitted: &[Fitted]) -> OutOfFold {
    let score = |(fold, fitted): (&usize, &Fitted)| {
        let test: Vec<usize> = (0..folds.len()).filter(|&row| folds[row] == *fold).collect();
        let logits = fitted.score(counts, &test);
        test.into_iter().zip(logits).collect::<Vec<_>>()
    };
    let scored: Vec<Vec<(usize, Logit)>> = distinct(folds).par_iter().zip(fitted).map(score).collect();
    let mut logits = vec![Logit(0.0); folds.len()];
    scored.into_iter().flatten().for_each(|(row, logit)| logits[row] = logit);
    OutOfFold { logits }
}

/// Refuses to train on rows of one label.
pub(super) fn refuse_missing_class(corpus: &Corpus<'_>, rows: &[usize], left_out: Option<usize>) -> Result<()> {
    let labels: Vec<Label> = rows.iter().map(|&row| corpus.labels[row]).collect();
    let what = left_out.map_or_else(|| "the tables".to_owned(), |fold| format!("the folds other than fold {fold}"));
    refuse_one_class(&labels, &what)
}

/// The folds that hold rows, ascending.
pub(super) fn distinct(folds: &[usize]) -> Vec<usize> {
    folds.iter().copied().collect::<BTreeSet<_>>().into_iter().collect()
}

/// The logits and labels of the rows outside a fold.
pub(crate) fn others(logits: &[Logit], labels: &[Label], folds: &[usize], fold: usize) -> (Vec<Logit>, Vec<Label>) {
    (0..folds.len()).filter(|&row| folds[row] != fold).map(|row| (logits[row], labels[row])).unzip()
}

/// Out-of-fold logits through sigmoids.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Calibrated {
    /// One for each row.
    pub(crate) logits: Vec<Logit>,
    /// The number of folds that were calibrated by the sigmoid of all rows, because the other folds' rows have none that rises.
    pub(crate) pooled_folds: usize,
}

/// Passes each fold's logits through the sigmoid of the others, moved to the share of opinion of all rows: if a fold is mostly
/// opinion, the others are mostly news, and would push its rows the wrong way.
///
/// If the others' logits do not separate the labels, the sigmoid of all rows stands in: it knows the fold's labels, but only by
/// two numbers, and keeps the fold on the scale of the others.
///
/// # Errors
/// Those of [`Calibration::fit`] on all rows, if it is needed.
pub(crate) fn cross_calibrate(out_of_fold: &OutOfFold, labels: &[Label], folds: &[usize]) -> Result<Calibrated> {
    let (sigmoids, pooled_folds) = sigmoids(out_of_fold, labels, folds)?;
    let logits = folds.iter().zip(&out_of_fold.logits).map(|(fold, &logit)| sigmoids[fold].apply(logit)).collect();
    Ok(Calibrated { logits, pooled_folds })
}

/// The sigmoid of each fold, and how many had none of their own.
pub(super) fn sigmoids(
    out_of_fold: &OutOfFold,
    labels: &[Label],
    folds: &[usize],
) -> Result<(BTreeMap<usize, Calibration>, usize)> {
    let distinct = distinct(folds);
    let base = base_rate(labels).logit();
    let fit = |&fold: &usize| {
        let (logits, labels) = others(&out_of_fold.logits, labels, folds, fold);
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
    Ok((sigmoids, pooled_folds))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fold 0 is ranked the right way, folds 1 and 2 the wrong way: without fold 0 there is no sigmoid.
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
