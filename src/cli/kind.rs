//! What a file is: an article or a table.

use clap::ValueEnum;

use super::input::Input;
use crate::article;
use crate::tables::table::{TableFormat, TableParams, is_table_name, looks_like_table, unpacked_name};

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum InputKind {
    /// From its name and its first bytes
    Auto,
    /// Plain text
    Text,
    /// Markdown
    Markdown,
    /// A web page
    Html,
    /// A mail or a mailbox
    Mail,
    /// A page that a browser saved as .mhtml
    Mhtml,
    /// A page that Safari saved
    Webarchive,
    /// A feed: RSS, Atom, JSON Feed
    Feed,
    /// Subtitles: WebVTT, SRT, SBV
    Subtitles,
    /// A Word document
    Docx,
    /// An OpenDocument text
    Odt,
    /// A table
    Csv,
    /// A tab-separated table
    Tsv,
    /// A table of one JSON object a line
    Jsonl,
    /// A Parquet table, if built into oped
    Parquet,
}

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Article,
    Table,
}

impl InputKind {
    /// The format of a table, if it was given.
    pub(super) fn table_format(self) -> Option<TableFormat> {
        match self {
            InputKind::Csv => Some(TableFormat::Csv),
            InputKind::Tsv => Some(TableFormat::Tsv),
            InputKind::Jsonl => Some(TableFormat::JsonLines),
            InputKind::Parquet => Some(TableFormat::Parquet),
            _ => None,
        }
    }

    /// The format of an article with this name and these bytes.
    pub(super) fn article_format(self, name: &str, bytes: &[u8]) -> article::Format {
        self.given_format().unwrap_or_else(|| article::Format::detect(unpacked_name(name), bytes))
    }

    /// The format of an article, if it was given.
    fn given_format(self) -> Option<article::Format> {
        Some(match self {
            InputKind::Text => article::Format::Text,
            InputKind::Markdown => article::Format::Markdown,
            InputKind::Html => article::Format::Html,
            InputKind::Mail => article::Format::Mail,
            InputKind::Mhtml => article::Format::Mhtml,
            InputKind::Webarchive => article::Format::Webarchive,
            InputKind::Feed => article::Format::Feed,
            InputKind::Subtitles => article::Format::Subtitles,
            InputKind::Docx => article::Format::Docx,
            InputKind::Odt => article::Format::Odt,
            InputKind::Auto | InputKind::Csv | InputKind::Tsv | InputKind::Jsonl | InputKind::Parquet => return None,
        })
    }

    /// What a file is, if its name tells.
    pub(super) fn of_name(self, name: &str) -> Option<Kind> {
        match self {
            InputKind::Csv | InputKind::Tsv | InputKind::Jsonl | InputKind::Parquet => Some(Kind::Table),
            InputKind::Auto if is_table_name(name) => Some(Kind::Table),
            InputKind::Auto => article::Format::is_told_by(unpacked_name(name)).then_some(Kind::Article),
            _ => Some(Kind::Article),
        }
    }

    /// What an open file is: from its name, else from its first bytes.
    pub(super) fn of_input(self, name: &str, input: &Input, params: &TableParams) -> Kind {
        let is_article = || article::Format::by_bytes(input.head()).is_some();
        let is_table = || input.is_parquet() || !is_article() && looks_like_table(input.head(), params);
        self.of_name(name).unwrap_or_else(|| if is_table() { Kind::Table } else { Kind::Article })
    }
}
