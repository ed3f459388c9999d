//! Whether turns are found where they are, and none where there is none.
//!
//! ```text
//! articles of one label ─splice→ articles with known turns ─┐
//!                      └────────────────────────────────────┼→ read → paragraphs right, turns found, false alarms
//! articles of both labels ──────────────────────────────────┘
//! ```
//!
//! Labels that whole articles lend their paragraphs make any smoothing look good on articles of one label, so those are never
//! shown without the others.

use rayon::prelude::*;

use crate::corpus::{Row, Table};
use crate::error::{Error, ErrorKind, Result};
use crate::evaluate::metrics::Metrics;
use crate::evaluate::splice::{Pure, draw, splice};
use crate::label::{Label, Logit, Probability};
use crate::model::context::{Context, Reading, Said, Shift};
use crate::score::Scorer;
use crate::train::{self, LabelledArticle, TrainParams};
use crate::validate::NamedModel;
use crate::voice::{Passage, quoted_share, source_spans};

/// Articles that are spliced, and articles of one label that are read, at most.
pub const ARTICLES: usize = 600;
/// A found turn counts as within one where it is at most so many paragraphs away.
const NEAR: usize = 1;
/// The bounds of the lengths by which turns are shown: the shorter of the two parts beside a turn has at least so many
/// paragraphs.
pub const LENGTHS: [usize; 4] = [1, 3, 5, 8];

/// What articles are, beforehand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Joined from articles of one label.
    Spliced,
    /// Articles of one label.
    Pure,
    /// Articles whose own labels turn once or twice, with at least two paragraphs in each part.
    Turning,
    /// Articles whose own labels change otherwise.
    Woven,
}

impl Kind {
    /// All, in the order of the report.
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

/// How turns were found, as counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Found {
    /// Turns that there are.
    pub turns: usize,
    /// Of them, found at the very paragraph.
    pub exact: usize,
    /// Found at most one paragraph away.
    pub within_one: usize,
    /// In the interval of a found turn to the same voice.
    pub in_interval: usize,
}

impl Found {
    /// Turns that nothing found is near to.
    pub fn missed(&self) -> usize {
        self.turns - self.within_one
    }

    fn add(&mut self, other: Found) {
        self.turns += other.turns;
        self.exact += other.exact;
        self.within_one += other.within_one;
        self.in_interval += other.in_interval;
    }
}

/// The articles of one kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// Which.
    pub kind: Kind,
    /// How many articles were read.
    pub articles: usize,
    /// The figures of their paragraphs, each by itself.
    pub alone: Metrics,
    /// The figures in the article's context.
    pub in_context: Metrics,
    /// All turns; there are none in articles of one label, and none that could be found in woven ones.
    pub found: Found,
    /// The turns by the length of the shorter part beside them: from each of [`LENGTHS`] to the next.
    pub by_length: [Found; LENGTHS.len()],
    /// Articles without a turn in which some was found.
    pub false_alarms: usize,
    /// Shifts that were found.
    pub shifts: usize,
    /// Of them, with a turn to the same voice within their interval.
    pub shifts_right: usize,
    /// The mean of their probabilities. Calibrated, it is the share of those that are right.
    pub mean_probability: f64,
}

/// What was found out about turns.
#[derive(Debug, Clone, PartialEq)]
pub struct Turns {
    /// The model's name; none where training was cross-validated.
    pub model: Option<String>,
    /// The tables' names, without folders.
    pub tables: Vec<String>,
    /// The kinds of which there are articles.
    pub scores: Vec<Score>,
}

impl Turns {
    /// The articles of one kind.
    pub fn get(&self, kind: Kind) -> Option<&Score> {
        self.scores.iter().find(|score| score.kind == kind)
    }
}

/// Asks a model for turns.
///
/// # Errors
/// [`ErrorKind::Empty`] where no article has two paragraphs; those of [`Scorer::new`].
pub fn of_model(tables: &[Table], model: NamedModel<'_>) -> Result<Turns> {
    let scorer = Scorer::new(model.model)?;
    let context = model.model.card.context.of_articles();
    let articles: Vec<(&Table, std::ops::Range<usize>)> =
        tables.iter().flat_map(|table| table.articles().into_iter().map(move |range| (table, range))).collect();
    let read = |(table, range): &(&Table, std::ops::Range<usize>)| {
        let rows = &table.rows[range.clone()];
        let said = said(
            rows,
            &scorer.rows(rows).paragraphs.iter().map(|score| score.decision.map(|of| of.alone)).collect::<Vec<_>>(),
        );
        let labelled = said.into_iter().zip(rows).filter_map(|(said, row)| Some((said?, row.label?)));
        let (said, labels) = labelled.unzip();
        LabelledArticle { source: table.source_of(&rows[0]).to_owned(), said, labels, context, half: 0 }
    };
    turns(Some(model.name), tables, &articles.par_iter().map(read).collect::<Vec<_>>())
}

/// Asks the training for turns: each paragraph is scored by a model of the other folds, and each article read by what was learnt
/// from articles of other folds.
///
/// # Errors
/// Those of [`train::cross_validate`]; [`ErrorKind::Empty`] where no article has two paragraphs, or where folds are by row.
pub fn of_training(tables: &[Table], training: &TrainParams) -> Result<Turns> {
    turns(None, tables, &train::cross_read(tables, training)?)
}

