//! Why a paragraph has its label, in one sentence.
//!
//! The sentence names what the heaviest families that speak for the label do, whose voice they are in, and their heaviest words:
//! "Calls for action in the author’s own voice: “we urge”, “must”." Where the article, and not the paragraph, makes the label, it
//! says so.

use super::evidence::{Group, Kind, Named, holds, named};
use super::figures::probability;
use crate::explain::families::Family;
use crate::label::Label;
use crate::text::printable;
use crate::verdict::{Decision, Kind as ParagraphKind, ParagraphScore, UnsureReason};
use crate::voice::Voice;

/// How many words are named.
const MOST_WORDS: usize = 4;
/// Words are sought among this many of the heaviest.
const SOUGHT: usize = 24;
/// A second family is named from this share of the weight of the first.
const LEAST_SHARE: f64 = 0.4;

/// Why the paragraph has its label. `groups` are those of its evidence with all their words.
pub(crate) fn why(score: &ParagraphScore, groups: &[Group], text: &str) -> String {
    let Some(decision) = score.decision else {
        return "It has no words to read.".to_owned();
    };
    let label = decision.label;
    if score.kind == ParagraphKind::Quote && !label.is_opinion() {
        return "All of it is a source’s words: whatever they say, the author reports them.".to_owned();
    }
    if decision.alone.label() != label {
        return format!("By itself it would be {}; the article around it {}.", label.other(), deed(label));
    }
    capitalised(&by_words(groups, label, text)) + "."
}

