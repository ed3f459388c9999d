//! Terms → families that a person can read: who is quoted, who is called to act, who judges.
//!
//! A model has tens of thousands of terms, most of which mean little by themselves. A family gathers those that do the same
//! in a text. It is a table of closed-class words, of our own making ([`Family::words`]), and changes no probability: it only
//! says under which heading a term's weight is shown.
//!
//! | family | why it tells voices apart |
//! |---|---|
//! | call to action | "must", "should", "we urge", "call on", "time to": the author wants something done |
//! | attribution | "said", "told", "according to", and every term of indirect speech: somebody else says it |
//! | question | a question mark, "why": reports ask nothing of their reader |
//! | evaluation | "wrong", "shame", "best", "clearly", "merely": words that grade and judge and have no topic |
//! | first person plural, singular | "we", "our"; "I", "my": the author is in the text |
//! | second person | "you": so is the reader |
//! | hedging | "perhaps", "may", "seems", "likely": how sure somebody is |
//! | reasoning | "because", "therefore", "if", "unless": a conclusion is drawn |
//! | contrast | "but", "however", "although", "of course": another view is answered |
//! | generality | "all", "every", "always", "nobody": what holds for all was not observed |
//! | negation | "not", "no", "without": what is denied |
//! | exclamation | an exclamation mark |
//! | quotation | quotation marks, and every term of direct speech: somebody else's words |
//! | names, dates and numbers | `<name>`, `0000`, "Tuesday", "week", "%": who, when and how much |
//! | sentence form | terms of nothing but other function words, marks, sentence starts and endings: how sentences are built |
//!
//! **The rule.** A term in a source's voice belongs to quotation (direct speech) or attribution (indirect), whatever its words:
//! what it says of the author is that somebody else speaks. A term of the author's is looked up whole where it is one of
//! the table's phrases; otherwise it belongs to the first family, in the order of the table above, of any of its words. Sentence
//! form takes only terms of which every word is its own: "the council" is no matter of form. Terms outside, which are mostly
//! words of a topic, belong to no family and stay visible as they are.
//!
//! Words are compared by their stems, so that "demanded" counts as "demand". The table is English; in other languages there
//! are only those families that need no words: quotation, question, exclamation, names and numbers, sentence form.

mod words;

use std::collections::HashMap;

use super::function_words;
use super::lexicon::Lexicon;
use super::tokenizer::{NAME, SENTENCE_START, Tokenizer};
use super::{PATTERN_PREFIX, split_namespace};
use crate::error::Result;
use crate::voice::{Speech, Voice};

/// What a term does in a text. In the order in which words of one term are heard: the first is the most telling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the module's table says what each holds")]
pub enum Family {
    CallToAction,
    Attribution,
    Question,
    Evaluation,
    FirstPersonPlural,
    FirstPersonSingular,
    SecondPerson,
    Hedging,
    Reasoning,
    Contrast,
    Generality,
    Negation,
    Exclamation,
    Quotation,
    NamesDatesNumbers,
    SentenceForm,
}

impl Family {
    /// All, the most telling first.
    pub const ALL: [Family; 16] = [
        Family::CallToAction,
        Family::Attribution,
        Family::Question,
        Family::Evaluation,
        Family::FirstPersonPlural,
        Family::FirstPersonSingular,
        Family::SecondPerson,
        Family::Hedging,
        Family::Reasoning,
        Family::Contrast,
        Family::Generality,
        Family::Negation,
        Family::Exclamation,
        Family::Quotation,
        Family::NamesDatesNumbers,
        Family::SentenceForm,
    ];

    /// The words used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            Family::CallToAction => "call to action",
            Family::Attribution => "attribution",
            Family::Question => "question",
            Family::Evaluation => "evaluation",
            Family::FirstPersonPlural => "first person plural",
            Family::FirstPersonSingular => "first person singular",
            Family::SecondPerson => "second person",
            Family::Hedging => "hedging",
            Family::Reasoning => "reasoning",
            Family::Contrast => "contrast",
            Family::Generality => "generality",
            Family::Negation => "negation",
            Family::Exclamation => "exclamation",
            Family::Quotation => "quotation",
            Family::NamesDatesNumbers => "names, dates and numbers",
            Family::SentenceForm => "sentence form",
        }
    }

    /// The English words and phrases of the table, as they are spelt.
    pub fn words(self) -> &'static [&'static str] {
        words::of(self)
    }

    /// The family of a mark, of what stands in place of words, or of a slot of a pattern.
    fn of_mark(part: &str) -> Option<Family> {
        match part {
            "?" => Some(Family::Question),
            "!" => Some(Family::Exclamation),
            "“" | "”" => Some(Family::Quotation),
            NAME | "%" | "$" => Some(Family::NamesDatesNumbers),
            // Digits are shown as zeros.
            _ if part.contains('0') => Some(Family::NamesDatesNumbers),
            SENTENCE_START => Some(Family::SentenceForm),
            _ if part.starts_with('*') || !part.contains(char::is_alphanumeric) => Some(Family::SentenceForm),
            _ => None,
        }
    }
}

/// The families of a language's terms.
#[derive(Debug)]
pub struct Families {
    /// By the form of a word, or those of two.
    by_form: HashMap<String, Family>,
}

