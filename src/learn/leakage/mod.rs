//! Labelled tables → what training on them leans on: its folds, its names, its sources.
//!
//! ```text
//! rows ─counts (for each scope)─┬─ folds by row, article, source ─→ out-of-fold probabilities ─ranked→ figures, differences
//!                               └─ all rows: the fit's terms ─→ what each tells: the source, or the label ─→ telltales
//! ```
//!
//! Everything is about paragraphs alone: in context the rest of the article would give away its source too. All figures are of
//! the same rows and all intervals of the same resamples, so differences are paired. Resamples draw what is tested, not what is
//! trained on.

mod division;
mod telltales;

pub use division::{Divided, Impossible};
pub(crate) use telltales::find_telltales;
pub use telltales::{FALSE_ALARM, LEAST_LIFT, LEAST_ROWS, MOST_KEPT, Telltale, least_g2};

use self::division::{Division, Divisions, divide};
use self::telltales::number_sources;
use super::evaluate::{Column, Compared, EvaluateParams, Resampling, Sample, compare_columns, refuse_one_label};
use super::train::{Corpus, FittedToAll, InheritedRows, TrainParams, cross_calibrate, cross_fit};
use super::{fit::counts::Counts, measure::bootstrap::Estimate, measure::figure::Figure};
use crate::error::{ErrorKind, Result};
use crate::label::{Logit, Probability};
use crate::tables::rows::{Lint, Table, lint};
use crate::tables::{rows::group, rows::group::Group};
use crate::terms::{Extractor, Scope};

/// The figures of one division and one scope.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// How much of the texts the models knew.
    pub scope: Scope,
    /// How rows were divided.
    pub divided: Divided,
    /// Whether probabilities are calibrated: those of models that are no better than chance cannot be.
    pub is_calibrated: bool,
    /// The figures with their intervals, in the order of [`Figure::ALL`].
    pub figures: Vec<(Figure, Estimate)>,
    /// The comparison with random folds of the same scope; empty for random folds.
    pub against_random: Vec<Compared>,
    /// The comparison with masked names in the same folds; empty for masked names.
    pub against_masked: Vec<Compared>,
}

impl Score {
    /// A figure with its interval.
    pub fn get(&self, figure: Figure) -> Estimate {
        self.figures.iter().find(|(has, _)| *has == figure).map_or_else(Estimate::default, |(_, estimate)| *estimate)
    }
}

/// What training on labelled tables leans on.
#[derive(Debug, Clone, PartialEq)]
pub struct Leakage {
    /// The tables' names, without folders.
    pub tables: Vec<String>,
    /// Problems found in the tables' rows.
    pub lint: Lint,
    /// Rows labelled news.
    pub news: usize,
    /// Rows labelled opinion.
    pub opinion: usize,
    /// The number of articles; none if no row names one.
    pub articles: Option<usize>,
    /// The number of sources.
    pub sources: usize,
    /// The number of sources with a single label.
    pub sources_with_one_label: usize,
    /// What the intervals are made from.
    pub resampling: Resampling,
    /// The scores of each scope: random folds first, the strictest last. Masked names come first, with every division.
    pub scores: Vec<Score>,
    /// The groups that folds could not be made by, and why.
    pub impossible: Vec<(Group, Impossible)>,
    /// The scopes that the language does not have.
    pub missing_scopes: Vec<Scope>,
    /// The number of terms of a model of all rows.
    pub terms: usize,
    /// The terms that give away a source instead of a voice, by [`Telltale::excess`], the largest first. Each
    ///
    /// - is at least [`LEAST_LIFT`] times as frequent in its source as in the rows of the same labels, and significantly so
    ///   ([`LEAST_ROWS`], [`least_g2`]);
    /// - is taken for a sign of the label to which its source leans more than all rows do;
    /// - does not tell the label within sources: the 95 % interval of its log odds ratio there reaches 0 or is on the other side
    ///   than the coefficient, or the ratio is at most [`MOST_KEPT`] of that over all rows, or no source with both labels has it.
    pub telltales: Vec<Telltale>,
}

