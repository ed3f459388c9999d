//! Labelled tables → model.
//!
//! ```text
//! rows ─voice→ spans ─counts→ terms ─┬─ per fold: tf-idf → matrix → solver → out-of-fold logits ─→ calibration, band, metrics
//!                                    └─ all rows: tf-idf → matrix → solver ─────────────────────→ the model's coefficients
//! ```
//!
//! Nothing here is random and nothing depends on the number of threads: folds are hashes of the groups' names, jobs are
//! independent, sums run in a fixed order. The same tables give the same bytes.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::corpus::{Lint, Row, RowRef, Table, fingerprint, lint};
use crate::error::{Error, ErrorKind, Result};
use crate::evaluate::bootstrap::{Bootstrap, Estimate};
use crate::evaluate::figure::Figure;
use crate::evaluate::fold::{self, Folds, Group, PassedOver};
use crate::evaluate::metrics::{Metrics, Ranked};
use crate::features::counts::{Counts, Document};
use crate::features::matrix::CsrMatrix;
use crate::features::tfidf::{Columns, TfIdf};
use crate::features::vocabulary::VocabularyParams;
use crate::features::{Extractor, Scope};
use crate::label::{Label, Logit, Probability};
use crate::model::calibration::{Calibration, UnsureBand};
use crate::model::context::Context;
use crate::model::file::FORMAT;
use crate::model::linear::LinearModel;
use crate::model::solver::{Solution, SolverParams, WeightedLabels, fit_dense, fit_sparse};
use crate::model::{Card, CorpusEntry, Model, SourceEntry};
use crate::voice::{Passage, SourceSpan, is_all_quoted, source_spans};

/// Which solver fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Solver {
    /// Ours, on sparse rows.
    Sparse,
    /// linfa-logistic, on a dense copy.
    Dense,
}

/// What a source's rows weigh.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceWeight {
    /// Every row the same.
    None,
    /// The rows of a source and label together as the square root of their number: large collections are damped.
    Sqrt,
    /// The rows of every source and label together the same.
    Equal,
}

/// What a term weighs beside its frequency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TermWeight {
    /// Its idf.
    Idf,
    /// Its idf and what it says of the label ([`TfIdf::supervise`]).
    Supervised,
}

/// How to train.
#[derive(Debug, Clone, PartialEq)]
pub struct TrainParams {
    /// The stemmer's language.
    pub language: String,
    /// What becomes a feature.
    pub vocabulary: VocabularyParams,
    /// What terms weigh.
    pub term_weight: TermWeight,
    /// How the coefficients are fitted.
    pub solver: SolverParams,
    /// By which solver.
    pub solver_kind: Solver,
    /// Whether both classes weigh the same in sum.
    pub class_balanced: bool,
    /// What sources weigh.
    pub source_weight: SourceWeight,
    /// The number of folds.
    pub folds: Folds,
    /// What folds keep together; by the table where it is not given.
    pub group: Option<Group>,
    /// What the makers want to say of the model, in Markdown.
    pub about: String,
}

impl Default for TrainParams {
    fn default() -> Self {
        Self {
            language: "english".to_owned(),
            vocabulary: VocabularyParams::default(),
            term_weight: TermWeight::Supervised,
            solver: SolverParams::default(),
            solver_kind: Solver::Sparse,
            class_balanced: true,
            source_weight: SourceWeight::Sqrt,
            folds: Folds::Count(5),
            group: None,
            about: String::new(),
        }
    }
}

/// Logits of rows by models that were not trained on the rows' groups. Only this module makes them: calibration and
/// figures cannot be fed anything else.
#[derive(Debug, Clone, PartialEq)]
pub struct OutOfFold {
    logits: Vec<Logit>,
}

impl OutOfFold {
    /// One for each training row.
    pub fn logits(&self) -> &[Logit] {
        &self.logits
    }
}

