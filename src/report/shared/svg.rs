//! Drawings of an evaluation. Classes and colours are in `page.css`. What differs in colour also differs in
//! shape, and each drawing has a title, a description and a table beside it.

use maud::{Markup, Render, html};

use crate::learn::{evaluate::Measures, measure::bootstrap::Estimate, measure::reliability::BINS};

/// The drawing's width; its height depends on what is drawn.
const WIDTH: f64 = 360.0;
/// Margins of the square.
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

/// Coordinates of a share in the square.
fn x(share: f64) -> f64 {
    LEFT + SIDE * share
}

fn y(share: f64) -> f64 {
    TOP + SIDE * (1.0 - share)
}

/// Draws the share of opinion against probability, with intervals, above a histogram of the rows.
pub(crate) fn reliability(id: &str, place: &str, measures: &Measures) -> Markup {
    let bins = &measures.metrics.reliability.0;
    let most = bins.iter().map(|bin| bin.rows).max().unwrap_or(1).max(1) as f64;
    let content = html! {
        (square("probability of opinion", "share that is opinion"))
        (line("diagonal", (x(0.0), y(0.0)), (x(1.0), y(1.0)))) "\n"
        @for (number, (bin, share)) in bins.iter().zip(&measures.opinion_shares).enumerate() {
            @if let (Some(mean), Some(value)) = (bin.mean_probability(), share.value) {
                @if let Some(of) = share.interval { (line("interval", (x(mean), y(of.low)), (x(mean), y(of.high)))) "\n" }
                (circle(x(mean), y(value))) "\n"
            }
            (bar(number, bin.rows, most))
        }
    };
    drawing(
        id,
        TOP + SIDE + GAP + HISTOGRAM + 20.0,
        &format!("Reliability diagram, {place}"),
        "For each of ten bins the share of opinion over the mean probability, with its interval. On the diagonal a \
         probability means what it says. The bars below count the rows. The table after the drawings has the numbers.",
        &content,
    )
}

/// A bar of the histogram with its count.
fn bar(bin: usize, rows: u64, most: f64) -> Markup {
    let width = SIDE / BINS as f64;
    let height = HISTOGRAM * rows as f64 / most;
    let (left, bottom) = (LEFT + width * bin as f64, TOP + SIDE + GAP + HISTOGRAM);
    html! {
        rect class="bar" x=(at(left + 1.0)) y=(at(bottom - height)) width=(at(width - 2.0)) height=(at(height)) {} "\n"
        (text("count", left + width / 2.0, bottom + 12.0, rows))
    }
}

/// Draws the ROC curves of all places in one square; all but the last are dashed.
pub(crate) fn roc(curves: &[(&str, &Measures)]) -> Markup {
    let content = html! {
        (square("share of news called opinion", "share of opinion called opinion"))
        (line("diagonal", (x(0.0), y(0.0)), (x(1.0), y(1.0)))) "\n"
        @for (number, (place, measures)) in curves.iter().enumerate() {
            @let class = if number + 1 == curves.len() { "curve shown" } else { "curve other" };
            @let height = y(0.16 - 0.08 * number as f64);
            polyline class=(class) points=(points(measures)) {} "\n"
            (line(class, (x(0.42), height - 4.0), (x(0.5), height - 4.0))) "\n"
            (text("legend", x(0.52), height, format!("{place}, AUC {:.3}", measures.metrics.auc)))
        }
    };
    drawing(
        "roc",
        TOP + SIDE + BELOW,
        "ROC curve",
        "The share of opinion rows that are called opinion, over the share of news rows that are, for all thresholds. The \
         diagonal is chance. The table after the drawing has points of the curve.",
        &content,
    )
}

fn points(measures: &Measures) -> String {
    let points: Vec<String> = measures.roc.iter().map(|&(fp, tp)| format!("{:.1},{:.1}", x(fp), y(tp))).collect();
    points.join(" ")
}

/// Draws a share as a dot on a line from 0 to 1, with its interval. The numbers stand beside it, so it is hidden from screen
/// readers.
pub(crate) fn dot(estimate: &Estimate) -> Markup {
    let place = |share: f64| 4.0 + 112.0 * share;
    html! { @if let Some(value) = estimate.value {
        svg class="row" viewBox="0 0 120 14" aria-hidden="true" focusable="false" {
            line class="axis" x1="4" y1="7" x2="116" y2="7" {}
            @if let Some(of) = estimate.interval { (line("interval", (place(of.low), 7.0), (place(of.high), 7.0))) }
            circle class="dot" cx=(at(place(value))) cy="7" r="3.5" {}
        }
    } }
}

