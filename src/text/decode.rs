//! Bytes → text, with a way back: every offset into the text maps to an offset into the bytes.
//!
//! The encoding is the one that is named, else that of the byte order mark, else guessed (`text/guess.rs`). A few damaged bytes in
//! good text are replaced and counted; text of which the encoding is not certain is an error that names the line, since a wrong
//! guess would change words and move every span.

use encoding_rs::DecoderResult;

use super::guess::{guess, is_tolerable, utf32};
use super::repair::{Edit, FIRST_BYTE, MOST_MISREADINGS, misread};
use super::{Damage, Damages, Encoding, Remarks};
use crate::error::{Error, ErrorKind, Message, Parameter, Result};

/// The longest line of an article, and the longest field of a table. A longer one is binary data or a broken export.
pub const MAX_LINE_BYTES: usize = 16 << 20;
/// What stands for bytes that are no character.
pub(crate) const REPLACEMENT: &str = "\u{FFFD}";

/// Text with the way back to its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// How it was read.
    pub encoding: Encoding,
    /// Whether the encoding was guessed, and a person should be told.
    pub is_guessed: bool,
    /// Damaged bytes.
    pub damages: Damages,
    /// Bytes of the byte order mark in front.
    mark: usize,
    /// Bytes of the source.
    end: usize,
    /// After each character that takes other bytes in the text than in the source: (offset in the text, text bytes minus source
    /// bytes so far). In UTF-16 the drift counts code units.
    drift: Vec<(usize, isize)>,
}

impl Decoded {
    /// Returns the byte of the source from which the text's byte `offset` was read. `offset` must be a character boundary.
    pub fn source_offset(&self, offset: usize) -> usize {
        let at = self.drift.partition_point(|&(end, _)| end <= offset);
        let drift = if at == 0 { 0 } else { self.drift[at - 1].1 };
        let unit = if self.encoding.is_utf16() { 2 } else { 1 };
        // The last code unit of UTF-16 may be cut in half.
        ((offset as isize - drift) as usize * unit + self.mark).min(self.end)
    }

    /// Reads UTF-8 that was taken for Windows-1252 as it was meant.
    pub(crate) fn repair(&mut self) {
        for pass in 0..MOST_MISREADINGS {
            if memchr::memchr(FIRST_BYTE, self.text.as_bytes()).is_none() {
                return;
            }
            let edits = misread(&self.text);
            // What a later pass finds was counted as it stood in the file.
            if pass == 0 {
                self.count(&edits);
            }
            if edits.iter().all(|edit| edit.damage == Damage::Doubtful) {
                return;
            }
            self.edit(edits.iter().filter(|edit| edit.damage != Damage::Doubtful));
        }
    }

    fn count(&mut self, edits: &[Edit]) {
        let (mut line, mut from) = (1, 0);
        for edit in edits {
            line += memchr::memchr_iter(b'\n', &self.text.as_bytes()[from..edit.range.start]).count();
            from = edit.range.start;
            self.damages.add(edit.damage, 1, line);
        }
    }

    /// Makes changes, and keeps the way back.
    fn edit<'e>(&mut self, edits: impl Iterator<Item = &'e Edit>) {
        let mut text = String::with_capacity(self.text.len());
        let mut drift = Vec::with_capacity(self.drift.len());
        let (mut from, mut next, mut by) = (0, 0, 0);
        let moved = |&(end, sum): &(usize, isize), by: isize| (end.saturating_add_signed(by), sum + by);
        for Edit { range, with, .. } in edits {
            text.push_str(&self.text[from..range.start]);
            text.push_str(with);
            let before = next + self.drift[next..].partition_point(|&(end, _)| end <= range.start);
            drift.extend(self.drift[next..before].iter().map(|old| moved(old, by)));
            next = before + self.drift[before..].partition_point(|&(end, _)| end <= range.end);
            by += with.len() as isize - range.len() as isize;
            let sum = if next == 0 { 0 } else { self.drift[next - 1].1 };
            drift.push((text.len(), sum + by));
            from = range.end;
        }
        text.push_str(&self.text[from..]);
        drift.extend(self.drift[next..].iter().map(|old| moved(old, by)));
        (self.text, self.drift) = (text, drift);
    }

    /// How the source was read, where a person should be told.
    pub(crate) fn remarks(&self) -> Remarks {
        Remarks { guessed: self.is_guessed.then_some(self.encoding), damages: self.damages }
    }

    /// Returns true if the text has the bytes of the source behind its byte order mark.
    pub(crate) fn is_exact(&self) -> bool {
        self.drift.is_empty() && !self.encoding.is_utf16()
    }
}

