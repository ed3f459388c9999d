//! Leakage reports: a planted leak is measured, a planted telltale is found, and a planted word of voice is none.

use oped::learn::evaluate::EvaluateParams;
use oped::learn::leakage::{Impossible, Leakage, probe};
use oped::learn::measure::bootstrap::Finding;
use oped::learn::measure::figure::Figure;
use oped::learn::train::TrainParams;
use oped::report::evaluate::leakage::{csv, html, jsonl, text};
use oped::tables::rows::Table;
use oped::tables::rows::group::{Folds, Group};
use oped::tables::table::{TableParams, read_table};
use oped::terms::Scope;

use crate::{own_table, with_threads};

const QUICK: EvaluateParams = EvaluateParams { group: None, resamples: 100, skip_seen: false };
/// The voice: most opinion rows of every source have it, few news rows.
const VOICE: &str = "shabby";
/// A word of the source "so", which prints mostly opinion; in its news it is as frequent.
const TELLTALE: &str = "zorba";

/// Twelve sources of forty rows, in articles of ten. Every other one prints nine opinion rows in ten, the others one in
/// ten. Each has a word of its own in most rows, whatever the label.
fn leaky() -> Table {
    let mut state = 7u64;
    let mut chance = |percent: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % 100 < percent
    };
    let mut csv = String::from("text,label,source,article\n");
    for (number, source) in ["so", "ba", "ke", "li", "mo", "nu", "pa", "ri", "te", "vo", "wu", "ya"].iter().enumerate()
    {
        let own = if *source == "so" { TELLTALE.to_owned() } else { format!("{source}rgol") };
        for row in 0..40 {
            let is_opinion = chance(if number % 2 == 0 { 90 } else { 10 });
            let voice = if chance(if is_opinion { 55 } else { 10 }) { VOICE } else { "plain" };
            let own = if chance(70) { own.as_str() } else { "paper" };
            let label = if is_opinion { "opinion" } else { "news" };
            csv += &format!("the {voice} {own} is number {row} here.,{label},{source},{source}{}\n", row / 10);
        }
    }
    read_table("leaky.csv", csv.as_bytes(), &TableParams::default()).unwrap()
}

fn probed(table: Table) -> Leakage {
    probe(&[table], &TrainParams::default(), &QUICK).unwrap()
}

#[test]
fn a_leak_is_measured_and_its_term_is_named() {
    let found = probed(leaky());
    let macro_f1 = |scope, group| found.score(scope, group).unwrap().get(Figure::MacroF1).value.unwrap();
    let [random, source] = [Group::Row, Group::Source].map(|group| macro_f1(Scope::NamesMasked, group));
    assert!(random > source + 0.1, "{random} {source}");
    let strict = found.score(Scope::NamesMasked, Group::Source).unwrap();
    let compared = strict.against_random.iter().find(|compared| compared.figure == Figure::MacroF1).unwrap();
    assert_eq!(compared.difference.finding, Some(Finding::Worse));
    assert!((compared.difference.value - (source - random)).abs() < 1e-12);

    let telltale = found.telltales.iter().find(|telltale| telltale.term == TELLTALE).unwrap();
    assert_eq!(telltale.source, "so");
    assert!(telltale.weight > 0.0 && telltale.tells.lift() > 2.0 && telltale.tells.overall > 1.0);
    assert!(telltale.tells.within.unwrap().interval.low < 0.0);
    assert!(found.telltales.iter().all(|telltale| !telltale.term.contains(VOICE)), "{:?}", found.telltales);
    assert!(found.telltales.windows(2).all(|pair| pair[0].excess() >= pair[1].excess()));
}

#[test]
fn a_report_does_not_depend_on_the_threads() {
    let run = |threads| with_threads(threads, || probed(leaky()));
    assert_eq!(run(1), run(3));
}

#[test]
fn what_the_models_know_is_less_and_less() {
    let found = probed(own_table());
    let wanted = [Group::Row, Group::Article, Group::Source];
    let of = |scope| found.of_scope(scope).map(|score| score.divided.group).collect::<Vec<_>>();
    assert_eq!(of(Scope::NamesMasked), wanted);
    assert_eq!(
        (of(Scope::NamesKept), of(Scope::FunctionWords)),
        (vec![wanted[0], wanted[2]], vec![wanted[0], wanted[2]])
    );
    let auc = |scope| found.score(scope, Group::Source).unwrap().get(Figure::Auc).value.unwrap();
    assert!(auc(Scope::FunctionWords) > 0.8 && auc(Scope::FunctionWords) < auc(Scope::NamesMasked));
}

