//! A table for programs, with the columns of any evaluation.

use std::io::{self, Write};

use crate::learn::leakage::{Leakage, Score, Telltale};
use crate::report::evaluate::csv::{COLUMNS, Writer, ends};

/// Writes one line for each figure of each score (`name` is what the models knew, `place` what folds kept together), for each
/// difference, and for each number of a telltale (`name` is the term, `place` its source).
///
/// # Errors
/// Those of `out`.
pub fn csv(leakage: &Leakage, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = Writer(csv::Writer::from_writer(out));
    writer.record(COLUMNS)?;
    leakage.scores.iter().try_for_each(|score| scores(&mut writer, score))?;
    leakage.telltales.iter().try_for_each(|of| telltale(&mut writer, of))?;
    writer.0.flush()
}

fn scores<W: Write>(writer: &mut Writer<W>, score: &Score) -> io::Result<()> {
    let (name, place) = (score.scope.as_str(), score.divided.group.as_str());
    writer.figures(["score", name, place], &score.figures)?;
    writer.differences(["against_random", name, place], &score.against_random)?;
    writer.differences(["against_masked", name, place], &score.against_masked)
}

fn telltale<W: Write>(writer: &mut Writer<W>, of: &Telltale) -> io::Result<()> {
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
    for (figure, value) in numbers {
        writer.record(["telltale", &of.term, &of.source, figure, &value.to_string(), "", "", ""])?;
    }
    let Some(within) = tells.within else { return Ok(()) };
    let [low, high] = ends(Some(within.interval));
    let value = within.value.to_string();
    writer.record(["telltale", &of.term, &of.source, "log_odds_within", &value, &low, &high, ""])
}
