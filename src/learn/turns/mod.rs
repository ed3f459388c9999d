//! How well turns are found: those that exist, and no others.
//!
//! ```text
//! articles of one label ─splice→ articles with known turns ─┐
//!                      └────────────────────────────────────┼→ read → paragraphs right, turns found, false alarms
//! articles of both labels ──────────────────────────────────┘
//! ```
//!
//! If paragraphs inherit the labels of their articles, any smoothing looks good on articles of one label, so these are never shown
//! without the others.

pub mod splice;

use std::sync::Arc;

use rayon::prelude::*;

use self::splice::{Pure, draw, splice};
use super::evaluate::{NamedModel, Seen, seen};
use super::train::{LabelledArticle, TrainParams};
use super::{measure::metrics::Metrics, train};
use crate::error::{Error, ErrorKind, Message, Parameter, Result};
use crate::label::{Label, Logit, Probability};
use crate::model::CardContext;
use crate::model::context::{Reading, Said, Shift};
use crate::score::Scorer;
use crate::tables::rows::{Row, Table};
use crate::voice::{Passage, SourceSpan, source_spans};

/// The most spliced articles, and the most articles of one label.
pub const ARTICLES: usize = 600;
/// The largest distance in paragraphs at which a turn counts as found nearby.
const NEAR: usize = 1;
/// The lengths by which turns are grouped: the least number of paragraphs of the shorter part beside a turn.
pub const LENGTHS: [usize; 4] = [1, 3, 5, 8];

/// Kinds of articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Joined from articles of one label.
    Spliced,
    /// Articles of one label.
    Pure,
    /// Articles whose own labels turn once or twice, with two paragraphs or more in each part.
    Turning,
    /// Other articles whose own labels change.
    Woven,
}

impl Kind {
    /// All kinds, in the order of the report.
    pub const ALL: [Kind; 4] = [Kind::Spliced, Kind::Pure, Kind::Turning, Kind::Woven];

    /// The word used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Spliced => "spliced",
            Kind::Pure => "of one label",
            Kind::Turning => "turning",
            Kind::Woven => "woven",
        }
    }
}

/// Counts of turns.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Found {
    /// All turns.
    pub turns: usize,
    /// Turns found at the exact paragraph.
    pub exact: usize,
    /// Turns found at most one paragraph away.
    pub within_one: usize,
}

impl Found {
    /// Turns with no shift nearby.
    pub fn missed(&self) -> usize {
        self.turns - self.within_one
    }

    /// Counts one turn to a voice.
    fn new(turn: usize, to: Label, shifts: &[Shift]) -> Found {
        let of_voice = shifts.iter().filter(|shift| shift.to == to);
        let away = of_voice.map(|shift| shift.paragraph.abs_diff(turn)).min();
        let exact = usize::from(away == Some(0));
        Found { turns: 1, exact, within_one: usize::from(away.is_some_and(|away| away <= NEAR)) }
    }

    fn add(&mut self, other: Found) {
        self.turns += other.turns;
        self.exact += other.exact;
        self.within_one += other.within_one;
    }
}

/// The score on articles of one kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// The kind.
    pub kind: Kind,
    /// The number of articles.
    pub articles: usize,
    /// The figures of their paragraphs, each alone.
    pub alone: Metrics,
    /// The figures of their paragraphs in context.
    pub in_context: Metrics,
    /// All turns. Articles of one label have none, woven ones none that could be found.
    pub found: Found,
    /// Turns by the length of the shorter part beside them: from each of [`LENGTHS`] to the next.
    pub by_length: [Found; LENGTHS.len()],
    /// Articles without a turn in which one was found.
    pub false_alarms: usize,
    /// All shifts that were found.
    pub shifts: usize,
    /// Shifts with a turn to the same voice within their interval.
    pub shifts_right: usize,
    /// The mean probability of shifts. If calibrated, it equals the share that is right.
    pub mean_probability: f64,
}

/// The result of a test of turns.
#[derive(Debug, Clone, PartialEq)]
pub struct Turns {
    /// The model's name; none if training was cross-validated.
    pub model: Option<String>,
    /// The tables' names, without folders.
    pub tables: Vec<String>,
    /// How many rows were in the model's training; none if no model was given, or if it keeps no record.
    pub seen: Option<Seen>,
    /// The kinds with articles.
    pub scores: Vec<Score>,
}

