//! A page of articles whose words are marked by their weight.
//!
//! What is drawn is also said: a table under each paragraph names the words and what they add. It opens by mouse and keyboard,
//! and is open on paper.

use std::io::{self, Write};

use maud::{Markup, Render, html};

use super::{audited::Audited, marked::marked};
use crate::explain::{ExplainedParagraph, Explanation};
use crate::report::score::html::article::{heading, listed, turns};
use crate::report::score::html::ribbon::ribbon;
use crate::report::score::html::{LABELS, STYLE as SCORE_STYLE, counted, footer, guide, policy};
use crate::report::shared::page::{Printable, document};
use crate::score::Summary;
use crate::tables::results::Renderer;
use crate::words::evidence::{BASELINE, Group, Kind, changes, groups, in_context, signed, sum, unknown};
use crate::words::figures::probability;

const STYLE: &str = include_str!("evidence.css");

/// Rows of a paragraph's table; the others are summed in one.
const MOST_GROUPS: usize = 9;

/// How the page is read.
const GUIDE: [(&str, &str); 7] = [
    LABELS,
    (
        "in context, alone",
        "The probability of opinion: of the paragraph read with its neighbours, and of the paragraph by itself. What is \
         marked and summed here is the paragraph by itself.",
    ),
    (
        "adds",
        "Log-odds, which add up: 0 is 50 %, +1 is 73 %, +2 is 88 %, −1 is 27 %. Above 0 speaks for opinion. The rows of a \
         table sum to its last one, exactly.",
    ),
    (
        "marked words",
        "Each word with its share of the terms over it: a solid line below and the warm colour for opinion, dots and the \
         cold colour for news; the stronger, the thicker.",
    ),
    (
        "what",
        "Terms grouped by what they do in a text. Other words are those of the topic and everything else outside these \
         families; they are shown once for each side. A source’s words, in italics, are reported speech or quoted words, whatever they say.",
    ),
    (
        "without, if all of it were quoted",
        "The paragraph by itself, computed again without these words, and as if a source had said all of it.",
    ),
    (
        "in context",
        "What adds up to the log-odds in context: the paragraph’s own words; its neighbours; all other paragraphs, that is what kind \
         of article it is; its place and length; and the baseline, from which the model starts.",
    ),
];

/// Renders the page.
#[derive(Debug)]
pub struct Html {
    model: String,
    top: usize,
    parts: Vec<Part>,
}

/// An article, or rows of a table that belong to none.
#[derive(Debug)]
struct Part {
    name: String,
    is_article: bool,
    head: Markup,
    items: Vec<Markup>,
}

impl Html {
    /// A renderer that names `top` words per paragraph; the page names the model.
    pub fn new(model: impl Into<String>, top: usize) -> Self {
        Html { model: model.into(), top, parts: Vec::new() }
    }

    /// The name of the one article, or how many there are.
    fn heading(&self) -> String {
        if let [part] = &self.parts[..] {
            return format!("{}: why", part.name);
        }
        let articles = self.parts.iter().filter(|part| part.is_article).count();
        let words = counted(articles, self.parts.len() - articles);
        words.map_or_else(|| "Nothing to explain".to_owned(), |words| words + ": why")
    }

    fn body(&self) -> Markup {
        html! {
            a class="skip" href="#main" { "To the paragraphs" } "\n"
            header { "\n"
                h1 { bdi { (Printable(&self.heading())) } } "\n"
                @if self.parts.len() > 1 { (self.contents()) }
            } "\n"
            main id="main" { "\n"
                @for (number, part) in self.parts.iter().enumerate() { (self.part(number + 1, part)) }
                (guide(&GUIDE))
            } "\n"
            (footer(&self.model))
        }
    }

    fn contents(&self) -> Markup {
        html! {
            nav aria-label="Articles" { "\n"
                ul { "\n" @for (number, part) in self.parts.iter().enumerate() {
                    li { a href={"#a" (number + 1)} { bdi { (Printable(&part.name)) } } } "\n"
                } } "\n"
            } "\n"
        }
    }

    /// The only part of a page needs no heading of its own.
    fn part(&self, number: usize, part: &Part) -> Markup {
        html! {
            section id={"a" (number)} { "\n"
                @if self.parts.len() > 1 { h2 { bdi { (Printable(&part.name)) } } "\n" }
                (part.head)
                @if !part.items.is_empty() {
                    (key())
                    ol class="paragraphs" { "\n" @for item in &part.items { (item) } } "\n"
                }
            } "\n"
        }
    }

