//! The parts of an article that speak for a label.

/// What part of an article a feature of the context speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The paragraph's own words.
    Own,
    /// The paragraphs around it.
    Neighbours,
    /// The other paragraphs together.
    Article,
    /// Where it stands and how long it and the article are, whatever they say.
    Place,
}

impl Part {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Part; 4] = [Part::Own, Part::Neighbours, Part::Article, Part::Place];

    /// Returns the name for people.
    pub fn name(self) -> &'static str {
        match self {
            Part::Own => "own words",
            Part::Neighbours => "neighbours",
            Part::Article => "the article",
            Part::Place => "place and length",
        }
    }
}
