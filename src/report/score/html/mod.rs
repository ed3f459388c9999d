//! The scores of all articles and tables on one page.
//!
//! A list of the articles comes first, so the page is written after the last of them. News and opinion differ in shape as well
//! as in colour; everything that is drawn is also said in words.

pub(crate) mod article;
pub(crate) mod marks;
pub(crate) mod ribbon;
pub(crate) mod rows;

use std::io::{self, Write};

use maud::{Markup, html};

use crate::report::shared::page::{Printable, document, paragraph, table};
use crate::tables::results::{Message, Renderer};
use crate::words::figures::count;
use article::Section;
use rows::Rows;

pub(crate) const STYLE: &str = include_str!("score.css");

/// Nothing may be loaded and nothing may run, whatever the articles hold.
pub(crate) fn policy() -> Markup {
    html! {
        meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"; "\n"
    }
}

/// What the labels mean.
pub(crate) const LABELS: (&str, &str) = (
    "news, opinion",
    "What the author’s voice does in the paragraph. It reports what happened, or what others say, think and want: news. It \
     judges, argues, predicts or demands in its own name: opinion. A quoted opinion is news.",
);

/// How the page is read.
const GUIDE: [(&str, &str); 6] = [
    LABELS,
    (
        "in context, alone",
        "The probability of opinion: of the paragraph read with its neighbours, and of the paragraph by itself. At 50 % \
         or more in context it is called opinion. Where the two are far apart, the neighbours decided.",
    ),
    (
        "?, unsure",
        "The label is in doubt, for the reason given with it. Its cell is hatched, and the line beside the text is broken. \
         Verdicts and shares count the others only, the sure paragraphs. A turn with a ? is one that they do not bear out.",
    ),
    (
        "turns",
        "Where the article’s voice changes. The percentage is the probability that it does so between exactly these two \
         paragraphs.",
    ),
    (
        "quoted",
        "The share of the words that are a source’s, in quotation marks or in indirect speech. A paragraph that is all a \
         source’s is a quotation; it says nothing of the author, and its neighbours are read without it.",
    ),
    ("not shown", "Headings, bylines, menus and captions are not scored; they are shown only on request."),
];

/// Renders the page.
#[derive(Debug)]
pub struct Html {
    model: String,
    parts: Vec<Part>,
}

/// An article, or rows of a table that belong to none.
#[derive(Debug)]
enum Part {
    Article(Section),
    Rows(Rows),
}

impl Part {
    fn name(&self) -> &str {
        match self {
            Part::Article(section) => &section.name,
            Part::Rows(rows) => &rows.name,
        }
    }

    fn headline(&self) -> Option<&str> {
        if let Part::Article(section) = self { section.headline.as_deref() } else { None }
    }

    /// Whether it is not what it declares itself to be.
    fn is_mismatch(&self) -> bool {
        matches!(self, Part::Article(section) if section.is_mismatch)
    }

    fn overview(&self) -> Vec<Markup> {
        match self {
            Part::Article(section) => section.overview.clone(),
            Part::Rows(rows) => rows.overview(),
        }
    }
}

impl Html {
    /// A renderer; the page names the model.
    pub fn new(model: impl Into<String>) -> Self {
        Html { model: model.into(), parts: Vec::new() }
    }

    fn body(&self) -> Markup {
        html! {
            header { "\n"
                h1 { (Printable(&self.heading())) } "\n"
                @if self.parts.len() > 1 { (self.overview()) }
            } "\n"
            main { "\n"
                @for (number, part) in self.parts.iter().enumerate() {
                    section id={"a" (number + 1)} { "\n"
                        // The only part of a page needs no heading of its own.
                        @if self.parts.len() > 1 { h2 { bdi { (Printable(part.name())) } } "\n" }
                        @match part { Part::Article(section) => (section.content), Part::Rows(rows) => (rows.content()) }
                    } "\n"
                }
                (guide(&GUIDE))
            } "\n"
            (footer(&self.model))
        }
    }

