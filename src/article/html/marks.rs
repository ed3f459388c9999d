//! What a page's metadata says: JSON-LD, microdata, `<meta>`, `<link>`, `<title>`.

use std::collections::HashMap;

use html5gum::emitters::default::StartTag;
use serde_json::Value;

use super::described::{Author, Item, Known, SHORTEST_TITLE, normal_address, own, strings, surely_own};
use super::{body, json_ld};
use crate::article::metadata::{Field, Source};
use crate::article::{declared::Marks, declared::is_article_type, headline::Titles, headline::letters};
use crate::text::MappedText;

/// The longest script that is read. A longer one is a program or its data, not a description of the page.
const LARGEST_SCRIPT: usize = 1 << 20;
/// The most articles on one page that are told apart.
const MOST_ITEMS: usize = 200;
/// The most addresses of its own by which a page's article is recognised.
const MOST_ADDRESSES: usize = 20;

/// The names of the section or genre in `<meta>`.
const SECTION_NAMES: [&str; 5] = ["article:section", "og:article:section", "parsely-section", "section", "genre"];
/// The names of the kind of article in `<meta>`.
const KIND_NAMES: [&str; 7] =
    ["nyt-collection:type", "article.type", "article:type", "article_type", "article-type", "og:type", "parsely-type"];

/// The names of the rest of what is known about an article in `<meta>`, the most trusted first. `og:locale` comes last, since programs
/// set it where nobody chose it.
const META_NAMES: [(Field, &[&str]); 4] = [
    (Field::Author, &["article:author", "author", "parsely-author", "dc.creator", "dcterms.creator", "byl"]),
    (
        Field::Date,
        &[
            "article:published_time", "og:article:published_time", "date", "dc.date", "dc.date.issued",
            "dcterms.issued", "dcterms.date", "parsely-pub-date", "pubdate", "publish-date", "publication_date",
        ],
    ),
    (Field::Section, &["article:section", "og:article:section", "parsely-section", "section"]),
    (Field::Language, &["content-language", "language", "dc.language", "og:locale"]),
];
/// The attributes of the page that tell its language.
const LANG_ATTRIBUTES: [&str; 2] = ["lang", "xml:lang"];
/// Types of what belongs to an article. In any other, such as a comment, it is somebody else who is named.
const PARTS: [&str; 4] = ["Person", "Organization", "ImageObject", "WebPage"];
/// The most tags behind the start of the headline's text up to a `<time>` that is the article's.
const MOST_TAGS: usize = 40;
/// The most headings that are looked at for the headline, and the longest, in bytes.
const MOST_HEADINGS: usize = 50;
const LONGEST_HEADING: usize = 1000;
/// The longest word before an author's name: "Von", "Par", "By:".
const LONGEST_BY: usize = 3;

/// Reads the metadata of one page, tag by tag.
#[derive(Debug, Default)]
pub(super) struct PageMarks {
    marks: Marks,
    titles: Titles,
    /// The page's own addresses.
    addresses: Vec<String>,
    /// The articles that scripts describe, and those that microdata describe.
    described: Vec<Item>,
    items: Vec<Item>,
    /// What microdata say before all articles.
    page: Item,
    /// Whether the last item of microdata is an article.
    is_in_article: bool,
    /// What the next text is.
    awaits: Option<Awaited>,
    /// Whether the last item of microdata is somebody else's.
    is_in_other: bool,
    /// The names of those whom scripts describe, by their identifiers.
    people: HashMap<String, String>,
    headings: usize,
    /// The longest text of an article in a script.
    body: Option<MappedText>,
    /// Tags since the headline, once it was there.
    since_headline: Option<usize>,
}

/// A text that is awaited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Awaited {
    Section,
    Genre,
    Headline,
    Author,
    Date,
    Heading,
}

impl PageMarks {
    /// Returns the marks and titles of the page's own article, and its text as a script holds it.
    ///
    /// Of several articles, those count that have the page's address or title, and those that have neither; if none has the page's,
    /// all that scripts describe count, and the first in microdata.
    pub(super) fn finish(mut self) -> (Marks, Titles, Option<MappedText>) {
        let titles = [&self.titles.article, &self.titles.page].into_iter().flatten().map(|title| letters(title));
        let addresses = self.addresses.iter().map(|url| normal_address(url));
        let page = Known {
            addresses: addresses.filter(|url| !url.is_empty()).collect(),
            titles: titles.filter(|title| title.len() >= SHORTEST_TITLE).collect(),
        };
        let described = own(self.described, &page);
        let mut items = own(self.items, &page);
        for (items, source) in [(&described, Source::Described), (&items, Source::Property)] {
            let own = surely_own(items).enumerate();
            own.for_each(|(rank, item)| item.add_metadata(source, rank, &self.people, &mut self.marks));
        }
        self.page.add_metadata(Source::Property, MOST_ITEMS, &self.people, &mut self.marks);
        if items.iter().all(|(_, is_own)| *is_own != Some(true)) {
            items.truncate(1);
        }
        for (item, _) in described.into_iter().chain(items) {
            item.add_to(&mut self.marks);
        }
        (self.marks, self.titles, self.body)
    }

