//! Rows of a table that belong to no article: a table again.

use super::article::{class_of, notes};
use crate::report::shared::page::{escape, table};
use crate::report::shared::words::{label_of, percent};
use crate::score::{Item, Paragraph, Place, Scored};

/// The rows of one table.
#[derive(Debug)]
pub(super) struct Rows {
    pub(super) name: String,
    cells: Vec<Vec<String>>,
    labelled: usize,
    opinion: usize,
}

impl Rows {
    /// A table with its first rows.
    pub(super) fn new(scored: &Scored<'_>) -> Self {
        let mut rows = Rows { name: scored.article.to_owned(), cells: Vec::new(), labelled: 0, opinion: 0 };
        rows.add(scored);
        rows
    }

    /// Further rows.
    pub(super) fn add(&mut self, scored: &Scored<'_>) {
        for item in &scored.items {
            let Item::Paragraph(paragraph) = item else { continue };
            let decision = paragraph.score.decision;
            self.labelled += usize::from(decision.is_some());
            self.opinion += usize::from(decision.is_some_and(|decision| decision.label.is_opinion()));
            self.cells.push(row(paragraph));
        }
    }

    fn share(&self) -> String {
        format!("{} of {}", self.opinion, self.labelled)
    }

    /// The cells of the list of articles, without the name. Rows that are no article have no verdict.
    pub(super) fn overview(&self) -> Vec<String> {
        vec![String::new(), "rows".to_owned(), self.share(), String::new(), String::new()]
    }

    pub(super) fn content(&self) -> String {
        let head = ["row", "label", "opinion", "notes", "text"];
        let table = table("Each row by itself", &head, &self.cells);
        format!("<p class=\"verdict\">{} rows argue</p>\n<div class=\"rows\">{table}</div>\n", self.share())
    }
}

fn row(paragraph: &Paragraph<'_>) -> Vec<String> {
    let name = match paragraph.place {
        Place::Row { row, id: Some(id), .. } => format!("{row}<small>{}</small>", escape(id)),
        Place::Row { row, id: None, .. } => row.to_string(),
        Place::Bytes { line, .. } => line.to_string(),
    };
    let decision = paragraph.score.decision;
    let label = format!("<strong class=\"{}\">{}</strong>", class_of(decision), label_of(decision));
    let probability = decision.map(|decision| escape(&percent(decision.probability.0))).unwrap_or_default();
    let text = format!("<div class=\"text\">{}</div>", escape(paragraph.text));
    vec![name, label, probability, notes(paragraph), text]
}
