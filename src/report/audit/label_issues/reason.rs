//! Why a label is probably wrong, in a sentence.

use super::sentences::row_name;
use crate::label::Label;
use crate::learn::audit::{Alike, LabelAudit, LabelIssue, Neighbours};
use crate::tables::rows::Table;
use crate::words::figures::percent;

/// "its text reads as opinion (97 %), and 11 of the 12 other paragraphs of its article are labelled opinion; row 12
/// has the same text and is labelled opinion"; of a copy "has the same text as row 12". Shares are out of fold.
pub(super) fn reason(audit: &LabelAudit, tables: &[Table], issue: &LabelIssue) -> String {
    if let Some(first) = issue.repeats {
        return format!("has the same text as {}", row_name(tables, first));
    }
    let mut out = of_text(issue);
    if !audit.inherited_labels {
        out += &of_neighbours(issue);
    }
    let contradicting: Vec<&Alike> = issue.alike.iter().filter(|alike| !alike.same_label).collect();
    if let Some(first) = contradicting.first() {
        out += &contradiction(&row_name(tables, first.place), first, contradicting.len() - 1, issue.suggested());
    }
    let copies = issue.alike.iter().filter(|alike| alike.same_label && alike.similarity.is_none());
    let copies: Vec<String> = copies.map(|alike| row_name(tables, alike.place)).collect();
    if let Some((first, rest)) = copies.split_first() {
        let more = if rest.is_empty() { String::new() } else { format!(" and {} more", rest.len()) };
        out +=
            &format!("; {first}{more} {} it under the same label", if rest.is_empty() { "repeats" } else { "repeat" });
    }
    out
}

/// Whether the text reads as the other label.
fn is_text_against(issue: &LabelIssue) -> bool {
    issue.self_confidence() < 0.5
}

fn of_text(issue: &LabelIssue) -> String {
    let (read, share) = if is_text_against(issue) {
        (issue.suggested(), 1.0 - issue.self_confidence())
    } else {
        (issue.given, issue.self_confidence())
    };
    let too = if is_text_against(issue) { "" } else { " too" };
    let alone = if read.is_opinion() { issue.alone.0 } else { 1.0 - issue.alone.0 };
    let by_itself = if issue.in_context.is_some() && alone < 0.5 {
        format!(", {} by itself", percent(alone))
    } else {
        String::new()
    };
    format!("its text reads as {read}{too} ({}{by_itself})", percent(share))
}

fn of_neighbours(issue: &LabelIssue) -> String {
    let Neighbours { same, other } = issue.neighbours;
    if same + other == 0 {
        return String::new();
    }
    let (label, number) = if other > same { (issue.suggested(), other) } else { (issue.given, same) };
    let link = match (is_text_against(issue), other > same) {
        (true, true) => "and",
        (true, false) => "though",
        (false, _) => "but",
    };
    format!(", {link} {}", of_article(label, number, same + other))
}

fn of_article(label: Label, number: usize, all: usize) -> String {
    match (number, all) {
        (_, 1) => format!("the other paragraph of its article is labelled {label}"),
        _ if number == all => format!("all {all} other paragraphs of its article are labelled {label}"),
        (1, _) => format!("1 of the {all} other paragraphs of its article is labelled {label}"),
        _ => format!("{number} of the {all} other paragraphs of its article are labelled {label}"),
    }
}

fn contradiction(name: &str, first: &Alike, more: usize, label: Label) -> String {
    let others = if more > 0 { format!(" and {more} more") } else { String::new() };
    let (have, are) = if more > 0 { ("have", "are") } else { ("has", "is") };
    let text = first
        .similarity
        .map_or_else(|| "the same text".to_owned(), |alike| format!("nearly the same text ({})", percent(alike)));
    format!("; {name}{others} {have} {text} and {are} labelled {label}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_paragraphs_agree_with_their_verbs() {
        assert_eq!(of_article(Label::News, 1, 1), "the other paragraph of its article is labelled news");
        assert_eq!(of_article(Label::News, 2, 2), "all 2 other paragraphs of its article are labelled news");
        assert_eq!(
            of_article(Label::Opinion, 11, 12),
            "11 of the 12 other paragraphs of its article are labelled opinion"
        );
    }
}