/// Decodes bytes.
///
/// If `encoding` is given, the bytes are read in it. Otherwise the encoding is that of the byte order mark, else it is guessed.
///
/// # Errors
/// [`ErrorKind::Encoding`] for bytes whose encoding is not certain or that are damaged in more than a few places, with the line of
/// the first that does not fit; for a line longer than [`MAX_LINE_BYTES`].
///
/// ```
/// use oped::text::decode::decode;
/// use oped::text::Encoding;
/// let read = decode(b"\x93Enough,\x94 she said.", None).unwrap();
/// assert_eq!(read.encoding, Encoding::WINDOWS_1252);
/// assert_eq!(read.text, "“Enough,” she said.");
/// assert_eq!(read.source_offset(read.text.find("she").unwrap()), 10);
/// ```
pub fn decode(bytes: &[u8], encoding: Option<Encoding>) -> Result<Decoded> {
    refuse_utf32(bytes, encoding)?;
    let (marked, mark) = byte_order_mark(bytes);
    // The mark tells which of the two orders of UTF-16 it is; one of them read as the other is words in another script.
    let encoding = encoding.map(|named| marked.filter(|marked| marked.is_utf16() && named.is_utf16()).unwrap_or(named));
    let (encoding, is_guessed) = match encoding.or(marked) {
        Some(encoding) => (encoding, false),
        None => {
            let guess = guess(bytes).ok_or_else(|| uncertain(bytes))?;
            (guess.encoding, guess.is_told)
        }
    };
    let mark = if marked == Some(encoding) { mark } else { 0 };
    let mut reading = Reading { bytes: &bytes[mark..], text: String::new(), drift: Vec::new(), faults: Vec::new() };
    reading.read(encoding);
    let Reading { text, drift, faults, .. } = reading;
    let damages = judged(&bytes[mark..], encoding, &text, &faults)?;
    refuse_long_lines(&text)?;
    Ok(Decoded { text, encoding, is_guessed, damages, mark, end: bytes.len(), drift })
}

/// Returns the encoding of the byte order mark, and the length of the mark.
pub(crate) fn byte_order_mark(bytes: &[u8]) -> (Option<Encoding>, usize) {
    match bytes {
        [0xEF, 0xBB, 0xBF, ..] => (Some(Encoding::UTF_8), 3),
        [0xFF, 0xFE, ..] if is_utf16(bytes) => (Some(Encoding::UTF_16LE), 2),
        [0xFE, 0xFF, ..] if is_utf16(bytes) => (Some(Encoding::UTF_16BE), 2),
        _ => (None, 0),
    }
}

/// Returns an error for UTF-32, unless it is to be read as an encoding that it cannot be taken for. Its byte order mark begins like
/// that of UTF-16.
pub(crate) fn refuse_utf32(bytes: &[u8], named: Option<Encoding>) -> Result<()> {
    let found = if named.is_none_or(Encoding::is_utf16) { utf32(bytes) } else { None };
    let Some(name) = found else { return Ok(()) };
    let error = Error::new(ErrorKind::Encoding, format!("this is text in {name}, which is not read"));
    Err(error.remedy("save it as UTF-8, in an editor or with iconv"))
}

