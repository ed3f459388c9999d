//! Bytes → text, with a way back: every offset into the text maps to an offset into the bytes.
//!
//! Reads UTF-8 with or without a byte order mark, UTF-16 with one, and Windows-1252 (which browsers also read for Latin-1).
//! Anything else is an error that names the line, since a wrong guess would move every span.

use crate::error::{Error, ErrorKind, Message, Parameter, Result};

/// The longest line of an article, and the longest field of a table. A longer one is binary data or a broken export.
pub const MAX_LINE_BYTES: usize = 16 << 20;

/// How bytes become text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8; a byte order mark in front is skipped.
    Utf8,
    /// One byte per character; quotation marks at 0x91 to 0x94.
    Windows1252,
    /// UTF-16, little endian.
    Utf16Le,
    /// UTF-16, big endian.
    Utf16Be,
}

crate::error::names!(Encoding, "encoding");

impl Encoding {
    /// All encodings.
    pub const ALL: [Encoding; 4] = [Encoding::Utf8, Encoding::Windows1252, Encoding::Utf16Le, Encoding::Utf16Be];

    /// The name used on the command line and in messages.
    pub fn as_str(self) -> &'static str {
        match self {
            Encoding::Utf8 => "utf-8",
            Encoding::Windows1252 => "windows-1252",
            Encoding::Utf16Le => "utf-16le",
            Encoding::Utf16Be => "utf-16be",
        }
    }

    pub(crate) fn reader(self) -> &'static encoding_rs::Encoding {
        match self {
            Encoding::Utf8 => encoding_rs::UTF_8,
            Encoding::Windows1252 => encoding_rs::WINDOWS_1252,
            Encoding::Utf16Le => encoding_rs::UTF_16LE,
            Encoding::Utf16Be => encoding_rs::UTF_16BE,
        }
    }
}

/// Text with the way back to its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// How it was read.
    pub encoding: Encoding,
    /// Bytes of the byte order mark in front.
    mark: usize,
    /// After each non-ASCII character: (offset in the text, text bytes minus source bytes so far). Empty for UTF-8.
    drift: Vec<(usize, isize)>,
}

impl Decoded {
    /// Returns the byte of the source from which the text's byte `offset` was read. `offset` must be a character boundary.
    pub fn source_offset(&self, offset: usize) -> usize {
        let unit = match self.encoding {
            Encoding::Utf8 => return offset + self.mark,
            Encoding::Windows1252 => 1,
            Encoding::Utf16Le | Encoding::Utf16Be => 2,
        };
        let at = self.drift.partition_point(|&(end, _)| end <= offset);
        let drift = if at == 0 { 0 } else { self.drift[at - 1].1 };
        // In UTF-16 an ASCII character is two bytes: the drift counts code units.
        (offset as isize - drift) as usize * unit + self.mark
    }
}

/// Decodes bytes.
///
/// If `encoding` is given, the bytes must be valid in it. Otherwise the encoding is that of the byte order mark, else UTF-8 if
/// valid, else Windows-1252 if plausible.
///
/// # Errors
/// [`ErrorKind::Encoding`] with the line of the first byte that does not fit, of a NUL byte, or of a line longer than
/// [`MAX_LINE_BYTES`].
///
/// ```
/// use oped::text::decode::{decode, Encoding};
/// let read = decode(b"\x93Enough,\x94 she said.", None).unwrap();
/// assert_eq!(read.encoding, Encoding::Windows1252);
/// assert_eq!(read.text, "“Enough,” she said.");
/// assert_eq!(read.source_offset(read.text.find("she").unwrap()), 10);
/// ```
pub fn decode(bytes: &[u8], encoding: Option<Encoding>) -> Result<Decoded> {
    let (marked, mark) = byte_order_mark(bytes);
    let encoding = match encoding.or(marked) {
        Some(encoding) => encoding,
        None => guess(bytes)?,
    };
    let mark = if marked == Some(encoding) { mark } else { 0 };
    let body = &bytes[mark..];
    if matches!(encoding, Encoding::Utf8 | Encoding::Windows1252) {
        refuse_nul(body)?;
    }
    let text = read(body, encoding)?;
    refuse_nul(text.as_bytes())?;
    refuse_long_lines(&text)?;
    Ok(Decoded { drift: drift(&text, encoding), text, encoding, mark })
}

