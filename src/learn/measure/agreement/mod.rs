//! Rows, each labelled by one of several annotators → how far the annotators agree, and where they do not.
//!
//! The interval of each figure holds the middle 95 % of its values on resamples of the paragraphs, as in
//! [`bootstrap`](crate::learn::measure::bootstrap); there is none with fewer than five paragraphs.

mod coefficients;
mod units;

pub use coefficients::{cohen_kappa, krippendorff_alpha, percent_agreement};
pub use units::{Said, UnitsBy};

use std::collections::BTreeMap;

use self::coefficients::Units;
use self::units::Unit;
use crate::label::Label;
use crate::learn::measure::bootstrap::{Estimate, estimate};
use crate::tables::rows::{RowRef, Table};

/// The number of pairs of annotators, those with the most paragraphs in common first, whose κ gets an interval: a crowd of
/// annotators has too many pairs.
const WITH_INTERVAL: usize = 100;

/// How far annotators agree. A paragraph has one row for each of its annotators.
#[derive(Debug, Clone, PartialEq)]
pub struct Agreement {
    /// The file names of the tables.
    pub tables: Vec<String>,
    /// The annotators' names, sorted.
    pub annotators: Vec<String>,
    /// How the rows of a paragraph were matched.
    pub units_by: UnitsBy,
    /// Paragraphs with a label by a named annotator.
    pub units: usize,
    /// Paragraphs with labels by two annotators or more, on which every figure rests.
    pub shared: usize,
    /// Labels that count.
    pub labels: usize,
    /// Labels that do not count, because the same annotator had already labelled the paragraph in a row above.
    pub repeats: usize,
    /// Repeated labels that differ from the annotator's first.
    pub contradictions: usize,
    /// Rows that name no annotator.
    pub unnamed: usize,
    /// Paragraphs whose rows share an id but not a text.
    pub several_texts: usize,
    /// The share of pairs of labels of a paragraph that are equal.
    pub percent: Estimate,
    /// Krippendorff's α for nominal data.
    pub alpha: Estimate,
    /// Cohen's κ of each pair of annotators with paragraphs in common, those with the most first.
    pub kappas: Vec<Kappa>,
    /// The paragraphs with both labels, the most divided first: by entropy, then by the number of labels.
    pub disagreements: Vec<Disagreement>,
    /// The number of resamples behind each interval.
    pub resamples: usize,
}

/// The agreement of two annotators on the paragraphs that both labelled.
#[derive(Debug, Clone, PartialEq)]
pub struct Kappa {
    /// Their indices in [`Agreement::annotators`].
    pub annotators: [usize; 2],
    /// Paragraphs that both labelled.
    pub units: usize,
    /// The share of them on which they agree.
    pub percent: Estimate,
    /// Cohen's κ.
    pub kappa: Estimate,
}

/// A paragraph with both labels.
#[derive(Debug, Clone, PartialEq)]
pub struct Disagreement {
    /// Its first row.
    pub row: RowRef,
    /// Its id, if that row has one.
    pub id: Option<String>,
    /// Its text in that row.
    pub text: String,
    /// The entropy of its labels in bits: −Σ p·log₂ p, 1 if half of them are opinion.
    pub entropy: f64,
    /// Its labels, in the order of rows.
    pub labels: Vec<Said>,
}

/// Compares annotators. `annotators` names who labelled each row of each table. None if nobody is named.
///
/// ```
/// use oped::tables::table::{TableParams, read_table_with};
/// use oped::learn::measure::agreement::agreement;
/// let bytes = b"text,label,annotator\nWe must act.,opinion,ann\nWe must act.,opinion,bob\nIt met.,news,ann\nIt met.,opinion,bob\n";
/// let (table, others) = read_table_with("t.csv", bytes, &TableParams::default(), &["annotator"])?;
/// let names = others.into_iter().map(|mut values| values.remove(0)).collect();
/// let found = agreement(&[table], &[names], 1000).unwrap();
/// assert_eq!((found.shared, found.percent.value, found.kappas[0].kappa.value), (2, Some(0.5), Some(0.0)));
/// assert_eq!(found.disagreements[0].text, "It met.");
/// # Ok::<(), oped::error::Error>(())
/// ```
pub fn agreement(tables: &[Table], annotators: &[Vec<Option<String>>], resamples: usize) -> Option<Agreement> {
    let found = units::find(tables, annotators);
    if found.annotators.is_empty() {
        return None;
    }
    let shared: Vec<&Unit> = found.units.iter().filter(|unit| unit.labels.len() > 1).collect();
    let labels: Vec<Vec<Label>> =
        shared.iter().map(|unit| unit.labels.iter().map(|said| said.label).collect()).collect();
    let all = Units::new(&labels);
    Some(Agreement {
        tables: tables.iter().map(|table| table.file_name().to_owned()).collect(),
        units: found.units.len(),
        shared: shared.len(),
        labels: found.units.iter().map(|unit| unit.labels.len()).sum(),
        percent: estimate(shared.len(), resamples, |weights| all.percent(weights)),
        alpha: estimate(shared.len(), resamples, |weights| all.alpha(weights)),
        kappas: kappas(&shared, resamples),
        disagreements: disagreements(&shared, tables),
        annotators: found.annotators,
        units_by: found.by,
        repeats: found.repeats,
        contradictions: found.contradictions,
        unnamed: found.unnamed,
        several_texts: found.several_texts,
        resamples,
    })
}