/// What the training found out.
#[derive(Debug, Clone, PartialEq)]
pub struct TrainReport {
    /// What the tables' rows look like.
    pub lint: Lint,
    /// What folds kept together.
    pub group: Group,
    /// What they would rather have kept together, and why they did not.
    pub passed_over: Vec<(Group, PassedOver)>,
    /// The number of groups.
    pub groups: usize,
    /// Rows trained on.
    pub rows: usize,
    /// Of them, labelled opinion.
    pub opinion: usize,
    /// The number of terms.
    pub terms: usize,
    /// Figures out of fold, each paragraph by itself.
    pub alone: Metrics,
    /// Figures out of fold, in the article's context; none where no article has two rows.
    pub in_context: Option<Metrics>,
    /// The final fit's objective, gradient and steps.
    pub objective: f64,
    /// ‖gradient‖ of the final fit.
    pub gradient_norm: f64,
    /// Steps of the final fit.
    pub iterations: u64,
}

/// Trains a model on labelled tables.
///
/// # Errors
/// [`ErrorKind::Training`] where a label is missing altogether or from what a fold trains on;
/// [`ErrorKind::Convergence`] where a fit did not converge; [`ErrorKind::Usage`] for parameters that make no sense.
///
/// ```
/// use oped::corpus::{TableParams, read_table};
/// use oped::train::{TrainParams, train};
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
    let Prepared { corpus, lint, counts, group, passed_over, groups, folds } =
        prepare(tables, params, Scope::NamesMasked)?;
    let out_of_fold = cross_fit(&corpus, &counts, &folds, params)?;
    let labels = corpus.labels();
    let calibration = Calibration::fit(&out_of_fold.logits, &labels)?;
    // The figures are by sigmoids that were not fitted to the rows either.
    let calibrated = cross_calibrate(&out_of_fold, &labels, &folds)?;
    let alone: Vec<Probability> = calibrated.iter().map(|logit| logit.probability()).collect();
    let context = Context::default();
    let in_context = corpus.has_context().then(|| corpus.smooth(&calibrated, &context));
    let measured = Measured::new(&corpus, group, &alone, in_context.as_deref());

    let all: Vec<usize> = (0..labels.len()).collect();
    let (tfidf, _, solution) = fit(&corpus, &counts, &all, params)?;
    let report = TrainReport {
        lint,
        group,
        passed_over,
        groups,
        rows: labels.len(),
        opinion: labels.iter().filter(|label| label.is_opinion()).count(),
        terms: tfidf.vocabulary.terms().len(),
        alone: *measured.bootstrap.observed(0),
        in_context: in_context.is_some().then(|| *measured.bootstrap.observed(1)),
        objective: solution.objective,
        gradient_norm: solution.gradient_norm,
        iterations: solution.iterations,
    };
    let card = Card {
        format: FORMAT,
        oped: env!("CARGO_PKG_VERSION").to_owned(),
        language: params.language.clone(),
        calibration,
        context,
        // Articles of one voice make any context look good, so the band is that of paragraphs by themselves.
        unsure: UnsureBand::fit(&alone, &labels),
        intercept: solution.intercept,
        parameters: parameters(params, group),
        corpus: corpus.entries(tables),
        sources: source_entries(&corpus, &alone, in_context.as_deref()),
        metrics: measured.figures(),
        intervals: measured.intervals(),
        base_rate: Some(base_rate(&labels).0),
        about: params.about.clone(),
    };
    let coefficients = solution.coefficients.iter().map(|&w| w as f32).collect();
    let linear = LinearModel { coefficients, intercept: solution.intercept };
    Ok((Model { tfidf, linear, card, texts: Some(corpus.texts()) }, report))
}

/// Probabilities of the rows by models and sigmoids that were not fitted to the rows' folds.
///
/// Two things still pass between folds: the logits that a sigmoid is fitted to come from models that were trained on the fold
/// it is applied to, and its share of opinion is that of all rows. Neither changes the order of a fold's rows.
#[derive(Debug, Clone, PartialEq)]
pub struct CrossValidation {
    /// What the tables' rows look like.
    pub lint: Lint,
    /// What folds kept together.
    pub group: Group,
    /// What they would rather have kept together, and why they did not.
    pub passed_over: Vec<(Group, PassedOver)>,
    /// The number of groups.
    pub groups: usize,
    /// The number of folds that were to be made.
    pub asked: usize,
    /// The number of folds that hold rows.
    pub folds: usize,
    /// The rows: neither empty nor repeated.
    pub rows: Vec<RowRef>,
    /// Of opinion, each row by itself.
    pub alone: Vec<Probability>,
    /// Of opinion, in the article's context; none where no article has two rows.
    pub in_context: Option<Vec<Probability>>,
}

