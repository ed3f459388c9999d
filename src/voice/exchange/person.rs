//! Who is meant in a paragraph: "I", "we", "you".

use crate::language::english::exchange::{FIRST_PERSON, FIRST_PERSON_PLURAL, INTERVIEW, SECOND_PERSON};
use crate::text::Span;
use crate::voice::passage::Passage;
use crate::voice::quotation::scan;

/// The persons that are named outside quotation marks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Persons {
    /// "I"
    pub(super) first: bool,
    /// "we"
    pub(super) plural: bool,
    /// "you"
    pub(super) second: bool,
    /// Whether there is a question mark.
    pub(super) asks: bool,
}

impl Persons {
    pub(super) fn of(text: &str) -> Persons {
        let mut persons = Persons::default();
        for part in outside(text) {
            persons.asks |= part.contains('?');
            for word in words(part) {
                let lower = word.to_lowercase().replace('’', "'");
                persons.first |= FIRST_PERSON.contains(&lower.as_str());
                persons.plural |= FIRST_PERSON_PLURAL.contains(&lower.as_str());
                persons.second |= SECOND_PERSON.contains(&lower.as_str());
            }
        }
        persons
    }

    /// The persons of both.
    pub(super) fn and(self, other: Persons) -> Persons {
        Persons {
            first: self.first || other.first,
            plural: self.plural || other.plural,
            second: self.second || other.second,
            asks: self.asks || other.asks,
        }
    }

    /// Returns true if somebody speaks to somebody.
    pub(super) fn talks(self) -> bool {
        self.is_personal() || self.asks
    }

    pub(super) fn is_personal(self) -> bool {
        self.first || self.plural || self.second
    }
}

/// The parts of a text that are not between quotation marks.
pub(super) fn outside(text: &str) -> impl Iterator<Item = &str> {
    let mut scan = scan(text, None);
    scan.spans.push(Span { start: text.len(), end: text.len() });
    let mut from = 0;
    scan.spans.into_iter().map(move |span| {
        let part = &text[from.min(span.start)..span.start];
        from = span.end;
        part
    })
}

/// The words of a text; an apostrophe is part of a word.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’').filter(|word| !word.is_empty())
}

/// Returns true if a text has one of these phrases, which are in lower case.
pub(super) fn has_any(text: &str, phrases: &[&str]) -> bool {
    let lower = text.to_lowercase().replace('’', "'");
    phrases.iter().any(|phrase| lower.contains(phrase))
}

/// Returns true if what stands around the turns tells of an interview: the paragraphs before the first turn, the last
/// three, and the headings above them.
pub(super) fn tells_of_interview(passages: &[Passage<'_>], first: usize) -> bool {
    const CLOSING: usize = 3;
    let closing = passages.len().saturating_sub(CLOSING).max(first + 1).min(passages.len());
    let around = passages[..=first].iter().chain(&passages[closing..]);
    let above = around.filter_map(|passage| passage.setting.above).map(|above| above.text);
    let texts = passages[..first].iter().chain(&passages[closing..]).map(|passage| passage.text);
    texts.chain(above).any(|text| has_any(text, &INTERVIEW))
}
