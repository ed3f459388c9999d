//! For a terminal or a pager.
//!
//! ```text
//! white-house.txt: mixed, 10 of 19 paragraphs argue; turns at 9
//!
//!        opinion: in context  ▁▁▁▁▁▁▁▁▁│▆█████████
//!                      alone  ▂▂▄▁▄▂▃▄▁│▆█▇██▇████
//!                  paragraph  0         9        18
//!
//! opinion: in context  alone
//!    8 news       8 %    6 %  │ The head of Russian diplomacy, …
//! ────────────────────────────┼─ turns from news to opinion (60 %) ───
//!    9 opinion   68 %   67 %  ┃ To the White House: …
//! ```
//!
//! The bar beside the text tells the label without colour: thin for news, thick for opinion.

use std::io::{self, Write};

use anstyle::{AnsiColor, Effects};

use super::{ribbon, ribbon::Cell};
use crate::label::Label;
use crate::model::context::Shift;
use crate::score::{Item, Paragraph, Scored, Summary};
use crate::tables::results::{Message, Renderer};
use crate::text::printable;
use crate::verdict::{Decision, Kind, ParagraphScore};
use crate::words::figures::percent;
use crate::words::score::{NO_PARAGRAPH, argue, declared, label_of, name_of, turn, turn_place, verdict_of};

/// Columns before the text: number, label, probabilities, bar.
const GUTTER: usize = 30;
/// The heading of the probabilities.
const COLUMNS: &str = "opinion: in context  alone";
/// The widest text that reads well.
const MAX_TEXT_WIDTH: usize = 88;
/// Below this width of the text, labels go above it.
const NARROW_TEXT_WIDTH: usize = 35;
/// Width of a ribbon's names on a narrow terminal.
const NARROW_NAMES: usize = 10;
/// Columns before the bar on a narrow terminal.
const NARROW_INDENT: usize = 2;
/// The narrowest text: on a narrower terminal lines wrap.
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
    /// The table of the last message: rows of one table share a heading.
    table: Option<String>,
    started: bool,
}

impl Terminal {
    /// A renderer with a style.
    pub fn new(style: Style) -> Self {
        Terminal { style, table: None, started: false }
    }

    pub(crate) fn paint(&self, text: &str, style: anstyle::Style) -> String {
        if self.style.color { format!("{}{text}{}", style.render(), style.render_reset()) } else { text.to_owned() }
    }

    fn text_width(&self) -> usize {
        self.style.width.saturating_sub(self.indent().len() + 2).clamp(MIN_TEXT_WIDTH, MAX_TEXT_WIDTH)
    }

    /// Whether labels go above the text.
    fn is_narrow(&self) -> bool {
        self.style.width < GUTTER + NARROW_TEXT_WIDTH
    }

    /// The indent of a line without a label.
    fn indent(&self) -> String {
        " ".repeat(if self.is_narrow() { NARROW_INDENT } else { GUTTER - 2 })
    }

