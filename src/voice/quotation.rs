//! Quotation marks: which open, which close, and which are apostrophes or inches.

use crate::language::english::abbreviations::ELISIONS;
use crate::text::{Span, sentence::sentence_end};

/// An open quotation.
#[derive(Debug, Clone, Copy)]
pub(super) struct Open {
    /// The first byte after the mark.
    pub(super) at: usize,
    pub(super) family: Family,
}

/// The kinds of quotation marks, by what closes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    /// `“…”`, also where the closing mark is straight
    Curly,
    /// `"…"`, ` ``…'' `, `''…''`
    Straight,
    /// `«…»`
    Guillemets,
    /// `»…«`
    Inward,
    /// `„…“` or `„…”`
    Low,
    /// `”…”`
    Closing,
    /// `‘…’`
    Single,
    /// `'…'`
    Apostrophe,
    /// `‹…›`
    Angles,
    /// `‚…‘` or `‚…’`
    LowSingle,
    /// `` `…´ `` or `` `…' ``
    Grave,
    /// `「…」`, `『…』`
    Corners,
}

impl Family {
    /// Returns true if a mark, whatever its neighbours, closes this family.
    fn closed_by(self, mark: &str) -> bool {
        match self {
            Family::Curly | Family::Closing => matches!(mark, "”" | "\""),
            Family::Straight => matches!(mark, "\"" | "''" | "”" | "＂" | "″"),
            Family::Guillemets => mark == "»",
            Family::Inward => mark == "«",
            Family::Low => matches!(mark, "“" | "”" | "\""),
            Family::Single => mark == "’",
            Family::Apostrophe => mark == "'",
            Family::Angles => mark == "›",
            Family::LowSingle => matches!(mark, "‘" | "’"),
            Family::Grave => matches!(mark, "´" | "'"),
            Family::Corners => matches!(mark, "」" | "』"),
        }
    }

    /// Returns true if a paragraph starts with an opening mark of this family.
    pub(super) fn opens(self, text: &str) -> bool {
        let marks: &[&str] = match self {
            Family::Curly => &["“", "‟"],
            Family::Straight => &["\"", "``", "''", "＂", "″"],
            Family::Guillemets => &["«", "»"],
            Family::Inward => &["»"],
            Family::Low => &["„"],
            Family::Closing => &["”"],
            Family::Single => &["‘"],
            Family::Apostrophe => &["'"],
            Family::Angles => &["‹"],
            Family::LowSingle => &["‚"],
            Family::Grave => &["`"],
            Family::Corners => &["「", "『"],
        };
        marks.iter().any(|mark| text.starts_with(mark))
    }

    /// Returns true if the closing mark may also be an apostrophe.
    fn is_single(self) -> bool {
        matches!(self, Family::Single | Family::Apostrophe | Family::LowSingle | Family::Grave)
    }

    /// Returns what an open quotation does in the next paragraph.
    pub(super) fn next(self, text: &str) -> Next {
        if self.opens(text) {
            return Next::RunsIn;
        }
        if self.is_single() {
            return Next::Ends;
        }
        let is_other = |mark: &Mark<'_>| matches!(mark.text, "‘" | "’" | "'") || mark.is_inches();
        match marks(text).into_iter().find(|mark| !is_other(mark)) {
            None => Next::RunsThrough,
            Some(mark) if self.closed_by(mark.text) && !mark.may_open() => Next::RunsIn,
            Some(_) => Next::Ends,
        }
    }
}

/// What a quotation that one paragraph leaves open does in the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// It opens again, or closes before anything opens.
    RunsIn,
    /// There is no mark: the paragraph is the source's if a later one closes the quotation.
    RunsThrough,
    /// Something else opens: the quotation was never closed.
    Ends,
}

/// A quotation mark in its place.
#[derive(Debug, Clone, Copy)]
struct Mark<'t> {
    text: &'t str,
    at: usize,
    before: Option<char>,
    after: Option<char>,
    /// Whether an ellipsis follows.
    before_ellipsis: bool,
}

