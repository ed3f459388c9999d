//! The ways in which rows can be divided into folds.

use crate::error::{Error, ErrorKind, Result};
use crate::learn::train::{Corpus, refuse_folds, refuse_one_fold};
use crate::tables::rows::group::{Folds, Group};
use crate::tables::{rows::Table, rows::group};

/// Rows divided into folds that can be trained on.
pub(super) struct Division {
    /// What folds keep together.
    pub(super) group: Group,
    /// The number of groups.
    groups: usize,
    /// The fold of each row.
    pub(super) folds: Vec<usize>,
}

impl Division {
    /// Divides the rows; none if there are fewer groups than folds, or if a fold would train on a single label.
    fn new(corpus: &Corpus<'_>, group: Group, keys: &[String], folds: Folds) -> Result<Option<Division>> {
        let groups = group::distinct(keys);
        if folds.number(groups) > groups || !corpus.folds_work(keys, folds) {
            return Ok(None);
        }
        refuse_folds(folds, groups, group)?;
        Ok(Some(Division { group, groups, folds: folds.assign(keys) }))
    }
}

/// How rows were divided.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Divided {
    /// What folds kept together.
    pub group: Group,
    /// The number of groups.
    pub groups: usize,
    /// The number of folds that hold rows.
    pub folds: usize,
    /// The share of all rows that a row's model was fitted to, on average over the rows.
    pub fitted_to: f64,
}

impl Divided {
    pub(super) fn new(division: &Division) -> Divided {
        let mut sizes = vec![0usize; division.folds.iter().max().map_or(0, |last| last + 1)];
        division.folds.iter().for_each(|&fold| sizes[fold] += 1);
        let rows = division.folds.len() as f64;
        let left_out: f64 = sizes.iter().map(|&size| (size as f64 / rows).powi(2)).sum();
        Divided {
            group: division.group,
            groups: division.groups,
            folds: sizes.iter().filter(|&&size| size > 0).count(),
            fitted_to: 1.0 - left_out,
        }
    }
}

/// Why rows cannot be divided by a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Impossible {
    /// No row names one.
    Unnamed,
    /// All rows are of one group.
    One,
    /// There are fewer groups than folds, and too many to leave each out.
    TooFew {
        /// The number of groups.
        groups: usize,
        /// The number of folds.
        folds: usize,
    },
    /// All groups of a label happen to be in one fold, which would leave nothing to learn the label from.
    LabelsInOneFold,
    /// All rows of a label are in one group, which would leave nothing to learn the label from.
    LabelsApart,
}

/// The divisions that can be made, random folds first, and why the others cannot.
pub(super) struct Divisions {
    pub(super) made: Vec<Division>,
    pub(super) impossible: Vec<(Group, Impossible)>,
}

pub(super) fn divide(corpus: &Corpus<'_>, tables: &[Table], folds: Folds) -> Result<Divisions> {
    refuse_one_fold(folds)?;
    let (mut made, mut impossible) = (Vec::new(), Vec::new());
    let mut wanted = folds;
    for group in [Group::Source, Group::Article, Group::Row] {
        match divide_by(corpus, tables, group, wanted)? {
            Ok(division) => {
                // The others get as many folds as the strictest, so that all models are fitted to about as many rows.
                if wanted == Folds::All {
                    wanted = Folds::Count(division.groups);
                }
                made.push(division);
            }
            Err(why) => impossible.push((group, why)),
        }
    }
    if made.is_empty() {
        let what = "the rows cannot be split so that every training part has both labels";
        return Err(Error::new(ErrorKind::Training, what).remedy("give more rows of both labels"));
    }
    made.reverse();
    Ok(Divisions { made, impossible })
}

/// If there are too few groups for the folds, each is left out once.
fn divide_by(
    corpus: &Corpus<'_>,
    tables: &[Table],
    group: Group,
    folds: Folds,
) -> Result<std::result::Result<Division, Impossible>> {
    let mut rows = tables.iter().flat_map(|table| &table.rows);
    let is_named = match group {
        Group::Source => tables.len() > 1 || rows.any(|row| row.source.is_some()),
        Group::Article => rows.any(|row| row.article.is_some()),
        Group::Row => true,
    };
    if !is_named {
        return Ok(Err(Impossible::Unnamed));
    }
    let keys = corpus.keys(group);
    let groups = group::distinct(&keys);
    if groups < 2 {
        return Ok(Err(Impossible::One));
    }
    let mut division = Division::new(corpus, group, &keys, folds)?;
    if division.is_none() && groups <= MOST_LEFT_OUT {
        division = Division::new(corpus, group, &keys, Folds::All)?;
    }
    Ok(division.ok_or_else(|| {
        let folds = folds.number(groups);
        if !corpus.folds_work(&keys, Folds::All) {
            Impossible::LabelsApart
        } else if folds > groups {
            Impossible::TooFew { groups, folds }
        } else {
            Impossible::LabelsInOneFold
        }
    }))
}

/// The most groups that are left out one by one without being asked for.
const MOST_LEFT_OUT: usize = 50;
