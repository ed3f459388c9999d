//! The arguments of `oped score`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::cli::args::common::{Common, parse_prior};
use crate::cli::args::format::{FormatArg, ResultFormat};
use crate::cli::args::tables::{ColumnArgs, parse_encoding};
use crate::cli::kind::InputKind;
use crate::label::Probability;
use crate::score::{Gate, Sought};
use crate::tables::table::TableParams;
use crate::text::Encoding;

/// Arguments of `oped score`.
#[derive(Debug, Args)]
pub(in crate::cli) struct ScoreArgs {
    /// Articles (.txt, .md, .html, .eml, .rss, .vtt, .docx, …), tables (.csv, .tsv, .jsonl), folders of them; .gz and .zst too; - is standard input
    #[arg(value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    /// The model; by default the shipped one
    #[arg(short, long, value_name = "MODEL")]
    pub(super) model: Option<PathBuf>,
    /// Share of opinion among the paragraphs where the files come from; by default that of the training data
    #[arg(long, value_name = "SHARE", value_parser = parse_prior)]
    pub(super) prior: Option<Probability>,
    /// Type of the files
    #[arg(long, value_enum, default_value_t = InputKind::Auto, help_heading = "Input")]
    pub(super) input: InputKind,
    /// Encoding of the files, by any name of the web's standard; by default guessed
    #[arg(long, value_name = "NAME", value_parser = parse_encoding, help_heading = "Input")]
    pub(super) encoding: Option<Encoding>,
    /// Show headings, menus and other blocks that are not scored
    #[arg(long, help_heading = "Output")]
    pub(super) blocks: bool,
    /// Show one line for each article, mismatches first: verdict, what it declares, how many paragraphs argue, turns, headline
    #[arg(long, help_heading = "Output", conflicts_with = "resume")]
    pub(super) summary: bool,
    /// Write a table of the articles too, a row for each: .csv, .jsonl or .parquet
    #[arg(long, value_name = "FILE", help_heading = "Output", conflicts_with = "resume")]
    pub(super) articles: Option<PathBuf>,
    /// Exit with status 1 if any article is one of these, separated by commas. Names each on stderr, also with -q
    #[arg(long, value_enum, value_name = "LIST", value_delimiter = ',', ignore_case = true)]
    pub(super) fail_on: Vec<FailOn>,
    #[command(flatten)]
    pub(super) columns: ColumnArgs,
    /// Read the text of each row as an article: split it into paragraphs, at blank lines, <p> and <br>, or as its list has them
    #[arg(long, help_heading = "Tables")]
    pub(super) split: bool,
    #[command(flatten)]
    pub(super) format: FormatArg<ResultFormat>,
    /// Resume an interrupted run; results are kept in FILE.part until they are complete
    #[arg(long, help_heading = "Output")]
    pub(super) resume: bool,
    #[command(flatten)]
    pub(super) common: Common,
}

impl ScoreArgs {
    pub(super) fn encoding(&self) -> Option<Encoding> {
        self.encoding
    }

    pub(super) fn table_params(&self) -> TableParams {
        TableParams {
            format: self.input.table_format(),
            lists: true,
            as_written: self.split,
            ..self.columns.params(false, self.encoding())
        }
    }

    pub(super) fn gate(&self) -> Gate {
        Gate::new(self.fail_on.iter().map(|looked_for| looked_for.sought()))
    }

    pub(super) fn format(&self) -> ResultFormat {
        self.format.of(self.common.output.as_deref())
    }
}

/// What `--fail-on` looks for. A row of a table that belongs to no article is an article of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FailOn {
    /// It reports
    News,
    /// It argues
    Opinion,
    /// It does both
    Mixed,
    /// No verdict: too short, mostly unsure, undecided, or no paragraph at all
    Unsure,
    /// The page declares news, and it turns or argues in two fifths of its words; or opinion, and it reports
    Mismatch,
}

impl FailOn {
    fn sought(self) -> Sought {
        match self {
            FailOn::News => Sought::News,
            FailOn::Opinion => Sought::Opinion,
            FailOn::Mixed => Sought::Mixed,
            FailOn::Unsure => Sought::Unsure,
            FailOn::Mismatch => Sought::Mismatch,
        }
    }
}
