//! Audits of labels: planted errors are found, no model judges a row that it has seen, and the estimates are cleanlab's.

use std::collections::BTreeSet;

use oped::label::{Label, Probability};
use oped::learn::audit::{AuditParams, LabelAudit, Oddity, audit};
use oped::learn::measure::confident::{ConfidentJoint, Thresholds, normalised_margin, self_confidence};
use oped::report::audit::label_issues;
use oped::tables::rows::{RowFacts, RowRef, Table};
use oped::tables::table::{TableParams, read_table};
use serde_json::Value;

use crate::{own_table, project, with_threads};

/// Every twentieth row of the project's own paragraphs under the other label.
fn planted() -> (Table, BTreeSet<usize>) {
    let mut table = own_table();
    let wrong: BTreeSet<usize> = (7..table.rows.len()).step_by(20).collect();
    wrong.iter().for_each(|&row| table.rows[row].label = table.rows[row].label.map(Label::other));
    (table, wrong)
}

fn found(tables: &[Table]) -> LabelAudit {
    audit(tables, &RowFacts::default(), &AuditParams::default()).unwrap()
}

/// How many of the first k issues are planted, where k were.
fn share_of_planted(audit: &LabelAudit, wrong: &BTreeSet<usize>) -> f64 {
    let first = audit.issues.iter().take(wrong.len());
    first.filter(|issue| wrong.contains(&issue.place.row)).count() as f64 / wrong.len() as f64
}

#[test]
fn planted_errors_are_found() {
    let (table, wrong) = planted();
    let tables = [table];
    let share = share_of_planted(&found(&tables), &wrong);
    assert!(share >= 0.8, "{share}");
    let by_text = AuditParams { inherited_labels: true, ..AuditParams::default() };
    let share = share_of_planted(&audit(&tables, &RowFacts::default(), &by_text).unwrap(), &wrong);
    assert!(share >= 0.6, "by the text alone: {share}");
}

/// The rows of one source under labels turned round: they are judged by models of the other sources only, and so the
/// probabilities of their texts stay on their sides. The sigmoids of other folds learn of the change, but keep the order.
#[test]
fn a_row_is_judged_without_its_own_group() {
    let plain = own_table();
    let mut turned = plain.clone();
    let of_source = |row: &usize| plain.rows[*row].source.as_deref() == Some("tech-ledger");
    let rows: Vec<usize> = (0..plain.rows.len()).filter(of_source).collect();
    rows.iter().for_each(|&row| turned.rows[row].label = plain.rows[row].label.map(Label::other));
    let by_text = AuditParams { inherited_labels: true, ..AuditParams::default() };
    let issues = |table: Table| audit(&[table], &RowFacts::default(), &by_text).unwrap().issues;
    let (before, after) = (issues(plain.clone()), issues(turned));
    let held_wrong = |issues: &[oped::learn::audit::LabelIssue]| -> BTreeSet<usize> {
        issues.iter().map(|issue| issue.place.row).filter(|row| rows.contains(row)).collect()
    };
    let (before, after) = (held_wrong(&before), held_wrong(&after));
    // A row is an issue under one of its two labels, but for those whose probability the sigmoid moved across one half.
    let both = before.intersection(&after).count();
    assert!(rows.len() > 20 && both <= 1, "{} rows, {both} under both labels", rows.len());
    assert!(after.len() + before.len() + 1 >= rows.len(), "{} + {} of {}", before.len(), after.len(), rows.len());
}

#[test]
fn an_audit_does_not_depend_on_the_threads() {
    let tables = [planted().0];
    assert_eq!(with_threads(1, || found(&tables)), with_threads(3, || found(&tables)));
}

