//! What an audit of labels says, in sentences.

use crate::label::Label;
use crate::learn::audit::{Duplicate, INHERITED, LEAST_EXCESS, LabelAudit, Oddity, SourceLabels};
use crate::report::{evaluate::sentences::named, shared::folds};
use crate::tables::rows::group::Group;
use crate::tables::rows::{Row, RowRef, Table};
use crate::words::figures::{count, percent};

/// How to correct the labels.
pub(super) const SHEET: &str = "As CSV the issues are a sheet to fill in; its verdicts are then applied to the table.";

pub(super) fn at(tables: &[Table], place: RowRef) -> (&Table, &Row) {
    let table = &tables[place.table];
    (table, &table.rows[place.row])
}

/// A table's file name, or its whole path where another one has the same name.
pub(super) fn table_name(tables: &[Table], number: usize) -> &str {
    let table = &tables[number];
    let is_alone = tables.iter().filter(|other| other.file_name() == table.file_name()).count() == 1;
    if is_alone { table.file_name() } else { &table.name }
}

/// "row 12"; "b.csv row 12" where there are more tables. Rows are counted from 1.
pub(super) fn row_name(tables: &[Table], place: RowRef) -> String {
    let row = format!("row {}", place.row + 1);
    if tables.len() > 1 { format!("{} {row}", table_name(tables, place.table)) } else { row }
}

/// "row 12 (line 13)", as an editor counts, where the two differ.
pub(super) fn row_and_line(tables: &[Table], place: RowRef) -> String {
    let (name, line) = (row_name(tables, place), at(tables, place).1.line);
    if line == place.row + 1 { name } else { format!("{name} (line {line})") }
}

/// "row 12 (line 13, hp-12)": with its own name, where it has one.
pub(super) fn full_name(tables: &[Table], place: RowRef) -> String {
    let name = row_and_line(tables, place);
    match (&at(tables, place).1.id, name.strip_suffix(')')) {
        (None, _) => name,
        (Some(id), Some(open)) => format!("{open}, {id})"),
        (Some(id), None) => format!("{name} ({id})"),
    }
}

pub(super) fn title(tables: &[Table]) -> String {
    let names: Vec<String> = (0..tables.len()).map(|table| table_name(tables, table).to_owned()).collect();
    format!("the labels of {}", named(&names))
}

/// "1297 paragraphs of 31 sources; 49.7 % are labelled opinion".
pub(super) fn sample(audit: &LabelAudit) -> String {
    let rows = audit.rows[0] + audit.rows[1];
    let share = 100.0 * audit.rows[1] as f64 / rows.max(1) as f64;
    let of = count(audit.sources.len(), "source");
    format!("{} of {of}; {share:.1} % are labelled opinion", count(rows, "paragraph"))
}

/// How rows were judged.
pub(super) fn method(audit: &LabelAudit) -> String {
    let unseen = match audit.folding.group {
        Group::Source => "publisher",
        Group::Article => "article",
        Group::Row => "text",
    };
    format!(
        "Each is judged out of fold, that is by a model that has seen nothing of the row's {unseen}: {} by {} ({}).",
        count(audit.folding.folds, "fold"),
        audit.folding.group.as_str(),
        count(audit.folding.groups, "group"),
    )
}

/// Caveats about the issues.
pub(super) fn notes(audit: &LabelAudit) -> Vec<String> {
    let learnt = match audit.folding.group {
        Group::Source => None,
        Group::Article => Some(
            "Other articles of a row's publisher may be in the training: labels that a publisher always gives wrongly \
             are not found."
                .to_owned(),
        ),
        Group::Row => Some(
            "Folds split articles and publishers: labels that are wrong in all of them are not found, and there is no \
             context."
                .to_owned(),
        ),
    };
    let passed_over = folds::passed_over(&audit.folding.passed_over).into_iter();
    let with_one = audit.sources.iter().filter(|source| source.joint.given.contains(&0)).count();
    hopeless(audit)
        .into_iter()
        .chain(apart(audit))
        .chain(learnt)
        .chain(passed_over)
        .chain(folds::one_label(with_one, audit.sources.len(), audit.folding.group))
        .chain(folds::changed(audit.folding.asked, audit.folding.folds))
        .chain(inherited(audit))
        .chain(unlabelled(audit))
        .collect()
}

