//! The words of each family that count in all their forms. Closed classes only: no word here names a topic.

use super::Family;

pub(super) fn of(family: Family) -> &'static [&'static str] {
    match family {
        Family::CallToAction => CALL_TO_ACTION,
        Family::Attribution => ATTRIBUTION,
        Family::Question => &["why"],
        Family::Evaluation => EVALUATION,
        Family::FirstPersonPlural => &["we", "us", "our", "ours", "ourselves"],
        Family::FirstPersonSingular => &["i", "me", "my", "myself", "'m"],
        Family::SecondPerson => &["you", "your", "yours", "yourself", "yourselves"],
        Family::Hedging => HEDGING,
        Family::Reasoning => REASONING,
        Family::Contrast => CONTRAST,
        Family::Generality => GENERALITY,
        Family::Negation => &["not", "n't", "no", "nor", "neither", "cannot", "without", "none"],
        Family::NamesDatesNumbers => DATES,
        // Marks, and what the function words leave.
        Family::Exclamation | Family::Quotation | Family::SentenceForm => &[],
    }
}

/// What ought to be done, and the verbs by which somebody asks for it in their own name.
#[rustfmt::skip]
const CALL_TO_ACTION: &[&str] = &[
    "must", "should", "shall", "ought", "let", "implore",     "call on", "call upon", "call for", "calls on", "calls for", "calling on", "calling for", "have to", "has to",
    "got to", "time to", "time for", "let us", "step up", "stand up", "speak out", "wake up", "join us",
    "it's time", "we demand", "i demand", "we insist", "i insist", "our duty", "your duty", "duty to", "moral duty",
];

/// Verbs of speech and thought in a reporter's mouth, and who is named as the one who speaks.
#[rustfmt::skip]
const ATTRIBUTION: &[&str] = &[
    "said", "say", "says", "saying", "told", "tell", "tells", "telling", "accused", "acknowledged",
    "admitted", "alleged", "allegedly", "announced", "argued", "asked", "asserted", "attributed",
    "believe", "believed", "cited", "claimed", "commented", "complained", "concluded", "confirmed",     "contended", "declared", "declined to", "declined comment", "denied", "denounced", "described", "disclosed",
    "emphasised", "emphasized", "estimated", "explained", "hinted",     "interview", "pledged", "predicted", "quoted", "recalled", "replied", "reportedly", "reporters",
    "responded", "revealed", "spoke", "spokesman", "spokesperson", "spokeswoman", "statement",     "suggested", "testified", "testimony", "tweeted", "vowed", "warned", "wrote", "thinks",
];

/// Grades and judgements, and the adverbs by which an author leans on a word.
#[rustfmt::skip]
const EVALUATION: &[&str] = &[
    "absurd", "absurdity", "absolutely", "appalling", "astonishing", "bad", "badly", "best", "better",
    "be right", "is right", "are right", "was right", "were right", "right thing", "bizarre", "blatant", "brilliant", "clear", "clearly", "crucial", "cynical", "deeply", "deplorable", "deserve",
    "disgrace", "disgraceful", "disgusting", "dreadful", "essential", "excellent", "extraordinary",     "fabulous", "fatuous", "folly", "foolish", "good", "great", "greatest", "hopeless", "horrible", "hypocrisy",
    "hypocritical", "incredible", "indeed", "insane", "insult", "just", "laughable", "ludicrous", "mere", "merely", "nonsense",
    "obvious", "obviously", "outrage", "outrageous", "pathetic", "perfectly", "pointless", "preposterous",
    "pure", "purely", "really", "reckless", "ridiculous", "sad", "sadly", "senseless",
    "shame", "shameful", "silly", "simply", "stupid", "superb", "sure", "surely", "terrible", "terribly",
    "too", "truly", "truth", "unacceptable", "unfair", "unfortunate", "unfortunately", "unjust", "useless", "vital",
    "very", "worse", "worst", "wrong",
];

#[rustfmt::skip]
const HEDGING: &[&str] = &[
    "apparent", "apparently", "approximately", "arguably", "conceivably", "could",     "may", "maybe", "might", "perhaps", "plausible", "possible", "possibly", "presumably", "probable",
    "probably", "seem", "seemingly", "seems", "somewhat", "supposedly", "tend",
];

#[rustfmt::skip]
const REASONING: &[&str] = &[
    "because", "therefore", "thus", "hence", "if", "unless", "otherwise", "whether",
    "since", "that's why", "reason", "logic", "so that", "as if",
];

#[rustfmt::skip]
const CONTRAST: &[&str] = &[
    "but", "yet", "however", "although", "though", "despite", "nevertheless", "nonetheless", "whereas", "instead",
    "albeit", "contrary", "even if", "even though", "still", "of course", "in fact", "far from", "after all", "rather",
    "regardless", "notwithstanding", "while",
];

#[rustfmt::skip]
const GENERALITY: &[&str] = &[
    "all", "always", "any", "anybody", "anyone", "anything", "anywhere", "ever", "every", "everybody", "everyone",
    "everything", "everywhere", "never", "nobody", "nothing", "nowhere", "only", "whatever", "whenever", "whoever",
];

#[rustfmt::skip]
const DATES: &[&str] = &[
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april",
    "june", "july", "august", "september", "october", "november", "december", "yesterday", "today", "tonight",
    "tomorrow", "morning", "afternoon", "night", "day", "week", "weekend", "month", "year", "ago",
    "earlier", "percent", "hundred", "thousand", "million", "billion", "hour", "minute", "two",
    "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "twenty", "thirty", "forty", "fifty", "per cent",
    "dozen", "half",
];
