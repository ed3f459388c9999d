//! A table for programs, with the columns of any evaluation.

use crate::learn::leakage::{Leakage, Score, Telltale};
use crate::report::evaluate::csv::Lines;

/// A line for each figure of each score (`name` is what the models knew, `place` what folds kept together), for each
/// difference, and for each number of a telltale (`name` is the term, `place` its source).
pub fn csv(leakage: &Leakage) -> Vec<u8> {
    let mut lines = Lines::new();
    leakage.scores.iter().for_each(|score| add_score(&mut lines, score));
    leakage.telltales.iter().for_each(|of| add_telltale(&mut lines, of));
    lines.0
}

fn add_score(lines: &mut Lines, score: &Score) {
    let (name, place) = (score.scope.as_str(), score.divided.group.as_str());
    lines.figures(["score", name, place], &score.figures);
    lines.differences(["against_random", name, place], &score.against_random);
    lines.differences(["against_masked", name, place], &score.against_masked);
}

fn add_telltale(lines: &mut Lines, of: &Telltale) {
    let tells = &of.tells;
    let numbers = [
        ("rows", f64::from(tells.rows)),
        ("expected", tells.expected),
        ("lift", tells.lift()),
        ("g2", tells.g2),
        ("coefficient", of.coefficient),
        ("weight", of.weight),
        ("excess", of.excess()),
        ("log_odds", tells.overall),
    ];
    let place = ["telltale", &of.term, &of.source];
    numbers.iter().for_each(|&(figure, value)| lines.line(place, figure, Some(value), None, ""));
    if let Some(within) = tells.within {
        lines.line(place, "log_odds_within", Some(within.value), Some(within.interval), "");
    }
}
