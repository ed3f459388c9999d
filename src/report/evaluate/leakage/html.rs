//! A page with drawings of the folds and of what the models knew.

use super::{
    FIGURES, change, definition, divided, divisions, families, findings, folds, gaps, method, sample, scope_name,
    scopes, telltales, title,
};
use crate::learn::evaluate::Compared;
use crate::learn::leakage::{Leakage, Score, Telltale};
use crate::learn::measure::bootstrap::{Difference, Estimate, Finding};
use crate::learn::measure::figure::Figure;
use crate::report::evaluate::{interval, intervals, number};
use crate::report::shared::page::{capitalised, escape, page, paragraph, section, table};
use crate::report::shared::svg;
use crate::tables::rows::group::Group;

const ECE: &str = "<abbr title=\"expected calibration error\">ECE</abbr>";
/// So many telltales are shown.
const SHOWN_TELLTALES: usize = 100;

/// The whole report.
pub fn html(leakage: &Leakage) -> String {
    let mut body = paragraph("", &format!("{}.", sample(leakage)));
    body += &paragraph("", &method(leakage));
    gaps(leakage).iter().for_each(|gap| body += &paragraph("note", gap));
    findings(leakage).iter().for_each(|finding| body += &paragraph("warning", finding));
    body += &section("Folds", &fold_section(leakage));
    body += &section("What the model may know", &scope_section(leakage));
    body += &section("Telltales", &telltale_section(leakage));
    page(&title(leakage), &body)
}

fn fold_section(leakage: &Leakage) -> String {
    let scores: Vec<(String, &Score)> = divisions(leakage).map(|score| (divided(score.divided.group), score)).collect();
    let row = |(name, score): &(String, &Score)| {
        let mut cells = vec![capitalised(name)];
        cells.extend([score.divided.folds.to_string(), format!("{:.0} %", 100.0 * score.divided.fitted_to)]);
        cells.extend(FIGURES.map(|figure| cell(score, figure, &score.against_random)));
        cells
    };
    let head = ["folds", "number", "fitted to", "macro-F1", "AUC", ECE];
    drawings("folds", &scores)
        + &table(
            "Names masked; below, the difference from random folds, bold where its interval leaves out 0",
            &head,
            &scores.iter().map(row).collect::<Vec<_>>(),
        )
        + &paragraph("note", &intervals(&leakage.resampling))
}

fn scope_section(leakage: &Leakage) -> String {
    let scores: Vec<(String, &Score)> = scopes(leakage).map(|score| (score.scope.as_str().to_owned(), score)).collect();
    let row = |(_, score): &(String, &Score)| {
        let mut cells = vec![capitalised(scope_name(score.scope))];
        cells.extend(FIGURES.map(|figure| cell(score, figure, &score.against_masked)));
        let random = leakage.score(score.scope, Group::Row);
        cells.push(random.map_or_else(String::new, |random| cell(random, Figure::MacroF1, &random.against_masked)));
        cells
    };
    let head = ["the model knows", "macro-F1", "AUC", ECE, "macro-F1, random folds"];
    let caption = format!(
        "{}; below, the difference from masked names, bold where its interval leaves out 0",
        capitalised(&folds(leakage.strictest()))
    );
    drawings("scopes", &scores) + &table(&caption, &head, &scores.iter().map(row).collect::<Vec<_>>())
}

/// The figures of which more is better, with their intervals.
fn drawings(id: &str, scores: &[(String, &Score)]) -> String {
    let mut out = String::from("<div class=\"side\">\n");
    for figure in [Figure::MacroF1, Figure::Auc] {
        let rows: Vec<(&str, Estimate)> =
            scores.iter().map(|(name, score)| (name.as_str(), score.get(figure))).collect();
        let drawing = svg::estimates(&format!("{id}-{}", figure.key()), figure.name(), &rows);
        out += &format!("<figure>\n<figcaption>{}</figcaption>\n{drawing}</figure>\n", capitalised(figure.name()));
    }
    out + "</div>\n"
}

/// A figure with its interval, and its difference below.
fn cell(score: &Score, figure: Figure, against: &[Compared]) -> String {
    let estimate = score.get(figure);
    let value = format!("{} <small>{}</small>", number(estimate.value), interval(&estimate));
    let compared = against.iter().find(|compared| compared.figure == figure);
    value + &compared.map_or_else(String::new, |compared| below(&compared.difference))
}

fn below(difference: &Difference) -> String {
    let class = match difference.finding {
        Some(Finding::Better) => "better",
        Some(Finding::Worse) => "worse",
        _ => "",
    };
    format!("<small class=\"below {class}\">{}</small>", change(difference))
}

fn telltale_section(leakage: &Leakage) -> String {
    let out = paragraph("", &telltales(leakage));
    if leakage.telltales.is_empty() {
        return out;
    }
    out + &telltale_table(&leakage.telltales)
}

/// What telltales are, and the first of them.
pub(in crate::report) fn telltale_table(telltales: &[Telltale]) -> String {
    let mut out = paragraph("note", &definition());
    let families = families(telltales);
    let rows = families.iter().take(SHOWN_TELLTALES).map(|&(telltale, more)| telltale_row(telltale, more));
    let rows: Vec<Vec<String>> = rows.collect();
    let head = ["term", "source", "its rows", "lift", "logits", "log odds ratio", "within sources"];
    out += &table("What it adds to the logit of a row, and what it tells of the label", &head, &rows);
    if families.len() > SHOWN_TELLTALES {
        let more = families.len() - SHOWN_TELLTALES;
        out += &paragraph("note", &format!("And {more} more: --format jsonl has all."));
    }
    out
}

fn telltale_row(telltale: &Telltale, more: usize) -> Vec<String> {
    let tells = &telltale.tells;
    let more = if more > 0 { format!(" +{more}") } else { String::new() };
    let within = tells.within.map_or_else(
        || "–".to_owned(),
        |of| format!("{:+.2} <small>[{:+.2}, {:+.2}]</small>", of.value, of.interval.low, of.interval.high),
    );
    vec![
        escape(&telltale.term) + &more,
        escape(&telltale.source),
        tells.rows.to_string(),
        format!("{:.1}", tells.lift()),
        format!("{:+.2}", telltale.weight),
        format!("{:+.2}", tells.overall),
        within,
    ]
}
