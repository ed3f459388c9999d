//! What a paragraph is in an exchange.

/// What a paragraph is in an exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::voice) enum Part {
    /// The author's, or of no turn: the other rules read it.
    Outside,
    /// Speech from this byte on.
    Speech(usize),
}

/// Where turns start: for each paragraph the first byte of speech, if a turn starts with it or above it.
pub(super) type Starts = Vec<Option<usize>>;
