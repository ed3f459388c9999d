//! An article: its verdict, its ribbon, and its paragraphs with the turns between them.

use super::ribbon::{miniature, ribbon};
use crate::article::Block;
use crate::label::Label;
use crate::report::shared::page::escape;
use crate::report::shared::words::{NO_PARAGRAPH, argue, declared, label_of, percent, probability, turn, verdict_of};
use crate::score::{Item, Paragraph, Place, Scored, Summary};
use crate::verdict::{Decision, Kind};

/// What the figures beside the paragraphs are.
const BESIDE: &str =
    "<p class=\"note\">Beside each paragraph its label, and the probability of opinion in context and alone.</p>\n";

/// A scored article as HTML.
#[derive(Debug)]
pub(super) struct Section {
    pub(super) name: String,
    /// The cells of the list of articles, without the name.
    pub(super) overview: Vec<String>,
    pub(super) content: String,
}

impl Section {
    /// The section of the article that is the `number`th of the page.
    pub(super) fn new(number: usize, scored: &Scored<'_>, summary: &Summary<'_>) -> Self {
        let score = summary.score;
        let name = scored.article.to_owned();
        let share = format!("{} of {}", score.opinion(), score.labelled());
        let turns = turn_links(number, summary, ", ");
        let declared =
            declared(summary).map_or_else(String::new, |declared| format!("<bdi>{}</bdi>", escape(&declared)));
        let overview = vec![miniature(score), verdict_of(score), share, turns, declared];
        let mut content = heading(number, summary);
        content += &ribbon(number, score);
        content += &paragraphs(number, scored, summary);
        Section { name, overview, content }
    }
}

/// The id of a paragraph.
pub(in crate::report) fn anchor(article: usize, paragraph: usize) -> String {
    format!("a{article}p{paragraph}")
}

fn turn_links(number: usize, summary: &Summary<'_>, between: &str) -> String {
    let link = |at: usize| format!("<a href=\"#{}\">{at}</a>", anchor(number, at));
    let links: Vec<String> = summary.score.shifts.iter().map(|shift| link(shift.paragraph)).collect();
    links.join(between)
}

/// The same as a terminal's line, with links.
pub(in crate::report) fn heading(number: usize, summary: &Summary<'_>) -> String {
    let score = summary.score;
    if score.verdict().is_none() {
        return format!("<p class=\"verdict\">{NO_PARAGRAPH}</p>\n");
    }
    let mut out = format!("<p class=\"verdict\"><strong>{}</strong>, {}", verdict_of(score), argue(score));
    if !score.shifts.is_empty() {
        out += &format!("; turns at {}", turn_links(number, summary, " and "));
    }
    if let Some(declared) = declared(summary) {
        out += &format!("; declared <bdi>{}</bdi>", escape(&declared));
    }
    out + "</p>\n"
}

fn paragraphs(number: usize, scored: &Scored<'_>, summary: &Summary<'_>) -> String {
    if scored.items.is_empty() {
        return String::new();
    }
    let mut out = String::from(BESIDE) + "<ol class=\"paragraphs\">\n";
    for item in &scored.items {
        match item {
            Item::Paragraph(item) => {
                for shift in summary.score.shifts.iter().filter(|shift| shift.paragraph == item.number) {
                    out += &format!("<li class=\"turn\"><p>{}</p></li>\n", escape(&turn(shift)));
                }
                out += &paragraph(number, item);
            }
            Item::Block { block: item, .. } => out += &block(item),
        }
    }
    out + "</ol>\n"
}

fn paragraph(article: usize, paragraph: &Paragraph<'_>) -> String {
    let id = anchor(article, paragraph.number);
    let tag = if paragraph.score.kind == Kind::Quote { "blockquote" } else { "p" };
    format!(
        "<li id=\"{id}\" class=\"{}\"><a class=\"number\" href=\"#{id}\" title=\"{}\">{}</a>\n\
         <div class=\"about\">{}</div>\n<{tag}>{}</{tag}></li>\n",
        class_of(paragraph.score.decision),
        escape(&place(paragraph.place)),
        paragraph.number,
        about(paragraph),
        escape(paragraph.text),
    )
}

/// The class that says how the paragraph is drawn.
pub(in crate::report) fn class_of(decision: Option<Decision>) -> &'static str {
    match decision.map(|decision| (decision.label, decision.unsure.is_some())) {
        Some((Label::News, false)) => "n",
        Some((Label::News, true)) => "n u",
        Some((Label::Opinion, false)) => "o",
        Some((Label::Opinion, true)) => "o u",
        None => "none",
    }
}

pub(in crate::report) fn place(place: Place<'_>) -> String {
    match place {
        Place::Bytes { start, end, line } => format!("line {line}, bytes {start} to {end}"),
        Place::Row { row, id: Some(id), line } => format!("row {row}, {id}, line {line}"),
        Place::Row { row, id: None, line } => format!("row {row}, line {line}"),
    }
}

/// Label, probabilities, and what else there is to say.
pub(in crate::report) fn about(paragraph: &Paragraph<'_>) -> String {
    let decision = paragraph.score.decision;
    let mut out = format!("<strong>{}</strong>", label_of(decision));
    if let Some(decision) = decision {
        let (together, alone) = (probability(decision.probability.0), probability(decision.alone.0));
        out += &format!(" <span>{} in context</span> <span>{} alone</span>", escape(&together), escape(&alone));
    }
    out + &notes(paragraph)
}

/// Why the label is not to be believed, and how much is a source's.
pub(super) fn notes(paragraph: &Paragraph<'_>) -> String {
    let mut out = String::new();
    if let Some(reason) = paragraph.score.reason() {
        let unsure = if paragraph.score.decision.is_some() { "unsure: " } else { "" };
        out += &format!(" <em>{unsure}{reason}</em>");
    }
    if paragraph.score.kind == Kind::Quote {
        out += " <span>a quotation</span>";
    } else if paragraph.score.quoted > 0.0 {
        out += &format!(" <span>{} quoted</span>", escape(&percent(paragraph.score.quoted)));
    }
    out
}

fn block(block: &Block) -> String {
    let kind = block.kind.as_str();
    let text = escape(block.text.as_str());
    format!("<li class=\"block\"><div class=\"about\">{kind}</div>\n<p>{text}</p></li>\n")
}
