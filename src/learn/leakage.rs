//! Labelled tables → what a training on them leans on: its folds, its names, its sources.
//!
//! ```text
//! rows ─counts (for each scope)─┬─ folds by row, article, source ─→ out-of-fold probabilities ─ranked→ figures, differences
//!                               └─ all rows: the fit's terms ─→ what each tells: the source, or the label ─→ telltales
//! ```
//!
//! Everything is about paragraphs by themselves: in context the other paragraphs of the article would tell as well. All
//! figures are of the same rows and their intervals of the same resamples, so that differences are paired. The resamples draw
//! what is tested, not what is trained on.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::evaluate::{Column, Compared, EvaluateParams, Resampling, Sample, compare_columns, refuse_one_label};
use super::fit::matrix::CsrMatrix;
use super::measure::bootstrap::Estimate;
use super::measure::figure::Figure;
use super::measure::telltale::{ByLabel, Sources, Tells};
use super::train::{Bench, Division, FittedToAll, TrainParams};
use crate::error::{Error, ErrorKind, Message, Parameter, Result};
use crate::label::{Label, Probability};
use crate::tables::rows::group;
use crate::tables::rows::group::{Folds, Group};
use crate::tables::rows::{Lint, Table};
use crate::terms::{Extractor, Scope};

/// A telltale is at least so many times as frequent in its source as in other rows of the same labels.
pub const LEAST_LIFT: f64 = 2.0;
/// A telltale is in at least so many rows of its source.
pub const LEAST_ROWS: u32 = 5;
/// The chance that a term which knows nothing of sources is sure enough to be a telltale.
pub const FALSE_ALARM: f64 = 1e-5;

/// A telltale's G² is at least −2 ln([`FALSE_ALARM`] / K), where K is the number of sources. With 2 degrees of freedom chance
/// exceeds x in a share of e^(−x/2) of the terms; and since a term's source is the best of K, it has K chances (Bonferroni).
pub fn least_g2(sources: usize) -> f64 {
    -2.0 * (FALSE_ALARM / sources.max(1) as f64).ln()
}

/// Of the log odds ratio over all rows, a telltale keeps at most this share within the sources.
pub const MOST_KEPT: f64 = 0.5;

/// How rows were divided.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Divided {
    /// What folds kept together.
    pub group: Group,
    /// The number of groups.
    pub groups: usize,
    /// The number of folds that hold rows.
    pub folds: usize,
    /// The share of the rows that a row's model was fitted to, on average over the rows.
    pub fitted_to: f64,
}

/// Why rows cannot be divided by a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Impossible {
    /// No row names one.
    Unnamed,
    /// All rows share one.
    One,
    /// There are fewer than folds, and too many to leave each out.
    TooFew {
        /// The number of groups.
        groups: usize,
        /// The number of folds.
        folds: usize,
    },
    /// Some label's groups happen to be in one fold, so that nothing would be left to learn it from.
    LabelsInOneFold,
    /// Some label's rows are all in one, so that nothing would be left to learn it from.
    LabelsApart,
}

/// The figures of one division and one scope.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// What the models knew.
    pub scope: Scope,
    /// How rows were divided.
    pub divided: Divided,
    /// Whether probabilities are calibrated: models that are no better than chance cannot be.
    pub is_calibrated: bool,
    /// The figures with their intervals, in the order of [`Figure::ALL`].
    pub figures: Vec<(Figure, Estimate)>,
    /// Against random folds of the same scope; empty for random folds.
    pub against_random: Vec<Compared>,
    /// Against masked names in the same folds; empty for masked names.
    pub against_masked: Vec<Compared>,
}

impl Score {
    /// A figure with its interval.
    pub fn get(&self, figure: Figure) -> Estimate {
        self.figures.iter().find(|(has, _)| *has == figure).map_or_else(Estimate::default, |(_, estimate)| *estimate)
    }
}

