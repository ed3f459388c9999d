//! The bytes of a file → its articles, or the rows of a table.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::MultiGzDecoder;
use oped::article::{Article, Entry, Format};
use oped::error::{Error, ErrorKind, Result};
use oped::tables::rows::Table;
use oped::tables::table::{
    TableFormat, TableParams, Unlabelled, is_table_name, looks_like_table, read_table, unpacked_name,
};

/// Bytes that a packed file may unpack to.
const LARGEST: u64 = 256 << 20;
/// Articles of a table that a list can hold.
const MOST_ARTICLES: usize = 20_000;
const GZIP: &[u8] = &[0x1F, 0x8B];

/// What a file holds.
pub(crate) enum Input {
    /// Articles, and the format in which they were read.
    Articles(Format, Vec<Entry>),
    /// Rows: consecutive ones of one article are read together.
    Table(Table),
}

impl Input {
    /// Reads a file. Without a format, what it is is told by its first bytes and its name.
    ///
    /// # Errors
    /// If it cannot be read.
    pub(crate) fn read(name: &str, bytes: &[u8], format: Option<&str>) -> Result<Input> {
        let bytes = unpacked(bytes)?;
        let name = unpacked_name(name);
        if format.is_none() && is_table(name, &bytes) {
            return Ok(Input::Table(table(name, &bytes)?));
        }
        let format = match format {
            Some(format) => format.parse()?,
            None => Format::detect(name, &bytes),
        };
        Ok(Input::Articles(format, Article::read_all(&bytes, format, None)?))
    }
}

/// The bytes of a gzip file, or those of any other.
fn unpacked(bytes: &[u8]) -> Result<Cow<'_, [u8]>> {
    if !bytes.starts_with(GZIP) {
        return Ok(bytes.into());
    }
    let mut unpacked = Vec::new();
    let read = MultiGzDecoder::new(bytes).take(LARGEST + 1).read_to_end(&mut unpacked);
    match read {
        Ok(size) if size as u64 > LARGEST => {
            let error = Error::new(ErrorKind::Usage, "unpacked, it is larger than 256 MB");
            Err(error.remedy("unpack it, and split it"))
        }
        Ok(_) => Ok(unpacked.into()),
        Err(_) => Err(Error::new(ErrorKind::Encoding, "this gzip file is damaged").remedy("save it again")),
    }
}

/// Whether a file is a table: by its name, or by the first line of one that may be anything.
fn is_table(name: &str, bytes: &[u8]) -> bool {
    let is_article = || Format::by_bytes(bytes).is_some();
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    let is_plain = matches!(ending.as_deref(), None | Some("txt" | "text"));
    (is_table_name(name) || is_plain && looks_like_table(bytes, &params())) && !is_article()
}

fn params() -> TableParams {
    TableParams { labels_required: false, unlabelled: Unlabelled::Keep, ..TableParams::default() }
}

fn table(name: &str, bytes: &[u8]) -> Result<Table> {
    if TableFormat::by_name(name) == Some(TableFormat::Parquet) {
        let error = Error::new(ErrorKind::Usage, "Parquet tables are not read here");
        return Err(error.remedy("save it as CSV, or use the program oped"));
    }
    let table = read_table(name, bytes, &params())?;
    let articles = table.articles().len();
    if articles > MOST_ARTICLES {
        let what = format!("this table has {articles} articles, and the page lists up to {MOST_ARTICLES}");
        return Err(Error::new(ErrorKind::Usage, what).remedy("split it, or use the program oped"));
    }
    Ok(table)
}
