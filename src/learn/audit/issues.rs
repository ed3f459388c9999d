//! Out-of-fold probabilities, and the labels of the rest of the article → the probability that a label is wrong.
//!
//! A row's score is the probability that its label is wrong. Its log-odds are a sum of two terms:
//!
//! ```text
//! ln(p / (1 − p)) + ln((s + m·b) / (n − s + m·(1 − b)))
//! ```
//!
//! - p is the probability of the other label by the text, out of fold, in context if there is one;
//! - n is the number of other rows of the row's article (same source, same article), s of which have the other label, and b
//!   is the share of the other label among all rows: the labels given nearby, with m = 1 row of the table's own mixture
//!   added. Without other rows, or if labels were given to whole articles, this term is 0.
//!
//! The rows of an article are labelled by one reader at one time, and most articles keep their voice; a text model knows
//! the latter from other texts only. Measured with 5 % of the labels flipped, five times, folds by source, reviewing as many
//! rows as were flipped: with the second term .89 of them were flipped ones, without it .86, on `data/paragraphs.csv`; .95
//! and .74 on 113,586 rows of news and opinion sites, whose labels are those of whole articles.

use std::collections::{BTreeMap, BTreeSet};

use super::{duplicates::Duplicate, judged::Judged, params::AuditParams};
use crate::label::{Label, Logit, Probability};
use crate::learn::measure::confident::self_confidence;
use crate::tables::rows::{RowFacts, RowRef, Table, text_hash};

/// The number of rows of the table's own mixture of labels that are added to a row's neighbours.
const MIXTURE: f64 = 1.0;

/// A label that is probably wrong. Only [`super::audit`] makes one, from probabilities out of fold.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct LabelIssue {
    /// The row.
    pub place: RowRef,
    /// Its label.
    pub given: Label,
    /// The probability that the label is wrong, above ½.
    pub score: f64,
    /// The probability of opinion of the row alone, out of fold.
    pub alone: Probability,
    /// The probability of opinion in the article's context, out of fold; none without context, or if folds split articles.
    pub in_context: Option<Probability>,
    /// The labels of the other rows of its article.
    pub neighbours: Neighbours,
    /// Rows with the same text, or nearly the same.
    pub alike: Vec<Alike>,
    /// Whether the row belongs to a test set.
    pub is_test: bool,
    /// The issue with the same text and label. Only that one was judged; all figures are its.
    pub repeats: Option<RowRef>,
}

impl LabelIssue {
    /// The label that the row should probably have.
    pub fn suggested(&self) -> Label {
        self.given.other()
    }

    /// The probability of opinion: in context if there is one, else alone.
    pub fn shown(&self) -> Probability {
        self.in_context.unwrap_or(self.alone)
    }

    /// The probability of the given label by the text, out of fold. With two labels this is the normalised margin too
    /// ([`crate::learn::measure::confident::normalised_margin`]).
    pub fn self_confidence(&self) -> f64 {
        self_confidence(self.given, self.shown())
    }
}

/// The other rows of a row's article, by their labels.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Neighbours {
    /// Rows with the row's own label.
    pub same: usize,
    /// Rows with the other label.
    pub other: usize,
}

/// A row with the same text as another, or nearly the same.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Alike {
    /// The other row.
    pub place: RowRef,
    /// The Jaccard similarity of the two; none if the texts are the same.
    pub similarity: Option<f64>,
    /// Whether both have the same label.
    pub same_label: bool,
}

/// The probability that a label is wrong, by the formula above.
///
/// ```text
/// p = .9 and 3 of 4 others have the other label, b = .5: ln 9 + ln(3.5 / 1.5) = 3.045, so .955
/// ```
fn score(other: f64, neighbours: Neighbours, base: f64) -> f64 {
    let by_text = Probability(other).logit().0;
    let by_labels = if neighbours == Neighbours::default() {
        0.0
    } else {
        ((neighbours.other as f64 + MIXTURE * base) / (neighbours.same as f64 + MIXTURE * (1.0 - base))).ln()
    };
    Logit(by_text + by_labels).probability().0
}

