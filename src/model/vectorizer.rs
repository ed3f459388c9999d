//! Paragraph → sparse row of one model.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::logits::{Logits, Space, Term};
use super::lookup::{LoneTerms, Lookup};
use super::occurrences::{Collector, Occurrences};
use super::{Model, column_set::ColumnSet, row::SparseRow};
use crate::label::Logit;
use crate::terms::{Extractor, Form, Lexicon, Mark, Sink, TermKey, Token, WordCount, voice_number};
use crate::text::Span;
use crate::voice::{SourceSpan, Voice, sources_of_paragraph};

/// After so many paragraphs the numbers of all columns are laid side by side.
const MANY: usize = 500;

/// Turns paragraphs into rows of a model. Threads can share one.
#[derive(Debug)]
pub struct Vectorizer {
    model: Arc<Model>,
    extractor: Extractor,
    lookup: Arc<Lookup>,
    /// The numbers of all columns, once many paragraphs were scored.
    terms: OnceLock<Vec<Term>>,
    scored: AtomicUsize,
    /// Idle workspaces, reused across calls.
    idle: Mutex<Vec<Workspace>>,
}

/// Everything one thread needs to make rows.
#[derive(Debug)]
struct Workspace {
    lexicon: Lexicon,
    keys: Vec<TermKey>,
    /// The columns of a paragraph, as they come.
    features: Vec<u32>,
    columns: ColumnSet,
    weighted: Vec<f64>,
    row: SparseRow,
    space: Space,
}

impl Vectorizer {
    /// A vectorizer for a model.
    pub fn new(model: impl Into<Arc<Model>>) -> Self {
        let model = model.into();
        let lookup = model.tfidf.vocabulary.lookup().clone();
        let extractor = Extractor::of_tables(model.card.language, lookup.tables());
        let (terms, scored) = (OnceLock::new(), AtomicUsize::new(0));
        Vectorizer { model, extractor, lookup, terms, scored, idle: Mutex::default() }
    }

    /// The model.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// The calibrated logit of a paragraph by itself, whose `sources` are the spans in which a source speaks.
    pub fn logit(&self, text: &str, sources: &[SourceSpan]) -> Logit {
        self.logits(text, sources).0.own
    }

    /// The row of a paragraph, whose `sources` are the spans in which a source speaks.
    ///
    /// ```
    /// use oped::{Model, model::vectorizer::Vectorizer};
    /// let vectorizer = Vectorizer::new(Model::shipped()?);
    /// let row = vectorizer.transform("We must act.", &[]);
    /// let we_must = vectorizer.model().tfidf.vocabulary.column("we must").unwrap();
    /// assert!(row.columns.contains(&we_must));
    /// # Ok::<(), oped::error::Error>(())
    /// ```
    pub fn transform(&self, text: &str, sources: &[SourceSpan]) -> SparseRow {
        self.with_row(text, sources, |row, _| row.clone())
    }

    /// Calls `each` with the row of a paragraph and its word counts.
    pub fn with_row<T>(&self, text: &str, sources: &[SourceSpan], each: impl FnOnce(&SparseRow, WordCount) -> T) -> T {
        self.with_space(|space| {
            let words = self.count(space, text, sources);
            self.model.tfidf.row(&mut space.columns, &mut space.weighted, &mut space.row);
            each(&space.row, words)
        })
    }

    /// What the words of a paragraph say, and their counts.
    pub(crate) fn logits(&self, text: &str, sources: &[SourceSpan]) -> (Logits, WordCount) {
        self.with_space(|space| {
            let words = self.count(space, text, sources);
            (self.sum(space), words)
        })
    }

    /// The same for a paragraph of which only the direct speech is known, and the spans in which a source speaks. The voice is told
    /// by words that are looked up once.
    pub(crate) fn heard(&self, text: &str, direct: &[Span]) -> (Logits, WordCount, Vec<SourceSpan>) {
        self.with_space(|space| {
            self.extractor.look_up(&mut space.lexicon, text);
            let sources = sources_of_paragraph(text, direct, space.lexicon.known_words());
            let words = self.count_found(space, text, &sources);
            (self.sum(space), words, sources)
        })
    }

