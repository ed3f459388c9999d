//! For a terminal, in 80 columns.

use super::by;
use super::sentences::{
    ORDER, ORDER_OF_ONE_LABEL, base_rate, division, high_interval, interval, intervals, model_name, notes, sample,
    shown_figures, signed, title, to_beat,
};
use crate::learn::evaluate::{Compared, Comparison, Evaluation, Measured, Measures, Relied};
use crate::learn::measure::bootstrap::{Estimate, Finding};
use crate::learn::measure::figure::Figure;
use crate::learn::measure::reliability::{BINS, Reliability};
use crate::learn::measure::reliance::{Reliance, Share};
use crate::report::shared::columns::{WIDTH, and_more, indented, padded, safe, wrap};
use crate::words::figures::{count, number};

/// Columns of a source's name.
const NAME: usize = 20;
/// How many sources of each kind are shown.
const SHOWN_SOURCES: usize = 25;

/// The whole evaluation. With `verbose` it ends with what each figure means.
pub fn text(evaluation: &Evaluation, verbose: bool) -> String {
    let all = &evaluation.all;
    let mut out = wrap(&format!("{}: {}.", title(evaluation), sample(evaluation)));
    out += &division(evaluation).map(|text| wrap(&text)).unwrap_or_default();
    out += &notes(evaluation).iter().map(|note| wrap(&note.text)).collect::<String>();
    out += &format!("\n{}", figures(all));
    out += &format!("\n{}", wrap(&intervals(&all.resampling)));
    out += &high_interval(all).map(wrap).unwrap_or_default();
    out += &to_beat(evaluation).map(|text| wrap(&text)).unwrap_or_default();
    out += &all.relied.as_ref().map(relied).unwrap_or_default();
    out += &format!("\n{}\n{}", confusion(all), reliability(all));
    out += &evaluation.by.iter().map(by::text).collect::<String>();
    if evaluation.sources.len() > 1 {
        out += &sources(&evaluation.sources);
    }
    out += &evaluation.comparison.as_ref().map(comparison).unwrap_or_default();
    if verbose {
        out += "\nwhat the figures mean\n\n";
        for figure in shown_figures(all) {
            out += &indented(WIDTH, &format!("{}: {}", figure.name(), figure.definition()), "  ", "    ");
        }
        for (of, _) in all.relied.iter().flat_map(Relied::shares) {
            out += &indented(WIDTH, &format!("{}: {}", of.name(), of.definition()), "  ", "    ");
        }
    }
    safe(&out)
}

fn cell(estimate: &Estimate) -> String {
    format!("{} {}", number(estimate.value), interval(estimate))
}

fn figures(all: &Measured) -> String {
    let mut out = format!("  {:<28}{:<24}{}\n", "", "alone", all.in_context.as_ref().map_or("", |_| "in context"));
    for figure in shown_figures(all) {
        let cells: Vec<String> = all.places().map(|(_, measures)| cell(&measures.get(figure))).collect();
        out += &format!("  {:<28}{:<24}{}\n", figure.name(), cells[0], cells.get(1).map_or("", String::as_str));
    }
    out + &format!("  {:<28}{:.3}\n", "(labelled opinion)", base_rate(all))
}

/// Labels without a question mark, and verdicts on honest articles.
fn relied(relied: &Relied) -> String {
    let line = |(reliance, share): (Reliance, Share)| {
        let counts = format!("{} of {}", share.part, count(share.of as usize, reliance.noun()));
        format!("  {:<28}{:<24}{counts}\n", reliance.name(), cell(&share.estimate))
    };
    format!("\n{}", relied.shares().map(line).collect::<String>())
}

fn confusion(all: &Measured) -> String {
    let line = |name: &str, cell: &dyn Fn(&str, &Measures) -> String| {
        let cells: Vec<String> = all.places().map(|(place, measures)| cell(place, measures)).collect();
        format!("  {name:<28}{:<24}{}\n", cells[0], cells.get(1).map_or("", String::as_str))
    };
    let pair = |news: &str, opinion: &str| format!("{news:>7}{opinion:>10}");
    line("", &|place, _| format!("called, {place}"))
        + &line("labelled", &|_, _| pair("news", "opinion"))
        + &line("  news", &|_, of| {
            let of = of.metrics.confusion;
            pair(&of.true_news.to_string(), &of.false_opinion.to_string())
        })
        + &line("  opinion", &|_, of| {
            let of = of.metrics.confusion;
            pair(&of.false_news.to_string(), &of.true_opinion.to_string())
        })
}

