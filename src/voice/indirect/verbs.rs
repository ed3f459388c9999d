//! The verbs of speech, by what has to follow them.

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

/// The verb that a word in lower case is.
pub(super) fn verb(word: &str) -> Option<Verb> {
    LISTS.into_iter().find(|(words, _)| words.binary_search(&word).is_ok()).map(|(_, verb)| verb)
}

/// Whether the verb may stand behind what is said, in a clause of its own: "…, officials say."
pub(super) fn is_parenthetic(word: &str, verb: Verb) -> bool {
    match verb {
        Verb::Clause | Verb::Object | Verb::Present => true,
        Verb::Guarded => PARENTHETIC.binary_search(&word).is_ok(),
        Verb::Address | Verb::Portrayal | Verb::Participle => false,
    }
}

/// Whether the verb is in the past: what it reports is mostly shifted into the past too.
pub(super) fn is_past(word: &str) -> bool {
    word.ends_with("ed") || matches!(word, "said" | "told" | "wrote" | "thought" | "found" | "felt" | "held")
}

/// A plain form, whose subject is a plural.
pub(super) fn is_plain(word: &str) -> bool {
    !is_past(word) && !word.ends_with('s')
}

const LISTS: [(&[&str], Verb); 7] = [
    (&CLAUSE, Verb::Clause),
    (&OBJECT, Verb::Object),
    (&PRESENT, Verb::Present),
    (&GUARDED, Verb::Guarded),
    (&ADDRESS, Verb::Address),
    (&PORTRAYAL, Verb::Portrayal),
    (&PARTICIPLES, Verb::Participle),
];

/// Sorted, like every list here.
#[rustfmt::skip]
const CLAUSE: [&str; 30] = [
    "alleged", "argued", "argues", "asserted", "asserts", "cautioned", "claimed", "complained", "conceded",
    "concedes", "contended", "contends", "explained", "insisted", "insists", "joked", "lamented", "maintained",
    "predicted", "quipped", "said", "says", "stressed", "testified", "tweeted", "vowed", "warned", "warns", "writes",
    "wrote",
];
#[rustfmt::skip]
const OBJECT: [&str; 30] = [
    "accused", "accuses", "acknowledged", "acknowledges", "admitted", "blasted", "called", "condemned",
    "condemns", "criticised", "criticized", "decried", "demanded", "denied", "denies", "denounced", "denounces",
    "disputed", "disputes", "pledged", "praised", "praises", "promised", "proposed", "rejected", "rejects", "slammed",
    "threatened", "urged", "urges",
];
#[rustfmt::skip]
const PRESENT: [&str; 34] = [
    "alleges", "argue", "assert", "believe", "believes", "claim", "claims", "complain", "complains", "contend",
    "estimate", "expect", "fear", "fears", "feel", "feels", "hope", "hopes", "insist", "maintain", "maintains",
    "predict", "predicts", "promise", "promises", "say", "suspect", "suspects", "think", "thinks", "warn", "worries",
    "worry", "write",
];
#[rustfmt::skip]
const GUARDED: [&str; 51] = [
    "add", "added", "adds", "advised", "agreed", "announced", "announces", "asked", "asks", "believed", "boasted",
    "charged", "charges", "concluded", "concludes", "confirmed", "continued", "declared", "declares", "emphasised",
    "emphasized", "estimated", "estimates", "expects", "feared", "felt", "found", "held", "hinted", "hoped", "implied",
    "indicated", "noted", "notes", "observed", "pointed", "recalled", "recommended", "remarked", "repeated", "replied",
    "reported", "responded", "revealed", "ruled", "stated", "suggest", "suggested", "suggests", "tells", "thought",
];
#[rustfmt::skip]
const ADDRESS: [&str; 5] = ["assured", "informed", "notified", "reminded", "told"];
#[rustfmt::skip]
const PORTRAYAL: [&str; 12] = [
    "characterised", "characterized", "depicted", "derided", "described", "describes", "dismissed", "dismisses",
    "hailed", "mocked", "portrayed", "regarded",
];
#[rustfmt::skip]
const PARTICIPLES: [&str; 23] = [
    "accusing", "adding", "alleging", "arguing", "asserting", "calling", "claiming", "complaining", "contending",
    "declaring", "demanding", "denouncing", "describing", "explaining", "holding", "insisting", "noting", "saying", "stressing",
    "suggesting", "urging", "vowing", "warning",
];
#[rustfmt::skip]
const PARENTHETIC: [&str; 17] = [
    "added", "adds", "announced", "concluded", "concludes", "continued", "declared", "noted", "notes", "observed",
    "recalled", "remarked", "replied", "reported", "stated", "suggested", "thought",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_and_disjoint() {
        let mut all: Vec<&str> = Vec::new();
        for (list, _) in LISTS {
            assert!(list.is_sorted(), "binary search needs {list:?} in order");
            all.extend(list);
        }
        assert!(PARENTHETIC.is_sorted());
        let words = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), words, "a word in two lists would have two readings");
    }
}
