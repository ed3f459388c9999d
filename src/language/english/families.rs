//! The words of the families that `explain/families` files terms under. Closed classes only: no word here names a topic.
//!
//! The words of the first lists count in all their forms; those of the lists `…_SPELT` only as they are spelt.

/// What ought to be done, and the verbs by which somebody asks for it in their own name.
pub(crate) const CALL_TO_ACTION: &[&str] = &[
    "must", "should", "shall", "ought", "let", "implore", "call on", "call upon", "call for", "calls on", "calls for",
    "calling on", "calling for", "have to", "has to", "got to", "time to", "time for", "let us", "step up", "stand up",
    "speak out", "wake up", "join us", "it's time", "we demand", "i demand", "we insist", "i insist", "our duty",
    "your duty", "duty to", "moral duty",
];

/// Verbs of speech and thought in a reporter's mouth, and who is named as the one who speaks.
pub(crate) const ATTRIBUTION: &[&str] = &[
    "said", "say", "says", "saying", "told", "tell", "tells", "telling", "accused", "acknowledged", "admitted",
    "alleged", "allegedly", "announced", "argued", "asked", "asserted", "attributed", "believe", "believed", "cited",
    "claimed", "commented", "complained", "concluded", "confirmed", "contended", "declared", "declined to",
    "declined comment", "denied", "denounced", "described", "disclosed", "emphasised", "emphasized", "estimated",
    "explained", "hinted", "interview", "pledged", "predicted", "quoted", "recalled", "replied", "reportedly",
    "reporters", "responded", "revealed", "spoke", "spokesman", "spokesperson", "spokeswoman", "statement",
    "suggested", "testified", "testimony", "tweeted", "vowed", "warned", "wrote", "thinks",
];

/// Grades and judgements, and the adverbs by which an author leans on a word.
pub(crate) const EVALUATION: &[&str] = &[
    "absurd", "absurdity", "absolutely", "appalling", "astonishing", "bad", "badly", "best", "better", "be right",
    "is right", "are right", "was right", "were right", "right thing", "bizarre", "blatant", "brilliant", "clear",
    "clearly", "crucial", "cynical", "deeply", "deplorable", "deserve", "disgrace", "disgraceful", "disgusting",
    "dreadful", "essential", "excellent", "extraordinary", "fabulous", "fatuous", "folly", "foolish", "good", "great",
    "greatest", "hopeless", "horrible", "hypocrisy", "hypocritical", "incredible", "indeed", "insane", "insult",
    "just", "laughable", "ludicrous", "mere", "merely", "nonsense", "obvious", "obviously", "outrage", "outrageous",
    "pathetic", "perfectly", "pointless", "preposterous", "pure", "purely", "really", "reckless", "ridiculous", "sad",
    "sadly", "senseless", "shame", "shameful", "silly", "simply", "stupid", "superb", "sure", "surely", "terrible",
    "terribly", "too", "truly", "truth", "unacceptable", "unfair", "unfortunate", "unfortunately", "unjust", "useless",
    "vital", "very", "worse", "worst", "wrong",
];

pub(crate) const QUESTION: &[&str] = &["why"];
pub(crate) const FIRST_PERSON_PLURAL: &[&str] = &["we", "us", "our", "ours", "ourselves"];
pub(crate) const FIRST_PERSON_SINGULAR: &[&str] = &["i", "me", "my", "myself", "'m"];
pub(crate) const SECOND_PERSON: &[&str] = &["you", "your", "yours", "yourself", "yourselves"];
pub(crate) const NEGATION: &[&str] = &["not", "n't", "no", "nor", "neither", "cannot", "without", "none"];

pub(crate) const HEDGING: &[&str] = &[
    "apparent", "apparently", "approximately", "arguably", "conceivably", "could", "may", "maybe", "might", "perhaps",
    "plausible", "possible", "possibly", "presumably", "probable", "probably", "seem", "seemingly", "seems",
    "somewhat", "supposedly", "tend",
];

pub(crate) const REASONING: &[&str] = &[
    "because", "therefore", "thus", "hence", "if", "unless", "otherwise", "whether", "since", "that's why", "reason",
    "logic", "so that", "as if",
];

pub(crate) const CONTRAST: &[&str] = &[
    "but", "yet", "however", "although", "though", "despite", "nevertheless", "nonetheless", "whereas", "instead",
    "albeit", "contrary", "even if", "even though", "still", "of course", "in fact", "far from", "after all", "rather",
    "regardless", "notwithstanding", "while",
];

pub(crate) const GENERALITY: &[&str] = &[
    "all", "always", "any", "anybody", "anyone", "anything", "anywhere", "ever", "every", "everybody", "everyone",
    "everything", "everywhere", "never", "nobody", "nothing", "nowhere", "only", "whatever", "whenever", "whoever",
];

/// Beside the weekdays and all months but May, which is a verb too.
pub(crate) const DATES: &[&str] = &[
    "yesterday", "today", "tonight", "tomorrow", "morning", "afternoon", "night", "day", "week", "weekend", "month",
    "year", "ago", "earlier", "percent", "hundred", "thousand", "million", "billion", "hour", "minute", "two", "three",
    "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "twenty", "thirty", "forty", "fifty",
    "per cent", "dozen", "half",
];

/// Stems from which "since" counts, beside dates: "since then", "since late May".
pub(crate) const DATE_STEMS: &[&str] = &["then", "last", "earli", "late", "mid"];

pub(crate) const CALL_TO_ACTION_SPELT: &[&str] = &["need", "needs to", "urge", "please", "dare", "beg"];

pub(crate) const ATTRIBUTION_SPELT: &[&str] = &[
    "demanded", "insisted", "insists", "insisting", "urged", "urges", "urging", "begged", "implored", "called for",
    "called on", "called upon", "according", "added", "adding", "criticised", "criticized", "criticising",
    "criticizing", "considers", "expressed", "indicated", "indicates", "informed", "noted", "noting", "stressed",
    "stressing",
];

pub(crate) const EVALUATION_SPELT: &[&str] = &[
    "admirable", "awful", "awfully", "completely", "entirely", "extremely", "farce", "important", "importantly",
    "plainly", "quite", "remarkable", "remarkably", "rightly", "so called", "sorely", "totally", "utter", "utterly",
    "wonderful",
];

pub(crate) const HEDGING_SPELT: &[&str] = &["appear", "appears", "appeared to", "likely", "unlikely"];

pub(crate) const REASONING_SPELT: &[&str] = &["accordingly"];

/// Spellings of no family, though other words of their stems are of one. "Called" is here for the sake of its phrases.
pub(crate) const NO_FAMILY_SPELT: &[&str] = &[
    "called", "lets", "letting", "goods", "cleared", "clearing", "clears", "bested", "betters", "recall", "recalls",
    "contender", "contenders", "responder", "responders", "respondent", "respondents", "predictable", "marched",
    "marches", "marching",
];
