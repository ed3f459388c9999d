//! Where a sentence ends.
//!
//! The point of a title ("Mr. Roth") or of "No. 5" ends no sentence. The point of an initial, an acronym or a month ends one if
//! the next word mostly starts a sentence: "Plan B. We go on.", but not "Anna B. Roth" or "the U.S. Army".

use crate::language::english::abbreviations::{MAY_END, MONTHS, NEVER_END, TITLES};
use crate::language::english::sentences::{MORE_OPENINGS, OPENINGS};

/// Returns the end of the sentence that holds byte `from`, past its full stop.
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

/// Returns true if the point between `word` and `rest` belongs to an abbreviation and ends no sentence. `word` comes without
/// that point.
///
/// ```
/// use oped::text::is_abbreviation;
/// assert!(is_abbreviation("Mr", " Roth"));
/// assert!(is_abbreviation("U.S", " Army"));
/// assert!(!is_abbreviation("U.S", " We go on."));
/// ```
pub fn is_abbreviation(word: &str, rest: &str) -> bool {
    if !may_be_abbreviation(word) {
        return false;
    }
    let is_one_of = |list: &[&str]| list.binary_search(&word).is_ok();
    if is_one_of(&TITLES) || is_one_of(&NEVER_END) {
        return true;
    }
    let next = rest.trim_start();
    if word == "No" {
        return next.starts_with(|c: char| c.is_ascii_digit());
    }
    let may_end = MONTHS.contains(&word) || is_one_of(&MAY_END) || is_initial(word) || is_acronym(word);
    may_end && !starts_with_opening(next)
}

/// Whether an abbreviation has this first byte and this length, or the word may be an initial or an acronym. Most words that end a
/// sentence are none of these.
fn may_be_abbreviation(word: &str) -> bool {
    let Some(&first) = word.as_bytes().first() else { return false };
    let len = word.len();
    len == 1 || word.as_bytes()[1] == b'.' || !first.is_ascii() || len < 32 && LENGTHS[first as usize] >> len & 1 == 1
}

/// For each first byte of an abbreviation, a bit for each length.
const LENGTHS: [u32; 128] = {
    let mut lengths = [0; 128];
    let lists: [&[&str]; 5] = [&TITLES, &NEVER_END, &MONTHS, &MAY_END, &["No"]];
    let mut list = 0;
    while list < lists.len() {
        let mut at = 0;
        while at < lists[list].len() {
            let word = lists[list][at].as_bytes();
            assert!(word.len() < 32 && word[0].is_ascii());
            lengths[word[0] as usize] |= 1 << word.len();
            at += 1;
        }
        list += 1;
    }
    lengths
};

/// Returns true if a sentence may start in what follows a full stop: not inside a word, and not in lower case.
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

/// "U.S": single letters with points between them.
fn is_acronym(word: &str) -> bool {
    word.len() > 2 && word.split('.').all(|letter| letter.len() == 1 && letter.starts_with(char::is_alphabetic))
}

/// Returns true if the next word mostly starts a sentence, or if there is none.
fn starts_with_opening(next: &str) -> bool {
    let word = next.trim_start_matches(|c: char| !c.is_alphanumeric());
    let word = word.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    word.is_empty() || OPENINGS.contains(&word) || MORE_OPENINGS.contains(&word)
}

/// A mark outside words. The points of an acronym are inside.
fn is_mark(c: char) -> bool {
    !c.is_alphanumeric() && c != '.'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_in_order() {
        for list in [&TITLES[..], &NEVER_END, &MAY_END] {
            assert!(list.is_sorted(), "searched by halves");
        }
    }

    #[test]
    fn points_of_abbreviations_end_no_sentence_unless_one_starts() {
        for (text, first) in [
            ("We met Mr. Roth. He left.", "We met Mr. Roth."),
            ("It is Plan B. We go on.", "It is Plan B."),
            ("Anna B. Roth left. It rained.", "Anna B. Roth left."),
            ("The U.S. Army left. It rained.", "The U.S. Army left."),
            ("She left the U.S. It rained.", "She left the U.S."),
            ("It is rule No. 5 now. It rained.", "It is rule No. 5 now."),
            ("No. We will not.", "No."),
            ("We met Atty. Gen. Roth and Sgt. Maj. Starr. It rained.", "We met Atty. Gen. Roth and Sgt. Maj. Starr."),
            (
                "She left Quay Bros. Shipping Co. of Salem, Mass. It rained.",
                "She left Quay Bros. Shipping Co. of Salem, Mass.",
            ),
            ("It was bought by Quay Ltd. It rained.", "It was bought by Quay Ltd."),
            ("So (Mr. Roth) it is! And so on.", "So (Mr. Roth) it is!"),
            ("It cost 3.5 million. (It rained.)", "It cost 3.5 million."),
        ] {
            assert_eq!(&text[..sentence_end(text, 0)], first);
        }
    }
}
