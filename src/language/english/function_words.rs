//! Words that carry style and no topic: function words, and the plainest verbs and adverbs.
//!
//! Patterns ([`crate::terms::Extractor`]) keep these words and reduce every other word to its ending; a leakage report
//! measures how far a model gets with nothing else.

/// Endings of content words that hint at a part of speech, longer ones first.
const ENDINGS: [&str; 36] = [
    "ingly", "edly", "tion", "sion", "ness", "ment", "ship", "able", "ible", "less", "ious", "eous", "ical", "ance",
    "ence", "ful", "ous", "ive", "ism", "ist", "ity", "ing", "est", "ary", "ant", "ent", "ial", "ual", "ize", "ise",
    "ify", "ed", "ly", "er", "al", "ic",
];
/// Shorter words have no ending: "red" is no past tense.
const SHORTEST_WITH_ENDING: usize = 5;

/// Returns true for a function word, given in lower case with straight apostrophes and clitics cut off ("n't").
///
/// ```
/// use oped::language::english::function_words::is_function_word;
/// assert!(is_function_word("should") && is_function_word("n't"));
/// assert!(!is_function_word("council"));
/// ```
pub fn is_function_word(lower: &str) -> bool {
    WORDS.binary_search(&lower).is_ok()
}

/// Returns all function words, sorted.
pub(crate) fn words() -> impl Iterator<Item = &'static str> {
    WORDS.into_iter()
}

/// Returns the ending of a lower-case content word, or an empty string.
///
/// ```
/// use oped::language::english::function_words::ending;
/// assert_eq!(ending("shamefully"), "ly");
/// assert_eq!(ending("councils"), "s");
/// assert_eq!(ending("red"), "");
/// ```
pub fn ending(lower: &str) -> &'static str {
    if lower.len() < SHORTEST_WITH_ENDING {
        return "";
    }
    // Most endings are told from a word by their last letter.
    let last = lower.as_bytes().last();
    let is_its = |ending: &&str| ending.as_bytes().last() == last && lower.ends_with(ending);
    ENDINGS.into_iter().chain(["es", "s"]).find(is_its).unwrap_or_default()
}

/// Sorted for binary search.
const WORDS: [&str; 286] = [
    "'d", "'ll", "'m", "'re", "'ve", "a", "about", "above", "according", "across", "added", "after", "again",
    "against", "all", "almost", "along", "already", "also", "although", "always", "am", "among", "an", "and",
    "another", "any", "anybody", "anyone", "anything", "are", "around", "as", "ask", "asked", "at", "away", "back",
    "bad", "be", "because", "been", "before", "behind", "being", "below", "best", "better", "between", "beyond", "big",
    "both", "but", "by", "ca", "came", "can", "cannot", "come", "could", "day", "despite", "did", "do", "does",
    "doing", "done", "down", "during", "each", "either", "enough", "even", "ever", "every", "everybody", "everyone",
    "everything", "except", "far", "few", "fewer", "first", "for", "from", "gave", "get", "give", "go", "going",
    "good", "got", "great", "had", "has", "have", "having", "he", "her", "here", "hers", "herself", "him", "himself",
    "his", "how", "however", "i", "if", "in", "indeed", "instead", "into", "is", "it", "its", "itself", "just", "keep",
    "know", "last", "least", "less", "let", "like", "little", "long", "made", "make", "many", "may", "maybe", "me",
    "meanwhile", "might", "mine", "month", "more", "moreover", "most", "much", "must", "my", "myself", "n't", "near",
    "need", "neither", "never", "nevertheless", "new", "next", "no", "nobody", "none", "nor", "not", "nothing", "now",
    "of", "off", "often", "old", "on", "once", "one", "ones", "only", "onto", "or", "other", "others", "otherwise",
    "ought", "our", "ours", "ourselves", "out", "over", "own", "people", "per", "percent", "perhaps", "put", "quite",
    "rather", "really", "right", "said", "same", "say", "saying", "says", "see", "seem", "seems", "several", "shall",
    "she", "should", "since", "so", "some", "somebody", "someone", "something", "sometimes", "soon", "still", "such",
    "take", "tell", "tells", "than", "that", "the", "their", "theirs", "them", "themselves", "then", "there",
    "therefore", "these", "they", "think", "this", "those", "though", "through", "throughout", "thus", "time", "to",
    "today", "together", "told", "too", "took", "toward", "towards", "under", "unless", "until", "up", "upon", "us",
    "very", "via", "want", "was", "we", "week", "well", "went", "were", "what", "whatever", "when", "where", "whereas",
    "whether", "which", "while", "who", "whoever", "whom", "whose", "why", "will", "with", "within", "without", "wo",
    "worse", "worst", "would", "wrong", "year", "years", "yet", "you", "your", "yours", "yourself",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_for_its_search() {
        assert!(WORDS.is_sorted());
    }
}
