//! Unlabelled rows → those that are most useful to label next.
//!
//! ```text
//! tables ─score→ probabilities of the rows without a label ─most uncertain first→ candidates ─no near-duplicates→
//!     ─shared among sources→ the queue
//! ```
//!
//! - **Uncertainty** is the entropy of the probability in context, −p·log₂ p − (1 − p)·log₂(1 − p) bits: 1 if the model
//!   cannot tell, 0 if it is certain (uncertainty sampling: Lewis and Gale 1994, "A sequential algorithm for training text
//!   classifiers").
//! - **The draw.** The most uncertain rows alone teach no more than random ones, or less: they are the hard cases and the labelling
//!   errors, and a model trained on them has seen nothing else. So rows are drawn, each with a chance proportional to the square
//!   of its uncertainty u: the largest r^(1/u²) come first, where r in (0, 1) is a hash of the text (Efraimidis and Spirakis
//!   2006, "Weighted random sampling with a reservoir"). The same tables give the same queue.
//! - **Sources** share the places: the next one goes to the source with the largest w · √n / (2·k + 1), where n is its number of
//!   rows without a label, k the places it has (Sainte-Laguë's method, on square roots as in training, to damp large publishers),
//!   and w the worth of its best candidate: its draw divided by its rank among the candidates of its article.
//! - **Near-duplicates** of labelled rows, and of more uncertain candidates, are left out; so are rows from which nothing would
//!   be learnt: without words, too short, or mostly of words that the model does not know.
//! - **Page furniture**, bylines and captions ([`told_by_words`]) and texts in another language than the model's ([`foreign`])
//!   are left out too.
//!
//! Measured by `benches/peers/next_labels.py` (macro-F1 / AUC of paragraphs of other sources, each alone):
//!
//! | | 80 rows and 100 more of `data/paragraphs.csv`, 8 draws | 400 and 400 of 14 outlets, labels of whole articles, 5 draws |
//! |---|---|---|
//! | the first labels | .911 / .973 | .702 / .831 |
//! | and others at random | .931 / .980 | .737 / .848 |
//! | the most uncertain | .929 / .980 | .717 / .833 |
//! | the queue | .938 / .982 | .730 / .858 |

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::sync::Arc;

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

use crate::article::told_by_words;
use crate::error::{Error, ErrorKind, Message, Parameter, Result};
use crate::label::Probability;
use crate::language::{Language, foreign::foreign};
use crate::model::Model;
use crate::score::Scorer;
use crate::tables::rows::group::{Group, key};
use crate::tables::rows::{RowRef, Table, near_repeats_after, normalised};
use crate::verdict::{Decision, UnsureReason};

/// The floor of uncertainty in bits: below it, rows are equally unlikely to be drawn.
const LEAST_UNCERTAINTY: f64 = 0.02;

/// A row that is useful to label.
#[derive(Debug, Clone, PartialEq)]
pub struct Queued {
    /// The row.
    pub place: RowRef,
    /// Its source.
    pub source: String,
    /// The probability of opinion in the context of its article.
    pub probability: Probability,
    /// The probability of opinion alone.
    pub alone: Probability,
    /// The entropy of `probability`, in bits.
    pub uncertainty: f64,
    /// Its rank by uncertainty among the candidates of its source, from 1.
    pub rank_in_source: usize,
}

/// The rows of a source.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SourceRows {
    /// Rows with a label.
    pub labelled: usize,
    /// Rows without a label.
    pub unlabelled: usize,
    /// Rows without a label that could be queued.
    pub candidates: usize,
}

/// What to label next.
#[derive(Debug, Clone, PartialEq)]
pub struct Queue {
    /// The rows to label, in order.
    pub rows: Vec<Queued>,
    /// The sources by name.
    pub sources: BTreeMap<String, SourceRows>,
    /// Rows without a label that are too short, or mostly of unknown words.
    pub empty: usize,
    /// Rows without a label that are nearly the same as labelled ones, or as more uncertain candidates.
    pub repeats: usize,
    /// Rows without a label that are page furniture, a byline or a caption, or in another language.
    pub furniture: usize,
}

