//! A part of the page.

use maud::{Markup, Render, html as markup};

use super::super::cells::value;
use super::super::sentences::{base_rate, interval};
use super::sentences::{counted, explanation, heading, name_of, names};
use crate::learn::evaluate::{By, Measured, Measures};
use crate::learn::measure::bootstrap::Estimate;
use crate::learn::measure::figure::Figure;
use crate::learn::measure::reliance::Reliance;
use crate::report::shared::page::{Printable, capitalised, paragraph, section, table};
use crate::words::figures::{number, percent};

/// The figures shown, alone and in context.
const FIGURES: [(Figure, &str); 3] =
    [(Figure::MacroF1, "macro-F1"), (Figure::Auc, "AUC"), (Figure::CalibrationError, "ECE")];
/// News called opinion.
const FALSE_ALARMS: &str = "false alarms";

/// The figures of each value, then what can be relied on.
pub(in super::super) fn html(by: &By) -> Markup {
    let heading = capitalised(&heading(by));
    let what = format!(
        "{}. False alarms are the share of news that is called opinion; false verdicts, honest articles called opinion or mixed.",
        capitalised(explanation(by))
    );
    let content = markup! {
        (paragraph("", &what))
        (figures(by, &heading))
        @if by.values.iter().any(|(_, of)| of.relied.is_some()) { (relied(by, &heading)) }
    };
    section(&heading, &content)
}

fn figures(by: &By, heading: &str) -> Markup {
    let has_context = by.values.iter().any(|(_, of)| of.in_context.is_some());
    let titles = FIGURES.map(|(_, name)| name).into_iter();
    let of_place = |name: &str| {
        let alone = format!("{name}, alone");
        if has_context { vec![alone, "in context".to_owned()] } else { vec![alone] }
    };
    let head: Vec<String> = [names(by), "rows", "opinion"]
        .map(str::to_owned)
        .into_iter()
        .chain(titles.flat_map(of_place))
        .chain([FALSE_ALARMS.to_owned()])
        .collect();
    let head: Vec<&str> = head.iter().map(String::as_str).collect();
    let rows = by.values.iter().map(|(value, measured)| figures_row(&name_of(by, value.as_deref()), measured));
    table(&format!("{heading}: figures"), &head, rows)
}

fn figures_row(name: &str, measured: &Measured) -> Vec<Markup> {
    let mut row =
        vec![Printable(name).render(), measured.alone.metrics.rows.render(), percent(base_rate(measured)).render()];
    for (figure, _) in FIGURES {
        // One interval is as much as fits.
        let shown = |estimate: &Estimate| match figure {
            Figure::MacroF1 => value(estimate),
            _ => number(estimate.value).render(),
        };
        row.extend(cells(measured, |of| of.get(figure), shown));
    }
    row.push(number(measured.shown().false_alarms.value).render());
    row
}

/// A figure alone and, as shown, in context; if there is no context, alone as shown.
fn cells(measured: &Measured, of: impl Fn(&Measures) -> Estimate, shown: impl Fn(&Estimate) -> Markup) -> Vec<Markup> {
    let alone = of(&measured.alone);
    match &measured.in_context {
        Some(measures) => vec![number(alone.value).render(), shown(&of(measures))],
        None => vec![shown(&alone)],
    }
}

fn relied(by: &By, heading: &str) -> Markup {
    let has_articles = by.values.iter().any(|(_, of)| of.relied.is_some_and(|relied| relied.articles.is_some()));
    let mut head = vec![names(by), Reliance::Sure.name(), Reliance::SureRight.name()];
    if has_articles {
        head.extend(["articles", "honest", Reliance::FalseVerdicts.name()]);
    }
    let row = |(name, measured): &(Option<String>, Measured)| {
        let relied = measured.relied?;
        let mut row = vec![Printable(&name_of(by, name.as_deref())).render()];
        row.extend([relied.sure, relied.sure_right].map(|share| value(&share.estimate)));
        if let Some((articles, verdicts)) = relied.articles.zip(relied.false_verdicts) {
            let counted = markup! { (counted(verdicts)) " " small { (interval(&verdicts.estimate)) } };
            row.extend([articles.render(), verdicts.of.render(), counted]);
        }
        Some(row)
    };
    table(&format!("{heading}: what can be relied on"), &head, by.values.iter().filter_map(row))
}