    /// The name of the one article, or how many there are.
    fn heading(&self) -> String {
        if let [part] = &self.parts[..] {
            return part.name().to_owned();
        }
        let articles = self.parts.iter().filter(|part| matches!(part, Part::Article(_))).count();
        counted(articles, self.parts.len() - articles).unwrap_or_else(|| "Nothing to score".to_owned())
    }

    fn overview(&self) -> Markup {
        let head = ["article", "ribbon", "verdict", "argue", "turns at", "declared"];
        let row = |(number, part): (usize, &Part)| {
            let name = html! {
                a href={"#a" (number + 1)} { bdi { (Printable(part.name())) } }
                @if let Some(headline) = part.headline() { small { bdi { (Printable(headline)) } } }
            };
            std::iter::once(name).chain(part.overview()).collect()
        };
        // The sort keeps the order among equals.
        let mut parts: Vec<(usize, &Part)> = self.parts.iter().enumerate().collect();
        parts.sort_by_key(|(_, part)| !part.is_mismatch());
        let is_mismatch = parts.first().is_some_and(|(_, part)| part.is_mismatch());
        let order = if is_mismatch { "What is not as declared first" } else { "In the order given" };
        let mut rows: Vec<Vec<Markup>> = parts.into_iter().map(row).collect();
        // The last column is left out if no page declares anything.
        let is_declared = rows.iter().any(|row| row.last().is_some_and(|cell| !cell.0.is_empty()));
        let columns = if is_declared { head.len() } else { head.len() - 1 };
        rows.iter_mut().for_each(|row| row.truncate(columns));
        html! { nav aria-label="Articles" { "\n" (table(order, &head[..columns], rows)) } "\n" }
    }
}

/// "2 articles and 1 table"; `None` if there is neither.
pub(crate) fn counted(articles: usize, tables: usize) -> Option<String> {
    let numbers = [(articles, "article"), (tables, "table")];
    let words: Vec<String> =
        numbers.iter().filter(|(number, _)| *number > 0).map(|(number, what)| count(*number, what)).collect();
    (!words.is_empty()).then(|| words.join(" and "))
}

/// What the page was made with.
pub(crate) fn footer(model: &str) -> Markup {
    let made = format!(
        "Made by oped {} with {model}. The labels are a model’s estimates of the author’s voice; they say nothing of \
         whether the text is true, fair or good.",
        env!("CARGO_PKG_VERSION"),
    );
    html! { footer { "\n" (paragraph("note", &made)) } "\n" }
}

/// The guide as a list of definitions.
pub(crate) fn guide(entries: &[(&str, &str)]) -> Markup {
    html! {
        section class="guide" id="guide" { "\n"
            h2 { "How to read this page" } "\n"
            dl { "\n" @for (term, words) in entries { dt { (term) } "\n" dd { (words) } "\n" } } "\n"
        } "\n"
    }
}

