//! Labelled rows with their voices, groups and weights.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rayon::prelude::*;

use super::{SourceWeight, TrainParams};
use crate::error::{Error, ErrorKind, Message, Parameter, Result};
use crate::label::{Label, Logit, Probability};
use crate::learn::fit::counts::{Counts, Document};
use crate::learn::fit::noise::Pairs;
use crate::model::context::{Context, Said};
use crate::model::{CorpusEntry, InheritedEntry, Model};
use crate::tables::rows::group;
use crate::tables::rows::group::{Folds, Group, PassedOver};
use crate::tables::rows::{LabelKind, Lint, Row, RowRef, Table, fingerprint, text_key};
use crate::terms::Extractor;
use crate::voice::{Passage, SourceSpan, is_all_quoted, quoted_letters, source_spans};

/// The rows that are trained on.
pub(crate) struct Corpus<'t> {
    pub(super) rows: Vec<&'t Row>,
    pub(super) labels: Vec<Label>,
    /// Where each row is in the tables.
    pub(crate) places: Vec<RowRef>,
    all: &'t [Table],
    sources: Vec<Vec<SourceSpan>>,
    /// Ranges of `rows` that are consecutive in one article.
    articles: Vec<std::ops::Range<usize>>,
    /// The inherited label of each row that has it beside its read one.
    pub(super) inherited_labels: Vec<Option<Label>>,
    /// Rows that have an inherited label only. They are trained on beside the others; nothing is measured on them. Their numbers
    /// follow those of `rows`.
    inherited: Vec<Weak<'t>>,
}

/// A row that has an inherited label only.
struct Weak<'t> {
    row: &'t Row,
    label: Label,
    place: RowRef,
    sources: Vec<SourceSpan>,
}

/// What folds keep together.
pub(super) struct Grouping {
    pub(super) group: Group,
    /// The name of each row's group.
    pub(super) keys: Vec<String>,
    pub(super) passed_over: Vec<(Group, PassedOver)>,
}

impl<'t> Corpus<'t> {
    /// Finds voices in the article's context, then leaves out empty and repeated rows.
    pub(crate) fn new(tables: &'t [Table], lint: &Lint) -> Self {
        let repeated = lint.duplicates.iter().map(|repeat| repeat.row);
        let left_out: BTreeSet<RowRef> = lint.empty.iter().copied().chain(repeated).collect();
        let mut corpus = Corpus {
            rows: Vec::new(),
            labels: Vec::new(),
            places: Vec::new(),
            all: tables,
            sources: Vec::new(),
            articles: Vec::new(),
            inherited_labels: Vec::new(),
            inherited: Vec::new(),
        };
        let mut read = ReadTexts::of(tables);
        for (number, table) in tables.iter().enumerate() {
            let articles = table.articles();
            let spans: Vec<Vec<Vec<SourceSpan>>> =
                articles.par_iter().map(|range| voices(&table.rows[range.clone()])).collect();
            for (range, spans) in articles.into_iter().zip(spans) {
                let start = corpus.rows.len();
                for (at, spans) in range.zip(spans) {
                    let row = &table.rows[at];
                    let place = RowRef { table: number, row: at };
                    let Some(label) = row.label.filter(|_| !left_out.contains(&place)) else { continue };
                    if read.is_judged(row) {
                        corpus.inherited_labels.push(row.inherited);
                        corpus.rows.push(row);
                        corpus.labels.push(label);
                        corpus.places.push(place);
                        corpus.sources.push(spans);
                    } else if read.is_new(row, label) {
                        corpus.inherited.push(Weak { row, label, place, sources: spans });
                    }
                }
                corpus.articles.push(start..corpus.rows.len());
            }
        }
        read.give_labels(&mut corpus);
        corpus
    }

    /// The label of a row, or of one with an inherited label.
    pub(super) fn label(&self, row: usize) -> Label {
        self.weak(row).map_or_else(|| self.labels[row], |weak| weak.label)
    }

