//! How to read a table, and what its name and first bytes show.

use std::sync::Arc;

use crate::error::{Error, ErrorKind, Message, Parameter, Result};
use crate::label::Label;
use crate::text::Encoding;

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
    /// Whether a table without labels is an error.
    pub labels_required: bool,
    /// What happens to rows without a label, if labels are required.
    pub unlabelled: Unlabelled,
    /// The format; if none, by the name, then by the first bytes.
    pub format: Option<TableFormat>,
    /// The byte between fields; if none, by the format.
    pub delimiter: Option<u8>,
    /// The encoding; if none, guessed.
    pub encoding: Option<Encoding>,
}

impl Default for TableParams {
    fn default() -> Self {
        Self {
            text_column: "text".to_owned(),
            label_column: "label".to_owned(),
            article_column: "article".to_owned(),
            source_column: "source".to_owned(),
            label_map: Vec::new(),
            labels_required: true,
            unlabelled: Unlabelled::Refuse,
            format: None,
            delimiter: None,
            encoding: None,
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
}

impl TableFormat {
    /// Returns the format that a file name's ending tells.
    pub fn by_name(name: &str) -> Option<TableFormat> {
        let ending = unpacked_name(name).rsplit_once('.')?.1.to_ascii_lowercase();
        match ending.as_str() {
            "csv" => Some(TableFormat::Csv),
            "tsv" | "tab" => Some(TableFormat::Tsv),
            "jsonl" | "ndjson" => Some(TableFormat::JsonLines),
            "parquet" if cfg!(feature = "parquet") => Some(TableFormat::Parquet),
            _ => None,
        }
    }
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

/// Returns whether the first line looks like a table's: a header of several fields with the column of texts, or a JSON object
/// that has it.
pub fn looks_like_table(bytes: &[u8], params: &TableParams) -> bool {
    let bytes = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
    let line = bytes.split(|b| matches!(b, b'\n' | b'\r')).next().unwrap_or_default();
    if line.starts_with(b"{") {
        let quoted = format!("\"{}\"", params.text_column);
        return memchr::memmem::find(line, quoted.as_bytes()).is_some();
    }
    let delimiter = params.delimiter.unwrap_or(b',');
    let fields: Vec<&[u8]> = line.split(|b| *b == delimiter).collect();
    fields.len() > 1 && fields.iter().any(|field| field.trim_ascii() == params.text_column.as_bytes())
}
