//! What to label next, in every format.

use maud::{Render, html};
use serde::Serialize;

use crate::learn::queue::{Queue, Queued};
use crate::report::evaluate::jsonl::line;
use crate::report::shared::columns::{WIDTH, indented, safe, wrap};
use crate::report::shared::page::{Printable, page, paragraph, table};
use crate::tables::rows::{Row, Table, text_hash};
use crate::tables::sheet::{exchange::Task, queue_sheet};
use crate::words::figures::{count, percent};

/// A queued row as every format shows it.
#[derive(Debug, Serialize)]
struct Line<'a> {
    r#type: &'static str,
    rank: usize,
    table: &'a str,
    row: usize,
    id: Option<&'a str>,
    source: &'a str,
    article: Option<&'a str>,
    paragraph: Option<u64>,
    probability: f64,
    alone: f64,
    uncertainty: f64,
    reason: String,
    text: &'a str,
}

fn lines<'a>(queue: &'a Queue, tables: &'a [Table]) -> impl Iterator<Item = Line<'a>> {
    queue.rows.iter().enumerate().map(|(at, queued)| {
        let table = &tables[queued.place.table];
        let row: &Row = &table.rows[queued.place.row];
        Line {
            r#type: "queue",
            rank: at + 1,
            table: table.file_name(),
            row: queued.place.row + 1,
            id: row.id.as_deref(),
            source: &queued.source,
            article: row.article.as_deref(),
            paragraph: row.paragraph,
            probability: queued.probability.0,
            alone: queued.alone.0,
            uncertainty: queued.uncertainty,
            reason: reason(queue, queued),
            text: &row.text,
        }
    })
}

/// An entropy in bits in words: from 0.95 as uncertain as can be (37 to 63 %), from 0.8 uncertain (24 to 76 %), from 0.5 rather sure (11 to
/// 89 %), below sure.
fn how_uncertain(bits: f64) -> &'static str {
    match bits {
        0.95.. => "as uncertain as can be",
        0.8.. => "uncertain",
        0.5.. => "rather sure",
        _ => "sure",
    }
}

/// "47 % in context: as uncertain as can be; the most uncertain of 112 in the-herald, of which 3 are labelled".
fn reason(queue: &Queue, queued: &Queued) -> String {
    let source = queue.sources.get(&queued.source).copied().unwrap_or_default();
    let (together, alone) = (percent(queued.probability.0), percent(queued.alone.0));
    let why = if queued.probability.label() != queued.alone.label() {
        format!("{together} in context, but {alone} alone")
    } else {
        format!("{together} in context: {}", how_uncertain(queued.uncertainty))
    };
    let rank = match queued.rank_in_source {
        1 => "the most uncertain".to_owned(),
        rank => format!("{} by uncertainty", ordinal(rank)),
    };
    let labelled = match source.labelled {
        0 => "which has no labelled row yet".to_owned(),
        labelled => format!("which has {}", count(labelled, "labelled row")),
    };
    format!("{why}; {rank} of {} of {}, {labelled}", count(source.candidates, "row"), queued.source)
}

fn ordinal(number: usize) -> String {
    let ending = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

/// "10 of 812 rows without a label, of 14 sources; 5 left out that …".
fn summary(queue: &Queue) -> String {
    let unlabelled: usize = queue.sources.values().map(|source| source.unlabelled).sum();
    let sources = queue.sources.values().filter(|source| source.unlabelled > 0).count();
    let mut out = format!(
        "{} of {} without a label, of {}",
        queue.rows.len(),
        count(unlabelled, "row"),
        count(sources, "source")
    );
    if queue.repeats > 0 {
        out += &format!("; {} left out as near repeats of others", queue.repeats);
    }
    if queue.furniture > 0 {
        out += &format!("; {} left out as furniture of a page or as another language", queue.furniture);
    }
    if queue.empty > 0 {
        out += &format!("; {} left out for too few known words", queue.empty);
    }
    out + "."
}

/// For a person.
pub fn text(queue: &Queue, tables: &[Table]) -> String {
    let mut out = wrap(&format!("to label next: {}", summary(queue)));
    for line in lines(queue, tables) {
        let id = line.id.map_or_else(String::new, |id| format!(" ({id})"));
        out += &format!("\n{:>4}  {} row {}{id}\n", line.rank, line.table, line.row);
        out += &indented(WIDTH, &line.reason, "      ", "      ");
        out += &indented(WIDTH, line.text, "      │ ", "      │ ");
    }
    safe(&out)
}

/// One JSON object a line.
pub fn jsonl(queue: &Queue, tables: &[Table]) -> String {
    lines(queue, tables).map(|object| line(&object)).collect()
}

/// A table with an empty column of labels, to be filled in and given back with `--apply`.
pub fn csv(queue: &Queue, tables: &[Table]) -> Vec<u8> {
    queue_sheet(lines(queue, tables).map(|line| {
        [
            line.rank.to_string(),
            line.table.to_owned(),
            line.row.to_string(),
            line.id.unwrap_or_default().to_owned(),
            line.source.to_owned(),
            line.article.unwrap_or_default().to_owned(),
            line.paragraph.map_or_else(String::new, |number| number.to_string()),
            line.probability.to_string(),
            line.alone.to_string(),
            line.uncertainty.to_string(),
            line.reason,
            line.text.to_owned(),
            text_hash(line.text),
        ]
    }))
}

/// The rows as tasks of annotation tools, in the order given.
pub fn tasks(queue: &Queue, tables: &[Table]) -> Vec<Task> {
    let task = |(line, queued): (Line<'_>, &Queued)| Task {
        table: line.table.to_owned(),
        row: line.row,
        id: line.id.map(str::to_owned),
        source: Some(line.source.to_owned()),
        article: line.article.map(str::to_owned),
        given: None,
        suggested: queued.probability.label(),
        score: queued.probability.0.max(1.0 - queued.probability.0),
        reason: line.reason,
        text: line.text.to_owned(),
        text_hash: text_hash(line.text),
    };
    lines(queue, tables).zip(&queue.rows).map(task).collect()
}

/// A page.
pub fn html(queue: &Queue, tables: &[Table]) -> String {
    let row = |line: Line<'_>| {
        vec![
            line.rank.render(),
            html! { (Printable(line.table)) " " (line.row) @if let Some(id) = line.id { small { (Printable(id)) } } },
            percent(line.probability).render(),
            Printable(&line.reason).render(),
            html! { div class="text" { (Printable(line.text)) } },
        ]
    };
    let head = ["rank", "row", "opinion", "why", "text"];
    let body = html! {
        (paragraph("", &summary(queue)))
        (table("In the order given", &head, lines(queue, tables).map(row)))
    };
    page("to label next", &body)
}
