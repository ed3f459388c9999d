//! The closed classes of words by which the rules of indirect speech read a sentence.

/// Subjects that are the author or the reader.
pub(crate) const AUTHOR: [&str; 14] =
    ["i", "we", "you", "me", "us", "my", "our", "your", "i've", "we've", "i'd", "we'd", "i'll", "we'll"];
/// Words before the first of a clause.
pub(crate) const JOINTS: [&str; 8] = ["but", "and", "yet", "so", "still", "now", "indeed", "even"];
/// Finite verbs that are no verbs of speech.
pub(crate) const FINITE: [&str; 28] = [
    "is", "are", "was", "were", "has", "have", "had", "does", "did", "will", "would", "can", "could", "shall",
    "should", "must", "may", "might", "isn't", "aren't", "wasn't", "weren't", "hasn't", "haven't", "won't", "wouldn't",
    "can't", "couldn't",
];
/// Words that open a question.
pub(crate) const QUESTIONS: [&str; 21] = [
    "do", "does", "did", "is", "are", "was", "were", "would", "could", "can", "should", "will", "how", "why", "what",
    "who", "when", "where", "which", "isn't", "don't",
];
/// What "according to" may be followed by that is no source.
pub(crate) const NO_SOURCES: [&str; 6] = ["any", "plan", "whether", "how", "which", "what"];
/// "In her view".
pub(crate) const VIEWS: [&str; 6] = ["view", "opinion", "words", "eyes", "judgment", "telling"];

/// Adverbs and auxiliaries between a subject and its verb.
pub(crate) const BEFORE_VERBS: [&str; 15] = [
    "also", "has", "have", "had", "later", "then", "again", "once", "now", "still", "often", "even", "all", "long",
    "just",
];
/// Words before a verb that are no subject of it.
pub(crate) const NO_SUBJECTS: [&str; 61] = [
    "the", "a", "an", "this", "that", "these", "those", "its", "his", "her", "their", "my", "and", "every", "each",
    "any", "no", "last", "first", "what", "how", "as", "to", "be", "is", "are", "was", "were", "been", "being", "am",
    "not", "let's", "can", "could", "would", "should", "must", "may", "might", "will", "don't", "of", "nobody",
    "whoever", "never", "or", "for", "in", "cannot", "can't", "couldn't", "didn't", "doesn't", "hadn't", "hasn't",
    "haven't", "isn't", "wasn't", "won't", "wouldn't",
];
/// First words of a subject that is nobody: "none of the ministers has said".
pub(crate) const NEGATED: [&str; 9] =
    ["none", "no", "nobody", "neither", "nothing", "no-one", "nowhere", "hardly", "scarcely"];
/// Behind "not" they are nobody: "not one of them said".
pub(crate) const ONE: [&str; 5] = ["one", "a", "a-single", "any", "even"];
/// Pronouns that open a relative clause.
pub(crate) const RELATIVES: [&str; 3] = ["who", "whose", "which"];
/// Whose view it is: "in her view".
pub(crate) const OWNERS: [&str; 3] = ["her", "his", "their"];
/// Pronouns that open a clause, beside those of the author.
pub(crate) const PRONOUNS: [&str; 5] = ["that", "it", "he", "she", "they"];
/// Words that are in no name with an office: a clause or an infinitive starts.
pub(crate) const NOT_IN_NAMES: [&str; 4] = ["that", "to", "it", "there"];
/// Plurals without an "s".
pub(crate) const PLURALS: [&str; 12] =
    ["they", "people", "some", "many", "most", "others", "few", "men", "women", "police", "both", "who"];
/// What a publication calls itself.
pub(crate) const PUBLICATION: [&str; 13] = [
    "newspaper", "newspaper's", "paper", "paper's", "page", "pages", "magazine", "column", "columns", "editors",
    "editorial", "editorials", "publication",
];

/// Words before what a publication calls itself: "this newspaper".
pub(crate) const OURS: [&str; 3] = ["this", "these", "our"];
/// Behind "we" they say who that is: "we at the Times".
pub(crate) const AFTER_WE: [&str; 6] = ["at", "here", "on", "in", "and", "of"];
/// Openings of a clause that is the author's though somebody speaks: "as the mayor said".
pub(crate) const AUTHOR_OPENINGS: [&str; 5] = ["let", "let's", "as", "than", "whatever"];

/// Openings of a clause in which a verb behind what is said names no source.
pub(crate) const NOT_PARENTHETIC: [&str; 16] = [
    "as", "just", "like", "which", "who", "where", "when", "if", "whatever", "although", "though", "because", "while",
    "and", "but", "or",
];
/// Openings of a clause before the author's main clause.
pub(crate) const SUBORDINATE: [&str; 15] = [
    "if", "when", "while", "although", "though", "because", "since", "whenever", "unless", "once", "after", "before",
    "until", "who", "which",
];
/// First words of an adverbial, beside the weekdays.
pub(crate) const ADVERBIALS: [&str; 16] = [
    "on", "in", "at", "during", "after", "before", "by", "via", "yesterday", "today", "last", "this", "through",
    "earlier", "later", "to",
];
/// Openings of what is said.
pub(crate) const OPENERS: [&str; 4] = ["that", "whether", "if", "why"];
/// Words behind a verb of speech that open no clause of what is said: "maintained by the county".
pub(crate) const NO_CLAUSE: [&str; 7] = ["by", "last", "during", "under", "since", "and", "or"];
/// Verbs that are passive before "to": "citizens urged to leave".
pub(crate) const PASSIVE_BEFORE_TO: [&str; 3] = ["urged", "accused", "called"];
/// First words of an object, beside those of a subject.
pub(crate) const OBJECTS: [&str; 11] =
    ["him", "them", "for", "any", "all", "what", "such", "claims", "allegations", "having", "being"];
/// First words of a subject.
pub(crate) const SUBJECTS: [&str; 21] = [
    "the", "a", "an", "these", "those", "his", "her", "its", "their", "he", "she", "it", "they", "there", "that",
    "some", "many", "most", "no", "nobody", "nothing",
];

/// Behind a mark they answer what was said.
pub(crate) const CONTRASTS: [&str; 4] = ["but", "yet", "though", "although"];
/// Behind a mark they link a clause to what was said.
pub(crate) const LINKS: [&str; 6] = ["and", "so", "or", "because", "which", "nor"];
/// What an author says ought to be done.
pub(crate) const DUTIES: [&str; 4] = ["must", "should", "ought", "cannot"];
/// What an author calls that which was said: ", a claim that …".
pub(crate) const CLAIMS: [&str; 17] = [
    "accusation", "argument", "assertion", "charge", "claim", "contention", "falsehood", "idea", "lie", "notion",
    "position", "promise", "proposition", "remark", "statement", "suggestion", "view",
];
/// Verbs of an author's comment behind "which": ", which is absurd".
pub(crate) const COMMENTS: [&str; 6] = ["is", "are", "must", "should", "makes", "means"];
/// Verbs shifted into the past by a verb of speech in the past.
pub(crate) const SHIFTED: [&str; 10] =
    ["was", "were", "had", "would", "could", "did", "might", "wasn't", "wouldn't", "couldn't"];
