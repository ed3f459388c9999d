//! What the rules of indirect speech ask about a word, looked up once.

use super::verbs::{TRIGGERS, Trigger, Verb};
use crate::language::english::{clauses, dates::WEEKDAYS, speech};
use crate::text::Span;
use crate::text::word::{Word, words};

/// A set of classes of words. A word is in those whose bits it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Classes(u64);

impl Classes {
    pub(super) const NONE: Classes = Classes(0);

    /// Those of both sets.
    pub(super) const fn or(self, other: Classes) -> Classes {
        Classes(self.0 | other.0)
    }

    /// Returns true if the sets share a class.
    #[inline]
    pub(super) fn have_any(self, of: Classes) -> bool {
        self.0 & of.0 != 0
    }
}

/// What the rules of indirect speech ask about one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct WordClass {
    pub(super) classes: Classes,
    /// What it may start.
    pub(super) trigger: Option<Trigger>,
}

macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident = $words:expr,)* ; $($(#[$rule_doc:meta])* $rule:ident,)*) => {
        #[derive(Clone, Copy)]
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        enum Bit { $($name,)* $($rule,)* }

        impl Classes {
            $($(#[$doc])* pub(super) const $name: Classes = Classes(1 << Bit::$name as u32);)*
            $($(#[$rule_doc])* pub(super) const $rule: Classes = Classes(1 << Bit::$rule as u32);)*
        }

        /// The words of each class that is a list.
        const LISTS: &[(&[Word], Classes)] = &[$((&$words, Classes::$name)),*];
    };
}

classes! {
    AUTHOR = words!(clauses::AUTHOR),
    JOINTS = words!(clauses::JOINTS),
    FINITE = words!(clauses::FINITE),
    QUESTIONS = words!(clauses::QUESTIONS),
    NO_SOURCES = words!(clauses::NO_SOURCES),
    VIEWS = words!(clauses::VIEWS),
    BEFORE_VERBS = words!(clauses::BEFORE_VERBS),
    NO_SUBJECTS = words!(clauses::NO_SUBJECTS),
    NEGATED = words!(clauses::NEGATED),
    ONE = words!(clauses::ONE),
    RELATIVES = words!(clauses::RELATIVES),
    OWNERS = words!(clauses::OWNERS),
    PRONOUNS = words!(clauses::PRONOUNS),
    NOT_IN_NAMES = words!(clauses::NOT_IN_NAMES),
    /// And words that end in "s".
    PLURALS = words!(clauses::PLURALS),
    PUBLICATION = words!(clauses::PUBLICATION),
    OURS = words!(clauses::OURS),
    AFTER_WE = words!(clauses::AFTER_WE),
    AUTHOR_OPENINGS = words!(clauses::AUTHOR_OPENINGS),
    NOT_PARENTHETIC = words!(clauses::NOT_PARENTHETIC),
    SUBORDINATE = words!(clauses::SUBORDINATE),
    ADVERBIALS = words!(clauses::ADVERBIALS),
    OPENERS = words!(clauses::OPENERS),
    NO_CLAUSE = words!(clauses::NO_CLAUSE),
    PASSIVE_BEFORE_TO = words!(clauses::PASSIVE_BEFORE_TO),
    OBJECTS = words!(clauses::OBJECTS),
    SUBJECTS = words!(clauses::SUBJECTS),
    CONTRASTS = words!(clauses::CONTRASTS),
    LINKS = words!(clauses::LINKS),
    DUTIES = words!(clauses::DUTIES),
    CLAIMS = words!(clauses::CLAIMS),
    COMMENTS = words!(clauses::COMMENTS),
    SHIFTED = words!(clauses::SHIFTED),
    PARENTHETIC = words!(speech::PARENTHETIC),
    /// Verbs in the past: also words that end in "ed".
    PAST = words!(speech::IRREGULAR_PAST),
    WEEKDAY = words!(WEEKDAYS),
    ARTICLES = words!["a", "an"],
    THIRD_PERSONS = words!["he", "she", "it", "they"],
    WHO_OR_WHICH = words!["who", "which"],
    TO = words!["to"],
    BY = words!["by"],
    AS = words!["as"],
    AND = words!["and"],
    OF = words!["of"],
    ON = words!["on"],
    THE = words!["the"],
    NOT = words!["not"],
    WE = words!["we"],
    YOU = words!["you"],
    THIS = words!["this"],
    WHICH = words!["which"],
    CALLED = words!["called"],
    SAID = words!["said"],
    STATES = words!["states"],
    ;
    /// Words that end in "ly".
    ADVERBS,
    /// Words that end in "'s".
    POSSESSIVES,
    /// Words that end in "s".
    IN_S,
    /// Words with a capital.
    CAPITALISED,
    /// Words with a colon, of which the rules make two.
    WITH_COLON,
    /// Words that may start a pattern, other than "in".
    STARTING,
    IN,
}

/// A word that is in a list.
#[derive(Clone, Copy)]
struct Listed {
    word: Word,
    class: WordClass,
}

/// log2 of the number of places: some three to a word.
const PLACE_BITS: u32 = 11;

/// A hash table of the listed words by [`Word::place`], with linear probing.
static LISTED: [Listed; 1 << PLACE_BITS] = {
    let none = WordClass { classes: Classes::NONE, trigger: None };
    let mut places = [Listed { word: Word::NONE, class: none }; 1 << PLACE_BITS];
    let mut list = 0;
    while list < LISTS.len() {
        let (words, classes) = LISTS[list];
        let mut at = 0;
        while at < words.len() {
            let place = place_of(&places, words[at]);
            places[place].word = words[at];
            places[place].class.classes = places[place].class.classes.or(classes);
            at += 1;
        }
        list += 1;
    }
    let mut list = 0;
    while list < TRIGGERS.len() {
        let (words, trigger) = TRIGGERS[list];
        let mut at = 0;
        while at < words.len() {
            let place = place_of(&places, words[at]);
            places[place].word = words[at];
            if places[place].class.trigger.is_none() {
                places[place].class.trigger = Some(trigger);
            }
            at += 1;
        }
        list += 1;
    }
    places
};

/// The place of a word, or the free one where it belongs.
const fn place_of(places: &[Listed; 1 << PLACE_BITS], word: Word) -> usize {
    let mut place = word.place(PLACE_BITS);
    while !(places[place].word.is(word) || places[place].word.is(Word::NONE)) {
        place = (place + 1) % places.len();
    }
    place
}

impl WordClass {
    /// What a mark is.
    pub(crate) const NONE: WordClass = WordClass { classes: Classes::NONE, trigger: None };

    /// Whether a colon stands inside the word.
    #[inline]
    pub(super) fn has_colon(self) -> bool {
        self.classes.have_any(Classes::WITH_COLON)
    }

    /// The class of the word at `span`.
    pub(crate) fn at(text: &str, span: Span) -> WordClass {
        let word = Word::at(text, span);
        let WordClass { mut classes, mut trigger } = LISTED[place_of(&LISTED, word)].class;
        let mut add = |holds: bool, class: Classes| classes = if holds { classes.or(class) } else { classes };
        let ends = |ending: &'static str| word.has_ending(Word::of(ending));
        let surface = span.of(text);
        let is_capitalised = surface.starts_with(char::is_uppercase);
        add(is_capitalised, Classes::CAPITALISED);
        add(surface.contains(':'), Classes::WITH_COLON);
        add(word.len() > 4 && ends("ly"), Classes::ADVERBS);
        add(ends("'s"), Classes::POSSESSIVES);
        add(ends("s"), Classes::IN_S);
        add(word.len() > 3 && ends("s") && !ends("ss"), Classes::PLURALS);
        add(ends("ed"), Classes::PAST);
        // The United States
        if is_capitalised && classes.have_any(Classes::STATES) {
            trigger = None;
        }
        match trigger {
            None => {}
            Some(Trigger::View) => classes = classes.or(Classes::IN),
            Some(_) => classes = classes.or(Classes::STARTING),
        }
        WordClass { classes, trigger }
    }
}

/// Returns true if the verb may follow what is said, in a clause of its own: "…, officials say."
pub(super) fn is_parenthetic(word: Classes, verb: Verb) -> bool {
    match verb {
        Verb::Clause | Verb::Object | Verb::Present => true,
        Verb::Guarded => word.have_any(Classes::PARENTHETIC),
        Verb::Address | Verb::Portrayal | Verb::Participle | Verb::GuardedParticiple => false,
    }
}

/// Returns true for a plain form, whose subject is a plural.
pub(super) fn is_plain(word: Classes) -> bool {
    !word.have_any(Classes::PAST.or(Classes::IN_S))
}

/// Returns true if a pattern may start among words: those of the author's sentences may have none.
pub(super) fn may_start(words: impl Iterator<Item = (Span, WordClass)>) -> bool {
    let all = words.fold(Classes::NONE, |all, (_, class)| all.or(class.classes));
    all.have_any(Classes::STARTING) || all.have_any(Classes::IN) && all.have_any(Classes::VIEWS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(word: &str) -> WordClass {
        WordClass::at(word, Span { start: 0, end: word.len() })
    }

    #[test]
    fn every_listed_word_is_found_with_all_its_classes() {
        for (words, expected) in LISTS {
            for word in *words {
                assert!(LISTED[place_of(&LISTED, *word)].class.classes.have_any(*expected), "{word:?}");
            }
        }
        assert_eq!(LISTED[place_of(&LISTED, Word::of("council"))].class, WordClass::NONE);
    }

    #[test]
    fn every_verb_is_found_in_its_list() {
        for (list, expected) in TRIGGERS {
            for word in *list {
                // A word in two lists would have two readings.
                assert_eq!(LISTED[place_of(&LISTED, *word)].class.trigger, Some(*expected), "{word:?}");
            }
        }
    }

    #[test]
    fn endings_and_capitals_are_classes_too() {
        let has = |word: &str, of: Classes| class(word).classes.have_any(of);
        assert!(has("Critics", Classes::PLURALS) && !has("press", Classes::PLURALS) && !has("was", Classes::PLURALS));
        assert!(has("unconstitutionally", Classes::ADVERBS) && !has("only", Classes::ADVERBS));
        assert!(has("mayor’s", Classes::POSSESSIVES) && has("warned", Classes::PAST) && has("Told", Classes::PAST));
        assert!(has("9:30", Classes::WITH_COLON) && has("Élan", Classes::CAPITALISED));
        assert_eq!(class("states").trigger, Some(Trigger::Verb(Verb::Guarded)));
        assert_eq!(class("States").trigger, None);
    }
}
