//! The evidence of a paragraph for a person: by family, each with its heaviest words.

use super::figures::probability;
use crate::explain::families::Family;
use crate::explain::{Evidence, Explanation};
use crate::label::Label;
use crate::model::context::{contributions::Contributions, part::Part};
use crate::terms::SENTENCE_START;
use crate::text::{Span, printable};
use crate::voice::Voice;

/// The intercept: what the model says of a paragraph in which it knows no term.
pub(crate) const BASELINE: &str = "baseline";
/// Terms of no family.
const OTHERS: &str = "other words";
/// How many words a heading names, and a heading of form.
const MOST_NAMED: usize = 4;
const MOST_NAMED_OF_FORM: usize = 2;
/// A heading below this share of the heaviest is left out, unless its words are among the heaviest.
const LEAST_SHARE: f64 = 0.1;

/// The kind of a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Family,
    /// Terms of no family.
    Others,
    /// [`Family::SentenceForm`]
    Form,
}

/// Terms under one heading.
///
/// Groups about the form of sentences come last whatever their weight: they tell a reader least.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Group {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    /// Whose terms, and what they do; none for terms of no family.
    pub(crate) family: Option<(Family, Voice)>,
    /// In logits; never 0.
    pub(crate) weight: f64,
    /// Places in the text, the heaviest first.
    pub(crate) words: Vec<Named>,
}

impl Group {
    fn new(heading: Heading) -> Group {
        let family = if let Heading::Family(family, voice) = heading { Some((family, voice)) } else { None };
        Group { name: heading.name(), kind: heading.kind(), family, weight: 0.0, words: Vec::new() }
    }

    /// The name of a row. Words of no family have a row for each side.
    pub(crate) fn row_name(&self) -> String {
        match self.kind {
            Kind::Others if self.weight > 0.0 => format!("{}, for opinion", self.name),
            Kind::Others => format!("{}, for news", self.name),
            _ => self.name.clone(),
        }
    }

    /// "we ×3, urge"
    pub(crate) fn told(&self) -> String {
        let words: Vec<String> = self.words.iter().map(Named::told).collect();
        words.join(", ")
    }
}

/// A stretch of text with all its terms, and all its repetitions.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Named {
    text: String,
    weight: f64,
    /// Where it starts, each place once, though several terms may stand there.
    starts: Vec<usize>,
    /// The bytes of one of its places; none if it is not words of the text.
    span: Option<Span>,
}

impl Named {
    /// As it stands in the text; empty if it is not words of it.
    pub(crate) fn in_text<'t>(&self, text: &'t str) -> &'t str {
        self.span.map_or("", |span| span.of(text))
    }

    /// "we ×3"; punctuation is quoted, to set it off from ours.
    pub(crate) fn told(&self) -> String {
        let is_plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '\'' | '’' | '-');
        let text = if self.text.chars().all(is_plain) { self.text.clone() } else { format!("“{}”", self.text) };
        if self.starts.len() > 1 { format!("{text} ×{}", self.starts.len()) } else { text }
    }
}

/// What terms are grouped by: family and voice. Words of no family are shown once for each side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Heading {
    Family(Family, Voice),
    Others(Label),
}

impl Heading {
    fn of(entry: &Evidence<'_>) -> Heading {
        let label = if entry.weight > 0.0 { Label::Opinion } else { Label::News };
        entry.family.map_or(Heading::Others(label), |family| Heading::Family(family, entry.voice))
    }

    fn kind(self) -> Kind {
        match self {
            Heading::Family(Family::SentenceForm, _) => Kind::Form,
            Heading::Family(..) => Kind::Family,
            Heading::Others(_) => Kind::Others,
        }
    }

    fn name(self) -> String {
        match self {
            // Direct speech is a quotation anyway; of indirect speech, these are the words after those that introduce it.
            Heading::Family(Family::Attribution, Voice::Source(_)) => "reported speech".to_owned(),
            Heading::Family(Family::Quotation, Voice::Source(_)) => "quoted words".to_owned(),
            Heading::Family(Family::Quotation, Voice::Author) => "quotation marks".to_owned(),
            Heading::Family(family, _) => family.as_str().to_owned(),
            Heading::Others(_) => OTHERS.to_owned(),
        }
    }
}

