//! The labels of paragraphs in their articles: a model of read articles, out of fold.

use std::collections::BTreeSet;

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

use super::doubtful::InheritedRows;
use super::out_of_fold::distinct;
use super::parts::{Evidence, contexts_of_halves, fit_context};
use super::sections::Sections;
use super::{Corpus, TrainParams};
use crate::error::Result;
use crate::label::{Label, Logit, Probability};
use crate::learn::fit::counts::Counts;
use crate::learn::fit::matrix::CsrMatrix;
use crate::learn::fit::term_weights::TermWeights;
use crate::learn::fit::weighted_rows::WeightedRows;
use crate::learn::fit::{FittedStacked, LabelledParagraphs, fit_stacked};
use crate::model::context::{Context, Said};
use crate::model::row::SparseRow;

/// The fewest articles of two paragraphs or more.
const FEWEST_ARTICLES: usize = 300;
/// The least share of them with both labels. Below it labels look inherited: an article would seem to be of one label throughout.
const LEAST_MIXED: f64 = 0.05;
/// The terms whose presence in other paragraphs counts: the most frequent.
const TERMS: usize = 2500;
/// The most paragraphs that a fit takes.
const MOST_PARAGRAPHS: usize = 60_000;

/// The most articles joined from parts of two sections that a fit takes beside those that were read.
const SPLICES: usize = 300;

/// What the labels' model is fitted to.
pub(super) struct Stacking<'c, 't> {
    corpus: &'c Corpus<'t>,
    /// Of each row alone, calibrated, out of fold.
    logits: &'c [Logit],
    folds: &'c [usize],
    /// The words of each row: the most frequent terms.
    words: CsrMatrix,
    /// The terms of the columns of `words`.
    terms: Vec<u32>,
    /// What the rows say about the section of their article, if inherited labels tell.
    pub(super) sections: Option<Sections>,
    /// The parameters of parts, fitted to all rows: the six numbers are all that passes between folds.
    pub(super) turns: Context,
}

impl<'c, 't> Stacking<'c, 't> {
    /// Prepares the fits, if there are enough articles and their labels were given paragraph by paragraph. `weights` are those of the
    /// terms of all rows; they know of labels only how unevenly each term is spread.
    pub(super) fn new(
        corpus: &'c Corpus<'t>,
        counts: &Counts,
        weights: &TermWeights,
        inherited: &InheritedRows,
        Alone { logits, folds }: Alone<'c>,
        params: &TrainParams,
    ) -> Result<Option<Stacking<'c, 't>>> {
        if !is_possible(corpus) {
            return Ok(None);
        }
        let all: Vec<usize> = (0..corpus.rows.len()).collect();
        // Terms are numbered by falling frequency.
        let terms: Vec<u32> = weights.features().iter().copied().take(TERMS).collect();
        let words = WeightedRows::new(counts, &all, weights).to_csr(&terms);
        let sections = Sections::new(corpus, counts, weights, inherited, folds, params)?;
        let turns = match &sections {
            Some(sections) => sections.context(corpus, |_| true),
            None => fit_context(corpus, &Evidence { logits, labels: &corpus.given() }, |_| true),
        };
        Ok(Some(Stacking { corpus, logits, folds, words, terms, sections, turns }))
    }

    /// The parameters of parts for the articles of even and of odd folds, each fitted to the other half.
    pub(super) fn halves(&self) -> [Context; 2] {
        match &self.sections {
            Some(of) => [1, 0].map(|fitted_to| of.context(self.corpus, |row| self.folds[row] % 2 == fitted_to)),
            None => contexts_of_halves(self.corpus, self.logits, self.folds),
        }
    }