/// Scores each row by a model that was fitted to the other folds, and calibrates it by a sigmoid that was fitted to the
/// out-of-fold logits of the other folds.
///
/// # Errors
/// Those of [`train`].
pub fn cross_validate(tables: &[Table], params: &TrainParams) -> Result<CrossValidation> {
    cross_validate_scope(tables, params, Scope::NamesMasked)
}

/// [`cross_validate`] with features that know more or less of a text than a model does.
///
/// # Errors
/// Those of [`train`], and [`ErrorKind::Usage`] where the language cannot have this scope.
pub fn cross_validate_scope(tables: &[Table], params: &TrainParams, scope: Scope) -> Result<CrossValidation> {
    let Prepared { corpus, lint, counts, group, passed_over, groups, folds } = prepare(tables, params, scope)?;
    let out_of_fold = cross_fit(&corpus, &counts, &folds, params)?;
    let calibrated = cross_calibrate(&out_of_fold, &corpus.labels, &folds)?;
    let alone = calibrated.iter().map(|logit| logit.probability()).collect();
    let in_context = corpus.has_context().then(|| corpus.smooth(&calibrated, &Context::default()));
    let (asked, folds) = (params.folds.number(groups), folds.iter().collect::<BTreeSet<_>>().len());
    Ok(CrossValidation { lint, group, passed_over, groups, asked, folds, rows: corpus.places, alone, in_context })
}

/// Labelled tables whose rows are cross-validated in more than one way, the same rows each time.
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

    /// Where the rows stand: all but the empty and the repeated ones.
    pub(crate) fn places(&self) -> &[RowRef] {
        &self.corpus.places
    }

    pub(crate) fn labels(&self) -> &[Label] {
        &self.corpus.labels
    }

    /// What each row's group is called.
    pub(crate) fn keys(&self, group: Group) -> Vec<String> {
        self.corpus.keys(group)
    }

    /// None where there are fewer groups than folds, or where what some fold trains on would hold one label only.
    pub(crate) fn divide(&self, group: Group, folds: Folds) -> Result<Option<Division>> {
        let keys = self.corpus.keys(group);
        let groups = fold::distinct(&keys);
        if folds.number(groups) > groups || groups < 2 || !self.corpus.folds_work(&keys, folds) {
            return Ok(None);
        }
        refuse_folds(folds, groups, group)?;
        Ok(Some(Division { group, groups, folds: folds.assign(&keys) }))
    }

    pub(crate) fn count(&self, extractor: &Extractor) -> Counts {
        self.corpus.count(extractor)
    }

    /// The probability of each row by itself ([`cross_validate`]), and whether it is calibrated: a model that is no better than
    /// chance on some fold's rest cannot be, and then none of the folds is.
    pub(crate) fn cross_validate(
        &self,
        counts: &Counts,
        division: &Division,
        params: &TrainParams,
    ) -> Result<(Vec<Probability>, bool)> {
        let out_of_fold = cross_fit(&self.corpus, counts, &division.folds, params)?;
        let probabilities = |logits: Vec<Logit>| logits.into_iter().map(Logit::probability).collect();
        match cross_calibrate(&out_of_fold, &self.corpus.labels, &division.folds) {
            Ok(calibrated) => Ok((probabilities(calibrated), true)),
            Err(error) if error.kind() == ErrorKind::Training => Ok((probabilities(out_of_fold.logits), false)),
            Err(error) => Err(error),
        }
    }

    /// The terms and coefficients of a model of all rows, and their matrix.
    pub(crate) fn fit(&self, counts: &Counts, params: &TrainParams) -> Result<(TfIdf, CsrMatrix, Vec<f64>)> {
        let all: Vec<usize> = (0..self.corpus.rows.len()).collect();
        let (tfidf, columns, solution) = fit(&self.corpus, counts, &all, params)?;
        let matrix = tfidf.transform_counts(counts, &all, &columns);
        Ok((tfidf, matrix, solution.coefficients))
    }
}

