//! Agreement of annotators against other implementations, and its reports. `tests/fixtures/agreement.py` wrote the numbers.

use oped::learn::measure::agreement::{Agreement, agreement};
use oped::report;
use oped::tables::table::{TableParams, read_table_with};
use serde_json::Value;

use crate::{project, with_threads};

fn of(text: &str) -> Agreement {
    let (table, others) = read_table_with("t.csv", text.as_bytes(), &TableParams::default(), &["annotator"]).unwrap();
    let names: Vec<Option<String>> = others.into_iter().map(|mut values| values.remove(0)).collect();
    agreement(&[table], &[names], 500).unwrap()
}

fn reference() -> Value {
    serde_json::from_str(&std::fs::read_to_string(project("tests/fixtures/agreement.json")).unwrap()).unwrap()
}

/// The reference as a table, the rows of one paragraph far from each other.
fn table(reference: &Value) -> String {
    let mut text = String::from("text,label,annotator\n");
    for (at, annotator) in reference["annotators"].as_array().unwrap().iter().enumerate() {
        for (unit, labels) in reference["labels"].as_array().unwrap().iter().enumerate() {
            if let Some(label) = labels[at].as_str() {
                text += &format!("Paragraph {unit}.,{label},{}\n", annotator.as_str().unwrap());
            }
        }
    }
    text
}

#[test]
fn coefficients_are_those_of_scikit_learn_and_krippendorff() {
    let reference = reference();
    let ours = of(&table(&reference));
    let near = |ours: Option<f64>, theirs: &Value| {
        assert!((ours.unwrap() - theirs.as_f64().unwrap()).abs() < 1e-12, "{ours:?} {theirs}");
    };
    near(ours.alpha.value, &reference["alpha"]);
    let theirs = reference["kappas"].as_array().unwrap();
    assert_eq!(ours.kappas.len(), theirs.len());
    for pair in &ours.kappas {
        let names: Vec<&str> = pair.annotators.iter().map(|&at| ours.annotators[at].as_str()).collect();
        let expected = theirs.iter().find(|of| of["annotators"] == serde_json::json!(names)).unwrap();
        assert_eq!(pair.units as u64, expected["units"].as_u64().unwrap());
        near(pair.kappa.value, &expected["kappa"]);
        assert!(pair.kappa.interval.unwrap().contains(pair.kappa.value.unwrap()));
    }
}

#[test]
fn agreement_does_not_depend_on_threads() {
    let text = table(&reference());
    assert_eq!(with_threads(1, || of(&text)), with_threads(3, || of(&text)));
}

/// Names and texts of a table are not to be trusted.
#[test]
fn reports_are_harmless_and_whole() {
    let evil = "<script>alert(1)</script>\u{1b}[31m\u{202e}&";
    let ours = of(&format!("text,label,annotator\n{evil},news,{evil}\n{evil},opinion,b\n"));
    let (text, jsonl, html) = (
        report::audit::agreement::text(&ours, 80),
        report::audit::agreement::jsonl(&ours),
        report::audit::agreement::html(&ours),
    );
    for out in [&text, &jsonl, &html] {
        assert!(!out.contains('\u{1b}'), "{out:?}");
    }
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    assert!(!text.contains('\u{202e}') && !html.contains('\u{202e}') && !html.contains("<script"), "{html}");
    let lines: Vec<Value> = jsonl.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let kinds: Vec<&str> = lines.iter().map(|line| line["measure"].as_str().unwrap_or("disagreement")).collect();
    assert_eq!(kinds, ["percent", "alpha", "kappa", "disagreement"]);
    assert_eq!(lines[3]["labels"][1], serde_json::json!({"annotator":"b","label":"opinion","table":"t.csv","row":2}));
}
