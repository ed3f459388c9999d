//! Broken lines → blocks.
//!
//! Text copied from a web page, a mail or a PDF breaks sentences over lines, blank lines and bullets. A line continues
//! the block before it by these rules, in this order; `open` means that the block does not end a sentence yet:
//!
//! 1. Markup decides first: headings, captions, menus and cells join nothing; a quotation block joins only its like.
//! 2. A line that holds only closing marks belongs to what it closes.
//! 3. A *lead-in* of at most [`LEAD_IN_WORDS`] words with a colon ("Instead :") takes what it introduces. A longer one, and
//!    one that says who speaks ("The mayor then said:"), is a sentence of its own.
//! 4. A word cut at the line's end ("ad-" + "vocacy") is closed up, and keeps its hyphen only where the page writes it
//!    with one elsewhere.
//! 5. Open, and the next line starts in lower case: it continues, over any number of blank lines and bullets.
//!    A colon counts as open here: what it introduces in lower case is its own. So does a bullet that starts with a number, behind as many words as a lead-in has.
//! 6. Open, and the last word cannot stand last ("of", "and", "has", a comma, a title that awaits its name): it
//!    continues, whatever the next line starts with.
//! 7. In hard-wrapped text a line that was *full* (the next line's first word would not have fitted) continues, also
//!    behind a full stop, but then only without a blank line or a first-line indent between them.
//!
//! Whether a text is hard-wrapped, how wide, and whether its lines are double-spaced is read from the text itself: from
//! those breaks that rule 5 proves to lie inside sentences. Page numbers and running heads are lifted out first, since
//! they cut sentences too.

use std::collections::{HashMap, HashSet};

use super::BlockKind;
use super::line::Line;
use crate::text::MappedText;

/// The longest lead-in, in words: "To the White House:" has four.
pub const LEAD_IN_WORDS: usize = 6;
/// With so many words, a speech verb before the colon makes a sentence of it: "The mayor then said:".
const SENTENCE_WORDS: usize = 4;

/// No rule asks for more words than this.
const MANY_WORDS: usize = 64;
/// How far back an open bracket is looked for, in bytes.
const FAR_BACK: usize = 400;
/// The longest footnote mark, in bytes.
const FOOTNOTE_MARK: usize = 40;

/// A block before it is told what it is.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub text: MappedText,
    /// What the markup says.
    pub kind: Option<BlockKind>,
    /// Whether its first line had a bullet.
    pub bullet: bool,
    /// Whether a lead-in runs on in lower case: then it is a sentence, however it ends.
    pub runs_on: bool,
    /// How deep it is quoted.
    depth: usize,
    /// Indent of its first line.
    indent: usize,
    /// Width of its last line.
    last_width: usize,
}

impl Draft {
    fn new(line: Line) -> Self {
        Draft {
            text: line.text,
            kind: line.kind,
            bullet: line.bullet,
            runs_on: false,
            depth: line.depth,
            indent: line.indent,
            last_width: line.width,
        }
    }

    pub(super) fn as_str(&self) -> &str {
        self.text.as_str()
    }

    fn append(&mut self, line: &Line, join: Join) {
        self.runs_on |= is_lead_in(self.as_str()) && starts_lower(line.as_str());
        if join == Join::Closed {
            self.text.truncate(self.text.as_str().trim_end_matches(['-', '‐']).len());
        }
        self.text.append(&line.text, join == Join::Spaced);
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
                out.push(Draft::new(line));
            }
        }
    }
    out.append(&mut lifted);
    out
}

/// How a line continues a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Join {
    /// With a space between.
    Spaced,
    /// With the hyphen at the end taken away.
    Closed,
    /// Directly: the hyphen at the end stays.
    Tight,
}

