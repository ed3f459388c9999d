//! Files and standard input as streams, unpacked if their first bytes are those of a compressed file.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read};
#[cfg(feature = "parquet")]
use std::io::{Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;

use crate::error::{Error, ErrorKind, Result};
use crate::tables::rows::TableNote;
use crate::tables::table::{PARQUET_MAGIC, Pass, TABLE_HEAD, TableParams, TableReader};
use crate::tables::table::{
    Sheet, Sheets, as_csv, is_cut, is_workbook, is_workbook_name, may_be_workbook, named_sheet,
};

/// Bytes inspected to detect the format.
const HEAD: usize = 64 << 10;
/// No text compresses better than this; a decompression bomb does.
const MOST_TIMES: u64 = 200;
/// A stream that unpacks to fewer bytes is harmless in any case.
const HARMLESS: u64 = 64 << 20;

/// The most bytes of a workbook, packed.
const MOST_OF_WORKBOOK: u64 = 256 << 20;

/// The workbook and the sheet that a path names, if there is no file of that name.
fn sheet_of(path: &Path) -> (Option<PathBuf>, Option<String>) {
    let text = path.to_string_lossy();
    match named_sheet(&text).filter(|_| !path.exists()) {
        Some((book, sheet)) => (Some(PathBuf::from(book)), Some(sheet.to_owned())),
        None => (None, None),
    }
}

/// An open stream whose first bytes have been read.
pub(super) struct Input {
    head: Vec<u8>,
    rest: Box<dyn Read + Send>,
    /// Whether the whole will be in memory at once, so that a bomb would do harm.
    is_kept: Arc<AtomicBool>,
    /// Size of an uncompressed file; 0 if unknown.
    size: usize,
    /// The file, if it is Parquet, which is not read front to back.
    parquet: Option<File>,
    /// The sheets, if it is a workbook.
    sheets: Option<Sheets>,
}

/// A file that was read whole.
pub(crate) struct Whole {
    pub bytes: Vec<u8>,
    sheets: Option<Sheets>,
}

impl Whole {
    /// What a person should know of the file that a table is in.
    pub(crate) fn note(&self) -> Option<TableNote> {
        self.sheets.as_ref().and_then(Sheets::note)
    }

    /// Adds to an error of reading it as a table what the file tells.
    pub(crate) fn explain(&self, name: &str, params: &TableParams, error: Error) -> Error {
        explain_sheets(self.sheets.as_ref(), name, params, error)
    }
}

fn explain_sheets(sheets: Option<&Sheets>, name: &str, params: &TableParams, error: Error) -> Error {
    match sheets {
        Some(sheets) => sheets.explain(name, params, error),
        None => error,
    }
}

impl Input {
    /// Opens a file, or standard input if the name is `-`. `read` counts the bytes read.
    pub(super) fn open(path: &Path, read: &Arc<AtomicU64>) -> Result<Input> {
        refuse_address(path)?;
        Self::open_unplaced(path, read).map_err(|error| Error::io(path, &error))
    }

    fn open_unplaced(path: &Path, read: &Arc<AtomicU64>) -> io::Result<Input> {
        let (book, sheet) = sheet_of(path);
        let path = book.as_deref().unwrap_or(path);
        let mut size = 0;
        let stream: Box<dyn Read + Send> = if path.as_os_str() == "-" {
            Box::new(io::stdin())
        } else {
            let file = File::open(path)?;
            size = file.metadata().map_or(0, |metadata| metadata.len() as usize);
            Box::new(file)
        };
        let own = Arc::new(AtomicU64::new(0));
        let mut stream = Counted { stream, own: own.clone(), all: read.clone() };
        let mut head = Vec::new();
        (&mut stream).take(HEAD as u64).read_to_end(&mut head)?;
        let Some(packing) = Packing::of(&head) else {
            let file = File::open(path).ok().filter(|file| file.metadata().is_ok_and(|file| file.is_file()));
            let is_kept = Arc::default();
            let input = Input { head, rest: Box::new(stream), is_kept, size, parquet: None, sheets: None };
            return input.with_sheet(path, sheet.as_deref())?.with_parquet(file);
        };
        let packed = BufReader::with_capacity(HEAD, Cursor::new(head).chain(stream));
        let unpacked: Box<dyn Read + Send> = match packing {
            Packing::Gzip => Box::new(MultiGzDecoder::new(packed)),
            Packing::Zstd => Box::new(zstd::stream::read::Decoder::with_buffer(packed)?),
        };
        let is_kept = Arc::new(AtomicBool::new(true));
        let mut rest = Unpacked { stream: unpacked, packed: own, unpacked: 0, is_kept: is_kept.clone() };
        let mut head = Vec::new();
        (&mut rest).take(HEAD as u64).read_to_end(&mut head)?;
        let input = Input { head, rest: Box::new(rest), is_kept, size: 0, parquet: None, sheets: None };
        input.with_sheet(path, sheet.as_deref())?.with_parquet(None)
    }

    /// Turns a workbook into the CSV of one of its sheets.
    fn with_sheet(mut self, path: &Path, sheet: Option<&str>) -> io::Result<Input> {
        if !may_be_workbook(&self.head) {
            return Ok(self);
        }
        (&mut self.rest).take(MOST_OF_WORKBOOK).read_to_end(&mut self.head)?;
        if is_workbook(&self.head) || is_cut(&self.head) && is_workbook_name(&path.to_string_lossy()) {
            let Sheet { csv, sheets } = as_csv(&self.head, sheet).map_err(io::Error::other)?;
            (self.head, self.sheets) = (csv, Some(sheets));
            (self.rest, self.size) = (Box::new(io::empty()), 0);
        }
        Ok(self)
    }

    /// Keeps Parquet as a file: `file`, or a temporary copy.
    #[cfg(feature = "parquet")]
    fn with_parquet(mut self, file: Option<File>) -> io::Result<Input> {
        if self.head.starts_with(PARQUET_MAGIC) {
            self.parquet = Some(match file {
                Some(file) => file,
                None => {
                    let mut copy = tempfile::tempfile()?;
                    copy.write_all(&self.head)?;
                    io::copy(&mut self.rest, &mut copy)?;
                    self.rest = Box::new(io::empty());
                    copy
                }
            });
        }
        Ok(self)
    }

    #[cfg(not(feature = "parquet"))]
    fn with_parquet(self, _: Option<File>) -> io::Result<Input> {
        if self.head.starts_with(PARQUET_MAGIC) {
            return Err(io::Error::other(crate::tables::table::without_parquet()));
        }
        Ok(self)
    }

    /// Whether it is Parquet.
    pub(super) fn is_parquet(&self) -> bool {
        self.parquet.is_some()
    }

    /// Whether it is a sheet of a workbook.
    pub(super) fn is_sheet(&self) -> bool {
        self.sheets.is_some()
    }

    /// Reads it as a table.
    pub(super) fn into_table(self, name: &str, params: &TableParams, pass: &Pass) -> Result<TableReader<'static>> {
        if params.is_parquet(name, &self.head)? {
            return self.parquet_table(name, params, pass);
        }
        // A stream is read a batch at a time, however much it unpacks to.
        self.is_kept.store(false, Ordering::Relaxed);
        let stream = Box::new(Cursor::new(self.head).chain(self.rest));
        let table = TableReader::open(name, stream, params.clone(), pass);
        let table = table.map_err(|error| explain_sheets(self.sheets.as_ref(), name, params, error))?;
        Ok(table.with_note(self.sheets.as_ref().and_then(Sheets::note)))
    }

    /// Returns the columns of a table, from the same first bytes that its reader inspects.
    pub(super) fn columns(&mut self, name: &str, params: &TableParams) -> Result<Vec<String>> {
        if params.is_parquet(name, &self.head)? {
            return self.parquet_table(name, params, &Pass::Nothing).map(|table| table.other_columns());
        }
        let wanted = TABLE_HEAD.saturating_sub(self.head.len());
        let read = (&mut self.rest).take(wanted as u64).read_to_end(&mut self.head);
        let is_whole = read.map_err(|error| Error::io(name, &error))? < wanted;
        TableReader::open_head(name, &self.head, is_whole, params.clone()).map(|table| table.other_columns())
    }

    #[cfg(feature = "parquet")]
    fn parquet_table(&self, name: &str, params: &TableParams, pass: &Pass) -> Result<TableReader<'static>> {
        let file = self.parquet.as_ref().map(File::try_clone).unwrap_or_else(|| Err(io::ErrorKind::NotSeekable.into()));
        TableReader::open_parquet(name, file.map_err(|error| Error::io(name, &error))?, params, pass)
    }

    #[cfg(not(feature = "parquet"))]
    fn parquet_table(&self, name: &str, _: &TableParams, _: &Pass) -> Result<TableReader<'static>> {
        Err(crate::tables::table::without_parquet().at(name, None))
    }

    /// Returns the first bytes.
    pub(super) fn head(&self) -> &[u8] {
        &self.head
    }

    /// Reads all bytes, and keeps what else is known of the file.
    pub(super) fn read_whole(mut self) -> io::Result<Whole> {
        let sheets = self.sheets.take();
        Ok(Whole { bytes: self.read_all()?, sheets })
    }

    /// Reads all bytes.
    pub(super) fn read_all(mut self) -> io::Result<Vec<u8>> {
        #[cfg(feature = "parquet")]
        if let Some(mut file) = self.parquet {
            let mut bytes = Vec::new();
            file.rewind()?;
            file.read_to_end(&mut bytes)?;
            return Ok(bytes);
        }
        self.head.reserve_exact(self.size.saturating_sub(self.head.len()));
        self.rest.read_to_end(&mut self.head)?;
        Ok(self.head)
    }
}

