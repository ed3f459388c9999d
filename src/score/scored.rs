//! Scores with the texts and places they belong to: what every format shows.

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use crate::article::{Article, Block, Declared, Metadata};
use crate::label::{Label, Probability};
use crate::model::context::Shift;
use crate::text::Span;
use crate::verdict::{ArticleScore, ParagraphScore};

/// A scored article, or scored rows of a table. Borrows all text; [`ScoredArticle`] owns it.
#[derive(Debug)]
pub struct Scored<'a> {
    /// What the user calls the article or table.
    pub article: &'a str,
    /// Scored paragraphs and, on request, the other blocks, in order.
    pub items: Vec<Item<'a>>,
    /// The article as a whole; none for rows without an article.
    pub summary: Option<Summary<'a>>,
}

/// A line of a result.
#[derive(Debug)]
pub enum Item<'a> {
    /// A scored paragraph.
    Paragraph(Paragraph<'a>),
    /// A block that is not scored.
    Block {
        /// What the user calls the article.
        article: &'a str,
        /// The block.
        block: &'a Block,
        /// The row whose text it is in.
        row: Option<Place<'a>>,
    },
}

/// A scored paragraph with its text and place.
///
/// Serializes as the JSON object that `oped score --format jsonl` writes for it.
#[derive(Debug, Clone, Copy)]
pub struct Paragraph<'a> {
    /// What the user calls the article or table.
    pub article: &'a str,
    /// Its number in the article, or in a table without articles, from 0.
    pub number: usize,
    /// Where it stands.
    pub place: Place<'a>,
    /// The text.
    pub text: &'a str,
    /// Its score.
    pub score: ParagraphScore,
}

impl Paragraph<'_> {
    /// Returns the label; none for a paragraph without a word.
    pub fn label(&self) -> Option<Label> {
        self.score.decision.map(|decision| decision.label)
    }

    /// Returns the probability of opinion in the context of the article; none for a paragraph without a word.
    pub fn probability(&self) -> Option<Probability> {
        self.score.decision.map(|decision| decision.probability)
    }
}

/// Where a paragraph stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place<'a> {
    /// In an article.
    Bytes {
        /// First byte of the source.
        start: usize,
        /// One past the last byte.
        end: usize,
        /// The line of the first byte, from 1.
        line: usize,
    },
    /// In an article that was unpacked from a file, in which it cannot be pointed at: a mail, an item of a feed, a document.
    Unpacked,
    /// In a table.
    Row {
        /// Data row, from 1.
        row: usize,
        /// The table's name for the row.
        id: Option<&'a str>,
        /// The line of the file, from 1.
        line: usize,
        /// The table, where several are scored together.
        table: Option<&'a str>,
        /// The part of its text, where rows are split.
        part: Option<PartOfRow>,
    },
}

/// A paragraph in the text of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartOfRow {
    /// Its number in the row, from 0.
    pub number: usize,
    /// First byte in the row's text.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Place<'_> {
    /// Returns the line of the file, from 1, if it is known.
    pub fn line(&self) -> Option<usize> {
        match self {
            Place::Bytes { line, .. } | Place::Row { line, .. } => Some(*line),
            Place::Unpacked => None,
        }
    }

    /// The place of a block of an article.
    pub(crate) fn of_block(block: &Block) -> Self {
        let of = |(span, line): (Span, usize)| Place::Bytes { start: span.start, end: span.end, line };
        block.place().map_or(Place::Unpacked, of)
    }
}

/// An article as a whole.
///
/// Serializes as the JSON object that `oped score --format jsonl` writes for it.
#[derive(Debug, Clone, Copy)]
pub struct Summary<'a> {
    /// What the user calls the article.
    pub article: &'a str,
    /// The score.
    pub score: &'a ArticleScore,
    /// What the page declares itself to be.
    pub declared: Option<&'a Declared>,
    /// Its headline.
    pub headline: Option<&'a str>,
    /// What else is known about it: deck, byline, date, section, language; none for rows of a table.
    pub metadata: Option<&'a Metadata>,
    /// The table that it is in, where several are scored together.
    pub table: Option<&'a str>,
    /// The row of the table that is the article.
    pub row: Option<usize>,
}

