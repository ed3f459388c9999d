//! What training on tables is worth, out of fold.

use super::fit::Weighted;
use super::folding::Folding;
use super::out_of_fold::{Calibrated, OutOfFold, cross_calibrate, cross_fit, cross_fit_and_fit};
use super::prepared::{Prepared, prepare};
use super::scored::{ScoredRows, cross_score};
use super::stacking::{Alone, Stacking, is_possible};
use super::voices::{CrossContext, cross_context};
use super::{FittedToAll, TrainParams};
use crate::error::Result;
use crate::label::{Label, Probability};
use crate::learn::fit::term_weights::TermWeights;
use crate::tables::rows::{Lint, RowRef, Table};
use crate::tables::{rows::group, rows::group::Group};
use crate::terms::Scope;

/// Probabilities of the rows by models and sigmoids that were not fitted to the rows' folds.
///
/// Two things still pass between folds: the logits that a sigmoid is fitted to come from models that were trained on the fold
/// it is applied to, and its share of opinion is that of all rows. Neither changes the order of a fold's rows.
///
/// Only [`cross_validate`] makes one, so whoever asks for it, as an audit does, cannot be given in-sample probabilities.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct CrossValidation {
    /// Problems found in the tables' rows.
    pub lint: Lint,
    /// How the rows were divided.
    pub folding: Folding,
    /// The rows: neither empty nor repeated.
    pub rows: Vec<RowRef>,
    /// The label of each row.
    pub labels: Vec<Label>,
    /// The inherited label of each row that has it beside its read one.
    pub inherited: Vec<Option<Label>>,
    /// The probability of opinion of each row alone.
    pub alone: Vec<Probability>,
    /// The probability of opinion in the article's context; none if no article has two rows, or if folds are by row: they split
    /// articles, and a row's neighbours would not be out of fold.
    pub in_context: Option<Vec<Probability>>,
}

/// Scores each row by a model fitted to the other folds, and calibrates it by a sigmoid fitted to the out-of-fold logits of the
/// other folds.
///
/// # Errors
/// Those of [`super::train`].
pub fn cross_validate(tables: &[Table], params: &TrainParams) -> Result<CrossValidation> {
    cross_validate_scope(tables, params, Scope::NamesMasked)
}

/// [`cross_validate`] with features that know more or less of a text than a model does.
///
/// # Errors
/// Those of [`super::train`], and [`crate::error::ErrorKind::Usage`] if the language does not have this scope.
pub fn cross_validate_scope(tables: &[Table], params: &TrainParams, scope: Scope) -> Result<CrossValidation> {
    let prepared = prepare(tables, params, scope, &mut |_| ())?;
    let (calibrated, in_context) = validate(&prepared, params)?;
    Ok(CrossValidation::new(prepared, calibrated, in_context))
}

/// [`cross_validate`], and each article with the reasons to doubt its labels and its turns.
pub(crate) fn cross_validate_and_score(
    tables: &[Table],
    params: &TrainParams,
) -> Result<(CrossValidation, Vec<ScoredRows>)> {
    let prepared = prepare(tables, params, Scope::NamesMasked, &mut |_| ())?;
    let (calibrated, in_context) = validate(&prepared, params)?;
    let scored = cross_score(&prepared, &calibrated.logits, in_context.as_ref(), params);
    Ok((CrossValidation::new(prepared, calibrated, in_context), scored))
}

/// [`cross_validate`], and a model of all rows if there are two sources or more. Terms are counted once for both.
pub(crate) fn cross_validate_and_fit(
    tables: &[Table],
    params: &TrainParams,
) -> Result<(CrossValidation, Option<FittedToAll>)> {
    let prepared = prepare(tables, params, Scope::NamesMasked, &mut |_| ())?;
    let has_sources = group::distinct(&prepared.corpus.keys(Group::Source)) > 1;
    let Prepared { corpus, counts, folds, inherited, .. } = &prepared;
    let (out_of_fold, fitted) = cross_fit_and_fit(corpus, counts, folds, inherited, params)?;
    let (calibrated, in_context) = read_in_context(&prepared, &out_of_fold, Some(&fitted.weights), params)?;
    let fitted = has_sources.then(|| FittedToAll::of(fitted, corpus, counts)).transpose()?;
    Ok((CrossValidation::new(prepared, calibrated, in_context), fitted))
}

/// Out-of-fold logits, and what they are in context if there is one.
fn validate(prepared: &Prepared<'_>, params: &TrainParams) -> Result<(Calibrated, Option<CrossContext>)> {
    let Prepared { corpus, counts, folds, inherited, .. } = prepared;
    let out_of_fold = cross_fit(corpus, counts, folds, inherited, params)?;
    read_in_context(prepared, &out_of_fold, None, params)
}

/// Calibrates logits, and reads them in context. `weights` are those of the terms of all rows, if they are known.
fn read_in_context(
    prepared: &Prepared<'_>,
    out_of_fold: &OutOfFold,
    weights: Option<&TermWeights>,
    params: &TrainParams,
) -> Result<(Calibrated, Option<CrossContext>)> {
    let Prepared { corpus, counts, folding, folds, inherited, .. } = prepared;
    let calibrated = cross_calibrate(out_of_fold, &corpus.labels, folds)?;
    let alone = Alone { logits: &calibrated.logits, folds };
    // The weights of terms take time.
    let weighed = (weights.is_none() && is_possible(corpus))
        .then(|| Weighted::all(corpus, counts, inherited, params))
        .transpose()?
        .map(|weighted| weighted.weights);
    let stacking = weights.or(weighed.as_ref()).map(|of| Stacking::new(corpus, counts, of, inherited, alone, params));
    let stacking = stacking.transpose()?.flatten();
    let in_context = cross_context(corpus, folding.group, stacking.as_ref(), &calibrated.logits, folds)?;
    Ok((calibrated, in_context))
}

impl CrossValidation {
    fn new(prepared: Prepared<'_>, calibrated: Calibrated, in_context: Option<CrossContext>) -> CrossValidation {
        let Prepared { corpus, lint, folding, .. } = prepared;
        let Calibrated { logits, pooled_folds } = calibrated;
        CrossValidation {
            lint,
            folding: Folding { pooled_folds, ..folding },
            rows: corpus.places,
            labels: corpus.labels,
            inherited: corpus.inherited_labels,
            alone: logits.iter().map(|logit| logit.probability()).collect(),
            in_context: in_context.map(|of| of.probabilities),
        }
    }
}
