//! The verbs of speech, by what has to follow them.

use crate::language::english::speech;
use crate::text::word::{Word, words};

/// The construction in which a verb makes a source of its subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verb {
    /// What is said may follow at once: "said prices would rise".
    Clause,
    /// Said of something, which an article or a pronoun must open: "rejected the plan", but not "the plan rejected by voters" or
    /// "patients denied care".
    Object,
    /// In the present, also a noun or a plain form: speech if "that" or a noun phrase follows.
    Present,
    /// Also a deed ("found", "added"): speech if "that" or a question follows.
    Guarded,
    /// Speech to somebody: "told reporters (that) …".
    Address,
    /// Speech if "as" follows: "described the plan as …".
    Portrayal,
    /// Speech of the clause before: ", saying …".
    Participle,
    /// A participle of a deed or a quality ("promising"): speech if "that" or a question follows.
    GuardedParticiple,
}

/// Returns the verb that a word is.
pub(super) fn verb(word: Word) -> Option<Verb> {
    let mut place = word.place(PLACE_BITS);
    while let Some((list, at)) = PLACES[place] {
        let (words, verb) = LISTS[list as usize];
        if words[at as usize] == word {
            return Some(verb);
        }
        place = (place + 1) % PLACES.len();
    }
    None
}

/// log2 of the number of slots: about six per verb, so that one probe rejects most other words.
const PLACE_BITS: u32 = 10;

/// A hash table of verbs by [`Word::place`], with linear probing: the list and the place in it.
const PLACES: [Option<(u8, u8)>; 1 << PLACE_BITS] = {
    let mut places = [None; 1 << PLACE_BITS];
    let mut list = 0;
    while list < LISTS.len() {
        let mut at = 0;
        while at < LISTS[list].0.len() {
            let mut place = LISTS[list].0[at].place(PLACE_BITS);
            while places[place].is_some() {
                place = (place + 1) % places.len();
            }
            places[place] = Some((list as u8, at as u8));
            at += 1;
        }
        list += 1;
    }
    places
};

/// Returns true if the verb may follow what is said, in a clause of its own: "…, officials say."
pub(super) fn is_parenthetic(word: Word, verb: Verb) -> bool {
    match verb {
        Verb::Clause | Verb::Object | Verb::Present => true,
        Verb::Guarded => word.is_in(&words!(speech::PARENTHETIC)),
        Verb::Address | Verb::Portrayal | Verb::Participle | Verb::GuardedParticiple => false,
    }
}

/// Returns true for a verb in the past: what it reports is mostly shifted into the past too.
pub(super) fn is_past(word: Word) -> bool {
    word.has_ending(Word::of("ed")) || word.is_in(&words!(speech::IRREGULAR_PAST))
}

/// Returns true for a plain form, whose subject is a plural.
pub(super) fn is_plain(word: Word) -> bool {
    !is_past(word) && !word.has_ending(Word::of("s"))
}

const LISTS: [(&[Word], Verb); 8] = [
    (&words!(speech::CLAUSE), Verb::Clause),
    (&words!(speech::OBJECT), Verb::Object),
    (&words!(speech::PRESENT), Verb::Present),
    (&words!(speech::GUARDED), Verb::Guarded),
    (&words!(speech::ADDRESS), Verb::Address),
    (&words!(speech::PORTRAYAL), Verb::Portrayal),
    (&words!(speech::PARTICIPLES), Verb::Participle),
    (&words!(speech::GUARDED_PARTICIPLES), Verb::GuardedParticiple),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_verb_is_found_in_its_list() {
        for (list, expected) in LISTS {
            for word in list {
                // A word in two lists would have two readings.
                assert_eq!(verb(*word), Some(expected), "{word:?}");
            }
        }
        assert_eq!(verb(Word::of("council")), None);
        assert_eq!(verb(Word::NONE), None);
    }
}
