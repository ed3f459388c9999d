//! How a page sets a line apart from others.

use crate::text::MappedText;

/// How a page sets a block.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Setting {
    /// The bytes at the start of its text that are bold, italic or set apart in another way; 0 if its first word is
    /// not.
    pub set_apart: usize,
    /// Whether a dash came before it, as a bullet or before the line of a dialogue.
    pub dashed: bool,
    /// Whether a rule ("* * *") separates it from what is above.
    pub after_rule: bool,
}

impl Setting {
    /// The setting of text that joins two pieces: `len` bytes set so, before a piece of another setting that starts at
    /// byte `at`.
    pub(super) fn joined(self, len: usize, next: Setting, at: usize) -> Setting {
        let is_whole = self.set_apart >= len && len > 0;
        Setting { set_apart: if is_whole { at + next.set_apart } else { self.set_apart }, ..self }
    }
}

/// Finds how much of a line is set apart while it is read.
#[derive(Debug, Default)]
pub(super) struct Emphasis {
    /// Where the first word starts that is not set apart.
    plain_from: Option<usize>,
}

impl Emphasis {
    /// Notes that the text from byte `from` on was read, set apart or not.
    pub(super) fn read(&mut self, text: &MappedText, from: usize, is_set_apart: bool) {
        if is_set_apart || self.plain_from.is_some() {
            return;
        }
        let text = text.as_str();
        let from = from.min(text.len());
        self.plain_from = text[from..].find(char::is_alphanumeric).map(|at| from + at);
    }

    /// Ends the line, of which `dropped` bytes at the start are no text, and returns the bytes that are set apart.
    pub(super) fn take(&mut self, text: &MappedText, dropped: usize) -> usize {
        let end = self.plain_from.take().map_or(text.as_str().len(), |at| at.saturating_sub(dropped));
        let lead = text.as_str()[..end.min(text.as_str().len())].trim_end();
        if lead.contains(char::is_alphanumeric) { lead.len() } else { 0 }
    }
}
