//! Where results go: standard output, or a file that appears only when it is complete.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use tempfile::NamedTempFile;

use super::args::common::{Color, Common};
use crate::error::{Error, ErrorKind, Result};
use crate::report::score::Style;

/// Columns where the output is no terminal.
const DEFAULT_WIDTH: usize = 80;

/// An open output.
pub(super) struct Output {
    name: PathBuf,
    to: To,
}

enum To {
    Stdout(BufWriter<io::Stdout>),
    /// A device or a pipe, which no rename can replace.
    Special(BufWriter<std::fs::File>),
    File(BufWriter<NamedTempFile>),
    Gzip(GzEncoder<BufWriter<NamedTempFile>>),
    Zstd(zstd::stream::write::Encoder<'static, BufWriter<NamedTempFile>>),
}

impl Output {
    /// Opens standard output, or a file that is not one of `inputs`.
    pub(super) fn open(path: Option<&Path>, inputs: &[&Path]) -> Result<Output> {
        let Some(path) = path.filter(|path| path.as_os_str() != "-") else {
            return Ok(Output { name: PathBuf::from("stdout"), to: To::Stdout(BufWriter::new(io::stdout())) });
        };
        refuse_other_packing(path)?;
        // A link stays a link: its target is replaced.
        let real = std::fs::canonicalize(path).ok().filter(|real| real.is_file());
        if real.is_some() && inputs.iter().any(|input| std::fs::canonicalize(input).ok() == real) {
            return Err(Error::new(ErrorKind::Usage, "the output would replace one of the inputs")
                .at(path.display().to_string(), None)
                .remedy("name another file"));
        }
        let path = real.as_deref().unwrap_or(path);
        let special = std::fs::metadata(path).is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir());
        let to = if special {
            let file = std::fs::OpenOptions::new().write(true).open(path).map_err(|error| Error::io(path, &error))?;
            To::Special(BufWriter::new(file))
        } else {
            packed(path, BufWriter::new(temporary(path)?))?
        };
        Ok(Output { name: path.to_owned(), to })
    }

    /// Writes with `write`.
    pub(super) fn write(&mut self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
        let out: &mut dyn Write = match &mut self.to {
            To::Stdout(out) => out,
            To::Special(out) => out,
            To::File(out) => out,
            To::Gzip(out) => out,
            To::Zstd(out) => out,
        };
        write(out).map_err(|error| Error::io(&self.name, &error).on_output())
    }

    /// Passes everything to the operating system, so that it survives a crash. Compressed output is not flushed: it would grow.
    pub(super) fn flush(&mut self) -> Result<()> {
        match self.to {
            To::Gzip(_) | To::Zstd(_) => Ok(()),
            _ => self.write(|out| out.flush()),
        }
    }

    /// Completes the result and makes it visible.
    pub(super) fn finish(mut self) -> Result<()> {
        self.flush()?;
        let whole = match self.to {
            To::Stdout(_) | To::Special(_) => Ok(None),
            To::File(out) => Ok(Some(out)),
            To::Gzip(out) => out.finish().map(Some),
            To::Zstd(out) => out.finish().map(Some),
        };
        if let Some(out) = whole.map_err(|error| Error::io(&self.name, &error).on_output())? {
            let file = out.into_inner().map_err(|error| Error::io(&self.name, error.error()))?;
            file.persist(&self.name).map_err(|error| Error::io(&self.name, &error.error))?;
        }
        Ok(())
    }

    /// Whether results appear on a terminal.
    pub(super) fn is_terminal(&self) -> bool {
        matches!(self.to, To::Stdout(_)) && io::stdout().is_terminal()
    }

    /// Returns how text is drawn.
    pub(super) fn style(&self, common: &Common) -> Style {
        Style {
            color: match common.color {
                Color::Always => true,
                Color::Never => false,
                Color::Auto => self.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
            },
            width: if self.is_terminal() { textwrap::termwidth() } else { DEFAULT_WIDTH },
            verbose: common.verbose,
        }
    }
}

/// The new content of a file, complete on disk but not yet in its place.
pub(super) struct Replacement {
    path: PathBuf,
    file: NamedTempFile,
}

