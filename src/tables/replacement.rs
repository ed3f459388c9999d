//! Files that are replaced as a whole: whatever happens, a reader finds the old content or the new one.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::error::{Error, ErrorKind, Result};

/// The new content of a file, complete on disk but not yet in its place.
pub(crate) struct Replacement {
    path: PathBuf,
    file: NamedTempFile,
}

impl Replacement {
    /// Writes the bytes beside the file that they will replace, with its permissions, or if there is none, those of `like`. A link
    /// stays a link: its target is replaced.
    pub(crate) fn prepare(path: &Path, bytes: &[u8], like: &Path) -> Result<Replacement> {
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
    pub(crate) fn commit(self) -> Result<()> {
        self.file.persist(&self.path).map_err(|error| Error::io(&self.path, &error.error))?;
        sync_folder(folder_of(&self.path)).map_err(|error| Error::io(&self.path, &error))
    }
}

/// A rename is durable once its folder is synced.
#[cfg(unix)]
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    std::fs::File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
pub(crate) fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Returns the canonical path of a file, or of its folder if it does not exist yet.
pub(crate) fn real_place(path: &Path) -> PathBuf {
    // Standard output is not a file of that name.
    if path.as_os_str() == "-" {
        return path.to_owned();
    }
    let new = || Some(std::fs::canonicalize(folder_of(path)).ok()?.join(path.file_name()?));
    std::fs::canonicalize(path).ok().or_else(new).unwrap_or_else(|| path.to_owned())
}

pub(crate) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Creates a temporary file beside `path`, with the permissions of the file that it replaces, or of a new one.
#[cfg(feature = "cli")]
pub(crate) fn temporary(path: &Path) -> Result<NamedTempFile> {
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
