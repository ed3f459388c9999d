//! An article as a ribbon of characters: one cell a paragraph, as high as opinion is probable.
//!
//! ```text
//! in context  ███████▇▃▁
//!      alone  ▇█▅▄▆▇▇▆▃▁
//!     unsure          ?
//!  paragraph  0        9
//! ```
//!
//! From the fifth of the eight heights up, the paragraph is called opinion. The vertical line is a turn.

use std::ops::Range;

use crate::label::{Label, Probability};
use crate::verdict::{ArticleScore, Decision};

const HEIGHTS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const NO_LABEL: char = '·';
const TURN: char = '│';
/// Multiples of this are numbered, and lines of a broken ribbon hold a multiple of it.
const STEP: usize = 10;
/// An article of fewer paragraphs has no ribbon.
const FEWEST: usize = 2;

/// A line of a ribbon.
#[derive(Debug, PartialEq)]
pub(crate) struct Line {
    pub(crate) name: &'static str,
    pub(crate) cells: Vec<Cell>,
}

/// A character, and the label that colours it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Cell {
    pub(crate) mark: char,
    pub(crate) label: Option<Label>,
}

impl Cell {
    fn plain(mark: char) -> Cell {
        Cell { mark, label: None }
    }
}

/// The ribbon in strips of at most `columns`; none for an article of one paragraph.
pub(crate) fn strips(score: &ArticleScore, columns: usize) -> Vec<Vec<Line>> {
    let paragraphs = score.paragraphs.len();
    if paragraphs < FEWEST {
        return Vec::new();
    }
    let room = columns.saturating_sub(score.shifts.len());
    let length = if paragraphs <= room { paragraphs } else { (room / STEP * STEP).max(STEP) };
    (0..paragraphs).step_by(length).map(|start| strip(score, start..paragraphs.min(start + length), columns)).collect()
}

/// The content of a column.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Column {
    Turn,
    Paragraph(usize),
}

fn strip(score: &ArticleScore, range: Range<usize>, room: usize) -> Vec<Line> {
    let turns_at = |at: usize| score.shifts.iter().any(|shift| shift.paragraph == at);
    let with_turn = |at: usize| turns_at(at).then_some(Column::Turn).into_iter().chain([Column::Paragraph(at)]);
    let columns: Vec<Column> = range.flat_map(with_turn).collect();
    let line = |name: &'static str, cell: &dyn Fn(Option<Decision>) -> Cell| {
        let cell = |column: &Column| match column {
            Column::Turn => Cell::plain(TURN),
            Column::Paragraph(at) => cell(score.paragraphs[*at].decision),
        };
        Line { name, cells: columns.iter().map(cell).collect() }
    };
    let mut lines = vec![
        line("in context", &|decision| height(decision.map(|decision| decision.probability))),
        line("alone", &|decision| height(decision.map(|decision| decision.alone))),
    ];
    let unsure = line("unsure", &|decision| Cell::plain(if is_unsure(decision) { '?' } else { ' ' }));
    if unsure.cells.contains(&Cell::plain('?')) {
        lines.push(unsure);
    }
    lines.push(Line { name: "paragraph", cells: ruler(score, &columns, room) });
    lines
}

fn height(probability: Option<Probability>) -> Cell {
    let Some(probability) = probability else { return Cell::plain(NO_LABEL) };
    let step = (probability.0 * HEIGHTS.len() as f64) as usize;
    Cell { mark: HEIGHTS[step.min(HEIGHTS.len() - 1)], label: Some(probability.label()) }
}

fn is_unsure(decision: Option<Decision>) -> bool {
    decision.is_some_and(|decision| decision.unsure.is_some())
}

