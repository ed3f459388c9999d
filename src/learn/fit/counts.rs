//! The terms of a whole corpus, counted once.
//!
//! Folds share this pass: a fold's vocabulary and idf are learnt from its own training rows, but a row's terms do not depend on
//! the fold.
//!
//! Which thread counts which rows, and a term's number in the meantime, are left to chance; in the end terms are numbered by
//! falling df, ties alphabetically, and rows are in the order of these numbers.

use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::terms::{Extractor, Lexicon, TermKey};
use crate::voice::SourceSpan;

/// The rows of a block, which one thread counts.
const BLOCK_ROWS: usize = 512;
/// The number of a term that is not kept.
const DROPPED: u32 = u32::MAX;

/// A row to count: a paragraph and the spans in which a source speaks.
#[derive(Debug, Clone, Copy)]
pub struct Document<'t> {
    /// The paragraph.
    pub text: &'t str,
    /// The spans of the sources.
    pub sources: &'t [SourceSpan],
}

/// How often each term occurs in each row.
#[derive(Debug, Clone, PartialEq)]
pub struct Counts {
    terms: Vec<Box<str>>,
    /// Each term's place in the alphabet among the counted ones.
    ranks: Vec<u32>,
    /// [`BLOCK_ROWS`] rows each; the last may have fewer.
    blocks: Vec<Block>,
    rows: usize,
}

/// The terms of some rows.
#[derive(Debug, Clone, Default, PartialEq)]
struct Block {
    /// The terms that occur once in their row.
    once: Vec<u32>,
    /// Where each row ends in `once`.
    once_ends: Vec<u32>,
    /// The terms that occur more often, with 1 + ln tf.
    more: Vec<(u32, f32)>,
    /// Where each row ends in `more`.
    more_ends: Vec<u32>,
}

/// The terms of one row: numbers in [`Counts::terms`], ascending in either list.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct CountedRow<'c> {
    /// Terms that occur once.
    pub(crate) once: &'c [u32],
    /// Terms that occur more often, with 1 + ln tf.
    pub(crate) more: &'c [(u32, f32)],
}

impl<'c> CountedRow<'c> {
    /// The number of different terms.
    pub(crate) fn len(self) -> usize {
        self.once.len() + self.more.len()
    }

    /// All terms of the row, in no order.
    pub(crate) fn terms(self) -> impl Iterator<Item = usize> + 'c {
        self.once.iter().chain(self.more.iter().map(|(term, _)| term)).map(|&term| term as usize)
    }

    /// All terms with 1 + ln tf, in no order.
    pub(crate) fn entries(self) -> impl Iterator<Item = (usize, f64)> + 'c {
        let once = self.once.iter().map(|&term| (term as usize, 1.0));
        once.chain(self.more.iter().map(|&(term, value)| (term as usize, f64::from(value))))
    }
}

