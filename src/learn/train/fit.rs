//! Counts of some rows → coefficients.

use rayon::prelude::*;

use super::Corpus;
use super::doubtful::{Doubtful, InheritedRows};
use super::{Solver, TermWeight, TrainParams};
use crate::error::{Error, ErrorKind, Message, Parameter, Result};
use crate::label::{Label, Logit};
use crate::learn::fit::matrix::{CsrMatrix, Matrix};
use crate::learn::fit::solver::{
    MOST_TOGETHER, OfTogether, Solution, SolverParams, WeightedLabels, fit_dense, fit_sparse, fit_together,
};
use crate::learn::{fit::counts::Counts, fit::term_weights::TermWeights, fit::weighted_rows::WeightedRows};
use crate::model::vocabulary::Vocabulary;

/// A fit to some rows of a corpus.
pub(super) struct Fitted {
    pub(super) weights: TermWeights,
    /// It has a coefficient for each term of the counts.
    pub(super) solution: Solution,
}

impl Fitted {
    /// The logits of some rows.
    pub(super) fn score(&self, counts: &Counts, rows: &[usize]) -> Vec<Logit> {
        let matrix = WeightedRows::new(counts, rows, &self.weights);
        let mut coefficients = self.solution.coefficients.clone();
        matrix.weigh(0, &mut coefficients);
        let coefficients: Vec<[f64; 1]> = coefficients.into_iter().map(|w| [w]).collect();
        let logit = |row| Logit(self.solution.intercept + matrix.row_dot(row, &coefficients)[0]);
        (0..rows.len()).map(logit).collect()
    }

    /// The coefficients of some terms of the counts.
    pub(super) fn coefficients(&self, terms: &[u32]) -> Vec<f64> {
        terms.iter().map(|&term| self.solution.coefficients[term as usize]).collect()
    }
}

/// A model of all rows: its terms, their values in each row, and their coefficients.
pub(crate) struct FittedToAll {
    pub(crate) terms: Vocabulary,
    pub(crate) matrix: CsrMatrix,
    pub(crate) coefficients: Vec<f64>,
}

impl FittedToAll {
    pub(crate) fn new(
        corpus: &Corpus<'_>,
        counts: &Counts,
        inherited: &InheritedRows,
        params: &TrainParams,
    ) -> Result<FittedToAll> {
        FittedToAll::of(fit_one(counts, Weighted::all(corpus, counts, inherited, params)?, params)?, corpus, counts)
    }

    pub(super) fn of(fitted: Fitted, corpus: &Corpus<'_>, counts: &Counts) -> Result<FittedToAll> {
        let all: Vec<usize> = (0..corpus.rows.len()).collect();
        let (tfidf, columns) = fitted.weights.tfidf(counts)?;
        let matrix = WeightedRows::new(counts, &all, &fitted.weights).to_csr(&columns);
        Ok(FittedToAll { terms: tfidf.vocabulary, matrix, coefficients: fitted.coefficients(&columns) })
    }
}

/// How many times further from the optimum a fit may stop if it only scores other rows: their logits move by about a thousandth.
const SCORING: f64 = 10.0;

/// Rows with their labels, and the weights of their terms.
pub(super) struct Weighted {
    pub(super) rows: Vec<usize>,
    pub(super) weights: TermWeights,
    pub(super) targets: WeightedLabels,
    pub(super) solver: SolverParams,
}

impl Weighted {
    /// All rows: what the model itself is fitted to.
    pub(super) fn all(
        corpus: &Corpus<'_>,
        counts: &Counts,
        inherited: &InheritedRows,
        params: &TrainParams,
    ) -> Result<Weighted> {
        let all: Vec<usize> = (0..corpus.rows.len()).collect();
        weigh(corpus, counts, &all, inherited.outside(None), params)
    }

    /// Read rows, and others whose labels are doubtful, in order to score rows that are not among them.
    pub(super) fn to_score(
        corpus: &Corpus<'_>,
        counts: &Counts,
        read: &[usize],
        inherited: Option<&Doubtful>,
        params: &TrainParams,
    ) -> Result<Weighted> {
        let weighted = weigh(corpus, counts, read, inherited, params)?;
        let solver = SolverParams { tolerance: SCORING * params.solver.tolerance, ..params.solver };
        Ok(Weighted { solver, ..weighted })
    }

    /// The labels and weights of more rows, of which it leaves out all but its own.
    fn among(&self, rows: &Rows) -> WeightedLabels {
        let number = rows.all.len();
        let (mut labels, mut weights) = (vec![Label::News; number], vec![0.0; number]);
        let mut doubts = self.targets.doubts.as_ref().map(|_| vec![0.0; number]);
        for (at, &row) in self.rows.iter().enumerate() {
            let place = rows.places[row] as usize;
            (labels[place], weights[place]) = (self.targets.labels[at], self.targets.weights[at]);
            if let (Some(to), Some(from)) = (&mut doubts, &self.targets.doubts) {
                to[place] = from[at];
            }
        }
        WeightedLabels { labels, weights, doubts, offsets: None }
    }
}

/// The rows of several fits.
struct Rows {
    /// Ascending.
    all: Vec<usize>,
    /// Where each row is in `all`.
    places: Vec<u32>,
}

