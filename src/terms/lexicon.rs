//! A cache from words as written to their normal forms.
//!
//! A few thousand words make up most of any text, so that few of its tokens are lower-cased and stemmed.

use std::hash::BuildHasher;

use hashbrown::HashTable;
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::scanner::{Mark, Piece, PieceKind, Scanner};
use super::{normal::Normalizer, token::Word};
use crate::text::{Span, word::MASKS};

/// Words shorter than this are looked up by their bytes as one number.
const SHORT: usize = 16;
/// The capacity. A full cache starts again, since a large corpus has millions of names and misspellings.
const MOST: usize = 1 << 16;

/// A cache of words, for one tokenizer and one thread. Its content changes no result.
#[derive(Debug)]
pub struct Lexicon {
    /// Indices into `words`.
    short: HashTable<u32>,
    /// In order of arrival, so that frequent words lie together.
    words: Vec<(u128, Word)>,
    long: FxHashMap<Box<str>, Word>,
    marks: [Word; Mark::ALL.len()],
    /// The words and marks of the last text.
    found: Vec<(Piece, Word)>,
}

impl Lexicon {
    /// An empty cache for a normaliser.
    pub(crate) fn new(normalizer: &Normalizer) -> Self {
        let marks = Mark::ALL.map(|mark| normalizer.mark(mark));
        let (short, words, long, found) = (HashTable::new(), Vec::new(), FxHashMap::default(), Vec::new());
        Lexicon { short, words, long, marks, found }
    }

    pub(crate) fn mark(&self, mark: Mark) -> Word {
        self.marks[mark as usize]
    }

    /// Looks up all words of a text in one loop, so that the lookups overlap in memory.
    pub(crate) fn look_up(&mut self, normalizer: &Normalizer, text: &str) {
        let mut found = std::mem::take(&mut self.found);
        found.clear();
        let mut scanner = Scanner::new(text);
        while let Some(piece) = scanner.next() {
            let word = match piece.kind {
                PieceKind::Mark(mark) => self.mark(mark),
                // Accounts seldom recur.
                PieceKind::Account => normalizer.word(piece.span.of(text)),
                _ => self.word(normalizer, text, piece.span),
            };
            found.push((piece, word));
        }
        self.found = found;
    }

    /// The words and marks of the last text that was looked up.
    pub(crate) fn found(&self) -> &[(Piece, Word)] {
        &self.found
    }

    fn word(&mut self, normalizer: &Normalizer, text: &str, span: Span) -> Word {
        let Some(key) = short_key(text, span) else { return self.long(normalizer, span.of(text)) };
        let hash = FxBuildHasher.hash_one(key);
        match self.short.find(hash, |&number| self.words[number as usize].0 == key) {
            Some(&number) => self.words[number as usize].1,
            None => self.learn(normalizer, span.of(text), key, hash),
        }
    }

    #[cold]
    fn learn(&mut self, normalizer: &Normalizer, surface: &str, key: u128, hash: u64) -> Word {
        if self.words.len() >= MOST {
            self.short.clear();
            self.words.clear();
        }
        let word = normalizer.word(surface);
        let hash_of = |&number: &u32| FxBuildHasher.hash_one(self.words[number as usize].0);
        self.short.insert_unique(hash, self.words.len() as u32, hash_of);
        self.words.push((key, word));
        word
    }

    #[cold]
    fn long(&mut self, normalizer: &Normalizer, surface: &str) -> Word {
        if let Some(word) = self.long.get(surface) {
            return *word;
        }
        if self.long.len() >= MOST / 16 {
            self.long.clear();
        }
        let word = normalizer.word(surface);
        self.long.insert(surface.into(), word);
        word
    }
}

/// Packs the bytes of a short word into an integer, which is unique since no word holds the byte 0.
fn short_key(text: &str, span: Span) -> Option<u128> {
    let len = span.end - span.start;
    if len >= SHORT {
        return None;
    }
    let bytes = &text.as_bytes()[span.start..];
    let key = match bytes.first_chunk::<SHORT>() {
        Some(chunk) => u128::from_le_bytes(*chunk),
        None => {
            let mut chunk = [0; SHORT];
            chunk[..len].copy_from_slice(&bytes[..len]);
            u128::from_le_bytes(chunk)
        }
    };
    Some(key & MASKS[len])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_words_have_the_same_key_at_any_place() {
        let text = "must we must, must";
        let key = |start: usize, end: usize| short_key(text, Span { start, end }).unwrap();
        assert_eq!(key(0, 4), key(8, 12));
        assert_eq!(key(0, 4), key(14, 18));
        assert_ne!(key(0, 4), key(0, 3));
        assert!(short_key("internationalisation", Span { start: 0, end: 20 }).is_none());
    }
}
