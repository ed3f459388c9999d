//! Markdown → lines: one for each block of text, with spans into the source.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::metadata::{Field, Source};
use super::plain::{bullet_len, is_dash};
use super::setting::{Emphasis, Setting};
use super::{block::BlockKind, declared::Marks, html::fragment, line::Line, page::Page};
use crate::text::{MappedText, Span};

/// Returns true if bytes start like Markdown: with front matter or a heading.
pub(super) fn looks_like_markdown(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]);
    let head = head.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    head.strip_prefix("---\n").is_some_and(|rest| rest.contains("\n---\n")) || head.starts_with("# ")
}

/// Reads CommonMark with tables, footnotes and front matter; blocks of raw HTML are read as HTML. Code and front matter are
/// furniture.
pub(super) fn read(source: &str) -> Page {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut reader = Reader { source, ..Reader::default() };
    for (event, range) in Parser::new_ext(source, options).into_offset_iter() {
        reader.event(event, Span { start: range.start, end: range.end });
    }
    reader.flush(None);
    let mut page = Page { lines: reader.out, ..Page::default() };
    front_matter(source, &mut page);
    page
}

/// Reads the titles and marks of the front matter. Only YAML's lines with a key and a value, and simple lists, matter: nobody
/// nests a section.
fn front_matter(source: &str, page: &mut Page) {
    let mut lines = source.lines().map(str::trim_end);
    if lines.next() != Some("---") || !source.lines().skip(1).any(ends_front_matter) {
        return;
    }
    let mut key = String::new();
    for line in lines.take_while(|line| !ends_front_matter(line)) {
        let value = match (line.trim_start().strip_prefix('-'), line.split_once(':')) {
            (Some(item), _) => item,
            // The name of an author who is described by several lines.
            (None, Some((name, value))) if line.starts_with(' ') && name.trim() == "name" => value,
            (None, Some((name, value))) => {
                key = name.to_ascii_lowercase();
                value
            }
            (None, None) => continue,
        };
        front_matter_field(&key, value.trim().trim_matches(['"', '\'']), page);
    }
}

/// The fields of front matter that say what else is known, the most trusted first.
const FIELDS: [(Field, &[&str]); 5] = [
    (Field::Deck, &["deck", "dek", "standfirst", "subtitle", "description"]),
    (Field::Author, &["authors", "author", "byline"]),
    (Field::Date, &["date", "published", "publishdate", "pubdate", "published_at"]),
    (Field::Section, &["section", "sections", "category", "categories"]),
    (Field::Language, &["lang", "language", "locale"]),
];

fn add_metadata(key: &str, value: &str, marks: &mut Marks) {
    for (field, names) in FIELDS {
        let Some(rank) = names.iter().position(|name| *name == key) else { continue };
        let mut add = |value: &str| marks.metadata.add(field, Source::Described, rank, unquoted(value));
        let value = value.trim().strip_prefix("name:").unwrap_or(value.trim());
        match value.strip_prefix('[').and_then(|list| list.strip_suffix(']')) {
            Some(list) => list.split(',').for_each(add),
            None => add(value),
        }
    }
}

fn unquoted(value: &str) -> &str {
    value.trim().trim_matches(['"', '\''])
}

fn ends_front_matter(line: &str) -> bool {
    matches!(line.trim_end(), "---" | "...")
}

fn front_matter_field(key: &str, value: &str, page: &mut Page) {
    let list = || value.replace(['"', '\'', '[', ']'], "");
    let marks = &mut page.marks;
    add_metadata(key, value, marks);
    match key {
        "title" => {
            marks.title(value);
            page.titles.article.get_or_insert(value.to_owned());
        }
        "url" | "canonical" | "canonical_url" | "permalink" => marks.address(value),
        "type" if marks.article_type(value) => {}
        "type" | "section" | "sections" | "category" | "categories" | "genre" => marks.section(&list()),
        _ => {}
    }
}