    /// A paragraph of the part that is the `number`th of the page.
    fn item(&self, number: usize, summary: Option<&Summary<'_>>, finding: &ExplainedParagraph<'_>) -> Markup {
        let paragraph = &finding.paragraph;
        let (text, why) = match finding.why {
            Some(why) => (marked(paragraph.text, &why.words), self.why(paragraph.number, why, paragraph.text)),
            None => (Printable(paragraph.text).render(), Markup::default()),
        };
        html! { (turns(summary, paragraph.number)) (listed(number, paragraph, &text, &html! { "\n" (why) })) }
    }

    fn why(&self, number: usize, why: &Explanation<'_>, text: &str) -> Markup {
        let groups = groups(why, text, self.top);
        html! {
            details {
                summary { "Why" span class="hidden" { " paragraph " (number) } ": " (heads(why, &groups)) } "\n"
                (table(number, why, &groups, self.top > 0))
                ul {
                    @for change in changes(why, text) { li { (change) } }
                    @if let Some(words) = unknown(why, text, self.top) { li { "unknown: " (words) } }
                    @if let Some(parts) = in_context(why) { li { "in context: " (parts) } }
                }
            } "\n"
        }
    }
}

/// What the marks are, with samples of them.
fn key() -> Markup {
    html! { p class="key" {
        "Words that speak " span { mark class="o2" { "for opinion" } " " mark class="o4" { "strongly" } } " "
        span { mark class="n2" { "for news" } " " mark class="n4" { "strongly" } } " "
        span class="s" { "a source’s words" }
    } "\n" }
}

/// On one line, the heaviest families that speak for the label of the paragraph by itself, and the sum.
fn heads(why: &Explanation<'_>, groups: &[Group]) -> String {
    let side = why.logit.probability().label().sign();
    let speaks = |group: &&Group| group.kind == Kind::Family && group.weight * side > 0.0;
    let told = |group: &Group| format!("{} {}", group.name, signed(group.weight));
    let mut heads: Vec<String> = groups.iter().filter(speaks).take(3).map(told).collect();
    if why.intercept.0 * side > 0.0 {
        heads.push(format!("{BASELINE} {}", signed(why.intercept.0)));
    }
    let sum = format!("sum {}", sum(why));
    if heads.is_empty() { sum } else { format!("{}; {sum}", heads.join(", ")) }
}

/// What each family adds. The rows sum to the last. Without words there is no column for them.
fn table(number: usize, why: &Explanation<'_>, groups: &[Group], has_words: bool) -> Markup {
    // Sentence form comes last and weighs much.
    let (form, others): (Vec<&Group>, Vec<&Group>) = groups.iter().partition(|group| group.kind == Kind::Form);
    let shown: Vec<&Group> = others.into_iter().take(MOST_GROUPS - 1).chain(form).collect();
    let rest = why.logit.0 - why.intercept.0 - shown.iter().map(|group| group.weight).sum::<f64>();
    let row = |name: &str, weight: f64, words: &str| {
        html! {
            tr {
                th scope="row" { (name) }
                td class=(if weight < 0.0 { "n" } else { "o" }) { (signed(weight)) }
                @if has_words { td { (words) } }
            } "\n"
        }
    };
    let alone = format!("{} alone", probability(why.logit.probability().0));
    let sum = if has_words { "sum".to_owned() } else { format!("sum, {alone}") };
    html! {
        table { caption { "What weighs in paragraph " (number) } "\n"
            thead { tr {
                th scope="col" { "what" } th scope="col" { "adds" }
                @if has_words { th scope="col" { "heaviest words" } }
            } } "\n"
            tbody { "\n"
                (row(BASELINE, why.intercept.0, ""))
                @for group in &shown { (row(&group.row_name(), group.weight, &group.told())) }
                (row("all else", rest, ""))
            } "\n"
            tfoot { (row(&sum, why.logit.0, &alone)) }
        } "\n"
    }
}

