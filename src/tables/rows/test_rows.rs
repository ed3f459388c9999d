//! Which rows are of a test set: what is measured on them would change if their labels were touched.

/// Whether a path says that its file is of a test set: the file's name has the word `test`, `tests` or `testing` in it, or a folder
/// is called so, in any case. A word is what stands between characters that are no letters and no digits.
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

/// Whether a row is of a test set by the value of the column that says it: the word `test`, `tests` or `testing` is in it, in any
/// case.
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

/// The column of this name, or else the first that differs from it only in case.
///
/// ```
/// let columns = ["id".to_owned(), "Split".to_owned()];
/// assert_eq!(oped::tables::rows::column_named(&columns, "split"), Some("Split"));
/// ```
pub fn column_named<'c>(columns: &'c [String], name: &str) -> Option<&'c str> {
    let exact = columns.iter().find(|column| *column == name);
    exact.or_else(|| columns.iter().find(|column| column.eq_ignore_ascii_case(name))).map(String::as_str)
}
