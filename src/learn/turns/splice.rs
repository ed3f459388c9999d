//! Articles with known turns, joined from articles of one voice.
//!
//! News → opinion, opinion → news and news → opinion → news, in turn; each part is a run of 3 to 15 paragraphs from a random
//! article. At most [`MOST_OF_CELL`] articles of each source and label are drawn from, so that no publisher dominates. The same
//! articles in the same order give the same splices.

use std::collections::BTreeMap;

use rand_pcg::Pcg32;
use rand_pcg::rand_core::{RngCore, SeedableRng};

use crate::label::Label;

/// The lengths of the shortest and the longest part.
pub const PART: (usize, usize) = (3, 15);
/// The most articles of one source and label that are drawn from.
pub const MOST_OF_CELL: usize = 40;
const SEED: u64 = 0x7475_726e;

/// An article of one label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pure<'a> {
    /// The label of all its paragraphs.
    pub label: Label,
    /// Its publisher.
    pub source: &'a str,
    /// The caller's numbers of its paragraphs.
    pub paragraphs: Vec<usize>,
}

/// An article joined from others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spliced {
    /// Its paragraphs, by their numbers in the original articles.
    pub paragraphs: Vec<usize>,
    /// The labels of its parts, in order.
    pub labels: Vec<Label>,
    /// The start of each part except the first.
    pub turns: Vec<usize>,
}

/// Draws at most `number` of the articles that [`splice`] draws from, of one label or of both, in random order.
pub fn draw<'p, 'a>(articles: &'p [Pure<'a>], label: Option<Label>, number: usize) -> Vec<&'p Pure<'a>> {
    let mut rng = Pcg32::seed_from_u64(SEED);
    let mut pool = pool(articles, &mut rng);
    pool.retain(|article| label.is_none_or(|label| article.label == label));
    shuffle(&mut pool, &mut rng);
    pool.truncate(number);
    pool
}

/// Joins articles; returns none if a label has no article that is long enough.
///
/// ```
/// use oped::Label;
/// use oped::learn::turns::splice::{Pure, splice};
/// let of = |label, paragraphs: std::ops::Range<usize>| Pure { label, source: "a", paragraphs: paragraphs.collect() };
/// let spliced = splice(&[of(Label::News, 0..5), of(Label::Opinion, 5..10)], 3);
/// assert_eq!(spliced[0].labels, [Label::News, Label::Opinion]);
/// assert_eq!(spliced[2].turns.len(), 2);
/// let turn = spliced[0].turns[0];
/// assert!(spliced[0].paragraphs[turn - 1] < 5 && spliced[0].paragraphs[turn] >= 5);
/// ```
pub fn splice(articles: &[Pure<'_>], number: usize) -> Vec<Spliced> {
    use Label::{News, Opinion};
    let patterns: [&[Label]; 3] = [&[News, Opinion], &[Opinion, News], &[News, Opinion, News]];
    let mut rng = Pcg32::seed_from_u64(SEED);
    let pool = pool(articles, &mut rng);
    let of = |label| -> Vec<&Pure<'_>> { pool.iter().copied().filter(|article| article.label == label).collect() };
    let pools = Label::ALL.map(of);
    if pools.iter().any(Vec::is_empty) {
        return Vec::new();
    }
    let mut join = |pattern: &[Label]| {
        let mut spliced = Spliced { paragraphs: Vec::new(), labels: pattern.to_vec(), turns: Vec::new() };
        for &label in pattern {
            if !spliced.paragraphs.is_empty() {
                spliced.turns.push(spliced.paragraphs.len());
            }
            let of_label = &pools[usize::from(label.is_opinion())];
            let mut drawn = below(of_label.len(), &mut rng);
            // Not the article of the first part, if there is another.
            if spliced.paragraphs.iter().any(|paragraph| of_label[drawn].paragraphs.contains(paragraph)) {
                drawn = (drawn + 1) % of_label.len();
            }
            spliced.paragraphs.extend(run(&of_label[drawn].paragraphs, &mut rng));
        }
        spliced
    };
    (0..number).map(|at| join(patterns[at % patterns.len()])).collect()
}

/// The articles that are long enough, at most [`MOST_OF_CELL`] of each source and label.
fn pool<'p, 'a>(articles: &'p [Pure<'a>], rng: &mut Pcg32) -> Vec<&'p Pure<'a>> {
    let mut cells: BTreeMap<(&str, Label), Vec<&Pure<'_>>> = BTreeMap::new();
    for article in articles.iter().filter(|article| article.paragraphs.len() >= PART.0) {
        cells.entry((article.source, article.label)).or_default().push(article);
    }
    cells
        .into_values()
        .flat_map(|mut cell| {
            shuffle(&mut cell, rng);
            cell.truncate(MOST_OF_CELL);
            cell
        })
        .collect()
}

/// Draws consecutive paragraphs.
fn run<'p>(paragraphs: &'p [usize], rng: &mut Pcg32) -> &'p [usize] {
    let (shortest, longest) = (PART.0, PART.1.min(paragraphs.len()));
    let long = shortest + below(longest - shortest + 1, rng);
    let start = below(paragraphs.len() - long + 1, rng);
    &paragraphs[start..start + long]
}

/// The Fisher–Yates shuffle.
fn shuffle<T>(items: &mut [T], rng: &mut Pcg32) {
    for at in (1..items.len()).rev() {
        items.swap(at, below(at + 1, rng));
    }
}

/// Draws a number below `bound`. The bias of the remainder is below one in a million for any number of articles.
fn below(bound: usize, rng: &mut Pcg32) -> usize {
    (rng.next_u64() % bound as u64) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn articles(of: &[(Label, usize)]) -> Vec<Pure<'static>> {
        let mut start = 0;
        of.iter()
            .map(|&(label, length)| {
                start += length;
                Pure { label, source: "a", paragraphs: (start - length..start).collect() }
            })
            .collect()
    }

    #[test]
    fn parts_are_runs_of_different_articles() {
        use Label::{News, Opinion};
        let articles = articles(&[(News, 40), (News, 3), (News, 9), (Opinion, 5), (Opinion, 20), (Opinion, 2)]);
        let owner =
            |paragraph: usize| articles.iter().position(|article| article.paragraphs.contains(&paragraph)).unwrap();
        for spliced in splice(&articles, 300) {
            let ends = spliced.turns.iter().copied().chain([spliced.paragraphs.len()]);
            let starts = std::iter::once(0).chain(spliced.turns.iter().copied());
            let mut owners = Vec::new();
            for ((start, end), label) in starts.zip(ends).zip(&spliced.labels) {
                let part = &spliced.paragraphs[start..end];
                assert!((PART.0..=PART.1).contains(&part.len()));
                assert!(part.windows(2).all(|pair| pair[1] == pair[0] + 1));
                assert_eq!(articles[owner(part[0])].label, *label);
                assert!(!owners.contains(&owner(part[0])), "an article is in one part only");
                owners.push(owner(part[0]));
            }
        }
    }

    #[test]
    fn draws_are_limited_by_source_and_empty_without_articles() {
        let many = articles(&[(Label::News, 4); 100]);
        assert_eq!(draw(&many, None, 1000).len(), MOST_OF_CELL);
        assert_eq!(draw(&many, Some(Label::Opinion), 1000).len(), 0);
        assert!(splice(&many, 10).is_empty());
    }
}
