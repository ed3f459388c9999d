//! The columns of one row, counted and sorted.

/// A multiset of columns, reused row after row: emptying it costs no more than what it holds.
#[derive(Debug)]
pub(crate) struct ColumnSet {
    /// One bit for each column.
    bits: Vec<u64>,
    /// One bit for each word of `bits`.
    words: Vec<u64>,
    /// How many bits are set.
    distinct: usize,
    /// Every further occurrence of a column.
    repeats: Vec<u32>,
}

impl ColumnSet {
    /// An empty set of columns below `width`.
    pub(crate) fn new(width: usize) -> Self {
        let words = width.div_ceil(64);
        ColumnSet { bits: vec![0; words], words: vec![0; words.div_ceil(64)], distinct: 0, repeats: Vec::new() }
    }

    /// Adds a column, which must be below the width.
    pub(crate) fn add(&mut self, column: u32) {
        self.add_all(&[column]);
    }

    /// Adds columns, which must be below the width.
    pub(crate) fn add_all(&mut self, columns: &[u32]) {
        let mut end = self.repeats.len();
        self.repeats.resize(end + columns.len(), 0);
        for &column in columns {
            let at = column as usize / 64;
            let bit = 1 << (column % 64);
            let before = self.bits[at];
            self.bits[at] = before | bit;
            self.words[at / 64] |= 1 << (at % 64);
            // Written either way: whether a column is a further one is hard to guess.
            self.repeats[end] = column;
            end += usize::from(before & bit != 0);
        }
        self.distinct += self.repeats.len() - end;
        self.repeats.truncate(end);
    }

    /// Empties the set into `columns` in ascending order, and calls `repeated` with the position and count of each column that was
    /// added more than once.
    pub(crate) fn drain_into(&mut self, columns: &mut Vec<u32>, mut repeated: impl FnMut(usize, u32)) {
        columns.clear();
        columns.reserve(std::mem::take(&mut self.distinct));
        for number in 0..self.words.len() {
            let mut words = std::mem::take(&mut self.words[number]);
            while words != 0 {
                let at = number * 64 + words.trailing_zeros() as usize;
                words &= words - 1;
                let mut bits = std::mem::take(&mut self.bits[at]);
                while bits != 0 {
                    columns.push((at * 64) as u32 + bits.trailing_zeros());
                    bits &= bits - 1;
                }
            }
        }
        self.repeats.sort_unstable();
        let mut start = 0;
        for run in self.repeats.chunk_by(|a, b| a == b) {
            start += columns[start..].partition_point(|&column| column < run[0]);
            repeated(start, run.len() as u32 + 1);
        }
        self.repeats.clear();
    }
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
                let mut times = expected.clone();
                times.retain(|_, times| *times > 1);
                let mut repeated = Vec::new();
                set.drain_into(&mut found, |at, times| repeated.push((at, times)));
                prop_assert!(found.iter().eq(expected.keys()));
                prop_assert!(repeated.into_iter().map(|(at, times)| (found[at], times)).eq(times));
            }
        }
    }
}
