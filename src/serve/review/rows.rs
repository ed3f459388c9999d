//! The rows of a sheet, each in its article.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::types::{Decision, Item, ItemInArticle, Neighbour};
use crate::label::Label;
use crate::tables::rows::{Row, Table, text_hash};
use crate::tables::sheet::{OpenSheet, SheetLine, blind_sheet};

/// The most rows of an article that are shown around a row.
const LONGEST_ARTICLE: usize = 400;

/// The rows of a sheet.
#[derive(Debug)]
pub(super) struct Rows {
    /// In the order of the sheet.
    lines: Vec<SheetLine>,
    /// The index in `lines` of each row.
    of_row: BTreeMap<usize, usize>,
    sources: Vec<Option<String>>,
    test_rows: BTreeSet<usize>,
    articles: Vec<Range<usize>>,
}

/// The hash by which sheets know the text of a row.
pub(super) fn hash_of(row: &Row) -> String {
    text_hash(&row.text)
}

impl Rows {
    pub(super) fn new(table: &Table, sheet: &OpenSheet, test_rows: &BTreeSet<usize>) -> Rows {
        let lines = sheet.lines().to_vec();
        let of_row = lines.iter().enumerate().map(|(at, line)| (line.row, at)).collect();
        let source = |line: &SheetLine| Some(table.source_of(table.rows.get(line.row - 1)?).to_owned());
        let sources = lines.iter().map(source).collect();
        Rows { lines, of_row, sources, test_rows: test_rows.clone(), articles: table.articles() }
    }

    /// The numbers of the rows, in the order of the sheet.
    pub(super) fn numbers(&self) -> Vec<usize> {
        self.lines.iter().map(|line| line.row).collect()
    }

    /// The label that a row should probably have.
    pub(super) fn suggested(&self, row: usize) -> Option<Label> {
        self.lines[*self.of_row.get(&row)?].given.map(Label::other)
    }

    /// A row. In a blind review, nothing that may hint at a label.
    pub(super) fn item(&self, row: usize, is_blind: bool, decision: Option<Decision>) -> Option<Item> {
        let at = *self.of_row.get(&row)?;
        let line = &self.lines[at];
        let word = |label: Option<Label>| label.map(|label| label.to_string());
        let shown = |text: Option<String>| text.filter(|_| !is_blind);
        Some(Item {
            row,
            source: shown(self.sources[at].clone()),
            given: shown(word(line.given)),
            suggested: shown(word(line.given.map(Label::other))),
            score: shown(line.score.clone()),
            reason: shown(line.reason.clone()),
            test: self.test_rows.contains(&row),
            decision,
        })
    }

    /// A row with those around it.
    pub(super) fn in_article(&self, item: Item, table: &Table, is_blind: bool) -> ItemInArticle {
        let at = item.row - 1;
        let after = self.articles.partition_point(|article| article.end <= at);
        let article = self.articles.get(after).cloned().unwrap_or(at..at + 1);
        let start = article.start.max(at.saturating_sub(LONGEST_ARTICLE / 2));
        let end = article.end.min(start + LONGEST_ARTICLE);
        let label = |row: &Row| row.label.filter(|_| !is_blind).map(|label| label.to_string());
        let neighbour = |(at, row): (usize, &Row)| Neighbour { row: at + 1, text: row.text.clone(), label: label(row) };
        let paragraphs = table.rows.iter().enumerate().take(end).skip(start).map(neighbour).collect();
        let row = table.rows.get(at);
        let shown = |text: Option<&String>| text.filter(|_| !is_blind).cloned();
        ItemInArticle {
            id: shown(row.and_then(|row| row.id.as_ref())),
            article: shown(row.and_then(|row| row.article.as_ref())),
            at: at - start,
            paragraphs,
            item,
        }
    }

    /// A sheet of the same rows that shows nothing of the labels.
    pub(super) fn blind_sheet(&self, table: &Table) -> Vec<u8> {
        let cell = |text: Option<&String>| text.cloned().unwrap_or_default();
        blind_sheet(self.lines.iter().filter_map(|line| {
            let row = table.rows.get(line.row - 1)?;
            Some([
                table.file_name().to_owned(),
                line.row.to_string(),
                cell(row.id.as_ref()),
                cell(row.source.as_ref()),
                cell(row.article.as_ref()),
                row.text.clone(),
                line.text_hash.clone(),
            ])
        }))
    }
}
