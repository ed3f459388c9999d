//! A cache from words as written to their normal forms.
//!
//! A few thousand words make up most of any text, so that few of its tokens are lower-cased and stemmed.

use hashbrown::HashTable;
use rustc_hash::FxHashMap;

use super::normal::Normalizer;
use super::scanner::{Mark, Piece, PieceKind, Scanner};
use super::token::{Token, Word};
use crate::text::{Letters, Span, word::MASKS};
use crate::voice::{KnownWords, WordClass};

/// Words shorter than this are looked up by their bytes as one number.
const SHORT: usize = Scanner::LONG;
/// The capacity. A full cache loses its later half, since a large corpus has millions of names and misspellings.
const MOST: usize = 1 << 16;
/// The most bytes of long words, of which a text without spaces may have any number.
const MOST_LONG_BYTES: usize = 1 << 20;
/// log2 of the places in front of the table.
const FRONT_BITS: u32 = 15;

/// A cache of words, for one tokenizer and one thread. Its content changes no result.
#[derive(Debug)]
pub struct Lexicon {
    /// For some bits of a hash, the number of the word that had them last: most words are found with one look.
    front: Box<[u32]>,
    /// The numbers of short words.
    short: HashTable<u32>,
    /// The numbers of long words, and of accounts.
    long: FxHashMap<Box<str>, u32>,
    /// The bytes of these.
    long_bytes: usize,
    /// The marks, then words in order of arrival, so that frequent words lie together.
    entries: Vec<Entry>,
    /// How many entries are too many.
    capacity: usize,
    /// The letters of the last text, and its words and marks.
    letters: Letters,
    found: Vec<Seen>,
    /// Whether it has no accounts and addresses, whose letters are words for those who tell the voice.
    found_all: bool,
    /// Room for the tokens of a text.
    pub(super) tokens: Vec<Token>,
}

/// What is known about a word or a mark.
#[derive(Debug, Clone, Copy)]
struct Entry {
    /// Its bytes, if it is a short word.
    key: u128,
    word: Word,
    class: WordClass,
}

/// A word or a mark in the last text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen {
    pub(super) span: Span,
    /// Of its entry.
    number: u32,
    pub(super) kind: PieceKind,
}

impl Lexicon {
    /// An empty cache for a normaliser.
    pub(crate) fn new(normalizer: &Normalizer) -> Self {
        Self::with_capacity(normalizer, MOST)
    }

    fn with_capacity(normalizer: &Normalizer, capacity: usize) -> Self {
        let mark = |mark| Entry { key: 0, word: normalizer.mark(mark), class: WordClass::NONE };
        Lexicon {
            front: vec![u32::MAX; 1 << FRONT_BITS].into(),
            short: HashTable::new(),
            long: FxHashMap::default(),
            long_bytes: 0,
            entries: Mark::ALL.map(mark).into(),
            capacity,
            letters: Letters::default(),
            found: Vec::new(),
            found_all: true,
            tokens: Vec::new(),
        }
    }

    pub(crate) fn mark(&self, mark: Mark) -> Word {
        self.entries[mark as usize].word
    }

    /// Looks up all words of a text in one loop, so that the lookups overlap in memory.
    pub(crate) fn look_up(&mut self, normalizer: &Normalizer, text: &str) {
        self.make_room();
        let (mut found, mut letters) = (std::mem::take(&mut self.found), std::mem::take(&mut self.letters));
        found.clear();
        letters.read(text);
        let mut scanner = Scanner::new(text, &letters);
        let mut has_account = false;
        loop {
            if let Some(span) = scanner.plain_word() {
                let number = self.number(normalizer, text, span);
                found.push(Seen { span, number, kind: PieceKind::Word });
                continue;
            }
            let Some(Piece { span, kind }) = scanner.next() else { break };
            let number = match kind {
                PieceKind::Mark(mark) => mark as u32,
                PieceKind::Account => {
                    has_account = true;
                    self.long(normalizer, text, span)
                }
                _ => self.not_plain(normalizer, text, span),
            };
            found.push(Seen { span, number, kind });
        }
        self.found_all = !has_account && !scanner.left_out_address;
        (self.letters, self.found) = (letters, found);
    }

    /// Drops words if there are too many. Not while a text is looked up: the numbers of its words must hold to its end.
    fn make_room(&mut self) {
        let kept = match self.long_bytes > MOST_LONG_BYTES {
            true => Mark::ALL.len(),
            // What came first are mostly the frequent words.
            false if self.entries.len() >= self.capacity => (self.capacity / 2).max(Mark::ALL.len()),
            false => return,
        };
        self.entries.truncate(kept);
        self.entries.shrink_to(self.capacity);
        self.short.retain(|number| (*number as usize) < kept);
        self.long.retain(|_, number| (*number as usize) < kept);
        self.long_bytes = self.long.keys().map(|word| word.len()).sum();
    }

    /// The letters of the last text that was looked up.
    pub(crate) fn letters(&self) -> &Letters {
        &self.letters
    }

    /// The words and marks of the last text that was looked up.
    pub(super) fn found(&self) -> &[Seen] {
        &self.found
    }

