//! Rows of a table that are read and scored together. Their texts share one buffer.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

use super::TableParams;
use crate::error::Error;
use crate::tables::rows::{LabelKind, Places, Row, TableNote};
use crate::text::{Damage, Damages, read_text};

/// Consecutive rows of a table: whole articles, unless one is longer than [`Batch::MAX_ARTICLE`].
#[derive(Debug, Default)]
pub struct Batch {
    text: String,
    rows: Vec<Fields>,
    passed: Vec<Field>,
    columns: Columns,
    articles: Vec<Range<usize>>,
    /// What is wrong with rows that cannot be read, by their numbers.
    faults: Vec<(u64, Error)>,
    /// Rows that return to an earlier article, or break its order.
    pub scattered: Vec<Scattered>,
    /// Rows of the table up to the end of this batch, unreadable ones included.
    pub rows_read: u64,
    /// Digest of all readable rows so far; a resumed run checks it.
    pub digest: u64,
}

/// The first row of a run whose article has an earlier run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scattered {
    /// The line of the row.
    pub line: usize,
    /// The line on which the article's first run begins.
    pub first: usize,
}

/// How columns are passed through.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) enum Columns {
    /// Not at all.
    #[default]
    None,
    /// One value for each of these names.
    Named(Arc<[String]>),
    /// One JSON object a row, without its braces.
    Objects,
}

/// A range of the batch's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Field {
    start: u32,
    end: u32,
}

impl Field {
    pub(super) const NONE: Field = Field { start: u32::MAX, end: 0 };

    fn of(self, text: &str) -> Option<&str> {
        (self != Field::NONE).then(|| &text[self.start as usize..self.end as usize])
    }

    /// Bytes of text.
    pub(super) fn len(self) -> usize {
        self.end.saturating_sub(self.start) as usize
    }

    fn shifted(self, by: u32) -> Field {
        if self == Field::NONE { self } else { Field { start: self.start - by, end: self.end - by } }
    }
}

/// Where a row's fields are in the text of the batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fields {
    /// Where the row's text begins.
    pub begin: u32,
    pub text: Field,
    pub id: Field,
    pub source: Field,
    pub article: Field,
    pub label: Field,
    pub paragraph: Option<u64>,
    /// Whether the text was a list of paragraphs.
    pub is_list: bool,
    pub row: u64,
    pub line: usize,
}

impl Batch {
    /// An article with this many bytes of text is divided, and each part is read in its own context.
    pub const MAX_ARTICLE: usize = 2 << 20;
    /// So is one with this many rows: a row takes memory beside its text.
    pub const MAX_ARTICLE_ROWS: usize = 20_000;

    /// Returns the ranges of rows that are one article. A row without an article is alone.
    pub fn articles(&self) -> &[Range<usize>] {
        &self.articles
    }

    /// Returns the number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Returns true if the batch has no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Returns a row by its index in the batch.
    pub fn row(&self, index: usize) -> BatchRow<'_> {
        BatchRow { batch: self, fields: &self.rows[index], index }
    }

    /// Returns a range of rows.
    pub fn rows(&self, range: Range<usize>) -> impl Iterator<Item = BatchRow<'_>> {
        range.map(|index| self.row(index))
    }

    /// Returns what is wrong with rows that cannot be read, in their order.
    pub fn faults(&self) -> impl Iterator<Item = &Error> {
        self.faults.iter().map(|(_, fault)| fault)
    }

    /// Takes [`Batch::faults`] out.
    pub fn take_faults(&mut self) -> Vec<Error> {
        self.faults.drain(..).map(|(_, fault)| fault).collect()
    }

    /// Drops the articles that begin at or before the row of this number (from 1), and the faults up to it.
    pub fn skip_through(&mut self, row: u64) {
        let is_new = |range: &Range<usize>| self.rows[range.start].row > row;
        self.articles.retain(is_new);
        self.faults.retain(|(number, _)| *number > row);
    }

    /// Extends the digest of all rows before this batch by its rows.
    fn extend_digest(&self, before: u64) -> u64 {
        let add = |digest, row: &Fields| {
            let place = [u64::from(row.begin), row.text.len() as u64, row.row, row.line as u64];
            place.iter().fold(digest, |digest, number| xxh3_64_with_seed(&number.to_le_bytes(), digest))
        };
        xxh3_64_with_seed(self.text.as_bytes(), self.rows.iter().fold(before, add))
    }

    pub(super) fn width(&self) -> usize {
        match &self.columns {
            Columns::None => 0,
            Columns::Named(names) => names.len(),
            Columns::Objects => 1,
        }
    }
}

