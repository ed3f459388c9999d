//! One JSON object a line: the evaluation, then its sources, then the comparison.

use serde::{Serialize, Serializer};

use crate::learn::evaluate::{By, Compared, Comparison, Evaluation, Measured, Measures, Relied, Seen, Subject};
use crate::learn::measure::bootstrap::{COVERAGE, Estimate};
use crate::learn::measure::reliance::Share;
use crate::learn::{measure::figure::Figure, measure::metrics::Confusion, measure::reliability::Reliability};
use crate::tables::rows::group::{Group, PassedOver};

/// The whole evaluation. A figure is `{"value", "low", "high"}`; `null` if it has no meaning on the rows. In a comparison
/// these are of the difference, as in the CSV; `this` and `other` are the two models' figures.
pub fn jsonl(evaluation: &Evaluation) -> String {
    let mut out = line(&EvaluationLine::new(evaluation));
    for (name, measured) in &evaluation.sources {
        out += &line(&SourceLine::new(name, measured));
    }
    for by in &evaluation.by {
        out += &by.values.iter().map(|(value, of)| line(&ByLine::new(by, value.as_deref(), of))).collect::<String>();
    }
    if let Some(comparison) = &evaluation.comparison {
        out += &line(&ComparisonLine::new(evaluation, comparison));
    }
    out
}

pub(in crate::report) fn line(value: &impl Serialize) -> String {
    // Numbers, strings and lists of them always serialize.
    serde_json::to_string(value).unwrap_or_default() + "\n"
}

/// The model's name; `None` in a cross-validation.
fn model(evaluation: &Evaluation) -> Option<&str> {
    match &evaluation.subject {
        Subject::Model(name) => Some(name),
        Subject::CrossValidation(_) => None,
    }
}

/// The notes beside the figures.
fn notes(evaluation: &Evaluation) -> Vec<String> {
    let high = super::sentences::high_interval(&evaluation.all).map(str::to_owned);
    super::sentences::notes(evaluation).into_iter().map(|note| note.text).chain(high).collect()
}

#[derive(Serialize)]
struct EvaluationLine<'a> {
    r#type: &'static str,
    tables: &'a [String],
    model: Option<&'a str>,
    folds: Option<FoldsObject>,
    rows: usize,
    news: u64,
    opinion: u64,
    base_rate: f64,
    sources: usize,
    sources_with_one_label: usize,
    articles: Option<usize>,
    without_words: usize,
    seen: Option<SeenObject>,
    skipped_seen: bool,
    interval: f64,
    group: &'static str,
    groups: usize,
    resamples: usize,
    notes: Vec<String>,
    not_read: usize,
    relied: Option<ReliedObject>,
    alone: MeasuresObject<'a>,
    in_context: Option<MeasuresObject<'a>>,
}

impl<'a> EvaluationLine<'a> {
    fn new(evaluation: &'a Evaluation) -> Self {
        let all = &evaluation.all;
        let confusion = all.alone.metrics.confusion;
        EvaluationLine {
            r#type: "evaluation",
            tables: &evaluation.tables,
            model: model(evaluation),
            folds: FoldsObject::new(&evaluation.subject),
            rows: all.alone.metrics.rows,
            news: confusion.news(),
            opinion: confusion.opinion(),
            base_rate: super::sentences::base_rate(all),
            sources: evaluation.sources.len(),
            sources_with_one_label: super::sentences::sources_with_one_label(evaluation),
            articles: evaluation.articles,
            without_words: evaluation.without_words,
            seen: evaluation.seen.map(SeenObject::from),
            skipped_seen: evaluation.skipped_seen,
            interval: COVERAGE,
            group: all.resampling.group.as_str(),
            groups: all.resampling.groups,
            resamples: all.resampling.resamples,
            notes: notes(evaluation),
            not_read: evaluation.not_read,
            relied: all.relied.as_ref().map(ReliedObject::new),
            alone: MeasuresObject::new(&all.alone, true),
            in_context: all.in_context.as_ref().map(|of| MeasuresObject::new(of, true)),
        }
    }
}

#[derive(Serialize)]
struct FoldsObject {
    count: usize,
    group: &'static str,
    groups: usize,
    asked: usize,
    /// Folds calibrated on all rows.
    pooled: usize,
    passed_over: Vec<PassedOverObject>,
}

