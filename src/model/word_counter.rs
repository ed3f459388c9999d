//! Paragraph → how many of its words a vocabulary has, without a model.

use super::lookup::{LoneTerms, numbered};
use crate::language::Language;
use crate::terms::{Extractor, Lexicon, Sink, TermKey, Token, WordCount};
use crate::text::Span;
use crate::voice::{SourceSpan, Voice};

/// Counts words as the [`Vectorizer`](super::vectorizer::Vectorizer) of a model with this vocabulary does.
#[derive(Debug)]
pub(crate) struct WordCounter {
    extractor: Extractor,
    lone: LoneTerms,
}

impl WordCounter {
    /// A counter for the terms of a vocabulary.
    pub(crate) fn new<'v>(language: Language, vocabulary: impl Iterator<Item = &'v str>) -> WordCounter {
        let (tables, keys) = numbered(vocabulary);
        WordCounter { extractor: Extractor::of_tables(language, &tables), lone: LoneTerms::new(&tables, &keys) }
    }

    /// An empty cache for one thread.
    pub(crate) fn lexicon(&self) -> Lexicon {
        self.extractor.lexicon()
    }

    /// Counts the words of a paragraph.
    pub(crate) fn count(&self, lexicon: &mut Lexicon, text: &str, sources: &[SourceSpan]) -> WordCount {
        let mut counted = Counted { lone: &self.lone, words: WordCount::default() };
        self.extractor.read(lexicon, text, sources, &mut counted);
        counted.words
    }
}

struct Counted<'c> {
    lone: &'c LoneTerms,
    words: WordCount,
}

impl Sink for Counted<'_> {
    fn token(&mut self, token: &Token) {
        self.words.add(token, |form, voice| self.lone.is_seen(form, voice));
    }

    fn term(&mut self, _: TermKey, _: Span, _: Voice) {}
}

#[cfg(all(test, feature = "shipped-model"))]
mod tests {
    use super::*;
    use crate::Model;
    use crate::model::vectorizer::Vectorizer;
    use crate::voice::source_spans;

    /// Labels out of fold are doubted for the same words as those of a model.
    #[test]
    fn a_vocabulary_counts_as_its_model_does() {
        let vectorizer = Vectorizer::new(Model::shipped().unwrap());
        let vocabulary = &vectorizer.model().tfidf.vocabulary;
        let counter = WordCounter::new(vectorizer.model().card.language, vocabulary.iter());
        let mut lexicon = counter.lexicon();
        for text in
            ["Zxqvy said “we must act, brzk”, and the council of Hrothmoor met.", "", "1,200 — 7!", "Qwrtp zxcvb."]
        {
            let sources = &source_spans(&[text.into()])[0];
            let expected = vectorizer.with_row(text, sources, |_, words| words);
            let found = counter.count(&mut lexicon, text, sources);
            assert_eq!(found, expected, "{text}");
        }
    }
}
