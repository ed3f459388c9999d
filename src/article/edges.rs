//! How blocks start and end: in lower case, in the middle of a sentence, with a word that another must follow.

use crate::language::english::sentences::{NEVER_LAST, OFFICES, OPENINGS, SELDOM_LAST};
use crate::language::{english::abbreviations, english::speech::LEAD_INS};

/// The longest lead-in, in words: "To the White House:" has four.
pub const LEAD_IN_WORDS: usize = 6;
/// From this many words on, a verb of speech before the colon makes a sentence: "The mayor then said:".
const SENTENCE_WORDS: usize = 4;

/// The most words that are counted.
const MANY_WORDS: usize = 64;
/// The longest last word of a block that is looked at, in bytes.
const LAST_WORD: usize = 100;
/// How far back the end of a sentence or an open bracket is searched, in bytes: a block grows line by line, and is asked each time.
const FAR_BACK: usize = 400;
/// The longest footnote mark, in bytes.
const FOOTNOTE_MARK: usize = 40;

/// Returns true if a text is a lead-in: a few words with a colon ("Instead :") that do not say who speaks.
pub(super) fn is_lead_in(text: &str) -> bool {
    let Some(body) = text.strip_suffix(':') else { return false };
    let words = word_count(body);
    let last = body.trim_end().rsplit(' ').next().unwrap_or_default();
    words <= LEAD_IN_WORDS && (words < SENTENCE_WORDS || !LEAD_INS.contains(&last))
}

/// Returns true if a text ends with the end of a sentence, closing marks aside: a stop, question mark, exclamation mark or
/// ellipsis that is not the point of an abbreviation, or a colon that is not a lead-in's.
pub(super) fn ends_sentence(text: &str) -> bool {
    let text = tail(text, FAR_BACK);
    let body = without_footnote_mark(text).trim_end_matches(|c: char| {
        c.is_whitespace()
            || matches!(c, '"' | '\'' | '”' | '’' | '»' | '›' | '“' | ')' | ']' | '*' | '_' | '」' | '』' | '）')
    });
    match body.chars().last() {
        Some('.') => !ends_in_abbreviation(body),
        Some('!' | '?' | '…' | '。' | '！' | '？') => true,
        Some(':') => !is_lead_in(body),
        _ => body.is_empty() && !text.is_empty(),
    }
}

/// Strips marks such as `[3]` or `[^note]` from the end.
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

/// Splits a mark in square brackets from the end of a text.
fn footnote_mark(text: &str) -> Option<(&str, &str)> {
    let mark = tail(text.strip_suffix(']')?, FOOTNOTE_MARK).rsplit_once('[')?.1;
    Some((&text[..text.len() - mark.len() - 2], mark))
}

/// Returns true if the text ends in an abbreviation that a word follows. "U.S." is not one: it may end a sentence, though it
/// seldom ends a line.
pub(super) fn ends_in_abbreviation(text: &str) -> bool {
    let word = last_word(text).trim_start_matches(['(', '"', '“']);
    let is_one_of = |list: &[&str], word: &str| list.iter().any(|known| known.eq_ignore_ascii_case(word));
    word.strip_suffix('.').is_some_and(|word| {
        is_one_of(&abbreviations::TITLES, word)
            || is_one_of(&abbreviations::MONTHS, word)
            || is_one_of(&abbreviations::NEVER_END, word)
    })
}

/// Returns true if the first letter is in lower case. A digit is not: a sentence may start with it as well as a line inside
/// one.
pub(super) fn starts_lower(text: &str) -> bool {
    let start = text.trim_start_matches(['(', '"', '“', '‘', '\'', '«', '[', '—', '–', '-', ' ', '…', ',', ';']);
    start.chars().next().is_some_and(char::is_lowercase)
}

/// Returns true if the last word of `before` cannot end a block that `after` follows.
pub(super) fn dangles(before: &str, after: &str) -> bool {
    if before.ends_with([',', '—', '–', '(', '&', '/', '“', '‘', '«']) || before.ends_with(" -") {
        return true;
    }
    let word = last_word(before).to_lowercase();
    let long = word_count(before) >= 5;
    NEVER_LAST.contains(&word.as_str())
        || long && SELDOM_LAST.contains(&word.as_str())
        || (OFFICES.contains(&word.as_str()) && starts_with_name(after))
}

/// Returns true for two capitalised words, or one before a comma, unless they open a sentence.
fn starts_with_name(text: &str) -> bool {
    let mut words = text.split(' ');
    let (Some(first), second) = (words.next(), words.next().unwrap_or_default()) else { return false };
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    let opening = OPENINGS.iter().chain(&["Mr", "No"]).any(|word| word.eq_ignore_ascii_case(first));
    capital(first) && !opening && (first.ends_with(',') || capital(second))
}

/// Returns true if a bracket near the end is not closed.
pub(super) fn has_open_bracket(text: &str) -> bool {
    let tail = tail(text, FAR_BACK);
    tail.matches('(').count() > tail.matches(')').count() && word_count(text) > 2
}

/// Returns the last word, or the end of a very long one: a block grows line by line, so nothing here may read all of it each time.
pub(super) fn last_word(text: &str) -> &str {
    tail(text, LAST_WORD).rsplit(' ').next().unwrap_or_default()
}

/// Returns the last `len` bytes, less the rest of a character.
fn tail(text: &str, len: usize) -> &str {
    let mut start = text.len().saturating_sub(len);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    &text[start..]
}

/// Counts words with a letter or digit, up to [`MANY_WORDS`]. A block grows line by line, so nothing here may read all of it
/// each time.
pub(super) fn word_count(text: &str) -> usize {
    let pieces = text.split(' ').take(4 * MANY_WORDS);
    let words = |word: &str| usize::from(word.chars().any(char::is_alphanumeric)).max(unspaced_words(word));
    pieces
        .scan(0, |sum, word| (*sum < MANY_WORDS).then(|| *sum += words(word)).map(|()| *sum))
        .last()
        .unwrap_or(0)
        .min(MANY_WORDS)
}

/// The words of a script without spaces, of which two characters are one: Chinese, Japanese. Korean has spaces, but long words.
pub(super) fn unspaced_words(text: &str) -> usize {
    if text.is_ascii() {
        return 0;
    }
    text.chars().filter(|c| matches!(c, '\u{3040}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}')).take(2 * MANY_WORDS).count()
        / 2
}