/// Reads an article's bytes, unless it is open already.
pub(super) fn read_article(path: &Path, input: Option<Input>, bytes: &Arc<AtomicU64>) -> Result<Vec<u8>> {
    let input = match input {
        Some(input) => input,
        None => Input::open(path, bytes)?,
    };
    let refuse = |what: &'static str, remedy: &'static str| {
        Err(Error::new(ErrorKind::Encoding, what).at(path.display().to_string(), None).remedy(remedy))
    };
    if input.is_parquet() {
        return refuse("this is a Parquet file, not an article", "give --input parquet");
    }
    if input.is_sheet() {
        return refuse("this is a workbook, not an article", "give --input csv");
    }
    input.read_all().map_err(|error| Error::io(path, &error))
}

/// Refuses an address of the web: oped works offline.
fn refuse_address(path: &Path) -> Result<()> {
    if !is_address(path) || path.exists() {
        return Ok(());
    }
    let address = path.display().to_string();
    if let Some(local) = address.strip_prefix("file://") {
        let remedy = format!("name the file itself: {local}");
        return Err(Error::new(ErrorKind::Usage, "this is an address, and oped reads only files")
            .at(address.clone(), None)
            .remedy(remedy));
    }
    let quoted = address.replace('\'', "%27");
    let remedy = format!("fetch it first: curl -sL '{quoted}' -o page.html, then name page.html");
    Err(Error::new(ErrorKind::Usage, "this is an address, and oped reads only files").at(address, None).remedy(remedy))
}

