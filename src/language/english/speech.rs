//! Verbs of speech, by the construction in which they make a source of their subject. A verb may be in the lists of several
//! constructions.

/// Behind the last words of a lead-in they say who speaks: "The mayor then said:".
pub(crate) const LEAD_INS: [&str; 7] = ["said", "says", "wrote", "writes", "added", "asked", "replied"];

/// A colon and somebody's words may follow. Not "states", which are countries too, nor "read" and "added", which are done to
/// laws and taxes.
pub(crate) const COLON: [&str; 26] = [
    "said", "says", "told", "tells", "wrote", "writes", "tweeted", "replied", "asked", "answered", "stated",
    "declared", "declares", "announced", "explained", "explain", "continued", "concluded", "concludes", "warned",
    "warns", "insisted", "argued", "argues", "testified", "noted",
];

/// Words before a verb of speech after which nobody else speaks.
pub(crate) const NO_SPEAKERS: [&str; 10] = ["i", "we", "be", "you", "to", "who", "that", "which", "what", "everybody"];

// Indirect speech, one list for each `Verb`.

pub(crate) const CLAUSE: [&str; 30] = [
    "alleged", "argued", "argues", "asserted", "asserts", "cautioned", "claimed", "complained", "conceded", "concedes",
    "contended", "contends", "explained", "insisted", "insists", "joked", "lamented", "maintained", "predicted",
    "quipped", "said", "says", "stressed", "testified", "tweeted", "vowed", "warned", "warns", "writes", "wrote",
];
pub(crate) const OBJECT: [&str; 30] = [
    "accused", "accuses", "acknowledged", "acknowledges", "admitted", "blasted", "called", "condemned", "condemns",
    "criticised", "criticized", "decried", "demanded", "denied", "denies", "denounced", "denounces", "disputed",
    "disputes", "pledged", "praised", "praises", "promised", "proposed", "rejected", "rejects", "slammed",
    "threatened", "urged", "urges",
];
pub(crate) const PRESENT: [&str; 54] = [
    "acknowledge", "admit", "agree", "alleges", "argue", "assert", "believe", "believes", "caution", "claim", "claims",
    "complain", "complains", "concede", "conclude", "confirm", "contend", "deny", "estimate", "expect", "explain",
    "explains", "fear", "fears", "feel", "feels", "forecast", "forecasts", "hope", "hopes", "insist", "maintain",
    "maintains", "note", "predict", "predicts", "promise", "promises", "recall", "recommend", "report", "reports",
    "say", "stress", "suspect", "suspects", "testify", "think", "thinks", "vow", "warn", "worries", "worry", "write",
];
pub(crate) const GUARDED: [&str; 79] = [
    "add", "added", "adds", "admits", "advised", "agreed", "agrees", "announced", "announces", "answered", "answers",
    "asked", "asks", "believed", "boasted", "cautions", "charged", "charges", "clarified", "commented", "concluded",
    "concludes", "confirmed", "confirms", "continued", "countered", "declared", "declares", "disclosed", "emphasised",
    "emphasized", "estimated", "estimates", "expects", "feared", "felt", "found", "held", "hinted", "hints", "hoped",
    "implied", "indicated", "indicates", "mentioned", "noted", "notes", "observed", "opined", "pointed", "proclaimed",
    "projected", "protested", "recalled", "recalls", "recommended", "recommends", "reiterated", "reiterates",
    "remarked", "repeated", "replied", "reported", "responded", "retorted", "revealed", "reveals", "ruled",
    "speculated", "stated", "states", "stresses", "suggest", "suggested", "suggests", "tells", "testifies", "thought",
    "vows",
];
pub(crate) const ADDRESS: [&str; 10] =
    ["assured", "assures", "informed", "informs", "notified", "reassured", "reassures", "reminded", "reminds", "told"];
pub(crate) const PORTRAYAL: [&str; 12] = [
    "characterised", "characterized", "depicted", "derided", "described", "describes", "dismissed", "dismisses",
    "hailed", "mocked", "portrayed", "regarded",
];
pub(crate) const PARTICIPLES: [&str; 22] = [
    "accusing", "adding", "alleging", "arguing", "asserting", "calling", "claiming", "complaining", "contending",
    "declaring", "demanding", "denouncing", "describing", "explaining", "insisting", "noting", "saying", "stressing",
    "suggesting", "urging", "vowing", "warning",
];
/// Participles that are also deeds or qualities: speech if "that" or a question follows.
pub(crate) const GUARDED_PARTICIPLES: [&str; 26] = [
    "acknowledging", "admitting", "announcing", "believing", "boasting", "conceding", "concluding", "confirming",
    "denying", "fearing", "holding", "hoping", "joking", "lamenting", "maintaining", "observing", "predicting",
    "promising", "recalling", "reporting", "stating", "telling", "testifying", "thinking", "tweeting", "writing",
];
/// The guarded verbs that may stand behind what is said.
pub(crate) const PARENTHETIC: [&str; 17] = [
    "added", "adds", "announced", "concluded", "concludes", "continued", "declared", "noted", "notes", "observed",
    "recalled", "remarked", "replied", "reported", "stated", "suggested", "thought",
];
/// Past forms that do not end in "ed".
pub(crate) const IRREGULAR_PAST: [&str; 7] = ["said", "told", "wrote", "thought", "found", "felt", "held"];
