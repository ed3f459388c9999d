//! The articles that a page describes in JSON-LD and microdata: which of them is its own.

use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::article::metadata::{Field, Source};
use crate::article::{declared::Marks, headline::letters};

/// The shortest title, in letters and digits, by which an article is recognised.
pub(super) const SHORTEST_TITLE: usize = 8;

/// An article that a page describes: its own, or one that it leads to.
#[derive(Debug, Default)]
pub(super) struct Item {
    pub(super) types: Vec<String>,
    pub(super) sections: Vec<String>,
    pub(super) genres: Vec<String>,
    pub(super) addresses: Vec<String>,
    pub(super) headlines: Vec<String>,
    pub(super) authors: Vec<Author>,
    pub(super) dates: Vec<String>,
    pub(super) languages: Vec<String>,
}

/// An author of an item.
#[derive(Debug)]
pub(super) enum Author {
    Named(String),
    /// Somebody who is described elsewhere, by their identifier.
    Identified(String),
}

impl Item {
    /// An article in JSON-LD.
    pub(super) fn of(fields: &Map<String, Value>) -> Item {
        let owned =
            |names: &[&str]| names.iter().flat_map(|name| strings(fields.get(*name))).map(str::to_owned).collect();
        Item {
            types: owned(&["@type", "additionalType"]),
            sections: owned(&["articleSection"]),
            genres: owned(&["genre"]),
            addresses: owned(&["url", "mainEntityOfPage"]),
            headlines: owned(&["headline", "alternativeHeadline"]),
            authors: authors(fields.get("author").or_else(|| fields.get("creator"))),
            dates: owned(&["datePublished"]),
            languages: languages(fields.get("inLanguage")),
        }
    }

    pub(super) fn add_to(&self, marks: &mut Marks) {
        self.types.iter().for_each(|name| {
            marks.article_type(name);
        });
        self.sections.iter().chain(&self.genres).for_each(|section| marks.section(section));
        self.addresses.iter().for_each(|url| marks.address(url));
        self.headlines.iter().for_each(|title| marks.title(title));
    }

    pub(super) fn add_metadata(
        &self,
        source: Source,
        rank: usize,
        people: &HashMap<String, String>,
        marks: &mut Marks,
    ) {
        let mut add = |field: Field, value: &str| marks.metadata.add(field, source, rank, value);
        for author in &self.authors {
            match author {
                Author::Named(name) => add(Field::Author, name),
                Author::Identified(id) => people.get(id).into_iter().for_each(|name| add(Field::Author, name)),
            }
        }
        self.dates.iter().for_each(|date| add(Field::Date, date));
        self.sections.iter().for_each(|section| add(Field::Section, section));
        self.languages.iter().for_each(|language| add(Field::Language, language));
    }

    /// Returns whether it is the page's own article; `None` if it does not say.
    fn is_of(&self, page: &Known) -> Option<bool> {
        let addresses = self.addresses.iter().map(|url| normal_address(url)).filter(|url| !url.is_empty());
        let mut addresses = addresses.peekable();
        let titles = self.headlines.iter().map(|title| letters(title)).filter(|title| title.len() >= SHORTEST_TITLE);
        let mut titles = titles.peekable();
        let is_known = addresses.peek().is_some() && !page.addresses.is_empty()
            || titles.peek().is_some() && !page.titles.is_empty();
        let is_address = |url: &String, own: &String| own == url || url.starts_with('/') && own.ends_with(url.as_str());
        let has_address = addresses.any(|url| page.addresses.iter().any(|own| is_address(&url, own)));
        let is_title = |own: &String, title: &String| own.contains(title.as_str()) || title.contains(own.as_str());
        let has_title = titles.any(|title| page.titles.iter().any(|own| is_title(own, &title)));
        is_known.then_some(has_address || has_title)
    }
}

/// By what a page's own article is recognised.
pub(super) struct Known {
    pub(super) addresses: Vec<String>,
    pub(super) titles: Vec<String>,
}

/// Returns the items that count, and whether each is the page's own, where that is known.
pub(super) fn own(items: Vec<Item>, page: &Known) -> Vec<(Item, Option<bool>)> {
    let judged: Vec<(Item, Option<bool>)> = items
        .into_iter()
        .map(|item| {
            let is_own = item.is_of(page);
            (item, is_own)
        })
        .collect();
    let is_any_own = judged.iter().any(|(_, is_own)| *is_own == Some(true));
    let counts = |is_own: &Option<bool>| !is_any_own || *is_own != Some(false);
    judged.into_iter().filter(|(_, is_own)| counts(is_own)).collect()
}

/// Returns the items that are the page's own article without doubt: those that are known to be, else the only one.
pub(super) fn surely_own(items: &[(Item, Option<bool>)]) -> impl Iterator<Item = &Item> {
    let is_only = items.len() == 1;
    let is_own = move |is_own: Option<bool>| is_own.unwrap_or(is_only);
    items.iter().filter(move |(_, own)| is_own(*own)).map(|(item, _)| item)
}

/// Returns the authors of a field: texts, objects with a name, or lists of them.
fn authors(field: Option<&Value>) -> Vec<Author> {
    let identified = |object: &Map<String, Value>| {
        let id = object.get("@id").and_then(Value::as_str);
        id.map(|id| Author::Identified(id.to_owned())).into_iter().collect()
    };
    match field {
        Some(Value::String(name)) => vec![Author::Named(name.clone())],
        Some(Value::Array(items)) => items.iter().flat_map(|item| authors(Some(item))).collect(),
        Some(Value::Object(object)) if object.contains_key("name") => authors(object.get("name")),
        Some(Value::Object(object)) => identified(object),
        _ => Vec::new(),
    }
}

/// Returns the tags of a language: texts, objects with an alternate name, or lists of them.
fn languages(field: Option<&Value>) -> Vec<String> {
    match field {
        Some(Value::String(tag)) => vec![tag.clone()],
        Some(Value::Array(items)) => items.iter().flat_map(|item| languages(Some(item))).collect(),
        Some(Value::Object(object)) => languages(object.get("alternateName").or_else(|| object.get("name"))),
        _ => Vec::new(),
    }
}

/// An address without its scheme, `www.`, query, fragment and last slash.
pub(super) fn normal_address(url: &str) -> String {
    let url = url.trim().split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    let url = url.split_once("//").map_or(url.as_str(), |(_, rest)| rest);
    url.trim_start_matches("www.").trim_end_matches('/').to_owned()
}

/// Returns the strings of a field: one, a list, or the name or address of an object.
pub(super) fn strings(field: Option<&Value>) -> Vec<&str> {
    match field {
        Some(Value::String(text)) => vec![text],
        Some(Value::Array(items)) => items.iter().flat_map(|item| item.as_str()).collect(),
        Some(Value::Object(object)) => {
            ["@id", "url", "name"].iter().filter_map(|key| object.get(*key)?.as_str()).collect()
        }
        _ => Vec::new(),
    }
}
