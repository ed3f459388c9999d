//! What the names of a document's styles say about its paragraphs.

use std::collections::HashMap;

use crate::article::block::BlockKind;

/// The most styles that one is based on.
const MOST_BASES: usize = 16;

/// What a style says of a paragraph.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Role {
    pub kind: Option<BlockKind>,
    /// Whether it is the title of the document.
    pub is_title: bool,
}

/// A style as it is declared.
#[derive(Debug, Clone, Default)]
pub(super) struct Style {
    /// Its name for people, in English.
    pub name: String,
    /// The style it is based on.
    pub base: String,
    /// Whether it sets text apart; `None` if it leaves that to its base.
    pub sets_apart: Option<bool>,
    /// Whether it makes headings.
    pub is_heading: bool,
}

/// The styles of a document, by the names its paragraphs use.
#[derive(Debug, Default)]
pub(super) struct Styles(pub HashMap<String, Style>);

impl Styles {
    /// What a style says of a paragraph, by its own name or those it is based on.
    pub(super) fn role(&self, id: &str) -> Role {
        let found = self.of(id).find_map(|style| style.role().or_else(|| named(&style.base)));
        found.or_else(|| named(id)).unwrap_or_default()
    }

    /// Whether a style sets text apart.
    pub(super) fn sets_apart(&self, id: &str) -> Option<bool> {
        self.of(id).find_map(|style| style.sets_apart)
    }

    /// A style and those it is based on.
    fn of<'s>(&'s self, id: &str) -> impl Iterator<Item = &'s Style> {
        let base = |style: &&'s Style| self.0.get(&style.base);
        std::iter::successors(self.0.get(id), base).take(MOST_BASES)
    }
}

impl Style {
    fn role(&self) -> Option<Role> {
        let heading = || self.is_heading.then_some(Role { kind: Some(BlockKind::Heading), is_title: false });
        named(&self.name).or_else(heading)
    }
}

/// Styles of both programs: "heading 1", "Heading_20_1", "Quotations", "toc 2", "Contents 1".
fn named(name: &str) -> Option<Role> {
    let name = name.to_lowercase().replace("_20_", " ");
    let starts = |starts: &[&str]| starts.iter().any(|start| name.starts_with(start));
    let kind = if name == "title" || starts(&["heading", "subtitle"]) {
        BlockKind::Heading
    } else if starts(&["quot", "intense quote", "block text"]) {
        BlockKind::Quote
    } else if starts(&["caption", "illustration", "figure"]) {
        BlockKind::Caption
    } else if starts(&["toc ", "contents ", "table of figures", "index "]) {
        BlockKind::Menu
    } else if starts(&["footnote", "endnote", "header", "footer"]) {
        BlockKind::Furniture
    } else {
        return None;
    };
    Some(Role { kind: Some(kind), is_title: name == "title" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_has_the_role_of_its_name_or_of_what_it_is_based_on() {
        let style = |name: &str, base: &str| Style { name: name.to_owned(), base: base.to_owned(), ..Style::default() };
        let styles = Styles(HashMap::from([
            ("Titre1".to_owned(), style("heading 1", "Normal")),
            ("P3".to_owned(), style("", "Quotations")),
            ("Loop".to_owned(), style("x", "Loop")),
        ]));
        for (id, expected) in [
            ("Titre1", Some(BlockKind::Heading)),
            ("P3", Some(BlockKind::Quote)),
            ("Loop", None),
            ("Quotations", Some(BlockKind::Quote)),
            ("Heading_20_2", Some(BlockKind::Heading)),
            ("Text_20_body", None),
        ] {
            assert_eq!(styles.role(id).kind, expected, "{id}");
        }
        assert!(styles.role("Title").is_title && !styles.role("Subtitle").is_title);
    }
}
