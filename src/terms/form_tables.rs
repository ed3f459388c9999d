//! The forms of a vocabulary.

use std::sync::Arc;

use super::forms::Form;
use super::term_key::{FORM_BITS, SLOT_BITS, TermKey};
use super::texts::Texts;

/// The forms of the terms of a vocabulary, and the slots of its patterns.
#[derive(Debug, Clone, Default)]
pub(crate) struct FormTables {
    pub(crate) forms: Arc<Texts>,
    pub(crate) slots: Arc<Texts>,
}

impl FormTables {
    /// Numbers the parts of a term; `None` if no text has it.
    pub(crate) fn parse(&mut self, term: &str) -> Option<TermKey> {
        let number = |texts: &mut Arc<Texts>, text: &str, bits: u32| {
            let number = Arc::make_mut(texts).add(text).filter(|&number| number < (1 << bits) - 1);
            number.map_or(Form::UNKNOWN, Form)
        };
        let FormTables { forms, slots } = self;
        TermKey::parse(term, |part| number(forms, part, FORM_BITS), |part| number(slots, part, SLOT_BITS))
    }

    /// Whether all parts of a term are in the tables.
    pub(crate) fn have(&self, key: TermKey) -> bool {
        key.is_of(self.forms.len() as u64, self.slots.len() as u64)
    }

    /// Returns true if the texts of these terms have no more bytes than 32 bits can count. Few forms can make many long terms.
    pub(crate) fn fit(&self, keys: &[u64]) -> bool {
        let fit = |bytes: u64| u32::try_from(bytes).is_ok();
        // Up to three parts, each behind a space or the prefix.
        let most = 3 * (self.forms.longest().max(self.slots.longest()) as u64 + 2);
        if fit((keys.len() as u64).saturating_mul(most)) {
            return true;
        }
        let mut text = String::new();
        let bytes = keys.iter().map(|&key| {
            text.clear();
            self.push_text(TermKey::of_number(key), &mut text);
            text.len() as u64
        });
        fit(bytes.sum())
    }

    /// Appends the text of a term.
    pub(crate) fn push_text(&self, key: TermKey, out: &mut String) {
        let push = |texts: &Texts, form: Form, out: &mut String| out.push_str(texts.text(form.0));
        key.push_text(|form, out| push(&self.forms, form, out), |slot, out| push(&self.slots, slot, out), out);
    }

    #[cfg(test)]
    pub(crate) fn text(&self, key: TermKey) -> String {
        let mut text = String::new();
        self.push_text(key, &mut text);
        text
    }
}
