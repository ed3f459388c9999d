//! What the shipped model says of the project's own articles and paragraphs, to the last bit.
//!
//! `tests/fixtures/scores.csv` and `shifts.csv` hold each number as four decimals for the reader and the bits of the f64 for the test.
//! This code wrote them against the library of commit 2a42976, before `src/` had its rooms. A faster kernel must give the same bits.
//! Only another shipped model, or another reading of paragraphs, is a reason to write them again:
//! `BLESS_SCORES=1 cargo test --test suite scores`.

use std::process::Command;
use std::sync::Arc;

use oped::article::{Article, Format};
use oped::model::Model;
use oped::model::context::{Said, Shift};
use oped::model::vectorizer::Vectorizer;
use oped::score::{Scorer, passages_of};
use oped::voice::{Passage, quoted_letters, source_spans};

use crate::gold::own_articles;
use crate::{own_table, project};

/// Scores and shifts.
const FIXTURES: [&str; 2] = ["tests/fixtures/scores.csv", "tests/fixtures/shifts.csv"];

/// Other C libraries, and other processors, may round `exp` and `ln` another way.
const TO_THE_BIT: bool = cfg!(all(target_arch = "x86_64", target_os = "linux", target_env = "gnu"));

fn shown(number: f64) -> String {
    format!("{number:.4}={:016x}", number.to_bits())
}

/// The bits of a number that was [`shown`].
fn number(shown: &str) -> Option<f64> {
    let (_, bits) = shown.split_once('=')?;
    Some(f64::from_bits(u64::from_str_radix(bits, 16).ok()?))
}

fn is_same(a: &str, b: &str) -> bool {
    let is_near = |(a, b): (f64, f64)| (a - b).abs() <= 1e-12 * a.abs().max(1.0);
    a == b || !TO_THE_BIT && number(a).zip(number(b)).is_some_and(is_near)
}

/// Both tables, as this build makes them.
fn tables_now() -> [String; 2] {
    let model = Arc::new(Model::shipped().unwrap());
    let (scorer, vectorizer) = (Scorer::new(model.clone()), Vectorizer::new(model.clone()));
    let [mut scores, mut shifts] = [(); 2].map(|()| csv::Writer::from_writer(Vec::new()));
    let numbers = ["linear", "logit", "alone", "logit_in_context", "probability", "quoted"];
    scores.write_record(["article", "paragraph", "words", "unsure"].into_iter().chain(numbers)).unwrap();
    shifts.write_record(["article", "paragraph", "from", "to", "probability", "here", "first", "last"]).unwrap();
    for_each_article(|article, passages| {
        let sources = source_spans(passages);
        let said = |(passage, sources): (&Passage<'_>, &Vec<_>)| {
            let row = vectorizer.transform(passage.text, sources);
            Said {
                logit: vectorizer.logit(passage.text, sources),
                quoted_letters: quoted_letters(passage.text, sources),
                length: passage.text.len(),
                article: model.article_logit(&row),
                section: model.section_logit(&row),
                part: 0.0,
            }
        };
        let said: Vec<Said> = passages.iter().zip(&sources).map(said).collect();
        let reading = model.card.context.read(&said, model.prior_shift);
        let score = scorer.passages(passages);
        assert_eq!(reading.shifts, score.shifts, "{article}");
        for (at, paragraph) in score.paragraphs.iter().enumerate() {
            let linear = model.linear.logit(&vectorizer.transform(passages[at].text, &sources[at]));
            let decision = paragraph.decision.unwrap();
            let (logit, in_context) = (said[at].logit.0, reading.logits[at].0);
            let (alone, probability) = (decision.alone.0, decision.probability.0);
            let numbers = [linear.0, logit, alone, in_context, probability, paragraph.quoted].map(shown);
            let unsure = decision.unsure.map_or("", |reason| reason.as_str()).to_owned();
            let fields = [article.to_owned(), at.to_string(), paragraph.words.to_string(), unsure];
            scores.write_record(fields.into_iter().chain(numbers)).unwrap();
        }
        for Shift { paragraph, from, to, probability, here, interval: (first, last) } in score.shifts {
            let [paragraph, first, last] = [paragraph, first, last].map(|at| at.to_string());
            let [probability, here] = [probability, here].map(|probability| shown(probability.0));
            let fields = [article, &paragraph, from.as_str(), to.as_str(), &probability, &here, &first, &last];
            shifts.write_record(fields).unwrap();
        }
    });
    [scores, shifts].map(|table| String::from_utf8(table.into_inner().unwrap()).unwrap())
}

