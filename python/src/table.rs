//! Scoring the rows of an Arrow table.
//!
//! ```text
//! batches ─units→ whole articles ─articles→ ranges of rows ─threads→ scores ─→ the caller's columns and ours, batch by batch
//! ```
//!
//! Texts are read where the caller's columns have them, and the caller's columns go through as they are.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ffi::CString;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;
use std::sync::Arc;

use arrow_array::{
    Array, ArrayRef, BooleanArray, Float64Array, LargeStringArray, RecordBatch, RecordBatchReader, StringArray,
    UInt64Array,
};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use arrow_select::take::take;
use oped::Scorer;
use oped::error::ErrorKind;
use oped::score::{ArticleColumn, Summary, Type, Value};
use oped::tables::results::ArticleRow;
use oped::tables::table::{Batch, Cell};
use oped::verdict::{ArticleScore, ParagraphScore};
use oped::voice::Passage;
use pyo3::exceptions::{PyTypeError, PyUserWarning};
use pyo3::prelude::*;
use pyo3_arrow::PyTable;
use pyo3_arrow::input::AnyRecordBatch;
use rayon::prelude::*;

use crate::columns::{Cells, Texts, numbers};
use crate::errors::usage;
use crate::scored_table::{ScoredTable, Table};
use crate::threads;

/// Bytes of text between looks at whether the caller wants to stop.
const STEP: usize = 1 << 20;

/// Which columns to read, and how.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Options {
    text: String,
    article: Option<Column>,
    source: Option<Column>,
    paragraph: Option<Column>,
    split: bool,
    threads: Option<usize>,
}

/// A column that may be missing.
#[derive(FromPyObject)]
pub(crate) enum Column {
    /// `False`: not read.
    Is(bool),
    Named(String),
}

/// Finds a column beside that of texts; without a choice the usual one, if there is one. Texts may be in the column "article".
pub(crate) fn find(column: Option<&Column>, usual: &str, schema: &Schema, text: usize) -> PyResult<Option<Found>> {
    let asked = |name: &str| index(name, usual, schema).map(|at| Some(Found { at, is_asked: true }));
    match column {
        Some(Column::Is(false)) => Ok(None),
        Some(Column::Is(true)) => asked(usual),
        Some(Column::Named(name)) => asked(name),
        None => Ok(position(usual, schema).filter(|&at| at != text).map(|at| Found { at, is_asked: false })),
    }
}

/// A column that was found.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found {
    at: usize,
    /// Whether the caller named it. Else it is passed over if it holds something else.
    is_asked: bool,
}

impl Found {
    /// The names in the column.
    pub(crate) fn names(self, batch: &RecordBatch) -> PyResult<Option<Texts>> {
        let array = batch.column(self.at);
        match Texts::names(array) {
            None if self.is_asked => {
                let (schema, of) = (batch.schema(), array.data_type());
                let what =
                    format!("the column \"{}\" is of type {of}, which names nothing", schema.field(self.at).name());
                Err(usage(ErrorKind::Column, what, "name a column of strings or integers"))
            }
            names => Ok(names),
        }
    }
}

/// The index of a column; `argument` is what names it.
pub(crate) fn index(name: &str, argument: &str, schema: &Schema) -> PyResult<usize> {
    let names = || schema.fields().iter().map(|field| field.name().as_str());
    if names().filter(|other| *other == name).count() > 1 {
        let what = format!("there are several columns \"{name}\"");
        return Err(usage(ErrorKind::Column, what, "rename all but one"));
    }
    position(name, schema).ok_or_else(|| {
        let known = names().collect::<Vec<_>>().join(", ");
        let known = if known.is_empty() { "no columns".to_owned() } else { format!("the columns {known}") };
        let what = format!("there is no column \"{name}\"; the table has {known}");
        usage(ErrorKind::Column, what, &format!("name the right one with {argument}="))
    })
}

