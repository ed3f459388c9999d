//! Reads files whole.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{args::tables::InheritedArgs, input::Input, notes::say};
use crate::error::{Error, ErrorKind, Result};
use crate::report::shared::words::count;
use crate::tables::rows::{LabelKind, Table};
use crate::tables::table::{TableParams, read_training_table};

/// Reads a file, or standard input for `-`, and unpacks it.
pub(crate) fn read_input(path: &Path) -> Result<Vec<u8>> {
    Input::open(path, &Arc::default())?.read_all().map_err(|error| Error::io(path, &error))
}

/// Reads labelled tables, those with inherited labels last. At least one row must have a label.
pub(crate) fn read_tables(
    paths: &[PathBuf],
    inherited: &InheritedArgs,
    params: &TableParams,
    quiet: bool,
) -> Result<Vec<Table>> {
    let columns = inherited.columns();
    let read = |(path, kind): (&PathBuf, LabelKind)| {
        read_training_table(&path.display().to_string(), &read_input(path)?, params, kind, &columns)
    };
    let of_kind = |paths: &'_ [PathBuf], kind| paths.iter().cloned().map(move |path| (path, kind)).collect::<Vec<_>>();
    let all = [of_kind(paths, LabelKind::Read), of_kind(&inherited.inherited, LabelKind::Inherited)].concat();
    let tables: Vec<Table> = all.iter().map(|(path, kind)| read((path, *kind))).collect::<Result<_>>()?;
    let (rows, skipped) =
        tables.iter().fold((0, 0), |(rows, skipped), table| (rows + table.rows.len(), skipped + table.unlabelled()));
    if rows == skipped {
        return Err(Error::new(ErrorKind::Empty, "no row has a label")
            .remedy("fill in some, or see which to label first with oped audit --queue"));
    }
    if skipped > 0 && !quiet {
        say("note", &format!("{} without a label, left out", count(skipped, "row")));
    }
    Ok(tables)
}
