//! How tables are read: flags of every verb that reads them.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::label::Label;
use crate::tables::table::{INHERITED, KIND, KindColumns, TableFormat, TableParams, Unlabelled};
use crate::text::Encoding;

/// Names of columns.
#[derive(Debug, Clone, Args)]
pub(crate) struct ColumnArgs {
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
    /// Other spellings of the labels, such as OBJ=news,SUBJ=opinion; X=skip leaves out the rows of a label
    #[arg(long, value_name = "FROM=LABEL", value_delimiter = ',', value_parser = parse_mapping, help_heading = "Tables")]
    label_map: Vec<(String, Option<Label>)>,
    /// Character between fields, or "tab"; by default the one that the header shows
    #[arg(long, value_name = "CHAR", value_parser = parse_delimiter, help_heading = "Tables")]
    delimiter: Option<u8>,
}

/// How labelled tables are read.
#[derive(Debug, Clone, Args)]
pub(crate) struct TableArgs {
    /// Type of the tables
    #[arg(long, value_enum, default_value_t = TableKind::Auto, help_heading = "Tables")]
    input: TableKind,
    /// Encoding of the tables, by any name of the web's standard; by default guessed
    #[arg(long, value_name = "NAME", value_parser = parse_encoding, help_heading = "Tables")]
    encoding: Option<Encoding>,
    /// Leave out rows whose label is empty
    #[arg(long, help_heading = "Tables")]
    skip_unlabelled: bool,
    #[command(flatten)]
    columns: ColumnArgs,
}

/// Tables with inherited labels, and the columns that tell them from read ones.
#[derive(Debug, Clone, Args)]
pub(crate) struct InheritedArgs {
    /// Tables whose labels are those of the articles' sections. They are trained on with doubt, and nothing is measured on them
    #[arg(long, value_name = "TABLE", num_args = 1.., help_heading = "Tables")]
    pub(crate) inherited: Vec<PathBuf>,
    /// Column that says whether a label is read or inherited
    #[arg(long, value_name = "NAME", default_value = KIND, help_heading = "Tables")]
    kind_column: String,
    /// Column of the inherited label of a paragraph whose label is read
    #[arg(long, value_name = "NAME", default_value = INHERITED, help_heading = "Tables")]
    inherited_column: String,
}

impl InheritedArgs {
    pub(crate) fn columns(&self) -> KindColumns {
        KindColumns { kind: self.kind_column.clone(), inherited: self.inherited_column.clone() }
    }
}

impl TableArgs {
    pub(crate) fn params(&self) -> TableParams {
        let format = match self.input {
            TableKind::Auto => None,
            TableKind::Csv => Some(TableFormat::Csv),
            TableKind::Tsv => Some(TableFormat::Tsv),
            TableKind::Jsonl => Some(TableFormat::JsonLines),
            TableKind::Parquet => Some(TableFormat::Parquet),
        };
        let unlabelled = if self.skip_unlabelled { Unlabelled::Keep } else { Unlabelled::Refuse };
        TableParams { format, unlabelled, ..self.columns.params(true, self.encoding) }
    }
}

/// Type of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TableKind {
    /// From its name, else from its first bytes
    Auto,
    /// Fields between commas
    Csv,
    /// Fields between tabs
    Tsv,
    /// One JSON object a line
    Jsonl,
    /// Parquet, if built into oped
    Parquet,
}

impl ColumnArgs {
    pub(crate) fn params(&self, labels_required: bool, encoding: Option<Encoding>) -> TableParams {
        TableParams {
            text_column: self.text_column.clone(),
            label_column: self.label_column.clone(),
            article_column: self.article_column.clone(),
            source_column: self.source_column.clone(),
            label_map: self.label_map(),
            skip_labels: self.label_map.iter().filter(|(_, to)| to.is_none()).map(|(from, _)| from.clone()).collect(),
            labels_required,
            unlabelled: Unlabelled::Refuse,
            format: None,
            delimiter: self.delimiter,
            encoding,
            lists: false,
            as_written: false,
        }
    }

    /// The other spellings of the two labels.
    pub(crate) fn label_map(&self) -> Vec<(String, Label)> {
        self.label_map.iter().filter_map(|(from, to)| Some((from.clone(), (*to)?))).collect()
    }
}

/// What stands for no label.
const SKIP: &str = "skip";

pub(crate) fn parse_mapping(text: &str) -> std::result::Result<(String, Option<Label>), String> {
    let (from, to) = text.split_once('=').ok_or("write it as FROM=news, FROM=opinion or FROM=skip")?;
    if to.trim().eq_ignore_ascii_case(SKIP) {
        return Ok((from.to_owned(), None));
    }
    let label = Label::parse(to).ok_or_else(|| format!("\"{to}\" is neither news, opinion nor skip"))?;
    Ok((from.to_owned(), Some(label)))
}

pub(crate) fn parse_delimiter(text: &str) -> std::result::Result<u8, String> {
    match text.as_bytes() {
        b"tab" | b"\\t" => Ok(b'\t'),
        [byte] if byte.is_ascii() && !matches!(byte, b'"' | b'\n' | b'\r') => Ok(*byte),
        _ => Err("give one ASCII character, or tab".to_owned()),
    }
}

/// Any label of the web's standard.
pub(crate) fn parse_encoding(label: &str) -> std::result::Result<Encoding, String> {
    let remedy = "give a name of the web's standard, such as utf-8, windows-1252, macintosh or shift_jis";
    Encoding::of_label(label).ok_or_else(|| remedy.to_owned())
}