/// The index of the column of this name, or of the only one that has it in other letters: "Text".
fn position(name: &str, schema: &Schema) -> Option<usize> {
    let is = |field: &str| field.trim().eq_ignore_ascii_case(name);
    schema.index_of(name).ok().or_else(|| {
        let mut found = schema.fields().iter().enumerate().filter(|(_, field)| is(field.name()));
        found.next().map(|(at, _)| at).filter(|_| found.next().is_none())
    })
}

/// The columns that are read.
#[derive(Debug, Clone, Copy)]
struct Columns {
    text: usize,
    article: Option<Found>,
    source: Option<Found>,
    paragraph: Option<Found>,
}

impl Columns {
    fn find(options: &Options, schema: &Schema) -> PyResult<Columns> {
        let text = index(&options.text, "text", schema)?;
        let find_other = |column: Option<&Column>, usual: &str| find(column, usual, schema, text);
        Ok(Columns {
            text,
            article: find_other(options.article.as_ref(), "article")?,
            source: find_other(options.source.as_ref(), "source")?,
            paragraph: find_other(options.paragraph.as_ref(), "paragraph")?,
        })
    }
}

/// A batch with what is read of it.
#[derive(Clone)]
struct Part {
    batch: RecordBatch,
    cells: Cells,
    article: Option<Texts>,
    source: Option<Texts>,
    paragraph: Option<Vec<Option<u64>>>,
}

impl Part {
    fn of(batch: RecordBatch, columns: &Columns) -> PyResult<Part> {
        let names = |of: Option<Found>| of.map_or(Ok(None), |of| of.names(&batch));
        let paragraph = columns.paragraph.map(|of| of.names(&batch).map(|_| numbers(batch.column(of.at))));
        Ok(Part {
            cells: Cells::of(batch.schema().field(columns.text).name(), batch.column(columns.text))?,
            article: names(columns.article)?,
            source: names(columns.source)?,
            paragraph: paragraph.transpose()?.flatten(),
            batch,
        })
    }

    fn article(&self, row: usize) -> Option<&str> {
        self.article.as_ref()?.name(row)
    }

    fn source(&self, row: usize) -> Option<&str> {
        self.source.as_ref()?.name(row)
    }

    fn paragraph(&self, row: usize) -> Option<u64> {
        self.paragraph.as_ref().and_then(|numbers| numbers[row])
    }

    /// Whether a row continues the article of another before it.
    fn continues(&self, row: usize, before: (&Part, usize)) -> bool {
        let (part, last) = before;
        self.article(row).is_some()
            && self.article(row) == part.article(last)
            && self.source(row) == part.source(last)
            // Out of order, or numbered from the start again: another article.
            && self.paragraph(row).is_none_or(|number| part.paragraph(last).is_none_or(|last| last < number))
    }

    fn slice(&self, range: Range<usize>, columns: &Columns) -> PyResult<Part> {
        Part::of(self.batch.slice(range.start, range.len()), columns)
    }
}

/// Batches that hold whole articles.
struct Units {
    input: Box<dyn RecordBatchReader + Send>,
    columns: Columns,
    /// The rows of the article that may go on, and their bytes of text.
    held: Vec<Part>,
    held_bytes: usize,
    is_last: bool,
}

impl Units {
    /// The next whole articles, or none after the last.
    fn next(&mut self, py: Python<'_>) -> PyResult<Option<Vec<Part>>> {
        while !self.is_last {
            let input = &mut self.input;
            let Some(batch) = py.detach(|| input.next()) else {
                self.is_last = true;
                break;
            };
            let part = Part::of(batch.map_err(arrow)?, &self.columns)?;
            if part.batch.num_rows() == 0 {
                continue;
            }
            py.check_signals()?;
            if let Some(unit) = self.add(part)? {
                return Ok(Some(unit));
            }
        }
        Ok(Some(std::mem::take(&mut self.held)).filter(|held| !held.is_empty()))
    }

