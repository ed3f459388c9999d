//! The stages of a training, for callers that time them.

/// A stage of a training.
///
/// The model itself takes [`Stage::Voices`], [`Stage::Terms`] and a part of [`Stage::Fits`]; the others measure and calibrate it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Rows are checked, and their voices found.
    Voices,
    /// Terms are counted.
    Terms,
    /// Inherited labels are doubted, by models of the read rows.
    Inherited,
    /// Models are fitted, one to all rows and one without each fold, and each fold's rows are scored by the latter.
    Fits,
    /// Out-of-fold logits become probabilities.
    Calibration,
    /// The parameters of articles' voices are fitted.
    Context,
    /// Figures and intervals are computed.
    Figures,
}

impl Stage {
    /// The name for people.
    pub fn as_str(self) -> &'static str {
        match self {
            Stage::Voices => "rows and voices",
            Stage::Terms => "terms",
            Stage::Inherited => "inherited labels",
            Stage::Fits => "fits",
            Stage::Calibration => "calibration",
            Stage::Context => "context",
            Stage::Figures => "figures",
        }
    }
}
