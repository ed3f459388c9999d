//! Questions that somebody is asked.

use crate::voice::passage::Passage;

/// The longest paragraph that is a question without being set apart, in words.
const LONGEST: usize = 60;

/// How a paragraph takes part in questions and answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked<'t> {
    /// The paragraph is a question.
    Here(&'t str),
    /// It starts with a question and answers it.
    Within(&'t str),
    /// The question stands above it.
    Above(&'t str),
}

impl<'t> Asked<'t> {
    pub(super) fn question(self) -> &'t str {
        match self {
            Asked::Here(text) | Asked::Within(text) | Asked::Above(text) => text,
        }
    }
}

/// Returns the question of a paragraph that the page sets apart.
pub(super) fn set_apart<'t>(passage: &Passage<'t>) -> Option<Asked<'t>> {
    let above = passage.setting.above.filter(|above| above.set_apart && is_question(above.text));
    if let Some(above) = above {
        return Some(Asked::Above(above.text));
    }
    let (question, rest) = passage.text.split_at(lead(passage));
    match is_question(question) {
        false => None,
        true if has_words(rest) => Some(Asked::Within(question)),
        true => Some(Asked::Here(passage.text)),
    }
}

/// Returns the question of a paragraph that is nothing else, or that has one on the line above.
pub(super) fn plain<'t>(passage: &Passage<'t>) -> Option<Asked<'t>> {
    if is_question(passage.text) && is_short(passage.text) && !is_listed(passage.text) {
        return Some(Asked::Here(passage.text));
    }
    let above = passage.setting.above.filter(|above| is_question(above.text))?;
    Some(Asked::Above(above.text))
}

fn is_short(text: &str) -> bool {
    text.split(' ').take(LONGEST + 1).count() <= LONGEST
}

/// "1) Do you …?", "a) Do you …?"
fn is_listed(text: &str) -> bool {
    !text.starts_with(char::is_alphabetic) || text.bytes().take(3).any(|b| matches!(b, b')' | b'.'))
}

/// Returns true if the page sets all of a paragraph apart.
pub(super) fn is_set_apart(passage: &Passage<'_>) -> bool {
    let lead = lead(passage);
    lead > 0 && !has_words(&passage.text[lead..])
}

/// The bytes at the start of a paragraph that are set apart: by the page, or in plain text by asterisks and
/// underscores.
fn lead(passage: &Passage<'_>) -> usize {
    let text = passage.text;
    let marks = ["**", "__", "*", "_"];
    let starred = marks.into_iter().find(|mark| text.starts_with(mark)).and_then(|mark| {
        let close = text[mark.len()..].find(mark)?;
        Some(2 * mark.len() + close)
    });
    passage.setting.set_apart.max(starred.unwrap_or(0)).min(text.len())
}

/// Returns true if a text ends in a question mark, closing marks aside.
pub(super) fn is_question(text: &str) -> bool {
    text.trim_end_matches([' ', '*', '_', ')', ':']).ends_with('?')
}

fn has_words(text: &str) -> bool {
    text.contains(char::is_alphanumeric)
}