impl Turns {
    /// The score of a kind.
    pub fn get(&self, kind: Kind) -> Option<&Score> {
        self.scores.iter().find(|score| score.kind == kind)
    }
}

/// Tests how well a model finds turns.
///
/// # Errors
/// [`ErrorKind::Empty`] if no article has two paragraphs.
pub fn of_model(tables: &[Table], model: NamedModel<'_>) -> Result<Turns> {
    let scorer = Scorer::new(Arc::clone(model.model));
    let context = &model.model.card.context;
    let articles: Vec<(&Table, std::ops::Range<usize>)> =
        tables.iter().flat_map(|table| table.articles().into_iter().map(move |range| (table, range))).collect();
    let read = |(table, range): &(&Table, std::ops::Range<usize>)| {
        let rows = &table.rows[range.clone()];
        let labelled = said(&scorer, rows).into_iter().zip(rows).filter_map(|(said, row)| Some((said?, row.label?)));
        let (said, labels) = labelled.unzip();
        let source = table.source_of(&rows[0]).to_owned();
        LabelledArticle { source, said, labels, context: context.clone(), shift: model.model.prior_shift, half: 0 }
    };
    let mut found = turns(Some(model.name), tables, &articles.par_iter().map(read).collect::<Vec<_>>())?;
    found.seen = seen(tables, model.model);
    Ok(found)
}

/// Tests how well training finds turns: each paragraph is scored by a model of other folds, and each article read by parameters
/// of other folds.
///
/// # Errors
/// Those of [`train::cross_validate`]; [`ErrorKind::Empty`] if no article has two paragraphs, or if folds are by row.
pub fn of_training(tables: &[Table], training: &TrainParams) -> Result<Turns> {
    turns(None, tables, &train::cross_read(tables, training)?)
}

/// What rows say alone; none without words.
fn said(scorer: &Scorer, rows: &[Row]) -> Vec<Option<Said>> {
    let passages: Vec<Passage<'_>> = rows.iter().map(|row| row.text.as_str().into()).collect();
    let sources = source_spans(&passages);
    let of = |(passage, spans): (&Passage<'_>, &Vec<SourceSpan>)| {
        let (said, count) = scorer.said(passage, spans);
        (count.words > 0).then_some(said)
    };
    passages.iter().zip(&sources).map(of).collect()
}

fn turns(model: Option<&str>, tables: &[Table], articles: &[LabelledArticle]) -> Result<Turns> {
    let known = known(articles);
    if known.is_empty() {
        return Err(Error::new(ErrorKind::Empty, "no article has two paragraphs, so nothing can turn").remedy(
            Message::from("name the column of articles with ")
                .name(Parameter::ArticleColumn)
                .then(", and keep the rows of an article together"),
        ));
    }
    let score = |kind: Kind| {
        let of_kind: Vec<&Known> = known.iter().filter(|known| known.kind == kind).collect();
        (!of_kind.is_empty()).then(|| score(kind, &of_kind))
    };
    Ok(Turns {
        model: model.map(str::to_owned),
        tables: tables.iter().map(|table| table.file_name().to_owned()).collect(),
        seen: None,
        scores: Kind::ALL.into_iter().filter_map(score).collect(),
    })
}

/// An article with known turns.
struct Known {
    kind: Kind,
    said: Vec<Said>,
    labels: Vec<Label>,
    turns: Vec<usize>,
    context: CardContext,
    shift: Logit,
}

/// Splices articles, draws from those of one label, and keeps those of both labels.
fn known(articles: &[LabelledArticle]) -> Vec<Known> {
    let of_half = |half: usize| -> Vec<&LabelledArticle> {
        articles.iter().filter(|article| article.half == half && article.said.len() > 1).collect()
    };
    let halves: Vec<Vec<&LabelledArticle>> = [0, 1].map(of_half).into_iter().filter(|half| !half.is_empty()).collect();
    halves.iter().flat_map(|half| known_of_half(half, ARTICLES / halves.len())).collect()
}