impl Replacement {
    /// Writes the bytes beside the file that they will replace, with its permissions, or if there is none, those of `like`. A link
    /// stays a link: its target is replaced.
    pub(super) fn prepare(path: &Path, bytes: &[u8], like: &Path) -> Result<Replacement> {
        let path = real_place(path);
        if std::fs::metadata(&path).is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir()) {
            let error = Error::new(ErrorKind::Usage, "this is a device or a pipe, which cannot be replaced");
            return Err(error.at(path.display().to_string(), None).remedy("name a file"));
        }
        let mut file = temporary_like(&path, if path.exists() { &path } else { like })?;
        let written = file.write_all(bytes).and_then(|()| file.as_file().sync_all());
        written.map_err(|error| Error::io(&path, &error).on_output())?;
        Ok(Replacement { path, file })
    }

    /// Puts it in its place, durably.
    pub(super) fn commit(self) -> Result<()> {
        self.file.persist(&self.path).map_err(|error| Error::io(&self.path, &error.error))?;
        sync_folder(folder_of(&self.path)).map_err(|error| Error::io(&self.path, &error))
    }
}

/// A rename is durable once its folder is synced.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    std::fs::File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Opens a file, compressed if its name says so.
fn packed(path: &Path, file: BufWriter<NamedTempFile>) -> Result<To> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    Ok(match ending.as_deref() {
        // No name and no date, so that equal results have equal bytes.
        Some("gz") => To::Gzip(GzEncoder::new(file, Compression::default())),
        Some("zst" | "zstd") => {
            let encoder = zstd::stream::write::Encoder::new(file, zstd::DEFAULT_COMPRESSION_LEVEL);
            To::Zstd(encoder.map_err(|error| Error::io(path, &error))?)
        }
        _ => To::File(file),
    })
}

/// Refuses the ending of an unsupported compression.
fn refuse_other_packing(path: &Path) -> Result<()> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    match ending.as_deref() {
        Some(ending @ ("xz" | "bz2" | "zip" | "lz4" | "br" | "7z")) => {
            Err(Error::new(ErrorKind::Usage, format!("results are not written as .{ending}"))
                .at(path.display().to_string(), None)
                .remedy("name a file that ends with .gz or .zst, or leave the ending out"))
        }
        _ => Ok(()),
    }
}

/// Returns the canonical path of a file, or of its folder if it does not exist yet.
pub(super) fn real_place(path: &Path) -> PathBuf {
    // Standard output is not a file of that name.
    if path.as_os_str() == "-" {
        return path.to_owned();
    }
    let new = || Some(std::fs::canonicalize(folder_of(path)).ok()?.join(path.file_name()?));
    std::fs::canonicalize(path).ok().or_else(new).unwrap_or_else(|| path.to_owned())
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Creates a temporary file beside `path`, with the permissions of the file that it replaces, or of a new one.
fn temporary(path: &Path) -> Result<NamedTempFile> {
    temporary_like(path, path)
}

/// Creates a temporary file beside `path`, with the permissions of another file.
fn temporary_like(path: &Path, like: &Path) -> Result<NamedTempFile> {
    if path.is_dir() {
        return Err(Error::io(path, &io::Error::from(io::ErrorKind::IsADirectory)).remedy("name a file"));
    }
    let mut builder = tempfile::Builder::new();
    builder.prefix(".oped-").suffix(".part");
    if let Ok(replaced) = std::fs::metadata(like) {
        builder.permissions(replaced.permissions());
    } else {
        set_new_file_permissions(&mut builder);
    }
    builder
        .tempfile_in(folder_of(path))
        .map_err(|error| Error::io(path, &error).remedy("check that its folder is there and can be written"))
}

/// Sets what `open` gives a new file before the umask; a temporary file would be private.
#[cfg(unix)]
fn set_new_file_permissions(builder: &mut tempfile::Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(std::fs::Permissions::from_mode(0o666));
}

#[cfg(not(unix))]
fn set_new_file_permissions(_: &mut tempfile::Builder<'_, '_>) {}
