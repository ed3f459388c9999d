//! Labelled tables → how good a model is on them, or how good training on them is.
//!
//! ```text
//! rows ─score (a model)─────────────────┬→ probabilities alone and in context ─ranked→ figures, intervals by group
//!      └train (folds by group, no model)┘                                           └→ differences from another model
//! ```

mod by;
mod comparison;
mod decided;
mod evaluation;
mod measured;
mod params;
mod sample;
mod seen;

pub use by::{By, Divider};
pub(crate) use comparison::compare_columns;
pub use comparison::{Compared, Comparison};
pub use evaluation::{Evaluation, Prediction, Subject};
pub use measured::{Measured, Measures, Relied, Resampling};
pub use params::{EvaluateParams, NamedModel};
pub(crate) use sample::{Column, Sample};
pub use seen::Seen;
pub(crate) use seen::seen;

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use self::decided::Decided;
use self::seen::{seen_by_any, seen_rows};
use super::train::{self, CrossValidation, ScoredRows, TrainParams};
use crate::error::{Error, ErrorKind, Message, Parameter, Result};
use crate::label::Label;
use crate::model::Model;
use crate::score::Scorer;
use crate::tables::rows::{ColumnValues, LabelKind, Row, RowRef, Table, lint};
use crate::terms::Scope;
use crate::verdict::{ArticleScore, Decision};

/// Evaluates a model on labelled tables, and compares it with another if one is given.
///
/// # Errors
/// [`ErrorKind::Empty`] if no row is left to score; [`ErrorKind::Model`] if seen texts are to be left out and a model keeps no
/// record of them.
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
/// let model = oped::Model::shipped()?.into();
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
    evaluate_by(tables, &[], model, other, params)
}

/// [`evaluate`], also for each value of some columns.
///
/// # Errors
/// Those of [`evaluate`].
pub fn evaluate_by(
    tables: &[Table],
    columns: &[ColumnValues],
    model: NamedModel<'_>,
    other: Option<NamedModel<'_>>,
    params: &EvaluateParams,
) -> Result<Evaluation> {
    let models: Vec<NamedModel<'_>> = std::iter::once(model).chain(other).collect();
    let seen: Vec<Option<BTreeSet<RowRef>>> = models.iter().map(|named| seen_rows(tables, named.model)).collect();
    let skipped = if params.skip_seen { seen_by_any(&models, &seen)? } else { BTreeSet::new() };
    let articles = articles(tables);
    let rows = articles.concat();
    let scores: Vec<Vec<ArticleScore>> = models.iter().map(|named| score(tables, &articles, named.model)).collect();
    let decisions: Vec<Vec<Option<Decision>>> = scores.iter().map(|of| decisions(of)).collect();
    let (judged, not_read) = judged(tables, &rows);
    let worded: Vec<usize> = judged.into_iter().filter(|&at| decisions.iter().all(|of| of[at].is_some())).collect();
    // Left out only now, because they are the context of their neighbours.
    let kept: Vec<usize> = worded.iter().copied().filter(|&at| !skipped.contains(&rows[at].0)).collect();
    if kept.is_empty() {
        return Err(nothing_left(!skipped.is_empty()));
    }
    let has_context = articles.iter().any(|rows| rows.len() > 1);
    let (places, labels) = kept.iter().map(|&at| rows[at]).unzip();
    let probabilities = decisions.iter().map(|of| Column::of_decisions(of, &kept, has_context)).collect();
    let decided = Some(decided(tables, &articles, &scores[0], &kept));
    let sample = Sample { tables, rows: places, labels, columns: probabilities, decided };
    let inherited: Vec<Option<Label>> = sample.rows.iter().map(|at| tables[at.table].rows[at.row].inherited).collect();
    let count = |seen: &Option<BTreeSet<RowRef>>| {
        let known = |seen: &BTreeSet<RowRef>| worded.iter().filter(|&&at| seen.contains(&rows[at].0)).count();
        seen.as_ref().map(|seen| Seen { rows: known(seen), of: worded.len() })
    };
    let mut found = sample.evaluate(Subject::Model(model.name.to_owned()), &inherited, columns, params);
    found.lint = lint(tables);
    found.seen = count(&seen[0]);
    found.skipped_seen = params.skip_seen;
    found.without_words = rows.len() - not_read - worded.len();
    found.not_read = not_read;
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
    cross_validate_by(tables, &[], training, params)
}

/// [`cross_validate`], also for each value of some columns.
///
/// # Errors
/// Those of [`train::cross_validate`].
pub fn cross_validate_by(
    tables: &[Table],
    columns: &[ColumnValues],
    training: &TrainParams,
    params: &EvaluateParams,
) -> Result<Evaluation> {
    refuse_to_train(tables)?;
    let (crossed, scored) = train::cross_validate_and_score(tables, training)?;
    let mut decided = Decided::of_rows(crossed.rows.len());
    for ScoredRows { rows, score } in scored {
        let place = crossed.rows[rows.start];
        let is_article = crossed.in_context.is_some() && tables[place.table].rows[place.row].article.is_some();
        decided.add(&score, &rows.map(Some).collect::<Vec<_>>(), is_article);
    }
    Ok(of_training(tables, columns, crossed, Some(decided), params))
}