/// Text in UTF-16 has a zero in many pairs, unlike ASCII behind two stray bytes.
fn is_utf16(bytes: &[u8]) -> bool {
    bytes.len() == 2 || bytes[2..].iter().take(4096).any(|&b| b == 0)
}

/// A text while it is read.
struct Reading<'b> {
    bytes: &'b [u8],
    text: String,
    drift: Vec<(usize, isize)>,
    /// The places of bytes that are no character.
    faults: Vec<usize>,
}

impl Reading<'_> {
    fn read(&mut self, encoding: Encoding) {
        if encoding == Encoding::UTF_8 {
            self.utf8();
        } else if encoding.is_utf16() || encoding.reader().is_single_byte() {
            self.units(encoding);
        } else {
            self.characters(encoding);
        }
    }

    fn utf8(&mut self) {
        self.text.reserve(self.bytes.len());
        let mut at = 0;
        for chunk in self.bytes.utf8_chunks() {
            self.text.push_str(chunk.valid());
            at += chunk.valid().len();
            let invalid = chunk.invalid();
            if !invalid.is_empty() {
                self.fault(at, invalid);
                at += invalid.len();
            }
        }
    }

    /// Reads an encoding whose characters take one code unit, or two in UTF-16.
    fn units(&mut self, encoding: Encoding) {
        let (text, is_damaged) = encoding.reader().decode_without_bom_handling(self.bytes);
        let width = if encoding.is_utf16() { 2 } else { 1 };
        let (mut sum, mut read) = (0, 0);
        for (at, c) in text.char_indices() {
            let units = if encoding.is_utf16() { c.len_utf16() } else { 1 };
            if is_damaged && c == '\u{FFFD}' {
                self.faults.push(read * width);
            }
            read += units;
            if !c.is_ascii() {
                sum += c.len_utf8() as isize - units as isize;
                self.drift.push((at + c.len_utf8(), sum));
            }
        }
        // Half a pair and half a unit behind it are one fault.
        let rest = self.bytes.len().saturating_sub(read * width).div_ceil(width);
        if rest > 0 {
            self.drift.push((text.len(), sum - rest as isize));
        }
        self.text = text.into_owned();
    }

    /// Reads an encoding whose characters take one byte or several: a byte at a time, to know where each begins.
    fn characters(&mut self, encoding: Encoding) {
        let mut decoder = encoding.reader().new_decoder_without_bom_handling();
        let mut out = String::with_capacity(64);
        // Bytes of the current character.
        let mut begin = 0;
        for at in 0..=self.bytes.len() {
            let is_last = at == self.bytes.len();
            let byte = &self.bytes[at..(at + 1).min(self.bytes.len())];
            if let ([byte @ 0..0x80], true) = (byte, begin == at && encoding.reader().is_ascii_compatible()) {
                self.text.push(char::from(*byte));
                begin = at + 1;
                continue;
            }
            let mut read = 0;
            loop {
                let (result, taken) = decoder.decode_to_string_without_replacement(&byte[read..], &mut out, is_last);
                read += taken;
                match result {
                    DecoderResult::Malformed(_, after) => {
                        let end = (at + read).saturating_sub(usize::from(after)).max(begin);
                        self.character(&out, begin, begin);
                        out.clear();
                        let bytes = self.bytes;
                        self.fault(begin, &bytes[begin..end]);
                        begin = end;
                    }
                    DecoderResult::InputEmpty => break,
                    // There is room for the few characters of a byte.
                    DecoderResult::OutputFull => out.reserve(64),
                }
            }
            if !out.is_empty() {
                self.character(&out, begin, at + byte.len());
                out.clear();
                begin = at + byte.len();
            }
        }
        // An escape that no character follows.
        self.drift_by(begin as isize - self.bytes.len() as isize);
    }

    /// Adds characters that were read from the bytes `begin..end`.
    fn character(&mut self, read: &str, begin: usize, end: usize) {
        self.text.push_str(read);
        self.drift_by(read.len() as isize - (end - begin) as isize);
    }

    /// Adds what stands for bytes that are no character. A quotation mark or dash of Windows-1252 is one all the same.
    fn fault(&mut self, at: usize, bytes: &[u8]) {
        let mark = mark_for(bytes);
        self.faults.push(at);
        self.text.push_str(mark);
        self.drift_by(mark.len() as isize - bytes.len() as isize);
    }

    fn drift_by(&mut self, by: isize) {
        if by != 0 {
            let sum = self.drift.last().map_or(0, |&(_, sum)| sum);
            self.drift.push((self.text.len(), sum + by));
        }
    }
}

