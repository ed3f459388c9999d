//! Rows of a test set. Their labels are protected: what was measured on them would change.

/// The usual name of the column that marks test rows.
pub const SPLIT: &str = "split";

/// Returns which rows are of a test set: all of a test table, else those whose value in the column of splits says so.
///
/// ```
/// use oped::tables::rows::are_test_rows;
/// let splits = [Some("train"), None, Some("Test")];
/// assert_eq!(are_test_rows(false, splits), [false, false, true]);
/// assert_eq!(are_test_rows(true, splits), [true; 3]);
/// ```
pub fn are_test_rows<'v>(is_test_table: bool, splits: impl IntoIterator<Item = Option<&'v str>>) -> Vec<bool> {
    splits.into_iter().map(|split| is_test_table || split.is_some_and(is_test_split)).collect()
}

/// Returns whether a path names a test set: the file's name has the word `test`, `tests` or `testing` in it, or a folder has that
/// name, in any case. Words are separated by whatever is neither a letter nor a digit.
///
/// ```
/// use oped::tables::rows::is_test_name;
/// assert!(is_test_name("corpora/test/babe.csv") && is_test_name("test.csv.gz") && is_test_name("gold_Test-v2.csv"));
/// assert!(!is_test_name("contest.csv") && !is_test_name("latest/babe.csv") && !is_test_name("testset.csv"));
/// ```
pub fn is_test_name(path: &str) -> bool {
    let mut parts = path.rsplit(['/', '\\']);
    parts.next().is_some_and(is_test_split) || parts.any(is_test_word)
}

/// Returns whether a value of the column of splits names a test set: it has the word `test`, `tests` or `testing` in it, in any case.
///
/// ```
/// use oped::tables::rows::is_test_split;
/// assert!(is_test_split(" Test") && is_test_split("test set") && is_test_split("[\"test\"]"));
/// assert!(!is_test_split("train") && !is_test_split("latest"));
/// ```
pub fn is_test_split(value: &str) -> bool {
    value.split(|c: char| !c.is_alphanumeric()).any(is_test_word)
}

fn is_test_word(word: &str) -> bool {
    ["test", "tests", "testing"].iter().any(|test| word.eq_ignore_ascii_case(test))
}
