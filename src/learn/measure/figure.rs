//! The figures of merit: names, meanings, and which way is better.

use super::metrics::{Confusion, Metrics};

/// A figure of merit. `opinion` is the positive class, if a figure has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Figure {
    /// The mean of both classes' F1.
    MacroF1,
    /// The area under the ROC curve.
    Auc,
    /// The share of rows called opinion that are opinion.
    OpinionPrecision,
    /// The share of opinion rows that are called opinion.
    OpinionRecall,
    /// The share of rows called news that are news.
    NewsPrecision,
    /// The share of news rows that are called news.
    NewsRecall,
    /// −mean ln of the probability of the true label.
    LogLoss,
    /// The mean squared difference of probability and label.
    Brier,
    /// The expected calibration error.
    CalibrationError,
    /// The share of rows called opinion.
    CalledOpinion,
}

impl Figure {
    /// All, in the order in which they are shown.
    pub const ALL: [Figure; 10] = [
        Figure::MacroF1,
        Figure::Auc,
        Figure::OpinionPrecision,
        Figure::OpinionRecall,
        Figure::NewsPrecision,
        Figure::NewsRecall,
        Figure::LogLoss,
        Figure::Brier,
        Figure::CalibrationError,
        Figure::CalledOpinion,
    ];

    /// The name for people.
    pub fn name(self) -> &'static str {
        match self {
            Figure::MacroF1 => "macro-F1",
            Figure::Auc => "AUC",
            Figure::OpinionPrecision => "precision of opinion",
            Figure::OpinionRecall => "recall of opinion",
            Figure::NewsPrecision => "precision of news",
            Figure::NewsRecall => "recall of news",
            Figure::LogLoss => "log loss",
            Figure::Brier => "Brier score",
            Figure::CalibrationError => "expected calibration error",
            Figure::CalledOpinion => "called opinion",
        }
    }

    /// The name for programs.
    pub fn key(self) -> &'static str {
        match self {
            Figure::MacroF1 => "macro_f1",
            Figure::Auc => "auc",
            Figure::OpinionPrecision => "opinion_precision",
            Figure::OpinionRecall => "opinion_recall",
            Figure::NewsPrecision => "news_precision",
            Figure::NewsRecall => "news_recall",
            Figure::LogLoss => "log_loss",
            Figure::Brier => "brier",
            Figure::CalibrationError => "calibration_error",
            Figure::CalledOpinion => "called_opinion",
        }
    }

    /// The definition, on one line.
    pub fn definition(self) -> &'static str {
        match self {
            Figure::MacroF1 => "mean over both labels of 2 · precision · recall / (precision + recall)",
            Figure::Auc => "chance that an opinion row has a higher probability than a news row",
            Figure::OpinionPrecision => "of the rows called opinion, the share that is",
            Figure::OpinionRecall => "of the opinion rows, the share that is called so",
            Figure::NewsPrecision => "of the rows called news, the share that is",
            Figure::NewsRecall => "of the news rows, the share that is called so",
            Figure::LogLoss => "−mean ln of the probability of the true label; 0 is best",
            Figure::Brier => "mean (probability − label)², opinion = 1; 0 is best",
            Figure::CalibrationError => "mean |probability − share of opinion|, in 10 bins; 0 is best",
            Figure::CalledOpinion => "share of rows with a probability of one half or more",
        }
    }

    /// Returns +1 if more is better on rows with these labels, −1 if less is, and none if neither is.
    pub fn sense(self, confusion: &Confusion) -> Option<f64> {
        match self {
            Figure::LogLoss | Figure::Brier | Figure::CalibrationError => Some(-1.0),
            Figure::CalledOpinion => match (confusion.news(), confusion.opinion()) {
                (0, _) => Some(1.0),
                (_, 0) => Some(-1.0),
                _ => None,
            },
            _ => Some(1.0),
        }
    }

    /// The value; none if it needs rows of both labels and one is missing.
    pub fn of(self, metrics: &Metrics) -> Option<f64> {
        let both = metrics.confusion.news() > 0 && metrics.confusion.opinion() > 0;
        match self {
            Figure::MacroF1 => both.then_some(metrics.macro_f1),
            Figure::Auc => both.then_some(metrics.auc),
            Figure::OpinionPrecision => both.then_some(metrics.precision),
            Figure::OpinionRecall => both.then_some(metrics.recall),
            Figure::NewsPrecision => both.then_some(metrics.news_precision),
            Figure::NewsRecall => both.then_some(metrics.news_recall),
            Figure::LogLoss => Some(metrics.log_loss),
            Figure::Brier => Some(metrics.brier),
            Figure::CalibrationError => Some(metrics.reliability.error()),
            Figure::CalledOpinion => Some(metrics.called_opinion),
        }
    }
}