/// Why the label is not to be relied on; none if it is.
pub(crate) fn doubt(decision: Decision) -> Option<String> {
    let Decision { probability: of, alone, unsure, .. } = decision;
    Some(match unsure? {
        UnsureReason::NearThreshold => {
            format!("Unsure: at {} for opinion, too many labels turn out wrong.", probability(of.0))
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
fn by_words(groups: &[Group], label: Label, text: &str) -> String {
    let speaks = |group: &Group| group.weight * label.sign() > 0.0 && group.kind != Kind::Form;
    let all: Vec<Group> = named(groups, SOUGHT).into_iter().filter(speaks).collect();
    let reasons = heaviest(&all, label);
    if reasons.is_empty() {
        return without_family(&all, label, text);
    }
    let mut deeds: Vec<&str> = reasons.iter().map(|&(_, (family, voice))| does(family, voice)).collect();
    deeds.dedup();
    let is_own = reasons.iter().all(|(_, (_, voice))| *voice == Voice::Author);
    let voice = if label.is_opinion() && is_own { " in the author’s own voice" } else { "" };
    // What a source says speaks for news whatever the words are.
    let telling = reasons.iter().filter(|(_, (_, voice))| *voice == Voice::Author).map(|(group, _)| *group);
    format!("{}{voice}{}", deeds.join(" and "), listed(telling, text))
}

/// The heaviest family and, unless it weighs much less, the second, in the order of precedence.
fn heaviest(groups: &[Group], label: Label) -> Vec<(&Group, (Family, Voice))> {
    let is_reason = |of: &(&Group, (Family, Voice))| is_reason(of.1.0, label);
    let families: Vec<_> =
        groups.iter().filter_map(|group| Some((group, group.family?))).filter(is_reason).take(2).collect();
    let least = families.first().map_or(0.0, |(first, _)| LEAST_SHARE * first.weight.abs());
    let mut named: Vec<_> = families.into_iter().filter(|(group, _)| group.weight.abs() >= least).collect();
    named.sort_by_key(|(_, (family, _))| *family);
    named
}

/// Whether a reader takes a family for a reason to call a paragraph so. Its terms may weigh on either side, in their places.
fn is_reason(family: Family, label: Label) -> bool {
    match family {
        Family::Attribution | Family::Quotation | Family::NamesDatesNumbers => !label.is_opinion(),
        Family::CallToAction | Family::Evaluation | Family::Exclamation => label.is_opinion(),
        _ => true,
    }
}

/// No family speaks for the label.
fn without_family(others: &[Group], label: Label, text: &str) -> String {
    let words = listed(others.iter(), text);
    match (words.is_empty(), label) {
        (false, _) => format!("its wording is that of {label}{words}"),
        (true, Label::News) => "nothing in it argues".to_owned(),
        (true, Label::Opinion) => "its sentences are built like those of opinion".to_owned(),
    }
}

/// ": “we urge”, “must”", the words of each group in turn; nothing without words.
fn listed<'g>(groups: impl Iterator<Item = &'g Group>, text: &str) -> String {
    let groups: Vec<&Group> = groups.collect();
    let each = MOST_WORDS / groups.len().max(1);
    let mut words: Vec<&str> = Vec::new();
    for group in groups {
        let is_named = group.family.is_some_and(|(family, _)| family == Family::NamesDatesNumbers);
        let words_of =
            |named: &Named| trimmed(if is_named { names_in(named.in_text(text)) } else { named.in_text(text) });
        let found = group.words.iter().map(words_of).filter(|word| !crosses_mark(word));
        let mut left = each;
        for word in found {
            let is_told = words.iter().any(|other| holds(other, word) || holds(word, other));
            if left > 0 && !word.is_empty() && !is_told {
                words.push(word);
                left -= 1;
            }
        }
    }
    let words: Vec<String> = words.into_iter().map(|word| format!("“{}”", printable(word))).collect();
    if words.is_empty() { String::new() } else { format!(": {}", words.join(", ")) }
}

/// The names and numbers of a few words, without the others around them. One word alone is a date, or a number in letters.
fn names_in(words: &str) -> &str {
    if !words.trim().contains(' ') {
        return words;
    }
    let is_other = |word: &&str| !word.contains(|c: char| c.is_uppercase() || c.is_numeric());
    let length = |words: &mut dyn Iterator<Item = &str>| words.map(|word| word.len() + 1).sum::<usize>();
    let before = length(&mut words.split(' ').take_while(is_other));
    let after = length(&mut words.rsplit(' ').take_while(is_other));
    words.get(before..words.len().saturating_sub(after)).unwrap_or_default()
}

/// Whether words stand on both sides of a mark, as in "Monday, who", which reads badly.
fn crosses_mark(words: &str) -> bool {
    words.contains(['“', '”', '"']) || [", ", ". ", "; ", ": ", ") "].iter().any(|mark| words.contains(mark))
}

/// Without the marks around it, unless it is nothing else.
fn trimmed(words: &str) -> &str {
    let is_mark = |c: char| !c.is_alphanumeric() && !matches!(c, '$' | '£' | '€' | '%');
    let inside = words.trim_matches(is_mark);
    if inside.is_empty() { words.trim() } else { inside }
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
        (Family::Hedging, _) => "hedges",
        (Family::Reasoning, _) => "gives reasons",
        (Family::Contrast, _) => "sets one thing against another",
        (Family::Generality, _) => "generalises",
        (Family::Negation, _) => "denies",
        (Family::Exclamation, _) => "exclaims",
        (Family::SentenceForm, _) => "builds its sentences so",
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
#[cfg(feature = "shipped-model")]
mod tests {
    use super::*;
    use crate::article::{Article, Format};
    use crate::explain::{Explainer, Explanation};
    use crate::model::Model;
    use crate::words::evidence::grouped;

    /// What is said of each paragraph of an article: its score, why, and the doubt.
    fn told(texts: &[&str]) -> Vec<(ParagraphScore, String, Option<String>)> {
        let explainer = Explainer::new(Model::shipped().unwrap());
        let explained = explainer.texts(texts);
        let of = |((score, reason), text): ((&ParagraphScore, &Option<Explanation<'_>>), &&str)| {
            let groups = reason.as_ref().map_or_else(Vec::new, |reason| grouped(reason, text));
            (*score, why(score, &groups, text), score.decision.and_then(doubt))
        };
        explained.score.paragraphs.iter().zip(&explained.paragraphs).zip(texts).map(of).collect()
    }

    #[test]
    fn what_an_author_does_is_named_with_its_words() {
        let found = told(&[
            "We urge the council to drop this absurd plan, and we must not let it pass.",
            "The council will decide on Monday, a clerk said.",
            "“We must stop this absurd plan now, all of us,” she said.",
            "…",
        ]);
        let sentences: Vec<&str> = found.iter().map(|(_, why, _)| why.as_str()).collect();
        assert!(sentences[0].starts_with("Calls for action"), "{sentences:?}");
        assert!(
            sentences[0].contains(" in the author’s own voice: “") && sentences[0].contains("“must”"),
            "{sentences:?}"
        );
        assert!(sentences[1].starts_with("Says who said it") && sentences[1].contains("“said”"), "{sentences:?}");
        assert!(!sentences[2].contains("own voice") && !sentences[2].contains("must"), "{sentences:?}");
        assert_eq!(sentences[3], "It has no words to read.");
        assert!(sentences.iter().all(|sentence| sentence.ends_with('.') && !sentence.contains("..")));
    }

    #[test]
    fn names_are_told_without_the_words_around_them() {
        let words =
            ["Italy and", "at Georgetown University", "Man will have", "year", "by the", "1", "since 12 May, who"];
        let names = ["Italy", "Georgetown University", "Man", "year", "", "1", "12 May,"];
        assert_eq!(words.map(names_in), names);
    }

    #[test]
    fn labels_that_come_from_the_article_and_doubts_are_told_so() {
        let editorial = include_str!("../../data/articles/lead-pipes-editorial.txt");
        let article = Article::read(editorial.as_bytes(), Format::Text, None).unwrap();
        let texts: Vec<&str> = article.paragraphs().map(|block| block.text.as_str()).collect();
        let mut from_article = 0;
        for (score, why, doubt) in told(&texts) {
            let Decision { label, alone, unsure, .. } = score.decision.unwrap();
            let is_from_article = why.starts_with("By itself it would be ");
            assert_eq!(is_from_article, alone.label() != label, "{why}");
            assert_eq!(doubt.is_some(), unsure.is_some(), "{why}");
            from_article += usize::from(is_from_article);
        }
        assert!(from_article > 0, "no paragraph of it tells the two apart");
    }
}