/// Explains why folds are not by source if no source has both labels.
pub(super) fn apart(audit: &LabelAudit) -> Option<String> {
    audit.is_apart.then(|| {
        format!(
            "Folds are by {}, since no source has both labels: leaving a source out would leave one label only.",
            audit.folding.group.as_str()
        )
    })
}

pub(super) fn unlabelled(audit: &LabelAudit) -> Option<String> {
    (audit.unlabelled > 0).then(|| format!("{} without a label, left out.", count(audit.unlabelled, "row")))
}

/// Warns that the models cannot distinguish the labels.
pub(super) fn hopeless(audit: &LabelAudit) -> Option<String> {
    let is_most = |label: Label| audit.joint.wrong(label) > 0.5 * audit.rows[usize::from(label.is_opinion())] as f64;
    let remedy = if audit.folding.group == Group::Source { "; folds by article may do better" } else { "" };
    Label::ALL.into_iter().any(is_most).then(|| {
        format!("Most rows of one label read like the other: out of fold the models cannot distinguish the two, and what follows says little{remedy}.")
    })
}

/// Says that neighbours' labels are no evidence.
pub(super) fn inherited(audit: &LabelAudit) -> Option<String> {
    let [articles, of_one_label] = audit.articles;
    if audit.inherited_labels {
        return Some("Labels are assumed to apply to whole articles, so neighbouring labels are ignored.".to_owned());
    }
    audit.looks_inherited().then(|| {
        format!(
            "{of_one_label} of {} have one label only ({} or more): labels look as if they were given to whole articles. \
             Then neighbours say nothing about a row's own label and should have no say; as long as they do, a whole article \
             that is wrong is not found.",
            count(articles, "article"),
            percent(INHERITED)
        )
    })
}

/// "Label issues, …: 40, 3 of them in rows of a test set, 2 of them copies of others. 12 kept before, left out.".
pub(super) fn number_of_issues(audit: &LabelAudit) -> String {
    let of_tests = audit.issues.iter().filter(|issue| issue.is_test).count();
    let tests = match of_tests {
        0 => String::new(),
        _ if of_tests == audit.issues.len() => ", all in rows of a test set".to_owned(),
        _ => format!(", {of_tests} of them in rows of a test set"),
    };
    let copies = match audit.issues.iter().filter(|issue| issue.repeats.is_some()).count() {
        0 => String::new(),
        copies => format!(", {copies} of them with the text and label of the one before"),
    };
    let settled = match audit.settled {
        0 => String::new(),
        settled => format!(" {settled} kept before, left out."),
    };
    let all = audit.issues.len();
    format!("Label issues, rows whose label is more likely wrong than right: {all}{tests}{copies}.{settled}")
}

/// The confident-learning estimate for each label, and how it relates to the issues.
pub(super) fn estimate(audit: &LabelAudit) -> String {
    let of = |label: Label| {
        let (wrong, rows) = (audit.joint.wrong(label), audit.rows[usize::from(label.is_opinion())]);
        format!("{wrong:.0} of {rows} {label} ({:.1} %)", 100.0 * wrong / rows.max(1) as f64)
    };
    let others = if audit.inherited_labels { "" } else { " and also considers the labels of the row's article" };
    format!(
        "Wrong labels, estimated by confident learning from the texts alone: {} and {}. This differs from the number of issues: \
         the estimate is about all texts, and includes a model's own errors on unfamiliar sources; an issue is about one row{others}. \
         Quote the estimate, as a rough one, for the table; of the issues, quote those that a person has confirmed.",
        of(Label::News),
        of(Label::Opinion)
    )
}

/// Wrong labels of a source, estimated.
pub(super) fn wrong_in(audit: &LabelAudit, source: &SourceLabels) -> f64 {
    Label::ALL.into_iter().map(|label| source.joint.wrong_as_part_of(&audit.joint, label)).sum()
}

/// The sources with an estimate of at least one wrong label, the highest first.
pub(super) fn by_wrong(audit: &LabelAudit) -> Vec<&SourceLabels> {
    let mut sources: Vec<&SourceLabels> =
        audit.sources.iter().filter(|source| wrong_in(audit, source) >= 0.5).collect();
    sources.sort_by(|a, b| wrong_in(audit, b).total_cmp(&wrong_in(audit, a)));
    sources
}

