//! Abbreviations, without their last point, and words that have lost letters.

/// A word follows them, so that their point ends no sentence.
pub(crate) const TITLES: [&str; 13] =
    ["Mr", "Mrs", "Ms", "Dr", "Prof", "Sen", "Rep", "Gov", "Gen", "Lt", "Sgt", "Rev", "vs"];
/// Months, which may end a sentence but seldom end a line of broken text.
pub(crate) const MONTHS: [&str; 7] = ["Jan", "Feb", "Aug", "Sept", "Oct", "Nov", "Dec"];
/// Further titles of running text.
pub(crate) const MORE_TITLES: [&str; 2] = ["Col", "Hon"];
/// Further abbreviations of running text that may end a sentence.
pub(crate) const MAY_END: [&str; 5] = ["St", "Jr", "Sr", "Inc", "Corp"];
/// Further abbreviations that end no line of broken text.
pub(crate) const NEVER_LAST: [&str; 4] = ["e.g", "i.e", "Messrs", "Capt"];

/// Words that have lost their first letters, without the apostrophe: `’em`, `’til`.
pub(crate) const ELISIONS: [&str; 15] =
    ["em", "til", "tis", "twas", "cause", "bout", "n", "round", "ere", "s", "t", "re", "ll", "ve", "d"];
