//! One JSON object a line: label issues, duplicates, sources, telltales, odd rows, estimates; last a summary.

use serde::Serialize;

use super::reason::reason;
use super::sentences::{about_oddity, at, kind_of, notes, table_name};
use crate::label::Label;
use crate::learn::audit::{Duplicate, LabelAudit, LabelIssue, OddRow, SourceLabels};
use crate::learn::measure::confident::ConfidentJoint;
use crate::report::{audit::agreement, evaluate::jsonl::line, evaluate::leakage::jsonl::telltale};
use crate::tables::rows::{RowRef, Table, text_hash};

/// The whole audit. Rows are counted from 1; a score is a probability.
pub fn jsonl(audit: &LabelAudit, tables: &[Table]) -> String {
    let mut out = String::new();
    audit.issues.iter().for_each(|issue| out += &line(&IssueLine::new(audit, tables, issue)));
    audit.duplicates.iter().for_each(|pair| out += &line(&DuplicateLine::new(tables, pair)));
    audit.sources.iter().for_each(|source| out += &line(&SourceLine::new(source)));
    audit.telltales.iter().for_each(|of| out += &telltale(of));
    audit.odd_rows.iter().for_each(|row| out += &line(&RowLine::new(tables, row)));
    let all = std::iter::once((None, &audit.joint));
    let each = audit.sources.iter().map(|source| (Some(source.name.as_str()), &source.joint));
    for (source, joint) in all.chain(each) {
        Label::ALL.into_iter().for_each(|label| out += &line(&EstimateLine::new(audit, source, joint, label)));
    }
    out += &audit.agreement.as_ref().map_or_else(String::new, agreement::jsonl);
    out + &line(&AuditLine::new(audit, tables))
}

/// The place of a row.
#[derive(Serialize)]
struct PlaceObject<'a> {
    table: &'a str,
    row: usize,
    id: Option<&'a str>,
}

impl<'a> PlaceObject<'a> {
    fn new(tables: &'a [Table], place: RowRef) -> Self {
        let row = at(tables, place).1;
        PlaceObject { table: table_name(tables, place.table), row: place.row + 1, id: row.id.as_deref() }
    }
}

#[derive(Serialize)]
struct IssueLine<'a> {
    r#type: &'static str,
    row: usize,
    id: Option<&'a str>,
    given: &'static str,
    suggested: &'static str,
    score: f64,
    reason: String,
    line: usize,
    table: &'a str,
    article: Option<&'a str>,
    source: Option<&'a str>,
    self_confidence: f64,
    alone: f64,
    in_context: Option<f64>,
    neighbours: NeighboursObject,
    test: bool,
    repeats: Option<usize>,
    text_hash: String,
    text: &'a str,
}

#[derive(Serialize)]
struct NeighboursObject {
    same: usize,
    other: usize,
}

impl<'a> IssueLine<'a> {
    fn new(audit: &LabelAudit, tables: &'a [Table], issue: &LabelIssue) -> Self {
        let row = at(tables, issue.place).1;
        IssueLine {
            r#type: "label_issue",
            row: issue.place.row + 1,
            id: row.id.as_deref(),
            given: issue.given.as_str(),
            suggested: issue.suggested().as_str(),
            score: issue.score,
            reason: reason(audit, tables, issue),
            line: row.line,
            table: table_name(tables, issue.place.table),
            article: row.article.as_deref(),
            source: row.source.as_deref(),
            self_confidence: issue.self_confidence(),
            alone: issue.alone.0,
            in_context: issue.in_context.map(|p| p.0),
            neighbours: NeighboursObject { same: issue.neighbours.same, other: issue.neighbours.other },
            test: issue.is_test,
            repeats: issue.repeats.map(|first| first.row + 1),
            text_hash: text_hash(&row.text),
            text: &row.text,
        }
    }
}

#[derive(Serialize)]
struct DuplicateLine<'a> {
    r#type: &'static str,
    #[serde(flatten)]
    place: PlaceObject<'a>,
    first: PlaceObject<'a>,
    exact: bool,
    similarity: f64,
    same_label: bool,
    same_source: bool,
}