/// A row of a batch.
#[derive(Debug, Clone, Copy)]
pub struct BatchRow<'b> {
    batch: &'b Batch,
    fields: &'b Fields,
    index: usize,
}

impl<'b> BatchRow<'b> {
    /// Returns the paragraph, trimmed.
    pub fn text(self) -> &'b str {
        self.fields.text.of(&self.batch.text).unwrap_or_default()
    }

    /// Returns the row's name.
    pub fn id(self) -> Option<&'b str> {
        self.fields.id.of(&self.batch.text)
    }

    /// Returns the article it belongs to.
    pub fn article(self) -> Option<&'b str> {
        self.fields.article.of(&self.batch.text)
    }

    /// Returns its number among the table's rows, from 1.
    pub fn number(self) -> usize {
        self.fields.row as usize
    }

    /// Returns the line of the file on which it starts, from 1.
    pub fn line(self) -> usize {
        self.fields.line
    }

    /// Returns whether its text was a list of paragraphs; they are joined by blank lines.
    pub fn is_list(self) -> bool {
        self.fields.is_list
    }

    /// Returns the columns that are passed through.
    pub fn passed(self) -> Passed<'b> {
        let batch = self.batch;
        let width = batch.width();
        let values = &batch.passed[self.index * width..(self.index + 1) * width];
        match &batch.columns {
            Columns::None => Passed::None,
            Columns::Named(names) => Passed::Values { names, values: Values { text: &batch.text, fields: values } },
            Columns::Objects => match values[0].of(&batch.text) {
                Some("") | None => Passed::None,
                Some(members) => Passed::Members(members),
            },
        }
    }

    pub(super) fn label(self) -> Option<&'b str> {
        self.fields.label.of(&self.batch.text)
    }

    /// Copies the row, without its label.
    pub(super) fn to_row(self) -> Row {
        let owned = |field: Field| field.of(&self.batch.text).map(str::to_owned);
        Row {
            text: self.text().to_owned(),
            label: None,
            kind: LabelKind::Read,
            inherited: None,
            id: owned(self.fields.id),
            source: owned(self.fields.source),
            article: owned(self.fields.article),
            paragraph: self.fields.paragraph,
            line: self.fields.line,
        }
    }
}

/// The columns of a row that are passed through.
#[derive(Debug, Clone, Copy)]
pub enum Passed<'b> {
    /// None.
    None,
    /// Values by name.
    Values {
        /// The names.
        names: &'b [String],
        /// The values, in the same order.
        values: Values<'b>,
    },
    /// A JSON object without its braces.
    Members(&'b str),
}

/// Values of a row; none for a column that the row lacks.
#[derive(Debug, Clone, Copy)]
pub struct Values<'b> {
    text: &'b str,
    fields: &'b [Field],
}

impl<'b> Values<'b> {
    /// Returns the values in order.
    pub fn iter(self) -> impl Iterator<Item = Option<&'b str>> {
        self.fields.iter().map(move |field| field.of(self.text))
    }
}

/// The next batch while it is read.
#[derive(Debug, Default)]
pub(super) struct Pending {
    batch: Batch,
    /// Where articles begin.
    starts: Vec<usize>,
    /// Digest of all batches taken out.
    digest: u64,
    /// The first keys that no column holds.
    lost_keys: Vec<String>,
    /// Escapes that stand for no character.
    bad_escapes: Places,
    /// What is damaged in the table so far.
    damages: Damages,
    /// Whether texts stay as they are written.
    as_written: bool,
}

