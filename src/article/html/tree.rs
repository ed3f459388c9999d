//! The elements of a page as a tree, closed as a browser closes them.
//!
//! Only what the main text is judged by is kept. The rules are a short form of the HTML standard's tree construction (13.2.6): what
//! cannot hold what follows is closed, an end tag closes what it names and all in it, the end of an element inside a line closes no
//! block, and an end tag of nothing that is open is ignored.

use html5gum::emitters::default::StartTag;

use super::elements::{is_block, is_void};
use super::marks::attribute;
use super::roles::{Roles, roles};

/// The deepest element; what is nested deeper is its sibling, as in browsers. It bounds every search among open elements.
const DEEPEST: usize = 512;
/// How many letters of their class tell whether two elements are of one kind: what follows is often a number.
const KIND_LETTERS: usize = 12;

/// An element.
#[derive(Debug, Clone, Default)]
pub(super) struct Element {
    pub tag: String,
    /// The element around it, which comes before it; 0 is the page.
    pub parent: usize,
    /// What its class and the like say about it.
    pub roles: Roles,
    /// The start of its class.
    pub class: String,
    pub is_block: bool,
    pub is_hidden: bool,
    /// Whether screen readers leave it out.
    pub is_unheard: bool,
    /// Whether it says that it holds the article's text.
    pub is_body: bool,
    /// The number of elements around it.
    depth: usize,
}

/// The elements of a page in the order of their start tags. The first is the page itself.
#[derive(Debug)]
pub(super) struct Tree {
    elements: Vec<Element>,
    /// Those that are open, the innermost last.
    open: Vec<usize>,
}

impl Default for Tree {
    fn default() -> Tree {
        Tree { elements: vec![Element::default()], open: vec![0] }
    }
}

impl Tree {
    pub(super) fn elements(&self) -> &[Element] {
        &self.elements
    }

    /// The innermost open element.
    pub(super) fn current(&self) -> usize {
        self.open[self.open.len() - 1]
    }

    /// The innermost open element around an element.
    pub(super) fn open_around(&self, mut element: usize) -> usize {
        // The page is always open.
        while self.open.get(self.elements[element].depth) != Some(&element) {
            element = self.elements[element].parent;
        }
        element
    }

    /// The roles of an element and of the two around it.
    pub(super) fn roles_around(&self, element: usize) -> Roles {
        let outer = |element: &usize| Some(self.elements[*element].parent);
        std::iter::successors(Some(element), outer).take(3).fold(0, |all, element| all | self.elements[element].roles)
    }

    /// Reads a start tag.
    pub(super) fn open(&mut self, name: &str, tag: &StartTag<usize>) {
        if is_void(name) {
            return;
        }
        if let Some(implied) = Implied::by(name) {
            self.close_implied(&implied);
        }
        let is_block = is_block(name);
        if is_block {
            self.close_implied(&Implied::PARAGRAPH);
        }
        let class = attribute(tag, "class");
        let element = Element {
            roles: roles(&[&class, &attribute(tag, "id"), &attribute(tag, "itemprop"), &attribute(tag, "role")]),
            is_block,
            is_hidden: is_hidden(tag),
            is_unheard: attribute(tag, "aria-hidden").eq_ignore_ascii_case("true"),
            is_body: attribute(tag, "itemprop").eq_ignore_ascii_case("articleBody"),
            class: class.chars().take(KIND_LETTERS).collect(),
            tag: name.to_owned(),
            parent: self.current(),
            depth: self.open.len(),
        };
        self.elements.push(element);
        if self.open.len() < DEEPEST {
            self.open.push(self.elements.len() - 1);
        }
    }

    /// Reads an end tag.
    pub(super) fn close(&mut self, name: &str) {
        let Some(at) = (1..self.open.len()).rev().find(|&at| self.tag(at) == name) else { return };
        let holds_blocks = || (at + 1..self.open.len()).any(|inner| self.elements[self.open[inner]].is_block);
        if is_block(name) || !holds_blocks() {
            return self.open.truncate(at);
        }
        self.open.remove(at);
        for depth in at..self.open.len() {
            let (element, parent) = (self.open[depth], self.open[depth - 1]);
            let element = &mut self.elements[element];
            (element.depth, element.parent) = (depth, parent);
        }
    }

    fn tag(&self, at: usize) -> &str {
        &self.elements[self.open[at]].tag
    }

    fn close_implied(&mut self, implied: &Implied) {
        let is_met = |&at: &usize| implied.closed.contains(&self.tag(at)) || implied.within.contains(&self.tag(at));
        let met = (1..self.open.len()).rev().find(is_met);
        if let Some(at) = met.filter(|&at| implied.closed.contains(&self.tag(at))) {
            self.open.truncate(at);
        }
    }
}

/// Returns true for what a browser does not show.
fn is_hidden(tag: &StartTag<usize>) -> bool {
    let style = attribute(tag, "style").to_ascii_lowercase().replace(' ', "");
    style.contains("display:none") || style.contains("visibility:hidden") || tag.attributes.contains_key(&b"hidden"[..])
}

/// What a start tag closes, unless it stands nearer within one of the others.
struct Implied {
    closed: &'static [&'static str],
    within: &'static [&'static str],
}

impl Implied {
    /// Any block.
    const PARAGRAPH: Implied =
        Implied { closed: &["p"], within: &["button", "table", "td", "th", "caption", "object", "li", "div"] };

    fn by(name: &str) -> Option<Implied> {
        const HEADINGS: &[&str] = &["h1", "h2", "h3", "h4", "h5", "h6"];
        const ROOMS: &[&str] = &["div", "section", "article", "table", "td", "a", "header", "li"];
        let (closed, within): (&[&str], &[&str]) = match name {
            "li" => (&["li"], &["ul", "ol", "menu", "table"]),
            "dt" | "dd" => (&["dt", "dd"], &["dl", "table"]),
            "td" | "th" => (&["td", "th"], &["tr", "table"]),
            "tr" => (&["tr"], &["table"]),
            "tbody" | "thead" | "tfoot" => (&["tbody", "thead", "tfoot"], &["table"]),
            "body" => (&["head"], &[]),
            "a" => (&["a"], &["table", "td", "th"]),
            name if HEADINGS.contains(&name) => (HEADINGS, ROOMS),
            _ => return None,
        };
        Some(Implied { closed, within })
    }
}
