//! For a terminal: for each kind of finding a summary, then rows.

use super::reason::reason;
use super::sentences::{
    SHEET, about_duplicates, about_odd_rows, about_oddity, about_pair, about_sources, at, by_wrong,
    duplicates_in_order, estimate, full_name, kind_of, method, notes, number_of_issues, odd_sources, row_and_line,
    sample, title, wrong_in,
};
use crate::learn::audit::{LabelAudit, LabelIssue, SourceLabels};
use crate::report::audit::agreement;
use crate::report::evaluate::leakage::sentences::number_of_telltales;
use crate::report::evaluate::leakage::text::telltale_lines;
use crate::report::shared::columns::{and_more, indented, padded, safe, used_width, wrap_to};
use crate::tables::rows::Table;
use crate::text::printable;
use crate::words::figures::count;
use crate::words::figures::percent;

/// How many rows of each other kind are shown.
const SHOWN: usize = 5;
/// How many sources are shown.
const SHOWN_SOURCES: usize = 10;
/// How many lines of a text are shown.
const TEXT_LINES: usize = 4;
/// Indent of the lines of an issue.
const INDENT: &str = "      ";

/// The whole audit with the first `top` issues, wrapped to `width` columns. Its tables need 80.
pub fn text(audit: &LabelAudit, tables: &[Table], top: usize, width: usize) -> String {
    let page = Page { audit, tables, width: used_width(width) };
    let mut out = page.head();
    for (number, issue) in audit.issues.iter().take(top).enumerate() {
        out += &format!("\n{}", page.issue(number + 1, issue));
    }
    if !audit.issues.is_empty() {
        out += &format!("\n{}", page.more_issues(top));
    }
    out += &format!("\n{}", page.duplicates());
    if audit.sources.len() > 1 {
        out += &page.sources();
        out += &page.telltales();
    }
    out += &page.odd_rows();
    if let Some(of) = &audit.agreement {
        out += &format!("\n{}", agreement::text(of, page.width));
    }
    safe(&out)
}

/// An audit and the width of its report.
struct Page<'a> {
    audit: &'a LabelAudit,
    tables: &'a [Table],
    width: usize,
}

impl Page<'_> {
    fn wrap(&self, text: &str) -> String {
        wrap_to(self.width, text)
    }

    /// An item of a list with a hanging indent.
    fn listed(&self, text: &str) -> String {
        indented(self.width, text, "  ", "    ")
    }

    fn head(&self) -> String {
        let audit = self.audit;
        let title = crate::report::shared::page::capitalised(&title(self.tables));
        let mut out = self.wrap(&format!("{title}: {}.", sample(audit)));
        out += &self.wrap(&method(audit));
        notes(audit).iter().for_each(|note| out += &self.wrap(note));
        out += &format!("\n{}{}", self.wrap(&number_of_issues(audit)), self.wrap(&estimate(audit)));
        out + &self.wrong_by_source()
    }

    /// "   1  row 12 (line 13, hp-12)      news → opinion   97 %", its place, the reason, and the text.
    fn issue(&self, number: usize, issue: &LabelIssue) -> String {
        let row = at(self.tables, issue.place).1;
        let name = full_name(self.tables, issue.place);
        let flip = format!("{} → {}", issue.given, issue.suggested());
        let (room, score) = (self.width - 28, percent(issue.score));
        let head = if textwrap::core::display_width(&printable(&name)) < room {
            format!("{number:>4}  {}{flip:>16}{score:>6}\n", padded(&name, room))
        } else {
            let name = self.indented(&name, "", 1);
            format!("{number:>4}{}{INDENT}{flip}  {score}\n", &name[4..])
        };
        let test = issue.is_test.then_some("a row of a test set");
        let belongs =
            test.into_iter().chain([&row.source, &row.article].into_iter().filter_map(|name| name.as_deref()));
        head + &self.indented(&belongs.collect::<Vec<_>>().join(" · "), "", 1)
            + &self.indented(&reason(self.audit, self.tables, issue), "", usize::MAX)
            + &self.indented(&row.text, "│ ", TEXT_LINES)
    }

    /// Text under an issue, at most `most` lines.
    fn indented(&self, text: &str, mark: &str, most: usize) -> String {
        let width = self.width - INDENT.len() - 2 - mark.len();
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

    fn more_issues(&self, top: usize) -> String {
        match self.audit.issues.len() {
            all if all > top => self.wrap(&format!("{}. {SHEET}", count(all - top, "more label issue"))),
            _ => self.wrap(SHEET),
        }
    }

    /// The sources with the most wrong labels, on one line.
    fn wrong_by_source(&self) -> String {
        let sources = by_wrong(self.audit);
        if sources.is_empty() || self.audit.sources.len() < 2 {
            return String::new();
        }
        let of = |source: &&SourceLabels| {
            let rows: usize = source.joint.given.iter().sum();
            format!("{} {:.0} of {rows}", source.name, wrong_in(self.audit, source))
        };
        let named: Vec<String> = sources.iter().take(SHOWN_SOURCES).map(of).collect();
        let more = sources.len().saturating_sub(SHOWN_SOURCES);
        let more = if more > 0 { format!(", and in {more} more") } else { String::new() };
        self.wrap(&format!("By source, estimated: {}{more}.", named.join(", ")))
    }

    fn duplicates(&self) -> String {
        let mut out = self.wrap(&about_duplicates(&self.audit.duplicates));
        let pairs = duplicates_in_order(self.audit);
        for pair in pairs.iter().take(SHOWN) {
            let name = |place| row_and_line(self.tables, place);
            out += &self.listed(&format!("{} and {}: {}", name(pair.row), name(pair.first), about_pair(pair)));
        }
        out + &and_more(pairs.len(), SHOWN)
    }

    fn sources(&self) -> String {
        let mut out = format!("\n{}", self.wrap(&about_sources(self.audit)));
        let odd = odd_sources(self.audit);
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
        out + &and_more(odd.len(), SHOWN_SOURCES)
    }

    fn telltales(&self) -> String {
        let found = &self.audit.telltales;
        let lines = if found.is_empty() { String::new() } else { telltale_lines(found) };
        format!("\n{}{lines}", self.wrap(&number_of_telltales(self.audit.terms, found.len())))
    }

    fn odd_rows(&self) -> String {
        let mut out = format!("\n{}", self.wrap(&about_odd_rows(self.audit)));
        for row in self.audit.odd_rows.iter().take(SHOWN) {
            let name = row_and_line(self.tables, row.place);
            out += &self.listed(&format!("{name}, {}: {}", kind_of(row.oddity), about_oddity(row.oddity)));
            out += &self.indented(&at(self.tables, row.place).1.text, "│ ", 1);
        }
        out + &and_more(self.audit.odd_rows.len(), SHOWN)
    }
}
