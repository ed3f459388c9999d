//! Term → column, for one vocabulary, and the tables by which scoring finds it.
//!
//! A term is a number made of the numbers of its forms ([`TermKey`]). All terms are in a perfect hash, which comes with the model file.
//! Those of one part are also in tables by the part, which are filled from their numbers.

use std::borrow::Cow;

use crate::terms::{Form, FormTables, PerfectHash, PerfectHashView, TermKey, hash_of_number, voice_number};
use crate::voice::Voice;

/// No column.
const NONE: u32 = u32::MAX;

/// The column of each term.
#[derive(Debug)]
pub(crate) struct Lookup {
    tables: FormTables,
    /// The key of each column, as a number.
    keys: Cow<'static, [u64]>,
    lone: LoneTerms,
    /// The columns by the hashes of their keys.
    columns: PerfectHash,
}

impl Lookup {
    /// Looks up the terms of a vocabulary, in the order of its columns; `None` if there are too many. A term that no text has, which
    /// only a file of an older format can hold, is not found.
    pub(crate) fn of_terms<'v>(terms: impl Iterator<Item = &'v str>) -> Option<Lookup> {
        let (tables, keys) = numbered(terms);
        let hashes: Vec<u64> = keys.iter().map(|&key| hash_of_number(key)).collect();
        let columns = PerfectHash::new(&hashes)?;
        Some(Lookup { lone: LoneTerms::new(&tables, &keys), tables, keys: keys.into(), columns })
    }

    /// Tables that were written. They must be [sound](Lookup::is_sound) before anything is looked up.
    pub(crate) fn from_parts(tables: FormTables, keys: Cow<'static, [u64]>, columns: PerfectHash) -> Lookup {
        Lookup { lone: LoneTerms::new(&tables, &keys), tables, keys, columns }
    }

    /// Returns true if the tables fit together.
    pub(crate) fn is_sound(&self) -> bool {
        let have = |&key: &u64| self.tables.have(TermKey::of_number(key));
        self.keys.iter().all(have) && self.tables.fit(&self.keys) && self.columns.has_numbers_below(self.keys.len())
    }

    /// The forms of the terms.
    pub(crate) fn tables(&self) -> &FormTables {
        &self.tables
    }

    /// The key of each column, as a number.
    pub(crate) fn keys(&self) -> &[u64] {
        &self.keys
    }

    /// The perfect hash of the keys.
    pub(crate) fn columns(&self) -> &PerfectHash {
        &self.columns
    }

    /// The column of a term, if it is a feature.
    pub(crate) fn column(&self, key: TermKey) -> Option<u32> {
        self.terms().column(key)
    }

    /// The features of any number of parts. Those of one are found faster by their parts.
    pub(crate) fn terms(&self) -> Terms<'_> {
        Terms { keys: &self.keys, columns: self.columns.view() }
    }

    /// The features of one part.
    pub(crate) fn lone(&self) -> &LoneTerms {
        &self.lone
    }
}

/// The columns of terms, to look up many.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Terms<'l> {
    keys: &'l [u64],
    columns: PerfectHashView<'l>,
}

impl Terms<'_> {
    /// The column of a term, if it is a feature.
    #[inline]
    pub(crate) fn column(self, key: TermKey) -> Option<u32> {
        let column = self.columns.candidate(hash_of_number(key.number()))?;
        (self.keys[column as usize] == key.number()).then_some(column)
    }

    /// Appends the columns of those terms that are features. One term in six is none, which no processor can guess: nothing here
    /// depends on it but how far the place of the next column moves.
    pub(crate) fn push_columns(self, terms: &[TermKey], columns: &mut Vec<u32>) {
        let Some(last) = self.keys.len().checked_sub(1) else { return };
        let mut end = columns.len();
        columns.resize(end + terms.len(), 0);
        for key in terms.iter().map(|key| key.number()) {
            let column = last.min(self.columns.unchecked(hash_of_number(key)) as usize);
            columns[end] = column as u32;
            end += usize::from(self.keys[column] == key);
        }
        columns.truncate(end);
    }
}

/// Numbers the forms of terms.
pub(crate) fn numbered<'v>(terms: impl Iterator<Item = &'v str>) -> (FormTables, Vec<u64>) {
    let mut tables = FormTables::default();
    let keys = terms.enumerate().map(|(column, term)| tables.parse(term).unwrap_or(TermKey::of_none(column)));
    let keys = keys.map(TermKey::number).collect();
    (tables, keys)
}