/// Each fold's logits through the sigmoid of the others, moved to the share of opinion of all rows: a fold that is mostly
/// opinion leaves others that are mostly news, and without that its rows would be pushed the wrong way.
fn cross_calibrate(out_of_fold: &OutOfFold, labels: &[Label], folds: &[usize]) -> Result<Vec<Logit>> {
    let distinct: Vec<usize> = folds.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
    let base = base_rate(labels).logit();
    let fit = |fold: &usize| {
        let rest = || (0..folds.len()).filter(|&row| folds[row] != *fold);
        let logits: Vec<Logit> = rest().map(|row| out_of_fold.logits[row]).collect();
        let labels: Vec<Label> = rest().map(|row| labels[row]).collect();
        let mut sigmoid = Calibration::fit(&logits, &labels)?;
        sigmoid.intercept += base.0 - base_rate(&labels).logit().0;
        Ok((*fold, sigmoid))
    };
    let sigmoids: BTreeMap<usize, Calibration> = distinct.par_iter().map(fit).collect::<Result<_>>()?;
    Ok(folds.iter().zip(&out_of_fold.logits).map(|(fold, &logit)| sigmoids[fold].apply(logit)).collect())
}

/// The share of opinion.
pub(crate) fn base_rate(labels: &[Label]) -> Probability {
    Probability(labels.iter().filter(|label| label.is_opinion()).count() as f64 / labels.len() as f64)
}

/// What training and cross-validation start from.
struct Prepared<'t> {
    corpus: Corpus<'t>,
    lint: Lint,
    counts: Counts,
    group: Group,
    passed_over: Vec<(Group, PassedOver)>,
    groups: usize,
    /// The fold of each row.
    folds: Vec<usize>,
}

fn prepare<'t>(tables: &'t [Table], params: &TrainParams, scope: Scope) -> Result<Prepared<'t>> {
    if let Folds::Count(0 | 1) = params.folds {
        return Err(Error::new(ErrorKind::Usage, "there must be at least two folds").remedy("give --folds 5, or all"));
    }
    let extractor = Extractor::of_scope(&params.language, scope)?;
    let lint = lint(tables);
    let corpus = Corpus::new(tables, &lint);
    refuse_one_class(&corpus.labels(), "the tables")?;
    let Grouping { group, keys, passed_over } = corpus.groups(params)?;
    let groups = fold::distinct(&keys);
    refuse_folds(params.folds, groups, group)?;
    let counts = corpus.count(&extractor);
    let folds = params.folds.assign(&keys);
    Ok(Prepared { corpus, lint, counts, group, passed_over, groups, folds })
}

/// What folds keep together.
struct Grouping {
    group: Group,
    /// What each row's group is called.
    keys: Vec<String>,
    passed_over: Vec<(Group, PassedOver)>,
}

/// The most folds: each is a fit of its own.
const MOST_FOLDS: usize = 1000;

fn refuse_folds(folds: Folds, groups: usize, group: Group) -> Result<()> {
    let number = folds.number(groups);
    if number > groups {
        let plural = if groups == 1 { "" } else { "s" };
        let what = format!("{folds} folds cannot be made of {groups} group{plural} by {}", group.as_str());
        return Err(Error::new(ErrorKind::Usage, what).remedy("give fewer --folds, or another --group"));
    }
    if number > MOST_FOLDS {
        let what = format!("{number} folds are {number} fits, more than the {MOST_FOLDS} that are done");
        return Err(Error::new(ErrorKind::Usage, what).remedy("give fewer --folds, or a coarser --group"));
    }
    Ok(())
}

