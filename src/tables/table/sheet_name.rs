//! The names of sheets on the command line: `letters.xlsx#Sheet2`.

/// Endings of workbooks.
const ENDINGS: [&str; 3] = [".xlsx", ".xlsm", ".ods"];

/// Returns whether a file is called like a workbook.
pub(crate) fn is_workbook_name(name: &str) -> bool {
    ENDINGS.iter().any(|ending| name.to_ascii_lowercase().ends_with(ending))
}

/// Divides `letters.xlsx#Sheet 2` into the workbook and the sheet; none if no sheet is named.
pub(crate) fn named_sheet(path: &str) -> Option<(&str, &str)> {
    path.match_indices('#')
        .map(|(at, _)| (&path[..at], &path[at + 1..]))
        .find(|(book, sheet)| is_workbook_name(book) && !sheet.is_empty())
}

/// How a sheet is named on the command line.
pub(crate) fn sheet_in(book: &str, sheet: &str) -> String {
    let name = format!("{book}#{sheet}");
    if name.contains(char::is_whitespace) { format!("\"{name}\"") } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_is_named_after_its_workbook() {
        assert_eq!(named_sheet("a#b/c.XLSX#Sheet #2"), Some(("a#b/c.XLSX", "Sheet #2")));
        assert_eq!([named_sheet("a.xlsx"), named_sheet("a.xlsx#"), named_sheet("a.csv#b")], [None; 3]);
    }

    #[test]
    fn a_name_with_a_space_is_quoted_for_the_shell() {
        assert_eq!([sheet_in("a.xlsx", "b"), sheet_in("a.xlsx", "b c")], ["a.xlsx#b", "\"a.xlsx#b c\""]);
    }
}
