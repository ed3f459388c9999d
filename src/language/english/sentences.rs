//! How sentences and headings start and end.

/// Words that start a sentence and no name.
pub(crate) const OPENINGS: [&str; 29] = [
    "The", "A", "An", "This", "That", "These", "Those", "We", "I", "You", "He", "She", "It", "They", "There", "But",
    "And", "If", "When", "While", "As", "In", "On", "At", "For", "After", "Before", "Not", "What",
];
/// Further ones behind an abbreviation: they are seldom part of a name that it belongs to.
pub(crate) const MORE_OPENINGS: [&str; 17] = [
    "Yet", "So", "Or", "From", "With", "By", "To", "Of", "Our", "My", "His", "Her", "Its", "Their", "Why", "How", "Let",
];

/// Words that never end a heading or a sentence.
pub(crate) const NEVER_LAST: [&str; 32] = [
    "a", "an", "and", "because", "but", "each", "every", "into", "its", "nor", "of", "or", "our", "than", "that",
    "the", "their", "these", "whether", "which", "while", "whose", "your", "my", "his", "if", "as", "from",
    "including", "between", "against", "such",
];

/// Words that end a heading now and then ("What we stand for"), but not a long one.
pub(crate) const SELDOM_LAST: [&str; 34] = [
    "about", "are", "at", "be", "been", "by", "can", "could", "for", "had", "has", "have", "her", "in", "is", "may",
    "might", "must", "not", "on", "over", "should", "this", "to", "under", "was", "were", "who", "will", "with",
    "without", "would", "when", "where",
];

/// Offices and ranks that stand before a name.
pub(crate) const OFFICES: [&str; 36] = [
    "ambassador", "archbishop", "bishop", "captain", "chairman", "chairwoman", "chancellor", "chief", "coach",
    "colonel", "commissioner", "councillor", "director", "economist", "editor", "general", "governor", "judge",
    "justice", "king", "leader", "mayor", "minister", "officer", "president", "professor", "queen", "representative",
    "secretary", "senator", "speaker", "spokesman", "spokesperson", "spokeswoman", "superintendent", "treasurer",
];