    /// Greedy, not optimal: a reader expects full lines.
    fn wrapping(&self) -> textwrap::Options<'static> {
        textwrap::Options::new(self.text_width()).wrap_algorithm(textwrap::WrapAlgorithm::FirstFit)
    }

    /// The heading, wrapped between words. A name wider than the terminal stays whole, so that it can be copied.
    fn heading(&self, scored: &Scored<'_>) -> String {
        let table = scored.summary.as_ref().and_then(|summary| summary.table);
        let name = self.paint(&printable(&name_of(scored.article, table)), anstyle::Style::new() | Effects::BOLD);
        let Some(summary) = &scored.summary else { return name };
        let mut options = self.wrapping().word_separator(textwrap::WordSeparator::AsciiSpace).break_words(false);
        (options.width, options.word_splitter) =
            (self.style.width.max(MIN_TEXT_WIDTH), textwrap::WordSplitter::NoHyphenation);
        textwrap::fill(&format!("{name}: {}", describe(summary)), options)
    }

    fn paragraph(&self, paragraph: &Paragraph<'_>, out: &mut dyn Write) -> io::Result<()> {
        let decision = paragraph.score.decision;
        let style = decision.map_or(anstyle::Style::new(), |decision| style_of(decision.label));
        let bar = match decision.map(|decision| decision.label) {
            Some(Label::Opinion) => "┃",
            Some(Label::News) => "│",
            None => "·",
        };
        let label = format!("{:<8} {}", label_of(decision), percents(decision));
        let mut head = format!("{:>4} {}  ", paragraph.number, self.paint(&label, style));
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
            let dimmed = anstyle::Style::new() | Effects::DIMMED;
            for line in textwrap::wrap(&details(paragraph), self.wrapping()) {
                writeln!(out, "{}{} {}", self.indent(), self.paint(bar, style), self.paint(&line, dimmed))?;
            }
        }
        Ok(())
    }

    fn turn(&self, shift: &Shift) -> String {
        let (room, indent) = (self.text_width(), self.indent());
        // A number and its sign stay together.
        let words = turn(shift).replace(" %", "\u{a0}%");
        let lines = textwrap::wrap(&words, room - 2);
        let words = lines.join(&format!("\n{indent}   ")).replace('\u{a0}', " ");
        let last = lines.last().map_or(0, |line| line.chars().count());
        let out = format!("{}┼─ {words} {}", "─".repeat(indent.len()), "─".repeat(room.saturating_sub(last + 2)));
        self.paint(&out, anstyle::Style::new() | Effects::BOLD)
    }

    /// The ribbon, aligned with the text.
    fn ribbon(&self, summary: &Summary<'_>, out: &mut dyn Write) -> io::Result<()> {
        let (names, of) = if self.is_narrow() { (NARROW_NAMES, "") } else { (GUTTER - 4, "opinion: ") };
        let room = self.style.width.saturating_sub(names + 2).min(MAX_TEXT_WIDTH);
        for strip in ribbon::strips(summary.score, room) {
            for (number, line) in strip.iter().enumerate() {
                let name = if number == 0 { format!("{of}{}", line.name) } else { line.name.to_owned() };
                let name = self.paint(&format!("{name:>names$}"), anstyle::Style::new() | Effects::DIMMED);
                writeln!(out, "{}", format!("{name}  {}", self.cells(&line.cells)).trim_end())?;
            }
            writeln!(out)?;
        }
        Ok(())
    }

    /// Paints neighbours of one colour together.
    fn cells(&self, cells: &[Cell]) -> String {
        let run = |run: &[Cell]| {
            let marks: String = run.iter().map(|cell| cell.mark).collect();
            run[0].label.map_or_else(|| marks.clone(), |label| self.paint(&marks, style_of(label)))
        };
        cells.chunk_by(|a, b| a.label == b.label).map(run).collect()
    }

    /// The heading of an article, or of the rows of a table.
    fn head(&self, scored: &Scored<'_>, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{}\n", self.heading(scored))?;
        if let Some(summary) = &scored.summary {
            self.ribbon(summary, out)?;
        }
        if scored.items.iter().any(|item| matches!(item, Item::Paragraph(_))) {
            writeln!(out, "{}", self.paint(COLUMNS, anstyle::Style::new() | Effects::DIMMED))?;
        }
        Ok(())
    }

    /// Writes the heading of a message, unless it continues the table of the last one.
    pub(crate) fn begin(&mut self, scored: &Scored<'_>, out: &mut dyn Write) -> io::Result<()> {
        let table = scored.summary.is_none().then(|| scored.article.to_owned());
        if table.is_none() || table != self.table {
            if self.started {
                writeln!(out)?;
            }
            self.head(scored, out)?;
        }
        (self.table, self.started) = (table, true);
        Ok(())
    }

    /// Writes a paragraph, after any turn before it.
    pub(crate) fn paragraph_in(
        &self,
        scored: &Scored<'_>,
        paragraph: &Paragraph<'_>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let shifts = scored.summary.as_ref().map_or(&[][..], |summary| &summary.score.shifts);
        for shift in shifts.iter().filter(|shift| shift.paragraph == paragraph.number) {
            writeln!(out, "{}", self.turn(shift))?;
        }
        self.paragraph(paragraph, out)
    }

    fn block(&self, kind: &str, text: &str, out: &mut dyn Write) -> io::Result<()> {
        let dimmed = anstyle::Style::new() | Effects::DIMMED;
        let mut head = format!("{:>4} {:<21}  ", "", kind);
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

impl Renderer<Message<'_>> for Terminal {
    fn write(&mut self, message: &Message<'_>, out: &mut dyn Write) -> io::Result<()> {
        let scored = &message.scored;
        self.begin(scored, out)?;
        for item in &scored.items {
            match item {
                Item::Paragraph(paragraph) => self.paragraph_in(scored, paragraph, out)?,
                Item::Block { block, .. } => self.block(block.kind.as_str(), block.text.as_str(), out)?,
            }
        }
        Ok(())
    }
}

