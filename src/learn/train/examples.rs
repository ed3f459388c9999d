//! Labelled rows with their voices, groups and weights.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::{SourceWeight, TrainParams};
use crate::error::{Error, ErrorKind, Message, Parameter, Result};
use crate::label::{Label, Logit, Probability};
use crate::learn::fit::counts::{Counts, Document};
use crate::model::context::{Context, Said};
use crate::model::{CorpusEntry, Model};
use crate::tables::rows::group;
use crate::tables::rows::group::{Folds, Group, PassedOver};
use crate::tables::rows::{Lint, Row, RowRef, Table, fingerprint};
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
        };
        for (number, table) in tables.iter().enumerate() {
            let articles = table.articles();
            let spans: Vec<Vec<Vec<SourceSpan>>> =
                articles.par_iter().map(|range| voices(&table.rows[range.clone()])).collect();
            for (range, spans) in articles.into_iter().zip(spans) {
                let start = corpus.rows.len();
                for (at, spans) in range.zip(spans) {
                    let row = &table.rows[at];
                    let place = RowRef { table: number, row: at };
                    if let Some(label) = row.label.filter(|_| !left_out.contains(&place)) {
                        corpus.rows.push(row);
                        corpus.labels.push(label);
                        corpus.places.push(place);
                        corpus.sources.push(spans);
                    }
                }
                corpus.articles.push(start..corpus.rows.len());
            }
        }
        corpus
    }

    pub(crate) fn labels(&self) -> &[Label] {
        &self.labels
    }

    pub(super) fn source(&self, row: usize) -> &str {
        self.table(row).source_of(self.rows[row])
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
        let documents: Vec<Document<'_>> =
            self.rows.iter().zip(&self.sources).map(|(row, sources)| Document { text: &row.text, sources }).collect();
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

    /// What a row says alone.
    pub(super) fn said(&self, row: usize, logits: &[Logit]) -> Said {
        Said { logit: logits[row], quoted_letters: quoted_letters(&self.rows[row].text, &self.sources[row]) }
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
            *cells.entry((self.source(row), self.labels[row])).or_default() += 1;
        }
        cells
    }

    /// The weights of some rows: by source and label, then scaled so that the classes weigh the same (if balanced) and the
    /// mean is one.
    pub(super) fn weights(&self, rows: &[usize], params: &TrainParams) -> Vec<f64> {
        let cells = self.cells(rows);
        let mut weights: Vec<f64> = rows
            .iter()
            .map(|&row| match params.source_weight {
                SourceWeight::None => 1.0,
                SourceWeight::Sqrt => 1.0 / (cells[&(self.source(row), self.labels[row])] as f64).sqrt(),
                SourceWeight::Equal => 1.0 / cells[&(self.source(row), self.labels[row])] as f64,
            })
            .collect();
        let sum = |weights: &[f64], label: Label| -> f64 {
            rows.iter().zip(weights).filter(|(row, _)| self.labels[**row] == label).map(|(_, w)| w).sum()
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
            *weight *= factors[usize::from(self.labels[row].is_opinion())];
        }
        weights
    }

    /// The hashes of the rows' texts.
    pub(crate) fn texts(&self) -> Vec<u32> {
        self.rows.iter().map(|row| fingerprint(&row.text)).collect::<BTreeSet<u32>>().into_iter().collect()
    }

    pub(crate) fn entries(&self, tables: &[Table]) -> Vec<CorpusEntry> {
        let count = |number: usize, label: Label| {
            self.places.iter().zip(&self.labels).filter(|(place, has)| place.table == number && **has == label).count()
        };
        let entry = |(number, table): (usize, &Table)| CorpusEntry {
            name: table.file_name().to_owned(),
            news: count(number, Label::News),
            opinion: count(number, Label::Opinion),
            hash: format!("{:016x}", table.hash),
        };
        tables.iter().enumerate().map(entry).collect()
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
