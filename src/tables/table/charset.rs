//! The encoding of a table read as a stream.

use std::io::{self, Cursor, Read};

use encoding_rs::{Decoder, DecoderResult};

use super::params::TABLE_HEAD;
use crate::error::{Error, ErrorKind, Message, Parameter, Result};
use crate::text::Encoding;
use crate::text::decode::{byte_order_mark, guess, strange_in_western, too_many_nuls};

/// The encoding of a table's rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Charset {
    /// UTF-8, as stated or marked.
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

    /// Returns why a row cannot be read as Windows-1252, and the byte at fault.
    pub(super) fn refuses(self, row: &[u8]) -> Option<(usize, &'static str)> {
        const NEITHER: &str = "neither UTF-8 nor Windows-1252 text";
        let invalid = || std::str::from_utf8(row).map_or_else(|error| error.valid_up_to(), |text| text.len());
        match self {
            Charset::Western => None,
            Charset::GuessedWestern => row.iter().position(strange_in_western).map(|byte| (byte, NEITHER)),
            Charset::Guessed { beyond_ascii: false } if guess(row).is_ok() => None,
            Charset::Guessed { .. } => Some((invalid(), NEITHER)),
            Charset::Utf8 => Some((invalid(), "not UTF-8")),
        }
    }

    pub(super) fn undecodable(at: u64, byte: u8, what: &str) -> Error {
        Error::new(ErrorKind::Encoding, format!("byte {at} (0x{byte:02X}) is {what}"))
            .remedy(Message::from("save the file as UTF-8, or name its encoding with ").name(Parameter::Encoding))
    }

    pub(super) fn nul(at: u64) -> Error {
        Error::new(ErrorKind::Encoding, format!("byte {at} is NUL, so this is not text"))
            .remedy("export it as plain text")
    }
}

/// Opens a stream whose line ends and delimiters are ASCII: UTF-16 becomes UTF-8, all else is unchanged.
pub(super) fn open_as_utf8<'i>(
    mut input: Box<dyn Read + Send + 'i>,
    encoding: Option<Encoding>,
) -> Result<(Box<dyn Read + Send + 'i>, Charset)> {
    let mut head = Vec::new();
    let read = (&mut input).take(TABLE_HEAD as u64).read_to_end(&mut head).map_err(|error| Error::of_stream(&error))?;
    let is_whole = read < TABLE_HEAD;
    let (marked, mark) = byte_order_mark(&head);
    let mark = if encoding.is_none_or(|named| marked == Some(named)) { mark } else { 0 };
    let charset = match encoding.or(marked) {
        Some(Encoding::Utf8 | Encoding::Utf16Le | Encoding::Utf16Be) => Charset::Utf8,
        Some(Encoding::Windows1252) => Charset::Western,
        None => charset_of(&head, is_whole)?,
    };
    let mut head = Cursor::new(head);
    head.set_position(mark as u64);
    let input = Box::new(head.chain(input));
    Ok(match encoding.or(marked) {
        Some(of @ (Encoding::Utf16Le | Encoding::Utf16Be)) => (Box::new(Utf16::new(input, of)), charset),
        _ => (input, charset),
    })
}

/// Guesses the encoding from the first bytes.
fn charset_of(head: &[u8], is_whole: bool) -> Result<Charset> {
    if let Some(error) = too_many_nuls(head) {
        return Err(error);
    }
    let lines = if is_whole { head } else { &head[..memchr::memrchr(b'\n', head).unwrap_or(0)] };
    Ok(match guess(lines) {
        Ok(Encoding::Windows1252) => Charset::GuessedWestern,
        Ok(_) => Charset::Guessed { beyond_ascii: false },
        // Damaged somewhere: the rows will say where.
        Err(_) => Charset::Guessed { beyond_ascii: true },
    })
}

/// UTF-16 read as UTF-8.
struct Utf16<'i> {
    input: Box<dyn Read + Send + 'i>,
    decoder: Decoder,
    encoding: Encoding,
    text: Vec<u8>,
    at: usize,
    is_done: bool,
}

impl<'i> Utf16<'i> {
    fn new(input: Box<dyn Read + Send + 'i>, encoding: Encoding) -> Utf16<'i> {
        let decoder = encoding.reader().new_decoder_without_bom_handling();
        Utf16 { input, decoder, encoding, text: Vec::new(), at: 0, is_done: false }
    }

    fn fill(&mut self) -> io::Result<()> {
        const STEP: usize = 64 << 10;
        let mut bytes = Vec::new();
        let read = (&mut self.input).take(STEP as u64).read_to_end(&mut bytes)?;
        self.is_done = read < STEP;
        // A code unit takes at most three bytes of UTF-8; some may be left over.
        let room = self.decoder.max_utf8_buffer_length_without_replacement(read).unwrap_or(4 * STEP);
        self.text.resize(room, 0);
        let (result, _, written) =
            self.decoder.decode_to_utf8_without_replacement(&bytes, &mut self.text, self.is_done);
        self.text.truncate(written);
        self.at = 0;
        match result {
            DecoderResult::InputEmpty => Ok(()),
            _ => Err(io::Error::other(
                Error::new(ErrorKind::Encoding, format!("this is not valid {}", self.encoding.as_str()))
                    .remedy(Message::from("name the right one with ").name(Parameter::Encoding)),
            )),
        }
    }
}

impl Read for Utf16<'_> {
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