    /// Reads a start tag.
    pub(super) fn tag(&mut self, name: &str, tag: &StartTag<usize>) {
        self.since_headline = self.since_headline.map(|tags| tags + 1);
        if self.seeks_headline() && self.awaits.is_none() && matches!(name, "h1" | "h2") {
            self.awaits = Some(Awaited::Heading);
        }
        if tag.attributes.is_empty() {
            return;
        }
        match name {
            "meta" => self.meta(tag),
            "html" => LANG_ATTRIBUTES.iter().enumerate().for_each(|(rank, name)| {
                self.marks.metadata.add(Field::Language, Source::Tag, rank, &attribute(tag, name));
            }),
            "time" if self.since_headline.is_some_and(|tags| tags <= MOST_TAGS) => {
                self.marks.metadata.add(Field::Date, Source::Time, 0, &attribute(tag, "datetime"));
            }
            "link" if attribute(tag, "rel").split_whitespace().any(|rel| rel.eq_ignore_ascii_case("canonical")) => {
                self.address(&attribute(tag, "href"));
            }
            _ => {}
        }
        let types = attribute(tag, "itemtype");
        let is_part = |name: &str| PARTS.iter().any(|part| name.ends_with(part));
        let was_in_other = self.is_in_other;
        if !types.is_empty() {
            self.is_in_other = !types.split_whitespace().any(|name| is_article_type(name) || is_part(name));
            self.is_in_article = types.split_whitespace().any(is_article_type);
            if self.is_in_article && self.items.len() < MOST_ITEMS {
                let types = types.split_whitespace().map(str::to_owned).collect();
                let addresses = Some(attribute(tag, "itemid")).filter(|id| !id.is_empty());
                self.items.push(Item { types, addresses: addresses.into_iter().collect(), ..Item::default() });
            }
        }
        let property = attribute(tag, "itemprop");
        if !property.is_empty() {
            property.split_whitespace().for_each(|property| self.property(property, name, tag));
            if !was_in_other && !self.is_in_other {
                property.split_whitespace().for_each(|property| self.metadata_property(property, name, tag));
            }
        }
    }

    /// Reads a property that says who wrote an item, when, or in what language.
    fn metadata_property(&mut self, property: &str, name: &str, tag: &StartTag<usize>) {
        let content =
            ["content", "datetime"].into_iter().map(|name| attribute(tag, name)).find(|text| !text.is_empty());
        match (property, content) {
            ("author", None) if !matches!(name, "meta" | "link") => self.awaits = Some(Awaited::Author),
            ("datePublished", None) if name != "meta" => self.awaits = Some(Awaited::Date),
            ("author", Some(author)) => self.item_author(&author),
            ("name", Some(author)) if self.awaits == Some(Awaited::Author) => self.item_author(&author),
            ("datePublished", Some(date)) => self.item_date(&date),
            ("inLanguage", Some(language)) => self.item().languages.push(language),
            _ => {}
        }
    }

    /// What is described here: the last article, or the page if it comes before all.
    fn item(&mut self) -> &mut Item {
        self.items.last_mut().unwrap_or(&mut self.page)
    }

    fn item_author(&mut self, author: &str) {
        self.item().authors.push(Author::Named(author.to_owned()));
    }

    fn item_date(&mut self, date: &str) {
        self.item().dates.push(date.to_owned());
    }

    /// Reads a property of an item.
    fn property(&mut self, property: &str, name: &str, tag: &StartTag<usize>) {
        let content = attribute(tag, "content");
        let has_text = content.is_empty() && !matches!(name, "meta" | "link");
        match property {
            "articleSection" if has_text => self.awaits = Some(Awaited::Section),
            "genre" if has_text => self.awaits = Some(Awaited::Genre),
            "articleSection" => self.item_section(&content, Awaited::Section),
            "genre" => self.item_section(&content, Awaited::Genre),
            "headline" if has_text => self.awaits = Some(Awaited::Headline),
            "headline" => self.item_headline(&content),
            "url" | "mainEntityOfPage" if self.is_in_article => {
                let addresses = [content, attribute(tag, "href"), attribute(tag, "itemid")];
                let address = addresses.into_iter().find(|address| !address.is_empty());
                if let Some(item) = self.items.last_mut() {
                    item.addresses.extend(address);
                }
            }
            _ => {}
        }
    }

