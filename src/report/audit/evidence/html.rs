//! Articles with the words that weigh marked, as one page for a person: nothing from elsewhere, no script.
//!
//! What is drawn is also said: the table under each paragraph names the words and what they add. It opens with a click, with
//! the keyboard, and on paper.

use std::io::{self, Write};

use super::digest;
use super::digest::{BEFORE, Group, changes, groups, signed, sum, unknown};
use super::marked::marked;
use super::{Audited, Finding};
use crate::explain::Explanation;
use crate::report::score::html::article::{about, anchor, class_of, heading, place};
use crate::report::score::html::ribbon::ribbon;
use crate::report::score::html::{POLICY, STYLE as SCORE_STYLE, counted, footer, guide};
use crate::report::shared::page::{document, escape};
use crate::report::shared::words::{probability, turn};
use crate::score::Scored;
use crate::tables::results::Renderer;
use crate::verdict::Kind;

const STYLE: &str = include_str!("evidence.css");

/// Rows of a paragraph's table; the rest is summed in one.
const MOST_GROUPS: usize = 9;

/// What the marks are, with samples of them.
const KEY: &str = "<p class=\"key\">Words that speak <span><mark class=\"o2\">for opinion</mark> <mark class=\"o4\">strongly</mark></span> \
    <span><mark class=\"n2\">for news</mark> <mark class=\"n4\">strongly</mark></span> <span class=\"s\">a source’s words</span></p>\n";

/// How the page is read.
const GUIDE: [(&str, &str); 6] = [
    (
        "news, opinion",
        "What the author’s voice does in the paragraph. It reports what happened, or what others say, think and want: news. \
         It judges, argues, predicts or demands in its own name: opinion. A quoted opinion is news.",
    ),
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
        "Terms gathered by what they do in a text. Other words are those of the topic and all else that is in no such \
         family; they are shown once for each side. A source’s words, in italics, are reported speech or quoted words, whatever they say.",
    ),
    (
        "without, if all of it were quoted",
        "The paragraph by itself, computed anew: with something unknown in place of these words; and with every word in a \
         source’s mouth.",
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
    head: String,
    items: String,
}

impl Html {
    /// A renderer that names so many words a paragraph; the page says that this model was used.
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

    fn body(&self) -> String {
        let mut out = format!(
            "<a class=\"skip\" href=\"#main\">To the paragraphs</a>\n<header>\n<h1><bdi>{}</bdi></h1>\n",
            escape(&self.heading())
        );
        if self.parts.len() > 1 {
            out += &self.contents();
        }
        out += "</header>\n<main id=\"main\">\n";
        for (number, part) in self.parts.iter().enumerate() {
            out += &self.part(number + 1, part);
        }
        out + &guide(&GUIDE) + "</main>\n" + &footer(&self.model)
    }

    fn contents(&self) -> String {
        let entry = |(number, part): (usize, &Part)| {
            format!("<li><a href=\"#a{}\"><bdi>{}</bdi></a></li>\n", number + 1, escape(&part.name))
        };
        let entries: String = self.parts.iter().enumerate().map(entry).collect();
        format!("<nav aria-label=\"Articles\">\n<ul>\n{entries}</ul>\n</nav>\n")
    }

    /// Where there is one part, the page's heading is its own.
    fn part(&self, number: usize, part: &Part) -> String {
        let heading = match self.parts.len() {
            1 => String::new(),
            _ => format!("<h2><bdi>{}</bdi></h2>\n", escape(&part.name)),
        };
        let list = match part.items.is_empty() {
            true => String::new(),
            false => format!("{KEY}<ol class=\"paragraphs\">\n{}</ol>\n", part.items),
        };
        format!("<section id=\"a{number}\">\n{heading}{}{list}</section>\n", part.head)
    }

    /// The items of a message for the part that is the `number`th of the page.
    fn items(&self, number: usize, audited: &Audited<'_>) -> String {
        let mut out = String::new();
        for finding in audited.findings() {
            let shifts = audited.scored.summary.as_ref().map_or(&[][..], |summary| &summary.score.shifts);
            for shift in shifts.iter().filter(|shift| shift.paragraph == finding.paragraph.number) {
                out += &format!("<li class=\"turn\"><p>{}</p></li>\n", escape(&turn(shift)));
            }
            out += &self.item(number, &finding);
        }
        out
    }

    fn item(&self, number: usize, finding: &Finding<'_>) -> String {
        let paragraph = finding.paragraph;
        let id = anchor(number, paragraph.number);
        let tag = if paragraph.score.kind == Kind::Quote { "blockquote" } else { "p" };
        let (text, why) = match finding.why {
            Some(why) => (marked(paragraph.text, &why.words), self.why(paragraph.number, why, paragraph.text)),
            None => (escape(paragraph.text), String::new()),
        };
        format!(
            "<li id=\"{id}\" class=\"{}\"><a class=\"number\" href=\"#{id}\" title=\"{}\">{}</a>\n\
             <div class=\"about\">{}</div>\n<{tag}>{text}</{tag}>\n{why}</li>\n",
            class_of(paragraph.score.decision),
            escape(&place(paragraph.place)),
            paragraph.number,
            about(paragraph),
        )
    }

