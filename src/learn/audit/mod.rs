//! Labelled tables → labels that are probably wrong, and rows that a person should look at.
//!
//! ```text
//! tables ─cross_validate→ CrossValidation ─┬─ issues: score of each row → LabelIssue…, ranked
//!                                          ├─ confident joint → wrong labels, estimated, by label and source
//!                                          └─ sources: labels against those that the others teach
//! tables ─lint, near repeats→ duplicates · ─probe→ telltales · ─row by row→ odd rows
//! ```
//!
//! Probabilities come only from a [`CrossValidation`], which only [`mod@crate::learn::train`] makes: a row is never judged by a model
//! that was fitted to its group. Folds are shared by all parts, and the terms are counted once.

pub(crate) mod duplicates;
pub(crate) mod folding;
pub(crate) mod issues;
pub(crate) mod odd_rows;
pub(crate) mod sources;

pub use duplicates::Duplicate;
pub use issues::{Alike, LabelIssue, Neighbours};
pub use odd_rows::{OddRow, Oddity};
pub use sources::{LEAST_EXCESS, SourceLabels};

use std::collections::{BTreeMap, BTreeSet};

use crate::error::Result;
use crate::label::{Label, Probability};
use crate::learn::leakage::{Telltale, find_telltales};
use crate::learn::measure::agreement::{Agreement, agreement};
use crate::learn::measure::confident::{ConfidentJoint, Thresholds};
use crate::learn::train::{CrossValidation, TrainParams, cross_validate_and_fit};
use crate::tables::rows::group;
use crate::tables::rows::group::{Group, PassedOver};
use crate::tables::rows::{Lint, RowRef, Table};

/// Labels look inherited where at least this share of the articles with two rows or more has one label only.
pub const INHERITED: f64 = 0.95;

/// How to audit.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AuditParams {
    /// How the models of the folds are trained.
    pub training: TrainParams,
    /// Labels were given to whole articles: those of a row's neighbours say nothing of its own.
    pub inherited_labels: bool,
    /// The rows of test sets. They are judged like all others, and marked.
    pub test_rows: BTreeSet<RowRef>,
    /// Who labelled each row of each table; empty where nobody is named.
    pub annotators: Vec<Vec<Option<String>>>,
    /// Texts, each by its [`text_hash`](crate::tables::rows::text_hash), with a label that a person has said is right: such rows are no issues.
    pub settled: BTreeSet<(String, Label)>,
}

/// So often paragraphs are drawn for the intervals of agreement.
pub const AGREEMENT_RESAMPLES: usize = 1000;

/// What an audit of labels found out.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct LabelAudit {
    /// What the tables' rows look like.
    pub lint: Lint,
    /// What folds kept together.
    pub group: Group,
    /// What they would rather have kept together, and why they did not.
    pub passed_over: Vec<(Group, PassedOver)>,
    /// Whether folds are not by source because no source has both labels.
    pub is_apart: bool,
    /// The number of groups.
    pub groups: usize,
    /// The number of folds that were to be made.
    pub asked: usize,
    /// The number of folds that hold rows.
    pub folds: usize,
    /// Of them, those that went through the sigmoid of all rows.
    pub pooled_folds: usize,
    /// Rows that were judged, by label: news, opinion. Empty and repeated ones are not.
    pub rows: [usize; 2],
    /// Rows without a label. They are in none of the lists.
    pub unlabelled: usize,
    /// Whether labels were said to be those of whole articles.
    pub inherited_labels: bool,
    /// Articles with two rows or more, and how many of them have one label only.
    pub articles: [usize; 2],
    /// Rows whose score is above ½: the highest first, equals by their place; behind each the rows that repeat it.
    pub issues: Vec<LabelIssue>,
    /// Rows that would be issues, had not a person said that their label is right.
    pub settled: usize,
    /// The confident joint of all rows.
    pub joint: ConfidentJoint,
    /// Each source, in the order of their names.
    pub sources: Vec<SourceLabels>,
    /// Rows with the text, or nearly the text, of earlier ones, by their place.
    pub duplicates: Vec<Duplicate>,
    /// The number of terms of a model of all rows; none where there is one source only.
    pub terms: Option<usize>,
    /// Its terms that tell a source rather than a voice: see [`crate::learn::leakage::Leakage::telltales`].
    pub telltales: Vec<Telltale>,
    /// Rows that are odd by themselves, by their place.
    pub odd_rows: Vec<OddRow>,
    /// How far annotators agree; none where nobody is named.
    pub agreement: Option<Agreement>,
}

impl LabelAudit {
    /// The number of wrong labels, estimated: news, opinion.
    pub fn wrong(&self) -> [f64; 2] {
        Label::ALL.map(|label| self.joint.wrong(label))
    }

    /// Whether labels look as if they were given to whole articles, though nobody said so.
    pub fn looks_inherited(&self) -> bool {
        let [articles, of_one_label] = self.articles;
        !self.inherited_labels && articles > 0 && of_one_label as f64 >= INHERITED * articles as f64
    }
}

