//! Terms that give away the source instead of the voice.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::label::Label;
use crate::learn::measure::telltale::{ByLabel, Sources, Tells};
use crate::learn::{fit::matrix::CsrMatrix, train::FittedToAll};
use crate::tables::rows::group;

/// The least lift of a telltale in its source: see [`Tells::lift`].
pub const LEAST_LIFT: f64 = 2.0;
/// The fewest rows of its source that have a telltale.
pub const LEAST_ROWS: u32 = 5;
/// The chance that a term that is independent of the source is significant enough to be a telltale.
pub const FALSE_ALARM: f64 = 1e-5;
/// The most that a telltale keeps within the sources of its log odds ratio over all rows.
pub const MOST_KEPT: f64 = 0.5;

/// The least G² of a telltale: −2 ln([`FALSE_ALARM`] / K), where K is the number of sources. With 2 degrees of freedom chance
/// exceeds x in a share of e^(−x/2) of the terms; and since a term's source is the best of K, it has K chances (Bonferroni).
pub fn least_g2(sources: usize) -> f64 {
    -2.0 * (FALSE_ALARM / sources.max(1) as f64).ln()
}

/// A term that gives away the source instead of the voice.
#[derive(Debug, Clone, PartialEq)]
pub struct Telltale {
    /// The term.
    pub term: String,
    /// The source that it gives away.
    pub source: String,
    /// What it tells.
    pub tells: Tells,
    /// Its coefficient in a model of all rows.
    pub coefficient: f64,
    /// What it adds to the logit of a row that has it, on average: coefficient × value.
    pub weight: f64,
}

impl Telltale {
    /// The sum of what it adds to the logits of its source's rows, without sign, beyond what it would add if it were spread
    /// evenly over the rows of the same labels.
    pub fn excess(&self) -> f64 {
        (f64::from(self.tells.rows) - self.tells.expected) * self.weight.abs()
    }

    /// Returns true if it tells the source and not the label: see [`super::Leakage::telltales`].
    fn is_one(&self, sources: usize) -> bool {
        let tells = &self.tells;
        let is_of_source = tells.rows >= LEAST_ROWS && tells.lift() >= LEAST_LIFT && tells.g2 >= least_g2(sources);
        is_of_source && self.coefficient * tells.lean > 0.0 && !self.holds_within()
    }

    /// Returns true if within the sources it tells what the model takes it for: its interval is on the coefficient's side of 0,
    /// and it keeps more than [`MOST_KEPT`] of what it tells over all rows.
    fn holds_within(&self) -> bool {
        let Some(within) = self.tells.within else { return false };
        let side = self.coefficient.signum();
        let least = (side * within.interval.low).min(side * within.interval.high);
        least > 0.0 && side * within.value > MOST_KEPT * side * self.tells.overall
    }
}

/// Counts the rows of each source by label; returns each row's source number, and the sources' names, too.
pub(super) fn number_sources<'k>(keys: &'k [String], labels: &[Label]) -> (Sources, Vec<u32>, Vec<&'k str>) {
    let (numbers, _) = group::numbered(keys);
    let names: BTreeSet<&str> = keys.iter().map(String::as_str).collect();
    (Sources::new(&numbers, labels), numbers, names.into_iter().collect())
}

/// Finds the terms of a model of all rows that give away a source, as in [`super::Leakage::telltales`]. `keys` and `labels` have
/// the source's name and the label of each row.
pub(crate) fn find_telltales(keys: &[String], labels: &[Label], fitted: &FittedToAll) -> Vec<Telltale> {
    let FittedToAll { terms, matrix, coefficients } = fitted;
    let (sources, numbers, names) = number_sources(keys, labels);
    let of_term = |(column, rows): (usize, &mut TermRows)| {
        let tells = sources.tells(&rows.by_source())?;
        let coefficient = coefficients[column];
        let telltale = Telltale {
            term: terms.term(column).to_owned(),
            source: names[tells.source].to_owned(),
            tells,
            coefficient,
            weight: coefficient * rows.mean_value(),
        };
        telltale.is_one(sources.all()).then_some(telltale)
    };
    let mut rows = rows_of_terms(matrix, terms.len(), &numbers, labels);
    let mut found: Vec<Telltale> = rows.par_iter_mut().enumerate().filter_map(of_term).collect();
    // Stable: ties stay in the order of the vocabulary.
    found.sort_by(|a, b| b.excess().total_cmp(&a.excess()));
    found
}

/// The rows of one term.
#[derive(Debug, Clone, Default)]
struct TermRows {
    /// The source and the label of each.
    cells: Vec<(u32, Label)>,
    /// The sum of its tf-idf values.
    values: f64,
}

impl TermRows {
    fn mean_value(&self) -> f64 {
        self.values / self.cells.len().max(1) as f64
    }

    fn by_source(&mut self) -> Vec<(u32, ByLabel)> {
        self.cells.sort_unstable();
        let of_source = |cells: &[(u32, Label)]| {
            let opinion = cells.iter().filter(|(_, label)| label.is_opinion()).count() as u32;
            (cells[0].0, [cells.len() as u32 - opinion, opinion])
        };
        self.cells.chunk_by(|a, b| a.0 == b.0).map(of_source).collect()
    }
}

fn rows_of_terms(matrix: &CsrMatrix, terms: usize, sources: &[u32], labels: &[Label]) -> Vec<TermRows> {
    let mut out = vec![TermRows::default(); terms];
    for (row, (&source, &label)) in sources.iter().zip(labels).enumerate() {
        let (columns, values) = matrix.row(row);
        for (&column, &value) in columns.iter().zip(values) {
            out[column as usize].cells.push((source, label));
            out[column as usize].values += f64::from(value);
        }
    }
    out
}
