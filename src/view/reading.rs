//! An article as a page shows it.

use serde::Serialize;

use super::paragraph::ParagraphView;
use crate::article::{Article, BlockKind, Format};
use crate::explain::{Explained, ExplainedParagraph};
use crate::language::Language;
use crate::model::context::Shift;
use crate::score::{Item, Paragraph, Place, Scored, Summary};
use crate::verdict::{ArticleScore, Decision, ParagraphScore, UnsureReason};
use crate::words::reading::{attached, of_damage, other_language, reads};
use crate::words::score::{NO_PARAGRAPH, argue, declared, known, turn, verdict_of};

/// An article with all that is shown of it.
///
/// ```
/// # #[cfg(feature = "shipped-model")] {
/// use oped::{Article, Explainer, Format, Model};
/// use oped::view::Reading;
/// let article = Article::read(b"# Our view\n\nWe urge the council to drop this absurd plan.", Format::Markdown, None)?;
/// let explainer = Explainer::new(Model::shipped()?);
/// let explained = explainer.article(&article);
/// let reading = Reading::of_article("letter.md", Format::Markdown, &article, &explained, explainer.model().card.language);
/// assert_eq!((reading.overview.verdict.as_str(), reading.blocks.len()), ("opinion", 2));
/// assert!(reading.views[0].why.contains("in the author’s own voice: “absurd”"), "{}", reading.views[0].why);
/// # }
/// # Ok::<(), oped::Error>(())
/// ```
#[derive(Debug, Serialize)]
pub struct Reading<'a> {
    /// What a list shows.
    #[serde(flatten)]
    pub overview: Overview<'a>,
    /// The summary under the headline.
    pub deck: Option<&'a str>,
    /// Who wrote it, when, in which section and language.
    pub known: Vec<String>,
    /// What to know of how it was read, a sentence each.
    pub notes: Vec<String>,
    /// Where it turns.
    pub turns: Vec<TurnView>,
    /// Paragraphs, and what is not scored, in order.
    pub blocks: Vec<BlockView<'a>>,
    /// The scored paragraphs, as in JSON lines.
    pub paragraphs: Vec<Paragraph<'a>>,
    /// One for each paragraph.
    pub views: Vec<ParagraphView<'a>>,
}

/// What a list shows of an article.
#[derive(Debug, Serialize)]
pub struct Overview<'a> {
    /// What the user calls it.
    pub name: &'a str,
    /// How it was read; none for rows of a table.
    pub format: Option<&'static str>,
    /// The article as a whole, as in JSON lines.
    pub article: Summary<'a>,
    /// `mixed`, `unsure (too short)`; `–` without a labelled paragraph.
    pub verdict: String,
    /// `9 of 16 sure paragraphs argue`.
    pub summary: String,
    /// Its headline.
    pub headline: Option<&'a str>,
    /// What it says it is, held against what it does.
    pub declared: Option<String>,
    /// Whether it is not what it says it is.
    pub mismatch: bool,
    /// The ribbon: one cell a paragraph.
    pub cells: Vec<Cell>,
}

/// A paragraph in a ribbon.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Cell {
    /// `news` or `opinion`; none without a word.
    pub label: Option<&'static str>,
    /// Whether the label is not to be relied on.
    pub unsure: bool,
    /// Of opinion, in context.
    pub probability: Option<f64>,
    /// Of opinion, by itself.
    pub alone: Option<f64>,
}

/// A turn, before a paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TurnView {
    /// The paragraph with which the other voice begins.
    pub paragraph: usize,
    /// `turns from news to opinion (66 % within 2–10)`.
    pub text: String,
    /// Whether sure paragraphs bear it out.
    pub sure: bool,
}

/// A block of the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum BlockView<'a> {
    /// A scored paragraph, by its number.
    Paragraph {
        /// Its number.
        paragraph: usize,
        /// Whether the page sets it as a quotation.
        set_as_quote: bool,
    },
    /// A heading, a menu, a caption.
    Other {
        /// What it is.
        kind: &'static str,
        /// Its text.
        text: &'a str,
    },
}

impl<'a> Overview<'a> {
    /// Of a scored article.
    pub fn of_article(name: &'a str, format: Format, article: &'a Article, score: &'a ArticleScore) -> Self {
        let scored = Scored::of_article(name, article, score, false);
        // An article always has a summary.
        let summary = scored.summary.unwrap_or_else(|| of_rows(name, score));
        Overview { format: Some(format.as_str()), ..Self::of(name, summary) }
    }

    /// Of scored texts without a page around them, such as the rows of a table.
    pub fn of_texts(name: &'a str, score: &'a ArticleScore) -> Self {
        Self::of(name, of_rows(name, score))
    }