/// The headings of a paragraph with its `top` heaviest words among them: the heaviest first, then those of form.
#[cfg(feature = "report")]
pub(crate) fn groups(why: &Explanation<'_>, text: &str, top: usize) -> Vec<Group> {
    named(&grouped(why, text), top)
}

/// The headings of a paragraph with all their words: the heaviest first, then those of form.
pub(crate) fn grouped(why: &Explanation<'_>, text: &str) -> Vec<Group> {
    let mut found: Vec<(Heading, Group)> = Vec::new();
    for entry in &why.evidence {
        let heading = Heading::of(entry);
        let at = found.iter().position(|(known, _)| *known == heading).unwrap_or_else(|| {
            found.push((heading, Group::new(heading)));
            found.len() - 1
        });
        add(&mut found[at].1, entry, text);
    }
    let mut groups: Vec<Group> =
        found.into_iter().map(|(_, group)| group).filter(|group| group.weight != 0.0).collect();
    let is_form = |group: &Group| group.kind == Kind::Form;
    groups.sort_by(|a, b| is_form(a).cmp(&is_form(b)).then(b.weight.abs().total_cmp(&a.weight.abs())));
    groups
}

/// Those worth telling, with the `top` heaviest words among them.
pub(crate) fn named(groups: &[Group], top: usize) -> Vec<Group> {
    let words = heaviest(groups, top);
    let least = LEAST_SHARE * groups.iter().map(|group| group.weight.abs()).fold(0.0, f64::max);
    let told = groups.iter().zip(words).filter(|(group, words)| !words.is_empty() || group.weight.abs() >= least);
    told.map(|(group, words)| Group { name: group.name.clone(), words: words.into_iter().cloned().collect(), ..*group })
        .collect()
}

fn add(group: &mut Group, entry: &Evidence<'_>, text: &str) {
    group.weight += entry.weight;
    let (words, span) = match entry.term {
        SENTENCE_START => ("sentence start".to_owned(), None),
        _ => (printable(entry.span.of(text)).to_lowercase(), Some(entry.span)),
    };
    let start = entry.span.start;
    match group.words.iter_mut().find(|named| named.text == words) {
        Some(named) => {
            named.weight += entry.weight;
            if !named.starts.contains(&start) {
                named.starts.push(start);
            }
        }
        None => group.words.push(Named { text: words, weight: entry.weight, starts: vec![start], span }),
    }
}

/// Whether one text holds the words of another, whole: "we" in "we urge" and "n't" in "don't", but not "act" in "fact".
pub(crate) fn holds(text: &str, words: &str) -> bool {
    let cuts = |left: &str, right: &str| {
        let (last, first) = (left.chars().next_back(), right.chars().next());
        !(last.is_some_and(char::is_alphanumeric) && first.is_some_and(char::is_alphanumeric))
    };
    let is_negation = matches!(words, "n't" | "n’t");
    text.match_indices(words).any(|(at, _)| {
        let end = at + words.len();
        (is_negation || cuts(&text[..at], words)) && cuts(words, &text[end..])
    })
}

/// The heaviest words of each group that agree with their heading; of words that hold each other, the heavier.
fn heaviest(groups: &[Group], top: usize) -> Vec<Vec<&Named>> {
    let mut order: Vec<(usize, &Named)> = Vec::new();
    for (at, group) in groups.iter().enumerate() {
        let agreeing = group.words.iter().filter(|word| word.weight * group.weight > 0.0);
        order.extend(agreeing.map(|word| (at, word)));
    }
    order.sort_by(|(_, a), (_, b)| b.weight.abs().total_cmp(&a.weight.abs()).then_with(|| a.text.cmp(&b.text)));
    let mut found: Vec<Vec<&Named>> = vec![Vec::new(); groups.len()];
    let mut left = top;
    for (at, word) in order {
        if left == 0 {
            break;
        }
        let most = if groups[at].kind == Kind::Form { MOST_NAMED_OF_FORM } else { MOST_NAMED };
        let named = &mut found[at];
        let repeats = || named.iter().any(|other| holds(&other.text, &word.text) || holds(&word.text, &other.text));
        if named.len() < most && !repeats() {
            named.push(word);
            left -= 1;
        }
    }
    found
}

/// "+0.81", "−1.93"
pub(crate) fn signed(weight: f64) -> String {
    format!("{}{:.2}", if weight < 0.0 { '−' } else { '+' }, weight.abs())
}

