//! Which tables and rows are a test set.

/// What a name is divided by into words.
const BETWEEN: [char; 2] = ['-', '_'];

/// Whether a table's path says that it is a test set: a folder is called `test`, or the file's name without its ending is,
/// begins with `test-` or `test_`, or ends with `-test` or `_test`. Case makes no difference.
///
/// ```
/// use oped::corpus::is_test_name;
/// assert!(["corpora/test/babe.csv", "test.csv", "babe-test.tsv", "Test_2.jsonl.gz"].into_iter().all(is_test_name));
/// assert!(!["latest.csv", "tests/a.csv", "contest.csv", "a-testimony.csv"].into_iter().any(is_test_name));
/// ```
pub fn is_test_name(name: &str) -> bool {
    let name = name.to_lowercase();
    let mut parts = name.rsplit(['/', '\\']);
    let stem = parts.next().and_then(|file| file.split('.').find(|stem| !stem.is_empty())).unwrap_or_default();
    let mut words = stem.split(BETWEEN);
    words.next() == Some("test") || words.next_back() == Some("test") || parts.any(|folder| folder == "test")
}

/// Whether the value of a row's split column says that it is of a test set.
///
/// ```
/// use oped::corpus::is_test_split;
/// assert!(is_test_split(Some("Test")) && !is_test_split(Some("train")) && !is_test_split(None));
/// ```
pub fn is_test_split(value: Option<&str>) -> bool {
    value.is_some_and(|value| value.trim().eq_ignore_ascii_case("test"))
}