/// Whether an argument is an address of the web.
pub(super) fn is_address(path: &Path) -> bool {
    let text = path.to_string_lossy().to_ascii_lowercase();
    ["http://", "https://", "file://"].iter().any(|scheme| text.starts_with(scheme))
}

/// How a stream is compressed.
enum Packing {
    Gzip,
    Zstd,
}

impl Packing {
    fn of(head: &[u8]) -> Option<Packing> {
        match head {
            [0x1F, 0x8B, ..] => Some(Packing::Gzip),
            [0x28, 0xB5, 0x2F, 0xFD, ..] => Some(Packing::Zstd),
            _ => None,
        }
    }
}

/// Counts what is read.
struct Counted {
    stream: Box<dyn Read + Send>,
    own: Arc<AtomicU64>,
    all: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.stream.read(out)?;
        self.own.fetch_add(read as u64, Ordering::Relaxed);
        self.all.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// A decoder's output, with errors that a person understands.
struct Unpacked {
    stream: Box<dyn Read + Send>,
    packed: Arc<AtomicU64>,
    unpacked: u64,
    is_kept: Arc<AtomicBool>,
}

impl Read for Unpacked {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.stream.read(out).map_err(explain)?;
        self.unpacked += read as u64;
        let is_bomb = self.unpacked > HARMLESS && self.unpacked / MOST_TIMES > self.packed.load(Ordering::Relaxed);
        if is_bomb && self.is_kept.load(Ordering::Relaxed) {
            let what =
                format!("the compressed data cannot be text: they unpack to more than {MOST_TIMES} times their size");
            return Err(io::Error::other(
                Error::new(ErrorKind::Encoding, what).remedy("if they are text, unpack them first"),
            ));
        }
        Ok(read)
    }
}

fn explain(error: io::Error) -> io::Error {
    if error.raw_os_error().is_some() && error.get_ref().is_none() {
        return error;
    }
    let error = if error.kind() == io::ErrorKind::UnexpectedEof {
        Error::new(ErrorKind::Encoding, "the compressed data are cut off").remedy("copy the file again")
    } else {
        Error::new(ErrorKind::Encoding, format!("the compressed data are damaged: {error}"))
            .remedy("copy the file again")
    };
    io::Error::other(error)
}
