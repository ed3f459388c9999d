//! Rows that are odd in themselves, whatever their label: without words, in another language, boilerplate.
//!
//! - **No words**: no letter and no digit. These are not trained on.
//! - **Another language** than the training's: see [`crate::language::foreign`].
//! - **Boilerplate**: page furniture, a byline, or a caption by its words ([`crate::article::told_by_words`]); or the same text
//!   in [`LEAST_ARTICLES`] articles or more, reported at its first row.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::judged::Judged;
use crate::article::{BlockKind, told_by_words};
use crate::language::Language;
use crate::language::foreign::{Foreign, foreign};
use crate::tables::rows::{RowRef, Table};

/// A text in this many articles is boilerplate.
pub const LEAST_ARTICLES: usize = 3;

/// A row that is odd in itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OddRow {
    /// The row.
    pub place: RowRef,
    /// What is odd.
    pub oddity: Oddity,
}

/// What is odd about a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Oddity {
    /// It has no letter and no digit.
    NoWords,
    /// It has hardly any English function words.
    NotEnglish,
    /// Most of its letters are of another script.
    OtherScript,
    /// Page furniture, a byline or a caption, by its words.
    Furniture(BlockKind),
    /// The same text is in several articles.
    Repeated {
        /// The number of articles.
        articles: usize,
    },
}

/// Finds all of them, ordered by place; one oddity for each row.
pub(super) fn find(judged: &Judged<'_>, language: Language) -> Vec<OddRow> {
    let lint = &judged.validation.lint;
    let odd = |place: &RowRef, oddity: Oddity| (*place, oddity);
    let mut found: BTreeMap<RowRef, Oddity> = repeated(judged).into_iter().collect();
    let rows: Vec<usize> = (0..judged.len()).collect();
    let by_text: Vec<(RowRef, Oddity)> = rows
        .par_iter()
        .filter_map(|&row| oddity(judged.text(row), language).map(|oddity| odd(&judged.place(row), oddity)))
        .collect();
    found.extend(by_text);
    found.extend(lint.empty.iter().map(|place| odd(place, Oddity::NoWords)));
    found.into_iter().map(|(place, oddity)| OddRow { place, oddity }).collect()
}

fn oddity(text: &str, language: Language) -> Option<Oddity> {
    match foreign(text, language) {
        Some(Foreign::Script) => Some(Oddity::OtherScript),
        Some(Foreign::Words) => Some(Oddity::NotEnglish),
        None => told_by_words(text).map(Oddity::Furniture),
    }
}

/// The first rows of texts that are in many articles.
fn repeated(judged: &Judged<'_>) -> Vec<(RowRef, Oddity)> {
    let lint = &judged.validation.lint;
    let mut articles: BTreeMap<RowRef, BTreeSet<(&str, &str)>> = BTreeMap::new();
    for repeat in lint.duplicates.iter().chain(&lint.conflicts) {
        let of = articles.entry(repeat.first).or_default();
        of.extend([repeat.row, repeat.first].iter().filter_map(|&at| article(judged.tables, at)));
    }
    let many = articles.into_iter().filter(|(_, articles)| articles.len() >= LEAST_ARTICLES);
    many.map(|(first, articles)| (first, Oddity::Repeated { articles: articles.len() })).collect()
}

/// A row's source and article; none if it names no article.
fn article(tables: &[Table], at: RowRef) -> Option<(&str, &str)> {
    let (table, row) = (&tables[at.table], &tables[at.table].rows[at.row]);
    Some((table.source_of(row), row.article.as_deref()?))
}
