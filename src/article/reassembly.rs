//! Broken lines → blocks.
//!
//! Text copied from a web page, a mail or a PDF breaks sentences over lines, blank lines and bullets. A line continues the
//! block before it by the first of these rules that applies; a block is *open* if it does not end a sentence:
//!
//! 0. In a transcript, that is if two speakers' labels recur at the start of lines, such a line starts a block.
//! 1. Markup decides first: headings, captions, menus and cells join nothing; a quotation joins only quotations; and a block of a web
//!    page or of Markdown ends where its element does, unless it is an entry of a list that is one sentence.
//! 2. A line of closing marks joins what it closes.
//! 3. A *lead-in* of at most [`LEAD_IN_WORDS`] words with a colon ("Instead :") joins what it introduces. A longer one, and one
//!    that says who speaks ("The mayor then said:"), is a sentence of its own.
//! 4. A word cut at the end of a line ("ad-" + "vocacy") is joined. It keeps its hyphen only if the page writes it with one
//!    elsewhere.
//! 5. An open block continues with a line that starts in lower case, across any number of blank lines and bullets. So does a
//!    block that ends with a colon; and a block of at least as many words as a lead-in continues with a bullet that starts with
//!    a number.
//! 6. An open block whose last word cannot come last ("of", "and", "has", a comma, a title without its name) continues with any
//!    line.
//! 7. In hard-wrapped text a *full* line (the first word of the next one would not have fitted) continues; after a full stop
//!    only without a blank line or a first-line indent.
//!
//! The text itself shows whether it is hard-wrapped, how wide, and whether its lines are double-spaced: by the breaks that rule 5
//! proves to be inside sentences. Page numbers and running heads are lifted out first, since they cut sentences too.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::edges::{
    LEAD_IN_WORDS, dangles, ends_in_abbreviation, ends_sentence, has_open_bracket, is_lead_in, last_word, starts_lower,
    word_count,
};
use super::{block::BlockKind, line::Line, running_heads::lift_page_furniture, setting::Setting};
use crate::text::{MappedText, speaker_label::speaker_label};

/// A block whose kind is not known yet.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub text: MappedText,
    /// What the markup says.
    pub kind: Option<BlockKind>,
    /// Whether its first line had a bullet.
    pub bullet: bool,
    /// Whether it is a lead-in that continues in lower case, or a turn of a transcript: a sentence, however it ends.
    pub runs_on: bool,
    pub setting: Setting,
    /// See [`Line::depth`].
    depth: usize,
    /// The indent of its first line.
    indent: usize,
    /// The width of its last line.
    last_width: usize,
}

impl Draft {
    fn new(line: Line) -> Self {
        Draft {
            text: line.text,
            kind: line.kind,
            bullet: line.bullet,
            runs_on: false,
            setting: line.setting,
            depth: line.depth,
            indent: line.indent,
            last_width: line.width,
        }
    }

    pub(super) fn as_str(&self) -> &str {
        self.text.as_str()
    }

    /// Returns true if markup cut its lines, which have no width.
    pub(super) fn is_markup(&self) -> bool {
        self.last_width == 0
    }

    fn append(&mut self, line: &Line, join: Join) {
        self.runs_on |= is_lead_in(self.as_str()) && starts_lower(line.as_str());
        if join == Join::Closed {
            self.text.truncate(self.text.as_str().trim_end_matches(['-', '‐']).len());
        }
        let len = self.text.as_str().len();
        self.text.append(&line.text, join == Join::Spaced);
        let start = self.text.as_str().len() - line.as_str().len();
        self.setting = self.setting.joined(len, line.setting, start);
        self.last_width = line.width;
    }
}

/// Puts lines back together.
pub(super) fn reassemble(mut lines: Vec<Line>) -> Vec<Draft> {
    lift_page_furniture(&mut lines);
    let shape = Shape::of(&lines);
    let hyphenated = hyphenated_words(&lines);
    let mut out: Vec<Draft> = Vec::new();
    let mut lifted: Vec<Draft> = Vec::new();
    for line in lines {
        if line.kind == Some(BlockKind::Furniture) && line.width > 0 {
            lifted.push(Draft::new(line));
            continue;
        }
        let join = out.last().and_then(|open| join(open, &line, &shape, &hyphenated));
        match (out.last_mut(), join) {
            (Some(open), Some(join)) => open.append(&line, join),
            _ => {
                out.append(&mut lifted);
                let starts_turn = shape.starts_turn(line.as_str());
                out.push(Draft { runs_on: starts_turn, ..Draft::new(line) });
            }
        }
    }
    out.append(&mut lifted);
    out
}

