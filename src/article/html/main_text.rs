//! Which lines are the article: a linear model of what each line says ([`evidence`](super::evidence)).
//!
//! The weights were fitted to pages whose article somebody marked (`benches/pages`), with folds by site. Mozilla's Readability, by
//! `dom_smoothie`, is one of the witnesses.

use std::collections::HashMap;
use std::sync::LazyLock;

use memchr::memmem;

use super::evidence::{Form, Found, evidence, hidden, names};
use super::readable::readable as readable_page;
use super::roles::has_role;
use super::tree::Tree;
use crate::article::{block::BlockKind, claim_words, furniture::told_by_words, headline::Titles, line::Line};

/// The longest page that Readability reads, in bytes. Its time grows with the square of the page's depth, and faster than its
/// length; larger and deeper pages than any real article are judged without it.
const LARGEST_PAGE: usize = 4 << 20;
/// The deepest page that Readability reads.
const DEEPEST_PAGE: usize = 400;
/// Bytes of the main text in which the next block is searched first.
const SEARCH_AHEAD: usize = 20_000;
/// On pages of more lines a block that does not follow the last one is not searched elsewhere.
const SEARCHED_LINES: usize = 2_000;
/// The least logit of a page's best line of running text: if none has it, all are raised until one does. A page has an article.
const BEST: f64 = 1.5;
/// The least logit of a lead.
const LEAST_LEAD: f64 = -3.0;
/// The most pulled quotes of a page.
const MOST_PULLED: usize = 50;
/// How far below the headline a deck may stand, in lines.
const NEAR: usize = 6;
/// The fewest letters and digits of a line of which a page shows one copy only. A shorter one may be a refrain.
const COPIED: usize = 100;

/// The intercept and the weights, in the order of [`names`].
static WEIGHTS: LazyLock<(f64, Vec<f64>)> = LazyLock::new(|| {
    let weights: HashMap<&str, f64> = include_str!("main_text.weights")
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(name, weight)| Some((name, weight.parse().ok()?)))
        .collect();
    let of = |name: &str| weights.get(name).copied().unwrap_or(0.0);
    (of("intercept"), names().iter().map(|name| of(name)).collect())
});

/// Marks the lines that are not part of the article as what they are: headline, deck, caption, menu or furniture.
pub(super) fn mark(
    page: &str,
    mut lines: Vec<Line>,
    titles: &Titles,
    tree: &Tree,
    found: &[Found],
    depth: usize,
) -> Vec<Line> {
    let readable = readable(page, &lines, depth);
    let logits = logits(&evidence(tree, &lines, found, readable.as_deref()), &lines, found);
    let hidden = hidden(tree, &lines, found);
    let mut copies = copies(&lines, &logits);
    mark_pulled(&mut copies, &lines, tree, found);
    let is_main = |at: usize| logits[at] > 0.0 && !hidden[at] && !copies[at];
    let headline = headline(&lines, titles, is_main);
    // What stands between the headline and the article, and reads like it, is its lead.
    let first = (0..lines.len()).find(|&at| is_main(at) && lines[at].kind != Some(BlockKind::Heading));
    let lead = headline.map_or(0, |at| at + 1)
        ..headline.and(first).filter(|first| *first <= headline.unwrap_or(0) + NEAR).unwrap_or(0);
    let is_running: Vec<bool> =
        lines.iter().zip(found).map(|(line, found)| Form::of(line, found.linked).running > 0).collect();
    let is_lead = |at: usize, kind: Option<BlockKind>| {
        kind.is_none()
            && is_running[at]
            && logits[at] > LEAST_LEAD
            && !hidden[at]
            && !copies[at]
            && !has_role(tree.roles_around(found[at].element), "caption")
    };
    for (at, line) in lines.iter_mut().enumerate() {
        let roles = tree.roles_around(found[at].element);
        line.kind = match line.kind {
            _ if headline == Some(at) => Some(BlockKind::Headline),
            Some(BlockKind::Caption) => Some(BlockKind::Caption),
            // A paragraph may be a link as a whole.
            kind if is_main(at) || lead.contains(&at) && is_lead(at, kind) => {
                kind.filter(|kind| *kind != BlockKind::Menu)
            }
            _ if has_role(roles, "caption") => Some(BlockKind::Caption),
            Some(BlockKind::Menu) => Some(BlockKind::Menu),
            _ if has_role(roles, "deck")
                && !hidden[at]
                && !copies[at]
                && headline.is_some_and(|headline| at <= headline + NEAR) =>
            {
                Some(BlockKind::Deck)
            }
            _ => Some(told_by_words(line.as_str()).unwrap_or(BlockKind::Furniture)),
        };
    }
    lines
}

