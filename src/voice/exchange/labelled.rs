//! Turns that start with a speaker's label, or under a speaker's name.

use std::collections::{BTreeMap, HashMap};

use super::part::Starts;
use super::person::{Persons, tells_of_interview};
use crate::text::speaker_label::{Form, Label, speaker_alone, speaker_label};
use crate::voice::passage::Passage;

/// The fewest turns.
const FEWEST: usize = 3;

/// A turn, with what is said in its first paragraph.
struct Turn<'t> {
    key: String,
    form: Form,
    timed: bool,
    /// Whether the name stands above.
    is_above: bool,
    text: &'t str,
}

impl<'t> Turn<'t> {
    /// A turn, unless its words are between quotation marks: a list of quotations is no exchange.
    fn new(label: &Label<'_>, text: &'t str) -> Option<Turn<'t>> {
        let is_quoted = text.trim_start().starts_with(['"', '“', '‘', '«', '„']);
        (!is_quoted).then(|| Turn { key: label.key(), form: label.form, timed: label.timed, is_above: false, text })
    }
}

/// Returns where turns start if the labels are those of an exchange.
pub(super) fn starts(passages: &[Passage<'_>]) -> Option<Starts> {
    let named = |passage: &Passage<'_>| passage.setting.above.is_some_and(|above| names_speaker(above.text));
    let is_likely = |passage: &&Passage<'_>| label(passage).is_some() || named(passage);
    if passages.iter().filter(is_likely).take(FEWEST).count() < FEWEST - 1 {
        return None;
    }
    let labels: Vec<Option<Label<'_>>> = passages.iter().map(label).collect();
    let first = passages.iter().zip(&labels).position(|(passage, label)| label.is_some() || named(passage))?;
    let is_told = || tells_of_interview(passages, first);
    let turns = recurring(turns(passages, &labels), is_told);
    let has = |form: Form| turns.iter().any(|turn| turn.form == form);
    let is_exchange =
        if has(Form::Question) && has(Form::Answer) { is_lettered(&turns, is_told) } else { is_talk(&turns, is_told) };
    is_exchange.then(|| {
        let keys: Vec<&str> = turns.iter().map(|turn| turn.key.as_str()).collect();
        let start = |(passage, label): (&Passage<'_>, &Option<Label<'_>>)| {
            let above =
                || passage.setting.above.and_then(|above| speaker_alone(above.text).or(speaker_label(above.text)));
            let is_named = || above().is_some_and(|label| keys.contains(&label.key().as_str()));
            label.filter(|label| is_speaker(label, &keys)).map(|label| label.end).or_else(|| is_named().then_some(0))
        };
        passages.iter().zip(&labels).map(start).collect()
    })
}

/// The label before a paragraph's words: with a colon, or a name that the page sets apart.
fn label<'t>(passage: &Passage<'t>) -> Option<Label<'t>> {
    let set_apart = || {
        if passage.setting.set_apart == 0 {
            return None;
        }
        let (name, rest) = passage.text.split_at(passage.setting.set_apart.min(passage.text.len()));
        speaker_alone(name.trim_end_matches('.'))
            .map(|label| Label { end: name.len(), ..label })
            .filter(|_| rest.contains(char::is_alphanumeric))
    };
    speaker_label(passage.text).or_else(set_apart)
}

/// A single word is a speaker's only if it recurs: "Update: …" in the middle of a transcript.
fn is_speaker(label: &Label<'_>, keys: &[&str]) -> bool {
    label.form != Form::Word || keys.contains(&label.key().as_str())
}

fn names_speaker(above: &str) -> bool {
    speaker_alone(above).is_some() || speaker_label(above).is_some()
}

