//! Evaluations: what is out of fold is out of fold, the same whatever the threads, and what a model has seen is found.

use oped::label::{Label, Logit, Probability};
use oped::learn::calibrate::calibrate;
use oped::learn::evaluate::{
    By, Divider, EvaluateParams, Evaluation, NamedModel, Subject, cross_validate, cross_validate_by, evaluate,
    evaluate_by,
};
use oped::learn::fit::solver::SolverParams;
use oped::learn::measure::bootstrap::{Finding, Interval};
use oped::learn::measure::figure::Figure;
use oped::learn::train::{SourceWeight, TrainParams, train};
use oped::tables::rows::group::{Folds, Group};
use oped::tables::rows::{ColumnValues, LabelKind, Table};
use oped::tables::table::{TableParams, read_table};

use crate::{own_model, own_table, with_threads};

const QUICK: EvaluateParams = EvaluateParams { group: None, resamples: 100, skip_seen: false };

fn own() -> NamedModel<'static> {
    NamedModel { name: "own", model: own_model() }
}

fn only(table: &Table, wanted: impl Fn(&str) -> bool) -> Table {
    let mut table = table.clone();
    table.rows.retain(|row| wanted(row.source.as_deref().unwrap()));
    table
}

#[test]
fn an_evaluation_does_not_depend_on_the_threads() {
    let tables = [own_table()];
    let run = |threads| with_threads(threads, || cross_validate(&tables, &TrainParams::default(), &QUICK).unwrap());
    assert_eq!(run(1), run(3));
}

/// Leaving one source out is scoring it by a model trained on the others, which is done here by hand. Whatever sigmoid comes
/// behind, the logits of both must lie on one line; nothing is said here of which sigmoid.
#[test]
fn a_source_left_out_is_scored_by_the_model_of_the_others() {
    let table = own_table();
    let params = TrainParams { folds: Folds::All, group: Some(Group::Source), ..TrainParams::default() };
    let found = cross_validate(std::slice::from_ref(&table), &params, &QUICK).unwrap();
    assert_eq!(found.predictions.len(), table.rows.len());
    let (model, _) = train(&[only(&table, |source| source != "tech-ledger")], &TrainParams::default()).unwrap();
    let left_out = only(&table, |source| source == "tech-ledger");
    let scorer = oped::score::Scorer::new(model.clone());
    let by_hand: Vec<Logit> = left_out
        .articles()
        .into_iter()
        .flat_map(|range| scorer.texts(&left_out.rows[range]).paragraphs)
        .map(|paragraph| paragraph.decision.unwrap().alone.logit())
        .collect();
    let crossed: Vec<Logit> = found
        .predictions
        .iter()
        .filter(|prediction| table.rows[prediction.place.row].source.as_deref() == Some("tech-ledger"))
        .map(|prediction| prediction.alone.logit())
        .collect();
    // Two sigmoids of the same logits lie on one line.
    let slope = (crossed[1].0 - crossed[0].0) / (by_hand[1].0 - by_hand[0].0);
    assert!(slope > 0.0);
    for (ours, by_hand_one) in crossed.iter().zip(&by_hand) {
        let expected = crossed[0].0 + slope * (by_hand_one.0 - by_hand[0].0);
        assert!((ours.0 - expected).abs() < 1e-4, "{ours:?} {expected}");
    }
}

/// The figures on a model's card are those of a cross-validation, its calibration included.
#[test]
fn figures_of_training_are_those_of_its_cross_validation() {
    let tables = [own_table()];
    let (_, report) = train(&tables, &TrainParams::default()).unwrap();
    let found = cross_validate(&tables, &TrainParams::default(), &QUICK).unwrap();
    for figure in Figure::ALL {
        let (theirs, ours) = (figure.of(&report.alone).unwrap(), found.all.alone.get(figure).value.unwrap());
        assert!((theirs - ours).abs() < 1e-12, "{}: {theirs} {ours}", figure.name());
    }
}

