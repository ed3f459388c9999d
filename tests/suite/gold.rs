//! Articles with gold paragraphs: the boundaries a careful reader marks.

use std::path::{Path, PathBuf};

use oped::article::{Article, Format};

pub struct Gold {
    pub path: PathBuf,
    /// (label, first words)
    pub paragraphs: Vec<(String, String)>,
}

pub fn read_gold(article: &Path) -> Gold {
    let gold = article.with_extension("gold.csv");
    let mut reader = csv::Reader::from_path(&gold).unwrap_or_else(|e| panic!("{}: {e}", gold.display()));
    let paragraphs = reader
        .records()
        .map(|record| {
            let record = record.unwrap();
            (record[1].to_owned(), record[2].to_owned())
        })
        .collect();
    Gold { path: article.to_owned(), paragraphs }
}

/// The articles of `data/articles` in order.
pub fn own_articles() -> Vec<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/articles");
    let mut out: Vec<PathBuf> = std::fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e != "csv"))
        .collect();
    out.sort();
    out
}

/// The founding article, where it lies beside the project.
pub fn founding_article() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seed/white-house.txt");
    path.exists().then_some(path)
}

fn check_boundaries(path: &Path, wrong: &mut Vec<String>) {
    let gold = read_gold(path);
    let bytes = std::fs::read(path).unwrap();
    let name = path.file_name().unwrap().to_str().unwrap();
    let article = Article::read(&bytes, Format::detect(name, &bytes), None).unwrap();
    let found: Vec<&str> = article.paragraphs().map(|block| block.text.as_str()).collect();
    for at in 0..found.len().max(gold.paragraphs.len()) {
        let expected = gold.paragraphs.get(at).map_or("", |(_, start)| start.as_str());
        let found = found.get(at).copied().unwrap_or_default();
        if expected.is_empty() || !found.starts_with(expected) {
            wrong.push(format!("{name} {at}\n   expected {expected:?}\n   found    {found:?}"));
            break;
        }
    }
}

#[test]
fn paragraphs_have_the_gold_boundaries() {
    let mut wrong = Vec::new();
    for path in own_articles().iter().chain(&founding_article()) {
        check_boundaries(path, &mut wrong);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
