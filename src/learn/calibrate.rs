//! A model and labelled rows of one outlet → the same model, calibrated to that outlet.
//!
//! Coefficients carry over between publishers; the threshold does not: an outlet whose reports explain, or whose columns are
//! dry, lies elsewhere on the same scale. A few dozen labelled paragraphs show where.

use std::sync::Arc;

use super::train::{Corpus, base_rate, others};
use super::{measure::figure::Figure, measure::metrics::Metrics};
use crate::error::{Error, ErrorKind, Message, Parameter, Result};
use crate::label::{Label, Logit, Probability};
use crate::learn::fit::calibration::Adjustment;
use crate::model::vectorizer::Vectorizer;
use crate::model::{LaterCalibration, Model};
use crate::tables::rows::group;
use crate::tables::rows::group::{Folds, Group};
use crate::tables::rows::{Lint, Table, lint};

/// The fewest rows of a label: fewer do not show where it lies.
pub const FEWEST_ROWS: usize = 10;
/// The folds of the figures after calibration; if there are fewer groups, each is left out once.
const FOLDS: usize = 10;

/// The result of a calibration, beside the model.
#[derive(Debug, Clone, PartialEq)]
pub struct CalibrationReport {
    /// Problems found in the tables' rows.
    pub lint: Lint,
    /// Rows that the model was calibrated to.
    pub rows: usize,
    /// Rows labelled opinion.
    pub opinion: usize,
    /// What the folds of `after` kept together.
    pub group: Group,
    /// The number of groups.
    pub groups: usize,
    /// Rows whose text the model was trained on; none if it keeps no record.
    pub seen: Option<usize>,
    /// The old calibrated logit z becomes slope · z + shift.
    pub adjustment: Adjustment,
    /// The figures of the model as it was, each paragraph alone.
    pub before: Metrics,
    /// Out-of-fold figures: each row by a calibration to the other folds. None if there is a single group, or if the rows outside
    /// some fold allow no calibration.
    pub after: Option<Metrics>,
}

impl CalibrationReport {
    /// Returns true if the out-of-fold log loss has fallen; none without out-of-fold figures.
    pub fn is_better(&self) -> Option<bool> {
        self.after.map(|after| after.log_loss < self.before.log_loss)
    }

    /// Returns true if each group was a separate fold.
    pub fn leaves_one_out(&self) -> bool {
        self.groups < FOLDS
    }
}

/// Calibrates a model to labelled tables. Its terms and coefficients stay as they are.
///
/// # Errors
/// [`ErrorKind::Training`] if a label has fewer than [`FEWEST_ROWS`] rows, or if the model ranks the rows no better than chance.
///
/// ```
/// use oped::tables::table::{TableParams, read_table};
/// let mut csv = String::from("text,label\n");
/// for n in 0..20 {
///     csv += &format!("The council met on day {n} and voted on item {n}.,news\n");
///     csv += &format!("We must say no to item {n} of this absurd plan!,opinion\n");
/// }
/// let table = read_table("desk.csv", csv.as_bytes(), &TableParams::default())?;
/// let (model, report) = oped::learn::calibrate::calibrate(oped::Model::shipped()?, &[table])?;
/// assert!(report.after.is_some_and(|after| after.log_loss < 0.3));
/// # Ok::<(), oped::error::Error>(())
/// ```
pub fn calibrate(model: impl Into<Arc<Model>>, tables: &[Table]) -> Result<(Model, CalibrationReport)> {
    let lint = lint(tables);
    let corpus = Corpus::new(tables, &lint);
    let labels = corpus.labels();
    refuse_few(labels)?;
    let vectorizer = Vectorizer::new(model);
    let model = vectorizer.model();
    let logits = corpus.score(|text, sources| vectorizer.logit(text, sources));
    // The rows of an article share author and topic; without articles, at least equal texts stay together.
    let group = if corpus.has_articles() { Group::Article } else { Group::Row };
    let keys = corpus.keys(group);
    let adjustment = Adjustment::fit(&logits, labels)?;
    let groups = group::distinct(&keys);
    let folds = if groups < FOLDS { Folds::All } else { Folds::Count(FOLDS) };
    let crossed = cross_fit(&logits, labels, &folds.assign(&keys));
    let before = Metrics::new(&probabilities(&logits), labels);
    refuse_backwards(before.auc)?;
    let report = CalibrationReport {
        rows: labels.len(),
        opinion: labels.iter().filter(|label| label.is_opinion()).count(),
        group,
        groups,
        seen: corpus.seen(model),
        adjustment,
        before,
        after: crossed.map(|crossed| Metrics::new(&probabilities(&crossed), labels)),
        lint,
    };
    let mut calibrated = model.clone();
    let card = &mut calibrated.card;
    card.calibration = adjustment.after(card.calibration);
    card.base_rate = Some(base_rate(labels).0);
    card.later_calibrations.push(LaterCalibration {
        corpus: corpus.entries(tables),
        slope: adjustment.slope,
        shift: adjustment.shift,
        before: figures(&report.before),
        after: report.after.as_ref().map(figures).unwrap_or_default(),
    });
    // Figures on these rows would flatter from now on.
    if let Some(texts) = &mut calibrated.texts {
        let texts = texts.to_mut();
        texts.extend(corpus.texts());
        texts.sort_unstable();
        texts.dedup();
    }
    Ok((calibrated, report))
}

