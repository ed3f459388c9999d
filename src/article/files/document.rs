//! The paragraphs of a document → lines.

use super::properties::Properties;
use super::styles::Role;
use crate::article::block::BlockKind;
use crate::article::line::Line;
use crate::article::page::{Page, Unpacked};
use crate::article::plain::{bullet_len, is_dash};
use crate::article::setting::{Emphasis, Setting};
use crate::article::{declared::Marks, headline::Titles};
use crate::text::MappedText;

/// The most paragraphs inside one another: text boxes in text boxes.
const MOST_OPEN: usize = 64;

/// Collects paragraphs. A text box stands inside a paragraph, and comes before the rest of it.
#[derive(Debug, Default)]
pub(super) struct Document {
    out: Vec<Line>,
    open: Vec<Paragraph>,
    title: Option<String>,
}

#[derive(Debug, Default)]
struct Paragraph {
    role: Role,
    bullet: bool,
    text: MappedText,
    emphasis: Emphasis,
    /// Blank lines before it.
    gap: usize,
}

impl Document {
    pub(super) fn start(&mut self) {
        if self.open.len() < MOST_OPEN {
            self.open.push(Paragraph { gap: 1, ..Paragraph::default() });
        }
    }

    /// Sets what the open paragraph is.
    pub(super) fn set_role(&mut self, role: Role) {
        if let Some(paragraph) = self.open.last_mut() {
            paragraph.role = role;
        }
    }

    pub(super) fn set_bullet(&mut self) {
        if let Some(paragraph) = self.open.last_mut() {
            paragraph.bullet = true;
        }
    }

    /// Adds text; outside paragraphs there is none.
    pub(super) fn push(&mut self, text: &str, is_set_apart: bool) {
        if let Some(paragraph) = self.open.last_mut() {
            let before = paragraph.text.as_str().len();
            paragraph.text.push_folded(text, 0);
            paragraph.emphasis.read(&paragraph.text, before, is_set_apart);
        }
    }

    /// One line break breaks a line, two end a paragraph.
    pub(super) fn line_break(&mut self) {
        let Some(paragraph) = self.open.last_mut() else { return };
        if paragraph.text.as_str().is_empty() {
            paragraph.gap += 1;
            return;
        }
        let (role, bullet) = (paragraph.role, paragraph.bullet);
        let ended = std::mem::replace(paragraph, Paragraph { role, bullet, ..Paragraph::default() });
        self.flush(ended);
    }

    pub(super) fn end(&mut self) {
        if let Some(paragraph) = self.open.pop() {
            self.flush(paragraph);
        }
    }

    fn flush(&mut self, mut paragraph: Paragraph) {
        let mut text = std::mem::take(&mut paragraph.text);
        text.trim_end();
        if !text.as_str().contains(char::is_alphanumeric) {
            return;
        }
        let bullet = bullet_len(text.as_str());
        let (before, dashed) = (text.as_str().len(), bullet > 0 && is_dash(text.as_str()));
        text.drop_front(bullet);
        if paragraph.role.is_title && self.title.is_none() {
            self.title = Some(text.as_str().to_owned());
        }
        let set_apart = paragraph.emphasis.take(&text, before - text.as_str().len());
        let setting = Setting { set_apart, dashed, after_rule: false };
        let kind = paragraph.role.kind;
        let depth = usize::from(kind == Some(BlockKind::Quote));
        let bullet = paragraph.bullet || bullet > 0;
        self.out.push(Line { text, bullet, gap: paragraph.gap, kind, depth, setting, ..Line::default() });
    }

    /// Returns the page. The title in the document's properties counts only if no heading is there.
    pub(super) fn finish(mut self, properties: &Properties) -> Vec<Unpacked> {
        while !self.open.is_empty() {
            self.end();
        }
        let has_heading = self.out.iter().any(|line| line.kind == Some(BlockKind::Heading));
        let property = Some(properties.title.trim()).filter(|title| !title.is_empty() && !has_heading);
        let title = self.title.or(property.map(str::to_owned));
        let mut marks = Marks::default();
        title.iter().for_each(|title| marks.title(title));
        properties.add_to(&mut marks);
        let titles = Titles { article: title, page: None };
        vec![Unpacked::only(Page { lines: self.out, marks, titles, ..Page::default() })]
    }
}
