//! Arguments → files with their names.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::input::is_address;
use crate::article::Format;
use crate::error::{Error, ErrorKind, Result};
use crate::tables::replacement::real_place;
use crate::tables::rows::is_test_name;
use crate::tables::table::{is_table_name, unpacked_name};

/// A file to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    /// Its path; `-` is standard input.
    pub path: PathBuf,
    /// Its name in results.
    pub name: String,
}

impl Named {
    /// A file under its own name.
    #[cfg(feature = "serve")]
    pub(super) fn of(path: &Path) -> Named {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Named { path: path.to_owned(), name }
    }
}

/// The files that the arguments stand for.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// In the order of the arguments; those of a folder by name.
    pub files: Vec<Named>,
    /// Arguments that cannot be read.
    pub faults: Vec<Error>,
    /// How many files were reached again. Each is read once.
    pub repeated: usize,
    /// Files in folders that have the name of neither an article nor a table.
    pub passed_over: Vec<PathBuf>,
}

/// A file without a name yet, and the folder in which it was found.
struct Place {
    path: PathBuf,
    folder: Option<PathBuf>,
}

/// Searches folders and expands patterns. `output` is skipped if it lies in a searched folder.
pub(super) fn find(arguments: &[PathBuf], output: Option<&Path>) -> Found {
    let (mut found, mut places) = (Found::default(), Vec::new());
    for argument in arguments {
        if argument.is_dir() {
            walk(argument, output, &mut places, &mut found);
            continue;
        }
        match matches(argument) {
            Ok(None) => places.push(Place { path: argument.clone(), folder: None }),
            Ok(Some(paths)) => places.extend(paths.into_iter().map(|path| Place { path, folder: None })),
            Err(error) => found.faults.push(error.at(argument.display().to_string(), None)),
        }
    }
    let reached = places.len();
    let mut seen = HashSet::new();
    // A missing file is reported when it is read.
    places.retain(|place| std::fs::canonicalize(&place.path).map_or(true, |real| seen.insert(real)));
    found.repeated = reached - places.len();
    found.files = named(places);
    found
}

fn walk(folder: &Path, output: Option<&Path>, places: &mut Vec<Place>, found: &mut Found) {
    let before = places.len() + found.passed_over.len();
    let output = output.and_then(|path| std::fs::canonicalize(path).ok());
    let is_shown = |entry: &DirEntry| entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.');
    for entry in WalkDir::new(folder).follow_links(true).sort_by_file_name().into_iter().filter_entry(is_shown) {
        match entry {
            Err(error) => found.faults.push(of_walk(folder, &error)),
            Ok(entry) if entry.file_type().is_dir() || is_same(entry.path(), output.as_deref()) => {}
            Ok(entry) if is_readable_name(&entry.file_name().to_string_lossy()) => {
                places.push(Place { path: entry.into_path(), folder: Some(folder.to_owned()) });
            }
            Ok(entry) => found.passed_over.push(entry.into_path()),
        }
    }
    if places.len() + found.passed_over.len() == before {
        let error = Error::new(ErrorKind::Empty, "there is no file in this folder");
        found.faults.push(error.at(folder.display().to_string(), None).remedy("check the path"));
    }
}

fn is_same(path: &Path, output: Option<&Path>) -> bool {
    output.is_some() && std::fs::canonicalize(path).ok().as_deref() == output
}

fn of_walk(folder: &Path, error: &walkdir::Error) -> Error {
    let path = error.path().unwrap_or(folder).display().to_string();
    match (error.io_error(), error.loop_ancestor()) {
        (_, Some(ancestor)) => {
            let what = format!("this links back to {}", ancestor.display());
            Error::new(ErrorKind::Io, what).at(path, None).remedy("remove the link, or name the folders in it")
        }
        (Some(io), None) => Error::io(path, io),
        (None, None) => Error::new(ErrorKind::Io, error.to_string()).at(path, None),
    }
}

fn is_readable_name(name: &str) -> bool {
    is_table_name(name) || Format::is_told_by(unpacked_name(name))
}

/// Expands a pattern that the shell did not; `None` if the argument is no pattern.
fn matches(argument: &Path) -> Result<Option<Vec<PathBuf>>> {
    let text = argument.to_string_lossy();
    if argument.exists() || is_address(argument) || !text.contains(['*', '?', '[']) {
        return Ok(None);
    }
    let is_no_pattern = |error: glob::PatternError| {
        Error::new(ErrorKind::Usage, format!("this is not a valid pattern: {}", error.msg)).remedy("check its brackets")
    };
    let paths: Vec<PathBuf> = glob::glob(&text)
        .map_err(is_no_pattern)?
        .filter_map(std::result::Result::ok)
        .filter(|path| path.is_file())
        .collect();
    if paths.is_empty() {
        return Err(Error::new(ErrorKind::Io, "no file matches this pattern").remedy("check the pattern"));
    }
    Ok(Some(paths))
}

/// Names each file by its file name; if two are the same, by its path inside the folder given; else by its whole path.
fn named(places: Vec<Place>) -> Vec<Named> {
    let spellings: Vec<[String; 3]> = places.iter().map(spellings).collect();
    let mut alike: [HashMap<&str, usize>; 3] = Default::default();
    for of_file in &spellings {
        for (count, spelling) in alike.iter_mut().zip(of_file) {
            *count.entry(spelling).or_default() += 1;
        }
    }
    let shortest = |of_file: &[String; 3]| {
        let is_own = |(count, spelling): &(&HashMap<&str, usize>, &String)| count[spelling.as_str()] == 1;
        let own = alike.iter().zip(of_file).find(is_own);
        own.map_or_else(|| of_file[2].clone(), |(_, spelling)| spelling.clone())
    };
    let names: Vec<String> = spellings.iter().map(shortest).collect();
    places.into_iter().zip(names).map(|(place, name)| Named { path: place.path, name }).collect()
}

fn spellings(place: &Place) -> [String; 3] {
    let whole = place.path.to_string_lossy().into_owned();
    let name = place.path.file_name().map_or_else(|| whole.clone(), |name| name.to_string_lossy().into_owned());
    let inside = place.folder.as_ref().and_then(|folder| place.path.strip_prefix(folder).ok());
    let inside = inside.map_or_else(|| whole.clone(), |path| path.to_string_lossy().into_owned());
    [name, inside, whole]
}

/// Refuses to read standard input twice.
pub(super) fn refuse_stdin_twice<'a>(mut paths: impl Iterator<Item = &'a Path>) -> Result<()> {
    let is_stdin = |path: &Path| path.as_os_str() == "-";
    if paths.any(is_stdin) && paths.any(is_stdin) {
        return Err(Error::new(ErrorKind::Usage, "standard input can be read only once").remedy("give - only once"));
    }
    Ok(())
}

/// Whether a file is of a test set, according to its path as given, or its real folder and name.
pub(super) fn is_of_test_set(path: &Path) -> bool {
    let real = real_place(path);
    let name = |path: Option<&Path>| path.and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
    let own = [name(real.parent()), name(Some(&real))].map(Option::unwrap_or_default).join("/");
    is_test_name(&path.to_string_lossy()) || is_test_name(&own)
}
