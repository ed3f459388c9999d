//! What a page claims to be, and how much a mark says.

/// What a page claims to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Claim {
    /// It reports.
    News,
    /// It argues.
    Opinion,
    /// Something that is not comparable, such as analysis or advertising; or it does not say, or contradicts itself.
    Other,
}

impl Claim {
    /// The label that it claims for the article, in the word used in every format.
    pub fn label(self) -> Option<&'static str> {
        match self {
            Claim::News => Some("news"),
            Claim::Opinion => Some("opinion"),
            Claim::Other => None,
        }
    }
}

/// How much a mark says. See the module's rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    /// `Article`: nothing at all.
    Nothing,
    /// A form, not a kind.
    Form,
    /// Also the name of the whole.
    Weak,
    /// One kind and no other.
    Strong,
}