impl Renderer<Message<'_>> for Html {
    fn write(&mut self, message: &Message<'_>, _: &mut dyn Write) -> io::Result<()> {
        let scored = &message.scored;
        let number = self.parts.len() + 1;
        match (&scored.summary, self.parts.last_mut()) {
            (Some(summary), _) => self.parts.push(Part::Article(Section::new(number, scored, summary))),
            (None, Some(Part::Rows(rows))) if rows.name == scored.article => rows.add(scored),
            (None, _) => self.parts.push(Part::Rows(Rows::new(scored))),
        }
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(document(&self.heading(), &policy(), STYLE, &self.body()).as_bytes())
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::collections::HashSet;

    use html5gum::Token;

    use super::Html;
    use crate::article::{Article, Format};
    use crate::model::Model;
    use crate::score::Scorer;
    use crate::tables::results::{Message, Renderer as _};
    use crate::tables::table::{TableParams, read_table};

    fn page(articles: &[(&str, &str)], blocks: bool) -> String {
        let model = Model::shipped().unwrap();
        let scorer = Scorer::new(model);
        let (mut html, mut out) = (Html::new("a <model>"), Vec::new());
        for (name, text) in articles {
            let article = Article::read(text.as_bytes(), Format::detect(name, b""), None).unwrap();
            let score = scorer.article(&article);
            html.write(&Message::of_article(name, &article, &score, blocks), &mut out).unwrap();
        }
        finished(html, out)
    }

    fn table_page(tables: &[(&str, &str)]) -> String {
        let model = Model::shipped().unwrap();
        let scorer = Scorer::new(model);
        let (mut html, mut out) = (Html::new("a model"), Vec::new());
        for (name, text) in tables {
            let params = TableParams { labels_required: false, ..TableParams::default() };
            let table = read_table(name, text.as_bytes(), &params).unwrap();
            for range in table.articles() {
                let score = scorer.texts(&table.rows[range.clone()]);
                html.write(&Message::of_rows(name, &table.rows[range.clone()], range.start, &score), &mut out).unwrap();
            }
        }
        finished(html, out)
    }

    fn finished(mut html: Html, mut out: Vec<u8>) -> String {
        assert!(out.is_empty(), "the list of articles stands before the first");
        html.finish(&mut out).unwrap();
        let page = String::from_utf8(out).unwrap();
        check(&page);
        page
    }

    /// Elements are closed in the order in which they were opened, ids are given once, links lead to them, and nothing is
    /// loaded or run.
    pub(in crate::report) fn check(page: &str) {
        let (mut open, mut ids, mut links) = (Vec::new(), HashSet::new(), Vec::new());
        for Ok(token) in html5gum::Tokenizer::new(page) {
            match token {
                Token::StartTag(tag) => {
                    let name = String::from_utf8(tag.name.to_vec()).unwrap();
                    assert!(!["script", "img", "link", "iframe"].contains(&name.as_str()), "{name}");
                    for (attribute, value) in &tag.attributes {
                        let value = String::from_utf8(value.to_vec()).unwrap();
                        match attribute.as_slice() {
                            b"id" => assert!(ids.insert(value.clone()), "{value} twice"),
                            b"href" => links.push(value),
                            other => assert!(!other.starts_with(b"on") && other != b"src", "{value}"),
                        }
                    }
                    if !tag.self_closing && !["meta", "br"].contains(&name.as_str()) {
                        open.push(name);
                    }
                }
                Token::EndTag(tag) => assert_eq!(open.pop().unwrap().as_bytes(), tag.name.as_slice()),
                Token::Error(error) => panic!("{error:?}"),
                _ => {}
            }
        }
        assert!(open.is_empty(), "{open:?}");
        let is_there = |link: &String| link.strip_prefix('#').is_some_and(|id| ids.contains(id));
        assert!(links.iter().all(is_there), "{links:?}");
    }

    /// Reports, then argues, with a turn between.
    fn article(paragraphs: usize) -> String {
        let news = "The council met on Monday and voted to close the pool, a spokeswoman said on Tuesday.\n\n";
        let opinion = "We must stop this absurd plan, and nobody who cares for the town should vote for it!\n\n";
        news.repeat(paragraphs / 2) + &opinion.repeat(paragraphs - paragraphs / 2)
    }

    #[test]
    fn text_that_is_not_to_be_trusted_stays_text() {
        let text = "# Head </h1><script>\n\n\"><script>alert(1)</script> The mayor \u{202e}said\u{7} <b>on Monday & left</main>.\n\n> “We must \
                    'stop' this <b onclick=x>plan now, whatever it costs.”\n";
        let page = page(&[("a\"><img src=x>.txt", text), ("b.md", "Menu\n")], true);
        assert!(page.contains("&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt; The mayor said &lt;b&gt;on"));
        assert!(page.contains("a&quot;&gt;&lt;img src=x&gt;.txt") && page.contains("a &lt;model&gt;"));
        assert!(!page.contains('\u{202e}') && !page.contains('\u{7}'));
    }

    #[test]
    fn a_turn_stands_before_its_paragraph_and_in_the_ribbon() {
        let page = page(&[("a.txt", &article(20))], false);
        let turn = page.find("<li class=\"turn\"><p>turns from news to opinion (").unwrap();
        let (before, after) = page.split_at(turn);
        assert!(before.contains("id=\"a1p9\"") && after.contains("id=\"a1p10\" class=\"o\""));
        assert!(page.contains("<li class=\"t\"><a href=\"#a1p10\" title=\"10: opinion, "));
        assert!(page.contains("turns at <a href=\"#a1p10\">10</a>"));
        assert_eq!(page.matches(" % in context, ").count(), 20, "each cell says what it draws");
    }

    #[test]
    fn a_page_is_as_long_as_its_articles() {
        let size = |paragraphs| page(&[("a.txt", &article(paragraphs))], false).len();
        let (short, long, longer) = (size(60), size(1060), size(2060));
        assert!(short < 60_000, "{short}");
        let (first, second) = (long - short, longer - long);
        assert!(second.abs_diff(first) < first / 10, "{first} {second}");
    }

    #[test]
    fn several_articles_have_a_list_and_one_has_none() {
        let two = page(&[("a.txt", &article(8)), ("b.txt", "The council met on Tuesday in the town hall.\n")], false);
        assert!(two.contains("<h1>2 articles</h1>") && two.contains("<a href=\"#a2\"><bdi>b.txt</bdi></a>"));
        let one = page(&[("a.txt", &article(8))], false);
        assert!(one.contains("<h1>a.txt</h1>") && !one.contains("<nav"));
    }

    #[test]
    fn the_list_has_headlines_and_begins_with_what_is_not_as_declared() {
        let news = "# Council & pool\n\nThe council met on Tuesday in the town hall, a spokeswoman said on Friday.\n";
        let claim = "<script type='application/ld+json'>{\"@type\":\"NewsArticle\"}</script><h1>Pool</h1>";
        let argued = "<p>We must stop this absurd plan, and nobody who cares for the town should vote for it!</p>";
        let page = page(&[("a.md", news), ("b.html", &(claim.to_owned() + &argued.repeat(2)))], false);
        let (list, _) = page.split_once("</nav>").unwrap();
        assert!(list.contains("What is not as declared first"), "{list}");
        assert!(list.contains("<small><bdi>Council &amp; pool</bdi>"), "{list}");
        assert!(list.find("<a href=\"#a2\">") < list.find("<a href=\"#a1\">"), "{list}");
    }

    #[test]
    fn one_paragraph_has_no_ribbon_and_no_paragraph_is_said() {
        assert!(
            !page(&[("a.txt", "The council met on Tuesday in the town hall.\n")], false).contains("class=\"ribbon")
        );
        assert!(page(&[("a.txt", "Home\nNews\nContact\n")], false).contains("no paragraph found"));
    }

    #[test]
    fn rows_of_one_table_stand_together_and_articles_of_a_table_apart() {
        let page =
            table_page(&[("a.csv", "id,text\nx<,No\u{1b}.\ny,The council met on Monday.\n"), ("b.csv", "text\n…\n")]);
        assert!(page.contains("<h1>2 tables</h1>"));
        assert_eq!(page.matches("<div class=\"rows\">").count(), 2);
        assert!(page.contains("1<small>x&lt;</small>") && page.contains("<em>unsure: too short</em>"));
        assert!(page.contains("<em>no words</em>") && page.contains("No .") && !page.contains('\u{1b}'));
        let articles = "article,text\np1,The council met.\np1,It voted on Tuesday.\np2,The mayor spoke.\n";
        assert!(table_page(&[("c.csv", articles)]).contains("<h1>2 articles</h1>"));
    }
}
