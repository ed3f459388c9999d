//! For a person at a terminal, or a pager.
//!
//! ```text
//! white-house.txt: mixed, 10 of 19 paragraphs argue
//!
//!    8  news      9 %  │ The minister said that …
//! ─────────────────────┼─ turns from news to opinion (97 %) ───
//!    9  opinion  98 %  ┃ To the White House: …
//! ```
//!
//! The bar beside the text tells the label without colour: thin for news, thick for opinion.

use std::io::{self, Write};

use anstyle::{AnsiColor, Effects};

use super::{Item, NO_WORDS, Paragraph, Renderer, Scored, Summary};
use crate::article::Declared;
use crate::article::declared::Place;
use crate::label::Label;
use crate::model::context::Shift;
use crate::score::{ArticleScore, Decision, Kind, Verdict};

/// Columns before the text: number, label, probability, bar.
const GUTTER: usize = 25;
/// The widest text that reads well.
const MAX_TEXT_WIDTH: usize = 88;
/// Text is not made narrower than this to keep the label beside it.
const NARROW_TEXT_WIDTH: usize = 35;
/// Columns before the bar on a narrow terminal.
const NARROW_INDENT: usize = 2;
/// The narrowest text: on a narrower terminal lines are cut by the terminal.
const MIN_TEXT_WIDTH: usize = 20;

/// How to draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Whether to colour.
    pub color: bool,
    /// Columns of the terminal.
    pub width: usize,
    /// Whether to show each paragraph's probability by itself, its quoted share, its line, and why it is unsure.
    pub verbose: bool,
}

/// Renders for a terminal.
#[derive(Debug)]
pub struct Terminal {
    style: Style,
    /// Whether the last message had no summary: rows of one table need no heading each.
    in_rows: bool,
    started: bool,
}

impl Terminal {
    /// A renderer with a style.
    pub fn new(style: Style) -> Self {
        Terminal { style, in_rows: false, started: false }
    }

    fn paint(&self, text: &str, style: anstyle::Style) -> String {
        if self.style.color { format!("{}{text}{}", style.render(), style.render_reset()) } else { text.to_owned() }
    }

    fn text_width(&self) -> usize {
        self.style.width.saturating_sub(self.indent().len() + 2).clamp(MIN_TEXT_WIDTH, MAX_TEXT_WIDTH)
    }

    /// On a narrow terminal label and text stand below each other.
    fn is_narrow(&self) -> bool {
        self.style.width < GUTTER + NARROW_TEXT_WIDTH
    }

    /// What stands before the bar where there is no label.
    fn indent(&self) -> String {
        " ".repeat(if self.is_narrow() { NARROW_INDENT } else { GUTTER - 2 })
    }

