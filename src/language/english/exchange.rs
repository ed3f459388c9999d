//! Words that tell an exchange of speakers, such as an interview, from a list or an explainer.

/// What somebody who speaks may be called in place of a name: "HOST:", "Audience member:", "Speaker 2:".
pub(crate) const PARTS: [&str; 62] = [
    "analyst", "anchor", "announcer", "answer", "attendee", "audience", "bailiff", "caller", "candidate", "chair",
    "chairman", "chairperson", "chairwoman", "clerk", "cohost", "correspondent", "court", "crowd", "defendant",
    "facilitator", "female", "guest", "host", "interlocutor", "interpreter", "interviewee", "interviewer",
    "journalist", "judge", "juror", "justice", "listener", "magistrate", "male", "man", "member", "minister", "mc",
    "moderator", "narrator", "operator", "panelist", "panellist", "participant", "person", "presenter", "president",
    "press", "question", "questioner", "reporter", "respondent", "secretary", "senator", "spokesman", "spokesperson",
    "spokeswoman", "student", "speaker", "voice", "witness", "woman",
];

/// What may stand before a [part](PARTS) or a name and is no name itself.
pub(crate) const BEFORE_PARTS: [&str; 12] =
    ["a", "co", "first", "live", "our", "presiding", "press", "radio", "second", "the", "unidentified", "unknown"];

/// Parts of those who ask and of those who answer, where nothing else is said.
pub(crate) const QUESTION_WORDS: [&str; 2] = ["q", "question"];
pub(crate) const ANSWER_WORDS: [&str; 2] = ["a", "answer"];

/// Titles that are not abbreviated, before a name.
pub(crate) const SPOKEN_TITLES: [&str; 10] =
    ["Baroness", "Baron", "Dame", "Lady", "Lord", "Miss", "Senator", "Sir", "Viscount", "Earl"];

/// Small words inside the name of an office.
pub(crate) const IN_OFFICES: [&str; 6] = ["and", "for", "in", "of", "the", "to"];

/// Small words inside a name: "Ana de la Vega".
pub(crate) const NAME_PARTICLES: [&str; 20] = [
    "al", "af", "ap", "av", "bin", "da", "de", "del", "den", "der", "di", "dos", "du", "el", "la", "le", "ten", "van",
    "von", "y",
];

/// What a line may have before its colon and is no speaker: topics, parts of a list, of a form or of a recipe. Any of
/// them as a word of a label makes it a topic's.
pub(crate) const TOPICS: [&str; 134] = [
    "address", "advantage", "advantages", "advice", "after", "age", "also", "analysis", "and", "answers", "away",
    "background", "bad", "before", "believe", "benefit", "benefits", "best", "bonus", "bottom", "breaking", "but",
    "cause", "causes", "caption", "challenge", "challenges", "chapter", "claim", "con", "conclusion", "cons",
    "contact", "context", "correction", "cost", "credit", "date", "dear", "details", "difference", "disadvantage",
    "disadvantages", "disclosure", "editor's", "effect", "email", "evidence", "example", "expert", "fact", "facts",
    "false", "fiction", "figure", "final", "finding", "findings", "first", "friday", "good", "hint", "hours", "how",
    "idea", "impact", "info", "ingredients", "issue", "key", "lesson", "lessons", "location", "method", "mistake",
    "monday", "more", "myth", "myths", "not", "note", "notes", "opinion", "option", "outcome", "pick", "plus", "point",
    "pro", "problem", "prompt", "pros", "rating", "reality", "reason", "recommendation", "related", "result",
    "results", "risk", "rule", "saturday", "scenario", "score", "second", "section", "serves", "solution", "step",
    "strengths", "summary", "sunday", "synopsis", "takeaway", "theme", "third", "thursday", "time", "tip", "tips",
    "title", "topic", "true", "truth", "tuesday", "ugly", "update", "verdict", "warning", "weaknesses", "wednesday",
    "what", "why", "winner",
];

/// "I" in its forms, in lower case.
pub(crate) const FIRST_PERSON: [&str; 11] =
    ["i", "i'm", "i've", "i'd", "i'll", "me", "my", "mine", "myself", "im", "ive"];

/// "We" in its forms, in lower case.
pub(crate) const FIRST_PERSON_PLURAL: [&str; 9] =
    ["we", "we're", "we've", "we'd", "we'll", "us", "our", "ours", "ourselves"];

/// "You" in its forms, in lower case.
pub(crate) const SECOND_PERSON: [&str; 9] =
    ["you", "you're", "you've", "you'd", "you'll", "your", "yours", "yourself", "yourselves"];

/// What an introduction or a closing note says of an interview, in lower case.
pub(crate) const INTERVIEW: [&str; 36] = [
    "answered our questions", "answers our questions", "answered questions from", "caught up with",
    "condensed transcript", "conversation with", "edited for", "edited transcript", "five questions for",
    "here's what he", "here's what she", "in conversation", "in their own words", "interview with", "interviewed",
    "met him", "met her", "our conversation", "q&a with", "questions for", "sat down with", "shortened", "speaks to",
    "speaks with", "spoke to", "spoke with", "talked to", "talked with", "talks to", "talks with", "ten questions",
    "the interview", "this conversation", "this interview", "this transcript", "we asked",
];

/// What a note about an interview says, in lower case.
pub(crate) const EDITORS_NOTE: [&str; 12] = [
    "condensed and edited", "edited for", "edited and condensed", "interview by", "interview has been",
    "interview was", "conversation has been", "conversation was", "lightly edited", "the transcript", "this interview",
    "this transcript",
];

/// Verbs that say in an interview's narration who speaks: "she adds".
pub(crate) const NARRATED: [&str; 16] = [
    "added", "adds", "admits", "admitted", "asked", "asks", "explained", "explains", "insisted", "insists", "recalled",
    "recalls", "replied", "replies", "said", "says",
];
