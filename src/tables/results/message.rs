//! What is said of an article or of the rows of a table, for every format.

use std::io::{self, Write};

use crate::article::{Article, Block, Declared};
use crate::tables::rows::Row;
use crate::tables::table::{BatchRow, Passed};
use crate::verdict::{ArticleScore, Decision, ParagraphScore, UnsureReason};

/// An article or the rows of one, scored.
#[derive(Debug)]
pub struct Scored<'a> {
    /// What the user calls it.
    pub article: &'a str,
    /// Paragraphs, and other blocks where they were asked for, in order.
    pub items: Vec<Item<'a>>,
    /// The score as a whole; none for rows that belong to no article.
    pub summary: Option<Summary<'a>>,
}

/// A line of the result.
#[derive(Debug)]
pub enum Item<'a> {
    /// A scored paragraph.
    Paragraph(Paragraph<'a>),
    /// A block that is not scored.
    Block(&'a Block),
}

/// A scored paragraph with its place.
#[derive(Debug)]
pub struct Paragraph<'a> {
    /// Its number in the article (or in a table without articles), from 0.
    pub number: usize,
    /// Where it stands.
    pub place: Place<'a>,
    /// The text.
    pub text: &'a str,
    /// Its score.
    pub score: ParagraphScore,
    /// The other columns of its row.
    pub passed: Passed<'a>,
}

/// Where a paragraph stands.
#[derive(Debug, Clone, Copy)]
pub enum Place<'a> {
    /// In an article: bytes of the source, and the line.
    Bytes {
        /// First byte.
        start: usize,
        /// One past the last byte.
        end: usize,
        /// The line of the first byte, from 1.
        line: usize,
    },
    /// In a table: the data row from 1, the row's id, and the line of the file.
    Row {
        /// Data row, from 1.
        row: usize,
        /// The table's own name for it.
        id: Option<&'a str>,
        /// The line of the file, from 1.
        line: usize,
    },
}

impl Place<'_> {
    /// The line of the file, from 1.
    pub fn line(&self) -> usize {
        match self {
            Place::Bytes { line, .. } | Place::Row { line, .. } => *line,
        }
    }
}

/// A score as a whole.
#[derive(Debug)]
pub struct Summary<'a> {
    /// The score.
    pub score: &'a ArticleScore,
    /// What the page declares itself to be.
    pub declared: Option<&'a Declared>,
}

impl Summary<'_> {
    /// Whether the article is not what the page declares; none where the two cannot be compared.
    pub fn mismatch(&self) -> Option<bool> {
        self.score.verdict()?.contradicts(self.declared?.claim)
    }
}

impl<'a> Scored<'a> {
    /// The message for an article. With `blocks` it holds headings and furniture too.
    pub fn of_article(name: &'a str, article: &'a Article, score: &'a ArticleScore, blocks: bool) -> Self {
        let mut scores = score.paragraphs.iter().copied().enumerate();
        let mut items = Vec::new();
        for block in &article.blocks {
            if !block.kind.is_scored() {
                items.extend(blocks.then_some(Item::Block(block)));
            } else if let Some((number, score)) = scores.next() {
                let span = block.span();
                let place = Place::Bytes { start: span.start, end: span.end, line: block.line };
                let text = block.text.as_str();
                items.push(Item::Paragraph(Paragraph { number, place, text, score, passed: Passed::None }));
            }
        }
        Scored { article: name, items, summary: Some(Summary { score, declared: article.declared.as_ref() }) }
    }

    /// The message for consecutive rows; `first_row` is the index of the first of them in the table, from 0.
    pub fn of_rows(table: &'a str, rows: &'a [Row], first_row: usize, score: &'a ArticleScore) -> Self {
        let article = rows.first().and_then(|row| row.article.as_deref());
        let item = |(at, (row, score)): (usize, (&'a Row, &ParagraphScore))| {
            Item::Paragraph(Paragraph {
                number: if article.is_some() { at } else { first_row + at },
                place: Place::Row { row: first_row + at + 1, id: row.id.as_deref(), line: row.line },
                text: &row.text,
                score: *score,
                passed: Passed::None,
            })
        };
        Scored {
            article: article.unwrap_or(table),
            items: rows.iter().zip(&score.paragraphs).enumerate().map(item).collect(),
            summary: article.map(|_| Summary { score, declared: None }),
        }
    }

    /// The message for consecutive rows of a batch.
    pub fn of_batch(table: &'a str, rows: impl Iterator<Item = BatchRow<'a>>, score: &'a ArticleScore) -> Self {
        let mut article = None;
        let mut items = Vec::with_capacity(score.paragraphs.len());
        for (at, (row, score)) in rows.zip(&score.paragraphs).enumerate() {
            article = article.or(row.article());
            items.push(Item::Paragraph(Paragraph {
                number: if article.is_some() { at } else { row.number() - 1 },
                place: Place::Row { row: row.number(), id: row.id(), line: row.line() },
                text: row.text(),
                score: *score,
                passed: row.passed(),
            }));
        }
        let summary = article.map(|_| Summary { score, declared: None });
        Scored { article: article.unwrap_or(table), items, summary }
    }
}

/// Writes messages in one format.
pub trait Renderer {
    /// Writes one scored article.
    ///
    /// # Errors
    /// Those of `out`.
    fn scored(&mut self, scored: &Scored<'_>, out: &mut dyn Write) -> io::Result<()>;

    /// Writes what comes after the last. Formats of lines have nothing there.
    ///
    /// # Errors
    /// Those of `out`.
    fn finish(&mut self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

/// Why a paragraph has no label.
pub(crate) const NO_WORDS: &str = "no words";

/// Why a paragraph has no label, or one that is not to be believed.
pub(crate) fn reason(decision: Option<Decision>) -> Option<&'static str> {
    match decision {
        None => Some(NO_WORDS),
        Some(decision) => decision.unsure.map(UnsureReason::as_str),
    }
}