#[derive(Default)]
struct Reader<'s> {
    source: &'s str,
    out: Vec<Line>,
    text: MappedText,
    bullet: bool,
    quotes: usize,
    /// How deep emphasis is nested here.
    emphasised: usize,
    emphasis: Emphasis,
    after_rule: bool,
    /// Whether the current item of a list has a dash.
    dashed: bool,
    /// The text of an image, which is a line apart from the paragraph around it.
    alt: MappedText,
    in_image: bool,
    /// The current block of raw HTML.
    html: Option<Span>,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, span: Span) {
        match event {
            Event::Text(text) | Event::Code(text) if self.in_image => self.alt.push_folded_words(&text, span),
            Event::Text(text) | Event::Code(text) => self.push(&text, span),
            Event::InlineHtml(tag) if tag.to_ascii_lowercase().starts_with("<br") => self.text.push_space(),
            Event::SoftBreak | Event::HardBreak => self.text.push_space(),
            Event::Html(_) => {
                self.html = Some(Span { start: self.html.map_or(span.start, |html| html.start), end: span.end });
            }
            Event::End(TagEnd::HtmlBlock) => {
                self.flush(None);
                let html = self.html.take();
                self.out.extend(html.into_iter().flat_map(|span| fragment(self.source, span)));
            }
            Event::Rule => {
                self.flush(None);
                self.after_rule = true;
            }
            Event::Start(tag) => self.start(&tag, span),
            Event::End(tag) => self.end(tag),
            _ => {}
        }
    }

    fn push(&mut self, text: &str, span: Span) {
        let before = self.text.as_str().len();
        match span.of(self.source).find(text) {
            Some(at) => self.text.push_folded(text, span.start + at),
            // The text has escapes or references.
            None => self.text.push_folded_words(text, span),
        }
        self.emphasis.read(&self.text, before, self.emphasised > 0);
    }

    fn start(&mut self, tag: &Tag<'_>, span: Span) {
        match tag {
            Tag::Item => {
                self.flush(None);
                self.bullet = true;
                self.dashed = is_dash(span.of(self.source).trim_start());
            }
            Tag::Emphasis | Tag::Strong => self.emphasised += 1,
            Tag::Image { .. } => self.in_image = true,
            Tag::BlockQuote(_) => {
                self.flush(None);
                self.quotes += 1;
            }
            Tag::Paragraph | Tag::Heading { .. } | Tag::CodeBlock(_) | Tag::MetadataBlock(_) | Tag::TableCell => {
                self.flush(None);
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => self.flush(Some(BlockKind::Heading)),
            TagEnd::Emphasis | TagEnd::Strong => self.emphasised -= 1,
            TagEnd::CodeBlock | TagEnd::MetadataBlock(_) => self.flush(Some(BlockKind::Furniture)),
            TagEnd::BlockQuote(_) => {
                self.flush(None);
                self.quotes -= 1;
            }
            TagEnd::Image => {
                self.in_image = false;
                let text = std::mem::take(&mut self.alt);
                if text.as_str().chars().any(char::is_alphanumeric) {
                    self.out.push(Line { text, gap: 1, kind: Some(BlockKind::Caption), ..Line::default() });
                }
            }
            TagEnd::Paragraph | TagEnd::Item | TagEnd::TableCell | TagEnd::FootnoteDefinition => self.flush(None),
            _ => {}
        }
    }

    /// Ends the current line.
    fn flush(&mut self, kind: Option<BlockKind>) {
        let mut text = std::mem::take(&mut self.text);
        text.trim_end();
        if text.as_str().chars().any(char::is_alphanumeric) {
            let kind = kind.or((self.quotes > 0).then_some(BlockKind::Quote));
            let dashed = std::mem::take(&mut self.dashed) || is_dash(text.as_str());
            let dropped = if self.bullet { 0 } else { drop_bullet(&mut text) };
            let bullet = std::mem::take(&mut self.bullet) || dropped > 0;
            let setting = Setting {
                set_apart: self.emphasis.take(&text, dropped),
                dashed: dashed && bullet,
                after_rule: std::mem::take(&mut self.after_rule),
            };
            self.out.push(Line { text, bullet, gap: 1, kind, depth: self.quotes, setting, ..Line::default() });
        }
        self.emphasis = Emphasis::default();
    }
}

/// Drops a typographic bullet: in CommonMark it starts no list, but a paragraph may start with it.
/// Returns how many bytes it was.
fn drop_bullet(text: &mut MappedText) -> usize {
    let before = text.as_str().len();
    let bullet = bullet_len(text.as_str());
    text.drop_front(bullet);
    before - text.as_str().len()
}

#[cfg(test)]
mod tests {
    use crate::article::{Article, BlockKind, Format};

    #[test]
    fn front_matter_and_the_first_heading_declare() {
        let declared = |head: &str| {
            let source = format!("{head}\n\nThe council met on Monday and voted.\n\n# Opinion\n");
            let found = Article::read(source.as_bytes(), Format::Markdown, None).unwrap().declared;
            found.map(|declared| format!("{} {}", declared.place.as_str(), declared.mark)).unwrap_or_default()
        };
        for (head, expected) in [
            ("---\nsection: \"Opinion\"\n---\n", "section Opinion"),
            ("---\r\nTitle: x\r\ncategories: [ 'Local', 'Op-Ed' ]\r\n---\r\n", "section Op-Ed"),
            ("---\ntags:\n  - opinion\ncategories:\n  - Local\n  - Opinion\n---\n", "section Opinion"),
            ("---\ntype: OpinionNewsArticle\n---\n", "type OpinionNewsArticle"),
            ("---\npermalink: /opinion/bridge/\n---\n", "address /opinion/"),
            ("---\ntitle: \"Editorial: A bridge\"\n---\n", "title Editorial"),
            ("---\nauthor: x\n---\n# OPINION: A bridge\n", "title OPINION"),
            ("---\ntags: [opinion]\ntype: post\n---\n", ""),
            ("---\nsection: Opinion\n", ""),
            ("# A bridge\n", ""),
        ] {
            assert_eq!(declared(head), expected, "{head}");
        }
    }

    #[test]
    fn blocks_lead_back_to_the_source() {
        let source = "---\ntitle: x\n---\n# A *cold* decision\n\nThe **council** [met](https://example.org) on\nMonday &mdash; late.[^1]\n\n\
                      > We were never asked about it.\n\n- one item of the list, which is long\n";
        let article = Article::read(source.as_bytes(), Format::Markdown, None).unwrap();
        let seen: Vec<_> = article.blocks.iter().map(|b| (b.kind, b.text.as_str())).collect();
        assert_eq!(seen[1], (BlockKind::Heading, "A cold decision"));
        assert_eq!(seen[2], (BlockKind::Paragraph, "The council met on Monday — late.[^1]"));
        assert_eq!(seen[3].0, BlockKind::Quote);
        assert_eq!(seen[4], (BlockKind::Paragraph, "one item of the list, which is long"));
        let text = &article.blocks[2].text;
        let at = text.as_str().find("met on Monday —").unwrap();
        let span = text.source_span(at, at + "met on Monday —".len());
        assert_eq!(&source[span.start..span.end], "met](https://example.org) on\nMonday &mdash;");
    }
}
