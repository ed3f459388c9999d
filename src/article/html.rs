//! Web page → lines: one for each block of text, with spans into the page.
//!
//! Two libraries share the work. `html5gum` cuts the page into tags and text with byte spans; `dom_smoothie` (Mozilla's
//! Readability) says which text is the article. Blocks whose words are not in the article it extracts are kept as
//! furniture, so that `--blocks` shows them. Where it extracts next to nothing, the page's own landmarks decide
//! (`<nav>`, `<footer>`, `<aside>`, `<form>` are furniture).

use html5gum::emitters::default::{DefaultEmitter, Token};
use html5gum::{Spanned, State, Tokenizer};

use super::BlockKind;
use super::declared::Marks;
use super::line::Line;
use super::page_marks::PageMarks;
use crate::error::{Error, ErrorKind, Result};
use crate::text::Encoding;
use crate::text::MappedText;
use crate::text::Span;

/// Where Readability keeps a smaller share of the page's running text, the page's landmarks decide instead.
const LEAST_MAIN_SHARE: f64 = 0.25;
/// Readability takes time that grows with the square of a page's depth, and more with its length: what is beyond any real
/// article is read by its landmarks.
const LARGEST_PAGE: usize = 4 << 20;
/// See [`LARGEST_PAGE`].
const DEEPEST_PAGE: usize = 400;
/// Bytes of the main text in which the next block is looked for.
const SEARCH_AHEAD: usize = 20_000;
/// On pages of more lines a block that does not follow the last one is not looked for elsewhere.
const SEARCHED_LINES: usize = 2_000;
/// The longest link, in words, that is navigation when it stands alone.
const LONGEST_ENTRY: usize = 12;
/// Character references are at most this long ("&CounterClockwiseContourIntegral;").
const LONGEST_REFERENCE: usize = 34;

/// The blocks of a page, and the marks of what it declares itself to be.
pub(super) fn lines(page: &str) -> (Vec<Line>, Marks) {
    let reader = Reader::read(page, Span { start: 0, end: page.len() });
    let readable = page.len() <= LARGEST_PAGE && reader.deepest <= DEEPEST_PAGE;
    let lines = if readable { mark_main_text(page, reader.out) } else { reader.out };
    (lines, reader.marks.into_marks())
}

/// The blocks of a piece of HTML inside another text.
pub(super) fn fragment(text: &str, span: Span) -> Vec<Line> {
    Reader::read(text, span).out
}

/// Whether bytes start like a web page or a piece of one.
pub(super) fn looks_like_html(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).to_lowercase();
    let head = head.trim_start_matches(|c: char| c == '\u{feff}' || c.is_whitespace());
    let Some(rest) = head.strip_prefix('<') else { return false };
    let tag: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
    rest.starts_with("!doctype html")
        || rest.starts_with("!--")
        || rest.starts_with("?xml") && head.contains("<html")
        || is_block(&tag)
        || matches!(tag.as_str(), "meta" | "title" | "link" | "script" | "style")
}

/// The encoding that a page's first bytes declare, where its bytes are not UTF-8 anyway.
///
/// # Errors
/// [`ErrorKind::Encoding`] where it is one that is not read.
pub(super) fn declared_encoding(bytes: &[u8]) -> Result<Option<Encoding>> {
    if std::str::from_utf8(bytes).is_ok() {
        return Ok(None);
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).to_lowercase();
    let Some((_, value)) = head.split_once("charset=") else { return Ok(None) };
    let name = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':');
    let label: String = value.trim_start_matches(['"', '\'']).chars().take_while(name).collect();
    match encoding_rs::Encoding::for_label(label.as_bytes()) {
        // The web's names for Latin-1 all mean Windows-1252.
        Some(known) if known == encoding_rs::WINDOWS_1252 => Ok(Some(Encoding::Windows1252)),
        Some(known) if ![encoding_rs::UTF_8, encoding_rs::UTF_16LE, encoding_rs::UTF_16BE].contains(&known) => {
            let what = format!("the page declares the encoding {label}, which is not read");
            Err(Error::new(ErrorKind::Encoding, what).remedy("save it as UTF-8"))
        }
        _ => Ok(None),
    }
}

fn tokens(page: &str) -> impl Iterator<Item = Token<usize>> {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let tokenizer: Tokenizer<_, _> = Tokenizer::new_with_emitter(page, emitter);
    tokenizer.map_while(|token| token.ok())
}

fn name(name: &[u8]) -> String {
    String::from_utf8_lossy(name).to_lowercase()
}

