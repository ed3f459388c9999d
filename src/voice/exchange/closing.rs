//! How far turns reach: through the paragraphs that continue them, and not into the article's end.

use super::part::{Part, Starts};
use super::person::{Persons, has_any, outside, words};
use super::question::{is_question, is_set_apart};
use crate::language::english::dates::{MONTHS, WEEKDAYS};
use crate::language::english::exchange::{EDITORS_NOTE, NARRATED};
use crate::text::speaker_label::{speaker_alone, speaker_label};
use crate::voice::passage::Passage;

/// So many paragraphs behind the last start of a turn, or fewer, are all its turn's; of more, as many as have continued a turn before.
const LAST_TURN: usize = 2;
/// The longest run of paragraphs that continue a turn with a label whatever they say. In a longer one somebody must say
/// "I", "we" or "you" in a third of them: the article may have left the exchange and come back.
const LONG_TURN: usize = 3;
/// The shortest name that is looked for in the text.
const NAME_LETTERS: usize = 3;

/// Returns what each paragraph is, from where turns start. Only an exchange with `labels` may be lines that an author
/// quotes.
pub(super) fn turns(passages: &[Passage<'_>], starts: &Starts, labels: bool) -> Vec<Part> {
    let mut parts = vec![Part::Outside; passages.len()];
    let at: Vec<usize> = (0..passages.len()).filter(|&at| starts[at].is_some()).collect();
    let names = names(passages, starts);
    let reach = Reach::of(passages, &at, labels);
    let mut longest = 0;
    for (number, &start) in at.iter().enumerate() {
        parts[start] = Part::Speech(starts[start].unwrap_or_default());
        let next = at.get(number + 1).copied();
        let rest = start + 1..next.unwrap_or(passages.len());
        let reached = match next {
            _ if reach == Reach::Lines => 0,
            Some(_) => within(&passages[rest.clone()], labels),
            // Somebody else would answer under another label.
            None if labels && is_question(passages[start].text) => 0,
            None => {
                let is_asked = !labels && (is_question(passages[start].text) || is_set_apart(&passages[start]));
                let most = reach.of_last_turn(rest.len(), longest);
                last(&passages[rest.clone()], most, is_asked, &names)
            }
        };
        longest = longest.max(reached);
        for (part, passage) in parts[rest].iter_mut().zip(passages[start + 1..].iter().take(reached)) {
            if !is_outside(passage) {
                *part = Part::Speech(0);
            }
        }
    }
    parts
}

/// How far an exchange reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// Through half of the article or more: a last turn may go on.
    Article,
    /// Through a part of it: behind the last start of a turn the author goes on.
    Part,
    /// There is an introduction, and fewer than one paragraph in three behind it has a label: an author who quotes
    /// lines of an exchange goes on behind each.
    Lines,
}

impl Reach {
    fn of(passages: &[Passage<'_>], starts: &[usize], labels: bool) -> Reach {
        let (Some(first), Some(last)) = (starts.first(), starts.last()) else { return Reach::Lines };
        if labels && *first > 0 && 3 * starts.len() < passages.len() - first {
            Reach::Lines
        } else if 2 * (last + 1 - first) < passages.len() {
            Reach::Part
        } else {
            Reach::Article
        }
    }

    /// The most paragraphs that continue the last turn, of `left`; `longest` have continued a turn before.
    fn of_last_turn(self, left: usize, longest: usize) -> usize {
        match self {
            Reach::Article if left <= LAST_TURN => left,
            Reach::Article => longest,
            Reach::Part | Reach::Lines => 0,
        }
    }
}

/// How many of the paragraphs between two starts belong to the first one's turn.
fn within(rest: &[Passage<'_>], labels: bool) -> usize {
    let reached = rest.iter().position(|passage| passage.setting.after_rule).unwrap_or(rest.len());
    let personal = rest[..reached].iter().filter(|passage| Persons::of(passage.text).is_personal()).count();
    if !labels || reached <= LONG_TURN || 3 * personal >= reached { reached } else { 0 }
}

/// How many of the paragraphs behind the last start belong to its turn: `most`, or up to the one that closes the
/// exchange. Behind a question the first paragraph answers it.
fn last(rest: &[Passage<'_>], most: usize, is_asked: bool, names: &[String]) -> usize {
    let closes = |at: usize, passage: &Passage<'_>| {
        passage.setting.after_rule || (at > 0 || !is_asked) && is_closing(passage, names)
    };
    let end = rest.iter().enumerate().position(|(at, passage)| closes(at, passage));
    most.max(usize::from(is_asked)).min(end.unwrap_or(rest.len())).min(rest.len())
}

/// Returns true for a paragraph between turns that is of none.
fn is_outside(passage: &Passage<'_>) -> bool {
    passage.block_quote || is_note(passage.text) || is_narration(passage.text)
}

/// "(Laughter.)", "[They speak at once.]", "This interview has been edited."
fn is_note(text: &str) -> bool {
    let is_bracketed = |open, close| text.starts_with(open) && text.find(close) == Some(text.len() - 1);
    is_bracketed('(', ')') || is_bracketed('[', ']') || has_any(text, &EDITORS_NOTE) && !Persons::of(text).is_personal()
}

/// "“No,” she adds, and laughs.": a quotation, a verb of speech, and nobody says "I".
fn is_narration(text: &str) -> bool {
    if !text.starts_with(['"', '“', '‘', '«', '„']) {
        return false;
    }
    let persons = Persons::of(text);
    let narrates = |part: &str| words(part).any(|word| NARRATED.contains(&word));
    !persons.first && !persons.plural && outside(text).any(narrates)
}

/// Returns true for the paragraph that ends the last turn and starts the article's end.
fn is_closing(passage: &Passage<'_>, names: &[String]) -> bool {
    let is_heading = |text: &str| !is_question(text) && speaker_alone(text).or(speaker_label(text)).is_none();
    let is_under_heading = passage.setting.above.is_some_and(|above| above.set_apart && is_heading(above.text));
    if is_under_heading || is_set_apart(passage) || is_note(passage.text) {
        return true;
    }
    let is_name = |word: &str| names.iter().any(|name| word.to_lowercase().trim_end_matches("'s") == name);
    let is_date = |word: &str| {
        let named = MONTHS.iter().chain(&WEEKDAYS).any(|name| word == *name);
        named || word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit())
    };
    !Persons::of(passage.text).is_personal()
        && words(passage.text).any(|word| is_date(word) || word.starts_with(char::is_uppercase) && is_name(word))
}

/// The names of the speakers, in lower case.
fn names(passages: &[Passage<'_>], starts: &Starts) -> Vec<String> {
    let started = passages.iter().zip(starts).filter(|(_, start)| start.is_some()).map(|(passage, _)| passage);
    let label = |passage: &Passage<'_>| {
        let above = || passage.setting.above.and_then(|above| speaker_alone(above.text));
        speaker_label(passage.text).or_else(above).map(|label| label.key())
    };
    let mut names: Vec<String> = started.filter_map(label).filter(|name| name.len() >= NAME_LETTERS).collect();
    names.sort_unstable();
    names.dedup();
    names
}
