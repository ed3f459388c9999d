//! The model: everything learnt, in one immutable value.

pub mod calibration;
pub(crate) mod column_set;
pub mod context;
pub mod file;
pub mod linear;
pub(crate) mod logits;
pub(crate) mod lookup;
pub mod occurrences;
pub mod row;
pub mod tfidf;
pub mod vectorizer;
pub mod vocabulary;
#[cfg(feature = "learn")]
pub(crate) mod word_counter;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::label::{Label, Logit, Probability};
use crate::language::Language;
use calibration::{Calibration, UnsureBand};
use context::contributions::Contributions;
use context::stacked::Stacked;
use context::{Context, Reading, Said};
use linear::LinearModel;
use row::SparseRow;
use tfidf::TfIdf;

/// A trained model, made by training or read from a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// Terms → row.
    pub tfidf: TfIdf,
    /// Row → logit.
    pub linear: LinearModel,
    /// What a term in one paragraph says about the others of its article, for each column; none if nothing does. From format 4 on.
    pub article_coefficients: Option<Cow<'static, [f32]>>,
    /// Row → logit of the section of its article, which turns are found by; none if the logit of the paragraph serves.
    pub section: Option<LinearModel>,
    /// Everything else.
    pub card: Card,
    /// Hashes of the texts it was trained on (`tables::rows::fingerprint`), ascending and distinct. `None` for a model of format 1,
    /// which has none.
    pub texts: Option<Cow<'static, [u32]>>,
    /// How far a stated share of opinion has moved the logits ([`Model::with_prior`]).
    pub prior_shift: Logit,
}

/// How a model was made, from what, and how good it is. The header of the model file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// The version of the file format.
    pub format: u32,
    /// The version of the program that trained it.
    pub oped: String,
    /// The stemmer's language.
    pub language: Language,
    /// Logit → calibrated logit.
    pub calibration: Calibration,
    /// How paragraphs are read in their article.
    pub context: CardContext,
    /// The probabilities that leave a label unsure.
    pub unsure: UnsureBand,
    /// The linear model's intercept.
    pub intercept: f64,
    /// The training parameters: name and value.
    pub parameters: Vec<(String, String)>,
    /// The training tables.
    pub corpus: Vec<CorpusEntry>,
    /// The rows with inherited labels, if there were any beside those with read ones; all else is of the latter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inherited: Option<InheritedEntry>,
    /// The sources of the training rows.
    pub sources: Vec<SourceEntry>,
    /// Out-of-fold figures: name and value.
    pub metrics: Vec<(String, f64)>,
    /// Intervals of the figures that have enough groups for one: name, low and high. From format 2 on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub intervals: Vec<(String, f64, f64)>,
    /// The share of opinion among the rows the calibration was fitted to. From format 2 on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base_rate: Option<f64>,
    /// Calibrations after the training, in order. All other figures, and the unsure band, are those of the training.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub later_calibrations: Vec<LaterCalibration>,
    /// Its makers' description, in Markdown.
    pub about: String,
}

/// What a model was trained on with doubt: rows that have the label of their article's section.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InheritedEntry {
    /// The tables.
    pub corpus: Vec<CorpusEntry>,
    /// Rows that have both labels: how many were read as news and as opinion, of those in news articles.
    pub in_news: (usize, usize),
    /// The same of those in opinion articles.
    pub in_opinion: (usize, usize),
}

impl InheritedEntry {
    /// The share of paragraphs in articles of this label that were read as the other; none where no paragraph has both labels.
    pub fn wrong(&self, label: Label) -> Option<f64> {
        let (wrong, all) = match label {
            Label::News => (self.in_news.1, self.in_news.0 + self.in_news.1),
            Label::Opinion => (self.in_opinion.0, self.in_opinion.0 + self.in_opinion.1),
        };
        (all > 0).then(|| wrong as f64 / all as f64)
    }
}

impl Card {
    /// The share of opinion among the rows the calibration was fitted to.
    pub fn base_rate(&self) -> f64 {
        let sum = |count: fn(&CorpusEntry) -> usize| self.corpus.iter().map(count).sum::<usize>() as f64;
        self.base_rate.unwrap_or_else(|| sum(|entry| entry.opinion) / sum(|entry| entry.news + entry.opinion))
    }
}

/// The parameters of an article's voices, as stored by the formats of the model file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum CardContext {
    /// From format 4 on: labels by a model of the paragraph, its neighbours and its article; turns as in format 3.
    Stacked {
        /// The labels.
        labels: Stacked,
        /// The turns.
        turns: Context,
        /// The intercept of the logits that turns are found by, if they are not those of the paragraphs. From format 5 on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        section_intercept: Option<f64>,
    },
    /// From format 3 on.
    Kinds(Context),
    /// In formats 1 and 2. They were set by hand and are kept only so that a file is written as it was read: such a model reads
    /// articles by [`Context::default`].
    Chain {
        /// See format 2.
        stay: f64,
        /// See format 2.
        temper: f64,
        /// See format 2.
        turn_cost: f64,
    },
}

impl CardContext {
    /// The context of a model that is trained now.
    pub fn new(labels: Option<Stacked>, turns: Context, section: Option<&LinearModel>) -> CardContext {
        match labels {
            Some(labels) => CardContext::Stacked { labels, turns, section_intercept: section.map(|of| of.intercept) },
            None => CardContext::Kinds(turns),
        }
    }

