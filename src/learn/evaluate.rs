//! Labelled tables → how good a model is on them, or how good training on them is.
//!
//! ```text
//! rows ─score (a model)─────────────────┬→ probabilities alone and in context ─ranked→ figures, intervals by group
//!      └train (folds by group, no model)┘                                           └→ differences from another model
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::measure::bootstrap::{Bootstrap, Difference, Estimate, LEAST_GROUPS};
use super::measure::figure::Figure;
use super::measure::metrics::{Metrics, Ranked};
use super::measure::reliability::BINS;
use super::measure::roc;
use super::train;
use super::train::TrainParams;
use crate::error::{Error, ErrorKind, Message, Parameter, Result};
use crate::label::{Label, Probability};
use crate::model::Model;
use crate::score::Scorer;
use crate::tables::rows::group;
use crate::tables::rows::group::{Group, PassedOver};
use crate::tables::rows::{Lint, RowRef, Table, fingerprint, lint};
use crate::terms::Scope;
use crate::verdict::Decision;
use crate::voice::Passage;

/// How to evaluate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EvaluateParams {
    /// What resamples keep together; by the tables where it is not given.
    pub group: Option<Group>,
    /// The number of resamples.
    pub resamples: usize,
    /// Whether rows whose text was in a model's training are left out of the figures. They stay in their neighbours' context.
    pub skip_seen: bool,
}

impl Default for EvaluateParams {
    fn default() -> Self {
        Self { group: None, resamples: 1000, skip_seen: false }
    }
}

/// A model and what the user calls it.
#[derive(Debug, Clone, Copy)]
pub struct NamedModel<'m> {
    /// The name.
    pub name: &'m str,
    /// The model.
    pub model: &'m Arc<Model>,
}

/// What was evaluated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A model, by its name.
    Model(String),
    /// The training, by models of the tables' own folds.
    CrossValidation {
        /// What folds kept together.
        group: Group,
        /// What they would rather have kept together, and why they did not.
        passed_over: Vec<(Group, PassedOver)>,
        /// The number of groups.
        groups: usize,
        /// The number of folds that were to be made.
        asked: usize,
        /// The number of folds that hold rows.
        folds: usize,
        /// Of them, those that went through the sigmoid of all rows, because the rows of the others have none.
        pooled_folds: usize,
    },
}

/// How far the rows were in a model's training. Rows without a word count in neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// Rows whose text was.
    pub rows: usize,
    /// All rows, those included that are left out because their text was.
    pub of: usize,
}

/// What intervals were made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resampling {
    /// What was drawn.
    pub group: Group,
    /// How many of them there are; with fewer than [`LEAST_GROUPS`] there are no intervals.
    pub groups: usize,
    /// How often they were drawn.
    pub resamples: usize,
}

/// All figures of some rows by one kind of probability.
#[derive(Debug, Clone, PartialEq)]
pub struct Measures {
    /// The figures without intervals, the confusion matrix and the reliability table.
    pub metrics: Metrics,
    /// The figures with their intervals, in the order of [`Figure::ALL`].
    pub figures: Vec<(Figure, Estimate)>,
    /// The share of opinion in each bin of the reliability table.
    pub opinion_shares: [Estimate; BINS],
    /// The ROC curve: see [`roc::curve`].
    pub roc: Vec<(f64, f64)>,
}

impl Measures {
    fn new(ranked: &Ranked, bootstrap: &Bootstrap, column: usize) -> Measures {
        Measures {
            metrics: *bootstrap.observed(column),
            figures: Figure::ALL.map(|figure| (figure, bootstrap.estimate(column, figure))).into(),
            opinion_shares: bootstrap.opinion_shares(column),
            roc: roc::curve(ranked),
        }
    }

    /// A figure with its interval.
    pub fn get(&self, figure: Figure) -> Estimate {
        self.figures.iter().find(|(has, _)| *has == figure).map_or_else(Estimate::default, |(_, estimate)| *estimate)
    }

