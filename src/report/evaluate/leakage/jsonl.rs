//! One JSON object a line: the scores, then the telltales.

use serde::Serialize;

use super::sentences::{findings, gaps};
use crate::learn::leakage::{Leakage, Score, Telltale};
use crate::learn::measure::bootstrap::COVERAGE;
use crate::report::evaluate::jsonl::{Differences, Figures, line};

/// The whole report. A figure is `{"value", "low", "high"}`; `null` if it has no meaning on the rows.
pub fn jsonl(leakage: &Leakage) -> String {
    let mut out = line(&LeakageLine::new(leakage));
    leakage.telltales.iter().for_each(|of| out += &telltale(of));
    out
}

/// A telltale's line.
pub(in crate::report) fn telltale(telltale: &Telltale) -> String {
    line(&TelltaleLine::new(telltale))
}

#[derive(Serialize)]
struct LeakageLine<'a> {
    r#type: &'static str,
    tables: &'a [String],
    rows: usize,
    news: usize,
    opinion: usize,
    sources: usize,
    sources_with_one_label: usize,
    articles: Option<usize>,
    interval: f64,
    group: &'static str,
    groups: usize,
    resamples: usize,
    strictest: &'static str,
    scores: Vec<ScoreObject<'a>>,
    gaps: Vec<String>,
    findings: Vec<String>,
    terms: usize,
    telltales: usize,
}

impl<'a> LeakageLine<'a> {
    fn new(leakage: &'a Leakage) -> Self {
        LeakageLine {
            r#type: "leakage",
            tables: &leakage.tables,
            rows: leakage.news + leakage.opinion,
            news: leakage.news,
            opinion: leakage.opinion,
            sources: leakage.sources,
            sources_with_one_label: leakage.sources_with_one_label,
            articles: leakage.articles,
            interval: COVERAGE,
            group: leakage.resampling.group.as_str(),
            groups: leakage.resampling.groups,
            resamples: leakage.resampling.resamples,
            strictest: leakage.strictest().as_str(),
            scores: leakage.scores.iter().map(ScoreObject::new).collect(),
            gaps: gaps(leakage),
            findings: findings(leakage),
            terms: leakage.terms,
            telltales: leakage.telltales.len(),
        }
    }
}

#[derive(Serialize)]
struct ScoreObject<'a> {
    scope: &'static str,
    group: &'static str,
    groups: usize,
    folds: usize,
    fitted_to: f64,
    calibrated: bool,
    figures: Figures<'a>,
    against_random: Option<Differences<'a>>,
    against_masked: Option<Differences<'a>>,
}

impl<'a> ScoreObject<'a> {
    fn new(score: &'a Score) -> Self {
        ScoreObject {
            scope: score.scope.as_str(),
            group: score.divided.group.as_str(),
            groups: score.divided.groups,
            folds: score.divided.folds,
            fitted_to: score.divided.fitted_to,
            calibrated: score.is_calibrated,
            figures: Figures(&score.figures),
            against_random: (!score.against_random.is_empty()).then_some(Differences(&score.against_random)),
            against_masked: (!score.against_masked.is_empty()).then_some(Differences(&score.against_masked)),
        }
    }
}

#[derive(Serialize)]
struct TelltaleLine<'a> {
    r#type: &'static str,
    term: &'a str,
    source: &'a str,
    rows: u32,
    expected: f64,
    lift: f64,
    g2: f64,
    coefficient: f64,
    weight: f64,
    excess: f64,
    log_odds: f64,
    log_odds_within: Option<LogOddsObject>,
}

#[derive(Serialize)]
struct LogOddsObject {
    value: f64,
    low: f64,
    high: f64,
}

impl<'a> TelltaleLine<'a> {
    fn new(telltale: &'a Telltale) -> Self {
        let tells = &telltale.tells;
        TelltaleLine {
            r#type: "telltale",
            term: &telltale.term,
            source: &telltale.source,
            rows: tells.rows,
            expected: tells.expected,
            lift: tells.lift(),
            g2: tells.g2,
            coefficient: telltale.coefficient,
            weight: telltale.weight,
            excess: telltale.excess(),
            log_odds: tells.overall,
            log_odds_within: tells.within.map(|within| LogOddsObject {
                value: within.value,
                low: within.interval.low,
                high: within.interval.high,
            }),
        }
    }
}