    fn why(&self, number: usize, why: &Explanation<'_>, text: &str) -> String {
        let groups = groups(why, text, self.top);
        let heads = heads(why, &groups);
        let change: String = changes(why, text).iter().map(|change| format!("<li>{}</li>", escape(change))).collect();
        let unknown = unknown(why, text, self.top);
        let unknown = unknown.map_or_else(String::new, |words| format!("<li>unknown: {}</li>", escape(&words)));
        format!(
            "<details><summary>Why<span class=\"hidden\"> paragraph {number}</span>: {}</summary>\n{}<ul>{change}{unknown}</ul></details>\n",
            escape(&heads),
            table(number, why, &groups, self.top > 0),
        )
    }
}

/// In a line, the heaviest families that speak for the label that the paragraph has by itself, and the sum. Where none does, it is
/// that what speaks against it does not outweigh what is said before any word.
fn heads(why: &Explanation<'_>, groups: &[Group]) -> String {
    let side = why.logit.probability().label().sign();
    let speaks = |group: &&Group| group.kind == digest::Kind::Family && group.weight * side > 0.0;
    let told = |group: &Group| format!("{} {}", group.name, signed(group.weight));
    let mut heads: Vec<String> = groups.iter().filter(speaks).take(3).map(told).collect();
    if why.intercept.0 * side > 0.0 {
        heads.push(format!("{BEFORE} {}", signed(why.intercept.0)));
    }
    let sum = format!("sum {}", sum(why));
    if heads.is_empty() { sum } else { format!("{}; {sum}", heads.join(", ")) }
}

/// What each family adds. The rows sum to the last. Where no words are asked for, there is no column for them.
fn table(number: usize, why: &Explanation<'_>, groups: &[Group], has_words: bool) -> String {
    // Sentence form comes last and weighs much.
    let (form, others): (Vec<&Group>, Vec<&Group>) = groups.iter().partition(|group| group.kind == digest::Kind::Form);
    let shown: Vec<&Group> = others.into_iter().take(MOST_GROUPS - 1).chain(form).collect();
    let row = |name: &str, weight: f64, words: &str| {
        let class = if weight < 0.0 { "n" } else { "o" };
        let words = if has_words { format!("<td>{}</td>", escape(words)) } else { String::new() };
        format!("<tr><th scope=\"row\">{name}</th><td class=\"{class}\">{}</td>{words}</tr>\n", signed(weight))
    };
    let mut rows = row(BEFORE, why.intercept.0, "");
    for group in &shown {
        let words: Vec<String> = group.words.iter().map(|word| word.told()).collect();
        rows += &row(&row_name(group), group.weight, &words.join(", "));
    }
    let rest = why.logit.0 - why.intercept.0 - shown.iter().map(|group| group.weight).sum::<f64>();
    rows += &row("all else", rest, "");
    let alone = format!("{} alone", escape(&probability(why.logit.probability().0)));
    let sum = if has_words { row("sum", why.logit.0, &alone) } else { row(&format!("sum, {alone}"), why.logit.0, "") };
    let words = if has_words { "<th scope=\"col\">heaviest words</th>" } else { "" };
    format!(
        "<table><caption>What weighs in paragraph {number}</caption>\n<thead><tr><th scope=\"col\">what</th><th scope=\"col\">adds</th>\
         {words}</tr></thead>\n<tbody>\n{rows}</tbody>\n<tfoot>{sum}</tfoot></table>\n"
    )
}

/// Words of no family have a row for each side, and a row's name says which.
fn row_name(group: &Group) -> String {
    match group.kind {
        digest::Kind::Others if group.weight > 0.0 => format!("{}, for opinion", group.name),
        digest::Kind::Others => format!("{}, for news", group.name),
        _ => group.name.clone(),
    }
}

/// What stands over the paragraphs of an article.
fn head(number: usize, scored: &Scored<'_>) -> String {
    match &scored.summary {
        Some(summary) => heading(number, summary) + &ribbon(number, summary.score),
        None => String::new(),
    }
}

impl Renderer<Audited<'_>> for Html {
    fn write(&mut self, audited: &Audited<'_>, _: &mut dyn Write) -> io::Result<()> {
        let scored = &audited.scored;
        let is_article = scored.summary.is_some();
        let goes_on =
            !is_article && self.parts.last().is_some_and(|part| !part.is_article && part.name == scored.article);
        if !goes_on {
            let (name, head) = (scored.article.to_owned(), head(self.parts.len() + 1, scored));
            self.parts.push(Part { name, is_article, head, items: String::new() });
        }
        let items = self.items(self.parts.len(), audited);
        if let Some(part) = self.parts.last_mut() {
            part.items += &items;
        }
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let style = format!("{SCORE_STYLE}{STYLE}");
        out.write_all(document(&self.heading(), POLICY, &style, &self.body()).as_bytes())
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
        let explainer = Explainer::new(model).unwrap();
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
        let text = PARAGRAPH.repeat(2);
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
