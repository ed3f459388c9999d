//! What a file is by its first bytes, whatever its name: a kind that is read, or one that is refused by its name.

use memchr::memmem;

use super::html;
use crate::error::{Error, ErrorKind};
use crate::text::decode;

/// What bytes are known to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    Mail,
    /// A page saved by a browser as MIME.
    SavedPage,
    /// A page saved by Safari.
    WebArchive,
    Feed,
    Subtitles,
    Word,
    OpenDocument,
    /// XML of another kind that has paragraphs as a page has them.
    Page,
    Other(Other),
}

/// A kind of file that is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Other {
    what: &'static str,
    remedy: &'static str,
}

impl Other {
    pub(super) fn error(self) -> Error {
        Error::new(ErrorKind::Encoding, format!("this is {}", self.what)).remedy(self.remedy)
    }
}

/// The bytes in which the root element of an XML file, or the headers of a mail, are looked for.
const HEAD: usize = 64 << 10;
/// The bytes in which a PDF begins.
const PDF_HEAD: usize = 1024;

/// Tells what a file is.
pub(super) fn known(bytes: &[u8]) -> Option<Known> {
    by_magic(bytes).or_else(|| {
        let head = &bytes[..bytes.len().min(HEAD)];
        let marked = decode::byte_order_mark(head).0.and_then(|encoding| decode::decode(head, Some(encoding)).ok());
        let head = marked.as_ref().map_or(head, |marked| marked.text.as_bytes());
        if is_subtitles(head) {
            return Some(Known::Subtitles);
        }
        match head.trim_ascii_start().first()? {
            b'<' => xml(head, bytes),
            b'{' => memmem::find(head, b"jsonfeed.org/version/").map(|_| Known::Feed),
            _ => mail(head),
        }
    })
}

/// Returns true for JSON: an object in front, or nothing but a list. Text may start with a mark in brackets.
pub(super) fn is_json(text: &str) -> bool {
    let text = text.trim_start();
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<serde::de::IgnoredAny>();
    match text.as_bytes().first() {
        Some(b'{') => values.next().is_some_and(|value| value.is_ok()),
        Some(b'[') => serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok(),
        _ => false,
    }
}

/// JSON that is no feed.
pub(super) const JSON: Other = Other {
    what: "JSON, not an article",
    remedy: "export it as JSON lines, an object a line with the key text, or as plain text",
};

const PDF: Other = Other { what: "a PDF", remedy: "save its text first, for instance with pdftotext" };
const IMAGE: Other = Other { what: "an image", remedy: "save the text in it first, for instance with tesseract" };
const SOUND: Other =
    Other { what: "a sound or video file", remedy: "save its words first: subtitles (.vtt, .srt) are read" };
const ARCHIVE: Other = Other { what: "an archive", remedy: "unpack it first, and name the files or the folder" };
const OLD_OFFICE: Other = Other {
    what: "an Office file of the old kind (.doc, .xls, .ppt), or one with a password",
    remedy: "save it as .docx or as plain text, a sheet as CSV",
};
const SPREADSHEET: Other =
    Other { what: "a spreadsheet", remedy: "save the sheet as CSV, with a column text and a paragraph in each row" };
const SLIDES: Other = Other { what: "a presentation", remedy: "save its text first, as .docx or .txt" };
const EBOOK: Other = Other { what: "an e-book (.epub)", remedy: "unzip it, and name the .xhtml files in it" };
const PAGES: Other =
    Other { what: "an iWork file (.pages, .numbers, .key)", remedy: "export it as Word (.docx), a sheet as CSV" };
/// Files in a zip without the list of them at its end, which is written last.
const CUT: &str = "copy it or save it again";
const CUT_WORD: Other = Other { what: "a Word document that is cut off or damaged", remedy: CUT };
const CUT_SPREADSHEET: Other = Other { what: "a spreadsheet that is cut off or damaged", remedy: CUT };
const CUT_OFFICE: Other =
    Other { what: "an Office document (.docx, .xlsx, .pptx) that is cut off or damaged", remedy: CUT };
const CUT_OPEN_DOCUMENT: Other =
    Other { what: "an OpenDocument file (.odt, .ods, .odp) that is cut off or damaged", remedy: CUT };
const CUT_ARCHIVE: Other = Other { what: "an archive or a document that is cut off or damaged", remedy: CUT };
const BINARY_LIST: Other = Other { what: "a property list", remedy: "export its text first" };
const OTHER_XML: Other =
    Other { what: "XML that is neither a page nor a feed", remedy: "save its text as HTML or plain text" };