impl Mark<'_> {
    fn end(&self) -> usize {
        self.at + self.text.len()
    }

    /// Returns true between a gap and a word.
    fn may_open(&self) -> bool {
        let gap = |c: char| {
            c.is_whitespace() || matches!(c, '(' | '[' | '—' | '–' | '-' | '/' | '“' | '"' | '‘' | '\'' | '«' | '„')
        };
        let word = |c: char| !c.is_whitespace() && !matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']');
        // An ellipsis may open a quotation: “…and so on”
        let is_word_next = self.after.is_some_and(word) || self.before_ellipsis;
        // A space may be missing: said,"we go". Inside a quotation a mark closes first.
        let is_tight =
            || self.before.is_some_and(|c| matches!(c, ',' | ':')) && self.after.is_some_and(char::is_alphanumeric);
        self.before.is_none_or(gap) && is_word_next || is_tight()
    }

    /// Returns true for the mark of `12"`.
    fn is_inches(&self) -> bool {
        self.text == "\"" && self.before.is_some_and(|c| c.is_ascii_digit())
    }

    /// Returns true unless a letter or digit follows.
    fn may_close(&self) -> bool {
        self.after.is_none_or(|c| !c.is_alphanumeric())
    }

    /// Returns the family that this mark opens here.
    fn opens(&self, last_apostrophe: Option<usize>, text: &str) -> Option<Family> {
        match self.text {
            "“" | "‟" => Some(Family::Curly),
            "‹" => Some(Family::Angles),
            "「" | "『" => Some(Family::Corners),
            "‚" => self.may_open().then_some(Family::LowSingle),
            "`" => self.may_open().then_some(Family::Grave),
            "``" => Some(Family::Straight),
            "„" => Some(Family::Low),
            "«" => Some(Family::Guillemets),
            "»" => self.may_open().then_some(Family::Inward),
            "”" => self.may_open().then_some(Family::Closing),
            "\"" | "''" | "＂" | "″" => self.may_open().then_some(Family::Straight),
            "‘" if self.opens_single(text) => Some(Family::Single),
            "'" if self.opens_single(text) && last_apostrophe.is_some_and(|at| at > self.at) => {
                Some(Family::Apostrophe)
            }
            _ => None,
        }
    }

    fn opens_single(&self, text: &str) -> bool {
        let word: String = text[self.end()..].chars().take_while(|c| c.is_alphanumeric()).collect();
        self.may_open() && !is_elision(&word.to_lowercase())
    }

    /// Returns true if the mark may close `‘` or `'`: it follows a letter or a stop, and no letter follows it.
    fn closes_single(&self) -> bool {
        self.may_close() && self.before.is_some_and(|c| !c.is_whitespace())
    }

    /// Returns true for a plural's apostrophe (`workers’ hall`), provided that a better closing mark follows.
    fn is_possessive(&self, rest: &[Mark<'_>], text: &str) -> bool {
        let plural = self.before == Some('s') && self.after == Some(' ');
        let follows = text[self.end()..].trim_start().starts_with(char::is_lowercase);
        let better = rest
            .iter()
            .take_while(|mark| !(mark.text == "‘" || mark.text == "'" && mark.may_open()))
            .any(|mark| mark.text == self.text && mark.closes_single());
        plural && follows && better
    }
}

/// Returns true for a word that has lost its first letters: `’em`, `’til`, `’90s`.
fn is_elision(word: &str) -> bool {
    ELISIONS.contains(&word) || word.len() == 3 && word.ends_with('s') && word.starts_with(|c: char| c.is_ascii_digit())
}

/// Returns all quotation marks of a text, without apostrophes inside words.
fn marks(text: &str) -> Vec<Mark<'_>> {
    let mut out: Vec<Mark<'_>> = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    let is_ascii = text.is_ascii();
    let next = |rest: &[u8]| match is_ascii {
        true => memchr::memchr3(b'"', b'\'', b'`', rest),
        false => rest.iter().position(|&byte| matches!(byte, b'"' | b'\'' | b'`' | 0x80..)),
    };
    while let Some(skipped) = next(&bytes[at..]) {
        at += skipped;
        let rest = &text[at..];
        let c = rest.chars().next().unwrap_or_default();
        let len = match c {
            '\'' if rest.starts_with("''") => 2,
            '`' if rest.starts_with("``") => 2,
            _ => c.len_utf8(),
        };
        let end = at + len;
        if is_mark(c) {
            let (before, after) = (text[..at].chars().next_back(), text[end..].chars().next());
            let inside = before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric);
            if !(inside && matches!(c, '’' | '\'' | '‘')) {
                let before_ellipsis = ["..", ". .", "…"].iter().any(|ellipsis| text[end..].starts_with(ellipsis));
                out.push(Mark { text: &text[at..end], at, before, after, before_ellipsis });
            }
        }
        at = end;
    }
    out
}

#[rustfmt::skip]
fn is_mark(c: char) -> bool {
    matches!(
        c,
        '"' | '“' | '”' | '«' | '»' | '„' | '‘' | '’' | '\'' | '‹' | '›' | '‚' | '`' | '´' | '‟' | '＂' | '″' | '「' | '」'
            | '『' | '』'
    )
}

pub(super) struct Scan {
    pub(super) spans: Vec<Span>,
    pub(super) unclosed: Option<Open>,
}

/// Pairs the marks of one paragraph. Inside a quotation only its own closing mark counts.
pub(super) fn scan(text: &str, mut open: Option<Open>) -> Scan {
    let marks = marks(text);
    let last_apostrophe = marks.iter().rev().find(|mark| mark.text == "'" && mark.closes_single()).map(|mark| mark.at);
    let mut spans = Vec::new();
    for (number, mark) in marks.iter().enumerate() {
        let rest = &marks[number + 1..];
        match open {
            None => open = mark.opens(last_apostrophe, text).map(|family| Open { at: mark.end(), family }),
            Some(from) if closes(from, mark, rest, text) => {
                spans.push(Span { start: from.at, end: mark.at });
                open = None;
            }
            // Opened again before it was closed: the first one ends with its sentence.
            Some(from) if from.family == Family::Curly && mark.text == "“" => {
                spans.push(Span { start: from.at, end: sentence_end(&text[..mark.at], from.at) });
                open = Some(Open { at: mark.end(), ..from });
            }
            Some(_) => {}
        }
    }
    // An unclosed single mark is an apostrophe, an accent or a comma.
    let unclosed = open.filter(|open| !open.family.is_single() || open.family == Family::Single);
    Scan { spans, unclosed }
}

fn closes(open: Open, mark: &Mark<'_>, rest: &[Mark<'_>], text: &str) -> bool {
    open.family.closed_by(mark.text)
        && match open.family {
            family if family.is_single() => mark.closes_single() && !mark.is_possessive(rest, text),
            Family::Straight => mark.may_close() || mark.before.is_some_and(|c| !c.is_whitespace()),
            _ => true,
        }
}
