//! Formats of results, chosen by a flag or by the ending of the output.

use std::path::Path;

use clap::{Args, ValueEnum};

use crate::error::{Error, ErrorKind, Result};
use crate::tables::table::unpacked_name;

/// Chooses among the formats that every result has.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct FormatArg {
    /// Format of the result
    #[arg(long, value_enum, default_value_t = Format::Text, help_heading = "Output")]
    pub(crate) format: Format,
}

/// Formats of results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For a person
    Text,
    /// One JSON object a line
    Jsonl,
    /// A table
    Csv,
}

/// Formats of results that also have a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
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
    pub(crate) const ENDINGS: [(&str, ReportFormat); 5] = [
        ("jsonl", ReportFormat::Jsonl),
        ("json", ReportFormat::Jsonl),
        ("csv", ReportFormat::Csv),
        ("html", ReportFormat::Html),
        ("htm", ReportFormat::Html),
    ];
}

/// The format that a file's ending stands for; an ending of compression may follow it.
pub(crate) fn by_ending<F: Copy>(file: Option<&Path>, endings: &[(&str, F)]) -> Option<F> {
    let name = file?.to_string_lossy().to_lowercase();
    let (_, ending) = unpacked_name(&name).rsplit_once('.')?;
    endings.iter().find(|(known, _)| *known == ending).map(|&(_, format)| format)
}

/// Endings of formats that no result has.
pub(crate) const OTHER_ENDINGS: [&str; 11] =
    ["tsv", "tab", "xlsx", "xls", "ods", "pdf", "docx", "doc", "odt", "rtf", "parquet"];

/// Refuses a file whose ending promises a format that is not written, unless the format was given.
pub(crate) fn refuse_ending<F: Copy>(format: Option<F>, file: Option<&Path>, endings: &[(&str, F)]) -> Result<()> {
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
