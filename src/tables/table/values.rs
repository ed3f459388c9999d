//! The values of any column, one for each row.

use super::header::{ID, PARAGRAPH};
use super::{Pass, extra::no_column};
use super::{TableParams, read::open, read_table_with};
use crate::error::{Parameter, Result};
use crate::tables::rows::{ColumnValues, Row, Table};

/// Reads columns of tables that were read with these parameters from these bytes. A table may lack a column that another has: its
/// rows have no value, and [`ColumnValues::of_tables`] is empty for it.
///
/// # Errors
/// Those of [`read_table`](super::read_table); [`ErrorKind::Column`](crate::error::ErrorKind::Column) for a column that no table has,
/// which names the first.
///
/// ```
/// use oped::tables::table::{TableParams, read_columns, read_table};
/// let (bytes, params) = (&b"text,label,genre\nIt met.,news,letter\n"[..], TableParams::default());
/// let tables = [read_table("t.csv", bytes, &params)?];
/// let columns = read_columns(&tables, &[bytes], &params, &["genre", "label"])?;
/// assert_eq!(columns[0].of_tables, [[Some("letter".to_owned())]]);
/// assert_eq!(columns[1].of_tables, [[Some("news".to_owned())]]);
/// # Ok::<(), oped::error::Error>(())
/// ```
pub fn read_columns(
    tables: &[Table],
    bytes: &[impl AsRef<[u8]>],
    params: &TableParams,
    names: &[&str],
) -> Result<Vec<ColumnValues>> {
    let column = |name: &&str| ColumnValues { name: (*name).to_owned(), of_tables: Vec::new() };
    let mut columns: Vec<ColumnValues> = names.iter().map(column).collect();
    for (table, bytes) in tables.iter().zip(bytes) {
        let of_table = of_table(table, bytes.as_ref(), params, names)?;
        columns.iter_mut().zip(of_table).for_each(|(column, values)| column.of_tables.push(values));
    }
    let lacking = columns.iter().find(|column| column.of_tables.iter().all(Vec::is_empty));
    if let (Some(column), Some(table), Some(bytes)) = (lacking, tables.first(), bytes.first()) {
        let header = open(&table.name, bytes.as_ref(), params, &Pass::Nothing)?.other_columns();
        return Err(no_column(&column.name, &header, Parameter::By).at(&table.name, Some(1)));
    }
    Ok(columns)
}

/// The values of each column; empty for one that the table lacks.
fn of_table(table: &Table, bytes: &[u8], params: &TableParams, names: &[&str]) -> Result<Vec<Vec<Option<String>>>> {
    let header = open(&table.name, bytes, params, &Pass::Nothing)?.other_columns();
    let (_, passed) = read_table_with(&table.name, bytes, params, names)?;
    let values = |(at, &name): (usize, &&str)| {
        let of_row =
            |(row, passed): (&Row, &Vec<Option<String>>)| own(row, name, params).or_else(|| passed[at].clone());
        let values: Vec<Option<String>> = table.rows.iter().zip(&passed).map(of_row).collect();
        let is_there = values.iter().any(Option::is_some) || header.iter().any(|column| column == name);
        if is_there { values } else { Vec::new() }
    };
    Ok(names.iter().enumerate().map(values).collect())
}

/// The value of a column that rows are read from.
fn own(row: &Row, column: &str, params: &TableParams) -> Option<String> {
    match column {
        name if name == params.text_column => Some(row.text.clone()),
        name if name == params.label_column => row.label.map(|label| label.to_string()),
        name if name == params.source_column => row.source.clone(),
        name if name == params.article_column => row.article.clone(),
        ID => row.id.clone(),
        PARAGRAPH => row.paragraph.map(|number| number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::table::read_table;

    fn read(files: &[(&str, &str)], names: &[&str]) -> Result<Vec<ColumnValues>> {
        let params = TableParams::default();
        let tables: Vec<Table> =
            files.iter().map(|(name, text)| read_table(name, text.as_bytes(), &params).unwrap()).collect();
        let bytes: Vec<&[u8]> = files.iter().map(|(_, text)| text.as_bytes()).collect();
        read_columns(&tables, &bytes, &params, names)
    }

    const WITH: (&str, &str) = ("a.csv", "text,label,genre,article\na,news,letter,x\nb,news, ,y\n");
    const WITHOUT: (&str, &str) = ("b.jsonl", "{\"text\":\"c\",\"label\":\"opinion\",\"paragraph\":7}\n");

    #[test]
    fn a_table_may_lack_what_another_has() {
        let columns = read(&[WITHOUT, WITH], &["genre", "article", "paragraph", "label"]).unwrap();
        let some = |value: &str| Some(value.to_owned());
        assert_eq!(columns[0].of_tables, [vec![], vec![some("letter"), None]]);
        assert_eq!(columns[1].of_tables, [vec![], vec![some("x"), some("y")]]);
        assert_eq!(columns[2].of_tables, [vec![some("7")], vec![]]);
        assert_eq!(columns[3].of_tables, [vec![some("opinion")], vec![some("news"), some("news")]]);
    }

    #[test]
    fn a_column_that_no_table_has_is_a_slip() {
        let error = read(&[WITH, WITHOUT], &["gnre"]).unwrap_err().to_string();
        assert_eq!(error, "a.csv:1: there is no column \"gnre\" among: label, genre; name the right one with by");
    }
}
