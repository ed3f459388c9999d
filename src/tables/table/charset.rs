//! The encoding of a table read as a stream.

use std::io::{self, Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use encoding_rs::{Decoder, DecoderResult};

use super::delimited::line_ends;
use super::params::TABLE_HEAD;
use crate::error::{Error, ErrorKind, Message, Parameter, Result};
use crate::text::decode::{REPLACEMENT, byte_order_mark, refuse_utf32, too_many_nuls};
use crate::text::guess::{guess, is_tolerable};
use crate::text::{Damage, Damages, Encoding};

/// The encoding of a table's rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Charset {
    /// UTF-8, as stated or marked, or because the stream was converted to it.
    Utf8,
    /// UTF-8, judging by the first bytes. While all rows are ASCII, one that is not UTF-8 may be Windows-1252.
    Guessed {
        /// Whether a character so far is not ASCII.
        beyond_ascii: bool,
    },
    /// Windows-1252, as stated.
    Western,
    /// Windows-1252, judging by the first bytes. A row with bytes that no text has is refused.
    GuessedWestern,
}

/// How a row that is not UTF-8 is read.
pub(super) enum RowReading {
    Western,
    /// As UTF-8, with so many runs of damaged bytes.
    Damaged(usize),
    /// Not at all: the byte at fault, and what it is.
    Refused(usize, &'static str),
}

impl Charset {
    /// Whether rows are Windows-1252 even if they are valid UTF-8.
    pub(super) fn is_western(self) -> bool {
        matches!(self, Charset::Western | Charset::GuessedWestern)
    }

    /// Notes a row in UTF-8.
    pub(super) fn saw(&mut self, text: &str) {
        if let Charset::Guessed { beyond_ascii: beyond_ascii @ false } = self {
            *beyond_ascii = !text.is_ascii();
        }
    }

    /// Returns how to read a row that is not UTF-8, or any row of a table in Windows-1252.
    pub(super) fn read(self, row: &[u8]) -> RowReading {
        match self {
            Charset::Western => RowReading::Western,
            Charset::GuessedWestern => match row.iter().position(is_undefined) {
                Some(byte) => RowReading::Refused(byte, "neither UTF-8 nor Windows-1252 text"),
                None => RowReading::Western,
            },
            Charset::Guessed { beyond_ascii: false } if is_guessed_western(row) => RowReading::Western,
            Charset::Guessed { .. } | Charset::Utf8 => {
                let faults = row.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count();
                let beyond_ascii = row.iter().filter(|byte| !byte.is_ascii()).count();
                let first = std::str::from_utf8(row).map_or_else(|error| error.valid_up_to(), str::len);
                if is_tolerable(faults, row.len()) || 10 * faults <= beyond_ascii {
                    RowReading::Damaged(faults)
                } else {
                    RowReading::Refused(first, "not UTF-8, as the rest of the table is")
                }
            }
        }
    }

    pub(super) fn undecodable(at: u64, byte: u8, what: &str) -> Error {
        Error::new(ErrorKind::Encoding, format!("byte {at} (0x{byte:02X}) is {what}"))
            .remedy(Message::from("save the file as UTF-8, or name its encoding with ").name(Parameter::Encoding))
    }

    pub(super) fn nul(at: u64) -> Error {
        Error::new(ErrorKind::Encoding, format!("byte {at} is NUL, and there are more, so this is not text"))
            .remedy("export it as plain text")
    }
}

fn is_guessed_western(row: &[u8]) -> bool {
    guess(row).is_some_and(|guess| guess.encoding == Encoding::WINDOWS_1252)
}

/// Returns true for a byte that text in Windows-1252 never has.
fn is_undefined(byte: &u8) -> bool {
    matches!(byte, 0x81 | 0x8D | 0x8F | 0x90 | 0x9D | 1..=8 | 0x0E..=0x1A | 0x7F)
}

/// A stream whose line ends and delimiters are ASCII.
pub(super) struct Opened<'i> {
    pub(super) input: Box<dyn Read + Send + 'i>,
    pub(super) charset: Charset,
    /// The encoding, if it was guessed and a person should be told.
    pub(super) guessed: Option<Encoding>,
    /// What is damaged in a stream that is converted.
    pub(super) faults: Arc<Faults>,
}

/// Opens a stream. UTF-8 and Windows-1252 stay as they are, all else becomes UTF-8.
pub(super) fn open_as_utf8<'i>(mut input: Box<dyn Read + Send + 'i>, named: Option<Encoding>) -> Result<Opened<'i>> {
    let mut head = Vec::new();
    let read = (&mut input).take(TABLE_HEAD as u64).read_to_end(&mut head).map_err(|error| Error::of_stream(&error))?;
    refuse_utf32(&head, named)?;
    let (marked, mark) = byte_order_mark(&head);
    let mark = if named.is_none_or(|named| marked == Some(named)) { mark } else { 0 };
    let (encoding, charset, guessed) = match named.or(marked) {
        Some(encoding) if encoding == Encoding::WINDOWS_1252 => (encoding, Charset::Western, None),
        Some(encoding) => (encoding, Charset::Utf8, None),
        None => charset_of(&head, read < TABLE_HEAD)?,
    };
    let mut head = Cursor::new(head);
    head.set_position(mark as u64);
    let input = Box::new(head.chain(input));
    let faults = Arc::new(Faults::default());
    let input: Box<dyn Read + Send + 'i> =
        if is_converted(encoding) { Box::new(Converted::new(input, encoding, faults.clone())) } else { input };
    Ok(Opened { input, charset, guessed, faults })
}