/// Walks the page and collects lines.
struct Reader<'p> {
    page: &'p str,
    out: Vec<Line>,
    text: MappedText,
    marks: PageMarks,
    /// Gap before the line that is being collected.
    gap: usize,
    bullet: bool,
    heading: bool,
    caption: bool,
    quotes: usize,
    landmarks: Vec<String>,
    skipped: Option<String>,
    /// How deep the page's blocks lie in each other, and the deepest.
    depth: usize,
    deepest: usize,
    /// Bytes of the line inside and outside links.
    linked: [usize; 2],
    link: bool,
}

impl<'p> Reader<'p> {
    fn new(page: &'p str) -> Self {
        Reader {
            page,
            out: Vec::new(),
            text: MappedText::default(),
            marks: PageMarks::default(),
            gap: 0,
            bullet: false,
            heading: false,
            caption: false,
            quotes: 0,
            landmarks: Vec::new(),
            skipped: None,
            depth: 0,
            deepest: 0,
            linked: [0; 2],
            link: false,
        }
    }

    /// Reads the bytes `span` of `page`.
    fn read(page: &'p str, span: Span) -> Self {
        let mut reader = Reader::new(page);
        let mut text_from = span.start;
        for token in tokens(span.of(page)) {
            let (at, tag) = match token {
                Token::StartTag(tag) if tag.self_closing && is_skipped(&name(&tag.name)) => (tag.span, None),
                Token::StartTag(tag) => {
                    let name = name(&tag.name);
                    if reader.skipped.is_none() {
                        reader.marks.tag(&name, &tag);
                    }
                    (tag.span, Some((name, true)))
                }
                Token::EndTag(tag) => (tag.span, Some((name(&tag.name), false))),
                Token::Comment(Spanned { span, .. }) => (span, None),
                Token::Doctype(doctype) => (doctype.span, None),
                Token::String(_) | Token::Error(_) => continue,
            };
            let (start, end) = (span.start + at.start, span.start + at.end);
            if start < text_from {
                continue;
            }
            reader.text(text_from, start);
            text_from = end;
            match tag {
                Some((name, true)) => reader.open(&name),
                Some((name, false)) => {
                    reader.close(&name);
                    reader.marks.end();
                }
                None => {}
            }
        }
        reader.text(text_from, span.end);
        reader.flush(1);
        reader
    }

    fn open(&mut self, tag: &str) {
        if let Some(skipped) = &self.skipped {
            // Scripts hold no tags. Of the others some are never closed: the next block ends them.
            let holds_blocks = matches!(skipped.as_str(), "template" | "noscript" | "svg");
            if holds_blocks || !is_block(tag) {
                return;
            }
            self.skipped = None;
        }
        if is_skipped(tag) {
            self.skipped = Some(tag.to_owned());
            return;
        }
        self.depth += usize::from(nests(tag));
        self.deepest = self.deepest.max(self.depth);
        match tag {
            "br" => return self.line_break(),
            "a" => self.link = true,
            _ if is_block(tag) => self.flush(1),
            _ => return,
        }
        match tag {
            "li" | "dd" => self.bullet = true,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading = true,
            "figcaption" | "caption" => self.caption = true,
            "blockquote" => self.quotes += 1,
            _ if is_landmark(tag) => self.landmarks.push(tag.to_owned()),
            _ => {}
        }
    }

    fn close(&mut self, tag: &str) {
        if let Some(skipped) = &self.skipped {
            if skipped == tag {
                self.skipped = None;
            }
            return;
        }
        if tag == "a" {
            self.link = false;
        }
        self.depth = self.depth.saturating_sub(usize::from(nests(tag)));
        if !is_block(tag) {
            return;
        }
        self.flush(1);
        match tag {
            "blockquote" => self.quotes = self.quotes.saturating_sub(1),
            _ if is_landmark(tag) => {
                if let Some(at) = self.landmarks.iter().rposition(|open| open == tag) {
                    self.landmarks.truncate(at);
                }
            }
            _ => {}
        }
    }

    /// One `<br>` breaks a line, two make a paragraph.
    fn line_break(&mut self) {
        if self.text.as_str().is_empty() {
            self.gap += 1;
        } else {
            self.flush(0);
        }
    }

