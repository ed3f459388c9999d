//! What a page claims to be, and how strong a mark is.

/// What a page claims to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Claim {
    /// It reports.
    News,
    /// It argues.
    Opinion,
    /// It is something else, such as analysis or advertising, or contradicts itself.
    Other,
}

impl Claim {
    /// Returns the label that it claims for the article.
    pub fn label(self) -> Option<&'static str> {
        match self {
            Claim::News => Some("news"),
            Claim::Opinion => Some("opinion"),
            Claim::Other => None,
        }
    }
}

/// How strong a mark is; `declared.rs` has the rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    /// Says nothing: `Article`.
    Nothing,
    /// Names a form: `BlogPosting`.
    Form,
    /// Also names the whole: `NewsArticle`.
    Weak,
    /// Names one kind and no other.
    Strong,
}
