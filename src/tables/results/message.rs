//! Scores of articles and of rows, with the columns that are passed through.

use std::ops::Range;

use crate::article::Article;
use crate::score::{Item, Paragraph, Place, Scored, Summary};
use crate::tables::rows::Row;
use crate::tables::table::{Batch, Passed};
use crate::verdict::{ArticleScore, ParagraphScore};

/// A scored article or scored rows, as every format shows them.
#[derive(Debug)]
pub struct Message<'a> {
    /// The scores.
    pub scored: Scored<'a>,
    /// The name of the file that holds the article or the rows.
    pub file: &'a str,
    /// The score of the article, or of the rows.
    pub score: &'a ArticleScore,
    /// The batch that the items are rows of, and the first of them.
    batch: Option<(&'a Batch, usize)>,
}

impl<'a> Message<'a> {
    /// The message for an article. With `blocks`, headings and furniture are in it too.
    pub fn of_article(name: &'a str, article: &'a Article, score: &'a ArticleScore, blocks: bool) -> Self {
        Message { scored: Scored::of_article(name, article, score, blocks), file: name, score, batch: None }
    }

    /// Names the file, where the article has a name of its own in it.
    pub fn in_file(self, file: &'a str) -> Self {
        Message { file, ..self }
    }

    /// The message for consecutive rows; `first_row` is the index of the first of them in the table, from 0.
    pub fn of_rows(table: &'a str, rows: &'a [Row], first_row: usize, score: &'a ArticleScore) -> Self {
        let article = rows.first().and_then(|row| row.article.as_deref());
        let place =
            |at: usize, row: &'a Row| Place::Row { row: first_row + at + 1, id: row.id.as_deref(), line: row.line };
        let texts = rows.iter().enumerate().map(|(at, row)| (place(at, row), row.text.as_str()));
        Message { scored: of_texts(table, article, first_row, texts, score), file: table, score, batch: None }
    }

    /// The message for consecutive rows of a batch.
    pub fn of_batch(table: &'a str, batch: &'a Batch, rows: Range<usize>, score: &'a ArticleScore) -> Self {
        let first = batch.row(rows.start);
        let first_row = rows.start;
        let texts =
            batch.rows(rows).map(|row| (Place::Row { row: row.number(), id: row.id(), line: row.line() }, row.text()));
        let scored = of_texts(table, first.article(), first.number() - 1, texts, score);
        Message { scored, file: table, score, batch: Some((batch, first_row)) }
    }

    /// Returns what is passed through with the item of this index.
    pub fn passed(&self, item: usize) -> Passed<'a> {
        self.batch.map_or(Passed::None, |(batch, first)| batch.row(first + item).passed())
    }
}

/// Pairs rows with their scores. In an article paragraphs are numbered from its first row, elsewhere as rows of the table.
fn of_texts<'a>(
    table: &'a str,
    article: Option<&'a str>,
    first_row: usize,
    texts: impl Iterator<Item = (Place<'a>, &'a str)>,
    score: &'a ArticleScore,
) -> Scored<'a> {
    let name = article.unwrap_or(table);
    let first = if article.is_some() { 0 } else { first_row };
    let item = |(at, ((place, text), score)): (usize, ((Place<'a>, &'a str), &ParagraphScore))| {
        Item::Paragraph(Paragraph { article: name, number: first + at, place, text, score: *score })
    };
    let items = texts.zip(&score.paragraphs).enumerate().map(item).collect();
    Scored { article: name, items, summary: article.map(|name| Summary { article: name, score, declared: None }) }
}