    /// Ends the line that is being collected; the next one stands `gap` blank lines below it.
    fn flush(&mut self, gap: usize) {
        let mut text = std::mem::take(&mut self.text);
        text.trim_end();
        if !text.as_str().chars().any(char::is_alphanumeric) {
            self.gap = self.gap.max(gap);
        } else {
            let bullet = super::plain::bullet_len(text.as_str());
            text.drop_front(bullet);
            let kind = self.kind(text.as_str());
            let bullet = self.bullet || bullet > 0;
            self.out.push(Line { text, bullet, gap: self.gap, kind, depth: self.quotes, ..Line::default() });
            self.gap = gap;
            self.bullet = false;
        }
        if gap > 0 {
            (self.heading, self.caption) = (false, false);
        }
        self.linked = [0; 2];
    }

    fn kind(&self, text: &str) -> Option<BlockKind> {
        let [outside, inside] = self.linked;
        let is_link =
            inside > outside && text.split(' ').count() <= LONGEST_ENTRY && !super::reassembly::ends_sentence(text);
        if self.heading {
            Some(BlockKind::Heading)
        } else if self.caption {
            Some(BlockKind::Caption)
        } else if is_link || !self.landmarks.is_empty() {
            Some(BlockKind::Menu)
        } else {
            (self.quotes > 0).then_some(BlockKind::Quote)
        }
    }

    /// Takes the page's text `start..end`.
    fn text(&mut self, start: usize, end: usize) {
        if start >= end {
            return;
        }
        let raw = &self.page[start..end];
        match self.skipped.as_deref() {
            Some("script") => return self.marks.script(raw),
            Some("title") => return self.marks.title(&decode_references(raw)),
            Some(_) => return,
            None if self.marks.awaits_text() => self.marks.text(&decode_references(raw)),
            None => {}
        }
        let before = self.text.as_str().len();
        let mut from = 0;
        while let Some(found) = raw[from..].find('&').map(|at| at + from) {
            self.text.push_folded(&raw[from..found], start + from);
            from = found + self.reference(&raw[found..], start + found);
        }
        self.text.push_folded(&raw[from..], start + from);
        self.linked[usize::from(self.link)] += self.text.as_str().len().saturating_sub(before);
    }

    /// Takes a character reference at the start of `raw`; returns the bytes it takes. A lone `&` is itself.
    fn reference(&mut self, raw: &str, offset: usize) -> usize {
        let name =
            raw[1..].bytes().take(LONGEST_REFERENCE).take_while(|b| b.is_ascii_alphanumeric() || *b == b'#').count();
        let len = if raw[1 + name..].starts_with(';') { name + 2 } else { 1 };
        let written = &raw[..len];
        let decoded = if len > 2 { decode_references(written) } else { written.to_owned() };
        if decoded == written {
            self.text.push("&", Span { start: offset, end: offset + 1 });
            return 1;
        }
        if decoded.chars().all(char::is_whitespace) {
            self.text.push_space();
        } else if !decoded.chars().any(crate::text::mapped::is_invisible) {
            self.text.push(&decoded, Span { start: offset, end: offset + len });
        }
        len
    }
}

/// Text with its character references decoded, by the tokenizer's own table; what is none stays.
fn decode_references(written: &str) -> String {
    let mut out = String::new();
    let mut tokenizer: Tokenizer<_> = Tokenizer::new(written);
    tokenizer.set_state(State::Data);
    for token in tokenizer.map_while(|token| token.ok()) {
        if let Token::String(text) = token {
            out.push_str(&String::from_utf8_lossy(&text));
        }
    }
    out
}

/// Marks as furniture what Readability leaves out of the article.
fn mark_main_text(page: &str, mut lines: Vec<Line>) -> Vec<Line> {
    let Some(main) = main_text(page) else { return lines };
    let main = letters(&main);
    let running = |line: &Line| if line.kind.is_none_or(BlockKind::is_scored) { line.as_str().len() } else { 0 };
    // Blocks come in the order of the text: where the last one was found the next is looked for first, so that a long page
    // is not searched from its start for each of them.
    let mut found = 0;
    let mut is_inside = |line: &Line| {
        let words = letters(line.as_str());
        let near = &main[found..(found + words.len() + SEARCH_AHEAD).min(main.len())];
        let at = near.windows(words.len().max(1)).position(|window| window == words).map(|at| found + at);
        found = at.map_or(found, |at| at + words.len());
        at.is_some() || lines.len() <= SEARCHED_LINES && main.windows(words.len().max(1)).any(|window| window == words)
    };
    let inside: Vec<bool> = lines.iter().map(&mut is_inside).collect();
    let total: usize = lines.iter().map(running).sum();
    let kept: usize = lines.iter().zip(&inside).filter(|(_, inside)| **inside).map(|(line, _)| running(line)).sum();
    if (kept as f64) < LEAST_MAIN_SHARE * total as f64 {
        return lines;
    }
    for (line, inside) in lines.iter_mut().zip(inside) {
        if !inside && line.kind.is_none_or(BlockKind::is_scored) {
            line.kind = Some(BlockKind::Furniture);
        }
    }
    lines
}

