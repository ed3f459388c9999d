//! What stands above an article: its headline, its deck and its lead.

use std::ops::Range;

use crate::article::{block::BlockKind, claim_words, headline::Titles, line::Line};

/// How far below the headline a deck may stand, in lines.
const NEAR: usize = 6;

/// The top of an article.
#[derive(Debug)]
pub(super) struct Top {
    /// The line of the headline.
    headline: Option<usize>,
    /// What stands between the headline and the article: what reads like the article is its lead.
    lead: Range<usize>,
}

impl Top {
    /// Finds it; `is_main` tells which lines are the article.
    pub(super) fn find(lines: &[Line], titles: &Titles, is_main: impl Fn(usize) -> bool) -> Top {
        let first = (0..lines.len()).find(|&at| is_main(at) && !is_heading(&lines[at]));
        let headline = headline(lines, titles, first);
        let lead = match (headline, first) {
            (Some(headline), Some(first)) if first <= headline + NEAR => headline + 1..first,
            _ => 0..0,
        };
        Top { headline, lead }
    }

    pub(super) fn is_headline(&self, line: usize) -> bool {
        self.headline == Some(line)
    }

    /// Returns true for the lines of which the lead may be made.
    pub(super) fn is_place_of_lead(&self, line: usize) -> bool {
        self.lead.contains(&line)
    }

    /// Returns true for the lines among which the deck may be.
    pub(super) fn is_place_of_deck(&self, line: usize) -> bool {
        self.headline.is_some_and(|headline| line <= headline + NEAR)
    }
}

fn is_heading(line: &Line) -> bool {
    line.kind == Some(BlockKind::Heading)
}

/// The line of the article's headline: the first heading that repeats the page's title, else the nearest one above the first line of the
/// article, if it is more than the name of a section.
fn headline(lines: &[Line], titles: &Titles, first: Option<usize>) -> Option<usize> {
    let title = titles.title();
    let repeated = lines.iter().position(|line| is_heading(line) && title.is_repeated_by(line.as_str()));
    let above = || {
        let first = first?;
        let is_title = |at: &usize| is_heading(&lines[*at]) && claim_words::title(lines[*at].as_str()).is_none();
        (first.saturating_sub(NEAR)..first).rev().find(is_title)
    };
    repeated.or_else(above)
}