#[test]
fn texts_of_the_training_are_found_and_left_out() {
    let table = own_table();
    let seen = |tables: &[Table], params: &EvaluateParams| evaluate(tables, own(), None, params);
    let all = seen(std::slice::from_ref(&table), &QUICK).unwrap().seen.unwrap();
    assert_eq!((all.rows, all.of), (table.rows.len(), table.rows.len()));

    let mut mixed = table.clone();
    mixed.rows.truncate(20);
    for row in mixed.rows.iter_mut().take(12) {
        row.text = format!("Nobody has read this before. {}", row.text);
    }
    // White space and case do not hide a text.
    mixed.rows[15].text = format!("  {} ", mixed.rows[15].text.to_uppercase().replace(' ', "  "));
    let found = seen(std::slice::from_ref(&mixed), &QUICK).unwrap();
    assert_eq!((found.seen.unwrap().rows, found.predictions.len()), (8, 20));
    let skip = EvaluateParams { skip_seen: true, ..QUICK };
    let found = seen(&[mixed], &skip).unwrap();
    assert_eq!((found.seen.unwrap().rows, found.predictions.len()), (8, 12));
    assert!(found.predictions.iter().all(|prediction| prediction.place.row < 12));
    let error = seen(&[table], &skip).unwrap_err().to_string();
    assert!(error.starts_with("every row was in the model's training or has no words"), "{error}");
}

