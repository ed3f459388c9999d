//! Arguments of `oped audit`.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::args::common::{Common, parse_prior};
use crate::cli::args::format::{AuditFormat, FormatArg};
use crate::cli::args::tables::{ColumnArgs, parse_encoding};
use crate::cli::audit::review_args::ReviewArgs;
use crate::cli::{args::fit::FitArgs, kind::InputKind, reading::read_input};
use crate::error::{Error, ErrorKind, Result};
use crate::label::Probability;
use crate::tables::sheet::is_filled;
use crate::tables::table::{TableParams, Unlabelled};
use crate::text::Encoding;

/// Arguments of `oped audit`.
#[derive(Debug, Args)]
#[command(after_help = WHAT_IT_DOES)]
pub(in crate::cli) struct AuditArgs {
    /// Articles (.txt, .md, .html, .eml, .rss, .vtt, .docx, …), or labelled tables (.csv, .tsv, .jsonl); .gz and .zst too; - is standard input
    #[arg(value_name = "FILE", required = true)]
    pub(super) files: Vec<PathBuf>,
    /// The model that explains or queues; by default the shipped one. Labels are judged by models trained on the table itself
    #[arg(short, long, value_name = "MODEL")]
    pub(super) model: Option<PathBuf>,
    /// Share of opinion among the paragraphs where the files come from; by default that of the training data
    #[arg(long, value_name = "SHARE", value_parser = parse_prior)]
    pub(super) prior: Option<Probability>,
    /// For tables too: show the evidence for the model's label of each row, not the labels that are probably wrong
    #[arg(long, conflicts_with_all = ["queue", "apply", "undo"])]
    pub(super) evidence: bool,
    /// Choose the N unlabelled rows that are most useful to label next
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..), conflicts_with_all = ["apply", "undo"])]
    pub(super) queue: Option<u32>,
    /// Show N terms per paragraph, or N label issues; the other formats have all of them
    #[arg(long, value_name = "N")]
    pub(super) top: Option<u32>,
    /// Exit with status 1 if there are more than N label issues
    #[arg(long, value_name = "N", conflicts_with_all = ["evidence", "queue", "apply", "undo"])]
    pub(super) fail_over: Option<u32>,
    /// Labels were given to whole articles: the labels of a paragraph's neighbours say nothing about its own
    #[arg(long, conflicts_with_all = ["evidence", "queue", "apply", "undo"])]
    pub(super) inherited_labels: bool,
    /// Also show issues that were kept or corrected before, according to the table's journal
    #[arg(long, conflicts_with_all = ["evidence", "queue", "apply", "undo"])]
    pub(super) all: bool,
    /// Apply a sheet that was made with -o SHEET.csv and filled in: the verdicts keep, flip, drop and unsure, or the labels of a queue
    #[arg(long, value_name = "SHEET", conflicts_with = "undo", help_heading = "Corrections")]
    pub(super) apply: Option<PathBuf>,
    /// Take back what was applied last, using the journal beside the table
    #[arg(long, help_heading = "Corrections")]
    pub(super) undo: bool,
    /// The journal of decisions; by default the table's name with .journal added
    #[arg(long, value_name = "FILE", help_heading = "Corrections")]
    pub(super) journal: Option<PathBuf>,
    /// Who decided, if the sheet does not say
    #[arg(long, value_name = "NAME", requires = "apply", help_heading = "Corrections")]
    pub(super) by: Option<String>,
    /// When it was decided, if the sheet does not say
    #[arg(long, value_name = "DATE", requires = "apply", help_heading = "Corrections")]
    pub(super) when: Option<String>,
    /// Correct rows of a test set too
    #[arg(long, requires = "apply", help_heading = "Corrections")]
    pub(super) with_test_rows: bool,
    #[command(flatten)]
    pub(super) serve: ReviewArgs,
    /// Type of the files
    #[arg(long, value_enum, default_value_t = InputKind::Auto, help_heading = "Input")]
    pub(super) input: InputKind,
    /// Encoding of the files, by any name of the web's standard; by default guessed
    #[arg(long, value_name = "NAME", value_parser = parse_encoding, help_heading = "Input")]
    pub(super) encoding: Option<Encoding>,
    #[command(flatten)]
    pub(super) columns: ColumnArgs,
    /// Column that names who labelled the row
    #[arg(long, value_name = "NAME", default_value = "annotator", help_heading = "Tables")]
    pub(super) annotator_column: String,
    /// Column that marks the rows of a test set with the word test
    #[arg(long, value_name = "NAME", default_value = "split", help_heading = "Tables")]
    pub(super) split_column: String,
    #[command(flatten)]
    pub(super) fit: FitArgs,
    #[command(flatten)]
    pub(super) format: FormatArg<AuditFormat>,
    #[command(flatten)]
    pub(super) common: Common,
}

const WHAT_IT_DOES: &str = "\
For an article: each paragraph's label and the exact weight of each term behind it; the words that the model does not know, and \
what would change the label. For a labelled table: labels that are probably wrong, according to models that were not trained on \
the row's group; duplicates, contradictions, odd sources and odd rows. As CSV the result is a sheet with an empty column \
verdict: fill it in and apply it with --apply; --undo takes that back, byte for byte.";

impl AuditArgs {
    pub(super) fn format(&self) -> AuditFormat {
        self.format.of(self.common.output.as_deref())
    }

    pub(super) fn encoding(&self) -> Option<Encoding> {
        self.encoding
    }

    pub(super) fn table_params(&self, labels_required: bool) -> TableParams {
        let format = self.input.table_format();
        // Rows without a label are for the queue.
        let unlabelled = Unlabelled::Keep;
        TableParams { format, unlabelled, ..self.columns.params(labels_required, self.encoding()) }
    }

    /// The arguments of an audit of one table without any flag.
    #[cfg(feature = "serve")]
    pub(super) fn of_table(table: &Path) -> AuditArgs {
        #[derive(clap::Parser)]
        struct Line {
            #[command(flatten)]
            args: AuditArgs,
        }
        let words = ["audit".as_ref(), "--serve".as_ref(), "--".as_ref(), table.as_os_str()];
        <Line as clap::Parser>::parse_from(words).args
    }

    /// The files that the output must not replace.
    pub(super) fn inputs(&self) -> Vec<&Path> {
        self.files.iter().chain(&self.model).chain(&self.apply).chain(&self.journal).map(PathBuf::as_path).collect()
    }

    /// Refuses to replace a sheet with a filled-in cell in this column: that is hours of a person's work.
    pub(super) fn refuse_filled(&self, column: &str) -> Result<()> {
        match self
            .common
            .output
            .as_deref()
            .filter(|path| path.is_file() && read_input(path).is_ok_and(|bytes| is_filled(&bytes, column)))
        {
            None => Ok(()),
            Some(path) => {
                let what = format!("its column \"{column}\" is filled in and would be lost");
                let error = Error::new(ErrorKind::Usage, what).at(path.display().to_string(), None);
                Err(error.remedy("name another file with -o"))
            }
        }
    }
}
