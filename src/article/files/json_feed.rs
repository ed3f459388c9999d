//! JSON Feed → items.

use serde::Deserialize;
use serde_json::Value;

use super::item::Item;
use super::markup::escaped;
use crate::error::{Error, ErrorKind, Result};

#[derive(Deserialize)]
struct JsonFeed {
    #[serde(default)]
    language: Value,
    #[serde(default)]
    authors: Value,
    #[serde(default)]
    author: Value,
    #[serde(default)]
    items: Vec<JsonItem>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct JsonItem {
    id: Value,
    url: Option<String>,
    title: Option<String>,
    content_html: Option<String>,
    content_text: Option<String>,
    summary: Option<String>,
    tags: Option<Vec<String>>,
    authors: Value,
    author: Value,
    date_published: Value,
    date_modified: Value,
    language: Value,
}

/// Reads the items.
pub(super) fn items(text: &str) -> Result<Vec<Item>> {
    let feed: JsonFeed = serde_json::from_str(text).map_err(|error| {
        let what = format!("this is a damaged JSON Feed: {error}");
        Error::new(ErrorKind::Encoding, what).remedy("save it again")
    })?;
    let JsonFeed { items, language, authors, author } = feed;
    let (authors, language) = (names([&authors, &author]), string(&language));
    let of_feed = |json: JsonItem| {
        let mut item = item(json);
        item.inherit(&authors, &language);
        item
    };
    Ok(items.into_iter().map(of_feed).collect())
}

/// The names of authors: a list since version 1.1, one author before.
fn names(fields: [&Value; 2]) -> Vec<String> {
    let authors = fields.into_iter().flat_map(|field| match field {
        Value::Array(authors) => authors.iter().collect(),
        one => vec![one],
    });
    authors.filter_map(|author| author.get("name")?.as_str()).map(str::to_owned).collect()
}

fn string(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn item(json: JsonItem) -> Item {
    let id = match json.id {
        Value::String(id) => id,
        Value::Number(id) => id.to_string(),
        _ => String::new(),
    };
    let text = || json.content_text.as_deref().map(escaped);
    Item {
        title: json.title.as_deref().map(escaped).unwrap_or_default(),
        link: json.url.unwrap_or_default(),
        id,
        content: json.content_html.filter(|html| !html.trim().is_empty()).or_else(text).unwrap_or_default(),
        summary: json.summary.as_deref().map(escaped).unwrap_or_default(),
        categories: json.tags.unwrap_or_default(),
        authors: names([&json.authors, &json.author]),
        published: string(&json.date_published),
        updated: string(&json.date_modified),
        language: string(&json.language),
        ..Item::default()
    }
}
