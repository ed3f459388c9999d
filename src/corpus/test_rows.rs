//! Which rows are of a test set: what is measured on them would change if their labels were touched.

/// Whether a path says that its file is of a test set: a folder is called `test`, or the file is `test`, or its
/// name begins with `test_` or `test-` or ends with `_test` or `-test`, whatever its endings and its case.
///
/// ```
/// use oped::corpus::is_test_name;
/// assert!(is_test_name("corpora/test/babe.csv") && is_test_name("test.csv.gz") && is_test_name("babe-Test.csv"));
/// assert!(!is_test_name("contest.csv") && !is_test_name("latest/babe.csv"));
/// ```
pub fn is_test_name(path: &str) -> bool {
    let lower = path.to_lowercase();
    let mut parts = lower.rsplit(['/', '\\']);
    let name = parts.next().unwrap_or_default();
    let stem = name.split('.').next().unwrap_or_default();
    let of_stem = stem.split(['_', '-']).collect::<Vec<_>>();
    of_stem.first() == Some(&"test") || of_stem.last() == Some(&"test") || parts.any(|part| part == "test")
}

/// Whether a row is of a test set by the value of the column that says it: the word `test`, in any case.
///
/// ```
/// assert!(oped::corpus::is_test_split(" Test") && !oped::corpus::is_test_split("train"));
/// ```
pub fn is_test_split(value: &str) -> bool {
    value.trim().eq_ignore_ascii_case("test")
}