    fn of(name: &'a str, summary: Summary<'a>) -> Self {
        let score = summary.score;
        Overview {
            name,
            format: None,
            verdict: verdict_of(score),
            summary: if score.verdict().is_some() { argue(score) } else { NO_PARAGRAPH.to_owned() },
            headline: summary.headline,
            declared: declared(&summary),
            mismatch: summary.mismatch() == Some(true),
            cells: score.paragraphs.iter().map(|paragraph| Cell::of(paragraph.decision)).collect(),
            article: summary,
        }
    }
}

impl<'a> Reading<'a> {
    /// Of an explained article. `read` is the model's language.
    pub fn of_article(
        name: &'a str,
        format: Format,
        article: &'a Article,
        explained: &'a Explained<'a>,
        read: Language,
    ) -> Self {
        Reading {
            deck: article.metadata.deck.as_deref(),
            known: known(&article.metadata),
            notes: notes(article, &explained.score, read),
            blocks: blocks(article),
            ..Self::of(
                Overview::of_article(name, format, article, &explained.score),
                &explained.of_article(name, article),
            )
        }
    }

    /// Of explained texts without a page around them, such as the rows of a table of which `before` stand before them. They are called
    /// by their article's name.
    pub fn of_texts(name: &'a str, texts: &'a [impl AsRef<str>], before: usize, explained: &'a Explained<'a>) -> Self {
        let scores = texts.iter().zip(&explained.score.paragraphs).enumerate();
        let item = |(number, (text, score)): (usize, (&'a _, &_))| {
            let row = before + number + 1;
            let place = Place::Row { row, id: None, line: row, table: None, part: None };
            Item::Paragraph(Paragraph { article: name, number, place, text: AsRef::as_ref(text), score: *score })
        };
        let summary = of_rows(name, &explained.score);
        let scored = Scored { article: name, items: scores.map(item).collect(), summary: Some(summary) };
        let paragraphs = explained.of_rows(&scored);
        let block = |paragraph| BlockView::Paragraph { paragraph, set_as_quote: false };
        let blocks = (0..paragraphs.len()).map(block).collect();
        Reading { blocks, ..Self::of(Overview::of(name, summary), &paragraphs) }
    }

    fn of(overview: Overview<'a>, explained: &[ExplainedParagraph<'a>]) -> Self {
        let views = explained.iter().map(ParagraphView::of).collect();
        let paragraphs = explained.iter().map(|explained| explained.paragraph).collect();
        let turns = turns(overview.article.score);
        Reading {
            overview,
            deck: None,
            known: Vec::new(),
            notes: Vec::new(),
            turns,
            blocks: Vec::new(),
            paragraphs,
            views,
        }
    }
}

/// An article that is known by its texts only.
fn of_rows<'a>(name: &'a str, score: &'a ArticleScore) -> Summary<'a> {
    Summary { article: name, score, declared: None, headline: None, metadata: None, table: None, row: None }
}

impl Cell {
    fn of(decision: Option<Decision>) -> Self {
        Cell {
            label: decision.map(|decision| decision.label.as_str()),
            unsure: decision.is_none_or(|decision| !decision.is_sure()),
            probability: decision.map(|decision| decision.probability.0),
            alone: decision.map(|decision| decision.alone.0),
        }
    }
}

fn turns(score: &ArticleScore) -> Vec<TurnView> {
    let view = |(at, shift): (usize, &Shift)| TurnView {
        paragraph: shift.paragraph,
        text: turn(shift),
        sure: score.is_sure_turn(at),
    };
    score.shifts.iter().enumerate().map(view).collect()
}

fn blocks(article: &Article) -> Vec<BlockView<'_>> {
    let mut scored = 0;
    let mut views = Vec::with_capacity(article.blocks.len());
    for block in &article.blocks {
        if block.kind.is_scored() {
            views.push(BlockView::Paragraph { paragraph: scored, set_as_quote: block.kind == BlockKind::Quote });
            scored += 1;
        } else {
            views.push(BlockView::Other { kind: block.kind.as_str(), text: block.text.as_str() });
        }
    }
    views
}

/// What to know of how an article was read.
fn notes(article: &Article, score: &ArticleScore, read: Language) -> Vec<String> {
    let guessed = article.remarks.guessed.map(|encoding| format!("read as {encoding}, judging by its bytes"));
    let damages = article.remarks.damages.iter().map(|found| of_damage(&found));
    let other = other_language(article, read).map(|how| format!("{}; this text {how}", reads(read)));
    let other = other.or_else(|| {
        is_mostly_unseen(score).then(|| format!("{}; it does not know most words of this text", reads(read)))
    });
    let other = other.map(|how| format!("{how}; its labels mean little"));
    guessed.into_iter().chain(damages).chain(attached(article)).chain(other).collect()
}

/// Whether most paragraphs are in words that the model does not know.
fn is_mostly_unseen(score: &ArticleScore) -> bool {
    let is_unseen = |paragraph: &&ParagraphScore| {
        paragraph.decision.is_some_and(|decision| decision.unsure == Some(UnsureReason::Unseen))
    };
    2 * score.paragraphs.iter().filter(is_unseen).count() > score.labelled()
}