    /// Adds a batch; returns the articles that are whole now.
    fn add(&mut self, part: Part) -> PyResult<Option<Vec<Part>>> {
        let rows = part.batch.num_rows();
        let start = (1..rows).rev().find(|&row| !part.continues(row, (&part, row - 1)));
        let goes_on = self.held.last().is_some_and(|last| part.continues(0, (last, last.batch.num_rows() - 1)));
        let mut start = start.unwrap_or(0);
        // Rows without an article are read by themselves: none of them can go on.
        if part.article(rows - 1).is_none() {
            start = rows;
        }
        if start == 0 && (goes_on || self.held.is_empty()) {
            self.hold(part);
            // It is divided anyway; see `Rows::of`.
            let held: usize = self.held.iter().map(|part| part.batch.num_rows()).sum();
            let is_long = self.held_bytes >= Batch::MAX_ARTICLE || held >= Batch::MAX_ARTICLE_ROWS;
            return Ok(is_long.then(|| self.take()));
        }
        let mut unit = self.take();
        if start > 0 {
            unit.push(part.slice(0..start, &self.columns)?);
        }
        if start < rows {
            let rest = part.slice(start..rows, &self.columns)?;
            self.hold(rest);
        }
        Ok(Some(unit).filter(|unit| !unit.is_empty()))
    }

    fn hold(&mut self, part: Part) {
        self.held_bytes += (0..part.batch.num_rows()).map(|row| part.cells.len(row)).sum::<usize>();
        self.held.push(part);
    }

    fn take(&mut self) -> Vec<Part> {
        self.held_bytes = 0;
        std::mem::take(&mut self.held)
    }
}

/// The rows of a unit.
struct Rows<'u> {
    parts: &'u [Part],
    /// The part of each row, and its place there.
    places: Vec<(usize, usize)>,
    articles: Vec<Range<usize>>,
}

impl<'u> Rows<'u> {
    fn of(parts: &'u [Part]) -> Rows<'u> {
        let places: Vec<(usize, usize)> = parts
            .iter()
            .enumerate()
            .flat_map(|(number, part)| (0..part.batch.num_rows()).map(move |row| (number, row)))
            .collect();
        let mut articles: Vec<Range<usize>> = Vec::new();
        let mut bytes = 0;
        for (at, &(number, row)) in places.iter().enumerate() {
            let continues = at > 0 && {
                let (last, last_row) = places[at - 1];
                parts[number].continues(row, (&parts[last], last_row))
            };
            match articles.last_mut() {
                Some(article) if continues && bytes < Batch::MAX_ARTICLE && article.len() < Batch::MAX_ARTICLE_ROWS => {
                    article.end = at + 1;
                }
                _ => {
                    articles.push(at..at + 1);
                    bytes = 0;
                }
            }
            bytes += parts[number].cells.len(row);
        }
        Rows { parts, places, articles }
    }

    fn text(&self, row: usize) -> (Cow<'u, str>, bool) {
        let (part, row) = self.places[row];
        self.parts[part].cells.value(row)
    }

    /// Bytes of a row's text.
    fn len(&self, row: usize) -> usize {
        let (part, row) = self.places[row];
        self.parts[part].cells.len(row)
    }

    fn article(&self, row: usize) -> Option<&'u str> {
        let (part, row) = self.places[row];
        self.parts[part].article(row)
    }

    fn source(&self, row: usize) -> Option<&'u str> {
        let (part, row) = self.places[row];
        self.parts[part].source(row)
    }
}

/// The rows of an article, scored.
struct ScoredRows {
    rows: Range<usize>,
    score: ArticleScore,
    /// Where rows are split: their texts, each with the bytes that were trimmed in front.
    cells: Vec<(usize, Cell)>,
}

