//! Why a paragraph has its label, in one sentence.
//!
//! The sentence names what the heaviest families that speak for the label do, whose voice they are in, and their heaviest words:
//! "Calls for action in the author’s own voice: “we urge”, “must”." Where the article, and not the paragraph, makes the label, it
//! says so.

use super::evidence::{Group, Kind, groups};
use super::figures::probability;
use crate::explain::Explanation;
use crate::explain::families::Family;
use crate::label::Label;
use crate::verdict::{Decision, Kind as ParagraphKind, ParagraphScore, UnsureReason};
use crate::voice::Voice;

/// How many words are named.
const MOST_WORDS: usize = 4;
/// Words are sought among this many of the heaviest.
const SOUGHT: usize = 24;
/// A second family is named from this share of the weight of the first.
const LEAST_SHARE: f64 = 0.4;

/// Why the paragraph has its label.
pub(crate) fn why(score: &ParagraphScore, why: Option<&Explanation<'_>>, text: &str) -> String {
    let (Some(decision), Some(why)) = (score.decision, why) else {
        return "It has no words to read.".to_owned();
    };
    let label = decision.label;
    if score.kind == ParagraphKind::Quote && !label.is_opinion() {
        return "All of it is a source’s words: whatever they say, the author reports them.".to_owned();
    }
    if why.change.context_decides {
        return format!("By itself it would be {}; the article around it {}.", label.other(), deed(label));
    }
    capitalised(&by_words(why, label, text)) + "."
}

/// Why the label is not to be relied on; none if it is.
pub(crate) fn doubt(decision: Decision) -> Option<String> {
    let Decision { label, probability: of, alone, unsure } = decision;
    Some(match unsure? {
        UnsureReason::NearThreshold => {
            format!("Unsure: it may as well be {} ({} for opinion).", label.other(), probability(of.0))
        }
        UnsureReason::Alone => {
            format!("Unsure: by itself it would clearly be {} ({} for opinion).", alone.label(), probability(alone.0))
        }
        UnsureReason::Short => "Unsure: it is too short to tell.".to_owned(),
        UnsureReason::Unseen => "Unsure: the model does not know most of its words.".to_owned(),
        UnsureReason::Quotation => "Unsure: most of its words are a source’s, not the author’s.".to_owned(),
    })
}

fn deed(label: Label) -> &'static str {
    if label.is_opinion() { "argues" } else { "reports" }
}

/// What the words that speak for the label do.
fn by_words(why: &Explanation<'_>, label: Label, text: &str) -> String {
    let speaks = |group: &Group| group.weight * label.sign() > 0.0 && group.kind != Kind::Form;
    let all: Vec<Group> = groups(why, text, SOUGHT).into_iter().filter(speaks).collect();
    let families: Vec<&Group> = all.iter().filter(|group| group.family.is_some()).collect();
    let Some(first) = families.first() else { return without_family(&all, label) };
    let second = families.get(1).filter(|group| group.weight.abs() >= LEAST_SHARE * first.weight.abs());
    let named: Vec<&Group> = std::iter::once(*first).chain(second.copied()).collect();
    let mut deeds: Vec<&str> =
        named.iter().filter_map(|group| group.family).map(|(of, voice)| does(of, voice)).collect();
    deeds.dedup();
    let is_own = named.iter().all(|group| matches!(group.family, Some((_, Voice::Author))));
    let voice = if label.is_opinion() && is_own { " in the author’s own voice" } else { "" };
    format!("{}{voice}{}", deeds.join(" and "), listed(&named))
}

/// No family speaks for the label.
fn without_family(others: &[Group], label: Label) -> String {
    let words = listed(&others.iter().collect::<Vec<_>>());
    match (words.is_empty(), label) {
        (false, _) => format!("its wording is that of {label}{words}"),
        (true, Label::News) => "nothing in it argues".to_owned(),
        (true, Label::Opinion) => "the form of its sentences is that of opinion".to_owned(),
    }
}

/// ": “we urge”, “must”", the words of each group in turn; nothing without words.
fn listed(groups: &[&Group]) -> String {
    let each = MOST_WORDS / groups.len().max(1);
    let words = groups.iter().flat_map(|group| group.words.iter().take(each)).map(|named| format!("“{}”", named.text));
    let words: Vec<String> = words.take(MOST_WORDS).collect();
    if words.is_empty() { String::new() } else { format!(": {}", words.join(", ")) }
}

/// What an author does who uses words of a family, or lets a source use them.
fn does(family: Family, voice: Voice) -> &'static str {
    match (family, voice) {
        (Family::Attribution, Voice::Author) => "says who said it",
        (Family::Quotation, Voice::Author) => "marks words as quoted",
        (Family::NamesDatesNumbers, _) => "gives names, dates and numbers",
        (_, Voice::Source(_)) => "gives a source’s words",
        (Family::CallToAction, _) => "calls for action",
        (Family::Question, _) => "asks a question",
        (Family::Evaluation, _) => "passes judgement",
        (Family::FirstPersonPlural, _) => "speaks as “we”",
        (Family::FirstPersonSingular, _) => "speaks as “I”",
        (Family::SecondPerson, _) => "addresses the reader",
        (Family::Hedging, _) => "weighs what may be",
        (Family::Reasoning, _) => "gives reasons",
        (Family::Contrast, _) => "sets one thing against another",
        (Family::Generality, _) => "speaks of all, any or none",
        (Family::Negation, _) => "says what is not so",
        (Family::Exclamation, _) => "exclaims",
        (Family::SentenceForm, _) => "forms its sentences so",
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
