//! An article: its verdict, its ribbon, and its paragraphs with the turns between them.

use maud::{Markup, Render, html};

use super::marks::{anchor, class_of};
use super::ribbon::{miniature, ribbon};
use crate::report::shared::page::Printable;
use crate::score::{Item, Paragraph, Place, Scored, Summary};
use crate::verdict::Kind;
use crate::words::figures::{percent, probability};
use crate::words::score::{NO_PARAGRAPH, argue, declared, known, label_of, name_of, turn, turn_place, verdict_of};

/// A scored article as HTML.
#[derive(Debug)]
pub(super) struct Section {
    pub(super) name: String,
    pub(super) headline: Option<String>,
    /// Whether it is not what it declares itself to be.
    pub(super) is_mismatch: bool,
    /// The cells in the list of articles, without the name.
    pub(super) overview: Vec<Markup>,
    pub(super) content: Markup,
}

impl Section {
    /// The section of the `number`th article of the page.
    pub(super) fn new(number: usize, scored: &Scored<'_>, summary: &Summary<'_>) -> Self {
        let score = summary.score;
        let name = name_of(scored.article, summary.table);
        let share = format!("{} of {}", score.opinion(), score.sure());
        let declared = html! { @if let Some(declared) = declared(summary) { bdi { (Printable(&declared)) } } };
        let turns = turn_links(number, summary, ", ");
        let overview = vec![miniature(score), verdict_of(score).render(), share.render(), turns, declared];
        let content = html! {
            (titles(summary))
            (heading(number, summary))
            (ribbon(number, score))
            (paragraphs(number, scored, summary))
        };
        let headline = summary.headline.map(str::to_owned);
        Section { name, headline, is_mismatch: summary.mismatch() == Some(true), overview, content }
    }
}

/// The headline and the deck, and a line of who wrote it, when, in which section and language.
fn titles(summary: &Summary<'_>) -> Markup {
    let deck = summary.metadata.and_then(|metadata| metadata.deck.as_deref());
    let known = summary.metadata.map(known).unwrap_or_default();
    html! {
        @if let Some(headline) = summary.headline { p class="headline" { bdi { (Printable(headline)) } } "\n" }
        @if let Some(deck) = deck { p class="deck" { bdi { (Printable(deck)) } } "\n" }
        @if !known.is_empty() {
            p class="known" { @for (at, value) in known.iter().enumerate() {
                @if at > 0 { " · " } bdi { (Printable(value)) }
            } } "\n"
        }
    }
}

fn turn_links(number: usize, summary: &Summary<'_>, between: &str) -> Markup {
    html! {
        @for (at, shift) in summary.score.shifts.iter().enumerate() {
            @if at > 0 { (between) }
            a href={"#" (anchor(number, shift.paragraph))} { (turn_place(summary.score, at)) }
        }
    }
}

/// The line of the terminal, with links.
pub(in crate::report) fn heading(number: usize, summary: &Summary<'_>) -> Markup {
    let score = summary.score;
    let line = html! {
        strong { (verdict_of(score)) } ", " (argue(score))
        @if !score.shifts.is_empty() { "; turns at " (turn_links(number, summary, " and ")) }
        @if let Some(declared) = declared(summary) { "; declared " bdi { (Printable(&declared)) } }
    };
    let line = if score.verdict().is_some() { line } else { NO_PARAGRAPH.render() };
    html! { p class="verdict" { (line) } "\n" }
}

fn paragraphs(number: usize, scored: &Scored<'_>, summary: &Summary<'_>) -> Markup {
    if scored.items.is_empty() {
        return Markup::default();
    }
    html! {
        p class="note" { "Beside each paragraph its label, and the probability of opinion in context and alone." } "\n"
        ol class="paragraphs" { "\n" @for item in &scored.items { @match item {
            Item::Paragraph(item) => {
                (turns(Some(summary), item.number))
                (listed(number, item, &html! { (Printable(item.text)) }, &html! {}))
            }
            Item::Block { block: item, .. } => {
                li class="block" {
                    div class="about" { (item.kind.as_str()) } "\n"
                    p { (Printable(item.text.as_str())) }
                } "\n"
            }
        } } } "\n"
    }
}

/// The turns before a paragraph.
pub(in crate::report) fn turns(summary: Option<&Summary<'_>>, paragraph: usize) -> Markup {
    let shifts = summary.map_or(&[][..], |summary| &summary.score.shifts);
    html! {
        @for shift in shifts.iter().filter(|shift| shift.paragraph == paragraph) {
            li class="turn" { p { (turn(shift)) } } "\n"
        }
    }
}

/// A paragraph as an item of a list: its marked text, and what comes below.
pub(in crate::report) fn listed(article: usize, paragraph: &Paragraph<'_>, text: &Markup, below: &Markup) -> Markup {
    let id = anchor(article, paragraph.number);
    html! {
        li id=(id) class=(class_of(paragraph.score.decision)) {
            a class="number" href={"#" (id)} title=[place(paragraph.place).as_deref().map(Printable)] { (paragraph.number) } "\n"
            div class="about" { (about(paragraph)) } "\n"
            @if paragraph.score.kind == Kind::Quote { blockquote { (text) } } @else { p { (text) } }
            (below)
        } "\n"
    }
}

fn place(place: Place<'_>) -> Option<String> {
    Some(match place {
        Place::Bytes { start, end, line } => format!("line {line}, bytes {start} to {end}"),
        Place::Unpacked => return None,
        Place::Row { row, id, line, part, .. } => {
            let id = id.map(|id| format!(", {id}")).unwrap_or_default();
            let part = part.map(|part| format!(", bytes {} to {} of its text", part.start, part.end));
            format!("row {row}{id}, line {line}{}", part.unwrap_or_default())
        }
    })
}

/// Label, probabilities and notes.
fn about(paragraph: &Paragraph<'_>) -> Markup {
    let decision = paragraph.score.decision;
    html! {
        strong { (label_of(decision)) }
        @if let Some(decision) = decision {
            " " span { (probability(decision.probability.0)) " in context" }
            " " span { (probability(decision.alone.0)) " alone" }
        }
        (notes(paragraph))
    }
}

/// Why the label is unsure, and how much is quoted.
pub(super) fn notes(paragraph: &Paragraph<'_>) -> Markup {
    html! {
        @if let Some(reason) = paragraph.score.reason() {
            " " em { @if paragraph.score.decision.is_some() { "unsure: " } (reason) }
        }
        @if paragraph.score.kind == Kind::Quote {
            " " span { "a quotation" }
        } @else if paragraph.score.quoted > 0.0 {
            " " span { (percent(paragraph.score.quoted)) " quoted" }
        }
    }
}