/// What rows say by themselves; none without a word.
fn said(rows: &[Row], alone: &[Option<Probability>]) -> Vec<Option<Said>> {
    let passages: Vec<Passage<'_>> = rows.iter().map(|row| row.text.as_str().into()).collect();
    let of = |(at, spans): (usize, Vec<_>)| {
        Some(Said { logit: alone[at]?.logit(), quoted: quoted_share(&rows[at].text, &spans) })
    };
    source_spans(&passages).into_iter().enumerate().map(of).collect()
}

fn turns(model: Option<&str>, tables: &[Table], articles: &[LabelledArticle]) -> Result<Turns> {
    let known = known(articles);
    if known.is_empty() {
        return Err(Error::new(ErrorKind::Empty, "no article has two paragraphs, so nothing can turn")
            .remedy("name the column of articles with --article-column, and keep the rows of an article together"));
    }
    let score = |kind: Kind| {
        let of_kind: Vec<&Known> = known.iter().filter(|known| known.kind == kind).collect();
        (!of_kind.is_empty()).then(|| score(kind, &of_kind))
    };
    Ok(Turns {
        model: model.map(str::to_owned),
        tables: tables.iter().map(|table| table.file_name().to_owned()).collect(),
        scores: Kind::ALL.into_iter().filter_map(score).collect(),
    })
}

/// An article whose turns are known.
struct Known {
    kind: Kind,
    said: Vec<Said>,
    labels: Vec<Label>,
    turns: Vec<usize>,
    context: Context,
}

/// Splices articles, draws from those of one label, and keeps those of both.
fn known(articles: &[LabelledArticle]) -> Vec<Known> {
    let mut out = Vec::new();
    // Numbers of paragraphs among all of one half.
    for half in [0, 1] {
        let of_half: Vec<&LabelledArticle> =
            articles.iter().filter(|article| article.half == half && article.said.len() > 1).collect();
        let Some(first) = of_half.first() else { continue };
        let paragraphs: Vec<(Said, Label)> = of_half
            .iter()
            .flat_map(|article| article.said.iter().copied().zip(article.labels.iter().copied()))
            .collect();
        let mut start = 0;
        let mut pure = Vec::new();
        for article in &of_half {
            let numbers = start..start + article.said.len();
            start = numbers.end;
            let turns = changes(&article.labels);
            if turns.is_empty() {
                pure.push(Pure { label: article.labels[0], source: &article.source, paragraphs: numbers.collect() });
            } else {
                let kind = if is_turning(&turns, article.labels.len()) { Kind::Turning } else { Kind::Woven };
                out.push(Known {
                    kind,
                    said: article.said.clone(),
                    labels: article.labels.clone(),
                    turns: if kind == Kind::Turning { turns } else { Vec::new() },
                    context: article.context,
                });
            }
        }
        let halves = if articles.iter().any(|article| article.half == 1) { 2 } else { 1 };
        let of = |kind: Kind, numbers: &[usize], turns: Vec<usize>| {
            let (said, labels) = numbers.iter().map(|&at| paragraphs[at]).unzip();
            Known { kind, said, labels, turns, context: first.context }
        };
        out.extend(
            splice(&pure, ARTICLES / halves)
                .into_iter()
                .map(|spliced| of(Kind::Spliced, &spliced.paragraphs, spliced.turns)),
        );
        out.extend(
            draw(&pure, ARTICLES / halves).into_iter().map(|article| of(Kind::Pure, &article.paragraphs, Vec::new())),
        );
    }
    out
}

/// Where the label changes.
fn changes(labels: &[Label]) -> Vec<usize> {
    (1..labels.len()).filter(|&at| labels[at] != labels[at - 1]).collect()
}

/// One or two turns, and no part of one paragraph.
fn is_turning(turns: &[usize], paragraphs: usize) -> bool {
    turns.len() <= 2 && parts(turns, paragraphs).into_iter().all(|length| length > 1)
}

/// The lengths of the parts.
fn parts(turns: &[usize], paragraphs: usize) -> Vec<usize> {
    let starts = std::iter::once(0).chain(turns.iter().copied());
    starts.zip(turns.iter().copied().chain([paragraphs])).map(|(start, end)| end - start).collect()
}

fn score(kind: Kind, articles: &[&Known]) -> Score {
    let readings: Vec<Reading> = articles.par_iter().map(|known| known.context.read(&known.said, Logit(0.0))).collect();
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
        let is_right = |turn: usize, shift: &Shift| {
            (shift.interval.0..=shift.interval.1).contains(&turn) && known.labels[turn] == shift.to
        };
        let lengths = parts(&known.turns, known.labels.len());
        for (&turn, sides) in known.turns.iter().zip(lengths.windows(2)) {
            let away = reading.shifts.iter().map(|shift| shift.paragraph.abs_diff(turn)).min();
            let found = Found {
                turns: 1,
                exact: usize::from(away == Some(0)),
                within_one: usize::from(away.is_some_and(|away| away <= NEAR)),
                in_interval: usize::from(reading.shifts.iter().any(|shift| is_right(turn, shift))),
            };
            self.found.add(found);
            let shorter = sides[0].min(sides[1]);
            let bucket = LENGTHS.iter().rposition(|&least| shorter >= least).unwrap_or(0);
            self.by_length[bucket].add(found);
        }
        self.false_alarms += usize::from(known.turns.is_empty() && !reading.shifts.is_empty());
        self.shifts += reading.shifts.len();
        for shift in &reading.shifts {
            self.shifts_right += usize::from(known.turns.iter().any(|&turn| is_right(turn, shift)));
            self.mean_probability += shift.probability.0;
        }
    }
}
