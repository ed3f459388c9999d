//! The stages of a training, in their order, for whoever wants to know how long each takes.

/// A stage of a training.
///
/// What the model itself costs is [`Stage::Voices`], [`Stage::Terms`] and [`Stage::Fit`]; the others say how good it is, and
/// calibrate it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Rows are looked over, and it is found out whose words they are.
    Voices,
    /// Terms are counted.
    Terms,
    /// Each fold's rows are scored by a model of the others.
    Folds,
    /// Logits out of fold become probabilities.
    Calibration,
    /// What articles do with their voices is learnt.
    Context,
    /// Figures and their intervals.
    Figures,
    /// The model of all rows.
    Fit,
}

impl Stage {
    /// The words for a person.
    pub fn as_str(self) -> &'static str {
        match self {
            Stage::Voices => "rows and voices",
            Stage::Terms => "terms",
            Stage::Folds => "folds",
            Stage::Calibration => "calibration",
            Stage::Context => "context",
            Stage::Figures => "figures",
            Stage::Fit => "final fit",
        }
    }
}
