//! Paragraph → tokens: what stands in the text, its normal form, its span, and whose it is.
//!
//! The normal form keeps what carries voice and drops what carries topic:
//!
//! - words are lower-cased and stemmed (Snowball); there is no stop-word list: "I", "must" and "not" are the signal;
//! - English contractions come apart: "we're" is `we` + `'re`, "can't" is `ca` + `n't`, and "'s" goes with its word;
//! - punctuation is kept: `? ! : ; , . … — ( )` and quotation marks as `“` `”`;
//! - every sentence starts with `<s>`;
//! - digits become their shape: "1961" is `0000`, "1,200" is `0,000`;
//! - a capitalised word inside a sentence becomes `<name>`: names are topic and publisher, not genre. Weekdays, months
//!   and "I" keep themselves. Not in German, which capitalises all nouns. An account ("@roth") is a name too;
//! - web addresses are left out.

use std::borrow::Cow;

use rust_stemmers::{Algorithm, Stemmer};

use super::Scope;
use super::forms::{Form, Forms};
use super::lexicon::{Lexicon, Word};
use super::scanner::{Mark, Piece, PieceKind, is_after_opening};
use super::term_key::{FORM_BITS, SLOT_BITS};
use crate::error::{Error, ErrorKind, Result};
use crate::language::english::function_words::{ending, is_function_word};
use crate::text::Span;
use crate::text::{is_abbreviation, starts_sentence};
use crate::voice::{SourceSpan, Voice};

/// The term at the start of every sentence.
pub const SENTENCE_START: &str = "<s>";
/// The term of a name.
pub const NAME: &str = "<name>";
/// What stands for every word that [`Scope::FunctionWords`] hides.
pub const HIDDEN: &str = "<word>";

/// The languages with a stemmer.
pub const LANGUAGES: [&str; 18] = [
    "arabic",
    "danish",
    "dutch",
    "english",
    "finnish",
    "french",
    "german",
    "greek",
    "hungarian",
    "italian",
    "norwegian",
    "portuguese",
    "romanian",
    "russian",
    "spanish",
    "swedish",
    "tamil",
    "turkish",
];

/// An occurrence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// The normal form, without a namespace.
    pub form: Form,
    /// Where it stands in the text. `<s>` is empty and stands before its first word.
    pub span: Span,
    /// Whose it is.
    pub voice: Voice,
    /// Whether it is a word or a number, not punctuation.
    pub is_word: bool,
    /// What stands for it in a pattern.
    pub(crate) slot: Slot,
}

/// What stands for a token in a pattern: its own form for a function word, a mark, `<s>` or `<name>`; `0` for any number; `*`
/// and its ending for any other word.
///
/// The number of what is shown, and above it the [`SlotKind`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Slot(u32);

impl Slot {
    const FORM: u32 = (1 << SLOT_BITS) - 1;
    /// Nothing that a pattern can show.
    pub(crate) const UNKNOWN: Slot = Slot(Slot::FORM);

    fn new(form: Form, kind: SlotKind) -> Slot {
        Slot(form.0 & Slot::FORM | (kind as u32) << SLOT_BITS)
    }

    /// The number of what is shown.
    pub(crate) fn form(self) -> u32 {
        self.0 & Slot::FORM
    }

    pub(crate) fn is_unknown(self) -> bool {
        self.form() == Slot::FORM
    }

    pub(crate) fn is(self, kind: SlotKind) -> bool {
        self.0 >> SLOT_BITS == kind as u32
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SlotKind {
    /// Shown as it is, or a number.
    Shown,
    /// Only `*` is left of it.
    Hidden,
    /// `*` and an ending.
    Ending,
}

/// Cuts text into tokens. It holds the numbers of their normal forms, so that a [`Form`] of one tokenizer says nothing to another.
pub struct Tokenizer {
    stemmer: Stemmer,
    english: bool,
    masks_names: bool,
    keeps_names: bool,
    hides_content: bool,
    forms: Forms,
    slots: Forms,
}

impl std::fmt::Debug for Tokenizer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tokenizer").field("english", &self.english).finish_non_exhaustive()
    }
}