    /// Whether the rows hold both labels.
    pub fn has_both_labels(&self) -> bool {
        self.metrics.confusion.news() > 0 && self.metrics.confusion.opinion() > 0
    }
}

/// Rows measured by themselves and in their articles.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// What the intervals are made from.
    pub resampling: Resampling,
    /// Each paragraph by itself.
    pub alone: Measures,
    /// In the article's context; none where no article has two rows, or where folds are by row.
    pub in_context: Option<Measures>,
}

impl Measured {
    /// The figures of the labels that the program shows: in context where there is one.
    pub fn shown(&self) -> &Measures {
        self.in_context.as_ref().unwrap_or(&self.alone)
    }

    /// Both kinds with what they are called.
    pub fn places(&self) -> impl Iterator<Item = (&'static str, &Measures)> {
        [("alone", Some(&self.alone)), ("in context", self.in_context.as_ref())]
            .into_iter()
            .filter_map(|(name, measures)| measures.map(|measures| (name, measures)))
    }
}

/// A figure of two models.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Compared {
    /// Which.
    pub figure: Figure,
    /// The model's.
    pub value: f64,
    /// The other model's.
    pub other: f64,
    /// The model's less the other's, with its interval by paired resamples.
    pub difference: Difference,
}

/// A model held against another on the same rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The other model's name.
    pub other: String,
    /// How far the rows were in the other model's training; none where it cannot be told.
    pub seen: Option<Seen>,
    /// Each paragraph by itself.
    pub alone: Vec<Compared>,
    /// In the article's context; none where no article has two rows.
    pub in_context: Option<Vec<Compared>>,
}

impl Comparison {
    /// Both kinds with what they are called.
    pub fn places(&self) -> impl Iterator<Item = (&'static str, &[Compared])> {
        [("alone", Some(&self.alone[..])), ("in context", self.in_context.as_deref())]
            .into_iter()
            .filter_map(|(name, compared)| compared.map(|compared| (name, compared)))
    }
}

/// A row with its probabilities.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prediction {
    /// Where it stands.
    pub place: RowRef,
    /// What it is.
    pub label: Label,
    /// The probability of opinion, by itself.
    pub alone: Probability,
    /// The probability of opinion in the article's context; none where no article has two rows, or where folds are by row.
    pub in_context: Option<Probability>,
}

/// What an evaluation found out.
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluation {
    /// What was evaluated.
    pub subject: Subject,
    /// The tables' names, without folders.
    pub tables: Vec<String>,
    /// The rows that were scored, in the tables' order.
    pub predictions: Vec<Prediction>,
    /// The number of articles; none where no row names one.
    pub articles: Option<usize>,
    /// All rows together.
    pub all: Measured,
    /// Each source: those with both labels first, by macro-F1; then the others, by recall; worst first.
    pub sources: Vec<(String, Measured)>,
    /// The model held against another.
    pub comparison: Option<Comparison>,
    /// How far the rows were in the model's training; none where it cannot be told, or where none was given.
    pub seen: Option<Seen>,
    /// Whether the rows that were are left out.
    pub skipped_seen: bool,
    /// Rows without any word, which are not scored.
    pub without_words: usize,
    /// What the tables' rows look like. Cross-validation leaves out the repeated ones.
    pub lint: Lint,
}

