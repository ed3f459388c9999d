//! `oped` reads articles and says, paragraph by paragraph, whether the author *reports* or *argues*; where the article turns from
//! one to the other; and on what evidence.
//!
//! ```
//! # #[cfg(feature = "shipped-model")] {
//! let scorer = oped::Scorer::new(oped::Model::shipped()?);
//! let score = scorer.texts(&["The mayor called the plan a disgrace.", "We urge the council to drop this absurd plan."]);
//! assert_eq!(score.paragraphs[1].decision.unwrap().label, oped::Label::Opinion);
//! # }
//! # Ok::<(), oped::Error>(())
//! ```
//!
//! # The pipeline
//!
//! ```text
//! bytes ─text→ characters with the way back ─article→ Article{paragraphs} ─voice→ whose words ─terms→ Term{span, voice} ─model→ Logit
//!    Logit ─calibration→ Probability (alone) ─context→ Probability (in the article), shifts ─verdict→ label, unsure, article ─explain→ why
//! ```
//!
//! A module named by a noun ([`text`], [`article`], [`voice`], [`terms`], [`model`], [`verdict`]) is one step of the pipeline: pure
//! functions and their types. A module named by a verb ([`mod@score`], [`explain`]) strings steps together. Lists of words are in
//! [`language`]. These modules are the library without default features: it opens no file but a model, has no threads and no
//! training, and builds for `wasm32-unknown-unknown`. Each feature adds one of four wings:
//!
//! | module and feature | what it does |
//! |---|---|
//! | `tables` (with `parquet`: Parquet, too) | rows in, results out: CSV, TSV, JSON lines; sheets and corrections |
//! | `learn` | fits and measures on labelled rows: train, evaluate, audit, queue, calibrate |
//! | `report` | text and HTML for people |
//! | `cli` | the program |
//!
//! `shipped-model` puts the model inside the library; `files` teaches [`article`] mail, saved pages, feeds and documents.
//!
//! # Glossary
//!
//! | word | meaning |
//! |---|---|
//! | *news*, *opinion* | the labels of a paragraph, by the author's voice; opinion is the positive class |
//! | *voice* | whose words: the author's or a source's |
//! | *token*, *term* | an occurrence in the text; its normal form |
//! | *vocabulary* | the terms that are features |
//! | *coefficient*, *intercept* | what a term adds to the decision function; its value without terms |
//! | *logit*, *probability* | the log-odds of opinion; the same in \[0, 1\] |
//! | *calibration* | the map from logits to probabilities that come true |
//! | *alone*, *in context* | a paragraph by itself; in its article |
//! | *unsure*, *sure* | a label that should not be relied on, with the reason; a paragraph whose label can be |
//! | *shift* | a place where the article's voice turns |
//! | *declared*, *mismatch* | what the page says it is; that its paragraphs say otherwise |
//! | *gate*, *finding* | what is looked for in articles; an article in which it was found |
//! | *evidence*, *family* | what a term in its place adds to the logit; terms that do the same job in a text |
//! | *scope* | how much of a text a model may see: everything but names, names too, function words only |
//! | *telltale* | a term that gives away the source rather than the voice |
//! | *label issue*, *self-confidence* | a row whose label is probably wrong; the probability of its given label |
//! | *read label*, *inherited label* | given to this paragraph by a reader; taken from its article's section |
//! | *fold*, *out-of-fold* | a part of the groups; scored by a model not trained on the row's group |
//!
//! In scikit-learn's words our *document* is a paragraph, and our *group* is an article or a publisher.

pub mod article;
#[cfg(feature = "cli")]
pub mod cli;
pub mod error;
pub mod explain;
pub mod label;
pub mod language;
#[cfg(feature = "learn")]
pub mod learn;
pub mod model;
#[cfg(feature = "page")]
pub mod page;
#[cfg(feature = "report")]
pub mod report;
pub mod score;
#[cfg(feature = "serve")]
pub mod serve;
#[cfg(feature = "tables")]
pub mod tables;
pub mod terms;
pub mod text;
pub mod verdict;
#[cfg(feature = "view")]
pub mod view;
pub mod voice;
#[cfg(feature = "view")]
pub(crate) mod words;

pub use article::{Article, Format};
pub use error::{Error, ErrorKind, Result};
pub use explain::Explainer;
pub use label::{Label, Logit, Probability};
pub use model::Model;
#[cfg(feature = "shipped-model")]
pub use score::score;
pub use score::{ScoredArticle, Scorer};
pub use verdict::{ArticleScore, Decision, ParagraphScore, UnsureReason, Verdict};

/// Lets `?` turn it into an [`Error`]. Here because [`label`] imports no other module.
///
/// ```
/// let label = || -> oped::Result<oped::Label> { Ok("Opinion".parse()?) };
/// assert_eq!(label()?, oped::Label::Opinion);
/// # Ok::<(), oped::Error>(())
/// ```
impl From<label::UnknownLabel> for Error {
    fn from(error: label::UnknownLabel) -> Self {
        Error::new(ErrorKind::Usage, error.to_string())
    }
}

/// Lets `?` turn it into an [`Error`]. Here because [`language`] imports no other module.
///
/// ```
/// let language = || -> oped::Result<oped::language::Language> { Ok("klingon".parse()?) };
/// assert!(language().unwrap_err().to_string().starts_with("there is no stemmer"));
/// ```
impl From<language::UnknownLanguage> for Error {
    fn from(error: language::UnknownLanguage) -> Self {
        Error::new(ErrorKind::Usage, error.to_string())
    }
}

/// The README's example is run with the documentation tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
