//! Files that are neither text nor a page, but hold some: mail, saved pages, feeds, documents.
//!
//! Each is unpacked into pages, which are then put together as any other. What they held cannot be pointed at in the file: it was
//! compressed, encoded or escaped there. All is bounded: how much a zip unpacks to, how deep XML and messages are nested.

mod charset;
mod document;
mod feed;
mod item;
mod json_feed;
mod mail;
mod markup;
mod open_document;
mod package;
mod properties;
mod quoted;
mod styles;
mod web_archive;
mod word;
mod xml;

pub(super) use feed::read as feed;
pub(super) use mail::{read as mail, saved_page};
pub(super) use open_document::read as open_document;
pub(super) use web_archive::read as web_archive;
pub(super) use word::read as word;
