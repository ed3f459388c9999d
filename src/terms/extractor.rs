//! Tokens → terms: unigrams, bigrams and patterns.

use super::token::{Slot, SlotKind, Token};
use super::{Form, FormTables, lexicon::Lexicon, scanner::Mark, scope::Scope, term_key::TermKey, tokenizer::Tokenizer};
use crate::error::Result;
use crate::language::Language;
use crate::text::Span;
use crate::voice::{SourceSpan, Voice};

/// Turns a paragraph into terms:
///
/// - unigrams and bigrams, each in the namespace of its voice;
/// - for the author's words also *patterns*: the ending of a content word (`p:*ly`), and two or three neighbours with content
///   words reduced to their endings (`p:it is *ing`). They say how a sentence is built and not what it is about, so they hold
///   for other topics and publishers.
#[derive(Debug)]
pub struct Extractor {
    tokenizer: Tokenizer,
    has_patterns: bool,
    scope: Scope,
}

impl Extractor {
    /// An extractor for a language.
    pub fn new(language: Language) -> Self {
        Self::with(Tokenizer::new(language), language, Scope::NamesMasked)
    }

    /// An extractor that knows more or less of a text than a model does.
    ///
    /// # Errors
    /// [`crate::error::ErrorKind::Usage`] if the language does not have this scope.
    pub fn of_scope(language: Language, scope: Scope) -> Result<Self> {
        Ok(Self::with(Tokenizer::of_scope(language, scope)?, language, scope))
    }

    fn with(tokenizer: Tokenizer, language: Language, scope: Scope) -> Self {
        Self { tokenizer, has_patterns: scope.has_patterns(language), scope }
    }

    /// An extractor for the terms of a vocabulary. Other forms are unknown to it.
    pub(crate) fn of_tables(language: Language, tables: &FormTables) -> Self {
        let tokenizer = Tokenizer::of_tables(language, tables);
        Self::with(tokenizer, language, Scope::NamesMasked)
    }

    /// An empty cache for this extractor and one thread.
    pub fn lexicon(&self) -> Lexicon {
        self.tokenizer.lexicon()
    }

    /// Returns a term as a vocabulary has it.
    pub fn text(&self, key: TermKey) -> String {
        let mut text = String::new();
        let (forms, slots) = self.tokenizer.tables();
        key.push_text(|form, out| forms.push_text(form, out), |slot, out| slots.push_text(slot, out), &mut text);
        text
    }

    /// Calls `each` with every term of a paragraph, its span in `text` and its voice, in the order of the text: each token, each
    /// pair of neighbours of one voice and sentence, and the patterns. `sources` are the spans in which a source speaks
    /// ([`crate::voice::source_spans`]); `lexicon` must be one of this extractor's.
    ///
    /// ```
    /// use oped::language::Language;
    /// use oped::terms::Extractor;
    /// use oped::voice::source_spans;
    /// let text = "“We urge restraint,” she said.";
    /// let extractor = Extractor::new(Language::English);
    /// let mut terms = Vec::new();
    /// let sources = &source_spans(&[text.into()])[0];
    /// extractor.for_each_term(&mut extractor.lexicon(), text, sources, |key, _, _| terms.push(extractor.text(key)));
    /// assert!(terms.contains(&"q:urg".to_owned()));
    /// assert!(terms.contains(&"she said".to_owned()));
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

    /// Looks up the words of a paragraph, for [`Extractor::read_found`].
    pub(crate) fn look_up(&self, lexicon: &mut Lexicon, text: &str) {
        self.tokenizer.look_up(lexicon, text);
    }

    /// Passes every token and every term to `sink`.
    pub(crate) fn read(&self, lexicon: &mut Lexicon, text: &str, sources: &[SourceSpan], sink: &mut impl Sink) {
        self.look_up(lexicon, text);
        self.read_found(lexicon, text, sources, sink);
    }