/// The rows that are trained on.
pub(crate) struct Corpus<'t> {
    rows: Vec<&'t Row>,
    labels: Vec<Label>,
    /// Where each row stands.
    places: Vec<RowRef>,
    all: &'t [Table],
    sources: Vec<Vec<SourceSpan>>,
    /// Ranges of `rows` that are consecutive in one article.
    articles: Vec<std::ops::Range<usize>>,
}

impl<'t> Corpus<'t> {
    /// Reads voices in the article's context, then leaves out empty and repeated rows.
    pub(crate) fn new(tables: &'t [Table], lint: &Lint) -> Self {
        let repeated = lint.duplicates.iter().map(|repeat| repeat.row);
        let left_out: BTreeSet<RowRef> = lint.empty.iter().copied().chain(repeated).collect();
        let mut corpus = Corpus {
            rows: Vec::new(),
            labels: Vec::new(),
            places: Vec::new(),
            all: tables,
            sources: Vec::new(),
            articles: Vec::new(),
        };
        for (number, table) in tables.iter().enumerate() {
            let articles = table.articles();
            let spans: Vec<Vec<Vec<SourceSpan>>> =
                articles.par_iter().map(|range| voices(&table.rows[range.clone()])).collect();
            for (range, spans) in articles.into_iter().zip(spans) {
                let start = corpus.rows.len();
                for (at, spans) in range.zip(spans) {
                    let row = &table.rows[at];
                    let place = RowRef { table: number, row: at };
                    if let Some(label) = row.label.filter(|_| !left_out.contains(&place)) {
                        corpus.rows.push(row);
                        corpus.labels.push(label);
                        corpus.places.push(place);
                        corpus.sources.push(spans);
                    }
                }
                corpus.articles.push(start..corpus.rows.len());
            }
        }
        corpus
    }

    pub(crate) fn labels(&self) -> Vec<Label> {
        self.labels.clone()
    }

    fn source(&self, row: usize) -> &str {
        self.table(row).source_of(self.rows[row])
    }

    /// Publishers where there are enough of them, else articles, else rows.
    fn groups(&self, params: &TrainParams) -> Result<Grouping> {
        let mut passed_over = Vec::new();
        if let Some(group) = params.group {
            let keys = self.keys(group);
            if fold::distinct(&keys) < 2 {
                let what =
                    format!("all rows share one {}, so folds by {} cannot be made", group.as_str(), group.as_str());
                return Err(Error::new(ErrorKind::Training, what).remedy("choose another --group"));
            }
            return Ok(Grouping { group, keys, passed_over });
        }
        // A few publishers are too few to speak for others; articles only must not be split.
        for (group, least) in [(Group::Source, 2), (Group::Article, 1)] {
            match self.keys_for_folds(group, least, params.folds) {
                Ok(keys) => return Ok(Grouping { group, keys, passed_over }),
                Err(why) => passed_over.push((group, why)),
            }
        }
        Ok(Grouping { group: Group::Row, keys: self.keys(Group::Row), passed_over })
    }

    /// The rows' keys where there are at least so many groups for each fold, and what each fold trains on holds both labels.
    fn keys_for_folds(&self, group: Group, least: usize, folds: Folds) -> std::result::Result<Vec<String>, PassedOver> {
        // Where no row names a source, the tables are the sources.
        let is_named = match group {
            Group::Source => self.all.len() > 1 || self.rows.iter().any(|row| row.source.is_some()),
            Group::Article => self.has_articles(),
            Group::Row => true,
        };
        if !is_named {
            return Err(PassedOver::Unnamed);
        }
        let keys = self.keys(group);
        let needed = match folds {
            Folds::Count(folds) => least * folds,
            Folds::All => 2,
        };
        match fold::distinct(&keys) {
            groups if groups < needed => Err(PassedOver::TooFew { groups, needed }),
            _ if !self.folds_work(&keys, folds) => Err(PassedOver::LabelsApart),
            _ => Ok(keys),
        }
    }

    /// Whether what each fold trains on holds both labels: neither label is in one fold only.
    fn folds_work(&self, keys: &[String], folds: Folds) -> bool {
        let assigned = folds.assign(keys);
        Label::ALL.into_iter().all(|label| {
            let of_label = assigned.iter().zip(&self.labels).filter(|(_, has)| **has == label);
            of_label.map(|(fold, _)| fold).collect::<BTreeSet<_>>().len() > 1
        })
    }

