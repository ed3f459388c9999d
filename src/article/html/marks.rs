//! What a page's metadata says: JSON-LD, microdata, `<meta>`, `<link>`, `<title>`.

use html5gum::emitters::default::StartTag;
use serde_json::Value;

use crate::article::{declared::Marks, headline::Titles};

/// The longest script that is read. A longer one is a program or its data, not a description of the page.
const LARGEST_SCRIPT: usize = 1 << 20;

/// The names of the section or genre in `<meta>`.
const SECTION_NAMES: [&str; 5] = ["article:section", "og:article:section", "parsely-section", "section", "genre"];

/// Reads the metadata of one page, tag by tag.
#[derive(Debug, Default)]
pub(super) struct PageMarks {
    marks: Marks,
    titles: Titles,
    /// Whether the page's own item was seen. Further ones belong to other articles.
    has_item: bool,
    /// Whether the page's own section was seen.
    has_section: bool,
    /// Whether the next text is a section's name.
    awaits_section: bool,
}

impl PageMarks {
    pub(super) fn finish(self) -> (Marks, Titles) {
        (self.marks, self.titles)
    }

    /// Reads a start tag.
    pub(super) fn tag(&mut self, name: &str, tag: &StartTag<usize>) {
        if tag.attributes.is_empty() {
            return;
        }
        match name {
            "meta" => self.meta(tag),
            "link" if attribute(tag, "rel").split_whitespace().any(|rel| rel.eq_ignore_ascii_case("canonical")) => {
                self.marks.address(&attribute(tag, "href"));
            }
            _ => {}
        }
        if !self.has_item {
            self.has_item = attribute(tag, "itemtype").split_whitespace().any(|item| self.marks.article_type(item));
        }
        let is_section = |item: &str| matches!(item, "articleSection" | "genre");
        if !self.has_section && attribute(tag, "itemprop").split_whitespace().any(is_section) {
            self.has_section = true;
            let content = attribute(tag, "content");
            self.awaits_section = content.is_empty() && !matches!(name, "meta" | "link");
            self.marks.section(&content);
        }
    }

    fn meta(&mut self, tag: &StartTag<usize>) {
        let property = attribute(tag, "property");
        let name = if property.is_empty() { attribute(tag, "name") } else { property }.to_ascii_lowercase();
        match name.as_str() {
            "og:url" => self.marks.address(&attribute(tag, "content")),
            "og:title" => {
                let title = attribute(tag, "content");
                self.marks.title(&title);
                self.titles.article.get_or_insert(folded(&title));
            }
            name if SECTION_NAMES.contains(&name) => self.marks.section(&attribute(tag, "content")),
            _ => {}
        }
    }

    /// Reads an end tag, which ends the text that was awaited.
    pub(super) fn end(&mut self) {
        self.awaits_section = false;
    }

    /// Returns true if the next text goes to [`PageMarks::text`].
    pub(super) fn awaits_text(&self) -> bool {
        self.awaits_section
    }

    /// Reads a run of text that was awaited.
    pub(super) fn text(&mut self, text: &str) {
        if !text.trim().is_empty() {
            self.awaits_section = false;
            self.marks.section(text);
        }
    }

    /// Reads the content of a `<title>`. Only the first is the page's.
    pub(super) fn title(&mut self, title: &str) {
        if self.titles.page.is_none() {
            self.marks.title(title);
            self.titles.page = Some(title.to_owned());
        }
    }

    /// Reads a script. Only JSON-LD parses as JSON and has an `@type`, so the type of the script does not matter.
    pub(super) fn script(&mut self, script: &str) {
        if script.len() > LARGEST_SCRIPT || !script.contains("\"@type\"") {
            return;
        }
        // Publishers break lines inside strings, which JSON forbids.
        let script = script.replace(char::is_control, " ");
        if let Ok(json) = serde_json::from_str(without_wrapping(&script)) {
            self.node(&json);
        }
    }