fn reliability(all: &Measured) -> String {
    let heading = |(place, _)| format!("{:>8}{:>6} {:<20}", "rows", "mean", format!("opinion {place}"));
    let mut out = format!("  {:<7}{}\n", "prob.", all.places().map(heading).collect::<String>());
    for bin in 0..BINS {
        let (from, to) = Reliability::bounds(bin);
        let cells: String = all.places().map(|(_, measures)| bin_cell(measures, bin)).collect();
        out += &format!("  {from:.1}–{to:.1}{cells}\n");
    }
    out
}

fn bin_cell(measures: &Measures, bin: usize) -> String {
    let rows = &measures.metrics.reliability.0[bin];
    // On rows of one label the share is meaningless.
    let share =
        if rows.rows > 0 && measures.has_both_labels() { cell(&measures.opinion_shares[bin]) } else { String::new() };
    let mean = rows.mean_probability().map_or_else(String::new, |mean| format!("{mean:.3}"));
    format!("{:>8}{mean:>6} {share:<20}", rows.rows)
}

fn sources(sources: &[(String, Measured)]) -> String {
    let (both, one): (Vec<_>, Vec<_>) = sources.iter().partition(|(_, measured)| measured.alone.has_both_labels());
    source_table(&both, Figure::MacroF1, &format!("sources, {ORDER} (ECE: expected calibration error)"))
        + &source_table(&one, Figure::CalledOpinion, &format!("sources with one label, {ORDER_OF_ONE_LABEL}"))
}

fn source_table(sources: &[&(String, Measured)], figure: Figure, heading: &str) -> String {
    if sources.is_empty() {
        return String::new();
    }
    let mut out = format!("\n{}\n", wrap(heading));
    out += &format!("  {:<NAME$}{:>7}{:>9}  {}\n", "", "", "", figure.name());
    // If no article has two rows, nothing is read in context.
    let has_context = sources.iter().any(|(_, of)| of.in_context.is_some());
    let places =
        if has_context { format!("{:>7}  {:<20}", "alone", "in context") } else { format!("  {:<20}", "alone") };
    out += &format!("  {:<NAME$}{:>7}{:>9}{places}{:>6}{:>6}\n", "", "rows", "opinion", "AUC", "ECE");
    for (name, measured) in sources.iter().take(SHOWN_SOURCES) {
        out += &source_line(name, measured, figure);
    }
    out + &and_more(sources.len(), SHOWN_SOURCES)
}

fn source_line(name: &str, measured: &Measured, figure: Figure) -> String {
    let shown = measured.shown();
    let alone = if measured.in_context.is_some() {
        format!("{:>7}", number(measured.alone.get(figure).value))
    } else {
        String::new()
    };
    format!(
        "  {}{:>7}{:>7.0} %{alone}  {:<20}{:>6}{:>6}\n",
        padded(name, NAME),
        shown.metrics.rows,
        100.0 * base_rate(measured),
        cell(&shown.get(figure)),
        number(shown.get(Figure::Auc).value),
        number(shown.get(Figure::CalibrationError).value),
    )
}

fn comparison(comparison: &Comparison) -> String {
    let other = model_name(&comparison.other);
    let mut out = format!("\n{}\n", wrap(&format!("Compared with {other} on the same rows and the same resamples:")));
    for (place, compared) in comparison.places() {
        out += &format!("  {place:<26}{:>6}{:>7}  {}\n", "this", "other", "this − other");
        for compared in compared {
            out += &comparison_line(compared);
        }
        out += "\n";
    }
    out
}

fn comparison_line(compared: &Compared) -> String {
    let difference = &compared.difference;
    let interval = difference.interval.map(signed).unwrap_or_default();
    format!(
        "  {:<26}{:>6.3}{:>7.3}  {:+.3} {interval:<16} {}\n",
        compared.figure.name(),
        compared.value,
        compared.other,
        difference.value,
        difference.finding.map_or("", Finding::as_str),
    )
}
