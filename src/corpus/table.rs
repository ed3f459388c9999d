//! Reading a table.

use xxhash_rust::xxh3::xxh3_64;

use super::{Row, Table};
use crate::article::Encoding;
use crate::article::decode::{MAX_LINE_BYTES, decode};
use crate::error::{Error, ErrorKind, Result};
use crate::label::Label;

/// How to read a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableParams {
    /// The column of paragraphs. Required.
    pub text_column: String,
    /// The column of labels.
    pub label_column: String,
    /// The column of articles. Used when it is there.
    pub article_column: String,
    /// The column of sources. Used when it is there.
    pub source_column: String,
    /// Other spellings of the two labels.
    pub label_map: Vec<(String, Label)>,
    /// Whether a table without labels is an error.
    pub labels_required: bool,
    /// The byte between fields; by the file's name where it is not given.
    pub delimiter: Option<u8>,
    /// The encoding; guessed where it is not given.
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
            delimiter: None,
            encoding: None,
        }
    }
}

/// Whether a file's name says that it is a table.
pub fn is_table_name(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    matches!(ending.as_deref(), Some("csv" | "tsv" | "tab"))
}

/// Reads a CSV or TSV table.
///
/// # Errors
/// Each names the file and the line: [`ErrorKind::Encoding`], [`ErrorKind::Empty`] without a data row, and
/// [`ErrorKind::Table`] for a missing column, a label that is neither of the two, a row of another length, or a quotation
/// mark that is never closed.
///
/// ```
/// use oped::corpus::{TableParams, read_table};
/// let table = read_table("letters.csv", b"text,label\nWe must act.,opinion\n", &TableParams::default())?;
/// assert_eq!(table.rows[0].line, 2);
/// # Ok::<(), oped::error::Error>(())
/// ```
pub fn read_table(name: &str, bytes: &[u8], params: &TableParams) -> Result<Table> {
    read(name, bytes, params).map_err(|error| error.at(name, None))
}

fn read(name: &str, bytes: &[u8], params: &TableParams) -> Result<Table> {
    let decoded = decode(bytes, params.encoding)?;
    let text = decoded.text.as_str();
    if text.trim().is_empty() {
        return Err(Error::new(ErrorKind::Empty, "the table is empty").remedy("it needs a header and rows"));
    }
    let delimiter = params.delimiter.unwrap_or_else(|| delimiter_of(name));
    refuse_open_quotation(text.as_bytes(), delimiter)?;
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
    let columns = Columns::find(reader.headers().map_err(from_csv)?, params)?;
    let mut rows = Vec::new();
    for record in reader.records() {
        rows.push(columns.row(&record.map_err(from_csv)?, params)?);
    }
    if rows.is_empty() {
        return Err(Error::new(ErrorKind::Empty, "the table has a header and no rows"));
    }
    Ok(Table { name: name.to_owned(), rows, hash: xxh3_64(bytes) })
}

fn delimiter_of(name: &str) -> u8 {
    let lower = name.to_ascii_lowercase();
    if lower.ends_with(".tsv") || lower.ends_with(".tab") { b'\t' } else { b',' }
}

/// Where each column stands.
struct Columns {
    text: usize,
    label: Option<usize>,
    id: Option<usize>,
    source: Option<usize>,
    article: Option<usize>,
}

impl Columns {
    fn find(headers: &csv::StringRecord, params: &TableParams) -> Result<Columns> {
        let position = |name: &str| headers.iter().position(|header| header.trim() == name);
        let required = |name: &str, flag: &str| {
            position(name).ok_or_else(|| {
                let found: Vec<&str> = headers.iter().map(str::trim).collect();
                Error::new(
                    ErrorKind::Table,
                    format!("there is no column \"{name}\" among: {}", shorten(&found.join(", "))),
                )
                .on_line(1)
                .remedy(format!("name the right one with {flag}"))
            })
        };
        let label = if params.labels_required {
            Some(required(&params.label_column, "--label-column")?)
        } else {
            position(&params.label_column)
        };
        Ok(Columns {
            text: required(&params.text_column, "--text-column")?,
            label,
            id: position("id"),
            source: position(&params.source_column),
            article: position(&params.article_column),
        })
    }