    /// The parameters that turns are found by.
    pub fn of_articles(&self) -> Context {
        match self {
            CardContext::Kinds(context) | CardContext::Stacked { turns: context, .. } => *context,
            CardContext::Chain { .. } => Context::default(),
        }
    }

    /// Where each logit in context comes from; none if it is a reading of all paragraphs together, which has no parts.
    pub fn contributions(&self, paragraphs: &[Said], shift: Logit) -> Option<Vec<Contributions>> {
        match self {
            CardContext::Stacked { labels, turns, .. } => {
                Some(labels.contributions(&turns.hear_sections(paragraphs, shift).0, shift))
            }
            CardContext::Kinds(_) | CardContext::Chain { .. } => None,
        }
    }

    /// Reads an article; `shift` is how far a stated share of opinion has moved the logits.
    pub fn read(&self, paragraphs: &[Said], shift: Logit) -> Reading {
        let CardContext::Stacked { labels, turns, .. } = self else {
            return self.of_articles().read(paragraphs, shift);
        };
        let (said, heard) = turns.hear_sections(paragraphs, shift);
        heard.reading(Some(labels.logits(&said, shift)))
    }
}

/// A training table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CorpusEntry {
    /// The file's name, without its folder.
    pub name: String,
    /// Rows labelled news that were used.
    pub news: usize,
    /// Rows labelled opinion that were used.
    pub opinion: usize,
    /// XXH3 (64 bits, hexadecimal) of the file's bytes.
    pub hash: String,
}

/// A source of the training rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SourceEntry {
    /// Its name.
    pub name: String,
    /// Rows labelled news.
    pub news: usize,
    /// Rows labelled opinion.
    pub opinion: usize,
    /// Out-of-fold figures of its rows: name and value. From format 2 on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub figures: Vec<(String, f64)>,
}

/// A calibration to the tables of one outlet, after the training.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LaterCalibration {
    /// The tables.
    pub corpus: Vec<CorpusEntry>,
    /// The calibrated logit z became slope · z + shift.
    pub slope: f64,
    /// See `slope`.
    pub shift: f64,
    /// Figures of the tables' rows before it, each paragraph alone: name and value.
    pub before: Vec<(String, f64)>,
    /// The same after it, out of fold; empty if there were too few rows for folds.
    pub after: Vec<(String, f64)>,
}

impl Model {
    /// What the words of a paragraph say about the other paragraphs of its article.
    pub fn article_logit(&self, row: &SparseRow) -> f64 {
        let of = |coefficients: &Cow<'static, [f32]>| row.dot(|column| f64::from(coefficients[column]));
        self.article_coefficients.as_ref().map_or(0.0, of)
    }

    /// What the words of a paragraph say about the section of its article: its own logit if the model does not tell them apart.
    pub fn section_logit(&self, row: &SparseRow) -> Logit {
        match &self.section {
            Some(section) => Logit(section.logit(row).0 + self.prior_shift.0),
            None => self.row_logit(row),
        }
    }

    /// The model inside the library.
    ///
    /// # Errors
    /// [`crate::error::ErrorKind::Model`] only if the library was built with something else than a model.
    #[cfg(feature = "shipped-model")]
    pub fn shipped() -> crate::error::Result<Model> {
        /// At a place where its numbers can be read as they are.
        #[repr(C, align(8))]
        struct Aligned<B: ?Sized>(B);
        static FILE: &Aligned<[u8]> = &Aligned(*include_bytes!("../../models/oped.safetensors"));
        Model::from_program(&FILE.0)
    }

    /// The same model for texts with a share of `prior` opinion paragraphs. By Bayes' rule the calibrated logit moves by
    /// ln(prior / (1 − prior)) − ln(base / (1 − base)), where base is the share it was calibrated with.
    ///
    /// ```
    /// use oped::model::Model;
    /// use oped::label::Probability;
    /// let model = Model::shipped()?;
    /// let rare = model.clone().with_prior(Probability(0.05));
    /// assert!(rare.base_logit().0 < model.base_logit().0);
    /// # Ok::<(), oped::error::Error>(())
    /// ```
    #[must_use]
    pub fn with_prior(mut self, prior: Probability) -> Model {
        let moved = prior.logit().0 - Probability(self.card.base_rate()).logit().0;
        self.card.calibration.intercept += moved;
        self.prior_shift.0 += moved;
        self.card.base_rate = Some(prior.0);
        self
    }

    /// The calibrated logit of a row.
    pub fn row_logit(&self, row: &SparseRow) -> Logit {
        self.card.calibration.apply(self.linear.logit(row))
    }

    /// What each column adds to the row's calibrated logit. With [`Model::base_logit`] they sum to it.
    pub fn contributions(&self, row: &SparseRow) -> Vec<(u32, f64)> {
        let slope = self.card.calibration.slope;
        self.linear.contributions(row).into_iter().map(|(column, weight)| (column, slope * weight)).collect()
    }

    /// The calibrated logit of a paragraph without known terms.
    pub fn base_logit(&self) -> Logit {
        self.card.calibration.apply(Logit(self.linear.intercept))
    }
}

#[cfg(all(test, feature = "shipped-model", not(target_family = "wasm")))]
mod tests {
    use super::*;

    /// It is not checked when it is used.
    #[test]
    fn the_shipped_model_stands_the_checks_of_a_file() {
        let file = Model::load(concat!(env!("CARGO_MANIFEST_DIR"), "/models/oped.safetensors")).unwrap();
        let shipped = Model::shipped().unwrap();
        assert_eq!(file.to_bytes().unwrap(), shipped.to_bytes().unwrap());
    }
}