fn join(open: &Draft, next: &Line, shape: &Shape, hyphenated: &HashSet<String>) -> Option<Join> {
    if !markup_allows(open.kind, next.kind) || open.depth != next.depth {
        return None;
    }
    let (before, after) = (open.as_str(), next.as_str());
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

fn markup_allows(open: Option<BlockKind>, next: Option<BlockKind>) -> bool {
    matches!((open, next), (None, None) | (Some(BlockKind::Quote), Some(BlockKind::Quote)))
}

/// Rules 5 and 6, and rule 7 (`full`) for a line behind an open block.
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
        || open_bracket(before) && next.gap <= 1
}

/// A word cut by a hyphen at the end of a physical line.
fn cut_word(before: &str, after: &str, next: &Line, hyphenated: &HashSet<String>) -> Option<Join> {
    let stem = before.strip_suffix(['-', '‐'])?;
    if next.width == 0 || next.gap > 1 || !stem.ends_with(char::is_alphabetic) {
        return None;
    }
    if !starts_lower(after) {
        return Some(Join::Tight);
    }
    let head = stem.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let tail: String = after.chars().take_while(|c| c.is_alphanumeric()).collect();
    let keeps = hyphenated.contains(&format!("{head}-{tail}").to_lowercase());
    Some(if keeps { Join::Tight } else { Join::Closed })
}

/// The words that the page itself writes with a hyphen inside a line.
fn hyphenated_words(lines: &[Line]) -> HashSet<String> {
    let words = lines.iter().flat_map(|line| line.as_str().split(' '));
    words
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase())
        .filter(|word| word.contains('-'))
        .collect()
}

/// How a text breaks its lines.
struct Shape {
    /// Width of a full line, where the text is hard-wrapped.
    wrap: Option<usize>,
    /// The largest gap (0 or 1) that lies inside sentences.
    soft_gap: usize,
}

impl Shape {
    /// Reads the shape from the breaks that lie inside sentences for certain: an open line before a lower-case one.
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
        Shape { wrap, soft_gap: usize::from(inside[1] >= 3 && inside[1] * 4 >= all[1]) }
    }

    /// Rule 7 behind an open block.
    fn continues(&self, open: &Draft, next: &Line) -> bool {
        // Wrapping is ragged: a margin of a sixth of the width.
        next.gap <= self.soft_gap && self.full(open, next, |wrap| wrap - wrap / 6)
    }

    /// Rule 7 behind a full stop.
    fn same_paragraph(&self, open: &Draft, next: &Line) -> bool {
        let indented = next.indent > open.indent.min(1) && next.indent >= open.indent;
        !next.bullet && !indented && self.full(open, next, |wrap| wrap - wrap / 10)
    }

    fn full(&self, open: &Draft, next: &Line, margin: impl Fn(usize) -> usize) -> bool {
        let first_word = next.as_str().split(' ').next().map_or(0, |word| word.chars().count());
        self.wrap.is_some_and(|wrap| next.width > 0 && open.last_width + 1 + first_word > margin(wrap))
    }
}

/// Marks page numbers and running heads (short lines that come back on every page) as furniture, and lets the text
/// close over them.
fn lift_page_furniture(lines: &mut [Line]) {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for line in lines.iter().filter(|line| may_run(line)) {
        *seen.entry(running_key(line.as_str())).or_default() += 1;
    }
    let numbers: Vec<bool> = lines.iter().map(|line| line.width > 0 && is_page_number(line.as_str())).collect();
    // A refrain in running text comes back too: a running head stands apart, or beside a page number, at least once.
    let stands_out = |at: usize| {
        let apart = lines[at].gap > 0 && lines.get(at + 1).is_none_or(|next| next.gap > 0);
        apart || at > 0 && numbers[at - 1] || numbers.get(at + 1) == Some(&true)
    };
    let heads: HashSet<String> = (0..lines.len())
        .filter(|&at| may_run(&lines[at]) && stands_out(at))
        .map(|at| running_key(lines[at].as_str()))
        .filter(|key| seen[key] > 1)
        .collect();
    let mut closes = false;
    for (line, is_number) in lines.iter_mut().zip(numbers) {
        if is_number || may_run(line) && heads.contains(&running_key(line.as_str())) {
            line.kind = Some(BlockKind::Furniture);
            closes = true;
        } else if closes {
            line.gap = line.gap.min(1);
            closes = false;
        }
    }
}

