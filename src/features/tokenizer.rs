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

use rust_stemmers::{Algorithm, Stemmer};

use super::Scope;
use super::function_words::{ending, is_function_word};
use crate::article::Span;
use crate::error::{Error, ErrorKind, Result};
use crate::voice::{SourceSpan, Voice, is_abbreviation, starts_sentence};

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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// The normal form, without a namespace.
    pub term: String,
    /// Where it stands in the text. `<s>` is empty and stands before its first word.
    pub span: Span,
    /// Whose it is.
    pub voice: Voice,
    /// Whether it is a word or a number, not punctuation.
    pub is_word: bool,
    /// What stands for it in a pattern.
    pub slot: Slot,
}

/// What stands for a token in a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slot {
    /// Its own term: a function word, a mark, `<s>` or `<name>`.
    Whole,
    /// `0`, for any number.
    Number,
    /// `*` and this ending, for any other word.
    Content(&'static str),
}

/// Cuts text into tokens.
pub struct Tokenizer {
    stemmer: Stemmer,
    english: bool,
    masks_names: bool,
    keeps_names: bool,
    hides_content: bool,
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
        })
    }

    /// Calls `each` with every token of `text`, in order. `sources` are disjoint spans in ascending order.
    ///
    /// ```
    /// use oped::features::tokenizer::Tokenizer;
    /// let mut terms = Vec::new();
    /// Tokenizer::new("english")?.for_each_token("We can't ask Anna on Monday!", &[], |t| terms.push(t.term));
    /// assert_eq!(terms, ["<s>", "we", "ca", "n't", "ask", "<name>", "on", "monday", "!"]);
    /// # Ok::<(), oped::error::Error>(())
    /// ```
    pub fn for_each_token(&self, text: &str, sources: &[SourceSpan], mut each: impl FnMut(Token)) {
        let shouted = is_shouted(text);
        let mut voices = VoiceCursor { sources, at: 0 };
        let mut at_start = true;
        let mut scanner = Scanner { text, at: 0 };
        while let Some(piece) = scanner.next() {
            let surface = piece.span.of(text);
            let voice = voices.at(piece.span.start);
            let Some(mark) = piece.mark else {
                if at_start {
                    let span = Span { start: piece.span.start, end: piece.span.start };
                    let term = SENTENCE_START.to_owned();
                    each(Token { term, span, voice, is_word: false, slot: Slot::Whole });
                }
                let first = at_start || piece.after_opening;
                self.word(surface, piece.span, voice, first || shouted, &mut each);
                // "… the U.S. We go on": the point of the acronym ends the sentence too.
                let rest = &text[piece.span.end..];
                at_start = surface
                    .strip_suffix('.')
                    .is_some_and(|acronym| starts_sentence(rest) && !is_abbreviation(acronym, rest));
                continue;
            };
            at_start |= matches!(mark, "." | "?" | "!" | "…") && starts_sentence(&text[piece.span.end..]);
            each(Token { term: mark.to_owned(), span: piece.span, voice, is_word: false, slot: Slot::Whole });
        }
    }

    fn word(&self, surface: &str, span: Span, voice: Voice, first: bool, each: &mut impl FnMut(Token)) {
        let mut emit = |term: String, slot: Slot, start: usize, end: usize| {
            let span = Span { start: span.start + start, end: span.start + end };
            each(Token { term, span, voice, is_word: true, slot });
        };
        if surface.starts_with('@') {
            return emit(self.account(surface), Slot::Whole, 0, surface.len());
        }
        if surface.bytes().any(|b| b.is_ascii_digit()) {
            let term = if self.hides_content { HIDDEN.to_owned() } else { shape(surface) };
            return emit(term, Slot::Number, 0, surface.len());
        }
        let (stem_len, clitic) = if self.english { split_clitic(surface) } else { (surface.len(), None) };
        let stem = &surface[..stem_len];
        if self.masks_names && !first && is_name(stem) {
            emit(if self.hides_content { HIDDEN } else { NAME }.to_owned(), Slot::Whole, 0, stem_len);
        } else {
            let lower = stem.to_lowercase().replace('’', "'");
            let slot = slot(&lower);
            let hidden = self.hides_content && slot != Slot::Whole;
            emit(if hidden { HIDDEN.to_owned() } else { self.stemmer.stem(&lower).into_owned() }, slot, 0, stem_len);
        }
        if let Some(clitic) = clitic {
            emit(clitic.to_owned(), Slot::Whole, stem_len, surface.len());
        }
    }

    /// An account is a name, in German too.
    fn account(&self, surface: &str) -> String {
        match (self.hides_content, self.keeps_names) {
            (true, _) => HIDDEN.to_owned(),
            (false, true) => surface.to_lowercase(),
            (false, false) => NAME.to_owned(),
        }
    }
}