    /// Greedy, not optimal: a reader expects full lines.
    fn wrapping(&self) -> textwrap::Options<'static> {
        textwrap::Options::new(self.text_width()).wrap_algorithm(textwrap::WrapAlgorithm::FirstFit)
    }

    fn heading(&self, scored: &Scored<'_>) -> String {
        let name = self.paint(&printable(scored.article), anstyle::Style::new() | Effects::BOLD);
        match &scored.summary {
            Some(summary) => format!("{name}: {}", describe(summary)),
            None => name,
        }
    }

    fn paragraph(&self, paragraph: &Paragraph<'_>, out: &mut dyn Write) -> io::Result<()> {
        let decision = paragraph.score.decision;
        let style = decision.map_or(anstyle::Style::new(), |decision| style_of(decision.label));
        let bar = match decision.map(|decision| decision.label) {
            Some(Label::Opinion) => "┃",
            Some(Label::News) => "│",
            None => "·",
        };
        let label = format!("{:<8} {}", label_of(decision), percent_of(decision));
        let mut head = format!("{:>5}  {}  ", paragraph.number, self.paint(&label, style));
        if self.is_narrow() {
            writeln!(out, "{}", head.trim_end())?;
            head = self.indent();
        }
        let text = printable(paragraph.text);
        for line in textwrap::wrap(&text, self.wrapping()) {
            writeln!(out, "{}", format!("{head}{} {line}", self.paint(bar, style)).trim_end())?;
            head = self.indent();
        }
        if self.style.verbose {
            writeln!(out, "{}{} {}", self.indent(), self.paint(bar, style), self.details(paragraph))?;
        }
        Ok(())
    }

    fn details(&self, paragraph: &Paragraph<'_>) -> String {
        let mut parts = vec![format!("line {}", paragraph.place.line())];
        match paragraph.score.decision {
            Some(decision) => {
                parts.push(format!("alone {}", percent(decision.alone.0)));
                parts.extend(decision.unsure.map(|reason| format!("unsure: {}", reason.as_str())));
            }
            None => parts.push(NO_WORDS.to_owned()),
        }
        if paragraph.score.quoted > 0.0 {
            parts.push(format!("{} quoted", percent(paragraph.score.quoted)));
        }
        if paragraph.score.kind == Kind::Quote {
            parts.push("a quotation".to_owned());
        }
        self.paint(&format!("({})", parts.join(", ")), anstyle::Style::new() | Effects::DIMMED)
    }

    fn turn(&self, shift: &Shift) -> String {
        let words = format!(" turns from {} to {} ({}) ", shift.from, shift.to, place(shift));
        let rest = self.text_width().saturating_sub(words.chars().count());
        let line = format!("{}┼─{words}{}", "─".repeat(self.indent().len()), "─".repeat(rest));
        self.paint(&line, anstyle::Style::new() | Effects::BOLD)
    }

    fn block(&self, kind: &str, text: &str, out: &mut dyn Write) -> io::Result<()> {
        let dimmed = anstyle::Style::new() | Effects::DIMMED;
        let mut head = format!("{:>5}  {:<14}  ", "", kind);
        if self.is_narrow() {
            writeln!(out, "{}", self.paint(head.trim_end(), dimmed))?;
            head = self.indent();
        }
        for line in textwrap::wrap(&printable(text), self.wrapping()) {
            writeln!(out, "{}", self.paint(&format!("{head}  {line}"), dimmed))?;
            head = self.indent();
        }
        Ok(())
    }
}

impl Renderer for Terminal {
    fn scored(&mut self, scored: &Scored<'_>, out: &mut dyn Write) -> io::Result<()> {
        let row = scored.summary.is_none();
        if !(row && self.in_rows) {
            if self.started {
                writeln!(out)?;
            }
            writeln!(out, "{}\n", self.heading(scored))?;
        }
        (self.in_rows, self.started) = (row, true);
        for item in &scored.items {
            match item {
                Item::Paragraph(paragraph) => {
                    let shifts = scored.summary.as_ref().map_or(&[][..], |summary| &summary.score.shifts);
                    for shift in shifts.iter().filter(|shift| shift.paragraph == paragraph.number) {
                        writeln!(out, "{}", self.turn(shift))?;
                    }
                    self.paragraph(paragraph, out)?;
                }
                Item::Block(block) => self.block(block.kind.as_str(), block.text.as_str(), out)?,
            }
        }
        Ok(())
    }
}

/// "mixed, 10 of 19 paragraphs argue; turns at 9; declared news (NewsArticle), but argues from paragraph 9 on"
fn describe(summary: &Summary<'_>) -> String {
    let score = summary.score;
    let Some(verdict) = score.verdict() else { return "no paragraph found (--blocks shows what there is)".to_owned() };
    let (opinion, all) = (score.opinion(), score.labelled());
    let doubt = score.doubt().map_or_else(String::new, |doubt| format!(" ({})", doubt.as_str()));
    let mut out = format!("{}{doubt}, ", verdict.as_str());
    out += &match (opinion, all) {
        (1, 1) => "its one paragraph argues".to_owned(),
        (0, 1) => "its one paragraph reports".to_owned(),
        (0, _) => format!("none of {all} paragraphs argues"),
        (1, _) => format!("1 of {all} paragraphs argues"),
        _ if opinion == all => format!("all {all} paragraphs argue"),
        _ => format!("{opinion} of {all} paragraphs argue"),
    };
    if !score.shifts.is_empty() {
        let places: Vec<String> = score.shifts.iter().map(|shift| shift.paragraph.to_string()).collect();
        out += &format!("; turns at {}", places.join(" and "));
    }
    if let Some(declared) = summary.declared {
        out += &format!("; declared {}", claim(declared));
    }
    if summary.mismatch() == Some(true) {
        out += &format!(", but {}", deed(score, verdict));
    }
    out
}

