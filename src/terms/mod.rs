//! Paragraph → terms → sparse row.
//!
//! There is one feature function, [`Extractor::for_each_term`], and two callers: training ([`counts`]) and scoring
//! ([`vectorizer`]). They cannot disagree on what a term is.
//!
//! ```text
//! text ─scanner→ words and marks ─lexicon, tokenizer→ tokens with forms ─extractor→ term keys ─vectorizer→ sparse row
//! ```

pub mod forms;
pub mod lexicon;
pub(crate) mod scanner;
pub(crate) mod term_key;
pub mod tokenizer;

pub use term_key::TermKey;

use crate::error::Result;
use crate::text::Span;
use crate::voice::{SourceSpan, Speech, Voice};
use lexicon::Lexicon;

use scanner::Mark;

use crate::model::vocabulary::Vocabulary;
use tokenizer::{Slot, SlotKind, Token, Tokenizer};

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
    /// use oped::terms::Scope;
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

    /// An extractor for a vocabulary, and the key of each of its terms. Its terms are those whose forms are in the vocabulary; all
    /// others are passed over.
    ///
    /// # Errors
    /// [`crate::error::ErrorKind::Usage`] where the language is not known.
    pub(crate) fn of_vocabulary(language: &str, vocabulary: &Vocabulary) -> Result<(Self, Vec<Option<TermKey>>)> {
        let mut extractor = Self::new(language)?;
        let (forms, slots) = extractor.tokenizer.tables_mut();
        let keys = vocabulary
            .iter()
            .map(|term| TermKey::parse(term, |part| forms.add(part), |part| slots.add(part)))
            .collect();
        forms.close();
        slots.close();
        Ok((extractor, keys))
    }

    /// The number of its forms.
    pub(crate) fn forms(&self) -> usize {
        self.tokenizer.tables().0.len()
    }

    /// A cache for this extractor and one thread.
    pub fn lexicon(&self) -> Lexicon {
        Lexicon::new(&self.tokenizer)
    }

    /// A term as it stands in a vocabulary.
    pub fn text(&self, key: TermKey) -> String {
        let mut text = String::new();
        let (forms, slots) = self.tokenizer.tables();
        key.push_text(forms, slots, &mut text);
        text
    }

    /// Calls `each` with every term of a paragraph, its span in `text` and its voice, in the order of the text: each
    /// token, each pair of neighbours that share a voice and a sentence, and the patterns. `sources` are the spans in which a source
    /// speaks ([`crate::voice::source_spans`]); `lexicon` is one of this extractor's.
    ///
    /// ```
    /// use oped::terms::Extractor;
    /// use oped::voice::source_spans;
    /// let text = "“We urge restraint,” she said.";
    /// let extractor = Extractor::new("english")?;
    /// let mut terms = Vec::new();
    /// let sources = &source_spans(&[text.into()])[0];
    /// extractor.for_each_term(&mut extractor.lexicon(), text, sources, |key, _, _| terms.push(extractor.text(key)));
    /// assert!(terms.contains(&"q:urg".to_owned()));
    /// assert!(terms.contains(&"she said".to_owned()));
    /// # Ok::<(), oped::error::Error>(())
    /// ```
    pub fn for_each_term(
        &self,
        lexicon: &mut Lexicon,
        text: &str,
        sources: &[SourceSpan],
        each: impl FnMut(TermKey, Span, Voice),
    ) {
        self.read(lexicon, text, sources, &mut Terms(each));
    }

    /// Tells `sink` every token and every term.
    pub(crate) fn read(&self, lexicon: &mut Lexicon, text: &str, sources: &[SourceSpan], sink: &mut impl Sink) {
        // The two tokens before, as far as they share the voice and the sentence.
        let (mut first, mut before) = (Before::NONE, Before::NONE);
        let mut voice_before = Voice::Author;
        let sentence_start = lexicon.mark(Mark::SentenceStart).form;
        self.tokenizer.for_each_token(lexicon, text, sources, |mut token| {
            token.voice = self.scope.hear(token.voice);
            sink.token(&token);
            let starts = !token.is_word && token.span.start == token.span.end && token.form == sentence_start;
            if starts || voice_before != token.voice {
                (first, before) = (Before::NONE, Before::NONE);
            }
            voice_before = token.voice;
            if !token.form.is_unknown() {
                if !before.form.is_unknown() {
                    let span = Span { start: before.start, end: token.span.end };
                    sink.term(TermKey::bigram(token.voice, before.form, token.form), span, token.voice);
                }
                sink.term(TermKey::unigram(token.voice, token.form), token.span, token.voice);
            }
            if self.has_patterns && token.voice == Voice::Author {
                for_each_pattern(first, before, &token, sink);
            }
            first = before;
            before = Before { form: token.form, slot: token.slot, start: token.span.start };
        });
    }
}

/// What is kept of a token for the terms that end with a later one.
#[derive(Debug, Clone, Copy)]
struct Before {
    form: forms::Form,
    slot: Slot,
    start: usize,
}

impl Before {
    const NONE: Before = Before { form: forms::Form::UNKNOWN, slot: Slot::UNKNOWN, start: 0 };
}

/// What is told of a paragraph.
pub(crate) trait Sink {
    fn token(&mut self, _: &Token) {}
    fn term(&mut self, key: TermKey, span: Span, voice: Voice);
}

/// Listens to terms only.
struct Terms<F>(F);

impl<F: FnMut(TermKey, Span, Voice)> Sink for Terms<F> {
    fn term(&mut self, key: TermKey, span: Span, voice: Voice) {
        self.0(key, span, voice);
    }
}

/// Tells the patterns that end with the last of three tokens.
fn for_each_pattern(first: Before, before: Before, last: &Token, sink: &mut impl Sink) {
    if last.slot.is_unknown() {
        return;
    }
    let mut tell = |slots: &[u32], start: usize| {
        sink.term(TermKey::pattern(slots), Span { start, end: last.span.end }, Voice::Author);
    };
    // One or two words that are shown whole are a unigram or bigram already, and a word without ending says nothing.
    if last.slot.is(SlotKind::Ending) {
        tell(&[last.slot.form()], last.span.start);
    }
    if before.slot.is_unknown() {
        return;
    }
    if !last.slot.is(SlotKind::Shown) || !before.slot.is(SlotKind::Shown) {
        tell(&[before.slot.form(), last.slot.form()], before.start);
    }
    if first.slot.is_unknown() {
        return;
    }
    tell(&[first.slot.form(), before.slot.form(), last.slot.form()], first.start);
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
    /// The share of the words that are a source's; 0 if there are no words.
    pub fn quoted_words(self) -> f64 {
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
