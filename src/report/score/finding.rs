//! What was found in an article, in one line.
//!
//! ```text
//! declares news (NewsArticle), but paragraphs 3, 7 and 9 to 12 argue (12 of 14 are sure)
//! ```

use std::ops::RangeInclusive;

use crate::score::{Item, Paragraph};
use crate::tables::results::Message;
use crate::verdict::{ArticleScore, Verdict};
use crate::words::score::{NO_PARAGRAPH, argue, claim, verdict_of};

/// The most runs of paragraphs that a line names.
const NAMED_RUNS: usize = 8;

/// What was found in an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Finding {
    /// The line of the first paragraph that surely argues, or else of the first one.
    pub line: Option<usize>,
    /// The verdict, what the page declares, and which paragraphs argue.
    pub text: String,
}

impl Finding {
    /// What is to be said of an article, or of a row.
    pub(crate) fn of(message: &Message<'_>) -> Finding {
        let first = || paragraphs(message).next();
        let line = paragraphs(message).find(surely_argues).or_else(first).and_then(|paragraph| paragraph.place.line());
        Finding { line, text: text(message) }
    }
}

/// Consecutive paragraphs that surely argue.
pub(crate) fn runs<'m>(message: &'m Message<'_>) -> Vec<Vec<Paragraph<'m>>> {
    let argued: Vec<Paragraph<'m>> = paragraphs(message).filter(surely_argues).collect();
    argued.chunk_by(|a, b| a.number + 1 == b.number).map(<[_]>::to_vec).collect()
}

/// "paragraph 3", "paragraphs 9 to 12".
pub(crate) fn run_named(run: &[Paragraph<'_>]) -> String {
    match run {
        [] => String::new(),
        [one] => format!("paragraph {}", one.number),
        [first, second] => format!("paragraphs {} and {}", first.number, second.number),
        [first, .., last] => format!("paragraphs {} to {}", first.number, last.number),
    }
}

fn paragraphs<'m>(message: &'m Message<'_>) -> impl Iterator<Item = Paragraph<'m>> {
    message.scored.items.iter().filter_map(|item| match item {
        Item::Paragraph(paragraph) => Some(*paragraph),
        Item::Block { .. } => None,
    })
}

fn surely_argues(paragraph: &Paragraph<'_>) -> bool {
    paragraph.score.decision.is_some_and(|decision| decision.surely_argues())
}

fn text(message: &Message<'_>) -> String {
    let (score, summary) = (message.score, message.scored.summary.as_ref());
    let Some(verdict) = score.verdict() else { return NO_PARAGRAPH.to_owned() };
    let Some(summary) = summary else { return format!("{}: {}", verdict_of(score), of_row(verdict)) };
    // A table holds many articles.
    let name = if summary.article == message.file || summary.declared.is_some() { "" } else { summary.article };
    let named = if name.is_empty() { String::new() } else { format!("article {name}: ") };
    let runs: Vec<RangeInclusive<usize>> = runs(message).iter().filter_map(|run| numbers(run)).collect();
    let argued = argued(score, &runs);
    let declared = match (summary.declared, summary.mismatch()) {
        (None, _) => String::new(),
        (Some(declared), Some(true)) => format!("declares {}, but ", claim(declared)),
        (Some(declared), _) => format!("declares {}; ", claim(declared)),
    };
    format!("{named}{}: {declared}{argued}", verdict_of(score))
}

/// What a row of its own does.
fn of_row(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::News => "this row reports",
        Verdict::Opinion | Verdict::Mixed => "this row argues",
        Verdict::Unsure => "its label is not to be relied on",
    }
}

fn numbers(run: &[Paragraph<'_>]) -> Option<RangeInclusive<usize>> {
    Some(run.first()?.number..=run.last()?.number)
}

/// "paragraphs 3, 7 and 9 to 12 argue (12 of 14 are sure)"
fn argued(score: &ArticleScore, runs: &[RangeInclusive<usize>]) -> String {
    let (sure, all) = (score.sure(), score.labelled());
    let which = if sure == all { "" } else { "sure " };
    let of_all = match sure {
        _ if sure == all => String::new(),
        1 => format!(" (1 of {all} is sure)"),
        _ => format!(" ({sure} of {all} are sure)"),
    };
    match score.opinion() {
        0 if sure == 0 => argue(score),
        0 => format!("no {which}paragraph argues{of_all}"),
        1 => format!("paragraph {} argues{of_all}", listed(runs)),
        _ => format!("paragraphs {} argue{of_all}", listed(runs)),
    }
}

/// "3, 7 and 9 to 12", "1, 3, 5, 7, 9, 11, 13, 15 and 140 more".
fn listed(runs: &[RangeInclusive<usize>]) -> String {
    let (shown, rest) = runs.split_at(runs.len().min(NAMED_RUNS));
    let mut parts: Vec<String> = shown.iter().flat_map(run).collect();
    let more: usize = rest.iter().map(|run| run.clone().count()).sum();
    parts.extend((more > 0).then(|| format!("{more} more")));
    match parts.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, first)) => format!("{} and {last}", first.join(", ")),
        None => String::new(),
    }
}

/// "3", or "3" and "4", or "3 to 5".
fn run(run: &RangeInclusive<usize>) -> Vec<String> {
    let (first, last) = (run.start(), run.end());
    if last - first < 2 {
        run.clone().map(|number| number.to_string()).collect()
    } else {
        vec![format!("{first} to {last}")]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_stays_short_however_many_paragraphs_argue() {
        assert_eq!(listed(&[3..=3]), "3");
        assert_eq!(listed(&[3..=3, 7..=7, 9..=12]), "3, 7 and 9 to 12");
        assert_eq!(listed(&[3..=4]), "3 and 4");
        assert_eq!(listed(&[3..=4, 9..=9]), "3, 4 and 9");
        let many: Vec<_> = (0..150).map(|at| 4 * at..=4 * at + 2).collect();
        assert_eq!(listed(&many[..8]), "0 to 2, 4 to 6, 8 to 10, 12 to 14, 16 to 18, 20 to 22, 24 to 26 and 28 to 30");
        let line = listed(&many);
        assert!(line.ends_with(", 28 to 30 and 426 more") && line.len() < 100, "{line}");
    }
}
