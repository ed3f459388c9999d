//! Distinct texts and their numbers.

use std::hash::BuildHasher;

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

/// Distinct texts in one piece of memory; the position of a text is its number.
#[derive(Debug, Clone, Default)]
pub(crate) struct Texts {
    text: String,
    /// Where each ends in `text`.
    ends: Vec<u32>,
    /// The numbers, by the hashes of their texts.
    numbers: HashTable<u32>,
}

impl Texts {
    /// Texts that were written: concatenated, and where each ends. `None` if the ends do not divide the text, or if two are equal.
    pub(crate) fn from_parts(text: &str, ends: &[u32]) -> Option<Texts> {
        let mut texts = Texts { numbers: HashTable::with_capacity(ends.len()), ..Texts::default() };
        let mut start = 0;
        for (number, &end) in ends.iter().enumerate() {
            let one = text.get(start..end as usize)?;
            (texts.add(one)? as usize == number).then_some(())?;
            start = end as usize;
        }
        (start == text.len()).then_some(texts)
    }

    /// The texts as they are written.
    pub(crate) fn parts(&self) -> (&str, &[u32]) {
        (&self.text, &self.ends)
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The text of a number; empty if there is none.
    pub(crate) fn text(&self, number: u32) -> &str {
        text_of(&self.text, &self.ends, number)
    }

    /// The bytes of the longest text.
    pub(crate) fn longest(&self) -> usize {
        (0..self.len()).map(|number| self.text(number as u32).len()).max().unwrap_or(0)
    }

    /// The number of a text.
    pub(crate) fn number(&self, text: &str) -> Option<u32> {
        self.numbers.find(hash(text), |&number| self.text(number) == text).copied()
    }

    /// The number of a text, which is the next one if it is new; `None` if there is no room for it.
    pub(crate) fn add(&mut self, text: &str) -> Option<u32> {
        if let Some(number) = self.number(text) {
            return Some(number);
        }
        let (number, end) = (u32::try_from(self.len()).ok()?, u32::try_from(self.text.len() + text.len()).ok()?);
        self.text.push_str(text);
        self.ends.push(end);
        let Texts { text: all, ends, numbers } = self;
        numbers.insert_unique(hash(text), number, |&other| hash(text_of(all, ends, other)));
        Some(number)
    }
}

fn hash(text: &str) -> u64 {
    FxBuildHasher.hash_one(text)
}

fn text_of<'t>(all: &'t str, ends: &[u32], number: u32) -> &'t str {
    let number = number as usize;
    let start = if number == 0 { Some(0) } else { ends.get(number - 1).copied() };
    let span = start.zip(ends.get(number)).map(|(start, &end)| start as usize..end as usize);
    span.and_then(|span| all.get(span)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_numbered_as_they_come_and_read_as_they_were_written() {
        let mut texts = Texts::default();
        assert_eq!(["we", "must", "we", ""].map(|text| texts.add(text)), [Some(0), Some(1), Some(0), Some(2)]);
        let (text, ends) = texts.parts();
        let read = Texts::from_parts(text, ends).unwrap();
        assert_eq!(["must", "", "act"].map(|text| read.number(text)), [Some(1), Some(2), None]);
        assert_eq!((read.text(0), read.text(9)), ("we", ""));
        for (text, ends) in [("wewe", vec![2, 4]), ("we", vec![3]), ("we", vec![1]), ("wé", vec![2, 3])] {
            assert!(Texts::from_parts(text, &ends).is_none(), "{text} {ends:?}");
        }
    }
}