impl Families {
    /// The families for a language that [`super::tokenizer::LANGUAGES`] lists.
    ///
    /// # Errors
    /// [`crate::error::ErrorKind::Usage`] where the language is not known.
    pub fn new(language: &str) -> Result<Self> {
        let tokenizer = Tokenizer::new(language)?;
        let mut by_form = HashMap::new();
        if language == "english" {
            let mut lexicon = Lexicon::new(&tokenizer);
            let listed = Family::ALL.into_iter().flat_map(|family| family.words().iter().map(move |word| (*word, family)));
            let others = function_words::words().map(|word| (word, Family::SentenceForm));
            for (word, family) in listed.chain(others) {
                // The first that names a form has it.
                by_form.entry(form(&tokenizer, &mut lexicon, word)).or_insert(family);
            }
        }
        Ok(Families { by_form })
    }

    /// The family of a term as it stands in a vocabulary, with its namespace; none where it is outside the table.
    ///
    /// ```
    /// use oped::features::families::{Families, Family};
    /// let families = Families::new("english")?;
    /// assert_eq!(families.of("we urg"), Some(Family::CallToAction));
    /// assert_eq!(families.of("p:<s> we *"), Some(Family::FirstPersonPlural));
    /// assert_eq!(families.of("q:we urg"), Some(Family::Quotation));
    /// assert_eq!(families.of("the council"), None);
    /// # Ok::<(), oped::error::Error>(())
    /// ```
    pub fn of(&self, term: &str) -> Option<Family> {
        let (term, voice) = split_namespace(term);
        match voice {
            Voice::Source(Speech::Direct) => return Some(Family::Quotation),
            Voice::Source(Speech::Indirect) => return Some(Family::Attribution),
            Voice::Author => {}
        }
        let term = term.strip_prefix(PATTERN_PREFIX).unwrap_or(term);
        if let Some(family) = self.by_form.get(term) {
            return Some(*family);
        }
        let (mut most_telling, mut is_all_form) = (None, true);
        for part in term.split(' ') {
            let family = self.by_form.get(part).copied().or_else(|| Family::of_mark(part));
            is_all_form &= family == Some(Family::SentenceForm);
            most_telling = family.into_iter().chain(most_telling).min();
        }
        most_telling.filter(|family| *family != Family::SentenceForm || is_all_form)
    }
}

/// A word or a phrase as terms have it.
fn form(tokenizer: &Tokenizer, lexicon: &mut Lexicon, words: &str) -> String {
    if words.starts_with('\'') || words == "n't" {
        return words.to_owned();
    }
    let mut forms = Vec::new();
    tokenizer.for_each_token(lexicon, words, &[], |token| {
        if token.is_word {
            forms.push(tokenizer.text(token.form));
        }
    });
    forms.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_table_is_one_that_the_tokenizer_makes() {
        let tokenizer = Tokenizer::new("english").unwrap();
        let mut lexicon = Lexicon::new(&tokenizer);
        for family in Family::ALL {
            for word in family.words() {
                let found = form(&tokenizer, &mut lexicon, word);
                let pieces = found.split(' ').count();
                assert_eq!(pieces, word.split(' ').count(), "\"{word}\" is cut into \"{found}\"");
                assert!(pieces <= 2 && !found.contains('<'), "no term is \"{found}\"");
            }
        }
    }

    #[test]
    fn no_form_is_of_two_families() {
        let tokenizer = Tokenizer::new("english").unwrap();
        let mut lexicon = Lexicon::new(&tokenizer);
        let mut seen: HashMap<String, (Family, &str)> = HashMap::new();
        let mut faults = Vec::new();
        for (family, word) in Family::ALL.into_iter().flat_map(|family| family.words().iter().map(move |w| (family, *w))) {
            let found = form(&tokenizer, &mut lexicon, word);
            let before = seen.insert(found, (family, word));
            faults.extend(before.filter(|(other, _)| family != *other).map(|(_, first)| format!("{word} and {first}")));
        }
        assert!(faults.is_empty(), "{faults:?}");
    }

    #[test]
    fn a_term_belongs_to_the_family_of_its_most_telling_word() {
        let families = Families::new("english").unwrap();
        for (term, expected) in [
            ("said .", Some(Family::Attribution)),
            ("<name> said", Some(Family::Attribution)),
            ("accord to", Some(Family::Attribution)),
            ("a:climat", Some(Family::Attribution)),
            ("we must", Some(Family::CallToAction)),
            ("call on", Some(Family::CallToAction)),
            ("call", None),
            ("p:it is *ing", Some(Family::SentenceForm)),
            ("p:we *", Some(Family::FirstPersonPlural)),
            ("of cours", Some(Family::Contrast)),
            ("cours", None),
            ("is n't", Some(Family::Negation)),
            ("in 0000", Some(Family::NamesDatesNumbers)),
            ("of the", Some(Family::SentenceForm)),
            ("<s>", Some(Family::SentenceForm)),
            ("council ,", None),
            ("climat", None),
        ] {
            assert_eq!(families.of(term), expected, "{term}");
        }
        let german = Families::new("german").unwrap();
        assert_eq!((german.of("rat ?"), german.of("der rat")), (Some(Family::Question), None));
    }
}