/// A term that tells the source rather than the voice.
#[derive(Debug, Clone, PartialEq)]
pub struct Telltale {
    /// The term.
    pub term: String,
    /// The source that it tells.
    pub source: String,
    /// What it tells.
    pub tells: Tells,
    /// Its coefficient in a model of all rows.
    pub coefficient: f64,
    /// What it adds to the logit of a row that has it, on average: coefficient × value.
    pub weight: f64,
}

impl Telltale {
    /// What it adds to the logits of its source's rows, in sum and without sign, beyond what it would if it were spread
    /// evenly over the rows of the same labels.
    pub fn excess(&self) -> f64 {
        (f64::from(self.tells.rows) - self.tells.expected) * self.weight.abs()
    }

    /// Whether it tells the source and not the label: see [`Leakage::telltales`].
    fn is_one(&self, sources: usize) -> bool {
        let tells = &self.tells;
        let is_of_source = tells.rows >= LEAST_ROWS && tells.lift() >= LEAST_LIFT && tells.g2 >= least_g2(sources);
        is_of_source && self.coefficient * tells.lean > 0.0 && !self.holds_within()
    }

    /// Whether it tells within the sources what the model takes it for: its interval is on the coefficient's side of 0, and
    /// it keeps more than [`MOST_KEPT`] of what it tells over all rows.
    fn holds_within(&self) -> bool {
        let Some(within) = self.tells.within else { return false };
        let side = self.coefficient.signum();
        let least = (side * within.interval.low).min(side * within.interval.high);
        least > 0.0 && side * within.value > MOST_KEPT * side * self.tells.overall
    }
}

/// What a training on labelled tables leans on.
#[derive(Debug, Clone, PartialEq)]
pub struct Leakage {
    /// The tables' names, without folders.
    pub tables: Vec<String>,
    /// What the tables' rows look like.
    pub lint: Lint,
    /// Rows labelled news.
    pub news: usize,
    /// Rows labelled opinion.
    pub opinion: usize,
    /// The number of articles; none where no row names one.
    pub articles: Option<usize>,
    /// The number of sources.
    pub sources: usize,
    /// Of them, those whose rows have one label.
    pub sources_with_one_label: usize,
    /// What the intervals are made from.
    pub resampling: Resampling,
    /// For each scope: random folds first, the strictest folds last. Masked names come first, with every division.
    pub scores: Vec<Score>,
    /// What folds could not be made by, and why.
    pub impossible: Vec<(Group, Impossible)>,
    /// The scopes that the language cannot have.
    pub missing_scopes: Vec<Scope>,
    /// The number of terms of a model of all rows.
    pub terms: usize,
    /// The terms that tell a source rather than a voice, by [`Telltale::excess`], the largest first. Each
    ///
    /// - is [`LEAST_LIFT`] times as frequent in its source as in the rows of the same labels, or more, and surely so
    ///   ([`LEAST_ROWS`], [`least_g2`]);
    /// - is taken for a sign of the label to which its source leans, more than all rows do;
    /// - does not tell the label within sources: where both labels of a source have it, the 95 % interval of its log odds
    ///   ratio reaches 0 or lies on the other side than the coefficient, or the ratio is at most [`MOST_KEPT`] of that over
    ///   all rows; or no source with both labels has it.
    pub telltales: Vec<Telltale>,
}

impl Leakage {
    /// The group of the strictest folds that could be made.
    pub fn strictest(&self) -> Group {
        self.scores.last().map_or(Group::Row, |score| score.divided.group)
    }

    /// The score of a scope and a group.
    pub fn score(&self, scope: Scope, group: Group) -> Option<&Score> {
        self.scores.iter().find(|score| score.scope == scope && score.divided.group == group)
    }

    /// The scores of one scope, random folds first.
    pub fn of_scope(&self, scope: Scope) -> impl Iterator<Item = &Score> {
        self.scores.iter().filter(move |score| score.scope == scope)
    }
}