/// The entropy of a label with this probability, in bits.
///
/// ```
/// use oped::label::Probability;
/// use oped::learn::queue::entropy;
/// assert_eq!(entropy(Probability(0.5)), 1.0);
/// assert_eq!(entropy(Probability(0.0)), 0.0);
/// ```
pub fn entropy(p: Probability) -> f64 {
    let bits = |p: f64| if p > 0.0 { -p * p.log2() } else { 0.0 };
    bits(p.0) + bits(1.0 - p.0)
}

/// Chooses up to `places` rows to label next.
///
/// # Errors
/// [`ErrorKind::Empty`] if every row has a label, or if none of the others has enough words.
///
/// ```
/// use oped::tables::table::{TableParams, read_table};
/// use oped::model::Model;
/// use oped::learn::queue::queue;
/// let params = TableParams { labels_required: false, ..TableParams::default() };
/// let csv = b"text,label\nThe council met on Monday and voted.,news\nCritics will say that this is too much.,\n";
/// let found = queue(&[read_table("t.csv", csv, &params)?], Model::shipped()?, 5)?;
/// assert_eq!((found.rows.len(), found.rows[0].place.row), (1, 1));
/// # Ok::<(), oped::error::Error>(())
/// ```
pub fn queue(tables: &[Table], model: impl Into<Arc<Model>>, places: usize) -> Result<Queue> {
    let mut found = Queue { rows: Vec::new(), sources: count(tables), empty: 0, repeats: 0, furniture: 0 };
    let unlabelled: usize = found.sources.values().map(|source| source.unlabelled).sum();
    if unlabelled == 0 {
        return Err(Error::new(ErrorKind::Empty, "every row has a label")
            .remedy("leave the label empty for rows that may be queued"));
    }
    let scorer = Scorer::new(model);
    let mut candidates = candidates(tables, &scorer);
    found.empty = unlabelled - candidates.len();
    if candidates.is_empty() {
        return Err(Error::new(ErrorKind::Empty, "no row without a label has enough words")
            .remedy(Message::from("check ").name(Parameter::TextColumn)));
    }
    let language = scorer.model().card.language;
    let with_furniture = candidates.len();
    candidates.retain(|candidate| !is_furniture(tables, candidate, language));
    found.furniture = with_furniture - candidates.len();
    let before = candidates.len();
    leave_out_repeats(tables, &mut candidates);
    found.repeats = before - candidates.len();
    rank(&mut candidates, &mut found.sources);
    found.rows = share_out(candidates, &found.sources, places);
    Ok(found)
}

/// A row that could be queued.
struct Candidate {
    queued: Queued,
    article: String,
    /// The larger, the earlier it is drawn.
    draw: f64,
}

/// Ranks each candidate in its source, and counts the candidates of sources.
fn rank(candidates: &mut [Candidate], sources: &mut BTreeMap<String, SourceRows>) {
    for Candidate { queued, .. } in candidates {
        // `count` has an entry for each source.
        let source = sources.entry(queued.source.clone()).or_default();
        source.candidates += 1;
        queued.rank_in_source = source.candidates;
    }
}

/// r^(1/u²) with r from a hash of the text. A row without any uncertainty is drawn last.
fn draw(text: &str, uncertainty: f64) -> f64 {
    // The upper 53 bits plus half a step, so that r is neither 0 nor 1.
    let r = ((xxh3_64(normalised(text).as_bytes()) >> 11) as f64 + 0.5) / (1_u64 << 53) as f64;
    r.powf(1.0 / uncertainty.max(LEAST_UNCERTAINTY).powi(2))
}

