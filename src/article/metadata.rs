//! What is known about an article beside its text: its deck, byline, date, section and language.
//!
//! # Where they are read
//!
//! Of each, the first source of this list counts that gives a value which can be read:
//!
//! | [`Source`] | web page, saved page | mail | feed | document | Markdown |
//! |---|---|---|---|---|---|
//! | [`Described`](Source::Described) | JSON-LD of the article: `author`, `datePublished`, `articleSection`, `inLanguage` | `From`, `Date`, `Content-Language` | `author`, `dc:creator`; `published`, `pubDate`; the first category; the language of the item or feed | the author, the day it was made, and the language in its properties | front matter |
//! | [`Tag`](Source::Tag) | `<meta>`, `<html lang>` | | | | |
//! | [`Property`](Source::Property) | `itemprop` of the article | | | | |
//! | [`Time`](Source::Time) | the first `<time datetime>` behind the headline | | | | |
//! | [`Block`](Source::Block) | deck and byline on the page | byline | byline | byline | byline |
//!
//! Plain text has blocks only. Nothing is guessed: an address is nobody's name, a description is no deck but in front matter, and a
//! date that may be read in two ways is none.

use super::block::{Block, BlockKind};
use super::date;
use crate::language::english::page::{BEFORE_NAME, BY, PUBLISHED};
use crate::text::read_text;

/// What is known about an article beside its text. What is not known is `None`.
///
/// ```
/// use oped::article::{Article, Format};
/// let page = "---\ntitle: The ferry\nauthors: [Anna Roth, Ben Ilves]\ndate: 14 May 2024\nlang: en\n---\n\nIt was sold on Monday.\n";
/// let metadata = Article::read(page.as_bytes(), Format::Markdown, None)?.metadata;
/// assert_eq!(metadata.byline.as_ref().map(|byline| byline.as_str()), Some("Anna Roth, Ben Ilves"));
/// assert_eq!(metadata.date.as_deref(), Some("2024-05-14"));
/// assert_eq!(metadata.section, None);
/// # Ok::<(), oped::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Metadata {
    /// The summary under the headline.
    pub deck: Option<String>,
    /// Who wrote it.
    pub byline: Option<Byline>,
    /// When it was published, as ISO 8601: `2024-05-14`, with time and offset if they are given.
    pub date: Option<String>,
    /// The part of the publication it is in.
    pub section: Option<String>,
    /// Its language as declared, as a tag of BCP 47: `en-GB`.
    pub language: Option<String>,
}

/// Who wrote an article: one or more authors, each as the source names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Byline {
    authors: Vec<String>,
    text: String,
}

impl Byline {
    fn of(authors: Vec<String>) -> Option<Byline> {
        let text = authors.join(", ");
        (!authors.is_empty()).then_some(Byline { authors, text })
    }

    /// Returns the authors, in order.
    pub fn authors(&self) -> &[String] {
        &self.authors
    }

    /// Returns the authors with commas between them.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

/// What a value is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Deck,
    Author,
    Date,
    Section,
    Language,
}

/// Where a value is, from the most trusted on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Source {
    Described,
    Tag,
    Property,
    Time,
    Block,
}

/// The longest value, in bytes: of a name, and of a deck.
const LONGEST_NAME: usize = 150;
const LONGEST_DECK: usize = 1000;
/// The most authors. A longer list is one of whoever works there.
const MOST_AUTHORS: usize = 30;
/// The most values that are kept of a page.
const MOST_VALUES: usize = 2000;
/// The longest tag of BCP 47, in bytes.
const LONGEST_TAG: usize = 35;
/// Words that programs write where they know nothing, in lower case.
const NOTHING: [&str; 9] = ["null", "undefined", "none", "nil", "nan", "n/a", "unknown", "false", "true"];
/// Parts of what templates and programs leave that were not filled in.
const UNFILLED: [&str; 4] = ["{{", "}}", "{%", "[object"];

/// Collects what a page says about itself.
#[derive(Debug, Default)]
pub(super) struct Collected {
    values: Vec<(Field, (Source, usize), String)>,
}

