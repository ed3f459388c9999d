//! The people who decide: their names, and in a blind review their sheets and their order.

use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::xxh3_64;

use super::refusal::Refusal;

/// The longest name, in characters.
const LONGEST_NAME: usize = 60;

/// A name without blanks around it.
pub(super) fn checked(name: &str) -> Result<&str, Refusal> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Refusal::bad(
            "there is no name",
            "say who you are, so that your verdicts can be told from others'",
        ));
    }
    if name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
        return Err(Refusal::bad(format!("the name is longer than {LONGEST_NAME} characters"), "give a shorter one"));
    }
    Ok(name)
}

/// The sheet of an annotator: `issues.csv` → `issues.ann.csv`. What a file name should not have becomes a hyphen.
pub(super) fn sheet_of(sheet: &Path, name: &str) -> PathBuf {
    let safe: String = name.chars().map(|c| if c.is_alphanumeric() || c == '_' { c } else { '-' }).collect();
    with_word(sheet, &safe)
}

/// `issues.csv` → `issues.WORD.csv`
fn with_word(sheet: &Path, word: &str) -> PathBuf {
    let stem = sheet.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let ending = sheet.extension().map_or_else(|| "csv".to_owned(), |ending| ending.to_string_lossy().into_owned());
    sheet.with_file_name(format!("{stem}.{word}.{ending}"))
}

/// The sheets of annotators beside a sheet, in the order of their names.
pub(super) fn sheets_beside(sheet: &Path) -> Vec<PathBuf> {
    let pattern = with_word(sheet, "*");
    let pattern = pattern.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let Some((front, back)) = pattern.split_once("*") else { return Vec::new() };
    let folder = sheet.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = entries
        // Named as the sheet is: without a folder if that has none.
        .map(|entry| sheet.with_file_name(entry.file_name()))
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let word = name.strip_prefix(front).and_then(|rest| rest.strip_suffix(back));
            word.is_some_and(|word| !word.is_empty() && !word.contains('.'))
        })
        .collect();
    found.sort();
    found
}

/// The order of rows for an annotator: each has their own, always the same, so that none is seen first by all.
pub(super) fn in_order_of(name: &str, rows: &mut [usize]) {
    rows.sort_by_key(|row| (xxh3_64(format!("{name}\u{1f}{row}").as_bytes()), *row));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn annotators_have_sheets_of_their_own() {
        let sheet = Path::new("a/issues.csv");
        assert_eq!(sheet_of(sheet, "Ann"), Path::new("a/issues.Ann.csv"));
        assert_eq!(sheet_of(sheet, "../é b."), Path::new("a/issues.---é-b-.csv"));
    }

    #[test]
    fn only_sheets_of_annotators_are_found() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["i.csv", "i.ann.csv", "i.ben.csv", "i.ben.csv.verdicts", "i.a.b.csv", "other.ann.csv"] {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        let found = sheets_beside(&folder.path().join("i.csv"));
        assert_eq!(found, [folder.path().join("i.ann.csv"), folder.path().join("i.ben.csv")]);
    }

    #[test]
    fn everybody_has_an_order_of_their_own() {
        let order = |name: &str| {
            let mut rows: Vec<usize> = (1..=20).collect();
            in_order_of(name, &mut rows);
            rows
        };
        assert_eq!(order("ann"), order("ann"));
        assert!(order("ann") != order("ben") && order("ann") != (1..=20).collect::<Vec<_>>());
    }

    #[test]
    fn a_name_is_short_and_has_no_line_ends() {
        assert_eq!(checked(" Ann B. ").unwrap(), "Ann B.");
        assert!(["", "  ", "a\nb", &"x".repeat(61)].iter().all(|name| checked(name).is_err()));
        assert!(checked(&"é".repeat(60)).is_ok());
    }
}
