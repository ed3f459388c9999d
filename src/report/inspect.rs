//! The model card in Markdown, made from the model alone, so the two cannot disagree.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::train::calibration::line_of;
use crate::model::context::Context;
use crate::model::{Card, CardContext, CorpusEntry, InheritedEntry, LaterCalibration, Model, SourceEntry};
use crate::text::printable;

/// More sources than this are not all shown.
const MOST_SOURCES: usize = 60;
/// Then only those with at least as many rows are.
const SHOWN_ROWS: usize = 100;

/// The card of a model, in Markdown that also reads well on a terminal.
pub fn model_card(model: &Model) -> String {
    let card = &model.card;
    let mut out = String::from("# Model card\n\n");
    if !card.about.trim().is_empty() {
        let _ = writeln!(out, "{}\n", card.about.trim());
    }
    let _ = writeln!(
        out,
        "Trained by oped {} (file format {}), language {}, {} terms.\n",
        card.oped,
        card.format,
        card.language,
        model.tfidf.vocabulary.len()
    );
    let news: usize = card.corpus.iter().map(|entry| entry.news).sum();
    let opinion: usize = card.corpus.iter().map(|entry| entry.opinion).sum();
    out += "## Training data\n\n| table | news | opinion | hash |\n|---|---:|---:|---|\n";
    card.corpus.iter().for_each(|entry| out += &table(entry));
    let _ = writeln!(out, "| all | {news} | {opinion} | |\n");
    out += "Rows without a word and repeated rows are left out. The hash is XXH3 of the file.\n\n";
    if let Some(entry) = &card.inherited {
        inherited(entry, &mut out);
    }
    sources(card, &mut out);
    figures(card, &mut out);
    card.later_calibrations.iter().for_each(|later| later_calibration(later, &mut out));
    out += "\n## Parameters\n\n| parameter | value |\n|---|---|\n";
    for (name, value) in &card.parameters {
        let _ = writeln!(out, "| {name} | {value} |");
    }
    let _ = writeln!(out, "| intercept | {} |", card.intercept);
    let _ =
        writeln!(out, "| calibration | p = σ({:.4} · z + {:.4}) |", card.calibration.slope, card.calibration.intercept);
    let _ = writeln!(out, "| context | {} |", context(&card.context));
    let _ = writeln!(out, "| base rate of opinion | {:.4} |", card.base_rate());
    let of_training = if card.later_calibrations.is_empty() { "" } else { ", as fitted in training" };
    let _ = writeln!(out, "| unsure | within {:.3} of one half{of_training} |", card.unsure.half_width);
    if let CardContext::Stacked { labels, .. } = &card.context {
        out += "\n## Labels in their article\n\nIn an article of n paragraphs, the logit in context is (1 − λ) · z + offset + λ · (intercept + \
                these\ncoefficients times their features + what the words of the other paragraphs say), with z the calibrated\nlogit alone \
                and λ = (n − 1) / (n + 1).\n\n\
                | feature | coefficient |\n|---|---:|\n";
        for (name, value) in &labels.coefficients {
            let _ = writeln!(out, "| {name} | {value:.4} |");
        }
        let _ = writeln!(out, "| intercept | {:.4} |\n| offset | {:.4} |", labels.intercept, labels.offset);
    }
    // Names from tables may hold escape codes.
    out.lines().map(|line| printable(line) + "\n").collect()
}

fn context(context: &CardContext) -> String {
    let labels = match context {
        CardContext::Stacked { .. } => "labels by the table below; turns: ",
        _ => "",
    };
    let Context { slope, offset, stay, kinds } = match context {
        CardContext::Kinds(context) | CardContext::Stacked { turns: context, .. } => context,
        CardContext::Chain { .. } => {
            return "defaults of this version; the model's own are in an older format".to_owned();
        }
    };
    let [none, one, two] = kinds.turns.map(|share| 100.0 * share);
    format!(
        "{labels}in a part, each paragraph counts {slope:.3} · z + {offset:.3}; a woven voice stays with probability {stay:.3}; of 100 articles, \
         {none:.0} have one voice, {one:.0} one turn, {two:.0} two turns, and {:.0} are woven",
        100.0 * kinds.woven
    )
}

