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
        Ok(Self { tokenizer: Tokenizer::new(language)? })
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