/// Returns the encoding of the byte order mark, and the length of the mark.
pub(crate) fn byte_order_mark(bytes: &[u8]) -> (Option<Encoding>, usize) {
    match bytes {
        [0xEF, 0xBB, 0xBF, ..] => (Some(Encoding::Utf8), 3),
        [0xFF, 0xFE, ..] if bytes.len().is_multiple_of(2) && utf16_plausible(bytes) => (Some(Encoding::Utf16Le), 2),
        [0xFE, 0xFF, ..] if bytes.len().is_multiple_of(2) && utf16_plausible(bytes) => (Some(Encoding::Utf16Be), 2),
        _ => (None, 0),
    }
}

/// English in UTF-16 has a zero in most pairs, unlike ASCII behind two stray bytes.
fn utf16_plausible(bytes: &[u8]) -> bool {
    bytes.len() == 2 || bytes[2..].iter().take(4096).any(|&b| b == 0)
}

fn read(body: &[u8], encoding: Encoding) -> Result<String> {
    if encoding == Encoding::Utf8 {
        return match std::str::from_utf8(body) {
            Ok(text) => Ok(text.to_owned()),
            Err(error) => Err(undecodable(body, error.valid_up_to(), "not UTF-8")),
        };
    }
    match encoding.reader().decode_without_bom_handling_and_without_replacement(body) {
        Some(text) => Ok(text.into_owned()),
        None => Err(Error::new(ErrorKind::Encoding, format!("this is not valid {encoding}"))
            .remedy(Message::from("name the right one with ").name(Parameter::Encoding))),
    }
}

/// Returns UTF-8 if valid, else Windows-1252, unless there are well-formed multi-byte characters (then it is damaged UTF-8),
/// control characters, or bytes that Windows-1252 leaves undefined or English prose never uses.
pub(crate) fn guess(bytes: &[u8]) -> Result<Encoding> {
    let Err(error) = std::str::from_utf8(bytes) else {
        return Ok(Encoding::Utf8);
    };
    if bytes.iter().any(strange_in_western) || has_multibyte(bytes) && !has_lone_quotation_mark(bytes) {
        refuse_nul(bytes)?;
        return Err(undecodable(bytes, error.valid_up_to(), "neither UTF-8 nor Windows-1252 text"));
    }
    Ok(Encoding::Windows1252)
}

/// Returns true for a byte that English prose in Windows-1252 never has.
pub(crate) fn strange_in_western(byte: &u8) -> bool {
    matches!(byte, 0x81 | 0x8D | 0x8F | 0x90 | 0x9D | 0xFE | 0xFF | 1..=8 | 0x0E..=0x1A | 0x7F)
}

/// Returns true if some character of two bytes or more is well-formed UTF-8. In Windows-1252 it would be two accented letters
/// or signs in a row, such as `Ã©`.
fn has_multibyte(bytes: &[u8]) -> bool {
    bytes.utf8_chunks().any(|chunk| !chunk.valid().is_ascii())
}

/// Returns true if a quotation mark, dash or apostrophe of Windows-1252 follows ASCII, where UTF-8 allows no byte of that range.
/// Then `É”` is those two characters, although it is well-formed UTF-8 too.
fn has_lone_quotation_mark(bytes: &[u8]) -> bool {
    bytes.windows(2).any(|pair| pair[0].is_ascii() && matches!(pair[1], 0x91..=0x97))
        || bytes.first().is_some_and(|first| matches!(first, 0x91..=0x97))
}

fn undecodable(bytes: &[u8], at: usize, what: &str) -> Error {
    Error::new(ErrorKind::Encoding, format!("byte {at} (0x{:02X}) is {what}", bytes[at]))
        .on_line(line_of(bytes, at))
        .remedy(Message::from("save the file as UTF-8, or name its encoding with ").name(Parameter::Encoding))
}

