//! The figures, the drawings and the sources as a page.

use std::fmt::Write;

use super::{
    ORDER, ORDER_OF_ONE_LABEL, base_rate, division, high_interval, interval, intervals, model_name, notes, number,
    sample, shown_figures, title, to_beat,
};
use crate::learn::evaluate::{Compared, Comparison, Evaluation, Measured, Measures};
use crate::learn::measure::bootstrap::{Estimate, Finding};
use crate::learn::measure::figure::Figure;
use crate::learn::measure::reliability::{BINS, Reliability};
use crate::report::shared::page::{capitalised, escape, page, paragraph, section, table};
use crate::report::shared::svg;

/// Shares of the opinion for which the table beside the ROC curve has a point.
const FOUND: [f64; 6] = [0.5, 0.7, 0.8, 0.9, 0.95, 0.99];

/// The whole evaluation.
pub fn html(evaluation: &Evaluation) -> String {
    let all = &evaluation.all;
    let mut out = String::new();
    out += &paragraph("", &format!("{}.", sample(evaluation)));
    out += &division(evaluation).map_or_else(String::new, |text| paragraph("", &text));
    for note in notes(evaluation) {
        out += &paragraph(if note.warns { "warning" } else { "note" }, &note.text);
    }
    out += &section("Figures", &figures(evaluation));
    if all.alone.has_both_labels() {
        out += &section("Reliability", &reliability(all));
        out += &section("ROC curve", &roc(all));
    }
    out += &section("Confusion matrix", &confusion(all));
    if evaluation.sources.len() > 1 {
        out += &section("Sources", &sources(&evaluation.sources));
    }
    if let Some(of) = &evaluation.comparison {
        out += &section("Comparison", &comparison(of));
    }
    page(&title(evaluation), &out)
}

fn value(estimate: &Estimate) -> String {
    format!("{} <small>{}</small>", number(estimate.value), interval(estimate))
}

/// The names of the columns, with a first one.
fn head<'a>(first: &'a str, all: &'a Measured) -> Vec<&'a str> {
    std::iter::once(first).chain(all.places().map(|(place, _)| place)).collect()
}

fn figures(evaluation: &Evaluation) -> String {
    let all = &evaluation.all;
    let row = |figure: Figure| {
        let name = format!("{}<small>{}</small>", figure.name(), figure.definition());
        std::iter::once(name).chain(all.places().map(|(_, of)| value(&of.get(figure)))).collect()
    };
    let mut rows: Vec<Vec<String>> = shown_figures(all).map(row).collect();
    let base = format!("{:.3}", base_rate(all));
    rows.push(std::iter::once("labelled opinion".to_owned()).chain(all.places().map(|_| base.clone())).collect());
    let caption = if all.in_context.is_some() {
        "Each paragraph by itself, and in its article"
    } else {
        "Each paragraph by itself"
    };
    let mut out = table(caption, &head("figure", all), &rows);
    out += &to_beat(evaluation).map_or_else(String::new, |text| paragraph("note", &text));
    out += &paragraph("note", &intervals(&all.resampling));
    out + &high_interval(all).map_or_else(String::new, |text| paragraph("note", text))
}

fn reliability(all: &Measured) -> String {
    let mut out = String::from("<div class=\"side\">\n");
    for (number, (place, measures)) in all.places().enumerate() {
        let drawing = svg::reliability(&format!("reliability{number}"), place, measures);
        let (name, table) = (capitalised(place), reliability_table(place, measures));
        let _ = writeln!(out, "<figure>\n<figcaption>{name}</figcaption>\n{drawing}{table}</figure>");
    }
    out + "</div>\n"
}

fn reliability_table(place: &str, measures: &Measures) -> String {
    let row = |bin: usize| {
        let (from, to) = Reliability::bounds(bin);
        let rows = &measures.metrics.reliability.0[bin];
        let share = value(&measures.opinion_shares[bin]);
        vec![format!("{from:.1}–{to:.1}"), rows.rows.to_string(), number(rows.mean_probability()), share]
    };
    let rows: Vec<Vec<String>> = (0..BINS).map(row).collect();
    let caption = format!("Rows by their probability of opinion, {place}");
    table(&caption, &["probability", "rows", "mean", "share that is opinion"], &rows)
}