/// Numbers under the turns, the ends and the tens, in this order of importance, as far as there is room.
fn ruler(score: &ArticleScore, columns: &[Column], room: usize) -> Vec<Cell> {
    let numbers: Vec<usize> = columns.iter().filter_map(|column| paragraph(*column)).collect();
    let turns = score.shifts.iter().map(|shift| shift.paragraph);
    let ends = numbers.first().into_iter().chain(numbers.last()).copied();
    let tens = numbers.iter().copied().filter(|number| number % STEP == 0);
    let mut marks = vec![' '; room.max(columns.len())];
    for number in turns.chain(ends).chain(tens) {
        if let Some(at) = columns.iter().position(|column| *column == Column::Paragraph(number)) {
            put(&mut marks, at, &number.to_string());
        }
    }
    marks.into_iter().map(Cell::plain).collect()
}

fn paragraph(column: Column) -> Option<usize> {
    match column {
        Column::Turn => None,
        Column::Paragraph(number) => Some(number),
    }
}

/// Writes a number unless it would touch another.
fn put(marks: &mut [char], at: usize, number: &str) {
    let end = at + number.len();
    let around = at.saturating_sub(1)..(end + 1).min(marks.len());
    if end <= marks.len() && marks[around].iter().all(|mark| *mark == ' ') {
        marks[at..end].iter_mut().zip(number.chars()).for_each(|(mark, digit)| *mark = digit);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::context::Shift;
    use crate::verdict::{Kind, ParagraphScore, UnsureReason};

    /// Paragraphs with these probabilities in context, and the opposite ones alone.
    fn article(probabilities: &[f64], turns: &[usize]) -> ArticleScore {
        let paragraph = |&p: &f64| {
            let (probability, alone) = (Probability(p), Probability(1.0 - p));
            let unsure = (0.4..0.6).contains(&p).then_some(UnsureReason::NearThreshold);
            let decision = (p >= 0.0).then_some(Decision { label: probability.label(), probability, alone, unsure });
            ParagraphScore { kind: Kind::Paragraph, decision, quoted: 0.0, words: 10 }
        };
        let shift = |&at: &usize| Shift {
            paragraph: at,
            from: Label::News,
            to: Label::Opinion,
            probability: Probability(0.9),
            here: Probability(0.9),
            interval: (at, at),
        };
        ArticleScore {
            paragraphs: probabilities.iter().map(paragraph).collect(),
            shifts: turns.iter().map(shift).collect(),
        }
    }

    fn drawn(score: &ArticleScore, columns: usize) -> Vec<String> {
        let text = |line: &Line| line.cells.iter().map(|cell| cell.mark).collect::<String>().trim_end().to_owned();
        strips(score, columns).iter().flatten().map(text).collect()
    }

    #[test]
    fn a_cell_is_as_high_as_opinion_is_probable_and_a_turn_stands_between() {
        let score = article(&[0.0, 0.13, 0.45, -1.0, 0.9, 1.0], &[4]);
        assert_eq!(drawn(&score, 50), ["▁▂▄·│██", "█▇▅·│▁▁", "  ? │", "0    4"]);
    }

    #[test]
    fn the_label_is_opinion_from_the_fifth_height_on() {
        for percent in 0..=100 {
            let probability = Probability(f64::from(percent) / 100.0);
            let is_high = HEIGHTS[4..].contains(&height(Some(probability)).mark);
            assert_eq!(is_high, probability.label().is_opinion(), "{percent}");
        }
    }

    #[test]
    fn a_long_ribbon_is_broken_at_tens_and_every_paragraph_has_its_cell() {
        let score = article(&[0.0; 57], &[31]);
        let lines = drawn(&score, 28);
        let ten = "▁".repeat(10);
        assert_eq!(lines[0], ten.repeat(2));
        assert_eq!(lines[2], "0         10       19");
        assert_eq!(lines[3], format!("{ten}▁│{}", "▁".repeat(9)));
        assert_eq!(lines[5], "20          31      39");
        assert_eq!(lines.iter().flat_map(|line| line.chars()).filter(|mark| *mark == '▁').count(), 57);
    }

    #[test]
    fn one_paragraph_has_no_ribbon_and_a_narrow_terminal_still_has_one() {
        assert!(strips(&article(&[0.3], &[]), 80).is_empty());
        assert_eq!(strips(&article(&[0.3; 25], &[]), 0).len(), 3);
    }
}