    /// The same for the paragraph whose words were looked up last.
    pub(crate) fn read_found(&self, lexicon: &mut Lexicon, text: &str, sources: &[SourceSpan], sink: &mut impl Sink) {
        // The two tokens before, if they share the voice and the sentence.
        let (mut first, mut before) = (Before::NONE, Before::NONE);
        let mut voice_before = Voice::Author;
        let sentence_start = lexicon.mark(Mark::SentenceStart).form;
        self.tokenizer.for_each_found_token(lexicon, text, sources, |mut token| {
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
                sink.unigram(token.form, token.span, token.voice);
            }
            if self.has_patterns && token.voice == Voice::Author {
                for_each_pattern(first, before, &token, sink);
            }
            first = before;
            before = Before { form: token.form, slot: token.slot, start: token.span.start };
        });
    }
}

/// The part of a token that terms ending with a later one need.
#[derive(Debug, Clone, Copy)]
struct Before {
    form: Form,
    slot: Slot,
    start: usize,
}

impl Before {
    const NONE: Before = Before { form: Form::UNKNOWN, slot: Slot::UNKNOWN, start: 0 };
}

/// Receives the tokens and terms of a paragraph.
pub(crate) trait Sink {
    fn token(&mut self, _: &Token) {}
    fn unigram(&mut self, form: Form, span: Span, voice: Voice) {
        self.term(TermKey::unigram(voice, form), span, voice);
    }
    /// The pattern of one slot, by its number.
    fn lone_slot(&mut self, slot: u32, span: Span) {
        self.term(TermKey::pattern([slot]), span, Voice::Author);
    }
    fn term(&mut self, key: TermKey, span: Span, voice: Voice);
}

/// Receives terms only.
struct Terms<F>(F);

impl<F: FnMut(TermKey, Span, Voice)> Sink for Terms<F> {
    fn term(&mut self, key: TermKey, span: Span, voice: Voice) {
        self.0(key, span, voice);
    }
}

/// Passes on the patterns that end with the last of three tokens.
#[inline(always)]
fn for_each_pattern(first: Before, before: Before, last: &Token, sink: &mut impl Sink) {
    if last.slot.is_unknown() {
        return;
    }
    let end = last.span.end;
    // One or two words shown whole are a unigram or bigram already, and a word without an ending says nothing.
    if last.slot.is(SlotKind::Ending) {
        let span = Span { start: last.span.start, end };
        sink.lone_slot(last.slot.form(), span);
    }
    if before.slot.is_unknown() {
        return;
    }
    if !last.slot.is(SlotKind::Shown) || !before.slot.is(SlotKind::Shown) {
        let span = Span { start: before.start, end };
        sink.term(TermKey::pattern([before.slot.form(), last.slot.form()]), span, Voice::Author);
    }
    if first.slot.is_unknown() {
        return;
    }
    let slots = [first.slot.form(), before.slot.form(), last.slot.form()];
    sink.term(TermKey::pattern(slots), Span { start: first.start, end }, Voice::Author);
}

/// Counts of a paragraph's words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct WordCount {
    /// All words.
    pub words: usize,
    /// Those in a source's voice.
    pub source: usize,
    /// Those that are no feature of the model.
    pub unseen: usize,
}

impl WordCount {
    /// Counts a token; `is_seen` tells whether it is a feature of the model.
    pub(crate) fn add(&mut self, token: &Token, is_seen: impl FnOnce(Form, Voice) -> bool) {
        if token.is_word {
            self.words += 1;
            self.source += usize::from(token.voice != Voice::Author);
            self.unseen += usize::from(!is_seen(token.form, token.voice));
        }
    }

    /// The share of the words that are a source's, in [0, 1]; 0 if there is no word.
    pub fn quoted_words(self) -> f64 {
        self.share(self.source)
    }

    /// The share of the words that are no feature of the model, in [0, 1]; 0 if there is no word.
    pub fn unseen(self) -> f64 {
        self.share(self.unseen)
    }

    fn share(self, part: usize) -> f64 {
        if self.words == 0 { 0.0 } else { part as f64 / self.words as f64 }
    }
}
