//! Word → normal form.
//!
//! The normal form keeps what carries voice and drops what carries topic:
//!
//! - words are lower-cased and stemmed (Snowball). There is no stop-word list: "I", "must" and "not" are the signal;
//! - English contractions come apart: "we're" is `we` + `'re`, "can't" is `ca` + `n't`, and "'s" stays with its word;
//! - punctuation is kept: `? ! : ; , . … — ( )` and quotation marks as `“` `”`;
//! - digits become their shape: "1961" is `0000`, "1,200" is `0,000`;
//! - a capitalised word inside a sentence becomes `<name>`, since names are topic and publisher, not genre. Weekdays, months
//!   and "I" are kept; in German, which capitalises all nouns, every word is. An account ("@roth") is a name in any language.

use std::borrow::Cow;

use rust_stemmers::Stemmer;

use super::forms::{Form, Forms};
use super::term_key::{FORM_BITS, SLOT_BITS};
use super::token::{HIDDEN, NAME, SENTENCE_START, Slot, SlotKind, Word};
use super::{scanner::Mark, scope::Scope};
use crate::language::Language;
use crate::language::english::dates::{MONTHS, WEEKDAYS};
use crate::language::english::function_words::{ending, is_function_word};

/// Finds normal forms and numbers them. A [`Form`] of one normaliser means nothing to another.
pub(crate) struct Normalizer {
    stemmer: Stemmer,
    splits_contractions: bool,
    masks_names: bool,
    keeps_names: bool,
    hides_content: bool,
    forms: Forms,
    slots: Forms,
}

impl Normalizer {
    /// `language` must have the scope.
    pub(crate) fn new(language: Language, scope: Scope) -> Self {
        Normalizer {
            stemmer: language.stemmer(),
            splits_contractions: language.has_word_lists(),
            masks_names: language.capitalises_names_only() && scope != Scope::NamesKept,
            keeps_names: scope == Scope::NamesKept,
            hides_content: scope == Scope::FunctionWords,
            forms: Forms::open(FORM_BITS),
            slots: Forms::open(SLOT_BITS),
        }
    }

    /// The tables of forms and of slots.
    pub(crate) fn tables(&self) -> (&Forms, &Forms) {
        (&self.forms, &self.slots)
    }

    /// The same normaliser with other tables.
    pub(crate) fn with_tables(self, forms: Forms, slots: Forms) -> Self {
        Normalizer { forms, slots, ..self }
    }

    /// Returns the text of a normal form.
    pub(crate) fn text(&self, form: Form) -> String {
        let mut text = String::new();
        self.forms.push_text(form, &mut text);
        text
    }

    /// Normalises a word, a number or an account. A name keeps the form that it has at the start of a sentence.
    pub(crate) fn word(&self, surface: &str) -> Word {
        let whole = surface.len() as u32;
        if surface.starts_with('@') {
            let account = self.account(surface);
            return self.shown(&account, whole);
        }
        if surface.bytes().any(|b| b.is_ascii_digit()) {
            let shape = shape(surface);
            let form = self.forms.number(if self.hides_content { HIDDEN } else { &shape });
            let slot = Slot::new(self.slots.number("0"), SlotKind::Shown);
            return Word { form, slot, stem_len: whole, clitic: None, is_name: false, is_pending: false };
        }
        let (stem_len, clitic) = if self.splits_contractions { split_clitic(surface) } else { (surface.len(), None) };
        let stem = &surface[..stem_len];
        let lower = stem.to_lowercase().replace('’', "'");
        let word = lower.strip_suffix("'s").unwrap_or(&lower);
        let form = |hidden: bool| match hidden {
            true => Cow::Borrowed(HIDDEN),
            false => self.stemmer.stem(&lower),
        };
        let is_name = self.masks_names && is_name(stem);
        if is_function_word(word) {
            return Word { clitic, is_name, ..self.shown(&form(false), stem_len as u32) };
        }
        let ending = ending(word);
        let kind = if ending.is_empty() { SlotKind::Hidden } else { SlotKind::Ending };
        let slot = Slot::new(self.slots.number(&format!("*{ending}")), kind);
        let form = self.forms.number(&form(self.hides_content));
        Word { form, slot, stem_len: stem_len as u32, clitic, is_name, is_pending: false }
    }

    /// Returns a name without its form, which is found when it starts a sentence; `None` for other words.
    pub(crate) fn pending_name(&self, surface: &str) -> Option<Word> {
        if !self.masks_names || !surface.starts_with(char::is_uppercase) || surface.bytes().any(|b| b.is_ascii_digit())
        {
            return None;
        }
        let (stem_len, clitic) = if self.splits_contractions { split_clitic(surface) } else { (surface.len(), None) };
        let (form, slot) = (Form::UNKNOWN, Slot::UNKNOWN);
        let name = Word { form, slot, stem_len: stem_len as u32, clitic, is_name: true, is_pending: true };
        is_name(&surface[..stem_len]).then_some(name)
    }

    /// A word that patterns show as it is.
    fn shown(&self, text: &str, len: u32) -> Word {
        let slot = Slot::new(self.slots.number(text), SlotKind::Shown);
        Word { form: self.forms.number(text), slot, stem_len: len, clitic: None, is_name: false, is_pending: false }
    }

    /// The word for a mark or for what stands in place of a word.
    pub(crate) fn mark(&self, mark: Mark) -> Word {
        let text = match mark {
            Mark::SentenceStart => SENTENCE_START,
            Mark::Name if self.hides_content => HIDDEN,
            Mark::Name => NAME,
            mark => mark.as_str(),
        };
        self.shown(text, 0)
    }

    /// An account is a name in any language.
    fn account<'s>(&self, surface: &'s str) -> Cow<'s, str> {
        match (self.hides_content, self.keeps_names) {
            (true, _) => HIDDEN.into(),
            (false, true) => surface.to_lowercase().into(),
            (false, false) => NAME.into(),
        }
    }
}

/// Returns true for a capitalised word other than "I", a weekday or a month.
fn is_name(word: &str) -> bool {
    let is_date = || WEEKDAYS.contains(&word) || MONTHS.contains(&word);
    word.chars().next().is_some_and(char::is_uppercase) && word != "I" && !is_date()
}

/// "1,200" → "0,000". Shapes longer than a phone number say no more than their start.
fn shape(surface: &str) -> String {
    surface
        .chars()
        .take(12)
        .flat_map(|c| if c.is_ascii_digit() { '0'.to_lowercase() } else { c.to_lowercase() })
        .collect()
}

/// "we're" → ("we", "'re"); "can't" → ("ca", "n't"); "Anna's" → ("Anna", nothing): the possessive says nothing.
fn split_clitic(surface: &str) -> (usize, Option<Mark>) {
    let Some(at) = surface.rfind(['\'', '’']) else { return (surface.len(), None) };
    let tail = surface[at..].trim_start_matches(['\'', '’']).to_ascii_lowercase();
    let clitic = match tail.as_str() {
        "t" if at > 1 && surface[..at].ends_with(['n', 'N']) => return (at - 1, Some(Mark::Not)),
        "re" => Mark::Are,
        "ve" => Mark::Have,
        "ll" => Mark::Will,
        "d" => Mark::Would,
        "m" => Mark::Am,
        _ => return (surface.len(), None),
    };
    (at, Some(clitic))
}