impl ScoredRows {
    fn of(scorer: &Scorer, rows: &Rows<'_>, range: Range<usize>, split: bool) -> ScoredRows {
        if split {
            let cell = |row: usize| {
                let (text, is_list) = rows.text(row);
                (text.len() - text.trim_start().len(), Cell::read(text.trim(), is_list))
            };
            let cells: Vec<(usize, Cell)> = range.clone().map(cell).collect();
            let passages: Vec<Passage<'_>> = cells.iter().flat_map(|(_, cell)| cell.passages()).collect();
            let score = scorer.passages(&passages);
            return ScoredRows { rows: range, score, cells };
        }
        let texts: Vec<Cow<'_, str>> = range.clone().map(|row| rows.text(row).0).collect();
        let passages: Vec<Passage<'_>> = texts.iter().map(|text| text.trim().into()).collect();
        ScoredRows { rows: range, score: scorer.passages(&passages), cells: Vec::new() }
    }
}

/// A table while it is scored.
pub(crate) struct Run {
    units: Units,
    split: bool,
    pool: Arc<rayon::ThreadPool>,
    schema: SchemaRef,
    /// Rows of the table before the next unit.
    first_row: usize,
    /// Of the first rows, those that hold several paragraphs, and are no part of an article.
    parted: usize,
    scattered: Scattered,
}

/// Articles whose rows stand apart.
#[derive(Default)]
struct Scattered {
    /// Hashes of the articles that were met.
    met: HashSet<u64>,
    /// How many were met again, and the first of them with its row.
    again: usize,
    first: Option<(String, usize)>,
}

impl Scattered {
    /// The most articles that are remembered.
    const MOST: usize = 1 << 20;

    /// Notes an article that begins at a row, from 1.
    fn meet(&mut self, source: Option<&str>, article: &str, row: usize) {
        let mut hash = DefaultHasher::new();
        (source, article).hash(&mut hash);
        if self.met.contains(&hash.finish()) {
            self.again += 1;
            self.first.get_or_insert_with(|| (article.to_owned(), row));
        } else if self.met.len() < Self::MOST {
            self.met.insert(hash.finish());
        }
    }

    /// What to tell, if there are any.
    fn warning(&self) -> Option<String> {
        let (article, row) = self.first.as_ref()?;
        Some(format!(
            "{} {} of articles that were met before, the first of \"{article}\" in row {row}; sort the table by article, so that \
             its rows are read in each other's context",
            self.again,
            if self.again == 1 { "run of rows is" } else { "runs of rows are" }
        ))
    }
}

/// The result of some whole articles.
pub(crate) struct Done {
    pub(crate) batches: Vec<RecordBatch>,
    articles: Vec<(Option<String>, ArticleRow)>,
}

/// The first rows of a table, in which a caller may have overlooked that texts hold several paragraphs.
const LOOKED_AT: usize = 1000;

impl Run {
    /// Looks at a table's columns.
    pub(crate) fn new(table: &Bound<'_, PyAny>, options: &Options) -> PyResult<Run> {
        let reader = reader(table)?;
        let schema = reader.schema();
        let columns = Columns::find(options, &schema)?;
        // Also where there are no rows to find it out by.
        Part::of(RecordBatch::new_empty(schema.clone()), &columns)?;
        Ok(Run {
            units: Units { input: reader, columns, held: Vec::new(), held_bytes: 0, is_last: false },
            split: options.split,
            pool: options.threads.map_or_else(threads::all, threads::some)?,
            schema: result_schema(&schema, &columns, options.split),
            first_row: 0,
            parted: 0,
            scattered: Scattered::default(),
        })
    }

    /// The columns of the result.
    pub(crate) fn schema(&self) -> SchemaRef {
        self.schema.clone()
    }

    /// Scores the next whole articles; none after the last. `progress` is called with the number of rows that were done.
    pub(crate) fn next(
        &mut self,
        py: Python<'_>,
        scorer: &Scorer,
        progress: Option<&Py<PyAny>>,
    ) -> PyResult<Option<Done>> {
        let done = self.step(py, scorer, progress);
        // What was being scored is lost: there is nothing to go on with.
        if done.is_err() {
            self.units.is_last = true;
            self.units.take();
        }
        done
    }