/// What stands for a word (in lower case) in a pattern.
fn slot(lower: &str) -> Slot {
    let word = lower.strip_suffix("'s").unwrap_or(lower);
    if is_function_word(word) { Slot::Whole } else { Slot::Content(ending(word)) }
}

/// German capitalises all nouns, so that a capital says nothing of a name.
pub(super) fn masks_names(language: &str) -> bool {
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
fn is_shouted(text: &str) -> bool {
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
fn split_clitic(surface: &str) -> (usize, Option<&'static str>) {
    let Some(at) = surface.rfind(['\'', '’']) else { return (surface.len(), None) };
    let tail = surface[at..].trim_start_matches(['\'', '’']).to_ascii_lowercase();
    let clitic = match tail.as_str() {
        "t" if at > 1 && surface[..at].ends_with(['n', 'N']) => return (at - 1, Some("n't")),
        "re" => "'re",
        "ve" => "'ve",
        "ll" => "'ll",
        "d" => "'d",
        "m" => "'m",
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

/// A word (`mark` is none) or a punctuation mark in its normal form.
struct Piece {
    span: Span,
    mark: Option<&'static str>,
    /// Directly behind an opening quotation mark or bracket: a capital there may start a sentence.
    after_opening: bool,
}

/// Cuts text into words and marks, and passes over everything else.
struct Scanner<'t> {
    text: &'t str,
    at: usize,
}

impl Scanner<'_> {
    fn next(&mut self) -> Option<Piece> {
        while let Some(c) = self.text[self.at..].chars().next() {
            let start = self.at;
            let rest = &self.text[start..];
            if let Some(len) = web_address_len(rest) {
                self.at += len;
                continue;
            }
            if let Some(len) = account_len(rest, self.before()) {
                self.at += len;
                let span = Span { start, end: self.at };
                return Some(Piece { span, mark: None, after_opening: false });
            }
            if c.is_alphanumeric() {
                self.at = start + word_len(&self.text[start..]);
                let span = Span { start, end: self.at };
                self.skip_abbreviation_point(span);
                return Some(Piece { span, mark: None, after_opening: self.is_after_opening(start) });
            }
            let (mark, len) = self.mark(c);
            self.at += len;
            if mark.is_some() {
                return Some(Piece { span: Span { start, end: start + len }, mark, after_opening: false });
            }
        }
        None
    }

    /// The mark at the current place in its normal form, and the bytes it takes.
    fn mark(&self, c: char) -> (Option<&'static str>, usize) {
        let rest = &self.text[self.at..];
        let run = |same: char| rest.chars().take_while(|&c| c == same).count() * same.len_utf8();
        match c {
            '.' => match run('.') {
                1 if rest[1..].starts_with(char::is_alphanumeric) => (None, 1),
                1 => (Some("."), 1),
                dots => (Some("…"), dots),
            },
            '…' => (Some("…"), run('…')),
            '!' => (Some("!"), run('!')),
            '?' => (Some("?"), run('?')),
            ',' => (Some(","), 1),
            ';' => (Some(";"), 1),
            ':' => (Some(":"), 1),
            '(' | '[' => (Some("("), 1),
            ')' | ']' => (Some(")"), 1),
            '%' => (Some("%"), 1),
            '$' | '£' | '€' => (Some("$"), c.len_utf8()),
            '—' | '–' => (Some("—"), c.len_utf8()),
            '-' => match run('-') {
                1 if !(self.before().is_none_or(char::is_whitespace) && rest[1..].starts_with(' ')) => (None, 1),
                dashes => (Some("—"), dashes),
            },
            '“' | '„' | '«' => (Some("“"), c.len_utf8()),
            '”' | '»' => (Some("”"), c.len_utf8()),
            '"' if self.before().is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '—')) => (Some("“"), 1),
            '"' => (Some("”"), 1),
            _ => (None, c.len_utf8()),
        }
    }

    fn before(&self) -> Option<char> {
        self.text[..self.at].chars().next_back()
    }

    fn is_after_opening(&self, start: usize) -> bool {
        let before = self.text[..start].chars().next_back();
        before.is_some_and(|c| matches!(c, '“' | '"' | '‘' | '\'' | '«' | '„' | '(' | '['))
    }

    /// "Mr." is a word: its point ends nothing.
    fn skip_abbreviation_point(&mut self, word: Span) {
        let rest = &self.text[self.at..];
        if rest.starts_with(". ") && is_abbreviation(word.of(self.text), &rest[1..]) {
            self.at += 1;
        }
    }
}