/// The rows that were trained on with doubt.
fn inherited(entry: &InheritedEntry, out: &mut String) {
    *out += "All other tables and figures are of labels that were read paragraph by paragraph. These have the label of their article's\n\
             section, and were trained on with doubt:\n\n| table | news | opinion | hash |\n|---|---:|---:|---|\n";
    entry.corpus.iter().for_each(|entry| *out += &table(entry));
    let (news, opinion) = (entry.in_news, entry.in_opinion);
    *out += "\n| paragraphs with both labels | read as news | read as opinion |\n|---|---:|---:|\n";
    let _ = writeln!(out, "| in news articles | {} | {} |", news.0, news.1);
    let _ = writeln!(out, "| in opinion articles | {} | {} |\n", opinion.0, opinion.1);
}

/// The sources with their figures, those with both labels first.
fn sources(card: &Card, out: &mut String) {
    let names: BTreeSet<&str> =
        card.sources.iter().flat_map(|source| &source.figures).map(|(name, _)| name.as_str()).collect();
    let head: String = names.iter().map(|name| format!(" {name} |")).collect();
    let _ = writeln!(out, "| source | news | opinion |{head}\n|---|---:|---:|{}", "---:|".repeat(names.len()));
    let (shown, small): (Vec<_>, Vec<_>) = card
        .sources
        .iter()
        .partition(|source| card.sources.len() <= MOST_SOURCES || source.news + source.opinion >= SHOWN_ROWS);
    let (both, one): (Vec<_>, Vec<_>) = shown.into_iter().partition(|source| source.news > 0 && source.opinion > 0);
    for source in both.into_iter().chain(one) {
        let value = |name: &&str| source.figures.iter().find(|(has, _)| has == name).map(|(_, value)| *value);
        let values: String = names
            .iter()
            .map(|name| value(name).map_or_else(|| " – |".to_owned(), |value| format!(" {value:.3} |")))
            .collect();
        let _ = writeln!(out, "| {} | {} | {} |{values}", cell(&source.name), source.news, source.opinion);
    }
    if !small.is_empty() {
        let sum = |count: fn(&SourceEntry) -> usize| small.iter().copied().map(count).sum::<usize>();
        let (news, opinion) = (sum(|source| source.news), sum(|source| source.opinion));
        let _ = writeln!(
            out,
            "| {} more, of fewer than {SHOWN_ROWS} rows each | {news} | {opinion} |{}",
            small.len(),
            " – |".repeat(names.len())
        );
    }
}

/// The figures with their intervals.
fn figures(card: &Card, out: &mut String) {
    *out += "\n## Figures\n\n";
    if !card.later_calibrations.is_empty() {
        *out += "These figures, and those of the sources, are of the model as it was trained: the calibration below changed its\n\
                 probabilities, but not their order.\n\n";
    }
    *out += "Out of fold on the training data; opinion is the positive class. Each interval holds the middle\n\
             95 % of the values that result from resampling the groups of the folds.\n\n| figure | value | interval |\n|---|---:|---|\n";
    for (name, value) in &card.metrics {
        let interval = card.intervals.iter().find(|(has, _, _)| has == name);
        let interval = interval.map_or_else(|| "–".to_owned(), |(_, low, high)| format!("{low:.4} to {high:.4}"));
        let _ = writeln!(out, "| {name} | {value:.4} | {interval} |");
    }
}

/// A calibration after the training, and its effect on the rows of its tables.
fn later_calibration(later: &LaterCalibration, out: &mut String) {
    *out += "\n## Calibrated after the training\n\n| table | news | opinion | hash |\n|---|---:|---:|---|\n";
    later.corpus.iter().for_each(|entry| *out += &table(entry));
    let line = line_of(later.slope, later.shift);
    let _ = writeln!(
        out,
        "\nThe calibrated logit z became {line}. Figures of these rows, each by itself. The column after is"
    );
    *out += "out of fold; – without folds:\n\n| figure | before | after |\n|---|---:|---:|\n";
    for (name, before) in &later.before {
        let after = later.after.iter().find(|(has, _)| has == name);
        let after = after.map_or_else(|| "–".to_owned(), |(_, value)| format!("{value:.4}"));
        let _ = writeln!(out, "| {name} | {before:.4} | {after} |");
    }
}

/// A row of the table of tables.
fn table(entry: &CorpusEntry) -> String {
    format!("| {} | {} | {} | {} |\n", cell(&entry.name), entry.news, entry.opinion, entry.hash)
}

/// A name in a Markdown table.
fn cell(name: &str) -> String {
    name.replace('|', "\\|").replace(['\n', '\r'], " ")
}