#[test]
fn all_folds_leave_sources_out_and_the_others_are_as_many() {
    let params = TrainParams { folds: Folds::All, ..TrainParams::default() };
    let found = probe(&[leaky()], &params, &QUICK).unwrap();
    let folds: Vec<usize> = found.of_scope(Scope::NamesMasked).map(|score| score.divided.folds).collect();
    assert_eq!(folds[2], 12);
    assert!(folds.iter().all(|&folds| folds >= 11), "{folds:?}");
}

#[test]
fn what_cannot_be_done_is_said() {
    let mut table = leaky();
    for row in &mut table.rows {
        row.article = None;
        row.source = None;
    }
    let found = probed(table);
    assert_eq!(found.impossible, [(Group::Source, Impossible::Unnamed), (Group::Article, Impossible::Unnamed)]);
    assert_eq!((found.strictest(), found.telltales.len()), (Group::Row, 0));
    assert!(text(&found).contains("no row names an article"));

    // All opinion is of one source: without it there is none to learn from.
    let mut table = leaky();
    for row in &mut table.rows {
        let side = if row.label == Some(oped::Label::Opinion) { "post" } else { "wire" };
        row.source = Some(side.to_owned());
    }
    let found = probed(table);
    assert_eq!(found.impossible, [(Group::Source, Impossible::LabelsApart)]);
    assert_eq!((found.sources, found.sources_with_one_label, found.strictest()), (2, 2, Group::Article));

    let german = TrainParams { language: oped::language::Language::German, ..TrainParams::default() };
    let found = probe(&[leaky()], &german, &QUICK).unwrap();
    assert_eq!(found.missing_scopes, [Scope::NamesKept, Scope::FunctionWords]);
    assert_eq!(found.strictest(), Group::Source);
}

/// So many sources of six rows, of one label each: opinion in those of the given numbers.
fn sources(number: usize, opinion: &[usize]) -> Table {
    let mut csv = String::from("text,label,source\n");
    for source in 0..number {
        let (label, voice) = if opinion.contains(&source) { ("opinion", VOICE) } else { ("news", "plain") };
        for row in 0..6 {
            csv += &format!("the {voice} paper {source} is number {row} here.,{label},s{source}\n");
        }
    }
    read_table("many.csv", csv.as_bytes(), &TableParams::default()).unwrap()
}

#[test]
fn why_there_are_no_folds_by_source() {
    let half: Vec<usize> = (0..30).collect();
    // The first two sources whose names are in one fold of two.
    let names: Vec<String> = (0..60).map(|source| format!("s{source}")).collect();
    let folds = Folds::Count(2).assign(&names);
    let alike = (1..60).find(|&source| folds[source] == folds[0]).unwrap();
    let too_few = Impossible::TooFew { groups: 60, folds: 70 };
    let cases = [
        (&half[..], 70, too_few, "60 sources cannot be divided into 70 folds"),
        (&[0], 2, Impossible::LabelsApart, "without some source the others would be of one label"),
        (&[0, alike], 2, Impossible::LabelsInOneFold, "the sources of some label happen to be all in one fold"),
    ];
    for (opinion, folds, why, said) in cases {
        let params = TrainParams { folds: Folds::Count(folds), ..TrainParams::default() };
        let found = probe(&[sources(60, opinion)], &params, &QUICK).unwrap();
        assert!(found.impossible.contains(&(Group::Source, why)), "{:?}", found.impossible);
        let said = format!("There are no folds by source: {said}");
        assert!(jsonl(&found).contains(&said), "{said}");
    }
}

#[test]
fn every_format_tells_the_same() {
    let found = probed(leaky());
    for line in text(&found).lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
    let lines: Vec<serde_json::Value> = jsonl(&found).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((lines[0]["type"].as_str(), lines.len()), (Some("leakage"), 1 + found.telltales.len()));
    let strict = &lines[0]["scores"][2];
    assert_eq!((strict["group"].as_str(), strict["scope"].as_str()), (Some("source"), Some("names masked")));
    let value = found.score(Scope::NamesMasked, Group::Source).unwrap().get(Figure::Auc).value;
    assert_eq!(strict["figures"]["auc"]["value"].as_f64(), value);
    assert_eq!(lines[1]["term"].as_str(), Some(found.telltales[0].term.as_str()));
    let table = String::from_utf8(csv(&found)).unwrap();
    assert!(table.contains(&format!("score,names masked,source,auc,{},", value.unwrap())));
    assert!(table.contains(&format!("telltale,{TELLTALE},so,lift,")));
    let page = html(&found);
    assert!(page.contains("<svg") && page.contains(TELLTALE) && !page.contains("<script"));
}
