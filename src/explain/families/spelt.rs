//! Words that are filed by their spelling and place, not by their stems.
//!
//! A stem joins words that English separates: "important" and "imports", "likely" and "like", "reckless demands" and "she
//! demanded". The lists name such spellings; `by_place` separates homographs by place or case.
//!
//! Left out, as too ambiguous: "right" (the right to vote, the right wing) except in phrases; "real" (estate), "serious" and
//! "critical" (injuries), "mine" (of coal), "no more" and "up to" (forty people), "duty" (on imports) except in phrases. "Demand"
//! and "insist" count only after "we" and "I"; in the past tense a reporter uses them. "Important", "essential", "crucial" and
//! "vital" are in the table: they grade, whatever the topic.

use rustc_hash::FxHashMap;

use super::family::Family;
use crate::language::english::families::{self, NO_FAMILY_SPELT};
use crate::model::occurrences::Piece;
use crate::text::Letters;

/// Spellings and phrases of a family, in lower case. Other words with their stems do not follow them.
const SPELT: [(Family, &[&str]); 5] = [
    (Family::CallToAction, families::CALL_TO_ACTION_SPELT),
    (Family::Attribution, families::ATTRIBUTION_SPELT),
    (Family::Evaluation, families::EVALUATION_SPELT),
    (Family::Hedging, families::HEDGING_SPELT),
    (Family::Reasoning, families::REASONING_SPELT),
];

/// Spellings with their families, if any.
#[derive(Debug, Default)]
pub(super) struct Spellings(FxHashMap<&'static str, Option<Family>>);

impl Spellings {
    /// The spellings of English.
    pub(super) fn english() -> Self {
        let of_family = SPELT.iter().flat_map(|(family, words)| words.iter().map(|word| (*word, Some(*family))));
        Spellings(of_family.chain(NO_FAMILY_SPELT.iter().map(|word| (*word, None))).collect())
    }

    /// Corrects the families that the stems gave to words, and to each word with the next.
    pub(super) fn correct(&self, of: &Text<'_>, words: &mut [Option<Family>], phrases: &mut [Option<Family>]) {
        let surfaces: Vec<&str> = of.pieces.iter().map(|piece| piece.span.of(of.text)).collect();
        let lower: Vec<String> = surfaces.iter().map(|surface| surface.to_lowercase()).collect();
        for (phrase, pair) in phrases.iter_mut().zip(lower.windows(2)) {
            *phrase = self.phrase(&pair[0], &pair[1]).unwrap_or(*phrase);
        }
        let says_case = !Letters::of(of.text).are_shouted();
        // From the end, since a word depends on its corrected right neighbour.
        for at in (0..words.len()).rev().filter(|&at| of.pieces[at].is_word && !of.pieces[at].is_name) {
            let next = of.forms.get(at + 1).map_or("", String::as_str);
            let is_date = is_date(next, words.get(at + 1).copied().flatten());
            let is_inside = at > 0 && of.pieces[at - 1].is_word;
            let place = if says_case { by_place(surfaces[at], is_inside, is_date) } else { None };
            words[at] = place.or_else(|| self.0.get(lower[at].as_str()).copied()).unwrap_or(words[at]);
            if words[at] == Some(Family::Attribution) && at > 0 {
                words[at] = own_view(&lower[at - 1]).or(words[at]);
            }
        }
    }

    /// Returns the family, if any, of a phrase of two lower-case words; `None` if their stems decide. A listed word is in no
    /// phrase of stems.
    fn phrase(&self, first: &str, second: &str) -> Option<Option<Family>> {
        let phrase = self.0.get(format!("{first} {second}").as_str()).copied();
        phrase.or_else(|| (self.0.contains_key(first) || self.0.contains_key(second)).then_some(None))
    }
}

/// Returns the family of a verb of speech after "we" or "I": the author's own view is attributed to nobody else.
fn own_view(before: &str) -> Option<Family> {
    match before {
        "we" => Some(Family::FirstPersonPlural),
        "i" => Some(Family::FirstPersonSingular),
        _ => None,
    }
}

/// A paragraph, its words and marks, and their forms.
pub(super) struct Text<'t> {
    pub(super) text: &'t str,
    pub(super) pieces: &'t [Piece],
    pub(super) forms: &'t [String],
}

/// Returns true if "since" can count from a word with this form and family.
fn is_date(form: &str, family: Option<Family>) -> bool {
    family == Some(Family::NamesDatesNumbers) || families::DATE_STEMS.contains(&form)
}

