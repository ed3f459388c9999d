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
    let quoting = match check_quotation(text.as_bytes(), delimiter) {
        Ok(()) => true,
        // Tables with tabs are often written without any quoting: then a quotation mark is just one.
        Err(_) if delimiter == b'\t' => false,
        // Between other delimiters than these, quotation marks stand in the wrong places too: the header says it better.
        Err(error) => return Err(wrong_delimiter(text, delimiter, params).unwrap_or(error)),
    };
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).quoting(quoting).from_reader(text.as_bytes());
    let columns = Columns::find(reader.headers().map_err(|error| from_csv(&error, 1))?, params)?;
    let mut lines = LineCounter { text: text.as_bytes(), at: 0, line: 1 };
    let mut rows = Vec::new();
    for record in reader.records() {
        let position = match &record {
            Ok(record) => record.position(),
            Err(error) => error.position(),
        };
        let line = lines.line_at(position.map_or(0, |position| position.byte() as usize));
        let record = record.map_err(|error| from_csv(&error, line))?;
        rows.push(columns.row(&record, line, params)?);
    }
    if rows.is_empty() {
        return Err(
            Error::new(ErrorKind::Empty, "the table has a header and no rows").remedy("check that it was saved")
        );
    }
    Ok(Table { name: name.to_owned(), rows, hash: xxh3_64(bytes) })
}

/// What is wrong with a header that is one field only.
fn wrong_delimiter(text: &str, delimiter: u8, params: &TableParams) -> Option<Error> {
    let header = text.lines().next().filter(|line| !line.contains([char::from(delimiter), '"']))?;
    Columns::find(&csv::StringRecord::from(vec![header]), params).err()
}

/// Counts lines up to ascending offsets. The csv crate's own count is one short where lines end with `\r\n`.
struct LineCounter<'t> {
    text: &'t [u8],
    at: usize,
    line: usize,
}

impl LineCounter<'_> {
    /// The line (from 1) of the first byte from `offset` on that ends no line.
    fn line_at(&mut self, offset: usize) -> usize {
        while let Some(&byte) = self.text.get(self.at) {
            let ends_line = byte == b'\n' || byte == b'\r' && self.text.get(self.at + 1) != Some(&b'\n');
            if self.at >= offset && byte != b'\n' && byte != b'\r' {
                break;
            }
            self.line += usize::from(ends_line);
            self.at += 1;
        }
        self.line
    }
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
    paragraph: Option<usize>,
}

impl Columns {
    fn find(headers: &csv::StringRecord, params: &TableParams) -> Result<Columns> {
        refuse_repeated(headers, params)?;
        let position = |name: &str| headers.iter().position(|header| header.trim() == name);
        let required = |name: &str, flag: &str| {
            position(name).ok_or_else(|| {
                let found: Vec<&str> = headers.iter().map(str::trim).collect();
                let what = format!("there is no column \"{name}\" among: {}", shorten(&found.join(", ")));
                let other = [';', '\t', '|'].into_iter().find(|c| found.len() == 1 && found[0].contains(*c));
                Error::new(ErrorKind::Table, what).on_line(1).remedy(match other {
                    Some('\t') => "the fields lie between tabs: give --delimiter tab".to_owned(),
                    Some(c) => format!("if the fields lie between \"{c}\", give --delimiter '{c}'"),
                    None => format!("name the right one with {flag}"),
                })
            })
        };
        let default = TableParams::default();
        // A column that was named and is not there is a slip of the pen, not a table without it.
        let optional = |name: &str, usual: &str, flag: &str| match position(name) {
            None if name != usual => required(name, flag).map(Some),
            found => Ok(found),
        };
        let label = if params.labels_required {
            Some(required(&params.label_column, "--label-column")?)
        } else {
            optional(&params.label_column, &default.label_column, "--label-column")?
        };
        Ok(Columns {
            text: required(&params.text_column, "--text-column")?,
            label,
            id: position("id"),
            paragraph: position("paragraph"),
            source: optional(&params.source_column, &default.source_column, "--source-column")?,
            article: optional(&params.article_column, &default.article_column, "--article-column")?,
        })
    }

    fn row(&self, record: &csv::StringRecord, line: usize, params: &TableParams) -> Result<Row> {
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
            paragraph: self.paragraph.and_then(|column| field(column).parse().ok()),
            line,
        })
    }
}

