//! A stream of bytes → batches of a table's rows, in memory that does not grow with the table.
//!
//! The first [`TABLE_HEAD`] bytes decide the encoding of the whole table, what separates fields, and whether those between tabs are
//! quoted. After that
//! each row is on its own: one that cannot be read becomes a fault of its batch, and reading goes on with the next. A row that
//! breaks the quoting ends with its first line.

use std::io::Read;
use std::sync::Arc;

use super::batch::{Columns, Fields, Pending};
use super::buffer::{Buffer, MAX_ROW, STEP, Valid};
use super::charset::{Charset, Faults, Opened, RowReading, open_as_utf8};
use super::delimited::{Cut, Dialect, Split, first_line, line_ends, split};
use super::dialect::Head;
use super::faults::{
    list_cut_off, list_unclosed, never_closed, no_rows, not_closed_soon, refuse_long, text_after_far_quote,
    text_after_list, text_after_quote, too_long,
};
use super::json_lines::{Keys, Members};
use super::json_objects::{Array, Next, first_keys, other_keys};
use super::params::{TABLE_HEAD, looks_like_array, stated_delimiter};
use super::record::{DelimitedRow, Record};
use super::{Batch, FieldBytes, Pass, RowBytes, TableFormat, TableParams};
use super::{header::Header, watch::Watch};
use crate::error::{Error, ErrorKind, Result};
use crate::tables::rows::TableNote;
use crate::text::guess::is_tolerable;
use crate::text::{Damage, Encoding, Remarks};

/// Reads CSV, TSV or JSON lines batch by batch.
pub(super) struct StreamReader<'i> {
    name: String,
    params: TableParams,
    format: TableFormat,
    bytes: Buffer<'i>,
    charset: Charset,
    /// The encoding, if it was guessed and a person should be told.
    guessed: Option<Encoding>,
    /// Damage in a stream that is converted.
    faults: Arc<Faults>,
    layout: Layout,
    columns: Columns,
    pending: Pending,
    watch: Watch,
    place: Place,
    cuts: Vec<Cut>,
    /// Whether to skip the rest of a line that is too long.
    skips_line: bool,
    /// The places of the rows in the stream, if asked for.
    located: Option<Vec<RowBytes>>,
    /// What the header shows.
    notes: Vec<TableNote>,
}

/// The place of the next row in the table.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    line: usize,
    after_return: bool,
    rows: u64,
}

enum Layout {
    Delimited(Dialect, Header),
    JsonLines(Keys),
    JsonArray(Keys, Array),
}

/// What comes next in the buffer.
enum Step {
    /// A record of this many bytes.
    Record(usize),
    /// Bytes that were skipped.
    Passed,
    /// More bytes are needed.
    More,
}

/// The format of a table of which these are the first bytes.
fn format_of(name: &str, head: &[u8], params: &TableParams) -> TableFormat {
    let looks_like_json = || head.trim_ascii_start().starts_with(b"{\"") || looks_like_array(head);
    params.format.or_else(|| TableFormat::by_name(name)).unwrap_or_else(|| {
        let is_json = looks_like_json() && params.delimiter.is_none();
        if is_json { TableFormat::JsonLines } else { TableFormat::Csv }
    })
}