/// Returns an error if more than a third of the bytes are NUL: UTF-16 without a byte order mark, or no text at all.
#[cfg(feature = "tables")]
pub(crate) fn too_many_nuls(bytes: &[u8]) -> Option<Error> {
    (memchr::memchr_iter(0, bytes).count() * 3 > bytes.len()).then(|| refuse_nul(bytes).err()).flatten()
}

fn refuse_nul(bytes: &[u8]) -> Result<()> {
    match memchr::memchr(0, bytes) {
        None => Ok(()),
        Some(at) => Err(Error::new(ErrorKind::Encoding, format!("byte {at} is NUL, so this is not text"))
            .on_line(line_of(bytes, at))
            .remedy(if memchr::memchr_iter(0, bytes).count() * 3 > bytes.len() {
                Message::from("if it is UTF-16, say so with ").set(Parameter::Encoding, "utf-16le").then(" or utf-16be")
            } else {
                Message::from("export it as plain text")
            })),
    }
}

fn refuse_long_lines(text: &str) -> Result<()> {
    for (number, line) in text.split('\n').enumerate() {
        if line.len() > MAX_LINE_BYTES {
            let what = format!("the line has {} bytes, more than the {MAX_LINE_BYTES} that are read", line.len());
            return Err(Error::new(ErrorKind::Encoding, what)
                .on_line(number + 1)
                .remedy("break it into paragraphs first"));
        }
    }
    Ok(())
}

/// Returns the line (from 1) that holds a byte.
fn line_of(bytes: &[u8], at: usize) -> usize {
    1 + memchr::memchr_iter(b'\n', &bytes[..at]).count()
}

fn drift(text: &str, encoding: Encoding) -> Vec<(usize, isize)> {
    if encoding == Encoding::Utf8 {
        return Vec::new();
    }
    let mut sum = 0;
    let mut out = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| !c.is_ascii()) {
        let units = if encoding == Encoding::Windows1252 { 1 } else { c.len_utf16() };
        sum += c.len_utf8() as isize - units as isize;
        out.push((at + c.len_utf8(), sum));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_lead_back_to_the_bytes_in_every_encoding() {
        let text = "a “b” é 𝕏 c";
        for encoding in [Encoding::Utf16Le, Encoding::Utf16Be] {
            let mut bytes = if encoding == Encoding::Utf16Le { vec![0xFF, 0xFE] } else { vec![0xFE, 0xFF] };
            for unit in text.encode_utf16() {
                bytes.extend(if encoding == Encoding::Utf16Le { unit.to_le_bytes() } else { unit.to_be_bytes() });
            }
            let read = decode(&bytes, None).unwrap();
            assert_eq!((read.text.as_str(), read.encoding), (text, encoding));
            let mut expected = 2;
            for (at, c) in text.char_indices() {
                assert_eq!(read.source_offset(at), expected, "{c}");
                expected += 2 * c.len_utf16();
            }
            assert_eq!(read.source_offset(text.len()), bytes.len());
        }
        let read = decode("\u{feff}a é b".as_bytes(), None).unwrap();
        assert_eq!((read.text.as_str(), read.source_offset(3)), ("a é b", 6));
    }

    #[test]
    fn damaged_utf8_is_not_read_as_windows_1252() {
        let error = decode("first\nsecond é\n".as_bytes().split_last().map(|(_, b)| &b[..b.len() - 1]).unwrap(), None);
        // One lone 0xC3 at the end of the text and no whole character before it: readable as Windows-1252 (Ã).
        assert_eq!(error.unwrap().encoding, Encoding::Windows1252);
        let error = decode(b"caf\xC3\xA9\nna\xC3\n", None).unwrap_err();
        assert_eq!((error.kind(), error.line()), (ErrorKind::Encoding, Some(2)));
        assert_eq!(decode(b"to the \x93CAF\xC9\x94 today", None).unwrap().text, "to the “CAFÉ” today");
        let error = decode(b"one\ntwo \xFF\xFE three", None).unwrap_err();
        assert_eq!(error.line(), Some(2));
    }
}
