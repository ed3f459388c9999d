//! Rows with inherited labels: how doubtful each is, for every fold.

use std::collections::BTreeMap;

use super::doubtful::{Doubtful, InheritedRows};
use super::fit::{Fitted, Weighted, fit_in_turns};
use super::out_of_fold::{OutOfFold, distinct, refuse_missing_class, sigmoids};
use super::{Corpus, TrainParams};
use crate::error::Result;
use crate::label::{Label, Logit};
use crate::learn::fit::counts::Counts;
use crate::model::calibration::Calibration;

/// The fewest rows of each label with both labels: below it, the rates are those that a model of the read rows sees.
const FEWEST_PAIRS: f64 = 30.0;

/// What models of the read rows say, each without one fold.
struct FirstPass {
    out_of_fold: OutOfFold,
    /// The rows with inherited labels that are outside the fold, and their logits.
    inherited: BTreeMap<Option<usize>, (Vec<usize>, Vec<Logit>)>,
}

/// Fits a model to the read rows outside each fold, and another to all, and asks it what the inherited labels are worth. A fold's
/// groups are left out of the inherited rows too.
///
/// # Errors
/// Those of a fit, and if the read rows alone cannot be calibrated.
pub(super) fn doubt_inherited(
    corpus: &Corpus<'_>,
    counts: &Counts,
    folds: &[usize],
    inherited_folds: &[Option<usize>],
    params: &TrainParams,
) -> Result<InheritedRows> {
    if inherited_folds.is_empty() {
        return Ok(InheritedRows::default());
    }
    let pass = first_pass(corpus, counts, folds, inherited_folds, params)?;
    let (by_fold, _) = sigmoids(&pass.out_of_fold, &corpus.labels, folds)?;
    let of_all = Calibration::fit(pass.out_of_fold.logits(), &corpus.labels)?;
    let doubtful = |(fold, (rows, logits)): (Option<usize>, (Vec<usize>, Vec<Logit>))| {
        let sigmoid = fold.map_or(of_all, |fold| by_fold[&fold]);
        let opinion = logits.into_iter().map(|logit| sigmoid.apply(logit).probability());
        let judged: Vec<_> = rows.iter().copied().zip(opinion).collect();
        let mut pairs = corpus.pairs(|row| Some(folds[row]) != fold);
        if Label::ALL.iter().any(|&label| pairs.read_as(label) < FEWEST_PAIRS) {
            judged.iter().for_each(|&(row, opinion)| pairs.add_likely(corpus.source(row), opinion, corpus.label(row)));
        }
        let rates = pairs.rates();
        let doubt = |&(row, opinion): &(usize, _)| rates.doubt(corpus.source(row), corpus.label(row), opinion);
        (fold, Doubtful { doubts: judged.iter().map(doubt).collect(), rows })
    };
    let by_fold = pass.inherited.into_iter().map(doubtful).collect();
    Ok(InheritedRows { by_fold, folds: inherited_folds.to_vec(), pairs: Some(corpus.pairs(|_| true)) })
}

fn first_pass(
    corpus: &Corpus<'_>,
    counts: &Counts,
    folds: &[usize],
    inherited_folds: &[Option<usize>],
    params: &TrainParams,
) -> Result<FirstPass> {
    let rests: Vec<Option<usize>> = distinct(folds).into_iter().map(Some).chain([None]).collect();
    let outside =
        |left_out: Option<usize>| (0..folds.len()).filter(|&row| Some(folds[row]) != left_out).collect::<Vec<_>>();
    rests.iter().try_for_each(|&left_out| refuse_missing_class(corpus, &outside(left_out), left_out))?;
    let weigh = |left_out| Weighted::to_score(corpus, counts, &outside(left_out), None, params);
    let score = |left_out: Option<usize>, fitted: Fitted| {
        let is_outside = |fold: &Option<usize>| left_out.is_none() || *fold != left_out;
        let inherited: Vec<usize> =
            (folds.len()..).zip(inherited_folds).filter(|(_, fold)| is_outside(fold)).map(|(row, _)| row).collect();
        let test: Vec<usize> = (0..folds.len()).filter(|&row| Some(folds[row]) == left_out).collect();
        let logits = fitted.score(counts, &inherited);
        let tested: Vec<(usize, Logit)> = test.iter().copied().zip(fitted.score(counts, &test)).collect();
        (left_out, (inherited, logits), tested)
    };
    let scored = fit_in_turns(counts, &rests, params, weigh, score)?;
    let (mut logits, mut inherited) = (vec![Logit(0.0); folds.len()], BTreeMap::new());
    for (left_out, rows, tested) in scored {
        inherited.insert(left_out, rows);
        tested.into_iter().for_each(|(row, logit)| logits[row] = logit);
    }
    Ok(FirstPass { out_of_fold: OutOfFold::new(logits), inherited })
}
