//! The sheet applied to the table: what it would change, and the change itself.

use super::refusal::Refusal;
use super::session::Session;
use super::store::Store;
use super::stores::locked;
use super::types::{ApplyRequest, Change, Preview};
use crate::error::Error;
use crate::tables::corrections::files::Plan;
use crate::tables::corrections::journal::content_hash;
use crate::tables::sheet::read_sheet;

type Answer<T> = std::result::Result<T, Refusal>;

/// How many changes a preview lists.
const LISTED: usize = 500;
/// How much of a text it shows, in characters.
const SHOWN_TEXT: usize = 160;

impl Session {
    /// What the sheet would change.
    pub(super) fn preview(&self) -> Answer<Preview> {
        self.stores.with_shared(|store| self.plan(store).map(|(plan, hash)| self.preview_of(&plan, hash)))
    }

    /// Applies the sheet, if it is still the one that was shown. No verdict comes in meanwhile.
    pub(super) fn apply(&self, asked: &ApplyRequest) -> Answer<Preview> {
        self.stores.with_shared(|store| {
            let (plan, hash) = self.plan(store)?;
            if hash != asked.sheet {
                let remedy = "look at the changes again, then apply them";
                return Err(Refusal::conflict("verdicts have come in since the changes were shown", remedy));
            }
            self.params.files.carry_out(&plan).map_err(|error| self.in_words(&error))?;
            *locked(&self.is_applied) = true;
            Ok(self.preview_of(&plan, hash))
        })
    }

    fn plan(&self, store: &Store) -> Answer<(Plan, String)> {
        self.refuse_applied()?;
        store.refuse_changed()?;
        let bytes = std::fs::read(store.path()).map_err(|error| Error::io(store.path(), &error))?;
        let (name, files) = (self.params.sheet.display().to_string(), &self.params.files);
        let plan = read_sheet(&name, &bytes, &files.table.display().to_string(), &self.params.label_map)
            .and_then(|sheet| files.plan(sheet, &bytes, &self.params.correction))
            .map_err(|error| self.in_words(&error))?;
        Ok((plan, content_hash(&bytes)))
    }

    fn in_words(&self, error: &Error) -> Refusal {
        Refusal::of(error, &self.params.words.of_parameter)
    }

    fn preview_of(&self, plan: &Plan, sheet: String) -> Preview {
        let (tally, files) = (plan.applied.tally(), &self.params.files);
        let changed = plan.applied.changes.iter().filter(|change| change.decision.verdict.is_change());
        let change = |change: &crate::tables::corrections::Change| Change {
            row: change.decision.row,
            from: change.decision.given.map(|label| label.to_string()),
            to: change.label.map(|label| label.to_string()),
            text: self.beginning(change.decision.row),
        };
        Preview {
            sheet,
            table: files.table.display().to_string(),
            journal: files.journal.display().to_string(),
            flipped: tally.flipped,
            dropped: tally.dropped,
            labelled: tally.labelled,
            kept: tally.kept,
            unsure: tally.unsure,
            undecided: plan.sheet.undecided,
            contradicted: plan.applied.contradicted,
            changes: changed.take(LISTED).map(change).collect(),
        }
    }

    fn beginning(&self, row: usize) -> String {
        let text = self.params.table.rows.get(row - 1).map_or("", |row| row.text.as_str());
        match text.char_indices().nth(SHOWN_TEXT) {
            Some((end, _)) => format!("{}…", &text[..end]),
            None => text.to_owned(),
        }
    }
}