/// The columns of terms of one part: unigrams, and patterns of one slot.
#[derive(Debug)]
pub(crate) struct LoneTerms {
    /// For each form, by voice.
    forms: Vec<[u32; 3]>,
    /// For each slot, of its pattern.
    slots: Vec<u32>,
}

impl LoneTerms {
    /// Those among the terms of a vocabulary, in the order of its columns.
    pub(crate) fn new(tables: &FormTables, keys: &[u64]) -> LoneTerms {
        let (mut forms, mut slots) = (vec![[NONE; 3]; tables.forms.len()], vec![NONE; tables.slots.len()]);
        for (key, column) in keys.iter().map(|&key| TermKey::of_number(key)).zip(0..) {
            if let Some((voice, form)) = key.as_unigram() {
                if let Some(columns) = forms.get_mut(form.0 as usize) {
                    columns[voice] = column;
                }
            } else if let Some(of_slot) = key.as_lone_slot().and_then(|slot| slots.get_mut(slot as usize)) {
                *of_slot = column;
            }
        }
        LoneTerms { forms, slots }
    }

    /// The column of a form in a voice.
    #[inline]
    pub(crate) fn of_form(&self, form: Form, voice: usize) -> Option<u32> {
        Some(self.forms[form.0 as usize][voice]).filter(|&column| column != NONE)
    }

    /// The column of the pattern of one slot.
    #[inline]
    pub(crate) fn of_slot(&self, slot: u32) -> Option<u32> {
        Some(self.slots[slot as usize]).filter(|&column| column != NONE)
    }

    /// Returns true if a form is a feature in this voice or in the author's.
    #[inline]
    pub(crate) fn is_seen(&self, form: Form, voice: Voice) -> bool {
        let columns = self.forms.get(form.0 as usize);
        columns.is_some_and(|columns| columns[voice_number(voice)] != NONE || columns[0] != NONE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_term_has_its_column_and_no_other() {
        let terms = ["a:we", "must", "p:*ly", "p:we must *", "q:we must", "we", "we must", "x y z"];
        let lookup = Lookup::of_terms(terms.into_iter()).unwrap();
        let mut tables = lookup.tables().clone();
        let mut column = |term: &str| lookup.column(tables.parse(term).unwrap());
        for (number, term) in terms[..7].iter().enumerate() {
            assert_eq!(column(term), Some(number as u32), "{term}");
        }
        assert_eq!(["a:must", "must we", "a:we must", "p:*ly we"].map(column), [None; 4]);
        assert!(lookup.lone().is_seen(Form(0), Voice::Author));
    }

    #[test]
    fn keys_of_other_forms_are_refused() {
        let tables = |terms: &[&str]| Lookup::of_terms(terms.iter().copied()).unwrap();
        let (small, large) = (tables(&["we"]), tables(&["must", "p:we *", "we"]));
        let read = |forms: &Lookup, keys: &Lookup| {
            Lookup::from_parts(forms.tables.clone(), keys.keys.clone(), keys.columns.clone()).is_sound()
        };
        assert!(read(&large, &large) && read(&large, &small) && !read(&small, &large));
    }

    /// A file with a right checksum may still have any numbers.
    #[test]
    fn keys_and_places_that_cannot_be_are_refused_or_not_found() {
        let mut tables = FormTables::default();
        let last = tables.parse("we must").unwrap();
        let no_voice = 4 << 60 | ((1 << 30) - 1) << 30;
        let columns = PerfectHash::new(&[hash_of_number(no_voice)]).unwrap();
        assert!(!Lookup::from_parts(tables.clone(), vec![no_voice].into(), columns).is_sound());
        // The place of its only term is free.
        let columns = PerfectHash::from_parts(vec![0].into(), vec![u32::MAX; 2].into(), 1).unwrap();
        let lookup = Lookup::from_parts(tables, vec![last.number()].into(), columns);
        let mut found = Vec::new();
        lookup.terms().push_columns(&[last], &mut found);
        assert!(found.iter().all(|&column| column == 0) && lookup.column(last).is_none());
    }

    /// A small file can ask for any number of long terms.
    #[test]
    fn terms_of_more_text_than_can_be_kept_are_refused() {
        let long = "a".repeat(1 << 20);
        let mut tables = FormTables::default();
        let key = tables.parse(&format!("{long} {long}")).unwrap().number();
        let read = |number: usize| {
            let hashes: Vec<u64> = (0..number as u64).map(hash_of_number).collect();
            let columns = PerfectHash::new(&hashes).unwrap();
            Lookup::from_parts(tables.clone(), vec![key; number].into(), columns).is_sound()
        };
        assert!(read(1000) && !read(2100));
    }
}
