//! An item of a feed, whatever the feed's format.

/// An item of a feed.
#[derive(Debug, Default)]
pub(super) struct Item {
    pub title: String,
    pub link: String,
    pub id: String,
    /// HTML.
    pub content: String,
    /// HTML, if there is no content.
    pub summary: String,
    pub categories: Vec<String>,
    pub authors: Vec<String>,
    /// When it was published, made, or changed, each as far as it is known.
    pub published: String,
    pub created: String,
    pub updated: String,
    pub language: String,
}

/// The most authors of a feed that an item without its own has.
const MOST_SHARED: usize = 20;
/// The longest name or language that items take from their feed, in bytes: it is copied into each.
const LONGEST_SHARED: usize = 200;

impl Item {
    /// An item that does not name its authors or its language has those of the feed.
    pub(super) fn inherit(&mut self, authors: &[String], language: &str) {
        if self.authors.is_empty() {
            let short = authors.iter().filter(|author| author.len() <= LONGEST_SHARED);
            self.authors.extend(short.take(MOST_SHARED).cloned());
        }
        if self.language.trim().is_empty() && language.len() <= LONGEST_SHARED {
            language.clone_into(&mut self.language);
        }
    }
}