    /// Fits to the articles of rows for which `is_used` holds, and to some that are joined from parts of theirs: an article that turns is
    /// seldom met, and what is said of its other part must not count.
    pub(super) fn fit(&self, is_used: impl Fn(usize) -> bool) -> Result<FittedStacked> {
        let mut articles: Vec<Vec<usize>> =
            self.corpus.articles().filter(|rows| rows.len() > 1 && is_used(rows.start)).map(Vec::from_iter).collect();
        // If there are too many, a sample that does not depend on their order.
        articles.sort_by_cached_key(|rows| xxh3_64(self.corpus.rows[rows[0]].text.as_bytes()));
        let mut number = 0;
        let is_kept = |rows: &Vec<usize>| {
            number += rows.len();
            number <= MOST_PARAGRAPHS
        };
        articles.retain(is_kept);
        if let Some(sections) = &self.sections {
            articles.extend(sections.spliced(self.corpus, is_used, SPLICES));
        }
        let example = |rows: &Vec<usize>| LabelledParagraphs {
            said: self.heard(rows),
            labels: rows.iter().map(|&row| self.corpus.labels[row]).collect(),
            rows: rows.iter().map(|&row| self.row(row)).collect(),
        };
        let examples: Vec<LabelledParagraphs> = articles.par_iter().map(example).collect();
        fit_stacked(&examples, self.terms.len())
    }

    fn row(&self, row: usize) -> SparseRow {
        let (columns, values) = self.words.row(row);
        SparseRow { columns: columns.to_vec(), values: values.to_vec() }
    }

    /// The paragraphs of an article, told the voice of their parts.
    fn heard(&self, rows: &[usize]) -> Vec<Said> {
        let said: Vec<Said> = rows.iter().map(|&row| self.alone(row)).collect();
        self.turns.hear_sections(&said, Logit(0.0)).0
    }

    /// What a row says alone, and about its section.
    pub(super) fn alone(&self, row: usize) -> Said {
        let said = self.corpus.said(row, self.logits);
        Said { section: self.sections.as_ref().map_or(said.section, |sections| sections.logits[row]), ..said }
    }

    /// What a row says alone, about its section and about its article.
    pub(super) fn said(&self, row: usize, fitted: &FittedStacked) -> Said {
        Said { article: self.row(row).dot(|column| fitted.coefficients[column]), ..self.alone(row) }
    }

    /// Each row's probability in context, by a model of the other folds.
    pub(super) fn cross_read(&self) -> Result<Vec<Probability>> {
        let read = |&fold: &usize| -> Result<Vec<(usize, Logit)>> {
            let fitted = self.fit(|row| self.folds[row] != fold)?;
            let mut out = Vec::new();
            for rows in self.corpus.articles().filter(|rows| !rows.is_empty() && self.folds[rows.start] == fold) {
                let said: Vec<Said> = rows.clone().map(|row| self.said(row, &fitted)).collect();
                let heard = self.turns.hear_sections(&said, Logit(0.0)).0;
                out.extend(rows.zip(fitted.stacked.logits(&heard, Logit(0.0))));
            }
            Ok(out)
        };
        let found: Vec<Result<Vec<(usize, Logit)>>> = distinct(self.folds).par_iter().map(read).collect();
        let mut probabilities = vec![Probability(0.5); self.folds.len()];
        for fold in found {
            fold?.into_iter().for_each(|(row, logit)| probabilities[row] = logit.probability());
        }
        Ok(probabilities)
    }

    /// The coefficients of the model's columns, of which each is one of these terms of the counts.
    pub(super) fn coefficients(&self, fitted: &FittedStacked, columns: &[u32]) -> Vec<f32> {
        // `terms` is ascending.
        let of = |term: &u32| self.terms.binary_search(term).map_or(0.0, |at| fitted.coefficients[at] as f32);
        columns.iter().map(of).collect()
    }
}

/// Rows by themselves.
pub(super) struct Alone<'c> {
    /// Calibrated logits, out of fold.
    pub(super) logits: &'c [Logit],
    pub(super) folds: &'c [usize],
}

/// Returns true if there are enough articles, and enough of them have both labels.
pub(super) fn is_possible(corpus: &Corpus<'_>) -> bool {
    let articles = || corpus.articles().filter(|rows| rows.len() > 1);
    let is_mixed = |rows: &std::ops::Range<usize>| {
        corpus.labels[rows.clone()].iter().collect::<BTreeSet<_>>().len() == Label::ALL.len()
    };
    let number = articles().count();
    number >= FEWEST_ARTICLES && (articles().filter(is_mixed).count() as f64) >= LEAST_MIXED * number as f64
}
