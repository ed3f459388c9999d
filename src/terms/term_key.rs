//! A term as one number.
//!
//! | bits | unigram, bigram | pattern |
//! |---|---|---|
//! | 60–63 | the voice: 0 author, 1 direct, 2 indirect | 3 |
//! | 40–59 | the first form (30 bits, 30–59) | the first slot |
//! | 20–39 | the last form (30 bits, 0–29) | the second slot |
//! | 0–19 | | the last slot |
//!
//! A part that is missing has all bits set.

use super::forms::Form;
use crate::voice::{Speech, Voice};

/// The prefix of every term of direct speech: the same word in a source's mouth is another feature.
pub const DIRECT_PREFIX: &str = "q:";
/// The prefix of every term of indirect speech.
pub const INDIRECT_PREFIX: &str = "a:";
/// The prefix of every pattern.
pub const PATTERN_PREFIX: &str = "p:";
/// By [`voice_number`], then [`PATTERN`].
const PREFIXES: [&str; 4] = ["", DIRECT_PREFIX, INDIRECT_PREFIX, PATTERN_PREFIX];

/// Splits a term into its text without the prefix of a voice, and the voice. A pattern keeps its prefix.
///
/// ```
/// use oped::terms::split_namespace;
/// use oped::voice::{Speech, Voice};
/// assert_eq!(split_namespace("q:we must"), ("we must", Voice::Source(Speech::Direct)));
/// assert_eq!(split_namespace("p:we *"), ("p:we *", Voice::Author));
/// ```
pub fn split_namespace(term: &str) -> (&str, Voice) {
    let sources = [Speech::Direct, Speech::Indirect].map(Voice::Source);
    let found = sources.into_iter().find_map(|voice| Some((term.strip_prefix(PREFIXES[voice_number(voice)])?, voice)));
    found.unwrap_or((term, Voice::Author))
}

/// 0 for the author, 1 for direct speech, 2 for indirect speech.
pub(crate) fn voice_number(voice: Voice) -> usize {
    match voice {
        Voice::Author => 0,
        Voice::Source(Speech::Direct) => 1,
        Voice::Source(Speech::Indirect) => 2,
    }
}

/// Bits of a form in a unigram or bigram.
pub(crate) const FORM_BITS: u32 = 30;
/// Bits of a slot in a pattern.
pub(crate) const SLOT_BITS: u32 = 20;
const NO_FORM: u64 = (1 << FORM_BITS) - 1;
const NO_SLOT: u64 = (1 << SLOT_BITS) - 1;
const KIND_SHIFT: u32 = 60;
const PATTERN: u64 = 3;

/// A term: a unigram or bigram in the namespace of its voice, or a pattern. Terms of one [`super::Extractor`] are equal if and
/// only if their keys are; another extractor has other keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TermKey(u64);

impl TermKey {
    pub(crate) fn unigram(voice: Voice, form: Form) -> TermKey {
        TermKey(kind(voice) | NO_FORM << FORM_BITS | u64::from(form.0))
    }

    pub(crate) fn bigram(voice: Voice, first: Form, last: Form) -> TermKey {
        TermKey(kind(voice) | u64::from(first.0) << FORM_BITS | u64::from(last.0))
    }

    /// A pattern of one to three slots.
    #[inline]
    pub(crate) fn pattern<const N: usize>(slots: [u32; N]) -> TermKey {
        const { assert!(0 < N && N <= 3) };
        let none = !(u64::MAX << KIND_SHIFT) >> (N as u32 * SLOT_BITS) << (N as u32 * SLOT_BITS);
        let numbers = slots.into_iter().fold(0, |key, slot| key << SLOT_BITS | u64::from(slot));
        TermKey(PATTERN << KIND_SHIFT | none | numbers)
    }

    /// The key of the term of a column that no text can have.
    pub(crate) fn of_none(column: usize) -> TermKey {
        TermKey(u64::MAX << KIND_SHIFT | column as u64)
    }

    /// The key as a number.
    pub(crate) fn number(self) -> u64 {
        self.0
    }

    /// A key that was written.
    pub(crate) fn of_number(number: u64) -> TermKey {
        TermKey(number)
    }

    /// Returns the voice, by number, and the form of a unigram.
    pub(crate) fn as_unigram(self) -> Option<(usize, Form)> {
        let kind = self.0 >> KIND_SHIFT;
        let is_unigram = kind < PATTERN && (self.0 >> FORM_BITS) & NO_FORM == NO_FORM;
        is_unigram.then_some((kind as usize, Form((self.0 & NO_FORM) as u32)))
    }