/// `data/articles`, then those of `data/paragraphs.csv`: the name and the paragraphs.
fn for_each_article(mut each: impl FnMut(&str, &[Passage<'_>])) {
    for path in own_articles() {
        let bytes = std::fs::read(&path).unwrap();
        let name = path.file_name().unwrap().to_str().unwrap();
        let article = Article::read(&bytes, Format::detect(name, &bytes), None).unwrap();
        each(name, &passages_of(&article));
    }
    let table = own_table();
    for range in table.articles() {
        let rows = &table.rows[range];
        let passages: Vec<Passage<'_>> = rows.iter().map(|row| row.text.as_str().into()).collect();
        each(rows[0].article.as_deref().unwrap(), &passages);
    }
}

fn kept() -> [String; 2] {
    FIXTURES.map(|path| std::fs::read_to_string(project(path)).unwrap_or_default())
}

/// The records of a table, its header first.
fn records(table: &str) -> Vec<csv::StringRecord> {
    csv::ReaderBuilder::new().has_headers(false).from_reader(table.as_bytes()).records().map(Result::unwrap).collect()
}

/// The first paragraph and field of a table that is not as it was.
fn first_difference(now: &str, before: &str) -> Option<String> {
    let (now, before) = (records(now), records(before));
    let header = now[0].clone();
    for (now, before) in now.iter().zip(&before) {
        let differs = (0..header.len()).find(|&at| !is_same(&now[at], before.get(at).unwrap_or_default()));
        if let Some(at) = differs {
            let was = before.get(at).unwrap_or_default();
            return Some(format!("{}, paragraph {}: {} is {}, was {was}", &now[0], &now[1], &header[at], &now[at]));
        }
    }
    (now.len() != before.len()).then(|| format!("{} lines, were {}", now.len(), before.len()))
}

#[test]
fn scores_have_the_bits_that_they_had() {
    let now = tables_now();
    if std::env::var_os("BLESS_SCORES").is_some() {
        FIXTURES.iter().zip(&now).for_each(|(path, table)| std::fs::write(project(path), table).unwrap());
    }
    for (path, (now, before)) in FIXTURES.iter().zip(now.iter().zip(kept())) {
        let difference = first_difference(now, &before);
        assert!(difference.is_none(), "{path}: {}", difference.unwrap_or_default());
    }
}

/// The program may not score in a way of its own.
#[test]
fn the_program_writes_the_numbers_of_the_library() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_oped"));
    command.args(["score", "--format", "jsonl"]).args(own_articles()).arg(project("data/paragraphs.csv"));
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines: Vec<serde_json::Value> = output
        .stdout
        .split_inclusive(|&byte| byte == b'\n')
        .map(|line| serde_json::from_slice(line).unwrap())
        .collect();
    let of_type = |kind: &'static str| lines.iter().filter(move |line| line["type"] == kind);
    let [scores, shifts] = kept().map(|table| records(&table).split_off(1));

    assert_eq!(of_type("paragraph").count(), scores.len());
    for (line, kept) in of_type("paragraph").zip(&scores) {
        assert_eq!(line["paragraph"].to_string(), kept[1], "{line}");
        for (key, field) in [("alone", 6), ("probability", 8), ("quoted", 9)] {
            assert!(is_same(&shown(line[key].as_f64().unwrap()), &kept[field]), "{key} of {line}: {}", &kept[field]);
        }
        assert_eq!(line["reason"].as_str().unwrap_or_default(), &kept[3], "{line}");
    }
    let found: Vec<&serde_json::Value> =
        of_type("article").flat_map(|line| line["shifts"].as_array().unwrap()).collect();
    assert_eq!(found.len(), shifts.len());
    for (shift, kept) in found.into_iter().zip(&shifts) {
        for (key, field) in [("paragraph", 1), ("first", 6), ("last", 7)] {
            assert_eq!(shift[key].to_string(), kept[field], "{shift}");
        }
        assert_eq!((shift["from"].as_str().unwrap(), shift["to"].as_str().unwrap()), (&kept[2], &kept[3]));
        for (key, field) in [("probability", 4), ("here", 5)] {
            assert!(is_same(&shown(shift[key].as_f64().unwrap()), &kept[field]), "{key} of {shift}: {}", &kept[field]);
        }
    }
}

/// A program that uses the library gets the JSON of the contract.
#[test]
fn the_library_serializes_what_the_program_writes() {
    let scorer = Scorer::new(Model::shipped().unwrap());
    for path in own_articles() {
        let name = path.file_name().unwrap().to_str().unwrap();
        let bytes = std::fs::read(&path).unwrap();
        let scored = scorer.read(name, &bytes, Format::detect(name, &bytes)).unwrap();
        let serde_json::Value::Array(objects) = serde_json::to_value(&scored).unwrap() else { panic!("no array") };
        let mut command = Command::new(env!("CARGO_BIN_EXE_oped"));
        command.args(["score", name, "--format", "jsonl"]).current_dir(path.parent().unwrap());
        let output = String::from_utf8(command.output().unwrap().stdout).unwrap();
        let lines: Vec<serde_json::Value> = output.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(objects, lines, "{name}");
        for (paragraph, line) in scored.paragraphs().zip(&lines) {
            assert_eq!(paragraph.label().map(|label| label.as_str()), line["label"].as_str(), "{name}");
            assert_eq!(paragraph.probability().map(|of| of.0), line["probability"].as_f64(), "{name}");
        }
    }
}