fn roc(all: &Measured) -> String {
    let curves: Vec<(&str, &Measures)> = all.places().collect();
    let row = |&found: &f64| {
        let of_place = |(_, measures): &(&str, &Measures)| {
            let point = measures.roc.iter().find(|point| point.1 >= found);
            point.map_or_else(|| "–".to_owned(), |point| format!("{:.1} %", 100.0 * point.0))
        };
        std::iter::once(format!("{:.0} %", 100.0 * found)).chain(curves.iter().map(of_place)).collect()
    };
    let rows: Vec<Vec<String>> = FOUND.iter().map(row).collect();
    let caption = "False positive rate, the share of the news called opinion, by the recall of opinion";
    let drawing = svg::roc(&curves);
    format!(
        "<div class=\"side\">\n<figure>\n{drawing}</figure>\n<div>\n{}</div>\n</div>\n",
        table(caption, &head("recall", all), &rows)
    )
}

fn confusion(all: &Measured) -> String {
    let mut out = String::from("<div class=\"side\">\n");
    for (place, measures) in all.places() {
        let of = measures.metrics.confusion;
        let row = |name: &str, news: u64, opinion: u64| vec![name.to_owned(), news.to_string(), opinion.to_string()];
        let rows = [row("news", of.true_news, of.false_opinion), row("opinion", of.false_news, of.true_opinion)];
        out += &table(&capitalised(place), &["labelled", "called news", "called opinion"], &rows);
    }
    out + "</div>\n"
}

fn sources(sources: &[(String, Measured)]) -> String {
    let (both, one): (Vec<_>, Vec<_>) = sources.iter().partition(|(_, measured)| measured.alone.has_both_labels());
    source_table(&both, Figure::MacroF1, &format!("Sources with both labels, {ORDER}"))
        + &source_table(&one, Figure::CalledOpinion, &format!("Sources with one label, {ORDER_OF_ONE_LABEL}"))
}

fn source_table(sources: &[&(String, Measured)], figure: Figure, caption: &str) -> String {
    if sources.is_empty() {
        return String::new();
    }
    let ece = "<abbr title=\"expected calibration error\">ECE</abbr>";
    let alone = format!("{}, alone", figure.name());
    let mut head = vec!["source", "rows", "opinion", &alone, "in context", "from 0 to 1", "AUC", ece];
    // Where no article has two rows there is nothing to read in context.
    if sources.iter().all(|(_, of)| of.in_context.is_none()) {
        head.retain(|name| *name != "in context");
    }
    table(caption, &head, &sources.iter().map(|of| source_row(of, figure)).collect::<Vec<_>>())
}

fn source_row((name, measured): &(String, Measured), figure: Figure) -> Vec<String> {
    let shown = measured.shown();
    let estimate = shown.get(figure);
    let mut row = vec![escape(name), shown.metrics.rows.to_string(), format!("{:.0} %", 100.0 * base_rate(measured))];
    // By itself only as a number where the context's figure follows with its interval.
    if measured.in_context.is_some() {
        row.push(number(measured.alone.get(figure).value));
    }
    row.extend([
        value(&estimate),
        svg::dot(&estimate),
        number(shown.get(Figure::Auc).value),
        number(shown.get(Figure::CalibrationError).value),
    ]);
    row
}

fn comparison(comparison: &Comparison) -> String {
    let mut out = paragraph(
        "",
        &format!(
            "Held against {} on the same rows and the same resamples. Inside its interval a difference is none.",
            model_name(&comparison.other)
        ),
    );
    for (place, compared) in comparison.places() {
        let rows: Vec<Vec<String>> = compared.iter().map(compared_row).collect();
        out += &table(&capitalised(place), &["figure", "this", "other", "this − other", "this is"], &rows);
    }
    out
}

fn compared_row(compared: &Compared) -> Vec<String> {
    let difference = &compared.difference;
    let interval = difference.interval.map_or_else(String::new, |of| format!("[{:+.3}, {:+.3}]", of.low, of.high));
    let class = match difference.finding {
        Some(Finding::Better) => "better",
        Some(Finding::Worse) => "worse",
        _ => "",
    };
    vec![
        compared.figure.name().to_owned(),
        format!("{:.3}", compared.value),
        format!("{:.3}", compared.other),
        format!("{:+.3} <small>{interval}</small>", difference.value),
        format!("<span class=\"{class}\">{}</span>", difference.finding.map_or("", Finding::as_str)),
    ]
}
