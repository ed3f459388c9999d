//! Web page → lines: one for each block of text, with spans into the page.
//!
//! `html5gum` cuts the page into tags and text with byte spans. A linear model judges each line by its form, by the elements around
//! it and by its neighbours ([`main_text`]). What is left out is furniture, so that `--blocks` still shows it. A page that a script
//! fills is read from the script ([`fill`]).

mod additions;
mod body;
mod copies;
mod described;
mod elements;
mod evidence;
mod fill;
mod form;
mod head;
mod headline;
mod json_ld;
mod logits;
mod main_text;
mod marks;
mod points;
mod reader;
mod references;
mod roles;
mod skipped;
mod tokens;
mod tree;

#[cfg(feature = "report")]
pub(crate) use head::GENERATOR;
#[cfg(feature = "cli")]
pub(crate) use head::is_own_page;
pub(super) use head::{declared_encoding, looks_like_html};

use super::{line::Line, page::Page};
use crate::text::Span;
use form::Form;
use reader::{Read, Reader};

/// Reads a page.
pub(super) fn read(page: &str) -> Page {
    let Read { page: read, tree, found, body } = Reader::read(page, Span { start: 0, end: page.len() }).finish();
    let lines = main_text::mark(read.lines, &read.titles, &tree, &found);
    let lines = match body {
        Some(body) => fill::fill(lines, &body),
        None => lines,
    };
    Page { lines, ..read }
}

/// What each line of a page says about whether it is part of the article: for fitting the model of main text.
#[derive(Debug, Clone, PartialEq)]
pub struct PageEvidence {
    /// The names of the values.
    pub names: Vec<String>,
    /// The lines, in order.
    pub lines: Vec<LineEvidence>,
}

/// What one line says.
#[derive(Debug, Clone, PartialEq)]
pub struct LineEvidence {
    /// Its text.
    pub text: String,
    /// Whether its markup is that of a heading.
    pub is_heading: bool,
    /// In the order of the names.
    pub values: Vec<f64>,
}

/// Returns what each line of a decoded page says about whether it is part of the article. `examples/page_evidence.rs` prints it, and
/// `benches/pages` fits the weights.
pub fn page_evidence(page: &str) -> PageEvidence {
    let Read { page: read, tree, found, .. } = Reader::read(page, Span { start: 0, end: page.len() }).finish();
    let forms: Vec<Form> = read.lines.iter().zip(&found).map(|(line, found)| Form::of(line, found.linked)).collect();
    let values = evidence::evidence(&tree, &forms, &found);
    let line = |(line, values): (&Line, Vec<f64>)| {
        let is_heading = line.kind == Some(super::block::BlockKind::Heading);
        LineEvidence { text: line.as_str().to_owned(), is_heading, values }
    };
    PageEvidence { names: evidence::names(), lines: read.lines.iter().zip(values).map(line).collect() }
}

/// Reads a piece of HTML inside another text.
pub(super) fn fragment(text: &str, span: Span) -> Vec<Line> {
    Reader::read(text, span).finish().page.lines
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
        // A short line is no heading without the markup of one.
        assert_eq!(scored.len(), 5, "{:#?}", article.blocks);
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

    /// Some of these once took minutes, growing with the square of their length: this test would not end. The last ones are deep.
    #[test]
    fn odd_pages_are_read_to_their_end() {
        let check = |unit: &str, bytes: usize, format: Format| {
            let page = unit.repeat(bytes / unit.len());
            let article = Article::read(page.as_bytes(), format, None).unwrap();
            let letters = |text: &str| text.bytes().filter(|byte| matches!(byte, b'a' | b'b')).count();
            let read: usize = article.blocks.iter().map(|block| letters(block.text.as_str())).sum();
            let written = bytes / unit.len();
            assert!(read >= written, "{unit:?}: {read} of {written}");
        };
        for unit in ["a &", "a&#", "a&amp;", "a&amp", "a\u{AD}\n", "a&nbsp;", "<p>a, b", "<div>a ", "<span>a<br>"] {
            check(unit, 2 << 20, Format::Html);
        }
        for unit in ["a-\n", "a\u{AD}\n", "a\n", "a,\n"] {
            check(unit, 1 << 20, Format::Text);
        }
    }
}
