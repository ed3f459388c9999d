//! What is audited: one message for all formats.

use crate::article::Article;
use crate::explain::{Explained, ExplainedParagraph};
use crate::score::Scored;
use crate::tables::{results::Message, rows::Row};

/// An article or the rows of one, scored and explained.
#[derive(Debug)]
pub struct Audited<'a> {
    /// The labels.
    pub scored: Scored<'a>,
    /// The paragraphs with their explanations, in order.
    pub paragraphs: Vec<ExplainedParagraph<'a>>,
}

impl<'a> Audited<'a> {
    /// The message for an article.
    pub fn of_article(name: &'a str, article: &'a Article, explained: &'a Explained<'a>) -> Self {
        Audited {
            scored: Scored::of_article(name, article, &explained.score, false),
            paragraphs: explained.of_article(name, article),
        }
    }

    /// The message for consecutive rows; `first_row` is the index of the first of them in the table, from 0.
    pub fn of_rows(table: &'a str, rows: &'a [Row], first_row: usize, explained: &'a Explained<'a>) -> Self {
        let scored = Message::of_rows(table, rows, first_row, &explained.score).scored;
        Audited { paragraphs: explained.of_rows(&scored), scored }
    }
}
