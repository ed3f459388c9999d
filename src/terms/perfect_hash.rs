//! Key → number without collisions, for keys that are known beforehand.
//!
//! Hash and displace (Belazzougui, Botelho, Dietzfelbinger 2009): keys fall into small buckets, and each bucket, the fullest first,
//! takes the first displacement that moves all its keys to free places. A look-up reads one displacement and one place. A place holds
//! the number of its key and a few bits of the key's hash, so that most keys that are not there are told without a second look. The
//! tables are small, and are read from the model file as they are.

use std::borrow::Cow;

/// Keys to a bucket, on average.
const BUCKET: usize = 4;
/// Places to five keys: the fewer are free, the longer the search for displacements.
const PLACES: usize = 6;
/// A place without a key.
const FREE: u32 = u32::MAX;
/// Spreads hashes; the fractional parts of the golden ratio and of √2.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;
const MOVE: u64 = 0x6A09_E667_F3BC_C909;

/// A map from the hashes of keys to their numbers, 0 to their count. The caller compares the key, for two keys may share a hash's
/// bits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct PerfectHash {
    /// How far the keys of each bucket are moved.
    moves: Cow<'static, [u16]>,
    /// The number of the key there, and above it bits of its hash.
    places: Cow<'static, [u32]>,
    /// The bits of a number.
    bits: u32,
}

impl PerfectHash {
    /// A map of these hashes to their positions; `None` if two are equal, or if there are too many.
    pub(crate) fn new(hashes: &[u64]) -> Option<PerfectHash> {
        let buckets = hashes.len().div_ceil(BUCKET).max(1);
        let mut map = PerfectHash {
            moves: vec![0; buckets].into(),
            places: vec![FREE; (hashes.len() * PLACES / 5).max(1) + 1].into(),
            bits: bits_of(hashes.len())?,
        };
        let mut in_bucket: Vec<Vec<u32>> = vec![Vec::new(); buckets];
        hashes.iter().zip(0..).for_each(|(&hash, number)| in_bucket[bucket(hash, buckets)].push(number));
        let mut order: Vec<usize> = (0..buckets).collect();
        order.sort_by_key(|&bucket| std::cmp::Reverse(in_bucket[bucket].len()));
        let mut taken = Vec::new();
        let of_places = map.places.len();
        for bucket in order {
            let keys = &in_bucket[bucket];
            let fits = |&by: &u16| {
                taken.clear();
                taken.extend(keys.iter().map(|&number| place(hashes[number as usize], by, of_places)));
                taken.iter().all(|&place| map.places[place] == FREE)
                    && (1..taken.len()).all(|at| !taken[..at].contains(&taken[at]))
            };
            let by = (0..=u16::MAX).find(fits)?;
            map.moves.to_mut()[bucket] = by;
            for &number in keys {
                let hash = hashes[number as usize];
                map.places.to_mut()[place(hash, by, of_places)] = checked(hash, map.bits) | number;
            }
        }
        Some(map)
    }

    /// A map of `len` keys that was written; `None` if it is of no size.
    pub(crate) fn from_parts(
        moves: Cow<'static, [u16]>,
        places: Cow<'static, [u32]>,
        len: usize,
    ) -> Option<PerfectHash> {
        let bits = bits_of(len)?;
        (!moves.is_empty() && !places.is_empty()).then_some(PerfectHash { moves, places, bits })
    }

    /// Returns true if each place is free or has one of the numbers below `len`.
    pub(crate) fn has_numbers_below(&self, len: usize) -> bool {
        let (number, len) = (!(u32::MAX << self.bits), len as u32);
        let is_number = |place: &u32| (*place == FREE) | (place & number < len);
        // Without a way out of the loop the places are looked at several at a time.
        self.places.iter().fold(true, |are, place| are & is_number(place))
    }

    /// The tables as they are written.
    pub(crate) fn parts(&self) -> (&[u16], &[u32]) {
        (&self.moves, &self.places)
    }

