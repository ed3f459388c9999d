//! How far the annotators of a blind review agree, for the person who started it.

use std::path::{Path, PathBuf};

use super::refusal::Refusal;
use super::session::Session;
use super::stores::Stores;
use crate::error::Result;
use crate::label::Label;
use crate::learn::audit::AGREEMENT_RESAMPLES;
use crate::learn::measure::agreement::{Agreement, agreement};
use crate::tables::corrections::Verdict;
use crate::tables::rows::{Row, Table};
use crate::tables::sheet::OpenSheet;
use crate::text::Remarks;

impl Session {
    /// The agreement of all annotators' sheets, in this run or before.
    pub(super) fn agreement(&self, key: &str) -> std::result::Result<Agreement, Refusal> {
        if key != self.key() {
            let remedy = "open the address that oped printed when it was started";
            return Err(Refusal::forbidden(
                "only the person who started the review sees how far annotators agree",
                remedy,
            ));
        }
        let Stores::Blind(blind) = &self.stores else {
            let remedy = "start one that is blind";
            return Err(Refusal::conflict("in this review nobody labels what another has labelled", remedy));
        };
        let mut tables = Vec::new();
        let mut names = Vec::new();
        for (path, sheet) in blind.beside()?.sheets {
            let (table, by) = self.labels(&path, &sheet);
            tables.push(table);
            names.push(by);
        }
        let found = agreement(&tables, &names, AGREEMENT_RESAMPLES).filter(|found| found.shared > 0);
        let waiting = || {
            let what = "no paragraph has been labelled by two annotators yet";
            Refusal::conflict(what, "come back when two have labelled some of the same")
        };
        found.ok_or_else(waiting)
    }

    /// Files that are called like the sheet of an annotator, but are left out of the agreement.
    ///
    /// # Errors
    /// [`ErrorKind::Io`](crate::error::ErrorKind::Io)
    pub fn left_out(&self) -> Result<Vec<PathBuf>> {
        match &self.stores {
            Stores::Shared(_) => Ok(Vec::new()),
            Stores::Blind(blind) => Ok(blind.beside()?.others),
        }
    }

    /// The labels of a sheet as rows, and who gave each.
    fn labels(&self, path: &Path, sheet: &OpenSheet) -> (Table, Vec<Option<String>>) {
        let (mut rows, mut names) = (Vec::new(), Vec::new());
        for line in sheet.lines() {
            let filled = line.filled.as_ref();
            let label: Option<Label> = filled.and_then(|filled| match filled.verdict {
                Verdict::Label(label) => Some(label),
                _ => None,
            });
            let text = self.params.table.rows.get(line.row - 1).map_or("", |row| row.text.as_str());
            // Rows with one text may be different paragraphs.
            rows.push(Row { label, id: Some(line.row.to_string()), ..Row::of_text(text, line.row) });
            names.push(filled.and_then(|filled| filled.by.clone()));
        }
        let name = path.display().to_string();
        (Table { name, rows, hash: 0, notes: Vec::new(), remarks: Remarks::default() }, names)
    }
}
