//! The families of a paragraph's words, and of the terms on them.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::family::Family;
use super::spelt::{Spellings, Text};
use crate::language::{Language, english::function_words};
use crate::model::occurrences::Piece;
use crate::terms::{Lexicon, NAME, PATTERN_PREFIX, SENTENCE_START, Tokenizer, split_namespace};
use crate::voice::{Speech, Voice};

/// The families of a language's words.
#[derive(Debug)]
pub struct Families {
    tokenizer: Tokenizer,
    /// By the form of a word, or of two.
    pub(super) by_form: FxHashMap<String, Family>,
    /// What overrides the forms; English only.
    by_spelling: Option<Spellings>,
}

/// The families of a paragraph's words and phrases.
#[derive(Debug)]
pub struct Filed<'f> {
    families: &'f Families,
    /// Of each word and mark.
    words: Vec<Option<Family>>,
    /// Of each word or mark with the next.
    phrases: Vec<Option<Family>>,
}

impl Families {
    /// The families of a language.
    pub fn new(language: Language) -> Self {
        let tokenizer = Tokenizer::new(language);
        let mut by_form = FxHashMap::default();
        if language.has_word_lists() {
            let mut lexicon = tokenizer.lexicon();
            let listed = Family::ALL.into_iter().flat_map(|family| family.words().map(move |word| (word, family)));
            let others = function_words::words().map(|word| (word, Family::SentenceForm));
            for (word, family) in listed.chain(others) {
                // The first family with a form keeps it.
                by_form.entry(form(&tokenizer, &mut lexicon, word)).or_insert(family);
            }
        }
        let by_spelling = language.has_word_lists().then(Spellings::english);
        Families { tokenizer, by_form, by_spelling }
    }

    /// Files the words and marks of a paragraph.
    ///
    /// ```
    /// use oped::explain::families::{Families, Family};
    /// use oped::language::Language;
    /// use oped::{Model, model::vectorizer::Vectorizer};
    /// let families = Families::new(Language::English);
    /// let text = "We urge the council to act.";
    /// let pieces = Vectorizer::new(Model::shipped()?).occurrences(text, &[]).pieces;
    /// let filed = families.file(text, &pieces);
    /// assert_eq!(filed.of("we urg", 0..2), Some(Family::CallToAction));
    /// assert_eq!(filed.of("p:<s> we *", 0..2), Some(Family::CallToAction));
    /// assert_eq!(filed.of("we", 0..1), Some(Family::FirstPersonPlural));
    /// assert_eq!(filed.of("the council", 2..4), None);
    /// # Ok::<(), oped::error::Error>(())
    /// ```
    pub fn file(&self, text: &str, pieces: &[Piece]) -> Filed<'_> {
        let forms: Vec<String> = pieces.iter().map(|piece| self.form_of(text, piece)).collect();
        let mut words: Vec<Option<Family>> = forms.iter().map(|form| self.of_form(form)).collect();
        let mut phrases: Vec<Option<Family>> = forms.windows(2).map(|pair| self.of_phrase(pair)).collect();
        if let Some(spellings) = &self.by_spelling {
            spellings.correct(&Text { text, pieces, forms: &forms }, &mut words, &mut phrases);
        }
        Filed { families: self, words, phrases }
    }

    fn of_form(&self, form: &str) -> Option<Family> {
        self.by_form.get(form).copied().or_else(|| Family::of_mark(form))
    }

    fn of_phrase(&self, pair: &[String]) -> Option<Family> {
        self.by_form.get(&format!("{} {}", pair[0], pair[1])).copied()
    }

    /// Returns the form of a word or mark, [`NAME`] for a name.
    fn form_of(&self, text: &str, piece: &Piece) -> String {
        let surface = piece.span.of(text);
        let first = surface.chars().next().unwrap_or_default();
        match (piece.is_name, piece.is_word, first) {
            (true, ..) => NAME.to_owned(),
            (_, false, '"' | '„' | '«' | '»') => "“".to_owned(),
            (_, false, '£' | '€') => "$".to_owned(),
            (_, false, mark) => mark.to_string(),
            // Clitics are already cut off.
            _ if is_clitic(surface) => surface.to_lowercase().replace('’', "'"),
            _ => self.tokenizer.text(self.tokenizer.form(surface)),
        }
    }

    /// Returns true if a term without its namespace shows only sentence form.
    fn is_form(&self, term: &str) -> bool {
        let is_form = |part: &str| self.of_form(part) == Some(Family::SentenceForm);
        term.strip_prefix(PATTERN_PREFIX).unwrap_or(term).split(' ').all(is_form)
    }
}

