//! What stands inside a text and is not part of it: what a wiki or a word processor on the web adds (marks of references and comments,
//! links to edit, boxes), what is there for screen readers, and cards that are shown when somebody points at a name.
//!
//! Marks, links to edit and cards are left out of the text. Infoboxes, boxes of links, tables of contents and lists of notes are
//! furniture.

use html5gum::emitters::default::StartTag;

use super::elements::is_block;
use super::marks::attribute;

/// Classes of the marks in a text.
const MARKS: [&str; 6] =
    ["mw-editsection", "mw-cite-backlink", "mw-ref", "reference", "Inline-Template", "mw-editsection-visualeditor"];
/// Classes of the boxes around it.
const BOXES: [&str; 12] = [
    "infobox", "infobox_v2", "navbox", "vertical-navbox", "hatnote", "toc", "reflist", "references", "catlinks",
    "ambox", "sistersitebox", "mw-jump-link",
];
/// Starts of links to a note or a comment, and of links back.
const TO_NOTE: [&str; 4] = ["#cite_note", "#ftnt", "#cmnt", "#fn:"];
const BACK: [&str; 4] = ["#cite_ref", "#ftnt_ref", "#cmnt_ref", "#fnref:"];

/// Classes of what is there for a screen reader only, or not at all.
const UNSEEN: [&str; 8] = [
    "sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "screenreader-text", "element-invisible",
    "u-visually-hidden", "tooltiptext",
];
/// Words in a class that name a card over the page, and words that name the card's content: the card's frame may hold what it hangs on.
const CARDS: [&str; 5] = ["tooltip", "popover", "hovercard", "rollover", "flyout"];
const CONTENT: [&str; 7] = ["text", "content", "body", "block", "card", "box", "inner"];

/// What an element is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Addition {
    Mark,
    Box,
    /// A link from a note to its mark: the line is a note.
    Back,
}

impl Addition {
    pub(super) fn of(name: &str, tag: &StartTag<usize>) -> Option<Addition> {
        if tag.attributes.is_empty() {
            return None;
        }
        let has_class = |known: &[&str]| attribute(tag, "class").split_whitespace().any(|class| known.contains(&class));
        let links_to = |starts: &[&str]| {
            let link = attribute(tag, "href");
            starts.iter().any(|start| link.starts_with(start))
        };
        match name {
            "a" if links_to(&BACK) => Some(Addition::Back),
            "a" if links_to(&TO_NOTE) => Some(Addition::Mark),
            "sup" | "span" if has_class(&MARKS) => Some(Addition::Mark),
            "span" | "small" | "em" | "i" | "b" | "strong" | "label" if is_unseen(tag) => Some(Addition::Mark),
            "table" | "div" | "ol" | "ul" | "aside" | "section" if has_class(&BOXES) => Some(Addition::Box),
            _ => None,
        }
    }
}

/// Returns true for the part of a line that is there for a screen reader, or shown when somebody points at something. What is hidden
/// by its style is kept: it may be the rest of a paragraph, behind "read more".
fn is_unseen(tag: &StartTag<usize>) -> bool {
    let class = attribute(tag, "class");
    let is_card = |name: &str| {
        let has = |words: &[&str]| name.split(['-', '_']).any(|word| words.contains(&word));
        has(&CARDS) && has(&CONTENT)
    };
    class.split_whitespace().any(|name| UNSEEN.contains(&name) || is_card(name)) || attribute(tag, "role") == "tooltip"
}

/// The additions that are open.
#[derive(Debug, Default)]
pub(super) struct Additions {
    mark: Option<Open>,
    around: Option<Open>,
    is_note: bool,
}

/// An element, and how many of its name are open in it.
#[derive(Debug)]
struct Open {
    name: String,
    inside: usize,
}

impl Additions {
    /// Notes a start tag, and what it adds.
    pub(super) fn open(&mut self, name: &str, addition: Option<Addition>) {
        // A mark is part of a line: if it was not closed, the next block ends it.
        if is_block(name) {
            self.mark = None;
        }
        for open in [&mut self.mark, &mut self.around].into_iter().flatten() {
            open.inside += usize::from(open.name == name);
        }
        let opened = || Open { name: name.to_owned(), inside: 1 };
        match addition {
            Some(Addition::Mark) if self.mark.is_none() => self.mark = Some(opened()),
            Some(Addition::Box) if self.around.is_none() => self.around = Some(opened()),
            Some(Addition::Back) => self.is_note = true,
            _ => {}
        }
    }

