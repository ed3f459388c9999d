//! Where a sentence ends.
//!
//! A point behind a title ("Mr. Roth") or before a digit ("No. 5") ends nothing. Behind an initial, an acronym or a month
//! ("Anna B. Roth", "the U.S. Army", "Plan B. We go on.") it ends the sentence where a word follows that mostly starts
//! one.

/// The end of the sentence that holds byte `from`, its full stop included.
pub(crate) fn sentence_end(text: &str, from: usize) -> usize {
    for (at, c) in text[from..].char_indices() {
        let end = from + at + c.len_utf8();
        if matches!(c, '.' | '!' | '?') && text[end..].starts_with(char::is_whitespace) {
            let word = text[..end - 1].rsplit(|c: char| c.is_whitespace() || is_mark(c)).next().unwrap_or_default();
            if c != '.' || !is_abbreviation(word, &text[end..]) {
                return end;
            }
        }
    }
    text.len()
}

/// Whether the point between `word` and `rest` belongs to the word and ends no sentence. `word` stands without its last
/// point.
///
/// ```
/// use oped::text::is_abbreviation;
/// assert!(is_abbreviation("Mr", " Roth"));
/// assert!(is_abbreviation("U.S", " Army"));
/// assert!(!is_abbreviation("U.S", " We go on."));
/// ```
pub fn is_abbreviation(word: &str, rest: &str) -> bool {
    const TITLES: [&str; 15] =
        ["Mr", "Mrs", "Ms", "Dr", "Prof", "Sen", "Rep", "Gov", "Gen", "Col", "Lt", "Sgt", "Rev", "Hon", "vs"];
    const MAY_END: [&str; 12] = ["St", "Jr", "Sr", "Jan", "Feb", "Aug", "Sept", "Oct", "Nov", "Dec", "Inc", "Corp"];
    if TITLES.contains(&word) {
        return true;
    }
    let next = rest.trim_start();
    if word == "No" {
        return next.starts_with(|c: char| c.is_ascii_digit());
    }
    (MAY_END.contains(&word) || is_initial(word) || is_acronym(word)) && !starts_with_starter(next)
}

/// Whether a sentence may start in what follows a full stop: not in the middle of a word, and not in lower case.
pub(crate) fn starts_sentence(rest: &str) -> bool {
    let next = rest.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, '"' | '”' | '’' | '\'' | ')' | ']' | '»' | '“' | '‘' | '«' | '(' | '[')
    });
    (next.len() < rest.len() || rest.is_empty()) && !next.starts_with(char::is_lowercase)
}

/// "B", but not "I".
fn is_initial(word: &str) -> bool {
    word != "I" && word.len() == 1 && word.starts_with(|c: char| c.is_ascii_uppercase())
}

/// Single letters with points between them.
fn is_acronym(word: &str) -> bool {
    word.len() > 2 && word.split('.').all(|letter| letter.len() == 1 && letter.starts_with(char::is_alphabetic))
}

/// Whether a word follows that is seldom a part of a name. At the end of a text nothing follows, and the sentence is over.
fn starts_with_starter(next: &str) -> bool {
    const STARTERS: [&str; 46] = [
        "The", "A", "An", "This", "That", "These", "Those", "We", "I", "You", "He", "She", "It", "They", "There",
        "But", "And", "Yet", "So", "Or", "If", "When", "While", "As", "In", "On", "At", "For", "From", "With", "By",
        "To", "Of", "After", "Before", "Our", "My", "His", "Her", "Its", "Their", "Not", "What", "Why", "How", "Let",
    ];
    let word = next.trim_start_matches(|c: char| !c.is_alphanumeric());
    let word = word.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    word.is_empty() || STARTERS.contains(&word)
}

/// A mark that is no part of a word. The points of an acronym are.
fn is_mark(c: char) -> bool {
    !c.is_alphanumeric() && c != '.'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_of_titles_initials_and_acronyms_end_nothing_unless_a_sentence_starts() {
        for (text, first) in [
            ("We met Mr. Roth. He left.", "We met Mr. Roth."),
            ("It is Plan B. We go on.", "It is Plan B."),
            ("Anna B. Roth left. It rained.", "Anna B. Roth left."),
            ("The U.S. Army left. It rained.", "The U.S. Army left."),
            ("She left the U.S. It rained.", "She left the U.S."),
            ("It is rule No. 5 now. It rained.", "It is rule No. 5 now."),
            ("No. We will not.", "No."),
            ("So (Mr. Roth) it is! And so on.", "So (Mr. Roth) it is!"),
            ("It cost 3.5 million. (It rained.)", "It cost 3.5 million."),
        ] {
            assert_eq!(&text[..sentence_end(text, 0)], first);
        }
    }
}
