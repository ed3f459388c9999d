//! The figures, the drawings and the sources as a page.

use maud::{Markup, Render, html};

use super::by;
use super::cells::{class_of, value};
use super::sentences::{
    ORDER, ORDER_OF_ONE_LABEL, base_rate, division, high_interval, intervals, model_name, notes, sample, shown_figures,
    signed, title, to_beat,
};
use crate::learn::evaluate::{Compared, Comparison, Evaluation, Measured, Measures, Relied};
use crate::learn::measure::bootstrap::Finding;
use crate::learn::measure::figure::Figure;
use crate::learn::measure::reliability::{BINS, Reliability};
use crate::learn::measure::reliance::{Reliance, Share};
use crate::report::shared::page::{Printable, capitalised, page, paragraph, section, table};
use crate::report::shared::svg;
use crate::words::figures::{count, number};

/// Recalls of opinion in the table beside the ROC curve.
const FOUND: [f64; 6] = [0.5, 0.7, 0.8, 0.9, 0.95, 0.99];

/// The whole evaluation.
pub fn html(evaluation: &Evaluation) -> String {
    let all = &evaluation.all;
    let body = html! {
        (paragraph("", &format!("{}.", sample(evaluation))))
        @if let Some(text) = division(evaluation) { (paragraph("", &text)) }
        @for note in notes(evaluation) { (paragraph(if note.warns { "warning" } else { "note" }, &note.text)) }
        (section("Figures", &figures(evaluation)))
        @if all.alone.has_both_labels() {
            (section("Reliability", &reliability(all)))
            (section("ROC curve", &roc(all)))
        }
        @if let Some(of) = &all.relied { (section("What can be relied on", &relied(of))) }
        (section("Confusion matrix", &confusion(all)))
        @for by in &evaluation.by { (by::html(by)) }
        @if evaluation.sources.len() > 1 { (section("Sources", &sources(&evaluation.sources))) }
        @if let Some(of) = &evaluation.comparison { (section("Comparison", &comparison(of))) }
    };
    page(&title(evaluation), &body)
}

/// Names of columns: the first, then the places.
fn head<'a>(first: &'a str, all: &'a Measured) -> Vec<&'a str> {
    std::iter::once(first).chain(all.places().map(|(place, _)| place)).collect()
}

fn figures(evaluation: &Evaluation) -> Markup {
    let all = &evaluation.all;
    let row = |figure: Figure| {
        let name = html! { (figure.name()) small { (figure.definition()) } };
        std::iter::once(name).chain(all.places().map(|(_, of)| value(&of.get(figure)))).collect()
    };
    let base = format!("{:.3}", base_rate(all));
    let base = std::iter::once("labelled opinion").chain(all.places().map(|_| base.as_str()));
    let rows = shown_figures(all).map(row).chain([base.map(|cell| cell.render()).collect()]);
    let caption = if all.in_context.is_some() {
        "Each paragraph by itself, and in its article"
    } else {
        "Each paragraph by itself"
    };
    html! {
        (table(caption, &head("figure", all), rows))
        @if let Some(text) = to_beat(evaluation) { (paragraph("note", &text)) }
        (paragraph("note", &intervals(&all.resampling)))
        @if let Some(text) = high_interval(all) { (paragraph("note", text)) }
    }
}

fn reliability(all: &Measured) -> Markup {
    html! { div class="side" { "\n"
        @for (number, (place, measures)) in all.places().enumerate() {
            figure { "\n"
                figcaption { (capitalised(place)) } "\n"
                (svg::reliability(&format!("reliability{number}"), place, measures))
                (reliability_table(place, measures))
            } "\n"
        }
    } "\n" }
}

fn reliability_table(place: &str, measures: &Measures) -> Markup {
    let row = |bin: usize| {
        let (from, to) = Reliability::bounds(bin);
        let rows = &measures.metrics.reliability.0[bin];
        let mean = number(rows.mean_probability()).render();
        vec![format!("{from:.1}–{to:.1}").render(), rows.rows.render(), mean, value(&measures.opinion_shares[bin])]
    };
    let caption = format!("Rows by their probability of opinion, {place}");
    table(&caption, &["probability", "rows", "mean", "share that is opinion"], (0..BINS).map(row))
}

