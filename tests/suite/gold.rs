//! Articles with gold paragraphs and labels, cut and labelled by a careful reader.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use oped::article::{Article, Format};
use oped::label::Label;
use oped::model::Model;
use oped::score::Scorer;
use oped::verdict::ArticleScore;

use crate::{beside, own_model, project};

/// (label, first words) of every paragraph.
fn gold_of(article: &Path) -> Vec<(Label, String)> {
    let path = article.with_extension("gold.csv");
    let mut reader = csv::Reader::from_path(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let read = |record: csv::StringRecord| (Label::parse(&record[1]).unwrap(), record[2].to_owned());
    reader.records().map(|record| read(record.unwrap())).collect()
}

/// The articles of `data/articles`, in order.
pub fn own_articles() -> Vec<PathBuf> {
    let files = std::fs::read_dir(project("data/articles")).unwrap();
    let mut out: Vec<PathBuf> = files.map(|entry| entry.unwrap().path()).collect();
    out.retain(|path| path.extension().is_some_and(|ending| ending != "csv"));
    out.sort();
    out
}

fn read(path: &Path) -> Article {
    let bytes = std::fs::read(path).unwrap();
    let name = path.file_name().unwrap().to_str().unwrap();
    Article::read(&bytes, Format::detect(name, &bytes), None).unwrap()
}

/// The founding article (where it is), and its retelling.
fn white_house_pages() -> Vec<PathBuf> {
    beside("seed/white-house.txt").into_iter().chain([project("data/articles/white-house.txt")]).collect()
}

/// The first paragraph that is not where the gold has it.
fn boundary_fault(path: &Path) -> Option<String> {
    let (article, gold) = (read(path), gold_of(path));
    let found: Vec<&str> = article.paragraphs().map(|block| block.text.as_str()).collect();
    (0..found.len().max(gold.len())).find_map(|at| {
        let expected = gold.get(at).map(|(_, start)| start.as_str());
        let found = found.get(at).copied().unwrap_or_default();
        let fits = expected.is_some_and(|expected| found.starts_with(expected));
        (!fits).then(|| format!("{} {at}\n   expected {expected:?}\n   found    {found:?}", path.display()))
    })
}

#[test]
fn paragraphs_have_the_gold_boundaries() {
    let faults: Vec<String> =
        own_articles().into_iter().chain(white_house_pages()).filter_map(|path| boundary_fault(&path)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn score(model: &Arc<Model>, path: &Path) -> ArticleScore {
    Scorer::new(model.clone()).article(&read(path))
}

fn right(score: &ArticleScore, path: &Path) -> usize {
    let pairs = score.paragraphs.iter().zip(gold_of(path));
    pairs.filter(|(paragraph, (label, _))| paragraph.decision.map(|decision| decision.label) == Some(*label)).count()
}

#[test]
fn the_shipped_model_finds_the_turn_of_the_white_house_page() {
    let model = Arc::new(Model::shipped().unwrap());
    for path in white_house_pages() {
        let score = score(&model, &path);
        assert!(right(&score, &path) >= 18, "{}: {} of 19 labels", path.display(), right(&score, &path));
        let shifts: Vec<_> = score.shifts.iter().map(|shift| (shift.paragraph, shift.from, shift.to)).collect();
        assert_eq!(shifts, [(9, Label::News, Label::Opinion)], "{}", path.display());
    }
}

#[test]
fn a_model_of_our_own_paragraphs_reads_the_white_house_page_too() {
    for path in white_house_pages() {
        let score = score(own_model(), &path);
        assert!(right(&score, &path) >= 16, "{}: {} of 19 labels", path.display(), right(&score, &path));
    }
}

#[test]
fn the_pages_own_claims_are_kept() {
    let found = |path: &PathBuf| {
        let declared = read(path).declared?;
        let name = path.file_name()?.to_str()?;
        Some(format!("{name}: {:?} {}", declared.claim, declared.mark))
    };
    // The others claim nothing: menus, breadcrumbs and the names of columns are no claims.
    let expected = [
        "brick-release.txt: Other FOR IMMEDIATE RELEASE",
        "campaign-page.html: Opinion OpinionNewsArticle",
        "cashless-blog.html: Other BlogPosting",
        "wire-report.html: News ReportageNewsArticle",
    ];
    assert_eq!(own_articles().iter().filter_map(found).collect::<Vec<_>>(), expected);
}

/// A sentence as its words, without punctuation.
fn sentences(text: &str) -> Vec<String> {
    let words = |sentence: &str| {
        let letters = |word: &str| word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        sentence.split_whitespace().map(letters).filter(|word: &String| !word.is_empty()).collect::<Vec<_>>().join(" ")
    };
    text.split(['.', '!', '?']).map(words).filter(|sentence| sentence.split(' ').count() >= 5).collect()
}

#[test]
fn the_retelling_repeats_no_sentence_of_the_original() {
    let Some(original) = beside("seed/white-house.txt") else { return };
    let all = |path: &Path| -> Vec<String> {
        read(path).paragraphs().flat_map(|block| sentences(block.text.as_str())).collect()
    };
    let original = all(&original);
    assert!(original.len() > 15);
    for sentence in all(&project("data/articles/white-house.txt")) {
        assert!(!original.contains(&sentence), "{sentence}");
    }
}