impl Tokenizer {
    /// A tokenizer for one of [`LANGUAGES`].
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] where the language is not one of them.
    pub fn new(language: &str) -> Result<Self> {
        Self::of_scope(language, Scope::NamesMasked)
    }

    /// A tokenizer that lets only a part of the text through.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] where the language is not one of [`LANGUAGES`], or where it cannot have this scope.
    pub fn of_scope(language: &str, scope: Scope) -> Result<Self> {
        let algorithm = algorithm(language).ok_or_else(|| {
            Error::new(ErrorKind::Usage, format!("there is no stemmer for the language \"{language}\""))
                .remedy(format!("choose one of {}", LANGUAGES.join(", ")))
        })?;
        if !scope.is_of(language) {
            let what = format!("there is no \"{}\" for the language \"{language}\"", scope.as_str());
            return Err(Error::new(ErrorKind::Usage, what).remedy("choose another scope"));
        }
        Ok(Self {
            stemmer: Stemmer::create(algorithm),
            english: language == "english",
            masks_names: masks_names(language) && scope != Scope::NamesKept,
            keeps_names: scope == Scope::NamesKept,
            hides_content: scope == Scope::FunctionWords,
            forms: Forms::open(FORM_BITS),
            slots: Forms::open(SLOT_BITS),
        })
    }

    /// The tables of forms and of slots.
    pub(crate) fn tables(&self) -> (&Forms, &Forms) {
        (&self.forms, &self.slots)
    }

    pub(crate) fn tables_mut(&mut self) -> (&mut Forms, &mut Forms) {
        (&mut self.forms, &mut self.slots)
    }

    /// What a normal form is called.
    pub fn text(&self, form: Form) -> String {
        let mut text = String::new();
        self.forms.push_text(form, &mut text);
        text
    }

    /// Calls `each` with every token of `text`, in order. `sources` are disjoint spans in ascending order. `lexicon` is a cache for
    /// one tokenizer and one thread.
    ///
    /// ```
    /// use oped::terms::{lexicon::Lexicon, tokenizer::Tokenizer};
    /// let tokenizer = Tokenizer::new("english")?;
    /// let mut terms = Vec::new();
    /// let each = |token: oped::terms::tokenizer::Token| terms.push(tokenizer.text(token.form));
    /// tokenizer.for_each_token(&mut Lexicon::new(&tokenizer), "We can't ask Anna on Monday!", &[], each);
    /// assert_eq!(terms, ["<s>", "we", "ca", "n't", "ask", "<name>", "on", "monday", "!"]);
    /// # Ok::<(), oped::error::Error>(())
    /// ```
    pub fn for_each_token(
        &self,
        lexicon: &mut Lexicon,
        text: &str,
        sources: &[SourceSpan],
        mut each: impl FnMut(Token),
    ) {
        let shouted = is_shouted(text);
        let mut voices = VoiceCursor { sources, at: 0 };
        let mut at_start = true;
        lexicon.look_up(self, text);
        for &(Piece { span, kind }, word) in lexicon.found() {
            let voice = voices.at(span.start);
            if let PieceKind::Mark(mark) = kind {
                at_start |= mark.may_end_sentence() && starts_sentence(&text[span.end..]);
                each(Token { form: word.form, span, voice, is_word: false, slot: word.slot });
                continue;
            }
            if at_start {
                let span = Span { start: span.start, end: span.start };
                let word = lexicon.mark(Mark::SentenceStart);
                each(Token { form: word.form, span, voice, is_word: false, slot: word.slot });
            }
            let masked = word.is_name && !(at_start || shouted || is_after_opening(text, span.start));
            let stem = if masked { lexicon.mark(Mark::Name) } else { word };
            let end = span.start + word.stem_len as usize;
            let stem_span = Span { start: span.start, end };
            each(Token { form: stem.form, span: stem_span, voice, is_word: true, slot: stem.slot });
            if let Some(clitic) = word.clitic {
                let word = lexicon.mark(clitic);
                let span = Span { start: end, end: span.end };
                each(Token { form: word.form, span, voice, is_word: true, slot: word.slot });
            }
            // "… the U.S. We go on": the point of the acronym ends the sentence too.
            at_start = kind == PieceKind::Acronym && {
                let (acronym, rest) = (&text[span.start..span.end - 1], &text[span.end..]);
                starts_sentence(rest) && !is_abbreviation(acronym, rest)
            };
        }
    }

    /// What a word, a number or an account is. A name is given as it is where it is not masked: at the start of a sentence.
    pub(crate) fn normal(&self, surface: &str) -> Word {
        let whole = surface.len() as u32;
        if surface.starts_with('@') {
            let account = self.account(surface);
            return self.shown(&account, whole);
        }
        if surface.bytes().any(|b| b.is_ascii_digit()) {
            let shape = shape(surface);
            let form = self.forms.number(if self.hides_content { HIDDEN } else { &shape });
            let slot = Slot::new(self.slots.number("0"), SlotKind::Shown);
            return Word { form, slot, stem_len: whole, clitic: None, is_name: false };
        }
        let (stem_len, clitic) = if self.english { split_clitic(surface) } else { (surface.len(), None) };
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
        Word { form, slot, stem_len: stem_len as u32, clitic, is_name }
    }

    /// A token that is shown in patterns as it is.
    fn shown(&self, text: &str, len: u32) -> Word {
        let slot = Slot::new(self.slots.number(text), SlotKind::Shown);
        Word { form: self.forms.number(text), slot, stem_len: len, clitic: None, is_name: false }
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

    /// An account is a name, in German too.
    fn account<'s>(&self, surface: &'s str) -> Cow<'s, str> {
        match (self.hides_content, self.keeps_names) {
            (true, _) => HIDDEN.into(),
            (false, true) => surface.to_lowercase().into(),
            (false, false) => NAME.into(),
        }
    }
}

