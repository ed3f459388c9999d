//! A page for reading the issues: the rows as a list, what else was found in tables.

use super::reason::reason;
use super::{
    about_duplicates, about_odd_rows, about_oddity, about_pair, about_sources, at, by_wrong, duplicates_in_order,
    estimate, full_name, kind_of, method, notes, number_of_issues, odd_sources, row_and_line, sample, title, wrong_in,
};
use crate::label::Label;
use crate::learn::audit::{LabelAudit, LabelIssue, SourceLabels};
use crate::report::audit::agreement;
use crate::report::evaluate::leakage::html::telltale_table;
use crate::report::evaluate::leakage::number_of_telltales;
use crate::report::shared::page::{capitalised, document, escape, paragraph, section, table};
use crate::report::shared::words::count;
use crate::report::shared::words::percent;
use crate::tables::rows::Table;

/// So many issues are shown: a page of more is not read.
const SHOWN_ISSUES: usize = 500;
/// So many rows of each other kind are shown.
const SHOWN: usize = 100;
const STYLE: &str = include_str!("issues.css");

/// The whole audit.
pub fn html(audit: &LabelAudit, tables: &[Table]) -> String {
    let heading = capitalised(&title(tables));
    let mut body = format!("<main>\n<h1>{}</h1>\n", escape(&heading));
    body += &paragraph("", &format!("{}. {}", sample(audit), method(audit)));
    notes(audit).iter().for_each(|note| body += &paragraph("warning", note));
    body += &section("Label issues", &issues(audit, tables));
    body += &section("Wrong labels, estimated", &estimates(audit));
    body += &section("Duplicates", &duplicates(audit, tables));
    if audit.sources.len() > 1 {
        body += &section("Sources", &sources(audit));
        body += &section("Telltales", &telltales(audit));
    }
    body += &section("Odd rows", &odd_rows(audit, tables));
    body += &audit.agreement.as_ref().map_or_else(String::new, agreement::html);
    let made = format!("Made by oped {}.", env!("CARGO_PKG_VERSION"));
    body += &format!("{}</main>\n", paragraph("note", &made));
    document(&heading, "", STYLE, &body)
}

fn issues(audit: &LabelAudit, tables: &[Table]) -> String {
    let mut out = paragraph("", &number_of_issues(audit));
    if audit.issues.is_empty() {
        return out;
    }
    let shown = audit.issues.iter().take(SHOWN_ISSUES);
    let items: String = shown.map(|issue| item(audit, tables, issue)).collect();
    out += &format!("<ol class=\"issues\">\n{items}</ol>\n");
    if audit.issues.len() > SHOWN_ISSUES {
        let more = count(audit.issues.len() - SHOWN_ISSUES, "label issue");
        out += &paragraph("note", &format!("And {more} more, with lower scores."));
    }
    out + &paragraph(
        "note",
        "A sheet with a column for verdicts is written by -o issues.csv, and read back by --apply.",
    )
}

fn item(audit: &LabelAudit, tables: &[Table], issue: &LabelIssue) -> String {
    let (_, row) = at(tables, issue.place);
    let belongs = [&row.source, &row.article].into_iter().flatten().map(|name| format!("· {name}"));
    let test = issue.is_test.then(|| "· test set".to_owned());
    let parts = std::iter::once(full_name(tables, issue.place)).chain(belongs).chain(test);
    format!(
        "<li>\n<h3>{} → {} <span class=\"score\">{}</span> <small>{}</small></h3>\n{}<blockquote>{}</blockquote>\n</li>\n",
        issue.given,
        issue.suggested(),
        percent(issue.score),
        escape(&parts.collect::<Vec<_>>().join(" ")),
        paragraph("note", &capitalised(&format!("{}.", reason(audit, tables, issue)))),
        escape(&row.text),
    )
}

fn estimates(audit: &LabelAudit) -> String {
    let out = paragraph("", &estimate(audit));
    let sources = by_wrong(audit);
    if audit.sources.len() < 2 || sources.is_empty() {
        return out;
    }
    let row = |source: &&SourceLabels| {
        let of = |label: Label| {
            let rows = source.joint.given[usize::from(label.is_opinion())];
            format!("{:.0} <small>of {rows}</small>", source.joint.wrong_as_part_of(&audit.joint, label))
        };
        vec![escape(&source.name), of(Label::News), of(Label::Opinion), format!("{:.0}", wrong_in(audit, source))]
    };
    let rows: Vec<Vec<String>> = sources.iter().take(SHOWN).map(row).collect();
    out + &table("By source, estimated", &["source", "labelled news", "labelled opinion", "together"], &rows)
        + &more(sources.len())
}

fn duplicates(audit: &LabelAudit, tables: &[Table]) -> String {
    let out = paragraph("", &about_duplicates(&audit.duplicates));
    if audit.duplicates.is_empty() {
        return out;
    }
    let pairs = duplicates_in_order(audit);
    let rows = pairs.iter().take(SHOWN).map(|pair| {
        let name = |place| escape(&row_and_line(tables, place));
        vec![name(pair.row), name(pair.first), about_pair(pair), excerpt(&at(tables, pair.row).1.text)]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    out + &table("The other label first", &["row", "as", "how", "text"], &rows) + &more(pairs.len())
}

fn sources(audit: &LabelAudit) -> String {
    let out = paragraph("", &about_sources(audit));
    let odd = odd_sources(audit);
    if odd.is_empty() {
        return out;
    }
    let row = |source: &&SourceLabels| {
        let interval = source.interval.map_or_else(String::new, |interval| {
            format!(" <small>[{:.0}, {:.0}]</small>", 100.0 * interval.low, 100.0 * interval.high)
        });
        vec![
            escape(&source.name),
            source.joint.given.iter().sum::<usize>().to_string(),
            format!("{:.0} %", 100.0 * source.disagree),
            format!("{:.0} %", 100.0 * source.expected),
            format!("{:.0}{interval}", 100.0 * source.excess()),
        ]
    };
    let rows: Vec<Vec<String>> = odd.iter().take(SHOWN).map(row).collect();
    out + &table(
        "Labels that differ from those out of fold",
        &["source", "rows", "differ", "expected", "excess"],
        &rows,
    )
}

fn telltales(audit: &LabelAudit) -> String {
    let out = paragraph("", &number_of_telltales(audit.terms, audit.telltales.len()));
    if audit.telltales.is_empty() { out } else { out + &telltale_table(&audit.telltales) }
}

fn odd_rows(audit: &LabelAudit, tables: &[Table]) -> String {
    let out = paragraph("", &about_odd_rows(audit));
    if audit.odd_rows.is_empty() {
        return out;
    }
    let rows = audit.odd_rows.iter().take(SHOWN).map(|row| {
        let name = escape(&row_and_line(tables, row.place));
        let text = excerpt(&at(tables, row.place).1.text);
        vec![name, kind_of(row.oddity).to_owned(), about_oddity(row.oddity), text]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    out + &table("By row", &["row", "kind", "what", "text"], &rows) + &more(audit.odd_rows.len())
}

fn more(all: usize) -> String {
    let more = all.saturating_sub(SHOWN);
    if more > 0 { paragraph("note", &format!("And {more} more: --format jsonl has all.")) } else { String::new() }
}

/// The first characters of a text, in a cell that may be broken.
fn excerpt(text: &str) -> String {
    const CHARACTERS: usize = 160;
    let cut = text.char_indices().nth(CHARACTERS).map_or(text.len(), |(at, _)| at);
    let more = if cut < text.len() { " …" } else { "" };
    format!("<span class=\"text\">{}{more}</span>", escape(&text[..cut]))
}