    /// What each row's group is called.
    pub(crate) fn keys(&self, group: Group) -> Vec<String> {
        (0..self.rows.len()).map(|row| fold::key(self.table(row), self.rows[row], group)).collect()
    }

    /// Whether some row names its article.
    pub(crate) fn has_articles(&self) -> bool {
        self.rows.iter().any(|row| row.article.is_some())
    }

    /// A logit for each row.
    pub(crate) fn score(&self, logit: impl Fn(&str, &[SourceSpan]) -> Logit + Sync) -> Vec<Logit> {
        self.rows.par_iter().zip(&self.sources).map(|(row, sources)| logit(&row.text, sources)).collect()
    }

    /// How many of the rows' texts a model was trained on; none where it cannot be told.
    pub(crate) fn seen(&self, model: &Model) -> Option<usize> {
        let texts = model.texts.as_ref()?;
        Some(self.rows.iter().filter(|row| texts.binary_search(&fingerprint(&row.text)).is_ok()).count())
    }

    fn table(&self, row: usize) -> &'t Table {
        &self.all[self.places[row].table]
    }

    fn count(&self, extractor: &Extractor) -> Counts {
        let documents: Vec<Document<'_>> =
            self.rows.iter().zip(&self.sources).map(|(row, sources)| Document { text: &row.text, sources }).collect();
        Counts::new(extractor, &documents)
    }

    fn has_context(&self) -> bool {
        self.articles.iter().any(|range| range.len() > 1)
    }

    fn smooth(&self, logits: &[Logit], context: &Context) -> Vec<Probability> {
        let is_voiced: Vec<bool> =
            self.rows.iter().zip(&self.sources).map(|(row, spans)| !is_all_quoted(&row.text, spans)).collect();
        let smooth =
            |range: &std::ops::Range<usize>| context.smooth_voiced(&logits[range.clone()], &is_voiced[range.clone()]);
        self.articles.iter().flat_map(smooth).map(Logit::probability).collect()
    }

    /// Rows of each (source, label).
    fn cells(&self, rows: &[usize]) -> BTreeMap<(&str, Label), usize> {
        let mut cells = BTreeMap::new();
        for &row in rows {
            *cells.entry((self.source(row), self.labels[row])).or_default() += 1;
        }
        cells
    }

    /// The weights of some rows: by source and label, then scaled so that the classes weigh the same (if balanced), and
    /// one on average.
    fn weights(&self, rows: &[usize], params: &TrainParams) -> Vec<f64> {
        let cells = self.cells(rows);
        let mut weights: Vec<f64> = rows
            .iter()
            .map(|&row| match params.source_weight {
                SourceWeight::None => 1.0,
                SourceWeight::Sqrt => 1.0 / (cells[&(self.source(row), self.labels[row])] as f64).sqrt(),
                SourceWeight::Equal => 1.0 / cells[&(self.source(row), self.labels[row])] as f64,
            })
            .collect();
        let sum = |weights: &[f64], label: Label| -> f64 {
            rows.iter().zip(weights).filter(|(row, _)| self.labels[**row] == label).map(|(_, w)| w).sum()
        };
        let total: f64 = weights.iter().sum();
        let factors = Label::ALL.map(|label| {
            if params.class_balanced {
                rows.len() as f64 / 2.0 / sum(&weights, label)
            } else {
                rows.len() as f64 / total
            }
        });
        for (weight, &row) in weights.iter_mut().zip(rows) {
            *weight *= factors[usize::from(self.labels[row].is_opinion())];
        }
        weights
    }

    /// The hashes of the rows' texts.
    pub(crate) fn texts(&self) -> Vec<u32> {
        self.rows.iter().map(|row| fingerprint(&row.text)).collect::<BTreeSet<u32>>().into_iter().collect()
    }

    pub(crate) fn entries(&self, tables: &[Table]) -> Vec<CorpusEntry> {
        let count = |number: usize, label: Label| {
            self.places.iter().zip(&self.labels).filter(|(place, has)| place.table == number && **has == label).count()
        };
        let entry = |(number, table): (usize, &Table)| CorpusEntry {
            name: table.file_name().to_owned(),
            news: count(number, Label::News),
            opinion: count(number, Label::Opinion),
            hash: format!("{:016x}", table.hash),
        };
        tables.iter().enumerate().map(entry).collect()
    }
}

