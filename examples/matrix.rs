//! Writes the document-term matrix of labelled tables in svmlight's format, for comparing solvers: term weights are those of training,
//! and every row has the same weight. The time and the objective of our solver go to standard error.
//!
//! ```text
//! cargo run --release --example matrix -- TABLE… > matrix.svm
//! RAYON_NUM_THREADS=1 cargo run --release --example matrix -- TABLE… > /dev/null
//! liblinear-train -s 0 -c 1 -B 1 -R -e 0.0001 matrix.svm    # the same objective: alpha 1, the intercept unpenalised
//! ```

use std::io::{BufWriter, Write};
use std::process::ExitCode;
use std::time::Instant;

use oped::error::{Error, Result};
use oped::label::Label;
use oped::language::Language;
use oped::learn::fit::counts::{Counts, Document};
use oped::learn::fit::matrix::{CsrMatrix, Matrix};
use oped::learn::fit::selection::VocabularyParams;
use oped::learn::fit::solver::{SolverParams, WeightedLabels, fit_sparse};
use oped::learn::fit::term_weights::TermWeights;
use oped::learn::fit::weighted_rows::WeightedRows;
use oped::tables::rows::Table;
use oped::tables::table::{TableParams, read_table};
use oped::terms::Extractor;
use oped::voice::{Passage, SourceSpan, source_spans};

/// Runs of our solver; the median counts.
const RUNS: usize = 5;

fn tables() -> Result<Vec<Table>> {
    let read = |path: String| -> Result<Table> {
        let bytes = std::fs::read(&path).map_err(|error| Error::io(&path, &error))?;
        read_table(&path, &bytes, &TableParams::default())
    };
    std::env::args().skip(1).map(read).collect()
}

/// The spans of each row in which a source speaks.
fn sources(table: &Table) -> Vec<Vec<SourceSpan>> {
    let of_article = |range: std::ops::Range<usize>| {
        let passages: Vec<Passage<'_>> = table.rows[range].iter().map(|row| row.text.as_str().into()).collect();
        source_spans(&passages)
    };
    table.articles().into_iter().flat_map(of_article).collect()
}

fn solve(matrix: &WeightedRows<'_>, labels: &[Label]) -> Result<()> {
    let mut seconds = Vec::with_capacity(RUNS);
    for run in 0..RUNS {
        let (matrix, targets) = (matrix.clone(), WeightedLabels::unweighted(labels.to_vec()));
        let start = Instant::now();
        let solution = fit_sparse(matrix, targets, SolverParams::default())?;
        seconds.push(start.elapsed().as_secs_f64());
        if run == 0 {
            eprintln!("objective {:.6} in {} steps", solution.objective, solution.iterations);
        }
    }
    seconds.sort_unstable_by(f64::total_cmp);
    eprintln!("{:.3} s on {} threads", seconds[RUNS / 2], rayon::current_num_threads());
    Ok(())
}

fn write(matrix: &CsrMatrix, labels: &[Label]) -> std::io::Result<()> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    for (row, label) in labels.iter().enumerate() {
        write!(out, "{:+}", label.sign())?;
        let (columns, values) = matrix.row(row);
        columns.iter().zip(values).try_for_each(|(column, value)| write!(out, " {}:{value}", column + 1))?;
        writeln!(out)?;
    }
    out.flush()
}

fn run() -> Result<()> {
    let tables = tables()?;
    let sources: Vec<Vec<SourceSpan>> = tables.iter().flat_map(sources).collect();
    let rows = || tables.iter().flat_map(|table| &table.rows);
    let documents: Vec<Document<'_>> =
        rows().zip(&sources).map(|(row, sources)| Document { text: &row.text, sources }).collect();
    let labels: Vec<Label> = rows().map(|row| row.label.unwrap_or(Label::News)).collect();
    let params = VocabularyParams::default();
    let mut counts = Counts::new(&Extractor::new(Language::English), &documents, params.min_df);
    let all: Vec<usize> = (0..documents.len()).collect();
    let mut is_feature = vec![false; counts.terms().len()];
    TermWeights::fit(&counts, &all, params).features().iter().for_each(|&term| is_feature[term as usize] = true);
    counts.keep(&is_feature);
    let mut weights = TermWeights::fit(&counts, &all, params);
    weights.supervise(&counts, &all, &WeightedLabels::unweighted(labels.clone()));
    let matrix = WeightedRows::new(&counts, &all, &weights);
    eprintln!("{} rows, {} columns, {} entries", matrix.rows(), matrix.columns(), matrix.stored());
    solve(&matrix, &labels)?;
    write(&matrix.to_csr(weights.features()), &labels).map_err(|error| Error::io("standard output", &error))
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("matrix: error: {error}");
            ExitCode::from(2)
        }
    }
}