fn turns<'t>(passages: &[Passage<'t>], labels: &[Option<Label<'t>>]) -> Vec<Turn<'t>> {
    let mut turns = Vec::new();
    for (passage, label) in passages.iter().zip(labels) {
        if let Some(above) = passage.setting.above.map(|above| above.text) {
            // A short turn ("ROTH: Yes.") stands above the next; a name alone stands above its own.
            let short = speaker_label(above).filter(|label| label.end < above.len());
            turns.extend(short.and_then(|label| Turn::new(&label, &above[label.end..])));
            let alone = short.is_none().then(|| speaker_alone(above)).flatten().filter(|_| label.is_none());
            let turn = alone.and_then(|label| Turn::new(&label, passage.text));
            turns.extend(turn.map(|turn| Turn { is_above: true, ..turn }));
        }
        turns.extend(label.and_then(|label| Turn::new(&label, &passage.text[label.end..])));
    }
    turns
}

/// Leaves out names that do not recur: as words before a colon or as headings they may be anything. In a short
/// interview that is told to be one, full names need not.
fn recurring(turns: Vec<Turn<'_>>, is_told: impl FnOnce() -> bool) -> Vec<Turn<'_>> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for turn in &turns {
        *counts.entry(turn.key.clone()).or_default() += 1;
    }
    let recurs = |turn: &Turn<'_>| counts[&turn.key] > 1;
    // A heading may be in capitals, too.
    let may_be_other = |turn: &Turn<'_>| matches!(turn.form, Form::Name | Form::Word) || turn.is_above && !turn.timed;
    let is_sure = |turn: &Turn<'_>| !may_be_other(turn) || recurs(turn);
    let is_short = turns.iter().filter(|turn| is_sure(turn)).count() < FEWEST && turns.len() >= FEWEST;
    let names = is_short && is_told();
    turns.into_iter().filter(|turn| is_sure(turn) || names && turn.form == Form::Name).collect()
}

/// "Q:" and "A:", unless it is a FAQ or an advice column: the questions say "I" rather than "you"; or in three of them
/// nobody says "you", and nobody answers "I".
fn is_lettered(turns: &[Turn<'_>], interview: impl FnOnce() -> bool) -> bool {
    let of = |form: Form| turns.iter().filter(move |turn| turn.form == form).map(|turn| Persons::of(turn.text));
    let (questions, answers) = (of(Form::Question).count(), of(Form::Answer).count());
    if questions + answers < FEWEST {
        return false;
    }
    let addressed = of(Form::Question).filter(|persons| persons.second).count();
    let own = of(Form::Question).filter(|persons| persons.first && !persons.second).count();
    let is_nobody = questions >= FEWEST && addressed == 0 && !of(Form::Answer).any(|persons| persons.first);
    !(own > addressed || is_nobody) || interview()
}

/// Names that recur, and talk behind them. One name is enough with times.
fn is_talk(turns: &[Turn<'_>], interview: impl FnOnce() -> bool) -> bool {
    let persons: Vec<Persons> = turns.iter().map(|turn| Persons::of(turn.text)).collect();
    let count = |of: fn(&Persons) -> bool| persons.iter().filter(|persons| of(persons)).count();
    let forms = |form: Form| turns.iter().filter(|turn| turn.form == form).count();
    let speakers = Speaker::of_all(turns, &persons);
    // In a short extract of a record nobody need speak twice.
    let is_record = 2 * forms(Form::Record) > turns.len() && speakers.len() > 1;
    let is_alone = speakers.len() < 2 && !turns.iter().all(|turn| turn.timed);
    if turns.len() < FEWEST || !is_record && (is_alone || speakers.len() == turns.len()) {
        return false;
    }
    let talk = count(|persons| persons.talks());
    let said = count(|persons| persons.first || persons.plural) > 0;
    if 2 * forms(Form::Word) > turns.len() {
        said && 2 * talk >= turns.len() && (is_interview(&speakers) || interview())
    } else if 2 * (forms(Form::Word) + forms(Form::Name)) > turns.len() {
        said && 3 * talk >= turns.len() && count(|persons| persons.asks || persons.second) > 0
    } else {
        3 * talk >= turns.len()
    }
}

/// What a speaker says in all.
#[derive(Debug, Clone, Copy, Default)]
struct Speaker {
    turns: usize,
    asks: usize,
    bytes: usize,
}

impl Speaker {
    fn of_all(turns: &[Turn<'_>], persons: &[Persons]) -> Vec<Speaker> {
        let mut speakers: BTreeMap<&str, Speaker> = BTreeMap::new();
        for (turn, persons) in turns.iter().zip(persons) {
            let speaker = speakers.entry(&turn.key).or_default();
            speaker.turns += 1;
            speaker.asks += usize::from(persons.asks);
            speaker.bytes += turn.text.len();
        }
        speakers.into_values().collect()
    }
}

/// Speakers with first names only may be two columnists who write to each other, in the publication's own voice. In an
/// interview somebody asks and somebody else does not, or one speaks twice as long as the other; a panel has more than
/// two.
fn is_interview(speakers: &[Speaker]) -> bool {
    let [one, other] = speakers else { return speakers.len() > 2 && speakers.iter().any(|speaker| speaker.asks > 0) };
    let asks = |one: &Speaker, other: &Speaker| 2 * one.asks >= one.turns && 4 * other.asks <= other.turns;
    let is_longer = |one: &Speaker, other: &Speaker| one.bytes * other.turns >= 2 * other.bytes * one.turns;
    let is_uneven = is_longer(one, other) || is_longer(other, one);
    asks(one, other) || asks(other, one) || is_uneven && one.asks + other.asks > 0
}
