//! Scores with the texts and places they belong to: what every format shows.

use serde::ser::{Serialize, SerializeSeq, Serializer};

use crate::article::{Article, Block, Declared};
use crate::label::{Label, Probability};
use crate::model::context::Shift;
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
    /// In a table.
    Row {
        /// Data row, from 1.
        row: usize,
        /// The table's name for the row.
        id: Option<&'a str>,
        /// The line of the file, from 1.
        line: usize,
    },
}

impl Place<'_> {
    /// Returns the line of the file, from 1.
    pub fn line(&self) -> usize {
        match self {
            Place::Bytes { line, .. } | Place::Row { line, .. } => *line,
        }
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
}

impl Summary<'_> {
    /// Returns whether the article is not what the page declares; none if the two cannot be compared.
    pub fn mismatch(&self) -> Option<bool> {
        self.score.verdict()?.contradicts(self.declared?.claim)
    }
}

impl<'a> Scored<'a> {
    /// Pairs an article with its score. With `blocks`, headings and furniture are items too.
    pub fn of_article(name: &'a str, article: &'a Article, score: &'a ArticleScore, blocks: bool) -> Self {
        let mut scores = score.paragraphs.iter().copied().enumerate();
        let mut items = Vec::new();
        for block in &article.blocks {
            if !block.kind.is_scored() {
                items.extend(blocks.then_some(Item::Block { article: name, block }));
            } else if let Some((number, score)) = scores.next() {
                items.push(Item::Paragraph(paragraph(name, number, block, score)));
            }
        }
        let summary = Summary { article: name, score, declared: article.declared.as_ref() };
        Scored { article: name, items, summary: Some(summary) }
    }
}

fn paragraph<'a>(article: &'a str, number: usize, block: &'a Block, score: ParagraphScore) -> Paragraph<'a> {
    let span = block.span();
    let place = Place::Bytes { start: span.start, end: span.end, line: block.line };
    Paragraph { article, number, place, text: block.text.as_str(), score }
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
        Summary { article: &self.name, score: &self.score, declared: self.article.declared.as_ref() }
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

impl Serialize for Summary<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let score = self.score;
        let object = ArticleObject {
            r#type: "article",
            article: self.article,
            paragraphs: score.paragraphs.len(),
            opinion_share: score.opinion_share(),
            label: score.verdict().map(|verdict| verdict.as_str()),
            shifts: score.shifts.iter().map(ShiftObject::new).collect(),
            declared: self.declared.map(|declared| declared.mark.as_str()),
            declared_label: self.declared.and_then(|declared| declared.claim.label()),
            declared_by: self.declared.map(|declared| declared.place.as_str()),
            mismatch: self.mismatch(),
            opinion_words: score.opinion_words(),
            reason: score.doubt().map(|doubt| doubt.as_str()),
        };
        object.serialize(serializer)
    }
}

#[derive(serde::Serialize)]
struct ArticleObject<'a> {
    r#type: &'static str,
    article: &'a str,
    paragraphs: usize,
    opinion_share: Option<f64>,
    label: Option<&'static str>,
    shifts: Vec<ShiftObject>,
    declared: Option<&'a str>,
    declared_label: Option<&'static str>,
    declared_by: Option<&'static str>,
    mismatch: Option<bool>,
    opinion_words: Option<f64>,
    reason: Option<&'static str>,
}

#[derive(serde::Serialize)]
struct ShiftObject {
    paragraph: usize,
    from: &'static str,
    to: &'static str,
    probability: f64,
    here: f64,
    first: usize,
    last: usize,
}

impl ShiftObject {
    fn new(shift: &Shift) -> Self {
        ShiftObject {
            paragraph: shift.paragraph,
            from: shift.from.as_str(),
            to: shift.to.as_str(),
            probability: shift.probability.0,
            here: shift.here.0,
            first: shift.interval.0,
            last: shift.interval.1,
        }
    }
}
