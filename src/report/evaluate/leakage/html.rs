//! A page with drawings of the folds and of what the models knew.

use maud::{Markup, Render, html};

use super::sentences::{
    FIGURES, change, definition, divided, divisions, families, findings, folds, gaps, method, sample, scope_name,
    scopes, telltales, title,
};
use crate::learn::leakage::{Leakage, Score, Telltale};
use crate::learn::{evaluate::Compared, measure::bootstrap::Estimate, measure::figure::Figure};
use crate::report::evaluate::cells::{class_of, value};
use crate::report::shared::page::{Printable, and_more, capitalised, page, paragraph, section, table};
use crate::report::{evaluate::sentences::intervals, shared::svg};
use crate::tables::rows::group::Group;

/// How many telltales are shown.
const SHOWN_TELLTALES: usize = 100;

/// The whole report.
pub fn html(leakage: &Leakage) -> String {
    let body = html! {
        (paragraph("", &format!("{}.", sample(leakage))))
        (paragraph("", &method(leakage)))
        @for gap in gaps(leakage) { (paragraph("note", &gap)) }
        @for finding in findings(leakage) { (paragraph("warning", &finding)) }
        (section("Folds", &fold_section(leakage)))
        (section("What the model may know", &scope_section(leakage)))
        (section("Telltales", &telltale_section(leakage)))
    };
    page(&title(leakage), &body)
}

fn fold_section(leakage: &Leakage) -> Markup {
    let scores: Vec<(String, &Score)> = divisions(leakage).map(|score| (divided(score.divided.group), score)).collect();
    let row = |(name, score): &(String, &Score)| {
        let fitted_to = format!("{:.0} %", 100.0 * score.divided.fitted_to);
        let mut cells = vec![capitalised(name).render(), score.divided.folds.render(), fitted_to.render()];
        cells.extend(FIGURES.map(|figure| cell(score, figure, &score.against_random)));
        cells
    };
    let caption = "Names masked; below, the difference from random folds, bold where its interval leaves out 0";
    html! {
        (drawings("folds", &scores))
        (table(caption, &["folds", "number", "fitted to", "macro-F1", "AUC", "ECE"], scores.iter().map(row)))
        (paragraph("note", &intervals(&leakage.resampling)))
    }
}

fn scope_section(leakage: &Leakage) -> Markup {
    let scores: Vec<(String, &Score)> = scopes(leakage).map(|score| (score.scope.as_str().to_owned(), score)).collect();
    let row = |(_, score): &(String, &Score)| {
        let mut cells = vec![capitalised(scope_name(score.scope)).render()];
        cells.extend(FIGURES.map(|figure| cell(score, figure, &score.against_masked)));
        let random = leakage.score(score.scope, Group::Row);
        cells.push(random.map(|random| cell(random, Figure::MacroF1, &random.against_masked)).unwrap_or_default());
        cells
    };
    let caption = format!(
        "{}; below, the difference from masked names, bold where its interval leaves out 0",
        capitalised(&folds(leakage.strictest()))
    );
    let head = ["the model knows", "macro-F1", "AUC", "ECE", "macro-F1, random folds"];
    html! { (drawings("scopes", &scores)) (table(&caption, &head, scores.iter().map(row))) }
}

/// Drawings of the figures that are better the higher they are.
fn drawings(id: &str, scores: &[(String, &Score)]) -> Markup {
    let drawing = |figure: Figure| {
        let rows: Vec<(&str, Estimate)> =
            scores.iter().map(|(name, score)| (name.as_str(), score.get(figure))).collect();
        svg::estimates(&format!("{id}-{}", figure.key()), figure.name(), &rows)
    };
    html! { div class="side" { "\n"
        @for figure in [Figure::MacroF1, Figure::Auc] {
            figure { "\n" figcaption { (capitalised(figure.name())) } "\n" (drawing(figure)) } "\n"
        }
    } "\n" }
}

/// A figure with its interval, and its difference below.
fn cell(score: &Score, figure: Figure, against: &[Compared]) -> Markup {
    let compared = against.iter().find(|compared| compared.figure == figure);
    html! {
        (value(&score.get(figure)))
        @if let Some(Compared { difference, .. }) = compared {
            small class={"below " (class_of(difference))} { (change(difference)) }
        }
    }
}

fn telltale_section(leakage: &Leakage) -> Markup {
    html! {
        (paragraph("", &telltales(leakage)))
        @if !leakage.telltales.is_empty() { (telltale_table(&leakage.telltales)) }
    }
}

/// What telltales are, and the first of them.
pub(in crate::report) fn telltale_table(telltales: &[Telltale]) -> Markup {
    let families = families(telltales);
    let rows = families.iter().take(SHOWN_TELLTALES).map(|&(telltale, more)| telltale_row(telltale, more));
    let head = ["term", "source", "its rows", "lift", "logits", "log odds ratio", "within sources"];
    html! {
        (paragraph("note", &definition()))
        (table("What each adds to the logit of a row, and what it says about the label", &head, rows))
        (and_more(families.len(), SHOWN_TELLTALES))
    }
}

fn telltale_row(telltale: &Telltale, more: usize) -> Vec<Markup> {
    let tells = &telltale.tells;
    vec![
        html! { (Printable(&telltale.term)) @if more > 0 { " +" (more) } },
        Printable(&telltale.source).render(),
        tells.rows.render(),
        format!("{:.1}", tells.lift()).render(),
        format!("{:+.2}", telltale.weight).render(),
        format!("{:+.2}", tells.overall).render(),
        match &tells.within {
            Some(of) => {
                let interval = format!("[{:+.2}, {:+.2}]", of.interval.low, of.interval.high);
                html! { (format_args!("{:+.2}", of.value)) " " small { (interval) } }
            }
            None => "–".render(),
        },
    ]
}