impl Collected {
    /// Adds a value; of one source, those of a lower rank count first, and authors of one rank together.
    pub(super) fn add(&mut self, field: Field, source: Source, rank: usize, value: &str) {
        let longest = if field == Field::Deck { LONGEST_DECK } else { LONGEST_NAME };
        if value.trim().len() <= longest && self.values.len() < MOST_VALUES {
            self.values.push((field, (source, rank), value.to_owned()));
        }
    }

    /// Reads what counts. The blocks are asked last.
    pub(super) fn finish(mut self, blocks: &[Block]) -> Metadata {
        self.add_blocks(blocks);
        // In the order in which they were added, where they are trusted alike.
        self.values.sort_by_key(|(_, trust, _)| *trust);
        Metadata {
            deck: self.first(Field::Deck, text),
            byline: Byline::of(self.authors()),
            date: self.first(Field::Date, date::iso),
            section: self.first(Field::Section, text),
            language: self.first(Field::Language, language),
        }
    }

    fn first(&self, field: Field, read: fn(&str) -> Option<String>) -> Option<String> {
        self.values.iter().filter(|(of, ..)| *of == field).find_map(|(.., value)| read(value))
    }

    /// The authors that the most trusted source names.
    fn authors(&self) -> Vec<String> {
        let mut authors: Vec<String> = Vec::new();
        let mut source = None;
        for (_, trust, value) in self.values.iter().filter(|(of, ..)| *of == Field::Author) {
            if source.is_some_and(|source| source != *trust) || authors.len() == MOST_AUTHORS {
                break;
            }
            for name in names(value) {
                source = Some(*trust);
                if !authors.contains(&name) {
                    authors.push(name);
                }
            }
        }
        authors
    }

    /// Adds the deck, and the byline between the headline and the text.
    fn add_blocks(&mut self, blocks: &[Block]) {
        if let Some(deck) = blocks.iter().find(|block| block.kind == BlockKind::Deck) {
            self.add(Field::Deck, Source::Block, 0, deck.text.as_str());
        }
        let text = blocks.iter().position(|block| block.kind.is_scored()).unwrap_or(blocks.len());
        let headline = blocks[..text].iter().rposition(|block| block.kind == BlockKind::Headline).unwrap_or(0);
        let bylines = blocks[headline..text].iter().filter(|block| block.kind == BlockKind::Byline).enumerate();
        for (rank, block) in bylines {
            let parts = block.text.as_str().split(['|', '·', '•']).map(str::trim);
            parts.for_each(|part| self.add_byline(rank, part));
        }
    }

    /// Adds a part of a byline: "By Anna Roth", "Published 14 May 2024", "By Anna Roth, May 14, 2024". Who is named otherwise, and
    /// when it was changed, is not said with certainty.
    fn add_byline(&mut self, rank: usize, part: &str) {
        let is_name = |name: &str| name.starts_with(char::is_uppercase);
        let Some(by) = BY.iter().find_map(|by| part.strip_prefix(by)).filter(|by| is_name(by)) else {
            return self.add(Field::Date, Source::Block, rank, without_start(part, &PUBLISHED));
        };
        let mut ends = [", ", " - ", " – ", " — ", " on "].into_iter().flat_map(|end| by.match_indices(end));
        let dated = ends.find_map(|(at, end)| Some((&by[..at], date::iso(&by[at + end.len()..])?)));
        let name = dated.as_ref().map_or(by, |(name, _)| *name);
        if !name.contains(|c: char| c.is_ascii_digit()) {
            self.add(Field::Author, Source::Block, rank, name);
        }
        if let Some((_, date)) = &dated {
            self.add(Field::Date, Source::Block, rank, date);
        }
    }
}

/// A value as text: without markup, references and white space. `None` if it says nothing.
fn text(value: &str) -> Option<String> {
    let value = read_text(&without_markup(value)).text.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_filled = !UNFILLED.iter().any(|mark| value.contains(mark));
    let is_said = value.contains(char::is_alphabetic) && !NOTHING.contains(&value.to_lowercase().as_str());
    (is_filled && is_said && !is_address(&value)).then_some(value)
}

