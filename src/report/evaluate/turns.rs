//! How well turns are found, in every format.

use serde::Serialize;

use super::sentences::named;
use crate::learn::turns::{Found, Kind, LENGTHS, Score, Turns};
use crate::learn::{measure::figure::Figure, measure::metrics::Metrics};
use crate::report::shared::columns::{WIDTH, indented, safe, wrap};
use crate::tables::csv::record;
use crate::words::figures::number;

/// Text for a terminal, in 80 columns.
pub fn text(turns: &Turns) -> String {
    let mut out = wrap(&format!("turns in {}, {}.", named(&turns.tables), subject(turns)));
    if let Some(seen) = turns.seen.filter(|seen| seen.rows > 0) {
        out += &wrap(&format!(
            "It was trained on the texts of {} of these {} rows, so the figures look better than they should.",
            seen.rows, seen.of
        ));
    }
    out += &wrap(
        "Spliced articles are joined from articles of one label: news and opinion, opinion and news, and news, opinion and \
         news, 3 to 15 paragraphs of each.",
    );
    out += &format!(
        "\n  {:<16}{:>10}{:>12}    {:<20}{}\n  {:<16}{:>10}{:>12}    {:<20}{}\n",
        "", "", "", "macro-F1", "AUC", "", "articles", "paragraphs", "alone   in context", "alone   in context"
    );
    turns.scores.iter().for_each(|score| out += &paragraphs(score));
    out += &format!("\n  {:<26}{:>8}{:>8}{:>12}{:>9}\n", "", "turns", "exact", "within one", "missed");
    for score in turns.scores.iter().filter(|score| score.found.turns > 0) {
        out += &found(score.kind.as_str(), &score.found);
        for (name, of_length) in lengths().iter().zip(&score.by_length).filter(|(_, of)| of.turns > 0) {
            out += &found(&format!("  {name}"), of_length);
        }
    }
    out += "\n";
    for score in &turns.scores {
        findings(score).iter().for_each(|finding| out += &indented(WIDTH, finding, "- ", "  "));
    }
    safe(&out)
}

fn subject(turns: &Turns) -> String {
    match &turns.model {
        Some(name) => format!("by the model {name}"),
        None => "each paragraph scored by a model of the other folds, each article read by what was learnt from others"
            .to_owned(),
    }
}

fn paragraphs(score: &Score) -> String {
    let pair =
        |figure: Figure| format!("{:<8}{:<12}", number(figure.of(&score.alone)), number(figure.of(&score.in_context)));
    format!(
        "  {:<16}{:>10}{:>12}    {}{}\n",
        score.kind.as_str(),
        score.articles,
        score.alone.rows,
        pair(Figure::MacroF1),
        pair(Figure::Auc)
    )
}

fn found(name: &str, found: &Found) -> String {
    let share = |of: usize| format!("{:.0} %", 100.0 * of as f64 / found.turns as f64);
    format!(
        "  {name:<26}{:>8}{:>8}{:>12}{:>9}\n",
        found.turns,
        share(found.exact),
        share(found.within_one),
        share(found.missed())
    )
}

/// "shorter part 3–4", by the bounds of [`LENGTHS`].
fn lengths() -> Vec<String> {
    let name = |at: usize| match LENGTHS.get(at + 1) {
        Some(next) => format!("shorter part {} to {}", LENGTHS[at], next - 1),
        None => format!("shorter part {} or more", LENGTHS[at]),
    };
    (0..LENGTHS.len()).map(name).collect()
}

fn findings(score: &Score) -> Vec<String> {
    let mut out = Vec::new();
    let share = |part: usize, of: usize| format!("{part} of {of} ({:.1} %)", 100.0 * part as f64 / of.max(1) as f64);
    if score.found.turns == 0 {
        let what = match score.kind {
            Kind::Pure => "articles of one label have a false turn",
            _ => "articles without such parts have a turn anyway",
        };
        out.push(format!("{} {what}.", share(score.false_alarms, score.articles)));
    }
    if score.shifts > 0 && score.found.turns > 0 {
        out.push(format!(
            "{}: {} of the shifts found have a turn to the same voice in their interval; the mean of their probabilities is {:.0} %.",
            score.kind.as_str(),
            share(score.shifts_right, score.shifts),
            100.0 * score.mean_probability
        ));
    }
    out
}