impl<'a> DuplicateLine<'a> {
    fn new(tables: &'a [Table], pair: &Duplicate) -> Self {
        DuplicateLine {
            r#type: "duplicate",
            place: PlaceObject::new(tables, pair.row),
            first: PlaceObject::new(tables, pair.first),
            exact: pair.similarity.is_none(),
            similarity: pair.similarity.unwrap_or(1.0),
            same_label: pair.same_label,
            same_source: pair.same_source,
        }
    }
}

#[derive(Serialize)]
struct SourceLine<'a> {
    r#type: &'static str,
    source: &'a str,
    rows: usize,
    articles: usize,
    disagree: f64,
    expected: f64,
    excess: f64,
    low: Option<f64>,
    high: Option<f64>,
    odd: bool,
}

impl<'a> SourceLine<'a> {
    fn new(source: &'a SourceLabels) -> Self {
        SourceLine {
            r#type: "source",
            source: &source.name,
            rows: source.joint.given.iter().sum(),
            articles: source.articles,
            disagree: source.disagree,
            expected: source.expected,
            excess: source.excess(),
            low: source.interval.map(|interval| interval.low),
            high: source.interval.map(|interval| interval.high),
            odd: source.is_odd(),
        }
    }
}

#[derive(Serialize)]
struct RowLine<'a> {
    r#type: &'static str,
    kind: &'static str,
    #[serde(flatten)]
    place: PlaceObject<'a>,
    detail: String,
    text: &'a str,
}

impl<'a> RowLine<'a> {
    fn new(tables: &'a [Table], row: &OddRow) -> Self {
        RowLine {
            r#type: "row_issue",
            kind: kind_of(row.oddity),
            place: PlaceObject::new(tables, row.place),
            detail: about_oddity(row.oddity),
            text: &at(tables, row.place).1.text,
        }
    }
}

#[derive(Serialize)]
struct EstimateLine<'a> {
    r#type: &'static str,
    source: Option<&'a str>,
    given: &'static str,
    rows: usize,
    wrong: f64,
}

impl<'a> EstimateLine<'a> {
    fn new(audit: &LabelAudit, source: Option<&'a str>, joint: &ConfidentJoint, given: Label) -> Self {
        let rows = joint.given[usize::from(given.is_opinion())];
        EstimateLine {
            r#type: "estimate",
            source,
            given: given.as_str(),
            rows,
            wrong: joint.wrong_as_part_of(&audit.joint, given),
        }
    }
}

#[derive(Serialize)]
struct AuditLine<'a> {
    r#type: &'static str,
    tables: Vec<&'a str>,
    rows: usize,
    news: usize,
    opinion: usize,
    unlabelled: usize,
    sources: usize,
    group: &'static str,
    groups: usize,
    folds: usize,
    inherited_labels: bool,
    looks_inherited: bool,
    issues: usize,
    test_issues: usize,
    kept_before: usize,
    wrong_news: f64,
    wrong_opinion: f64,
    confident_joint: [[usize; 2]; 2],
    duplicates: usize,
    odd_sources: usize,
    telltales: usize,
    row_issues: usize,
    notes: Vec<String>,
}

impl<'a> AuditLine<'a> {
    fn new(audit: &LabelAudit, tables: &'a [Table]) -> Self {
        let [wrong_news, wrong_opinion] = audit.wrong();
        AuditLine {
            r#type: "audit",
            tables: (0..tables.len()).map(|table| table_name(tables, table)).collect(),
            rows: audit.rows[0] + audit.rows[1],
            news: audit.rows[0],
            opinion: audit.rows[1],
            unlabelled: audit.unlabelled,
            sources: audit.sources.len(),
            group: audit.folding.group.as_str(),
            groups: audit.folding.groups,
            folds: audit.folding.folds,
            inherited_labels: audit.inherited_labels,
            looks_inherited: audit.looks_inherited(),
            issues: audit.issues.len(),
            test_issues: audit.issues.iter().filter(|issue| issue.is_test).count(),
            kept_before: audit.settled,
            wrong_news,
            wrong_opinion,
            confident_joint: audit.joint.counts,
            duplicates: audit.duplicates.len(),
            odd_sources: audit.sources.iter().filter(|source| source.is_odd()).count(),
            telltales: audit.telltales.len(),
            row_issues: audit.odd_rows.len(),
            notes: notes(audit),
        }
    }
}