const OTHER_SUBTITLES: Other = Other {
    what: "a file of subtitles in another format",
    remedy: "convert it to .srt or .vtt first, for instance with ffmpeg",
};

/// How files of a kind start.
const MAGIC: [(&[u8], Other); 26] = [
    (b"%PDF", PDF),
    (b"%!PS", Other { what: "PostScript", remedy: "save its text first, for instance with ps2ascii" }),
    (b"{\\rtf", Other { what: "an RTF file", remedy: "save it as .docx, .odt or plain text" }),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", OLD_OFFICE),
    (b"\x89PNG\r\n", IMAGE),
    (b"\xFF\xD8\xFF", IMAGE),
    (b"GIF87a", IMAGE),
    (b"GIF89a", IMAGE),
    (b"II*\0", IMAGE),
    (b"MM\0*", IMAGE),
    (b"8BPS\0", IMAGE),
    (b"ID3\x02", SOUND),
    (b"ID3\x03", SOUND),
    (b"ID3\x04", SOUND),
    (b"OggS\0", SOUND),
    (b"fLaC\0", SOUND),
    (b"\x1A\x45\xDF\xA3", SOUND),
    (b"7z\xBC\xAF\x27\x1C", ARCHIVE),
    (b"Rar!\x1A\x07", ARCHIVE),
    (b"\xFD7zXZ\0", ARCHIVE),
    (b"PK\x05\x06", ARCHIVE),
    (b"!<arch>\n", ARCHIVE),
    (b"SQLite format 3\0", Other { what: "a database", remedy: "export a table of it as CSV" }),
    (b"\x7FELF", Other { what: "a program", remedy: "name a file of text" }),
    (b"[Script Info]", OTHER_SUBTITLES),
    (b"bplist", BINARY_LIST),
];

fn by_magic(bytes: &[u8]) -> Option<Known> {
    if bytes.starts_with(b"PK\x03\x04") {
        return Some(zipped(bytes));
    }
    if bytes.starts_with(b"bplist00") && memmem::find(bytes, b"WebMainResource").is_some() {
        return Some(Known::WebArchive);
    }
    let starts = |magic: &&(&[u8], Other)| bytes.starts_with(magic.0);
    if let Some((_, other)) = MAGIC.iter().find(starts) {
        return Some(Known::Other(*other));
    }
    // A PDF may begin behind other bytes.
    if memmem::find(&bytes[..bytes.len().min(PDF_HEAD)], b"%PDF-1.").is_some() {
        return Some(Known::Other(PDF));
    }
    let at = |place: usize, mark: &[u8]| bytes.get(place..).is_some_and(|rest| rest.starts_with(mark));
    let other = if at(0, b"RIFF") && at(8, b"WEBP") || at(4, b"ftyphei") || at(4, b"ftypavif") {
        IMAGE
    } else if at(0, b"RIFF") && (at(8, b"WAVE") || at(8, b"AVI ")) || at(4, b"ftyp") {
        SOUND
    } else if at(257, b"ustar") || at(0, b"BZh") && at(4, b"1AY&SY") {
        ARCHIVE
    } else {
        return None;
    };
    Some(Known::Other(other))
}

/// The start of the end of a zip: the place of the list of its files.
const ZIP_END: &[u8] = b"PK\x05\x06";
/// What each Office document has in front.
const OFFICE: &str = "[Content_Types].xml";

/// Tells documents in a zip apart by the names of the files in them, which stand in it unpacked.
fn zipped(bytes: &[u8]) -> Known {
    /// Where the content of the first file starts if its name is `mimetype`.
    const MIMETYPE: usize = 38;
    let has = |name: &str| memmem::find(bytes, name.as_bytes()).is_some();
    let first = bytes.get(MIMETYPE..).unwrap_or_default();
    let is = |kind: &str| {
        bytes.get(MIMETYPE - 8..).is_some_and(|name| name.starts_with(b"mimetype"))
            && first.starts_with(kind.as_bytes())
    };
    if memmem::rfind(bytes, ZIP_END).is_none() {
        return Known::Other(match () {
            () if is("application/vnd.oasis.opendocument") => CUT_OPEN_DOCUMENT,
            () if has("word/") => CUT_WORD,
            () if has("xl/") => CUT_SPREADSHEET,
            () if has(OFFICE) => CUT_OFFICE,
            () => CUT_ARCHIVE,
        });
    }
    match () {
        () if is("application/vnd.oasis.opendocument.text") => Known::OpenDocument,
        () if is("application/vnd.oasis.opendocument.spreadsheet") => Known::Other(SPREADSHEET),
        () if is("application/vnd.oasis.opendocument") => Known::Other(SLIDES),
        () if is("application/epub+zip") => Known::Other(EBOOK),
        () if is("application/") => Known::Other(ARCHIVE),
        () if has("word/document.xml") => Known::Word,
        () if has("xl/workbook.") => Known::Other(SPREADSHEET),
        () if has("ppt/presentation.xml") => Known::Other(SLIDES),
        () if has("META-INF/container.xml") => Known::Other(EBOOK),
        () if has("Index/Document.iwa") || has("Index.zip") => Known::Other(PAGES),
        () => Known::Other(ARCHIVE),
    }
}

