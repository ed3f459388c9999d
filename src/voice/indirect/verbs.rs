//! The verbs of speech, by what has to follow them.

use crate::text::word::{Word, words};

/// What a verb asks for before it makes a source of its subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verb {
    /// What is said may follow at once: "said prices would rise".
    Clause,
    /// Said of something, which an article or a pronoun must open: "rejected the plan". "The plan rejected by voters" and
    /// "patients denied care" are no speech.
    Object,
    /// In the present, where the word is also a noun or a plain form: speech where "that" or a noun phrase follows.
    Present,
    /// Also a deed ("found", "added"): speech where "that" or a question follows.
    Guarded,
    /// Speech to somebody: "told reporters (that) …".
    Address,
    /// Speech where "as" follows: "described the plan as …".
    Portrayal,
    /// Speech that goes with what stands before: ", saying …".
    Participle,
}

/// The verb that a word is.
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

/// The number of places is 2 to the power of this: six times as many as there are verbs, so that most words that are none
/// are told by one look.
const PLACE_BITS: u32 = 10;

/// For each place of [`Word::place`] the list and the number of a verb, the next free place for those that came later.
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

/// Whether the verb may stand behind what is said, in a clause of its own: "…, officials say."
pub(super) fn is_parenthetic(word: Word, verb: Verb) -> bool {
    match verb {
        Verb::Clause | Verb::Object | Verb::Present => true,
        Verb::Guarded => word.is_in(&PARENTHETIC),
        Verb::Address | Verb::Portrayal | Verb::Participle => false,
    }
}

/// Whether the verb is in the past: what it reports is mostly shifted into the past too.
pub(super) fn is_past(word: Word) -> bool {
    word.has_ending(Word::of("ed")) || word.is_in(&words!["said", "told", "wrote", "thought", "found", "felt", "held"])
}

/// A plain form, whose subject is a plural.
pub(super) fn is_plain(word: Word) -> bool {
    !is_past(word) && !word.has_ending(Word::of("s"))
}

const LISTS: [(&[Word], Verb); 7] = [
    (&CLAUSE, Verb::Clause),
    (&OBJECT, Verb::Object),
    (&PRESENT, Verb::Present),
    (&GUARDED, Verb::Guarded),
    (&ADDRESS, Verb::Address),
    (&PORTRAYAL, Verb::Portrayal),
    (&PARTICIPLES, Verb::Participle),
];

#[rustfmt::skip]
const CLAUSE: [Word; 30] = words![
    "alleged", "argued", "argues", "asserted", "asserts", "cautioned", "claimed", "complained", "conceded",
    "concedes", "contended", "contends", "explained", "insisted", "insists", "joked", "lamented", "maintained",
    "predicted", "quipped", "said", "says", "stressed", "testified", "tweeted", "vowed", "warned", "warns", "writes",
    "wrote",
];
#[rustfmt::skip]
const OBJECT: [Word; 30] = words![
    "accused", "accuses", "acknowledged", "acknowledges", "admitted", "blasted", "called", "condemned",
    "condemns", "criticised", "criticized", "decried", "demanded", "denied", "denies", "denounced", "denounces",
    "disputed", "disputes", "pledged", "praised", "praises", "promised", "proposed", "rejected", "rejects", "slammed",
    "threatened", "urged", "urges",
];
#[rustfmt::skip]
const PRESENT: [Word; 34] = words![
    "alleges", "argue", "assert", "believe", "believes", "claim", "claims", "complain", "complains", "contend",
    "estimate", "expect", "fear", "fears", "feel", "feels", "hope", "hopes", "insist", "maintain", "maintains",
    "predict", "predicts", "promise", "promises", "say", "suspect", "suspects", "think", "thinks", "warn", "worries",
    "worry", "write",
];
#[rustfmt::skip]
const GUARDED: [Word; 51] = words![
    "add", "added", "adds", "advised", "agreed", "announced", "announces", "asked", "asks", "believed", "boasted",
    "charged", "charges", "concluded", "concludes", "confirmed", "continued", "declared", "declares", "emphasised",
    "emphasized", "estimated", "estimates", "expects", "feared", "felt", "found", "held", "hinted", "hoped", "implied",
    "indicated", "noted", "notes", "observed", "pointed", "recalled", "recommended", "remarked", "repeated", "replied",
    "reported", "responded", "revealed", "ruled", "stated", "suggest", "suggested", "suggests", "tells", "thought",
];
#[rustfmt::skip]
const ADDRESS: [Word; 5] = words!["assured", "informed", "notified", "reminded", "told"];
#[rustfmt::skip]
const PORTRAYAL: [Word; 12] = words![
    "characterised", "characterized", "depicted", "derided", "described", "describes", "dismissed", "dismisses",
    "hailed", "mocked", "portrayed", "regarded",
];
#[rustfmt::skip]
const PARTICIPLES: [Word; 23] = words![
    "accusing", "adding", "alleging", "arguing", "asserting", "calling", "claiming", "complaining", "contending",
    "declaring", "demanding", "denouncing", "describing", "explaining", "holding", "insisting", "noting", "saying", "stressing",
    "suggesting", "urging", "vowing", "warning",
];
#[rustfmt::skip]
const PARENTHETIC: [Word; 17] = words![
    "added", "adds", "announced", "concluded", "concludes", "continued", "declared", "noted", "notes", "observed",
    "recalled", "remarked", "replied", "reported", "stated", "suggested", "thought",
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