#[test]
fn the_confident_joint_is_cleanlabs() {
    let text = std::fs::read_to_string(project("tests/fixtures/confident.json")).unwrap();
    let theirs: Value = serde_json::from_str(&text).unwrap();
    let numbers = |key: &str| -> Vec<f64> {
        theirs[key].as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
    };
    let given: Vec<Label> =
        theirs["given"].as_array().unwrap().iter().map(|word| Label::parse(word.as_str().unwrap()).unwrap()).collect();
    let p: Vec<Probability> = numbers("p").into_iter().map(Probability).collect();
    let thresholds = Thresholds::new(&given, &p);
    let joint = ConfidentJoint::new(&thresholds, given.iter().copied().zip(p.iter().copied()));
    for (label, theirs) in numbers("thresholds").into_iter().enumerate() {
        assert!((thresholds.0[label] - theirs).abs() < 1e-12, "{:?}", thresholds);
    }
    assert_eq!(serde_json::json!(joint.counts), theirs["confident_joint"]);
    for (label, row) in joint.calibrated().iter().enumerate() {
        for (other, ours) in row.iter().enumerate() {
            // Theirs are whole rows.
            let theirs = theirs["calibrated"][label][other].as_f64().unwrap();
            assert!((ours - theirs).abs() < 1.0, "{label} {other}: {ours} {theirs}");
        }
    }
    let (confidences, margins) = (numbers("self_confidence"), numbers("normalised_margin"));
    for (row, (&given, &p)) in given.iter().zip(&p).enumerate() {
        assert!((self_confidence(given, p) - confidences[row]).abs() < 1e-12, "row {row}");
        assert!((normalised_margin(given, p) - margins[row]).abs() < 1e-12, "row {row}");
    }
}

/// A table whose rows are judged alike, with some that are odd.
fn odd_table() -> Table {
    let mut csv = String::from("id,source,article,text,label\n");
    for n in 0..40 {
        let (source, article) = (["alpha", "beta"][n % 2], n / 2);
        csv += &format!("n{n},{source},{article},The council met on Monday and voted on item {}.,news\n", word(n));
        csv += &format!("o{n},{source},{article},We must say no to item {} of this absurd plan!,opinion\n", word(n));
    }
    csv += "dup,beta,90,we must say  no to item abb of this absurd plan!,opinion\n";
    csv += "con,beta,91,We must say no to item abb of this absurd plan!,news\n";
    csv +=
        "near,beta,92,\"The mayor told the council on Tuesday that the pools of the town would close in May.\",news\n";
    csv += "near2,alpha,93,\"The mayor told the council on Tuesday that the pools of the town would close in June.\",news\n";
    csv += "formula,beta,94,=We must say no to this absurd plan of the council!,news\n";
    csv += "dots,alpha,95,…,news\n";
    read_table("odd.csv", csv.as_bytes(), &TableParams::default()).unwrap()
}

/// A word of its own for each number: figures would all be one term.
fn word(n: usize) -> String {
    ['a', 'b'].iter().cycle().skip(n % 2).take(2).chain(std::iter::repeat_n(&'b', n / 2)).collect()
}

#[test]
fn duplicates_contradictions_and_empty_rows_are_named() {
    let table = odd_table();
    let row =
        |id: &str| RowRef { table: 0, row: table.rows.iter().position(|row| row.id.as_deref() == Some(id)).unwrap() };
    let tables = [table.clone()];
    let found = found(&tables);
    let pair = |id: &str| *found.duplicates.iter().find(|pair| pair.row == row(id)).unwrap();
    assert!(pair("dup").same_label && pair("dup").similarity.is_none());
    assert!(!pair("con").same_label && pair("con").similarity.is_none());
    assert!(pair("near2").similarity.is_some_and(|alike| alike > 0.7 && alike < 1.0) && !pair("near2").same_source);
    let empty = found.odd_rows.iter().find(|odd| odd.place == row("dots")).unwrap();
    assert_eq!(empty.oddity, Oddity::NoWords);
    let issue = found.issues.iter().find(|issue| issue.place == row("con")).unwrap();
    assert!(issue.alike.iter().any(|alike| !alike.same_label), "{issue:?}");
}

