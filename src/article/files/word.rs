//! Word documents (`.docx`) → pages.
//!
//! Read are the paragraphs of the text, with those in tables and text boxes. Headings, quotations, captions and tables of contents
//! are told by their styles. Left out are deleted text, hidden text, comments, notes, headers and footers.

use std::collections::HashMap;

use super::document::Document;
use super::package::Package;
use super::properties::Properties;
use super::styles::{Role, Style, Styles};
use super::xml::{Node, Tag, Xml, local};
use crate::article::block::BlockKind;
use crate::article::page::Unpacked;
use crate::error::{Error, ErrorKind, Result};

/// The level of a paragraph that is no heading.
const BODY_LEVEL: &str = "9";

/// A paragraph of a drawing.
const OF_DRAWING: &str = "a:p";

/// Reads a document.
pub(in crate::article) fn read(bytes: &[u8]) -> Result<Vec<Unpacked>> {
    let package = Package::open(bytes)?;
    let Some(text) = package.xml("word/document.xml")? else {
        return Err(Error::new(ErrorKind::Encoding, "this is no Word document").remedy("save it again as .docx"));
    };
    let styles = package.xml("word/styles.xml")?.map(|styles| self::styles(&styles)).transpose()?.unwrap_or_default();
    let core = package.xml("docProps/core.xml")?;
    let properties = core.map(|core| properties(&core)).transpose()?.unwrap_or_default();
    let mut reader = Reader { styles, ..Reader::default() };
    let mut xml = Xml::new(&text);
    loop {
        match xml.next()? {
            Node::Open(tag) => reader.open(&tag),
            Node::Close(name) if name == OF_DRAWING => {}
            Node::Close(name) => reader.close(local(&name)),
            Node::Text(text) => reader.text(&text),
            Node::End => return Ok(reader.document.finish(&properties)),
        }
    }
}

/// Reads the styles.
fn styles(text: &str) -> Result<Styles> {
    let mut xml = Xml::new(text);
    let mut styles = HashMap::new();
    let (mut id, mut style) = (String::new(), Style::default());
    loop {
        match xml.next()? {
            Node::Open(tag) => match (tag.local(), tag.attribute("w:val").unwrap_or_default()) {
                ("style", _) => {
                    (id, style) = (tag.attribute("w:styleId").unwrap_or_default().to_owned(), Style::default());
                }
                ("name", value) => style.name = value.to_owned(),
                ("basedOn", value) => style.base = value.to_owned(),
                ("outlineLvl", value) => style.is_heading = value != BODY_LEVEL,
                ("b" | "i", _) => style.sets_apart = Some(is_on(&tag)),
                _ => {}
            },
            Node::Close(name) if local(&name) == "style" => {
                styles.insert(std::mem::take(&mut id), std::mem::take(&mut style));
            }
            Node::End => return Ok(Styles(styles)),
            Node::Close(_) | Node::Text(_) => {}
        }
    }
}

/// Reads the document's properties.
fn properties(text: &str) -> Result<Properties> {
    let mut xml = Xml::new(text);
    let (mut name, mut properties) = (String::new(), Properties::default());
    loop {
        match (xml.next()?, name.as_str()) {
            (Node::Open(tag), _) => name = tag.name,
            (Node::Close(_), _) => name.clear(),
            (Node::Text(text), "dc:title") => properties.title.push_str(&text),
            (Node::Text(text), "dc:creator") => properties.author.push_str(&text),
            (Node::Text(text), "dcterms:created") => properties.created.push_str(&text),
            (Node::Text(text), "dc:language") => properties.language.push_str(&text),
            (Node::Text(_), _) => {}
            (Node::End, _) => return Ok(properties),
        }
    }
}

fn is_on(tag: &Tag) -> bool {
    !matches!(tag.attribute("w:val"), Some("0" | "false" | "off"))
}

#[derive(Default)]
struct Reader {
    document: Document,
    styles: Styles,
    /// How many elements are open whose text is left out.
    left_out: usize,
    /// Whether the properties of a paragraph are being read.
    in_properties: bool,
    in_text: bool,
    is_set_apart: bool,
    is_hidden: bool,
}

impl Reader {
    fn open(&mut self, tag: &Tag) {
        let value = || tag.attribute("w:val").unwrap_or_default();
        match tag.local() {
            name if is_left_out(name) => self.left_out += 1,
            _ if self.left_out > 0 => {}
            "p" if tag.name != OF_DRAWING => self.document.start(),
            "pPr" => self.in_properties = true,
            "pStyle" => self.document.set_role(self.styles.role(value())),
            "outlineLvl" if value() != BODY_LEVEL => {
                self.document.set_role(Role { kind: Some(BlockKind::Heading), is_title: false });
            }
            "numPr" => self.document.set_bullet(),
            "r" => (self.is_set_apart, self.is_hidden) = (false, false),
            _ if self.in_properties => {}
            "rStyle" => self.is_set_apart = self.styles.sets_apart(value()).unwrap_or_default(),
            "b" | "i" => self.is_set_apart |= is_on(tag),
            "vanish" => self.is_hidden = is_on(tag),
            "t" => self.in_text = true,
            "tab" | "ptab" => self.document.push(" ", self.is_set_apart),
            "noBreakHyphen" => self.document.push("-", self.is_set_apart),
            "br" if matches!(tag.attribute("w:type"), Some("page" | "column")) => {}
            "br" | "cr" => self.document.line_break(),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            _ if is_left_out(name) => self.left_out = self.left_out.saturating_sub(1),
            _ if self.left_out > 0 => {}
            "p" => self.document.end(),
            "pPr" => self.in_properties = false,
            "t" => self.in_text = false,
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.in_text && !self.is_hidden && self.left_out == 0 {
            self.document.push(text, self.is_set_apart);
        }
    }
}

/// Text that was deleted or moved away, and copies for programs that cannot show the original.
fn is_left_out(name: &str) -> bool {
    matches!(name, "del" | "moveFrom" | "Fallback")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_are_read_and_no_others() {
        let core = "<cp:coreProperties><dc:title>The &amp; ferry</dc:title><dc:creator>Anna Roth;Ben Ilves</dc:creator>\
            <cp:lastModifiedBy>Cara Holm</cp:lastModifiedBy><dcterms:created>2024-05-14T10:40:05Z</dcterms:created>\
            <dcterms:modified>2024-06-01T10:40:05Z</dcterms:modified><dc:language>en-GB</dc:language></cp:coreProperties>";
        let Properties { title, author, created, language } = properties(core).unwrap();
        assert_eq!(
            [title, author, created, language],
            ["The & ferry", "Anna Roth;Ben Ilves", "2024-05-14T10:40:05Z", "en-GB"]
        );
        assert_eq!(properties("<cp:coreProperties/>").unwrap().author, "");
    }
}