/// What stands outside tags.
fn without_markup(value: &str) -> String {
    let (mut out, mut rest) = (String::with_capacity(value.len()), value);
    while let Some((before, tag)) = rest.split_once('<') {
        let is_tag = tag.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
        match tag.split_once('>').filter(|_| is_tag) {
            Some((_, behind)) => {
                out.push_str(before);
                out.push(' ');
                rest = behind;
            }
            None => {
                out.push_str(before);
                out.push('<');
                rest = tag;
            }
        }
    }
    out + rest
}

/// Whether a value is the address of a page or a mailbox.
fn is_address(value: &str) -> bool {
    let is_one_word = !value.contains(' ');
    let has_host = |value: &str| value.split_once('@').is_some_and(|(_, host)| host.contains('.'));
    is_one_word && (value.contains("://") || value.contains(".com/") || has_host(value))
        || value.starts_with("//")
        || is_one_word && (value.starts_with('/') || value.to_ascii_lowercase().starts_with("www."))
}

/// The authors in a value: one, two with "and" between them, or several with semicolons. A comma may stand before a title.
fn names(value: &str) -> Vec<String> {
    let value = text(value).unwrap_or_default();
    let value = without_start(&value, &BEFORE_NAME);
    let parts: Vec<&str> = match value.split_once(" and ") {
        _ if value.contains(';') => value.split(';').collect(),
        Some((first, second)) if is_full_name(first) && is_full_name(second) => vec![first, second],
        _ => vec![value],
    };
    parts.into_iter().filter_map(|part| text(part.trim_matches(|c: char| c.is_whitespace() || c == ','))).collect()
}

/// Two to four words that start with capitals.
fn is_full_name(name: &str) -> bool {
    let mut words = name.split(' ');
    (2..=4).contains(&name.split(' ').count())
        && words.all(|word| word.starts_with(char::is_uppercase) && !word.ends_with(','))
}

/// Strips the first of these starts, which are in lower case, and a colon behind it.
fn without_start<'t>(text: &'t str, starts: &[&str]) -> &'t str {
    let strip = |start: &&str| {
        let head = text.get(..start.len()).filter(|head| head.eq_ignore_ascii_case(start))?;
        Some(text[head.len()..].trim_start_matches([':', ' ']))
    };
    starts.iter().find_map(strip).unwrap_or(text)
}

