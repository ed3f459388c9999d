//! Which bytes of a text are letters and digits of ASCII, eight at a time.

const ONES: u64 = u64::MAX / 0xFF;
const TOP_BITS: u64 = ONES * 0x80;
/// Bytes to a block: one bit for each.
const BLOCK: usize = 64;

/// The letters and digits of a text. One can be used for text after text.
#[derive(Debug, Default)]
pub(crate) struct Letters {
    /// One bit for each byte, and an empty block at the end.
    blocks: Vec<u64>,
    uppercase: usize,
    /// Without digits.
    letters: usize,
}

impl Letters {
    /// Those of a text.
    pub(crate) fn of(text: &str) -> Letters {
        let mut letters = Letters::default();
        letters.read(text);
        letters
    }

    /// Those of another text.
    pub(crate) fn read(&mut self, text: &str) {
        self.blocks.clear();
        self.blocks.reserve(text.len() / BLOCK + 2);
        (self.uppercase, self.letters) = (0, 0);
        let (whole, rest) = text.as_bytes().as_chunks::<BLOCK>();
        whole.iter().for_each(|block| self.push(block));
        let mut last = [0; BLOCK];
        last[..rest.len()].copy_from_slice(rest);
        self.push(&last);
        self.blocks.push(0);
    }

    fn push(&mut self, block: &[u8; BLOCK]) {
        let (mut bits, mut uppercase, mut letters) = (0, 0, 0);
        let (eights, _) = block.as_chunks::<8>();
        for (at, eight) in eights.iter().enumerate() {
            let classes = Classes::of(u64::from_le_bytes(*eight));
            bits |= gathered(classes.letters | classes.digits) << (8 * at);
            // Eight counts side by side, each 8 at most.
            uppercase += classes.uppercase >> 7;
            letters += classes.letters >> 7;
        }
        self.blocks.push(bits);
        // The product has the sum of all bytes in its highest.
        self.uppercase += (uppercase.wrapping_mul(ONES) >> 56) as usize;
        self.letters += (letters.wrapping_mul(ONES) >> 56) as usize;
    }

    /// The length of the run of letters and digits at `at`, a place in the text or its end; 64 stands
    /// for longer ones too.
    #[inline]
    pub(crate) fn run(&self, at: usize) -> usize {
        let (block, bit) = (at / BLOCK, at % BLOCK);
        let here = self.blocks[block] >> bit | self.blocks[block + 1] << 1 << (BLOCK - 1 - bit);
        (!here).trailing_zeros() as usize
    }

    /// Returns true if most letters are capitals, so that case says nothing.
    pub(crate) fn are_shouted(&self) -> bool {
        2 * self.uppercase > self.letters
    }
}

/// [`char::is_alphanumeric`], but fast for the dashes and quotation marks of most texts.
#[inline]
pub(crate) fn is_alphanumeric(c: char) -> bool {
    !('\u{2000}'..='\u{206F}').contains(&c) && c.is_alphanumeric()
}

/// Counts the letters and digits of any script.
pub(crate) fn count_alphanumeric(text: &str) -> usize {
    let (eights, rest) = text.as_bytes().as_chunks::<8>();
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    let mut count = 0;
    let mut others = 0;
    for eight in eights.iter().chain([&last]) {
        let bytes = u64::from_le_bytes(*eight);
        let classes = Classes::of(bytes);
        others |= bytes & TOP_BITS;
        count += ((classes.letters | classes.digits) >> 7).wrapping_mul(ONES) >> 56;
    }
    let mut count = count as usize;
    if others != 0 {
        let starts = text.bytes().enumerate().filter(|(_, byte)| *byte >= 0xC0);
        let others = starts.filter_map(|(at, _)| text[at..].chars().next());
        count += others.filter(|&c| is_alphanumeric(c)).count();
    }
    count
}

/// The top bits of the bytes of a kind among eight.
struct Classes {
    digits: u64,
    letters: u64,
    uppercase: u64,
}

impl Classes {
    #[inline]
    fn of(text: u64) -> Classes {
        let seven_bits = text & !TOP_BITS;
        let ascii = !text & TOP_BITS;
        // Sets the top bit of each byte in `low..end`. No sum carries into the next byte.
        let between = |bytes: u64, low: u8, end: u8| {
            (bytes + ONES * u64::from(0x80 - low)) & !(bytes + ONES * u64::from(0x80 - end))
        };
        let digits = between(seven_bits, b'0', b'9' + 1) & ascii;
        let letters = between(seven_bits | (ONES * 0x20), b'a', b'z' + 1) & ascii;
        Classes { digits, letters, uppercase: letters & (!text << 2) }
    }
}

/// Moves the top bits of eight bytes into the lowest byte, in order.
#[inline]
fn gathered(top_bits: u64) -> u64 {
    // Each bit is copied to a place of its own in the highest byte.
    (top_bits >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn letters_are_those_that_a_loop_over_bytes_finds(text in "[a-fA-F0-9 .,’é@`{/:\\[]{0,200}") {
            let mut letters = Letters::default();
            // What was there before is forgotten.
            letters.read("BEFORE");
            letters.read(&text);
            let bytes = text.as_bytes();
            for at in 0..=bytes.len() {
                let run = bytes[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
                prop_assert_eq!(letters.run(at), run.min(64));
            }
            let count = |is_of_kind: fn(&u8) -> bool| bytes.iter().filter(|byte| is_of_kind(byte)).count();
            prop_assert_eq!(letters.uppercase, count(u8::is_ascii_uppercase));
            prop_assert_eq!(letters.letters, count(u8::is_ascii_alphabetic));
            prop_assert_eq!(count_alphanumeric(&text), text.chars().filter(|c| c.is_alphanumeric()).count());
        }
    }

    #[test]
    fn the_marks_that_are_told_fast_are_no_letters() {
        assert!(('\u{1F00}'..'\u{2200}').all(|c| is_alphanumeric(c) == c.is_alphanumeric()));
    }
}