/// Cross-validates a training by rows, articles and sources, with more and with less of the text, and looks for terms that
/// tell a source rather than a voice. Where `training.folds` is [`Folds::All`] the strictest group is left out one by one,
/// and the others are divided into as many folds. `training.group` has no say.
///
/// # Errors
/// Those of [`crate::learn::train::cross_validate`].
///
/// ```
/// use oped::tables::table::{TableParams, read_table};
/// use oped::tables::rows::group::Group;
/// use oped::learn::leakage::probe;
/// use oped::learn::train::TrainParams;
/// use oped::learn::evaluate::EvaluateParams;
/// // Two publishers report and two argue, so a publisher's own word is as good as the voice, until it is left out.
/// let mut csv = String::from("text,label,source\n");
/// for n in 0..40 {
///     csv += &format!("Alpha wire. The council met on item {n}.,news,alpha\nBeta wire. The court sat on item {n}.,news,beta\n");
///     csv += &format!("Gamma page. We must refuse item {n}!,opinion,gamma\nDelta page. They must drop item {n}!,opinion,delta\n");
/// }
/// let table = read_table("toy.csv", csv.as_bytes(), &TableParams::default())?;
/// let found = probe(&[table], &TrainParams::default(), &EvaluateParams::default())?;
/// assert_eq!((found.sources, found.sources_with_one_label, found.strictest()), (4, 4, Group::Source));
/// assert!(found.telltales.iter().any(|telltale| telltale.source == "gamma"));
/// # Ok::<(), oped::error::Error>(())
/// ```
pub fn probe(tables: &[Table], training: &TrainParams, params: &EvaluateParams) -> Result<Leakage> {
    refuse_one_label(tables)?;
    let bench = Bench::new(tables);
    let Divisions { made: divisions, impossible } = divide(&bench, tables, training.folds)?;
    let (scopes, missing_scopes) =
        Scope::OF_LEAKAGE.into_iter().partition::<Vec<_>, _>(|scope| scope.is_of(training.language));
    let mut runs = Vec::new();
    let (mut terms, mut telltales) = (0, Vec::new());
    for scope in scopes {
        // One scope's counts at a time: they are the largest thing in memory.
        let counts = bench.count(&Extractor::of_scope(training.language, scope)?, training);
        for division in wanted(scope, &divisions) {
            let (p, is_calibrated) = bench.cross_validate(&counts, division, training)?;
            runs.push(Run { scope, division, p, is_calibrated });
        }
        if scope == Scope::NamesMasked {
            let fitted = bench.fit(&counts, training)?;
            terms = fitted.terms.len();
            telltales = find_telltales(&bench.keys(Group::Source), bench.labels(), &fitted);
        }
    }
    let (resampling, scores) = measure(&bench, tables, &runs, params);
    let names_articles = tables.iter().flat_map(|table| &table.rows).any(|row| row.article.is_some());
    let sources = number_sources(&bench.keys(Group::Source), bench.labels()).0;
    let opinion = bench.labels().iter().filter(|label| label.is_opinion()).count();
    Ok(Leakage {
        tables: tables.iter().map(|table| table.file_name().to_owned()).collect(),
        news: bench.labels().len() - opinion,
        opinion,
        articles: names_articles.then(|| group::distinct(&bench.keys(Group::Article))),
        sources: sources.all(),
        sources_with_one_label: sources.with_one_label(),
        resampling,
        scores,
        impossible,
        missing_scopes,
        terms,
        telltales,
        lint: bench.lint,
    })
}

/// The probabilities of one cross-validation.
struct Run<'d> {
    scope: Scope,
    division: &'d Division,
    p: Vec<Probability>,
    is_calibrated: bool,
}