/// Whoever corrects one of two copies makes a contradiction: both are listed, one behind the other.
#[test]
fn rows_that_repeat_an_issue_are_listed_behind_it() {
    let mut table = odd_table();
    let at = |table: &Table, id: &str| table.rows.iter().position(|row| row.id.as_deref() == Some(id)).unwrap();
    let copy = oped::tables::rows::Row { id: Some("copy".to_owned()), ..table.rows[at(&table, "formula")].clone() };
    table.rows.push(copy);
    let (first, copy) = (at(&table, "formula"), at(&table, "copy"));
    let tables = [table];
    let found = found(&tables);
    let place = found.issues.iter().position(|issue| issue.place.row == first).unwrap();
    let (issue, behind) = (&found.issues[place], &found.issues[place + 1]);
    assert_eq!((behind.place.row, behind.repeats), (copy, Some(issue.place)));
    assert_eq!((behind.score, behind.given, issue.repeats), (issue.score, issue.given, None));
}

/// Nobody is asked twice about a text under the label that he has kept; under the other label it is another question.
#[test]
fn what_a_person_has_kept_is_left_out() {
    let tables = [odd_table()];
    let all = found(&tables);
    let text =
        |issue: &oped::learn::audit::LabelIssue| oped::tables::rows::text_hash(&tables[0].rows[issue.place.row].text);
    let kept: BTreeSet<(String, Label)> = all.issues.iter().map(|issue| (text(issue), issue.given)).collect();
    let again = |settled| {
        let facts = RowFacts { settled, ..RowFacts::default() };
        audit(&tables, &facts, &AuditParams::default()).unwrap()
    };
    let left = again(kept.clone());
    assert!(!all.issues.is_empty() && left.issues.is_empty() && left.settled == all.issues.len());
    let others = kept.into_iter().map(|(hash, label)| (hash, label.other())).collect();
    assert_eq!(again(others).issues.len(), all.issues.len());
    assert_eq!(left.joint, all.joint, "the estimate is about the texts");
}

/// Where each source has one label, a source left out takes it along, and out of fold every text would read as the other.
#[test]
fn folds_are_by_article_where_no_source_has_both_labels() {
    let mut table = own_table();
    for row in &mut table.rows {
        let label = row.label.unwrap();
        row.source = Some(format!("{} {label}", row.source.as_deref().unwrap()));
    }
    let found = found(&[table]);
    assert_eq!((found.folding.group, found.is_apart), (oped::tables::rows::group::Group::Article, true));
}

/// Rows without a label are judged nowhere, and counted.
#[test]
fn rows_without_a_label_are_in_no_list() {
    let mut table = own_table();
    (0..table.rows.len()).step_by(10).for_each(|row| table.rows[row].label = None);
    let without = |place: &RowRef| place.row.is_multiple_of(10);
    let count = table.rows.len().div_ceil(10);
    let found = found(&[table.clone()]);
    assert_eq!((found.unlabelled, found.rows.iter().sum::<usize>()), (count, table.rows.len() - count));
    assert!(!found.issues.iter().any(|issue| without(&issue.place)));
    assert!(!found.odd_rows.iter().any(|row| without(&row.place)));
}

/// The sheet goes through a spreadsheet and back: its header is a contract, and what stands in a table must not run.
#[test]
fn the_sheet_has_its_columns_and_no_formulas() {
    let tables = [odd_table()];
    let sheet = label_issues::csv(&found(&tables), &tables);
    let mut reader = csv::Reader::from_reader(sheet.as_slice());
    let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    assert_eq!(
        header.join(","),
        "table,row,line,id,source,article,test,given,suggested,score,reason,text,text_hash,verdict,note,by,when"
    );
    let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let formula = records.iter().find(|record| &record[3] == "formula").unwrap();
    assert_eq!((&formula[0], &formula[7], &formula[8]), ("odd.csv", "news", "opinion"));
    // The header is line 1.
    assert_eq!(formula[2].parse(), formula[1].parse::<usize>().map(|row| row + 1));
    assert!(formula[11].starts_with("'=We must"), "{formula:?}");
    // The hash is of the text as it was read: without the apostrophe.
    assert_eq!(&formula[12], oped::tables::rows::text_hash("=We must say no to this absurd plan of the council!"));
    assert!((13..17).all(|cell| formula[cell].is_empty()));
}