fn count(tables: &[Table]) -> BTreeMap<String, SourceRows> {
    let mut sources: BTreeMap<String, SourceRows> = BTreeMap::new();
    for table in tables {
        for row in &table.rows {
            let source = sources.entry(table.source_of(row).to_owned()).or_default();
            let rows = if row.label.is_some() { &mut source.labelled } else { &mut source.unlabelled };
            *rows += 1;
        }
    }
    sources
}

/// The rows without a label that have enough words, the most uncertain first. All rows are scored, as each other's context.
fn candidates(tables: &[Table], scorer: &Scorer) -> Vec<Candidate> {
    let mut out = Vec::new();
    for (number, table) in tables.iter().enumerate() {
        let articles = table.articles();
        let scores: Vec<_> = articles.par_iter().map(|range| scorer.texts(&table.rows[range.clone()])).collect();
        for (range, score) in articles.into_iter().zip(scores) {
            for (row, paragraph) in range.zip(score.paragraphs) {
                let place = RowRef { table: number, row };
                let decision = paragraph.decision.filter(|_| table.rows[row].label.is_none());
                out.extend(decision.and_then(|decision| candidate(table, place, decision)));
            }
        }
    }
    out.sort_by(|a, b| b.queued.uncertainty.total_cmp(&a.queued.uncertainty).then(a.queued.place.cmp(&b.queued.place)));
    out
}

fn candidate(table: &Table, place: RowRef, decision: Decision) -> Option<Candidate> {
    if matches!(decision.unsure, Some(UnsureReason::Short | UnsureReason::Unseen)) {
        return None;
    }
    let row = &table.rows[place.row];
    let queued = Queued {
        place,
        source: table.source_of(row).to_owned(),
        probability: decision.probability,
        alone: decision.alone,
        uncertainty: entropy(decision.probability),
        rank_in_source: 0,
    };
    let draw = draw(&row.text, queued.uncertainty);
    Some(Candidate { queued, article: key(table, row, Group::Article), draw })
}

fn is_furniture(tables: &[Table], candidate: &Candidate, language: Language) -> bool {
    let RowRef { table, row } = candidate.queued.place;
    let text = &tables[table].rows[row].text;
    told_by_words(text).is_some() || foreign(text, language).is_some()
}

/// Leaves out candidates that are nearly the same as a labelled row or an earlier candidate.
fn leave_out_repeats(tables: &[Table], candidates: &mut Vec<Candidate>) {
    let labelled = tables.iter().flat_map(|table| &table.rows).filter(|row| row.label.is_some());
    let mut texts: Vec<&str> = labelled.map(|row| row.text.as_str()).collect();
    let before = texts.len();
    texts.extend(candidates.iter().map(|candidate| {
        let RowRef { table, row } = candidate.queued.place;
        tables[table].rows[row].text.as_str()
    }));
    let mut is_repeat = vec![false; texts.len()];
    near_repeats_after(before, &texts).iter().for_each(|repeat| is_repeat[repeat.row] = true);
    // Short texts have no shingles.
    let mut seen = HashSet::new();
    for (text, is_repeat) in texts.iter().zip(&mut is_repeat) {
        *is_repeat |= !seen.insert(normalised(text));
    }
    let mut repeats = is_repeat[before..].iter();
    candidates.retain(|_| repeats.next() == Some(&false));
}

/// The candidates of one source with their worth, and the places it has.
struct Share {
    root: f64,
    taken: usize,
    left: VecDeque<(f64, Queued)>,
}

impl Share {
    fn new(unlabelled: usize, mut candidates: Vec<Candidate>) -> Share {
        candidates.sort_by(|a, b| b.draw.total_cmp(&a.draw));
        let mut of_article: HashMap<String, usize> = HashMap::new();
        let worth = |Candidate { queued, article, draw }: Candidate| {
            let before = of_article.entry(article).or_default();
            *before += 1;
            (draw / *before as f64, queued)
        };
        let mut left: Vec<(f64, Queued)> = candidates.into_iter().map(worth).collect();
        left.sort_by(|a, b| b.0.total_cmp(&a.0));
        Share { root: (unlabelled as f64).sqrt(), taken: 0, left: left.into() }
    }

