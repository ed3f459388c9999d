//! Columns that a table may lack: who gave a label, which rows are for testing.

use super::{Pass, TableParams, read::open, read_table_with};
use crate::error::{Error, ErrorKind, Message, Parameter, Result};
use crate::tables::rows::Table;

/// A column that a table may lack.
#[derive(Debug, Clone, Copy)]
pub struct ExtraColumn<'c> {
    /// The name asked for. Any name but the usual one must be there.
    pub name: &'c str,
    /// The usual name, which is found in any case (`Split`); in JSON lines, in the keys of the first bytes.
    pub usual: &'static str,
    /// The parameter that names it.
    pub parameter: Parameter,
}

/// An extra column as the table has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extra {
    /// The name in the table, or the one asked for if the table lacks it.
    pub name: String,
    /// Each row's value; none where there is none.
    pub values: Vec<Option<String>>,
}

/// Like [`read_table`](super::read_table), and returns these columns too.
///
/// # Errors
/// Those of [`read_table`](super::read_table), and [`ErrorKind::Column`] for an unusual name that no row has.
///
/// ```
/// use oped::error::Parameter;
/// use oped::tables::rows::SPLIT;
/// use oped::tables::table::{ExtraColumn, TableParams, read_table_with_extras};
/// let split = ExtraColumn { name: SPLIT, usual: SPLIT, parameter: Parameter::SplitColumn };
/// let bytes = b"text,label,Split\nWe must act.,opinion,test\n";
/// let (_, [split]) = read_table_with_extras("t.csv", bytes, &TableParams::default(), [split])?;
/// assert_eq!((split.name.as_str(), split.values), ("Split", vec![Some("test".to_owned())]));
/// # Ok::<(), oped::error::Error>(())
/// ```
pub fn read_table_with_extras<const N: usize>(
    name: &str,
    bytes: &[u8],
    params: &TableParams,
    columns: [ExtraColumn<'_>; N],
) -> Result<(Table, [Extra; N])> {
    let header = open(name, bytes, params, &Pass::Nothing)?.other_columns();
    let names = columns.map(|column| column.find(&header).unwrap_or(column.name));
    let (table, rows) = read_table_with(name, bytes, params, &names)?;
    let mut extras = names.map(|name| Extra { name: name.to_owned(), values: Vec::with_capacity(rows.len()) });
    for row in rows {
        extras.iter_mut().zip(row).for_each(|(extra, value)| extra.values.push(value));
    }
    for (column, extra) in columns.iter().zip(&extras) {
        let is_there = header.contains(&extra.name) || extra.values.iter().any(Option::is_some);
        if column.name != column.usual && !is_there {
            return Err(no_column(column.name, &header, column.parameter).at(name, Some(1)));
        }
    }
    Ok((table, extras))
}

impl ExtraColumn<'_> {
    /// The column of this name, or if it is the usual name, one that differs from it only in case.
    fn find<'h>(&self, header: &'h [String]) -> Option<&'h str> {
        let exact = header.iter().find(|column| *column == self.name);
        let usual = || header.iter().find(|column| self.name == self.usual && column.eq_ignore_ascii_case(self.usual));
        exact.or_else(usual).map(String::as_str)
    }
}

/// The error for a column that was named and is not there.
pub(super) fn no_column(name: &str, header: &[String], parameter: Parameter) -> Error {
    let among = if header.is_empty() { String::new() } else { format!(" among: {}", header.join(", ")) };
    Error::new(ErrorKind::Column, format!("there is no column \"{name}\"{among}"))
        .remedy(Message::from("name the right one with ").name(parameter))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::rows::SPLIT;

    fn read(file: &str, text: &str, name: &str) -> Result<Extra> {
        let column = ExtraColumn { name, usual: SPLIT, parameter: Parameter::SplitColumn };
        let (_, [extra]) = read_table_with_extras(file, text.as_bytes(), &TableParams::default(), [column])?;
        Ok(extra)
    }

    fn found(text: &str, name: &str) -> String {
        read("t.csv", text, name).unwrap().name
    }

    #[test]
    fn the_usual_name_is_found_in_any_case_and_exactly_first() {
        assert_eq!(found("text,label,SPLIT\na,news,test\n", "split"), "SPLIT");
        assert_eq!(found("text,label,SPLIT,split\na,news,x,test\n", "split"), "split");
        assert_eq!(found("text,label\na,news\n", "split"), "split");
    }

    #[test]
    fn any_other_name_must_be_there_as_it_is_written() {
        assert_eq!(found("text,label,Fold\na,news,test\n", "Fold"), "Fold");
        let error = read("t.csv", "text,label,Fold\na,news,test\n", "fold").unwrap_err();
        assert_eq!(error.parameter(), Some(Parameter::SplitColumn));
        assert_eq!(
            error.to_string(),
            "t.csv:1: there is no column \"fold\" among: label, Fold; name the right one with split_column"
        );
    }

    /// JSON lines have no header: a key may come late, behind the first bytes that tell the others.
    #[test]
    fn a_key_may_come_late() {
        let early = "{\"text\":\"a\",\"label\":\"news\"}\n".repeat(40_000);
        let late = early + "{\"text\":\"b\",\"label\":\"news\",\"fold\":\"test\"}\n";
        let extra = read("t.jsonl", &late, "fold").unwrap();
        assert_eq!(extra.values.last(), Some(&Some("test".to_owned())));
        assert!(read("t.jsonl", &late, "part").is_err());
    }
}
