//! Which terms are features, and which column each has.

/// Terms in alphabetical (byte) order; a term's position is its column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Vocabulary {
    /// All terms, concatenated.
    text: String,
    /// Where each ends in `text`.
    ends: Vec<u32>,
}

impl Vocabulary {
    /// A vocabulary of `terms`, or `None` if they are not strictly ascending.
    pub fn from_sorted(terms: Vec<Box<str>>) -> Option<Vocabulary> {
        let mut text = String::new();
        let mut ends = Vec::with_capacity(terms.len());
        for term in &terms {
            text.push_str(term);
            ends.push(u32::try_from(text.len()).ok()?);
        }
        Self::from_parts(text, ends)
    }

    /// A vocabulary of the terms concatenated in `text`, each up to one of `ends`; `None` if they are not strictly ascending or do
    /// not cover the text.
    pub fn from_parts(text: String, ends: Vec<u32>) -> Option<Vocabulary> {
        let mut start = 0;
        let mut before: Option<&str> = None;
        for &end in &ends {
            let term = text.get(start..end as usize)?;
            if before.is_some_and(|before| before >= term) {
                return None;
            }
            (start, before) = (end as usize, Some(term));
        }
        (start == text.len()).then_some(Vocabulary { text, ends })
    }

    /// The number of terms.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Returns true if there are no terms.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The term of a column.
    ///
    /// # Panics
    /// If there is no such column.
    pub fn term(&self, column: usize) -> &str {
        let start = if column == 0 { 0 } else { self.ends[column - 1] };
        &self.text[start as usize..self.ends[column] as usize]
    }

    /// All terms, in the order of their columns.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.len()).map(|column| self.term(column))
    }

    /// The column of a term, if it is a feature.
    pub fn column(&self, term: &str) -> Option<u32> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            match self.term(middle).cmp(term) {
                std::cmp::Ordering::Equal => return Some(middle as u32),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// The terms as stored in the model file: concatenated, and where each ends.
    pub(crate) fn parts(&self) -> (&str, &[u32]) {
        (&self.text, &self.ends)
    }
}
