//! A table with one row for each paragraph. What belongs to the whole article is in the JSON lines only.

use std::io::{self, Write};

use super::{Item, Paragraph, Place, Renderer, Scored, reason};

const HEADER: [&str; 15] = [
    "article",
    "paragraph",
    "row",
    "id",
    "kind",
    "start",
    "end",
    "line",
    "label",
    "reason",
    "probability",
    "alone",
    "unsure",
    "quoted",
    "text",
];

/// Renders CSV (RFC 4180, but with `\n` at line ends).
#[derive(Debug, Default)]
pub struct Csv {
    started: bool,
}

impl Renderer for Csv {
    fn scored(&mut self, scored: &Scored<'_>, out: &mut dyn Write) -> io::Result<()> {
        let mut writer = csv::Writer::from_writer(out);
        if !std::mem::replace(&mut self.started, true) {
            writer.write_record(HEADER).map_err(io_error)?;
        }
        for item in &scored.items {
            match item {
                Item::Paragraph(paragraph) => {
                    writer.write_record(record(scored.article, paragraph)).map_err(io_error)?
                }
                Item::Block(block) => {
                    let span = block.span();
                    let mut record: [String; HEADER.len()] = Default::default();
                    record[0] = scored.article.to_owned();
                    record[4] = block.kind.as_str().to_owned();
                    (record[5], record[6]) = (span.start.to_string(), span.end.to_string());
                    record[7] = block.line.to_string();
                    record[14] = block.text.as_str().to_owned();
                    writer.write_record(record).map_err(io_error)?;
                }
            }
        }
        writer.flush()
    }
}

/// The error as it was: the csv crate's own conversion forgets its kind.
pub(super) fn io_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        kind => io::Error::other(format!("{kind:?}")),
    }
}

fn record(article: &str, paragraph: &Paragraph<'_>) -> [String; HEADER.len()] {
    let (row, id, start, end) = match paragraph.place {
        Place::Bytes { start, end, .. } => (String::new(), String::new(), start.to_string(), end.to_string()),
        Place::Row { row, id, .. } => {
            (row.to_string(), id.unwrap_or_default().to_owned(), String::new(), String::new())
        }
    };
    let decision = paragraph.score.decision;
    let shown = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    [
        article.to_owned(),
        paragraph.number.to_string(),
        row,
        id,
        paragraph.score.kind.as_str().to_owned(),
        start,
        end,
        paragraph.place.line().to_string(),
        decision.map(|decision| decision.label.to_string()).unwrap_or_default(),
        reason(decision).unwrap_or_default().to_owned(),
        shown(decision.map(|decision| decision.probability.0)),
        shown(decision.map(|decision| decision.alone.0)),
        decision.is_none_or(|decision| decision.unsure.is_some()).to_string(),
        paragraph.score.quoted.to_string(),
        paragraph.text.to_owned(),
    ]
}
