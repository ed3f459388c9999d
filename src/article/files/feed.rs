//! Feeds → articles: RSS 2.0 and 1.0, Atom, JSON Feed. Each item is an article of its own.
//!
//! An item is called by its link, else by its identifier, else by its number in the feed. Its content is what stands in
//! `content:encoded` or `content`, else its description or summary, read as HTML; its title is the headline, and its link and
//! categories may declare what it is.

use std::collections::HashSet;

use super::item::Item;
use super::xml::{Node, Tag, Xml, local};
use super::{charset, json_feed, markup};
use crate::article::block::BlockKind;
use crate::article::metadata::{Field, Source};
use crate::article::page::{Page, Unpacked};
use crate::article::{declared::Marks, headline::Titles};
use crate::error::{Error, ErrorKind, Result};
use crate::language::english::page::FEED_FOOTER;
use crate::text::{Encoding, Remarks};

/// Reads a feed.
pub(in crate::article) fn read(bytes: &[u8], encoding: Option<Encoding>) -> Result<Vec<Unpacked>> {
    let (text, remarks) = charset::decode_xml(bytes, encoding);
    let items = if text.trim_start().starts_with('{') { json_feed::items(&text)? } else { items(&text)? };
    if items.is_empty() {
        return Err(Error::new(ErrorKind::Empty, "there is no article in this feed").remedy("check that it was saved"));
    }
    let mut seen = HashSet::new();
    let named = |(at, item): (usize, Item)| {
        let name = [&item.link, &item.id].into_iter().map(|name| name.trim()).find(|name| !name.is_empty());
        let number = (at + 1).to_string();
        let name = name.filter(|name| seen.insert((*name).to_owned())).map_or(number, str::to_owned);
        // What is known of the file is said once.
        let remarks = if at == 0 { remarks } else { Remarks::default() };
        Unpacked { name: Some(name), page: page(&item), remarks }
    };
    Ok(items.into_iter().enumerate().map(named).collect())
}

fn page(item: &Item) -> Page {
    let content = if item.content.trim().is_empty() { &item.summary } else { &item.content };
    let mut lines = markup::lines(content);
    for line in &mut lines {
        let [start, middle] = FEED_FOOTER;
        if line.text.as_str().starts_with(start) && line.text.as_str().contains(middle) {
            line.kind = Some(BlockKind::Furniture);
        }
    }
    let title = markup::title(&item.title);
    let mut marks = Marks::default();
    marks.title(&title);
    marks.address(item.link.trim());
    item.categories.iter().for_each(|category| marks.section(category.trim()));
    add_metadata(item, &mut marks);
    let titles = Titles { article: (!title.is_empty()).then_some(title), page: None };
    Page { lines, marks, titles, ..Page::default() }
}

/// Adds who wrote an item, when, where it stands, and its language.
fn add_metadata(item: &Item, marks: &mut Marks) {
    let mut add = |field: Field, rank: usize, value: &str| marks.metadata.add(field, Source::Described, rank, value);
    item.authors.iter().for_each(|author| add(Field::Author, 0, author_of(author)));
    let dates = [&item.published, &item.created, &item.updated];
    dates.into_iter().enumerate().for_each(|(rank, date)| add(Field::Date, rank, date));
    item.categories.iter().for_each(|category| add(Field::Section, 0, category));
    add(Field::Language, 0, &item.language);
}

/// The name in "anna@quay.example (Anna Roth)", as RSS writes its authors, and in Atom's `<name>`.
fn author_of(written: &str) -> &str {
    let within = |start: &str, end: &str| Some(written.split_once(start)?.1.split_once(end)?.0);
    let is_mailbox = written.split(['(', ' ']).next().is_some_and(|first| first.contains('@'));
    within("<name>", "</name>").or_else(|| within("(", ")").filter(|_| is_mailbox)).unwrap_or(written)
}

