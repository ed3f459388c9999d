//! What an evaluation says, in sentences.

use crate::learn::evaluate::{Evaluation, Measured, Measures, Resampling, Seen, Subject};
use crate::learn::measure::bootstrap::{Estimate, Interval, LEAST_GROUPS};
use crate::learn::measure::figure::Figure;
use crate::report::shared::folds;
use crate::words::figures::count;

/// How many tables a heading names.
pub(super) const NAMED_TABLES: usize = 3;

/// "the model m on a.csv", "cross-validation of a.csv and b.csv".
pub(super) fn title(evaluation: &Evaluation) -> String {
    let tables = named(&evaluation.tables);
    match &evaluation.subject {
        Subject::Model(name) => format!("{} on {tables}", model_name(name)),
        Subject::CrossValidation(_) => format!("cross-validation of {tables}"),
    }
}

/// "a.csv, b.csv and c.csv".
pub(in crate::report) fn named(tables: &[String]) -> String {
    match tables {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] if first.len() < NAMED_TABLES => format!("{} and {last}", first.join(", ")),
        many => {
            format!("{} and {}", many[..NAMED_TABLES].join(", "), count(many.len() - NAMED_TABLES, "more table"))
        }
    }
}

pub(super) fn model_name(name: &str) -> String {
    if name == "shipped" { "the shipped model".to_owned() } else { format!("the model {name}") }
}

/// "4581 paragraphs of 3 sources and 120 articles; 55.5 % are opinion".
pub(super) fn sample(evaluation: &Evaluation) -> String {
    let rows = evaluation.all.alone.metrics.confusion.rows() as usize;
    sample_of(rows, base_rate(&evaluation.all), evaluation.sources.len(), evaluation.articles)
}

pub(super) fn sample_of(rows: usize, opinion: f64, sources: usize, articles: Option<usize>) -> String {
    let articles = articles.map_or_else(String::new, |articles| format!(" and {}", count(articles, "article")));
    let (rows, sources) = (count(rows, "paragraph"), count(sources, "source"));
    format!("{rows} of {sources}{articles}; {:.1} % are opinion", 100.0 * opinion)
}

/// The share of rows labelled opinion.
pub(super) fn base_rate(measured: &Measured) -> f64 {
    let confusion = measured.alone.metrics.confusion;
    confusion.opinion() as f64 / confusion.rows().max(1) as f64
}

/// How the rows were divided; `None` if a model was evaluated.
pub(super) fn division(evaluation: &Evaluation) -> Option<String> {
    match &evaluation.subject {
        Subject::Model(_) => None,
        Subject::CrossValidation(folding) => Some(format!(
            "Each row is scored by a model that was fitted to the other folds, and calibrated on them: {} by {} ({}).",
            count(folding.folds, "fold"),
            folding.group.as_str(),
            count(folding.groups, "group"),
        )),
    }
}

/// A caveat about the figures.
pub(super) struct Note {
    /// Whether the figures mean less than they seem to.
    pub(super) warns: bool,
    pub(super) text: String,
}

impl Note {
    fn warning(text: String) -> Note {
        Note { warns: true, text }
    }

    fn remark(text: String) -> Note {
        Note { warns: false, text }
    }
}

/// All notes, in the order shown.
pub(super) fn notes(evaluation: &Evaluation) -> Vec<Note> {
    of_subject(evaluation).into_iter().chain(scattered(evaluation)).collect()
}

/// Notes rows of one article that stand apart.
pub(super) fn scattered(evaluation: &Evaluation) -> Option<Note> {
    let times = evaluation.lint.scattered.len();
    (times > 0).then(|| {
        Note::remark(format!(
            "In {} rows of one article are not consecutive, or not in the order of their paragraphs: context is read in \
             the order of the table, and ends there.",
            count(times, "place")
        ))
    })
}

pub(super) fn of_subject(evaluation: &Evaluation) -> Vec<Note> {
    match &evaluation.subject {
        Subject::Model(name) => {
            let of_other = evaluation.comparison.iter().map(|of| (&of.other, of.seen));
            let models = std::iter::once((name, evaluation.seen)).chain(of_other);
            models.map(|(name, seen)| seen_by(name, seen, evaluation.skipped_seen)).collect()
        }
        Subject::CrossValidation(folding) => {
            let not_about = folds::not_about(folding.group).map(|text| Note::warning(text.to_owned()));
            let why = folds::passed_over(&folding.passed_over)
                .into_iter()
                .chain(folds::changed(folding.asked, folding.folds));
            let one_label =
                folds::one_label(sources_with_one_label(evaluation), evaluation.sources.len(), folding.group);
            not_about.into_iter().chain(why.chain(one_label).map(Note::remark)).collect()
        }
    }
}

