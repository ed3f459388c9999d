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
use crate::voice::{SourceSpan, Speech, Voice};
pub use matrix::SparseRow;
use tokenizer::{SENTENCE_START, Slot, Token, Tokenizer};

/// In front of every term of direct speech: the same word in somebody else's mouth is another feature.
pub const DIRECT_PREFIX: &str = "q:";
/// In front of every term of indirect speech.
pub const INDIRECT_PREFIX: &str = "a:";
/// In front of every pattern.
pub const PATTERN_PREFIX: &str = "p:";

/// The namespace of a voice.
fn prefix(voice: Voice) -> &'static str {
    match voice {
        Voice::Author => "",
        Voice::Source(Speech::Direct) => DIRECT_PREFIX,
        Voice::Source(Speech::Indirect) => INDIRECT_PREFIX,
    }
}

/// A term without its namespace, and whose it is. A pattern keeps its prefix.
pub fn split_namespace(term: &str) -> (&str, Voice) {
    let sources = [Speech::Direct, Speech::Indirect].map(Voice::Source);
    let found = sources.into_iter().find_map(|voice| Some((term.strip_prefix(prefix(voice))?, voice)));
    found.unwrap_or((term, Voice::Author))
}

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
    /// Everything but the patterns.
    PatternsLeftOut,
    /// Everything, with indirect speech in the author's voice.
    IndirectSpeechUnheard,
    /// Everything in the author's voice.
    VoicesUnheard,
}

impl Scope {
    /// Those of a leakage report, in the order in which they are shown.
    pub const OF_LEAKAGE: [Scope; 3] = [Scope::NamesMasked, Scope::NamesKept, Scope::FunctionWords];

    /// Whose a token is for this scope.
    fn hear(self, voice: Voice) -> Voice {
        match (self, voice) {
            (Scope::VoicesUnheard, _) | (Scope::IndirectSpeechUnheard, Voice::Source(Speech::Indirect)) => {
                Voice::Author
            }
            _ => voice,
        }
    }

    /// The words used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            Scope::NamesMasked => "names masked",
            Scope::NamesKept => "names kept",
            Scope::FunctionWords => "function words",
            Scope::PatternsLeftOut => "without patterns",
            Scope::IndirectSpeechUnheard => "without indirect speech",
            Scope::VoicesUnheard => "without voices",
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
            Scope::NamesMasked | Scope::PatternsLeftOut | Scope::IndirectSpeechUnheard | Scope::VoicesUnheard => true,
            Scope::NamesKept => tokenizer::masks_names(language),
            Scope::FunctionWords => language == "english",
        }
    }
}

/// Turns a paragraph into terms:
///
/// - unigrams and bigrams, each in the namespace of its voice;
/// - of the author's words also *patterns*: the ending of a content word (`p:*ly`), and two or three neighbours of which
///   the content words show nothing but their endings (`p:it is *ing`). They say how a sentence is built and not what
///   it is about, so they hold for other topics and other publishers.
#[derive(Debug)]
pub struct Extractor {
    tokenizer: Tokenizer,
    has_patterns: bool,
    scope: Scope,
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
        // The function words and endings are those of English.
        let has_patterns = language == "english" && !matches!(scope, Scope::FunctionWords | Scope::PatternsLeftOut);
        Ok(Self { tokenizer: Tokenizer::of_scope(language, scope)?, has_patterns, scope })
    }

    /// Calls `each` with every term of a paragraph, its span in `text` and its voice, in the order of the text: each
    /// token, each pair of neighbours that share a voice and a sentence, and the patterns. `sources` are the spans in which a source
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
    pub fn for_each_term(&self, text: &str, sources: &[SourceSpan], mut each: impl FnMut(&str, Span, Voice)) {
        // The two tokens before, as far as they share the voice and the sentence.
        let mut before: Option<Token> = None;
        let mut first: Option<Token> = None;
        let mut term = String::new();
        self.tokenizer.for_each_token(text, sources, |mut token| {
            token.voice = self.scope.hear(token.voice);
            let goes_on = before.as_ref().is_some_and(|b| b.voice == token.voice) && token.term != SENTENCE_START;
            if !goes_on {
                (before, first) = (None, None);
            }
            term.clear();
            if let Some(before) = &before {
                term.extend([prefix(token.voice), &before.term, " ", &token.term]);
                each(&term, Span { start: before.span.start, end: token.span.end }, token.voice);
                term.clear();
            }
            term.extend([prefix(token.voice), &token.term]);
            each(&term, token.span, token.voice);
            if self.has_patterns && token.voice == Voice::Author {
                for_each_pattern([first.as_ref(), before.as_ref(), Some(&token)], &mut term, &mut each);
            }
            first = before.take();
            before = Some(token);
        });
    }

    /// How many words a paragraph has, how many of them are a source's, and how many are not seen: neither the word nor
    /// the same word in the author's mouth. Punctuation does not count, and names, which are masked, are seen.
    pub fn count_words(&self, text: &str, sources: &[SourceSpan], is_seen: impl Fn(&str) -> bool) -> WordCount {
        let mut count = WordCount::default();
        let mut term = String::new();
        self.tokenizer.for_each_token(text, sources, |token| {
            if token.is_word {
                term.clear();
                term.extend([prefix(token.voice), &token.term]);
                count.words += 1;
                count.source += usize::from(token.voice != Voice::Author);
                count.unseen += usize::from(!is_seen(&term) && !is_seen(&token.term));
            }
        });
        count
    }
}

/// Calls `each` with the patterns that end with the last of three tokens.
fn for_each_pattern(tokens: [Option<&Token>; 3], term: &mut String, each: &mut impl FnMut(&str, Span, Voice)) {
    let last = tokens[2];
    for from in (0..3).rev() {
        let Some(run) = tokens[from..].iter().copied().collect::<Option<Vec<&Token>>>() else { return };
        let content = run.iter().any(|token| matches!(token.slot, Slot::Content(_)));
        let shows = match from {
            // One or two words that are shown whole are a unigram or bigram already, and a word without ending says nothing.
            2 => matches!(run[0].slot, Slot::Content(ending) if !ending.is_empty()),
            1 => content,
            _ => true,
        };
        if !shows {
            continue;
        }
        term.clear();
        term.push_str(PATTERN_PREFIX);
        for (at, token) in run.iter().enumerate() {
            term.push_str(if at > 0 { " " } else { "" });
            match token.slot {
                Slot::Whole => term.push_str(&token.term),
                Slot::Number => term.push('0'),
                Slot::Content(ending) => term.extend(["*", ending]),
            }
        }
        let end = last.map_or(0, |token| token.span.end);
        each(term, Span { start: run[0].span.start, end }, Voice::Author);
    }
}

/// The words of a paragraph.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct WordCount {
    /// All words.
    pub words: usize,
    /// Those in a source's voice.
    pub source: usize,
    /// Those that a model does not know.
    pub unseen: usize,
}

impl WordCount {
    /// The share of the words that are a source's; 0 where there is no word.
    pub fn quoted(self) -> f64 {
        self.share(self.source)
    }

    /// The share of the words that a model does not know; 0 where there is no word.
    pub fn unseen(self) -> f64 {
        self.share(self.unseen)
    }

    fn share(self, part: usize) -> f64 {
        if self.words == 0 { 0.0 } else { part as f64 / self.words as f64 }
    }
}
