//! OpenDocument texts (`.odt`, and `.fodt` without a zip) → pages.
//!
//! As of Word documents, read are the paragraphs of the text, with those in tables and frames; left out are notes, comments,
//! changes that are tracked, headers and footers.

use super::charset;
use super::document::Document;
use super::package::Package;
use super::properties::Properties;
use super::styles::{Role, Style, Styles};
use super::xml::{Node, Tag, Xml, local};
use crate::article::block::BlockKind;
use crate::article::page::Unpacked;
use crate::error::{Error, ErrorKind, Result};

/// Reads a document.
pub(in crate::article) fn read(bytes: &[u8]) -> Result<Vec<Unpacked>> {
    let mut reader = Reader::default();
    if !bytes.starts_with(b"PK") {
        reader.read(&charset::decode_xml(bytes, None).0)?;
        return reader.finish();
    }
    let package = Package::open(bytes)?;
    if package.xml("META-INF/manifest.xml")?.is_some_and(|manifest| manifest.contains("encryption-data")) {
        let error = Error::new(ErrorKind::Encoding, "this document is encrypted");
        return Err(error.remedy("save it without a password"));
    }
    // The styles come first: the content refers to them.
    for part in ["styles.xml", "meta.xml", "content.xml"] {
        if let Some(part) = package.xml(part)? {
            reader.read(&part)?;
        }
    }
    reader.finish()
}

#[derive(Default)]
struct Reader {
    document: Document,
    styles: Styles,
    /// The style that is being read.
    style: String,
    properties: Properties,
    /// The element of the properties that is being read.
    property: String,
    /// How many elements are open whose text is left out, is a table of contents, or is the body.
    left_out: usize,
    indexes: usize,
    bodies: usize,
    has_body: bool,
    paragraphs: usize,
    /// Whether the next paragraph is the first of a list's item.
    is_item: bool,
    /// Whether each open span, and the paragraph around it, sets its text apart.
    set_apart: Vec<bool>,
}

impl Reader {
    fn read(&mut self, text: &str) -> Result<()> {
        let mut xml = Xml::new(text);
        loop {
            match xml.next()? {
                Node::Open(tag) => self.open(&tag),
                Node::Close(name) => self.close(&name),
                Node::Text(text) => self.text(&text),
                Node::End => return Ok(()),
            }
        }
    }

    fn finish(self) -> Result<Vec<Unpacked>> {
        if !self.has_body {
            let error = Error::new(ErrorKind::Encoding, "this is no OpenDocument text");
            return Err(error.remedy("save it again as .odt; if it is text, name it .txt"));
        }
        Ok(self.document.finish(&self.properties))
    }

    fn open(&mut self, tag: &Tag) {
        match tag.name.as_str() {
            "office:text" => (self.bodies, self.has_body) = (self.bodies + 1, true),
            name if self.bodies == 0 && is_property(name) => self.property = tag.name.clone(),
            "style:style" => self.declare(tag),
            "style:text-properties" => self.read_properties(tag),
            name if is_left_out(name) => self.left_out += 1,
            _ if self.left_out > 0 || self.bodies == 0 => {}
            name if is_index(local(name)) => self.indexes += 1,
            "text:list-item" => self.is_item = true,
            "text:p" | "text:h" => self.start(tag),
            "text:span" => {
                let outer = self.set_apart.last().copied().unwrap_or_default();
                self.set_apart.push(self.sets_apart(tag).unwrap_or(outer));
            }
            "text:s" | "text:tab" => self.text(" "),
            "text:line-break" => self.document.line_break(),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "office:text" => self.bodies = self.bodies.saturating_sub(1),
            name if is_property(name) => self.property.clear(),
            _ if is_left_out(name) => self.left_out = self.left_out.saturating_sub(1),
            _ if self.left_out > 0 || self.bodies == 0 => {}
            _ if is_index(local(name)) => self.indexes = self.indexes.saturating_sub(1),
            "text:p" | "text:h" => {
                self.document.end();
                self.set_apart.pop();
                self.paragraphs = self.paragraphs.saturating_sub(1);
            }
            "text:span" => {
                self.set_apart.pop();
            }
            _ => {}
        }
    }

    /// Notes a style.
    fn declare(&mut self, tag: &Tag) {
        let value = |name: &str| tag.attribute(name).unwrap_or_default().to_owned();
        self.style = value("style:name");
        let style = Style {
            name: tag.attribute("style:display-name").map_or_else(|| self.style.clone(), str::to_owned),
            base: value("style:parent-style-name"),
            ..Style::default()
        };
        self.styles.0.insert(self.style.clone(), style);
    }

    fn read_properties(&mut self, tag: &Tag) {
        let weight = tag.attribute("fo:font-weight");
        let posture = tag.attribute("fo:font-style");
        let is_strong = weight.is_some_and(|weight| weight != "normal");
        let is_slanted = posture.is_some_and(|posture| posture != "normal");
        if let Some(style) = self.styles.0.get_mut(&self.style).filter(|_| weight.or(posture).is_some()) {
            style.sets_apart = Some(is_strong || is_slanted);
        }
    }

    fn start(&mut self, tag: &Tag) {
        self.document.start();
        self.paragraphs += 1;
        let mut role = self.styles.role(tag.attribute("text:style-name").unwrap_or_default());
        if tag.name == "text:h" && !role.is_title {
            role.kind = Some(BlockKind::Heading);
        }
        if self.indexes > 0 {
            role = Role { kind: Some(BlockKind::Menu), is_title: false };
        }
        self.document.set_role(role);
        if std::mem::take(&mut self.is_item) {
            self.document.set_bullet();
        }
        let is_set_apart = self.sets_apart(tag).unwrap_or_default();
        self.set_apart.push(is_set_apart);
    }

    fn sets_apart(&self, tag: &Tag) -> Option<bool> {
        self.styles.sets_apart(tag.attribute("text:style-name")?)
    }

    fn text(&mut self, text: &str) {
        match self.property.as_str() {
            "dc:title" => self.properties.title.push_str(text),
            "meta:initial-creator" => self.properties.author.push_str(text),
            "meta:creation-date" => self.properties.created.push_str(text),
            "dc:language" => self.properties.language.push_str(text),
            _ => {}
        }
        if self.paragraphs > 0 && self.left_out == 0 && self.bodies > 0 {
            self.document.push(text, self.set_apart.last().copied().unwrap_or_default());
        }
    }
}

/// What is read of the properties. `dc:creator` is whoever changed the document last, and `dc:date` when.
fn is_property(name: &str) -> bool {
    matches!(name, "dc:title" | "meta:initial-creator" | "meta:creation-date" | "dc:language")
}

/// Notes, comments, changes, forms, and what describes a picture to those who cannot see it.
fn is_left_out(name: &str) -> bool {
    matches!(
        name,
        "text:note"
            | "office:annotation"
            | "text:tracked-changes"
            | "office:forms"
            | "svg:title"
            | "svg:desc"
            | "text:ruby-text"
            | "style:header"
            | "style:footer"
    )
}

fn is_index(local: &str) -> bool {
    matches!(local, "table-of-content" | "illustration-index" | "table-index" | "alphabetical-index" | "user-index")
}
