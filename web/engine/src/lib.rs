//! The engine of the page: the library in WebAssembly, from bytes to what the page shows, as JSON.
//!
//! The page loads it once with the bytes of a model and asks it for readings. It knows no network and no file.

mod input;
mod part;

use std::sync::Arc;

use input::Input;

use oped::error::Parameter;
use oped::score::passages_of;
use oped::tables::results::{Csv, JsonLines, Message};
use oped::view::{Overview, Reading, changes};
use oped::voice::Passage;
use oped::{Error, Explainer, Model};
use part::Part;
use serde::Serialize;
use wasm_bindgen::prelude::{JsError, wasm_bindgen};

/// A model that reads articles.
#[wasm_bindgen]
pub struct Engine {
    explainer: Explainer,
}

#[wasm_bindgen]
impl Engine {
    /// An engine with the model of these bytes.
    ///
    /// # Errors
    /// If they are no model, or one of another version.
    #[wasm_bindgen(constructor)]
    pub fn new(model: &[u8]) -> Result<Engine, JsError> {
        let model = Model::from_bytes(model).map_err(told)?;
        Ok(Engine { explainer: Explainer::new(Arc::new(model)).without_changes() })
    }

    /// Reads a file and explains its articles, or the one of an index: the JSON of a list of [`Reading`]s. Without a format, it is
    /// detected.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn read(
        &self,
        name: &str,
        bytes: &[u8],
        format: Option<String>,
        index: Option<usize>,
    ) -> Result<String, JsError> {
        let language = self.explainer.model().card.language;
        match Input::read(name, bytes, format.as_deref()).map_err(told)? {
            Input::Articles(format, entries) => each(only(entries, index), |entry| {
                let (name, explained) = (entry.name_in(name), self.explainer.article(&entry.article));
                json(&Reading::of_article(&name, format, &entry.article, &explained, language))
            }),
            Input::Table(table) => each(only(table.articles(), index), |rows| {
                let before = rows.start;
                let part = Part::of(&table, rows, name);
                let explained = self.explainer.texts(part.rows);
                let mut reading = Reading::of_texts(&part.name, part.rows, before, &explained);
                reading.overview.headline = part.beginning();
                json(&reading)
            }),
        }
    }

    /// Reads a file and scores its articles, for a list of many: the JSON of a list of [`Overview`]s.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn overview(&self, name: &str, bytes: &[u8], format: Option<String>) -> Result<String, JsError> {
        let scorer = self.explainer.scorer();
        match Input::read(name, bytes, format.as_deref()).map_err(told)? {
            Input::Articles(format, entries) => each(entries, |entry| {
                let (name, score) = (entry.name_in(name), scorer.article(&entry.article));
                json(&Overview::of_article(&name, format, &entry.article, &score))
            }),
            Input::Table(table) => each(table.articles(), |rows| {
                let part = Part::of(&table, rows, name);
                let score = scorer.texts(part.rows);
                json(&Overview { headline: part.beginning(), ..Overview::of_texts(&part.name, &score) })
            }),
        }
    }

    /// Reads a file and scores its articles, or the one of an index: the bytes that `oped score --format jsonl` or `--format csv` writes.
    ///
    /// # Errors
    /// If it cannot be read, or there is no such format.
    pub fn lines(
        &self,
        name: &str,
        bytes: &[u8],
        format: Option<String>,
        index: Option<usize>,
        out: &str,
    ) -> Result<String, JsError> {
        let csv = match out {
            "jsonl" => None,
            "csv" => Some(Csv::default()),
            _ => return Err(JsError::new("results are written as jsonl or csv")),
        };
        let mut lines = Vec::new();
        csv.iter().for_each(|csv| csv.header(&mut lines));
        let mut write = |message: &Message<'_>| match &csv {
            Some(csv) => {
                csv.rows(message, &mut lines);
                Ok(())
            }
            None => JsonLines.lines(message, &mut lines),
        };
        let scorer = self.explainer.scorer();
        match Input::read(name, bytes, format.as_deref()).map_err(told)? {
            Input::Articles(_, entries) => only(entries, index).iter().try_for_each(|entry| {
                let (name, score) = (entry.name_in(name), scorer.article(&entry.article));
                write(&Message::of_article(&name, &entry.article, &score, false))
            })?,
            Input::Table(table) => only(table.articles(), index).into_iter().try_for_each(|rows| {
                let first = rows.start;
                let score = scorer.texts(&table.rows[rows.clone()]);
                write(&Message::of_rows(name, &table.rows[rows], first, &score))
            })?,
        }
        Ok(String::from_utf8(lines)?)
    }

    /// Explains the paragraphs of one article, a JSON list of strings: the JSON of a [`Reading`].
    ///
    /// # Errors
    /// If it is no list of strings.
    pub fn rows(&self, texts: &str) -> Result<String, JsError> {
        let texts: Vec<String> = serde_json::from_str(texts)?;
        let explained = self.explainer.texts(&texts);
        json(&Reading::of_texts("", &texts, 0, &explained))
    }

    /// What would change the label of a paragraph of the first article of a file, or of the one of an index: the JSON of a list of
    /// sentences. It takes as long as reading the article, so it is asked for one paragraph at a time.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn changes(
        &self,
        name: &str,
        bytes: &[u8],
        format: Option<String>,
        index: Option<usize>,
        paragraph: usize,
    ) -> Result<String, JsError> {
        let index = Some(index.unwrap_or(0));
        let changes = |passages: &[Passage<'_>]| changes(&self.explainer, passages, paragraph);
        let sentences: Vec<String> = match Input::read(name, bytes, format.as_deref()).map_err(told)? {
            Input::Articles(_, entries) => {
                only(entries, index).iter().flat_map(|entry| changes(&passages_of(&entry.article))).collect()
            }
            Input::Table(table) => only(table.articles(), index)
                .into_iter()
                .flat_map(|rows| changes(&passages(&table.rows[rows])))
                .collect(),
        };
        json(&sentences)
    }

    /// The same of an article that is a JSON list of strings.
    ///
    /// # Errors
    /// If it is no list of strings.
    pub fn changes_in_rows(&self, texts: &str, paragraph: usize) -> Result<String, JsError> {
        let texts: Vec<String> = serde_json::from_str(texts)?;
        json(&changes(&self.explainer, &passages(&texts), paragraph))
    }
}

fn passages(texts: &[impl AsRef<str>]) -> Vec<Passage<'_>> {
    texts.iter().map(|text| text.as_ref().into()).collect()
}

/// The one of an index, or all.
fn only<T>(all: Vec<T>, index: Option<usize>) -> Vec<T> {
    match index {
        Some(index) => all.into_iter().skip(index).take(1).collect(),
        None => all,
    }
}

/// A JSON list of what is told of each.
fn each<T>(all: Vec<T>, tell: impl FnMut(T) -> Result<String, JsError>) -> Result<String, JsError> {
    let told: Vec<String> = all.into_iter().map(tell).collect::<Result<_, _>>()?;
    Ok(format!("[{}]", told.join(",")))
}

fn json(value: &impl Serialize) -> Result<String, JsError> {
    Ok(serde_json::to_string(value)?)
}

/// An error in the page's words: it has no parameters, so whoever made the table changes it.
fn told(error: Error) -> JsError {
    let words = |parameter: Parameter, _: Option<&str>| match parameter {
        Parameter::TextColumn => "the name text".to_owned(),
        other => format!("the program oped, which takes {other}"),
    };
    JsError::new(&error.in_words(&words))
}