#[test]
fn the_program_warns_of_texts_that_a_model_has_seen() {
    let dir = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| {
        let table = crate::project("data/paragraphs.csv");
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_oped"));
        let output = command.current_dir(dir.path()).arg(args[0]).arg(table).args(&args[1..]).output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    assert_eq!(run(&["train", "-q", "-o", "own"]), (Some(0), String::new()));
    let warning = "oped: warning: the texts of 1297 of 1297 rows were in the training of own (100.0 %), so the figures look better than they should; \
                   leave them out with --skip-seen\n";
    assert_eq!(run(&["evaluate", "-m", "own"]), (Some(0), warning.to_owned()));
    assert_eq!(run(&["evaluate", "-m", "own", "-q"]), (Some(0), String::new()));
    let (status, error) = run(&["evaluate", "-m", "own", "--skip-seen"]);
    assert!(status == Some(2) && error.contains("leave out -m and --skip-seen"), "{error}");
}

#[test]
fn a_model_without_hashes_says_that_it_cannot_tell() {
    let bytes = std::fs::read(crate::project("models/compat/format-1.safetensors")).unwrap();
    let old = oped::Model::from_bytes(&bytes).unwrap();
    assert_eq!(old.texts, None);
    assert_eq!(old.to_bytes().unwrap(), bytes, "an old model is written as it was read");
    let found = evaluate(&[own_table()], NamedModel { name: "old", model: &old.into() }, None, &QUICK).unwrap();
    assert_eq!(found.seen, None);
}

fn comparison(found: &Evaluation, figure: Figure) -> Option<Finding> {
    let compared = found.comparison.as_ref().unwrap().alone.iter().find(|of| of.figure == figure).unwrap();
    compared.difference.finding
}

#[test]
fn a_model_differs_from_a_worse_one_and_not_from_itself() {
    let table = own_table();
    let mut spoilt = table.clone();
    for row in spoilt.rows.iter_mut().step_by(4) {
        row.label = row.label.map(Label::other);
    }
    let (worse, _) = train(&[spoilt], &TrainParams::default()).unwrap();
    let (worse, tables) = (worse.into(), [table]);
    let other = |model| Some(NamedModel { name: "other", model });
    let found = evaluate(&tables, own(), other(&worse), &QUICK).unwrap();
    assert_eq!(comparison(&found, Figure::LogLoss), Some(Finding::Better));
    let found = evaluate(&tables, NamedModel { name: "worse", model: &worse }, Some(own()), &QUICK).unwrap();
    assert_eq!(comparison(&found, Figure::LogLoss), Some(Finding::Worse));
    let found = evaluate(&tables, own(), Some(own()), &QUICK).unwrap();
    for figure in Figure::ALL.into_iter().filter(|figure| *figure != Figure::CalledOpinion) {
        assert_eq!(comparison(&found, figure), Some(Finding::NoDifference), "{figure:?}");
    }
}

#[test]
fn the_groups_that_are_drawn_are_the_coarsest_of_which_there_are_enough() {
    let table = own_table();
    let drawn = |tables: &[Table]| evaluate(tables, own(), None, &QUICK).unwrap().all.resampling.group;
    assert_eq!(drawn(std::slice::from_ref(&table)), Group::Source);
    assert_eq!(drawn(&[only(&table, |source| source < "b" || source.starts_with("tech"))]), Group::Article);
    let csv = b"text,label\nThe council met.,news\nWe must act now.,opinion\nThe clerk left.,news\nA row.,news\nB row.,news\n";
    let bare = read_table("bare.csv", csv, &TableParams::default()).unwrap();
    let found = evaluate(&[bare], own(), None, &QUICK).unwrap();
    assert_eq!((found.all.resampling.group, found.all.in_context), (Group::Row, None));
}

#[test]
fn text_fits_eighty_columns() {
    let tables = [own_table()];
    let found = evaluate(&tables, own(), Some(own()), &QUICK).unwrap();
    let text = oped::report::evaluate::text(&found, true);
    for line in text.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
    assert!(text.contains("no difference") && text.contains("what the figures mean"));
}

/// An op-ed is all opinion and a report all news: folds by article leave rests of another share, which must not turn the order
/// round.
#[test]
fn a_calibration_to_articles_of_one_label_keeps_the_order() {
    let mut csv = String::from("text,label,article\n");
    for n in 0..40 {
        let article = ["a", "b", "c", "d"][n / 10];
        csv += &match n / 20 {
            0 => format!("The council met on day {n} and voted on item {n}.,news,{article}\n"),
            _ => format!("We must say no to item {n} of this absurd plan!,opinion,{article}\n"),
        };
    }
    let desk = |csv: &str| read_table("desk.csv", csv.as_bytes(), &TableParams::default()).unwrap();
    let (calibrated, report) = calibrate(own_model().clone(), &[desk(&csv)]).unwrap();
    assert!(report.after.unwrap().auc > 0.95, "{report:?}");
    assert_eq!(calibrated.tfidf, own_model().tfidf);
    let seen = evaluate(&[desk(&csv)], NamedModel { name: "desk", model: &calibrated.clone().into() }, None, &QUICK)
        .unwrap()
        .seen
        .unwrap();
    assert_eq!(seen.rows, 40, "rows that a model was calibrated to are known to it");

    let swapped = csv.replace(",news,", ",x,").replace(",opinion,", ",news,").replace(",x,", ",opinion,");
    let error = calibrate(own_model().clone(), &[desk(&swapped)]).unwrap_err().to_string();
    assert!(error.contains("swapped"), "{error}");
}

/// Three sources agree on one pair of words; b and c have more of another, and there the other label than a. Out of fold a is
/// mostly ranked rightly, while b and c are not, and so have no sigmoid for a.
fn at_odds() -> Table {
    let mut csv = String::from("text,label,source\n");
    let mut pairs = |source: &str, from: usize, number: usize, words: [&str; 2]| {
        for row in from..from + number {
            csv += &format!("{} here {row},opinion,{source}\n{} here {row},news,{source}\n", words[0], words[1]);
        }
    };
    pairs("a", 100, 100, ["may", "will"]);
    pairs("a", 200, 30, ["shall", "could"]);
    for (source, from) in [("b", 300), ("c", 500)] {
        pairs(source, from, 2, ["may", "will"]);
        pairs(source, from, 10, ["could", "shall"]);
    }
    read_table("odds.csv", csv.as_bytes(), &TableParams::default()).unwrap()
}

#[test]
fn a_fold_that_the_others_cannot_calibrate_costs_no_training() {
    let (group, source_weight) = (Some(Group::Source), SourceWeight::None);
    let params = TrainParams { folds: Folds::All, group, source_weight, ..TrainParams::default() };
    let tables = [at_odds()];
    let (model, report) = train(&tables, &params).unwrap();
    assert_eq!((report.folding.groups, report.folding.pooled_folds), (3, 1));
    let card = oped::report::model_card(&model);
    assert!(card.contains("| folds calibrated on all rows, their own too | 1 |"), "{card}");
    let found = cross_validate(&tables, &params, &QUICK).unwrap();
    assert!(
        matches!(&found.subject, Subject::CrossValidation(folding) if folding.pooled_folds == 1),
        "{:?}",
        found.subject
    );
}

#[test]
fn folds_that_split_articles_have_no_figures_in_context() {
    let tables = [own_table()];
    for (group, has_context) in [(Group::Row, false), (Group::Article, true)] {
        let params = TrainParams { group: Some(group), ..TrainParams::default() };
        let found = cross_validate(&tables, &params, &QUICK).unwrap();
        assert_eq!(found.all.in_context.is_some(), has_context, "{group:?}");
        assert!(found.sources.iter().all(|(_, of)| of.in_context.is_some() == has_context));
        assert!(found.predictions.iter().all(|row| row.in_context.is_some() == has_context));
        let (model, report) = train(&tables, &params).unwrap();
        assert_eq!(report.in_context.is_some(), has_context);
        assert_eq!(model.card.metrics.iter().any(|(name, _)| name.contains("in context")), has_context);
    }
}

/// Each of 31 fits fails, and each with another gradient.
#[test]
fn of_many_errors_the_first_folds_is_reported_whatever_the_threads() {
    let tables = [own_table()];
    let solver = SolverParams { max_iterations: 1, ..SolverParams::default() };
    let params = TrainParams { folds: Folds::All, group: Some(Group::Source), solver, ..TrainParams::default() };
    let run = |threads| with_threads(threads, || train(&tables, &params).unwrap_err().to_string());
    let first = run(1);
    for _ in 0..10 {
        assert_eq!(run(4), first);
    }
}

/// A desk's paragraphs in articles of these names, `labels` of which are in each.
fn desk(articles: &[&str], labels: &[Label]) -> Table {
    let mut csv = String::from("text,label,article\n");
    for n in 0..40 {
        let article = articles[n % articles.len()];
        let label = if labels.is_empty() { Label::ALL[n % articles.len() % 2] } else { labels[n / 20] };
        csv += &match label {
            Label::News => format!("The council met on day {n} and voted on item {n}.,news,{article}\n"),
            Label::Opinion => format!("We must say no to item {n} of this absurd plan!,opinion,{article}\n"),
        };
    }
    read_table("desk.csv", csv.as_bytes(), &TableParams::default()).unwrap()
}

/// Both articles would be in one fold of ten, and nothing left to calibrate to.
#[test]
fn of_few_articles_each_is_left_out_of_a_calibration() {
    let names: Vec<String> = (0..40).map(|number| format!("desk.csv\u{1f}{number}")).collect();
    let folds = Folds::Count(10).assign(&names);
    let alike = (1..40).find(|&at| folds[at] == folds[0]).unwrap().to_string();
    let (_, report) = calibrate(own_model().clone(), &[desk(&["0", &alike], &Label::ALL)]).unwrap();
    assert_eq!((report.group, report.groups, report.leaves_one_out()), (Group::Article, 2, true));
    assert!(report.after.unwrap().log_loss < 0.5, "{report:?}");
    assert!(
        oped::report::train::calibration::text(&report).contains("after: by a calibration to the other articles (2)")
    );
}

#[test]
fn where_nothing_is_left_out_of_fold_there_are_no_figures_after() {
    for (articles, labels, why) in [
        (&["0"][..], &Label::ALL[..], "none after, since all rows are of one article"),
        (&["0", "1"], &[], "none after, since without some article the others have one label"),
    ] {
        let (model, report) = calibrate(own_model().clone(), &[desk(articles, labels)]).unwrap();
        assert_eq!((report.after, report.is_better()), (None, None));
        let text = oped::report::train::calibration::text(&report);
        assert!(text.contains(why) && text.lines().all(|line| !line.ends_with("after")), "{text}");
        let json: serde_json::Value = serde_json::from_str(&oped::report::train::calibration::json(&report)).unwrap();
        assert!(json["after"].is_null() && json["before"]["auc"].is_number());
        assert!(model.card.later_calibrations[0].after.is_empty());
    }
}

#[test]
fn a_card_says_which_figures_are_older_than_its_calibration() {
    let table = desk(&["0", "1", "2"], &Label::ALL);
    let (model, report) = calibrate(own_model().clone(), &[table]).unwrap();
    let (old, new) = (oped::report::model_card(own_model()), oped::report::model_card(&model));
    for said in ["the calibration below changed", "as fitted in training", "## Calibrated after the training"] {
        assert!(!old.contains(said) && new.contains(said), "{said}: {new}");
    }
    let (before, after) = (report.before.log_loss, report.after.unwrap().log_loss);
    assert!(new.contains(&format!("| log loss | {before:.4} | {after:.4} |")), "{new}");
    assert_eq!((&model.card.metrics, model.card.unsure), (&own_model().card.metrics, own_model().card.unsure));
    assert_eq!(oped::Model::from_bytes(&model.to_bytes().unwrap()).unwrap(), model);
    // A second calibration starts from the first, and does not hide it.
    let (twice, _) = calibrate(model.clone(), &[desk(&["7", "8"], &Label::ALL)]).unwrap();
    assert_eq!(twice.card.later_calibrations.len(), 2);
}

/// Its card has no base rate of its own, and its file no hashes: the first is added, the others cannot be.
#[test]
fn an_old_model_is_calibrated_and_keeps_its_format() {
    let bytes = std::fs::read(crate::project("models/compat/format-1.safetensors")).unwrap();
    let old = oped::Model::from_bytes(&bytes).unwrap();
    assert_eq!(old.card.base_rate, None);
    let mut table = desk(&["0", "1", "2"], &Label::ALL);
    table.rows.truncate(30);
    let (model, report) = calibrate(old.clone(), &[table]).unwrap();
    assert_eq!(report.seen, None);
    let read = oped::Model::from_bytes(&model.to_bytes().unwrap()).unwrap();
    assert_eq!((read.card.format, &read.texts, read.card.base_rate), (1, &None, Some(10.0 / 30.0)));
    let same = Probability(10.0 / 30.0);
    assert!((read.clone().with_prior(same).base_logit().0 - read.base_logit().0).abs() < 1e-12);
}

/// Rows that are left out of the figures are still read: they are the context of the others.
#[test]
fn rows_left_out_stay_in_the_context() {
    let mut table = own_table();
    for row in table.rows.iter_mut().step_by(3) {
        row.text = format!("Nobody has read this before. {}", row.text);
    }
    let of = |params| evaluate(std::slice::from_ref(&table), own(), None, &params).unwrap();
    let (whole, left) = (of(QUICK), of(EvaluateParams { skip_seen: true, ..QUICK }));
    assert!(left.predictions.len() < whole.predictions.len());
    for prediction in &left.predictions {
        assert!(whole.predictions.contains(prediction), "{prediction:?}");
    }
    let seen = left.seen.unwrap();
    assert_eq!((seen.of - seen.rows, seen.of), (left.predictions.len(), whole.predictions.len()));
}

#[test]
fn reports_say_what_a_model_has_seen() {
    let tables = [own_table()];
    let found = evaluate(&tables, own(), Some(own()), &QUICK).unwrap();
    let said = "The model own was trained on the texts of 1297 of these 1297 rows, so the figures look better than they should.";
    let text = oped::report::evaluate::text(&found, false).replace('\n', " ");
    assert_eq!(text.matches(said).count(), 2, "both models: {text}");
    assert!(oped::report::evaluate::html(&found).contains(said));
    assert!(oped::report::evaluate::jsonl(&found).contains(said));
}

#[test]
fn a_calibration_error_below_its_interval_is_explained() {
    let mut found = evaluate(&[own_table()], own(), None, &QUICK).unwrap();
    let said = "its interval lies too high";
    let report = |found: &Evaluation| oped::report::evaluate::text(found, false).replace('\n', " ");
    for (figure, estimate) in &mut found.all.alone.figures {
        if *figure == Figure::CalibrationError {
            estimate.interval = Some(Interval { low: 0.0, high: 1.0 });
        }
    }
    found.all.in_context = None;
    assert!(!report(&found).contains(said));
    for (figure, estimate) in &mut found.all.alone.figures {
        if *figure == Figure::CalibrationError {
            estimate.interval = Some(Interval { low: 0.9, high: 1.0 });
        }
    }
    assert!(report(&found).contains(said));
    assert!(oped::report::evaluate::html(&found).contains(said));
}

/// Every article has a genre but the last ones of the table.
fn genres(table: &Table) -> ColumnValues {
    let genre = |at: usize| {
        let article = table.rows[at].article.as_deref().unwrap_or_default();
        (at + 50 < table.rows.len())
            .then(|| if article.len().is_multiple_of(2) { "letter" } else { "report" }.to_owned())
    };
    ColumnValues { name: "genre".to_owned(), of_tables: vec![(0..table.rows.len()).map(genre).collect()] }
}

/// The rows of a value, from the predictions.
fn rows_of<'e>(
    found: &'e Evaluation,
    column: &ColumnValues,
    value: Option<&str>,
) -> Vec<&'e oped::learn::evaluate::Prediction> {
    found.predictions.iter().filter(|of| column.of(of.place) == value).collect()
}

