//! Each row by what was learnt from other folds.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::fit::{Fitted, Weighted, fit_in_turns, fit_one};
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
    Ok(fit_folds(corpus, counts, folds, inherited, params, None)?.0)
}

/// [`cross_fit`], and a model of all rows, which costs little more beside those of the folds.
pub(super) fn cross_fit_and_fit(
    corpus: &Corpus<'_>,
    counts: &Counts,
    folds: &[usize],
    inherited: &InheritedRows,
    params: &TrainParams,
) -> Result<(OutOfFold, Fitted)> {
    let (out_of_fold, of_all) = fit_folds(corpus, counts, folds, inherited, params, Some(LeftOut::Nothing))?;
    match of_all {
        Some(of_all) => Ok((out_of_fold, of_all)),
        None => Ok((out_of_fold, fit_one(counts, Weighted::all(corpus, counts, inherited, params)?, params)?)),
    }
}

/// What a fit does not know.
#[derive(Clone, Copy)]
enum LeftOut {
    Fold(usize),
    Nothing,
}

/// Fits to the rows outside each fold, and scores the fold. The last fit, if there is another, is kept.
fn fit_folds(
    corpus: &Corpus<'_>,
    counts: &Counts,
    folds: &[usize],
    inherited: &InheritedRows,
    params: &TrainParams,
    another: Option<LeftOut>,
) -> Result<(OutOfFold, Option<Fitted>)> {
    let outside = |fold: usize| (0..folds.len()).filter(|&row| folds[row] != fold).collect::<Vec<_>>();
    let distinct = distinct(folds);
    distinct.iter().try_for_each(|&fold| refuse_missing_class(corpus, &outside(fold), Some(fold)))?;
    let jobs: Vec<LeftOut> = distinct.into_iter().map(LeftOut::Fold).chain(another).collect();
    let weigh = |job: LeftOut| match job {
        LeftOut::Fold(fold) => {
            Weighted::to_score(corpus, counts, &outside(fold), inherited.outside(Some(fold)), params)
        }
        LeftOut::Nothing => Weighted::all(corpus, counts, inherited, params),
    };
    let score = |job: LeftOut, fitted: Fitted| match job {
        LeftOut::Fold(fold) => {
            let test: Vec<usize> = (0..folds.len()).filter(|&row| folds[row] == fold).collect();
            let logits = fitted.score(counts, &test);
            (test.into_iter().zip(logits).collect::<Vec<_>>(), None)
        }
        LeftOut::Nothing => (Vec::new(), Some(fitted)),
    };
    let (mut logits, mut of_all) = (vec![Logit(0.0); folds.len()], None);
    for (scored, kept) in fit_in_turns(counts, &jobs, params, weigh, score)? {
        scored.into_iter().for_each(|(row, logit)| logits[row] = logit);
        of_all = of_all.or(kept);
    }
    Ok((OutOfFold { logits }, of_all))
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
