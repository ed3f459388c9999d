//! Normal forms as integers, so that terms compare and hash fast.

use std::sync::{Arc, PoisonError, RwLock};

use super::texts::Texts;

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
pub(crate) enum Forms {
    Open {
        texts: RwLock<Texts>,
        /// The capacity; further forms are unknown.
        most: u32,
    },
    Closed(Arc<Texts>),
}

impl Forms {
    /// An open table of at most 2^`bits` − 1 forms.
    pub(crate) fn open(bits: u32) -> Forms {
        Forms::Open { texts: RwLock::default(), most: (1 << bits) - 1 }
    }

    /// Returns the number of a form, adding it to an open table.
    pub(crate) fn number(&self, text: &str) -> Form {
        let (texts, most) = match self {
            Forms::Closed(texts) => return texts.number(text).map_or(Form::UNKNOWN, Form),
            Forms::Open { texts, most } => (texts, *most as usize),
        };
        if let Some(number) = texts.read().unwrap_or_else(PoisonError::into_inner).number(text) {
            return Form(number);
        }
        // Another thread may have added it meanwhile, or filled the table.
        let mut texts = texts.write().unwrap_or_else(PoisonError::into_inner);
        let number = if texts.len() < most { texts.add(text) } else { texts.number(text) };
        number.map_or(Form::UNKNOWN, Form)
    }

    /// Appends the form's text to `out`.
    pub(crate) fn push_text(&self, form: Form, out: &mut String) {
        match self {
            Forms::Closed(texts) => out.push_str(texts.text(form.0)),
            Forms::Open { texts, .. } => {
                out.push_str(texts.read().unwrap_or_else(PoisonError::into_inner).text(form.0));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closed_and_full_tables_take_no_new_forms() {
        let forms = Forms::open(2);
        let (a, b) = (forms.number("a"), forms.number("b"));
        assert_eq!((a, b, forms.number("c")), (Form(0), Form(1), Form(2)));
        assert!(forms.number("d").is_unknown());
        assert_eq!(forms.number("b"), b);
        let mut texts = Texts::default();
        texts.add("b");
        let closed = Forms::Closed(Arc::new(texts));
        assert!(closed.number("a").is_unknown());
        for (forms, b) in [(&forms, b), (&closed, Form(0))] {
            let mut text = String::new();
            forms.push_text(b, &mut text);
            assert_eq!((forms.number("b"), text.as_str()), (b, "b"));
        }
    }
}
