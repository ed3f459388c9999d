//! One set of rows, cross-validated in several ways.

use super::Corpus;
use super::FittedToAll;
use super::TrainParams;
use super::out_of_fold::{cross_calibrate, cross_fit};
use super::prepared::refuse_folds;
use crate::error::{ErrorKind, Result};
use crate::label::{Label, Logit, Probability};
use crate::learn::fit::counts::Counts;
use crate::tables::rows::group;
use crate::tables::rows::group::{Folds, Group};
use crate::tables::rows::{Lint, RowRef, Table, lint};
use crate::terms::Extractor;

/// The rows of labelled tables, cross-validated in several ways.
pub(crate) struct Bench<'t> {
    corpus: Corpus<'t>,
    /// What the tables' rows look like.
    pub(crate) lint: Lint,
}

/// Rows divided into folds that can be trained on.
pub(crate) struct Division {
    /// What folds keep together.
    pub(crate) group: Group,
    /// The number of groups.
    pub(crate) groups: usize,
    /// The fold of each row.
    pub(crate) folds: Vec<usize>,
}

impl<'t> Bench<'t> {
    pub(crate) fn new(tables: &'t [Table]) -> Bench<'t> {
        let lint = lint(tables);
        Bench { corpus: Corpus::new(tables, &lint), lint }
    }

    /// The rows: neither empty nor repeated.
    pub(crate) fn places(&self) -> &[RowRef] {
        &self.corpus.places
    }

    pub(crate) fn labels(&self) -> &[Label] {
        &self.corpus.labels
    }

    /// The name of each row's group.
    pub(crate) fn keys(&self, group: Group) -> Vec<String> {
        self.corpus.keys(group)
    }

    /// Divides the rows; none if there are fewer groups than folds, or if a fold would train on a single label.
    pub(crate) fn divide(&self, group: Group, folds: Folds) -> Result<Option<Division>> {
        let keys = self.corpus.keys(group);
        let groups = group::distinct(&keys);
        if folds.number(groups) > groups || groups < 2 || !self.corpus.folds_work(&keys, folds) {
            return Ok(None);
        }
        refuse_folds(folds, groups, group)?;
        Ok(Some(Division { group, groups, folds: folds.assign(&keys) }))
    }

    /// Returns true if all rows of a label are in one group.
    pub(crate) fn is_label_in_one(&self, group: Group) -> bool {
        !self.corpus.folds_work(&self.corpus.keys(group), Folds::All)
    }

    pub(crate) fn count(&self, extractor: &Extractor, params: &TrainParams) -> Counts {
        self.corpus.count(extractor, params.vocabulary.min_df)
    }

    /// The probability of each row alone, out of fold, and whether it is calibrated: if the models are no better than chance
    /// outside some fold, no fold is.
    pub(crate) fn cross_validate(
        &self,
        counts: &Counts,
        division: &Division,
        params: &TrainParams,
    ) -> Result<(Vec<Probability>, bool)> {
        let out_of_fold = cross_fit(&self.corpus, counts, &division.folds, params)?;
        let probabilities = |logits: &[Logit]| logits.iter().map(|logit| logit.probability()).collect();
        match cross_calibrate(&out_of_fold, &self.corpus.labels, &division.folds) {
            Ok(calibrated) if calibrated.pooled_folds == 0 => Ok((probabilities(&calibrated.logits), true)),
            Err(error) if error.kind() != ErrorKind::Training => Err(error),
            _ => Ok((probabilities(out_of_fold.logits()), false)),
        }
    }

    /// A model of all rows.
    pub(crate) fn fit(&self, counts: &Counts, params: &TrainParams) -> Result<FittedToAll> {
        FittedToAll::new(&self.corpus, counts, params)
    }
}
