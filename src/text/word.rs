//! Words as integers, so that a word is compared with a list of words in a few instructions.

use super::Span;

/// Bytes kept of a word.
const KEPT: usize = 15;
/// The last byte of a longer word. It occurs in no UTF-8 text.
const LONG: u128 = 0xFF << (8 * KEPT);

/// A word in lower case with straight apostrophes, little endian; of a longer word the last [`KEPT`] bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Word(u128);

/// Words that are known when the program is built: some literals, or a constant list.
macro_rules! words {
    ($($word:literal),* $(,)?) => { const { $crate::text::word::Word::list([$($word),*]) } };
    ($list:path) => { const { $crate::text::word::Word::list($list) } };
}
pub(crate) use words;

impl Word {
    /// No word.
    pub(crate) const NONE: Word = Word(0);

    /// A short ASCII word.
    pub(crate) const fn of(text: &str) -> Word {
        let bytes = text.as_bytes();
        assert!(bytes.len() <= KEPT);
        let mut word = 0;
        let mut at = bytes.len();
        while at > 0 {
            at -= 1;
            word = word << 8 | bytes[at].to_ascii_lowercase() as u128;
        }
        Word(word)
    }

    /// Short ASCII words.
    pub(crate) const fn list<const N: usize>(texts: [&str; N]) -> [Word; N] {
        let mut words = [Word::NONE; N];
        let mut at = 0;
        while at < N {
            words[at] = Word::of(texts[at]);
            at += 1;
        }
        words
    }

    /// The word at `span`.
    pub(crate) fn at(text: &str, span: Span) -> Word {
        let len = span.end - span.start;
        match text.as_bytes()[span.start..].first_chunk::<16>() {
            Some(chunk) if len <= KEPT => {
                let word = u128::from_le_bytes(*chunk) & MASKS[len];
                const TOP_BITS: u128 = u128::MAX / 0xFF * 0x80;
                if word & TOP_BITS == 0 { Word(ascii_lower(word)) } else { Word::slow(span.of(text)) }
            }
            _ => Word::slow(span.of(text)),
        }
    }

    fn slow(surface: &str) -> Word {
        let lower = surface.to_lowercase().replace('’', "'");
        let bytes = &lower.as_bytes()[lower.len().saturating_sub(KEPT)..];
        let word = bytes.iter().rev().fold(0, |word, &byte| word << 8 | u128::from(byte));
        Word(if lower.len() > KEPT { word | LONG } else { word })
    }

    /// The number of bytes kept.
    pub(crate) fn len(self) -> usize {
        if self.0 >= LONG { KEPT } else { 16 - self.0.leading_zeros() as usize / 8 }
    }

    /// Returns true for the same word.
    pub(crate) const fn is(self, other: Word) -> bool {
        self.0 == other.0
    }

    /// Returns true if the word ends with `ending` and is longer.
    pub(crate) fn has_ending(self, ending: Word) -> bool {
        let (len, of_ending) = (self.len(), ending.len());
        len > of_ending && (self.0 & !LONG) >> (8 * (len - of_ending)) == ending.0
    }

    /// The word's slot in a hash table of 2^`bits` slots.
    pub(crate) const fn place(self, bits: u32) -> usize {
        let folded = (self.0 as u64) ^ ((self.0 >> 64) as u64).rotate_left(29);
        // Fibonacci hashing: the golden ratio in 64 bits.
        (folded.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - bits)) as usize
    }
}

/// Lowers 16 ASCII bytes: sets the bit 0x20 of each byte between A and Z.
fn ascii_lower(word: u128) -> u128 {
    const ONES: u128 = u128::MAX / 0xFF;
    let from_a = word + ONES * (0x80 - b'A' as u128);
    let behind_z = word + ONES * (0x80 - (b'Z' + 1) as u128);
    word | ((from_a & !behind_z & (ONES * 0x80)) >> 2)
}

/// For each length, the bytes of a word of that length among sixteen.
pub(crate) const MASKS: [u128; 16] = {
    let mut masks = [0; 16];
    let mut len = 1;
    while len < 16 {
        masks[len] = masks[len - 1] << 8 | 0xFF;
        len += 1;
    }
    masks
};

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn word(text: &str) -> Word {
        Word::at(text, Span { start: 0, end: text.len() })
    }

    #[test]
    fn words_are_the_same_in_any_case_and_at_any_place() {
        assert_eq!(word("Doesn’t"), Word::of("doesn't"));
        let text = "The MAYOR’S well";
        assert_eq!(Word::at(text, Span { start: 4, end: 13 }), Word::of("mayor's"));
        assert_eq!(Word::at("[THE] and what follows", Span { start: 0, end: 5 }), Word::of("[the]"));
        assert!(word("unconstitutionally").has_ending(Word::of("ly")) && word("unconstitutionally").len() > 4);
        assert_ne!(word("unconstitutionally"), word("constitutionally "));
        assert!(!word("s").has_ending(Word::of("s")) && word("is").has_ending(Word::of("s")));
    }

    proptest! {
        #[test]
        fn ascii_words_are_lowered_as_the_library_does_it(text in "[ -~]{1,15}", rest in "[ -~]{16}") {
            let long = format!("{text}{rest}");
            prop_assert_eq!(Word::at(&long, Span { start: 0, end: text.len() }), Word::of(&text.to_ascii_lowercase()));
        }
    }
}
