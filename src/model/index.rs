//! Term → column, for one vocabulary.
//!
//! Unigrams are in a table with one entry per form, all other terms in a hash table. Both are built once from the vocabulary;
//! neither is part of the model file.

use std::hash::BuildHasher;

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

use crate::terms::{Form, TermKey, voice_number};
use crate::voice::Voice;

/// No column.
const NONE: u32 = u32::MAX;

/// The column of each term.
#[derive(Debug)]
pub(crate) struct Index {
    /// For each form, the column of its unigram in each voice.
    unigrams: Vec<[u32; 3]>,
    /// Keys, as two halves, with their columns.
    others: HashTable<([u32; 2], u32)>,
}

impl Index {
    /// An index of the keys of a vocabulary, in the order of its columns, whose forms are below `forms`.
    pub(crate) fn new(keys: &[Option<TermKey>], forms: usize) -> Index {
        let mut unigrams = vec![[NONE; 3]; forms];
        let mut others = HashTable::with_capacity(keys.len());
        for (column, key) in keys.iter().enumerate() {
            let Some(key) = *key else { continue };
            match key.as_unigram() {
                Some((voice, form)) => unigrams[form.0 as usize][voice] = column as u32,
                None => {
                    let entry = (key.halves(), column as u32);
                    others.insert_unique(FxBuildHasher.hash_one(key), entry, |&(halves, _)| {
                        FxBuildHasher.hash_one(TermKey::of_halves(halves))
                    });
                }
            }
        }
        Index { unigrams, others }
    }

    /// The column of a term, if it is a feature.
    pub(crate) fn column(&self, key: TermKey) -> Option<u32> {
        match key.as_unigram() {
            Some((voice, form)) => Some(self.unigrams[form.0 as usize][voice]).filter(|&column| column != NONE),
            None => {
                let halves = key.halves();
                let found = self.others.find(FxBuildHasher.hash_one(key), |entry| entry.0 == halves);
                found.map(|&(_, column)| column)
            }
        }
    }

    /// Returns true if a form is a feature in this voice or in the author's.
    pub(crate) fn is_seen(&self, form: Form, voice: Voice) -> bool {
        let columns = self.unigrams.get(form.0 as usize);
        columns.is_some_and(|columns| columns[voice_number(voice)] != NONE || columns[0] != NONE)
    }
}
