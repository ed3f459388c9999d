//! Labelled tables → labels that are probably wrong, and rows that somebody should look at.
//!
//! ```text
//! tables ─cross_validate→ CrossValidation ─┬─ issues: score of each row → LabelIssue…, ranked
//!                                          ├─ confident joint → wrong labels, estimated, by label and source
//!                                          └─ sources: labels against those that the others teach
//! tables ─lint, near repeats→ duplicates · ─probe→ telltales · ─row by row→ odd rows
//! ```
//!
//! Probabilities come only from a [`CrossValidation`], which only [`mod@crate::learn::train`] makes: no row is judged by a model
//! that was fitted to its group. All parts share the folds, and the terms are counted once.

mod duplicates;
mod folding;
mod issues;
mod judged;
mod odd_rows;
mod params;
mod sources;

pub use duplicates::Duplicate;
pub use issues::{Alike, LabelIssue, Neighbours};
pub use odd_rows::{OddRow, Oddity};
pub use params::AuditParams;
pub use sources::{LEAST_EXCESS, SourceLabels};

use self::judged::Judged;
use crate::error::Result;
use crate::label::Label;
use crate::learn::leakage::{Telltale, find_telltales};
use crate::learn::measure::agreement::{Agreement, agreement};
use crate::learn::measure::confident::{ConfidentJoint, Thresholds};
use crate::learn::train::{CrossValidation, Folding, cross_validate_and_fit};
use crate::tables::rows::{Lint, RowFacts, Table};

/// Labels look inherited if at least this share of the articles with two rows or more has a single label.
pub const INHERITED: f64 = 0.95;

/// The number of resamples behind the intervals of agreement.
pub const AGREEMENT_RESAMPLES: usize = 1000;

/// The result of an audit of labels.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct LabelAudit {
    /// Problems found in the tables' rows.
    pub lint: Lint,
    /// How the rows were divided.
    pub folding: Folding,
    /// Whether folds are not by source because no source has both labels.
    pub is_apart: bool,
    /// Rows that were judged, by label: news, opinion. Empty and repeated rows are not.
    pub rows: [usize; 2],
    /// Rows without a label. They are in none of the lists.
    pub unlabelled: usize,
    /// Whether labels were said to be those of whole articles.
    pub inherited_labels: bool,
    /// Articles with two rows or more, and how many of them have a single label.
    pub articles: [usize; 2],
    /// Rows with a score above ½, the highest first, ties by place; each followed by the rows that repeat it.
    pub issues: Vec<LabelIssue>,
    /// Rows that would be issues if a reader had not confirmed their label.
    pub settled: usize,
    /// The confident joint of all rows.
    pub joint: ConfidentJoint,
    /// The sources, by name.
    pub sources: Vec<SourceLabels>,
    /// Rows with the text, or nearly the text, of earlier ones, by place.
    pub duplicates: Vec<Duplicate>,
    /// The number of terms of a model of all rows; none if there is only one source.
    pub terms: Option<usize>,
    /// Its terms that give away a source: see [`crate::learn::leakage::Leakage::telltales`].
    pub telltales: Vec<Telltale>,
    /// Rows that are odd in themselves, by place.
    pub odd_rows: Vec<OddRow>,
    /// How far annotators agree; none if nobody is named.
    pub agreement: Option<Agreement>,
}

impl LabelAudit {
    /// The estimated number of wrong labels: news, opinion.
    pub fn wrong(&self) -> [f64; 2] {
        Label::ALL.map(|label| self.joint.wrong(label))
    }

    /// Returns true if labels look as if they were given to whole articles, though nobody said so.
    pub fn looks_inherited(&self) -> bool {
        let [articles, of_one_label] = self.articles;
        !self.inherited_labels && articles > 0 && of_one_label as f64 >= INHERITED * articles as f64
    }
}

/// Finds labels that are probably wrong.
///
/// # Errors
/// Those of [`crate::learn::train::cross_validate`]; also [`crate::error::ErrorKind::Training`] for tables with fewer texts than
/// folds.
///
/// ```
/// use oped::learn::audit::{AuditParams, audit};
/// use oped::tables::rows::RowFacts;
/// use oped::tables::table::{TableParams, read_table};
/// let mut csv = String::from("text,label\n");
/// for n in 0..40 {
///     csv += &format!("The council met on day {n} and voted on item {n}.,{}\n", if n == 7 { "opinion" } else { "news" });
///     csv += &format!("We must say no to item {n} of this absurd plan!,opinion\n");
/// }
/// let table = read_table("toy.csv", csv.as_bytes(), &TableParams::default())?;
/// let found = audit(&[table], &RowFacts::default(), &AuditParams::default())?;
/// // Digits are masked, so that its text is that of the other news rows.
/// assert_eq!(found.issues[0].place.row, 14);
/// # Ok::<(), oped::error::Error>(())
/// ```
pub fn audit(tables: &[Table], facts: &RowFacts, params: &AuditParams) -> Result<LabelAudit> {
    let (training, is_apart) = folding::training(tables, params)?;
    let (validation, fitted) = cross_validate_and_fit(tables, &training)?;
    let judged = Judged::new(tables, &validation);
    let terms = fitted.as_ref().map(|fitted| fitted.terms.len());
    let telltales = || fitted.map_or_else(Vec::new, |of| find_telltales(&judged.sources, judged.labels(), &of));
    let (duplicates, telltales) = rayon::join(|| duplicates::find(&judged), telltales);
    let mut issues = issues::find(&judged, &duplicates, facts, params);
    let settled = issues::leave_out_settled(&mut issues, tables, &facts.settled);
    let thresholds = Thresholds::new(judged.labels(), judged.shown);
    let joint = ConfidentJoint::new(&thresholds, judged.labels().iter().copied().zip(judged.shown.iter().copied()));
    let sources = sources::compare(&judged, &thresholds);
    let odd_rows = odd_rows::find(&judged, params.training.language);
    let (rows, articles) = (joint.given, judged.articles_by_labels());
    let CrossValidation { lint, folding, .. } = validation;
    let inherited_labels = params.inherited_labels;
    Ok(LabelAudit {
        lint,
        folding,
        is_apart,
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
        agreement: agreement(tables, &facts.annotators, AGREEMENT_RESAMPLES),
    })
}