/// "mixed, 10 of 19 paragraphs argue; turns at 9; declared news (NewsArticle), but argues from paragraph 9 on"
fn describe(summary: &Summary<'_>) -> String {
    let score = summary.score;
    if score.verdict().is_none() {
        return NO_PARAGRAPH.to_owned();
    }
    let mut out = format!("{}, {}", verdict_of(score), argue(score));
    if !score.shifts.is_empty() {
        let places: Vec<String> = (0..score.shifts.len()).map(|turn| turn_place(score, turn)).collect();
        out += &format!("; turns at {}", places.join(" and "));
    }
    out + &declared(summary).map_or_else(String::new, |declared| format!("; declared {declared}"))
}

/// Its place, and why its label is unsure.
fn details(paragraph: &Paragraph<'_>) -> String {
    let mut parts: Vec<String> = paragraph.place.line().map(|line| format!("line {line}")).into_iter().collect();
    match paragraph.score.decision {
        Some(decision) => {
            parts.push(format!("alone {}", percent(decision.alone.0)));
            parts.extend(decision.unsure.map(|reason| format!("unsure: {}", reason.as_str())));
        }
        None => parts.push(ParagraphScore::NO_WORDS.to_owned()),
    }
    if paragraph.score.quoted > 0.0 {
        parts.push(format!("{} quoted", percent(paragraph.score.quoted)));
    }
    if paragraph.score.kind == Kind::Quote {
        parts.push("a quotation".to_owned());
    }
    format!("({})", parts.join(", "))
}

pub(crate) fn style_of(label: Label) -> anstyle::Style {
    match label {
        Label::News => AnsiColor::Cyan.on_default(),
        Label::Opinion => AnsiColor::Yellow.on_default() | Effects::BOLD,
    }
}

/// The probabilities under [`COLUMNS`].
fn percents(decision: Option<Decision>) -> String {
    let (together, alone) = match decision {
        Some(decision) => (percent(decision.probability.0), percent(decision.alone.0)),
        None => Default::default(),
    };
    format!("{together:>5}  {alone:>5}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Format};
    use crate::model::Model;
    use crate::score::Scorer;

    fn drawn(text: &str, width: usize, color: bool) -> String {
        let model = Model::shipped().unwrap();
        let article = Article::read(text.as_bytes(), Format::Text, None).unwrap();
        let score = Scorer::new(model).article(&article);
        let mut out = Vec::new();
        let style = Style { color, width, verbose: true };
        Terminal::new(style).write(&Message::of_article("a", &article, &score, true), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn article(paragraphs: usize) -> String {
        "HEADING\n\nThe council met on Monday and voted to close the pool, a spokeswoman said.\n\n".to_owned()
            + &"We must stop this absurd plan, and nobody should vote for it!\n\n".repeat(paragraphs - 1)
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        for width in [40, 64, 65, 80, 200] {
            for line in drawn(&article(130), width, false).lines() {
                let columns = textwrap::core::display_width(line);
                assert!(columns <= width, "{columns} of {width}: {line}");
            }
        }
    }

    #[test]
    fn the_ribbon_has_a_cell_for_each_paragraph_at_every_width() {
        let is_cell = |c: &char| ('▁'..='█').contains(c);
        for width in [40, 80, 200] {
            assert_eq!(drawn(&article(130), width, false).chars().filter(is_cell).count(), 2 * 130, "{width}");
        }
        assert_eq!(drawn(&article(1), 80, false).chars().filter(is_cell).count(), 0);
    }

    #[test]
    fn colour_adds_nothing_but_colour() {
        let plain = drawn(&article(12), 80, false);
        let mut coloured = drawn(&article(12), 80, true);
        while let Some(start) = coloured.find('\u{1b}') {
            let end = coloured[start..].find('m').unwrap();
            coloured.replace_range(start..=start + end, "");
        }
        assert_eq!(coloured, plain);
    }
}