fn main_text(page: &str) -> Option<String> {
    let mut readability = dom_smoothie::Readability::new(page, None, None).ok()?;
    Some(readability.parse().ok()?.text_content.to_string())
}

/// The letters and digits alone, so that white space and markup make no difference.
fn letters(text: &str) -> Vec<u8> {
    text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().into_bytes()
}

fn is_skipped(tag: &str) -> bool {
    matches!(
        tag,
        "script"
            | "style"
            | "noscript"
            | "template"
            | "svg"
            | "select"
            | "button"
            | "textarea"
            | "title"
            | "iframe"
            | "object"
            | "math"
            | "audio"
            | "video"
            | "canvas"
    )
}

fn is_landmark(tag: &str) -> bool {
    matches!(tag, "nav" | "footer" | "aside" | "form" | "menu" | "dialog")
}

/// Whether the element stays open until it is closed: the others close each other, or hold nothing.
fn nests(tag: &str) -> bool {
    !matches!(
        tag,
        "p" | "li"
            | "dt"
            | "dd"
            | "td"
            | "th"
            | "tr"
            | "tbody"
            | "thead"
            | "tfoot"
            | "br"
            | "hr"
            | "img"
            | "input"
            | "meta"
            | "link"
            | "source"
            | "wbr"
            | "area"
            | "base"
            | "col"
            | "embed"
            | "track"
            | "param"
            | "option"
            | "html"
            | "head"
            | "body"
    )
}

fn is_block(tag: &str) -> bool {
    is_landmark(tag)
        || matches!(
            tag,
            "address"
                | "article"
                | "blockquote"
                | "body"
                | "caption"
                | "center"
                | "dd"
                | "details"
                | "div"
                | "dl"
                | "dt"
                | "fieldset"
                | "figcaption"
                | "figure"
                | "h1"
                | "h2"
                | "h3"
                | "h4"
                | "h5"
                | "h6"
                | "head"
                | "header"
                | "hr"
                | "html"
                | "li"
                | "main"
                | "ol"
                | "p"
                | "pre"
                | "section"
                | "summary"
                | "table"
                | "tbody"
                | "td"
                | "tfoot"
                | "th"
                | "thead"
                | "tr"
                | "ul"
        )
}

#[cfg(test)]
mod tests {
    use crate::article::{Article, BlockKind, Format};

    const PAGE: &str = "<!DOCTYPE html><html><head><title>T</title>\
        <script type=\"application/ld+json\">{\"@graph\":[{\"@type\":\"Organization\"},\
        {\"@type\":[\"NewsArticle\",\"OpinionNewsArticle\"]}]}</script></head><body>\
        <nav><a href=/>Home</a> <a href=/x>Sport</a></nav>\
        <article><h1>A cold decision</h1>\
        <p>The council &ldquo;regrets&rdquo; its choice,&nbsp;said a clerk,   and it closed\n the pool on Monday &amp; Tuesday.\
        <p>No one in the room believed a word of it, and no one was meant to believe it either.\
        <blockquote><p>We were never asked about any of this, not once.</p></blockquote>\
        <p>First line of a verse that is long<br><br>Second part of the page, which stands alone.</p></article>\
        <footer><p>All of the small print that nobody reads, ever.</p></footer></body></html>";

    #[test]
    fn blocks_lead_back_to_the_page() {
        let article = Article::read(PAGE.as_bytes(), Format::Html, None).unwrap();
        assert_eq!(article.declared.as_ref().map(|declared| declared.mark.as_str()), Some("OpinionNewsArticle"));
        let scored: Vec<_> = article.paragraphs().collect();
        assert_eq!(scored.len(), 4, "{:#?}", article.blocks);
        let first = &scored[0].text;
        assert_eq!(
            first.as_str(),
            "The council “regrets” its choice, said a clerk, and it closed the pool on Monday & Tuesday."
        );
        let slice = |word: &str| {
            let at = first.as_str().find(word).unwrap();
            let span = first.source_span(at, at + word.len());
            &PAGE[span.start..span.end]
        };
        assert_eq!((slice("“regrets”"), slice("closed"), slice("&")), ("&ldquo;regrets&rdquo;", "closed", "&amp;"));
        assert_eq!(scored[2].kind, BlockKind::Quote);
    }
}
