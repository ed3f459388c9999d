//! The effect of a calibration.

use super::figure_lines;
use crate::learn::{calibrate::CalibrationReport, measure::figure::Figure, measure::metrics::Metrics};
use crate::words::figures::{count, number};

/// For a person.
pub fn text(report: &CalibrationReport) -> String {
    let adjustment = report.adjustment;
    let mut out = format!(
        "calibrated to {} ({} opinion): z becomes {}\n\neach paragraph by itself; {}:\n\n",
        count(report.rows, "paragraph"),
        report.opinion,
        line_of(adjustment.slope, adjustment.shift),
        of_after(report),
    );
    let row = |name: &str, before: &str, after: &str| {
        let after = report.after.map_or_else(String::new, |_| format!("{after:>10}"));
        format!("  {name:<28}{before:>10}{after}\n")
    };
    out += &row("", "before", "after");
    for figure in Figure::ALL {
        let after = report.after.and_then(|metrics| figure.of(&metrics));
        out += &row(figure.name(), &number(figure.of(&report.before)), &number(after));
    }
    out
}

/// "1.021 · z − 0.300".
pub(crate) fn line_of(slope: f64, shift: f64) -> String {
    format!("{slope:.3} · z {} {:.3}", if shift < 0.0 { "−" } else { "+" }, shift.abs())
}

/// How the figures after calibration were made, or why there are none.
fn of_after(report: &CalibrationReport) -> String {
    let (name, groups) = (report.group.as_str(), report.groups);
    if report.after.is_some() {
        let others = if report.leaves_one_out() { "other" } else { "other folds of" };
        format!("after: by a calibration to the {others} {name}s ({groups})")
    } else if groups == 1 {
        format!("none after, since all rows are of one {name}")
    } else {
        let part = if report.leaves_one_out() { name.to_owned() } else { format!("fold of {name}s") };
        format!("none after, since without some {part} the others have one label, or no calibration")
    }
}

/// One JSON object; `after` is null if there are no figures.
pub fn json(report: &CalibrationReport) -> String {
    let figures = |metrics: &Metrics| -> serde_json::Map<String, serde_json::Value> {
        Figure::ALL.iter().filter_map(|figure| Some((figure.key().to_owned(), figure.of(metrics)?.into()))).collect()
    };
    let value = serde_json::json!({
        "type": "calibration",
        "rows": report.rows,
        "opinion": report.opinion,
        "seen": report.seen,
        "group": report.group.as_str(),
        "groups": report.groups,
        "slope": report.adjustment.slope,
        "shift": report.adjustment.shift,
        "before": figures(&report.before),
        "after": report.after.as_ref().map(figures),
    });
    format!("{value}\n")
}

/// A table of the figures; `after` is empty if there are none.
pub fn csv(report: &CalibrationReport) -> Vec<u8> {
    let after = |figure: Figure| figure.of(&report.after?);
    figure_lines("figure,before,after\n", |figure| [figure.of(&report.before), after(figure)])
}
