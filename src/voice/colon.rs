//! Speech without quotation marks: after a colon.

use crate::language::english::speech::{COLON, NO_SPEAKERS};
use crate::text::{Span, sentence::sentence_end};

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