/// So often groups are drawn for the card's intervals.
const RESAMPLES: usize = 1000;

/// Out-of-fold figures of the training rows.
struct Measured {
    /// Alone, and in context where there is one.
    bootstrap: Bootstrap,
    places: usize,
}

impl Measured {
    fn new(corpus: &Corpus<'_>, group: Group, alone: &[Probability], in_context: Option<&[Probability]>) -> Measured {
        let groups: Vec<u32> = fold::number(&corpus.keys(group)).into_iter().map(|number| number as u32).collect();
        let number = groups.iter().max().map_or(0, |last| *last as usize + 1);
        let columns = [Some(alone), in_context].into_iter().flatten();
        let ranked: Vec<Ranked> = columns.map(|column| Ranked::new(column, &corpus.labels, &groups)).collect();
        Measured { places: ranked.len(), bootstrap: Bootstrap::new(&ranked, number, RESAMPLES) }
    }

    fn estimates(&self) -> impl Iterator<Item = (String, Estimate)> {
        let of_column = |(column, place): (usize, &'static str)| {
            Figure::ALL.map(|figure| (format!("{}, {place}", figure.name()), self.bootstrap.estimate(column, figure)))
        };
        ["alone", "in context"].into_iter().enumerate().take(self.places).flat_map(of_column)
    }

    fn figures(&self) -> Vec<(String, f64)> {
        self.estimates().filter_map(|(name, estimate)| Some((name, estimate.value?))).collect()
    }

    fn intervals(&self) -> Vec<(String, f64, f64)> {
        let interval = |(name, estimate): (String, Estimate)| {
            estimate.interval.map(|interval| (name, interval.low, interval.high))
        };
        self.estimates().filter_map(interval).collect()
    }
}

/// Each source's rows and their out-of-fold figures.
fn source_entries(corpus: &Corpus<'_>, alone: &[Probability], in_context: Option<&[Probability]>) -> Vec<SourceEntry> {
    let mut rows: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for row in 0..corpus.labels.len() {
        rows.entry(corpus.source(row)).or_default().push(row);
    }
    let entry = |(name, rows): (&str, Vec<usize>)| {
        let labels: Vec<Label> = rows.iter().map(|&row| corpus.labels[row]).collect();
        let opinion = labels.iter().filter(|label| label.is_opinion()).count();
        let mut figures = Vec::new();
        for (place, all) in [("alone", Some(alone)), ("in context", in_context)] {
            let Some(all) = all else { continue };
            let of_source: Vec<Probability> = rows.iter().map(|&row| all[row]).collect();
            let metrics = Metrics::new(&of_source, &labels);
            for figure in [Figure::MacroF1, Figure::CalledOpinion] {
                figures.extend(figure.of(&metrics).map(|value| (format!("{}, {place}", figure.name()), value)));
            }
        }
        SourceEntry { name: name.to_owned(), news: rows.len() - opinion, opinion, figures }
    };
    rows.into_iter().map(entry).collect()
}

/// The spans of the sources in consecutive rows of one article.
pub(crate) fn voices(rows: &[Row]) -> Vec<Vec<SourceSpan>> {
    let passages: Vec<Passage<'_>> = rows.iter().map(|row| row.text.as_str().into()).collect();
    source_spans(&passages)
}