/// Each value has the figures of its own rows, with a model and out of fold; together they are all rows.
#[test]
fn the_figures_of_a_value_are_those_of_its_rows() {
    let table = own_table();
    let columns = [genres(&table)];
    let with_model = evaluate_by(std::slice::from_ref(&table), &columns, own(), None, &QUICK).unwrap();
    let crossed = cross_validate_by(std::slice::from_ref(&table), &columns, &TrainParams::default(), &QUICK).unwrap();
    for found in [with_model, crossed] {
        let [By { divider: Divider::Column(name), values }] = &found.by[..] else { panic!("{:?}", found.by) };
        assert_eq!((name.as_str(), values.len()), ("genre", 3));
        let sizes: Vec<usize> = values.iter().map(|(_, of)| of.alone.metrics.rows).collect();
        assert!(sizes.is_sorted_by(|a, b| a >= b) && sizes.iter().sum::<usize>() == found.predictions.len());
        assert!(values.iter().any(|(value, _)| value.is_none()), "rows without a value are a part of their own");
        let all = found.all.relied.unwrap();
        let (mut sure, mut right) = (0, 0);
        for (value, measured) in values {
            let rows = rows_of(&found, &columns[0], value.as_deref());
            let labels: Vec<Label> = rows.iter().map(|row| row.label).collect();
            let p: Vec<Probability> = rows.iter().map(|row| row.in_context.unwrap()).collect();
            let expected = oped::learn::measure::metrics::Metrics::new(&p, &labels);
            let ours = measured.in_context.as_ref().unwrap();
            assert_eq!(ours.metrics.confusion, expected.confusion);
            assert!((ours.metrics.auc - expected.auc).abs() < 1e-12);
            assert_eq!(ours.false_alarms.value, expected.confusion.false_alarms());
            let relied = measured.relied.unwrap();
            (sure, right) = (sure + relied.sure.part, right + relied.sure_right.part);
            assert_eq!((relied.sure.of, relied.sure_right.of), (rows.len() as u64, relied.sure.part));
        }
        assert_eq!((sure, right), (all.sure.part, all.sure_right.part));
        let of_values: usize = values.iter().filter_map(|(_, of)| of.relied.unwrap().articles).sum();
        assert!(of_values > 0 && of_values <= all.articles.unwrap());
    }
}