    fn weak(&self, row: usize) -> Option<&Weak<'t>> {
        row.checked_sub(self.rows.len()).map(|at| &self.inherited[at])
    }

    /// The labels, as those of rows that all have one.
    pub(super) fn given(&self) -> Vec<Option<Label>> {
        self.labels.iter().copied().map(Some).collect()
    }

    /// The inherited label of each row that has it beside its read one.
    pub(super) fn inherited_labels(&self) -> &[Option<Label>] {
        &self.inherited_labels
    }

    /// The rows that have both labels, of those for which `is_used` holds.
    pub(super) fn pairs(&self, is_used: impl Fn(usize) -> bool) -> Pairs {
        let mut pairs = Pairs::default();
        for (row, inherited) in self.inherited_labels.iter().enumerate().filter(|(row, _)| is_used(*row)) {
            if let Some(inherited) = inherited {
                pairs.add(self.source(row), self.labels[row], *inherited);
            }
        }
        pairs
    }

    /// The fold of each row with an inherited label: that of its group, if the group has other rows. `keys` and `folds` are those of the
    /// other rows.
    pub(super) fn inherited_folds(&self, keys: &[String], folds: &[usize], group: Group) -> Vec<Option<usize>> {
        let fold_of: HashMap<&str, usize> = keys.iter().map(String::as_str).zip(folds.iter().copied()).collect();
        let key = |weak: &Weak<'_>| group::key(&self.all[weak.place.table], weak.row, group);
        self.inherited.iter().map(|weak| fold_of.get(key(weak).as_str()).copied()).collect()
    }

    pub(crate) fn labels(&self) -> &[Label] {
        &self.labels
    }

    pub(super) fn source(&self, row: usize) -> &str {
        match self.weak(row) {
            Some(weak) => self.all[weak.place.table].source_of(weak.row),
            None => self.table(row).source_of(self.rows[row]),
        }
    }

    /// Groups by publisher if there are enough of them, else by article, else by row.
    pub(super) fn groups(&self, params: &TrainParams) -> Result<Grouping> {
        let mut passed_over = Vec::new();
        if let Some(group) = params.group {
            let keys = self.keys(group);
            if group::distinct(&keys) < 2 {
                let name = group.as_str();
                let what = format!("all rows are of one {name}, so folds by {name} are impossible");
                return Err(Error::new(ErrorKind::Training, what)
                    .remedy(Message::from("choose another ").name(Parameter::Group)));
            }
            return Ok(Grouping { group, keys, passed_over });
        }
        // A few publishers cannot stand for others; articles must only not be split.
        for (group, least) in [(Group::Source, 2), (Group::Article, 1)] {
            match self.keys_for_folds(group, least, params.folds) {
                Ok(keys) => return Ok(Grouping { group, keys, passed_over }),
                Err(why) => passed_over.push((group, why)),
            }
        }
        Ok(Grouping { group: Group::Row, keys: self.keys(Group::Row), passed_over })
    }

    /// The rows' keys, if there are at least `least` groups for each fold and each fold trains on both labels.
    fn keys_for_folds(&self, group: Group, least: usize, folds: Folds) -> std::result::Result<Vec<String>, PassedOver> {
        // If no row names a source, the tables are the sources.
        let is_named = match group {
            Group::Source => self.all.len() > 1 || self.rows.iter().any(|row| row.source.is_some()),
            Group::Article => self.has_articles(),
            Group::Row => true,
        };
        if !is_named {
            return Err(PassedOver::Unnamed);
        }
        let keys = self.keys(group);
        let needed = match folds {
            Folds::Count(folds) => least * folds,
            Folds::All => 2,
        };
        match group::distinct(&keys) {
            groups if groups < needed => Err(PassedOver::TooFew { groups, needed }),
            _ if !self.folds_work(&keys, folds) => Err(PassedOver::LabelsApart),
            _ => Ok(keys),
        }
    }

    /// Returns true if each fold trains on both labels.
    pub(crate) fn folds_work(&self, keys: &[String], folds: Folds) -> bool {
        labels_span_folds(&folds.assign(keys), &self.labels)
    }

    /// The name of each row's group.
    pub(crate) fn keys(&self, group: Group) -> Vec<String> {
        (0..self.rows.len()).map(|row| group::key(self.table(row), self.rows[row], group)).collect()
    }

    /// Returns true if any row names its article.
    pub(crate) fn has_articles(&self) -> bool {
        self.rows.iter().any(|row| row.article.is_some())
    }

    /// A logit for each row.
    pub(crate) fn score(&self, logit: impl Fn(&str, &[SourceSpan]) -> Logit + Sync) -> Vec<Logit> {
        self.rows.par_iter().zip(&self.sources).map(|(row, sources)| logit(&row.text, sources)).collect()
    }

    /// The number of rows whose text a model was trained on; none if the model keeps no record.
    pub(crate) fn seen(&self, model: &Model) -> Option<usize> {
        let texts = model.texts.as_ref()?;
        Some(self.rows.iter().filter(|row| texts.binary_search(&fingerprint(&row.text)).is_ok()).count())
    }

    fn table(&self, row: usize) -> &'t Table {
        &self.all[self.places[row].table]
    }

    /// The terms that are in at least `min_df` rows.
    pub(crate) fn count(&self, extractor: &Extractor, min_df: u32) -> Counts {
        let judged = self.rows.iter().zip(&self.sources).map(|(row, sources)| Document { text: &row.text, sources });
        let others = self.inherited.iter().map(|weak| Document { text: &weak.row.text, sources: &weak.sources });
        let documents: Vec<Document<'_>> = judged.chain(others).collect();
        Counts::new(extractor, &documents, min_df)
    }

    /// Returns true if there are articles of several rows, and folds keep them together.
    pub(super) fn has_context(&self, group: Group) -> bool {
        group != Group::Row && self.articles.iter().any(|range| range.len() > 1)
    }

    /// Ranges of rows that are consecutive in one article.
    pub(super) fn articles(&self) -> impl Iterator<Item = std::ops::Range<usize>> {
        self.articles.iter().cloned()
    }

    /// Returns true if the author speaks in a row.
    pub(super) fn is_voiced(&self, row: usize) -> bool {
        !is_all_quoted(&self.rows[row].text, &self.sources[row])
    }

    /// Counts a row's words by its text and the sources in it.
    pub(super) fn words<T>(&self, row: usize, count: impl FnOnce(&str, &[SourceSpan]) -> T) -> T {
        count(&self.rows[row].text, &self.sources[row])
    }

    /// What a row says alone.
    pub(super) fn said(&self, row: usize, logits: &[Logit]) -> Said {
        let text = &self.rows[row].text;
        let quoted_letters = quoted_letters(text, &self.sources[row]);
        Said { logit: logits[row], quoted_letters, length: text.len(), article: 0.0, section: logits[row], part: 0.0 }
    }

    /// The rows' probabilities in context. `context` gives an article's parameters by its first row.
    pub(super) fn read(&self, logits: &[Logit], context: impl Fn(usize) -> Context) -> Vec<Probability> {
        let read = |range: &std::ops::Range<usize>| {
            let said: Vec<Said> = range.clone().map(|row| self.said(row, logits)).collect();
            context(range.start).read(&said, Logit(0.0)).logits
        };
        self.articles.iter().filter(|range| !range.is_empty()).flat_map(read).map(Logit::probability).collect()
    }

    /// The number of rows of each (source, label).
    fn cells(&self, rows: &[usize]) -> BTreeMap<(&str, Label), usize> {
        let mut cells = BTreeMap::new();
        for &row in rows {
            *cells.entry((self.source(row), self.label(row))).or_default() += 1;
        }
        cells
    }

    /// The weights of some rows, then of some with inherited labels, which together weigh `params.inherited_weight` times as much.
    pub(super) fn weights(&self, rows: &[usize], inherited: &[usize], params: &TrainParams) -> Vec<f64> {
        let mut weights = self.weights_of_kind(rows, params);
        let scale = params.inherited_weight * rows.len() as f64 / inherited.len().max(1) as f64;
        weights.extend(self.weights_of_kind(inherited, params).into_iter().map(|weight| scale * weight));
        weights
    }

    /// The weights of rows with labels of one kind: by source and label, then scaled so that the classes weigh the same (if
    /// balanced) and the mean is one.
    fn weights_of_kind(&self, rows: &[usize], params: &TrainParams) -> Vec<f64> {
        let cells = self.cells(rows);
        let mut weights: Vec<f64> = rows
            .iter()
            .map(|&row| match params.source_weight {
                SourceWeight::None => 1.0,
                SourceWeight::Sqrt => 1.0 / (cells[&(self.source(row), self.label(row))] as f64).sqrt(),
                SourceWeight::Equal => 1.0 / cells[&(self.source(row), self.label(row))] as f64,
            })
            .collect();
        let sum = |weights: &[f64], label: Label| -> f64 {
            rows.iter().zip(weights).filter(|(row, _)| self.label(**row) == label).map(|(_, w)| w).sum()
        };
        let total: f64 = weights.iter().sum();
        let factors = Label::ALL.map(|label| {
            if params.class_balanced {
                rows.len() as f64 / 2.0 / sum(&weights, label)
            } else {
                rows.len() as f64 / total
            }
        });
        for (weight, &row) in weights.iter_mut().zip(rows) {
            *weight *= factors[usize::from(self.label(row).is_opinion())];
        }
        weights
    }

    /// The hashes of the rows' texts.
    pub(crate) fn texts(&self) -> Vec<u32> {
        let all = self.rows.iter().copied().chain(self.inherited.iter().map(|weak| weak.row));
        all.map(|row| fingerprint(&row.text)).collect::<BTreeSet<u32>>().into_iter().collect()
    }

    /// The tables and their rows.
    pub(crate) fn entries(&self, tables: &[Table]) -> Vec<CorpusEntry> {
        let rows: Vec<_> = self.places.iter().copied().zip(self.labels.iter().copied()).collect();
        let all = entries(tables, &rows);
        // A table with inherited labels alone is listed with those.
        let is_other = |entry: &CorpusEntry| entry.news + entry.opinion == 0 && !self.inherited.is_empty();
        all.into_iter().filter(|entry| !is_other(entry)).collect()
    }

    /// The tables and their rows with inherited labels, if there are any.
    pub(super) fn inherited_entry(&self, tables: &[Table]) -> Option<InheritedEntry> {
        let rows: Vec<_> = self.inherited.iter().map(|weak| (weak.place, weak.label)).collect();
        let corpus = entries(tables, &rows).into_iter().filter(|entry| entry.news + entry.opinion > 0).collect();
        let pairs = self.pairs(|_| true);
        let read_in = |inherited: Label| {
            let [news, opinion] = Label::ALL.map(|read| pairs.number(read, inherited) as usize);
            (news, opinion)
        };
        let (in_news, in_opinion) = (read_in(Label::News), read_in(Label::Opinion));
        (!rows.is_empty()).then_some(InheritedEntry { corpus, in_news, in_opinion })
    }
}

