//! Text → tags, with their places in the page.
//!
//! Behind `<script>` and some other tags everything is raw text up to the end tag, which the tokenizer knows. What it does not know is
//! what `<script/>` is. XHTML and drawings honour the `/`. HTML ignores it, and the rest of the page may be a script; a page in which
//! no `</script>` follows at all was made by somebody who meant the `/`.

use std::collections::HashMap;

use html5gum::emitters::default::{DefaultEmitter, StartTag, Token};
use html5gum::{Emitter, ForwardingEmitter, Spanned, StringReader, Tokenizer, naive_next_state};

use crate::text::Span;

/// The vocabulary that XHTML names.
const XHTML: &str = "http://www.w3.org/1999/xhtml";

type SpannedTokenizer<'p> = Tokenizer<StringReader<'p>, Lenient>;

/// Emits tokens, and asks for no errors: looking for them takes a tenth of the time of a page.
struct Lenient(DefaultEmitter<usize>);

impl ForwardingEmitter for Lenient {
    type Token = Token<usize>;

    fn inner(&mut self) -> &mut impl Emitter<Token = Token<usize>> {
        &mut self.0
    }

    #[inline]
    fn should_emit_errors(&mut self) -> bool {
        false
    }
}

/// The tags of a page, in order.
pub(super) struct Tags<'p> {
    page: &'p str,
    /// Where the tokenizer began.
    base: usize,
    end: usize,
    tokenizer: SpannedTokenizer<'p>,
    is_xhtml: bool,
    /// Where the last end tag of each element of raw text stands, if there is one.
    last_ends: HashMap<Vec<u8>, Option<usize>>,
}

/// A tag, or what is none.
pub(super) enum Tag {
    Start(StartTag<usize>),
    End(String),
    /// A comment or a doctype.
    Other,
}

impl<'p> Tags<'p> {
    /// Those in the bytes `span` of `page`.
    pub(super) fn new(page: &'p str, span: Span) -> Tags<'p> {
        let text = span.of(page);
        let is_xhtml = text.trim_start_matches('\u{FEFF}').trim_start().starts_with("<?xml");
        let last_ends = HashMap::new();
        Tags { page, base: span.start, end: span.end, tokenizer: tokenizer(text), is_xhtml, last_ends }
    }

    /// The next tag, with its place in the page.
    pub(super) fn next(&mut self) -> Option<(Tag, Span)> {
        loop {
            let (tag, at) = match self.tokenizer.next()?.ok()? {
                Token::StartTag(tag) => {
                    self.is_xhtml |= tag.name.as_slice() == b"html" && is_xhtml(&tag);
                    let at = tag.span;
                    (Tag::Start(tag), at)
                }
                Token::EndTag(tag) => (Tag::End(name(&tag.name)), tag.span),
                Token::Comment(Spanned { span, .. }) => (Tag::Other, span),
                Token::Doctype(doctype) => {
                    let of = doctype.public_identifier.as_ref().map(|of| of.to_ascii_uppercase()).unwrap_or_default();
                    self.is_xhtml |= memchr::memmem::find(&of, b"XHTML").is_some();
                    (Tag::Other, doctype.span)
                }
                Token::String(_) | Token::Error(_) => continue,
            };
            return Some((tag, Span { start: self.base + at.start, end: self.base + at.end }));
        }
    }

    /// Reads the `/` of a tag that ends at `at`, `in_drawing` or not, and returns true if it closes the element.
    pub(super) fn closes_itself(&mut self, tag: &StartTag<usize>, at: usize, in_drawing: bool) -> bool {
        if !tag.self_closing || naive_next_state(&tag.name).is_none() {
            return tag.self_closing;
        }
        let is_closed = self.is_xhtml || in_drawing || self.last_end(&tag.name).is_none_or(|end| end < at);
        if is_closed {
            // The tokenizer is about to read raw text.
            (self.base, self.tokenizer) = (at, tokenizer(&self.page[at..self.end]));
        }
        is_closed
    }

    /// Where the last end tag of this name stands. Each name is searched once: a page may hold any number of such tags.
    fn last_end(&mut self, name: &[u8]) -> Option<usize> {
        if let Some(found) = self.last_ends.get(name) {
            return *found;
        }
        let bytes = self.page.as_bytes();
        let is_end = |at: &usize| {
            let rest = bytes[at + 1..self.end].strip_prefix(b"/").unwrap_or_default();
            rest.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
        };
        let found = memchr::memrchr_iter(b'<', &bytes[..self.end]).find(is_end);
        self.last_ends.insert(name.to_vec(), found);
        found
    }
}

fn tokenizer(text: &str) -> SpannedTokenizer<'_> {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    Tokenizer::new_with_emitter(text, Lenient(emitter))
}

fn is_xhtml(tag: &StartTag<usize>) -> bool {
    super::marks::attribute(tag, "xmlns").trim() == XHTML
}

/// The name of a tag, of which the tokenizer has put the letters into lower case.
pub(super) fn name(name: &[u8]) -> String {
    std::str::from_utf8(name).map_or_else(|_| String::from_utf8_lossy(name).into_owned(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use crate::article::{Article, Format};

    const TEXT: &str = "The council met on Monday and voted for the plan, a clerk said.";

    fn seen(page: &str) -> Vec<String> {
        let article = Article::read(page.as_bytes(), Format::Html, None).unwrap();
        article.blocks.iter().map(|block| block.text.as_str().to_owned()).collect()
    }

    #[test]
    fn a_tag_that_closes_itself_does_so_in_xhtml_and_where_nothing_closes_it() {
        let xhtml = ["<?xml version='1.0'?><html>", "<html xmlns='http://www.w3.org/1999/xhtml'>"];
        let doctype = "<!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0 Strict//EN' 'xhtml1-strict.dtd'>";
        for tag in ["script", "style", "title", "textarea", "iframe"] {
            let body = format!("<{tag} id='x'/><p>{TEXT}</p>");
            let closed = format!("{body}<{tag}>var x = 1;</{tag}>");
            for head in xhtml.iter().chain([&doctype]) {
                assert_eq!(seen(&format!("{head}{closed}")), [TEXT], "{head} {tag}");
            }
            assert_eq!(seen(&format!("<html>{body}")), [TEXT], "{tag}: nothing closes it");
            assert_eq!(
                seen(&format!("<html><p>Monday.</p>{closed}<p>{TEXT}</p>")),
                ["Monday.", TEXT],
                "{tag}: as HTML"
            );
        }
    }

    #[test]
    fn a_tag_of_a_drawing_closes_itself() {
        let page = format!("<svg><title/><style/></svg><p>{TEXT}</p><style>p {{}}</style><title>T</title>");
        assert_eq!(seen(&page), [TEXT]);
    }

    #[test]
    fn places_are_those_of_the_page_behind_such_a_tag() {
        let page = format!("<html><script src='x.js'/><p>{TEXT}</p><p>It was Monday, and &amp; it rained all day.</p>");
        let article = Article::read(page.as_bytes(), Format::Html, None).unwrap();
        let spans: Vec<&str> = article.paragraphs().map(|block| block.span().of(&page)).collect();
        assert_eq!(spans, [TEXT, "It was Monday, and &amp; it rained all day."]);
    }
}
