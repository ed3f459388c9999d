//! Where results go: standard output, or a file that appears only when it is complete.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use tempfile::NamedTempFile;

use super::args::common::{Color, Common};
use crate::error::{Error, ErrorKind, Result};
use crate::report::score::Style;
use crate::tables::replacement::temporary;

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