/// Returns the encoding of a table that is converted to UTF-8 before it is read.
pub(super) fn converted_from(bytes: &[u8], named: Option<Encoding>) -> Option<Encoding> {
    let head = &bytes[..bytes.len().min(TABLE_HEAD)];
    let encoding = named.or(byte_order_mark(head).0);
    let encoding = encoding.or_else(|| charset_of(head, bytes.len() < TABLE_HEAD).ok().map(|(encoding, ..)| encoding));
    encoding.filter(|&encoding| is_converted(encoding))
}

fn is_converted(encoding: Encoding) -> bool {
    encoding != Encoding::UTF_8 && encoding != Encoding::WINDOWS_1252
}

/// Guesses the encoding from the first bytes.
fn charset_of(head: &[u8], is_whole: bool) -> Result<(Encoding, Charset, Option<Encoding>)> {
    let lines = if is_whole { head } else { &head[..memchr::memrchr2(b'\n', b'\r', head).unwrap_or(0)] };
    let found = guess(lines);
    if let Some(error) = too_many_nuls(head).filter(|_| !found.is_some_and(|found| found.encoding.is_utf16())) {
        return Err(error);
    }
    Ok(match found {
        Some(found) if found.encoding == Encoding::WINDOWS_1252 => (found.encoding, Charset::GuessedWestern, None),
        Some(found) if found.encoding != Encoding::UTF_8 => {
            (found.encoding, Charset::Utf8, found.is_told.then_some(found.encoding))
        }
        Some(found) => (found.encoding, Charset::Guessed { beyond_ascii: false }, None),
        // Damaged somewhere: the rows will say where.
        None => (Encoding::UTF_8, Charset::Guessed { beyond_ascii: true }, None),
    })
}

/// Bytes that are no character, counted while a stream is converted.
#[derive(Debug, Default)]
pub(super) struct Faults {
    count: AtomicUsize,
    line: AtomicUsize,
}

impl Faults {
    /// Adds them to what else is damaged.
    pub(super) fn add_to(&self, damages: &mut Damages) {
        damages.add(Damage::Undecodable, self.count.load(Ordering::Relaxed), self.line.load(Ordering::Relaxed));
    }
}

/// A stream converted to UTF-8.
struct Converted<'i> {
    input: Box<dyn Read + Send + 'i>,
    decoder: Decoder,
    encoding: Encoding,
    faults: Arc<Faults>,
    /// Lines and bytes read so far.
    lines: usize,
    read: usize,
    text: Vec<u8>,
    at: usize,
    is_done: bool,
}

impl<'i> Converted<'i> {
    fn new(input: Box<dyn Read + Send + 'i>, encoding: Encoding, faults: Arc<Faults>) -> Converted<'i> {
        let decoder = encoding.reader().new_decoder_without_bom_handling();
        Converted { input, decoder, encoding, faults, lines: 0, read: 0, text: Vec::new(), at: 0, is_done: false }
    }

    fn fill(&mut self) -> io::Result<()> {
        const STEP: usize = 64 << 10;
        let mut bytes = Vec::new();
        let read = (&mut self.input).take(STEP as u64).read_to_end(&mut bytes)?;
        self.is_done = read < STEP;
        self.read += read;
        self.lines += line_ends(&self.text);
        self.text.clear();
        self.at = 0;
        let mut rest = &bytes[..];
        loop {
            // A character of one byte takes at most three bytes of UTF-8; some may be left over.
            let room = self.decoder.max_utf8_buffer_length_without_replacement(rest.len()).unwrap_or(4 * STEP);
            let begin = self.text.len();
            self.text.resize(begin + room, 0);
            let out = &mut self.text[begin..];
            let (result, taken, written) = self.decoder.decode_to_utf8_without_replacement(rest, out, self.is_done);
            self.text.truncate(begin + written);
            rest = &rest[taken..];
            match result {
                DecoderResult::InputEmpty => return Ok(()),
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => self.fault()?,
            }
        }
    }

    fn fault(&mut self) -> io::Result<()> {
        let line = 1 + self.lines + line_ends(&self.text);
        self.text.extend(REPLACEMENT.as_bytes());
        let count = 1 + self.faults.count.fetch_add(1, Ordering::Relaxed);
        if count == 1 {
            self.faults.line.store(line, Ordering::Relaxed);
        }
        if is_tolerable(count, self.read) {
            return Ok(());
        }
        let error = Error::new(ErrorKind::Encoding, format!("this is not valid {}", self.encoding)).on_line(line);
        Err(io::Error::other(error.remedy(Message::from("name the right one with ").name(Parameter::Encoding))))
    }
}

impl Read for Converted<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.at == self.text.len() && !self.is_done {
            self.fill()?;
        }
        let length = out.len().min(self.text.len() - self.at);
        out[..length].copy_from_slice(&self.text[self.at..self.at + length]);
        self.at += length;
        Ok(length)
    }
}