    /// Returns the slot of a pattern of one.
    pub(crate) fn as_lone_slot(self) -> Option<u32> {
        let slot = (self.0 & NO_SLOT) as u32;
        (self == TermKey::pattern([slot])).then_some(slot)
    }

    /// Whether it is a pattern.
    fn is_pattern(self) -> bool {
        self.0 >> KIND_SHIFT == PATTERN
    }

    /// The numbers of its forms or slots, in order.
    fn parts(self) -> impl Iterator<Item = u32> {
        let (bits, none) = if self.is_pattern() { (SLOT_BITS, NO_SLOT) } else { (FORM_BITS, NO_FORM) };
        let part = move |at: u32| (self.0 >> (at * bits)) & none;
        (0..KIND_SHIFT / bits).rev().map(part).filter(move |&part| part != none).map(|part| part as u32)
    }

    /// Whether it has parts, all of them among `forms` forms, or `slots` slots if it is a pattern.
    pub(crate) fn is_of(self, forms: u64, slots: u64) -> bool {
        let kind = self.0 >> KIND_SHIFT;
        if kind == PATTERN {
            let slot = |at: u32| (self.0 >> (at * SLOT_BITS)) & NO_SLOT;
            let is_known = |slot: u64| slot < slots || slot == NO_SLOT;
            return slot(0) < slots && is_known(slot(1)) && is_known(slot(2));
        }
        let (first, last) = ((self.0 >> FORM_BITS) & NO_FORM, self.0 & NO_FORM);
        kind < PATTERN && last < forms && (first < forms || first == NO_FORM)
    }

    /// Appends the term as a vocabulary has it; `form` and `slot` append the texts of their numbers.
    pub(crate) fn push_text(
        self,
        form: impl Fn(Form, &mut String),
        slot: impl Fn(Form, &mut String),
        out: &mut String,
    ) {
        out.push_str(PREFIXES.get((self.0 >> KIND_SHIFT) as usize).unwrap_or(&""));
        for (at, part) in self.parts().enumerate() {
            out.push_str(if at > 0 { " " } else { "" });
            if self.is_pattern() { slot(Form(part), out) } else { form(Form(part), out) }
        }
    }

    /// Parses a term that [`TermKey::push_text`] could have written; `form` and `slot` number its parts.
    pub(crate) fn parse(
        text: &str,
        mut form: impl FnMut(&str) -> Form,
        mut slot: impl FnMut(&str) -> Form,
    ) -> Option<TermKey> {
        if let Some(rest) = text.strip_prefix(PATTERN_PREFIX) {
            let mut slots = [0; 3];
            let mut number = 0;
            for part in rest.split(' ') {
                *slots.get_mut(number)? = Some(slot(part)).filter(|slot| !slot.is_unknown())?.0;
                number += 1;
            }
            return Some(match (slots, number) {
                ([only, ..], 1) => TermKey::pattern([only]),
                ([first, last, _], 2) => TermKey::pattern([first, last]),
                (all, _) => TermKey::pattern(all),
            });
        }
        let (rest, voice) = split_namespace(text);
        let mut number = |part: &str| Some(form(part)).filter(|form| !form.is_unknown());
        match rest.split_once(' ') {
            None => Some(TermKey::unigram(voice, number(rest)?)),
            Some((first, last)) => Some(TermKey::bigram(voice, number(first)?, number(last)?)),
        }
    }
}

fn kind(voice: Voice) -> u64 {
    (voice_number(voice) as u64) << KIND_SHIFT
}

#[cfg(test)]
mod tests {
    use super::super::form_tables::FormTables;
    use super::*;

    #[test]
    fn a_key_is_written_as_it_was_read() {
        let mut tables = FormTables::default();
        let mut keys = Vec::new();
        let texts =
            ["we", "q:we", "a:we must", "we must", "p:*ly", "p:it *ed", "p:we must *", "p:we must", "q:must we"];
        for text in texts {
            let key = tables.parse(text).unwrap();
            assert_eq!(key.as_unigram().is_some(), matches!(text, "we" | "q:we"));
            assert_eq!(tables.text(key), text);
            assert!(tables.have(key) && !FormTables::default().have(key));
            keys.push(key);
        }
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), texts.len());
        assert_eq!(TermKey::parse("p:a b c d", |_| Form(0), |_| Form(0)), None);
        assert!(!tables.have(TermKey::of_none(0)) && !tables.have(TermKey::of_number(u64::MAX >> 4)));
    }
}