/// Evaluates a model on labelled tables, and holds it against another where one is given.
///
/// # Errors
/// [`ErrorKind::Empty`] where no row is left to score; [`ErrorKind::Model`] where seen texts are to be left out and a model
/// keeps no record of them.
///
/// ```
/// use oped::tables::table::{TableParams, read_table};
/// use oped::learn::measure::figure::Figure;
/// use oped::learn::evaluate::{EvaluateParams, NamedModel, evaluate};
/// let mut csv = String::from("text,label\n");
/// for n in 0..20 {
///     csv += &format!("The council met on day {n} and voted on item {n}.,news\n");
///     csv += &format!("We must say no to item {n} of this absurd plan!,opinion\n");
/// }
/// let table = read_table("toy.csv", csv.as_bytes(), &TableParams::default())?;
/// let model = oped::Model::shipped()?;
/// let shipped = NamedModel { name: "shipped", model: &model };
/// let found = evaluate(&[table], shipped, None, &EvaluateParams::default())?;
/// assert!(found.all.alone.get(Figure::Auc).value.unwrap() > 0.9);
/// # Ok::<(), oped::error::Error>(())
/// ```
pub fn evaluate(
    tables: &[Table],
    model: NamedModel<'_>,
    other: Option<NamedModel<'_>>,
    params: &EvaluateParams,
) -> Result<Evaluation> {
    let models: Vec<NamedModel<'_>> = std::iter::once(model).chain(other).collect();
    let seen: Vec<Option<BTreeSet<RowRef>>> = models.iter().map(|named| seen_rows(tables, named.model)).collect();
    let skipped = if params.skip_seen { skip(&models, &seen)? } else { BTreeSet::new() };
    let articles = articles(tables);
    let rows: Vec<RowRef> = articles.iter().flatten().copied().collect();
    let decisions: Vec<Vec<Option<Decision>>> =
        models.iter().map(|named| score(tables, &articles, named.model)).collect::<Result<_>>()?;
    let worded: Vec<usize> = (0..rows.len()).filter(|&at| decisions.iter().all(|of| of[at].is_some())).collect();
    // Left out only now: they are the context of their neighbours.
    let kept: Vec<usize> = worded.iter().copied().filter(|&at| !skipped.contains(&rows[at])).collect();
    if kept.is_empty() {
        return Err(nothing_left(!skipped.is_empty()));
    }
    let has_context = articles.iter().any(|rows| rows.len() > 1);
    let sample = Sample {
        tables,
        rows: kept.iter().map(|&at| rows[at]).collect(),
        columns: decisions.iter().map(|of| Column::of_decisions(of, &kept, has_context)).collect(),
    };
    let count = |seen: &Option<BTreeSet<RowRef>>| {
        let known = |seen: &BTreeSet<RowRef>| worded.iter().filter(|&&at| seen.contains(&rows[at])).count();
        seen.as_ref().map(|seen| Seen { rows: known(seen), of: worded.len() })
    };
    let mut found = sample.evaluate(Subject::Model(model.name.to_owned()), params);
    found.lint = lint(tables);
    found.seen = count(&seen[0]);
    found.skipped_seen = params.skip_seen;
    found.without_words = rows.len() - worded.len();
    if let (Some(comparison), Some(other)) = (&mut found.comparison, other) {
        comparison.other = other.name.to_owned();
        comparison.seen = count(&seen[1]);
    }
    Ok(found)
}

/// Evaluates training on labelled tables: see [`train::cross_validate`].
///
/// # Errors
/// Those of [`train::cross_validate`].
pub fn cross_validate(tables: &[Table], training: &TrainParams, params: &EvaluateParams) -> Result<Evaluation> {
    cross_validate_scope(tables, training, Scope::NamesMasked, params)
}

/// Evaluates a training that knows more or less of the texts than a model does, to ask what each part is worth.
///
/// # Errors
/// Those of [`train::cross_validate`].
pub fn cross_validate_scope(
    tables: &[Table],
    training: &TrainParams,
    scope: Scope,
    params: &EvaluateParams,
) -> Result<Evaluation> {
    refuse_one_label(tables)?;
    let crossed = train::cross_validate_scope(tables, training, scope)?;
    let column = Column { alone: crossed.alone, in_context: crossed.in_context };
    let sample = Sample { tables, rows: crossed.rows, columns: vec![column] };
    let subject = Subject::CrossValidation {
        group: crossed.group,
        passed_over: crossed.passed_over,
        groups: crossed.groups,
        asked: crossed.asked,
        folds: crossed.folds,
        pooled_folds: crossed.pooled_folds,
    };
    let mut found = sample.evaluate(subject, params);
    found.lint = crossed.lint;
    Ok(found)
}