/// The sure labels and the verdicts of an evaluation are those that the scorer gives.
#[test]
fn what_is_relied_on_is_what_the_scorer_says() {
    let table = own_table();
    let found = evaluate(std::slice::from_ref(&table), own(), None, &QUICK).unwrap().all.relied.unwrap();
    let scorer = oped::score::Scorer::new(own_model().clone());
    let (mut sure, mut right, mut articles, mut honest, mut accused) = (0, 0, 0, 0, 0);
    for range in table.articles() {
        let rows = &table.rows[range];
        let score = scorer.texts(rows);
        for (row, decision) in rows.iter().zip(score.paragraphs.iter().map(|paragraph| paragraph.decision.unwrap())) {
            if decision.unsure.is_none() {
                (sure, right) = (sure + 1, right + u64::from(Some(decision.label) == row.label));
            }
        }
        let opinion = rows.iter().filter(|row| row.label == Some(Label::Opinion)).count();
        articles += 1;
        if 10 * opinion <= rows.len() {
            honest += 1;
            accused += u64::from(matches!(score.verdict().unwrap().as_str(), "opinion" | "mixed"));
        }
    }
    assert_eq!((found.sure.part, found.sure_right.part, found.articles), (sure, right, Some(articles)));
    let verdicts = found.false_verdicts.unwrap();
    assert_eq!((verdicts.part, verdicts.of), (accused, honest));
    assert!(honest > 30 && sure > 500);
}

