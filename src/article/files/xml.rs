//! XML, event by event, as lenient as feeds need it.

use quick_xml::Reader;
use quick_xml::escape::resolve_html5_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::error::{Error, ErrorKind, Result};

/// The deepest element that is read. Nobody nests deeper on purpose.
const DEEPEST: usize = 512;

/// What comes next.
#[derive(Debug)]
pub(super) enum Node {
    Open(Tag),
    /// The end of an element; an empty element ends at once.
    Close(String),
    /// Text, with references decoded.
    Text(String),
    End,
}

/// A start tag.
#[derive(Debug)]
pub(super) struct Tag {
    /// Its name as written, with the prefix.
    pub name: String,
    /// As written, between the angle brackets.
    written: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    /// The name without the prefix.
    pub(super) fn local(&self) -> &str {
        local(&self.name)
    }

    /// The value of an attribute, whatever its prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| local(own) == local(name)).map(|(_, value)| value.as_str())
    }

    /// The tag as it was written.
    pub(super) fn markup(&self) -> String {
        format!("<{}>", self.written)
    }
}

/// A name without its prefix.
pub(super) fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// Reads XML.
pub(super) struct Xml<'t> {
    text: &'t str,
    reader: Reader<&'t [u8]>,
    depth: usize,
    /// The end of an empty element.
    ends: Option<String>,
}

impl<'t> Xml<'t> {
    pub(super) fn new(text: &'t str) -> Xml<'t> {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        (config.allow_dangling_amp, config.allow_unmatched_ends, config.check_end_names) = (true, true, false);
        Xml { text, reader, depth: 0, ends: None }
    }

    /// Returns what comes next.
    ///
    /// # Errors
    /// [`ErrorKind::Encoding`] with the line, if it is not XML or is nested too deep.
    pub(super) fn next(&mut self) -> Result<Node> {
        if let Some(name) = self.ends.take() {
            self.depth = self.depth.saturating_sub(1);
            return Ok(Node::Close(name));
        }
        loop {
            let event = self.reader.read_event();
            return Ok(match event.map_err(|error| self.fault(&format!("this is damaged XML: {error}")))? {
                Event::Start(tag) => Node::Open(self.open(&tag)?),
                Event::Empty(tag) => {
                    let tag = self.open(&tag)?;
                    self.ends = Some(tag.name.clone());
                    Node::Open(tag)
                }
                Event::End(tag) => {
                    self.depth = self.depth.saturating_sub(1);
                    Node::Close(tag.name().as_ref().to_owned())
                }
                Event::Text(text) => Node::Text((*text).to_owned()),
                Event::CData(text) => Node::Text((*text).to_owned()),
                Event::GeneralRef(reference) => Node::Text(referred(&reference)),
                Event::Eof => Node::End,
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => continue,
            });
        }
    }

    fn open(&mut self, tag: &BytesStart<'_>) -> Result<Tag> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.fault("this XML is nested too deep"));
        }
        let mut attributes = tag.html_attributes();
        let pairs = attributes.with_checks(false).flatten();
        let attributes = pairs.map(|found| (found.key.as_ref().to_owned(), decode_references(&found.value))).collect();
        Ok(Tag { name: tag.name().as_ref().to_owned(), written: (**tag).to_owned(), attributes })
    }

    fn fault(&self, what: &str) -> Error {
        let at = (self.reader.error_position() as usize).max(1).min(self.text.len());
        let line = 1 + memchr::memchr_iter(b'\n', &self.text.as_bytes()[..at]).count();
        Error::new(ErrorKind::Encoding, what.to_owned()).on_line(line).remedy("save it again, or export its text")
    }
}

/// The characters that a reference stands for; one that nobody knows stays as written.
fn referred(reference: &BytesRef<'_>) -> String {
    match reference.resolve_char_ref() {
        Ok(Some('\0')) | Err(_) => "\u{FFFD}".to_owned(),
        Ok(Some(character)) => character.to_string(),
        Ok(None) => {
            let name: &str = reference;
            resolve_html5_entity(name).map_or_else(|| format!("&{name};"), str::to_owned)
        }
    }
}

/// Decodes the references in the value of an attribute.
fn decode_references(value: &str) -> String {
    let unescaped = quick_xml::escape::unescape_with(value, resolve_html5_entity);
    unescaped.map_or_else(|_| value.to_owned(), |text| text.into_owned())
}