/// Whether a line may be a running head: short, and no sentence.
fn may_run(line: &Line) -> bool {
    let text = line.as_str();
    let words = word_count(text);
    line.width > 0
        && line.kind.is_none()
        && !line.bullet
        && words <= 12
        && text.chars().count() >= 4
        && !ends_sentence(text)
        && !text.ends_with([':', ',', ';', '-'])
        && !starts_lower(text)
}

/// A running head without its page number.
fn running_key(text: &str) -> String {
    text.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect()
}

/// "12", "- 12 -", "Page 3 of 9". Not a year, nor a number that ends a sentence.
fn is_page_number(text: &str) -> bool {
    let letters: String = text.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let year = text.parse().is_ok_and(|number: u32| (1500..2200).contains(&number));
    !year
        && !text.ends_with(['.', ',', ';', ')'])
        && (1..=8).contains(&digits)
        && matches!(letters.as_str(), "" | "page" | "pageof" | "p")
        && text.chars().count() <= 20
        && !text.contains(['%', '$', '£', '€', '/', ':'])
}

/// Whether a text is a lead-in (rule 3).
pub(super) fn is_lead_in(text: &str) -> bool {
    const SPEECH: [&str; 7] = ["said", "says", "wrote", "writes", "added", "asked", "replied"];
    let Some(body) = text.strip_suffix(':') else { return false };
    let words = word_count(body);
    let last = body.trim_end().rsplit(' ').next().unwrap_or_default();
    words <= LEAD_IN_WORDS && (words < SENTENCE_WORDS || !SPEECH.contains(&last))
}

/// Whether a text ends a sentence: a full stop, question or exclamation mark or ellipsis, with closing marks behind it,
/// that is not the point of an abbreviation; or the colon of a whole sentence that introduces something.
pub(super) fn ends_sentence(text: &str) -> bool {
    let body = without_footnote_mark(text).trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, '"' | '\'' | '”' | '’' | '»' | '›' | '“' | ')' | ']' | '*')
    });
    match body.chars().last() {
        Some('.') => !ends_in_abbreviation(body),
        Some('!' | '?' | '…') => true,
        Some(':') => !is_lead_in(body),
        _ => body.is_empty() && !text.is_empty(),
    }
}

/// The text before marks such as `[3]` or `[^note]` at its end.
fn without_footnote_mark(text: &str) -> &str {
    let mut text = text.trim_end();
    while let Some((body, mark)) = footnote_mark(text) {
        if mark.chars().count() > 4 && !mark.starts_with('^') {
            break;
        }
        text = body.trim_end();
    }
    text
}

/// The text before a mark in square brackets at its end, and the mark.
fn footnote_mark(text: &str) -> Option<(&str, &str)> {
    let mark = tail(text.strip_suffix(']')?, FOOTNOTE_MARK).rsplit_once('[')?.1;
    Some((&text[..text.len() - mark.len() - 2], mark))
}

/// Titles and abbreviations that want a word behind them. "U.S." may end a sentence, but at a line's end it seldom does.
fn ends_in_abbreviation(text: &str) -> bool {
    const BEFORE_A_WORD: [&str; 24] = [
        "jan.", "feb.", "aug.", "sept.", "oct.", "nov.", "dec.", "mr.", "mrs.", "ms.", "dr.", "prof.", "sen.", "rep.",
        "gov.", "gen.", "lt.", "sgt.", "rev.", "vs.", "e.g.", "i.e.", "messrs.", "capt.",
    ];
    let word = text.rsplit(' ').next().unwrap_or_default().trim_start_matches(['(', '"', '“']).to_lowercase();
    BEFORE_A_WORD.contains(&word.as_str())
}

