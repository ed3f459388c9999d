//! Labelled tables → model.
//!
//! ```text
//! rows ─voice→ spans ─counts→ terms ─┬─ per fold: tf-idf → matrix → solver → out-of-fold logits ─→ calibration, band, metrics
//!                                    └─ all rows: tf-idf → matrix → solver ─────────────────────→ the model's coefficients
//! ```
//!
//! The solver fits to all of these side by side: each pass over the rows serves every fit.
//!
//! Nothing here is random or depends on the number of threads: folds are hashes of the groups' names, jobs are independent, sums
//! run in a fixed order. The same tables give the same bytes.

mod cross_validation;
mod doubtful;
mod examples;
mod fit;
mod folding;
mod inherited;
mod measured;
mod out_of_fold;
mod params;
mod parts;
mod prepared;
mod refuse;
mod scored;
mod sections;
mod stacking;
mod stage;
mod voices;

pub use cross_validation::{CrossValidation, cross_validate, cross_validate_scope};
pub(crate) use cross_validation::{cross_validate_and_fit, cross_validate_and_score};
pub(crate) use doubtful::InheritedRows;
pub(crate) use examples::{Corpus, base_rate, labels_span_folds};
pub(crate) use fit::FittedToAll;
pub use folding::Folding;
pub use out_of_fold::OutOfFold;
pub(crate) use out_of_fold::{cross_calibrate, cross_fit, others};
pub use params::{Solver, SourceWeight, TermWeight, TrainParams};
pub(crate) use refuse::{refuse_folds, refuse_one_fold};
pub(crate) use scored::ScoredRows;
pub use stage::Stage;
pub use voices::LabelledArticle;
pub(crate) use voices::cross_read;

use self::measured::{Measured, source_entries};
use self::out_of_fold::{Calibrated, cross_fit_and_fit};
use self::params::parameters;
use self::parts::{Evidence, fit_context};
use self::prepared::{Prepared, prepare};
use self::stacking::{Alone, Stacking};
use self::voices::cross_context;
use crate::error::{Error, Result};
use crate::label::{Logit, Probability};
use crate::learn::measure::metrics::Metrics;
use crate::model::calibration::{Calibration, UnsureBand};
use crate::model::{Card, CardContext, InheritedEntry, Model};
use crate::model::{context::Context, file::FORMAT, linear::LinearModel};
use crate::tables::rows::{Lint, Table};
use crate::terms::Scope;

/// The result of training, beside the model.
#[derive(Debug, Clone, PartialEq)]
pub struct TrainReport {
    /// Problems found in the tables' rows.
    pub lint: Lint,
    /// How the rows were divided.
    pub folding: Folding,
    /// Rows trained on.
    pub rows: usize,
    /// Rows labelled opinion.
    pub opinion: usize,
    /// The rows with inherited labels that were trained on too.
    pub inherited: Option<InheritedEntry>,
    /// The number of terms.
    pub terms: usize,
    /// Out-of-fold figures, each paragraph alone.
    pub alone: Metrics,
    /// Out-of-fold figures in the article's context; none if no article has two rows, or if folds are by row: they split articles,
    /// and a row's neighbours would not be out of fold.
    pub in_context: Option<Metrics>,
    /// The objective of the fit to all rows.
    pub objective: f64,
    /// ‖gradient‖ of the fit to all rows.
    pub gradient_norm: f64,
    /// Steps of the fit to all rows.
    pub iterations: u64,
}

/// Trains a model on labelled tables.
///
/// # Errors
/// [`ErrorKind::Training`] if a label is missing altogether or from what a fold trains on, or if out of fold the rows are ranked no
/// better than by chance; [`ErrorKind::Convergence`] if a fit did not converge; [`ErrorKind::Usage`] for parameters that make
/// no sense.
///
/// [`ErrorKind::Training`]: crate::error::ErrorKind::Training
/// [`ErrorKind::Convergence`]: crate::error::ErrorKind::Convergence
/// [`ErrorKind::Usage`]: crate::error::ErrorKind::Usage
///
/// ```
/// use oped::tables::table::{TableParams, read_table};
/// use oped::learn::train::{TrainParams, train};
/// let mut csv = String::from("text,label\n");
/// for n in 0..40 {
///     csv += &format!("The council met on day {n} and voted on item {n}.,news\n");
///     csv += &format!("We must say no to item {n} of this absurd plan!,opinion\n");
/// }
/// let table = read_table("toy.csv", csv.as_bytes(), &TableParams::default())?;
/// let (model, report) = train(&[table], &TrainParams::default())?;
/// assert_eq!(report.rows, 80);
/// assert!(model.tfidf.vocabulary.column("must").is_some());
/// # Ok::<(), oped::error::Error>(())
/// ```
pub fn train(tables: &[Table], params: &TrainParams) -> Result<(Model, TrainReport)> {
    train_in_stages(tables, params, |_| ())
}

