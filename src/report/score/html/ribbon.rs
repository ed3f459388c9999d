//! An article as a ribbon: one cell a paragraph, two bars in it, and a link to the paragraph.
//!
//! The cells break over lines by themselves where the page is narrow. The numbers under them are the style's.

use std::fmt::Write;

use super::article::{anchor, class_of};
use crate::label::Probability;
use crate::report::shared::page::escape;
use crate::report::shared::words::{label_of, percent};
use crate::verdict::{ArticleScore, ParagraphScore};

/// Fewer paragraphs have nothing to be compared.
const FEWEST: usize = 2;
/// Up to so many cells are wide, up to so many of middle width.
const WIDE: usize = 28;
const MIDDLE: usize = 60;
/// What the bars are, with samples of them.
const KEY: &str = "<p class=\"key\">One cell a paragraph, as high as opinion is probable: above in context, below alone; \
    the line is 50 %.<br><span><i class=\"n\"></i> news</span> <span><i class=\"o\"></i> opinion</span> \
    <span><i class=\"u\"></i> unsure</span> <span><i class=\"t\"></i> turn</span> \
    <a href=\"#guide\">How to read this page</a></p>\n";

/// The ribbon of the article that is the `article`th of the page. None for one paragraph.
pub(in crate::report) fn ribbon(article: usize, score: &ArticleScore) -> String {
    if score.paragraphs.len() < FEWEST {
        return String::new();
    }
    let size = match score.paragraphs.len() {
        length if length <= WIDE => "wide",
        length if length <= MIDDLE => "middle",
        _ => "long",
    };
    let mut out = format!(
        "<div class=\"ribbon {size}\">\n<div aria-hidden=\"true\"><span>in context</span><span>alone</span></div>\n\
         <ol aria-label=\"Ribbon of the article\">\n"
    );
    for (number, paragraph) in score.paragraphs.iter().enumerate() {
        let turns = score.shifts.iter().any(|shift| shift.paragraph == number);
        out += &cell(&anchor(article, number), number, paragraph, turns);
    }
    out + "</ol>\n</div>\n" + KEY
}

fn cell(anchor: &str, number: usize, paragraph: &ParagraphScore, turns: bool) -> String {
    let item = if turns { "<li class=\"t\">" } else { "<li>" };
    let here = if turns { "; the voice turns here" } else { "" };
    let label = label_of(paragraph.decision);
    let Some(decision) = paragraph.decision else {
        return format!(
            "{item}<a href=\"#{anchor}\" title=\"{number}: no words{here}\"><i class=\"none\"></i></a></li>\n"
        );
    };
    let (together, alone) = (percent(decision.probability.0), percent(decision.alone.0));
    let title = format!("{number}: {label}, {together} in context, {alone} alone{here}");
    format!(
        "{item}<a href=\"#{anchor}\" title=\"{}\">{}{}</a></li>\n",
        escape(&title),
        bar(class_of(paragraph.decision), decision.probability),
        bar(if decision.alone.label().is_opinion() { "o" } else { "n" }, decision.alone),
    )
}

fn bar(class: &str, probability: Probability) -> String {
    format!("<i class=\"{class}\" style=\"height:{:.0}%\"></i>", 100.0 * probability.0)
}

/// The ribbon in context as small as a word, for the list of articles, where its figures stand in words.
pub(super) fn miniature(score: &ArticleScore) -> String {
    let paragraphs = score.paragraphs.len();
    if paragraphs < FEWEST {
        return String::new();
    }
    let mut bars = [String::new(), String::new()];
    for (at, decision) in score.paragraphs.iter().enumerate().filter_map(|(at, of)| Some((at, of.decision?))) {
        let path = &mut bars[usize::from(decision.label.is_opinion())];
        let _ = write!(path, "M{at}.5 20V{:.0}", 19.0 - 19.0 * decision.probability.0);
    }
    let width = (4 * paragraphs).clamp(40, 160);
    let [news, opinion] = bars;
    format!(
        "<svg class=\"mini\" viewBox=\"0 0 {paragraphs} 20\" preserveAspectRatio=\"none\" style=\"width:{width}px\" \
         aria-hidden=\"true\" focusable=\"false\"><path class=\"n\" d=\"{news}\"/><path class=\"o\" d=\"{opinion}\"/></svg>"
    )
}
