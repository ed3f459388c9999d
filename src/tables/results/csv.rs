//! A table with one row for each paragraph. What belongs to the whole article is in the JSON lines only.

use std::io::{self, Write};

use super::{Item, Paragraph, Place, Renderer, Scored, reason};
use crate::article::Block;
use crate::tables::table::Passed;

pub(crate) const HEADER: [&str; 15] = [
    "article",
    "paragraph",
    "row",
    "id",
    "kind",
    "start",
    "end",
    "line",
    "label",
    "reason",
    "probability",
    "alone",
    "unsure",
    "quoted",
    "text",
];

/// Renders CSV (RFC 4180, but with `\n` at line ends).
#[derive(Debug, Default, Clone)]
pub struct Csv {
    /// How many columns of tables stand behind ours, and what they are called there.
    passed: Vec<String>,
    started: bool,
}

impl Csv {
    /// With columns of tables behind ours. One that has the name of ours gets the prefix `table_`.
    pub fn with_columns(columns: &[String]) -> Csv {
        let mut passed: Vec<String> = Vec::new();
        for column in columns {
            let mut name = column.clone();
            while HEADER.contains(&name.as_str())
                || passed.contains(&name)
                || name != *column && columns.contains(&name)
            {
                name = format!("table_{name}");
            }
            passed.push(name);
        }
        Csv { passed, started: false }
    }

    /// What the columns of tables are called.
    #[cfg(feature = "parquet")]
    pub(crate) fn passed(&self) -> &[String] {
        &self.passed
    }

    /// Adds the header to `out`.
    pub fn header(&self, out: &mut Vec<u8>) {
        for (at, name) in HEADER.into_iter().chain(self.passed.iter().map(String::as_str)).enumerate() {
            if at > 0 {
                out.push(b',');
            }
            field(out, name);
        }
        out.push(b'\n');
    }

    /// Adds the rows of one scored article to `out`. Nothing is kept between articles.
    pub fn rows(&self, scored: &Scored<'_>, out: &mut Vec<u8>) {
        for item in &scored.items {
            field(out, scored.article);
            match item {
                Item::Paragraph(paragraph) => paragraph_fields(out, paragraph),
                Item::Block(block) => block_fields(out, block),
            }
            self.passed_fields(out, item);
            out.push(b'\n');
        }
    }

    fn passed_fields(&self, out: &mut Vec<u8>, item: &Item<'_>) {
        let mut missing = self.passed.len();
        if let Item::Paragraph(Paragraph { passed: Passed::Values { values, .. }, .. }) = item {
            for value in values.iter() {
                out.push(b',');
                field(out, value.unwrap_or_default());
                missing -= 1;
            }
        }
        out.extend(std::iter::repeat_n(b',', missing));
    }
}

impl Renderer for Csv {
    fn scored(&mut self, scored: &Scored<'_>, out: &mut dyn Write) -> io::Result<()> {
        let mut rows = Vec::new();
        if !std::mem::replace(&mut self.started, true) {
            self.header(&mut rows);
        }
        self.rows(scored, &mut rows);
        out.write_all(&rows)
    }
}

/// The error as it was: the csv crate's own conversion forgets its kind.
pub(crate) fn io_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        kind => io::Error::other(format!("{kind:?}")),
    }
}

/// All fields but the first, the article.
fn paragraph_fields(out: &mut Vec<u8>, paragraph: &Paragraph<'_>) {
    integer(out, Some(paragraph.number));
    let (row, id, start, end) = match paragraph.place {
        Place::Bytes { start, end, .. } => (None, None, Some(start), Some(end)),
        Place::Row { row, id, .. } => (Some(row), id, None, None),
    };
    integer(out, row);
    next(out, id.unwrap_or_default());
    next(out, paragraph.score.kind.as_str());
    integer(out, start);
    integer(out, end);
    integer(out, Some(paragraph.place.line()));
    let decision = paragraph.score.decision;
    next(out, decision.map(|decision| decision.label.as_str()).unwrap_or_default());
    next(out, reason(decision).unwrap_or_default());
    number(out, decision.map(|decision| decision.probability.0));
    number(out, decision.map(|decision| decision.alone.0));
    let unsure = decision.is_none_or(|decision| decision.unsure.is_some());
    next(out, if unsure { "true" } else { "false" });
    number(out, Some(paragraph.score.quoted));
    next(out, paragraph.text);
}

