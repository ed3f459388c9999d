//! Explanations beside the paragraphs they explain: what every format shows.

use serde::Serialize;
use serde::ser::Serializer;

use super::change::Change;
use super::explanation::{Evidence, Explained, Explanation, FamilySum};
use crate::article::Article;
use crate::model::context::{contributions::Contributions, part::Part};
use crate::score::{Item, Paragraph, Scored};
use crate::text::{MappedText, Span};
use crate::voice::Voice;

/// A scored paragraph with its explanation.
///
/// Serializes as the JSON object that `oped audit --format jsonl` writes for it: that of [`Paragraph`], and the evidence.
///
/// ```
/// use oped::{Article, Explainer, Format, Model};
/// let article = Article::read(b"We urge the council to drop this absurd plan.", Format::Text, None)?;
/// let explainer = Explainer::new(Model::shipped()?);
/// let explained = explainer.article(&article);
/// let json = serde_json::to_value(explained.of_article("letter.txt", &article)).unwrap();
/// assert_eq!(json[0]["evidence"][0]["voice"], "author");
/// # Ok::<(), oped::Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct ExplainedParagraph<'a> {
    /// The scored paragraph.
    pub paragraph: Paragraph<'a>,
    /// Why it has its label; `None` if it has no words.
    pub why: Option<&'a Explanation<'a>>,
    /// The text with its byte offsets in the file; `None` for a row of a table, and for text that was unpacked.
    mapped: Option<&'a MappedText>,
}

impl Explained<'_> {
    /// Pairs the paragraphs of the article that was explained with their explanations. `name` is what the user calls the article.
    pub fn of_article<'a>(&'a self, name: &'a str, article: &'a Article) -> Vec<ExplainedParagraph<'a>> {
        let texts = article.paragraphs().map(|block| Some(&block.text).filter(|text| text.is_mapped()));
        self.pair(&Scored::of_article(name, article, &self.score, false), texts)
    }

    /// Pairs scored rows with their explanations.
    pub fn of_rows<'a>(&'a self, scored: &Scored<'a>) -> Vec<ExplainedParagraph<'a>> {
        self.pair(scored, std::iter::repeat(None))
    }

    fn pair<'a>(
        &'a self,
        scored: &Scored<'a>,
        texts: impl Iterator<Item = Option<&'a MappedText>>,
    ) -> Vec<ExplainedParagraph<'a>> {
        let paragraphs = scored.items.iter().filter_map(|item| match item {
            Item::Paragraph(paragraph) => Some(*paragraph),
            Item::Block { .. } => None,
        });
        let whys = paragraphs.zip(&self.paragraphs).zip(texts);
        whys.map(|((paragraph, why), mapped)| ExplainedParagraph { paragraph, why: why.as_ref(), mapped }).collect()
    }
}

impl ExplainedParagraph<'_> {
    /// Maps bytes of the paragraph's text to bytes of the article's file; in a row of a table, and in text that was unpacked, they
    /// stay as they are.
    pub fn place(&self, span: Span) -> Span {
        self.mapped.map_or(span, |mapped| mapped.source_span(span.start, span.end))
    }
}

/// "direct" or "indirect"; `None` for the author's words.
pub(crate) fn speech(voice: Voice) -> Option<&'static str> {
    match voice {
        Voice::Author => None,
        Voice::Source(speech) => Some(speech.as_str()),
    }
}

impl Serialize for ExplainedParagraph<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        EvidenceObject::new(self).serialize(serializer)
    }
}

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema), schema(as = ExplainedParagraph))]
struct EvidenceObject<'a> {
    #[serde(flatten)]
    #[cfg_attr(feature = "serve", schema(ignore))]
    paragraph: &'a Paragraph<'a>,
    #[cfg_attr(feature = "serve", schema(required))]
    logit: Option<f64>,
    #[cfg_attr(feature = "serve", schema(required))]
    intercept: Option<f64>,
    evidence: Vec<EntryObject<'a>>,
    families: Vec<FamilyObject>,
    #[cfg_attr(feature = "serve", schema(required))]
    unknown: Option<UnknownObject<'a>>,
    #[cfg_attr(feature = "serve", schema(required))]
    change: Option<ChangeObject<'a>>,
    #[cfg_attr(feature = "serve", schema(required))]
    context: Option<ContextObject>,
}