fn entries(tables: &[Table], rows: &[(RowRef, Label)]) -> Vec<CorpusEntry> {
    let count =
        |number: usize, label: Label| rows.iter().filter(|(place, has)| place.table == number && *has == label).count();
    let entry = |(number, table): (usize, &Table)| CorpusEntry {
        name: table.file_name().to_owned(),
        news: count(number, Label::News),
        opinion: count(number, Label::Opinion),
        hash: format!("{:016x}", table.hash),
    };
    tables.iter().enumerate().map(entry).collect()
}

/// The texts with read labels, to tell which rows with inherited labels repeat them.
struct ReadTexts {
    /// If there are none, inherited labels are all there is, and count as read.
    has_any: bool,
    /// The inherited label that was found for a text.
    inherited: HashMap<u128, Option<Label>>,
}

impl ReadTexts {
    fn of(tables: &[Table]) -> ReadTexts {
        let rows = || tables.iter().flat_map(|table| &table.rows).filter(|row| row.label.is_some());
        let has_any = rows().any(|row| row.kind == LabelKind::Read);
        let is_needed = has_any && rows().any(|row| row.kind == LabelKind::Inherited);
        let read = rows().filter(|row| is_needed && row.kind == LabelKind::Read);
        ReadTexts { has_any, inherited: read.filter_map(|row| Some((text_key(&row.text)?, None))).collect() }
    }