/// Training cannot do with one label, but a model can be evaluated on such rows.
pub(crate) fn refuse_one_label(tables: &[Table]) -> Result<()> {
    let found: BTreeSet<Label> = tables.iter().flat_map(|table| &table.rows).filter_map(|row| row.label).collect();
    match (found.first(), found.len()) {
        (Some(label), 1) => Err(Error::new(ErrorKind::Training, format!("the tables hold only rows labelled {label}"))
            .remedy("training needs both labels: give -m MODEL to evaluate one on them")),
        _ => Ok(()),
    }
}

/// The labelled rows of each article.
fn articles(tables: &[Table]) -> Vec<Vec<RowRef>> {
    let mut out = Vec::new();
    for (number, table) in tables.iter().enumerate() {
        for range in table.articles() {
            let labelled = range.filter(|&row| table.rows[row].label.is_some());
            out.push(labelled.map(|row| RowRef { table: number, row }).collect());
        }
    }
    out
}

/// The decisions on the articles' rows, one article behind the other.
fn score(tables: &[Table], articles: &[Vec<RowRef>], model: &Arc<Model>) -> Result<Vec<Option<Decision>>> {
    let scorer = Scorer::new(Arc::clone(model))?;
    let of_article = |rows: &Vec<RowRef>| -> Vec<Option<Decision>> {
        let passages: Vec<Passage<'_>> =
            rows.iter().map(|place| tables[place.table].rows[place.row].text.as_str().into()).collect();
        scorer.passages(&passages).paragraphs.iter().map(|paragraph| paragraph.decision).collect()
    };
    let decisions: Vec<Vec<Option<Decision>>> = articles.par_iter().map(of_article).collect();
    Ok(decisions.into_iter().flatten().collect())
}

/// The rows whose text was in a model's training; none where the model does not tell.
fn seen_rows(tables: &[Table], model: &Model) -> Option<BTreeSet<RowRef>> {
    let texts = model.texts.as_ref()?;
    let of_table = |(number, table): (usize, &Table)| -> Vec<RowRef> {
        let is_seen = |row: usize| texts.binary_search(&fingerprint(&table.rows[row].text)).is_ok();
        (0..table.rows.len()).filter(|&row| is_seen(row)).map(|row| RowRef { table: number, row }).collect()
    };
    Some(tables.iter().enumerate().flat_map(of_table).collect())
}

/// How far rows were in a model's training; none where it keeps no record.
pub(crate) fn seen(tables: &[Table], model: &Model) -> Option<Seen> {
    let rows = seen_rows(tables, model)?.len();
    Some(Seen { rows, of: tables.iter().map(|table| table.rows.len()).sum() })
}

/// The rows that some model has seen.
fn skip(models: &[NamedModel<'_>], seen: &[Option<BTreeSet<RowRef>>]) -> Result<BTreeSet<RowRef>> {
    let mut skipped = BTreeSet::new();
    for (named, seen) in models.iter().zip(seen) {
        let seen = seen.as_ref().ok_or_else(|| {
            let what = format!("{} keeps no hashes of its training's texts, so none can be left out", named.name);
            Error::new(ErrorKind::Model, what).remedy(
                Message::from("leave out ")
                    .name(Parameter::SkipSeen)
                    .then(", or train the model again with this program"),
            )
        })?;
        skipped.extend(seen.iter().copied());
    }
    Ok(skipped)
}

fn nothing_left(has_skipped: bool) -> Error {
    if has_skipped {
        Error::new(ErrorKind::Empty, "every row's text was in the training, or has no word").remedy(
            Message::from("evaluate on other texts, or cross-validate: leave out ")
                .name(Parameter::Model)
                .then(" and ")
                .name(Parameter::SkipSeen),
        )
    } else {
        Error::new(ErrorKind::Empty, "no row has any word").remedy(Message::from("check ").name(Parameter::TextColumn))
    }
}

/// The probabilities of a sample's rows by one model.
pub(crate) struct Column {
    pub(crate) alone: Vec<Probability>,
    pub(crate) in_context: Option<Vec<Probability>>,
}

impl Column {
    /// Of the rows at `kept`, each of which has a decision.
    fn of_decisions(decisions: &[Option<Decision>], kept: &[usize], has_context: bool) -> Column {
        let known = || kept.iter().filter_map(|&at| decisions[at]);
        Column {
            alone: known().map(|decision| decision.alone).collect(),
            in_context: has_context.then(|| known().map(|decision| decision.probability).collect()),
        }
    }

    /// Alone, then in context where there is one.
    fn kinds(&self) -> impl Iterator<Item = &Vec<Probability>> {
        std::iter::once(&self.alone).chain(&self.in_context)
    }
}

/// Scored rows. The first column is the one that is evaluated, a second one that of another model.
pub(crate) struct Sample<'t> {
    pub(crate) tables: &'t [Table],
    pub(crate) rows: Vec<RowRef>,
    pub(crate) columns: Vec<Column>,
}

