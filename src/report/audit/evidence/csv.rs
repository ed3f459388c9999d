//! A table with one row for each piece of evidence. A paragraph without any has one row, without a term.

use std::io::{self, Write};

use super::{Audited, Finding, Renderer, speech};
use crate::explain::Evidence;
use crate::tables::results::Place;
use crate::tables::results::csv::{field, integer, next, number};

const HEADER: &str =
    "article,paragraph,row,id,label,probability,alone,logit,intercept,term,weight,family,voice,speech,start,end,text\n";

/// Renders CSV (RFC 4180, but with `\n` at line ends).
#[derive(Debug, Default, Clone, Copy)]
pub struct Csv {
    started: bool,
}

impl Renderer for Csv {
    fn audited(&mut self, audited: &Audited<'_>, out: &mut dyn Write) -> io::Result<()> {
        let mut rows = Vec::new();
        if !std::mem::replace(&mut self.started, true) {
            rows.extend_from_slice(HEADER.as_bytes());
        }
        for finding in audited.findings() {
            let mut start = Vec::new();
            paragraph_fields(&mut start, audited.scored.article, &finding);
            let evidence = finding.why.map_or(&[][..], |why| &why.evidence);
            for entry in evidence {
                rows.extend_from_slice(&start);
                entry_fields(&mut rows, &finding, entry);
            }
            if evidence.is_empty() {
                rows.extend_from_slice(&start);
                rows.extend_from_slice(b",,,,,,,,\n");
            }
        }
        out.write_all(&rows)
    }
}

fn paragraph_fields(out: &mut Vec<u8>, article: &str, finding: &Finding<'_>) {
    let paragraph = finding.paragraph;
    let (row, id) = match paragraph.place {
        Place::Bytes { .. } => (None, None),
        Place::Row { row, id, .. } => (Some(row), id),
    };
    let decision = paragraph.score.decision;
    field(out, article);
    integer(out, Some(paragraph.number));
    integer(out, row);
    next(out, id.unwrap_or_default());
    next(out, decision.map(|decision| decision.label.as_str()).unwrap_or_default());
    number(out, decision.map(|decision| decision.probability.0));
    number(out, decision.map(|decision| decision.alone.0));
    number(out, finding.why.map(|why| why.logit.0));
    number(out, finding.why.map(|why| why.intercept.0));
}

fn entry_fields(out: &mut Vec<u8>, finding: &Finding<'_>, entry: &Evidence<'_>) {
    let place = finding.place(entry.span);
    next(out, entry.term);
    number(out, Some(entry.weight));
    next(out, entry.family.map(|family| family.as_str()).unwrap_or_default());
    next(out, entry.voice.as_str());
    next(out, speech(entry.voice).unwrap_or_default());
    integer(out, Some(place.start));
    integer(out, Some(place.end));
    next(out, entry.span.of(finding.paragraph.text));
    out.push(b'\n');
}
