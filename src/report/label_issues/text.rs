//! For a person at a terminal, in 80 columns: first what was found of each kind, then the rows.

use super::super::agreement;
use super::super::columns::{WIDTH, padded, safe, wrap};
use super::super::leakage::number_of_telltales;
use super::super::leakage::text::telltale_lines;
use super::super::training::count;
use super::super::{printable, words::percent};
use super::reason::reason;
use super::{
    about_duplicates, about_odd_rows, about_oddity, about_pair, about_sources, at, by_wrong, duplicates_in_order,
    estimate, kind_of, method, notes, number_of_issues, odd_sources, row_name, sample, title, wrong_in,
};
use crate::audit::{LabelAudit, LabelIssue, SourceLabels};
use crate::corpus::Table;

/// So many rows of each kind are shown beside the label issues.
const SHOWN: usize = 5;
/// So many sources are shown.
const SHOWN_SOURCES: usize = 10;
/// So many lines of a text are shown.
const TEXT_LINES: usize = 4;
/// What stands before the lines of an issue.
const INDENT: &str = "      ";

/// The whole audit, with the first `top` issues.
pub fn text(audit: &LabelAudit, tables: &[Table], top: usize) -> String {
    let mut out = wrap(&format!("{}: {}.", super::super::page::capitalised(&title(tables)), sample(audit)));
    out += &wrap(&method(audit));
    notes(audit).iter().for_each(|note| out += &wrap(note));
    out += &format!("\n{}{}", wrap(&number_of_issues(audit)), wrap(&estimate(audit)));
    out += &wrong_by_source(audit);
    for (number, issue) in audit.issues.iter().take(top).enumerate() {
        out += &format!("\n{}", issue_lines(audit, tables, number + 1, issue));
    }
    out += &format!("\n{}", more_issues(audit, top));
    out += &format!("\n{}", duplicates(audit, tables));
    out += &sources(audit);
    out += &telltales(audit);
    out += &odd_rows(audit, tables);
    if let Some(of) = &audit.agreement {
        out += &format!("\n{}", agreement::text(of));
    }
    safe(&out)
}

fn more_issues(audit: &LabelAudit, top: usize) -> String {
    let sheet = "-o issues.csv writes them as a sheet to fill in, which --apply reads.";
    match audit.issues.len() {
        0 => String::new(),
        all if all > top => wrap(&format!("And {} more. {sheet}", count(all - top, "label issue"))),
        _ => wrap(sheet),
    }
}

/// "   1  row 12 (hp-12)      news → opinion   97 %", where it stands, the reason, and the text.
fn issue_lines(audit: &LabelAudit, tables: &[Table], number: usize, issue: &LabelIssue) -> String {
    let (_, row) = at(tables, issue.place);
    let mut name = row_name(tables, issue.place);
    if let Some(id) = &row.id {
        name += &format!(" ({id})");
    }
    let flip = format!("{} → {}", issue.given, issue.suggested());
    let head = format!("{number:>4}  {}{flip:>16}{:>6}\n", padded(&name, WIDTH - 28), percent(issue.score));
    let test = issue.is_test.then_some("a row of a test set");
    let belongs = test.into_iter().chain([&row.source, &row.article].into_iter().filter_map(|name| name.as_deref()));
    head + &indented(&belongs.collect::<Vec<_>>().join(" · "), "", 1)
        + &indented(&reason(audit, tables, issue), "", usize::MAX)
        + &indented(&row.text, "│ ", TEXT_LINES)
}

/// Text under an issue, of so many lines at most.
fn indented(text: &str, mark: &str, most: usize) -> String {
    let width = WIDTH - INDENT.len() - 2 - mark.len();
    let options = textwrap::Options::new(width).wrap_algorithm(textwrap::WrapAlgorithm::FirstFit);
    let text = printable(text);
    let lines = if text.is_empty() { Vec::new() } else { textwrap::wrap(&text, options) };
    let more = if lines.len() > most { " …" } else { "" };
    let shown = &lines[..lines.len().min(most)];
    let last = shown.len().saturating_sub(1);
    let line = |(at, line): (usize, &std::borrow::Cow<'_, str>)| {
        format!("{INDENT}{mark}{line}{}\n", if at == last { more } else { "" })
    };
    shown.iter().enumerate().map(line).collect()
}

/// The sources with most wrong labels, in a line.
fn wrong_by_source(audit: &LabelAudit) -> String {
    let sources = by_wrong(audit);
    if sources.is_empty() || audit.sources.len() < 2 {
        return String::new();
    }
    let of = |source: &&SourceLabels| {
        format!("{} {:.0} of {}", source.name, wrong_in(audit, source), source.joint.given.iter().sum::<usize>())
    };
    let named: Vec<String> = sources.iter().take(SHOWN_SOURCES).map(of).collect();
    let more = sources.len().saturating_sub(SHOWN_SOURCES);
    let more = if more > 0 { format!(", and in {more} more") } else { String::new() };
    wrap(&format!("By source: {}{more}.", named.join(", ")))
}

fn duplicates(audit: &LabelAudit, tables: &[Table]) -> String {
    let mut out = wrap(&about_duplicates(&audit.duplicates));
    let pairs = duplicates_in_order(audit);
    for pair in pairs.iter().take(SHOWN) {
        out +=
            &format!("  {} and {}: {}\n", row_name(tables, pair.row), row_name(tables, pair.first), about_pair(pair));
    }
    out + &more(pairs.len())
}

fn more(all: usize) -> String {
    let more = all.saturating_sub(SHOWN);
    if more > 0 { format!("  and {more} more: --format jsonl has all\n") } else { String::new() }
}

fn sources(audit: &LabelAudit) -> String {
    if audit.sources.len() < 2 {
        return String::new();
    }
    let mut out = format!("\n{}", wrap(&about_sources(audit)));
    let odd = odd_sources(audit);
    if odd.is_empty() {
        return out;
    }
    out += &format!("  {:<28}{:>8}{:>11}{:>11}{:>18}\n", "source", "rows", "disagree", "expected", "excess");
    for source in odd.iter().take(SHOWN_SOURCES) {
        let interval = source.interval.map_or_else(String::new, |interval| {
            format!("[{:.0}, {:.0}]", 100.0 * interval.low, 100.0 * interval.high)
        });
        out += &format!(
            "  {}{:>8}{:>9.0} %{:>9.0} %{:>8.0} {interval:<9}\n",
            padded(&source.name, 28),
            source.joint.given.iter().sum::<usize>(),
            100.0 * source.disagree,
            100.0 * source.expected,
            100.0 * source.excess(),
        );
    }
    let more = odd.len().saturating_sub(SHOWN_SOURCES);
    if more > 0 { out + &format!("  and {more} more: --format jsonl has all\n") } else { out }
}

fn telltales(audit: &LabelAudit) -> String {
    if audit.sources.len() < 2 {
        return String::new();
    }
    let mut out = format!("\n{}", wrap(&number_of_telltales(audit.terms, audit.telltales.len())));
    if !audit.telltales.is_empty() {
        out += &telltale_lines(&audit.telltales);
    }
    out
}

fn odd_rows(audit: &LabelAudit, tables: &[Table]) -> String {
    let mut out = format!("\n{}", wrap(&about_odd_rows(audit)));
    for row in audit.odd_rows.iter().take(SHOWN) {
        let name = row_name(tables, row.place);
        out += &format!("  {name}, {}: {}\n", kind_of(row.oddity), about_oddity(row.oddity));
        out += &indented(&at(tables, row.place).1.text, "│ ", 1);
    }
    out + &more(audit.odd_rows.len())
}