    fn is_judged(&self, row: &Row) -> bool {
        row.kind == LabelKind::Read || !self.has_any
    }

    /// Whether nobody has read this text; if somebody has, its inherited label is kept for the row with the read one.
    fn is_new(&mut self, row: &Row, label: Label) -> bool {
        match text_key(&row.text).and_then(|key| self.inherited.get_mut(&key)) {
            Some(inherited) => {
                inherited.get_or_insert(label);
                false
            }
            None => true,
        }
    }

    fn give_labels(&self, corpus: &mut Corpus<'_>) {
        if self.inherited.is_empty() {
            return;
        }
        for (row, inherited) in corpus.rows.iter().zip(&mut corpus.inherited_labels) {
            let of_text = || *text_key(&row.text).and_then(|key| self.inherited.get(&key))?;
            *inherited = inherited.or_else(of_text);
        }
    }
}

/// Returns true if each label is in more than one fold, so that whatever a fold leaves out, both are left.
pub(crate) fn labels_span_folds(folds: &[usize], labels: &[Label]) -> bool {
    Label::ALL.into_iter().all(|label| {
        let of_label = folds.iter().zip(labels).filter(|(_, has)| **has == label);
        of_label.map(|(fold, _)| fold).collect::<BTreeSet<_>>().len() > 1
    })
}

/// The spans of the sources in consecutive rows of one article.
fn voices(rows: &[Row]) -> Vec<Vec<SourceSpan>> {
    let passages: Vec<Passage<'_>> = rows.iter().map(|row| row.text.as_str().into()).collect();
    source_spans(&passages)
}

/// The share of opinion.
pub(crate) fn base_rate(labels: &[Label]) -> Probability {
    Probability(labels.iter().filter(|label| label.is_opinion()).count() as f64 / labels.len() as f64)
}