    /// What is known about one of them. It may be pending.
    #[inline]
    pub(super) fn word(&self, found: Seen) -> Word {
        self.entries[found.number as usize].word
    }

    /// Finds the form of a pending word.
    #[cold]
    pub(super) fn settle(&mut self, normalizer: &Normalizer, text: &str, found: Seen) -> Word {
        let entry = &mut self.entries[found.number as usize];
        entry.word = normalizer.word(found.span.of(text));
        entry.word
    }

    /// The words of the last text, for telling whose they are.
    pub(crate) fn known_words(&self) -> KnownWords<impl Iterator<Item = (Span, WordClass)> + Clone> {
        let words = self.found.iter().filter(|found| found.kind == PieceKind::Word);
        let words = words.map(|found| (found.span, self.entries[found.number as usize].class));
        KnownWords { words, are_all: self.found_all }
    }

    #[inline(always)]
    fn number(&mut self, normalizer: &Normalizer, text: &str, span: Span) -> u32 {
        let Some(key) = short_key(text, span) else { return self.long(normalizer, text, span) };
        let hash = hash_of(key);
        let number = self.front[front_place(hash)];
        match self.entries.get(number as usize) {
            Some(entry) if entry.key == key => number,
            _ => self.look_behind(normalizer, text, span, (key, hash)),
        }
    }

    /// The number of a word that is not a plain one.
    #[inline(never)]
    fn not_plain(&mut self, normalizer: &Normalizer, text: &str, span: Span) -> u32 {
        self.number(normalizer, text, span)
    }

    /// Looks up a word that another one hides in front.
    #[cold]
    fn look_behind(&mut self, normalizer: &Normalizer, text: &str, span: Span, (key, hash): (u128, u64)) -> u32 {
        let found = self.short.find(hash, |&number| self.entries[number as usize].key == key).copied();
        let number = found.unwrap_or_else(|| {
            let number = self.learn(normalizer, text, span, key);
            self.short.insert_unique(hash, number, |&number| hash_of(self.entries[number as usize].key));
            number
        });
        self.front[front_place(hash)] = number;
        number
    }

    #[cold]
    fn long(&mut self, normalizer: &Normalizer, text: &str, span: Span) -> u32 {
        let surface = span.of(text);
        if let Some(number) = self.long.get(surface) {
            return *number;
        }
        let number = self.learn(normalizer, text, span, 0);
        self.long_bytes += surface.len();
        self.long.insert(surface.into(), number);
        number
    }

    /// Adds a word and returns its number.
    fn learn(&mut self, normalizer: &Normalizer, text: &str, span: Span, key: u128) -> u32 {
        let surface = span.of(text);
        let word = normalizer.pending_name(surface).unwrap_or_else(|| normalizer.word(surface));
        let number = self.entries.len() as u32;
        self.entries.push(Entry { key, word, class: WordClass::at(text, span) });
        number
    }
}

/// Fibonacci hashing: the golden ratio in 64 bits. The table looks at the lowest bits too.
#[inline]
fn hash_of(key: u128) -> u64 {
    let hash = ((key as u64) ^ ((key >> 64) as u64).rotate_left(29)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    hash ^ hash >> 32
}

#[inline]
fn front_place(hash: u64) -> usize {
    (hash >> (u64::BITS - FRONT_BITS)) as usize
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
    use crate::language::Language;
    use crate::terms::scope::Scope;

    /// What is kept and dropped must not change what a word is: names whose form is found late, numbers that stood for other words.
    #[test]
    fn a_full_cache_forgets_and_changes_nothing() {
        let normalizer = Normalizer::new(Language::English, Scope::NamesMasked);
        let (mut small, mut large) = (Lexicon::with_capacity(&normalizer, 40), Lexicon::new(&normalizer));
        let long = "unconstitutionally".repeat(3);
        let forms = |lexicon: &mut Lexicon, text: &str| -> Vec<_> {
            lexicon.look_up(&normalizer, text);
            let found = lexicon.found().to_vec();
            let settled = |found: Seen| match lexicon.word(found) {
                word if word.is_pending => lexicon.settle(&normalizer, text, found),
                word => word,
            };
            found.into_iter().map(settled).map(|word| (normalizer.text(word.form), word.stem_len)).collect()
        };
        for number in 0..300 {
            let text = format!("Anna{number} met Roth{} at no{number} {long}{number} @a{number}, don't", number % 7);
            assert_eq!(forms(&mut small, &text), forms(&mut large, &text));
            assert!(small.entries.len() < 40 + 9);
        }
    }

    #[test]
    fn long_words_are_not_kept_without_end() {
        let normalizer = Normalizer::new(Language::English, Scope::NamesMasked);
        let mut lexicon = Lexicon::new(&normalizer);
        for number in 0..50 {
            lexicon.look_up(&normalizer, &format!("a{}{number}", "b".repeat(100_000)));
            assert!(lexicon.long_bytes < MOST_LONG_BYTES + 200_000);
        }
        assert!(lexicon.entries.len() < 50);
    }

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
