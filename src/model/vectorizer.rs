//! Paragraph → sparse row, for one fitted transform.
//!
//! Terms are found by their keys: unigrams in a table with a place for each form, all others in a hash table. Both are built
//! once, from the vocabulary; they are no part of the model file.

use std::hash::BuildHasher;
use std::sync::{Mutex, PoisonError};

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

use super::column_set::ColumnSet;
use super::occurrences::{Collector, Occurrences};
use super::row::SparseRow;
use super::tfidf::TfIdf;
use crate::error::Result;
use crate::language::Language;
use crate::terms::{Extractor, Form, Lexicon, Mark, Sink, TermKey, Token, WordCount, voice_number};
use crate::text::Span;
use crate::voice::{SourceSpan, Voice};

/// No column.
const NONE: u32 = u32::MAX;

/// Turns paragraphs into rows. Threads may share it.
#[derive(Debug)]
pub struct Vectorizer<'m> {
    tfidf: &'m TfIdf,
    extractor: Extractor,
    index: Index,
    /// What threads work with, while they do not.
    idle: Mutex<Vec<Workspace>>,
}

/// Where the columns of the terms are.
#[derive(Debug)]
pub(crate) struct Index {
    /// For each form the column of its unigram in each voice.
    unigrams: Vec<[u32; 3]>,
    /// Keys, as two halves, with their columns.
    others: HashTable<([u32; 2], u32)>,
}

/// What one thread needs to make rows.
#[derive(Debug)]
struct Workspace {
    lexicon: Lexicon,
    keys: Vec<TermKey>,
    columns: ColumnSet,
    weighted: Vec<f64>,
    row: SparseRow,
}

impl<'m> Vectorizer<'m> {
    /// A vectorizer for a transform that was fitted to texts of a language.
    ///
    /// # Errors
    /// [`crate::error::ErrorKind::Usage`] where the language is unknown.
    pub fn new(tfidf: &'m TfIdf, language: Language) -> Result<Self> {
        let (extractor, keys) = Extractor::of_vocabulary(language, tfidf.vocabulary.iter());
        let index = Index::new(&keys, extractor.forms());
        Ok(Vectorizer { tfidf, extractor, index, idle: Mutex::default() })
    }

    /// The row of a paragraph. `sources` are the spans in which a source speaks.
    ///
    /// ```
    /// use oped::Model;
    /// let model = Model::shipped()?;
    /// let row = model.vectorizer()?.transform("We must act.", &[]);
    /// let we_must = model.tfidf.vocabulary.column("we must").unwrap();
    /// assert!(row.columns.contains(&we_must));
    /// # Ok::<(), oped::error::Error>(())
    /// ```
    pub fn transform(&self, text: &str, sources: &[SourceSpan]) -> SparseRow {
        self.with_row(text, sources, |row, _| row.clone())
    }

    /// Calls `each` with the row of a paragraph and how many words it has.
    pub fn with_row<T>(&self, text: &str, sources: &[SourceSpan], each: impl FnOnce(&SparseRow, WordCount) -> T) -> T {
        self.with_space(|Workspace { lexicon, keys, columns, weighted, row }| {
            keys.clear();
            let mut found = Found { index: &self.index, keys, words: WordCount::default() };
            self.extractor.read(lexicon, text, sources, &mut found);
            let words = found.words;
            // All at once: while one is fetched from memory, the next is already searched.
            keys.iter().filter_map(|&key| self.index.column(key)).for_each(|column| columns.add(column));
            self.tfidf.row(columns, weighted, row);
            each(row, words)
        })
    }

    /// Where the terms of a paragraph's row stand, and its words and marks.
    ///
    /// ```
    /// use oped::Model;
    /// let model = Model::shipped()?;
    /// let text = "We must act.";
    /// let found = model.vectorizer()?.occurrences(text, &[]);
    /// let we_must = model.tfidf.vocabulary.column("we must").unwrap();
    /// let place = found.terms.iter().find(|term| term.column == we_must).unwrap();
    /// assert_eq!(place.span.of(text), "We must");
    /// assert_eq!(found.pieces.len(), 4);
    /// # Ok::<(), oped::error::Error>(())
    /// ```
    pub fn occurrences(&self, text: &str, sources: &[SourceSpan]) -> Occurrences {
        self.with_space(|space| {
            let mut collector = Collector::new(&self.index, space.lexicon.mark(Mark::Name).form);
            self.extractor.read(&mut space.lexicon, text, sources, &mut collector);
            collector.finish()
        })
    }

    /// The row of a paragraph with these terms and no others: a column for each occurrence, in any order.
    ///
    /// ```
    /// use oped::Model;
    /// let model = Model::shipped()?;
    /// let vectorizer = model.vectorizer()?;
    /// let text = "We must act, and we must act now.";
    /// let terms = vectorizer.occurrences(text, &[]).terms;
    /// assert_eq!(vectorizer.row_of(terms.iter().map(|term| term.column)), vectorizer.transform(text, &[]));
    /// # Ok::<(), oped::error::Error>(())
    /// ```
    pub fn row_of(&self, terms: impl IntoIterator<Item = u32>) -> SparseRow {
        self.with_space(|Workspace { columns, weighted, row, .. }| {
            terms.into_iter().for_each(|column| columns.add(column));
            self.tfidf.row(columns, weighted, row);
            row.clone()
        })
    }

    /// Lends a workspace that nobody else uses.
    fn with_space<T>(&self, work: impl FnOnce(&mut Workspace) -> T) -> T {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut space = idle.unwrap_or_else(|| self.workspace());
        let result = work(&mut space);
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(space);
        result
    }

    fn workspace(&self) -> Workspace {
        Workspace {
            lexicon: self.extractor.lexicon(),
            keys: Vec::new(),
            columns: ColumnSet::new(self.tfidf.vocabulary.len()),
            weighted: Vec::new(),
            row: SparseRow::default(),
        }
    }
}

impl Index {
    fn new(keys: &[Option<TermKey>], forms: usize) -> Index {
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

    /// Whether a form is a feature in a voice or in the author's.
    pub(crate) fn is_seen(&self, form: Form, voice: Voice) -> bool {
        let columns = self.unigrams.get(form.0 as usize);
        columns.is_some_and(|columns| columns[voice_number(voice)] != NONE || columns[0] != NONE)
    }
}

/// Collects a paragraph's terms and counts its words.
struct Found<'w> {
    index: &'w Index,
    keys: &'w mut Vec<TermKey>,
    words: WordCount,
}

impl Sink for Found<'_> {
    fn token(&mut self, token: &Token) {
        if token.is_word {
            self.words.words += 1;
            self.words.source += usize::from(token.voice != Voice::Author);
            self.words.unseen += usize::from(!self.index.is_seen(token.form, token.voice));
        }
    }

    fn term(&mut self, key: TermKey, _: Span, _: Voice) {
        self.keys.push(key);
    }
}