/// The sources whose labels disagree, the largest excess first.
pub(super) fn odd_sources(audit: &LabelAudit) -> Vec<&SourceLabels> {
    let mut sources: Vec<&SourceLabels> = audit.sources.iter().filter(|source| source.is_odd()).collect();
    sources.sort_by(|a, b| b.excess().total_cmp(&a.excess()));
    sources
}

/// The sentence above the sources that disagree.
pub(super) fn about_sources(audit: &LabelAudit) -> String {
    let odd = audit.sources.iter().filter(|source| source.is_odd()).count();
    let by = match audit.folding.group {
        Group::Source => "the others', as judged by what was learnt from other sources only",
        _ => "the others' (folds are not by source, so a source that always labels differently may go unnoticed)",
    };
    format!(
        "Sources whose labels disagree with {by}: {odd} of {}. A source counts if its labels differ from those out of \
         fold at least {:.0} points more often than the probabilities allow, and the 95 % interval, by article, is above 0.",
        audit.sources.len(),
        100.0 * LEAST_EXCESS
    )
}

/// "Rows that repeat the text of an earlier one: 12 (2 under the other label, 3 of another source); …".
pub(super) fn about_duplicates(duplicates: &[Duplicate]) -> String {
    let of = |exact: bool| {
        let some: Vec<&Duplicate> = duplicates.iter().filter(|pair| pair.similarity.is_none() == exact).collect();
        let (labels, sources) =
            (some.iter().filter(|pair| !pair.same_label).count(), some.iter().filter(|pair| !pair.same_source).count());
        let apart = if some.is_empty() {
            String::new()
        } else {
            format!(" ({labels} under the other label, {sources} of another source)")
        };
        format!("{}{apart}", some.len())
    };
    format!("Rows that repeat the text of an earlier one: {}; that nearly repeat it: {}.", of(true), of(false))
}

/// Contradictions first, then by place.
pub(super) fn duplicates_in_order(audit: &LabelAudit) -> Vec<&Duplicate> {
    let mut pairs: Vec<&Duplicate> = audit.duplicates.iter().collect();
    pairs.sort_by_key(|pair| (pair.same_label, pair.same_source, pair.row));
    pairs
}

/// "the same text, the other label, another source".
pub(super) fn about_pair(pair: &Duplicate) -> String {
    let text = pair.similarity.map_or_else(|| "the same text".to_owned(), |alike| format!("{} alike", percent(alike)));
    let label = if pair.same_label { "the same label" } else { "the other label" };
    let source = if pair.same_source { "" } else { ", another source" };
    format!("{text}, {label}{source}")
}

/// The kind of an oddity in every format.
pub(super) fn kind_of(oddity: Oddity) -> &'static str {
    match oddity {
        Oddity::NoWords => "no words",
        Oddity::NotEnglish | Oddity::OtherScript => "other language",
        Oddity::Furniture(_) | Oddity::Repeated { .. } => "boilerplate",
    }
}

/// What is odd, in words.
pub(super) fn about_oddity(oddity: Oddity) -> String {
    match oddity {
        Oddity::NoWords => "no letter and no digit".to_owned(),
        Oddity::NotEnglish => "hardly any English function word".to_owned(),
        Oddity::OtherScript => "most letters are of another script".to_owned(),
        Oddity::Furniture(kind) => format!("reads like a page's {}", kind.as_str()),
        Oddity::Repeated { articles } => format!("the same text in {}", count(articles, "article")),
    }
}

/// "Odd rows: 3 no words, 1 other language, 12 boilerplate."
pub(super) fn about_odd_rows(audit: &LabelAudit) -> String {
    if audit.odd_rows.is_empty() {
        return "Odd rows: none.".to_owned();
    }
    let of = |kind: &&str| audit.odd_rows.iter().filter(|row| kind_of(row.oddity) == *kind).count();
    let kinds = ["no words", "other language", "boilerplate"];
    let parts: Vec<String> =
        kinds.iter().filter(|kind| of(kind) > 0).map(|kind| format!("{kind} {}", of(kind))).collect();
    format!("Odd rows: {}.", parts.join(", "))
}