impl Renderer<Audited<'_>> for Html {
    fn write(&mut self, audited: &Audited<'_>, _: &mut dyn Write) -> io::Result<()> {
        let scored = &audited.scored;
        let (number, summary) = (self.parts.len() + 1, scored.summary.as_ref());
        let goes_on = |part: &Part| summary.is_none() && !part.is_article && part.name == scored.article;
        if !self.parts.last().is_some_and(goes_on) {
            let head = html! { @if let Some(summary) = summary { (heading(number, summary)) (ribbon(number, summary.score)) } };
            let (name, is_article) = (scored.article.to_owned(), summary.is_some());
            self.parts.push(Part { name, is_article, head, items: Vec::new() });
        }
        let number = self.parts.len();
        let items: Vec<Markup> = audited.paragraphs.iter().map(|finding| self.item(number, summary, finding)).collect();
        if let Some(part) = self.parts.last_mut() {
            part.items.extend(items);
        }
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let style = format!("{SCORE_STYLE}{STYLE}");
        out.write_all(document(&self.heading(), &policy(), &style, &self.body()).as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Format};
    use crate::explain::Explainer;
    use crate::model::Model;

    fn page(texts: &[(&str, String)]) -> String {
        page_of(texts, 12)
    }

    fn page_of(texts: &[(&str, String)], top: usize) -> String {
        let model = Model::shipped().unwrap();
        let explainer = Explainer::new(model);
        let (mut html, mut out) = (Html::new("a <model>", top), Vec::new());
        for (name, text) in texts {
            let article = Article::read(text.as_bytes(), Format::Text, None).unwrap();
            let explained = explainer.article(&article);
            html.write(&Audited::of_article(name, &article, &explained), &mut out).unwrap();
        }
        html.finish(&mut out).unwrap();
        let page = String::from_utf8(out).unwrap();
        crate::report::score::html::tests::check(&page);
        page
    }

    const PARAGRAPH: &str = "\"><script>alert(1)</script> “We must 'stop' this,” the mayor \u{202e}said\u{7} <b onclick=x>on Monday & \
                             left</main> for {}.\n\n";

    #[test]
    fn pages_are_whole_and_text_that_is_not_to_be_trusted_stays_text() {
        let page = page(&[("a\"><img src=x>.txt", PARAGRAPH.repeat(3)), ("b.txt", "Menu\n".to_owned())]);
        assert!(page.contains("&quot;&gt;&lt;") && page.contains("a&quot;&gt;&lt;img src=x&gt;.txt"));
        assert!(!page.contains('\u{202e}') && !page.contains('\u{7}') && page.contains("a &lt;model&gt;"));
        assert_eq!(page.matches("<details>").count(), 3);
    }

    #[test]
    fn a_table_has_no_column_without_words_and_no_two_rows_of_one_name() {
        let text =
            "Herring, copper kettles and old clocks were sold at the harbour market, where it was cold.\n\n".repeat(2);
        let (with, without) = (page_of(&[("a", text.clone())], 12), page_of(&[("a", text)], 0));
        assert_eq!(with.matches("heaviest words</th>").count(), 2);
        assert!(!without.contains("heaviest words") && without.contains("<th scope=\"row\">sum, "));
        let cells = |page: &str| page.matches("<td").count() as f64 / page.matches("<th scope=\"row\">").count() as f64;
        assert_eq!((cells(&with), cells(&without)), (2.0, 1.0));
        for table in with.split("<table>").skip(1) {
            let names: Vec<&str> =
                table.split("<th scope=\"row\">").skip(1).map(|row| row.split("</th>").next().unwrap()).collect();
            let others = names.iter().filter(|name| name.starts_with("other words, for ")).count();
            let different: std::collections::BTreeSet<&&str> = names.iter().collect();
            assert!(others > 0 && different.len() == names.len(), "{names:?}");
        }
    }

    #[test]
    fn a_page_of_sixty_paragraphs_is_small() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/articles/");
        let text = std::fs::read_to_string(format!("{folder}lead-pipes-editorial.txt")).unwrap();
        let article = Article::read(text.as_bytes(), Format::Text, None).unwrap();
        let paragraphs: Vec<&str> = article.paragraphs().map(|block| block.text.as_str()).collect();
        let sixty: Vec<&str> = paragraphs.iter().copied().cycle().take(60).collect();
        let page = page(&[("a.txt", sixty.join("\n\n"))]);
        assert_eq!(page.matches("<details>").count(), 60);
        assert!(page.len() < 200_000, "{} bytes of {}", page.len(), sixty.join("\n\n").len());
    }
}
