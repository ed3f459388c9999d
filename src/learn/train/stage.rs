//! The stages of a training, for callers that time them.

/// A stage of a training.
///
/// The model itself takes [`Stage::Voices`], [`Stage::Terms`] and [`Stage::Fit`]; the other stages measure and calibrate it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Rows are checked, and their voices found.
    Voices,
    /// Terms are counted.
    Terms,
    /// Inherited labels are doubted, by models of the read rows.
    Inherited,
    /// Each fold's rows are scored by a model of the others.
    Folds,
    /// Out-of-fold logits become probabilities.
    Calibration,
    /// The parameters of articles' voices are fitted.
    Context,
    /// Figures and intervals are computed.
    Figures,
    /// The model is fitted to all rows.
    Fit,
}

impl Stage {
    /// The name for people.
    pub fn as_str(self) -> &'static str {
        match self {
            Stage::Voices => "rows and voices",
            Stage::Terms => "terms",
            Stage::Inherited => "inherited labels",
            Stage::Folds => "folds",
            Stage::Calibration => "calibration",
            Stage::Context => "context",
            Stage::Figures => "figures",
            Stage::Fit => "final fit",
        }
    }
}