impl Sample<'_> {
    /// What is drawn for intervals, and all columns measured on the same draws. The order of the columns is kept, each alone
    /// before in context.
    pub(crate) fn measure(&self, labels: &[Label], params: &EvaluateParams) -> (Resampling, Vec<Ranked>, Bootstrap) {
        let everything: Vec<usize> = (0..self.rows.len()).collect();
        let (resampling, groups) = self.resampling(&everything, params.group.unwrap_or(Group::Source), params);
        let ranked = self.ranked(&self.columns, labels, &everything, &groups);
        let bootstrap = Bootstrap::new(&ranked, resampling.groups, resampling.resamples);
        (resampling, ranked, bootstrap)
    }

    fn evaluate(&self, subject: Subject, params: &EvaluateParams) -> Evaluation {
        let labels: Vec<Label> = self.rows.iter().map(|&place| self.label(place)).collect();
        let everything: Vec<usize> = (0..self.rows.len()).collect();
        let (resampling, ranked, bootstrap) = self.measure(&labels, params);
        let has_article = |place: &RowRef| self.tables[place.table].rows[place.row].article.is_some();
        let articles = || group::distinct(&self.keys(&everything, Group::Article));
        Evaluation {
            subject,
            tables: self.tables.iter().map(|table| table.file_name().to_owned()).collect(),
            predictions: self.predictions(&labels),
            articles: self.rows.iter().any(has_article).then(articles),
            all: measured(resampling, &ranked, &bootstrap, self.columns[0].in_context.is_some()),
            sources: self.sources(&labels, params),
            comparison: (self.columns.len() > 1).then(|| compare(&bootstrap, self.columns[0].in_context.is_some())),
            seen: None,
            skipped_seen: false,
            without_words: 0,
            lint: Lint::default(),
        }
    }

    fn label(&self, place: RowRef) -> Label {
        // Only labelled rows are in a sample.
        self.tables[place.table].rows[place.row].label.unwrap_or(Label::News)
    }

    fn predictions(&self, labels: &[Label]) -> Vec<Prediction> {
        let column = &self.columns[0];
        let prediction = |(at, (&place, &label)): (usize, (&RowRef, &Label))| Prediction {
            place,
            label,
            alone: column.alone[at],
            in_context: column.in_context.as_ref().map(|of| of[at]),
        };
        self.rows.iter().zip(labels).enumerate().map(prediction).collect()
    }

    fn keys(&self, rows: &[usize], group: Group) -> Vec<String> {
        let key = |&at: &usize| {
            let place = self.rows[at];
            let table = &self.tables[place.table];
            group::key(table, &table.rows[place.row], group)
        };
        rows.iter().map(key).collect()
    }

    /// What is drawn for intervals: the coarsest groups, from `from` down, of which there are enough. And the group of each
    /// row.
    fn resampling(&self, rows: &[usize], from: Group, params: &EvaluateParams) -> (Resampling, Vec<u32>) {
        let coarser: &[Group] = match from {
            Group::Source => &[Group::Source, Group::Article],
            Group::Article => &[Group::Article],
            Group::Row => &[],
        };
        let named = |group: &&Group| {
            let is_named = |&at: &usize| self.tables[self.rows[at].table].rows[self.rows[at].row].article.is_some();
            **group != Group::Article || rows.iter().any(is_named)
        };
        let mut candidates = coarser.iter().filter(named).map(|&group| (group, self.keys(rows, group)));
        let (group, keys) = candidates
            .find(|(_, keys)| group::distinct(keys) >= LEAST_GROUPS)
            .unwrap_or_else(|| (Group::Row, self.keys(rows, Group::Row)));
        let numbers: Vec<u32> = group::number(&keys).into_iter().map(|number| number as u32).collect();
        let groups = numbers.iter().max().map_or(0, |last| *last as usize + 1);
        (Resampling { group, groups, resamples: params.resamples }, numbers)
    }

    /// Each column's rows, ranked; alone before in context.
    fn ranked(&self, columns: &[Column], labels: &[Label], rows: &[usize], groups: &[u32]) -> Vec<Ranked> {
        let labels: Vec<Label> = rows.iter().map(|&at| labels[at]).collect();
        let pick = |p: &Vec<Probability>| rows.iter().map(|&at| p[at]).collect::<Vec<_>>();
        columns.iter().flat_map(Column::kinds).map(|p| Ranked::new(&pick(p), &labels, groups)).collect()
    }

    fn sources(&self, labels: &[Label], params: &EvaluateParams) -> Vec<(String, Measured)> {
        let mut rows_of: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, name) in self.keys(&(0..self.rows.len()).collect::<Vec<_>>(), Group::Source).into_iter().enumerate() {
            rows_of.entry(name).or_default().push(at);
        }
        let measure = |(name, rows): (String, Vec<usize>)| {
            let (resampling, groups) = self.resampling(&rows, Group::Article, params);
            let ranked = self.ranked(&self.columns[..1], labels, &rows, &groups);
            let bootstrap = Bootstrap::new(&ranked, resampling.groups, resampling.resamples);
            (name, measured(resampling, &ranked, &bootstrap, self.columns[0].in_context.is_some()))
        };
        let mut sources: Vec<(String, Measured)> = rows_of.into_iter().map(measure).collect();
        sources.sort_by(|a, b| worst_first(&a.1).total_cmp(&worst_first(&b.1)));
        sources
    }
}

