//! The command line: one file for each verb.

pub mod args;
mod audit;
mod evaluate;
mod files;
mod flags;
mod input;
mod inspect;
mod kind;
mod output;
mod pipeline;
mod progress;
mod resume;
mod score;
mod train;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, Parser, Subcommand, ValueEnum};
use input::Input;

use crate::error::{Error, ErrorKind, Result};
use crate::label::{Label, Probability};
use crate::model::Model;
use crate::model::file::FORMAT;
use crate::tables::rows::Table;
use crate::tables::table::{TableFormat, TableParams, Unlabelled, read_table};
use crate::text::Encoding;

/// Says, paragraph by paragraph, whether an article reports or argues, and where it turns.
#[derive(Debug, Parser)]
#[command(name = "oped", version, max_term_width = 100, after_help = EXIT_STATUS)]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

const EXIT_STATUS: &str = "Exit status: 0 done; 1 findings, where a --fail-… flag asked for them; 2 could not.";

#[derive(Debug, Subcommand)]
enum Verb {
    /// Label the paragraphs of articles, or the rows of tables
    Score(score::ScoreArgs),
    /// Train a model on labelled tables
    Train(train::TrainArgs),
    /// Say how good a model is on labelled tables, or cross-validate on them
    Evaluate(evaluate::EvaluateArgs),
    /// Say why an article's paragraphs are labelled as they are, or which labels of a table are probably wrong
    Audit(Box<audit::AuditArgs>),
    /// Show what a model says about itself
    Inspect(inspect::InspectArgs),
}

/// How the program ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ExitStatus {
    /// Everything was done.
    Done,
    /// Everything was done, and what a `--fail-…` flag looks for was found.
    Findings,
    /// Something could not be done.
    Failed,
}

impl From<ExitStatus> for ExitCode {
    fn from(status: ExitStatus) -> ExitCode {
        ExitCode::from(match status {
            ExitStatus::Done => 0,
            ExitStatus::Findings => 1,
            ExitStatus::Failed => 2,
        })
    }
}

/// Runs the program with the process's arguments.
pub fn main() -> ExitCode {
    #[cfg(feature = "parquet")]
    crate::tables::table::silence_guarded_panics();
    let status = match Cli::parse().verb {
        Verb::Score(args) => score::run(&args),
        Verb::Train(args) => train::run(&args),
        Verb::Evaluate(args) => evaluate::run(&args),
        Verb::Audit(args) => audit::run(&args),
        Verb::Inspect(args) => inspect::run(&args),
    };
    match status {
        Ok(status) => status,
        // The reader of our output went away: nothing more to do, and nothing wrong.
        Err(error) if error.is_broken_pipe() => ExitStatus::Done,
        Err(error) => {
            complain(&error);
            ExitStatus::Failed
        }
    }
    .into()
}

/// One line on stderr.
fn complain(error: &Error) {
    say("error", &flags::told(error));
}

/// A line on stderr. Names and texts of the input are quoted in it, so it is made printable. That nobody reads stderr is no
/// reason to stop.
fn say(kind: &str, text: &str) {
    let _ = writeln!(std::io::stderr(), "oped: {kind}: {}", crate::text::printable(text));
}

/// The flag that chooses among the formats that every result has.
#[derive(Debug, Clone, Copy, Args)]
struct FormatArg {
    /// Format of the result
    #[arg(long, value_enum, default_value_t = Format::Text, help_heading = "Output")]
    format: Format,
}

/// Flags of every verb.
#[derive(Debug, Clone, Args)]
struct Common {
    /// Write the result to a file, which appears only when it is whole
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    output: Option<PathBuf>,
    /// Colour the text
    #[arg(long, value_enum, default_value_t = Color::Auto, help_heading = "Output")]
    color: Color,
    /// Threads; 0 for one a core. The result does not depend on it
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u16).range(0..=256), help_heading = "Output")]
    threads: u16,
    /// No notes on stderr, only errors
    #[arg(short, long, conflicts_with = "verbose", help_heading = "Output")]
    quiet: bool,
    /// Tell more
    #[arg(short, long, help_heading = "Output")]
    verbose: bool,
}

/// Formats of results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For a person
    Text,
    /// One JSON object a line
    Jsonl,
    /// A table
    Csv,
}

/// Formats of results that are also drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ReportFormat {
    /// For a person
    Text,
    /// One JSON object a line
    Jsonl,
    /// A table
    Csv,
    /// A page with drawings, in one file
    Html,
}

impl ReportFormat {
    const ENDINGS: [(&str, ReportFormat); 5] = [
        ("jsonl", ReportFormat::Jsonl),
        ("json", ReportFormat::Jsonl),
        ("csv", ReportFormat::Csv),
        ("html", ReportFormat::Html),
        ("htm", ReportFormat::Html),
    ];
}

/// What the ending of a file's name stands for, behind which one of compression may stand.
fn by_ending<F: Copy>(file: Option<&std::path::Path>, endings: &[(&str, F)]) -> Option<F> {
    let name = file?.to_string_lossy().to_lowercase();
    let (_, ending) = crate::tables::table::unpacked_name(&name).rsplit_once('.')?;
    endings.iter().find(|(known, _)| *known == ending).map(|&(_, format)| format)
}