    fn step(&mut self, py: Python<'_>, scorer: &Scorer, progress: Option<&Py<PyAny>>) -> PyResult<Option<Done>> {
        let Some(unit) = self.units.next(py)? else { return Ok(None) };
        let rows = Rows::of(&unit);
        let mut scored = Vec::with_capacity(rows.articles.len());
        for step in steps(&rows) {
            let work = || -> Vec<ScoredRows> {
                step.par_iter().map(|range| ScoredRows::of(scorer, &rows, range.clone(), self.split)).collect()
            };
            scored.extend(py.detach(|| self.pool.install(work)));
            if let (Some(progress), Some(first), Some(last)) = (progress, step.first(), step.last()) {
                progress.call1(py, (last.end - first.start,))?;
            }
            py.check_signals()?;
        }
        let articles = scored.iter().filter_map(|of| article_row(of, &rows, self.first_row, self.split)).collect();
        for range in &rows.articles {
            // What follows one of the same name is not apart: an article too long to be read as one, or numbers that begin again.
            let name = |row: usize| (rows.source(row), rows.article(row));
            let is_next = range.start > 0 && name(range.start) == name(range.start - 1);
            if let Some(article) = rows.article(range.start).filter(|_| !is_next) {
                self.scattered.meet(rows.source(range.start), article, self.first_row + range.start + 1);
            }
        }
        if self.first_row == 0 && !self.split {
            let first = (0..rows.places.len().min(LOOKED_AT)).filter(|&row| rows.article(row).is_none());
            self.parted = first.filter(|&row| rows.text(row).0.trim().contains("\n\n")).count();
        }
        let batches = results(&rows, &scored, self.first_row, self.split, &self.units.columns, &self.schema)?;
        self.first_row += rows.places.len();
        Ok(Some(Done { batches, articles }))
    }
}

/// Scores a table. `progress` is called with the number of rows that were done.
pub(crate) fn score(
    py: Python<'_>,
    scorer: &Scorer,
    table: &Bound<'_, PyAny>,
    options: &Options,
    progress: Option<&Py<PyAny>>,
) -> PyResult<ScoredTable> {
    let mut run = Run::new(table, options)?;
    let (mut batches, mut articles) = (Vec::new(), Vec::new());
    while let Some(done) = run.next(py, scorer, progress)? {
        batches.extend(done.batches);
        articles.extend(done.articles);
    }
    if run.parted > 0 {
        let what = format!(
            "{} of the first {} rows hold several paragraphs, and each row was read as one; give split=True to read each as an article",
            run.parted,
            run.first_row.min(LOOKED_AT)
        );
        warn(py, what)?;
    }
    if let Some(what) = run.scattered.warning() {
        warn(py, what)?;
    }
    let paragraphs = Table::of(py, PyTable::try_new(batches, run.schema())?)?;
    let articles = Table::of(py, articles_table(&articles)?)?;
    Ok(ScoredTable { paragraphs, articles })
}

/// Warns at the line that called the package.
fn warn(py: Python<'_>, what: String) -> PyResult<()> {
    PyErr::warn(py, &py.get_type::<PyUserWarning>(), &CString::new(what.replace('\0', " "))?, 3)
}

