//! The rows of a cross-validation, with what their tables say of them.

use std::collections::BTreeMap;

use crate::label::{Label, Probability};
use crate::learn::train::CrossValidation;
use crate::tables::rows::{Row, RowRef, Table};
use crate::tables::{rows::group, rows::group::Group};

/// The rows of a cross-validation.
pub(super) struct Judged<'t> {
    pub(super) tables: &'t [Table],
    pub(super) validation: &'t CrossValidation,
    /// The probability of opinion: in context if there is one, else alone.
    pub(super) shown: &'t [Probability],
    /// The name of each row's source.
    pub(super) sources: Vec<String>,
    /// The number of each row's article; none if it names none.
    pub(super) articles: Vec<Option<usize>>,
}

impl<'t> Judged<'t> {
    pub(super) fn new(tables: &'t [Table], validation: &'t CrossValidation) -> Judged<'t> {
        let rows = || validation.rows.iter().map(|&at| (&tables[at.table], &tables[at.table].rows[at.row]));
        let keys: Vec<String> = rows().map(|(table, row)| group::key(table, row, Group::Article)).collect();
        let number = |((_, row), number): ((_, &Row), usize)| row.article.is_some().then_some(number);
        Judged {
            tables,
            validation,
            shown: validation.in_context.as_ref().unwrap_or(&validation.alone),
            sources: rows().map(|(table, row)| table.source_of(row).to_owned()).collect(),
            articles: rows().zip(group::number(&keys)).map(number).collect(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.labels().len()
    }

    pub(super) fn labels(&self) -> &'t [Label] {
        &self.validation.labels
    }

    pub(super) fn place(&self, row: usize) -> RowRef {
        self.validation.rows[row]
    }

    pub(super) fn text(&self, row: usize) -> &'t str {
        let at = self.place(row);
        &self.tables[at.table].rows[at.row].text
    }

    /// The number of rows of each article by label: news, opinion.
    pub(super) fn by_article(&self) -> BTreeMap<usize, [usize; 2]> {
        let mut out: BTreeMap<usize, [usize; 2]> = BTreeMap::new();
        for (article, label) in self.articles.iter().zip(self.labels()) {
            if let Some(article) = article {
                out.entry(*article).or_default()[usize::from(label.is_opinion())] += 1;
            }
        }
        out
    }

    /// The number of articles with two rows or more, and of those among them with a single label.
    pub(super) fn articles_by_labels(&self) -> [usize; 2] {
        let articles = self.by_article();
        let several = || articles.values().filter(|[news, opinion]| news + opinion > 1);
        [several().count(), several().filter(|rows| rows.contains(&0)).count()]
    }
}
