//! How to read a table, and what its name and first bytes show.

use std::sync::Arc;

use crate::error::{Error, ErrorKind, Message, Parameter, Result};
use crate::label::Label;
use crate::text::{Encoding, characters::is_invisible, decode::byte_order_mark, decode::decode};

/// How to read a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableParams {
    /// The column of paragraphs. Required.
    pub text_column: String,
    /// The column of labels.
    pub label_column: String,
    /// The column of articles, if present.
    pub article_column: String,
    /// The column of sources, if present.
    pub source_column: String,
    /// Other spellings of the two labels.
    pub label_map: Vec<(String, Label)>,
    /// Labels whose rows have none: nothing is learnt from them.
    pub skip_labels: Vec<String>,
    /// Whether a table without labels is an error.
    pub labels_required: bool,
    /// What happens to rows without a label, if labels are required.
    pub unlabelled: Unlabelled,
    /// The format; if none, by the name, then by the first bytes.
    pub format: Option<TableFormat>,
    /// The byte between fields; if none, by the header and the format.
    pub delimiter: Option<u8>,
    /// The encoding; if none, guessed.
    pub encoding: Option<Encoding>,
    /// Whether a list of texts is a text of several paragraphs, rather than an error.
    pub lists: bool,
    /// Whether texts stay as they are written but for white space at their ends, so that offsets into them hold; else they are normalised ([`crate::text::normalised`]).
    pub as_written: bool,
}

impl Default for TableParams {
    fn default() -> Self {
        Self {
            text_column: "text".to_owned(),
            label_column: "label".to_owned(),
            article_column: "article".to_owned(),
            source_column: "source".to_owned(),
            label_map: Vec::new(),
            skip_labels: Vec::new(),
            labels_required: true,
            unlabelled: Unlabelled::Refuse,
            format: None,
            delimiter: None,
            encoding: None,
            lists: false,
            as_written: false,
        }
    }
}

/// What happens to rows whose label is empty. A label that is neither of the two is always an error.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Unlabelled {
    /// They are an error.
    #[default]
    Refuse,
    /// They stay, without a label; nothing is learnt from them.
    Keep,
}

/// Which of the columns that are not read go with the rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pass {
    /// None.
    Nothing,
    /// Those that the table has.
    Own,
    /// Those with these names; a column that the table lacks has no values.
    Named(Arc<[String]>),
}

/// Bytes read before the first row, to decide encoding and quoting.
pub(crate) const TABLE_HEAD: usize = 1 << 20;
/// The first bytes of Parquet.
pub(crate) const PARQUET_MAGIC: &[u8] = b"PAR1";

impl TableParams {
    /// Whether a table is Parquet, by its format and first bytes, which begin no text.
    ///
    /// # Errors
    /// [`ErrorKind::Encoding`] if the format and the bytes contradict each other.
    pub(crate) fn is_parquet(&self, name: &str, head: &[u8]) -> Result<bool> {
        let is_so = head.starts_with(PARQUET_MAGIC);
        let expected = self.format.or_else(|| TableFormat::by_name(name)) == Some(TableFormat::Parquet);
        let refuse = |what: &'static str, remedy: Message| {
            Err(Error::new(ErrorKind::Encoding, what).at(name, None).remedy(remedy))
        };
        match self.format {
            _ if !is_so && expected => refuse(
                "this is not a Parquet file: it does not begin with PAR1",
                Message::from("say what it is with ").name(Parameter::InputFormat),
            ),
            Some(format) if is_so && format != TableFormat::Parquet => refuse(
                "this is a Parquet file",
                Message::from("leave out ")
                    .name(Parameter::InputFormat)
                    .then(", or give ")
                    .set(Parameter::InputFormat, "parquet"),
            ),
            _ => Ok(is_so),
        }
    }
}

/// The error for Parquet in a build without it.
#[cfg(not(feature = "parquet"))]
pub(crate) fn without_parquet() -> Error {
    Error::new(ErrorKind::Encoding, "this is a Parquet file, which this oped cannot read").remedy(
        "build oped with cargo build --release --features parquet, or export the file as CSV or JSON lines first",
    )
}

/// The format of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableFormat {
    /// Fields separated by commas, or by [`TableParams::delimiter`].
    Csv,
    /// Fields separated by tabs.
    Tsv,
    /// One JSON object a line; its keys are the columns.
    JsonLines,
    /// Parquet, with the feature `parquet`.
    Parquet,
    /// A sheet of an .xlsx or .ods file, with the feature `workbooks`. It becomes CSV, in which each row is a line.
    Workbook,
}

impl TableFormat {
    /// Returns the format that a file name's ending tells.
    pub fn by_name(name: &str) -> Option<TableFormat> {
        let ending = unpacked_name(without_sheet(name)).rsplit_once('.')?.1.to_ascii_lowercase();
        match ending.as_str() {
            "csv" => Some(TableFormat::Csv),
            "tsv" | "tab" => Some(TableFormat::Tsv),
            "jsonl" | "ndjson" => Some(TableFormat::JsonLines),
            "xlsx" | "xlsm" | "ods" if cfg!(feature = "workbooks") => Some(TableFormat::Workbook),
            "parquet" if cfg!(feature = "parquet") => Some(TableFormat::Parquet),
            _ => None,
        }
    }
}