/// One JSON object a line for each kind of article.
pub fn jsonl(turns: &Turns) -> String {
    turns.scores.iter().map(|score| super::jsonl::line(&ScoreLine::new(turns, score))).collect()
}

#[derive(Serialize)]
struct ScoreLine<'a> {
    r#type: &'static str,
    tables: &'a [String],
    model: Option<&'a str>,
    seen: Option<usize>,
    kind: &'static str,
    articles: usize,
    paragraphs: usize,
    alone: FiguresObject,
    in_context: FiguresObject,
    #[serde(flatten)]
    found: FoundObject,
    by_shorter_part: Vec<LengthObject>,
    false_alarms: usize,
    shifts: usize,
    shifts_right: usize,
    mean_probability: Option<f64>,
}

#[derive(Serialize)]
struct FiguresObject {
    macro_f1: Option<f64>,
    auc: Option<f64>,
    calibration_error: Option<f64>,
    called_opinion: f64,
}

#[derive(Serialize)]
struct FoundObject {
    turns: usize,
    exact: usize,
    within_one: usize,
    missed: usize,
}

#[derive(Serialize)]
struct LengthObject {
    least: usize,
    #[serde(flatten)]
    found: FoundObject,
}

impl FoundObject {
    fn new(found: &Found) -> Self {
        FoundObject { turns: found.turns, exact: found.exact, within_one: found.within_one, missed: found.missed() }
    }
}

impl FiguresObject {
    fn new(metrics: &Metrics) -> Self {
        FiguresObject {
            macro_f1: Figure::MacroF1.of(metrics),
            auc: Figure::Auc.of(metrics),
            calibration_error: Figure::CalibrationError.of(metrics),
            called_opinion: metrics.called_opinion,
        }
    }
}

impl<'a> ScoreLine<'a> {
    fn new(turns: &'a Turns, score: &Score) -> Self {
        let length = |(least, found): (&usize, &Found)| LengthObject { least: *least, found: FoundObject::new(found) };
        ScoreLine {
            r#type: "turns",
            tables: &turns.tables,
            model: turns.model.as_deref(),
            seen: turns.seen.map(|seen| seen.rows),
            kind: score.kind.as_str(),
            articles: score.articles,
            paragraphs: score.alone.rows,
            alone: FiguresObject::new(&score.alone),
            in_context: FiguresObject::new(&score.in_context),
            found: FoundObject::new(&score.found),
            by_shorter_part: LENGTHS.iter().zip(&score.by_length).map(length).collect(),
            false_alarms: score.false_alarms,
            shifts: score.shifts,
            shifts_right: score.shifts_right,
            mean_probability: (score.shifts > 0).then_some(score.mean_probability),
        }
    }
}

/// CSV with a line for each kind of article.
pub fn csv(turns: &Turns) -> Vec<u8> {
    let mut out = Vec::new();
    record(&mut out, COLUMNS);
    for score in &turns.scores {
        let cell = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
        let figures = [
            Figure::MacroF1.of(&score.alone),
            Figure::MacroF1.of(&score.in_context),
            Figure::Auc.of(&score.alone),
            Figure::Auc.of(&score.in_context),
        ]
        .map(cell);
        let found = &score.found;
        let counts = [
            found.turns,
            found.exact,
            found.within_one,
            found.missed(),
            score.false_alarms,
            score.shifts,
            score.shifts_right,
        ]
        .map(|count| count.to_string());
        let head = [score.kind.as_str().to_owned(), score.articles.to_string(), score.alone.rows.to_string()];
        let last = [cell((score.shifts > 0).then_some(score.mean_probability))];
        record(&mut out, head.iter().chain(&figures).chain(&counts).chain(&last));
    }
    out
}

const COLUMNS: [&str; 15] = [
    "kind", "articles", "paragraphs", "macro_f1_alone", "macro_f1_in_context", "auc_alone", "auc_in_context", "turns",
    "exact", "within_one", "missed", "false_alarms", "shifts", "shifts_right", "mean_probability",
];
