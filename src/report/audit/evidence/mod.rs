//! Why each paragraph has its label: one message, and a renderer for each format.

pub(crate) mod csv;
pub(crate) mod digest;
pub(crate) mod html;
pub(crate) mod jsonl;
pub(crate) mod marked;
pub(crate) mod text;

pub use csv::Csv;
pub use html::Html;
pub use jsonl::JsonLines;
pub use text::Text;

use crate::article::Article;
use crate::explain::{Explained, Explanation};
use crate::score::{Item, Paragraph, Scored};
use crate::tables::results::Message;
use crate::tables::rows::Row;
use crate::text::{MappedText, Span};

/// An article or the rows of one, scored and explained.
#[derive(Debug)]
pub struct Audited<'a> {
    /// The labels.
    pub scored: Scored<'a>,
    /// The evidence of each paragraph; `None` if it has no word.
    whys: &'a [Option<Explanation<'a>>],
    /// The paragraphs of an article with their byte offsets; empty for rows.
    texts: Vec<&'a MappedText>,
}

impl<'a> Audited<'a> {
    /// The message for an article.
    pub fn of_article(name: &'a str, article: &'a Article, explained: &'a Explained<'a>) -> Self {
        Audited {
            scored: Scored::of_article(name, article, &explained.score, false),
            whys: &explained.paragraphs,
            texts: article.paragraphs().map(|block| &block.text).collect(),
        }
    }

    /// The message for consecutive rows; `first_row` is the index of the first of them in the table, from 0.
    pub fn of_rows(table: &'a str, rows: &'a [Row], first_row: usize, explained: &'a Explained<'a>) -> Self {
        let scored = Message::of_rows(table, rows, first_row, &explained.score).scored;
        Audited { scored, whys: &explained.paragraphs, texts: Vec::new() }
    }

    /// The paragraphs, in order.
    fn findings(&'a self) -> impl Iterator<Item = Finding<'a>> {
        let paragraph = |item: &'a Item<'a>| match item {
            Item::Paragraph(paragraph) => Some(paragraph),
            Item::Block { .. } => None,
        };
        let paragraphs = self.scored.items.iter().filter_map(paragraph);
        paragraphs.zip(self.whys).enumerate().map(|(at, (paragraph, why))| Finding {
            paragraph,
            why: why.as_ref(),
            mapped: self.texts.get(at).copied(),
        })
    }
}

/// A paragraph with its label and evidence.
struct Finding<'a> {
    paragraph: &'a Paragraph<'a>,
    why: Option<&'a Explanation<'a>>,
    mapped: Option<&'a MappedText>,
}

impl Finding<'_> {
    /// Maps bytes of the paragraph to bytes of the article's file; in a row they stay as they are.
    fn place(&self, span: Span) -> Span {
        self.mapped.map_or(span, |mapped| mapped.source_span(span.start, span.end))
    }
}

/// "direct" or "indirect"; `None` for the author's words.
fn speech(voice: crate::voice::Voice) -> Option<&'static str> {
    match voice {
        crate::voice::Voice::Author => None,
        crate::voice::Voice::Source(speech) => Some(speech.as_str()),
    }
}
