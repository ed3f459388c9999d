//! What must hold for any bytes. Each target is a function that panics if it does not; `fuzz_targets/` gives them to cargo-fuzz, and
//! `mutated` drives them without it.

use oped::article::{Article, Format};
use oped::tables::table::{Pass, TableFormat, TableParams, TableReader, locate_rows, read_table};
use oped::text::{Encoding, decode::decode};
use oped::{Model, Scorer};

pub mod mutate;
mod package;

/// Encodings of one byte, of two, of up to four, with states, and with units of two bytes.
const LABELS: [&str; 12] = [
    "utf-8", "windows-1252", "macintosh", "iso-8859-2", "shift_jis", "euc-jp", "iso-2022-jp", "gb18030", "big5", "euc-kr",
    "utf-16le", "utf-16be",
];

/// The bytes of a repeated input.
const REPEATED: usize = 100_000;

/// Bytes → text: offsets lead back into the bytes, in order.
pub fn decode_any(bytes: &[u8], encoding: Option<Encoding>) {
    let Ok(read) = decode(bytes, encoding) else { return };
    let mut last = 0;
    let ends = read.text.char_indices().map(|(at, _)| at).chain([read.text.len()]);
    for at in ends {
        let source = read.source_offset(at);
        assert!(source >= last && source <= bytes.len(), "{at} → {source} after {last} of {}", bytes.len());
        last = source;
    }
    if !bytes.is_empty() {
        assert_eq!(read.source_offset(read.text.len()), bytes.len(), "{}", read.encoding);
    }
}

/// The target `decode`: the first byte chooses the encoding.
pub fn decoding(bytes: &[u8]) {
    let Some((first, bytes)) = bytes.split_first() else { return };
    let label = LABELS.get(usize::from(*first) % (LABELS.len() + 1));
    decode_any(bytes, label.and_then(|label| Encoding::of_label(label)));
    if let Ok(text) = std::str::from_utf8(bytes) {
        let once = oped::text::normalised(text).into_owned();
        assert_eq!(oped::text::normalised(&once), once, "normalised twice: {text:?}");
    }
}

/// The target `html`.
pub fn html(bytes: &[u8]) {
    article(bytes, Format::Html);
}

/// The target `text`: Markdown and plain text.
pub fn text(bytes: &[u8]) {
    article(bytes, Format::Markdown);
    article(bytes, Format::Text);
}

/// The target `mail`: mails, mailboxes and saved pages.
pub fn mail(bytes: &[u8]) {
    unpacked(bytes, Format::Mail);
    unpacked(bytes, Format::Mhtml);
}

/// The target `feeds`.
pub fn feeds(bytes: &[u8]) {
    unpacked(bytes, Format::Feed);
}

/// The target `documents`: the first byte chooses the format, and whether the rest is a file or the parts of one. Few changes of a
/// zip leave it a zip, so the parts are packed here.
pub fn documents(bytes: &[u8]) {
    let Some((first, bytes)) = bytes.split_first() else { return };
    match first % 5 {
        0 => unpacked(bytes, Format::Docx),
        1 => unpacked(bytes, Format::Odt),
        2 => unpacked(bytes, Format::Webarchive),
        3 => unpacked(&package::of_parts(&package::WORD, bytes), Format::Docx),
        _ => unpacked(&package::of_parts(&package::OPEN_DOCUMENT, bytes), Format::Odt),
    }
}

/// The target `subtitles`.
pub fn subtitles(bytes: &[u8]) {
    article(bytes, Format::Subtitles);
}

/// The articles of a file that was unpacked: their blocks have text, and no place.
fn unpacked(bytes: &[u8], format: Format) {
    let Ok(entries) = Article::read_all(bytes, format, None) else { return };
    assert!(!entries.is_empty());
    for block in entries.iter().flat_map(|entry| &entry.article.blocks) {
        assert!(!block.text.as_str().is_empty());
        assert_eq!(block.place(), None);
    }
}