impl Counts {
    /// Counts the terms that are in at least `min_df` documents. The result does not depend on the threads.
    pub fn new(extractor: &Extractor, documents: &[Document<'_>], min_df: u32) -> Counts {
        let blocks: Vec<&[Document<'_>]> = documents.chunks(BLOCK_ROWS).collect();
        let counted = in_turns(&blocks, |next| {
            let mut counter = Counter::new(extractor);
            while let Some((number, block)) = next() {
                counter.count(number, block);
            }
            counter
        });
        number(extractor, counted, documents.len(), min_df)
    }

    /// Takes counts made elsewhere: terms, and for each row (the term's number, tf).
    ///
    /// ```
    /// use oped::learn::fit::counts::Counts;
    /// let counts = Counts::from_rows(vec!["act".into(), "we".into()], &[vec![(1, 2)], vec![(0, 1), (1, 1)]]);
    /// assert_eq!(counts.terms()[0].as_ref(), "we", "the most frequent term is the first");
    /// ```
    pub fn from_rows(terms: Vec<Box<str>>, rows: &[Vec<(u32, u32)>]) -> Counts {
        let mut df = vec![0; terms.len()];
        rows.iter().flatten().for_each(|&(term, _)| df[term as usize] += 1);
        let mut numbers = vec![0; terms.len()];
        let terms = (0u32..).zip(terms).map(|(key, text)| Term::new(df[key as usize], text, key)).collect();
        let terms = in_order(terms);
        (0..).zip(&terms).for_each(|(number, term)| numbers[term.key as usize] = number);
        let block = |rows: &[Vec<(u32, u32)>]| {
            let mut block = Block::default();
            for row in rows {
                let mut occurrences: Vec<u32> = row
                    .iter()
                    .flat_map(|&(term, tf)| std::iter::repeat_n(numbers[term as usize], tf as usize))
                    .collect();
                block.push(&mut occurrences);
            }
            block
        };
        let blocks = rows.chunks(BLOCK_ROWS).map(block).collect();
        Counts::of_terms(terms, blocks, rows.len())
    }

    fn of_terms<K>(terms: Vec<Term<K>>, blocks: Vec<Block>, rows: usize) -> Counts {
        let ranks = terms.iter().map(|term| term.rank).collect();
        Counts { terms: terms.into_iter().map(|term| term.text).collect(), ranks, blocks, rows }
    }

    /// The terms, by falling df, ties alphabetically.
    pub fn terms(&self) -> &[Box<str>] {
        &self.terms
    }

    /// Each term's place in the alphabet.
    pub(crate) fn ranks(&self) -> &[u32] {
        &self.ranks
    }

    /// The number of rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    pub(crate) fn row(&self, row: usize) -> CountedRow<'_> {
        let (block, at) = (&self.blocks[row / BLOCK_ROWS], row % BLOCK_ROWS);
        let range = |ends: &[u32]| {
            let start = if at == 0 { 0 } else { ends[at - 1] };
            start as usize..ends[at] as usize
        };
        CountedRow { once: &block.once[range(&block.once_ends)], more: &block.more[range(&block.more_ends)] }
    }

    /// Leaves out the terms that are not marked. The others keep their order.
    pub fn keep(&mut self, is_kept: &[bool]) {
        let mut kept = 0;
        let numbers: Vec<u32> = is_kept
            .iter()
            .map(|&is_kept| {
                kept += u32::from(is_kept);
                if is_kept { kept - 1 } else { DROPPED }
            })
            .collect();
        retain(&mut self.terms, is_kept);
        retain(&mut self.ranks, is_kept);
        self.blocks.par_iter_mut().for_each(|block| block.renumber(&numbers));
    }
}

fn retain<T>(values: &mut Vec<T>, is_kept: &[bool]) {
    let mut marks = is_kept.iter();
    values.retain(|_| marks.next().is_some_and(|&is_kept| is_kept));
    values.shrink_to_fit();
}

impl Block {
    /// Appends a row of occurrences, in any order.
    fn push(&mut self, occurrences: &mut [u32]) {
        occurrences.sort_unstable();
        for run in occurrences.chunk_by(|a, b| a == b) {
            match run.len() {
                1 => self.once.push(run[0]),
                tf => self.more.push((run[0], (1.0 + (tf as f64).ln()) as f32)),
            }
        }
        self.once_ends.push(self.once.len() as u32);
        self.more_ends.push(self.more.len() as u32);
    }

    fn renumber(&mut self, numbers: &[u32]) {
        let of = |term: u32| Some(numbers[term as usize]).filter(|&number| number != DROPPED);
        filter_map_runs(&mut self.once, &mut self.once_ends, of);
        filter_map_runs(&mut self.more, &mut self.more_ends, |(term, value)| Some((of(term)?, value)));
    }

    fn shrink(&mut self) {
        self.once.shrink_to_fit();
        self.more.shrink_to_fit();
    }
}

/// Maps and filters the values of rows in place. Each row ends at one of `ends`.
fn filter_map_runs<T: Copy>(values: &mut Vec<T>, ends: &mut [u32], map: impl Fn(T) -> Option<T>) {
    let (mut from, mut to) = (0, 0);
    for end in ends {
        for at in from..*end as usize {
            if let Some(value) = map(values[at]) {
                values[to] = value;
                to += 1;
            }
        }
        from = *end as usize;
        *end = to as u32;
    }
    values.truncate(to);
    values.shrink_to_fit();
}

/// Runs `work` once on each thread; each fetches blocks until there are none left.
fn in_turns<'b, T: Send, B: Sync + ?Sized>(
    blocks: &[&'b B],
    work: impl Fn(&mut dyn FnMut() -> Option<(usize, &'b B)>) -> T + Sync,
) -> Vec<T> {
    let taken = AtomicUsize::new(0);
    let workers = rayon::current_num_threads().min(blocks.len()).max(1);
    let worker = |_| {
        work(&mut || {
            let at = taken.fetch_add(1, Ordering::Relaxed);
            blocks.get(at).map(|block| (at, *block))
        })
    };
    (0..workers).into_par_iter().with_max_len(1).map(worker).collect()
}

/// Reads the keys of one row at a time. Keys are looked up once all are known, so that the processor waits for several memory
/// accesses at once.
struct Reader<'e> {
    extractor: &'e Extractor,
    lexicon: Lexicon,
    keys: Vec<TermKey>,
}

impl<'e> Reader<'e> {
    fn new(extractor: &'e Extractor) -> Self {
        Reader { extractor, lexicon: extractor.lexicon(), keys: Vec::new() }
    }

    fn keys(&mut self, document: &Document<'_>) -> &[TermKey] {
        self.keys.clear();
        self.extractor
            .for_each_term(&mut self.lexicon, document.text, document.sources, |key, _, _| self.keys.push(key));
        &self.keys
    }
}

/// The counts of one thread, under its own term numbers.
struct Counter<'e> {
    reader: Reader<'e>,
    numbers: FxHashMap<TermKey, u32>,
    keys: Vec<Candidate>,
    /// Blocks with their numbers in the corpus.
    blocks: Vec<(usize, Occurrences)>,
}

struct Candidate {
    key: TermKey,
    df: u32,
    /// The last row that it occurred in, from 1.
    last_row: u32,
}

/// Occurrences of terms in some rows.
struct Occurrences {
    terms: Vec<u32>,
    ends: Vec<u32>,
}

impl<'e> Counter<'e> {
    fn new(extractor: &'e Extractor) -> Self {
        let reader = Reader::new(extractor);
        Counter { reader, numbers: FxHashMap::default(), keys: Vec::new(), blocks: Vec::new() }
    }

