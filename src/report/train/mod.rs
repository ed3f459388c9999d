//! A report of a training.

pub mod calibration;

use super::{shared::columns::wrap, shared::folds};
use crate::label::Label;
use crate::learn::{measure::figure::Figure, measure::metrics::Metrics, train::TrainReport};
use crate::model::{InheritedEntry, Model};
use crate::score::Value;
use crate::tables::csv::Line;
use crate::text::printable;
use crate::words::figures::{count, number};

/// How many terms of each side are shown.
const SHOWN_TERMS: usize = 12;

/// For a person.
pub fn text(model: &Model, report: &TrainReport) -> String {
    let (rows, terms) = (count(report.rows, "paragraph"), count(report.terms, "term"));
    let (opinion, news) = terms_that_weigh_most(model);
    format!(
        "trained on {rows} ({} opinion), {terms}\n{}\
         fitted{} to an objective of {:.6} (gradient {:.1e})\n\n\
         out of fold, folds by {} ({}):\n{}\n{}\n\
         speak for opinion: {opinion}\nspeak for news:    {news}\n",
        report.opinion,
        report.inherited.as_ref().map_or_else(String::new, |entry| wrap(&inherited(entry))),
        if report.iterations > 0 {
            format!(" in {}", count(report.iterations as usize, "step"))
        } else {
            String::new()
        },
        report.objective,
        report.gradient_norm,
        report.folding.group.as_str(),
        count(report.folding.groups, "group"),
        remarks(report),
        figures(report),
    )
}

/// What was trained on with doubt.
pub(in crate::report) fn inherited(entry: &InheritedEntry) -> String {
    let rows: usize = entry.corpus.iter().map(|table| table.news + table.opinion).sum();
    let pairs = entry.in_news.0 + entry.in_news.1 + entry.in_opinion.0 + entry.in_opinion.1;
    let percent = |label| entry.wrong(label).map_or_else(|| "–".to_owned(), |share| format!("{:.1} %", 100.0 * share));
    let wrong = match pairs {
        0 => "no paragraph has both kinds of labels, so how often inherited ones are wrong was estimated".to_owned(),
        _ => format!(
            "of {} with both kinds of labels, {} of those in opinion articles report, and {} of those in news articles argue",
            count(pairs, "paragraph"),
            percent(Label::Opinion),
            percent(Label::News)
        ),
    };
    format!("and with doubt on {} with inherited labels: {wrong}", count(rows, "paragraph"))
}

/// What the folds mean for the figures.
fn remarks(report: &TrainReport) -> String {
    let not_about = folds::not_about(report.folding.group).map(str::to_owned);
    not_about.into_iter().chain(folds::passed_over(&report.folding.passed_over)).map(|text| wrap(&text)).collect()
}

fn figures(report: &TrainReport) -> String {
    // If no article has two rows, nothing is read in context.
    let second = |text: &dyn Fn(&Metrics) -> String| {
        report.in_context.as_ref().map_or_else(String::new, |metrics| format!("{:>13}", text(metrics)))
    };
    let mut out = format!("  {:<28}{:>10}{}\n", "", "alone", second(&|_| "in context".to_owned()));
    for figure in Figure::ALL {
        let in_context = second(&|metrics| number(figure.of(metrics)));
        out += &format!("  {:<28}{:>10}{in_context}\n", figure.name(), number(figure.of(&report.alone)));
    }
    out
}

/// The terms with the largest and the smallest coefficients.
fn terms_that_weigh_most(model: &Model) -> (String, String) {
    let terms = &model.tfidf.vocabulary;
    let mut columns: Vec<usize> = (0..terms.len()).collect();
    columns.sort_by(|&a, &b| model.linear.coefficients[b].total_cmp(&model.linear.coefficients[a]));
    let list = |columns: &mut dyn Iterator<Item = &usize>, sign: f32| {
        let leaning = columns.take(SHOWN_TERMS).filter(|&&column| sign * model.linear.coefficients[column] > 0.0);
        let names: Vec<&str> = leaning.map(|&column| terms.term(column)).collect();
        printable(&names.join("  "))
    };
    (list(&mut columns.iter(), 1.0), list(&mut columns.iter().rev(), -1.0))
}

/// One JSON object.
pub fn json(model: &Model, report: &TrainReport) -> String {
    let figures: serde_json::Map<String, serde_json::Value> =
        model.card.metrics.iter().map(|(name, value)| (name.clone(), (*value).into())).collect();
    let value = serde_json::json!({
        "type": "training",
        "rows": report.rows,
        "opinion": report.opinion,
        "terms": report.terms,
        "group": report.folding.group.as_str(),
        "groups": report.folding.groups,
        "pooled_folds": report.folding.pooled_folds,
        "iterations": report.iterations,
        "objective": report.objective,
        "gradient_norm": report.gradient_norm,
        "metrics": figures,
        "inherited": report.inherited,
    });
    format!("{value}\n")
}

/// A table of the figures.
pub fn csv(report: &TrainReport) -> Vec<u8> {
    let in_context = |figure: Figure| figure.of(&report.in_context?);
    figure_lines("figure,alone,in_context\n", |figure| [figure.of(&report.alone), in_context(figure)])
}

/// A line for each figure with two columns of values, each empty if it has none.
fn figure_lines(header: &str, values: impl Fn(Figure) -> [Option<f64>; 2]) -> Vec<u8> {
    let mut out = header.as_bytes().to_vec();
    for figure in Figure::ALL {
        let [first, second] = values(figure).map(|value| value.map(Value::Number));
        Line::new(&mut out).text(figure.name()).value(first).value(second).end();
    }
    out
}