/// All fields but the first, the article.
fn block_fields(out: &mut Vec<u8>, block: &Block) {
    let span = block.span();
    out.extend_from_slice(b",,,");
    next(out, block.kind.as_str());
    integer(out, Some(span.start));
    integer(out, Some(span.end));
    integer(out, Some(block.line));
    out.extend_from_slice(b",,,,,,");
    next(out, block.text.as_str());
}

pub(crate) fn next(out: &mut Vec<u8>, value: &str) {
    out.push(b',');
    field(out, value);
}

pub(crate) fn integer(out: &mut Vec<u8>, value: Option<usize>) {
    out.push(b',');
    if let Some(value) = value {
        out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
    }
}

/// A number as `Display` writes it, which has the same digits and is slower.
pub(crate) fn number(out: &mut Vec<u8>, value: Option<f64>) {
    out.push(b',');
    let Some(value) = value else { return };
    let mut buffer = zmij::Buffer::new();
    let digits = buffer.format(value);
    if memchr::memchr(b'e', digits.as_bytes()).is_some() {
        // A vector takes everything.
        let _ = write!(out, "{value}");
    } else {
        out.extend_from_slice(digits.strip_suffix(".0").unwrap_or(digits).as_bytes());
    }
}

/// A field, in quotation marks where it needs them.
pub(crate) fn field(out: &mut Vec<u8>, value: &str) {
    let bytes = value.as_bytes();
    if memchr::memchr3(b',', b'"', b'\n', bytes).is_none() && memchr::memchr(b'\r', bytes).is_none() {
        out.extend_from_slice(bytes);
        return;
    }
    out.push(b'"');
    let mut rest = bytes;
    while let Some(mark) = memchr::memchr(b'"', rest) {
        out.extend_from_slice(&rest[..=mark]);
        out.push(b'"');
        rest = &rest[mark + 1..];
    }
    out.extend_from_slice(rest);
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn columns_of_tables_have_names_of_their_own() {
        let columns = ["source", "label", "table_label", "text"].map(str::to_owned);
        let passed = Csv::with_columns(&columns).passed;
        assert_eq!(passed, ["source", "table_table_label", "table_label", "table_text"]);
    }

    fn written(value: f64) -> String {
        let mut out = Vec::new();
        number(&mut out, Some(value));
        String::from_utf8(out).unwrap().split_off(1)
    }

    proptest! {
        #[test]
        fn fields_are_written_as_the_csv_crate_writes_them(value in r#"[a-c ,"\n\r#é]{0,12}"#) {
            let mut ours = b"x,".to_vec();
            field(&mut ours, &value);
            let mut theirs = csv::Writer::from_writer(Vec::new());
            theirs.write_record(["x", &value]).unwrap();
            prop_assert_eq!(&[&ours, b"\n".as_slice()].concat(), &theirs.into_inner().unwrap());
        }

        #[test]
        fn shares_are_written_as_display_writes_them(share in 0.0..1.0f64, small in 0.0..1e-4f64) {
            for value in [share, small, 0.0, 1.0, -0.0] {
                prop_assert_eq!(written(value), format!("{value}"));
            }
        }

        /// Of two numbers of equally few digits that are both read as the value, Display may write the other.
        #[test]
        fn numbers_are_read_as_what_was_written(bits in any::<u64>()) {
            let value = f64::from_bits(bits);
            prop_assume!(value.is_finite());
            prop_assert_eq!(written(value).parse::<f64>().unwrap().to_bits(), bits);
            prop_assert_eq!(written(value).len(), format!("{value}").len());
        }
    }
}
