//! A table with a row for each article: the fields of the article's object in the JSON lines.

use std::io::{self, Write};

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::value::RawValue;

use super::Renderer;
use super::jsonl::line;
use crate::article::Metadata;
use crate::score::{ArticleColumn, Summary, Value, turns_as_json};
use crate::tables::csv::{Line, record};
use crate::verdict::Verdict;

/// An article as a row. Owns its values, since rows are kept until all articles are read.
#[derive(Debug, Clone, PartialEq)]
pub struct ArticleRow {
    /// What the user calls it.
    pub article: String,
    /// The table that it is in, where several are scored together.
    pub table: Option<String>,
    /// Its headline.
    pub headline: Option<String>,
    /// What else is known about it.
    pub metadata: Metadata,
    /// The verdict; none without a paragraph.
    pub verdict: Option<Verdict>,
    /// What the page declares: the mark, the label if it is one, and where.
    pub declared: Option<(String, Option<&'static str>, &'static str)>,
    /// Whether the verdict is another than declared.
    pub mismatch: Option<bool>,
    /// How many sure paragraphs argue, and how many there are.
    pub argue: (usize, usize),
    /// Paragraphs before which it turns, and whether surely.
    pub turns: Vec<(usize, bool)>,
    row: Option<usize>,
    paragraphs: usize,
    opinion_share: Option<f64>,
    opinion_words: Option<f64>,
    reason: Option<&'static str>,
    shifts: String,
}

impl ArticleRow {
    /// The row of an article.
    pub fn of(summary: &Summary<'_>) -> ArticleRow {
        let score = summary.score;
        let declared =
            summary.declared.map(|declared| (declared.mark.clone(), declared.claim.label(), declared.place.as_str()));
        ArticleRow {
            article: summary.article.to_owned(),
            table: summary.table.map(str::to_owned),
            headline: summary.headline.map(str::to_owned),
            metadata: summary.metadata.cloned().unwrap_or_default(),
            verdict: score.verdict(),
            declared,
            mismatch: summary.mismatch(),
            argue: (score.opinion(), score.sure()),
            turns: score.shifts.iter().enumerate().map(|(at, turn)| (turn.paragraph, score.is_sure_turn(at))).collect(),
            row: summary.row,
            paragraphs: score.paragraphs.len(),
            opinion_share: score.opinion_share(),
            opinion_words: score.opinion_words(),
            reason: score.doubt().map(|doubt| doubt.as_str()),
            shifts: turns_as_json(score),
        }
    }

    /// Returns the value in a column.
    pub fn value(&self, column: ArticleColumn) -> Option<Value<'_>> {
        let declared = self.declared.as_ref();
        match column {
            ArticleColumn::Article => Some(Value::Text(&self.article)),
            ArticleColumn::Table => self.table.as_deref().map(Value::Text),
            ArticleColumn::Row => self.row.map(Value::Integer),
            ArticleColumn::Headline => self.headline.as_deref().map(Value::Text),
            ArticleColumn::Paragraphs => Some(Value::Integer(self.paragraphs)),
            ArticleColumn::OpinionShare => self.opinion_share.map(Value::Number),
            ArticleColumn::Label => self.verdict.map(|verdict| Value::Text(verdict.as_str())),
            ArticleColumn::Shifts => Some(Value::Text(&self.shifts)),
            ArticleColumn::Declared => declared.map(|(mark, ..)| Value::Text(mark)),
            ArticleColumn::DeclaredLabel => declared.and_then(|(_, label, _)| *label).map(Value::Text),
            ArticleColumn::DeclaredBy => declared.map(|(.., place)| Value::Text(place)),
            ArticleColumn::Mismatch => self.mismatch.map(Value::Truth),
            ArticleColumn::OpinionWords => self.opinion_words.map(Value::Number),
            ArticleColumn::Reason => self.reason.map(Value::Text),
            ArticleColumn::Deck
            | ArticleColumn::Byline
            | ArticleColumn::Date
            | ArticleColumn::Section
            | ArticleColumn::Language => column.of_metadata(&self.metadata).map(Value::Text),
        }
    }
}

/// Puts mismatches first, and keeps the order otherwise.
pub fn mismatches_first(rows: &mut [ArticleRow]) {
    rows.sort_by_key(|row| row.mismatch != Some(true));
}

/// The JSON object of `"type":"article"`, with all columns.
impl Serialize for ArticleRow {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        object.serialize_entry("type", "article")?;
        for column in ArticleColumn::ALL {
            match (column, self.value(column)) {
                (ArticleColumn::Shifts, _) => {
                    let shifts = RawValue::from_string(self.shifts.clone()).map_err(serde::ser::Error::custom)?;
                    object.serialize_entry(column.name(), &shifts)?;
                }
                (ArticleColumn::Table | ArticleColumn::Row, None) => {}
                (_, value) => object.serialize_entry(column.name(), &value)?,
            }
        }
        object.end()
    }
}

/// Writes the table of articles in a format of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Articles {
    /// CSV, with its header still to be written if `true`.
    Csv(bool),
    /// One JSON object a line.
    JsonLines,
}

impl Renderer<ArticleRow> for Articles {
    fn write(&mut self, row: &ArticleRow, out: &mut dyn Write) -> io::Result<()> {
        let mut bytes = Vec::new();
        match self {
            Articles::JsonLines => line(&mut bytes, row)?,
            Articles::Csv(is_headless) => {
                if std::mem::take(is_headless) {
                    header(&mut bytes);
                }
                let mut line = Line::new(&mut bytes);
                for column in ArticleColumn::ALL {
                    line.value(row.value(column));
                }
                line.end();
            }
        }
        out.write_all(&bytes)
    }

    fn finish(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let mut bytes = Vec::new();
        if *self == Articles::Csv(true) {
            header(&mut bytes);
        }
        out.write_all(&bytes)
    }
}

fn header(out: &mut Vec<u8>) {
    record(out, ArticleColumn::ALL.map(ArticleColumn::name));
}