/// One model for each fold, each tested on its own fold.
fn cross_fit(corpus: &Corpus<'_>, counts: &Counts, folds: &[usize], params: &TrainParams) -> Result<OutOfFold> {
    let rows_of =
        |wanted: &dyn Fn(usize) -> bool| -> Vec<usize> { (0..folds.len()).filter(|&row| wanted(folds[row])).collect() };
    let number = folds.iter().max().map_or(0, |last| last + 1);
    let scored: Vec<Vec<(usize, Logit)>> = (0..number)
        .into_par_iter()
        .map(|fold| {
            let test = rows_of(&|at| at == fold);
            if test.is_empty() {
                return Ok(Vec::new());
            }
            let rest = rows_of(&|at| at != fold);
            let labels: Vec<Label> = rest.iter().map(|&row| corpus.labels[row]).collect();
            refuse_one_class(&labels, &format!("what fold {fold} trains on"))?;
            let (tfidf, columns, solution) = fit(corpus, counts, &rest, params)?;
            let matrix = tfidf.transform_counts(counts, &test, &columns);
            let logit = |at: usize| Logit(solution.intercept + matrix.row_dot(at, &solution.coefficients));
            Ok(test.iter().enumerate().map(|(at, &row)| (row, logit(at))).collect())
        })
        .collect::<Result<_>>()?;
    let mut logits = vec![Logit(0.0); folds.len()];
    for (row, logit) in scored.into_iter().flatten() {
        logits[row] = logit;
    }
    Ok(OutOfFold { logits })
}

fn fit(
    corpus: &Corpus<'_>,
    counts: &Counts,
    rows: &[usize],
    params: &TrainParams,
) -> Result<(TfIdf, Columns, Solution)> {
    let (mut tfidf, columns) = TfIdf::fit(counts, rows, params.vocabulary);
    if tfidf.vocabulary.terms().is_empty() {
        return Err(Error::new(
            ErrorKind::Training,
            format!("no term is in {} rows or more", params.vocabulary.min_df),
        )
        .remedy("lower --min-df, or train on more rows"));
    }
    let labels: Vec<Label> = rows.iter().map(|&row| corpus.labels[row]).collect();
    let targets = WeightedLabels { labels, weights: corpus.weights(rows, params) };
    if params.term_weight == TermWeight::Supervised {
        let positive: Vec<bool> = targets.labels.iter().map(|label| label.is_opinion()).collect();
        tfidf.supervise(counts, rows, &columns, &positive, &targets.weights);
    }
    let matrix = tfidf.transform_counts(counts, rows, &columns);
    let solution = match params.solver_kind {
        Solver::Sparse => fit_sparse(matrix, targets, params.solver)?,
        Solver::Dense => fit_dense(&matrix, &targets, params.solver)?,
    };
    Ok((tfidf, columns, solution))
}

fn refuse_one_class(labels: &[Label], what: &str) -> Result<()> {
    for label in Label::ALL {
        if !labels.contains(&label) {
            let have = if labels.is_empty() {
                "no row at all".to_owned()
            } else {
                format!("only rows labelled {}", label.other())
            };
            return Err(Error::new(ErrorKind::Training, format!("{what} hold {have}"))
                .remedy("a model needs rows of both labels, news and opinion, in every fold's other groups"));
        }
    }
    Ok(())
}

fn parameters(params: &TrainParams, group: Group) -> Vec<(String, String)> {
    let entry = |name: &str, value: String| (name.to_owned(), value);
    vec![
        entry("alpha", params.solver.alpha.to_string()),
        entry("tolerance", format!("{:e}", params.solver.tolerance)),
        entry("min_df", params.vocabulary.min_df.to_string()),
        entry("max_features", params.vocabulary.max_features.to_string()),
        entry("term_weight", if params.term_weight == TermWeight::Idf { "idf" } else { "supervised" }.to_owned()),
        entry("solver", if params.solver_kind == Solver::Sparse { "sparse" } else { "dense" }.to_owned()),
        entry("class_weight", if params.class_balanced { "balanced" } else { "none" }.to_owned()),
        entry(
            "source_weight",
            match params.source_weight {
                SourceWeight::None => "none",
                SourceWeight::Sqrt => "sqrt",
                SourceWeight::Equal => "equal",
            }
            .to_owned(),
        ),
        entry("folds", format!("{} by {}", params.folds, group.as_str())),
    ]
}
