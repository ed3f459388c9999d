//! The families, their names, words and marks.

use crate::language::english::dates::{MONTHS, WEEKDAYS};
use crate::language::english::families;
use crate::terms::{NAME, SENTENCE_START};

/// The role of a term in a text. If a term has words of several families, the first counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the table of `families` says what each holds")]
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

crate::error::names!(Family, "family");

impl Family {
    /// All families, in the order of precedence.
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

    /// The name used in every format.
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

    /// Returns the English words and phrases of the family that count in all their forms.
    pub fn words(self) -> impl Iterator<Item = &'static str> {
        let listed = match self {
            Family::CallToAction => families::CALL_TO_ACTION,
            Family::Attribution => families::ATTRIBUTION,
            Family::Question => families::QUESTION,
            Family::Evaluation => families::EVALUATION,
            Family::FirstPersonPlural => families::FIRST_PERSON_PLURAL,
            Family::FirstPersonSingular => families::FIRST_PERSON_SINGULAR,
            Family::SecondPerson => families::SECOND_PERSON,
            Family::Hedging => families::HEDGING,
            Family::Reasoning => families::REASONING,
            Family::Contrast => families::CONTRAST,
            Family::Generality => families::GENERALITY,
            Family::Negation => families::NEGATION,
            Family::NamesDatesNumbers => families::DATES,
            // Marks, and what the function words leave.
            Family::Exclamation | Family::Quotation | Family::SentenceForm => &[],
        };
        let dates =
            WEEKDAYS.into_iter().chain(MONTHS).filter(move |date| self == Family::NamesDatesNumbers && *date != "May");
        listed.iter().copied().chain(dates)
    }

    /// Returns the family of a mark, a placeholder, or a slot of a pattern.
    pub(super) fn of_mark(part: &str) -> Option<Family> {
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