/// An article's blocks lie inside the source; those that are scored come in its order.
fn article(bytes: &[u8], format: Format) {
    let Ok(article) = Article::read(bytes, format, None) else { return };
    let lines = 1 + bytes.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count();
    let mut last = 0;
    for block in &article.blocks {
        let span = block.span();
        assert!(span.start <= span.end && span.end <= bytes.len(), "{span:?} of {}", bytes.len());
        assert!(block.line >= 1 && block.line <= lines, "line {} of {lines}", block.line);
        assert!(!block.text.as_str().is_empty());
        // Any piece of the text leads into the source.
        for (at, c) in block.text.as_str().char_indices() {
            let span = block.text.source_span(at, at + c.len_utf8());
            assert!(span.start <= span.end && span.end <= bytes.len(), "{c:?} at {at}: {span:?}");
        }
        if block.kind.is_scored() {
            assert!(span.start >= last, "a paragraph at {} after one at {last}", span.start);
            last = span.start;
        }
    }
    if let Some(span) = article.headline.and_then(|headline| headline.span) {
        assert!(span.start <= span.end && span.end <= bytes.len());
    }
}

/// The target `tables`: the first byte chooses the format. Rows come in order, and the places of their labels lie in the table.
pub fn tables(bytes: &[u8]) {
    let Some((first, bytes)) = bytes.split_first() else { return };
    let formats = [None, Some(TableFormat::Csv), Some(TableFormat::Tsv), Some(TableFormat::JsonLines)];
    let format = formats[usize::from(*first) % formats.len()];
    let params = TableParams { labels_required: false, format, ..TableParams::default() };
    let Ok(mut reader) = TableReader::open("t", Box::new(bytes), params.clone(), &Pass::Own) else { return };
    let (mut last, mut rows) = (0, 0);
    while let Ok(Some(batch)) = reader.next_batch() {
        for row in batch.rows(0..batch.len()) {
            assert!(row.line() >= last, "line {} after {last}", row.line());
            assert_eq!(oped::text::normalised(row.text()), row.text());
            last = row.line();
            rows += 1;
        }
    }
    if let Ok(places) = locate_rows("t", bytes, &params) {
        assert_eq!(places.len(), rows);
        for place in places {
            assert!(place.record.start <= place.record.end && place.record.end <= bytes.len());
            if let Some(label) = place.label {
                assert!(place.record.start <= label.range.start && label.range.end <= place.record.end);
            }
        }
    }
}

/// The target `sheets`: the parts of an Excel workbook or an OpenDocument spreadsheet; the first byte chooses.
pub fn sheets(bytes: &[u8]) {
    let Some((first, bytes)) = bytes.split_first() else { return };
    let parts = if first % 2 == 0 { &package::WORKBOOK[..] } else { &package::SPREADSHEET };
    let params = TableParams { labels_required: false, ..TableParams::default() };
    let Ok(table) = read_table("t", &package::of_parts(parts, bytes), &params) else { return };
    assert!(table.rows.iter().map(|row| row.line).is_sorted());
}

/// The target `repeated`: a start, and a few bytes many times over, in a format that the first byte chooses. What takes time with the
/// square of its input takes too long here.
pub fn repeated(bytes: &[u8]) {
    let Some((first, bytes)) = bytes.split_first() else { return };
    let (start, unit) = bytes.split_at(bytes.iter().position(|&byte| byte == 0).unwrap_or(0));
    let unit = unit.strip_prefix(&[0]).unwrap_or(unit);
    if unit.is_empty() {
        return;
    }
    let long = [start, &unit.repeat(REPEATED / unit.len() + 1)].concat();
    let read = [html, text, mail, feeds, subtitles];
    match read.get(usize::from(*first) % (read.len() + 3)) {
        Some(read) => read(&long),
        // The first byte of a table chooses its format.
        None => tables(&[&[*first], &long[..]].concat()),
    }
}

/// The target `model`: a model file that is read can score.
pub fn model(bytes: &[u8]) {
    let Ok(model) = Model::from_bytes(bytes) else { return };
    let score = Scorer::new(model).texts(&["We must act at once.", "The council met, she said."]);
    assert_eq!(score.paragraphs.len(), 2);
}

/// The targets by their names.
pub const TARGETS: [(&str, fn(&[u8])); 11] = [
    ("decode", decoding),
    ("html", html),
    ("text", text),
    ("mail", mail),
    ("feeds", feeds),
    ("documents", documents),
    ("subtitles", subtitles),
    ("tables", tables),
    ("sheets", sheets),
    ("repeated", repeated),
    ("model", model),
];
