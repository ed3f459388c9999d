//! For a terminal, in 80 columns.

use super::sentences::{
    change, definition, divided, divisions, families, findings, folds, gaps, method, sample, scopes, telltales, title,
};
use crate::learn::leakage::{Leakage, Score, Telltale};
use crate::learn::{evaluate::Compared, measure::bootstrap::Estimate, measure::figure::Figure};
use crate::report::evaluate::sentences::{interval, intervals};
use crate::report::shared::columns::{WIDTH, and_more, indented, padded, safe, wrap};
use crate::tables::rows::group::Group;
use crate::terms::Scope;
use crate::words::figures::number;

/// How many telltales are shown.
const SHOWN_TELLTALES: usize = 20;

/// The whole report.
pub fn text(leakage: &Leakage) -> String {
    let mut out = wrap(&format!("{}: {}.", title(leakage), sample(leakage)));
    out += &wrap(&method(leakage));
    gaps(leakage).iter().for_each(|gap| out += &wrap(gap));
    out += &format!("\n{}", head("folds", "fit to"));
    for score in divisions(leakage) {
        let fitted_to = format!("{:.0} %", 100.0 * score.divided.fitted_to);
        out += &line(&divided(score.divided.group), score, &fitted_to);
        out += &difference("  against random", &score.against_random);
    }
    out += &format!("\n{}", head(&folds(leakage.strictest()), ""));
    for score in scopes(leakage) {
        out += &line(score.scope.as_str(), score, "");
        out += &difference("  against masked", &score.against_masked);
    }
    if leakage.strictest() != Group::Row {
        out += &at_random(leakage);
    }
    out += &format!("\n{}", wrap(&intervals(&leakage.resampling)));
    for finding in findings(leakage) {
        out += &indented(WIDTH, &finding, "- ", "  ");
    }
    out += &format!("\n{}", telltale_table(leakage));
    safe(&out)
}

fn head(name: &str, last: &str) -> String {
    format!("  {name:<17}{:<24}{:<24}{:>6}{last:>7}\n", "macro-F1", "AUC", "ECE")
}

fn line(name: &str, score: &Score, last: &str) -> String {
    let cell = |estimate: Estimate| format!("{} {}", number(estimate.value), interval(&estimate));
    format!(
        "  {name:<17}{:<24}{:<24}{:>6}{last:>7}\n",
        cell(score.get(Figure::MacroF1)),
        cell(score.get(Figure::Auc)),
        number(score.get(Figure::CalibrationError).value)
    )
}

/// The line of differences; empty if there is nothing to compare with.
fn difference(name: &str, compared: &[Compared]) -> String {
    let find = |figure: Figure| compared.iter().find(|compared| compared.figure == figure);
    let cell = |figure: Figure| find(figure).map_or_else(String::new, |compared| change(&compared.difference));
    let error = find(Figure::CalibrationError).map_or_else(String::new, |of| format!("{:+.3}", of.difference.value));
    if compared.is_empty() {
        return String::new();
    }
    format!("  {name:<17}{:<24}{:<24}{error:>6}\n", cell(Figure::MacroF1), cell(Figure::Auc))
}

/// The same scopes in random folds, on one line.
fn at_random(leakage: &Leakage) -> String {
    let of = leakage.scores.iter().filter(|score| score.divided.group == Group::Row);
    let cells = of.map(|score| {
        let name = if score.scope == Scope::NamesMasked { "masked" } else { score.scope.as_str() };
        format!("{name} {}", number(score.get(Figure::MacroF1).value))
    });
    wrap(&format!("  at random, macro-F1: {}", cells.collect::<Vec<_>>().join(", ")))
}

fn telltale_table(leakage: &Leakage) -> String {
    let out = wrap(&telltales(leakage));
    if leakage.telltales.is_empty() {
        return out;
    }
    out + &telltale_lines(&leakage.telltales)
}

/// What telltales are, and the first of them.
pub(in crate::report) fn telltale_lines(telltales: &[Telltale]) -> String {
    let mut out = wrap(&definition());
    out += &format!(
        "\n  {:<22}{:<16}{:>10}{:>7}{:>7}  {:>13}\n  {:<22}{:<16}{:>10}{:>7}{:>7}{:>7}{:>8}\n",
        "", "", "", "", "", "log odds ratio", "term", "source", "its rows", "lift", "logits", "all", "within"
    );
    let families = families(telltales);
    families.iter().take(SHOWN_TELLTALES).for_each(|&(telltale, more)| out += &telltale_line(telltale, more));
    out + &and_more(families.len(), SHOWN_TELLTALES)
}

fn telltale_line(telltale: &Telltale, more: usize) -> String {
    let tells = &telltale.tells;
    let within = tells.within.map_or_else(|| "–".to_owned(), |within| format!("{:+.2}", within.value));
    let more = if more > 0 { format!(" +{more}") } else { String::new() };
    format!(
        "  {}{}{:>10}{:>7.1}{:>+7.2}{:>+7.2}{within:>8}\n",
        padded(&format!("{}{more}", shortened(&telltale.term, 20 - more.len())), 22),
        padded(&telltale.source, 16),
        tells.rows,
        tells.lift(),
        telltale.weight,
        tells.overall,
    )
}

/// A term in at most `width` columns.
fn shortened(term: &str, width: usize) -> String {
    padded(term, width + 1).trim_end().to_owned()
}