/// All divisions for what the program does; random folds and the strictest for what is held against it.
fn wanted(scope: Scope, divisions: &[Division]) -> impl Iterator<Item = &Division> {
    let last = divisions.len().saturating_sub(1);
    let is_wanted = move |at: usize| scope == Scope::NamesMasked || at == 0 || at == last;
    divisions.iter().enumerate().filter(move |(at, _)| is_wanted(*at)).map(|(_, division)| division)
}

/// The divisions that can be made, random folds first, and why the others cannot.
struct Divisions {
    made: Vec<Division>,
    impossible: Vec<(Group, Impossible)>,
}

fn divide(bench: &Bench<'_>, tables: &[Table], folds: Folds) -> Result<Divisions> {
    if let Folds::Count(0 | 1) = folds {
        return Err(Error::new(ErrorKind::Usage, "there must be at least two folds")
            .remedy(Message::from("give ").set(Parameter::Folds, "5").then(", or all")));
    }
    let (mut made, mut impossible) = (Vec::new(), Vec::new());
    let mut wanted = folds;
    for group in [Group::Source, Group::Article, Group::Row] {
        match divide_by(bench, tables, group, wanted)? {
            Ok(division) => {
                // As many folds of the others as of the strictest: each model is fitted to as many rows.
                if wanted == Folds::All {
                    wanted = Folds::Count(division.groups);
                }
                made.push(division);
            }
            Err(why) => impossible.push((group, why)),
        }
    }
    if made.is_empty() {
        return Err(Error::new(ErrorKind::Training, "no folds can be made whose other folds hold rows of both labels")
            .remedy("give more rows of both labels"));
    }
    made.reverse();
    Ok(Divisions { made, impossible })
}

/// With few groups each is left out once, instead of so many folds of them.
fn divide_by(
    bench: &Bench<'_>,
    tables: &[Table],
    group: Group,
    folds: Folds,
) -> Result<std::result::Result<Division, Impossible>> {
    let mut rows = tables.iter().flat_map(|table| &table.rows);
    let is_named = match group {
        Group::Source => tables.len() > 1 || rows.any(|row| row.source.is_some()),
        Group::Article => rows.any(|row| row.article.is_some()),
        Group::Row => true,
    };
    if !is_named {
        return Ok(Err(Impossible::Unnamed));
    }
    let groups = group::distinct(&bench.keys(group));
    if groups < 2 {
        return Ok(Err(Impossible::One));
    }
    let mut division = bench.divide(group, folds)?;
    if division.is_none() && groups <= MOST_LEFT_OUT {
        division = bench.divide(group, Folds::All)?;
    }
    Ok(division.ok_or_else(|| {
        let folds = folds.number(groups);
        if bench.is_label_in_one(group) {
            Impossible::LabelsApart
        } else if folds > groups {
            Impossible::TooFew { groups, folds }
        } else {
            Impossible::LabelsInOneFold
        }
    }))
}

/// Groups are left out one by one unasked only where there are at most so many.
const MOST_LEFT_OUT: usize = 50;

impl Divided {
    fn new(division: &Division) -> Divided {
        let mut sizes = vec![0usize; division.folds.iter().max().map_or(0, |last| last + 1)];
        division.folds.iter().for_each(|&fold| sizes[fold] += 1);
        let rows = division.folds.len() as f64;
        let left_out: f64 = sizes.iter().map(|&size| (size as f64 / rows).powi(2)).sum();
        Divided {
            group: division.group,
            groups: division.groups,
            folds: sizes.iter().filter(|&&size| size > 0).count(),
            fitted_to: 1.0 - left_out,
        }
    }
}