/// Tells XML by its root element. Pages are told elsewhere.
fn xml(head: &[u8], whole: &[u8]) -> Option<Known> {
    let text = String::from_utf8_lossy(head);
    let mut rest = text.trim_start();
    let is_declared = rest.starts_with("<?xml");
    while rest.starts_with("<?") || rest.starts_with("<!") {
        let has_subset = || rest.find('[').is_some_and(|subset| rest.find('>').is_some_and(|end| subset < end));
        let end = match () {
            () if rest.starts_with("<!--") => "-->",
            () if rest.starts_with("<!DOCTYPE") && has_subset() => "]>",
            () => ">",
        };
        rest = rest.split_once(end)?.1.trim_start();
    }
    let name = |c: &char| c.is_ascii_alphanumeric() || matches!(c, ':' | '-' | '_' | '.');
    let root: String = rest.strip_prefix('<')?.chars().take_while(name).collect();
    let is_closed = || whole.trim_ascii_end().ends_with(format!("</{root}>").as_bytes());
    match root.as_str() {
        "rss" | "feed" | "rdf:RDF" | "RDF" | "atom:feed" => Some(Known::Feed),
        "office:document" => Some(Known::OpenDocument),
        "tt" | "tt:tt" => Some(Known::Other(OTHER_SUBTITLES)),
        "" => None,
        _ if html::looks_like_html(head) || !is_declared && !is_closed() => None,
        _ if text.contains("<p>") || text.contains("<p ") => Some(Known::Page),
        _ => Some(Known::Other(OTHER_XML)),
    }
}

/// Headers that only a mail has that was sent or saved.
const OF_TRANSPORT: [&str; 9] = [
    "received", "return-path", "message-id", "mime-version", "delivered-to", "content-type",
    "content-transfer-encoding", "dkim-signature", "x-mozilla-status",
];
/// Headers that every mail has.
const OF_MAIL: [&str; 4] = ["from", "date", "subject", "to"];

/// Tells a mail by its headers. One that was pasted has none that a server adds, and stays text.
fn mail(head: &[u8]) -> Option<Known> {
    let head = String::from_utf8_lossy(head);
    let mut names: Vec<String> = Vec::new();
    let mut is_saved = false;
    for (at, line) in head.lines().enumerate() {
        if line.is_empty() {
            break;
        }
        if at == 0 && line.starts_with("From ") || at > 0 && line.starts_with([' ', '\t']) {
            continue;
        }
        let (name, value) = line.split_once(':')?;
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_graphic()) {
            return None;
        }
        let (name, value) = (name.to_ascii_lowercase(), value.to_ascii_lowercase());
        is_saved |= name == "snapshot-content-location"
            || name == "content-type" && value.contains("multipart/related")
            || name == "from" && value.contains("<saved by");
        names.push(name);
    }
    let has = |known: &[&str]| names.iter().any(|name| known.contains(&name.as_str()));
    let is_mail = has(&OF_TRANSPORT) && has(&OF_MAIL);
    is_mail.then_some(if is_saved && !has(&["to"]) { Known::SavedPage } else { Known::Mail })
}