/// The batches of what has the Arrow PyCapsule interface.
pub(crate) fn reader(table: &Bound<'_, PyAny>) -> PyResult<Box<dyn RecordBatchReader + Send>> {
    let has = |name: &str| table.hasattr(name);
    if !has("__arrow_c_stream__")? && !has("__arrow_c_array__")? {
        let lazy = if has("collect")? { "; call .collect() first" } else { "" };
        let what = format!(
            "a table with the Arrow interface is needed: a pyarrow Table, a Polars DataFrame, a DuckDB relation, a pandas DataFrame \
             (pandas 2.2 or newer, with pyarrow); not {}{lazy}",
            table.get_type().name()?
        );
        return Err(PyTypeError::new_err(what));
    }
    let one_column = |_| {
        let of = table.get_type().name().map(|name| name.to_string()).unwrap_or_default();
        PyTypeError::new_err(format!(
            "{of} is one column, or what Arrow cannot hand over; give a table, such as df[[\"text\"]]"
        ))
    };
    table.extract::<AnyRecordBatch>().and_then(AnyRecordBatch::into_reader).map_err(|error| {
        // What the other side raises says what it is about.
        if error.is_instance_of::<pyo3::exceptions::PyValueError>(table.py()) { one_column(error) } else { error }
    })
}

/// Articles in steps of some text.
fn steps<'r>(rows: &'r Rows<'_>) -> Vec<&'r [Range<usize>]> {
    let (mut out, mut start, mut bytes) = (Vec::new(), 0, 0);
    for (at, range) in rows.articles.iter().enumerate() {
        bytes += range.clone().map(|row| rows.len(row)).sum::<usize>();
        if bytes >= STEP {
            out.push(&rows.articles[start..=at]);
            (start, bytes) = (at + 1, 0);
        }
    }
    out.push(&rows.articles[start..]);
    out
}

/// Our columns, in order.
fn our_fields(split: bool) -> Vec<Field> {
    let mut fields = Vec::new();
    if split {
        // "row" counts from 1, as everywhere in results.
        fields
            .extend([Field::new("row", DataType::UInt64, false), Field::new("row_paragraph", DataType::UInt64, false)]);
        fields.extend([Field::new("start", DataType::UInt64, false), Field::new("end", DataType::UInt64, false)]);
    }
    fields.extend([
        Field::new("number", DataType::UInt64, false),
        Field::new("kind", DataType::Utf8, false),
        Field::new("label", DataType::Utf8, true),
        Field::new("reason", DataType::Utf8, true),
        Field::new("probability", DataType::Float64, true),
        Field::new("alone", DataType::Float64, true),
        Field::new("unsure", DataType::Boolean, false),
        Field::new("quoted", DataType::Float64, false),
    ]);
    fields
}

/// The caller's columns, and ours behind them. One of the caller's with the name of ours gets the prefix `table_`.
fn result_schema(schema: &Schema, columns: &Columns, split: bool) -> SchemaRef {
    let ours = our_fields(split);
    let mut fields: Vec<Field> = Vec::new();
    for (at, field) in schema.fields().iter().enumerate() {
        let mut name = field.name().clone();
        let is_ours = |name: &str| ours.iter().any(|ours| ours.name() == name);
        // Neither one of ours, nor another of the caller's.
        while is_ours(&name) || name != *field.name() && schema.index_of(&name).is_ok() {
            name = format!("table_{name}");
        }
        let is_text = split && at == columns.text;
        let field =
            if is_text { Field::new(name, DataType::LargeUtf8, false) } else { field.as_ref().clone().with_name(name) };
        fields.push(field);
    }
    fields.extend(ours);
    Arc::new(Schema::new_with_metadata(fields, schema.metadata().clone()))
}

/// A line of a result.
struct Line<'s> {
    row: usize,
    /// The paragraph's number in its row, its bytes there and its text, where rows are split.
    part: Option<(usize, Range<usize>, &'s str)>,
    number: usize,
    score: &'s ParagraphScore,
}

