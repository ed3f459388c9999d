//! The engine of the page: the library in WebAssembly, from bytes to what the page shows, as JSON.
//!
//! The page loads it once with the bytes of a model and asks it for readings. It knows no network and no file.

use std::sync::Arc;

use oped::article::{Article, Entry, Format};

use oped::tables::results::{Csv, JsonLines, Message};
use oped::view::{Overview, Reading};
use oped::{Error, Explainer, Model};
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
        Ok(Engine { explainer: Explainer::new(Arc::new(model)) })
    }

    /// Reads a file and explains its articles: the JSON of a list of [`Reading`]s. Without a format, it is detected.
    ///
    /// # Errors
    /// If it cannot be read as articles.
    pub fn read(&self, name: &str, bytes: &[u8], format: Option<String>) -> Result<String, JsError> {
        let (format, entries) = entries(name, bytes, format)?;
        let language = self.explainer.model().card.language;
        each(&entries, |entry| {
            let (name, explained) = (entry.name_in(name), self.explainer.article(&entry.article));
            json(&Reading::of_article(&name, format, &entry.article, &explained, language))
        })
    }

    /// Reads a file and scores its articles, for a list of many: the JSON of a list of [`Overview`]s.
    ///
    /// # Errors
    /// If it cannot be read as articles.
    pub fn overview(&self, name: &str, bytes: &[u8], format: Option<String>) -> Result<String, JsError> {
        let (format, entries) = entries(name, bytes, format)?;
        each(&entries, |entry| {
            let (name, score) = (entry.name_in(name), self.explainer.scorer().article(&entry.article));
            json(&Overview::of_article(&name, format, &entry.article, &score))
        })
    }

    /// Reads a file and scores its articles: the bytes that `oped score --format jsonl` or `--format csv` writes.
    ///
    /// # Errors
    /// If it cannot be read as articles, or there is no such format.
    pub fn lines(&self, name: &str, bytes: &[u8], format: Option<String>, out: &str) -> Result<String, JsError> {
        let csv = match out {
            "jsonl" => None,
            "csv" => Some(Csv::default()),
            _ => return Err(JsError::new("results are written as jsonl or csv")),
        };
        let (_, entries) = entries(name, bytes, format)?;
        let mut lines = Vec::new();
        csv.iter().for_each(|csv| csv.header(&mut lines));
        for entry in &entries {
            let (name, score) = (entry.name_in(name), self.explainer.scorer().article(&entry.article));
            let message = Message::of_article(&name, &entry.article, &score, false);
            match &csv {
                Some(csv) => csv.rows(&message, &mut lines),
                None => JsonLines.lines(&message, &mut lines)?,
            }
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
        json(&Reading::of_texts("", &texts, &explained))
    }
}

/// The articles of a file, and the format in which they were read.
fn entries(name: &str, bytes: &[u8], format: Option<String>) -> Result<(Format, Vec<Entry>), JsError> {
    let format = match format {
        Some(format) => format.parse().map_err(told)?,
        None => Format::detect(name, bytes),
    };
    Ok((format, Article::read_all(bytes, format, None).map_err(told)?))
}

/// A JSON list of what is told of each entry.
fn each(entries: &[Entry], tell: impl Fn(&Entry) -> Result<String, JsError>) -> Result<String, JsError> {
    let told: Vec<String> = entries.iter().map(tell).collect::<Result<_, _>>()?;
    Ok(format!("[{}]", told.join(",")))
}

fn json(value: &impl Serialize) -> Result<String, JsError> {
    Ok(serde_json::to_string(value)?)
}

fn told(error: Error) -> JsError {
    JsError::new(&error.to_string())
}