    /// The section or genre of the last article, or of the page if it comes before all; the first of them.
    fn item_section(&mut self, section: &str, kind: Awaited) {
        let (item, is_page) = match self.items.last_mut() {
            Some(item) => (item, false),
            None => (&mut self.page, true),
        };
        if item.sections.is_empty() && item.genres.is_empty() {
            let place = if kind == Awaited::Genre { &mut item.genres } else { &mut item.sections };
            place.push(section.to_owned());
            if is_page {
                self.marks.section(section);
            }
        }
    }

    fn item_headline(&mut self, headline: &str) {
        if let Some(item) = self.items.last_mut().filter(|item| item.headlines.is_empty()) {
            item.headlines.push(headline.to_owned());
        }
    }

    fn address(&mut self, url: &str) {
        self.marks.address(url);
        if self.addresses.len() < MOST_ADDRESSES {
            self.addresses.push(url.to_owned());
        }
    }

    fn meta(&mut self, tag: &StartTag<usize>) {
        let names = ["property", "name", "http-equiv"].into_iter().map(|name| attribute(tag, name));
        let name = names.into_iter().find(|name| !name.is_empty()).unwrap_or_default().to_ascii_lowercase();
        for (field, names) in META_NAMES {
            if let Some(rank) = names.iter().position(|known| *known == name) {
                // What the page itself says of its language comes first.
                self.marks.metadata.add(field, Source::Tag, rank + LANG_ATTRIBUTES.len(), &attribute(tag, "content"));
            }
        }
        match name.as_str() {
            "og:url" => self.address(&attribute(tag, "content")),
            "og:title" => {
                let title = attribute(tag, "content");
                self.marks.title(&title);
                self.titles.article.get_or_insert(folded(&title));
            }
            name if SECTION_NAMES.contains(&name) => self.marks.section(&attribute(tag, "content")),
            name if KIND_NAMES.contains(&name) => self.marks.kind(&attribute(tag, "content")),
            _ => {}
        }
    }

    /// Reads an end tag, which ends the text that was awaited.
    pub(super) fn end(&mut self) {
        self.awaits = None;
    }

    /// Returns true if the next text goes to [`PageMarks::text`].
    pub(super) fn awaits_text(&self) -> bool {
        self.awaits.is_some()
    }

    /// Reads a run of text that was awaited.
    pub(super) fn text(&mut self, text: &str) {
        if text.trim().is_empty() {
            return;
        }
        match self.awaits.take() {
            Some(kind @ (Awaited::Section | Awaited::Genre)) => self.item_section(text, kind),
            Some(Awaited::Headline) => {
                self.item_headline(text);
                self.heading(text);
            }
            Some(Awaited::Heading) => self.heading(text),
            // What stands before a name.
            Some(Awaited::Author) if text.trim().len() <= LONGEST_BY => self.awaits = Some(Awaited::Author),
            Some(Awaited::Author) => self.item_author(text),
            Some(Awaited::Date) => self.item_date(text),
            None => {}
        }
    }

    /// Reads a heading, which may be the headline.
    fn heading(&mut self, text: &str) {
        if !self.seeks_headline() || text.len() > LONGEST_HEADING {
            return;
        }
        self.headings += 1;
        if self.titles.title().is_repeated_by(text) {
            self.since_headline = Some(0);
        }
    }

    fn seeks_headline(&self) -> bool {
        self.since_headline.is_none() && self.headings < MOST_HEADINGS
    }

    /// Reads the content of a `<title>`. Only the first is the page's.
    pub(super) fn title(&mut self, title: &str) {
        if self.titles.page.is_none() {
            self.marks.title(title);
            self.titles.page = Some(title.to_owned());
        }
    }

