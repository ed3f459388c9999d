//! For a terminal, in 80 columns.

use super::super::sentences::base_rate;
use super::sentences::{counted, explanation, heading, name_of, names};
use crate::learn::evaluate::{By, Measured, Relied};
use crate::learn::measure::figure::Figure;
use crate::report::shared::columns::{and_more, padded, wrap};
use crate::words::figures::{number, percent, percent_in_tenths};

/// Columns of a value's name.
const NAME: usize = 18;
/// How many values are shown.
const SHOWN: usize = 30;
/// The figures shown, alone and in context.
const FIGURES: [(Figure, &str); 3] =
    [(Figure::MacroF1, "macro-F1"), (Figure::Auc, "AUC"), (Figure::CalibrationError, "ECE")];

/// The figures of each value, then what can be relied on.
pub(in super::super) fn text(by: &By) -> String {
    figures(by) + &relied(by)
}

fn figures(by: &By) -> String {
    let has_context = by.values.iter().any(|(_, of)| of.in_context.is_some());
    let places = if has_context { "; in c.: in context" } else { "" };
    let what = format!(
        "{}: {} (ECE: expected calibration error; false alarms: the share of news that is called opinion{places})",
        heading(by),
        explanation(by)
    );
    let mut out = format!("\n{}", wrap(&what));
    let width = if has_context { 13 } else { 10 };
    let titles: String = FIGURES.iter().map(|(_, name)| format!("{name:>width$}")).collect();
    out += &format!("  {:<NAME$}{:>6}{:>6}{titles}{:>8}\n", "", "", "", "false");
    let places = if has_context { format!("{:>7}{:>6}", "alone", "in c.") } else { format!("{:>width$}", "alone") };
    let (names, places) = (padded(names(by), NAME), places.repeat(FIGURES.len()));
    out += &format!("  {names}{:>6}{:>6}{places}{:>8}\n", "rows", "op.", "alarms");
    for (value, measured) in by.values.iter().take(SHOWN) {
        out += &line(&name_of(by, value.as_deref()), measured, width);
    }
    out + &and_more(by.values.len(), SHOWN)
}

fn line(name: &str, measured: &Measured, width: usize) -> String {
    let cells = |(figure, _): &(Figure, &str)| {
        let alone = number(measured.alone.get(*figure).value);
        match &measured.in_context {
            Some(of) => format!("{alone:>7}{:>6}", number(of.get(*figure).value)),
            None => format!("{alone:>width$}"),
        }
    };
    let cells: String = FIGURES.iter().map(cells).collect();
    let (rows, share) = (measured.alone.metrics.rows, percent(base_rate(measured)));
    let alarms = measured.shown().false_alarms.value.map_or_else(|| "–".to_owned(), percent_in_tenths);
    format!("  {}{rows:>6}{share:>6}{cells}{alarms:>8}\n", padded(name, NAME))
}

fn relied(by: &By) -> String {
    let known: Vec<(String, Relied)> = by
        .values
        .iter()
        .filter_map(|(value, measured)| Some((name_of(by, value.as_deref()), measured.relied?)))
        .collect();
    if known.is_empty() {
        return String::new();
    }
    let has_articles = known.iter().any(|(_, relied)| relied.articles.is_some());
    let articles =
        if has_articles { format!("{:>10}{:>8}{:>17}", "articles", "honest", "false verdicts") } else { String::new() };
    let mut out = format!("\n  {}{:>11}{:>9}{articles}\n", padded(names(by), NAME), "without ?", "right");
    for (name, relied) in known.iter().take(SHOWN) {
        out += &relied_line(name, relied);
    }
    out + &and_more(known.len(), SHOWN)
}

fn relied_line(name: &str, relied: &Relied) -> String {
    let [sure, right] = [relied.sure, relied.sure_right]
        .map(|share| share.estimate.value.map_or_else(|| "–".to_owned(), percent_in_tenths));
    let articles = relied.articles.zip(relied.false_verdicts).map_or_else(String::new, |(articles, verdicts)| {
        format!("{articles:>10}{:>8}{:>17}", verdicts.of, counted(verdicts))
    });
    format!("  {}{sure:>11}{right:>9}{articles}\n", padded(name, NAME))
}