impl Leakage {
    /// The group of the strictest folds.
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

/// Cross-validates training by rows, articles and sources, with more and with less of the text, and finds terms that give away a
/// source instead of a voice. With [`Folds::All`](crate::tables::rows::group::Folds::All) the strictest group is left out one by
/// one, and the others are divided into as many folds. `training.group` is ignored.
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
/// // Two publishers report and two argue: a publisher's own word is as good as the voice until it is left out.
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
    refuse_one_label(tables, "training needs both labels; add rows of the other".into())?;
    let lint = lint(tables);
    let corpus = Corpus::new(tables, &lint);
    let Divisions { made: divisions, impossible } = divide(&corpus, tables, training.folds)?;
    let (scopes, missing_scopes) =
        Scope::OF_LEAKAGE.into_iter().partition::<Vec<_>, _>(|scope| scope.is_of(training.language));
    let mut runs = Vec::new();
    let (mut terms, mut telltales) = (0, Vec::new());
    for scope in scopes {
        // One scope's counts at a time: they take most of the memory.
        let counts = corpus.count(&Extractor::of_scope(training.language, scope)?, training.vocabulary.min_df);
        for division in wanted(scope, &divisions) {
            let (p, is_calibrated) = cross_validate(&corpus, &counts, division, training)?;
            runs.push(Run { scope, division, p, is_calibrated });
        }
        if scope == Scope::NamesMasked {
            let fitted = FittedToAll::new(&corpus, &counts, &InheritedRows::default(), training)?;
            terms = fitted.terms.len();
            telltales = find_telltales(&corpus.keys(Group::Source), corpus.labels(), &fitted);
        }
    }
    let (resampling, scores) = measure(&corpus, tables, &runs, params);
    let names_articles = tables.iter().flat_map(|table| &table.rows).any(|row| row.article.is_some());
    let sources = number_sources(&corpus.keys(Group::Source), corpus.labels()).0;
    let opinion = corpus.labels().iter().filter(|label| label.is_opinion()).count();
    Ok(Leakage {
        tables: tables.iter().map(|table| table.file_name().to_owned()).collect(),
        news: corpus.labels().len() - opinion,
        opinion,
        articles: names_articles.then(|| group::distinct(&corpus.keys(Group::Article))),
        sources: sources.all(),
        sources_with_one_label: sources.with_one_label(),
        resampling,
        scores,
        impossible,
        missing_scopes,
        terms,
        telltales,
        lint,
    })
}

/// The probabilities of one cross-validation.
struct Run<'d> {
    scope: Scope,
    division: &'d Division,
    p: Vec<Probability>,
    is_calibrated: bool,
}

/// All divisions for the scope of models; random folds and the strictest for the others.
fn wanted(scope: Scope, divisions: &[Division]) -> impl Iterator<Item = &Division> {
    let last = divisions.len().saturating_sub(1);
    let is_wanted = move |at: usize| scope == Scope::NamesMasked || at == 0 || at == last;
    divisions.iter().enumerate().filter(move |(at, _)| is_wanted(*at)).map(|(_, division)| division)
}

/// The probability of each row alone, out of fold, and whether it is calibrated: if the models are no better than chance
/// outside some fold, no fold is.
fn cross_validate(
    corpus: &Corpus<'_>,
    counts: &Counts,
    division: &Division,
    params: &TrainParams,
) -> Result<(Vec<Probability>, bool)> {
    let out_of_fold = cross_fit(corpus, counts, &division.folds, &InheritedRows::default(), params)?;
    let probabilities = |logits: &[Logit]| logits.iter().map(|logit| logit.probability()).collect();
    match cross_calibrate(&out_of_fold, corpus.labels(), &division.folds) {
        Ok(calibrated) if calibrated.pooled_folds == 0 => Ok((probabilities(&calibrated.logits), true)),
        Err(error) if error.kind() != ErrorKind::Training => Err(error),
        _ => Ok((probabilities(out_of_fold.logits()), false)),
    }
}

/// Measures all runs on the same rows and the same resamples.
fn measure(
    corpus: &Corpus<'_>,
    tables: &[Table],
    runs: &[Run<'_>],
    params: &EvaluateParams,
) -> (Resampling, Vec<Score>) {
    let column = |run: &Run<'_>| Column { alone: run.p.clone(), in_context: None };
    let (rows, labels) = (corpus.places.clone(), corpus.labels().to_vec());
    let sample = Sample { tables, rows, labels, columns: runs.iter().map(column).collect(), decided: None };
    let (resampling, _, bootstrap) = sample.measure(params);
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
        figures: bootstrap.estimates(at),
        against_random: against(at, run.scope, Group::Row),
        against_masked: against(at, Scope::NamesMasked, run.division.group),
    };
    let scores = runs.iter().enumerate().map(score).collect();
    (resampling, scores)
}
