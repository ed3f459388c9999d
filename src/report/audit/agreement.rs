//! How far annotators agree, in every format.

use std::fmt::Write;

use maud::{Markup, Render, html};
use serde::Serialize;

use crate::learn::measure::agreement::{Agreement, Disagreement, Kappa, Said, UnitsBy};
use crate::learn::measure::bootstrap::{Estimate, LEAST_GROUPS};
use crate::report::shared::columns::{self, indented, padded, safe, used_width, wrap_to};
use crate::report::shared::page::{self, Printable, and_more, page, paragraph, table};
use crate::report::{evaluate::cells::value, evaluate::jsonl::line, evaluate::sentences::interval};
use crate::tables::rows::RowRef;
use crate::words::figures::{count, number};

/// How many pairs of annotators, and how many disputed paragraphs, are shown.
const SHOWN: usize = 20;
/// How many characters of a paragraph are shown.
const SHOWN_TEXT: usize = 240;
/// What is usually required of α.
const RULE: &str = "An alpha of .800 or more is usually required for sound conclusions, and of .667 or more for tentative ones \
    (Krippendorff 2004).";

/// Text wrapped to `width` columns; its tables need 76.
pub fn text(agreement: &Agreement, width: usize) -> String {
    let width = used_width(width);
    let wrap = |text: &str| wrap_to(width, text);
    let mut out = wrap(&sample(agreement));
    notes(agreement).iter().for_each(|note| out += &wrap(note));
    if agreement.shared == 0 {
        return safe(&out);
    }
    let row =
        |name: &str, estimate: &Estimate| format!("  {name:<34}{}  {}\n", number(estimate.value), interval(estimate));
    out += &format!("\n{}", row("percent agreement, as a share", &agreement.percent));
    out += &row("Krippendorff's alpha", &agreement.alpha);
    out += &wrap(RULE);
    out += &format!("\n  {:<34}{:>6}   {:<24}\n", "Cohen's kappa of", "both", "kappa");
    for pair in agreement.kappas.iter().take(SHOWN) {
        let name = padded(&names(agreement, pair), 33);
        let _ = writeln!(out, "  {name} {:>6}   {} {}", pair.units, number(pair.kappa.value), interval(&pair.kappa));
    }
    out += &columns::and_more(agreement.kappas.len(), SHOWN);
    if !agreement.disagreements.is_empty() {
        out += &format!("\n{}", wrap(&disagreeing(agreement)));
    }
    agreement.disagreements.iter().take(SHOWN).for_each(|of| out += &disagreement_text(agreement, of, width));
    safe(&(out + &columns::and_more(agreement.disagreements.len(), SHOWN)))
}

fn disagreement_text(agreement: &Agreement, of: &Disagreement, width: usize) -> String {
    let head = format!("{}: {}", place(agreement, of.row, of.id.as_deref()), votes(agreement, of).join(", "));
    indented(width, &head, "  ", "  ") + &indented(width, &shortened(&of.text), "    ", "    ")
}

/// Lines of JSON: `agreement` for each figure (`percent`, `alpha`, and `kappa` of each pair of annotators), then `disagreement` for each
/// paragraph that has both labels. All figures are shares or coefficients, not percentages; `null` if undefined.
pub fn jsonl(agreement: &Agreement) -> String {
    let of_all = |measure: &'static str, estimate: &Estimate| {
        line(&AllLine {
            measured: Measured::new(measure, estimate),
            units: agreement.shared,
            units_by: agreement.units_by.as_str(),
            annotators: &agreement.annotators,
            labels: agreement.labels,
            repeats: agreement.repeats,
            contradictions: agreement.contradictions,
            unnamed: agreement.unnamed,
            resamples: agreement.resamples,
        })
    };
    let mut out = of_all("percent", &agreement.percent) + &of_all("alpha", &agreement.alpha);
    for pair in &agreement.kappas {
        out += &line(&PairLine {
            measured: Measured::new("kappa", &pair.kappa),
            annotators: pair.annotators.map(|at| agreement.annotators[at].as_str()),
            units: pair.units,
            percent: pair.percent.value,
        });
    }
    agreement.disagreements.iter().for_each(|of| out += &line(&DisagreementLine::new(agreement, of)));
    out
}

#[derive(Serialize)]
struct Measured {
    r#type: &'static str,
    measure: &'static str,
    value: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
}

impl Measured {
    fn new(measure: &'static str, of: &Estimate) -> Measured {
        let (low, high) = (of.interval.map(|ends| ends.low), of.interval.map(|ends| ends.high));
        Measured { r#type: "agreement", measure, value: of.value, low, high }
    }
}

#[derive(Serialize)]
struct AllLine<'a> {
    #[serde(flatten)]
    measured: Measured,
    units: usize,
    units_by: &'static str,
    annotators: &'a [String],
    labels: usize,
    repeats: usize,
    contradictions: usize,
    unnamed: usize,
    resamples: usize,
}

#[derive(Serialize)]
struct PairLine<'a> {
    #[serde(flatten)]
    measured: Measured,
    annotators: [&'a str; 2],
    units: usize,
    percent: Option<f64>,
}

#[derive(Serialize)]
struct DisagreementLine<'a> {
    r#type: &'static str,
    table: &'a str,
    row: usize,
    id: Option<&'a str>,
    entropy: f64,
    labels: Vec<SaidObject<'a>>,
    text: &'a str,
}