impl<'i> StreamReader<'i> {
    /// Reads the first bytes and the header.
    ///
    /// # Errors
    /// Those of `input`; [`ErrorKind::Encoding`], [`ErrorKind::Empty`], and [`ErrorKind::Table`] for a header that cannot be
    /// used.
    pub(super) fn open(
        name: &str,
        input: Box<dyn Read + Send + 'i>,
        params: TableParams,
        pass: &Pass,
    ) -> Result<StreamReader<'i>> {
        Self::open_unplaced(name, input, true, params, pass).map_err(|error| error.at(name, None))
    }

    /// Reads the first bytes of a table; `is_whole` if there are no others.
    pub(super) fn open_head(
        name: &str,
        head: &'i [u8],
        is_whole: bool,
        params: TableParams,
    ) -> Result<StreamReader<'i>> {
        let reader = Self::open_unplaced(name, Box::new(head), is_whole, params, &Pass::Nothing);
        reader.map_err(|error| error.at(name, None))
    }

    fn open_unplaced(
        name: &str,
        input: Box<dyn Read + Send + 'i>,
        is_whole: bool,
        params: TableParams,
        pass: &Pass,
    ) -> Result<StreamReader<'i>> {
        let Opened { input, charset, guessed, faults } = open_as_utf8(input, params.encoding)?;
        let mut bytes = Buffer { input, raw: Vec::new(), at: 0, offset: 0, is_last: false };
        bytes.read(TABLE_HEAD)?;
        bytes.is_last &= is_whole;
        if bytes.is_last && bytes.raw.trim_ascii().is_empty() {
            return Err(Error::new(ErrorKind::Empty, "the table is empty").remedy("it needs a header and rows"));
        }
        let mut reader = StreamReader {
            name: name.to_owned(),
            charset,
            guessed,
            faults,
            layout: Layout::JsonLines(Keys::find(&[], &params).0),
            columns: Columns::None,
            pending: Pending::new(&params),
            watch: Watch::default(),
            place: Place { line: 1, ..Place::default() },
            cuts: Vec::new(),
            skips_line: false,
            located: None,
            notes: Vec::new(),
            format: format_of(name, &bytes.raw, &params),
            params,
            bytes,
        };
        if reader.format == TableFormat::JsonLines {
            reader.begin_json();
        } else {
            let dialect = reader.dialect();
            let mut header = reader.read_header(dialect)?;
            reader.notes.append(&mut header.notes);
            reader.layout = Layout::Delimited(dialect, header);
        }
        reader.columns = reader.passed(pass);
        if let (Columns::Named(names), Layout::Delimited(_, header)) = (&reader.columns, &mut reader.layout) {
            header.pass(names);
        }
        reader.pending.set_columns(reader.columns.clone());
        Ok(reader)
    }

    /// TSV is often written without quoting: then a quotation mark is an ordinary character.
    fn dialect(&mut self) -> Dialect {
        let stated = self.skip_stated_delimiter();
        let usual = if self.format == TableFormat::Tsv { b'\t' } else { b',' };
        let head = Head { bytes: &self.bytes.raw[self.bytes.at..], is_last: self.bytes.is_last };
        let delimiter = self.params.delimiter.or(stated).unwrap_or_else(|| {
            let found = head.shown_delimiter(usual, &self.params.text_column);
            self.notes.extend((found != usual).then_some(TableNote::Delimiter { found, usual }));
            found
        });
        let quoted = Dialect { delimiter, quoting: true };
        if delimiter != b'\t' || head.is_quoted(quoted) { quoted } else { Dialect { quoting: false, ..quoted } }
    }

    /// Skips a first line `sep=;`, and returns what it states.
    fn skip_stated_delimiter(&mut self) -> Option<u8> {
        let raw = std::mem::take(&mut self.bytes.raw);
        self.skip_line_ends(&raw);
        let (stated, rest) = stated_delimiter(&raw[self.bytes.at..]);
        self.bytes.at = raw.len() - rest.len();
        self.bytes.raw = raw;
        stated
    }

    /// Finds the keys among those of the first objects, and enters a list.
    fn begin_json(&mut self) {
        let raw = std::mem::take(&mut self.bytes.raw);
        let is_array = looks_like_array(&raw);
        if is_array {
            let open = raw.iter().position(|byte| *byte == b'[').unwrap_or_default();
            self.place.line += line_ends(&raw[..open]);
            self.bytes.at = open + 1;
        }
        self.bytes.raw = raw;
        let (keys, notes) = Keys::find(&first_keys(self.rest(), is_array), &self.params);
        self.notes.extend(notes);
        self.layout = if is_array { Layout::JsonArray(keys, Array::Open) } else { Layout::JsonLines(keys) };
    }

    /// The bytes of the buffer that are not read yet.
    fn rest(&self) -> &[u8] {
        self.bytes.raw.get(self.bytes.at..).unwrap_or_default()
    }

    fn read_header(&mut self, dialect: Dialect) -> Result<Header> {
        let raw = std::mem::take(&mut self.bytes.raw);
        self.skip_line_ends(&raw);
        let rest = &raw[self.bytes.at..];
        let line = self.place.line;
        let length = match split(rest, dialect, self.bytes.is_last, &mut self.cuts) {
            Split::Record(length) => length,
            Split::TextAfterQuote(mark) => return Err(text_after_quote().on_line(line + line_ends(&rest[..mark]))),
            Split::Incomplete(Some(open)) => return Err(never_closed().on_line(line + line_ends(&rest[..open]))),
            Split::Incomplete(None) => return Err(too_long().on_line(line)),
        };
        let record = self.record_of(&raw, length, None).map_err(|error| error.on_line(line))?;
        let names: Vec<String> = self.cuts.iter().map(|cut| record.value(cut).replace("\"\"", "\"")).collect();
        if self.format != TableFormat::Workbook {
            self.place.line += line_ends(&rest[..length]);
        }
        self.bytes.at += length;
        self.bytes.raw = raw;
        Header::find(&names, &self.params).map_err(|error| error.on_line(line))
    }

    fn passed(&self, pass: &Pass) -> Columns {
        match (pass, &self.layout) {
            (Pass::Nothing, _) => Columns::None,
            (Pass::Named(names), Layout::Delimited(..)) if names.is_empty() => Columns::None,
            (Pass::Named(names), _) => Columns::Named(names.clone()),
            (Pass::Own, Layout::JsonLines(_) | Layout::JsonArray(..)) => Columns::Objects,
            (Pass::Own, Layout::Delimited(_, header)) if header.others.is_empty() => Columns::None,
            (Pass::Own, Layout::Delimited(_, header)) => {
                Columns::Named(header.others.iter().map(|(name, _)| name.clone()).collect())
            }
        }
    }

    /// Returns the columns that can be passed through; of JSON lines, the keys in the first bytes.
    pub(super) fn other_columns(&self) -> Vec<String> {
        match &self.layout {
            Layout::Delimited(_, header) => header.others.iter().map(|(name, _)| name.clone()).collect(),
            Layout::JsonLines(keys) => other_keys(self.rest(), keys, false),
            Layout::JsonArray(keys, _) => other_keys(self.rest(), keys, true),
        }
    }

    pub(super) fn lost_keys(&self) -> &[String] {
        self.pending.lost_keys()
    }

    /// Returns what the header and the rows so far show.
    pub(super) fn notes(&self) -> Vec<TableNote> {
        self.notes.iter().cloned().chain(self.pending.notes()).collect()
    }

    /// Returns how the stream was read so far.
    pub(super) fn remarks(&self) -> Remarks {
        let mut damages = self.pending.damages();
        self.faults.add_to(&mut damages);
        Remarks { guessed: self.guessed, damages }
    }

    /// Returns the next rows, or none after the last. Rows that cannot be read are the batch's faults.
    ///
    /// # Errors
    /// Those of the stream, after which nothing more can be read; [`ErrorKind::Empty`] for a table without rows.
    pub(super) fn next_batch(&mut self) -> Result<Option<Batch>> {
        loop {
            self.parse();
            let is_end = self.bytes.is_last && self.bytes.at == self.bytes.raw.len();
            let cut = self.pending.whole_rows(is_end);
            if self.pending.is_ready(cut) {
                return Ok(Some(self.cut(cut)));
            }
            if is_end {
                return Ok(self.end()?.or_else(|| self.unclosed_list()));
            }
            self.bytes.read(STEP).map_err(|error| error.at(&self.name, None))?;
        }
    }

    fn cut(&mut self, rows: usize) -> Batch {
        let mut batch = self.pending.cut(rows, self.place.rows);
        self.watch.look_at(&mut batch);
        batch
    }

    fn end(&self) -> Result<Option<Batch>> {
        if self.place.rows > 0 {
            return Ok(None);
        }
        Err(no_rows().at(&self.name, None))
    }

    /// The fault of a list that ends without its bracket, once.
    fn unclosed_list(&mut self) -> Option<Batch> {
        let Layout::JsonArray(_, array @ Array::Open) = &mut self.layout else { return None };
        *array = Array::Closed;
        self.place.rows += 1;
        self.pending.fault(self.place.rows, list_unclosed().on_line(self.place.line).at(&self.name, None));
        Some(self.cut(0))
    }

    /// Whether there were too many articles to find all scattered rows.
    pub(super) fn is_watch_full(&self) -> bool {
        self.watch.is_full()
    }

    /// Parses the complete records of the buffer, up to a full batch.
    fn parse(&mut self) {
        let raw = std::mem::take(&mut self.bytes.raw);
        let mut valid = Valid::default();
        loop {
            self.skip_line_ends(&raw);
            if self.bytes.at == raw.len() || self.pending.is_full(STEP) {
                break;
            }
            match self.step(&raw[self.bytes.at..]) {
                Step::Record(length) => {
                    self.record(&raw, length, &mut valid);
                    self.bytes.at += length;
                }
                Step::Passed => {}
                Step::More => break,
            }
        }
        self.bytes.raw = raw;
    }

    fn skip_line_ends(&mut self, raw: &[u8]) {
        while let Some(&byte @ (b'\n' | b'\r')) = raw.get(self.bytes.at) {
            self.place.line += usize::from(byte == b'\r' || !self.place.after_return);
            self.place.after_return = byte == b'\r';
            self.bytes.at += 1;
        }
        if self.bytes.at < raw.len() {
            self.place.after_return = false;
        }
    }

    fn step(&mut self, rest: &[u8]) -> Step {
        if self.skips_line {
            self.skip_first_line(rest);
            return Step::Passed;
        }
        let is_last = self.bytes.is_last;
        if let Layout::JsonArray(_, array) = self.layout {
            return self.array_step(rest, array);
        }
        let Layout::Delimited(dialect, _) = self.layout else {
            return match first_line(rest) {
                Some(length) => Step::Record(length),
                None if is_last => Step::Record(rest.len()),
                None if rest.len() > MAX_ROW => self.pass_over(rest, 0, too_long()),
                None => Step::More,
            };
        };
        match split(rest, dialect, is_last, &mut self.cuts) {
            Split::Record(length) => Step::Record(length),
            Split::TextAfterQuote(mark) => match line_ends(&rest[..mark]) {
                0 => self.broken(rest, dialect, mark, text_after_quote()),
                // The row that is lost begins above, and its mark is the one to look at.
                lines => self.broken(rest, dialect, 0, text_after_far_quote(self.place.line + lines)),
            },
            Split::Incomplete(Some(open)) if is_last => self.broken(rest, dialect, open, never_closed()),
            Split::Incomplete(Some(open)) if rest.len() > MAX_ROW => {
                self.broken(rest, dialect, open, not_closed_soon())
            }
            Split::Incomplete(None) if rest.len() > MAX_ROW => self.pass_over(rest, 0, too_long()),
            Split::Incomplete(_) => Step::More,
        }
    }

    /// The next object of a list, or what stands between objects.
    fn array_step(&mut self, rest: &[u8], array: Array) -> Step {
        match array.next(rest) {
            Next::Between(length) => {
                self.place.line += line_ends(&rest[..length]);
                self.bytes.at += length;
                Step::Passed
            }
            Next::End => {
                if let Layout::JsonArray(_, array) = &mut self.layout {
                    *array = Array::Closed;
                }
                self.bytes.at += 1;
                Step::Passed
            }
            Next::Behind => {
                let step = self.pass_over(rest, 0, text_after_list());
                self.bytes.at += rest.len().saturating_sub(first_line(rest).unwrap_or(rest.len()));
                step
            }
            Next::Object(length) => Step::Record(length),
            Next::Open if self.bytes.is_last => {
                self.pass_over(rest, 0, list_cut_off());
                self.bytes.at += rest.len().saturating_sub(first_line(rest).unwrap_or(rest.len()));
                Step::Passed
            }
            Next::Open if rest.len() > MAX_ROW => self.pass_over(rest, 0, too_long()),
            Next::Open => Step::More,
        }
    }

    /// Handles a row that breaks the quoting at `at`. In TSV it is read without quoting.
    fn broken(&mut self, rest: &[u8], dialect: Dialect, at: usize, fault: Error) -> Step {
        if dialect.delimiter == b'\t' {
            let plain = Dialect { quoting: false, ..dialect };
            if let Split::Record(length) = split(rest, plain, self.bytes.is_last, &mut self.cuts) {
                return Step::Record(length);
            }
        }
        self.pass_over(rest, at, fault)
    }

    /// Skips the first line of the rest, because of a fault at `at`.
    fn pass_over(&mut self, rest: &[u8], at: usize, fault: Error) -> Step {
        self.place.rows += 1;
        let line = self.place.line + line_ends(&rest[..at]);
        self.pending.fault(self.place.rows, fault.on_line(line).at(&self.name, None));
        self.skip_first_line(rest);
        Step::Passed
    }

    fn skip_first_line(&mut self, rest: &[u8]) {
        let length = first_line(rest);
        self.skips_line = length.is_none() && !self.bytes.is_last;
        self.bytes.at += length.unwrap_or(rest.len());
    }

    /// Adds the record of the next `length` bytes, or a fault.
    fn record<'r>(&mut self, raw: &'r [u8], length: usize, valid: &mut Valid<'r>) {
        let bytes = &raw[self.bytes.at..self.bytes.at + length];
        let line = self.place.line;
        self.place.rows += 1;
        let begin = self.pending.begin();
        let record = self.record_of(raw, length, Some(valid));
        let fields = record.and_then(|record| self.fields(record).map(|fields| (fields, record)));
        match fields {
            Ok((fields, record)) => {
                self.pending.row(fields);
                self.locate(record, bytes);
            }
            Err(fault) => {
                self.pending.take_back(begin);
                self.pending.fault(self.place.rows, fault.on_line(line).at(&self.name, None));
            }
        }
        // A line of a workbook is a row of its sheet.
        if !matches!(self.layout, Layout::JsonLines(_)) && self.format != TableFormat::Workbook {
            self.place.line += line_ends(bytes);
        }
    }

    /// Decodes the next `length` bytes.
    fn record_of<'r>(&mut self, raw: &'r [u8], length: usize, valid: Option<&mut Valid<'r>>) -> Result<Record<'r>> {
        let at = self.bytes.at;
        let bytes = &raw[at..at + length];
        let fault = |error: Error, byte: usize| error.on_line(self.place.line + line_ends(&bytes[..byte]));
        if let Some(nul) = memchr::memchr(0, bytes) {
            let nuls = memchr::memchr_iter(0, bytes).count();
            if self.charset.is_western() || !is_tolerable(nuls, length) {
                return Err(fault(Charset::nul(self.bytes.offset + (at + nul) as u64), nul));
            }
            self.pending.damage(Damage::Nul, nuls, self.place.line + line_ends(&bytes[..nul]));
            if std::str::from_utf8(bytes).is_ok() {
                return Ok(Record::Damaged(bytes));
            }
        }
        if !self.charset.is_western() {
            let mut own = Valid::default();
            let valid = valid.unwrap_or(&mut own);
            if let Some(text) = valid.text(raw, at, length) {
                self.charset.saw(text);
                return Ok(Record::Utf8(text));
            }
        }
        match self.charset.read(bytes) {
            RowReading::Western => Ok(Record::Western(bytes)),
            RowReading::Damaged(faults) => {
                let first = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
                self.pending.damage(Damage::Undecodable, faults, self.place.line + line_ends(&bytes[..first]));
                Ok(Record::Damaged(bytes))
            }
            RowReading::Refused(byte, what) => {
                Err(fault(Charset::undecodable(self.bytes.offset + (at + byte) as u64, bytes[byte], what), byte))
            }
        }
    }

    /// Keeps the places of the rows from now on.
    pub(super) fn keep_places(&mut self) {
        self.located = Some(Vec::new());
    }

    /// Returns the places of the rows, and the length of the stream.
    pub(super) fn into_places(self) -> (Vec<RowBytes>, u64) {
        (self.located.unwrap_or_default(), self.bytes.offset + self.bytes.raw.len() as u64)
    }

    fn locate(&mut self, record: Record<'_>, bytes: &[u8]) {
        let Some(located) = &mut self.located else { return };
        let label = match &self.layout {
            Layout::Delimited(_, header) => header.label.map(|column| FieldBytes::of_cut(bytes, &self.cuts[column])),
            Layout::JsonLines(keys) | Layout::JsonArray(keys, _) => record.place_of_member(&keys.label),
        };
        let begin = self.bytes.offset as usize + self.bytes.at;
        located.push(RowBytes { record: 0..bytes.len(), line_end: 0, label }.shifted(begin));
    }

    fn fields(&mut self, record: Record<'_>) -> Result<Fields> {
        let place = (self.place.rows, self.place.line);
        let fields = match &self.layout {
            Layout::JsonLines(keys) | Layout::JsonArray(keys, _) => {
                let line = record.whole();
                Members::read(&line)?.push(&mut self.pending, &self.columns, keys, place)?
            }
            Layout::Delimited(_, header) if self.cuts.len() != header.width => {
                let what = format!("fields in this row: {}, in the header: {}", self.cuts.len(), header.width);
                return Err(
                    Error::new(ErrorKind::Table, what).remedy("check the quotation marks and delimiters of this row")
                );
            }
            Layout::Delimited(_, header) => {
                let row = DelimitedRow { record, cuts: &self.cuts, header };
                row.push(&mut self.pending, place)
            }
        };
        refuse_long(fields.text.len())?;
        Ok(fields)
    }
}
