//! What a document's properties say of it.

use crate::article::declared::Marks;
use crate::article::metadata::{Field, Source};

/// The properties of a document: their title, and what else is known of it.
#[derive(Debug, Default)]
pub(super) struct Properties {
    pub title: String,
    pub author: String,
    pub created: String,
    pub language: String,
}

impl Properties {
    /// Adds all but the title.
    pub(super) fn add_to(&self, marks: &mut Marks) {
        let fields = [(Field::Author, &self.author), (Field::Date, &self.created), (Field::Language, &self.language)];
        fields.into_iter().for_each(|(field, value)| marks.metadata.add(field, Source::Described, 0, value));
    }
}