/// [`known`] for articles of one half; at most `number` spliced ones, and as many of one label.
fn known_of_half(articles: &[&LabelledArticle], number: usize) -> Vec<Known> {
    let mut out = Vec::new();
    // All paragraphs; articles hold their numbers.
    let mut paragraphs: Vec<(Said, Label)> = Vec::new();
    let mut pure = Vec::new();
    for article in articles {
        let start = paragraphs.len();
        paragraphs.extend(article.said.iter().copied().zip(article.labels.iter().copied()));
        let turns = changes(&article.labels);
        if turns.is_empty() {
            let paragraphs = (start..paragraphs.len()).collect();
            pure.push(Pure { label: article.labels[0], source: &article.source, paragraphs });
        } else {
            out.push(Known::of_both_labels(article, turns));
        }
    }
    let like = articles[0];
    let of = |kind: Kind, numbers: &[usize], turns: Vec<usize>| {
        let (said, labels) = numbers.iter().map(|&at| paragraphs[at]).unzip();
        Known { kind, said, labels, turns, context: like.context.clone(), shift: like.shift }
    };
    let spliced = splice(&pure, number);
    out.extend(spliced.into_iter().map(|spliced| of(Kind::Spliced, &spliced.paragraphs, spliced.turns)));
    let drawn = draw(&pure, None, number);
    out.extend(drawn.into_iter().map(|article| of(Kind::Pure, &article.paragraphs, Vec::new())));
    out
}

impl Known {
    fn of_both_labels(article: &LabelledArticle, turns: Vec<usize>) -> Known {
        let is_turning = is_turning(&turns, article.labels.len());
        Known {
            kind: if is_turning { Kind::Turning } else { Kind::Woven },
            said: article.said.clone(),
            labels: article.labels.clone(),
            turns: if is_turning { turns } else { Vec::new() },
            context: article.context.clone(),
            shift: article.shift,
        }
    }

    /// Where a turn shows: if only a source speaks there, in the author's next paragraph.
    fn shown(&self, turn: usize) -> usize {
        (turn..self.said.len()).find(|&at| self.said[at].quoted_letters < 1.0).unwrap_or(turn)
    }
}

/// Where the label changes.
fn changes(labels: &[Label]) -> Vec<usize> {
    (1..labels.len()).filter(|&at| labels[at] != labels[at - 1]).collect()
}

/// Returns true if there are one or two turns, and no part is a single paragraph.
fn is_turning(turns: &[usize], paragraphs: usize) -> bool {
    turns.len() <= 2 && parts(turns, paragraphs).into_iter().all(|length| length > 1)
}

/// The lengths of the parts.
fn parts(turns: &[usize], paragraphs: usize) -> Vec<usize> {
    let starts = std::iter::once(0).chain(turns.iter().copied());
    starts.zip(turns.iter().copied().chain([paragraphs])).map(|(start, end)| end - start).collect()
}

fn score(kind: Kind, articles: &[&Known]) -> Score {
    let readings: Vec<Reading> =
        articles.par_iter().map(|known| known.context.read(&known.said, known.shift)).collect();
    let labels: Vec<Label> = articles.iter().flat_map(|known| known.labels.iter().copied()).collect();
    let alone: Vec<Probability> =
        articles.iter().flat_map(|known| known.said.iter().map(|said| said.logit.probability())).collect();
    let in_context: Vec<Probability> =
        readings.iter().flat_map(|reading| reading.logits.iter().map(|logit| logit.probability())).collect();
    let mut score = Score {
        kind,
        articles: articles.len(),
        alone: Metrics::new(&alone, &labels),
        in_context: Metrics::new(&in_context, &labels),
        found: Found::default(),
        by_length: Default::default(),
        false_alarms: 0,
        shifts: 0,
        shifts_right: 0,
        mean_probability: 0.0,
    };
    for (known, reading) in articles.iter().zip(&readings) {
        score.add(known, reading);
    }
    score.mean_probability /= score.shifts.max(1) as f64;
    score
}