pub(super) fn sources_with_one_label(evaluation: &Evaluation) -> usize {
    evaluation.sources.iter().filter(|(_, of)| !of.alone.has_both_labels()).count()
}

/// How many of the rows a model was trained on.
pub(super) fn seen_by(name: &str, seen: Option<Seen>, skipped: bool) -> Note {
    let name = crate::report::shared::page::capitalised(&model_name(name));
    match seen {
        None => Note::remark(format!(
            "{name} does not record its training texts, so oped cannot tell whether it has seen these."
        )),
        Some(Seen { rows: 0, .. }) => Note::remark(format!("{name} was trained on none of these texts.")),
        Some(Seen { rows, of }) if skipped => {
            Note::remark(format!("{name} was trained on the texts of {rows} of {of} rows; they are left out."))
        }
        Some(Seen { rows, of }) => Note::warning(format!(
            "{name} was trained on the texts of {rows} of these {of} rows, so the figures look better than they should."
        )),
    }
}

/// What the intervals mean.
pub(in crate::report) fn intervals(resampling: &Resampling) -> String {
    let groups = count(resampling.groups, resampling.group.as_str());
    if resampling.groups < LEAST_GROUPS {
        return format!("There are no intervals: {groups} are too few to speak for others.");
    }
    let rough = if resampling.groups < FEW_GROUPS { "; with so few they are too narrow" } else { "" };
    format!("[…] holds 95 % of {}, each drawn from the {groups}{rough}.", count(resampling.resamples, "resample"))
}

/// Explains an interval of the calibration error that excludes the figure itself.
pub(super) fn high_interval(measured: &Measured) -> Option<&'static str> {
    let leaves_out = |(_, measures): (&str, &Measures)| {
        let Estimate { value, interval } = measures.get(Figure::CalibrationError);
        value.zip(interval).is_some_and(|(value, interval)| !interval.contains(value))
    };
    measured.places().any(leaves_out).then_some(
        "The expected calibration error is a mean of absolute values, and on average larger in a resample than in the table: \
         its interval lies too high, here above the figure itself.",
    )
}

/// With fewer groups than this, percentile intervals are clearly too narrow: in a simulation those of a mean of normal
/// values held the truth 84 times in 100 with 5 groups, 89 with 10, 92 with 20, and 94 with 40.
pub(super) const FEW_GROUPS: usize = 20;

/// What a model that knows only the share of opinion would reach; `None` on rows of one label.
pub(super) fn to_beat(evaluation: &Evaluation) -> Option<String> {
    let p = base_rate(&evaluation.all);
    if p == 0.0 || p == 1.0 {
        return None;
    }
    let (label, share) = if p >= 0.5 { ("opinion", p) } else { ("news", 1.0 - p) };
    let f1 = 2.0 * share / (1.0 + share) / 2.0;
    let loss = -(p * p.ln() + (1.0 - p) * (1.0 - p).ln());
    let brier = p * (1.0 - p);
    Some(format!(
        "To beat: calling every row {label} has a macro-F1 of {f1:.3}; the share of opinion as every row's probability has \
         a log loss of {loss:.3} and a Brier score of {brier:.3}."
    ))
}

/// The figures that are defined on these rows.
pub(super) fn shown_figures(measured: &Measured) -> impl Iterator<Item = Figure> {
    Figure::ALL.into_iter().filter(|figure| measured.alone.get(*figure).value.is_some())
}

/// "[0.871, 0.899]", or nothing.
pub(in crate::report) fn interval(estimate: &Estimate) -> String {
    estimate.interval.map_or_else(String::new, |interval| format!("[{:.3}, {:.3}]", interval.low, interval.high))
}

/// "[+0.003, +0.020]", of a difference.
pub(in crate::report) fn signed(interval: Interval) -> String {
    format!("[{:+.3}, {:+.3}]", interval.low, interval.high)
}

/// How sources are sorted.
pub(super) const ORDER: &str = "by macro-F1 of the labels shown, the lowest first";
/// How sources with one label are sorted.
pub(super) const ORDER_OF_ONE_LABEL: &str = "by recall of that label, the lowest first";
