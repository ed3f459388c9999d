//! One JSON object a line: the lines of `oped score`, with the evidence in those of the paragraphs.

use std::io::{self, Write};

use serde::Serialize;

use super::{Audited, Finding, speech};
use crate::explain::{Change, Evidence, Explanation, FamilySum};
use crate::score::Paragraph;
use crate::tables::results::Renderer;
use crate::tables::results::jsonl::line;
use crate::text::Span;

/// Renders JSON lines.
#[derive(Debug, Default, Clone, Copy)]
pub struct JsonLines;

impl Renderer<Audited<'_>> for JsonLines {
    fn write(&mut self, audited: &Audited<'_>, out: &mut dyn Write) -> io::Result<()> {
        let mut lines = Vec::new();
        for finding in audited.findings() {
            line(&mut lines, &EvidenceLine::new(&finding))?;
        }
        if let Some(summary) = &audited.scored.summary {
            line(&mut lines, summary)?;
        }
        out.write_all(&lines)
    }
}

#[derive(Serialize)]
struct EvidenceLine<'a> {
    #[serde(flatten)]
    paragraph: &'a Paragraph<'a>,
    logit: Option<f64>,
    intercept: Option<f64>,
    evidence: Vec<EntryObject<'a>>,
    families: Vec<FamilyObject>,
    unknown: Option<UnknownObject<'a>>,
    change: Option<ChangeObject<'a>>,
}

#[derive(Serialize)]
struct EntryObject<'a> {
    term: &'a str,
    weight: f64,
    start: usize,
    end: usize,
    voice: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    speech: Option<&'static str>,
    family: Option<&'static str>,
    text: &'a str,
}

#[derive(Serialize)]
struct FamilyObject {
    family: &'static str,
    voice: &'static str,
    weight: f64,
}

#[derive(Serialize)]
struct UnknownObject<'a> {
    share: f64,
    words: Vec<WordObject<'a>>,
}

#[derive(Serialize)]
struct WordObject<'a> {
    start: usize,
    end: usize,
    text: &'a str,
}

#[derive(Serialize)]
struct ChangeObject<'a> {
    context_decides: bool,
    without: Option<WithoutObject<'a>>,
    all_quoted: f64,
}

#[derive(Serialize)]
struct WithoutObject<'a> {
    words: Vec<WordObject<'a>>,
    alone: f64,
}

impl<'a> EvidenceLine<'a> {
    fn new(finding: &Finding<'a>) -> Self {
        let why = finding.why;
        let evidence = why.map_or(&[][..], |why| &why.evidence);
        let families = why.map_or(&[][..], |why| &why.families);
        EvidenceLine {
            paragraph: finding.paragraph,
            logit: why.map(|why| why.logit.0),
            intercept: why.map(|why| why.intercept.0),
            evidence: evidence.iter().map(|entry| entry_object(finding, entry)).collect(),
            families: families.iter().map(family_object).collect(),
            unknown: why.map(|why| unknown_object(finding, why)),
            change: why.map(|why| change_object(finding, &why.change)),
        }
    }
}

fn entry_object<'a>(finding: &Finding<'a>, entry: &Evidence<'a>) -> EntryObject<'a> {
    let Span { start, end } = finding.place(entry.span);
    EntryObject {
        term: entry.term,
        weight: entry.weight,
        start,
        end,
        voice: entry.voice.as_str(),
        speech: speech(entry.voice),
        family: entry.family.map(|family| family.as_str()),
        text: entry.span.of(finding.paragraph.text),
    }
}

fn family_object(sum: &FamilySum) -> FamilyObject {
    FamilyObject { family: sum.family.as_str(), voice: sum.voice.as_str(), weight: sum.weight }
}

fn word_object<'a>(finding: &Finding<'a>, span: Span) -> WordObject<'a> {
    let Span { start, end } = finding.place(span);
    WordObject { start, end, text: span.of(finding.paragraph.text) }
}

fn unknown_object<'a>(finding: &Finding<'a>, why: &Explanation<'_>) -> UnknownObject<'a> {
    let words = why.unknown_words().map(|span| word_object(finding, span)).collect();
    UnknownObject { share: why.unknown, words }
}

fn change_object<'a>(finding: &Finding<'a>, change: &Change) -> ChangeObject<'a> {
    let without = change.without.as_ref().map(|without| WithoutObject {
        words: without.words.iter().map(|&span| word_object(finding, span)).collect(),
        alone: without.alone.0,
    });
    ChangeObject { context_decides: change.context_decides, without, all_quoted: change.all_quoted.0 }
}