fn items(text: &str) -> Result<Vec<Item>> {
    let mut xml = Xml::new(text);
    let mut items: Vec<Item> = Vec::new();
    let mut is_feed = false;
    // What the feed says of all its items.
    let mut shared = Item::default();
    loop {
        match xml.next()? {
            Node::Open(tag) if matches!(tag.local(), "item" | "entry") => items.push(item(&mut xml, &tag)?),
            Node::Open(tag) if is_feed && matches!(tag.local(), "language" | "author") => {
                field(&mut xml, &tag, &mut shared)?;
            }
            Node::Open(tag) if matches!(tag.local(), "rss" | "feed" | "RDF") => {
                is_feed = true;
                shared.language = tag.attribute("xml:lang").unwrap_or_default().to_owned();
            }
            Node::Open(_) => {}
            Node::End if is_feed => {
                items.iter_mut().for_each(|item| item.inherit(&shared.authors, &shared.language));
                return Ok(items);
            }
            Node::End => return Err(Error::new(ErrorKind::Encoding, "this is not a feed").remedy("check its format")),
            Node::Close(_) | Node::Text(_) => {}
        }
    }
}

/// Reads an item whose start tag was read.
fn item(xml: &mut Xml<'_>, start: &Tag) -> Result<Item> {
    let attribute = |name: &str| start.attribute(name).unwrap_or_default().to_owned();
    let mut item = Item { id: attribute("rdf:about"), language: attribute("xml:lang"), ..Item::default() };
    loop {
        match xml.next()? {
            Node::Open(tag) => field(xml, &tag, &mut item)?,
            Node::Close(name) if local(&name) == start.local() => return Ok(item),
            Node::End => return Err(cut()),
            Node::Close(_) | Node::Text(_) => {}
        }
    }
}

/// Prefixes of elements that say something about a picture, a comment or another place.
const FOREIGN: [&str; 8] = ["media", "itunes", "thr", "source", "slash", "georss", "wfw", "googleplay"];

fn field(xml: &mut Xml<'_>, tag: &Tag, item: &mut Item) -> Result<()> {
    let is_foreign = tag.name.split_once(':').is_some_and(|(prefix, _)| FOREIGN.contains(&prefix));
    let value = content(xml, tag)?;
    let is_own_link = || tag.attribute("rel").is_none_or(|rel| rel == "alternate");
    let fill = |place: &mut String| {
        if place.trim().is_empty() {
            *place = value.clone();
        }
    };
    match tag.local() {
        _ if is_foreign => {}
        "title" => fill(&mut item.title),
        "link" => match tag.attribute("href") {
            Some(address) if is_own_link() && item.link.is_empty() => item.link = address.to_owned(),
            Some(_) => {}
            None => fill(&mut item.link),
        },
        "guid" | "id" | "identifier" => fill(&mut item.id),
        // The whole text may stand before or behind a short one.
        "encoded" | "content" | "body" if value.len() > item.content.len() => item.content = value,
        "description" | "summary" | "abstract" => fill(&mut item.summary),
        "author" | "creator" => item.authors.push(value),
        "published" | "pubDate" => fill(&mut item.published),
        "date" | "issued" | "created" => fill(&mut item.created),
        "updated" | "modified" => fill(&mut item.updated),
        "language" => fill(&mut item.language),
        "category" | "subject" => item.categories.push(tag.attribute("term").map_or(value, str::to_owned)),
        _ => {}
    }
    Ok(())
}

/// Reads the content of an element up to its end tag, as HTML: text that is escaped or in CDATA, or elements as they are.
fn content(xml: &mut Xml<'_>, start: &Tag) -> Result<String> {
    let kind = start.attribute("type").unwrap_or_default();
    let (is_markup, is_plain) = (kind.contains("xhtml"), kind == "text" || kind == "text/plain");
    // Of elements that are never closed, as in HTML, only those of the same name count.
    let (mut out, mut alike) = (String::new(), 0_usize);
    loop {
        match xml.next()? {
            Node::Open(tag) => {
                alike += usize::from(tag.local() == start.local());
                out.push_str(&tag.markup());
            }
            Node::Close(name) if alike == 0 && local(&name) == start.local() => return Ok(out),
            Node::Close(name) => {
                alike -= usize::from(local(&name) == start.local());
                out.push_str(&format!("</{name}>"));
            }
            Node::Text(text) if is_markup || is_plain => out.push_str(&markup::escaped(&text)),
            Node::Text(text) => out.push_str(&text),
            Node::End => return Err(cut()),
        }
    }
}

/// Nothing of a feed is read whose end is missing: nobody would see what else is.
fn cut() -> Error {
    Error::new(ErrorKind::Encoding, "this feed is cut short").remedy("save it again")
}