/// [`train`], calling `done` at the end of each stage, so that the caller can time it.
///
/// # Errors
/// Those of [`train`].
pub fn train_in_stages(
    tables: &[Table],
    params: &TrainParams,
    mut done: impl FnMut(Stage),
) -> Result<(Model, TrainReport)> {
    let Prepared { corpus, lint, counts, folding, folds, inherited } =
        prepare(tables, params, Scope::NamesMasked, &mut done)?;
    let (out_of_fold, fitted) = cross_fit_and_fit(&corpus, &counts, &folds, &inherited, params)?;
    let group = folding.group;
    done(Stage::Fits);
    let labels = corpus.labels();
    let calibration = Calibration::fit(out_of_fold.logits(), labels)?;
    // For the figures, each row's sigmoid was not fitted to the row either.
    let Calibrated { logits, pooled_folds } = cross_calibrate(&out_of_fold, labels, &folds)?;
    let alone: Vec<Probability> = logits.iter().map(|logit| logit.probability()).collect();
    done(Stage::Calibration);
    let of_rows = Alone { logits: &logits, folds: &folds };
    let stacking = Stacking::new(&corpus, &counts, &fitted.weights, &inherited, of_rows, params)?;
    let in_context = cross_context(&corpus, group, stacking.as_ref(), &logits, &folds)?.map(|of| of.probabilities);
    let stacked = stacking.as_ref().filter(|_| in_context.is_some());
    let turns = match stacked {
        Some(stacking) => stacking.turns,
        None if in_context.is_some() => {
            fit_context(&corpus, &Evidence { logits: &logits, labels: &corpus.given() }, |_| true)
        }
        None => Context::default(),
    };
    let stacked = stacked.map(|of| Ok::<_, Error>((of, of.fit(|_| true)?))).transpose()?;
    done(Stage::Context);
    let measured = Measured::new(&corpus, group, &alone, in_context.as_deref());
    let (figures, intervals) = (measured.figures(), measured.intervals());
    let sources = source_entries(&corpus, &alone, in_context.as_deref());
    done(Stage::Figures);

    let (tfidf, columns) = fitted.weights.tfidf(&counts)?;
    let coefficients = fitted.coefficients(&columns).into_iter().map(|w| w as f32).collect();
    let sections = stacked.as_ref().and_then(|(of, _)| of.sections.as_ref());
    let section = sections.map(|of| of.model(&columns));
    let article_coefficients = stacked.as_ref().map(|(of, fitted)| of.coefficients(fitted, &columns));
    let solution = fitted.solution;
    let report = TrainReport {
        lint,
        folding: Folding { pooled_folds, ..folding },
        rows: labels.len(),
        opinion: labels.iter().filter(|label| label.is_opinion()).count(),
        inherited: corpus.inherited_entry(tables),
        terms: tfidf.vocabulary.len(),
        alone: *measured.bootstrap.observed(0),
        in_context: in_context.is_some().then(|| *measured.bootstrap.observed(1)),
        objective: solution.objective,
        gradient_norm: solution.gradient_norm,
        iterations: solution.iterations,
    };
    let card = Card {
        format: FORMAT,
        oped: env!("CARGO_PKG_VERSION").to_owned(),
        language: params.language,
        calibration,
        // Articles of one voice make any other context look good, so its band is that of paragraphs alone.
        unsure: UnsureBand::fit(in_context.as_ref().filter(|_| stacked.is_some()).unwrap_or(&alone), labels),
        context: CardContext::new(stacked.map(|(_, fitted)| fitted.stacked), turns, section.as_ref()),
        intercept: solution.intercept,
        parameters: parameters(params, group, pooled_folds, report.inherited.is_some()),
        corpus: corpus.entries(tables),
        inherited: report.inherited.clone(),
        sources,
        metrics: figures,
        intervals,
        base_rate: Some(base_rate(labels).0),
        later_calibrations: Vec::new(),
        about: params.about.clone(),
    };
    let article_coefficients = article_coefficients.map(Into::into);
    let linear = LinearModel { coefficients, intercept: solution.intercept };
    let (texts, prior_shift) = (Some(corpus.texts().into()), Logit(0.0));
    Ok((Model { tfidf, linear, article_coefficients, section, card, texts, prior_shift }, report))
}