/// Draws figures of merit one below the other, each a dot with its interval. The axis spans what they need, in steps of a
/// tenth.
pub(in crate::report) fn estimates(id: &str, name: &str, rows: &[(&str, Estimate)]) -> Markup {
    const NAMES: f64 = 100.0;
    const STEP: f64 = 26.0;
    let (low, high) = tenths(rows);
    let place = |value: f64| NAMES + (WIDTH - NAMES - 12.0) * (value * 10.0 - f64::from(low)) / f64::from(high - low);
    let bottom = TOP + STEP * rows.len() as f64;
    let content = html! {
        @for tick in (low..=high).map(|tenth| f64::from(tenth) / 10.0) {
            (line("grid", (place(tick), TOP), (place(tick), bottom))) "\n"
            (text("tick", place(tick), bottom + 15.0, at(tick)))
        }
        @for (number, (name, of)) in rows.iter().enumerate() {
            @let height = TOP + STEP * (number as f64 + 0.5);
            (text("label", NAMES - 8.0, height + 4.0, name))
            @if let Some(of) = of.interval { (line("interval", (place(of.low), height), (place(of.high), height))) "\n" }
            @if let Some(value) = of.value { (circle(place(value), height)) "\n" }
        }
    };
    drawing(
        id,
        bottom + 22.0,
        &format!("{name} with intervals"),
        "Each line has a dot at the figure, and a bar over its interval. The table after the drawings has the numbers.",
        &content,
    )
}

/// The ends of an axis for all figures and their intervals, in tenths.
fn tenths(rows: &[(&str, Estimate)]) -> (u32, u32) {
    let ends = |of: &Estimate| of.interval.map_or([of.value; 2], |of| [Some(of.low), Some(of.high)]);
    let all: Vec<f64> = rows.iter().flat_map(|(_, of)| ends(of).into_iter().chain([of.value])).flatten().collect();
    let low = (all.iter().copied().fold(0.9, f64::min) * 10.0).floor().max(0.0) as u32;
    let high = (all.iter().copied().fold(0.1, f64::max) * 10.0).ceil().min(10.0).max(f64::from(low + 1)) as u32;
    (low, high)
}

/// A drawing with its title and description.
fn drawing(id: &str, height: f64, title: &str, description: &str, content: &Markup) -> Markup {
    let (title_id, description_id) = (format!("{id}-title"), format!("{id}-desc"));
    html! {
        svg viewBox={"0 0 " (WIDTH) " " (height)} role="img" aria-labelledby={(title_id) " " (description_id)} { "\n"
            title id=(title_id) { (title) } "\n"
            desc id=(description_id) { (description) } "\n"
            (content)
        } "\n"
    }
}

/// A length with one decimal.
fn at(length: f64) -> String {
    format!("{length:.1}")
}

fn line(class: &str, from: (f64, f64), to: (f64, f64)) -> Markup {
    html! { line class=(class) x1=(at(from.0)) y1=(at(from.1)) x2=(at(to.0)) y2=(at(to.1)) {} }
}

fn circle(across: f64, down: f64) -> Markup {
    html! { circle class="dot" cx=(at(across)) cy=(at(down)) r="4" {} }
}

fn text(class: &str, across: f64, down: f64, content: impl Render) -> Markup {
    html! { text class=(class) x=(at(across)) y=(at(down)) { (content) } "\n" }
}

/// The square with its grid, numbers and names.
fn square(across: &str, up: &str) -> Markup {
    html! {
        @for share in (0..=5).map(|step| f64::from(step) / 5.0) {
            (line("grid", (x(share), y(0.0)), (x(share), y(1.0)))) "\n"
            (line("grid", (x(0.0), y(share)), (x(1.0), y(share)))) "\n"
            (text("tick", x(share), y(0.0) + 15.0, at(share)))
            (text("tick side", x(0.0) - 6.0, y(share) + 4.0, at(share)))
        }
        (text("name", x(0.5), y(0.0) + 33.0, across))
        text class="name" transform={"translate(11 " (at(TOP + SIDE / 2.0)) ") rotate(-90)"} { (up) } "\n"
    }
}
