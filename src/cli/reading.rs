//! Reads files whole.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{
    args::tables::InheritedArgs,
    input::{Input, Whole},
    notes::say,
    reading_notes::note_reading,
};
use crate::error::{Error, ErrorKind, Result};
use crate::report::evaluate::NO_VALUE;
use crate::tables::rows::{ColumnValues, LabelKind, Table, TableNote};
use crate::tables::table::{TableParams, read_columns, read_training_table};
use crate::words::figures::count;

/// Reads a file, or standard input for `-`, and unpacks it.
pub(crate) fn read_input(path: &Path) -> Result<Vec<u8>> {
    Input::open(path, &Arc::default())?.read_all().map_err(|error| Error::io(path, &error))
}

/// [`read_input`], with what else is known of the file.
pub(crate) fn read_whole(path: &Path) -> Result<Whole> {
    Input::open(path, &Arc::default())?.read_whole().map_err(|error| Error::io(path, &error))
}

/// Reads labelled tables, those with inherited labels last. At least one row must have a label.
pub(crate) fn read_tables(
    paths: &[PathBuf],
    inherited: &InheritedArgs,
    params: &TableParams,
    quiet: bool,
) -> Result<Vec<Table>> {
    Ok(read_tables_by(paths, inherited, params, &[], quiet)?.0)
}

/// [`read_tables`], and some columns of those whose labels are not inherited.
pub(crate) fn read_tables_by(
    paths: &[PathBuf],
    inherited: &InheritedArgs,
    params: &TableParams,
    by: &[String],
    quiet: bool,
) -> Result<(Vec<Table>, Vec<ColumnValues>)> {
    let columns = inherited.columns();
    let read = |path: &PathBuf, whole: &Whole, kind: LabelKind| -> Result<Table> {
        let name = path.display().to_string();
        let table = read_training_table(&name, &whole.bytes, params, kind, &columns);
        let mut table = table.map_err(|error| whole.explain(&name, params, error))?;
        table.notes.extend(whole.note());
        Ok(table)
    };
    let (mut tables, mut kept) = (Vec::new(), Vec::new());
    for path in paths {
        let whole = read_whole(path)?;
        tables.push(read(path, &whole, LabelKind::Read)?);
        kept.push(if by.is_empty() { Vec::new() } else { whole.bytes });
    }
    let names: Vec<&str> = by.iter().map(String::as_str).collect();
    let values = if by.is_empty() { Vec::new() } else { read_columns(&tables, &kept, params, &names)? };
    for path in &inherited.inherited {
        tables.push(read(path, &read_whole(path)?, LabelKind::Inherited)?);
    }
    let (rows, skipped) =
        tables.iter().fold((0, 0), |(rows, skipped), table| (rows + table.rows.len(), skipped + table.unlabelled()));
    if rows == skipped {
        return Err(Error::new(ErrorKind::Empty, "no row has a label")
            .remedy("fill in some, or see which to label first with oped audit --queue"));
    }
    let by_label_map: usize = tables.iter().flat_map(|table| &table.notes).map(skipped_rows).sum();
    if !quiet {
        note_reading(&tables);
    }
    if skipped > by_label_map && !quiet {
        say("note", &format!("{} without a label, left out", count(skipped - by_label_map, "row")));
    }
    if !quiet {
        note_lacking(&tables, &values);
    }
    Ok((tables, values))
}

fn skipped_rows(note: &TableNote) -> usize {
    if let TableNote::Skipped(places) = note { places.count } else { 0 }
}

/// Notes the tables that lack a column which another table has.
fn note_lacking(tables: &[Table], columns: &[ColumnValues]) {
    for column in columns {
        for (table, _) in tables.iter().zip(&column.of_tables).filter(|(_, values)| values.is_empty()) {
            let (name, column) = (table.file_name(), &column.name);
            say("note", &format!("{name} has no column \"{column}\": its rows are shown as {NO_VALUE}"));
        }
    }
}