impl Filed<'_> {
    /// Returns the family of a term, with its namespace, on a range of the paragraph's words and marks; `None` if it has none.
    pub fn of(&self, term: &str, on: Range<usize>) -> Option<Family> {
        let (shown, voice) = split_namespace(term);
        match voice {
            Voice::Source(Speech::Direct) => return Some(Family::Quotation),
            Voice::Source(Speech::Indirect) => return Some(Family::Attribution),
            Voice::Author => {}
        }
        // The start of a sentence is on the first word only because it has no place of its own.
        let on = if shown == SENTENCE_START { 0..0 } else { on };
        let phrases = self.phrases.iter().take(on.end.saturating_sub(1)).skip(on.start);
        let found = self.words[on].iter().chain(phrases).flatten().min().copied();
        match found {
            Some(family) if family != Family::SentenceForm => Some(family),
            _ => self.families.is_form(shown).then_some(Family::SentenceForm),
        }
    }
}

/// Returns true for "'re" or "n't", as the tokenizer cuts them off.
fn is_clitic(word: &str) -> bool {
    word.starts_with(['\'', '’']) || matches!(word.to_lowercase().as_str(), "n't" | "n’t")
}

/// Returns a word or a phrase as terms have it.
fn form(tokenizer: &Tokenizer, lexicon: &mut Lexicon, words: &str) -> String {
    if is_clitic(words) {
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
pub(super) mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::terms::Token;

    #[test]
    fn every_word_of_the_table_is_a_word_or_two_of_the_tokenizer() {
        let tokenizer = Tokenizer::new(Language::English);
        let mut lexicon = tokenizer.lexicon();
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
        let tokenizer = Tokenizer::new(Language::English);
        let mut lexicon = tokenizer.lexicon();
        let mut seen: HashMap<String, (Family, &str)> = HashMap::new();
        let mut faults = Vec::new();
        for (family, word) in Family::ALL.into_iter().flat_map(|family| family.words().map(move |word| (family, word)))
        {
            let found = form(&tokenizer, &mut lexicon, word);
            let before = seen.insert(found, (family, word));
            faults.extend(before.filter(|(other, _)| family != *other).map(|(_, first)| format!("{word} and {first}")));
        }
        assert!(faults.is_empty(), "{faults:?}");
    }

    /// The form of an English word or phrase.
    pub(in super::super) fn form_of(words: &str) -> String {
        let tokenizer = Tokenizer::new(Language::English);
        form(&tokenizer, &mut tokenizer.lexicon(), words)
    }

    /// The family of a term that stands on some bytes of a text.
    pub(in super::super) fn family(language: Language, text: &str, term: &str, bytes: Range<usize>) -> Option<Family> {
        let families = Families::new(language);
        let tokenizer = Tokenizer::new(language);
        let mut pieces: Vec<Piece> = Vec::new();
        tokenizer.for_each_token(&mut tokenizer.lexicon(), text, &[], |token| {
            let is_name = tokenizer.text(token.form) == NAME;
            let Token { span, voice, is_word, .. } = token;
            pieces.extend((span.start < span.end).then_some(Piece { span, voice, is_word, is_unseen: false, is_name }));
        });
        let first = pieces.iter().position(|piece| piece.span.start >= bytes.start).unwrap();
        let end = pieces.iter().rposition(|piece| piece.span.end <= bytes.end).unwrap() + 1;
        families.file(text, &pieces).of(term, first..end)
    }

    #[test]
    fn a_term_belongs_to_the_family_of_the_most_telling_word_under_it() {
        for (text, term, expected) in [
            ("said.", "said .", Some(Family::Attribution)),
            ("said Roth", "said <name>", Some(Family::Attribution)),
            ("in Bonn", "in <name>", Some(Family::NamesDatesNumbers)),
            ("According to", "accord to", Some(Family::Attribution)),
            ("the climate", "a:the climat", Some(Family::Attribution)),
            ("we must", "q:we must", Some(Family::Quotation)),
            ("we must", "we must", Some(Family::CallToAction)),
            ("we urge", "p:we *", Some(Family::CallToAction)),
            ("we went", "p:we *", Some(Family::FirstPersonPlural)),
            ("Must", "<s>", Some(Family::SentenceForm)),
            ("calls on", "call on", Some(Family::CallToAction)),
            ("calls", "call", None),
            ("of course", "of cours", Some(Family::Contrast)),
            ("isn’t", "is n't", Some(Family::Negation)),
            ("in 1961", "in 0000", Some(Family::NamesDatesNumbers)),
            ("of the", "of the", Some(Family::SentenceForm)),
            ("of council", "p:of *", Some(Family::SentenceForm)),
            ("council,", "council ,", None),
            ("no plan?", "plan ?", Some(Family::Question)),
        ] {
            assert_eq!(family(Language::English, text, term, 0..text.len()), expected, "{text}: {term}");
        }
        assert_eq!(family(Language::German, "den Rat?", "rat ?", 0..8), Some(Family::Question));
        assert_eq!(family(Language::German, "der Rat", "der rat", 0..7), None);
    }
}