impl FoldsObject {
    fn new(subject: &Subject) -> Option<Self> {
        let Subject::CrossValidation(folding) = subject else { return None };
        Some(FoldsObject {
            count: folding.folds,
            group: folding.group.as_str(),
            groups: folding.groups,
            asked: folding.asked,
            pooled: folding.pooled_folds,
            passed_over: folding.passed_over.iter().map(PassedOverObject::new).collect(),
        })
    }
}

#[derive(Serialize)]
struct PassedOverObject {
    group: &'static str,
    reason: &'static str,
    groups: Option<usize>,
    needed: Option<usize>,
}

impl PassedOverObject {
    fn new((group, why): &(Group, PassedOver)) -> Self {
        let (reason, groups, needed) = match *why {
            PassedOver::Unnamed => ("unnamed", None, None),
            PassedOver::TooFew { groups, needed } => ("too few", Some(groups), Some(needed)),
            PassedOver::LabelsApart => ("labels apart", None, None),
        };
        PassedOverObject { group: group.as_str(), reason, groups, needed }
    }
}

#[derive(Serialize)]
struct SeenObject {
    rows: usize,
    of: usize,
}

impl From<Seen> for SeenObject {
    fn from(seen: Seen) -> Self {
        SeenObject { rows: seen.rows, of: seen.of }
    }
}

#[derive(Serialize)]
struct MeasuresObject<'a> {
    #[serde(flatten)]
    figures: Figures<'a>,
    false_alarms: Option<EstimateObject>,
    confusion: ConfusionObject,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    reliability: Vec<BinObject>,
}

impl<'a> MeasuresObject<'a> {
    fn new(measures: &'a Measures, with_bins: bool) -> Self {
        let bins = measures.metrics.reliability.0.iter().zip(&measures.opinion_shares).enumerate();
        let bin = |(at, (bin, share)): (usize, (&crate::learn::measure::reliability::Bin, &Estimate))| {
            let (from, to) = Reliability::bounds(at);
            let opinion = EstimateObject::new(share);
            BinObject { from, to, rows: bin.rows, mean_probability: bin.mean_probability(), opinion }
        };
        MeasuresObject {
            figures: Figures(&measures.figures),
            false_alarms: EstimateObject::new(&measures.false_alarms),
            confusion: measures.metrics.confusion.into(),
            reliability: if with_bins { bins.map(bin).collect() } else { Vec::new() },
        }
    }
}

/// A map from the figures' keys, in their order.
pub(in crate::report) struct Figures<'a>(pub(in crate::report) &'a [(Figure, Estimate)]);

impl Serialize for Figures<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(figure, estimate)| (figure.key(), EstimateObject::new(estimate))))
    }
}

#[derive(Serialize)]
pub(in crate::report) struct EstimateObject {
    value: f64,
    low: Option<f64>,
    high: Option<f64>,
}

impl EstimateObject {
    fn new(estimate: &Estimate) -> Option<Self> {
        let (low, high) = (estimate.interval.map(|i| i.low), estimate.interval.map(|i| i.high));
        estimate.value.map(|value| EstimateObject { value, low, high })
    }
}

#[derive(Serialize)]
struct ConfusionObject {
    true_news: u64,
    false_news: u64,
    true_opinion: u64,
    false_opinion: u64,
}

impl From<Confusion> for ConfusionObject {
    fn from(of: Confusion) -> Self {
        ConfusionObject {
            true_news: of.true_news,
            false_news: of.false_news,
            true_opinion: of.true_opinion,
            false_opinion: of.false_opinion,
        }
    }
}

#[derive(Serialize)]
struct BinObject {
    from: f64,
    to: f64,
    rows: u64,
    mean_probability: Option<f64>,
    opinion: Option<EstimateObject>,
}

#[derive(Serialize)]
struct SourceLine<'a> {
    r#type: &'static str,
    source: &'a str,
    rows: usize,
    news: u64,
    opinion: u64,
    group: &'static str,
    groups: usize,
    relied: Option<ReliedObject>,
    alone: MeasuresObject<'a>,
    in_context: Option<MeasuresObject<'a>>,
}

