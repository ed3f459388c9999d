//! The columns of one row, counted and put into order.

/// A multiset of columns. One is filled and emptied for row after row: emptying costs as much as what was in it.
#[derive(Debug)]
pub(super) struct ColumnSet {
    /// One bit for each column.
    bits: Vec<u64>,
    /// One bit for each word of `bits`.
    words: Vec<u64>,
    /// Columns as often as they came again.
    repeats: Vec<u32>,
}

impl ColumnSet {
    /// An empty set of columns below `width`.
    pub(super) fn new(width: usize) -> Self {
        let words = width.div_ceil(64);
        ColumnSet { bits: vec![0; words], words: vec![0; words.div_ceil(64)], repeats: Vec::new() }
    }

    /// Adds a column, which must be below the width.
    pub(super) fn add(&mut self, column: u32) {
        let at = column as usize / 64;
        let bit = 1 << (column % 64);
        if self.bits[at] & bit == 0 {
            self.bits[at] |= bit;
            self.words[at / 64] |= 1 << (at % 64);
        } else {
            self.repeats.push(column);
        }
    }

    /// Empties the set: calls `each` with every column and how often it was added, in ascending order.
    pub(super) fn drain(&mut self, mut each: impl FnMut(u32, u32)) {
        self.repeats.sort_unstable();
        let mut repeats = self.repeats.iter().copied().peekable();
        for (number, words) in self.words.iter_mut().enumerate() {
            for word in ones(std::mem::take(words)) {
                let at = number * 64 + word;
                for bit in ones(std::mem::take(&mut self.bits[at])) {
                    let column = (at * 64 + bit) as u32;
                    let mut times = 1;
                    while repeats.next_if_eq(&column).is_some() {
                        times += 1;
                    }
                    each(column, times);
                }
            }
        }
        self.repeats.clear();
    }
}

/// The numbers of the bits that are set, ascending.
fn ones(mut bits: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let at = bits.trailing_zeros() as usize;
        bits &= bits.wrapping_sub(1);
        (at < 64).then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn columns_come_out_as_a_sorted_map_would_count_them(rows in prop::collection::vec(prop::collection::vec(0u32..9000, 0..300), 1..4)) {
            let mut set = ColumnSet::new(9000);
            for row in rows {
                let mut expected: BTreeMap<u32, u32> = BTreeMap::new();
                for &column in &row {
                    *expected.entry(column).or_default() += 1;
                    set.add(column);
                }
                let mut found = Vec::new();
                set.drain(|column, times| found.push((column, times)));
                prop_assert_eq!(found, expected.into_iter().collect::<Vec<_>>());
            }
        }
    }
}