/// Returns the family, if any, of an English homograph whose case or place decides: whether a word comes before it, and a date, a
/// number or a name after it.
fn by_place(surface: &str, is_inside: bool, before_date: bool) -> Option<Option<Family>> {
    let date = Some(Some(Family::NamesDatesNumbers));
    match surface {
        // Inside a sentence it is a name anyway.
        "US" => date,
        "May" if is_inside || before_date => date,
        "since" | "Since" if before_date => date,
        "march" | "august" => Some(None),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explain::families::filing::tests::{family, form_of};
    use crate::language::Language;

    #[test]
    fn each_spelling_differs_from_its_stem() {
        let families = crate::explain::families::Families::new(Language::English);
        let Spellings(spellings) = Spellings::english();
        assert_eq!(spellings.len(), SPELT.iter().map(|(_, words)| words.len()).sum::<usize>() + NO_FAMILY_SPELT.len());
        let spellings: std::collections::BTreeMap<&str, Option<Family>> = spellings.into_iter().collect();
        for (word, family) in spellings {
            let by_stem =
                families.by_form.get(&form_of(word)).copied().filter(|family| *family != Family::SentenceForm);
            let is_phrase_maker = word == "called";
            assert!(is_phrase_maker || by_stem != family, "{word} is of {family:?} by its stem");
        }
    }

    /// Sentences of ordinary news, and of argument: a word, and what it is of.
    #[test]
    fn homographs_are_filed_by_case_and_place() {
        use Family::*;
        for (text, word, expected) in [
            ("Tenants asked for the same rights.", "rights", None),
            ("The lorry carried goods and the firm sells real estate.", "goods", None),
            ("The firm sells real estate.", "real", None),
            ("The bridge has been closed since 2004.", "since", Some(NamesDatesNumbers)),
            ("It has rained since Tuesday.", "since", Some(NamesDatesNumbers)),
            ("It has rained since Anna left.", "since", Some(NamesDatesNumbers)),
            ("It is idle to wait, since nobody will come.", "since", Some(Reasoning)),
            ("The hall opens in May.", "May", Some(NamesDatesNumbers)),
            ("Later Theresa May left.", "May", Some(NamesDatesNumbers)),
            ("May 5 was a holiday.", "May", Some(NamesDatesNumbers)),
            ("The hall may open.", "may", Some(Hedging)),
            ("WE MAY ASK.", "MAY", Some(Hedging)),
            ("Shares declined by a tenth.", "declined", None),
            ("The mayor declined to answer.", "declined to", Some(Attribution)),
            ("The express train was late.", "express", None),
            ("She expressed doubt.", "expressed", Some(Attribution)),
            ("Prices follow supply and demand.", "demand", None),
            ("Here we demand an answer.", "we demand", Some(CallToAction)),
            ("The union demanded an answer.", "demanded", Some(Attribution)),
            ("The mayor insisted that it was so.", "insisted", Some(Attribution)),
            ("The council was urged to wait.", "urged", Some(Attribution)),
            ("She was pleased with it.", "pleased", None),
            ("The owner lets flats.", "lets", None),
            ("Let it be.", "Let", Some(CallToAction)),
            ("The work needed a year.", "needed", None),
            ("The town needs to act.", "needs to", Some(CallToAction)),
            ("US officials left.", "US", Some(NamesDatesNumbers)),
            ("They left us there.", "us", Some(FirstPersonPlural)),
            ("JOIN US NOW.", "US", Some(FirstPersonPlural)),
            ("They plan to march again.", "march", None),
            ("They met in March.", "March", Some(NamesDatesNumbers)),
            ("A town like ours grew.", "like", None),
            ("That is likely.", "likely", Some(Hedging)),
            ("The imports fell.", "imports", None),
            ("Nothing is so important.", "important", Some(Evaluation)),
            ("Trains are essential and crucial.", "essential", Some(Evaluation)),
            ("Trains are crucial.", "crucial", Some(Evaluation)),
            ("Two had serious injuries.", "serious", None),
            ("The mine closed.", "mine", None),
            ("He called for calm.", "called for", Some(Attribution)),
            ("Here we believe in trains.", "believe", Some(FirstPersonPlural)),
            ("Then I said no.", "said", Some(FirstPersonSingular)),
            ("Many believe in trains.", "believe", Some(Attribution)),
        ] {
            let start = text.find(word).unwrap();
            let told = family(Language::English, text, &form_of(word), start..start + word.len())
                .filter(|family| *family != SentenceForm);
            assert_eq!(told, expected, "{text}: {word}");
        }
    }
}