/// Endings that promise what no result is.
const OTHER_ENDINGS: [&str; 11] = ["tsv", "tab", "xlsx", "xls", "ods", "pdf", "docx", "doc", "odt", "rtf", "parquet"];

/// Refuses a file whose name promises something that is not written; where the format was said, the name may be any.
fn refuse_ending<F: Copy>(format: Option<F>, file: Option<&std::path::Path>, endings: &[(&str, F)]) -> Result<()> {
    let Some(file) = file.filter(|file| format.is_none() && by_ending(Some(file), endings).is_none()) else {
        return Ok(());
    };
    match by_ending(Some(file), &OTHER_ENDINGS.map(|ending| (ending, ending))) {
        Some(ending) => Err(Error::new(ErrorKind::Usage, format!("results are not written as .{ending}"))
            .at(file.display().to_string(), None)
            .remedy("name a .csv, .jsonl or .html file, or give --format")),
        None => Ok(()),
    }
}

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Which column holds what.
#[derive(Debug, Clone, Args)]
struct ColumnArgs {
    /// Column of the paragraphs
    #[arg(long, value_name = "NAME", default_value = "text", help_heading = "Tables")]
    text_column: String,
    /// Column of the labels
    #[arg(long, value_name = "NAME", default_value = "label", help_heading = "Tables")]
    label_column: String,
    /// Column of the articles
    #[arg(long, value_name = "NAME", default_value = "article", help_heading = "Tables")]
    article_column: String,
    /// Column of the publishers
    #[arg(long, value_name = "NAME", default_value = "source", help_heading = "Tables")]
    source_column: String,
    /// Other spellings of the labels, such as OBJ=news,SUBJ=opinion
    #[arg(long, value_name = "FROM=LABEL", value_delimiter = ',', value_parser = parse_mapping, help_heading = "Tables")]
    label_map: Vec<(String, Label)>,
    /// Character between fields, or "tab"; by the file's name otherwise
    #[arg(long, value_name = "CHAR", value_parser = parse_delimiter, help_heading = "Tables")]
    delimiter: Option<u8>,
}

/// How labelled tables are read.
#[derive(Debug, Clone, Args)]
struct TableArgs {
    /// What the tables are
    #[arg(long, value_enum, default_value_t = TableKind::Auto, help_heading = "Tables")]
    input: TableKind,
    /// Encoding of the tables; guessed otherwise
    #[arg(long, value_enum, value_name = "NAME", help_heading = "Tables")]
    encoding: Option<EncodingArg>,
    /// Leave out rows whose label is empty
    #[arg(long, help_heading = "Tables")]
    skip_unlabelled: bool,
    #[command(flatten)]
    columns: ColumnArgs,
}

impl TableArgs {
    fn params(&self) -> TableParams {
        let format = match self.input {
            TableKind::Auto => None,
            TableKind::Csv => Some(TableFormat::Csv),
            TableKind::Tsv => Some(TableFormat::Tsv),
            TableKind::Jsonl => Some(TableFormat::JsonLines),
            TableKind::Parquet => Some(TableFormat::Parquet),
        };
        let unlabelled = if self.skip_unlabelled { Unlabelled::Keep } else { Unlabelled::Refuse };
        TableParams { format, unlabelled, ..self.columns.params(true, self.encoding.map(Encoding::from)) }
    }
}

/// What a table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum TableKind {
    /// By its name, then by its first bytes
    Auto,
    /// Fields between commas
    Csv,
    /// Fields between tabs
    Tsv,
    /// One JSON object a line
    Jsonl,
    /// Parquet, where oped was built with it
    Parquet,
}

impl ColumnArgs {
    fn params(&self, labels_required: bool, encoding: Option<Encoding>) -> TableParams {
        TableParams {
            text_column: self.text_column.clone(),
            label_column: self.label_column.clone(),
            article_column: self.article_column.clone(),
            source_column: self.source_column.clone(),
            label_map: self.label_map.clone(),
            labels_required,
            unlabelled: Unlabelled::Refuse,
            format: None,
            delimiter: self.delimiter,
            encoding,
        }
    }
}

fn parse_mapping(text: &str) -> std::result::Result<(String, Label), String> {
    let (from, to) = text.split_once('=').ok_or("write it as FROM=news or FROM=opinion")?;
    let label = Label::parse(to).ok_or_else(|| format!("\"{to}\" is neither news nor opinion"))?;
    Ok((from.to_owned(), label))
}

fn parse_delimiter(text: &str) -> std::result::Result<u8, String> {
    match text.as_bytes() {
        b"tab" | b"\\t" => Ok(b'\t'),
        [byte] if byte.is_ascii() && !matches!(byte, b'"' | b'\n' | b'\r') => Ok(*byte),
        _ => Err("give one ASCII character, or tab".to_owned()),
    }
}

/// Encodings that can be named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum EncodingArg {
    #[value(name = "utf-8")]
    Utf8,
    #[value(name = "windows-1252", alias = "latin1")]
    Windows1252,
    #[value(name = "utf-16le")]
    Utf16Le,
    #[value(name = "utf-16be")]
    Utf16Be,
}

