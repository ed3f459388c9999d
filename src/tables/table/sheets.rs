//! Which sheet of a workbook was read, and what its user should know of the others.

use super::TableParams;
use super::params::folded;
use super::sheet_name::{named_sheet, sheet_in};
use crate::error::{Error, ErrorKind};
use crate::tables::rows::TableNote;

/// Which sheet of a workbook was read, and which could be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sheets {
    pub(super) read: String,
    /// Whether somebody chose it.
    pub(super) is_named: bool,
    /// The others that are visible and hold something, each with its header.
    pub(super) others: Vec<(String, Vec<String>)>,
}

impl Sheets {
    /// What a person should know who may not have looked beyond the first sheet.
    pub(crate) fn note(&self) -> Option<TableNote> {
        let others = || self.others.iter().map(|(name, _)| name.clone()).collect();
        let is_told = !self.is_named && !self.others.is_empty();
        is_told.then(|| TableNote::OtherSheets { read: self.read.clone(), others: others() })
    }

    /// Adds to an error about missing columns which sheet has them, or that another may.
    pub(crate) fn explain(&self, file: &str, params: &TableParams, error: Error) -> Error {
        if error.kind() != ErrorKind::Column || self.is_named {
            return error;
        }
        let has = |header: &[String], column: &str| header.iter().any(|name| folded(name) == folded(column));
        let fits = |header: &[String]| {
            has(header, &params.text_column) && (!params.labels_required || has(header, &params.label_column))
        };
        let named = |sheet: &str| sheet_in(named_sheet(file).map_or(file, |(book, _)| book), sheet);
        match (self.others.iter().find(|(_, header)| fits(header)), self.others.first()) {
            (Some((sheet, _)), _) => error.remedy(format!("name the sheet that has what is missing: {}", named(sheet))),
            (None, Some((sheet, _))) => error.or_remedy(format!("name another sheet, such as {}", named(sheet))),
            (None, None) => error,
        }
    }
}