/// "+0.71, 67 % alone"
#[cfg(feature = "report")]
pub(crate) fn sum(why: &Explanation<'_>) -> String {
    format!("{}, {} alone", signed(why.logit.0), probability(why.logit.probability().0))
}

/// What would change the label, a sentence each; none if that was left out.
pub(crate) fn changes(why: &Explanation<'_>, text: &str) -> Vec<String> {
    let Some(change) = &why.change else { return Vec::new() };
    let alone = why.logit.probability().label();
    let mut out = Vec::new();
    if change.context_decides {
        out.push(format!("by itself it would be {alone}: its neighbours decide"));
    }
    let by_itself = if change.context_decides { "" } else { " by itself" };
    match &change.without {
        Some(without) => {
            let words: Vec<String> =
                without.words.iter().map(|span| format!("“{}”", printable(span.of(text)))).collect();
            let other = alone.other();
            out.push(format!(
                "without {} it would be {other}{by_itself} ({})",
                words.join(", "),
                probability(without.alone.0)
            ));
        }
        None => out.push(format!("that it is {alone}{by_itself} does not depend on a few words")),
    }
    out.push(format!("if all of it were quoted: {}", probability(change.all_quoted.0)));
    out
}

/// "own words +0.61 · neighbours +0.35 · … · baseline −0.13: +1.65, 84 %"; `None` if the paragraph has no others beside it, or the
/// model's context has no parts.
pub(crate) fn in_context(why: &Explanation<'_>) -> Option<String> {
    let context = why.context.filter(Contributions::has_others)?;
    let parts = Part::ALL.map(|part| format!("{} {}", part.name(), signed(context.of(part))));
    let (parts, logit) = (parts.join(" · "), context.logit());
    let sum = format!("{}, {}", signed(logit.0), probability(logit.probability().0));
    Some(format!("{parts} · {BASELINE} {}: {sum}", signed(context.baseline)))
}

/// "3 of 41 words: a, b, c"; `None` if the model knows all.
pub(crate) fn unknown(why: &Explanation<'_>, text: &str, top: usize) -> Option<String> {
    let mut words: Vec<String> = why.unknown_words().map(|span| printable(span.of(text))).collect();
    let all = why.words.iter().filter(|word| word.piece.is_word).count();
    let count = words.len();
    if count == 0 {
        return None;
    }
    words.dedup();
    let more = if words.len() > top { ", …" } else { "" };
    words.truncate(top);
    let named = if words.is_empty() { String::new() } else { format!(": {}{more}", words.join(", ")) };
    Some(format!("{count} of {all} words{named}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(term: &'static str, start: usize, len: usize, weight: f64) -> Evidence<'static> {
        let span = Span { start, end: start + len };
        Evidence { term, span, voice: Voice::Author, weight, family: Some(Family::Negation) }
    }

    /// "not, no" under negation, from entries in their order.
    fn told(text: &str, entries: &[Evidence<'_>]) -> Vec<String> {
        let mut group = Group { name: String::new(), kind: Kind::Family, family: None, weight: 0.0, words: Vec::new() };
        entries.iter().for_each(|entry| add(&mut group, entry, text));
        heaviest(&[group], 9)[0].iter().map(|named| named.told()).collect()
    }

    #[test]
    fn a_place_counts_once_in_whatever_order_its_terms_come() {
        // Two terms on each "not", the first place named again after the second.
        let entries = [(0, 0.9), (4, 0.8), (0, 0.3), (4, 0.2)].map(|(start, weight)| entry("not", start, 3, weight));
        assert_eq!(told("not not", &entries), ["not ×2"]);
    }

    #[test]
    fn only_whole_words_are_told_by_longer_ones() {
        let text = "trust us, a fact, an act; we don't";
        let at = |words: &str| text.rfind(words).unwrap();
        let words = ["trust", "us,", "fact", "act;", "don't", "n't"];
        let weights = [0.9, 0.8, 0.7, 0.6, 0.5, 0.4];
        let entries: Vec<_> =
            words.iter().zip(weights).map(|(words, weight)| entry("", at(words), words.len(), weight)).collect();
        // A heading names no more.
        assert_eq!(told(text, &entries), ["trust", "“us,”", "fact", "“act;”"]);
        assert_eq!(told(text, &entries[4..]), ["don't"]);
        assert!(holds("we urge", "we") && !holds("fact", "act") && !holds("us", "trust"));
    }
}
