//! Article or texts → labels, probabilities and shifts.
//!
//! How much of a paragraph is quoted is measured twice. By *words*, it is shown to people and makes a label unsure
//! ([`ParagraphScore::quoted`]). By *letters and digits*, it weighs the paragraph in its article, and one that is quoted throughout
//! is of the kind `quote` ([`quoted_letters`]); training needs that before there are tokens.

use std::borrow::Cow;
use std::sync::Arc;

mod columns;
mod gate;
mod scored;

pub use columns::{ArticleColumn, Column, Type, Value};
pub use gate::{Gate, Sought};
pub use scored::{Item, Paragraph, PartOfRow, Place, Scored, ScoredArticle, Summary, turns_as_json};

use crate::article::{Article, BlockKind, Entry, Format, told_by_words};
use crate::error::Result;
use crate::label::{Logit, Probability};
use crate::model::{Model, calibration::UnsureBand, context::Said, logits::Logits, vectorizer::Vectorizer};
use crate::terms::WordCount;
use crate::text::{read_text, speaker_label::speaker_alone};
use crate::verdict::{ArticleScore, Decision, Kind, ParagraphScore, UnsureReason};
use crate::voice::{Above, Passage, Setting, SourceSpan, direct_speech, quoted_letters};

/// Scores with one model. Threads can share one.
#[derive(Debug)]
pub struct Scorer {
    vectorizer: Vectorizer,
}

impl Scorer {
    /// A scorer for a model, which several can share as an [`Arc`].
    pub fn new(model: impl Into<Arc<Model>>) -> Self {
        Self { vectorizer: Vectorizer::new(model) }
    }

    /// The model.
    pub fn model(&self) -> &Model {
        self.vectorizer.model()
    }

    /// The model's vectorizer.
    pub(crate) fn vectorizer(&self) -> &Vectorizer {
        &self.vectorizer
    }

    /// Scores the paragraphs of an article.
    ///
    /// ```
    /// use oped::article::{Article, Format};
    /// use oped::model::Model;
    /// use oped::score::Scorer;
    /// let page = "We urge the council to act. The plan is a disgrace, and it must not pass.";
    /// let scorer = Scorer::new(Model::shipped()?);
    /// let score = scorer.article(&Article::read(page.as_bytes(), Format::Text, None)?);
    /// assert!(score.paragraphs[0].decision.unwrap().label.is_opinion());
    /// # Ok::<(), oped::error::Error>(())
    /// ```
    pub fn article(&self, article: &Article) -> ArticleScore {
        self.passages_as_they_are(&passages_of(article))
    }

    /// Scores consecutive paragraphs of one article, such as the rows of a table. Their characters are read as those of an article
    /// are: soft hyphens, ligatures and the like make no difference.
    pub fn texts(&self, texts: &[impl AsRef<str>]) -> ArticleScore {
        let passages: Vec<Passage<'_>> = texts.iter().map(|text| text.as_ref().into()).collect();
        self.passages(&passages)
    }