fn roc(all: &Measured) -> Markup {
    let curves: Vec<(&str, &Measures)> = all.places().collect();
    let row = |&found: &f64| {
        let of_place = |(_, measures): &(&str, &Measures)| {
            let point = measures.roc.iter().find(|point| point.1 >= found);
            point.map_or_else(|| "–".to_owned(), |point| format!("{:.1} %", 100.0 * point.0))
        };
        let cells = std::iter::once(format!("{:.0} %", 100.0 * found)).chain(curves.iter().map(of_place));
        cells.map(|cell| cell.render()).collect()
    };
    let caption = "False positive rate, the share of the news called opinion, by the recall of opinion";
    html! { div class="side" { "\n"
        figure { "\n" (svg::roc(&curves)) } "\n"
        div { "\n" (table(caption, &head("recall", all), FOUND.iter().map(row))) } "\n"
    } "\n" }
}

fn relied(relied: &Relied) -> Markup {
    let row = |(reliance, share): (Reliance, Share)| {
        let counts = format!("{} of {}", share.part, count(share.of as usize, reliance.noun()));
        vec![html! { (reliance.name()) small { (reliance.definition()) } }, value(&share.estimate), counts.render()]
    };
    table(
        "Labels without a question mark, and verdicts on articles that report",
        &["share", "value", "counted"],
        relied.shares().map(row),
    )
}

fn confusion(all: &Measured) -> Markup {
    html! { div class="side" { "\n"
        @for (place, measures) in all.places() {
            @let of = measures.metrics.confusion;
            @let rows = [("news", of.true_news, of.false_opinion), ("opinion", of.false_news, of.true_opinion)];
            (table(&capitalised(place), &["labelled", "called news", "called opinion"],
                rows.map(|(label, news, opinion)| vec![label.render(), news.render(), opinion.render()])))
        }
    } "\n" }
}

fn sources(sources: &[(String, Measured)]) -> Markup {
    let (both, one): (Vec<_>, Vec<_>) = sources.iter().partition(|(_, measured)| measured.alone.has_both_labels());
    html! {
        (source_table(&both, Figure::MacroF1, &format!("Sources with both labels, {ORDER}")))
        (source_table(&one, Figure::CalledOpinion, &format!("Sources with one label, {ORDER_OF_ONE_LABEL}")))
    }
}

fn source_table(sources: &[&(String, Measured)], figure: Figure, caption: &str) -> Markup {
    let alone = format!("{}, alone", figure.name());
    let mut head = vec!["source", "rows", "opinion", &alone, "in context", "from 0 to 1", "AUC", "ECE"];
    // If no article has two rows, nothing is read in context.
    if sources.iter().all(|(_, of)| of.in_context.is_none()) {
        head.retain(|name| *name != "in context");
    }
    html! { @if !sources.is_empty() { (table(caption, &head, sources.iter().map(|of| source_row(of, figure)))) } }
}

fn source_row((name, measured): &(String, Measured), figure: Figure) -> Vec<Markup> {
    let shown = measured.shown();
    let estimate = shown.get(figure);
    let share = format!("{:.0} %", 100.0 * base_rate(measured));
    let mut row = vec![Printable(name).render(), shown.metrics.rows.render(), share.render()];
    // Only the figure in context, which follows, has an interval.
    if measured.in_context.is_some() {
        row.push(number(measured.alone.get(figure).value).render());
    }
    row.extend([value(&estimate), svg::dot(&estimate)]);
    row.extend([Figure::Auc, Figure::CalibrationError].map(|figure| number(shown.get(figure).value).render()));
    row
}

fn comparison(comparison: &Comparison) -> Markup {
    let other = model_name(&comparison.other);
    let method = format!(
        "Compared with {other} on the same rows and the same resamples. A difference whose interval holds 0 may be chance."
    );
    html! {
        (paragraph("", &method))
        @for (place, compared) in comparison.places() {
            (table(&capitalised(place), &["figure", "this", "other", "this − other", "this is"],
                compared.iter().map(compared_row)))
        }
    }
}

fn compared_row(compared: &Compared) -> Vec<Markup> {
    let difference = &compared.difference;
    vec![
        compared.figure.name().render(),
        format!("{:.3}", compared.value).render(),
        format!("{:.3}", compared.other).render(),
        html! { (format_args!("{:+.3}", difference.value)) " " small { (difference.interval.map(signed).unwrap_or_default()) } },
        html! { span class=(class_of(difference)) { (difference.finding.map_or("", Finding::as_str)) } },
    ]
}
