//! The article's own headline.
//!
//! In this order:
//!
//! 1. the first heading that the page's title repeats, which makes up at least half of the title. The title is `og:title`, else
//!    `<title>`, of a web page, and `title` in Markdown's front matter;
//! 2. `og:title`, or the front matter's `title`;
//! 3. the first heading before the first paragraph that is more than the name of a section ("Opinion").
//!
//! Each of 181 pages of news sites has a headline by this rule, 160 as a heading.

use super::block::{Block, BlockKind};
use super::claim_words;
use crate::text::Span;

/// The article's own headline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Headline {
    /// Its words, with white space normalised.
    pub text: String,
    /// Its bytes in the source; `None` if it is known only from the page's metadata, or was unpacked from a file.
    pub span: Option<Span>,
}

/// The titles in a page's metadata.
#[derive(Debug, Default)]
pub(super) struct Titles {
    /// The article's: `og:title`, or the front matter's `title`.
    pub article: Option<String>,
    /// The page's, often with the name of the site: `<title>`.
    pub page: Option<String>,
}

/// The letters and digits of a title that are compared with headings. A longer one is a text, and no heading repeats half of it.
const LONGEST_TITLE: usize = 1000;

/// A title as headings are compared with it.
#[derive(Debug)]
pub(super) struct Title(String);

impl Title {
    /// Returns true if a heading repeats at least half of it.
    pub(super) fn is_repeated_by(&self, heading: &str) -> bool {
        let words = letters(heading);
        !words.is_empty() && 2 * words.len() >= self.0.len() && self.0.contains(&words)
    }
}

impl Titles {
    /// Picks the headline.
    pub(super) fn headline(self, blocks: &[Block]) -> Option<Headline> {
        let title = self.title();
        let is_heading = |block: &&Block| matches!(block.kind, BlockKind::Headline | BlockKind::Heading);
        let repeated = blocks.iter().find(|block| is_heading(block) && title.is_repeated_by(block.text.as_str()));
        let has_letters = |text: &String| text.contains(char::is_alphanumeric);
        let of_title = || self.article.filter(has_letters).map(|text| Headline { text, span: None });
        repeated.map(Headline::of).or_else(of_title).or_else(|| leading_heading(blocks).map(Headline::of))
    }

    /// The article's title, else the page's. It takes time to read: read it once for all headings.
    pub(super) fn title(&self) -> Title {
        Title(letters(self.article.as_deref().or(self.page.as_deref()).unwrap_or_default()))
    }
}

/// The fewest words of a heading that is preferred to an earlier one.
const HEADLINE_WORDS: usize = 4;

impl Headline {
    fn of(block: &Block) -> Headline {
        Headline { text: block.text.as_str().to_owned(), span: block.place().map(|(span, _)| span) }
    }
}

fn leading_heading(blocks: &[Block]) -> Option<&Block> {
    let is_headline = |block: &&Block| {
        matches!(block.kind, BlockKind::Headline | BlockKind::Heading)
            && claim_words::title(block.text.as_str()).is_none()
    };
    let leading = || blocks.iter().take_while(|block| !block.kind.is_scored()).filter(is_headline);
    // "Site menu", "Sections": a page that was pasted whole starts with entries of its menu.
    let is_sentence = |block: &&Block| block.text.as_str().split(' ').count() >= HEADLINE_WORDS;
    leading().find(is_sentence).or_else(|| leading().next())
}

/// Letters and digits in lower case, as many as a title has: titles and headings differ in dashes and quotation marks.
pub(super) fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).take(LONGEST_TITLE).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use crate::article::{Article, Format};

    /// The headline of a page, with `*` in front where it stands in the page.
    fn headline(page: &str, format: Format) -> String {
        let found = Article::read(page.as_bytes(), format, None).unwrap().headline;
        found.map_or_else(String::new, |headline| match headline.span {
            Some(span) => format!("*{} = {}", headline.text, span.of(page)),
            None => headline.text,
        })
    }

    #[test]
    fn a_web_page_has_its_headline_in_its_heading_or_its_title() {
        let page = |head: &str, body: &str| {
            let body = format!("<head>{head}</head><body>{body}<p>The council met on Monday and voted.</p></body>");
            headline(&body, Format::Html)
        };
        let og = "<meta property=og:title content='A cold\n &quot;decision&quot;'>";
        let heading = "<h2>Opinion</h2><h1>A cold “decision”</h1>";
        assert_eq!(page(og, heading), "*A cold “decision” = A cold “decision”");
        assert_eq!(page(og, "<h1>The Gazette</h1>"), "A cold \"decision\"");
        assert_eq!(page("<title>A cold decision | Gazette</title>", heading), "*A cold “decision” = A cold “decision”");
        assert_eq!(page("<title>Gazette</title>", "<h2>Opinion</h2><h3>A cold day</h3>"), "*A cold day = A cold day");
        assert_eq!(page("<title>Gazette</title>", ""), "");
        assert_eq!(page("<meta property=og:title content=' '>", ""), "");
    }

    /// Each heading once read the whole title: this test would take minutes.
    #[test]
    fn a_title_is_read_once_for_all_headings() {
        let title = "word ".repeat(400_000);
        let page =
            format!("<title>{title}</title>{}<p>The council met, and voted.</p>", "<h2>A word</h2>".repeat(100_000));
        assert_eq!(headline(&page, Format::Html), "*A word = A word");
    }

    #[test]
    fn a_text_has_it_in_its_front_matter_or_before_its_first_paragraph() {
        let markdown = |head: &str| headline(&format!("{head}\n\nThe council met, and voted.\n"), Format::Markdown);
        assert_eq!(markdown("---\ntitle: \"A bridge\"\n---"), "A bridge");
        assert_eq!(markdown("---\ntitle: A bridge\n---\n# Opinion\n\n# A *bridge*"), "*A bridge = A *bridge");
        assert_eq!(markdown("# Opinion\n\n# A *bridge* too"), "*A bridge too = A *bridge* too");
        let text = |first: &str| headline(&format!("{first}\n\nThe council met, and voted.\n"), Format::Text);
        assert_eq!(
            text("OPINION\n\nCouncil votes to close the pool"),
            "*Council votes to close the pool = Council votes to close the pool"
        );
        assert_eq!(
            text("Site menu\n\nSections\n\nCouncil votes to close the pool"),
            "*Council votes to close the pool = Council votes to close the pool"
        );
        assert_eq!(text("The council had met before.\n\nWhat followed then"), "");
    }
}