/// Finds all label issues, ranked; each is followed by the rows that repeat it, so that no copy is left uncorrected.
pub(super) fn find(
    judged: &Judged<'_>,
    duplicates: &[Duplicate],
    facts: &RowFacts,
    params: &AuditParams,
) -> Vec<LabelIssue> {
    let neighbours = neighbours(judged);
    let opinion = judged.labels().iter().filter(|label| label.is_opinion()).count() as f64 / judged.len() as f64;
    let alike = alike(duplicates);
    let mut issues = Vec::new();
    for row in 0..judged.len() {
        let (given, place) = (judged.labels()[row], judged.place(row));
        let base = if given.is_opinion() { 1.0 - opinion } else { opinion };
        let said = if params.inherited_labels { Neighbours::default() } else { neighbours[row] };
        let score = score(1.0 - self_confidence(given, judged.shown[row]), said, base);
        if score > 0.5 {
            issues.push(LabelIssue {
                place,
                given,
                score,
                alone: judged.validation.alone[row],
                in_context: judged.validation.in_context.as_ref().map(|all| all[row]),
                neighbours: neighbours[row],
                alike: alike.get(&place).cloned().unwrap_or_default(),
                is_test: facts.test_rows.contains(&place),
                repeats: None,
            });
        }
    }
    issues.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.place.cmp(&b.place)));
    let mut copies: BTreeMap<RowRef, Vec<RowRef>> = BTreeMap::new();
    judged.validation.lint.duplicates.iter().for_each(|of| copies.entry(of.first).or_default().push(of.row));
    let with_copies = |issue: LabelIssue| {
        let copy = |&place: &RowRef| LabelIssue {
            place,
            alike: alike.get(&place).cloned().unwrap_or_default(),
            is_test: facts.test_rows.contains(&place),
            repeats: Some(issue.place),
            ..issue.clone()
        };
        let copies: Vec<LabelIssue> = copies.get(&issue.place).into_iter().flatten().map(copy).collect();
        std::iter::once(issue).chain(copies)
    };
    issues.into_iter().flat_map(with_copies).collect()
}

/// Leaves out the issues that a reader has settled; returns their number.
pub(super) fn leave_out_settled(
    issues: &mut Vec<LabelIssue>,
    tables: &[Table],
    settled: &BTreeSet<(String, Label)>,
) -> usize {
    let all = issues.len();
    if !settled.is_empty() {
        let text = |at: RowRef| &tables[at.table].rows[at.row].text;
        issues.retain(|issue| !settled.contains(&(text_hash(text(issue.place)), issue.given)));
    }
    all - issues.len()
}

/// The labels of the other rows of each row's article.
fn neighbours(judged: &Judged<'_>) -> Vec<Neighbours> {
    let by_article = judged.by_article();
    let of_row = |(article, label): (&Option<usize>, &Label)| {
        let rows = article.and_then(|article| by_article.get(&article)).copied();
        rows.map_or_else(Neighbours::default, |rows| {
            let given = usize::from(label.is_opinion());
            Neighbours { same: rows[given].saturating_sub(1), other: rows[1 - given] }
        })
    };
    judged.articles.iter().zip(judged.labels()).map(of_row).collect()
}

/// For each row the rows that are like it: those with the other label first, then by place.
fn alike(duplicates: &[Duplicate]) -> BTreeMap<RowRef, Vec<Alike>> {
    let mut out: BTreeMap<RowRef, Vec<Alike>> = BTreeMap::new();
    for pair in duplicates {
        for (row, place) in [(pair.row, pair.first), (pair.first, pair.row)] {
            let Duplicate { similarity, same_label, .. } = *pair;
            out.entry(row).or_default().push(Alike { place, similarity, same_label });
        }
    }
    out.values_mut().for_each(|alike| alike.sort_by_key(|of| (of.same_label, of.place)));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: 9 · 3.5 / 1.5 = 21, and 21 / 22; with b = .2, 9 · 3.2 / 1.8 = 16, and 16 / 17.
    #[test]
    fn the_score_is_that_of_the_worked_example() {
        let neighbours = Neighbours { same: 1, other: 3 };
        assert!((score(0.9, neighbours, 0.5) - 21.0 / 22.0).abs() < 1e-12);
        assert!((score(0.9, neighbours, 0.2) - 16.0 / 17.0).abs() < 1e-12);
    }

    #[test]
    fn without_neighbours_only_the_text_speaks() {
        assert!((score(0.7, Neighbours::default(), 0.1) - 0.7).abs() < 1e-12);
    }

    #[test]
    fn a_certain_text_leaves_a_finite_score() {
        let against = score(1.0, Neighbours { same: 40, other: 0 }, 0.5);
        assert!(against < 1.0 && against > 0.5, "{against}");
    }
}