/// Whether the first letter is a small one. A digit is none: a line may well start with a number inside a sentence, but
/// so may a sentence.
pub(super) fn starts_lower(text: &str) -> bool {
    let start = text.trim_start_matches(['(', '"', '“', '‘', '\'', '«', '[', '—', '–', '-', ' ', '…', ',', ';']);
    start.chars().next().is_some_and(char::is_lowercase)
}

/// Rule 6: whether the last word of `before` cannot end a block that `after` follows.
fn dangles(before: &str, after: &str) -> bool {
    if before.ends_with([',', '—', '–', '(', '&', '/', '“', '‘', '«']) || before.ends_with(" -") {
        return true;
    }
    let word = before.rsplit(' ').next().unwrap_or_default().to_lowercase();
    let long = word_count(before) >= 5;
    NEVER_LAST.contains(&word.as_str())
        || long && SELDOM_LAST.contains(&word.as_str())
        || (TITLES.contains(&word.as_str()) && starts_with_name(after))
}

/// Two capitalised words, or one before a comma, that are not a sentence's usual opening.
fn starts_with_name(text: &str) -> bool {
    let mut words = text.split(' ');
    let (Some(first), second) = (words.next(), words.next().unwrap_or_default()) else { return false };
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    let opening = OPENINGS.contains(&first.to_lowercase().as_str());
    capital(first) && !opening && (first.ends_with(',') || capital(second))
}

fn open_bracket(text: &str) -> bool {
    let tail = tail(text, FAR_BACK);
    tail.matches('(').count() > tail.matches(')').count() && word_count(text) > 2
}

/// The last `len` bytes or a little less.
fn tail(text: &str, len: usize) -> &str {
    let mut start = text.len().saturating_sub(len);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    &text[start..]
}

/// Words with a letter or digit in them; [`MANY_WORDS`] where there are more. A block grows line by line, so nothing here
/// may look at all of it each time.
pub(super) fn word_count(text: &str) -> usize {
    let pieces = text.split(' ').take(4 * MANY_WORDS);
    pieces.filter(|word| word.chars().any(char::is_alphanumeric)).take(MANY_WORDS).count()
}

/// Words that never end a heading or a sentence.
const NEVER_LAST: [&str; 33] = [
    "a", "an", "and", "because", "but", "each", "every", "into", "its", "nor", "of", "or", "our", "than", "that",
    "the", "their", "these", "whether", "which", "while", "whose", "your", "my", "his", "if", "as", "from",
    "including", "his", "between", "against", "such",
];

/// Words that end a heading now and then ("What we stand for"), but not a long one.
const SELDOM_LAST: [&str; 34] = [
    "about", "are", "at", "be", "been", "by", "can", "could", "for", "had", "has", "have", "her", "in", "is", "may",
    "might", "must", "not", "on", "over", "should", "this", "to", "under", "was", "were", "who", "will", "with",
    "without", "would", "when", "where",
];

/// Offices and ranks that stand before a name.
const TITLES: [&str; 36] = [
    "ambassador", "archbishop", "bishop", "captain", "chairman", "chairwoman", "chancellor", "chief", "coach",
    "colonel", "commissioner", "councillor", "director", "economist", "editor", "general", "governor", "judge",
    "justice", "king", "leader", "mayor", "minister", "officer", "president", "professor", "queen", "representative",
    "secretary", "senator", "speaker", "spokesman", "spokesperson", "spokeswoman", "superintendent", "treasurer",
];

/// Capitalised openings of sentences that are no names.
const OPENINGS: [&str; 31] = [
    "a", "an", "the", "this", "that", "these", "those", "it", "in", "on", "at", "for", "but", "and", "he", "she",
    "they", "we", "i", "you", "there", "as", "if", "when", "while", "after", "before", "mr", "no", "not", "what",
];

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
    fn short_lead_ins_take_what_they_introduce_and_long_ones_stand_alone() {
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