/// The name of a workbook without that of a sheet in it.
fn without_sheet(name: &str) -> &str {
    #[cfg(feature = "workbooks")]
    return super::sheet_name::named_sheet(name).map_or(name, |(book, _)| book);
    #[cfg(not(feature = "workbooks"))]
    name
}

/// Strips the ending of a compression from a file name.
///
/// ```
/// use oped::tables::table::unpacked_name;
/// assert_eq!([unpacked_name("a.csv.gz"), unpacked_name("a.csv.zst"), unpacked_name("a.csv")], ["a.csv"; 3]);
/// ```
pub fn unpacked_name(name: &str) -> &str {
    let stem = name
        .rsplit_once('.')
        .filter(|(_, ending)| ["gz", "zst", "zstd"].iter().any(|packed| ending.eq_ignore_ascii_case(packed)));
    stem.map_or(name, |(stem, _)| stem)
}

/// Returns whether a file name's ending is that of a table.
pub fn is_table_name(name: &str) -> bool {
    TableFormat::by_name(name).is_some()
}

/// Returns whether the first line looks like a table's: a header of several fields with the column of texts, or a JSON object or
/// list of objects that has it.
pub fn looks_like_table(bytes: &[u8], params: &TableParams) -> bool {
    let utf16 = byte_order_mark(bytes).0.filter(|encoding| encoding.is_utf16());
    let wide = utf16.and_then(|encoding| decode(&bytes[..bytes.len() / 2 * 2], Some(encoding)).ok());
    let bytes = wide.as_ref().map_or(bytes, |decoded| decoded.text.as_bytes());
    let bytes = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
    if looks_like_array(bytes) {
        return true;
    }
    let (stated, bytes) = stated_delimiter(bytes);
    let line = bytes.split(|b| matches!(b, b'\n' | b'\r')).next().unwrap_or_default();
    let text = folded(&params.text_column);
    if line.starts_with(b"{") {
        return folded(&String::from_utf8_lossy(line)).contains(&format!("\"{text}\""));
    }
    let is_header = |delimiter: u8| {
        let fields: Vec<&[u8]> = line.split(|b| *b == delimiter).collect();
        let is_text = |field: &&[u8]| folded(&String::from_utf8_lossy(field)).trim_matches('"') == text;
        fields.len() > 1 && fields.iter().any(is_text) && goes_on(&bytes[line.len()..], delimiter)
    };
    match params.delimiter.or(stated) {
        Some(delimiter) => is_header(delimiter),
        None => DELIMITERS.into_iter().any(is_header),
    }
}

/// Whether the next line with text on it may be a row: "Text | Photos" above an article is no header.
fn goes_on(bytes: &[u8], delimiter: u8) -> bool {
    let mut lines = bytes.split(|b| matches!(b, b'\n' | b'\r')).map(<[u8]>::trim_ascii);
    let next = lines.find(|line| !line.is_empty());
    next.is_none_or(|next| next.starts_with(b"\"") || next.contains(&delimiter))
}

/// What may separate fields, the usual one first.
pub(super) const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Whether the bytes begin like a JSON list of objects, as no prose does.
pub(super) fn looks_like_array(bytes: &[u8]) -> bool {
    let rest = bytes.trim_ascii_start().strip_prefix(b"[").map(<[u8]>::trim_ascii_start);
    rest.is_some_and(|rest| rest.strip_prefix(b"{").is_some_and(|object| object.trim_ascii_start().starts_with(b"\"")))
}

/// Reads a first line `sep=;`, by which a spreadsheet is told the delimiter. Returns the delimiter and the rest.
pub(super) fn stated_delimiter(bytes: &[u8]) -> (Option<u8>, &[u8]) {
    let unquoted = bytes.strip_prefix(b"\"");
    let is_quoted = unquoted.is_some();
    let Some((name, rest)) = unquoted.unwrap_or(bytes).split_at_checked(4) else { return (None, bytes) };
    let ([delimiter, rest @ ..], true) = (rest, name.eq_ignore_ascii_case(b"sep=")) else { return (None, bytes) };
    let rest = if is_quoted { rest.strip_prefix(b"\"").unwrap_or(rest) } else { rest };
    let ends = rest.is_empty() || rest.starts_with(b"\n") || rest.starts_with(b"\r");
    let is_one = delimiter.is_ascii() && !matches!(delimiter, b'"' | b'\n' | b'\r');
    if ends && is_one { (Some(*delimiter), rest) } else { (None, bytes) }
}

/// A column's name without white space at its ends, invisible characters and case: how people compare names.
pub(crate) fn folded(name: &str) -> String {
    visible(name).to_lowercase()
}

/// A column's name without white space at its ends and invisible characters.
pub(super) fn visible(name: &str) -> String {
    let shown: String = name.chars().filter(|&c| !is_invisible(c)).collect();
    shown.trim().to_owned()
}