    /// What the counted columns say.
    fn sum(&self, Workspace { columns, space, .. }: &mut Workspace) -> Logits {
        let model = &*self.model;
        match self.terms() {
            Some(terms) => space.logits(model, columns, |column| terms[column as usize]),
            None => space.logits(model, columns, |column| Term::of(model, column)),
        }
    }

    /// The numbers of all columns side by side, if they pay.
    fn terms(&self) -> Option<&Vec<Term>> {
        let are_many = || self.scored.fetch_add(1, Ordering::Relaxed) >= MANY;
        self.terms.get().or_else(|| are_many().then(|| self.terms.get_or_init(|| Term::all(&self.model))))
    }

    /// Counts the columns of a paragraph, and its words.
    fn count(&self, space: &mut Workspace, text: &str, sources: &[SourceSpan]) -> WordCount {
        self.extractor.look_up(&mut space.lexicon, text);
        self.count_found(space, text, sources)
    }

    /// The same where its words were looked up.
    fn count_found(&self, space: &mut Workspace, text: &str, sources: &[SourceSpan]) -> WordCount {
        let Workspace { lexicon, keys, features, columns, .. } = space;
        keys.clear();
        features.clear();
        let mut found = Found { lone: self.lookup.lone(), features, keys, words: WordCount::default() };
        self.extractor.read_found(lexicon, text, sources, &mut found);
        let words = found.words;
        // In one pass at the end: the lookups are independent, so their cache misses overlap.
        self.lookup.terms().push_columns(keys, features);
        columns.add_all(features);
        words
    }

    /// The terms of a paragraph's row in their places, and its words and marks.
    ///
    /// ```
    /// use oped::{Model, model::vectorizer::Vectorizer};
    /// let vectorizer = Vectorizer::new(Model::shipped()?);
    /// let text = "We must act.";
    /// let found = vectorizer.occurrences(text, &[]);
    /// let we_must = vectorizer.model().tfidf.vocabulary.column("we must").unwrap();
    /// let place = found.terms.iter().find(|term| term.column == we_must).unwrap();
    /// assert_eq!(place.span.of(text), "We must");
    /// assert_eq!(found.pieces.len(), 4);
    /// # Ok::<(), oped::error::Error>(())
    /// ```
    pub fn occurrences(&self, text: &str, sources: &[SourceSpan]) -> Occurrences {
        self.with_space(|space| {
            let mut collector = Collector::new(&self.lookup, space.lexicon.mark(Mark::Name).form);
            self.extractor.read(&mut space.lexicon, text, sources, &mut collector);
            collector.finish()
        })
    }

    /// The row of a paragraph with exactly these terms: one column per occurrence, in any order.
    ///
    /// ```
    /// use oped::{Model, model::vectorizer::Vectorizer};
    /// let vectorizer = Vectorizer::new(Model::shipped()?);
    /// let text = "We must act, and we must act now.";
    /// let terms = vectorizer.occurrences(text, &[]).terms;
    /// assert_eq!(vectorizer.row_of(terms.iter().map(|term| term.column)), vectorizer.transform(text, &[]));
    /// # Ok::<(), oped::error::Error>(())
    /// ```
    pub fn row_of(&self, terms: impl IntoIterator<Item = u32>) -> SparseRow {
        self.with_space(|Workspace { columns, weighted, row, .. }| {
            terms.into_iter().for_each(|column| columns.add(column));
            self.model.tfidf.row(columns, weighted, row);
            row.clone()
        })
    }

    /// Runs `work` with an idle workspace, or a new one.
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
            features: Vec::new(),
            columns: ColumnSet::new(self.model.tfidf.vocabulary.len()),
            weighted: Vec::new(),
            row: SparseRow::default(),
            space: Space::default(),
        }
    }
}