    fn count(&mut self, number: usize, documents: &[Document<'_>]) {
        let mut found = Occurrences { terms: Vec::new(), ends: Vec::with_capacity(documents.len()) };
        for (at, document) in documents.iter().enumerate() {
            let row = (number * BLOCK_ROWS + at + 1) as u32;
            for &key in self.reader.keys(document) {
                let term = *self.numbers.entry(key).or_insert_with(|| {
                    self.keys.push(Candidate { key, df: 0, last_row: 0 });
                    self.keys.len() as u32 - 1
                });
                let candidate = &mut self.keys[term as usize];
                candidate.df += u32::from(candidate.last_row != row);
                candidate.last_row = row;
                found.terms.push(term);
            }
            found.ends.push(found.terms.len() as u32);
        }
        found.terms.shrink_to_fit();
        self.blocks.push((number, found));
    }
}

/// Adds up the threads' counts, and numbers the terms that are frequent enough.
fn number(extractor: &Extractor, counters: Vec<Counter<'_>>, rows: usize, min_df: u32) -> Counts {
    let mut df: FxHashMap<TermKey, u32> = FxHashMap::default();
    let (mut candidates, mut blocks) = (Vec::new(), Vec::new());
    for counter in counters {
        // The order does not matter for sums.
        counter.keys.iter().for_each(|candidate| *df.entry(candidate.key).or_default() += candidate.df);
        let worker = candidates.len();
        candidates.push(counter.keys);
        blocks.extend(counter.blocks.into_iter().map(|(number, found)| (number, worker, found)));
    }
    blocks.sort_unstable_by_key(|(number, ..)| *number);
    let terms = frequent_terms(extractor, &df, min_df);
    let numbers: FxHashMap<TermKey, u32> = terms.iter().zip(0..).map(|(term, number)| (term.key, number)).collect();
    let of_candidate = |candidate: &Candidate| numbers.get(&candidate.key).copied().unwrap_or(DROPPED);
    let numbers: Vec<Vec<u32>> =
        candidates.into_par_iter().map(|keys| keys.iter().map(of_candidate).collect()).collect();
    let blocks = blocks.into_par_iter().map(|(_, worker, found)| found.numbered(&numbers[worker])).collect();
    Counts::of_terms(terms, blocks, rows)
}

/// A term, identified by `key` until it has a number.
struct Term<K> {
    df: u32,
    /// Its first bytes as a number, so that most comparisons do not read the text.
    prefix: u128,
    text: Box<str>,
    key: K,
    /// Its place in the alphabet.
    rank: u32,
}

impl<K> Term<K> {
    fn new(df: u32, text: Box<str>, key: K) -> Term<K> {
        let mut prefix = [0; 16];
        prefix.iter_mut().zip(text.bytes()).for_each(|(to, byte)| *to = byte);
        Term { df, prefix: u128::from_be_bytes(prefix), text, key, rank: 0 }
    }
}

/// The terms of at least `min_df` rows, in their order.
fn frequent_terms(extractor: &Extractor, df: &FxHashMap<TermKey, u32>, min_df: u32) -> Vec<Term<TermKey>> {
    // The order does not matter: they are sorted, and no two are equal.
    let frequent = df.par_iter().filter(|(_, df)| **df >= min_df);
    in_order(frequent.map(|(&key, &df)| Term::new(df, extractor.text(key).into(), key)).collect())
}

/// Sorts terms by falling df, ties alphabetically.
fn in_order<K: Send>(mut terms: Vec<Term<K>>) -> Vec<Term<K>> {
    terms.par_sort_unstable_by(|a, b| a.prefix.cmp(&b.prefix).then_with(|| a.text.cmp(&b.text)));
    (0..).zip(&mut terms).for_each(|(rank, term)| term.rank = rank);
    terms.par_sort_unstable_by_key(|term| (std::cmp::Reverse(term.df), term.rank));
    terms
}

impl Occurrences {
    /// The block under the corpus' numbers, without the terms that are dropped.
    fn numbered(mut self, numbers: &[u32]) -> Block {
        filter_map_runs(&mut self.terms, &mut self.ends, |term| {
            Some(numbers[term as usize]).filter(|&number| number != DROPPED)
        });
        let mut block = Block::default();
        let mut start = 0;
        for end in self.ends {
            block.push(&mut self.terms[start..end as usize]);
            start = end as usize;
        }
        block.shrink();
        block
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::language::Language;

    /// Sentences that share some words: 3,000 rows, enough for several threads.
    fn texts() -> Vec<String> {
        const WORDS: [&str; 9] = ["We", "must", "act", "now", "said", "the mayor", "a plan", "of 1961", "no"];
        let word = |n: usize| WORDS[n % WORDS.len()];
        let text = |n: usize| format!("{} {} {}, word{} {}!", word(n), word(n / 3), word(n / 7), n / 2, word(n * n));
        (0..3000).map(text).collect()
    }

    /// The terms of each row by their text, with 1 + ln tf.
    fn by_text(counts: &Counts) -> Vec<BTreeMap<&str, f32>> {
        let row = |row| {
            counts.row(row).entries().map(|(term, value)| (counts.terms()[term].as_ref(), value as f32)).collect()
        };
        (0..counts.rows()).map(row).collect()
    }

    #[test]
    fn terms_are_those_of_enough_rows() {
        let texts = texts();
        let documents: Vec<Document<'_>> = texts.iter().map(|text| Document { text, sources: &[] }).collect();
        let extractor = Extractor::new(Language::English);
        let mut lexicon = extractor.lexicon();
        let mut rows: Vec<BTreeMap<String, u32>> = Vec::new();
        let mut df: BTreeMap<String, u32> = BTreeMap::new();
        for text in &texts {
            let mut row = BTreeMap::new();
            extractor.for_each_term(&mut lexicon, text, &[], |key, _, _| {
                *row.entry(extractor.text(key)).or_default() += 1;
            });
            row.keys().for_each(|term| *df.entry(term.clone()).or_default() += 1);
            rows.push(row);
        }
        for min_df in [1, 2, 3, 100] {
            let counts = Counts::new(&extractor, &documents, min_df);
            let kept = |term: &str| df[term] >= min_df;
            assert_eq!(counts.terms().len(), df.keys().filter(|term| kept(term)).count());
            for (found, row) in by_text(&counts).into_iter().zip(&rows) {
                let expected = row.iter().filter(|(term, _)| kept(term));
                let expected = expected.map(|(term, &tf)| (term.as_str(), (1.0 + f64::from(tf).ln()) as f32)).collect();
                assert_eq!(found, expected);
            }
            let order = |term: &str| (std::cmp::Reverse(df[term]), term.to_owned());
            assert!(counts.terms().windows(2).all(|pair| order(&pair[0]) < order(&pair[1])));
        }
    }

    #[test]
    fn counts_do_not_depend_on_the_threads_and_keep_the_marked_terms() {
        let texts = texts();
        let documents: Vec<Document<'_>> = texts.iter().map(|text| Document { text, sources: &[] }).collect();
        let count = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| Counts::new(&Extractor::new(Language::English), &documents, 2))
        };
        let counts = count(1);
        assert_eq!(counts, count(3));
        let mut some = counts.clone();
        let is_kept: Vec<bool> = (0..counts.terms().len()).map(|term| term % 3 == 0).collect();
        some.keep(&is_kept);
        let kept: BTreeMap<&str, bool> = counts.terms().iter().map(|term| &**term).zip(is_kept).collect();
        for (found, mut all) in by_text(&some).into_iter().zip(by_text(&counts)) {
            all.retain(|term, _| kept[term]);
            assert_eq!(found, all);
        }
    }
}