    /// The tables to look up many keys in.
    pub(crate) fn view(&self) -> View<'_> {
        View { moves: &self.moves, places: &self.places, bits: self.bits }
    }
}

/// The tables of a [`PerfectHash`], wherever they lie.
#[derive(Debug, Clone, Copy)]
pub(crate) struct View<'h> {
    moves: &'h [u16],
    places: &'h [u32],
    bits: u32,
}

impl View<'_> {
    /// The number of the only key that may have this hash.
    #[inline]
    pub(crate) fn candidate(self, hash: u64) -> Option<u32> {
        let place = self.place(hash);
        let number = self.number(place);
        (place != FREE && place & !self.number(u32::MAX) == checked(hash, self.bits)).then_some(number)
    }

    /// The same without a look at the hash's bits: for a key that is not there some number, of a key or not.
    #[inline]
    pub(crate) fn unchecked(self, hash: u64) -> u32 {
        self.number(self.place(hash))
    }

    #[inline]
    fn place(self, hash: u64) -> u32 {
        self.places[place(hash, self.moves[bucket(hash, self.moves.len())], self.places.len())]
    }

    /// The number in a place. A free place has all bits set, and so has no number of a key.
    #[inline]
    fn number(self, place: u32) -> u32 {
        place & !(u32::MAX << self.bits)
    }
}

#[inline]
fn bucket(hash: u64, buckets: usize) -> usize {
    scaled(hash >> 32, buckets)
}

#[inline]
fn place(hash: u64, by: u16, places: usize) -> usize {
    scaled((hash ^ u64::from(by).wrapping_mul(MOVE)).wrapping_mul(SPREAD) >> 32, places)
}

/// The bits of a hash that a place keeps above a number of so many bits.
#[inline]
fn checked(hash: u64, bits: u32) -> u32 {
    (hash as u32) << bits
}

/// The bits that the numbers of `len` keys need, so that one of them is no number; `None` if that leaves none of the hash.
fn bits_of(len: usize) -> Option<u32> {
    let bits = usize::BITS - len.leading_zeros();
    (bits < u32::BITS).then_some(bits.max(1))
}

/// Maps 32 bits evenly to 0..len.
fn scaled(bits: u64, len: usize) -> usize {
    ((bits * len as u64) >> 32) as usize
}

/// Spreads the bits of a key that is a number; distinct numbers have distinct hashes.
#[inline]
pub(crate) fn hash_of_number(key: u64) -> u64 {
    let hash = (key ^ key >> 32).wrapping_mul(SPREAD);
    (hash ^ hash >> 29).wrapping_mul(MOVE)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// A key that had another's number would be scored with its coefficient.
        #[test]
        fn each_key_has_its_number_and_others_seldom_have_one(keys in prop::collection::hash_set(any::<u64>(), 0..3000)) {
            let keys: Vec<u64> = keys.into_iter().collect();
            let hashes: Vec<u64> = keys.iter().map(|&key| hash_of_number(key)).collect();
            let map = PerfectHash::new(&hashes).unwrap();
            let (moves, places) = map.parts();
            prop_assert_eq!(&PerfectHash::from_parts(moves.to_vec().into(), places.to_vec().into(), keys.len()).unwrap(), &map);
            for (number, &hash) in hashes.iter().enumerate() {
                prop_assert_eq!(map.view().candidate(hash), Some(number as u32));
                prop_assert_eq!(map.view().unchecked(hash), number as u32);
            }
            let strangers = (0..1000).filter(|&key| !keys.contains(&key)).map(hash_of_number);
            prop_assert!(strangers.filter(|&hash| map.view().candidate(hash).is_some()).count() < 20);
        }
    }

    #[test]
    fn what_cannot_be_a_map_is_refused() {
        assert_eq!(PerfectHash::new(&[7, 7]), None);
        let map = PerfectHash::from_parts(vec![0].into(), vec![2].into(), 2).unwrap();
        assert!(!map.has_numbers_below(2) && map.has_numbers_below(3));
        assert_eq!(PerfectHash::from_parts(vec![].into(), vec![0].into(), 1), None);
    }
}
