//! Rows of a table that belong to no article.

use maud::{Markup, Render, html};

use super::{article::notes, marks::class_of};
use crate::report::shared::page::{Printable, table};
use crate::score::{Item, Paragraph, Place, Scored};
use crate::words::figures::percent;
use crate::words::score::label_of;

/// The rows of one table.
#[derive(Debug)]
pub(super) struct Rows {
    pub(super) name: String,
    cells: Vec<Vec<Markup>>,
    /// Rows with a label that is to be relied on.
    sure: usize,
    opinion: usize,
}

impl Rows {
    /// A table with its first rows.
    pub(super) fn new(scored: &Scored<'_>) -> Self {
        let mut rows = Rows { name: scored.article.to_owned(), cells: Vec::new(), sure: 0, opinion: 0 };
        rows.add(scored);
        rows
    }

    /// Further rows.
    pub(super) fn add(&mut self, scored: &Scored<'_>) {
        for item in &scored.items {
            let Item::Paragraph(paragraph) = item else { continue };
            let decision = paragraph.score.decision;
            self.sure += usize::from(decision.is_some_and(|decision| decision.is_sure()));
            self.opinion += usize::from(decision.is_some_and(|decision| decision.surely_argues()));
            self.cells.push(row(paragraph));
        }
    }

    fn share(&self) -> String {
        format!("{} of {}", self.opinion, self.sure)
    }

    /// The cells in the list of articles, without the name. Only articles have a verdict.
    pub(super) fn overview(&self) -> Vec<Markup> {
        ["", "rows", &self.share(), "", ""].map(|cell| cell.render()).into()
    }

    pub(super) fn content(&self) -> Markup {
        let head = ["row", "label", "opinion", "notes", "text"];
        html! {
            p class="verdict" { (self.share()) " sure rows argue" } "\n"
            div class="rows" { (table("Each row by itself", &head, self.cells.iter().cloned())) } "\n"
        }
    }
}

fn row(paragraph: &Paragraph<'_>) -> Vec<Markup> {
    let name = match paragraph.place {
        Place::Row { row, id, .. } => html! { (row) @if let Some(id) = id { small { (Printable(id)) } } },
        Place::Bytes { line, .. } => line.render(),
        Place::Unpacked => paragraph.number.render(),
    };
    let decision = paragraph.score.decision;
    let label = html! { strong class=(class_of(decision)) { (label_of(decision)) } };
    let probability = decision.map(|decision| percent(decision.probability.0)).unwrap_or_default();
    let text = html! { div class="text" { (Printable(paragraph.text)) } };
    vec![name, label, probability.render(), notes(paragraph), text]
}