/// The figures in a card.
fn figures(metrics: &Metrics) -> Vec<(String, f64)> {
    Figure::ALL.iter().filter_map(|figure| Some((figure.name().to_owned(), figure.of(metrics)?))).collect()
}

/// Refuses a model that is no better than chance: no slope and shift can help it.
fn refuse_backwards(auc: f64) -> Result<()> {
    if auc > 0.5 {
        return Ok(());
    }
    let what =
        format!("the model ranks these rows no better than chance (AUC {auc:.3}), so it cannot be calibrated to them");
    Err(Error::new(ErrorKind::Training, what).remedy("check whether the two labels are swapped, or train on the rows"))
}

fn refuse_few(labels: &[Label]) -> Result<()> {
    for label in Label::ALL {
        let rows = labels.iter().filter(|has| **has == label).count();
        if rows < FEWEST_ROWS {
            let what = format!("there are {rows} {label} rows, and a calibration needs {FEWEST_ROWS}");
            return Err(Error::new(ErrorKind::Training, what).remedy(
                Message::from("label some more paragraphs, or state the share of opinion with ")
                    .name(Parameter::Prior)
                    .then(" when scoring"),
            ));
        }
    }
    Ok(())
}

fn probabilities(logits: &[Logit]) -> Vec<Probability> {
    logits.iter().map(|logit| logit.probability()).collect()
}

/// Passes each row through an adjustment to the other folds, moved to the share of opinion of all rows: articles often have one
/// label, and if a fold is opinion the others are mostly news. None if the others hold a single label or allow no adjustment;
/// only the figures are lost.
fn cross_fit(logits: &[Logit], labels: &[Label], folds: &[usize]) -> Option<Vec<Logit>> {
    let number = folds.iter().max().map_or(0, |last| last + 1);
    let adjustment = |fold: usize| {
        let (logits, of_rest) = others(logits, labels, folds, fold);
        if !Label::ALL.iter().all(|label| of_rest.contains(label)) {
            return None;
        }
        let mut adjustment = Adjustment::fit(&logits, &of_rest).ok()?;
        adjustment.shift += base_rate(labels).logit().0 - base_rate(&of_rest).logit().0;
        Some(adjustment)
    };
    let adjustments: Vec<Adjustment> = (0..number).map(adjustment).collect::<Option<_>>()?;
    Some(logits.iter().zip(folds).map(|(&logit, &fold)| adjustments[fold].apply(logit)).collect())
}