    /// Scores the paragraphs of one article, in order. Their characters are read as in [`Scorer::texts`].
    pub fn passages(&self, passages: &[Passage<'_>]) -> ArticleScore {
        let texts: Vec<Cow<'_, str>> = passages.iter().map(|passage| read_text(passage.text).text).collect();
        let read: Vec<Passage<'_>> =
            passages.iter().zip(&texts).map(|(passage, text)| passage.with_text(text)).collect();
        self.passages_as_they_are(&read)
    }

    /// Scores paragraphs that were read by this library.
    pub(crate) fn passages_as_they_are(&self, passages: &[Passage<'_>]) -> ArticleScore {
        let direct = direct_speech(passages);
        self.in_context(passages, |at, passage| {
            let (logits, count, sources) = self.vectorizer.heard(passage.text, &direct[at]);
            (said(passage, &sources, logits), count)
        })
    }

    /// Scores the paragraphs of one article whose voices are known: `sources` are their [`source_spans`].
    pub(crate) fn voiced(&self, passages: &[Passage<'_>], sources: &[Vec<SourceSpan>]) -> ArticleScore {
        self.in_context(passages, |at, passage| self.said(passage, &sources[at]))
    }

    /// Scores the paragraphs of one article, of each of which `say` returns what it says alone, and its words.
    fn in_context(
        &self,
        passages: &[Passage<'_>],
        say: impl Fn(usize, &Passage<'_>) -> (Said, WordCount),
    ) -> ArticleScore {
        let model = self.model();
        let mut paragraphs: Vec<ParagraphScore> = Vec::with_capacity(passages.len());
        // A paragraph without words has no logit.
        let mut worded: Vec<(usize, WordCount)> = Vec::with_capacity(passages.len());
        let mut said: Vec<Said> = Vec::with_capacity(passages.len());
        for (at, passage) in passages.iter().enumerate() {
            let (of_passage, count) = say(at, passage);
            paragraphs.push(undecided(&of_passage, count));
            if count.words > 0 {
                worded.push((at, count));
                said.push(of_passage);
            }
        }
        let reading = model.card.context.read(&said, model.prior_shift);
        for (((at, words), alone), together) in worded.iter().zip(&said).zip(reading.logits) {
            paragraphs[*at].decision = Some(decide(alone.logit, together, words, &model.card.unsure));
        }
        let mut shifts = reading.shifts;
        for shift in &mut shifts {
            shift.paragraph = worded[shift.paragraph].0;
            shift.interval = (worded[shift.interval.0].0, worded[shift.interval.1].0);
        }
        ArticleScore { paragraphs, shifts }
    }

    /// What a paragraph says alone, and its words.
    pub(crate) fn said(&self, passage: &Passage<'_>, sources: &[SourceSpan]) -> (Said, WordCount) {
        let (logits, count) = self.vectorizer.logits(passage.text, sources);
        (said(passage, sources, logits), count)
    }
}

/// What a paragraph of these logits says.
fn said(passage: &Passage<'_>, sources: &[SourceSpan], logits: Logits) -> Said {
    let Logits { own: logit, article, section } = logits;
    let quoted_letters = quoted_letters(passage.text, sources);
    Said { logit, quoted_letters, length: passage.text.len(), article, section, part: 0.0 }
}

/// A paragraph before its label.
pub(crate) fn undecided(said: &Said, count: WordCount) -> ParagraphScore {
    let kind = if said.quoted_letters == 1.0 { Kind::Quote } else { Kind::Paragraph };
    ParagraphScore { kind, decision: None, quoted: count.quoted_words(), words: count.words }
}

/// The verdict on a paragraph of these logits, alone and in context.
pub(crate) fn decide(alone: Logit, together: Logit, words: &WordCount, band: &UnsureBand) -> Decision {
    let (alone, probability) = (alone.probability(), together.probability());
    Decision { label: probability.label(), probability, alone, unsure: unsure(probability, alone, words, band) }
}

/// The first reason that holds, the most telling one first.
fn unsure(probability: Probability, alone: Probability, words: &WordCount, band: &UnsureBand) -> Option<UnsureReason> {
    let reasons = [
        (UnsureReason::Short, words.words < UnsureReason::FEWEST_WORDS),
        (UnsureReason::Unseen, words.unseen() > UnsureReason::MOST_UNSEEN),
        (
            UnsureReason::Quotation,
            probability.label().is_opinion() && words.quoted_words() >= UnsureReason::MOST_QUOTED,
        ),
        (UnsureReason::NearThreshold, band.contains(probability)),
        (UnsureReason::Alone, alone.label() != probability.label() && !band.contains(alone)),
    ];
    reasons.into_iter().find_map(|(reason, holds)| holds.then_some(reason))
}

impl Scorer {
    /// Reads and scores an article.
    ///
    /// # Errors
    /// Those of [`Article::read`].
    ///
    /// ```
    /// use oped::article::Format;
    /// use oped::{Model, Scorer};
    /// let model = Model::shipped()?;
    /// let page = b"<p>The council met on Monday, a spokeswoman said.</p>";
    /// let scored = Scorer::new(model).read("council.html", page, Format::Html)?;
    /// assert_eq!(scored.paragraphs().next().unwrap().label(), Some(oped::Label::News));
    /// # Ok::<(), oped::error::Error>(())
    /// ```
    pub fn read(&self, name: &str, bytes: &[u8], format: Format) -> Result<ScoredArticle> {
        let article = Article::read(bytes, format, None)?;
        let score = self.article(&article);
        Ok(ScoredArticle { name: name.to_owned(), article, score })
    }

    /// Reads and scores all articles of a file. Those of a feed are called by their names in it: `feed.xml#7`.
    ///
    /// # Errors
    /// Those of [`Article::read_all`].
    pub fn read_all(&self, name: &str, bytes: &[u8], format: Format) -> Result<Vec<ScoredArticle>> {
        let entries = Article::read_all(bytes, format, None)?;
        let scored = |entry: Entry| {
            let (name, score) = (entry.name_in(name), self.article(&entry.article));
            ScoredArticle { name, article: entry.article, score }
        };
        Ok(entries.into_iter().map(scored).collect())
    }
}

/// Scores a plain text with the shipped model. For several texts, keep a [`Scorer`]: this loads the model each time.
///
/// # Errors
/// Those of [`Article::read`].
///
/// ```
/// let scored = oped::score("The council met on Monday.\n\nWe must stop this absurd plan, and nobody should vote for it!")?;
/// for paragraph in scored.paragraphs() {
///     println!("{}: {}", paragraph.score, paragraph.text);
/// }
/// let json = serde_json::to_string(&scored).unwrap();
/// assert!(json.starts_with(r#"[{"type":"paragraph","article":"","paragraph":0,"kind":"paragraph","start":0,"end":26,"#));
/// # Ok::<(), oped::error::Error>(())
/// ```
#[cfg(feature = "shipped-model")]
pub fn score(text: &str) -> Result<ScoredArticle> {
    Scorer::new(Model::shipped()?).read("", text.as_bytes(), Format::Text)
}

/// The paragraphs of an article, as the voice reader takes them: each with the nearest heading or line of a few words above it.
pub fn passages_of(article: &Article) -> Vec<Passage<'_>> {
    let mut passages = Vec::new();
    let mut above = None;
    let mut after_rule = false;
    for block in &article.blocks {
        let text = block.text.as_str();
        let set_apart = block.setting.set_apart;
        after_rule |= block.setting.after_rule;
        match block.kind {
            BlockKind::Paragraph | BlockKind::Quote => {
                let setting = Setting { set_apart, dashed: block.setting.dashed, after_rule, above };
                passages.push(Passage { text, block_quote: block.kind == BlockKind::Quote, setting });
                (above, after_rule) = (None, false);
            }
            // A time alone says nothing of what follows.
            BlockKind::Headline | BlockKind::Heading | BlockKind::Fragment | BlockKind::Menu
                if text.contains(char::is_alphabetic) =>
            {
                let is_heading = matches!(block.kind, BlockKind::Headline | BlockKind::Heading);
                above = Some(Above { text, set_apart: is_heading || set_apart > 0 && set_apart == text.len() });
            }
            // Names that recur are taken for the running heads of a page.
            BlockKind::Furniture if told_by_words(text).is_none() && speaker_alone(text).is_some() => {
                above = Some(Above { text, set_apart: false });
            }
            _ => {}
        }
    }
    passages
}