impl<'a> SourceLine<'a> {
    fn new(name: &'a str, measured: &'a Measured) -> Self {
        let confusion = measured.alone.metrics.confusion;
        SourceLine {
            r#type: "source",
            source: name,
            rows: measured.alone.metrics.rows,
            news: confusion.news(),
            opinion: confusion.opinion(),
            group: measured.resampling.group.as_str(),
            groups: measured.resampling.groups,
            relied: measured.relied.as_ref().map(ReliedObject::new),
            alone: MeasuresObject::new(&measured.alone, false),
            in_context: measured.in_context.as_ref().map(|of| MeasuresObject::new(of, false)),
        }
    }
}

/// What can be relied on.
#[derive(Serialize)]
struct ReliedObject {
    articles: Option<usize>,
    sure: ShareObject,
    sure_right: ShareObject,
    false_verdicts: Option<ShareObject>,
}

impl ReliedObject {
    fn new(relied: &Relied) -> Self {
        ReliedObject {
            articles: relied.articles,
            sure: ShareObject::new(&relied.sure),
            sure_right: ShareObject::new(&relied.sure_right),
            false_verdicts: relied.false_verdicts.as_ref().map(ShareObject::new),
        }
    }
}

/// A figure with the counts it is made of; `value` is null for a share of nothing.
#[derive(Serialize)]
struct ShareObject {
    value: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    part: u64,
    of: u64,
}

impl ShareObject {
    fn new(share: &Share) -> Self {
        let Share { part, of, estimate: Estimate { value, interval } } = *share;
        let (low, high) = (interval.map(|i| i.low), interval.map(|i| i.high));
        ShareObject { value, low, high, part, of }
    }
}

/// The figures of the rows with one value.
#[derive(Serialize)]
struct ByLine<'a> {
    r#type: &'static str,
    column: &'a str,
    value: Option<&'a str>,
    rows: usize,
    news: u64,
    opinion: u64,
    base_rate: f64,
    group: &'static str,
    groups: usize,
    relied: Option<ReliedObject>,
    alone: MeasuresObject<'a>,
    in_context: Option<MeasuresObject<'a>>,
}

impl<'a> ByLine<'a> {
    fn new(by: &'a By, value: Option<&'a str>, measured: &'a Measured) -> Self {
        let confusion = measured.alone.metrics.confusion;
        ByLine {
            r#type: "by",
            column: by.divider.name(),
            value,
            rows: measured.alone.metrics.rows,
            news: confusion.news(),
            opinion: confusion.opinion(),
            base_rate: super::sentences::base_rate(measured),
            group: measured.resampling.group.as_str(),
            groups: measured.resampling.groups,
            relied: measured.relied.as_ref().map(ReliedObject::new),
            alone: MeasuresObject::new(&measured.alone, false),
            in_context: measured.in_context.as_ref().map(|of| MeasuresObject::new(of, false)),
        }
    }
}

#[derive(Serialize)]
struct ComparisonLine<'a> {
    r#type: &'static str,
    model: Option<&'a str>,
    other: &'a str,
    seen: Option<SeenObject>,
    alone: Differences<'a>,
    in_context: Option<Differences<'a>>,
}

impl<'a> ComparisonLine<'a> {
    fn new(evaluation: &'a Evaluation, comparison: &'a Comparison) -> Self {
        ComparisonLine {
            r#type: "comparison",
            model: model(evaluation),
            other: &comparison.other,
            seen: comparison.seen.map(SeenObject::from),
            alone: Differences(&comparison.alone),
            in_context: comparison.in_context.as_deref().map(Differences),
        }
    }
}

/// A map from the figures' keys, in their order.
pub(in crate::report) struct Differences<'a>(pub(in crate::report) &'a [Compared]);

impl Serialize for Differences<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|compared| (compared.figure.key(), DifferenceObject::new(compared))))
    }
}

#[derive(Serialize)]
struct DifferenceObject {
    value: f64,
    low: Option<f64>,
    high: Option<f64>,
    this: f64,
    other: f64,
    finding: Option<&'static str>,
}

impl DifferenceObject {
    fn new(compared: &Compared) -> Self {
        let difference = &compared.difference;
        DifferenceObject {
            value: difference.value,
            low: difference.interval.map(|interval| interval.low),
            high: difference.interval.map(|interval| interval.high),
            this: compared.value,
            other: compared.other,
            finding: difference.finding.map(|finding| finding.as_str()),
        }
    }
}