/// Rows by the label of their article's section are shown by themselves; a row that was not read is measured nowhere, and stays
/// context.
#[test]
fn read_labels_are_measured_within_the_articles_of_inherited_ones() {
    let mut table = own_table();
    for (at, row) in table.rows.iter_mut().enumerate() {
        let opinion = row.article.as_deref().unwrap_or_default().len().is_multiple_of(2);
        row.inherited = (at % 5 > 0).then_some(if opinion { Label::Opinion } else { Label::News });
    }
    let whole = evaluate(std::slice::from_ref(&table), own(), None, &QUICK).unwrap();
    let [By { divider: Divider::Inherited, values }] = &whole.by[..] else { panic!("{:?}", whole.by) };
    let names: Vec<Option<&str>> = values.iter().map(|(name, _)| name.as_deref()).collect();
    assert!(names.contains(&Some("news")) && names.contains(&Some("opinion")) && names.len() == 2, "{names:?}");
    let rows: usize = values.iter().map(|(_, of)| of.alone.metrics.rows).sum();
    assert_eq!(rows, table.rows.iter().filter(|row| row.inherited.is_some()).count());

    let mut mixed = table.clone();
    for row in mixed.rows.iter_mut().skip(3).step_by(4) {
        (row.kind, row.inherited) = (LabelKind::Inherited, None);
    }
    let read = mixed.rows.iter().filter(|row| row.kind == LabelKind::Read).count();
    let found = evaluate(std::slice::from_ref(&mixed), own(), None, &QUICK).unwrap();
    assert_eq!((found.predictions.len(), found.not_read), (read, mixed.rows.len() - read));
    for prediction in &found.predictions {
        assert!(whole.predictions.contains(prediction), "others are its context as before: {prediction:?}");
    }
    // If nothing was read, inherited labels are all there is.
    mixed.rows.iter_mut().for_each(|row| row.kind = LabelKind::Inherited);
    let found = evaluate(&[mixed], own(), None, &QUICK).unwrap();
    assert_eq!((found.predictions.len(), found.not_read), (table.rows.len(), 0));
}

