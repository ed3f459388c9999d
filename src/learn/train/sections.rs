//! What a paragraph's words say about the section of its article: the evidence for turns.
//!
//! The parts of an article that turns are like articles of two sections, and of an op-ed's paragraphs many report. Read labels say of
//! each paragraph what it does, inherited ones in what company it is found; so parts are told apart by a model of inherited labels
//! alone. Its logits are calibrated, and the parameters of parts fitted, on read rows that have an inherited label too, each half of the
//! folds by a model of the other.

use super::doubtful::InheritedRows;
use super::fit::{Weighted, fit_each};
use super::parts::{Articles, Evidence, fit_context};
use super::{Corpus, SourceWeight, TrainParams};
use crate::error::Result;
use crate::label::{Label, Logit};
use crate::learn::fit::counts::Counts;
use crate::learn::fit::solver::{Solution, SolverParams, WeightedLabels};
use crate::learn::fit::term_weights::TermWeights;
use crate::learn::turns::splice::splice;
use crate::model::calibration::Calibration;
use crate::model::context::Context;
use crate::model::linear::LinearModel;

/// The fewest read rows of each inherited label that logits are calibrated on.
const FEWEST_ROWS: usize = 100;

/// The penalty and the tolerance of the fits.
const ALPHA: f64 = 1.0;
const TOLERANCE: f64 = 1e-4;

/// Logits of the read rows for the section of their article, out of fold.
pub(super) struct Sections {
    /// Calibrated, one for each row.
    pub(super) logits: Vec<Logit>,
    /// The inherited label of each row that has one.
    labels: Vec<Option<Label>>,
    calibration: Calibration,
    /// The model of all rows with inherited labels, not calibrated.
    of_all: Solution,
}

impl Sections {
    /// Fits models of inherited labels, one without each half of the folds and one of all; none if too few read rows have an inherited label.
    pub(super) fn new(
        corpus: &Corpus<'_>,
        counts: &Counts,
        weights: &TermWeights,
        inherited: &InheritedRows,
        folds: &[usize],
        params: &TrainParams,
    ) -> Result<Option<Sections>> {
        let labels = corpus.inherited_labels().to_vec();
        let number = |label: Label| labels.iter().filter(|has| **has == Some(label)).count();
        if Label::ALL.into_iter().any(|label| number(label) < FEWEST_ROWS) {
            return Ok(None);
        }
        let Some(all) = inherited.outside(None) else { return Ok(None) };
        let rows = [inherited.outside_half(0), inherited.outside_half(1), all.rows.clone()];
        let weigh = |rows: &Vec<usize>| weigh(corpus, weights, rows, params);
        let Some(fits) = rows.iter().map(weigh).collect::<Option<Vec<Weighted>>>() else { return Ok(None) };
        let mut fitted = fit_each(counts, fits, params)?;
        let of_all = fitted.remove(2).solution;
        let mut raw = vec![Logit(0.0); folds.len()];
        for (half, fitted) in fitted.iter().enumerate() {
            let tested: Vec<usize> = (0..folds.len()).filter(|&row| folds[row] % 2 == half).collect();
            tested.iter().zip(fitted.score(counts, &tested)).for_each(|(&row, logit)| raw[row] = logit);
        }
        let known = |(logit, label): (&Logit, &Option<Label>)| Some((*logit, (*label)?));
        let (known, given): (Vec<Logit>, Vec<Label>) = raw.iter().zip(&labels).filter_map(known).unzip();
        // Labels that no words betray are no evidence.
        let Ok(calibration) = Calibration::fit(&known, &given) else { return Ok(None) };
        let logits = raw.into_iter().map(|logit| calibration.apply(logit)).collect();
        Ok(Some(Sections { logits, labels, calibration, of_all }))
    }

    /// The parameters of parts, fitted to the rows for which `is_used` holds.
    pub(super) fn context(&self, corpus: &Corpus<'_>, is_used: impl Fn(usize) -> bool) -> Context {
        fit_context(corpus, &Evidence { logits: &self.logits, labels: &self.labels }, is_used)
    }

    /// Articles joined from parts of different sections, of the rows for which `is_used` holds.
    pub(super) fn spliced(&self, corpus: &Corpus<'_>, is_used: impl Fn(usize) -> bool, most: usize) -> Vec<Vec<usize>> {
        let articles = Articles::new(corpus, &self.labels, is_used);
        splice(&articles.pure, most).into_iter().map(|spliced| spliced.paragraphs).collect()
    }

    /// The model itself, of all rows with inherited labels, in the columns of a model.
    pub(super) fn model(&self, columns: &[u32]) -> LinearModel {
        let Calibration { slope, intercept } = self.calibration;
        let coefficient = |&term: &u32| (slope * self.of_all.coefficients[term as usize]) as f32;
        LinearModel {
            coefficients: columns.iter().map(coefficient).collect(),
            intercept: slope * self.of_all.intercept + intercept,
        }
    }
}

/// Rows with inherited labels as they stand; none without both labels.
fn weigh(corpus: &Corpus<'_>, weights: &TermWeights, rows: &[usize], params: &TrainParams) -> Option<Weighted> {
    let labels: Vec<Label> = rows.iter().map(|&row| corpus.label(row)).collect();
    if Label::ALL.iter().any(|label| !labels.contains(label)) {
        return None;
    }
    // Collections of inherited labels are of very different sizes.
    let params = TrainParams { source_weight: SourceWeight::Sqrt, ..params.clone() };
    let targets = WeightedLabels { weights: corpus.weights(rows, &[], &params), ..WeightedLabels::unweighted(labels) };
    let solver = SolverParams { alpha: ALPHA, tolerance: TOLERANCE, ..params.solver };
    Some(Weighted { rows: rows.to_vec(), weights: weights.clone(), targets, solver })
}
