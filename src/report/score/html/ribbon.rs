//! An article as a ribbon: for each paragraph a cell with two bars and a link.
//!
//! Cells wrap on a narrow page. The numbers under them come from the style sheet.

use std::fmt::Write;

use maud::{Markup, html};

use super::marks::{anchor, class_of};
use crate::label::Probability;
use crate::verdict::{ArticleScore, ParagraphScore};
use crate::words::figures::percent;
use crate::words::score::label_of;

/// An article of fewer paragraphs has no ribbon.
const FEWEST: usize = 2;
/// The most cells of a ribbon with wide cells, and with cells of middle width.
const WIDE: usize = 28;
const MIDDLE: usize = 60;

/// The ribbon of the `article`th article of the page; empty for one paragraph.
pub(in crate::report) fn ribbon(article: usize, score: &ArticleScore) -> Markup {
    if score.paragraphs.len() < FEWEST {
        return Markup::default();
    }
    let size = match score.paragraphs.len() {
        length if length <= WIDE => "wide",
        length if length <= MIDDLE => "middle",
        _ => "long",
    };
    html! {
        div class={"ribbon " (size)} { "\n"
            div aria-hidden="true" { span { "in context" } span { "alone" } } "\n"
            ol aria-label="Ribbon of the article" { "\n"
                @for (number, paragraph) in score.paragraphs.iter().enumerate() {
                    @let turns = score.shifts.iter().any(|shift| shift.paragraph == number);
                    (cell(article, number, paragraph, turns))
                }
            } "\n"
        } "\n"
        (key())
    }
}

/// What the bars are, with samples of them.
fn key() -> Markup {
    html! { p class="key" {
        "One cell per paragraph, taller the more probable opinion is: above in context, below alone; the line is 50 %." br;
        span { i class="n" {} " news" } " " span { i class="o" {} " opinion" } " "
        span { i class="u" {} " unsure" } " " span { i class="t" {} " turn" } " "
        a href="#guide" { "How to read this page" }
    } "\n" }
}

fn cell(article: usize, number: usize, paragraph: &ParagraphScore, turns: bool) -> Markup {
    let here = if turns { "; the voice turns here" } else { "" };
    let class = class_of(paragraph.decision);
    let (words, bars) = match paragraph.decision {
        None => ("no words".to_owned(), html! { i class=(class) {} }),
        Some(decision) => {
            let (together, alone) = (percent(decision.probability.0), percent(decision.alone.0));
            let words = format!("{}, {together} in context, {alone} alone", label_of(paragraph.decision));
            let alone = if decision.alone.label().is_opinion() { "o" } else { "n" };
            (words, html! { (bar(class, decision.probability)) (bar(alone, decision.alone)) })
        }
    };
    html! {
        li class=[turns.then_some("t")] {
            a href={"#" (anchor(article, number))} title={(number) ": " (words) (here)} { (bars) }
        } "\n"
    }
}

fn bar(class: &str, probability: Probability) -> Markup {
    html! { i class=(class) style=(format_args!("height:{:.0}%", 100.0 * probability.0)) {} }
}

/// The ribbon in context at the size of a word, for the list of articles, which also has its figures.
pub(super) fn miniature(score: &ArticleScore) -> Markup {
    let paragraphs = score.paragraphs.len();
    if paragraphs < FEWEST {
        return Markup::default();
    }
    let mut bars = [String::new(), String::new()];
    for (at, decision) in score.paragraphs.iter().enumerate().filter_map(|(at, of)| Some((at, of.decision?))) {
        let path = &mut bars[usize::from(decision.label.is_opinion())];
        let _ = write!(path, "M{at}.5 20V{:.0}", 19.0 - 19.0 * decision.probability.0);
    }
    let [news, opinion] = bars;
    html! {
        svg class="mini" viewBox={"0 0 " (paragraphs) " 20"} preserveAspectRatio="none"
            style={"width:" ((4 * paragraphs).clamp(40, 160)) "px"} aria-hidden="true" focusable="false" {
            path class="n" d=(news) {}
            path class="o" d=(opinion) {}
        }
    }
}
