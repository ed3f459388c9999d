//! Tables to train on, whose labels may be read or inherited.

use super::read::label;
use super::{Extra, ExtraColumn, TableParams, read_table_with_extras};
use crate::error::{Error, ErrorKind, Message, Parameter, Result};
use crate::label::Label;
use crate::tables::rows::{LabelKind, Table};
use crate::text::shorten;

/// The usual name of the column that says how a label came about.
pub const KIND: &str = "label_kind";
/// The usual name of the column of inherited labels beside read ones.
pub const INHERITED: &str = "inherited";

/// The columns that tell read labels from inherited ones. A table may lack them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KindColumns {
    /// `read` or `inherited`.
    pub kind: String,
    /// The inherited label of a row whose label was read.
    pub inherited: String,
}

impl Default for KindColumns {
    fn default() -> Self {
        Self { kind: KIND.to_owned(), inherited: INHERITED.to_owned() }
    }
}

/// Like [`read_table`](super::read_table), and tells how each label came about: by its row's column, else it is of this `kind`.
///
/// # Errors
/// Those of [`read_table_with_extras`]; [`ErrorKind::Table`] for a kind that is neither `read` nor `inherited`, and for an inherited label
/// in a column of an unusual name that is neither news nor opinion.
///
/// ```
/// use oped::label::Label;
/// use oped::tables::rows::LabelKind;
/// use oped::tables::table::{KindColumns, TableParams, read_training_table};
/// let bytes = b"text,label,label_kind,inherited\nIt met.,news,,opinion\nWe must.,opinion,inherited,\n";
/// let table = read_training_table("t.csv", bytes, &TableParams::default(), LabelKind::Read, &KindColumns::default())?;
/// assert_eq!((table.rows[0].kind, table.rows[0].inherited), (LabelKind::Read, Some(Label::Opinion)));
/// assert_eq!(table.rows[1].kind, LabelKind::Inherited);
/// # Ok::<(), oped::error::Error>(())
/// ```
pub fn read_training_table(
    name: &str,
    bytes: &[u8],
    params: &TableParams,
    kind: LabelKind,
    columns: &KindColumns,
) -> Result<Table> {
    let columns = [
        ExtraColumn { name: &columns.kind, usual: KIND, parameter: Parameter::KindColumn },
        ExtraColumn { name: &columns.inherited, usual: INHERITED, parameter: Parameter::InheritedColumn },
    ];
    let (mut table, [kinds, labels]) = read_table_with_extras(name, bytes, params, columns)?;
    for ((row, given), inherited) in table.rows.iter_mut().zip(&kinds.values).zip(&labels.values) {
        let at = |error: Error| error.at(name, Some(row.line));
        row.kind = match given {
            Some(given) => given.to_lowercase().parse().map_err(|_| at(unknown_kind(&kinds, given)))?,
            None => kind,
        };
        let inherited = inherited.as_deref().map(|word| label(word, params));
        row.inherited = match inherited {
            // A column that happens to have this name may hold anything.
            Some(Err(error)) if labels.name != INHERITED => {
                return Err(at(error.before("the inherited label cannot be used: ")));
            }
            Some(Ok(label)) if row.kind == LabelKind::Read => Some(label),
            _ => None::<Label>,
        };
    }
    Ok(table)
}

fn unknown_kind(column: &Extra, given: &str) -> Error {
    let what = format!("\"{}\" is \"{}\", neither read nor inherited", column.name, shorten(given));
    Error::new(ErrorKind::Table, what)
        .remedy(Message::from("correct it, or name another column with ").name(Parameter::KindColumn))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, kind: LabelKind, columns: &KindColumns) -> Result<Table> {
        read_training_table("t.csv", text.as_bytes(), &TableParams::default(), kind, columns)
    }

    #[test]
    fn a_row_without_a_kind_has_that_of_its_table() {
        let usual = KindColumns::default();
        let table = read("text,label,label_kind\na,news,\nb,news,Read\n", LabelKind::Inherited, &usual).unwrap();
        assert_eq!(table.rows.iter().map(|row| row.kind).collect::<Vec<_>>(), [LabelKind::Inherited, LabelKind::Read]);
        let error = read("text,label,label_kind\na,news,\nb,news,guess\n", LabelKind::Read, &usual).unwrap_err();
        assert!(error.to_string().starts_with("t.csv:3: \"label_kind\" is \"guess\", neither read nor inherited"));
    }

    /// The column may be there by chance, unless somebody named it.
    #[test]
    fn an_inherited_label_must_be_one_only_where_its_column_was_named() {
        let table = "text,label,inherited,section\na,news,yes,oped\n";
        assert_eq!(read(table, LabelKind::Read, &KindColumns::default()).unwrap().rows[0].inherited, None);
        let named = KindColumns { inherited: "section".to_owned(), ..KindColumns::default() };
        let error = read(table, LabelKind::Read, &named).unwrap_err().to_string();
        assert!(error.starts_with("t.csv:2: the inherited label cannot be used: the label \"oped\""), "{error}");
    }
}
