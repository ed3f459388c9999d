//! Notes on standard error, and what several verbs say there.

use std::io::Write;

use super::flags::told;
use crate::error::Error;
use crate::learn::{evaluate::Seen, train::Folding};
use crate::tables::rows::group::{Group, PassedOver};
use crate::tables::rows::{Lint, Repeat, RowRef, Table};
use crate::text::printable;
use crate::words::figures::count;

/// How many rows a note names.
pub(super) const NAMED_ROWS: usize = 5;

/// Writes an error to stderr.
pub(super) fn complain(error: &Error) {
    say("error", &told(error));
}

/// Writes a line to stderr, made printable because it quotes names and texts of the input. A closed stderr is no error.
pub(super) fn say(kind: &str, text: &str) {
    let _ = writeln!(std::io::stderr(), "oped: {kind}: {}", printable(text));
}

/// What folds do to the figures that is easily overlooked.
pub(super) fn notes_on_folds(tables: &[Table], folding: &Folding) -> Vec<String> {
    let mut notes = Vec::new();
    let mut articles = tables.iter().flat_map(Table::articles);
    if folding.group == Group::Row && articles.any(|rows| rows.len() > 1) {
        notes.push("folds by row split articles, so that there are no figures in context".to_owned());
    }
    if folding.pooled_folds > 0 {
        let folds = count(folding.pooled_folds, "fold");
        notes.push(format!(
            "{folds} could not be calibrated on the other folds, whose rows the models rank no better than chance; all rows were used"
        ));
    }
    notes
}

/// Names rows that a person should look at, the first few of each kind.
pub(super) fn note_lint(tables: &[Table], lint: &Lint) {
    note(&lint.empty, "without a word, left out", |&at| place(tables, at));
    note_repeats(tables, &lint.duplicates, "with the text and label of another, left out");
    note_conflicts(tables, lint);
}

/// Names rows that contradict others, and rows that stand apart from their article.
pub(super) fn note_conflicts(tables: &[Table], lint: &Lint) {
    note_repeats(tables, &lint.conflicts, "with the same text as another row but the opposite label");
    note_scattered(tables, &lint.scattered);
}

/// Names rows that continue an article which began elsewhere.
fn note_scattered(tables: &[Table], scattered: &[Repeat]) {
    note_repeats(
        tables,
        scattered,
        "out of order or apart from the rest of the article, so read without the paragraphs before",
    );
}

/// Names rows with the earlier rows that they repeat or continue.
pub(super) fn note_repeats(tables: &[Table], repeats: &[Repeat], what: &str) {
    note(repeats, what, |repeat| format!("{} (as {})", place(tables, repeat.row), place(tables, repeat.first)));
}

fn place(tables: &[Table], at: RowRef) -> String {
    format!("{}:{}", tables[at.table].name, tables[at.table].rows[at.row].line)
}

fn note<T>(rows: &[T], what: &str, name: impl Fn(&T) -> String) {
    let named: Vec<String> = rows.iter().take(NAMED_ROWS).map(name).collect();
    note_places(&named, rows.len(), what);
}

/// Says how many rows there are, and names the first few.
pub(super) fn note_places(named: &[String], rows: usize, what: &str) {
    if rows == 0 {
        return;
    }
    let more = match rows.saturating_sub(named.len()) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    say("note", &format!("{} {what}: {}{more}", count(rows, "row"), named.join(", ")));
}

/// Warns of folds by row in a table that names its articles.
pub(super) fn warn_of_split_articles(folding: &Folding) {
    let mut passed_over = folding.passed_over.iter();
    if let Some((_, PassedOver::TooFew { groups, needed })) = passed_over.find(|(of, _)| *of == Group::Article) {
        let (articles, are) = (count(*groups, "article"), if *groups == 1 { "is" } else { "are" });
        say(
            "warning",
            &format!(
                "{articles} {are} too few for {needed} folds, so articles were split and the figures are too good; \
                 give fewer --folds, or --group article --folds all"
            ),
        );
    }
}

pub(super) fn note_seen(name: &str, seen: Option<Seen>, skipped: bool) {
    match seen {
        None => say(
            "note",
            &format!("{name} does not record its training texts, so oped cannot tell whether it has seen these"),
        ),
        Some(Seen { rows: 0, .. }) => {}
        Some(Seen { rows, of }) => {
            let what = format!("the texts of {rows} of {} were in the training of {name}", count(of, "row"));
            let share = 100.0 * rows as f64 / of as f64;
            if skipped {
                say("note", &format!("{what} ({share:.1} %), left out"));
            } else {
                say(
                    "warning",
                    &format!(
                        "{what} ({share:.1} %), so the figures look better than they should; leave them out with --skip-seen"
                    ),
                );
            }
        }
    }
}