impl Pending {
    pub(super) fn new(params: &TableParams) -> Pending {
        Pending { as_written: params.as_written, ..Pending::default() }
    }

    pub(super) fn set_columns(&mut self, columns: Columns) {
        if let Columns::Named(names) = &columns {
            self.digest = names.iter().fold(self.digest, |digest, name| xxh3_64_with_seed(name.as_bytes(), digest));
        }
        self.batch.columns = columns;
    }

    /// Returns where the next field begins.
    pub(super) fn begin(&self) -> u32 {
        self.batch.text.len() as u32
    }

    /// Adds the text of a field.
    pub(super) fn field(&mut self, value: &str) -> Field {
        let start = self.begin();
        self.batch.text.push_str(value);
        Field { start, end: self.begin() }
    }

    /// Adds the text of a field in which quotation marks are doubled.
    pub(super) fn unescaped(&mut self, value: &str) -> Field {
        let start = self.begin();
        let mut rest = value;
        while let Some(mark) = memchr::memchr(b'"', rest.as_bytes()) {
            self.batch.text.push_str(&rest[..=mark]);
            rest = rest.get(mark + 2..).unwrap_or_default();
        }
        self.batch.text.push_str(rest);
        Field { start, end: self.begin() }
    }

    /// Normalises the field that was added last: the text of a row, on `line`. Texts that stay as they are written are only examined.
    pub(super) fn normalised(&mut self, field: Field, line: usize) -> Field {
        if field == Field::NONE {
            return field;
        }
        let start = field.start as usize;
        let read = read_text(&self.batch.text[start..]);
        read.add_to(&mut self.damages, line);
        if self.as_written {
            return field;
        }
        if let Cow::Owned(text) = read.text {
            self.batch.text.truncate(start);
            self.batch.text.push_str(&text);
        }
        if self.begin() == field.start { Field::NONE } else { Field { start: field.start, end: self.begin() } }
    }

    /// Notes damage.
    pub(super) fn damage(&mut self, damage: Damage, count: usize, line: usize) {
        self.damages.add(damage, count, line);
    }

    pub(super) fn damages(&self) -> Damages {
        self.damages
    }

    pub(super) fn lost_keys(&self) -> &[String] {
        &self.lost_keys
    }

    /// Remembers a key that no column holds, if it is among the first.
    pub(super) fn lose(&mut self, key: &str) {
        const NAMED: usize = 5;
        if self.lost_keys.len() < NAMED && !self.lost_keys.iter().any(|lost| lost == key) {
            self.lost_keys.push(key.to_owned());
        }
    }

    /// Counts escapes of a line that stand for no character.
    pub(super) fn bad_escapes(&mut self, count: usize, line: usize) {
        self.bad_escapes.add(count, line);
    }

    /// Returns what was found in the rows so far.
    pub(super) fn notes(&self) -> Option<TableNote> {
        (self.bad_escapes.count > 0).then_some(TableNote::BadEscapes(self.bad_escapes))
    }

    pub(super) fn pass(&mut self, field: Field) {
        self.batch.passed.push(field);
    }

    /// Removes the fields of a row that begins at `begin`.
    pub(super) fn take_back(&mut self, begin: u32) {
        self.batch.text.truncate(begin as usize);
        self.batch.passed.truncate(self.batch.rows.len() * self.batch.width());
    }

    /// Adds a row whose fields have been added.
    pub(super) fn row(&mut self, fields: Fields) {
        if !self.continues(&fields) {
            self.starts.push(self.batch.rows.len());
        }
        self.batch.rows.push(fields);
    }

    /// Whether a row continues the article of the row before it.
    fn continues(&self, row: &Fields) -> bool {
        let Some(last) = self.batch.rows.last() else { return false };
        let text = &self.batch.text;
        row.article != Field::NONE
            && row.article.of(text) == last.article.of(text)
            && row.source.of(text) == last.source.of(text)
            // Out of order, or numbered from the start again: another article.
            && row.paragraph.is_none_or(|number| last.paragraph.is_none_or(|last| last < number))
    }

