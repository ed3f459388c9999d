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
