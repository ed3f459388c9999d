//! Tags and text → lines.

use html5gum::emitters::default::StartTag;

use super::additions::{Addition, Additions};
use super::elements::{is_block, is_emphasis, is_skipped, nests};
use super::form::Found;
use super::marks::{PageMarks, sets_apart};
use super::references::{decode_references, reference};
use super::skipped::{End, Skipped};
use super::tokens::{Tag, Tags, name};
use super::tree::Tree;
use crate::article::plain::{bullet_len, is_dash, is_rule};
use crate::article::setting::{Emphasis, Setting};
use crate::article::{block::BlockKind, edges::ends_sentence, line::Line, page::Page};
use crate::text::{MappedText, Span};

/// The longest link, in words, that is navigation if it makes up a line.
const LONGEST_ENTRY: usize = 12;
/// The most elements that set their text apart and are open at once. What is nested deeper does not count.
const MOST_SET_APART: usize = 100;

/// What was read.
pub(super) struct Read {
    pub page: Page,
    pub tree: Tree,
    /// What was found of each line.
    pub found: Vec<Found>,
    /// The article as a script holds it.
    pub body: Option<MappedText>,
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
    skipped: Option<Skipped>,
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
        let (mut tags, mut text_from) = (Tags::new(page, span), span.start);
        while let Some((tag, at)) = tags.next() {
            if at.start < text_from {
                continue;
            }
            reader.text(text_from, at.start);
            text_from = at.end;
            match tag {
                Tag::Start(tag) => {
                    let in_drawing = reader.skipped.as_ref().is_some_and(Skipped::is_drawing);
                    let closes_itself = tags.closes_itself(&tag, at.end, in_drawing);
                    reader.start_tag(&tag, closes_itself, at);
                }
                Tag::End(name) => reader.end_tag(&name, at),
                Tag::Other => {}
            }
        }
        reader.text(text_from, span.end);
        reader.flush(1);
        reader
    }

    fn start_tag(&mut self, tag: &StartTag<usize>, closes_itself: bool, at: Span) {
        let name = name(&tag.name);
        self.end_skipped(&name, closes_itself);
        if closes_itself && is_skipped(&name) {
            return;
        }
        if self.skipped.is_none() {
            self.marks.tag(&name, tag);
        }
        self.open(&name, is_emphasis(&name) || sets_apart(tag));
        if self.skipped.is_none() {
            self.tree.open(&name, tag);
        }
        self.additions.open(&name, Addition::of(&name, tag));
        self.quotation_mark(&name, true, at);
    }

    fn end_tag(&mut self, name: &str, at: Span) {
        self.quotation_mark(name, false, at);
        match self.skipped.as_mut().map(|skipped| skipped.end(name)) {
            Some(End::Nothing) => {}
            Some(End::Own) => self.skipped = None,
            Some(End::Outer) | None => {
                self.skipped = None;
                self.tree.close(name);
                self.close(name);
            }
        }
        self.additions.close(name);
        self.marks.end();
    }

    /// Returns what was read.
    pub(super) fn finish(self) -> Read {
        let (marks, titles, body) = self.marks.finish();
        let page = Page { lines: self.out, marks, titles, ..Page::default() };
        Read { page, tree: self.tree, found: self.found, body }
    }

    /// Goes on behind an element that is left out, if a start tag ends it.
    fn end_skipped(&mut self, tag: &str, closes_itself: bool) {
        if self.skipped.as_mut().is_some_and(|skipped| skipped.is_ended_by(tag, closes_itself)) {
            self.skipped = None;
        }
    }

    fn open(&mut self, tag: &str, sets_apart: bool) {
        if self.skipped.is_none() {
            self.skipped = Skipped::of(tag);
        }
        if self.skipped.is_some() {
            return;
        }
        match tag {
            "br" => return self.line_break(),
            "a" => self.link = true,
            _ if is_block(tag) => self.flush(1),
            _ if sets_apart && nests(tag) => return self.set_apart(tag),
            _ => return,
        }
        if !nests(tag) {
            self.end_set_apart(|open| !nests(open));
        }
        if sets_apart && tag != "hr" {
            self.set_apart(tag);
        }
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
            return self.close_inline_quote(at);
        }
        let mark = if self.inline_quotes % 2 == 1 { "‘" } else { "“" };
        self.text.push_reference(mark, at);
        self.inline_quotes += 1;
    }

    fn close_inline_quote(&mut self, at: Span) {
        self.inline_quotes -= 1;
        let mark = if self.inline_quotes % 2 == 1 { "’" } else { "”" };
        self.text.push_reference(mark, at);
    }

    /// Closes the `<q>` that are open at the end of their block: one that was not closed would turn all later marks around.
    fn close_inline_quotes(&mut self) {
        let end = self.text.source_span(0, self.text.as_str().len()).end;
        while self.inline_quotes > 0 {
            self.close_inline_quote(Span { start: end, end });
        }
    }

    fn close(&mut self, tag: &str) {
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

    fn set_apart(&mut self, tag: &str) {
        if self.set_apart.len() < MOST_SET_APART {
            self.set_apart.push(tag.to_owned());
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
        self.text.trim_end();
        if gap > 0 {
            self.close_inline_quotes();
        }
        let mut text = std::mem::take(&mut self.text);
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
        match self.skipped.as_ref().map(Skipped::name) {
            Some("script") => return self.marks.script(raw, start),
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
            let (meant, len) = reference(&raw[found..]).unwrap_or_else(|| ("&".to_owned(), 1));
            let at = Span { start: start + found, end: start + found + len };
            if len == 1 {
                self.text.push(&meant, at);
            } else {
                self.text.push_reference(&meant, at);
            }
            from = found + len;
        }
        self.text.push_folded(&raw[from..], start + from);
        self.emphasis.read(&self.text, before, !self.set_apart.is_empty());
        if self.text.as_str()[before.min(self.text.as_str().len())..].chars().any(|c| !c.is_whitespace()) {
            let around = self.around.map_or(self.tree.current(), |around| self.tree.open_around(around));
            self.around = Some(around);
        }
        self.linked[usize::from(self.link)] += self.text.as_str().len().saturating_sub(before);
    }
}

#[cfg(test)]
mod tests {
    use crate::article::{Article, Format};

    fn seen(page: &str) -> Vec<String> {
        let article = Article::read(page.as_bytes(), Format::Html, None).unwrap();
        article.paragraphs().map(|block| block.text.as_str().to_owned()).collect()
    }

    #[test]
    fn a_quotation_that_is_not_closed_ends_with_its_block() {
        let page = "<p>He said <q>we must go, and <q>never</q> come back, at once. </p>\
            <p>She called it <q>a disgrace</q> in a letter to the council.</p><p>They met again, he said, <q>on the <q>last Monday of May</p>\
            <p>A line of it was <q>too long for one<br>and went on here</q>, he said.</p>";
        let expected = [
            "He said “we must go, and ‘never’ come back, at once.”",
            "She called it “a disgrace” in a letter to the council.",
            "They met again, he said, “on the ‘last Monday of May’”",
            "A line of it was “too long for one and went on here”, he said.",
        ];
        assert_eq!(seen(page), expected);
        let article = Article::read(page.as_bytes(), Format::Html, None).unwrap();
        let first = article.paragraphs().next().unwrap();
        assert_eq!(first.span().of(page), "He said <q>we must go, and <q>never</q> come back, at once.");
    }

    /// Emphasis that is opened and never closed was searched to its start for each end tag: this test would not end.
    #[test]
    fn tags_without_end_are_read_to_their_end() {
        let page = "<b>".repeat(200_000) + &"</i>".repeat(200_000) + "<p>The council met on Monday, a clerk said.</p>";
        assert_eq!(seen(&page).len(), 1);
    }
}