/// Evaluates a training that knows more or less of the texts than a model does, to see what each part is worth.
///
/// # Errors
/// Those of [`train::cross_validate`].
pub fn cross_validate_scope(
    tables: &[Table],
    training: &TrainParams,
    scope: Scope,
    params: &EvaluateParams,
) -> Result<Evaluation> {
    refuse_to_train(tables)?;
    let crossed = train::cross_validate_scope(tables, training, scope)?;
    Ok(of_training(tables, &[], crossed, None, params))
}

fn of_training(
    tables: &[Table],
    columns: &[ColumnValues],
    crossed: CrossValidation,
    decided: Option<Decided>,
    params: &EvaluateParams,
) -> Evaluation {
    let column = Column { alone: crossed.alone, in_context: crossed.in_context };
    let sample = Sample { tables, rows: crossed.rows, labels: crossed.labels, columns: vec![column], decided };
    let mut found = sample.evaluate(Subject::CrossValidation(crossed.folding), &crossed.inherited, columns, params);
    found.lint = crossed.lint;
    found
}

fn refuse_to_train(tables: &[Table]) -> Result<()> {
    let remedy = "training needs both labels; to evaluate a model on these rows, name it with ";
    refuse_one_label(tables, Message::from(remedy).name(Parameter::Model))
}

/// Refuses tables with a single label: nothing can be trained on them.
pub(crate) fn refuse_one_label(tables: &[Table], remedy: Message) -> Result<()> {
    let found: BTreeSet<Label> = tables.iter().flat_map(|table| &table.rows).filter_map(|row| row.label).collect();
    let Some(label) = found.first().filter(|_| found.len() == 1) else { return Ok(()) };
    Err(Error::new(ErrorKind::Training, format!("the tables hold only rows labelled {label}")).remedy(remedy))
}

/// The labelled rows of each article.
fn articles(tables: &[Table]) -> Vec<Vec<(RowRef, Label)>> {
    let mut out = Vec::new();
    for (number, table) in tables.iter().enumerate() {
        for range in table.articles() {
            let labelled = range.filter_map(|row| Some((RowRef { table: number, row }, table.rows[row].label?)));
            out.push(labelled.collect());
        }
    }
    out
}

/// The score of each article.
fn score(tables: &[Table], articles: &[Vec<(RowRef, Label)>], model: &Arc<Model>) -> Vec<ArticleScore> {
    let scorer = Scorer::new(Arc::clone(model));
    let of_article = |rows: &Vec<(RowRef, Label)>| {
        let rows: Vec<&Row> = rows.iter().map(|(at, _)| &tables[at.table].rows[at.row]).collect();
        scorer.texts(&rows)
    };
    articles.par_iter().map(of_article).collect()
}

/// The decisions on the articles' rows, article by article.
fn decisions(scores: &[ArticleScore]) -> Vec<Option<Decision>> {
    scores.iter().flat_map(|score| &score.paragraphs).map(|paragraph| paragraph.decision).collect()
}

/// The rows that are judged, by number, and how many are not. If any label was read, a label that was inherited only is none to judge
/// by.
fn judged(tables: &[Table], rows: &[(RowRef, Label)]) -> (Vec<usize>, usize) {
    let is_read = |at: &usize| {
        let place = rows[*at].0;
        tables[place.table].rows[place.row].kind == LabelKind::Read
    };
    let (read, others): (Vec<usize>, Vec<usize>) = (0..rows.len()).partition(is_read);
    if read.is_empty() { (others, 0) } else { (read, others.len()) }
}

/// Which labels are sure and what is said of articles. `kept` are the rows of the sample, by their numbers among all rows.
fn decided(tables: &[Table], articles: &[Vec<(RowRef, Label)>], scores: &[ArticleScore], kept: &[usize]) -> Decided {
    let mut decided = Decided::of_rows(kept.len());
    let mut start = 0;
    for (rows, score) in articles.iter().zip(scores) {
        let numbers: Vec<Option<usize>> = (start..start + rows.len()).map(|at| kept.binary_search(&at).ok()).collect();
        let is_article = rows.iter().any(|(at, _)| tables[at.table].rows[at.row].article.is_some());
        decided.add(score, &numbers, is_article);
        start += rows.len();
    }
    decided
}

fn nothing_left(has_skipped: bool) -> Error {
    if has_skipped {
        Error::new(ErrorKind::Empty, "every row was in the model's training or has no words").remedy(
            Message::from("evaluate on other texts, or cross-validate: leave out ")
                .name(Parameter::Model)
                .then(" and ")
                .name(Parameter::SkipSeen),
        )
    } else {
        Error::new(ErrorKind::Empty, "no row has any words").remedy(Message::from("check ").name(Parameter::TextColumn))
    }
}