/// All runs on the same rows and the same resamples.
fn measure(bench: &Bench<'_>, tables: &[Table], runs: &[Run<'_>], params: &EvaluateParams) -> (Resampling, Vec<Score>) {
    let column = |run: &Run<'_>| Column { alone: run.p.clone(), in_context: None };
    let sample = Sample { tables, rows: bench.places().to_vec(), columns: runs.iter().map(column).collect() };
    let (resampling, _, bootstrap) = sample.measure(bench.labels(), params);
    let find =
        |scope: Scope, group: Group| runs.iter().position(|run| (run.scope, run.division.group) == (scope, group));
    let against = |at: usize, scope: Scope, group: Group| {
        find(scope, group)
            .filter(|&other| other != at)
            .map_or_else(Vec::new, |other| compare_columns(&bootstrap, at, other))
    };
    let score = |(at, run): (usize, &Run<'_>)| Score {
        scope: run.scope,
        divided: Divided::new(run.division),
        is_calibrated: run.is_calibrated,
        figures: Figure::ALL.map(|figure| (figure, bootstrap.estimate(at, figure))).into(),
        against_random: against(at, run.scope, Group::Row),
        against_masked: against(at, Scope::NamesMasked, run.division.group),
    };
    let scores = runs.iter().enumerate().map(score).collect();
    (resampling, scores)
}

/// The rows of each source by label, the number of each row's source, and the sources' names.
fn number_sources<'k>(keys: &'k [String], labels: &[Label]) -> (Sources, Vec<u32>, Vec<&'k str>) {
    let numbers: Vec<u32> = group::number(keys).into_iter().map(|number| number as u32).collect();
    let names: BTreeSet<&str> = keys.iter().map(String::as_str).collect();
    (Sources::new(&numbers, labels), numbers, names.into_iter().collect())
}

/// The terms of a model of all rows that tell a source, as [`Leakage::telltales`] has them. The first two slices have one
/// entry for each row: the name of its source, and its label.
pub(crate) fn find_telltales(keys: &[String], labels: &[Label], fitted: &FittedToAll) -> Vec<Telltale> {
    let FittedToAll { terms, matrix, coefficients } = fitted;
    let (sources, numbers, names) = number_sources(keys, labels);
    let of_term = |(column, rows): (usize, &mut TermRows)| {
        let tells = sources.tells(&rows.by_source())?;
        let coefficient = coefficients[column];
        let telltale = Telltale {
            term: terms.term(column).to_owned(),
            source: names[tells.source].to_owned(),
            tells,
            coefficient,
            weight: coefficient * rows.mean_value(),
        };
        telltale.is_one(sources.all()).then_some(telltale)
    };
    let mut rows = rows_of_terms(matrix, terms.len(), &numbers, labels);
    let mut found: Vec<Telltale> = rows.par_iter_mut().enumerate().filter_map(of_term).collect();
    // Equals stay in the order of the vocabulary.
    found.sort_by(|a, b| b.excess().total_cmp(&a.excess()));
    found
}

/// The rows of one term.
#[derive(Debug, Clone, Default)]
struct TermRows {
    /// The source and the label of each.
    cells: Vec<(u32, Label)>,
    /// The sum of its tf-idf values.
    values: f64,
}

impl TermRows {
    fn mean_value(&self) -> f64 {
        self.values / self.cells.len().max(1) as f64
    }

    fn by_source(&mut self) -> Vec<(u32, ByLabel)> {
        self.cells.sort_unstable();
        let of_source = |cells: &[(u32, Label)]| {
            let opinion = cells.iter().filter(|(_, label)| label.is_opinion()).count() as u32;
            (cells[0].0, [cells.len() as u32 - opinion, opinion])
        };
        self.cells.chunk_by(|a, b| a.0 == b.0).map(of_source).collect()
    }
}

fn rows_of_terms(matrix: &CsrMatrix, terms: usize, sources: &[u32], labels: &[Label]) -> Vec<TermRows> {
    let mut out = vec![TermRows::default(); terms];
    for (row, (&source, &label)) in sources.iter().zip(labels).enumerate() {
        let (columns, values) = matrix.row(row);
        for (&column, &value) in columns.iter().zip(values) {
            out[column as usize].cells.push((source, label));
            out[column as usize].values += f64::from(value);
        }
    }
    out
}
