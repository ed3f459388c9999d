//! Article or rows → labels, probabilities and shifts.

mod columns;
mod scored;

pub use columns::{Column, Type, Value};
pub use scored::{Item, Paragraph, Place, Scored, ScoredArticle, Summary};

use crate::article::{Article, BlockKind, Format};
use crate::error::Result;
use crate::label::{Logit, Probability};
use crate::model::Model;
use crate::model::context::Said;
use crate::model::vectorizer::Vectorizer;
use crate::terms::WordCount;
use crate::verdict::{ArticleScore, Decision, Kind, ParagraphScore, UnsureReason};
use crate::voice::{Passage, quoted_share, source_spans};

/// Scores with one model. Cheap to use from many threads at once.
#[derive(Debug)]
pub struct Scorer<'m> {
    model: &'m Model,
    vectorizer: Vectorizer<'m>,
}

impl<'m> Scorer<'m> {
    /// A scorer with a model.
    ///
    /// # Errors
    /// [`crate::error::ErrorKind::Usage`] where the model's language is unknown.
    pub fn new(model: &'m Model) -> Result<Self> {
        Ok(Self { model, vectorizer: model.vectorizer()? })
    }

    /// The model.
    pub(crate) fn model(&self) -> &'m Model {
        self.model
    }

    /// What turns paragraphs into rows of the model.
    pub(crate) fn vectorizer(&self) -> &Vectorizer<'m> {
        &self.vectorizer
    }

    /// Scores the paragraphs of an article.
    ///
    /// ```
    /// use oped::article::{Article, Format};
    /// use oped::model::Model;
    /// use oped::score::Scorer;
    /// let page = "We urge the council to act. The plan is a disgrace, and it must not pass.";
    /// let model = Model::shipped()?;
    /// let score = Scorer::new(&model)?.article(&Article::read(page.as_bytes(), Format::Text, None)?);
    /// assert!(score.paragraphs[0].decision.unwrap().label.is_opinion());
    /// # Ok::<(), oped::error::Error>(())
    /// ```
    pub fn article(&self, article: &Article) -> ArticleScore {
        let passages: Vec<Passage<'_>> = article
            .paragraphs()
            .map(|block| Passage { text: block.text.as_str(), block_quote: block.kind == BlockKind::Quote })
            .collect();
        self.passages(&passages)
    }

    /// Scores consecutive paragraphs of one article, such as the rows of a table.
    pub fn texts(&self, texts: &[impl AsRef<str>]) -> ArticleScore {
        let passages: Vec<Passage<'_>> = texts.iter().map(|text| text.as_ref().into()).collect();
        self.passages(&passages)
    }

    /// Scores the paragraphs of one article, in order.
    pub fn passages(&self, passages: &[Passage<'_>]) -> ArticleScore {
        let sources = source_spans(passages);
        let mut paragraphs: Vec<ParagraphScore> = Vec::with_capacity(passages.len());
        // A paragraph without a word has no logit at all.
        let mut worded: Vec<(usize, WordCount)> = Vec::with_capacity(passages.len());
        let mut said: Vec<Said> = Vec::with_capacity(passages.len());
        for (at, (passage, spans)) in passages.iter().zip(&sources).enumerate() {
            let (logit, count) =
                self.vectorizer.with_row(passage.text, spans, |row, count| (self.model.row_logit(row), count));
            let quoted = quoted_share(passage.text, spans);
            let kind = if quoted == 1.0 { Kind::Quote } else { Kind::Paragraph };
            paragraphs.push(ParagraphScore { kind, decision: None, quoted: count.quoted(), words: count.words });
            if count.words > 0 {
                worded.push((at, count));
                said.push(Said { logit, quoted });
            }
        }
        let reading = self.model.card.context.of_articles().read(&said, self.model.prior_shift);
        for (((at, words), alone), together) in worded.iter().zip(&said).zip(reading.logits) {
            paragraphs[*at].decision = Some(self.decide(alone.logit, together, words));
        }
        let mut shifts = reading.shifts;
        for shift in &mut shifts {
            shift.paragraph = worded[shift.paragraph].0;
            shift.interval = (worded[shift.interval.0].0, worded[shift.interval.1].0);
        }
        ArticleScore { paragraphs, shifts }
    }

    fn decide(&self, alone: Logit, together: Logit, words: &WordCount) -> Decision {
        let probability = together.probability();
        let label = probability.label();
        Decision {
            label,
            probability,
            alone: alone.probability(),
            unsure: self.unsure(probability, alone.probability(), words),
        }
    }

    /// The first reason that holds, from the one that says most about the paragraph to the one that says least.
    fn unsure(&self, probability: Probability, alone: Probability, words: &WordCount) -> Option<UnsureReason> {
        let band = &self.model.card.unsure;
        let reasons = [
            (UnsureReason::Short, words.words < UnsureReason::FEWEST_WORDS),
            (UnsureReason::Unseen, words.unseen() > UnsureReason::MOST_UNSEEN),
            (UnsureReason::Quotation, probability.label().is_opinion() && words.quoted() >= UnsureReason::MOST_QUOTED),
            (UnsureReason::NearThreshold, band.contains(probability)),
            (UnsureReason::Alone, alone.label() != probability.label() && !band.contains(alone)),
        ];
        reasons.into_iter().find_map(|(reason, holds)| holds.then_some(reason))
    }
}

impl Scorer<'_> {
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
    /// let scored = Scorer::new(&model)?.read("council.html", page, Format::Html)?;
    /// assert_eq!(scored.paragraphs().next().unwrap().label(), Some(oped::Label::News));
    /// # Ok::<(), oped::error::Error>(())
    /// ```
    pub fn read(&self, name: &str, bytes: &[u8], format: Format) -> Result<ScoredArticle> {
        let article = Article::read(bytes, format, None)?;
        let score = self.article(&article);
        Ok(ScoredArticle { name: name.to_owned(), article, score })
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
    Scorer::new(&Model::shipped()?)?.read("", text.as_bytes(), Format::Text)
}
