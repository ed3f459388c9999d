//! The model: everything that was learnt, in one immutable value.

pub mod calibration;
pub(crate) mod column_set;
pub mod context;
pub mod file;
pub(crate) mod index;
pub mod linear;
pub mod occurrences;
pub mod row;
pub mod tfidf;
pub mod vectorizer;
pub mod vocabulary;

use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::label::{Logit, Probability};
use crate::language::Language;
use calibration::{Calibration, UnsureBand};
use context::Context;
use linear::LinearModel;
use row::SparseRow;
use tfidf::TfIdf;

/// A trained model. Made by [`crate::learn::train::train`] or read from a file; never changed afterwards.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// Terms → row.
    pub tfidf: TfIdf,
    /// Row → logit.
    pub linear: LinearModel,
    /// Everything else.
    pub card: Card,
    /// The texts of its training, as hashes (`corpus::fingerprint`), ascending and distinct; none where the model's format
    /// is older than that.
    pub texts: Option<Vec<u32>>,
    /// By how much a stated share of opinion has moved the logits ([`Model::with_prior`]).
    pub prior_shift: Logit,
}

/// What a model says about itself: how it was made, of what, and how good it is. The header of the model file.
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
    /// A paragraph in its article.
    pub context: CardContext,
    /// When a label is not to be believed, by the probabilities of the training.
    pub unsure: UnsureBand,
    /// The linear model's intercept.
    pub intercept: f64,
    /// The parameters of the training, by name.
    pub parameters: Vec<(String, String)>,
    /// The tables it was trained on.
    pub corpus: Vec<CorpusEntry>,
    /// The sources of the training rows and their labels.
    pub sources: Vec<SourceEntry>,
    /// Out-of-fold figures: name and value.
    pub metrics: Vec<(String, f64)>,
    /// The intervals of the figures, where there are enough groups: name, low and high. From format 2 on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub intervals: Vec<(String, f64, f64)>,
    /// The share of opinion among the rows that the calibration was fitted to. From format 2 on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base_rate: Option<f64>,
    /// What it was calibrated to after the training, in order. The unsure band and all figures beside these are older: they are
    /// of the probabilities of the training.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub later_calibrations: Vec<LaterCalibration>,
    /// What its makers want to say of it, in Markdown.
    pub about: String,
}

impl Card {
    /// The share of opinion among the rows that the calibration was fitted to.
    pub fn base_rate(&self) -> f64 {
        let sum = |count: fn(&CorpusEntry) -> usize| self.corpus.iter().map(count).sum::<usize>() as f64;
        self.base_rate.unwrap_or_else(|| sum(|entry| entry.opinion) / sum(|entry| entry.news + entry.opinion))
    }
}

/// The parameters of an article's voices, as the formats of the model file have them.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum CardContext {
    /// From format 3 on.
    Kinds(Context),
    /// In formats 1 and 2. They were stated, not fitted, and are kept only so that a file is written as it was read: such a model
    /// reads articles by [`Context::default`].
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
    /// What an article is read by.
    pub fn of_articles(&self) -> Context {
        match self {
            CardContext::Kinds(context) => *context,
            CardContext::Chain { .. } => Context::default(),
        }
    }
}

/// A table of the training.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CorpusEntry {
    /// The file's name, without its folder.
    pub name: String,
    /// Rows used that are labelled news.
    pub news: usize,
    /// Rows used that are labelled opinion.
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

/// A calibration to tables of one outlet, after the training ([`crate::learn::calibrate`]).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LaterCalibration {
    /// The tables.
    pub corpus: Vec<CorpusEntry>,
    /// The calibrated logit z became slope · z + shift.
    pub slope: f64,
    /// See `slope`.
    pub shift: f64,
    /// Figures of the tables' rows before it, each paragraph by itself: name and value.
    pub before: Vec<(String, f64)>,
    /// The same behind it, out of fold; empty where there are no folds.
    pub after: Vec<(String, f64)>,
}

impl Model {
    /// The model inside the library.
    ///
    /// # Errors
    /// [`crate::error::ErrorKind::Model`] only if the program was built with a damaged model.
    #[cfg(feature = "shipped-model")]
    pub fn shipped() -> Result<Model> {
        Model::from_bytes(include_bytes!("../../models/oped.safetensors"))
    }

    /// The same model for texts of which a share of `prior` paragraphs is opinion: by Bayes' rule the calibrated logit moves
    /// by ln(prior / (1 − prior)) − ln(base / (1 − base)), where base is the share it was calibrated with.
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

    /// What each term adds to the paragraph's calibrated logit; with [`Model::base_logit`] they sum to it.
    pub fn contributions(&self, row: &SparseRow) -> Vec<(u32, f64)> {
        let slope = self.card.calibration.slope;
        self.linear.contributions(row).into_iter().map(|(column, weight)| (column, slope * weight)).collect()
    }

    /// The calibrated logit of a paragraph without any known term.
    pub fn base_logit(&self) -> Logit {
        self.card.calibration.apply(Logit(self.linear.intercept))
    }
}
