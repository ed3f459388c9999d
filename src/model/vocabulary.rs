//! Which terms are features, and which column each has.

use std::sync::{Arc, OnceLock};

use super::lookup::Lookup;
use crate::terms::TermKey;

/// Distinct terms; a term's position is its column.
///
/// Those of a training are by falling frequency, ties alphabetically: the numbers of the columns that most paragraphs need lie
/// together, and in the processor's caches. Up to format 5 of the model file they were alphabetical.
#[derive(Debug, Clone)]
pub struct Vocabulary {
    lookup: Arc<Lookup>,
    /// Their texts, put together when somebody reads them: scoring does not.
    terms: OnceLock<Terms>,
    /// The columns in alphabetical (byte) order, made when somebody looks for a text.
    by_text: OnceLock<Vec<u32>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Terms {
    /// All terms, concatenated.
    text: String,
    /// Where each ends in `text`.
    ends: Vec<u32>,
}

impl Terms {
    fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.ends.len()).map(|column| self.term(column))
    }

    fn term(&self, column: usize) -> &str {
        let start = if column == 0 { 0 } else { self.ends[column - 1] };
        &self.text[start as usize..self.ends[column] as usize]
    }

    /// The terms of these keys.
    fn of(lookup: &Lookup) -> Terms {
        let mut text = String::new();
        let mut ends = Vec::with_capacity(lookup.keys().len());
        for &key in lookup.keys() {
            lookup.tables().push_text(TermKey::of_number(key), &mut text);
            // A vocabulary of a file that is too large for this was refused when it was read.
            ends.push(u32::try_from(text.len()).unwrap_or(u32::MAX));
        }
        Terms { text, ends }
    }
}

impl PartialEq for Vocabulary {
    fn eq(&self, other: &Vocabulary) -> bool {
        self.terms() == other.terms()
    }
}

impl Eq for Vocabulary {}

impl Vocabulary {
    /// A vocabulary of `terms`, or `None` if two are the same, or if they are too many.
    pub fn new(terms: &[Box<str>]) -> Option<Vocabulary> {
        let mut text = String::new();
        let mut ends = Vec::with_capacity(terms.len());
        for term in terms {
            text.push_str(term);
            ends.push(u32::try_from(text.len()).ok()?);
        }
        Self::of_terms(Terms { text, ends })
    }

    /// A vocabulary of the terms concatenated in `text`, each up to one of `ends`; `None` if they are not strictly ascending, do not
    /// cover the text, or are too many.
    pub(crate) fn from_sorted_parts(text: String, ends: Vec<u32>) -> Option<Vocabulary> {
        let mut start = 0;
        let mut before: Option<&str> = None;
        for &end in &ends {
            let term = text.get(start..end as usize)?;
            if before.is_some_and(|before| before >= term) {
                return None;
            }
            (start, before) = (end as usize, Some(term));
        }
        (start == text.len()).then_some(())?;
        Self::of_terms(Terms { text, ends })
    }

    fn of_terms(terms: Terms) -> Option<Vocabulary> {
        let lookup = Arc::new(Lookup::of_terms(terms.iter())?);
        Some(Vocabulary { lookup, terms: terms.into(), by_text: OnceLock::new() })
    }

    /// The vocabulary of tables that were written.
    pub(crate) fn of_lookup(lookup: Lookup) -> Vocabulary {
        Vocabulary { lookup: Arc::new(lookup), terms: OnceLock::new(), by_text: OnceLock::new() }
    }

    /// The tables by which its columns are found.
    pub(crate) fn lookup(&self) -> &Arc<Lookup> {
        &self.lookup
    }

    fn terms(&self) -> &Terms {
        self.terms.get_or_init(|| Terms::of(&self.lookup))
    }

    /// The number of terms.
    pub fn len(&self) -> usize {
        self.lookup.keys().len()
    }

    /// Returns true if there are no terms.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The term of a column.
    ///
    /// # Panics
    /// If there is no such column.
    pub fn term(&self, column: usize) -> &str {
        self.terms().term(column)
    }

    /// All terms, in the order of their columns.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        self.terms().iter()
    }

    /// The column of a term, if it is a feature.
    ///
    /// ```
    /// use oped::model::vocabulary::Vocabulary;
    /// let terms = Vocabulary::new(&["we".into(), "must".into()]).unwrap();
    /// assert_eq!((terms.column("must"), terms.column("mus")), (Some(1), None));
    /// assert!(Vocabulary::new(&["we".into(), "we".into()]).is_none());
    /// ```
    pub fn column(&self, term: &str) -> Option<u32> {
        let columns = self.by_text.get_or_init(|| {
            let mut columns: Vec<u32> = (0..self.len() as u32).collect();
            columns.sort_unstable_by_key(|&column| self.term(column as usize));
            columns
        });
        let place = columns.binary_search_by_key(&term, |&column| self.term(column as usize)).ok()?;
        Some(columns[place])
    }

    /// The terms as stored in the model file: concatenated, and where each ends.
    pub(crate) fn parts(&self) -> (&str, &[u32]) {
        (&self.terms().text, &self.terms().ends)
    }
}
