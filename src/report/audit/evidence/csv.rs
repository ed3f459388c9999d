//! A table with one row for each piece of evidence. A paragraph without any has one row, without a term.

use std::io::{self, Write};

use super::audited::Audited;
use crate::explain::{Evidence, ExplainedParagraph, speech};
use crate::score::{Column, Value};
use crate::tables::csv::{Line, record};
use crate::tables::results::Renderer;

/// The columns that `oped score` has too.
const OF_PARAGRAPH: [Column; 7] =
    [Column::Article, Column::Paragraph, Column::Row, Column::Id, Column::Label, Column::Probability, Column::Alone];
/// Our own.
const OF_EVIDENCE: [&str; 10] =
    ["logit", "intercept", "term", "weight", "family", "voice", "speech", "start", "end", "text"];

/// Renders CSV (RFC 4180, but with `\n` at line ends).
#[derive(Debug, Default, Clone, Copy)]
pub struct Csv {
    started: bool,
}

impl Renderer<Audited<'_>> for Csv {
    fn write(&mut self, audited: &Audited<'_>, out: &mut dyn Write) -> io::Result<()> {
        let mut rows = Vec::new();
        if !std::mem::replace(&mut self.started, true) {
            record(&mut rows, OF_PARAGRAPH.map(Column::name).into_iter().chain(OF_EVIDENCE));
        }
        for finding in &audited.paragraphs {
            let evidence = finding.why.map_or(&[][..], |why| &why.evidence);
            for entry in evidence.iter().map(Some).chain(evidence.is_empty().then_some(None)) {
                row(&mut rows, finding, entry);
            }
        }
        out.write_all(&rows)
    }
}

fn row(out: &mut Vec<u8>, finding: &ExplainedParagraph<'_>, entry: Option<&Evidence<'_>>) {
    let mut line = Line::new(out);
    for column in OF_PARAGRAPH {
        line.value(finding.paragraph.value(column));
    }
    line.value(finding.why.map(|why| Value::Number(why.logit.0)));
    line.value(finding.why.map(|why| Value::Number(why.intercept.0)));
    match entry {
        Some(entry) => entry_fields(&mut line, finding, entry),
        None => (0..8).for_each(|_| {
            line.value(None);
        }),
    }
    line.end();
}

fn entry_fields(line: &mut Line<'_>, finding: &ExplainedParagraph<'_>, entry: &Evidence<'_>) {
    let place = finding.place(entry.span);
    line.text(entry.term).number(entry.weight);
    line.text(entry.family.map(|family| family.as_str()).unwrap_or_default());
    line.text(entry.voice.as_str()).text(speech(entry.voice).unwrap_or_default());
    line.integer(place.start).integer(place.end).text(entry.span.of(finding.paragraph.text));
}