fn lines<'s>(of: &'s ScoredRows, rows: &Rows<'_>, first_row: usize, split: bool) -> Vec<Line<'s>> {
    // Paragraphs are numbered in their article; rows without one, as rows of the table.
    let first = if split || rows.article(of.rows.start).is_some() { 0 } else { first_row + of.rows.start };
    let mut scores = of.score.paragraphs.iter().enumerate();
    if !split {
        return of
            .rows
            .clone()
            .zip(scores)
            .map(|(row, (at, score))| Line { row, part: None, number: first + at, score })
            .collect();
    }
    let mut out = Vec::with_capacity(of.score.paragraphs.len());
    for (row, (trimmed, cell)) in of.rows.clone().zip(&of.cells) {
        let scored = cell.parts().into_iter().filter(|part| part.unscored.is_none());
        for (in_row, (part, (at, score))) in scored.zip(scores.by_ref()).enumerate() {
            let span = part.span.start + trimmed..part.span.end + trimmed;
            out.push(Line { row, part: Some((in_row, span, part.text)), number: first + at, score });
        }
    }
    out
}

/// The result of a unit: a batch for each of its own.
fn results(
    rows: &Rows<'_>,
    scored: &[ScoredRows],
    first_row: usize,
    split: bool,
    columns: &Columns,
    schema: &SchemaRef,
) -> PyResult<Vec<RecordBatch>> {
    let lines: Vec<Line<'_>> = scored.iter().flat_map(|of| lines(of, rows, first_row, split)).collect();
    let mut out = Vec::with_capacity(rows.parts.len());
    let mut start = 0;
    for (number, part) in rows.parts.iter().enumerate() {
        let end = start + lines[start..].partition_point(|line| rows.places[line.row].0 == number);
        let of_part = &lines[start..end];
        start = end;
        let mut arrays: Vec<ArrayRef> = if split {
            let indices: UInt64Array = of_part.iter().map(|line| Some(rows.places[line.row].1 as u64)).collect();
            let repeated = |(at, column): (usize, &ArrayRef)| -> PyResult<ArrayRef> {
                if at != columns.text {
                    return take(column, &indices, None).map_err(arrow);
                }
                let texts = of_part.iter().map(|line| line.part.as_ref().map(|part| part.2));
                Ok(Arc::new(texts.collect::<LargeStringArray>()))
            };
            part.batch.columns().iter().enumerate().map(repeated).collect::<PyResult<Vec<_>>>()?
        } else {
            part.batch.columns().to_vec()
        };
        arrays.extend(our_columns(of_part, first_row, split));
        out.push(RecordBatch::try_new(schema.clone(), arrays).map_err(arrow)?);
    }
    Ok(out)
}

