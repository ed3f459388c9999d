//! Formats of results, chosen by a flag or by the ending of the output.

use std::path::Path;

use clap::{Args, ValueEnum};

use crate::error::{Error, ErrorKind, Result};
use crate::tables::table::unpacked_name;

/// Chooses a format, one of those that a verb can write.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct FormatArg<F: ValueEnum + Default + Send + Sync + 'static> {
    /// Format of the result; by default from the ending of FILE, else text
    #[arg(long, value_enum, help_heading = "Output")]
    pub(crate) format: Option<F>,
}

/// Formats of the results of `train` and `inspect`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For a person
    Text,
    /// One JSON object a line
    Jsonl,
    /// A table
    Csv,
}

/// Formats of the results of `audit`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum AuditFormat {
    /// For a person
    #[default]
    Text,
    /// One JSON object a line
    Jsonl,
    /// A table
    Csv,
    /// A page with drawings, in one file
    Html,
    /// Of a table: label issues or a queue as tasks of Label Studio, a JSON list
    LabelStudio,
    /// Of a table: label issues or a queue as tasks of Prodigy, one JSON object a line
    Prodigy,
}

/// Formats of reports: of `evaluate`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// For a person
    #[default]
    Text,
    /// One JSON object a line
    Jsonl,
    /// A table
    Csv,
    /// A page with drawings, in one file
    Html,
}

/// Formats of scored paragraphs: of `score`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ResultFormat {
    /// For a person
    #[default]
    Text,
    /// One JSON object a line
    Jsonl,
    /// A table
    Csv,
    /// A page with drawings, in one file
    Html,
    /// A table in Parquet, if built into oped
    Parquet,
    /// Annotations of GitHub: articles that --fail-on finds, else pages that are not what they declare
    Github,
}

/// Endings of files, each with the name of its format.
const ENDINGS: [(&str, &str); 7] = [
    ("jsonl", "jsonl"),
    ("ndjson", "jsonl"),
    ("json", "jsonl"),
    ("csv", "csv"),
    ("html", "html"),
    ("htm", "html"),
    ("parquet", "parquet"),
];
/// Endings of formats that no verb writes.
const OTHERS: [&str; 10] = ["tsv", "tab", "xlsx", "xls", "ods", "pdf", "docx", "doc", "odt", "rtf"];

impl<F: ValueEnum + Default + Send + Sync + 'static> FormatArg<F> {
    /// The format for this output: the one given, else that of its ending, else text.
    pub(crate) fn of(&self, output: Option<&Path>) -> F {
        let by_ending = || F::from_str(ending(output?)?.1, false).ok();
        self.format.clone().or_else(by_ending).unwrap_or_default()
    }

    /// Refuses an output whose ending promises a format that is not written here, unless a format was given.
    pub(crate) fn refuse_ending(&self, output: Option<&Path>) -> Result<()> {
        let Some(output) = output.filter(|_| self.format.is_none()) else { return Ok(()) };
        match ending(output).filter(|(_, format)| F::from_str(format, false).is_err()) {
            Some((ending, _)) => Err(Error::new(ErrorKind::Usage, format!("results are not written as .{ending}"))
                .at(output.display().to_string(), None)
                .remedy("name a .csv, .jsonl or .html file, or give --format")),
            None => Ok(()),
        }
    }
}

/// The known ending of a file, and the name of its format; an ending of compression may follow.
fn ending(file: &Path) -> Option<(&'static str, &'static str)> {
    let name = file.to_string_lossy().to_lowercase();
    let (_, ending) = unpacked_name(&name).rsplit_once('.')?;
    ENDINGS.into_iter().chain(OTHERS.map(|other| (other, other))).find(|(known, _)| *known == ending)
}

impl ResultFormat {
    /// Whether the columns of all tables become columns of the result.
    pub(crate) fn is_table(self) -> bool {
        matches!(self, ResultFormat::Csv | ResultFormat::Parquet)
    }

    /// Whether a result that was cut off can be continued.
    pub(crate) fn is_lines(self) -> bool {
        matches!(self, ResultFormat::Csv | ResultFormat::Jsonl)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ending_chooses_the_format_unless_one_is_given() {
        let chosen = |format, name| FormatArg::<ReportFormat> { format }.of(Some(Path::new(name)));
        assert_eq!(chosen(None, "r.NDJSON.gz"), ReportFormat::Jsonl);
        assert_eq!(chosen(None, "r.htm"), ReportFormat::Html);
        assert_eq!(chosen(None, "csv"), ReportFormat::Text);
        assert_eq!(chosen(Some(ReportFormat::Csv), "r.htm"), ReportFormat::Csv);
    }

    #[test]
    fn an_ending_that_a_verb_does_not_write_is_refused() {
        let is_refused =
            |name| FormatArg::<ReportFormat> { format: None }.refuse_ending(Some(Path::new(name))).is_err();
        assert!(is_refused("r.parquet") && is_refused("r.xlsx.gz"));
        assert!(!is_refused("r.csv") && !is_refused("r.log") && !is_refused("r"));
        assert!(FormatArg::<ResultFormat> { format: None }.refuse_ending(Some(Path::new("r.parquet"))).is_ok());
        let given = FormatArg { format: Some(ReportFormat::Text) };
        assert!(given.refuse_ending(Some(Path::new("r.pdf"))).is_ok());
    }
}