/// "97 %", or "93 % within 7–11" where the turn may be at a paragraph nearby.
fn place(shift: &Shift) -> String {
    let (first, last) = shift.interval;
    let probability = percent(shift.probability.0);
    if first == last { probability } else { format!("{probability} within {first}–{last}") }
}

/// "opinion (address /opinion/)". A type needs no word before it, and what claims to be neither is the mark itself.
fn claim(declared: &Declared) -> String {
    let mark = printable(&declared.mark);
    match (declared.claim.label(), declared.place) {
        (None, _) => mark,
        (Some(label), Place::Type) => format!("{label} ({mark})"),
        (Some(label), place) => format!("{label} ({} {mark})", place.as_str()),
    }
}

/// What an article does that its page does not declare.
fn deed(score: &ArticleScore, verdict: Verdict) -> String {
    if verdict == Verdict::News {
        return "reports".to_owned();
    }
    let ranges: Vec<String> = argued_ranges(&score.shifts).collect();
    match (verdict, ranges.is_empty()) {
        (Verdict::Mixed, false) => format!("argues {}", ranges.join(" and ")),
        (Verdict::Mixed, true) => "argues in places".to_owned(),
        _ => "argues".to_owned(),
    }
}

/// "from paragraph 9 on", "up to paragraph 4": where the voice is the author's argument, by the turns.
fn argued_ranges(shifts: &[Shift]) -> impl Iterator<Item = String> {
    let before = shifts.first().filter(|shift| shift.from.is_opinion());
    let before = before.map(|shift| format!("up to paragraph {}", shift.paragraph.saturating_sub(1)));
    let turns = shifts.iter().enumerate().filter(|(_, shift)| shift.to.is_opinion());
    let after = turns.map(|(at, shift)| match shifts.get(at + 1) {
        Some(back) => format!("in paragraphs {} to {}", shift.paragraph, back.paragraph.saturating_sub(1)),
        None => format!("from paragraph {} on", shift.paragraph),
    });
    before.into_iter().chain(after)
}

fn style_of(label: Label) -> anstyle::Style {
    match label {
        Label::News => AnsiColor::Cyan.on_default(),
        Label::Opinion => AnsiColor::Yellow.on_default() | Effects::BOLD,
    }
}

fn label_of(decision: Option<Decision>) -> String {
    match decision {
        Some(decision) if decision.unsure.is_some() => format!("{}?", decision.label.as_str()),
        Some(decision) => decision.label.to_string(),
        None => "–".to_owned(),
    }
}

fn percent_of(decision: Option<Decision>) -> String {
    decision.map_or_else(|| format!("{:>5}", ""), |decision| format!("{:>5}", percent(decision.probability.0)))
}

/// "97 %". Neither 0 nor 100 unless it is exactly that.
fn percent(share: f64) -> String {
    let rounded = (share * 100.0).round();
    if rounded >= 100.0 && share < 1.0 {
        ">99 %".to_owned()
    } else if rounded <= 0.0 && share > 0.0 {
        "<1 %".to_owned()
    } else {
        format!("{rounded} %")
    }
}

/// Text that cannot command a terminal: control characters become `�`, marks that turn the direction of writing are
/// dropped. The text of an article is not to be trusted.
pub fn printable(text: &str) -> String {
    text.chars()
        .filter(|c| !matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'))
        .map(|c| match c {
            '\n' | '\r' | '\t' => ' ',
            c if c.is_control() => '\u{FFFD}',
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::Probability;

    #[test]
    fn the_argued_paragraphs_are_told_by_the_turns() {
        let ranges = |places: &[usize], mut from: Label| {
            let mut shifts = Vec::new();
            for &paragraph in places {
                shifts.push(Shift {
                    paragraph,
                    from,
                    to: from.other(),
                    probability: Probability(0.9),
                    here: Probability(0.9),
                    interval: (paragraph, paragraph),
                });
                from = from.other();
            }
            argued_ranges(&shifts).collect::<Vec<_>>().join(" and ")
        };
        assert_eq!(ranges(&[9], Label::News), "from paragraph 9 on");
        assert_eq!(ranges(&[4], Label::Opinion), "up to paragraph 3");
        assert_eq!(ranges(&[4, 9], Label::News), "in paragraphs 4 to 8");
        assert_eq!(ranges(&[4, 9], Label::Opinion), "up to paragraph 3 and from paragraph 9 on");
        assert_eq!(ranges(&[], Label::News), "");
    }
}
