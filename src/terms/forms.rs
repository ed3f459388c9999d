//! Normal forms as integers, so that terms compare and hash fast.

use std::sync::{PoisonError, RwLock};

use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;

/// The number of a normal form, or of a token's slot in a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Form(pub(crate) u32);

impl Form {
    /// A form that is not in a closed table, and so in no term.
    pub const UNKNOWN: Form = Form(u32::MAX);

    /// Returns true for [`Form::UNKNOWN`].
    pub fn is_unknown(self) -> bool {
        self == Form::UNKNOWN
    }
}

/// A table of forms. An open table gives every new form the next number; threads may share it, so that the numbers depend on
/// their order. A closed table holds the forms of a vocabulary and takes no others.
#[derive(Debug)]
pub(crate) struct Forms {
    texts: RwLock<IndexSet<Box<str>, FxBuildHasher>>,
    /// The capacity; further forms are unknown.
    most: u32,
    is_closed: bool,
}

impl Forms {
    /// An open table of at most 2^`bits` − 1 forms.
    pub(crate) fn open(bits: u32) -> Forms {
        Forms { texts: RwLock::default(), most: (1 << bits) - 1, is_closed: false }
    }

    /// Makes further forms unknown.
    pub(crate) fn close(&mut self) {
        self.is_closed = true;
    }

    /// Returns the number of a form, adding it to an open table.
    pub(crate) fn number(&self, text: &str) -> Form {
        let texts = self.texts.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = texts.get_index_of(text) {
            return Form(at as u32);
        }
        if self.is_closed || texts.len() >= self.most as usize {
            return Form::UNKNOWN;
        }
        drop(texts);
        // Another thread may have added it meanwhile, or filled the table.
        insert(&mut self.texts.write().unwrap_or_else(PoisonError::into_inner), text, self.most)
    }

    /// Adds a form without locking.
    pub(crate) fn add(&mut self, text: &str) -> Form {
        insert(self.texts.get_mut().unwrap_or_else(PoisonError::into_inner), text, self.most)
    }

    /// Appends the form's text to `out`.
    pub(crate) fn push_text(&self, form: Form, out: &mut String) {
        let texts = self.texts.read().unwrap_or_else(PoisonError::into_inner);
        out.push_str(texts.get_index(form.0 as usize).map_or("", |text| text));
    }

    /// The number of forms.
    pub(crate) fn len(&self) -> usize {
        self.texts.read().unwrap_or_else(PoisonError::into_inner).len()
    }
}

fn insert(texts: &mut IndexSet<Box<str>, FxBuildHasher>, text: &str, most: u32) -> Form {
    match texts.get_index_of(text) {
        Some(at) => Form(at as u32),
        None if texts.len() >= most as usize => Form::UNKNOWN,
        None => Form(texts.insert_full(text.into()).0 as u32),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closed_and_full_tables_take_no_new_forms() {
        let mut forms = Forms::open(2);
        let (a, b) = (forms.number("a"), forms.add("b"));
        assert_eq!((a, b, forms.number("c")), (Form(0), Form(1), Form(2)));
        assert!(forms.number("d").is_unknown() && forms.add("d").is_unknown());
        forms.close();
        assert_eq!((forms.number("b"), forms.len()), (b, 3));
        let mut text = String::new();
        forms.push_text(b, &mut text);
        assert_eq!(text, "b");
    }
}
