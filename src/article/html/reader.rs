//! Tags and text → lines.

use html5gum::emitters::default::{DefaultEmitter, Token};
use html5gum::{Spanned, State, Tokenizer};

use super::additions::{Addition, Additions};
use super::elements::{is_block, is_emphasis, is_skipped, nests};
use super::form::Found;
use super::marks::{PageMarks, sets_apart};
use super::tree::Tree;
use crate::article::plain::{bullet_len, is_dash, is_rule};
use crate::article::setting::{Emphasis, Setting};
use crate::article::{block::BlockKind, edges::ends_sentence, line::Line, page::Page};
use crate::text::{MappedText, Span};

/// The longest link, in words, that is navigation if it makes up a line.
const LONGEST_ENTRY: usize = 12;
/// The longest character reference: "&CounterClockwiseContourIntegral;".
const LONGEST_REFERENCE: usize = 34;

fn tokens(page: &str) -> impl Iterator<Item = Token<usize>> {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let tokenizer: Tokenizer<_, _> = Tokenizer::new_with_emitter(page, emitter);
    tokenizer.map_while(|token| token.ok())
}

fn name(name: &[u8]) -> String {
    // The tokenizer has put the letters of tags into lower case.
    std::str::from_utf8(name).map_or_else(|_| String::from_utf8_lossy(name).into_owned(), str::to_owned)
}

/// What was read.
pub(super) struct Read {
    pub page: Page,
    pub tree: Tree,
    /// What was found of each line.
    pub found: Vec<Found>,
}

/// Walks a page and collects its lines.
#[derive(Default)]
pub(super) struct Reader<'p> {
    page: &'p str,
    out: Vec<Line>,
    text: MappedText,
    marks: PageMarks,
    additions: Additions,
    /// Blank lines before the current line.
    gap: usize,
    bullet: bool,
    heading: bool,
    caption: bool,
    quotes: usize,
    skipped: Option<String>,
    /// Bytes of the current line outside and inside links.
    linked: [usize; 2],
    link: bool,
    /// The open elements that set their text apart.
    set_apart: Vec<String>,
    /// How many `<q>` are open.
    inline_quotes: usize,
    emphasis: Emphasis,
    after_rule: bool,
    tree: Tree,
    /// The innermost element around the current line.
    around: Option<usize>,
    /// What was found of each line.
    found: Vec<Found>,
}

impl<'p> Reader<'p> {
    /// Reads the bytes `span` of `page`.
    pub(super) fn read(page: &'p str, span: Span) -> Self {
        let mut reader = Reader { page, ..Reader::default() };
        let mut text_from = span.start;
        for token in tokens(span.of(page)) {
            let (at, tag) = match token {
                Token::StartTag(tag) if tag.self_closing && is_skipped(&name(&tag.name)) => (tag.span, None),
                Token::StartTag(tag) => {
                    let name = name(&tag.name);
                    if reader.skipped.is_none() {
                        reader.marks.tag(&name, &tag);
                    }
                    let sets_apart = is_emphasis(&name) || sets_apart(&tag);
                    let addition = Addition::of(&name, &tag);
                    (tag.span, Some((name, Some((tag, sets_apart, addition)))))
                }
                Token::EndTag(tag) => (tag.span, Some((name(&tag.name), None))),
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
                Some((name, Some((tag, sets_apart, addition)))) => {
                    reader.open(&name, sets_apart);
                    if reader.skipped.is_none() {
                        reader.tree.open(&name, &tag);
                    }
                    reader.additions.open(&name, addition);
                    reader.quotation_mark(&name, true, Span { start, end });
                }
                Some((name, None)) => {
                    reader.quotation_mark(&name, false, Span { start, end });
                    if reader.skipped.is_none() {
                        reader.tree.close(&name);
                    }
                    reader.close(&name);
                    reader.additions.close(&name);
                    reader.marks.end();
                }
                None => {}
            }
        }
        reader.text(text_from, span.end);
        reader.flush(1);
        reader
    }

    /// Returns what was read.
    pub(super) fn finish(self) -> Read {
        let (marks, titles) = self.marks.finish();
        let page = Page { lines: self.out, marks, titles, ..Page::default() };
        Read { page, tree: self.tree, found: self.found }
    }

