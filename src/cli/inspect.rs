//! `oped inspect`.

use std::path::PathBuf;

use clap::Args;

use super::args::format::Format;
use super::{args::common::Common, models::load_model, output::Output, status::ExitStatus};
use crate::error::{Error, Result};
use crate::model::Model;
use crate::tables::csv::record;
use crate::terms::split_namespace;
use crate::voice::Voice;

/// Arguments of `oped inspect`.
#[derive(Debug, Args)]
pub(super) struct InspectArgs {
    /// The model; by default the shipped one
    #[arg(value_name = "MODEL")]
    model: Option<PathBuf>,
    /// The same, as a flag
    #[arg(short = 'm', long = "model", value_name = "MODEL", conflicts_with = "model")]
    model_flag: Option<PathBuf>,
    /// List all terms with voice, weight and coefficient, largest coefficients first, by absolute value, as CSV or JSON lines
    #[arg(long)]
    terms: bool,
    /// Format of the result
    #[arg(long, value_enum, default_value_t = Format::Text, help_heading = "Output")]
    format: Format,
    #[command(flatten)]
    common: Common,
}

/// Prints the card, or the terms.
pub(super) fn run(args: &InspectArgs) -> Result<ExitStatus> {
    let model = load_model(args.model.as_deref().or(args.model_flag.as_deref()))?;
    let text = if args.terms && args.format == Format::Jsonl {
        terms_as_json(&model)
    } else if args.terms || args.format == Format::Csv {
        terms(&model)
    } else if args.format == Format::Jsonl {
        let card = serde_json::to_string(&model.card).map_err(|error| Error::io("card", &error.into()))?;
        format!("{card}\n")
    } else {
        crate::report::model_card(&model)
    };
    let mut output = Output::open(args.common.output.as_deref(), &[])?;
    output.write(|out| out.write_all(text.as_bytes()))?;
    output.finish()?;
    Ok(ExitStatus::Done)
}

/// A term with its numbers.
#[derive(serde::Serialize)]
struct Term<'m> {
    term: &'m str,
    voice: &'static str,
    /// How a source's words are given; empty for the author's.
    speech: &'static str,
    term_weight: f32,
    coefficient: f32,
}

/// All terms, the largest coefficients first, by absolute value.
fn sorted_terms(model: &Model) -> Vec<Term<'_>> {
    let all = &model.tfidf.vocabulary;
    let mut columns: Vec<usize> = (0..all.len()).collect();
    let weight = |column: usize| model.linear.coefficients[column];
    columns.sort_by(|&a, &b| weight(b).abs().total_cmp(&weight(a).abs()).then(a.cmp(&b)));
    let named = |column: usize| {
        let (term, voice) = split_namespace(all.term(column));
        let speech = match voice {
            Voice::Author => "",
            Voice::Source(speech) => speech.as_str(),
        };
        let (voice, term_weight) = (voice.as_str(), model.tfidf.weights[column]);
        Term { term, voice, speech, term_weight, coefficient: weight(column) }
    };
    columns.into_iter().map(named).collect()
}

fn terms_as_json(model: &Model) -> String {
    let line = |term: &Term<'_>| serde_json::json!(term).to_string() + "\n";
    sorted_terms(model).iter().map(line).collect()
}

fn terms(model: &Model) -> String {
    let mut out = Vec::new();
    record(&mut out, ["term", "voice", "speech", "term_weight", "coefficient"]);
    for term in sorted_terms(model) {
        let numbers = [term.term_weight, term.coefficient].map(|number| number.to_string());
        record(&mut out, [term.term, term.voice, term.speech, &numbers[0], &numbers[1]]);
    }
    // Terms are UTF-8, and so is everything else written here.
    String::from_utf8_lossy(&out).into_owned()
}
