//! Scores of articles and of rows, with the columns that are passed through.

use std::ops::Range;

use crate::article::Article;
use crate::score::{Item, Paragraph, PartOfRow, Place, Scored, Summary};
use crate::tables::rows::Row;
use crate::tables::table::{Batch, BatchRow, Passed, SplitRows};
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
    /// The rows that the items are, or are parts of.
    origin: Origin<'a>,
}

/// Where the columns that are passed through come from.
#[derive(Debug)]
enum Origin<'a> {
    Nowhere,
    /// A batch, and the index of the first item's row.
    Rows(&'a Batch, usize),
    /// A batch, and the index of each item's row.
    Parts(&'a Batch, Vec<usize>),
}

/// A table as its results name it.
#[derive(Debug, Clone, Copy)]
pub struct NamedTable<'a> {
    /// Its name.
    pub name: &'a str,
    /// Whether results say which table they are of.
    pub is_one_of_several: bool,
}

impl<'a> NamedTable<'a> {
    fn shown(self) -> Option<&'a str> {
        self.is_one_of_several.then_some(self.name)
    }
}

impl<'a> From<&'a str> for NamedTable<'a> {
    /// A table that is alone.
    fn from(name: &'a str) -> Self {
        NamedTable { name, is_one_of_several: false }
    }
}

impl<'a> Message<'a> {
    /// The message for an article. With `blocks`, headings and furniture are in it too.
    pub fn of_article(name: &'a str, article: &'a Article, score: &'a ArticleScore, blocks: bool) -> Self {
        let scored = Scored::of_article(name, article, score, blocks);
        Message { scored, file: name, score, origin: Origin::Nowhere }
    }

    /// Names the file, where the article has a name of its own in it.
    pub fn in_file(self, file: &'a str) -> Self {
        Message { file, ..self }
    }

    /// The message for consecutive rows; `first_row` is the index of the first of them in the table, from 0.
    pub fn of_rows(table: &'a str, rows: &'a [Row], first_row: usize, score: &'a ArticleScore) -> Self {
        let article = rows.first().and_then(|row| row.article.as_deref());
        let place = |at: usize, row: &'a Row| Place::Row {
            row: first_row + at + 1,
            id: row.id.as_deref(),
            line: row.line,
            table: None,
            part: None,
        };
        let texts = rows.iter().enumerate().map(|(at, row)| (place(at, row), row.text.as_str()));
        let scored = of_texts(table.into(), article, first_row, texts, score);
        Message { scored, file: table, score, origin: Origin::Nowhere }
    }

    /// The message for consecutive rows of a batch.
    pub fn of_batch(
        table: impl Into<NamedTable<'a>>,
        batch: &'a Batch,
        rows: Range<usize>,
        score: &'a ArticleScore,
    ) -> Self {
        let table = table.into();
        let first = batch.row(rows.start);
        let origin = Origin::Rows(batch, rows.start);
        let texts = batch.rows(rows).map(|row| (place(row, table, None), row.text()));
        let scored = of_texts(table, first.article(), first.number() - 1, texts, score);
        Message { scored, file: table.name, score, origin }
    }

    /// The message for consecutive rows of a batch that were split into paragraphs. With `blocks`, what is not scored is in it too.
    pub fn of_split(
        table: NamedTable<'a>,
        batch: &'a Batch,
        rows: Range<usize>,
        split: &'a SplitRows,
        score: &'a ArticleScore,
        blocks: bool,
    ) -> Self {
        let (article, first) = (split.name.as_str(), batch.row(rows.start));
        let mut scores = score.paragraphs.iter().enumerate();
        let (mut items, mut rows_of_items) = (Vec::new(), Vec::new());
        for (at, cell) in rows.clone().zip(&split.cells) {
            let row = batch.row(at);
            let mut in_row = 0;
            for part in cell.parts() {
                let item = match part.unscored {
                    Some(_) if !blocks => continue,
                    Some(block) => Item::Block { article, block, row: Some(place(row, table, None)) },
                    None => {
                        // There is a score for each paragraph.
                        let Some((number, score)) = scores.next() else { break };
                        let part_of_row = PartOfRow { number: in_row, start: part.span.start, end: part.span.end };
                        let place = place(row, table, Some(part_of_row));
                        in_row += 1;
                        Item::Paragraph(Paragraph { article, number, place, text: part.text, score: *score })
                    }
                };
                items.push(item);
                rows_of_items.push(at);
            }
        }
        let only = split.cells.first().filter(|_| split.is_row);
        let summary = Summary {
            article,
            score,
            declared: only.and_then(|cell| cell.declared()),
            headline: only.and_then(|cell| cell.headline()),
            metadata: None,
            table: table.shown(),
            row: split.is_row.then(|| first.number()),
        };
        let scored = Scored { article, items, summary: Some(summary) };
        Message { scored, file: table.name, score, origin: Origin::Parts(batch, rows_of_items) }
    }

    /// Returns what is passed through with the item of this index.
    pub fn passed(&self, item: usize) -> Passed<'a> {
        match &self.origin {
            Origin::Nowhere => Passed::None,
            Origin::Rows(batch, first) => batch.row(first + item).passed(),
            Origin::Parts(batch, rows) => rows.get(item).map_or(Passed::None, |row| batch.row(*row).passed()),
        }
    }
}

fn place<'a>(row: BatchRow<'a>, table: NamedTable<'a>, part: Option<PartOfRow>) -> Place<'a> {
    Place::Row { row: row.number(), id: row.id(), line: row.line(), table: table.shown(), part }
}

/// Pairs rows with their scores. In an article paragraphs are numbered from its first row, elsewhere as rows of the table.
fn of_texts<'a>(
    table: NamedTable<'a>,
    article: Option<&'a str>,
    first_row: usize,
    texts: impl Iterator<Item = (Place<'a>, &'a str)>,
    score: &'a ArticleScore,
) -> Scored<'a> {
    let name = article.unwrap_or(table.name);
    let first = if article.is_some() { 0 } else { first_row };
    let item = |(at, ((place, text), score)): (usize, ((Place<'a>, &'a str), &ParagraphScore))| {
        Item::Paragraph(Paragraph { article: name, number: first + at, place, text, score: *score })
    };
    let items = texts.zip(&score.paragraphs).enumerate().map(item).collect();
    let summary = article.map(|article| Summary {
        article,
        score,
        declared: None,
        headline: None,
        metadata: None,
        table: table.shown(),
        row: None,
    });
    Scored { article: name, items, summary }
}