/// The schema of what is added to a paragraph, and those that it refers to.
#[cfg(feature = "serve")]
pub(crate) fn evidence_schemas() -> (utoipa::openapi::RefOr<utoipa::openapi::Schema>, NamedSchemas) {
    use utoipa::{PartialSchema, ToSchema};
    let mut others = Vec::new();
    EvidenceObject::schemas(&mut others);
    (EvidenceObject::schema(), others)
}

/// Schemas with their names.
#[cfg(feature = "serve")]
type NamedSchemas = Vec<(String, utoipa::openapi::RefOr<utoipa::openapi::Schema>)>;

/// What adds up to the logit in context.
#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema), schema(as = EvidenceContext))]
struct ContextObject {
    logit: f64,
    own: f64,
    neighbours: f64,
    article: f64,
    place: f64,
    baseline: f64,
}

impl From<Contributions> for ContextObject {
    fn from(of: Contributions) -> Self {
        ContextObject {
            logit: of.logit().0,
            own: of.of(Part::Own),
            neighbours: of.of(Part::Neighbours),
            article: of.of(Part::Article),
            place: of.of(Part::Place),
            baseline: of.baseline,
        }
    }
}

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema), schema(as = Evidence))]
struct EntryObject<'a> {
    term: &'a str,
    weight: f64,
    start: usize,
    end: usize,
    voice: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    speech: Option<&'static str>,
    #[cfg_attr(feature = "serve", schema(required))]
    family: Option<&'static str>,
    text: &'a str,
}

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema), schema(as = EvidenceFamily))]
struct FamilyObject {
    family: &'static str,
    voice: &'static str,
    weight: f64,
}

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema), schema(as = UnknownWords))]
struct UnknownObject<'a> {
    share: f64,
    words: Vec<WordObject<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema), schema(as = Word))]
struct WordObject<'a> {
    start: usize,
    end: usize,
    text: &'a str,
}

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema), schema(as = Change))]
struct ChangeObject<'a> {
    context_decides: bool,
    #[cfg_attr(feature = "serve", schema(required))]
    without: Option<WithoutObject<'a>>,
    all_quoted: f64,
}

#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema), schema(as = Without))]
struct WithoutObject<'a> {
    words: Vec<WordObject<'a>>,
    alone: f64,
}

impl<'a> EvidenceObject<'a> {
    fn new(explained: &'a ExplainedParagraph<'a>) -> Self {
        let why = explained.why;
        let evidence = why.map_or(&[][..], |why| &why.evidence);
        let families = why.map_or(&[][..], |why| &why.families);
        EvidenceObject {
            paragraph: &explained.paragraph,
            logit: why.map(|why| why.logit.0),
            intercept: why.map(|why| why.intercept.0),
            evidence: evidence.iter().map(|entry| entry_object(explained, entry)).collect(),
            families: families.iter().map(family_object).collect(),
            unknown: why.map(|why| unknown_object(explained, why)),
            change: why.and_then(|why| why.change.as_ref()).map(|change| change_object(explained, change)),
            context: why.and_then(|why| why.context).map(ContextObject::from),
        }
    }
}

fn entry_object<'a>(explained: &ExplainedParagraph<'a>, entry: &Evidence<'a>) -> EntryObject<'a> {
    let Span { start, end } = explained.place(entry.span);
    EntryObject {
        term: entry.term,
        weight: entry.weight,
        start,
        end,
        voice: entry.voice.as_str(),
        speech: speech(entry.voice),
        family: entry.family.map(|family| family.as_str()),
        text: entry.span.of(explained.paragraph.text),
    }
}

fn family_object(sum: &FamilySum) -> FamilyObject {
    FamilyObject { family: sum.family.as_str(), voice: sum.voice.as_str(), weight: sum.weight }
}

fn word_object<'a>(explained: &ExplainedParagraph<'a>, span: Span) -> WordObject<'a> {
    let Span { start, end } = explained.place(span);
    WordObject { start, end, text: span.of(explained.paragraph.text) }
}

fn unknown_object<'a>(explained: &ExplainedParagraph<'a>, why: &Explanation<'_>) -> UnknownObject<'a> {
    let words = why.unknown_words().map(|span| word_object(explained, span)).collect();
    UnknownObject { share: why.unknown, words }
}

fn change_object<'a>(explained: &ExplainedParagraph<'a>, change: &Change) -> ChangeObject<'a> {
    let without = change.without.as_ref().map(|without| WithoutObject {
        words: without.words.iter().map(|&span| word_object(explained, span)).collect(),
        alone: without.alone.0,
    });
    ChangeObject { context_decides: change.context_decides, without, all_quoted: change.all_quoted.0 }
}