fn our_columns(lines: &[Line<'_>], first_row: usize, split: bool) -> Vec<ArrayRef> {
    let integers = |value: &dyn Fn(&Line<'_>) -> usize| -> ArrayRef {
        Arc::new(lines.iter().map(|line| Some(value(line) as u64)).collect::<UInt64Array>())
    };
    let texts = |value: &dyn Fn(&Line<'_>) -> Option<&'static str>| -> ArrayRef {
        Arc::new(lines.iter().map(value).collect::<StringArray>())
    };
    let numbers = |value: &dyn Fn(&Line<'_>) -> Option<f64>| -> ArrayRef {
        Arc::new(lines.iter().map(value).collect::<Float64Array>())
    };
    let in_row = |line: &Line<'_>| line.part.as_ref().map_or(0, |part| part.0);
    let span = |line: &Line<'_>| line.part.as_ref().map_or(0..0, |part| part.1.clone());
    let mut out = Vec::new();
    if split {
        out.push(integers(&|line| first_row + line.row + 1));
        out.push(integers(&|line| in_row(line)));
        out.push(integers(&|line| span(line).start));
        out.push(integers(&|line| span(line).end));
    }
    out.push(integers(&|line| line.number));
    out.push(texts(&|line| Some(line.score.kind.as_str())));
    out.push(texts(&|line| line.score.decision.map(|decision| decision.label.as_str())));
    out.push(texts(&|line| line.score.reason()));
    out.push(numbers(&|line| line.score.decision.map(|decision| decision.probability.0)));
    out.push(numbers(&|line| line.score.decision.map(|decision| decision.alone.0)));
    out.push(Arc::new(lines.iter().map(|line| Some(line.score.reason().is_some())).collect::<BooleanArray>()));
    out.push(numbers(&|line| Some(line.score.quoted)));
    out
}

/// The row of an article in the table of articles; none for a row that is no article.
fn article_row(
    of: &ScoredRows,
    rows: &Rows<'_>,
    first_row: usize,
    split: bool,
) -> Option<(Option<String>, ArticleRow)> {
    let name = rows.article(of.rows.start);
    let number = first_row + of.rows.start + 1;
    let own = format!("row {number}");
    let only = of.cells.first().map(|(_, cell)| cell).filter(|_| split && name.is_none());
    let article = name.or_else(|| split.then_some(own.as_str()))?;
    let source = rows.source(of.rows.start).map(str::to_owned);
    let row = ArticleRow::of(&Summary {
        article,
        score: &of.score,
        declared: only.and_then(Cell::declared),
        headline: only.and_then(Cell::headline),
        metadata: None,
        table: None,
        row: Some(number),
    });
    Some((source, row))
}

/// The columns of the table of articles.
const ARTICLE_COLUMNS: [ArticleColumn; 13] = [
    ArticleColumn::Article,
    ArticleColumn::Row,
    ArticleColumn::Paragraphs,
    ArticleColumn::Label,
    ArticleColumn::Reason,
    ArticleColumn::OpinionShare,
    ArticleColumn::OpinionWords,
    ArticleColumn::Shifts,
    ArticleColumn::Declared,
    ArticleColumn::DeclaredLabel,
    ArticleColumn::DeclaredBy,
    ArticleColumn::Mismatch,
    ArticleColumn::Headline,
];

/// The table of articles, each with its publisher.
fn articles_table(rows: &[(Option<String>, ArticleRow)]) -> PyResult<PyTable> {
    let column = |column: &ArticleColumn| -> (Field, ArrayRef) {
        let values = || rows.iter().map(|(_, row)| row.value(*column));
        let (of, array): (DataType, ArrayRef) = match column.kind() {
            Type::Text => {
                let text = |value: Option<Value<'_>>| {
                    value.and_then(|value| if let Value::Text(text) = value { Some(text.to_owned()) } else { None })
                };
                (DataType::Utf8, Arc::new(values().map(text).collect::<StringArray>()))
            }
            Type::Integer => {
                let integer = |value: Option<Value<'_>>| {
                    value
                        .and_then(|value| if let Value::Integer(integer) = value { Some(integer as u64) } else { None })
                };
                (DataType::UInt64, Arc::new(values().map(integer).collect::<UInt64Array>()))
            }
            Type::Number => {
                let number = |value: Option<Value<'_>>| {
                    value.and_then(|value| if let Value::Number(number) = value { Some(number) } else { None })
                };
                (DataType::Float64, Arc::new(values().map(number).collect::<Float64Array>()))
            }
            Type::Truth => {
                let truth = |value: Option<Value<'_>>| {
                    value.and_then(|value| if let Value::Truth(truth) = value { Some(truth) } else { None })
                };
                (DataType::Boolean, Arc::new(values().map(truth).collect::<BooleanArray>()))
            }
        };
        (Field::new(column.name(), of, true), array)
    };
    let (mut fields, mut arrays): (Vec<Field>, Vec<ArrayRef>) = ARTICLE_COLUMNS.iter().map(column).unzip();
    fields.insert(1, Field::new("source", DataType::Utf8, true));
    arrays.insert(1, Arc::new(rows.iter().map(|(source, _)| source.as_deref()).collect::<StringArray>()));
    let schema = Arc::new(Schema::new(fields));
    let batch = RecordBatch::try_new(schema.clone(), arrays).map_err(arrow)?;
    PyTable::try_new(vec![batch], schema)
}

pub(crate) fn arrow(error: ArrowError) -> PyErr {
    usage(
        ErrorKind::Table,
        format!("the table cannot be read: {error}"),
        "leave out the columns that are not needed, or cast them to plain types",
    )
}