    /// Adds what is wrong with the row of this number.
    pub(super) fn fault(&mut self, row: u64, fault: Error) {
        self.batch.faults.push((row, fault));
    }

    /// Whether there is something to take out: rows, or faults before all rows.
    pub(super) fn is_ready(&self, whole_rows: usize) -> bool {
        let first = self.batch.rows.first().map_or(u64::MAX, |row| row.row);
        whole_rows > 0 || self.batch.faults.first().is_some_and(|(row, _)| *row < first)
    }

    pub(super) fn rows(&self) -> usize {
        self.batch.rows.len()
    }

    /// Returns the first row of the last article, which may be incomplete.
    pub(super) fn last_article(&self) -> usize {
        self.starts.last().copied().unwrap_or(0)
    }

    /// Returns the number of rows in complete articles: all rows at the end of the table, or in an article that is too long.
    pub(super) fn whole_rows(&self, is_end: bool) -> usize {
        match self.last_article() {
            _ if is_end => self.rows(),
            0 if self.is_too_long() => self.rows(),
            start => start,
        }
    }

    /// Whether the open article must be divided: for its text, or for its rows and the faults that wait for them.
    fn is_too_long(&self) -> bool {
        let rows = self.rows() + self.batch.faults.len();
        self.batch.text.len() >= Batch::MAX_ARTICLE || rows >= Batch::MAX_ARTICLE_ROWS
    }

    /// Whether there is a complete article and at least this many bytes, or an article that is too long.
    pub(super) fn is_full(&self, bytes: usize) -> bool {
        self.is_too_long() || self.batch.text.len() >= bytes && self.last_article() > 0
    }

    /// Takes out the rows before `row`, which begins an article or is the end, and their faults; `rows_read` rows of the table
    /// have been read. A fault inside an open article waits for it, so that a batch never counts more as read than it holds.
    pub(super) fn cut(&mut self, row: usize, rows_read: u64) -> Batch {
        let rows_read = self.batch.rows.get(row).map_or(rows_read, |first| first.row - 1);
        let batch = &mut self.batch;
        let faults = batch.faults.partition_point(|(row, _)| *row <= rows_read);
        let begin = batch.rows.get(row).map_or(batch.text.len() as u32, |fields| fields.begin);
        let width = batch.width();
        let mut rest = Batch {
            text: batch.text.split_off(begin as usize),
            rows: batch.rows.split_off(row),
            passed: batch.passed.split_off(row * width),
            columns: batch.columns.clone(),
            faults: batch.faults.split_off(faults),
            ..Batch::default()
        };
        rest.rows.iter_mut().for_each(|fields| fields.shift(begin));
        rest.passed.iter_mut().for_each(|field| *field = field.shifted(begin));
        let mut done = std::mem::replace(batch, rest);
        done.rows_read = rows_read;
        self.digest = done.extend_digest(self.digest);
        done.digest = self.digest;
        let kept = self.starts.partition_point(|&start| start < row);
        let starts: Vec<usize> = self.starts.drain(..kept).collect();
        self.starts.iter_mut().for_each(|start| *start -= row);
        let ends = starts.iter().skip(1).copied().chain([row]);
        done.articles = starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect();
        done
    }
}

impl Fields {
    fn shift(&mut self, by: u32) {
        self.begin -= by;
        for field in [&mut self.text, &mut self.id, &mut self.source, &mut self.article, &mut self.label] {
            *field = field.shifted(by);
        }
    }
}

/// Returns a hash of a row's source and article; none for a row without an article.
pub(super) fn article_key(row: BatchRow<'_>) -> Option<u64> {
    let source = row.fields.source.of(&row.batch.text).map_or(0, |source| xxh3_64(source.as_bytes()));
    Some(xxh3_64_with_seed(row.article()?.as_bytes(), source))
}