    /// Reads one node; the parser has bounded the depth of `json`.
    fn node(&mut self, json: &Value) {
        let fields = match json {
            Value::Array(items) => return items.iter().for_each(|item| self.node(item)),
            Value::Object(fields) => fields,
            _ => return,
        };
        let field = |name: &str| strings(fields.get(name));
        let mut is_article = false;
        for name in field("@type") {
            is_article |= self.marks.article_type(name);
        }
        if is_article {
            field("additionalType").iter().for_each(|name| {
                self.marks.article_type(name);
            });
            field("articleSection").iter().chain(&field("genre")).for_each(|section| self.marks.section(section));
            field("url").iter().chain(&field("mainEntityOfPage")).for_each(|url| self.marks.address(url));
            field("headline").iter().for_each(|title| self.marks.title(title));
        }
        // What an article mentions or is part of is another article.
        ["@graph", "mainEntity"].iter().filter_map(|name| fields.get(*name)).for_each(|inner| self.node(inner));
    }
}

/// Returns the strings of a field: one, a list, or the name or address of an object.
fn strings(field: Option<&Value>) -> Vec<&str> {
    match field {
        Some(Value::String(text)) => vec![text],
        Some(Value::Array(items)) => items.iter().flat_map(|item| item.as_str()).collect(),
        Some(Value::Object(object)) => {
            ["@id", "url", "name"].iter().filter_map(|key| object.get(*key)?.as_str()).collect()
        }
        _ => Vec::new(),
    }
}

/// Folds white space.
fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns true if an element's style or class sets its text apart: bold or italic, or the question of an interview.
pub(super) fn sets_apart(tag: &StartTag<usize>) -> bool {
    if tag.attributes.is_empty() {
        return false;
    }
    let style = attribute(tag, "style").to_ascii_lowercase().replace(' ', "");
    let class = attribute(tag, "class").to_ascii_lowercase();
    const STYLES: [&str; 6] =
        ["font-weight:bold", "font-weight:6", "font-weight:7", "font-weight:8", "font-weight:9", "font-style:italic"];
    STYLES.iter().any(|set| style.contains(set))
        || class.split_whitespace().any(|name| CLASSES.iter().any(|known| name.ends_with(known)))
}

/// How the names of classes end that set a text apart.
const CLASSES: [&str; 3] = ["question", "interviewer", "bold"];

/// Returns an attribute's value, or an empty string.
pub(super) fn attribute(tag: &StartTag<usize>, name: &str) -> String {
    let value = tag.attributes.get(name.as_bytes());
    value.map(|value| String::from_utf8_lossy(value).into_owned()).unwrap_or_default()
}

/// Strips the marks of a comment or of CDATA, in which old templates put JSON.
fn without_wrapping(script: &str) -> &str {
    const BEFORE: [&str; 4] = ["<!--", "/*<![CDATA[*/", "//<![CDATA[", "<![CDATA["];
    const BEHIND: [&str; 4] = ["-->", "/*]]>*/", "//]]>", "]]>"];
    let script = script.trim();
    let script = BEFORE.iter().find_map(|mark| script.strip_prefix(mark)).unwrap_or(script);
    let script = BEHIND.iter().find_map(|mark| script.strip_suffix(mark)).unwrap_or(script);
    script.trim()
}

#[cfg(test)]
mod tests {
    use crate::article::{Article, Format};

    /// The claim, the mark and where it stands, of a page with this head.
    fn declared(head: &str) -> String {
        let page =
            format!("<!doctype html><head>{head}</head><body><p>The council met on Monday and voted.</p></body>");
        let found = Article::read(page.as_bytes(), Format::Html, None).unwrap().declared;
        found.map_or("nothing".to_owned(), |declared| {
            format!("{} {} {}", declared.claim.label().unwrap_or("other"), declared.place.as_str(), declared.mark)
        })
    }

    fn json_ld(script: &str) -> String {
        declared(&format!("<script type='application/ld+json'>{script}</script>"))
    }

