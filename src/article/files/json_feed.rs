//! JSON Feed → items.

use serde::Deserialize;

use super::item::Item;
use super::markup::escaped;
use crate::error::{Error, ErrorKind, Result};

#[derive(Deserialize)]
struct JsonFeed {
    #[serde(default)]
    items: Vec<JsonItem>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct JsonItem {
    id: serde_json::Value,
    url: Option<String>,
    title: Option<String>,
    content_html: Option<String>,
    content_text: Option<String>,
    summary: Option<String>,
    tags: Option<Vec<String>>,
}

/// Reads the items.
pub(super) fn items(text: &str) -> Result<Vec<Item>> {
    let feed: JsonFeed = serde_json::from_str(text).map_err(|error| {
        let what = format!("this is a damaged JSON Feed: {error}");
        Error::new(ErrorKind::Encoding, what).remedy("save it again")
    })?;
    Ok(feed.items.into_iter().map(item).collect())
}

fn item(json: JsonItem) -> Item {
    let id = match json.id {
        serde_json::Value::String(id) => id,
        serde_json::Value::Number(id) => id.to_string(),
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
    }
}