impl Score {
    fn add(&mut self, known: &Known, reading: &Reading) {
        let lengths = parts(&known.turns, known.labels.len());
        for (&turn, sides) in known.turns.iter().zip(lengths.windows(2)) {
            let found = Found::new(known.shown(turn), known.labels[turn], &reading.shifts);
            self.found.add(found);
            let shorter = sides[0].min(sides[1]);
            let bucket = LENGTHS.iter().rposition(|&least| shorter >= least).unwrap_or(0);
            self.by_length[bucket].add(found);
        }
        self.false_alarms += usize::from(known.turns.is_empty() && !reading.shifts.is_empty());
        self.shifts += reading.shifts.len();
        for shift in &reading.shifts {
            let holds = |&turn: &usize| {
                shift.to == known.labels[turn] && (shift.interval.0..=shift.interval.1).contains(&known.shown(turn))
            };
            self.shifts_right += usize::from(known.turns.iter().any(holds));
            self.mean_probability += shift.probability.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shift(paragraph: usize, to: Label, interval: (usize, usize)) -> Shift {
        Shift { paragraph, from: to.other(), to, probability: Probability(0.9), here: Probability(0.5), interval }
    }

    fn article(pattern: &str, half: usize) -> LabelledArticle {
        let labels: Vec<Label> = pattern.chars().map(|c| if c == 'o' { Label::Opinion } else { Label::News }).collect();
        LabelledArticle {
            source: "a".to_owned(),
            said: labels.iter().map(|label| Said::by_author(3.0 * label.sign())).collect(),
            labels,
            context: CardContext::Kinds(crate::model::context::Context::default()),
            shift: Logit(0.0),
            half,
        }
    }

    #[test]
    fn a_turn_is_found_by_a_shift_to_the_same_voice_only() {
        let shifts = [shift(4, Label::Opinion, (3, 5)), shift(8, Label::News, (8, 8))];
        let found = |turn, to| {
            let found = Found::new(turn, to, &shifts);
            (found.exact, found.within_one)
        };
        assert_eq!(found(4, Label::Opinion), (1, 1));
        assert_eq!(found(5, Label::Opinion), (0, 1));
        assert_eq!(found(6, Label::Opinion), (0, 0));
        assert_eq!(found(4, Label::News), (0, 0));
        assert_eq!(found(7, Label::News), (0, 1));
    }

    #[test]
    fn counts_are_those_of_a_worked_example() {
        let known = Known { turns: vec![4], ..Known::of_both_labels(&article("nnnnoooo", 0), vec![4]) };
        let mut score = score(Kind::Turning, &[&known]);
        assert_eq!((score.found.turns, score.found.exact, score.false_alarms, score.shifts), (1, 1, 0, 1));
        assert_eq!((score.shifts_right, score.by_length[1].exact), (1, 1));
        let far =
            Reading { shifts: vec![shift(6, Label::Opinion, (5, 7))], ..known.context.read(&known.said, Logit(0.0)) };
        score.add(&known, &far);
        assert_eq!((score.found.turns, score.found.within_one, score.found.missed(), score.shifts_right), (2, 1, 1, 1));
        let pure = Known::of_both_labels(&article("nnnnnnnn", 0), Vec::new());
        score.add(&Known { turns: Vec::new(), ..pure }, &far);
        assert_eq!((score.false_alarms, score.shifts), (1, 3));
    }

    #[test]
    fn a_turn_at_a_quotation_shows_in_the_authors_next_paragraph() {
        let mut turning = article("nnnnoooo", 0);
        turning.said[4].quoted_letters = 1.0;
        let known = Known::of_both_labels(&turning, vec![4]);
        assert_eq!((known.shown(4), score(Kind::Turning, &[&known]).found.exact), (5, 1));
    }

    #[test]
    fn articles_are_joined_within_their_half_only() {
        let mut articles: Vec<LabelledArticle> = Vec::new();
        for half in [0, 1] {
            for pattern in ["nnnnn", "nnnn", "ooooo", "oooo", "nnnooo", "nonono"] {
                let mut of = article(pattern, half);
                // Each half has logits of its own.
                of.said.iter_mut().for_each(|said| said.logit.0 *= 1.0 + half as f64);
                articles.push(of);
            }
        }
        let known = known(&articles);
        let count = |kind: Kind| known.iter().filter(|known| known.kind == kind).count();
        assert_eq!(Kind::ALL.map(count), [ARTICLES, 8, 2, 2]);
        for known in known.iter().filter(|known| known.kind == Kind::Spliced) {
            let size = known.said[0].logit.0.abs();
            assert!(known.said.iter().all(|said| said.logit.0.abs() == size), "one half in each splice");
            assert_eq!(changes(&known.labels), known.turns);
        }
    }
}