    #[test]
    fn tags_of_the_head_are_read() {
        for (head, expected) in [
            ("<meta property='article:section' content='Opinion'>", "opinion section Opinion"),
            ("<META content=Opinion NAME=Parsely-Section>", "opinion section Opinion"),
            ("<meta itemprop=articleSection content='Op-Ed'>", "opinion section Op-Ed"),
            ("<link rel='x Canonical' href='https://example.org/opinion/x'>", "opinion address /opinion/"),
            ("<link rel=alternate href='https://example.org/opinion/x'>", "nothing"),
            ("<meta property=og:url content=https://example.org/opinion/x>", "opinion address /opinion/"),
            ("<title>A bridge &#124; Opinion &amp; more</title>", "nothing"),
            ("<title>A bridge &#124; Opini&oacute;n</title>", "opinion title Opinión"),
            ("<title>A bridge</title><svg><title>Opinion</title></svg>", "nothing"),
            ("<title>A bridge</title><title>Opinion | B</title>", "nothing"),
            ("<noscript><meta property='article:section' content='Opinion'></noscript>", "nothing"),
            ("<meta name=description content='Opinion'><meta name=keywords content='opinion'>", "nothing"),
        ] {
            assert_eq!(declared(head), expected, "{head}");
        }
    }

    #[test]
    fn items_count_once() {
        let item = |kind: &str, section: &str| {
            format!("<div itemtype='https://schema.org/{kind}'><i itemprop=articleSection>{section}</i></div>")
        };
        assert_eq!(declared(&item("NewsArticle", "\n<b>Opinion</b>")), "opinion section Opinion");
        let page = item("Organization", "") + &item("NewsArticle", "Politics") + &item("OpinionNewsArticle", "Opinion");
        assert_eq!(declared(&page), "news type NewsArticle");
    }

    #[test]
    fn json_ld_is_read_in_all_its_shapes() {
        for (script, expected) in [
            (r#"{"@type":"NewsArticle"}"#, "news type NewsArticle"),
            (
                r#"[{"@type":"WebSite"},{"@type":["NewsArticle","OpinionNewsArticle"]}]"#,
                "opinion type OpinionNewsArticle",
            ),
            (r#"{"@graph":[{"@type":"WebPage","mainEntity":{"@type":"Review"}}]}"#, "other type Review"),
            // News beside a list of questions is held to nothing: the page is both.
            (
                r#"[{"@type":"NewsArticle"},{"@type":"FAQPage","mainEntity":[{"@type":"Question"}]}]"#,
                "other type FAQPage",
            ),
            (
                r#"{"@type":"NewsArticle","additionalType":"https://schema.org/AnalysisNewsArticle"}"#,
                "other type AnalysisNewsArticle",
            ),
            (r#"{"@type":"NewsArticle","articleSection":["Politics","Opinion"]}"#, "opinion section Opinion"),
            (r#"{"@type":"NewsArticle","genre":"Opinion"}"#, "opinion section Opinion"),
            (
                r#"{"@type":"NewsArticle","mainEntityOfPage":{"@id":"https://a.example/opinion/x"}}"#,
                "opinion address /opinion/",
            ),
            (r#"{"@type":"NewsArticle","headline":"Opinion: x"}"#, "opinion title Opinion"),
            ("{\"@type\":\"NewsArticle\",\"headline\":\"two\nlines\"}", "news type NewsArticle"),
            // What it mentions or belongs to is another article, or none.
            (r#"{"@type":"NewsArticle","isPartOf":{"@type":"OpinionNewsArticle"}}"#, "news type NewsArticle"),
            (r#"{"@type":"WebSite","articleSection":"Opinion","url":"/opinion/x"}"#, "nothing"),
        ] {
            assert_eq!(json_ld(script), expected, "{script}");
        }
    }

    #[test]
    fn broken_and_hostile_scripts_say_nothing() {
        let deep = format!("{}{}", r#"{"@type":"NewsArticle","@graph":["#.repeat(9000), "]}".repeat(9000));
        let huge = format!(r#"{{"@type":"NewsArticle","headline":"{}"}}"#, "x".repeat(super::LARGEST_SCRIPT));
        for script in [
            r#"{"@type":"NewsArticle""#,
            r#"{"@type":null}"#,
            r#"{"@type":[1,{"@type":"NewsArticle"},[]]}"#,
            r#"{"@type":{"@id":7}}"#,
            r#"["@type"]"#,
            r#""@type""#,
            r#"x = {"@type":"NewsArticle"};"#,
            &deep,
            &huge,
        ] {
            assert_eq!(json_ld(script), "nothing", "{}", &script[..script.len().min(80)]);
        }
        // One broken script does not spoil the next.
        let page = "<script>{\"@type\":</script><script>{\"@type\":\"NewsArticle\"}</script>";
        assert_eq!(declared(page), "news type NewsArticle");
    }
}
