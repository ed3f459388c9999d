//! What a calibration changed.

use super::training::count;
use crate::calibrate::CalibrationReport;
use crate::evaluate::figure::Figure;
use crate::evaluate::metrics::Metrics;

/// For a person.
pub fn text(report: &CalibrationReport) -> String {
    let adjustment = report.adjustment;
    let mut out = format!(
        "calibrated to {} ({} opinion): z becomes {:.3} · z {} {:.3}\n\n\
         each paragraph by itself; after: by a calibration to the other folds of {}s ({}):\n\n  {:<28}{:>10}{:>10}\n",
        count(report.rows, "paragraph"),
        report.opinion,
        adjustment.slope,
        if adjustment.shift < 0.0 { "−" } else { "+" },
        adjustment.shift.abs(),
        report.group.as_str(),
        report.groups,
        "",
        "before",
        "after"
    );
    for figure in Figure::ALL {
        let cell = |metrics: &Metrics| figure.of(metrics).map_or_else(|| "–".to_owned(), |value| format!("{value:.3}"));
        out += &format!("  {:<28}{:>10}{:>10}\n", figure.name(), cell(&report.before), cell(&report.after));
    }
    out
}

/// One JSON object.
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
        "after": figures(&report.after),
    });
    format!("{value}\n")
}

/// A table of the figures.
pub fn csv(report: &CalibrationReport) -> String {
    let cell = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    let line = |figure: &Figure| {
        format!("{},{},{}\n", figure.name(), cell(figure.of(&report.before)), cell(figure.of(&report.after)))
    };
    "figure,before,after\n".to_owned() + &Figure::ALL.iter().map(line).collect::<String>()
}
