//! One JSON object a line.

use std::io::{self, Write};

use serde::Serialize;

use super::{Item, Paragraph, Place, Renderer, Scored, Summary, reason};
use crate::tables::table::Passed;

/// Renders JSON lines. Never writes an escape byte: JSON escapes control characters.
#[derive(Debug, Default, Clone, Copy)]
pub struct JsonLines;

impl JsonLines {
    /// Adds the lines of one scored article to `out`. Nothing is kept between articles.
    ///
    /// # Errors
    /// None that a caller can cause: those of serialisation.
    pub fn lines(self, scored: &Scored<'_>, out: &mut Vec<u8>) -> io::Result<()> {
        for item in &scored.items {
            match item {
                Item::Paragraph(paragraph) => {
                    object(out, &ParagraphLine::new(scored.article, paragraph))?;
                    add_columns(out, paragraph.passed)?;
                    out.push(b'\n');
                }
                Item::Block(block) => {
                    let span = block.span();
                    let block = BlockLine {
                        r#type: "block",
                        article: scored.article,
                        kind: block.kind.as_str(),
                        start: span.start,
                        end: span.end,
                        line: block.line,
                        text: block.text.as_str(),
                    };
                    line(out, &block)?;
                }
            }
        }
        match &scored.summary {
            Some(summary) => line(out, &ArticleLine::new(scored.article, summary)),
            None => Ok(()),
        }
    }
}

impl Renderer for JsonLines {
    fn scored(&mut self, scored: &Scored<'_>, out: &mut dyn Write) -> io::Result<()> {
        let mut lines = Vec::new();
        self.lines(scored, &mut lines)?;
        out.write_all(&lines)
    }
}

pub(crate) fn line(out: &mut Vec<u8>, value: &impl Serialize) -> io::Result<()> {
    object(out, value)?;
    out.push(b'\n');
    Ok(())
}

fn object(out: &mut Vec<u8>, value: &impl Serialize) -> io::Result<()> {
    Ok(serde_json::to_writer(out, value)?)
}

/// Puts the other columns of a row into the object that was written last, as its last member.
fn add_columns(out: &mut Vec<u8>, passed: Passed<'_>) -> io::Result<()> {
    let is_none = matches!(passed, Passed::None);
    if is_none || out.pop() != Some(b'}') {
        return Ok(());
    }
    out.extend_from_slice(b",\"columns\":{");
    match passed {
        Passed::None => {}
        // As they stood in the table.
        Passed::Members(members) => out.extend_from_slice(members.as_bytes()),
        Passed::Values { names, values } => {
            for (at, (name, value)) in names.iter().zip(values.iter()).enumerate() {
                if at > 0 {
                    out.push(b',');
                }
                serde_json::to_writer(&mut *out, name)?;
                out.push(b':');
                serde_json::to_writer(&mut *out, &value)?;
            }
        }
    }
    out.extend_from_slice(b"}}");
    Ok(())
}

#[derive(Serialize)]
pub(crate) struct ParagraphLine<'a> {
    r#type: &'static str,
    article: &'a str,
    paragraph: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    row: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<usize>,
    line: usize,
    label: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
    probability: Option<f64>,
    alone: Option<f64>,
    unsure: bool,
    quoted: f64,
    text: &'a str,
}

impl<'a> ParagraphLine<'a> {
    pub(crate) fn new(article: &'a str, paragraph: &Paragraph<'a>) -> Self {
        let (row, id, span) = match paragraph.place {
            Place::Bytes { start, end, .. } => (None, None, Some((start, end))),
            Place::Row { row, id, .. } => (Some(row), id, None),
        };
        let decision = paragraph.score.decision;
        ParagraphLine {
            r#type: "paragraph",
            article,
            paragraph: paragraph.number,
            row,
            id,
            kind: paragraph.score.kind.as_str(),
            start: span.map(|span| span.0),
            end: span.map(|span| span.1),
            line: paragraph.place.line(),
            label: decision.map(|decision| decision.label.as_str()),
            reason: reason(decision),
            probability: decision.map(|decision| decision.probability.0),
            alone: decision.map(|decision| decision.alone.0),
            unsure: decision.is_none_or(|decision| decision.unsure.is_some()),
            quoted: paragraph.score.quoted,
            text: paragraph.text,
        }
    }
}

#[derive(Serialize)]
struct BlockLine<'a> {
    r#type: &'static str,
    article: &'a str,
    kind: &'static str,
    start: usize,
    end: usize,
    line: usize,
    text: &'a str,
}

#[derive(Serialize)]
pub(crate) struct ArticleLine<'a> {
    r#type: &'static str,
    article: &'a str,
    paragraphs: usize,
    opinion_share: Option<f64>,
    label: Option<&'static str>,
    shifts: Vec<ShiftObject>,
    declared: Option<&'a str>,
    declared_label: Option<&'static str>,
    declared_by: Option<&'static str>,
    mismatch: Option<bool>,
    opinion_words: Option<f64>,
    reason: Option<&'static str>,
}

#[derive(Serialize)]
struct ShiftObject {
    paragraph: usize,
    from: &'static str,
    to: &'static str,
    probability: f64,
    here: f64,
    first: usize,
    last: usize,
}

impl<'a> ArticleLine<'a> {
    pub(crate) fn new(article: &'a str, summary: &Summary<'a>) -> Self {
        let score = summary.score;
        let shift = |shift: &crate::model::context::Shift| ShiftObject {
            paragraph: shift.paragraph,
            from: shift.from.as_str(),
            to: shift.to.as_str(),
            probability: shift.probability.0,
            here: shift.here.0,
            first: shift.interval.0,
            last: shift.interval.1,
        };
        ArticleLine {
            r#type: "article",
            article,
            paragraphs: score.paragraphs.len(),
            opinion_share: score.opinion_share(),
            label: score.verdict().map(|verdict| verdict.as_str()),
            shifts: score.shifts.iter().map(shift).collect(),
            declared: summary.declared.map(|declared| declared.mark.as_str()),
            declared_label: summary.declared.and_then(|declared| declared.claim.label()),
            declared_by: summary.declared.map(|declared| declared.place.as_str()),
            mismatch: summary.mismatch(),
            opinion_words: score.opinion_words(),
            reason: score.doubt().map(|doubt| doubt.as_str()),
        }
    }
}
