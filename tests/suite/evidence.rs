//! The evidence for a label: exact, in its place, and told safely.

use std::collections::BTreeSet;
use std::sync::Arc;

use oped::article::{Article, Format};
use oped::explain::families::Family;
use oped::explain::{Explained, Explainer, Explanation, MOST_WORDS};
use oped::label::Probability;
use oped::language::Language;
use oped::model::Model;
use oped::model::vectorizer::Vectorizer;
use oped::report::audit::evidence::{Audited, Csv, Html, JsonLines, Text};
use oped::report::score::Style;
use oped::score::{Scorer, passages_of};
use oped::tables::results::Renderer;
use oped::tables::table::{TableParams, read_table};
use oped::terms::Extractor;
use oped::text::Span;
use oped::text::decode::decode;
use oped::voice::{Passage, SourceSpan, Speech, Voice, source_spans};

use crate::gold::own_articles;
use crate::{beside, project};

fn read(path: &std::path::Path) -> (Vec<u8>, Article) {
    let bytes = std::fs::read(path).unwrap();
    let name = path.file_name().unwrap().to_str().unwrap();
    let article = Article::read(&bytes, Format::detect(name, &bytes), None).unwrap();
    (bytes, article)
}

/// Every explained paragraph of our own articles, with its text and the sources in it.
fn for_each_paragraph(model: &Arc<Model>, mut each: impl FnMut(&str, &[SourceSpan], &Explanation<'_>)) {
    let explainer = Explainer::new(model.clone());
    for path in own_articles() {
        let (_, article) = read(&path);
        let passages = passages_of(&article);
        let explained = explainer.passages(&passages);
        for ((passage, sources), why) in passages.iter().zip(source_spans(&passages)).zip(&explained.paragraphs) {
            each(passage.text, &sources, why.as_ref().unwrap());
        }
    }
    for row in crate::own_table().rows.iter().step_by(7) {
        let passage = Passage::from(row.text.as_str());
        if let Some(why) = &explainer.passages(&[passage]).paragraphs[0] {
            each(&row.text, &source_spans(&[passage])[0], why);
        }
    }
}

#[test]
fn evidence_and_intercept_sum_to_the_logit_alone() {
    for model in [Model::shipped().unwrap(), Model::shipped().unwrap().with_prior(Probability(0.05))].map(Arc::new) {
        let vectorizer = Vectorizer::new(model.clone());
        let mut paragraphs = 0;
        for_each_paragraph(&model, |text, sources, why| {
            let logit = vectorizer.logit(text, sources);
            let entries: f64 = why.evidence.iter().map(|entry| entry.weight).sum();
            let words: f64 = why.words.iter().map(|word| word.weight).sum();
            assert_eq!((why.logit, why.intercept), (logit, model.base_logit()), "{text}");
            assert!((entries + why.intercept.0 - logit.0).abs() < 1e-9, "{text}");
            assert!((words - entries).abs() < 1e-9, "{text}");
            paragraphs += 1;
        });
        assert!(paragraphs > 200);
    }
}

/// The terms of a paragraph that are in the vocabulary, found by their texts, with their places.
fn places(model: &Model, extractor: &Extractor, text: &str, sources: &[SourceSpan]) -> Vec<(u32, Span, Voice)> {
    let mut out = Vec::new();
    extractor.for_each_term(&mut extractor.lexicon(), text, sources, |key, span, voice| {
        out.extend(model.tfidf.vocabulary.column(&extractor.text(key)).map(|column| (column, span, voice)));
    });
    out
}

#[test]
fn each_place_of_each_term_has_its_entry() {
    let model = Arc::new(Model::shipped().unwrap());
    let extractor = Extractor::new(Language::English);
    for_each_paragraph(&model, |text, sources, why| {
        let mut expected: Vec<(String, usize, usize, Voice)> = Vec::new();
        for (column, span, voice) in places(&model, &extractor, text, sources) {
            let term = oped::terms::split_namespace(model.tfidf.vocabulary.term(column as usize)).0.to_owned();
            // The start of a sentence has no bytes of its own.
            let word = why.words.iter().map(|word| word.piece.span).find(|of| of.start == span.start);
            let end = if span.start == span.end { word.unwrap().end } else { span.end };
            expected.push((term, span.start, end, voice));
        }
        let entry = |entry: &oped::explain::Evidence<'_>| {
            (entry.term.to_owned(), entry.span.start, entry.span.end, entry.voice)
        };
        let mut found: Vec<_> = why.evidence.iter().map(entry).collect();
        expected.sort();
        found.sort();
        assert_eq!(found, expected, "{text}");
        assert!(found.iter().all(|(_, start, end, _)| start < end));
    });
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn jsonl(name: &str, article: &Article, explained: &Explained<'_>) -> Vec<serde_json::Value> {
    let mut out = Vec::new();
    JsonLines.write(&Audited::of_article(name, article, explained), &mut out).unwrap();
    String::from_utf8(out).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn spans_of_evidence_slice_the_bytes_of_the_file() {
    let explainer = Explainer::new(Model::shipped().unwrap());
    let mut files = own_articles();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    files.extend(beside("seed/white-house.txt"));
    let mut pages: Vec<Vec<u8>> = files.iter().map(|path| std::fs::read(path).unwrap()).collect();
    let white_house = std::fs::read_to_string(project("data/articles/white-house.txt")).unwrap();
    pages.push([b"\xEF\xBB\xBF", white_house.as_bytes()].concat());
    let utf16: Vec<u8> = white_house.encode_utf16().flat_map(u16::to_le_bytes).collect();
    pages.push([b"\xFF\xFE", &utf16[..]].concat());
    for bytes in pages {
        let article = Article::read(&bytes, Format::Text, None).unwrap();
        let encoding = decode(&bytes, None).unwrap().encoding;
        for line in jsonl("a", &article, &explainer.article(&article)) {
            let entries = line["evidence"].as_array().cloned().unwrap_or_default();
            let words = line["unknown"]["words"].as_array().cloned().unwrap_or_default();
            for entry in entries.iter().chain(&words) {
                let place = |end: &str| entry[end].as_u64().unwrap() as usize;
                let slice = decode(&bytes[place("start")..place("end")], Some(encoding)).unwrap().text;
                let text = entry["text"].as_str().unwrap();
                // Bullets and running heads of a page may stand between the words.
                let words: Vec<String> = text.split_whitespace().map(letters).collect();
                let found = letters(&slice);
                assert!(found.starts_with(&words[0]) && found.ends_with(words.last().unwrap()), "{slice:?} {text:?}");
                assert!(words.len() > 1 || found == words[0], "{slice:?} {text:?}");
                assert!(!slice.is_empty() && slice.trim() == slice, "{slice:?}");
            }
        }
    }
}

#[test]
fn what_would_change_a_label_does() {
    let model = Arc::new(Model::shipped().unwrap());
    let (vectorizer, scorer) = (Vectorizer::new(model.clone()), Scorer::new(model.clone()));
    let mut flips = 0;
    for_each_paragraph(&model, |text, sources, why| {
        let all = SourceSpan { span: Span { start: 0, end: text.len() }, speech: Speech::Direct };
        let change = why.change.as_ref().unwrap();
        assert_eq!(change.all_quoted, vectorizer.logit(text, &[all]).probability());
        let Some(without) = &change.without else { return };
        // Quotations that begin in the paragraphs before are not seen in this one.
        if source_spans(&[text.into()])[0] != sources {
            return;
        }
        let alone = |words: &[Span]| {
            let mut left = text.to_owned();
            words.iter().rev().for_each(|word| left.replace_range(word.start..word.end, ""));
            let left = left.split_whitespace().collect::<Vec<_>>().join(" ");
            scorer.passages(&[left.as_str().into()]).paragraphs[0].decision.unwrap().alone
        };
        let label = why.logit.probability().label();
        assert!(without.words.len() <= MOST_WORDS && without.words.is_sorted(), "{text}");
        assert_eq!(alone(&without.words).label(), label.other(), "{text}");
        assert_eq!(alone(&without.words), without.alone, "{text}");
        for at in 0..without.words.len() {
            let mut fewer = without.words.clone();
            fewer.remove(at);
            assert_eq!(alone(&fewer).label(), label, "{text}: one word could stay");
        }
        flips += 1;
    });
    assert!(flips > 100, "{flips}");
}

/// The families of a paragraph, the heaviest first, but for how its sentences are built.
fn families(why: &Explanation<'_>) -> Vec<(Family, f64)> {
    let told = why.families.iter().filter(|sum| sum.family != Family::SentenceForm);
    told.map(|sum| (sum.family, sum.weight)).collect()
}

#[test]
fn the_white_house_page_is_explained_by_who_speaks_and_what_is_urged() {
    let explainer = Explainer::new(Model::shipped().unwrap());
    for path in [Some(project("data/articles/white-house.txt")), beside("seed/white-house.txt")].into_iter().flatten() {
        let (_, article) = read(&path);
        let explained = explainer.article(&article);
        let mut urging = 0;
        for (block, why) in article.paragraphs().zip(&explained.paragraphs) {
            let (text, found) = (block.text.as_str(), families(why.as_ref().unwrap()));
            let leading: BTreeSet<Family> = found.iter().take(4).map(|(family, _)| *family).collect();
            let says =
                |family: Family, sign: f64| found.iter().any(|&(of, weight)| of == family && weight * sign > 0.0);
            if text.contains("we urge") {
                let expected = [Family::CallToAction, Family::FirstPersonPlural];
                assert!(expected.iter().all(|of| leading.contains(of) && says(*of, 1.0)), "{text}\n{found:?}");
                urging += 1;
            }
            if text.contains("Kirby, has said") || text.contains("Lavrov, said") {
                assert_eq!(found[0].0, Family::Attribution, "{text}\n{found:?}");
                assert!(says(Family::Attribution, -1.0), "{text}\n{found:?}");
            }
        }
        assert!(urging >= 3, "{}", path.display());
    }
}

const HOSTILE: &str = "<script>alert('1')</script> The \u{1b}[31mmayor\u{1b}[0m \u{202e}said \u{2066}we\u{2069} must, \
                       <b onclick=x>urge</b> & \"zxqv\u{7}\" =1+1.";

fn rendered(mut renderer: impl for<'a> Renderer<Audited<'a>>) -> String {
    let explainer = Explainer::new(Model::shipped().unwrap());
    let csv = format!("id,text\n\"\u{1b}x\",\"{}\"\n", HOSTILE.replace('"', "\"\""));
    let params = TableParams { labels_required: false, ..TableParams::default() };
    let table = read_table("<t>\u{1b}.csv", csv.as_bytes(), &params).unwrap();
    let explained = explainer.texts(&table.rows);
    let article = Article::read(HOSTILE.as_bytes(), Format::Text, None).unwrap();
    let of_article = explainer.article(&article);
    let mut out = Vec::new();
    renderer.write(&Audited::of_rows(&table.name, &table.rows, 0, &explained), &mut out).unwrap();
    renderer.write(&Audited::of_article("<a>\u{1b}", &article, &of_article), &mut out).unwrap();
    renderer.finish(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn text_that_is_not_to_be_trusted_commands_nothing() {
    let is_bidi = |c: char| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let text = rendered(Text::new(Style { color: false, width: 80, verbose: true }, 50));
    assert!(text.contains("unknown") && !text.contains(['\u{1b}', '\u{7}']) && !text.contains(is_bidi), "{text}");
    let html = rendered(Html::new("m", 50));
    assert!(!html.contains(['\u{1b}', '\u{7}']) && !html.contains(is_bidi));
    assert!(!html.contains("<script") && !html.contains("<b ") && html.contains("&lt;"));
    let json = rendered(JsonLines);
    // Names and ids are as they are in the table; control characters in a text are white space.
    assert!(!json.contains(['\u{1b}', '\u{7}']) && json.contains("\\u001bx") && json.contains(" [31mmayor"));
    // A table for programs: nothing is changed in it, and every row has all fields.
    let csv = rendered(Csv::default());
    let records: Vec<csv::StringRecord> =
        csv::Reader::from_reader(csv.as_bytes()).records().map(|record| record.unwrap()).collect();
    assert!(records.len() > 50 && records.iter().all(|record| record.len() == 17));
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    let explainer = Explainer::new(Model::shipped().unwrap());
    let (_, article) = read(&project("data/articles/white-house.txt"));
    let explained = explainer.article(&article);
    for width in [64, 80, 200] {
        let mut out = Vec::new();
        let mut text = Text::new(Style { color: false, width, verbose: true }, 12);
        text.write(&Audited::of_article("a", &article, &explained), &mut out).unwrap();
        // The first names the article, however long its name is.
        for line in String::from_utf8(out).unwrap().lines().skip(1) {
            assert!(line.chars().count() <= width, "{width}: {line}");
        }
    }
}

/// How much came from the paragraph, its neighbours and the article is exact, for whatever features the context has.
#[test]
fn the_parts_of_the_context_sum_to_the_logit_in_context() {
    use oped::model::context::part::Part;
    for model in [Model::shipped().unwrap(), Model::shipped().unwrap().with_prior(Probability(0.05))] {
        let explainer = Explainer::new(model);
        let (mut paragraphs, mut found) = (0, BTreeSet::new());
        for path in own_articles() {
            let (_, article) = read(&path);
            let explained = explainer.article(&article);
            let several = explained.paragraphs.iter().flatten().count() > 1;
            for (score, why) in explained.score.paragraphs.iter().zip(&explained.paragraphs) {
                let (decision, why) = (score.decision.unwrap(), why.as_ref().unwrap());
                let context = why.context.expect("the shipped model's context has parts");
                let sum: f64 = Part::ALL.into_iter().map(|part| context.of(part)).sum::<f64>() + context.baseline;
                assert!((sum - context.logit().0).abs() < 1e-12, "{}", path.display());
                assert!((context.logit().probability().0 - decision.probability.0).abs() < 1e-12, "{}", path.display());
                assert_eq!(context.has_others(), several, "{}", path.display());
                found.extend(Part::ALL.into_iter().filter(|&part| context.of(part) != 0.0).map(Part::name));
                paragraphs += 1;
            }
        }
        assert!(paragraphs > 30 && found.len() == Part::ALL.len(), "{paragraphs} {found:?}");
    }
}

/// A model from before labels in context were a sum has nothing to show, and says so with null.
#[test]
fn a_context_without_parts_is_null() {
    let paths = std::fs::read_dir(project("models/compat")).unwrap().map(|entry| entry.unwrap().path());
    let models: Vec<Model> = paths.filter_map(|path| Model::from_bytes(&std::fs::read(path).ok()?).ok()).collect();
    let old = models.into_iter().find(|model| model.card.context.contributions(&[], oped::Logit(0.0)).is_none());
    let explainer = Explainer::new(old.expect("an old model"));
    let (_, article) = read(&project("data/articles/white-house.txt"));
    let lines = jsonl("a", &article, &explainer.article(&article));
    assert!(lines[0]["logit"].is_number() && lines[0]["context"].is_null());
}
