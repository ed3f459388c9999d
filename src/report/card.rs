//! The model card, in Markdown: from the model itself, so that it cannot disagree with it.

use std::fmt::Write;

use super::printable;
use crate::model::Model;

/// The card of a model. Written in Markdown that also reads well on a terminal.
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
        model.tfidf.vocabulary.terms().len()
    );
    let news: usize = card.corpus.iter().map(|entry| entry.news).sum();
    let opinion: usize = card.corpus.iter().map(|entry| entry.opinion).sum();
    out += "## Training data\n\n| table | news | opinion | hash |\n|---|---:|---:|---|\n";
    for entry in &card.corpus {
        let _ = writeln!(out, "| {} | {} | {} | {} |", cell(&entry.name), entry.news, entry.opinion, entry.hash);
    }
    let _ = writeln!(out, "| all | {news} | {opinion} | |\n");
    out += "Rows without a word and repeated rows are left out. The hash is XXH3 of the file.\n\n";
    out += "| source | news | opinion |\n|---|---:|---:|\n";
    for source in &card.sources {
        let _ = writeln!(out, "| {} | {} | {} |", cell(&source.name), source.news, source.opinion);
    }
    out += "\n## Figures\n\nOut of fold on the training data; opinion is the positive class. The sigmoid of the calibration was fitted to the same\nout-of-fold logits, so log loss, Brier score and calibration error flatter a little.\n\n| figure | value |\n|---|---:|\n";
    for (name, value) in &card.metrics {
        let _ = writeln!(out, "| {name} | {value:.4} |");
    }
    out += "\n## Parameters\n\n| parameter | value |\n|---|---|\n";
    for (name, value) in &card.parameters {
        let _ = writeln!(out, "| {name} | {value} |");
    }
    let _ = writeln!(out, "| intercept | {} |", card.intercept);
    let _ =
        writeln!(out, "| calibration | p = σ({:.4} · z + {:.4}) |", card.calibration.slope, card.calibration.intercept);
    let context = card.context;
    let _ = writeln!(
        out,
        "| context | a voice stays with {}, temper {}, a turn costs {} + ln(n − 1) logits |",
        context.stay, context.temper, context.turn_cost
    );
    let _ = writeln!(out, "| unsure | within {:.3} of one half |", card.unsure.half_width);
    // Names come from tables, and so are not to be trusted on a terminal.
    out.lines().map(|line| printable(line) + "\n").collect()
}

/// A name inside a table of Markdown.
fn cell(name: &str) -> String {
    name.replace('|', "\\|").replace(['\n', '\r'], " ")
}