    /// Notes an end tag.
    pub(super) fn close(&mut self, name: &str) {
        for open in [&mut self.mark, &mut self.around] {
            if let Some(element) = open.as_mut().filter(|element| element.name == name) {
                element.inside -= 1;
                if element.inside == 0 {
                    *open = None;
                }
            }
        }
    }

    /// Whether the text here is a mark, which is left out.
    pub(super) fn is_mark(&self) -> bool {
        self.mark.is_some()
    }

    /// Whether the line that ends here is furniture.
    pub(super) fn take_furniture(&mut self) -> bool {
        std::mem::take(&mut self.is_note) || self.around.is_some()
    }
}

#[cfg(test)]
mod tests {
    use crate::article::{Article, Block, BlockKind, Format};

    #[test]
    fn a_wiki_is_read_without_its_marks_and_boxes() {
        let page = "<title>Holt Ferry</title><h1>Holt Ferry</h1>\
            <div class=hatnote>For the bridge of the same name, see elsewhere.</div>\
            <table class='infobox vcard'><tr><td><table><tr><td>Holt Sound, between island and mainland</table>\
            <tr><td>It was bought by the county in 1911</table>\
            <p>The ferry crosses the sound.<sup class=reference><a href='#cite_note-1'><span>[</span>1<span>]</span></a></sup> It is old.\
            <h2>History<span class=mw-editsection>[<span>edit</span>]</span></h2>\
            <p>The county built the pier in 1909.<sup class=reference>[2] It is long.<p>A yard in the north built the boat.\
            <ol class=references><li><a href='#cite_ref-1'>^</a> Anna Roth printed it in the spring.</ol>";
        let article = Article::read(page.as_bytes(), Format::Html, None).unwrap();
        let seen: Vec<_> = article.paragraphs().map(|block| block.text.as_str()).collect();
        assert_eq!(
            seen,
            [
                "The ferry crosses the sound. It is old.",
                "The county built the pier in 1909.",
                "A yard in the north built the boat."
            ],
            "a mark that is not closed ends with its paragraph"
        );
        let is_heading = |block: &&Block| matches!(block.kind, BlockKind::Headline | BlockKind::Heading);
        let headings = article.blocks.iter().filter(is_heading);
        assert_eq!(headings.map(|block| block.text.as_str()).collect::<Vec<_>>(), ["Holt Ferry", "History"]);
    }

    #[test]
    fn cards_and_notes_for_screen_readers_are_left_out() {
        let page = "<p>The council met on Monday, said \
            <span class=person><a href=/roth>Anna Roth</a><span class='person-rollover-block'><span>\
            <a href=/1>Five more stories about Anna Roth</a> <a href=/2>The mayor and the pier</a></span></span></span>, \
            the <span class=tooltip>mayor<span class=tooltiptext>Head of the town</span></span> of \
            <a href=/holt>Holt<span class=sr-only> (opens in a new window)</span></a>.</p>";
        let article = Article::read(page.as_bytes(), Format::Html, None).unwrap();
        let seen: Vec<_> = article.paragraphs().map(|block| block.text.as_str()).collect();
        assert_eq!(seen, ["The council met on Monday, said Anna Roth, the mayor of Holt."]);
    }

    #[test]
    fn an_exported_document_is_read_without_notes_and_comments() {
        let page = "<p>The ferry sails<sup><a href='#ftnt1' id=ftnt_ref1>[1]</a></sup>, and it must stay<sup><a href='#cmnt1'>[a]</a></sup>.\
            <hr><div><p><a href='#ftnt_ref1' id=ftnt1>[1]</a> Minutes of the ninth of March.</div>\
            <div><p><a href='#cmnt_ref1' id=cmnt1>[a]</a>Is this the right word for it?</div>";
        let article = Article::read(page.as_bytes(), Format::Html, None).unwrap();
        let seen: Vec<_> = article.paragraphs().map(|block| block.text.as_str()).collect();
        assert_eq!(seen, ["The ferry sails, and it must stay."]);
    }
}
