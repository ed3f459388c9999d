//! Near-duplicates: shortened copies, agency copy in two papers, a paragraph with another number.
//!
//! Texts are compared by their *shingles*, the sets of all runs of [`WORDS`] words (Broder 1997, "On the resemblance and
//! containment of documents"), ignoring case and punctuation. Their similarity is Jaccard's, |A ∩ B| / |A ∪ B|. The search is
//! exact: a set of n shingles with a similarity of at least t to another shares at least ⌈t·n⌉ of them with it, so the two share
//! one of the n − ⌈t·n⌉ + 1 rarest of each, and only such pairs are compared (prefix filter: Chaudhuri, Ganti and Kaushik 2006, "A primitive operator for similarity joins in data
//! cleaning"; Bayardo, Ma and Srikant 2007, "Scaling up all pairs similarity search").
//!
//! Shingles are 64-bit hashes: two of ten million are equal with a probability of 1 in 370,000.

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

/// Words in a shingle.
const WORDS: usize = 3;
/// Shorter texts are alike by chance.
const FEWEST_WORDS: usize = 6;
/// Least similarity of near-duplicates. Of 40 words, one replaced leaves .85, two .73.
const LEAST_SIMILARITY: f64 = 0.7;

/// A near-duplicate of an earlier text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NearRepeat {
    /// The index of the text.
    pub row: usize,
    /// The index of the earliest similar text that is not itself a near-duplicate.
    pub first: usize,
    /// Their Jaccard similarity, at least .7; 1 if they differ at most in case and punctuation.
    pub similarity: f64,
}

/// Finds near-duplicates of earlier texts, in order. Texts of fewer than six words are ignored.
///
/// ```
/// use oped::tables::rows::near_repeats;
/// let texts = [
///     "The council voted on Tuesday to close the two pools of the town for the whole winter, a spokeswoman said.",
///     "Nobody who cares for the town should vote for this plan, and we hope that nobody will.",
///     "The council voted on Monday to close the two pools of the town for the whole winter, a spokeswoman said.",
/// ];
/// let found = near_repeats(&texts);
/// assert_eq!((found.len(), found[0].row, found[0].first), (1, 2, 0));
/// ```
pub fn near_repeats(texts: &[&str]) -> Vec<NearRepeat> {
    near_repeats_after(0, texts)
}

/// Like [`near_repeats`], but only among the texts after the first `known`. Those never count as near-duplicates themselves.
pub(crate) fn near_repeats_after(known: usize, texts: &[&str]) -> Vec<NearRepeat> {
    let sets: Vec<Vec<u64>> = texts.par_iter().map(|text| shingles(text)).collect();
    let counts = shared(&sets);
    let mut leaders = Leaders { by_shingle: FxHashMap::default(), seen: vec![0; sets.len()] };
    let mut found = Vec::new();
    for (row, set) in sets.iter().enumerate().filter(|(_, set)| !set.is_empty()) {
        let prefix = prefix(set, &counts);
        match leaders.first_similar(row, &prefix, &sets).filter(|_| row >= known) {
            Some((first, similarity)) => found.push(NearRepeat { row, first, similarity }),
            None => leaders.add(row, &prefix),
        }
    }
    found
}

/// Returns the shingles of a text, ascending and distinct; none if it is too short.
fn shingles(text: &str) -> Vec<u64> {
    let words: Vec<u64> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(word_hash).collect();
    if words.len() < FEWEST_WORDS {
        return Vec::new();
    }
    let mut set: Vec<u64> = words.windows(WORDS).map(shingle_hash).collect();
    set.sort_unstable();
    set.dedup();
    set
}

/// Hashes a word in lower case.
fn word_hash(word: &str) -> u64 {
    xxh3_64(word.to_lowercase().as_bytes())
}

/// Hashes a run of words, in order.
fn shingle_hash(words: &[u64]) -> u64 {
    let mut bytes = [0; 8 * WORDS];
    for (to, word) in bytes.chunks_exact_mut(8).zip(words) {
        to.copy_from_slice(&word.to_le_bytes());
    }
    xxh3_64(&bytes)
}

/// Counts the texts of each shingle that is in two or more.
fn shared(sets: &[Vec<u64>]) -> FxHashMap<u64, u32> {
    let mut all: Vec<u64> = sets.concat();
    all.par_sort_unstable();
    let runs = all.chunk_by(|a, b| a == b).filter(|run| run.len() > 1);
    runs.map(|run| (run[0], run.len() as u32)).collect()
}

/// Returns the rarest shingles of a set, one of which every similar set shares; without those that no other set has.
fn prefix(set: &[u64], counts: &FxHashMap<u64, u32>) -> Vec<u64> {
    let length = set.len() - (LEAST_SIMILARITY * set.len() as f64).ceil() as usize + 1;
    let shared: Vec<(u32, u64)> = set.iter().filter_map(|shingle| Some((*counts.get(shingle)?, *shingle))).collect();
    // Shingles of this text alone are the rarest.
    let Some(left) = length.checked_sub(set.len() - shared.len()).filter(|left| *left > 0) else { return Vec::new() };
    let mut shared = shared;
    shared.sort_unstable();
    shared.into_iter().take(left).map(|(_, shingle)| shingle).collect()
}