/// A tag of BCP 47, of which `en_GB` and `en_GB.UTF-8` are other spellings. The first part is written in lower case.
fn language(value: &str) -> Option<String> {
    let tag = value.trim().split(['.', '@', ',', ';']).next().unwrap_or_default().trim().replace('_', "-");
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or_default().to_ascii_lowercase();
    let is_language = matches!(first.len(), 2 | 3) && first.bytes().all(|b| b.is_ascii_lowercase()) && first != "und";
    let is_part = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    let is_tag = is_language && tag.len() <= LONGEST_TAG && parts.all(is_part);
    is_tag.then(|| format!("{first}{}", &tag[first.len()..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Format};

    fn read(source: &str, format: Format) -> Metadata {
        Article::read(source.as_bytes(), format, None).unwrap().metadata
    }

    /// "deck / byline / date / section / language", with `-` for what is not known.
    fn known(metadata: &Metadata) -> String {
        let byline = metadata.byline.as_ref().map(|byline| byline.as_str().to_owned());
        let [deck, date, section, language] =
            [&metadata.deck, &metadata.date, &metadata.section, &metadata.language].map(Option::clone);
        [deck, byline, date, section, language].map(|value| value.unwrap_or_else(|| "-".to_owned())).join(" / ")
    }

    /// What is known of a web page with this head and this text above its paragraph.
    fn page(head: &str, top: &str) -> String {
        let page = format!(
            "<!doctype html><head><title>The ferry is sold | Quay</title>{head}</head><body><h1>The ferry is sold</h1>{top}\
             <p>The council met on Monday and sold the old ferry, a clerk said.</p></body>"
        );
        known(&read(&page, Format::Html))
    }

    fn script(fields: &str) -> String {
        format!("<script type='application/ld+json'>{{\"@type\":\"NewsArticle\",{fields}}}</script>")
    }

    #[test]
    fn scripts_name_authors_in_all_their_shapes() {
        for (author, expected) in [
            (r#""Anna Roth""#, "Anna Roth"),
            (r#"{"@type":"Person","name":"Anna Roth"}"#, "Anna Roth"),
            (r#"[{"name":"Anna Roth"},{"name":"Ben Ilves"}]"#, "Anna Roth, Ben Ilves"),
            (r#"["Anna Roth",["Ben Ilves"],"Anna Roth"]"#, "Anna Roth, Ben Ilves"),
            (r#"{"name":["Anna Roth","Ben Ilves"]}"#, "Anna Roth, Ben Ilves"),
            (r#""By Anna Roth and Ben Ilves""#, "Anna Roth, Ben Ilves"),
            (r#""Roth and Sons""#, "Roth and Sons"),
            (r#""Anna Roth, Harbour Editor""#, "Anna Roth, Harbour Editor"),
            (r#""<a href='/anna'>Anna  Roth</a>""#, "Anna Roth"),
            (r#""Roth &amp; Ilves""#, "Roth & Ilves"),
            (r#""3 < 4 <i>Roth</i>""#, "3 < 4 Roth"),
            (r#"{"name":{"@value":"Anna Roth"}}"#, "-"),
            (r#""https://quay.example/anna""#, "-"),
            (r#""anna@quay.example""#, "-"),
            (r#""null""#, "-"),
            (r#""""#, "-"),
            (r#"" – ""#, "-"),
            (r#""{{ author.name }}""#, "-"),
            ("null", "-"),
            ("17", "-"),
            ("[]", "-"),
            ("{}", "-"),
        ] {
            let found = page(&script(&format!("\"author\":{author}")), "");
            assert_eq!(found, format!("- / {expected} / - / - / -"), "{author}");
        }
        let long = format!("\"author\":\"{}\"", "Anna ".repeat(2000));
        assert_eq!(page(&script(&long), ""), "- / - / - / - / -", "nobody's name has 10 kB");
        let deep = format!("\"author\":{}\"Anna Roth\"{}", "[".repeat(50_000), "]".repeat(50_000));
        assert_eq!(page(&script(&deep), ""), "- / - / - / - / -");
    }

    #[test]
    fn an_author_may_be_described_elsewhere_in_the_script() {
        let graph = r##"<script>{"@graph":[{"@type":"NewsArticle","author":{"@id":"#a"}},{"@type":"Person","@id":"#a","name":"Anna Roth"}]}</script>"##;
        assert_eq!(page(graph, ""), "- / Anna Roth / - / - / -");
        assert_eq!(page(&graph.replace("\"@id\":\"#a\",\"name\"", "\"@id\":\"#b\",\"name\""), ""), "- / - / - / - / -");
    }

    #[test]
    fn of_an_article_the_script_tells_all_but_its_deck() {
        let fields = r#""datePublished":"2024-05-14T10:40:05+02:00","dateModified":"2024-06-01","articleSection":["Harbour","Local"],
            "genre":"Report","inLanguage":{"alternateName":"EN-gb"},"description":"What happened.","alternativeHeadline":"A sale""#;
        assert_eq!(page(&script(fields), ""), "- / - / 2024-05-14T10:40:05+02:00 / Harbour / en-gb");
        let other = r#""headline":"Why we sing on the pier","url":"https://quay.example/sing","author":"Ben Ilves""#;
        let own = r#""headline":"The ferry is sold","author":"Anna Roth""#;
        assert_eq!(page(&(script(other) + &script(own)), ""), "- / Anna Roth / - / - / -", "not a teaser's");
        assert_eq!(page(&script(other), ""), "- / - / - / - / -");
    }

    #[test]
    fn tags_name_what_scripts_do_not() {
        let meta = |name: &str, content: &str| format!("<meta name='{name}' content='{content}'>");
        for (head, expected) in [
            (meta("author", "By Anna Roth"), "- / Anna Roth / - / - / -"),
            (
                meta("article:author", "https://quay.example/anna") + &meta("author", "Anna Roth"),
                "- / Anna Roth / - / - / -",
            ),
            (meta("article:author", "www.quay.example/anna"), "- / - / - / - / -"),
            (meta("parsely-author", "Ben Ilves") + &meta("author", "Anna Roth"), "- / Anna Roth / - / - / -"),
            (
                meta("parsely-author", "Anna Roth") + &meta("parsely-author", "Ben Ilves"),
                "- / Anna Roth, Ben Ilves / - / - / -",
            ),
            (
                meta("article:published_time", "2024-05-14T08:40:05Z") + &meta("date", "2020-01-01"),
                "- / - / 2024-05-14T08:40:05Z / - / -",
            ),
            (meta("DC.date", "5/6/2024") + &meta("pubdate", "14 May 2024"), "- / - / 2024-05-14 / - / -"),
            (meta("article:section", "Harbour &amp; Sea"), "- / - / - / Harbour & Sea / -"),
            (meta("og:locale", "en_GB"), "- / - / - / - / en-GB"),
            ("<meta http-equiv=Content-Language content=EN>".to_owned(), "- / - / - / - / en"),
            (meta("description", "What happened.") + &meta("article:modified_time", "2024-05-14"), "- / - / - / - / -"),
        ] {
            assert_eq!(page(&head, ""), expected, "{head}");
        }
    }

    #[test]
    fn the_page_tells_its_language_before_a_program_does() {
        let read = |html: &str, head: &str| {
            let page = format!("{html}<head>{head}</head><p>The council sold the old ferry on Monday.");
            read(&page, Format::Html).language.unwrap_or_default()
        };
        let locale = "<meta property=og:locale content=en_US>";
        assert_eq!(read("<html lang=en-GB>", locale), "en-GB");
        assert_eq!(read("<html xml:lang=FR>", locale), "fr");
        assert_eq!(read("<html lang=''>", locale), "en-US");
        assert_eq!(read("<html lang=de>", &script("\"inLanguage\":\"de-AT\"")), "de-AT");
        for no_tag in ["english", "und", "x-default", "e", "en--gb", "null", "{lang}", "en-gb-waytoolongpart"] {
            assert_eq!(read(&format!("<html lang='{no_tag}'>"), ""), "", "{no_tag}");
        }
    }

    #[test]
    fn properties_of_the_article_count_but_not_those_of_comments() {
        let item = |inner: &str| format!("<div itemscope itemtype='https://schema.org/NewsArticle'>{inner}</div>");
        let author = "<span itemprop=author itemscope itemtype=https://schema.org/Person>By <b itemprop=name>Anna Roth</b></span>";
        let date = "<meta itemprop=datePublished content=2024-05-14>";
        let comment = "<div itemprop=comment itemscope itemtype=https://schema.org/Comment><i itemprop=author>Ben Ilves</i>\
                       <meta itemprop=datePublished content=2024-06-01></div>";
        for (top, expected) in [
            (item(&format!("{author}{date}{comment}")), "- / Anna Roth / 2024-05-14 / - / -"),
            (item(comment), "- / - / - / - / -"),
            (item("<time itemprop=datePublished>14 May 2024</time>"), "- / - / 2024-05-14 / - / -"),
            (item("<i itemprop=articleSection>Harbour</i><i itemprop=genre>Report</i>"), "- / - / - / Harbour / -"),
            ("<i itemprop=author>Anna Roth</i>".to_owned(), "- / Anna Roth / - / - / -"),
        ] {
            assert_eq!(page("", &top), expected, "{top}");
        }
        assert_eq!(page("<meta name=author content='Cara Holm'>", &item(author)), "- / Cara Holm / - / - / -");
    }

    #[test]
    fn a_time_behind_the_headline_is_the_articles() {
        assert_eq!(
            page("", "<div><time datetime='2024-05-14T10:40Z'>today</time></div>"),
            "- / - / 2024-05-14T10:40Z / - / -"
        );
        let far = "<i>x</i>".repeat(60) + "<time datetime=2024-05-14>May</time>";
        assert_eq!(page("", &far), "- / - / - / - / -", "that of something else");
        let before = "<time datetime=2024-05-14>today</time><h1>The ferry is sold</h1>";
        let page = format!("<title>The ferry is sold</title>{before}<p>The council sold the old ferry on Monday.");
        assert_eq!(read(&page, Format::Html).date, None, "today's");
    }

    #[test]
    fn a_page_shows_its_byline() {
        for (top, expected) in [
            ("<p>By Anna Roth</p>", "- / Anna Roth / - / - / -"),
            (
                "<p>By Anna Roth and Ben Ilves | Published on May 14, 2024</p>",
                "- / Anna Roth, Ben Ilves / 2024-05-14 / - / -",
            ),
            ("<p>By Anna Roth, May 14, 2024</p>", "- / Anna Roth / 2024-05-14 / - / -"),
            ("<p>Updated May 14, 2024</p>", "- / - / - / - / -"),
        ] {
            assert_eq!(page("", top), expected, "{top}");
        }
        let head = "<meta name=author content='Cara Holm'>";
        assert_eq!(page(head, "<p>By Anna Roth</p>"), "- / Cara Holm / - / - / -");
    }

    #[test]
    fn front_matter_is_read_with_lists_and_quotes() {
        let front = |front: &str| {
            known(&read(&format!("---\n{front}\n---\n\nThe council sold the old ferry on Monday.\n"), Format::Markdown))
        };
        for (matter, expected) in [
            (
                "author: Anna Roth\ndate: 2024-05-14\nsection: Harbour\nlang: en",
                "- / Anna Roth / 2024-05-14 / Harbour / en",
            ),
            ("authors: [\"Anna Roth\", 'Ben Ilves']", "- / Anna Roth, Ben Ilves / - / - / -"),
            ("authors:\n  - Anna Roth\n  - name: Ben Ilves\ndate: May 2024", "- / Anna Roth, Ben Ilves / - / - / -"),
            ("author:\n  name: Anna Roth\n  site: x", "- / Anna Roth / - / - / -"),
            ("description: \"It is old: forty years.\"", "It is old: forty years. / - / - / - / -"),
            ("description: One thing\nsubtitle: Another thing", "Another thing / - / - / - / -"),
            ("description: >\n  folded\nauthor: null\ncategories: [Harbour, Local]", "- / - / - / Harbour / -"),
        ] {
            assert_eq!(front(matter), expected, "{matter}");
        }
        assert_eq!(front(&format!("description: {}", "long ".repeat(300))), "- / - / - / - / -");
    }

    #[test]
    fn a_text_has_what_its_byline_says() {
        let text = |top: &str| {
            known(&read(
                &format!("{top}\n\nThe council met on Monday, and sold the ferry.\n\nBy Cara Holm\n"),
                Format::Text,
            ))
        };
        assert_eq!(text("The ferry is sold\n\nBy Anna Roth\n\n14 May 2024"), "- / Anna Roth / 2024-05-14 / - / -");
        assert_eq!(text("The ferry is sold"), "- / - / - / - / -", "what stands below is of something else");
    }

    #[cfg(feature = "files")]
    #[test]
    fn a_mail_is_by_whoever_it_is_from() {
        let mail =
            |head: &str| known(&read(&format!("{head}\nSubject: The ferry\n\nIt was sold on Monday.\n"), Format::Mail));
        let date = "Date: Tue, 14 May 2024 10:40:05 +0200";
        assert_eq!(
            mail(&format!("From: =?utf-8?q?Anna_R=C3=B6th?= <anna@quay.example>\n{date}\nContent-Language: en-GB")),
            "- / Anna Röth / 2024-05-14T10:40:05+02:00 / - / en-GB"
        );
        assert_eq!(mail("From: anna@quay.example\nDate: yesterday"), "- / - / - / - / -");
        assert_eq!(mail("From: \"anna@quay.example\" <anna@quay.example>"), "- / - / - / - / -");
        assert_eq!(mail("From: Anna Roth <a@b.c>, Ben Ilves <d@e.f>"), "- / Anna Roth, Ben Ilves / - / - / -");
        let inner = "From: Ben Ilves <b@quay.example>\nContent-Type: message/rfc822\n\nFrom: Anna Roth <a@quay.example>\nSubject: x\n\n\
                     It was sold on Monday.\n";
        assert_eq!(known(&read(inner, Format::Mail)), "- / Anna Roth / - / - / -", "of the mail that is read");
    }

    #[cfg(feature = "files")]
    #[test]
    fn items_of_a_feed_have_their_own_or_those_of_the_feed() {
        let feed = |source: &str| {
            let entries = Article::read_all(source.as_bytes(), Format::Feed, None).unwrap();
            entries.iter().map(|entry| known(&entry.article.metadata)).collect::<Vec<_>>()
        };
        let text = "<description>The council sold the old ferry.</description>";
        let rss = format!(
            "<rss><channel><language>en-gb</language>\
             <item><dc:creator>Anna Roth</dc:creator><dc:creator>Ben Ilves</dc:creator><pubDate>Tue, 14 May 2024 10:40:05 GMT</pubDate>\
             <category>Harbour</category><category>Ferries</category>{text}</item>\
             <item><author>anna@quay.example (Anna Roth)</author><dc:date>2024-05-14</dc:date>{text}</item>\
             <item><author>anna@quay.example</author><pubDate>soon</pubDate>{text}</item></channel></rss>"
        );
        assert_eq!(
            feed(&rss),
            [
                "- / Anna Roth, Ben Ilves / 2024-05-14T10:40:05Z / Harbour / en-gb",
                "- / Anna Roth / 2024-05-14 / - / en-gb",
                "- / - / - / - / en-gb"
            ]
        );
        let atom = format!(
            "<feed xml:lang='en'><author><name>The &amp; Desk</name></author>\
             <entry><updated>2024-05-15</updated><published>2024-05-14</published>{text}</entry>\
             <entry xml:lang='fr'><author><name>Anna Roth</name><email>a@b.c</email></author><updated>2024-05-15</updated>{text}</entry></feed>"
        );
        assert_eq!(feed(&atom), ["- / The & Desk / 2024-05-14 / - / en", "- / Anna Roth / 2024-05-15 / - / fr"]);
        let json = r#"{"language":"en","authors":[{"name":"Desk"}],"items":[
            {"content_text":"The council sold it.","authors":[{"name":"Anna <Roth"}],"date_published":"2024-05-14T10:40:05Z","tags":["Harbour"]},
            {"content_text":"The council sold it.","author":{"url":"x"},"date_published":7,"language":null}]}"#;
        assert_eq!(feed(json), ["- / Anna <Roth / 2024-05-14T10:40:05Z / Harbour / en", "- / Desk / - / - / en"]);
    }

    #[cfg(feature = "files")]
    #[test]
    fn a_document_has_who_made_it_and_not_who_saved_it() {
        let document = "<office:document><office:meta><meta:initial-creator>Anna Roth</meta:initial-creator><dc:creator>Ben Ilves</dc:creator>\
            <meta:creation-date>2024-05-14T10:40:05.5</meta:creation-date><dc:date>2024-06-01</dc:date><dc:language>en-GB</dc:language></office:meta>\
            <office:body><office:text><text:p>The council sold the old ferry.</text:p></office:text></office:body></office:document>";
        assert_eq!(known(&read(document, Format::Odt)), "- / Anna Roth / 2024-05-14T10:40:05 / - / en-GB");
    }
}