/// The line of the article's headline: the first heading that repeats the page's title, else the nearest one above the article, if it is
/// more than the name of a section.
fn headline(lines: &[Line], titles: &Titles, is_main: impl Fn(usize) -> bool) -> Option<usize> {
    let is_heading = |line: &Line| line.kind == Some(BlockKind::Heading);
    let repeated = lines.iter().position(|line| is_heading(line) && titles.is_repeated_by(line.as_str()));
    let first = (0..lines.len()).find(|&at| is_main(at) && !is_heading(&lines[at]));
    let above = || {
        let last = first?;
        let is_title = |at: &usize| is_heading(&lines[*at]) && claim_words::title(lines[*at].as_str()).is_none();
        (last.saturating_sub(NEAR)..last).rev().find(is_title)
    };
    repeated.or_else(above)
}

/// The logit of each line.
fn logits(evidence: &[Vec<f64>], lines: &[Line], found: &[Found]) -> Vec<f64> {
    let (intercept, weights) = &*WEIGHTS;
    let logit =
        |values: &Vec<f64>| intercept + values.iter().zip(weights).map(|(value, weight)| value * weight).sum::<f64>();
    let logits: Vec<f64> = evidence.iter().map(logit).collect();
    let is_running = |at: &usize| Form::of(&lines[*at], found[*at].linked).running > 0;
    let best = (0..lines.len()).filter(is_running).map(|at| logits[at]).max_by(f64::total_cmp);
    let raised = best.map_or(0.0, |best| (BEST - best).max(0.0));
    logits.into_iter().map(|logit| logit + raised).collect()
}

/// Which lines are copies of others that are likelier part of the article, or as likely and before them.
fn copies(lines: &[Line], logits: &[f64]) -> Vec<bool> {
    let mut best: HashMap<Vec<u8>, usize> = HashMap::new();
    let mut copies = vec![false; lines.len()];
    for (at, line) in lines.iter().enumerate() {
        let words = letters(line.as_str());
        if words.len() < COPIED || logits[at] <= 0.0 {
            continue;
        }
        let kept = best.entry(words).or_insert(at);
        if *kept != at {
            let copy = if logits[at] > logits[*kept] { std::mem::replace(kept, at) } else { at };
            copies[copy] = true;
        }
    }
    copies
}

/// Marks as copies the lines whose element is named a pulled quote and whose words stand in another line.
fn mark_pulled(copies: &mut [bool], lines: &[Line], tree: &Tree, found: &[Found]) {
    let is_pulled = |at: &usize| has_role(tree.roles_around(found[*at].element), "pull");
    let pulled: Vec<usize> = (0..lines.len()).filter(is_pulled).take(MOST_PULLED).collect();
    for at in pulled {
        let words = letters(lines[at].as_str());
        let holds = |other: &Line| {
            other.as_str().len() > lines[at].as_str().len() && memmem::find(&letters(other.as_str()), &words).is_some()
        };
        copies[at] |= !words.is_empty() && lines.iter().any(holds);
    }
}

/// Which lines Readability keeps; none if it does not read the page.
pub(super) fn readable(page: &str, lines: &[Line], depth: usize) -> Option<Vec<bool>> {
    let is_readable = page.len() <= LARGEST_PAGE && depth <= DEEPEST_PAGE;
    let main = letters(&is_readable.then(|| main_text(&readable_page(page))).flatten()?);
    // Lines come in the order of the text: the search starts where the last one was found, so that it takes linear time.
    let mut found = 0;
    let mut is_inside = |line: &Line| {
        let words = letters(line.as_str());
        let near = &main[found..(found + words.len() + SEARCH_AHEAD).min(main.len())];
        let at = memmem::find(near, &words).map(|at| found + at);
        found = at.map_or(found, |at| at + words.len());
        at.is_some() || lines.len() <= SEARCHED_LINES && memmem::find(&main, &words).is_some()
    };
    Some(lines.iter().map(&mut is_inside).collect())
}

fn main_text(page: &str) -> Option<String> {
    let mut readability = dom_smoothie::Readability::new(page, None, None).ok()?;
    Some(readability.parse().ok()?.text_content.to_string())
}

/// Keeps letters and digits only, so that white space and markup make no difference.
fn letters(text: &str) -> Vec<u8> {
    text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A weight without its value, or a value without a weight, would count for nothing and nobody would see it.
    #[test]
    fn every_value_has_a_weight() {
        let written: Vec<&str> =
            include_str!("main_text.weights").lines().filter_map(|line| line.split_once('\t')).map(|of| of.0).collect();
        assert_eq!(written[0], "intercept");
        assert_eq!(written[1..], names());
        assert!(WEIGHTS.1.iter().filter(|weight| **weight != 0.0).count() > 100);
    }
}
