//! Web page → lines: one for each block of text, with spans into the page.
//!
//! Two libraries share the work. `html5gum` cuts the page into tags and text with byte spans; `dom_smoothie` (Mozilla's
//! Readability), which keeps no offsets, finds the text of the article. Blocks whose words it leaves out are furniture, so that
//! `--blocks` still shows them. If it finds next to nothing, the page's landmarks decide: `<nav>`, `<footer>`, `<aside>` and
//! `<form>` are furniture.

mod additions;
mod elements;
mod head;
mod main_text;
mod marks;
mod reader;

#[cfg(feature = "report")]
pub(crate) use head::GENERATOR;
#[cfg(feature = "cli")]
pub(crate) use head::is_own_page;
pub(super) use head::{declared_encoding, looks_like_html};

use super::{line::Line, page::Page};
use crate::text::Span;
use reader::Reader;

/// Reads a page.
pub(super) fn read(page: &str) -> Page {
    let reader = Reader::read(page, Span { start: 0, end: page.len() });
    // The words of a block are looked for in the main text: neither has the marks.
    let unmarked = reader.without_marks();
    let (read, depth) = reader.finish();
    Page { lines: main_text::mark(&unmarked, read.lines, depth), ..read }
}

/// Reads a piece of HTML inside another text.
pub(super) fn fragment(text: &str, span: Span) -> Vec<Line> {
    Reader::read(text, span).finish().0.lines
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