/// Bytes of the web address at the start of `text`, which belongs to the page and not to what it says. Marks at its end
/// belong to the sentence.
fn web_address_len(text: &str) -> Option<usize> {
    const STARTS: [&str; 4] = ["http://", "https://", "www.", "pic.twitter.com/"];
    let starts = STARTS.iter().any(|start| text.starts_with(start));
    let address = &text[..text.find(char::is_whitespace).unwrap_or(text.len())];
    let marks = |c| matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '…' | ')' | ']' | '"' | '”' | '’' | '\'' | '»');
    starts.then(|| address.trim_end_matches(marks).len().max(1))
}

/// Bytes of the account ("@roth") at the start of `text`; none inside an e-mail address, which letters stand before.
fn account_len(text: &str, before: Option<char>) -> Option<usize> {
    let name = text.strip_prefix('@').filter(|_| !before.is_some_and(char::is_alphanumeric))?;
    let len = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(name.len());
    (len > 0).then_some(1 + len)
}

/// Bytes of the word at the start of `text`: letters and digits, with an apostrophe between letters, a point or comma
/// between digits, and the points of "U.S.".
fn word_len(text: &str) -> usize {
    let mut chars = text.char_indices().peekable();
    let mut before = ' ';
    while let Some((at, c)) = chars.next() {
        if !c.is_alphanumeric() {
            let after = chars.peek().map_or(' ', |&(_, c)| c);
            let joins = match c {
                '\'' | '’' => before.is_alphabetic() && after.is_alphabetic(),
                '.' | ',' | ':' => before.is_ascii_digit() && after.is_ascii_digit(),
                _ => false,
            };
            if !joins {
                return acronym_len(text).unwrap_or(at);
            }
        }
        before = c;
    }
    text.len()
}

/// "U.S." and its like: single letters, each with a point, at least two.
fn acronym_len(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut len = 0;
    while bytes.get(len).is_some_and(u8::is_ascii_alphabetic) && bytes.get(len + 1) == Some(&b'.') {
        len += 2;
    }
    (len >= 4).then_some(len)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(text: &str) -> Vec<String> {
        terms_of(Scope::NamesMasked, text)
    }

    fn terms_of(scope: Scope, text: &str) -> Vec<String> {
        let mut out = Vec::new();
        Tokenizer::of_scope("english", scope).unwrap().for_each_token(text, &[], |token| {
            assert!(token.span.start <= token.span.end && token.span.end <= text.len());
            out.push(token.term);
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