    fn row(&self, record: &csv::StringRecord, params: &TableParams) -> Result<Row> {
        let line = record.position().map_or(1, |position| position.line() as usize);
        let field = |column: usize| record.get(column).unwrap_or_default().trim();
        let filled = |column: Option<usize>| column.map(field).filter(|value| !value.is_empty()).map(str::to_owned);
        let text = field(self.text);
        if text.len() > MAX_LINE_BYTES {
            let what = format!("the text has {} bytes, more than the {MAX_LINE_BYTES} that are read", text.len());
            return Err(Error::new(ErrorKind::Table, what).on_line(line).remedy("break it into paragraphs first"));
        }
        let label = match self.label {
            Some(column) if params.labels_required => Some(label(field(column), params).map_err(|e| e.on_line(line))?),
            // An unlabelled table may have anything in that column.
            Some(column) => label(field(column), params).ok(),
            None => None,
        };
        Ok(Row {
            text: text.to_owned(),
            label,
            id: filled(self.id),
            source: filled(self.source),
            article: filled(self.article),
            line,
        })
    }
}

fn label(word: &str, params: &TableParams) -> Result<Label> {
    let mapped = params.label_map.iter().find(|(from, _)| from == word).map(|&(_, label)| label);
    mapped.or_else(|| Label::parse(word)).ok_or_else(|| {
        let what = if word.is_empty() {
            "there is no label".to_owned()
        } else {
            format!("the label \"{}\" is neither news nor opinion", shorten(word))
        };
        Error::new(ErrorKind::Table, what)
            .remedy("correct it, or map other spellings with --label-map OBJ=news,SUBJ=opinion")
    })
}

/// The first sixty characters.
fn shorten(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// A quotation mark that is never closed swallows the rest of the file into one field, and the csv crate does not say so.
fn refuse_open_quotation(bytes: &[u8], delimiter: u8) -> Result<()> {
    let mut opened = None;
    let mut line = 1;
    let mut field_start = true;
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        match (opened, byte) {
            (Some(_), b'"') if bytes.get(at + 1) == Some(&b'"') => at += 1,
            (Some(_), b'"') => opened = None,
            (None, b'"') if field_start => opened = Some(line),
            _ => {}
        }
        field_start = opened.is_none() && (byte == delimiter || byte == b'\n' || byte == b'\r');
        line += usize::from(byte == b'\n');
        at += 1;
    }
    match opened {
        None => Ok(()),
        Some(line) => Err(Error::new(ErrorKind::Table, "the quotation mark that opens here is never closed")
            .on_line(line)
            .remedy("close it, and write quotation marks inside a field twice")),
    }
}

fn from_csv(error: csv::Error) -> Error {
    let line = error.position().map(|position| position.line() as usize);
    let made = match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            Error::new(ErrorKind::Table, format!("the row has {len} fields and the header {expected_len}"))
                .remedy("check the quotation marks and delimiters of this row")
        }
        _ => Error::new(ErrorKind::Table, error.to_string()),
    };
    match line {
        Some(line) => made.on_line(line),
        None => made,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        read_table("t.csv", text.as_bytes(), &TableParams::default()).unwrap_err().to_string()
    }

    #[test]
    fn errors_name_the_line() {
        assert!(error("id,body,label\n").starts_with("t.csv:1: there is no column \"text\" among: id, body, label"));
        assert!(error("text,label\na,news\n\"b\nb\",opinon\n").starts_with("t.csv:3: the label \"opinon\""));
        assert!(error("text,label\na,news\n\"b,opinion\nc,news\n").starts_with("t.csv:3: the quotation mark"));
        assert!(error("text,label\na,news\nb,news,c\n").starts_with("t.csv:3: the row has 3 fields"));
        assert!(error("text,label\n").starts_with("t.csv: the table has a header and no rows"));
        assert!(error(" \n").starts_with("t.csv: the table is empty"));
    }

    #[test]
    fn quotation_marks_inside_fields_are_text() {
        let text = "text,label\n\"He said \"\"no\"\".\r\nTwice\",news\na \"b\" c,opinion\n";
        let table = read_table("t.csv", text.as_bytes(), &TableParams::default()).unwrap();
        assert_eq!(table.rows[0].text, "He said \"no\".\r\nTwice");
        assert_eq!((table.rows[1].text.as_str(), table.rows[1].line), ("a \"b\" c", 4));
    }
}