/// Sources with both labels by macro-F1, behind them those with one by its recall.
fn worst_first(source: &Measured) -> f64 {
    let shown = source.shown();
    let confusion = shown.metrics.confusion;
    let recall = (confusion.true_news + confusion.true_opinion) as f64 / confusion.rows().max(1) as f64;
    if shown.has_both_labels() { shown.metrics.macro_f1 } else { 1.0 + recall }
}

fn measured(resampling: Resampling, ranked: &[Ranked], bootstrap: &Bootstrap, has_context: bool) -> Measured {
    Measured {
        resampling,
        alone: Measures::new(&ranked[0], bootstrap, 0),
        in_context: has_context.then(|| Measures::new(&ranked[1], bootstrap, 1)),
    }
}

/// The first model's columns against the second's. The names are the caller's.
fn compare(bootstrap: &Bootstrap, has_context: bool) -> Comparison {
    let kinds = 1 + usize::from(has_context);
    let of = |kind: usize| compare_columns(bootstrap, kind, kinds + kind);
    Comparison { other: String::new(), seen: None, alone: of(0), in_context: has_context.then(|| of(1)) }
}

/// Every figure of a column against that of another, on the same resamples.
pub(crate) fn compare_columns(bootstrap: &Bootstrap, column: usize, other: usize) -> Vec<Compared> {
    let compared = |figure: Figure| {
        Some(Compared {
            figure,
            value: figure.of(bootstrap.observed(column))?,
            other: figure.of(bootstrap.observed(other))?,
            difference: bootstrap.difference(column, other, figure)?,
        })
    };
    Figure::ALL.into_iter().filter_map(compared).collect()
}
