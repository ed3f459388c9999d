//! Tables → rows, counts and folds, or the reason they cannot be trained on.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::refuse::{refuse_folds, refuse_one_class, refuse_one_fold};
use super::{Corpus, Stage, TrainParams};
use super::{doubtful::InheritedRows, examples::Grouping, folding::Folding, inherited::doubt_inherited};
use crate::error::Result;
use crate::learn::fit::counts::Counts;
use crate::learn::fit::selection::{Selection, VocabularyParams};
use crate::tables::rows::group;
use crate::tables::rows::{Lint, Table, lint};
use crate::terms::{Extractor, Scope};

/// What training and cross-validation start from.
pub(super) struct Prepared<'t> {
    pub(super) corpus: Corpus<'t>,
    pub(super) lint: Lint,
    pub(super) counts: Counts,
    pub(super) folding: Folding,
    /// The fold of each row.
    pub(super) folds: Vec<usize>,
    /// What is trained on beside the rows.
    pub(super) inherited: InheritedRows,
}

pub(super) fn prepare<'t>(
    tables: &'t [Table],
    params: &TrainParams,
    scope: Scope,
    done: &mut dyn FnMut(Stage),
) -> Result<Prepared<'t>> {
    refuse_one_fold(params.folds)?;
    let extractor = Extractor::of_scope(params.language, scope)?;
    let lint = lint(tables);
    let corpus = Corpus::new(tables, &lint);
    refuse_one_class(corpus.labels(), "the tables")?;
    let Grouping { group, keys, passed_over } = corpus.groups(params)?;
    let groups = group::distinct(&keys);
    refuse_folds(params.folds, groups, group)?;
    done(Stage::Voices);
    let mut counts = corpus.count(&extractor, params.vocabulary.min_df);
    let folds = params.folds.assign(&keys);
    let inherited_folds = corpus.inherited_folds(&keys, &folds, group);
    let all_folds: Vec<Option<usize>> =
        folds.iter().copied().map(Some).chain(inherited_folds.iter().copied()).collect();
    counts.keep(&features_of_any(&counts, &all_folds, params.vocabulary));
    done(Stage::Terms);
    let inherited = doubt_inherited(&corpus, &counts, &folds, &inherited_folds, params)?;
    if inherited.pairs().is_some() {
        done(Stage::Inherited);
    }
    let distinct = folds.iter().collect::<BTreeSet<_>>().len();
    let asked = params.folds.number(groups);
    let folding = Folding { group, passed_over, groups, asked, folds: distinct, pooled_folds: 0 };
    Ok(Prepared { corpus, lint, counts, folding, folds, inherited })
}

/// Marks the terms that are features outside any of the folds, or of all rows.
fn features_of_any(counts: &Counts, folds: &[Option<usize>], params: VocabularyParams) -> Vec<bool> {
    let distinct: BTreeSet<usize> = folds.iter().copied().flatten().collect();
    let rests = distinct.into_iter().map(Some).chain([None]).collect::<Vec<_>>();
    let features = |left_out: &Option<usize>| {
        let rest: Vec<usize> = (0..folds.len()).filter(|&row| left_out.is_none() || *left_out != folds[row]).collect();
        Selection::new(counts, &rest, params).features
    };
    let mark = |mut is_one: Vec<bool>, features: Vec<u32>| {
        features.iter().for_each(|&term| is_one[term as usize] = true);
        is_one
    };
    let none = || vec![false; counts.terms().len()];
    let or = |mut some: Vec<bool>, others: Vec<bool>| {
        some.iter_mut().zip(others).for_each(|(some, other)| *some |= other);
        some
    };
    rests.par_iter().map(features).fold(none, mark).reduce(none, or)
}
