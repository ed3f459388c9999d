//! Drawings of an evaluation. Colours are the page's: the classes are in `page.css`. What is drawn in a colour also differs
//! in shape, and each drawing has a title, a description and a table beside it.

use std::fmt::Write;

use crate::learn::evaluate::Measures;
use crate::learn::measure::bootstrap::{Estimate, Interval};
use crate::learn::measure::reliability::BINS;

/// The drawing's width; its height depends on what is drawn.
const WIDTH: f64 = 360.0;
/// The square's distance from the left and from the top.
const LEFT: f64 = 44.0;
const TOP: f64 = 10.0;
/// The square's side.
const SIDE: f64 = 300.0;
/// Room for the numbers and the name of the lower axis.
const BELOW: f64 = 42.0;
/// The height of the histogram under the reliability diagram.
const HISTOGRAM: f64 = 46.0;
/// The histogram's distance from the axis above it.
const GAP: f64 = 52.0;

/// Shares to places in the square.
fn x(share: f64) -> f64 {
    LEFT + SIDE * share
}

fn y(share: f64) -> f64 {
    TOP + SIDE * (1.0 - share)
}

/// Probability against share of opinion, with intervals, and below how many rows each bin has.
pub(crate) fn reliability(id: &str, place: &str, measures: &Measures) -> String {
    let bins = &measures.metrics.reliability.0;
    let mut out = open(
        id,
        TOP + SIDE + GAP + HISTOGRAM + 20.0,
        &format!("Reliability diagram, {place}"),
        "For each of ten bins the share of opinion over the mean probability, with its interval. On the diagonal a \
         probability means what it says. The bars below count the rows. The table after the drawings has the numbers.",
    );
    out += &square("probability of opinion", "share that is opinion");
    out += &line("diagonal", (x(0.0), y(0.0)), (x(1.0), y(1.0)));
    let most = bins.iter().map(|bin| bin.rows).max().unwrap_or(1).max(1) as f64;
    for (number, (bin, share)) in bins.iter().zip(&measures.opinion_shares).enumerate() {
        if let (Some(mean), Some(value)) = (bin.mean_probability(), share.value) {
            out += &upright(x(mean), share.interval);
            let _ = writeln!(out, r#"<circle class="dot" cx="{:.1}" cy="{:.1}" r="4"/>"#, x(mean), y(value));
        }
        out += &bar(number, bin.rows, most);
    }
    out + "</svg>\n"
}

/// An interval of shares as an upright line.
fn upright(at: f64, interval: Option<Interval>) -> String {
    interval.map_or_else(String::new, |of| line("interval", (at, y(of.low)), (at, y(of.high))))
}

/// A bar of the histogram with its count.
fn bar(bin: usize, rows: u64, most: f64) -> String {
    let width = SIDE / BINS as f64;
    let height = HISTOGRAM * rows as f64 / most;
    let (left, bottom) = (LEFT + width * bin as f64, TOP + SIDE + GAP + HISTOGRAM);
    format!(
        "<rect class=\"bar\" x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{height:.1}\"/>\n\
         <text class=\"count\" x=\"{:.1}\" y=\"{:.1}\">{rows}</text>\n",
        left + 1.0,
        bottom - height,
        width - 2.0,
        left + width / 2.0,
        bottom + 12.0,
    )
}

/// The ROC curves of all places in one square; the first is dashed.
pub(crate) fn roc(curves: &[(&str, &Measures)]) -> String {
    let mut out = open(
        "roc",
        TOP + SIDE + BELOW,
        "ROC curve",
        "The share of the opinion rows that is called opinion over the share of the news rows that is called so too, for \
         all thresholds. The diagonal is chance. The table after the drawing has points of it.",
    );
    out += &square("share of news called opinion", "share of opinion called so");
    out += &line("diagonal", (x(0.0), y(0.0)), (x(1.0), y(1.0)));
    for (number, (place, measures)) in curves.iter().enumerate() {
        let points: Vec<String> = measures.roc.iter().map(|&(fp, tp)| format!("{:.1},{:.1}", x(fp), y(tp))).collect();
        let class = if number + 1 == curves.len() { "curve shown" } else { "curve other" };
        let _ = writeln!(out, r#"<polyline class="{class}" points="{}"/>"#, points.join(" "));
        let at = y(0.16 - 0.08 * number as f64);
        out += &line(class, (x(0.42), at - 4.0), (x(0.5), at - 4.0));
        let _ = writeln!(
            out,
            r#"<text class="legend" x="{:.1}" y="{at:.1}">{place}, AUC {:.3}</text>"#,
            x(0.52),
            measures.metrics.auc
        );
    }
    out + "</svg>\n"
}

/// A share as a dot on a line from 0 to 1, with its interval. The numbers stand beside it, so it is hidden from readers of
/// the page's text.
pub(crate) fn dot(estimate: &Estimate) -> String {
    let Some(value) = estimate.value else { return String::new() };
    let place = |share: f64| 4.0 + 112.0 * share;
    let mut out = String::from(
        r#"<svg class="row" viewBox="0 0 120 14" aria-hidden="true" focusable="false"><line class="axis" x1="4" y1="7" x2="116" y2="7"/>"#,
    );
    if let Some(of) = estimate.interval {
        out += line("interval", (place(of.low), 7.0), (place(of.high), 7.0)).trim_end();
    }
    out + &format!(r#"<circle class="dot" cx="{:.1}" cy="7" r="3.5"/></svg>"#, place(value))
}

/// Figures of merit, one below the other, each a dot with its interval on a line of its own. The axis is as long as they
/// need, in steps of a tenth. The numbers stand in the table after the drawing.
pub(in crate::report) fn estimates(id: &str, name: &str, rows: &[(&str, Estimate)]) -> String {
    const NAMES: f64 = 100.0;
    const STEP: f64 = 26.0;
    let ends = |of: &Estimate| of.interval.map_or([of.value; 2], |of| [Some(of.low), Some(of.high)]);
    let all: Vec<f64> = rows.iter().flat_map(|(_, of)| ends(of).into_iter().chain([of.value])).flatten().collect();
    let low = (all.iter().copied().fold(0.9, f64::min) * 10.0).floor().max(0.0) as u32;
    let high = (all.iter().copied().fold(0.1, f64::max) * 10.0).ceil().min(10.0).max(f64::from(low + 1)) as u32;
    let place = |value: f64| NAMES + (WIDTH - NAMES - 12.0) * (value * 10.0 - f64::from(low)) / f64::from(high - low);
    let bottom = TOP + STEP * rows.len() as f64;
    let mut out = open(
        id,
        bottom + 22.0,
        &format!("{name} with intervals"),
        "Each line has a dot at the figure, and a bar over its interval. The table after the drawings has the numbers.",
    );
    for tenth in low..=high {
        let at = place(f64::from(tenth) / 10.0);
        out += &line("grid", (at, TOP), (at, bottom));
        let tick = f64::from(tenth) / 10.0;
        let _ = writeln!(out, r#"<text class="tick" x="{at:.1}" y="{:.1}">{tick:.1}</text>"#, bottom + 15.0);
    }
    for (number, (name, of)) in rows.iter().enumerate() {
        let at = TOP + STEP * (number as f64 + 0.5);
        let _ = writeln!(out, r#"<text class="label" x="{:.1}" y="{:.1}">{name}</text>"#, NAMES - 8.0, at + 4.0);
        if let Some(of) = of.interval {
            out += &line("interval", (place(of.low), at), (place(of.high), at));
        }
        if let Some(value) = of.value {
            let _ = writeln!(out, r#"<circle class="dot" cx="{:.1}" cy="{at:.1}" r="4"/>"#, place(value));
        }
    }
    out + "</svg>\n"
}

fn open(id: &str, height: f64, title: &str, description: &str) -> String {
    format!(
        "<svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\">\n\
         <title id=\"{id}-title\">{title}</title>\n<desc id=\"{id}-desc\">{description}</desc>\n"
    )
}

fn line(class: &str, from: (f64, f64), to: (f64, f64)) -> String {
    format!(
        "<line class=\"{class}\" x1=\"{:.1}\" y1=\"{:.1}\" x2=\"{:.1}\" y2=\"{:.1}\"/>\n",
        from.0, from.1, to.0, to.1
    )
}

/// The square with its grid, numbers and names.
fn square(across: &str, up: &str) -> String {
    let mut out = String::new();
    for step in 0..=5 {
        let share = f64::from(step) / 5.0;
        out += &line("grid", (x(share), y(0.0)), (x(share), y(1.0)));
        out += &line("grid", (x(0.0), y(share)), (x(1.0), y(share)));
        let _ = writeln!(out, r#"<text class="tick" x="{:.1}" y="{:.1}">{share:.1}</text>"#, x(share), y(0.0) + 15.0);
        let _ = writeln!(
            out,
            r#"<text class="tick side" x="{:.1}" y="{:.1}">{share:.1}</text>"#,
            x(0.0) - 6.0,
            y(share) + 4.0
        );
    }
    let _ = writeln!(out, r#"<text class="name" x="{:.1}" y="{:.1}">{across}</text>"#, x(0.5), y(0.0) + 33.0);
    let _ = writeln!(
        out,
        r#"<text class="name" transform="translate(11 {:.1}) rotate(-90)">{up}</text>"#,
        TOP + SIDE / 2.0
    );
    out
}