/// Which of two columns with the same name is meant, nobody can tell. Those that are not read may be called anything.
fn refuse_repeated(headers: &csv::StringRecord, params: &TableParams) -> Result<()> {
    let named = [&params.text_column, &params.article_column, &params.source_column];
    let label = params.labels_required.then_some(&params.label_column);
    for name in named.into_iter().chain(label).map(String::as_str).chain(["id", "paragraph"]) {
        let times = headers.iter().filter(|header| header.trim() == name).count();
        if times > 1 {
            let what = format!("{times} columns are called \"{name}\"");
            return Err(Error::new(ErrorKind::Table, what).on_line(1).remedy("give each its own name in the header"));
        }
    }
    Ok(())
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

/// A quotation mark that is never closed swallows the rest of the file into one field, and one that is closed before the
/// field ends is dropped. The csv crate says neither.
fn check_quotation(bytes: &[u8], delimiter: u8) -> Result<()> {
    let mut opened = None;
    let mut line = 1;
    let mut field_start = true;
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        match (opened, byte) {
            (Some(_), b'"') if bytes.get(at + 1) == Some(&b'"') => at += 1,
            (Some(_), b'"') => {
                opened = None;
                if bytes.get(at + 1).is_some_and(|next| *next != delimiter && !matches!(next, b'\n' | b'\r')) {
                    return Err(Error::new(ErrorKind::Table, "there is text behind a closing quotation mark")
                        .on_line(line)
                        .remedy("put the whole field into quotation marks, and write those inside it twice"));
                }
            }
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

fn from_csv(error: &csv::Error, line: usize) -> Error {
    match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            Error::new(ErrorKind::Table, format!("fields in this row: {len}, in the header: {expected_len}"))
                .remedy("check the quotation marks and delimiters of this row")
        }
        _ => Error::new(ErrorKind::Table, error.to_string()),
    }
    .on_line(line)
}

/// Whether the first line of some bytes reads like a table's header: several fields, one of them the column of texts.
pub fn looks_like_table(bytes: &[u8], params: &TableParams) -> bool {
    let bytes = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
    let line = bytes.split(|b| matches!(b, b'\n' | b'\r')).next().unwrap_or_default();
    let delimiter = params.delimiter.unwrap_or(b',');
    let fields: Vec<&[u8]> = line.split(|b| *b == delimiter).collect();
    fields.len() > 1 && fields.iter().any(|field| field.trim_ascii() == params.text_column.as_bytes())
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
        assert!(
            error("text,label\na,news\nb,news,c\n").starts_with("t.csv:3: fields in this row: 3, in the header: 2")
        );
        assert!(error("text,label\n").starts_with("t.csv: the table has a header and no rows"));
        assert!(error(" \n").starts_with("t.csv: the table is empty"));
    }

    #[test]
    fn quotation_marks_inside_fields_are_text() {
        let text = "text,label\n\"He said \"\"no\"\".\r\nTwice\",news\na \"b\" c,opinion\n";
        let table = read_table("t.csv", text.as_bytes(), &TableParams::default()).unwrap();
        assert_eq!(table.rows[0].text, "He said \"no\".\r\nTwice");
        assert_eq!((table.rows[1].text.as_str(), table.rows[1].line), ("a \"b\" c", 4));
        assert!(error("text,label\n\"No\" she said.,news\n").starts_with("t.csv:2: there is text behind"));
    }

    #[test]
    fn tables_with_tabs_may_do_without_quoting() {
        let text = b"text\tlabel\n\"No,\" she said.\tnews\n\"Never closed.\tnews\nlast\tnews\n";
        let table = read_table("t.tsv", text, &TableParams::default()).unwrap();
        assert_eq!((table.rows[0].text.as_str(), table.rows.len()), ("\"No,\" she said.", 3));
        let quoted = read_table("t.tsv", b"text\tlabel\n\"a\tb\"\tnews\n", &TableParams::default()).unwrap();
        assert_eq!(quoted.rows[0].text, "a\tb");
    }

    #[test]
    fn lines_are_counted_whatever_ends_them() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["text,label", "a,news", "", "\"b", "b\",news", "c,zzz"].join(end);
            assert!(error(&text).starts_with("t.csv:6: the label \"zzz\""), "{end:?}: {}", error(&text));
        }
    }

    #[test]
    fn a_column_that_was_named_must_be_there() {
        let params = TableParams { article_column: "page".to_owned(), ..TableParams::default() };
        let error = read_table("t.csv", b"text,label\na,news\n", &params).unwrap_err().to_string();
        assert!(error.contains("\"page\"") && error.ends_with("--article-column"), "{error}");
        for row in ["a;news", "\"a, b\";news", "\"a\";\"news\""] {
            let error = self::error(&format!("text;label\n{row}\n"));
            assert!(error.ends_with("give --delimiter ';'"), "{error}");
        }
    }

    #[test]
    fn columns_that_are_read_have_one_name_each() {
        let error = self::error("text,label, text\na,news,b\n");
        assert_eq!(error, "t.csv:1: 2 columns are called \"text\"; give each its own name in the header");
        assert!(read_table("t.csv", b"text,label,x,x\na,news,,\n", &TableParams::default()).is_ok());
    }
}