    /// Reads a script, which starts at byte `at` of the page. Only JSON-LD parses as JSON and has an `@type`, so the type of the script does not matter.
    pub(super) fn script(&mut self, script: &str, at: usize) {
        if script.len() > LARGEST_SCRIPT || !script.contains("@type") {
            return;
        }
        let values = json_ld::values(script);
        values.iter().for_each(|json| self.node(json));
        let length = |body: &MappedText| body.as_str().len();
        if let Some(body) = body::longest(&values, script, at)
            && self.body.as_ref().is_none_or(|known| length(known) < length(&body))
        {
            self.body = Some(body);
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
        if let ([id], [name]) = (&field("@id")[..], &field("name")[..])
            && self.people.len() < MOST_ITEMS
        {
            self.people.insert((*id).to_owned(), (*name).to_owned());
        }
        if field("@type").into_iter().any(is_article_type) && self.described.len() < MOST_ITEMS {
            self.described.push(Item::of(fields));
        }
        // What an article mentions or is part of is another article.
        ["@graph", "mainEntity"].iter().filter_map(|name| fields.get(*name)).for_each(|inner| self.node(inner));
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

    const OWN: &str =
        "<link rel=canonical href='https://example.org/2025/bridge'><title>The bridge stays shut | Gazette</title>";

    #[test]
    fn of_several_articles_the_pages_own_counts() {
        let script = |json: &str| format!("<script type='application/ld+json'>{json}</script>");
        let own = r#"{"@type":"NewsArticle","headline":"The bridge stays shut","articleSection":"Local"}"#;
        let by_address =
            r#"{"@type":"ReportageNewsArticle","mainEntityOfPage":{"@id":"http://www.example.org/2025/bridge/"}}"#;
        let teaser = r#"{"@type":"OpinionNewsArticle","headline":"Why we must sing more","url":"https://example.org/opinion/sing"}"#;
        for (scripts, expected) in [
            (script(&format!("[{own},{teaser}]")), "news type NewsArticle"),
            (script(teaser) + &script(own), "news type NewsArticle"),
            (script(&format!(r#"{{"@graph":[{teaser},{by_address}]}}"#)), "news type ReportageNewsArticle"),
            // Nothing is known of the page's own, or of one of them.
            (script(teaser), "opinion type OpinionNewsArticle"),
            (script(&format!(r#"[{own},{{"@type":"LiveBlogPosting"}}]"#)), "other type LiveBlogPosting"),
        ] {
            assert_eq!(declared(&format!("{scripts}{OWN}")), expected, "{scripts}");
        }
    }

    /// All addresses and titles of a page were compared with all of its items: this test would take a minute.
    #[test]
    fn a_page_of_many_addresses_and_titles_is_read_to_its_end() {
        let links: String = (0..40_000).map(|at| format!("<link rel=canonical href=/a{at}>")).collect();
        let list = |name: &str| (0..20_000).map(|at| format!("\"{name} {at}\"")).collect::<Vec<_>>().join(",");
        let item = format!(r#"{{"@type":"NewsArticle","url":[{}],"headline":[{}]}}"#, list("/b"), list("A bridge of"));
        let head = format!("<title>{}</title>{links}<script>[{item}]</script>", "word ".repeat(400_000));
        assert_eq!(declared(&head), "news type NewsArticle");
    }

    #[test]
    fn items_of_teasers_do_not_count() {
        let item = |kind: &str, headline: &str, section: &str| {
            format!(
                "<div itemscope itemtype='https://schema.org/{kind}'><h2 itemprop=headline>{headline}</h2>\
                 <i itemprop=articleSection>{section}</i></div>"
            )
        };
        let teaser = item("OpinionNewsArticle", "Why we must sing more", "Opinion");
        let own = item("NewsArticle", "The bridge stays shut", "Local");
        assert_eq!(declared(&format!("{OWN}{teaser}{own}")), "news type NewsArticle");
        assert_eq!(declared(&format!("{OWN}{own}{teaser}")), "news type NewsArticle");
        let person = "<div itemtype='https://schema.org/Person'><a itemprop=url href='/2025/bridge'>Ann</a></div>";
        assert_eq!(declared(&format!("{OWN}{person}{teaser}{own}")), "news type NewsArticle");
    }

    #[test]
    fn kinds_in_meta_tags_are_read() {
        for (head, expected) in [
            ("<meta name=article.type content=Opinion>", "opinion section Opinion"),
            ("<meta property=article:type content=OpinionNewsArticle>", "opinion type OpinionNewsArticle"),
            ("<meta name=article_type content='Fact Check'>", "other section Fact Check"),
            ("<meta name='nyt-collection:type' content=review>", "other section review"),
            ("<meta property=og:type content=article>", "nothing"),
            ("<meta property=og:type content=website>", "nothing"),
            ("<meta name=section content='The Movie Review'>", "other section The Movie Review"),
            ("<title>A cold night | The Movie Review</title>", "other title The Movie Review"),
            ("<title>A cold night | National Review</title>", "nothing"),
        ] {
            assert_eq!(declared(head), expected, "{head}");
        }
    }

    #[test]
    fn scripts_that_are_almost_json_are_read() {
        for script in [
            "{\"@type\": \"OpinionNewsArticle\", \"headline\": \"A\nbridge\", }",
            r#"{"@type": "OpinionNewsArticle", "description": "They said "no" again", "x": 1}"#,
            "// made by a plugin\n{\"@type\": \"OpinionNewsArticle\"}",
            r#"{"@type": "WebSite"} {"@type": "OpinionNewsArticle"}"#,
            r#"{&quot;@type&quot;: &quot;OpinionNewsArticle&quot;}"#,
        ] {
            assert_eq!(json_ld(script), "opinion type OpinionNewsArticle", "{script}");
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
