//! `oped` reads articles and says, paragraph by paragraph, whether the author *reports* or *argues*; where the article
//! turns from one to the other; and on what evidence.
//!
//! # The pipeline
//!
//! ```text
//! bytes ─article→ Article{paragraphs} ─voice→ whose words ─tokenizer→ Token{form, span, voice} ─vectorizer→ SparseRow
//!    SparseRow ─linear→ Logit ─calibration→ Probability (alone) ─context→ Probability (in the article), shifts ─report→ text | JSON lines | CSV | HTML
//! table of any length ─corpus→ Batch… ─voice … context→ ─report→ the same, batch by batch
//! labels ─explain→ the weight of each term in its place, by family; what would change the label ─report→ text | …
//! labelled table ─corpus→ Row ─fold→ folds by group ─train→ Model + OutOfFold ─metrics→ Metrics
//! labelled table ─validate→ probabilities by a model, or out of fold ─bootstrap→ figures with intervals ─report→ text | JSON lines | CSV | HTML
//! labelled table, a sheet of verdicts ─corrections→ the corrected table, a journal; and back
//! labelled table ─probe→ the same by random folds, articles, sources; with names, without content words; telltales ─report→ text | …
//! labelled table ─audit→ label issues, duplicates, odd sources and rows, out of fold ─report→ text | … | a sheet to fill in
//! ```
//!
//! Nouns are stages, verbs are commands. A module named by a noun ([`article`], [`voice`], [`features`], [`model`]) is one
//! step of the pipeline: pure functions and their types. A module named by a verb ([`mod@train`], [`score`], [`explain`],
//! [`validate`], [`mod@probe`], [`mod@audit`], [`mod@queue`]) strings stages together. Only [`report`] and [`cli`] know that a user
//! exists.
//!
//! # Example
//!
//! ```
//! use oped::article::{Article, Format};
//! use oped::label::Label;
//! use oped::model::Model;
//! use oped::score::Scorer;
//!
//! let page = "The mayor said the plan was a disgrace. “We must stop it,” she told the council on Tuesday.";
//! let model = Model::shipped()?;
//! let article = Article::read(page.as_bytes(), Format::Text, None)?;
//! let score = Scorer::new(&model)?.article(&article);
//! assert_eq!(score.paragraphs[0].decision.unwrap().label, Label::News);
//! # Ok::<(), oped::error::Error>(())
//! ```
//!
//! # Words
//!
//! | word | meaning |
//! |---|---|
//! | *news*, *opinion* | the labels of a paragraph, by the author's voice; opinion is the positive class |
//! | *voice* | whose words: the author's or a source's |
//! | *token*, *term* | an occurrence in the text; its normal form |
//! | *vocabulary* | the terms that are features |
//! | *logit*, *probability* | log-odds of opinion; the same in \[0, 1\] |
//! | *alone*, *in context* | a paragraph by itself; in its article |
//! | *shift* | a place where the article's voice turns |
//! | *declared*, *mismatch* | what the page says that it is; that its paragraphs are not so |
//! | *evidence*, *family* | what a term in its place adds to the logit; terms that do the same in a text |
//! | *scope* | what of the text a model may know: all but names, names too, function words only |
//! | *telltale* | a term that tells the source rather than the voice |
//! | *label issue*, *self-confidence* | a row whose label is probably wrong; the probability of its given label |
//! | *fold*, *out-of-fold* | a part of the groups; scored by a model that was not trained on the row's group |
//!
//! In scikit-learn's words our *document* is a paragraph, and our *group* is an article or a publisher.

// What only a wing uses is unused without it; the build with all of them checks for dead code.
#![cfg_attr(not(feature = "cli"), allow(dead_code, unused_imports))]

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
#[cfg(feature = "report")]
pub mod report;
pub mod score;
#[cfg(feature = "tables")]
pub mod tables;
pub mod terms;
pub mod text;
pub mod verdict;
pub mod voice;

pub use article::Article;
pub use label::Label;
pub use model::Model;
#[cfg(feature = "shipped-model")]
pub use score::score;
pub use score::{ScoredArticle, Scorer};

/// The README's example is run with the documentation tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
