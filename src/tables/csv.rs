//! Writes CSV (RFC 4180, but with `\n` at line ends) into memory.
//!
//! Every table of the program is written here. Since no output is involved, a closed pipe shows where the bytes are written out.

use std::io::Write;

use crate::score::Value;

/// A line, field by field.
pub(crate) struct Line<'o>(&'o mut Vec<u8>);

impl<'o> Line<'o> {
    /// Begins a line.
    pub(crate) fn new(out: &'o mut Vec<u8>) -> Line<'o> {
        Line(out)
    }

    /// Adds a text, in quotation marks if it needs them.
    #[inline]
    pub(crate) fn text(&mut self, value: &str) -> &mut Self {
        let bytes = value.as_bytes();
        if needs_quotes(bytes) {
            self.quoted(bytes);
        } else {
            self.0.extend_from_slice(bytes);
        }
        self.delimiter()
    }

    fn quoted(&mut self, mut rest: &[u8]) {
        self.0.push(b'"');
        while let Some(mark) = memchr::memchr(b'"', rest) {
            self.0.extend_from_slice(&rest[..=mark]);
            self.0.push(b'"');
            rest = &rest[mark + 1..];
        }
        self.0.extend_from_slice(rest);
        self.0.push(b'"');
    }

    /// Adds an integer.
    #[inline]
    pub(crate) fn integer(&mut self, value: usize) -> &mut Self {
        self.0.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
        self.delimiter()
    }

    /// Adds a number with the shortest digits that are read back as the same number: `Display`'s, but faster.
    #[inline]
    pub(crate) fn number(&mut self, value: f64) -> &mut Self {
        let mut buffer = zmij::Buffer::new();
        let digits = buffer.format(value);
        if digits.bytes().any(|digit| digit == b'e') {
            // Writing into a vector cannot fail.
            let _ = write!(self.0, "{value}");
        } else {
            self.0.extend_from_slice(digits.strip_suffix(".0").unwrap_or(digits).as_bytes());
        }
        self.delimiter()
    }

    /// Adds a value; an empty field if there is none.
    #[inline]
    pub(crate) fn value(&mut self, value: Option<Value<'_>>) -> &mut Self {
        match value {
            None => self.delimiter(),
            Some(Value::Text(text)) => self.text(text),
            Some(Value::Integer(integer)) => self.integer(integer),
            Some(Value::Number(number)) => self.number(number),
            Some(Value::Truth(truth)) => {
                self.0.extend_from_slice(if truth { b"true" } else { b"false" });
                self.delimiter()
            }
        }
    }

    #[inline]
    fn delimiter(&mut self) -> &mut Self {
        self.0.push(b',');
        self
    }

    /// Ends the line.
    #[inline]
    pub(crate) fn end(&mut self) {
        if let Some(last) = self.0.last_mut() {
            *last = b'\n';
        }
    }
}

/// Whether a text would be read back as something else. Most fields are too short for a search to pay.
#[inline]
fn needs_quotes(text: &[u8]) -> bool {
    const SHORT: usize = 24;
    if text.len() <= SHORT {
        return text.iter().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r'));
    }
    memchr::memchr3(b',', b'"', b'\n', text).is_some() || memchr::memchr(b'\r', text).is_some()
}

/// Adds a line of texts.
pub(crate) fn record(out: &mut Vec<u8>, fields: impl IntoIterator<Item = impl AsRef<str>>) {
    let mut line = Line::new(out);
    fields.into_iter().for_each(|field| {
        line.text(field.as_ref());
    });
    line.end();
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(value: f64) -> String {
        let mut out = Vec::new();
        Line::new(&mut out).number(value);
        out.pop();
        String::from_utf8(out).unwrap()
    }

    proptest! {
        #[test]
        fn fields_are_written_as_the_csv_crate_writes_them(value in r#"[a-c ,"\n\r#é]{0,12}"#) {
            let mut ours = Vec::new();
            record(&mut ours, ["x", &value]);
            let mut theirs = csv::Writer::from_writer(Vec::new());
            theirs.write_record(["x", &value]).unwrap();
            prop_assert_eq!(&ours, &theirs.into_inner().unwrap());
        }

        #[test]
        fn shares_are_written_as_display_writes_them(share in 0.0..1.0f64, small in 0.0..1e-4f64) {
            for value in [share, small, 0.0, 1.0, -0.0] {
                prop_assert_eq!(written(value), format!("{value}"));
            }
        }

        /// Of two equally short numbers that are both read as the value, Display may write the other.
        #[test]
        fn numbers_are_read_as_what_was_written(bits in any::<u64>()) {
            let value = f64::from_bits(bits);
            prop_assume!(value.is_finite());
            prop_assert_eq!(written(value).parse::<f64>().unwrap().to_bits(), bits);
            prop_assert_eq!(written(value).len(), format!("{value}").len());
        }
    }
}