/// Looks for labels that are probably wrong.
///
/// # Errors
/// Those of [`crate::learn::train::cross_validate`]; [`crate::error::ErrorKind::Training`] too for tables of fewer texts than folds.
///
/// ```
/// use oped::learn::audit::{AuditParams, audit};
/// use oped::tables::table::{TableParams, read_table};
/// let mut csv = String::from("text,label\n");
/// for n in 0..40 {
///     csv += &format!("The council met on day {n} and voted on item {n}.,{}\n", if n == 7 { "opinion" } else { "news" });
///     csv += &format!("We must say no to item {n} of this absurd plan!,opinion\n");
/// }
/// let table = read_table("toy.csv", csv.as_bytes(), &TableParams::default())?;
/// let found = audit(&[table], &AuditParams::default())?;
/// // Its text in other digits is one term.
/// assert_eq!(found.issues[0].place.row, 14);
/// # Ok::<(), oped::error::Error>(())
/// ```
pub fn audit(tables: &[Table], params: &AuditParams) -> Result<LabelAudit> {
    let (training, is_apart) = folding::training(tables, params)?;
    let (validation, fitted) = cross_validate_and_fit(tables, &training)?;
    let judged = Judged::new(tables, &validation);
    let terms = fitted.as_ref().map(|fitted| fitted.terms.len());
    let telltales = || fitted.map_or_else(Vec::new, |of| find_telltales(&judged.sources, &judged.labels, &of));
    let (duplicates, telltales) = rayon::join(|| duplicates::find(&judged), telltales);
    let mut issues = issues::find(&judged, &duplicates, params);
    let settled = issues::leave_out_settled(&mut issues, tables, &params.settled);
    let thresholds = Thresholds::new(&judged.labels, &judged.shown);
    let joint = ConfidentJoint::new(&thresholds, judged.labels.iter().copied().zip(judged.shown.iter().copied()));
    let sources = sources::compare(&judged, &thresholds);
    let odd_rows = odd_rows::find(&judged, params.training.language);
    let (rows, articles) = (joint.given, judged.articles_by_labels());
    let CrossValidation { lint, group, passed_over, groups, asked, folds, pooled_folds, .. } = validation;
    let inherited_labels = params.inherited_labels;
    Ok(LabelAudit {
        lint,
        group,
        passed_over,
        is_apart,
        groups,
        asked,
        folds,
        pooled_folds,
        rows,
        unlabelled: tables.iter().flat_map(|table| &table.rows).filter(|row| row.label.is_none()).count(),
        inherited_labels,
        articles,
        issues,
        settled,
        joint,
        sources,
        duplicates,
        terms,
        telltales,
        odd_rows,
        agreement: agreement(tables, &params.annotators, AGREEMENT_RESAMPLES),
    })
}

/// The rows of a cross-validation with what their tables say of them.
struct Judged<'t> {
    tables: &'t [Table],
    validation: &'t CrossValidation,
    labels: Vec<Label>,
    /// Of opinion: in context where there is one, else alone.
    shown: Vec<Probability>,
    /// What each row's source is called.
    sources: Vec<String>,
    /// The number of each row's article; none where it names none.
    articles: Vec<Option<usize>>,
}

impl<'t> Judged<'t> {
    fn new(tables: &'t [Table], validation: &'t CrossValidation) -> Judged<'t> {
        let rows = || validation.rows.iter().map(|&at| (&tables[at.table], &tables[at.table].rows[at.row]));
        let keys: Vec<String> = rows().map(|(table, row)| group::key(table, row, Group::Article)).collect();
        let number =
            |((_, row), number): ((_, &crate::tables::rows::Row), usize)| row.article.is_some().then_some(number);
        Judged {
            tables,
            validation,
            // Rows without a label are not cross-validated.
            labels: rows().map(|(_, row)| row.label.unwrap_or(Label::News)).collect(),
            shown: validation.in_context.as_ref().unwrap_or(&validation.alone).clone(),
            sources: rows().map(|(table, row)| table.source_of(row).to_owned()).collect(),
            articles: rows().zip(group::number(&keys)).map(number).collect(),
        }
    }

    fn len(&self) -> usize {
        self.labels.len()
    }

    fn place(&self, row: usize) -> RowRef {
        self.validation.rows[row]
    }

    fn text(&self, row: usize) -> &'t str {
        let at = self.place(row);
        &self.tables[at.table].rows[at.row].text
    }

    /// The rows of each article by label, in the order of the articles' numbers.
    fn by_article(&self) -> BTreeMap<usize, [usize; 2]> {
        let mut out: BTreeMap<usize, [usize; 2]> = BTreeMap::new();
        for (article, label) in self.articles.iter().zip(&self.labels) {
            if let Some(article) = article {
                out.entry(*article).or_default()[usize::from(label.is_opinion())] += 1;
            }
        }
        out
    }

    /// Articles with two rows or more, and those of them that have one label only.
    fn articles_by_labels(&self) -> [usize; 2] {
        let articles = self.by_article();
        let several = || articles.values().filter(|[news, opinion]| news + opinion > 1);
        [several().count(), several().filter(|rows| rows.contains(&0)).count()]
    }
}