/// German capitalises all nouns, so that a capital says nothing of a name.
pub(crate) fn masks_names(language: &str) -> bool {
    language != "german"
}

fn algorithm(language: &str) -> Option<Algorithm> {
    use Algorithm::*;
    const ALGORITHMS: [Algorithm; 18] = [
        Arabic, Danish, Dutch, English, Finnish, French, German, Greek, Hungarian, Italian, Norwegian, Portuguese,
        Romanian, Russian, Spanish, Swedish, Tamil, Turkish,
    ];
    LANGUAGES.iter().position(|known| *known == language).map(|at| ALGORITHMS[at])
}

/// Most words in capitals: the case says nothing.
pub(crate) fn is_shouted(text: &str) -> bool {
    let upper = text.bytes().filter(u8::is_ascii_uppercase).count();
    let lower = text.bytes().filter(u8::is_ascii_lowercase).count();
    upper > lower
}

/// A capitalised word that is not "I", a weekday or a month.
fn is_name(word: &str) -> bool {
    const DATES: [&str; 19] = [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    word.chars().next().is_some_and(char::is_uppercase) && word != "I" && !DATES.contains(&word)
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

/// The sources' spans, walked once from left to right.
struct VoiceCursor<'s> {
    sources: &'s [SourceSpan],
    at: usize,
}

impl VoiceCursor<'_> {
    fn at(&mut self, offset: usize) -> Voice {
        while self.sources.get(self.at).is_some_and(|source| source.span.end <= offset) {
            self.at += 1;
        }
        match self.sources.get(self.at) {
            Some(source) if source.span.start <= offset => Voice::Source(source.speech),
            _ => Voice::Author,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(text: &str) -> Vec<String> {
        terms_of(Scope::NamesMasked, text)
    }

    fn terms_of(scope: Scope, text: &str) -> Vec<String> {
        let mut out = Vec::new();
        let tokenizer = Tokenizer::of_scope("english", scope).unwrap();
        tokenizer.for_each_token(&mut Lexicon::new(&tokenizer), text, &[], |token| {
            assert!(token.span.start <= token.span.end && token.span.end <= text.len());
            out.push(tokenizer.text(token.form));
        });
        out
    }

    #[test]
    fn normal_forms() {
        for (text, expected) in [
            ("U.S. officials met Mr. Roth.", "<s> u.s. offici met <name> <name> ."),
            ("In 1961, 1,200 of them left -- at 10.5%.", "<s> in 0000 , 0,000 of them left — at 00.0 % ."),
            ("“We won’t,” I said... Why?!", "“ <s> we wo n't , ” i said … <s> whi ? !"),
            ("It’s the workers’ well-known hall.", "<s> it the worker well known hall ."),
            ("It is late (@roth_1), see https://a.example/b?c=1.", "<s> it is late ( <name> ) , see ."),
            (
                "She left the U.S. It is Plan B. We go (www.a.example).",
                "<s> she left the <name> <s> it is <name> <name> . <s> we go ( ) .",
            ),
            ("Ask roth@holt.example now.", "<s> ask roth holt exampl now ."),
            ("STOP THE CUTS NOW!", "<s> stop the cut now !"),
        ] {
            assert_eq!(terms(text).join(" "), expected, "{text}");
        }
    }
    #[test]
    fn scopes() {
        let text = "It's the mayor’s plan, and Anna Roth won’t stop it in 2020 (@Roth)!";
        for (scope, expected) in [
            (Scope::NamesMasked, "<s> it the mayor plan , and <name> <name> wo n't stop it in 0000 ( <name> ) !"),
            (Scope::NamesKept, "<s> it the mayor plan , and anna roth wo n't stop it in 0000 ( @roth ) !"),
            (
                Scope::FunctionWords,
                "<s> it the <word> <word> , and <word> <word> wo n't <word> it in <word> ( <word> ) !",
            ),
        ] {
            assert_eq!(terms_of(scope, text).join(" "), expected, "{scope:?}");
        }
        assert!(Tokenizer::of_scope("french", Scope::FunctionWords).is_err());
    }
}