/// How a line continues a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Join {
    /// With a space.
    Spaced,
    /// Directly, without the hyphen at the end.
    Closed,
    /// Directly.
    Tight,
}

fn join(open: &Draft, next: &Line, shape: &Shape, hyphenated: &HashSet<String>) -> Option<Join> {
    if !markup_allows(open.kind, next.kind) || open.depth != next.depth {
        return None;
    }
    let (before, after) = (open.as_str(), next.as_str());
    // Markup tells where its blocks end; only `<br>` breaks a line inside one, and a list may be one sentence.
    if open.is_markup() && next.gap > 0 && !(next.bullet && is_list_sentence(before, after)) {
        return None;
    }
    if shape.starts_turn(after) && !before.ends_with(':') {
        return None;
    }
    if !after.chars().any(char::is_alphanumeric) {
        return Some(Join::Tight);
    }
    if is_lead_in(before) {
        return (next.gap <= 2).then_some(Join::Spaced);
    }
    if let Some(join) = cut_word(before, after, next, hyphenated) {
        return Some(join);
    }
    let spaced = if before.ends_with(':') && starts_lower(after) {
        true
    } else if ends_sentence(before) {
        next.gap == 0 && shape.same_paragraph(open, next)
    } else {
        continues_open(before, next, shape.continues(open, next))
    };
    spaced.then_some(Join::Spaced)
}

/// Returns true if an entry of a list is punctuated as a part of the sentence before it.
fn is_list_sentence(before: &str, after: &str) -> bool {
    let goes_on = |text: &str| text.ends_with([',', ';']) || text.ends_with(" and") || text.ends_with(" or");
    starts_lower(after) && (goes_on(before) || goes_on(after))
}

fn markup_allows(open: Option<BlockKind>, next: Option<BlockKind>) -> bool {
    matches!((open, next), (None, None) | (Some(BlockKind::Quote), Some(BlockKind::Quote)))
}

/// Rules 5 and 6, and rule 7 (`full`) for an open block.
fn continues_open(before: &str, next: &Line, full: bool) -> bool {
    let after = next.as_str();
    if starts_lower(after) {
        let entries = word_count(before) <= 2 && word_count(after) <= 2;
        return !entries || next.gap == 0 && dangles(before, after);
    }
    let counts = next.bullet && after.starts_with(|c: char| c.is_ascii_digit()) && word_count(before) >= LEAD_IN_WORDS;
    counts
        || next.gap == 0 && ends_in_abbreviation(before)
        || dangles(before, after)
        || (full && !next.bullet)
        || has_open_bracket(before) && next.gap <= 1
}

/// Rule 4.
fn cut_word(before: &str, after: &str, next: &Line, hyphenated: &HashSet<String>) -> Option<Join> {
    let stem = before.strip_suffix(['-', '‐'])?;
    if next.width == 0 || next.gap > 1 || !stem.ends_with(char::is_alphabetic) {
        return None;
    }
    if !starts_lower(after) {
        return Some(Join::Tight);
    }
    let head = last_word(stem).rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let tail: String = after.chars().take_while(|c| c.is_alphanumeric()).collect();
    let keeps = hyphenated.contains(&format!("{head}-{tail}").to_lowercase());
    Some(if keeps { Join::Tight } else { Join::Closed })
}

/// Returns the words that the page writes with a hyphen inside a line.
fn hyphenated_words(lines: &[Line]) -> HashSet<String> {
    let words = lines.iter().flat_map(|line| line.as_str().split(' '));
    words
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase())
        .filter(|word| word.contains('-'))
        .collect()
}

/// How a text breaks its lines.
struct Shape {
    /// The width of a full line, if the text is hard-wrapped.
    wrap: Option<usize>,
    /// The largest gap (0 or 1) inside sentences.
    soft_gap: usize,
    /// The speakers of a transcript.
    speakers: BTreeSet<String>,
}

impl Shape {
    /// Reads the shape from the breaks that must be inside sentences: an open line before a lower-case one.
    fn of(lines: &[Line]) -> Shape {
        let mut inside = [0usize; 2];
        let mut all = [0usize; 2];
        let mut widths = Vec::new();
        for pair in lines.windows(2) {
            let (before, after) = (&pair[0], &pair[1]);
            if after.gap > 1 || !markup_allows(before.kind, after.kind) || after.bullet {
                continue;
            }
            all[after.gap] += 1;
            if before.width > 0 && !ends_sentence(before.as_str()) && starts_lower(after.as_str()) {
                inside[after.gap] += 1;
                widths.push(before.width);
            }
        }
        widths.sort_unstable();
        let wrap = (widths.len() >= 2).then(|| widths[(widths.len() * 9 / 10).min(widths.len() - 1)]);
        let soft_gap = usize::from(inside[1] >= 3 && inside[1] * 4 >= all[1]);
        Shape { wrap, soft_gap, speakers: speakers(lines) }
    }