/// Collects a paragraph's terms and counts its words.
struct Found<'w> {
    lone: &'w LoneTerms,
    /// The columns of terms of one part.
    features: &'w mut Vec<u32>,
    /// All other terms.
    keys: &'w mut Vec<TermKey>,
    words: WordCount,
}

impl Sink for Found<'_> {
    #[inline(always)]
    fn token(&mut self, token: &Token) {
        self.words.add(token, |form, voice| self.lone.is_seen(form, voice));
    }

    #[inline(always)]
    fn unigram(&mut self, form: Form, _: Span, voice: Voice) {
        if let Some(column) = self.lone.of_form(form, voice_number(voice)) {
            self.features.push(column);
        }
    }

    #[inline(always)]
    fn lone_slot(&mut self, slot: u32, _: Span) {
        if let Some(column) = self.lone.of_slot(slot) {
            self.features.push(column);
        }
    }

    #[inline(always)]
    fn term(&mut self, key: TermKey, _: Span, _: Voice) {
        self.keys.push(key);
    }
}

#[cfg(all(test, feature = "shipped-model"))]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::*;
    use crate::label::Probability;
    use crate::voice::{direct_speech, source_spans};

    /// Scores and explanations are of one model: what is explained must be what was scored.
    #[test]
    fn logits_are_those_of_the_row_to_the_bit() {
        for model in [Model::shipped().unwrap(), Model::shipped().unwrap().with_prior(Probability(0.1))] {
            let vectorizer = Vectorizer::new(model);
            compare(&vectorizer);
            (0..=MANY).for_each(|_| {
                vectorizer.logits("We must act.", &[]);
            });
            assert!(vectorizer.terms.get().is_some());
            compare(&vectorizer);
        }
    }

    proptest! {
        /// The words that are looked up for the terms must not change whose they are.
        #[test]
        fn the_voice_is_the_same_whether_its_words_are_known_or_not(
            words in prop::collection::vec((prop::sample::select(WORDS.to_vec()), prop::sample::select(GAPS.to_vec())), 1..40)
        ) {
            static VECTORIZER: LazyLock<Vectorizer> = LazyLock::new(|| Vectorizer::new(Model::shipped().unwrap()));
            let text: String = words.iter().flat_map(|(word, gap)| [*word, *gap]).collect();
            let passages = [text.as_str().into()];
            let expected = &source_spans(&passages)[0];
            let (logits, count, sources) = VECTORIZER.heard(&text, &direct_speech(&passages)[0]);
            prop_assert_eq!(&sources, expected, "{}", text);
            prop_assert_eq!((logits, count), VECTORIZER.logits(&text, expected));
        }
    }

    const WORDS: [&str; 36] = [
        "The", "mayor", "said", "says", "that", "Roth", "we", "according", "to", "in", "her", "view", "claimed",
        "argued", "it", "would", "rise", "9:30", "1,200", "U.S.", "Mr.", "co-op", "don’t", "don't", "workers’",
        "@said", "www.said.com", "https://a.b/said", "said—no", "said,we", "was", "but", "states", "States",
        "unconstitutionally", "élan",
    ];
    const GAPS: [&str; 14] = [" ", " ", " ", " ", " ", ", ", ". ", "? ", " “", "” ", "’s ", "-", ": ", " \""];

    fn compare(vectorizer: &Vectorizer) {
        let model = vectorizer.model();
        for text in [
            "We must act, we must act now, and “we must not wait”, she said: it is a disgrace!",
            "The council met on Monday. The council voted.",
            "",
            "Zxqvy",
        ] {
            let sources = &source_spans(&[text.into()])[0];
            let (logits, words) = vectorizer.logits(text, sources);
            vectorizer.with_row(text, sources, |row, of_row| {
                let expected = [model.row_logit(row).0, model.article_logit(row), model.section_logit(row).0];
                let found = [logits.own.0, logits.article, logits.section.0];
                assert_eq!(found.map(f64::to_bits), expected.map(f64::to_bits), "{text}");
                assert_eq!(words, of_row);
            });
        }
    }
}