    fn open(&mut self, tag: &str, sets_apart: bool) {
        if let Some(skipped) = &self.skipped {
            // Scripts hold no tags. Some other elements are never closed: the next block ends them.
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
        match tag {
            "br" => return self.line_break(),
            "a" => self.link = true,
            _ if is_block(tag) => self.flush(1),
            _ => {
                self.set_apart.extend((sets_apart && nests(tag)).then(|| tag.to_owned()));
                return;
            }
        }
        if !nests(tag) {
            self.end_set_apart(|open| !nests(open));
        }
        self.set_apart.extend((sets_apart && tag != "hr").then(|| tag.to_owned()));
        match tag {
            "li" | "dd" => self.bullet = true,
            "hr" => self.after_rule = true,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading = true,
            "figcaption" | "caption" => self.caption = true,
            "blockquote" => self.quotes += 1,
            _ => {}
        }
    }

    /// Draws the mark that a browser draws for the start or the end of `<q>`.
    fn quotation_mark(&mut self, tag: &str, is_start: bool, at: Span) {
        if tag != "q" || self.skipped.is_some() || !is_start && self.inline_quotes == 0 {
            return;
        }
        if !is_start {
            self.inline_quotes -= 1;
        }
        let is_inner = self.inline_quotes % 2 == 1;
        let mark = match (is_start, is_inner) {
            (true, false) => "“",
            (false, false) => "”",
            (true, true) => "‘",
            (false, true) => "’",
        };
        self.text.push_reference(mark, at);
        self.inline_quotes += usize::from(is_start);
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
        if !is_block(tag) {
            return self.end_set_apart(|open| open == tag);
        }
        self.flush(1);
        self.end_set_apart(|open| open == tag);
        if tag == "blockquote" {
            self.quotes = self.quotes.saturating_sub(1);
        }
    }

    /// Closes the innermost of the open elements that set text apart, if it is such a one.
    fn end_set_apart(&mut self, is_closed: impl Fn(&str) -> bool) {
        if let Some(at) = self.set_apart.iter().rposition(|open| is_closed(open)) {
            self.set_apart.remove(at);
        }
    }

    /// One `<br>` breaks a line, two end a paragraph.
    fn line_break(&mut self) {
        if self.text.as_str().is_empty() {
            self.gap += 1;
        } else {
            self.flush(0);
        }
    }

    /// Ends the current line; the next one is `gap` blank lines below it.
    fn flush(&mut self, gap: usize) {
        let mut text = std::mem::take(&mut self.text);
        text.trim_end();
        if !text.as_str().chars().any(char::is_alphanumeric) {
            self.gap = self.gap.max(gap);
            self.after_rule |= is_rule(text.as_str());
        } else {
            let bullet = bullet_len(text.as_str());
            let (before, dashed) = (text.as_str().len(), bullet > 0 && is_dash(text.as_str()));
            text.drop_front(bullet);
            let set_apart = self.emphasis.take(&text, before - text.as_str().len());
            let setting = Setting { set_apart, dashed, after_rule: std::mem::take(&mut self.after_rule) };
            let is_added = self.additions.take_furniture();
            let kind = if is_added { Some(BlockKind::Furniture) } else { self.kind(text.as_str()) };
            let bullet = self.bullet || bullet > 0;
            self.found.push(Found { element: self.around.unwrap_or(0), linked: self.linked });
            self.out.push(Line { text, bullet, gap: self.gap, kind, depth: self.quotes, setting, ..Line::default() });
            self.gap = gap;
            self.bullet = false;
        }
        if gap > 0 {
            (self.heading, self.caption) = (false, false);
        }
        self.around = None;
        self.linked = [0; 2];
        self.emphasis = Emphasis::default();
    }

    fn kind(&self, text: &str) -> Option<BlockKind> {
        let [outside, inside] = self.linked;
        let is_link = inside > outside && text.split(' ').count() <= LONGEST_ENTRY && !ends_sentence(text);
        if self.heading {
            Some(BlockKind::Heading)
        } else if self.caption {
            Some(BlockKind::Caption)
        } else if is_link {
            Some(BlockKind::Menu)
        } else {
            (self.quotes > 0).then_some(BlockKind::Quote)
        }
    }

    /// Reads the text `start..end` of the page.
    fn text(&mut self, start: usize, end: usize) {
        if start >= end {
            return;
        }
        let raw = &self.page[start..end];
        match self.skipped.as_deref() {
            Some("script") => return self.marks.script(raw),
            Some("title") => return self.marks.title(&decode_references(raw)),
            Some(_) => return,
            None if self.additions.is_mark() => return,
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
        self.emphasis.read(&self.text, before, !self.set_apart.is_empty());
        if self.text.as_str()[before.min(self.text.as_str().len())..].chars().any(|c| !c.is_whitespace()) {
            let around = self.around.map_or(self.tree.current(), |around| self.tree.open_around(around));
            self.around = Some(around);
        }
        self.linked[usize::from(self.link)] += self.text.as_str().len().saturating_sub(before);
    }

    /// Reads a character reference at the start of `raw` and returns its length. A lone `&` is itself.
    fn reference(&mut self, raw: &str, offset: usize) -> usize {
        let name = raw.bytes().skip(1).take(LONGEST_REFERENCE);
        let name = name.take_while(|b| b.is_ascii_alphanumeric() || *b == b'#').count();
        let len = if raw[1 + name..].starts_with(';') { name + 2 } else { 1 };
        let written = &raw[..len];
        let decoded = if len > 2 { decode_references(written) } else { written.to_owned() };
        if decoded == written {
            self.text.push("&", Span { start: offset, end: offset + 1 });
            return 1;
        }
        self.text.push_reference(&decoded, Span { start: offset, end: offset + len });
        len
    }
}

/// Decodes character references by the tokenizer's own table; other text is unchanged.
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