impl<'a> Summary<'a> {
    /// Of an article that is a file.
    fn of_article(name: &'a str, article: &'a Article, score: &'a ArticleScore) -> Self {
        let headline = article.headline.as_ref().map(|headline| headline.text.as_str());
        Summary {
            article: name,
            score,
            declared: article.declared.as_ref(),
            headline,
            metadata: Some(&article.metadata),
            table: None,
            row: None,
        }
    }

    /// Returns whether the article is not what the page declares; none if the two cannot be compared.
    pub fn mismatch(&self) -> Option<bool> {
        self.score.contradicts(self.declared?.claim)
    }
}

impl<'a> Scored<'a> {
    /// Pairs an article with its score. With `blocks`, headings and furniture are items too.
    pub fn of_article(name: &'a str, article: &'a Article, score: &'a ArticleScore, blocks: bool) -> Self {
        let mut scores = score.paragraphs.iter().copied().enumerate();
        let mut items = Vec::new();
        for block in &article.blocks {
            if !block.kind.is_scored() {
                items.extend(blocks.then_some(Item::Block { article: name, block, row: None }));
            } else if let Some((number, score)) = scores.next() {
                items.push(Item::Paragraph(paragraph(name, number, block, score)));
            }
        }
        let summary = Summary::of_article(name, article, score);
        Scored { article: name, items, summary: Some(summary) }
    }
}

fn paragraph<'a>(article: &'a str, number: usize, block: &'a Block, score: ParagraphScore) -> Paragraph<'a> {
    Paragraph { article, number, place: Place::of_block(block), text: block.text.as_str(), score }
}

/// A scored article that owns its text.
///
/// Serializes as a sequence: an object for each paragraph, then one for the article, each as `oped score --format jsonl`
/// writes it.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoredArticle {
    /// What the user calls it.
    pub name: String,
    /// The article.
    pub article: Article,
    /// Its score.
    pub score: ArticleScore,
}

impl ScoredArticle {
    /// Returns the paragraphs with their scores, in order.
    pub fn paragraphs(&self) -> impl Iterator<Item = Paragraph<'_>> {
        let scores = self.score.paragraphs.iter().copied();
        let pairs = self.article.paragraphs().zip(scores).enumerate();
        pairs.map(|(number, (block, score))| paragraph(&self.name, number, block, score))
    }

    /// Returns the article as a whole.
    pub fn summary(&self) -> Summary<'_> {
        Summary::of_article(&self.name, &self.article, &self.score)
    }
}

impl Serialize for ScoredArticle {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut objects = serializer.serialize_seq(Some(self.score.paragraphs.len() + 1))?;
        self.paragraphs().try_for_each(|paragraph| objects.serialize_element(&paragraph))?;
        objects.serialize_element(&self.summary())?;
        objects.end()
    }
}

/// The turns of an article as a JSON list, as they stand in its object.
pub fn turns_as_json(score: &ArticleScore) -> String {
    // Numbers and words only.
    serde_json::to_string(&Turns(score)).unwrap_or_default()
}

/// The list `shifts`.
pub(super) struct Turns<'a>(pub(super) &'a ArticleScore);

impl Serialize for Turns<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let turn = |(at, shift): (usize, &Shift)| Turn { shift: *shift, is_sure: self.0.is_sure_turn(at) };
        serializer.collect_seq(self.0.shifts.iter().enumerate().map(turn))
    }
}

/// An object in `shifts`.
struct Turn {
    shift: Shift,
    is_sure: bool,
}

impl Serialize for Turn {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Shift { paragraph, from, to, probability, here, interval: (first, last) } = self.shift;
        let mut object = serializer.serialize_map(None)?;
        object.serialize_entry("paragraph", &paragraph)?;
        object.serialize_entry("from", &from)?;
        object.serialize_entry("to", &to)?;
        object.serialize_entry("probability", &probability.0)?;
        object.serialize_entry("here", &here.0)?;
        object.serialize_entry("first", &first)?;
        object.serialize_entry("last", &last)?;
        object.serialize_entry("unsure", &!self.is_sure)?;
        object.end()
    }
}
