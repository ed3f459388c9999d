//! Words as they stand in the text → what the tokenizer makes of them, worked out once for each.
//!
//! A few thousand words make up most of any text, so that stemming and lower-casing are done for few of its tokens.

use std::hash::BuildHasher;

use hashbrown::HashTable;
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::forms::Form;
use super::scanner::{Mark, Piece, PieceKind, Scanner};
use super::tokenizer::{Slot, Tokenizer};
use crate::text::Span;

/// Words shorter than this are looked up by their bytes as one number.
const SHORT: usize = 16;
/// So many words are kept. Then the cache starts again: a large corpus has millions of names and misspellings.
const MOST: usize = 1 << 16;

/// What a word or a mark is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word {
    pub(crate) form: Form,
    pub(crate) slot: Slot,
    /// Bytes without the clitic.
    pub(crate) stem_len: u32,
    pub(crate) clitic: Option<Mark>,
    /// Whether it is a name where it is no first word of a sentence.
    pub(crate) is_name: bool,
}

/// A cache of words. It belongs to one tokenizer and to one thread; what it holds changes no result.
#[derive(Debug)]
pub struct Lexicon {
    /// Numbers of `words` by what they are of.
    short: HashTable<u32>,
    /// In the order in which they came, so that the frequent ones lie together.
    words: Vec<(u128, Word)>,
    long: FxHashMap<Box<str>, Word>,
    marks: [Word; Mark::ALL.len()],
    /// The words and marks of the text that was looked up last.
    found: Vec<(Piece, Word)>,
}

impl Lexicon {
    /// An empty cache for a tokenizer.
    pub fn new(tokenizer: &Tokenizer) -> Self {
        let marks = Mark::ALL.map(|mark| tokenizer.mark(mark));
        let (short, words, long, found) = (HashTable::new(), Vec::new(), FxHashMap::default(), Vec::new());
        Lexicon { short, words, long, marks, found }
    }

    pub(crate) fn mark(&self, mark: Mark) -> Word {
        self.marks[mark as usize]
    }

    /// Looks up all words of a text, one behind the other: while one is fetched from memory, the next is already searched.
    pub(crate) fn look_up(&mut self, tokenizer: &Tokenizer, text: &str) {
        let mut found = std::mem::take(&mut self.found);
        found.clear();
        let mut scanner = Scanner::new(text);
        while let Some(piece) = scanner.next() {
            let word = match piece.kind {
                PieceKind::Mark(mark) => self.mark(mark),
                // Few accounts come twice, and all are names.
                PieceKind::Account => tokenizer.normal(piece.span.of(text)),
                _ => self.word(tokenizer, text, piece.span),
            };
            found.push((piece, word));
        }
        self.found = found;
    }

    /// The words and marks that were looked up last.
    pub(crate) fn found(&self) -> &[(Piece, Word)] {
        &self.found
    }

    fn word(&mut self, tokenizer: &Tokenizer, text: &str, span: Span) -> Word {
        let Some(key) = short_key(text, span) else { return self.long(tokenizer, span.of(text)) };
        let hash = FxBuildHasher.hash_one(key);
        match self.short.find(hash, |&number| self.words[number as usize].0 == key) {
            Some(&number) => self.words[number as usize].1,
            None => self.learn(tokenizer, span.of(text), key, hash),
        }
    }

    #[cold]
    fn learn(&mut self, tokenizer: &Tokenizer, surface: &str, key: u128, hash: u64) -> Word {
        if self.words.len() >= MOST {
            self.short.clear();
            self.words.clear();
        }
        let word = tokenizer.normal(surface);
        let hash_of = |&number: &u32| FxBuildHasher.hash_one(self.words[number as usize].0);
        self.short.insert_unique(hash, self.words.len() as u32, hash_of);
        self.words.push((key, word));
        word
    }

    #[cold]
    fn long(&mut self, tokenizer: &Tokenizer, surface: &str) -> Word {
        if let Some(word) = self.long.get(surface) {
            return *word;
        }
        if self.long.len() >= MOST / 16 {
            self.long.clear();
        }
        let word = tokenizer.normal(surface);
        self.long.insert(surface.into(), word);
        word
    }
}

/// The bytes of a short word as a number. No word holds the byte 0, so that no two words have the same one.
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
    Some(key & !(u128::MAX << (8 * len)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_words_have_the_same_key_wherever_they_stand() {
        let text = "must we must, must";
        let key = |start: usize, end: usize| short_key(text, Span { start, end }).unwrap();
        assert_eq!(key(0, 4), key(8, 12));
        assert_eq!(key(0, 4), key(14, 18));
        assert_ne!(key(0, 4), key(0, 3));
        assert!(short_key("internationalisation", Span { start: 0, end: 20 }).is_none());
    }
}