/// Returns what stands for bytes that are no character.
fn mark_for(bytes: &[u8]) -> &'static str {
    const MARKS: [&str; 7] = ["‘", "’", "“", "”", "•", "–", "—"];
    match bytes {
        [byte @ 0x91..=0x97] => MARKS[usize::from(byte - 0x91)],
        _ => REPLACEMENT,
    }
}

/// Reads damaged UTF-8, without NUL bytes.
#[cfg(feature = "tables")]
pub(crate) fn lossy(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        out.extend(chunk.valid().split('\0'));
        out.push_str(if chunk.invalid().is_empty() { "" } else { mark_for(chunk.invalid()) });
    }
    out
}

/// Returns the damage of a text, unless it is too much to be accidental.
fn judged(bytes: &[u8], encoding: Encoding, text: &str, faults: &[usize]) -> Result<Damages> {
    let mut damages = Damages::default();
    if let Some(&first) = faults.first() {
        let beyond_ascii = text.chars().filter(|c| !c.is_ascii()).count();
        if !is_tolerable(faults.len(), bytes.len()) && faults.len() * 10 > beyond_ascii {
            return Err(undecodable(bytes, first, &format!("not {encoding}")));
        }
        damages.add(Damage::Undecodable, faults.len(), line_of(bytes, first, encoding));
    }
    let nuls = memchr::memchr_iter(0, text.as_bytes()).count();
    if nuls > 0 {
        refuse_nuls(text.as_bytes(), nuls)?;
        let first = memchr::memchr(0, text.as_bytes()).unwrap_or(0);
        damages.add(Damage::Nul, nuls, 1 + memchr::memchr_iter(b'\n', &text.as_bytes()[..first]).count());
    }
    Ok(damages)
}

/// The error for bytes whose encoding is not certain.
fn uncertain(bytes: &[u8]) -> Error {
    let nuls = memchr::memchr_iter(0, bytes).count();
    if let Err(error) = refuse_nuls(bytes, nuls) {
        return error;
    }
    match std::str::from_utf8(bytes) {
        Err(error) => undecodable(bytes, error.valid_up_to(), "not UTF-8, and no other encoding fits clearly"),
        Ok(_) => Error::new(ErrorKind::Encoding, "it has many control characters, so this is not text")
            .remedy("export it as plain text"),
    }
}

fn undecodable(bytes: &[u8], at: usize, what: &str) -> Error {
    let byte = bytes.get(at).copied().unwrap_or_default();
    Error::new(ErrorKind::Encoding, format!("byte {at} (0x{byte:02X}) is {what}"))
        .on_line(line_of(bytes, at, Encoding::UTF_8))
        .remedy(Message::from("save the file as UTF-8, or name its encoding with ").name(Parameter::Encoding))
}

/// Returns an error if there are more NUL bytes than accidents: UTF-16 without a byte order mark, or no text at all.
fn refuse_nuls(bytes: &[u8], nuls: usize) -> Result<()> {
    let Some(at) = memchr::memchr(0, bytes).filter(|_| !is_tolerable(nuls, bytes.len())) else { return Ok(()) };
    Err(Error::new(ErrorKind::Encoding, format!("byte {at} is NUL, so this is not text"))
        .on_line(line_of(bytes, at, Encoding::UTF_8))
        .remedy(if nuls * 3 > bytes.len() {
            Message::from("if it is UTF-16, say so with ").set(Parameter::Encoding, "utf-16le").then(" or utf-16be")
        } else {
            Message::from("export it as plain text")
        }))
}

