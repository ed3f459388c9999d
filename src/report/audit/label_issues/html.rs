//! A page: the label issues as a list, everything else in tables.

use maud::{Markup, Render, html};

use super::reason::reason;
use super::sentences::{
    SHEET, about_duplicates, about_odd_rows, about_oddity, about_pair, about_sources, at, by_wrong,
    duplicates_in_order, estimate, full_name, kind_of, method, notes, number_of_issues, odd_sources, row_and_line,
    sample, title, wrong_in,
};
use crate::label::Label;
use crate::learn::audit::{Duplicate, LabelAudit, LabelIssue, OddRow, SourceLabels};
use crate::report::audit::agreement;
use crate::report::evaluate::leakage::html::telltale_table;
use crate::report::evaluate::leakage::sentences::number_of_telltales;
use crate::report::shared::page::{Printable, and_more, capitalised, main_page, paragraph, section, table};
use crate::tables::rows::Table;
use crate::words::figures::count;
use crate::words::figures::percent;

/// How many issues are shown: nobody reads more.
const SHOWN_ISSUES: usize = 500;
/// How many rows of each other kind are shown.
const SHOWN: usize = 100;
const STYLE: &str = include_str!("issues.css");

/// The whole audit.
pub fn html(audit: &LabelAudit, tables: &[Table]) -> String {
    let body = html! {
        (paragraph("", &format!("{}. {}", sample(audit), method(audit))))
        @for note in notes(audit) { (paragraph("warning", &note)) }
        (section("Label issues", &issues(audit, tables)))
        (section("Wrong labels, estimated", &estimates(audit)))
        (section("Duplicates", &duplicates(audit, tables)))
        @if audit.sources.len() > 1 {
            (section("Sources", &sources(audit)))
            (section("Telltales", &telltales(audit)))
        }
        (section("Odd rows", &odd_rows(audit, tables)))
        @if let Some(of) = &audit.agreement { (agreement::section(of)) }
        (paragraph("note", concat!("Made by oped ", env!("CARGO_PKG_VERSION"), ".")))
    };
    main_page(&capitalised(&title(tables)), STYLE, &body)
}

fn issues(audit: &LabelAudit, tables: &[Table]) -> Markup {
    let more = audit.issues.len().saturating_sub(SHOWN_ISSUES);
    html! {
        (paragraph("", &number_of_issues(audit)))
        @if !audit.issues.is_empty() {
            ol class="issues" { "\n"
                @for issue in audit.issues.iter().take(SHOWN_ISSUES) { (item(audit, tables, issue)) }
            } "\n"
            @if more > 0 { (paragraph("note", &format!("And {}, with lower scores.", count(more, "more label issue")))) }
            (paragraph("note", SHEET))
        }
    }
}

fn item(audit: &LabelAudit, tables: &[Table], issue: &LabelIssue) -> Markup {
    let (_, row) = at(tables, issue.place);
    let belongs = [&row.source, &row.article].into_iter().flatten().map(|name| format!("· {name}"));
    let test = issue.is_test.then(|| "· test set".to_owned());
    let parts: Vec<String> = std::iter::once(full_name(tables, issue.place)).chain(belongs).chain(test).collect();
    html! {
        li { "\n"
            h3 {
                (issue.given.as_str()) " → " (issue.suggested().as_str()) " "
                span class="score" { (percent(issue.score)) } " "
                small { (Printable(&parts.join(" "))) }
            } "\n"
            (paragraph("note", &capitalised(&format!("{}.", reason(audit, tables, issue)))))
            blockquote { (Printable(&row.text)) } "\n"
        } "\n"
    }
}

fn estimates(audit: &LabelAudit) -> Markup {
    let sources = by_wrong(audit);
    let row = |source: &&SourceLabels| {
        let of = |label: Label| {
            let rows = source.joint.given[usize::from(label.is_opinion())];
            let wrong = source.joint.wrong_as_part_of(&audit.joint, label);
            html! { (format_args!("{wrong:.0}")) " " small { "of " (rows) } }
        };
        let together = format!("{:.0}", wrong_in(audit, source));
        vec![Printable(&source.name).render(), of(Label::News), of(Label::Opinion), together.render()]
    };
    let head = ["source", "labelled news", "labelled opinion", "together"];
    html! {
        (paragraph("", &estimate(audit)))
        @if audit.sources.len() > 1 && !sources.is_empty() {
            (table("By source, estimated", &head, sources.iter().take(SHOWN).map(row)))
            (and_more(sources.len(), SHOWN))
        }
    }
}

fn duplicates(audit: &LabelAudit, tables: &[Table]) -> Markup {
    let pairs = duplicates_in_order(audit);
    let row = |pair: &&Duplicate| {
        let name = |place| Printable(&row_and_line(tables, place)).render();
        vec![name(pair.row), name(pair.first), about_pair(pair).render(), excerpt(&at(tables, pair.row).1.text)]
    };
    html! {
        (paragraph("", &about_duplicates(&audit.duplicates)))
        @if !pairs.is_empty() {
            (table("The other label first", &["row", "as", "how", "text"], pairs.iter().take(SHOWN).map(row)))
            (and_more(pairs.len(), SHOWN))
        }
    }
}

fn sources(audit: &LabelAudit) -> Markup {
    let odd = odd_sources(audit);
    let row = |source: &&SourceLabels| {
        let excess = html! {
            (format_args!("{:.0}", 100.0 * source.excess()))
            @if let Some(of) = source.interval {
                " " small { (format_args!("[{:.0}, {:.0}]", 100.0 * of.low, 100.0 * of.high)) }
            }
        };
        let share = |share: f64| format!("{:.0} %", 100.0 * share).render();
        let (name, rows) = (Printable(&source.name).render(), source.joint.given.iter().sum::<usize>().render());
        vec![name, rows, share(source.disagree), share(source.expected), excess]
    };
    let head = ["source", "rows", "differ", "expected", "excess"];
    html! {
        (paragraph("", &about_sources(audit)))
        @if !odd.is_empty() {
            (table("Labels that differ from those out of fold", &head, odd.iter().take(SHOWN).map(row)))
        }
    }
}

fn telltales(audit: &LabelAudit) -> Markup {
    html! {
        (paragraph("", &number_of_telltales(audit.terms, audit.telltales.len())))
        @if !audit.telltales.is_empty() { (telltale_table(&audit.telltales)) }
    }
}

fn odd_rows(audit: &LabelAudit, tables: &[Table]) -> Markup {
    let row = |row: &OddRow| {
        let name = Printable(&row_and_line(tables, row.place)).render();
        let text = excerpt(&at(tables, row.place).1.text);
        vec![name, kind_of(row.oddity).render(), about_oddity(row.oddity).render(), text]
    };
    html! {
        (paragraph("", &about_odd_rows(audit)))
        @if !audit.odd_rows.is_empty() {
            (table("By row", &["row", "kind", "what", "text"], audit.odd_rows.iter().take(SHOWN).map(row)))
            (and_more(audit.odd_rows.len(), SHOWN))
        }
    }
}

/// The start of a text, in a cell that may wrap.
fn excerpt(text: &str) -> Markup {
    const CHARACTERS: usize = 160;
    let cut = text.char_indices().nth(CHARACTERS).map_or(text.len(), |(at, _)| at);
    html! { span class="text" { (Printable(&text[..cut])) @if cut < text.len() { " …" } } }
}