/// The texts that are not near-duplicates, by the shingles of their prefixes.
struct Leaders {
    by_shingle: FxHashMap<u64, Vec<u32>>,
    /// The text (from 1) that each leader was last compared with.
    seen: Vec<u32>,
}

impl Leaders {
    fn add(&mut self, row: usize, prefix: &[u64]) {
        for &shingle in prefix {
            self.by_shingle.entry(shingle).or_default().push(row as u32);
        }
    }

    /// Returns the earliest similar leader.
    fn first_similar(&mut self, row: usize, prefix: &[u64], sets: &[Vec<u64>]) -> Option<(usize, f64)> {
        let mut best: Option<(usize, f64)> = None;
        for leader in prefix.iter().filter_map(|shingle| self.by_shingle.get(shingle)).flatten() {
            let leader = *leader as usize;
            if self.seen[leader] == row as u32 + 1 || best.is_some_and(|(first, _)| first <= leader) {
                continue;
            }
            self.seen[leader] = row as u32 + 1;
            let similarity = jaccard(&sets[row], &sets[leader]);
            if similarity >= LEAST_SIMILARITY {
                best = Some((leader, similarity));
            }
        }
        best
    }
}

/// Returns |A ∩ B| / |A ∪ B| of two ascending sets; 0 if their sizes rule out similarity.
fn jaccard(a: &[u64], b: &[u64]) -> f64 {
    let (short, long) = (a.len().min(b.len()), a.len().max(b.len()));
    if (short as f64) < LEAST_SIMILARITY * long as f64 {
        return 0.0;
    }
    let (mut i, mut j, mut both) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        both += usize::from(a[i] == b[j]);
        (i, j) = (i + usize::from(a[i] <= b[j]), j + usize::from(b[j] <= a[i]));
    }
    both as f64 / (a.len() + b.len() - both) as f64
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    /// Compares all pairs, as sets of strings.
    fn by_brute_force(texts: &[&str]) -> Vec<NearRepeat> {
        let set = |text: &&str| -> BTreeSet<String> {
            let lower = text.to_lowercase();
            let words: Vec<&str> =
                lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
            if words.len() < 6 { BTreeSet::new() } else { words.windows(3).map(|three| three.join(" ")).collect() }
        };
        let sets: Vec<BTreeSet<String>> = texts.iter().map(set).collect();
        let (mut leaders, mut found): (Vec<usize>, Vec<NearRepeat>) = (Vec::new(), Vec::new());
        for (row, own) in sets.iter().enumerate().filter(|(_, set)| !set.is_empty()) {
            let similarity =
                |first: usize| own.intersection(&sets[first]).count() as f64 / own.union(&sets[first]).count() as f64;
            match leaders.iter().find(|&&first| similarity(first) >= 0.7) {
                Some(&first) => found.push(NearRepeat { row, first, similarity: similarity(first) }),
                None => leaders.push(row),
            }
        }
        found
    }

    proptest! {
        /// The prefix filter loses nothing: few words in few orders make many texts that are just similar enough, or not.
        #[test]
        fn the_search_finds_what_comparing_everything_finds(
            seeds in prop::collection::vec((0usize..4, prop::collection::vec((0usize..30, 0usize..6), 0..5)), 1..40)
        ) {
            let texts: Vec<String> = seeds.iter().map(|(base, edits)| {
                let mut words: Vec<String> = (0..12 + 6 * base).map(|at| format!("w{}", (at * (base + 3)) % 17)).collect();
                for &(at, to) in edits {
                    let at = at % words.len();
                    words[at] = format!("W{to}");
                }
                words.join(", ")
            }).collect();
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            prop_assert_eq!(near_repeats(&texts), by_brute_force(&texts));
        }
    }

    /// B is near A, C is near B and not near A: a candidate C is a repeat of B, which is known.
    #[test]
    fn what_is_known_counts_though_it_repeats() {
        let text = |words: &[usize]| words.iter().map(|word| format!("w{word}")).collect::<Vec<_>>().join(" ");
        let a: Vec<usize> = (0..40).collect();
        let b: Vec<usize> = a.iter().map(|&word| if word == 10 { 100 } else { word }).collect();
        let c: Vec<usize> = b.iter().map(|&word| if word == 30 { 300 } else { word }).chain([41, 42, 43]).collect();
        let texts = [text(&a), text(&b), text(&c)];
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        assert_eq!(near_repeats(&texts).len(), 1, "C leads a group of its own");
        let behind = near_repeats_after(2, &texts);
        assert_eq!((behind.len(), behind[0].row, behind[0].first), (1, 2, 1));
    }

    #[test]
    fn short_texts_are_alike_by_chance() {
        assert!(near_repeats(&["Read more about this here.", "Read more about this here."]).is_empty());
        let found = near_repeats(&["Read more about this story here!", "READ MORE about: this story here"]);
        assert_eq!(found, [NearRepeat { row: 1, first: 0, similarity: 1.0 }]);
    }
}