fn kappas(shared: &[&Unit], resamples: usize) -> Vec<Kappa> {
    let mut pairs: BTreeMap<[usize; 2], Vec<Vec<Label>>> = BTreeMap::new();
    for unit in shared {
        let mut labels = unit.labels.clone();
        labels.sort_unstable_by_key(|said| said.annotator);
        for (at, first) in labels.iter().enumerate() {
            for second in &labels[at + 1..] {
                let both = vec![first.label, second.label];
                pairs.entry([first.annotator, second.annotator]).or_default().push(both);
            }
        }
    }
    let mut pairs: Vec<([usize; 2], Vec<Vec<Label>>)> = pairs.into_iter().collect();
    // Stable: ties stay in the order of names.
    pairs.sort_by_key(|(_, labels)| std::cmp::Reverse(labels.len()));
    let measure = |(at, (annotators, labels)): (usize, ([usize; 2], Vec<Vec<Label>>))| {
        let (units, resamples) = (labels.len(), if at < WITH_INTERVAL { resamples } else { 0 });
        let labels = Units::new(&labels);
        let percent = estimate(units, resamples, |weights| labels.percent(weights));
        Kappa { annotators, units, percent, kappa: estimate(units, resamples, |weights| labels.kappa(weights)) }
    };
    pairs.into_iter().enumerate().map(measure).collect()
}

fn disagreements(shared: &[&Unit], tables: &[Table]) -> Vec<Disagreement> {
    let of = |unit: &&Unit| {
        let row = unit.labels.first()?.row;
        let data = &tables[row.table].rows[row.row];
        let entropy = entropy(&unit.labels);
        let found =
            || Disagreement { row, id: data.id.clone(), text: data.text.clone(), entropy, labels: unit.labels.clone() };
        (entropy > 0.0).then(found)
    };
    let mut found: Vec<Disagreement> = shared.iter().filter_map(of).collect();
    // Stable: ties stay in the order of rows.
    found.sort_by(|a, b| b.entropy.total_cmp(&a.entropy).then(b.labels.len().cmp(&a.labels.len())));
    found
}

fn entropy(labels: &[Said]) -> f64 {
    let share = labels.iter().filter(|said| said.label.is_opinion()).count() as f64 / labels.len() as f64;
    [share, 1.0 - share].into_iter().filter(|p| *p > 0.0).map(|p| -p * p.log2()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::table::{TableParams, read_table_with};

    fn of(text: &str) -> Agreement {
        let (table, others) =
            read_table_with("t.csv", text.as_bytes(), &TableParams::default(), &["annotator"]).unwrap();
        let names: Vec<Option<String>> = others.into_iter().map(|mut values| values.remove(0)).collect();
        agreement(&[table], &[names], 200).unwrap()
    }

    #[test]
    fn rows_of_one_id_are_one_paragraph_and_texts_where_ids_are_of_rows() {
        let by_id = of("id,text,label,annotator\n1,Yes.,news,a\n1,YES. ,opinion,b\n2,Yes.,news,a\n2,No.,news,b\n");
        assert_eq!((by_id.units_by, by_id.units, by_id.several_texts), (UnitsBy::Id, 2, 1));
        let by_text = of("id,text,label,annotator\n1,Yes.,news,a\n2, YES. ,opinion,b\n3,No.,news,a\n4,No.,news,b\n");
        assert_eq!((by_text.units_by, by_text.units, by_text.several_texts), (UnitsBy::Text, 2, 0));
        assert_eq!(by_text.disagreements[0].labels.len(), 2);
    }

    /// An annotator's repetitions must not outweigh the others.
    #[test]
    fn only_an_annotators_first_label_counts() {
        let found = of(
            "text,label,annotator\nA b.,news,ann\nA b.,opinion,bob\nA b.,opinion,ann\nA b.,opinion,bob\nC d.,news,\n",
        );
        assert_eq!((found.labels, found.repeats, found.contradictions, found.unnamed), (2, 2, 1, 1));
        assert_eq!((found.units, found.percent.value), (1, Some(0.0)));
    }

    #[test]
    fn the_most_divided_paragraphs_come_first() {
        let row = |text: &str, label: &str, by: &str| format!("{text},{label},{by}\n");
        let mut text = String::from("text,label,annotator\n");
        text += &[row("All.", "news", "a"), row("All.", "news", "b")].concat();
        text += &[row("Third.", "news", "a"), row("Third.", "news", "b"), row("Third.", "opinion", "c")].concat();
        text += &[row("Half.", "news", "a"), row("Half.", "opinion", "b")].concat();
        let found = of(&text);
        let texts: Vec<&str> = found.disagreements.iter().map(|of| of.text.as_str()).collect();
        assert_eq!(texts, ["Half.", "Third."]);
        // H(1/3) = log₂ 3 − 2/3
        assert!((found.disagreements[1].entropy - (3f64.log2() - 2.0 / 3.0)).abs() < 1e-12);
        assert_eq!(found.kappas.iter().map(|pair| pair.units).collect::<Vec<_>>(), [3, 1, 1]);
        assert_eq!(found.alpha.interval, None);
    }
}