#[derive(Serialize)]
struct SaidObject<'a> {
    annotator: &'a str,
    label: &'static str,
    table: &'a str,
    row: usize,
}

impl<'a> DisagreementLine<'a> {
    fn new(agreement: &'a Agreement, of: &'a Disagreement) -> Self {
        let said = |said: &Said| SaidObject {
            annotator: &agreement.annotators[said.annotator],
            label: said.label.as_str(),
            table: &agreement.tables[said.row.table],
            row: said.row.row + 1,
        };
        DisagreementLine {
            r#type: "disagreement",
            table: &agreement.tables[of.row.table],
            row: of.row.row + 1,
            id: of.id.as_deref(),
            entropy: of.entropy,
            labels: of.labels.iter().map(said).collect(),
            text: &of.text,
        }
    }
}

/// A page.
pub fn html(agreement: &Agreement) -> String {
    page("agreement", &section(agreement))
}

/// A section of a page.
pub(in crate::report) fn section(agreement: &Agreement) -> Markup {
    let disagreements = agreement.disagreements.iter().take(SHOWN);
    let content = html! {
        (paragraph("", &sample(agreement)))
        @for note in notes(agreement) { (paragraph("note", &note)) }
        @if agreement.shared > 0 { (figures(agreement)) }
        @if !agreement.disagreements.is_empty() {
            (table(&disagreeing(agreement), &["paragraph", "labels"], disagreements.map(|of| disagreement(agreement, of))))
            (and_more(agreement.disagreements.len(), SHOWN))
        }
    };
    page::section("Agreement of the annotators", &content)
}

fn figures(agreement: &Agreement) -> Markup {
    let all = [("Percent agreement, as a share", &agreement.percent), ("Krippendorff’s α", &agreement.alpha)];
    let pair = |pair: &Kappa| {
        let names = names(agreement, pair);
        vec![Printable(&names).render(), pair.units.render(), value(&pair.percent), value(&pair.kappa)]
    };
    let head = ["annotators", "both labelled", "agree", "Cohen’s κ"];
    html! {
        (table("All annotators", &["figure", "value"], all.map(|(name, of)| vec![name.render(), value(of)])))
        (paragraph("note", RULE))
        (table("Each two annotators", &head, agreement.kappas.iter().take(SHOWN).map(pair)))
        (and_more(agreement.kappas.len(), SHOWN))
    }
}

fn disagreement(agreement: &Agreement, of: &Disagreement) -> Vec<Markup> {
    let place = place(agreement, of.row, of.id.as_deref());
    vec![
        html! { (Printable(&shortened(&of.text))) " " small { (Printable(&place)) } },
        html! { @for (at, vote) in votes(agreement, of).iter().enumerate() { @if at > 0 { br; } (Printable(vote)) } },
    ]
}

/// The size of the sample.
fn sample(agreement: &Agreement) -> String {
    let by = match agreement.units_by {
        UnitsBy::Id => "Rows with one id are one paragraph.",
        UnitsBy::Text => "Rows with one text are one paragraph.",
    };
    let sample = format!(
        "{}, {} of {}; {} labelled by two or more. {by}",
        count(agreement.annotators.len(), "annotator"),
        count(agreement.labels, "label"),
        count(agreement.units, "paragraph"),
        agreement.shared,
    );
    match agreement.percent.interval {
        Some(_) => format!("{sample} […] holds 95 % of {} of paragraphs.", count(agreement.resamples, "resample")),
        None if agreement.shared < LEAST_GROUPS && agreement.shared > 0 => {
            format!("{sample} There are no intervals: the paragraphs are too few to speak for others.")
        }
        None => sample,
    }
}

/// What was left out, and what may be wrong.
fn notes(agreement: &Agreement) -> Vec<String> {
    let mut notes = Vec::new();
    if agreement.shared == 0 {
        notes.push("No paragraph was labelled by two annotators: there is nothing to compare.".to_owned());
    }
    if agreement.repeats > 0 {
        notes.push(format!(
            "Not counted, because the same annotator had labelled the paragraph before: {}, {} of them with the other label.",
            count(agreement.repeats, "label"),
            agreement.contradictions
        ));
    }
    if agreement.unnamed > 0 {
        notes.push(format!("Without an annotator: {}.", count(agreement.unnamed, "row")));
    }
    if agreement.several_texts > 0 {
        notes.push(format!("With one id and several texts: {}.", count(agreement.several_texts, "paragraph")));
    }
    notes
}

fn disagreeing(agreement: &Agreement) -> String {
    format!("{} with both labels, the most divided first", count(agreement.disagreements.len(), "paragraph"))
}

fn names(agreement: &Agreement, pair: &Kappa) -> String {
    pair.annotators.map(|at| agreement.annotators[at].as_str()).join(", ")
}

fn place(agreement: &Agreement, row: RowRef, id: Option<&str>) -> String {
    let id = id.map_or_else(String::new, |id| format!(", {id}"));
    format!("{} row {}{id}", agreement.tables[row.table], row.row + 1)
}

fn votes(agreement: &Agreement, of: &Disagreement) -> Vec<String> {
    let vote = |said: &Said| format!("{} {}", agreement.annotators[said.annotator], said.label);
    of.labels.iter().map(vote).collect()
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(SHOWN_TEXT) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
