//! Points: how much text of an article stands close inside each part of a page.
//!
//! The idea is Readability's (Arc90, Mozilla). Each line of text gives points to the five parts around it, fewer to the outer ones:
//! more for commas and length, which menus lack. A part starts with points for its tag and its roles, and loses the share of its text
//! that is linked. What counts for a line is the best part around it, beside the page's best.

use super::form::{Form, Found};
use super::roles::{Roles, roles_of};
use super::tree::Element;

/// The fewest characters of a line that gives points.
const SHORTEST: usize = 25;
/// One point for each of these many characters, up to [`MOST_BY_LENGTH`].
const CHARACTERS: usize = 100;
const MOST_BY_LENGTH: usize = 3;
/// What each line gives before its commas and its length.
const OF_A_LINE: usize = 2;
/// What a line gives to the parts around it, from the inside, as a share of its points.
const SHARES: [f64; 5] = [1.0, 1.0 / 2.0, 1.0 / 6.0, 1.0 / 9.0, 1.0 / 12.0];
/// What a part has for being named the body of an article, and lacks for being named something else.
const NAMED: f64 = 10.0;
const NAMED_OTHER: [&str; 10] =
    ["comments", "related", "social", "newsletter", "nav", "footer", "side", "ad", "tags", "hidden"];
/// The blocks whose text gives points; lists and headings are as often something else.
const GIVING: [&str; 10] = ["p", "td", "pre", "div", "section", "article", "main", "body", "center", "blockquote"];
/// Those of them that give to what is around them, not to themselves.
const PARAGRAPHS: [&str; 3] = ["p", "td", "pre"];

/// The points of the best part around each element, itself included, as a share of the page's best. `linked` is the share of an
/// element's text that is linked.
pub(super) fn points(elements: &[Element], forms: &[Form], found: &[Found], linked: impl Fn(usize) -> f64) -> Vec<f64> {
    let given = given(elements, forms, found);
    let (body, other) = (roles_of(&["body"]), roles_of(&NAMED_OTHER));
    let start = |element: &Element| {
        let is = |roles: Roles| if element.roles & roles != 0 { NAMED } else { 0.0 };
        of_tag(&element.tag) + is(body) - is(other)
    };
    let points = |at: usize| given[at].map_or(0.0, |given| (given + start(&elements[at])) * (1.0 - linked(at)));
    let mut best: Vec<f64> = vec![0.0; elements.len()];
    // What is around an element comes before it. The page stands for a body that is not written.
    best[0] = points(0).max(0.0);
    (1..elements.len()).for_each(|at| best[at] = points(at).max(best[elements[at].parent]));
    let most = best.iter().copied().fold(1.0, f64::max);
    best.into_iter().map(|points| points / most).collect()
}

/// What the lines give to each element; nothing where no line gives any.
fn given(elements: &[Element], forms: &[Form], found: &[Found]) -> Vec<Option<f64>> {
    let mut given = vec![None; elements.len()];
    let blocks = blocks(elements);
    for (form, found) in forms.iter().zip(found).filter(|(form, _)| form.characters >= SHORTEST) {
        let block = blocks[found.element];
        let tag = elements[block].tag.as_str();
        if block > 0 && !GIVING.contains(&tag) {
            continue;
        }
        let of_line = OF_A_LINE + form.commas + (form.characters / CHARACTERS).min(MOST_BY_LENGTH);
        let mut part = if PARAGRAPHS.contains(&tag) { elements[block].parent } else { block };
        for share in SHARES {
            *given[part].get_or_insert(0.0) += of_line as f64 * share;
            if part == 0 {
                break;
            }
            part = elements[part].parent;
        }
    }
    given
}

/// The innermost block around each element.
fn blocks(elements: &[Element]) -> Vec<usize> {
    let mut blocks = vec![0; elements.len()];
    (1..elements.len())
        .for_each(|at| blocks[at] = if elements[at].is_block { at } else { blocks[elements[at].parent] });
    blocks
}

/// The points that a part starts with for its tag.
fn of_tag(tag: &str) -> f64 {
    match tag {
        "div" => 5.0,
        "pre" | "td" | "blockquote" => 3.0,
        "address" | "ol" | "ul" | "dl" | "dd" | "dt" | "li" | "form" => -3.0,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "th" => -5.0,
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::super::reader::{Read, Reader};
    use super::*;
    use crate::text::Span;

    /// The points around each line of a page.
    fn of(page: &str) -> Vec<f64> {
        let Read { page, tree, found, .. } = Reader::read(page, Span { start: 0, end: page.len() }).finish();
        let forms: Vec<Form> =
            page.lines.iter().zip(&found).map(|(line, found)| Form::of(line, found.linked)).collect();
        let points = points(tree.elements(), &forms, &found, |_| 0.0);
        found.iter().map(|found| points[found.element]).collect()
    }

    const LINE: &str = "It rained on Monday, and on Tuesday, and the pool stayed closed.";

    #[test]
    fn lines_give_to_the_parts_around_them() {
        // Two lines of 4 points each and 5 points of a start, beside one of each: 13 and 9.
        let found = of(&format!("<div><p>{LINE}<p>{LINE}</div><div><p>{LINE}</div>"));
        assert_eq!(found, [1.0, 1.0, 9.0 / 13.0]);
        // A short line, a heading and an entry of a list give nothing: there is only what the page around has from the first line.
        let found = of(&format!("<div><p>{LINE}</div><div><p>Rain, rain<h2>{LINE}</h2><ul><li>{LINE}</ul></div>"));
        assert_eq!(found, [1.0, 2.0 / 9.0, 2.0 / 9.0, 2.0 / 9.0]);
    }

    #[test]
    fn names_of_parts_count() {
        let found =
            of(&format!("<div class=story><p>{LINE}</div><div><p>{LINE}</div><div id=comments><p>{LINE}</div>"));
        assert_eq!(found, [1.0, 9.0 / 19.0, 6.0 / 19.0]);
    }

    #[test]
    fn half_of_a_line_goes_to_the_second_part() {
        let found = of(&format!("<div><div><p>{LINE}</div><p>{LINE}<p>{LINE}<p>{LINE}</div>"));
        // 9 points inside; 5, 3 times 4 and 2 around.
        assert_eq!(found, [1.0; 4]);
        let found = of(&format!("<section><div><p>{LINE}</div>{LINE}</section>"));
        // 9 points inside; 4 and 2 around.
        assert_eq!(found, [1.0, 6.0 / 9.0]);
    }
}
