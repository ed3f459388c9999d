//! What a file is: an article or a table.

use std::sync::Arc;

use clap::ValueEnum;

use super::{files::Named, input::Input};
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

    /// What a file is, if its name tells. A spreadsheet saves a table as .txt too.
    pub(super) fn of_name(self, name: &str) -> Option<Kind> {
        match self {
            InputKind::Csv | InputKind::Tsv | InputKind::Jsonl | InputKind::Parquet => Some(Kind::Table),
            InputKind::Auto if is_table_name(name) => Some(Kind::Table),
            InputKind::Auto => {
                let name = unpacked_name(name);
                (article::Format::is_told_by(name) && !is_plain_name(name)).then_some(Kind::Article)
            }
            _ => Some(Kind::Article),
        }
    }

    /// Whether a file may be a table: by its name, and for files of text, which seldom are, by their first bytes.
    pub(super) fn may_be_table(self, file: &Named, params: &TableParams) -> bool {
        if self.of_name(&file.name).is_some() || !is_plain_name(unpacked_name(&file.name)) {
            return self.of_name(&file.name) != Some(Kind::Article);
        }
        // A pipe does not begin again.
        file.path.is_file()
            && Input::open(&file.path, &Arc::default())
                .is_ok_and(|input| self.of_input(&file.name, &input, params) == Kind::Table)
    }

    /// What an open file is: from its first bytes if they tell for sure, else from its name.
    pub(super) fn of_input(self, name: &str, input: &Input, params: &TableParams) -> Kind {
        let is_article = || article::Format::by_bytes(input.head()).is_some();
        if self == InputKind::Auto && !input.is_parquet() && !input.is_sheet() && is_article() {
            return Kind::Article;
        }
        let is_table =
            || input.is_parquet() || input.is_sheet() || !is_article() && looks_like_table(input.head(), params);
        self.of_name(name).unwrap_or_else(|| if is_table() { Kind::Table } else { Kind::Article })
    }
}

fn is_plain_name(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| ending.eq_ignore_ascii_case("txt") || ending.eq_ignore_ascii_case("text"))
}