impl Rows {
    fn of(fits: &[Weighted]) -> Rows {
        let rows = || fits.iter().flat_map(|fit| fit.rows.iter().copied());
        let mut is_one = vec![false; rows().max().map_or(0, |last| last + 1)];
        rows().for_each(|row| is_one[row] = true);
        let all: Vec<usize> = (0..is_one.len()).filter(|&row| is_one[row]).collect();
        let mut places = vec![0; is_one.len()];
        (0..).zip(&all).for_each(|(place, &row)| places[row] = place);
        Rows { all, places }
    }
}

/// Fits to each of some sets of rows, with the penalty of the first. The fits share the passes over the rows, so that [`MOST_TOGETHER`]
/// of them are the best number.
pub(super) fn fit_each(counts: &Counts, fits: Vec<Weighted>, params: &TrainParams) -> Result<Vec<Fitted>> {
    let Some(alpha) = fits.first().map(|fit| fit.solver.alpha) else { return Ok(Vec::new()) };
    if params.solver_kind == Solver::Dense || fits.len() == 1 {
        let fitted: Vec<Result<Fitted>> = fits.into_par_iter().map(|fit| fit_one(counts, fit, params)).collect();
        return fitted.into_iter().collect();
    }
    let rows = Rows::of(&fits);
    let spread = |fit: Weighted| (fit.among(&rows), fit.weights, fit.solver);
    let fits: Vec<(WeightedLabels, TermWeights, SolverParams)> = fits.into_iter().map(spread).collect();
    let together: Vec<OfTogether<'_>> =
        fits.iter().map(|(targets, weights, params)| OfTogether { weights, targets, stop: (*params).into() }).collect();
    let solutions = fit_together(counts, &rows.all, alpha, &together)?;
    Ok(fits.into_iter().zip(solutions).map(|((_, weights, _), solution)| Fitted { weights, solution }).collect())
}

/// Does something for each of `jobs` that takes a fit, some at a time: what they weigh and fit takes memory. In the order of jobs, so that
/// the error that is reported does not depend on the threads.
pub(super) fn fit_in_turns<J: Copy + Sync, T: Send>(
    counts: &Counts,
    jobs: &[J],
    params: &TrainParams,
    weigh: impl Fn(J) -> Result<Weighted> + Sync,
    then: impl Fn(J, Fitted) -> T + Sync,
) -> Result<Vec<T>> {
    let turns = jobs.len().div_ceil(MOST_TOGETHER).max(1);
    let mut out = Vec::with_capacity(jobs.len());
    for jobs in jobs.chunks(jobs.len().div_ceil(turns).max(1)) {
        let weighted: Vec<Result<Weighted>> = jobs.par_iter().map(|&job| weigh(job)).collect();
        let fitted = fit_each(counts, weighted.into_iter().collect::<Result<_>>()?, params)?;
        out.par_extend(jobs.par_iter().zip(fitted).map(|(&job, fitted)| then(job, fitted)));
    }
    Ok(out)
}

/// Fits to some rows.
pub(super) fn fit_one(counts: &Counts, fit: Weighted, params: &TrainParams) -> Result<Fitted> {
    let Weighted { rows, weights, targets, solver } = fit;
    let matrix = WeightedRows::new(counts, &rows, &weights);
    let solution = match params.solver_kind {
        Solver::Sparse => fit_sparse(matrix, targets, solver)?,
        Solver::Dense => fit_features(&matrix, weights.features(), &targets, solver)?,
    };
    Ok(Fitted { weights, solution })
}

fn weigh(
    corpus: &Corpus<'_>,
    counts: &Counts,
    read: &[usize],
    inherited: Option<&Doubtful>,
    params: &TrainParams,
) -> Result<Weighted> {
    let others = inherited.map_or(&[][..], |inherited| &inherited.rows);
    let rows = [read, others].concat();
    let mut weights = TermWeights::fit(counts, &rows, params.vocabulary);
    if weights.features().is_empty() {
        let what = format!("no term is in {} rows or more", params.vocabulary.min_df);
        return Err(Error::new(ErrorKind::Training, what)
            .remedy(Message::from("lower ").name(Parameter::MinDf).then(", or train on more rows")));
    }
    let labels: Vec<Label> = rows.iter().map(|&row| corpus.label(row)).collect();
    let doubts = inherited.map(|inherited| [vec![0.0; read.len()], inherited.doubts.clone()].concat());
    let targets = WeightedLabels { labels, weights: corpus.weights(read, others, params), doubts, offsets: None };
    if params.term_weight == TermWeight::Supervised {
        weights.supervise(counts, &rows, &targets);
    }
    Ok(Weighted { rows, weights, targets, solver: params.solver })
}

/// Fits with the dense solver, on the columns that are features only, to save memory.
fn fit_features(
    matrix: &WeightedRows<'_>,
    features: &[u32],
    targets: &WeightedLabels,
    params: SolverParams,
) -> Result<Solution> {
    let solution = fit_dense(&matrix.to_csr(features), targets, params)?;
    let mut coefficients = vec![0.0; matrix.columns()];
    features.iter().zip(&solution.coefficients).for_each(|(&term, &w)| coefficients[term as usize] = w);
    Ok(Solution { coefficients, ..solution })
}