/// "WEBVTT", or the times of a first cue, with or without its number.
fn is_subtitles(head: &[u8]) -> bool {
    if let Some(rest) = head.strip_prefix(b"WEBVTT") {
        return rest.first().is_none_or(u8::is_ascii_whitespace);
    }
    let head = String::from_utf8_lossy(&head[..head.len().min(1024)]);
    let mut lines = head.lines().map(str::trim).filter(|line| !line.is_empty()).peekable();
    lines.next_if(|line| line.bytes().all(|b| b.is_ascii_digit()));
    lines.next().is_some_and(|line| super::subtitles::times(line).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn what(bytes: impl AsRef<[u8]>) -> String {
        match known(bytes.as_ref()) {
            Some(Known::Other(other)) => other.what.to_owned(),
            Some(known) => format!("{known:?}"),
            None => String::new(),
        }
    }

    #[test]
    fn files_are_told_by_their_first_bytes() {
        let cut =
            |name: &str, content: &str| [b"PK\x03\x04", &[0; 26][..], name.as_bytes(), content.as_bytes()].concat();
        let zip = |name: &str, content: &str| [&cut(name, content), ZIP_END].concat();
        for (bytes, expected) in [
            (b"WEBVTT\n\n".to_vec(), "Subtitles"),
            (b"\xEF\xBB\xBF1\r\n00:00:01,000 --> 00:00:02,000\r\nNo.\r\n".to_vec(), "Subtitles"),
            (b"0:00:00.160,0:00:02.389\nthe council\n".to_vec(), "Subtitles"),
            (b"00:00:01,000 --> 00:00:02,000\nNo.\n".to_vec(), "Subtitles"),
            (b"<?xml version='1.0'?>\n<!-- made by hand -->\n<rss version='2.0'>".to_vec(), "Feed"),
            (b"<feed xmlns='http://www.w3.org/2005/Atom'>".to_vec(), "Feed"),
            (b"{\n \"version\": \"https://jsonfeed.org/version/1.1\",".to_vec(), "Feed"),
            (b"Return-Path: <a@b.example>\nFrom: a\n\nHello".to_vec(), "Mail"),
            (b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nSubject: x\r\n\r\n".to_vec(), "SavedPage"),
            (b"bplist00\xd1\x01\x02_\x10\x0fWebMainResource".to_vec(), "WebArchive"),
            (b"bplist00\xd1\x01\x02".to_vec(), "a property list"),
            (zip("word/document.xml", ""), "Word"),
            (zip("mimetype", "application/vnd.oasis.opendocument.text"), "OpenDocument"),
            (zip("mimetype", "application/epub+zip"), "an e-book (.epub)"),
            (zip("xl/workbook.xml", ""), "a spreadsheet"),
            (zip("notes.txt", "hello"), "an archive"),
            (cut("word/document.xml", ""), "a Word document that is cut off or damaged"),
            (cut("xl/workbook.xml", ""), "a spreadsheet that is cut off or damaged"),
            (cut(OFFICE, ""), "an Office document (.docx, .xlsx, .pptx) that is cut off or damaged"),
            (
                cut("mimetype", "application/vnd.oasis.opendocument.text"),
                "an OpenDocument file (.odt, .ods, .odp) that is cut off or damaged",
            ),
            (b"PK\x03\x04".to_vec(), "an archive or a document that is cut off or damaged"),
            (b"{\\rtf1\\ansi Hello".to_vec(), "an RTF file"),
            (b"<?xml version='1.0'?><urlset></urlset>".to_vec(), "XML that is neither a page nor a feed"),
            (b"<sitemap>The pier.</sitemap>\n".to_vec(), "XML that is neither a page nor a feed"),
            (b"<?xml version='1.0'?><nitf><body.content><p>The pier.</p>".to_vec(), "Page"),
            ("\u{feff}<rss>".encode_utf16().flat_map(u16::to_le_bytes).collect(), "Feed"),
        ] {
            assert_eq!(what(&bytes), expected, "{}", String::from_utf8_lossy(&bytes));
        }
    }

    #[test]
    fn text_that_only_looks_like_it_stays_text() {
        for text in [
            "From: Anna Roth\nSubject: The ferry\n\nWe must keep it.",
            "WEBVTTS is no word",
            "7\nThe number of the day.",
            "1\n00:01 --> is how a cue starts",
            "0:00:00.160,0:00:02.389 were its times.",
            "Note: this is text\n\nMIME-Version: 1.0",
            "RIFF is a word, and so is GIF.",
            "<?xml version='1.0'?><html><body><p>A page.</p></body></html>",
            "<p>A page.</p>",
            "<applause> We must keep it. </applause> And more.",
            "{curly} words",
            "",
        ] {
            assert_eq!(what(text), "", "{text}");
        }
    }

    #[test]
    fn json_is_told_from_text_in_brackets() {
        for (text, expected) in [
            ("{\"a\": 1}\n{\"a\": 2}", true),
            ("[{\"a\": 1}]\n", true),
            ("[1] Council minutes.", false),
            ("{sic} he wrote.", false),
            ("", false),
        ] {
            assert_eq!(is_json(text), expected, "{text}");
        }
    }
}
