//! Tokens, and what stands for them in patterns.

use super::{forms::Form, scanner::Mark, term_key::SLOT_BITS};
use crate::text::Span;
use crate::voice::Voice;

/// The term at the start of every sentence.
pub const SENTENCE_START: &str = "<s>";
/// The term of a name.
pub const NAME: &str = "<name>";
/// The term of every word that [`super::Scope::FunctionWords`] hides.
pub const HIDDEN: &str = "<word>";

/// An occurrence of a word or a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// The normal form, without a namespace.
    pub form: Form,
    /// Where it stands in the text. `<s>` is empty and stands before its first word.
    pub span: Span,
    /// Whose it is.
    pub voice: Voice,
    /// Whether it is a word or a number, not punctuation.
    pub is_word: bool,
    /// What stands for it in a pattern.
    pub(crate) slot: Slot,
}

/// A word or a mark before its place in a text is known.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word {
    pub(crate) form: Form,
    pub(crate) slot: Slot,
    /// Bytes without the clitic.
    pub(crate) stem_len: u32,
    pub(crate) clitic: Option<Mark>,
    /// Whether it is a name unless it starts a sentence.
    pub(crate) is_name: bool,
    /// Whether its form and slot are still to be found: most names are masked, and need none.
    pub(crate) is_pending: bool,
}

/// What stands for a token in a pattern: its own form for a function word, a mark, `<s>` or `<name>`; `0` for any number; `*`
/// and its ending for any other word.
///
/// The number of what is shown in the low bits, the [`SlotKind`] above.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Slot(u32);

impl Slot {
    const FORM: u32 = (1 << SLOT_BITS) - 1;
    /// Nothing that a pattern can show.
    pub(crate) const UNKNOWN: Slot = Slot(Slot::FORM);

    pub(crate) fn new(form: Form, kind: SlotKind) -> Slot {
        Slot(form.0 & Slot::FORM | (kind as u32) << SLOT_BITS)
    }

    /// The number of what is shown.
    pub(crate) fn form(self) -> u32 {
        self.0 & Slot::FORM
    }

    pub(crate) fn is_unknown(self) -> bool {
        self.form() == Slot::FORM
    }

    pub(crate) fn is(self, kind: SlotKind) -> bool {
        self.0 >> SLOT_BITS == kind as u32
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SlotKind {
    /// Shown as it is, or a number.
    Shown,
    /// Reduced to `*`.
    Hidden,
    /// Reduced to `*` and an ending.
    Ending,
}