/// Returns the error for the first bytes of a table with so many NUL bytes that they are no text.
#[cfg(feature = "tables")]
pub(crate) fn too_many_nuls(bytes: &[u8]) -> Option<Error> {
    refuse_nuls(bytes, memchr::memchr_iter(0, bytes).count()).err()
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
fn line_of(bytes: &[u8], at: usize, encoding: Encoding) -> usize {
    let before = &bytes[..at.min(bytes.len())];
    let is_end =
        |pair: &&[u8]| matches!((encoding == Encoding::UTF_16LE, pair), (true, [b'\n', 0]) | (false, [0, b'\n']));
    1 + if encoding.is_utf16() {
        before.chunks_exact(2).filter(is_end).count()
    } else {
        memchr::memchr_iter(b'\n', before).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_lead_back_to_the_bytes_in_every_encoding() {
        let text = "a “b” é 𝕏 c";
        for encoding in [Encoding::UTF_16LE, Encoding::UTF_16BE] {
            let mut bytes = if encoding == Encoding::UTF_16LE { vec![0xFF, 0xFE] } else { vec![0xFE, 0xFF] };
            for unit in text.encode_utf16() {
                bytes.extend(if encoding == Encoding::UTF_16LE { unit.to_le_bytes() } else { unit.to_be_bytes() });
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
    fn offsets_lead_back_to_the_bytes_of_charsets_of_several_bytes() {
        for (label, text) in [
            ("shift_jis", "a 市長は「ｱ」と b\nc"),
            ("euc-jp", "a 市長は b"),
            ("gb18030", "a 市长 € 𝕏 b"),
            ("big5", "a 市長 b"),
            ("euc-kr", "a 시장 b"),
            ("iso-2022-jp", "a 市長 b 市 c"),
            ("macintosh", "a “b” é c"),
            ("iso-8859-2", "a łąka b"),
        ] {
            let encoding = Encoding::of_label(label).unwrap();
            let bytes = encoding.reader().encode(text).0;
            let read = decode(&bytes, Some(encoding)).unwrap();
            assert_eq!(read.text, text, "{label}");
            let mut last = 0;
            for (at, c) in text.char_indices() {
                let start = read.source_offset(at);
                assert!(start >= last, "{label} {c}");
                last = start;
                if c.is_ascii() && label != "iso-2022-jp" {
                    assert_eq!(bytes[start], c as u8, "{label} {c}");
                }
            }
            assert_eq!(read.source_offset(text.len()), bytes.len(), "{label}");
        }
    }

    #[test]
    fn bytes_behind_the_last_character_are_inside_the_source() {
        for (bytes, label, text) in [
            (&b"a\0b\0c"[..], "utf-16le", "ab\u{FFFD}"),
            (b"a\0b\0\x00\xD8c", "utf-16le", "ab\u{FFFD}"),
            (b"a\x1B$B", "iso-2022-jp", "a"),
            (b"a\x81", "shift_jis", "a\u{FFFD}"),
        ] {
            let read = decode(bytes, Encoding::of_label(label)).unwrap();
            assert_eq!((read.text.as_str(), read.source_offset(read.text.len())), (text, bytes.len()), "{label}");
        }
    }

    #[test]
    fn utf32_is_refused_with_a_remedy_that_is_not_utf16() {
        let little: Vec<u8> = "\u{feff}The é council 𝕏 met.".chars().flat_map(|c| (c as u32).to_le_bytes()).collect();
        let big: Vec<u8> = "The council met.".chars().flat_map(|c| (c as u32).to_be_bytes()).collect();
        for (bytes, named, name) in [
            (&little, None, "UTF-32LE"),
            (&little, Some(Encoding::UTF_16LE), "UTF-32LE"),
            (&big, None, "UTF-32BE"),
            (&big, Some(Encoding::UTF_16BE), "UTF-32BE"),
        ] {
            let error = decode(bytes, named).unwrap_err().to_string();
            assert_eq!(
                error,
                format!("this is text in {name}, which is not read; save it as UTF-8, in an editor or with iconv")
            );
        }
    }

    #[test]
    fn a_few_damaged_bytes_are_replaced_and_counted() {
        let found = |read: &Decoded| -> Vec<(Damage, usize, usize)> {
            read.damages.iter().map(|found| (found.damage, found.count, found.line)).collect()
        };
        let read = decode(&[b"caf\xC3\xA9\nna\xC3\n\xFFfour", &[b'x'; 500][..]].concat(), None).unwrap();
        assert!(read.text.starts_with("café\nna\u{FFFD}\n\u{FFFD}fourx"), "{}", read.text);
        assert_eq!((read.encoding, found(&read)), (Encoding::UTF_8, vec![(Damage::Undecodable, 2, 2)]));
        assert_eq!(read.source_offset(read.text.find("four").unwrap()), 11);
        let text = "“No” and ".repeat(9);
        let read = decode(&[text.as_bytes(), b"don\x92t\0 go"].concat(), None).unwrap();
        assert!(read.text.ends_with("don’t\0 go"), "{}", read.text);
        assert_eq!(found(&read), [(Damage::Undecodable, 1, 1), (Damage::Nul, 1, 1)]);
        assert_eq!(read.source_offset(read.text.find("t\0").unwrap()), text.len() + 4);
        let shift_jis = Encoding::of_label("shift_jis");
        let bytes = [&b"a\n\x8Es\x92\xB7 \x81 b \xFF\n"[..], &[b'x'; 600]].concat();
        let read = decode(&bytes, shift_jis).unwrap();
        let start = read.text.get(..read.text.len() - 600);
        assert_eq!((start, found(&read).len()), (Some("a\n市長 \u{FFFD} b \u{FFFD}\n"), 1));
    }

    #[test]
    fn what_was_misread_leads_back_to_its_bytes() {
        let text = "a\nThe “cafÃ©” â€œnoâ€\u{9D} b, â€¦";
        for (encoding, prefix) in [(Encoding::UTF_8, &[][..]), (Encoding::UTF_16LE, &[0xFF, 0xFE])] {
            let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let body = if encoding.is_utf16() { units } else { text.as_bytes().to_vec() };
            let mut read = decode(&[prefix, &body].concat(), None).unwrap();
            read.repair();
            assert_eq!(read.text, "a\nThe “café” “no” b, …");
            let found: Vec<_> = read.damages.iter().map(|found| (found.damage, found.count, found.line)).collect();
            assert_eq!(found, [(Damage::Misread, 4, 2)]);
            for word in ["a\nThe “caf", "no", " b, "] {
                let source: String = if encoding.is_utf16() {
                    let at = read.source_offset(read.text.find(word).unwrap()) - 2;
                    let units: Vec<u16> =
                        body[at..].chunks(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
                    String::from_utf16(&units).unwrap()
                } else {
                    text[read.source_offset(read.text.find(word).unwrap())..].to_owned()
                };
                assert!(source.starts_with(word), "{source} {word}");
            }
            assert_eq!(read.source_offset(read.text.len()), prefix.len() + body.len());
        }
    }

    #[test]
    fn what_is_damaged_throughout_or_no_text_is_refused() {
        let error = decode(&b"\xC3 \xFF\xFE \x81 \xE2\x28".repeat(50), None).unwrap_err();
        assert_eq!((error.kind(), error.line()), (ErrorKind::Encoding, Some(1)));
        let western = "à la carte, déjà vu, déçu ".repeat(40);
        let western = Encoding::WINDOWS_1252.reader().encode(&western).0;
        assert!(decode(&western, Some(Encoding::UTF_8)).is_err());
        assert_eq!(decode(b"to the \x93CAF\xC9\x94 today", None).unwrap().text, "to the “CAFÉ” today");
        assert!(decode(&b"\x01\x02\x03 \0\0".repeat(9), None).is_err());
    }
}
