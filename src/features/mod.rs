//! Paragraph → terms → sparse row.
//!
//! There is one feature function, [`Extractor::for_each_term`], and two callers: training ([`counts`]) and scoring
//! ([`tfidf::TfIdf::transform`]). They cannot disagree on what a term is.

pub mod counts;
pub mod function_words;
pub mod matrix;
pub mod tfidf;
pub mod tokenizer;
pub mod vocabulary;

use crate::article::Span;
use crate::error::Result;
use crate::voice::Voice;
pub use matrix::SparseRow;
use tokenizer::{SENTENCE_START, Token, Tokenizer};

/// In front of every term that is a source's: the same word in somebody else's mouth is another feature.
pub const SOURCE_PREFIX: &str = "q:";

/// What of a text becomes terms.
///
/// A model is trained on, and scores with, [`Scope::NamesMasked`] only; the others are there to ask what a training would be
/// worth that knew more or less.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Everything, with [`tokenizer::NAME`] for every name: what the program does.
    NamesMasked,
    /// Everything, and names are words like any other.
    NamesKept,
    /// Punctuation and English function words ([`function_words`]), with [`tokenizer::HIDDEN`] for every other word. It
    /// keeps its place, so that no two words become neighbours that are none ("distorted view with single asterisks":
    /// Stamatatos 2018, "Masking topic-related information to enhance authorship attribution").
    FunctionWords,
}

impl Scope {
    /// All, in the order in which they are shown.
    pub const ALL: [Scope; 3] = [Scope::NamesMasked, Scope::NamesKept, Scope::FunctionWords];

    /// The words used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            Scope::NamesMasked => "names masked",
            Scope::NamesKept => "names kept",
            Scope::FunctionWords => "function words",
        }
    }

    /// Whether a language can have it: function words are listed for English only, and in German no names are masked that
    /// could be kept.
    ///
    /// ```
    /// use oped::features::Scope;
    /// assert!(Scope::FunctionWords.is_of("english") && !Scope::FunctionWords.is_of("french"));
    /// ```
    pub fn is_of(self, language: &str) -> bool {
        match self {
            Scope::NamesMasked => true,
            Scope::NamesKept => tokenizer::masks_names(language),
            Scope::FunctionWords => language == "english",
        }
    }
}

/// Turns a paragraph into terms: unigrams and bigrams, each in the namespace of its voice.
#[derive(Debug)]
pub struct Extractor {
    tokenizer: Tokenizer,
}

impl Extractor {
    /// An extractor for a language that [`tokenizer::LANGUAGES`] lists.
    ///
    /// # Errors
    /// [`crate::error::ErrorKind::Usage`] where the language is not known.
    pub fn new(language: &str) -> Result<Self> {
        Self::of_scope(language, Scope::NamesMasked)
    }

    /// An extractor that knows more or less of a text than a model does.
    ///
    /// # Errors
    /// [`crate::error::ErrorKind::Usage`] where the language is not known, or cannot have this scope.
    pub fn of_scope(language: &str, scope: Scope) -> Result<Self> {
        Ok(Self { tokenizer: Tokenizer::of_scope(language, scope)? })
    }

    /// Calls `each` with every term of a paragraph, its span in `text` and its voice, in the order of the text: each
    /// token, and each pair of neighbours that share a voice and a sentence. `sources` are the spans in which a source
    /// speaks ([`crate::voice::source_spans`]).
    ///
    /// ```
    /// use oped::{features::Extractor, voice::source_spans};
    /// let text = "“We urge restraint,” she said.";
    /// let mut terms = Vec::new();
    /// Extractor::new("english")?.for_each_term(text, &source_spans(&[text.into()])[0], |term, _, _| terms.push(term.to_owned()));
    /// assert!(terms.contains(&"q:urg".to_owned()));
    /// assert!(terms.contains(&"she said".to_owned()));
    /// # Ok::<(), oped::error::Error>(())
    /// ```
    pub fn for_each_term(&self, text: &str, sources: &[Span], mut each: impl FnMut(&str, Span, Voice)) {
        let mut before: Option<Token> = None;
        let mut term = String::new();
        self.tokenizer.for_each_token(text, sources, |token| {
            let prefix = if token.voice == Voice::Source { SOURCE_PREFIX } else { "" };
            let pair = before.as_ref().filter(|b| b.voice == token.voice && token.term != SENTENCE_START);
            if let Some(before) = pair {
                term.clear();
                term.extend([prefix, &before.term, " ", &token.term]);
                each(&term, Span { start: before.span.start, end: token.span.end }, token.voice);
            }
            term.clear();
            term.extend([prefix, &token.term]);
            each(&term, token.span, token.voice);
            before = Some(token);
        });
    }

    /// How many words a paragraph has, and how many of them are a source's. Punctuation does not count.
    pub fn count_words(&self, text: &str, sources: &[Span]) -> WordCount {
        let mut count = WordCount::default();
        self.tokenizer.for_each_token(text, sources, |token| {
            if token.is_word {
                count.words += 1;
                count.source += usize::from(token.voice == Voice::Source);
            }
        });
        count
    }
}

/// The words of a paragraph.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct WordCount {
    /// All words.
    pub words: usize,
    /// Those in a source's voice.
    pub source: usize,
}

impl WordCount {
    /// The share of the words that are a source's; 0 where there is no word.
    pub fn quoted(self) -> f64 {
        if self.words == 0 { 0.0 } else { self.source as f64 / self.words as f64 }
    }
}