    /// Its claim on the next place; none if it has no candidates left.
    fn claim(&self) -> Option<f64> {
        self.left.front().map(|(worth, _)| worth * self.root / (2 * self.taken + 1) as f64)
    }
}

fn share_out(candidates: Vec<Candidate>, sources: &BTreeMap<String, SourceRows>, places: usize) -> Vec<Queued> {
    let mut of_source: BTreeMap<String, Vec<Candidate>> = BTreeMap::new();
    for candidate in candidates {
        of_source.entry(candidate.queued.source.clone()).or_default().push(candidate);
    }
    let unlabelled = |name: &String| sources.get(name).map_or(0, |rows| rows.unlabelled);
    let mut shares: Vec<Share> = of_source.into_iter().map(|(name, of)| Share::new(unlabelled(&name), of)).collect();
    let mut rows = Vec::new();
    while rows.len() < places {
        // The first of equal claims, by the sources' names.
        let claims = shares.iter().enumerate().filter_map(|(at, share)| Some((share.claim()?, at)));
        let Some((_, best)) = claims.reduce(|best, next| if next.0 > best.0 { next } else { best }) else { break };
        rows.extend(shares[best].left.pop_front().map(|(_, queued)| queued));
        shares[best].taken += 1;
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(row: usize, source: &str, article: &str, uncertainty: f64) -> Candidate {
        let queued = Queued {
            place: RowRef { table: 0, row },
            source: source.to_owned(),
            probability: Probability(0.5),
            alone: Probability(0.5),
            uncertainty,
            rank_in_source: 0,
        };
        Candidate { queued, article: article.to_owned(), draw: uncertainty }
    }

    /// 2,000 texts with an uncertainty of .9 and as many with .3 should be drawn in proportion, nine to one. The expected share among
    /// the first few is .9; its standard error among 200 is .02.
    #[test]
    fn rows_are_drawn_in_proportion_to_the_square_of_their_uncertainty() {
        let text = |row: usize| format!("Paragraph number {row}.");
        let mut drawn: Vec<(f64, bool)> =
            (0..4000).map(|row| (draw(&text(row), if row < 2000 { 0.9 } else { 0.3 }), row < 2000)).collect();
        drawn.sort_by(|a, b| b.0.total_cmp(&a.0));
        let share = drawn[..200].iter().filter(|(_, is_uncertain)| *is_uncertain).count() as f64 / 200.0;
        assert!((share - 0.9).abs() < 0.07, "{share}");
        assert!(draw("x", 0.0) >= 0.0 && draw("x", 1.0) < 1.0);
    }

    /// By hand: √100 = 10 and √4 = 2. Of a: row 0 claims 10, row 2 (.8) 8/3, row 1 (its article's second, .9/2) 4.5/5, row 4 (.4)
    /// 4/7; of b: row 3 (.7) 1.4, row 5 (.3/2) .3/3.
    #[test]
    fn sources_share_the_places_by_the_roots_of_their_rows() {
        let rows = |unlabelled| SourceRows { labelled: 0, unlabelled, candidates: 0 };
        let sources = BTreeMap::from([("a".to_owned(), rows(100)), ("b".to_owned(), rows(4))]);
        let candidates = vec![
            candidate(0, "a", "x", 1.0),
            candidate(1, "a", "x", 0.9),
            candidate(2, "a", "y", 0.8),
            candidate(3, "b", "z", 0.7),
            candidate(4, "a", "w", 0.4),
            candidate(5, "b", "z", 0.3),
        ];
        let order: Vec<usize> = share_out(candidates, &sources, 10).iter().map(|queued| queued.place.row).collect();
        assert_eq!(order, [0, 2, 3, 1, 4, 5]);
    }
}