/// Reports have a line for each value, in every format; the page and the text say what rows without a value are.
#[test]
fn reports_show_each_value() {
    let table = own_table();
    let found = evaluate_by(std::slice::from_ref(&table), &[genres(&table)], own(), None, &QUICK).unwrap();
    let text = oped::report::evaluate::text(&found, true);
    assert!(text.contains("\nby genre: ") && text.matches("\n  letter  ").count() == 2, "{text}");
    assert!(text.matches("\n  (none)  ").count() == 2 && text.contains("  false verdicts  "), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    let html = oped::report::evaluate::html(&found);
    assert!(html.contains("<h2>By genre</h2>") && html.contains("(none)") && html.contains("called opinion or mixed"));
    let lines: Vec<serde_json::Value> = oped::report::evaluate::jsonl(&found)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .filter(|line: &serde_json::Value| line["type"] == "by")
        .collect();
    assert_eq!(lines.len(), 3);
    for line in &lines {
        assert_eq!(line["column"], "genre");
        assert!(
            line["alone"]["macro_f1"]["value"].is_number() && line["in_context"]["false_alarms"]["value"].is_number()
        );
        assert!(line["relied"]["sure"]["of"] == line["rows"] && line["relied"]["false_verdicts"]["of"].is_number());
    }
    assert!(lines.iter().any(|line| line["value"].is_null()));
    let csv = String::from_utf8(oped::report::evaluate::csv(&found)).unwrap();
    for figure in [
        "in_context,macro_f1", "alone,false_alarms", ",rows", ",sure", ",sure_right", ",honest_articles",
        ",false_verdicts",
    ] {
        assert!(csv.contains(&format!("\nby genre,letter,{figure},")), "{figure}\n{csv}");
    }
}