    /// Rule 0.
    fn starts_turn(&self, line: &str) -> bool {
        !self.speakers.is_empty() && speaker_label(line).is_some_and(|label| self.speakers.contains(&label.key()))
    }

    /// Rule 7 for an open block.
    fn continues(&self, open: &Draft, next: &Line) -> bool {
        // Wrapping is ragged by up to a sixth of the width.
        next.gap <= self.soft_gap && self.full(open, next, |wrap| wrap - wrap / 6)
    }

    /// Rule 7 after a full stop.
    fn same_paragraph(&self, open: &Draft, next: &Line) -> bool {
        let indented = next.indent > open.indent.min(1) && next.indent >= open.indent;
        !next.bullet && !indented && self.full(open, next, |wrap| wrap - wrap / 10)
    }

    fn full(&self, open: &Draft, next: &Line, margin: impl Fn(usize) -> usize) -> bool {
        let first_word = next.as_str().split(' ').next().map_or(0, |word| word.chars().count());
        self.wrap.is_some_and(|wrap| next.width > 0 && open.last_width + 1 + first_word > margin(wrap))
    }
}

/// Returns the speakers of a transcript, if the page is one: two of them recur.
fn speakers(lines: &[Line]) -> BTreeSet<String> {
    const FEWEST: usize = 2;
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for label in lines.iter().filter_map(|line| speaker_label(line.as_str())) {
        *counts.entry(label.key()).or_default() += 1;
    }
    let recurring = counts.values().filter(|&&count| count > 1).count();
    if recurring < FEWEST { BTreeSet::new() } else { counts.into_keys().collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::plain;

    fn blocks(text: &str) -> Vec<String> {
        reassemble(plain::lines(text)).iter().map(|draft| draft.as_str().to_owned()).collect()
    }

    #[test]
    fn a_lower_case_start_continues_over_blank_lines_and_bullets() {
        let text = "The council has\n\n\nagreed to close\n  • the pool and\n  • the library.\n\nNobody spoke.";
        assert_eq!(blocks(text), ["The council has agreed to close the pool and the library.", "Nobody spoke."]);
    }

    #[test]
    fn short_lead_ins_join_what_they_introduce_and_long_ones_do_not() {
        let text = "Instead :\n\nWe ask for time.\n\nIn a long speech at the harbour the mayor said:\n\n\"No.\"";
        assert_eq!(
            blocks(text),
            ["Instead : We ask for time.", "In a long speech at the harbour the mayor said:", "\"No.\""]
        );
    }

    #[test]
    fn a_title_awaits_its_name_but_not_a_sentence() {
        assert_eq!(blocks("The deputy minister\n\nAnna Roth, left early.").len(), 1);
        assert_eq!(blocks("A letter to the minister\n\nThe Harbour is closed.").len(), 2);
    }

    #[test]
    fn hard_wrapped_paragraphs_end_with_a_short_line() {
        let text = "The first sentence of this text runs on\nover the line and ends. A second one in\n\
                    Dunmere goes on for a while and stops.\nShort.\nThe next paragraph starts here because the\nline before was short.";
        assert_eq!(blocks(text).len(), 2);
    }

    #[test]
    fn a_refrain_and_a_wrapped_year_are_no_page_furniture() {
        let text = "We call on the council of Dunmere\nto open the pool again, and it was open in\n2025.\nWe call on the council of Dunmere\nto fund the library.";
        let all = blocks(text).join(" ");
        assert_eq!(all.matches("We call on").count(), 2, "{all}");
        assert!(all.contains("open in 2025."), "{all}");
    }

    #[test]
    fn page_numbers_and_running_heads_do_not_cut_a_sentence() {
        let text = "Harbour Review\nThe plan was sup-\nported by the\n12\nHarbour Review\nwell-known and self-\nmade owners of self-made boats.";
        let all = blocks(text);
        assert!(
            all.contains(
                &"The plan was supported by the well-known and self-made owners of self-made boats.".to_owned()
            ),
            "{all:?}"
        );
    }
}
