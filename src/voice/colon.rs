//! Speech without quotation marks: after a colon, and in transcripts.

use std::collections::BTreeSet;

use crate::language::english::speech::{COLON, NO_SPEAKERS};
use crate::text::{Span, sentence::sentence_end};

/// Returns true if at least three paragraphs start with a speaker's name, and names recur.
pub(super) fn is_transcript<'t>(paragraphs: impl Iterator<Item = &'t str>) -> bool {
    let names: Vec<&str> = paragraphs.filter_map(speaker).collect();
    let distinct: BTreeSet<&str> = names.iter().copied().collect();
    names.len() >= 3 && distinct.len() < names.len()
}

/// Returns the speaker before a colon at the start of a transcript's line: "Q", "A", capitals only, or two to four capitalised
/// words. A single capitalised word is as often a topic ("Myth: …", "Update: …").
pub(super) fn speaker(text: &str) -> Option<&str> {
    const LONGEST: usize = 40;
    let start = &text.as_bytes()[..text.len().min(LONGEST + 1)];
    let name = &text[..memchr::memchr(b':', start).filter(|&end| end > 0)?];
    let words: Vec<&str> = name.split(' ').collect();
    let letters = name.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '\'' | '’' | '-' | '(' | ')'));
    let shouted = name.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    let named = (2..=4).contains(&words.len()) && words.iter().all(|word| word.starts_with(char::is_uppercase));
    (letters && (shouted || named) && text[name.len() + 1..].starts_with(' ')).then_some(name)
}

/// Returns what follows "X said:" inside a paragraph: to its end if it starts so, else to the end of the sentence. `None` if
/// there are quotation marks.
pub(super) fn said_colon(text: &str) -> Option<Span> {
    let is_one = |&at: &usize| text[at + 1..].starts_with(' ') && announces_speech(&text[..=at]);
    let at = memchr::memchr_iter(b':', text.as_bytes()).find(is_one)?;
    let start = at + 2;
    let opening = text[..at].split_whitespace().take(OPENING_WORDS + 1).count() <= OPENING_WORDS;
    let span = Span { start, end: if opening { text.len() } else { sentence_end(text, start) } };
    (!span.of(text).contains(['"', '“', '‘', '«', '„'])).then_some(span)
}

/// The longest opening: "The mayor told the council on Monday:".
const OPENING_WORDS: usize = 12;

/// Returns true if the last clause before a colon says that somebody else speaks: among its last words is a verb of speech whose
/// subject is not "I" or "we", and that is neither in a relative clause ("everyone who said so knows:") nor passive ("it must
/// be said:").
pub(super) fn announces_speech(text: &str) -> bool {
    const REACH: usize = 6;
    const LOOK_BACK: usize = 200;
    let mut start = text.len().saturating_sub(LOOK_BACK);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let sentence = text[start..].rsplit(['.', '!', '?', ';', '”', '"']).next().unwrap_or_default().to_lowercase();
    let words: Vec<&str> = sentence
        .split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’')
        .filter(|word| !word.is_empty())
        .collect();
    let from = words.len().saturating_sub(REACH);
    (from..words.len()).any(|at| {
        let before = &words[at.saturating_sub(4)..at];
        // In "Said the mayor:" the speaker follows the verb.
        let speakers = if at == 0 { &words[1..words.len().min(3)] } else { before };
        COLON.contains(&words[at]) && !speakers.is_empty() && !speakers.iter().any(|word| NO_SPEAKERS.contains(word))
    })
}
