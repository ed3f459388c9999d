//! Training, and probabilities out of fold, from rows in memory.

use std::collections::BTreeMap;

use oped::Label;
use oped::error::ErrorKind;
use oped::language::Language;
use oped::learn::train::{SourceWeight, TrainParams, TrainReport, cross_validate, train};
use oped::tables::rows::group::{Folds, Group};
use oped::tables::rows::{Row, Table};
use oped::text::Remarks;
use pyo3::prelude::*;

use crate::errors::{exception, usage};
use crate::model::Model;
use crate::threads;

/// Labelled rows, as lists of one length.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct LabelledRows {
    texts: Vec<String>,
    /// Whether each is opinion; none for a row without a label.
    labels: Vec<Option<bool>>,
    /// The publishers, which folds keep together.
    groups: Option<Vec<Option<String>>>,
    articles: Option<Vec<Option<String>>>,
}

impl LabelledRows {
    /// How to train on these rows: folds keep together the groups that the caller gave, however few they are.
    fn params(&self, training: Training) -> PyResult<TrainParams> {
        let group = self.groups.is_some().then_some(Group::Source);
        Ok(TrainParams { group, ..training.params()? })
    }

    fn table(self) -> PyResult<Table> {
        let length = self.texts.len();
        let lengths = [
            ("labels", Some(self.labels.len())),
            ("groups", self.groups.as_ref().map(Vec::len)),
            ("articles", self.articles.as_ref().map(Vec::len)),
        ];
        for (name, other) in lengths {
            if let Some(other) = other.filter(|&other| other != length) {
                let what = format!("there are {length} texts and {other} {name}");
                return Err(usage(ErrorKind::Usage, what, "give one for each text"));
            }
        }
        let mut groups = self.groups.map(Vec::into_iter);
        let mut articles = self.articles.map(Vec::into_iter);
        let row = |(at, (text, label)): (usize, (String, Option<bool>))| Row {
            label: label.map(|is_opinion| if is_opinion { Label::Opinion } else { Label::News }),
            source: groups.as_mut().and_then(Iterator::next).flatten(),
            article: articles.as_mut().and_then(Iterator::next).flatten(),
            ..Row::of_text(&text, at + 1)
        };
        let rows = self.texts.into_iter().zip(self.labels).enumerate().map(row).collect();
        Ok(Table { name: "rows".to_owned(), rows, hash: 0, notes: Vec::new(), remarks: Remarks::default() })
    }
}

/// How to train, in the program's words.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Training {
    alpha: f64,
    min_df: u32,
    max_features: usize,
    folds: usize,
    balanced: bool,
    source_weight: String,
    language: String,
}

impl Training {
    pub(crate) fn params(self) -> PyResult<TrainParams> {
        self.refuse_impossible()?;
        let source_weight = match self.source_weight.as_str() {
            "none" => SourceWeight::None,
            "sqrt" => SourceWeight::Sqrt,
            "equal" => SourceWeight::Equal,
            other => {
                let what = format!("there is no source_weight \"{other}\"");
                return Err(usage(ErrorKind::Usage, what, "choose one of none, sqrt, equal"));
            }
        };
        let mut params = TrainParams {
            language: self.language.parse::<Language>().map_err(|error| exception(error.into()))?,
            class_balanced: self.balanced,
            source_weight,
            folds: Folds::Count(self.folds),
            ..TrainParams::default()
        };
        params.solver.alpha = self.alpha;
        params.vocabulary.min_df = self.min_df;
        params.vocabulary.max_features = self.max_features;
        Ok(params)
    }
}

impl Training {
    /// What the program's flags refuse.
    fn refuse_impossible(&self) -> PyResult<()> {
        let refused = [
            (!(self.alpha.is_finite() && self.alpha > 0.0), format!("alpha={}", self.alpha), "above 0"),
            (self.min_df < 1, format!("min_df={}", self.min_df), "1 or more"),
            (self.max_features < 1, format!("max_features={}", self.max_features), "1 or more"),
            (self.folds < 2, format!("folds={}", self.folds), "2 or more"),
        ];
        match refused.into_iter().find(|(is_refused, ..)| *is_refused) {
            Some((_, given, needed)) => {
                Err(usage(ErrorKind::Usage, format!("{given} cannot be"), &format!("it must be {needed}")))
            }
            None => Ok(()),
        }
    }
}

/// Trains a model; returns it and figures out of fold.
#[pyfunction]
pub(crate) fn train_rows(
    py: Python<'_>,
    rows: LabelledRows,
    training: Training,
) -> PyResult<(Model, BTreeMap<&'static str, f64>)> {
    let params = rows.params(training)?;
    let table = rows.table()?;
    let (model, report) = threads::run(py, move || train(&[table], &params))?.map_err(exception)?;
    Ok((Model::of(model), figures(&report)))
}

fn figures(report: &TrainReport) -> BTreeMap<&'static str, f64> {
    let mut out: BTreeMap<&'static str, f64> = BTreeMap::new();
    out.insert("rows", report.rows as f64);
    out.insert("opinion", report.opinion as f64);
    out.insert("terms", report.terms as f64);
    out.insert("macro_f1", report.alone.macro_f1);
    out.insert("auc", report.alone.auc);
    if let Some(metrics) = &report.in_context {
        out.insert("macro_f1_in_context", metrics.macro_f1);
        out.insert("auc_in_context", metrics.auc);
    }
    out
}

/// One for each row.
type Probabilities = Vec<Option<f64>>;

/// The probability of opinion of each row out of fold, alone and in context; none for a row that is empty, repeated or without a label.
#[pyfunction]
pub(crate) fn out_of_fold(
    py: Python<'_>,
    rows: LabelledRows,
    training: Training,
) -> PyResult<(Probabilities, Probabilities)> {
    let params = rows.params(training)?;
    let table = rows.table()?;
    let number = table.rows.len();
    let validation = threads::run(py, move || cross_validate(&[table], &params))?.map_err(exception)?;
    let spread = |values: Option<&[oped::Probability]>| {
        let mut out = vec![None; number];
        for (place, value) in validation.rows.iter().zip(values.unwrap_or_default()) {
            out[place.row] = Some(value.0);
        }
        out
    };
    Ok((spread(Some(&validation.alone)), spread(validation.in_context.as_deref())))
}