impl From<EncodingArg> for Encoding {
    fn from(arg: EncodingArg) -> Encoding {
        match arg {
            EncodingArg::Utf8 => Encoding::Utf8,
            EncodingArg::Windows1252 => Encoding::Windows1252,
            EncodingArg::Utf16Le => Encoding::Utf16Le,
            EncodingArg::Utf16Be => Encoding::Utf16Be,
        }
    }
}

/// Reads a file, or standard input where the name is `-`; unpacked where it is compressed.
fn read_input(path: &std::path::Path) -> Result<Vec<u8>> {
    Input::open(path, &Arc::default())?.read_all().map_err(|error| Error::io(path, &error))
}

/// Reads labelled tables, of which some row must have a label.
fn read_tables(paths: &[PathBuf], params: &TableParams, quiet: bool) -> Result<Vec<Table>> {
    let read = |path: &PathBuf| read_table(&path.display().to_string(), &read_input(path)?, params);
    let tables: Vec<Table> = paths.iter().map(read).collect::<Result<_>>()?;
    let (rows, skipped) =
        tables.iter().fold((0, 0), |(rows, skipped), table| (rows + table.rows.len(), skipped + table.unlabelled()));
    if rows == skipped {
        return Err(Error::new(ErrorKind::Empty, "no row has a label")
            .remedy("fill in some, or see which to label first with oped audit --queue"));
    }
    if skipped > 0 && !quiet {
        say("note", &format!("{} without a label, left out", crate::report::shared::words::count(skipped, "row")));
    }
    Ok(tables)
}

/// The name of the model inside the program. A file of this name is `./shipped`.
const SHIPPED: &str = "shipped";

/// The model in a file, or the shipped one.
fn load_model(path: Option<&std::path::Path>) -> Result<Model> {
    match path.filter(|path| path.as_os_str() != SHIPPED) {
        Some(path) => {
            let bytes = read_input(path).map_err(|error| if is_nearly_shipped(path) { hint(error) } else { error })?;
            Model::from_bytes(&bytes).map_err(|error| error.at(path.display().to_string(), None))
        }
        None => Model::shipped(),
    }
}

fn hint(error: Error) -> Error {
    error.remedy("did you mean shipped, the model inside the program?")
}

/// Whether a file that is not there has the name of the shipped model but for two letters.
fn is_nearly_shipped(path: &std::path::Path) -> bool {
    let name = path.to_string_lossy().to_lowercase();
    !path.exists() && edits(&name, SHIPPED) <= 2
}

/// How many characters must be put in, left out or exchanged to make one word the other (Levenshtein).
fn edits(from: &str, to: &str) -> usize {
    let mut costs: Vec<usize> = (0..=to.chars().count()).collect();
    for (row, a) in from.chars().enumerate() {
        let mut before = std::mem::replace(&mut costs[0], row + 1);
        for (column, b) in to.chars().enumerate() {
            let exchanged = before + usize::from(a != b);
            before = costs[column + 1];
            costs[column + 1] = exchanged.min(before + 1).min(costs[column] + 1);
        }
    }
    costs.last().copied().unwrap_or(0)
}

/// The model, calibrated to a stated share of opinion where one is given. Says so where it is old.
fn load_model_for(path: Option<&std::path::Path>, prior: Option<Probability>, quiet: bool) -> Result<Model> {
    let model = load_model(path)?;
    if model.card.format < FORMAT && !quiet {
        let name = path.map_or_else(|| SHIPPED.to_owned(), |path| path.display().to_string());
        say("note", &format!("{name}: this model is of an older oped, which read other terms; train it again"));
    }
    Ok(match prior {
        Some(prior) => model.with_prior(prior),
        None => model,
    })
}

/// What a page calls the model.
fn model_name(path: Option<&std::path::Path>, prior: Option<Probability>) -> String {
    let path = path.filter(|path| path.as_os_str() != SHIPPED).and_then(std::path::Path::file_name);
    let name =
        path.map_or_else(|| "its shipped model".to_owned(), |name| format!("the model {}", name.to_string_lossy()));
    name + &prior.map_or_else(String::new, |prior| format!(", told that {} of the paragraphs are opinion", prior.0))
}

/// A share between 0 and 1, both excluded.
fn parse_prior(text: &str) -> std::result::Result<Probability, String> {
    let share = text.parse().ok().filter(|share: &f64| *share > 0.0 && *share < 1.0);
    share.map(Probability).ok_or_else(|| "give a share between 0 and 1, such as 0.1".to_owned())
}

/// Sets the number of threads of the whole program.
fn set_threads(threads: u16) -> Result<()> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads.into())
        .build_global()
        .map_err(|error| Error::new(ErrorKind::Usage, format!("the threads could not be started: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_levenshteins() {
        for (from, to, cost) in [("kitten", "sitting", 3), ("", "ab", 2), ("flaw", "lawn", 2), ("same", "same", 0)] {
            assert_eq!((edits(from, to), edits(to, from)), (cost, cost), "{from} {to}");
        }
    }
}
