//! Whose words: the author's, or a source's.
//!
//! A quoted "we urge" is reporting, the author's "we urge" is advocacy, so every word gets a voice before it becomes a
//! feature. A source speaks
//!
//! - between quotation marks of any kind: `“…”`, `"…"`, `«…»`, `»…«`, `‹…›`, `„…“`, `‚…‘`, `‘…’`, `'…'`, ` ``…'' `, `` `…´ ``,
//!   `「…」`, `＂…＂`;
//! - through a quotation that opens again at each paragraph and closes only at the last;
//! - in a `<blockquote>` or a block behind `>`;
//! - behind a speaker's name in a transcript ("Q: …", "ROTH: …"), where names come back;
//! - after "X said:", to the end of the paragraph, or through the next one where the colon ends this one.
//!
//! Marks themselves, and *scare quotes* of one or two words ("a so-called 'reform'"), stay the author's. Apostrophes are
//! no quotation marks: `don’t`, `the workers’ hall`, `’90s`.

use std::collections::BTreeSet;

use crate::article::Span;

/// Quotations of at most this many words are the author's choice of words.
pub const SCARE_QUOTE_WORDS: usize = 2;

/// Who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Voice {
    /// The author, or the publication.
    Author,
    /// Somebody the author quotes.
    Source,
}

impl Voice {
    /// The word used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            Voice::Author => "author",
            Voice::Source => "source",
        }
    }
}

/// A paragraph as the voice reader sees it.
#[derive(Debug, Clone, Copy)]
pub struct Passage<'t> {
    /// The text.
    pub text: &'t str,
    /// Whether the markup makes it a quotation.
    pub block_quote: bool,
}

impl<'t> From<&'t str> for Passage<'t> {
    fn from(text: &'t str) -> Self {
        Passage { text, block_quote: false }
    }
}

/// The spans of each paragraph in which a source speaks, in order and disjoint. The paragraphs are those of one article,
/// in order: quotations run over them.
///
/// ```
/// use oped::voice::source_spans;
/// let text = "“We urge restraint,” she said. We urge it too.";
/// let spans = &source_spans(&[text.into()])[0];
/// assert_eq!(spans.len(), 1);
/// assert_eq!(spans[0].of(text), "We urge restraint,");
/// ```
pub fn source_spans(passages: &[Passage<'_>]) -> Vec<Vec<Span>> {
    let mut out: Vec<Vec<Span>> = Vec::with_capacity(passages.len());
    let mut unclosed: Option<Open> = None;
    let mut introduced = false;
    let transcript = is_transcript(passages);
    for passage in passages {
        let text = passage.text;
        if let Some(name) = speaker(text).filter(|_| transcript) {
            out.push(vec![Span { start: name.len() + 1, end: text.len() }]);
            (unclosed, introduced) = (None, false);
            continue;
        }
        let carried = unclosed.take().filter(|open| open.family.runs_into(text));
        if passage.block_quote {
            out.push(vec![Span { start: 0, end: text.len() }]);
            introduced = false;
            continue;
        }
        let start = carried.filter(|open| !open.family.opens(text)).map(|open| Open { at: 0, ..open });
        let mut scan = scan(text, start);
        if let Some(open) = scan.unclosed {
            let end = if next_runs_on(passages, out.len(), open) { text.len() } else { sentence_end(text, open.at) };
            scan.spans.push(Span { start: open.at, end });
        }
        let quotes = !scan.spans.is_empty();
        let mut spans: Vec<Span> = scan.spans.into_iter().filter(|span| !is_scare_quote(*span, text)).collect();
        if introduced && !quotes {
            spans = vec![Span { start: 0, end: text.len() }];
        } else if let Some(span) = said_colon(text).filter(|span| spans.iter().all(|other| other.end <= span.start)) {
            spans.push(span);
        }
        introduced = text.ends_with(':') && announces_speech(text);
        unclosed = scan.unclosed;
        out.push(spans);
    }
    out
}

/// Whether every letter and digit of a paragraph is a source's, and there is one.
///
/// ```
/// use oped::voice::{is_all_quoted, source_spans};
/// let text = "“We urge restraint.”";
/// assert!(is_all_quoted(text, &source_spans(&[text.into()])[0]));
/// assert!(!is_all_quoted("…", &[]));
/// ```
pub fn is_all_quoted(text: &str, sources: &[Span]) -> bool {
    let mut outside = 0;
    for span in sources {
        if text[outside..span.start].contains(char::is_alphanumeric) {
            return false;
        }
        outside = span.end;
    }
    !text[outside..].contains(char::is_alphanumeric) && text.contains(char::is_alphanumeric)
}

/// Whether the paragraph after number `at` goes on with the quotation that `at` leaves open.
fn next_runs_on(passages: &[Passage<'_>], at: usize, open: Open) -> bool {
    passages.get(at + 1).is_some_and(|next| !next.block_quote && open.family.runs_into(next.text))
}

/// Whether at least three passages start with a speaker's name, and names come back.
fn is_transcript(passages: &[Passage<'_>]) -> bool {
    let names: Vec<&str> = passages.iter().filter_map(|passage| speaker(passage.text)).collect();
    let distinct: BTreeSet<&str> = names.iter().copied().collect();
    names.len() >= 3 && distinct.len() < names.len()
}

/// The speaker before a colon at the start of a line of a transcript: "Q", "A", capitals only, or two to four
/// capitalised words. One capitalised word is as often a topic ("Myth: …", "Update: …").
fn speaker(text: &str) -> Option<&str> {
    const LONGEST: usize = 40;
    let name = text.get(..text.find(':')?).filter(|name| !name.is_empty() && name.len() <= LONGEST)?;
    let words: Vec<&str> = name.split(' ').collect();
    let letters = name.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '\'' | '’' | '-' | '(' | ')'));
    let shouted = name.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    let named = (2..=4).contains(&words.len()) && words.iter().all(|word| word.starts_with(char::is_uppercase));
    (letters && (shouted || named) && text[name.len() + 1..].starts_with(' ')).then_some(name)
}

fn is_scare_quote(span: Span, text: &str) -> bool {
    let words = span.of(text).split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count();
    words <= SCARE_QUOTE_WORDS
}

/// A quotation that has been opened and not closed.
#[derive(Debug, Clone, Copy)]
struct Open {
    /// First byte behind the mark.
    at: usize,
    family: Family,
}

/// The kinds of quotation marks, by what closes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
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
    /// Whether a mark (without its neighbours) closes this family.
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

    /// Whether a paragraph starts by opening this family (again).
    fn opens(self, text: &str) -> bool {
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

    /// Whether its closing mark may also be an apostrophe.
    fn is_single(self) -> bool {
        matches!(self, Family::Single | Family::Apostrophe | Family::LowSingle | Family::Grave)
    }

    /// Whether a quotation left open runs into this paragraph: it opens again, or closes before anything opens.
    fn runs_into(self, text: &str) -> bool {
        if self.opens(text) {
            return true;
        }
        if self.is_single() {
            return false;
        }
        let first = marks(text).into_iter().find(|mark| !matches!(mark.text, "‘" | "’" | "'"));
        first.is_some_and(|mark| self.closed_by(mark.text) && !mark.may_open() && !mark.is_inches())
    }
}

/// A quotation mark in its place.
#[derive(Debug, Clone, Copy)]
struct Mark<'t> {
    text: &'t str,
    at: usize,
    before: Option<char>,
    after: Option<char>,
}

impl Mark<'_> {
    fn end(&self) -> usize {
        self.at + self.text.len()
    }

    /// Stands in front of a word and behind a gap.
    fn may_open(&self) -> bool {
        let gap = |c: char| {
            c.is_whitespace() || matches!(c, '(' | '[' | '—' | '–' | '-' | '/' | '“' | '"' | '‘' | '\'' | '«' | '„')
        };
        let word = |c: char| !c.is_whitespace() && !matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']');
        // An ellipsis may open a quotation: “…and so on”
        self.before.is_none_or(gap) && self.after.is_some_and(|c| word(c) || c == '.' && self.before.is_none())
    }

    /// `12"`
    fn is_inches(&self) -> bool {
        self.text == "\"" && self.before.is_some_and(|c| c.is_ascii_digit())
    }

    /// Does not stand inside a word.
    fn may_close(&self) -> bool {
        self.after.is_none_or(|c| !c.is_alphanumeric())
    }

    /// The family this mark opens here, if any.
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

    /// Closes `‘` or `'`: behind a letter or a stop, before something that is no letter.
    fn closes_single(&self) -> bool {
        self.may_close() && self.before.is_some_and(|c| !c.is_whitespace())
    }

    /// `workers’ hall`: a plural's apostrophe, if a better closing mark follows.
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

/// Words that lose their first letters: `’em`, `’til`, `’90s`.
fn is_elision(word: &str) -> bool {
    matches!(
        word,
        "em" | "til" | "tis" | "twas" | "cause" | "bout" | "n" | "round" | "ere" | "s" | "t" | "re" | "ll" | "ve" | "d"
    ) || word.len() == 3 && word.ends_with('s') && word.starts_with(|c: char| c.is_ascii_digit())
}

/// All quotation marks of a text. An apostrophe inside a word is none.
fn marks(text: &str) -> Vec<Mark<'_>> {
    let mut out: Vec<Mark<'_>> = Vec::new();
    let mut before = None;
    let mut skip = 0;
    for (at, c) in text.char_indices() {
        if at < skip {
            continue;
        }
        let rest = &text[at..];
        let len = match c {
            '\'' if rest.starts_with("''") => 2,
            '`' if rest.starts_with("``") => 2,
            '"' | '“' | '”' | '«' | '»' | '„' | '‘' | '’' | '\'' | '‹' | '›' | '‚' | '`' | '´' | '‟' | '＂' | '″'
            | '「' | '」' | '『' | '』' => c.len_utf8(),
            _ => 0,
        };
        if len == 0 {
            before = Some(c);
            continue;
        }
        skip = at + len;
        let after = text[skip..].chars().next();
        let inside = before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric);
        if !(inside && matches!(c, '’' | '\'' | '‘')) {
            out.push(Mark { text: &text[at..skip], at, before, after });
        }
        before = Some(c);
    }
    out
}

struct Scan {
    spans: Vec<Span>,
    unclosed: Option<Open>,
}

/// Pairs the marks of one paragraph. Inside a quotation only its own closing mark counts.
fn scan(text: &str, mut open: Option<Open>) -> Scan {
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
            // Opened again without having been closed: the first one ends with its sentence.
            Some(from) if from.family == Family::Curly && mark.text == "“" => {
                spans.push(Span { start: from.at, end: sentence_end(&text[..mark.at], from.at) });
                open = Some(Open { at: mark.end(), ..from });
            }
            Some(_) => {}
        }
    }
    // A single mark that nothing closes was an apostrophe, an accent or a comma.
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

/// The end of the sentence that holds byte `from`.
fn sentence_end(text: &str, from: usize) -> usize {
    let mut stop = None;
    for (at, c) in text[from..].char_indices() {
        if let Some(end) = stop.filter(|_| c.is_whitespace()) {
            return end;
        }
        stop = matches!(c, '.' | '!' | '?').then_some(from + at + c.len_utf8());
    }
    text.len()
}

/// What follows "X said:" inside a paragraph: to its end where it starts so, else to the end of the sentence. None where
/// quotation marks say it better.
fn said_colon(text: &str) -> Option<Span> {
    let (at, _) = text.match_indices(": ").find(|(at, _)| announces_speech(&text[..=*at]))?;
    let start = at + 2;
    let opening = text[..at].split_whitespace().take(OPENING_WORDS + 1).count() <= OPENING_WORDS;
    let span = Span { start, end: if opening { text.len() } else { sentence_end(text, start) } };
    (!span.of(text).contains(['"', '“', '‘', '«', '„'])).then_some(span)
}

/// "The mayor told the council on Monday:" is an opening; more words are a sentence among others.
const OPENING_WORDS: usize = 12;

/// Whether the last clause before a colon says that somebody else speaks: a speech verb within its last words, whose
/// subject is not "I" or "we", that stands in no relative clause ("everyone who said so knows:") and is no passive ("it
/// must be said:").
fn announces_speech(text: &str) -> bool {
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
        SPEECH_VERBS.contains(&words[at]) && !before.is_empty() && !before.iter().any(|word| NO_SPEAKERS.contains(word))
    })
}

/// Words before a verb of speech after which nobody else speaks.
const NO_SPEAKERS: [&str; 10] = ["i", "we", "be", "you", "to", "who", "that", "which", "what", "everybody"];

/// Verbs that a colon and somebody's words may follow. Not "states", which are countries too, nor "read" and "added",
/// which are done to laws and taxes.
const SPEECH_VERBS: [&str; 26] = [
    "said",
    "says",
    "told",
    "tells",
    "wrote",
    "writes",
    "tweeted",
    "replied",
    "asked",
    "answered",
    "stated",
    "declared",
    "declares",
    "announced",
    "explained",
    "explain",
    "continued",
    "concluded",
    "concludes",
    "warned",
    "warns",
    "insisted",
    "argued",
    "argues",
    "testified",
    "noted",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(text: &str) -> Vec<&str> {
        source_spans(&[text.into()])[0].iter().map(|span| span.of(text)).collect()
    }

    #[test]
    fn marks_of_all_kinds() {
        for (text, expected) in [
            ("He said “it is not over yet” and left.", "it is not over yet"),
            ("\"It is not over yet\" , he said.", "It is not over yet"),
            ("troops \"including not only arms, but also men \".", "including not only arms, but also men "),
            ("Er sagte „so geht es nicht“ und ging.", "so geht es nicht"),
            ("Il dit « rien de tout cela » et sort.", " rien de tout cela "),
            ("Sie rief »nicht mit uns heute« und ging.", "nicht mit uns heute"),
            ("``We should not take it,'' she said.", "We should not take it,"),
            ("''We should not take it,'' she said.", "We should not take it,"),
            ("‘It’s the workers’ hall, don’t you see,’ he said in the ’90s.", "It’s the workers’ hall, don’t you see,"),
            ("The clerk's answer: 'That isn't ours to say' was all.", "That isn't ours to say"),
            ("‹We must act now›, he said.", "We must act now"),
            ("Sie rief ‚so geht es nicht‘ und ging.", "so geht es nicht"),
            ("`We must act now´, he said.", "We must act now"),
            ("「We must act now」, he said.", "We must act now"),
            ("＂We must act now＂, he said.", "We must act now"),
            ("“He called it ‘a theft of time’ twice,” she said.", "He called it ‘a theft of time’ twice,"),
        ] {
            assert_eq!(quoted(text), [expected], "{text}");
        }
    }

    #[test]
    fn apostrophes_inches_and_scare_quotes_are_no_quotations() {
        for text in [
            "The workers' hall wasn't the owners' to sell.",
            "The workers’ hall wasn’t the owners’ to sell in ’98.",
            "A 6\" pipe and a 5'10\" man.",
            "The so-called “reform” is a “tax cut” for few.",
            "Rock 'n' roll and the '90s.",
        ] {
            assert_eq!(quoted(text), Vec::<&str>::new(), "{text}");
        }
    }

    #[test]
    fn a_quotation_runs_over_paragraphs_that_open_it_again() {
        let text =
            ["She said: “We were told nothing.", "“We heard it on the radio.", "“And then it rained.” He laughed."];
        let spans = source_spans(&text.map(Passage::from));
        assert_eq!(spans[0][0].of(text[0]), "We were told nothing.");
        assert_eq!(spans[1][0].of(text[1]), "We heard it on the radio.");
        assert_eq!(spans[2][0].of(text[2]), "And then it rained.");
        assert_eq!(spans[2].len(), 1);
    }

    #[test]
    fn a_quotation_may_run_on_without_opening_again() {
        let text = ["\"We were told nothing.", "It was on the radio,\" she said. It was raining."];
        let spans = source_spans(&text.map(Passage::from));
        assert_eq!(spans[1][0].of(text[1]), "It was on the radio,");
    }

    #[test]
    fn a_mark_that_nothing_closes_ends_with_its_sentence() {
        let text = ["\"We must act now, he said. The plan costs a lot.", "The council is wrong about that."];
        let spans = source_spans(&text.map(Passage::from));
        assert_eq!(spans[0][0].of(text[0]), "We must act now, he said.");
        assert!(spans[1].is_empty());
    }

    #[test]
    fn behind_a_speakers_name_a_transcript_speaks() {
        let text = ["Q: Is it over?", "A: It must be. We are done.", "Q: Why?", "The talk ended there."];
        let spans = source_spans(&text.map(Passage::from));
        assert_eq!(spans[1][0].of(text[1]), " It must be. We are done.");
        assert!(spans[3].is_empty());
        let topics = ["Myth: it is dear.", "Fact: it must be stopped.", "Myth: it is new.", "Fact: it is a shame."];
        assert!(source_spans(&topics.map(Passage::from)).concat().is_empty());
    }

    #[test]
    fn what_follows_said_and_a_colon_is_the_speakers() {
        let text = ["In a letter the mayor wrote:", "You must all leave the island by noon.", "They must not."];
        let spans = source_spans(&text.map(Passage::from));
        assert_eq!(spans[1][0].of(text[1]), text[1]);
        assert!(spans[2].is_empty());
        assert_eq!(quoted("She said: we must go today. It is late."), ["we must go today. It is late."]);
        for text in [
            "The United States owes the world one thing: peace. We must end this.",
            "Everyone who has read this bill knows one thing: it is a disgrace.",
            "The new tax added one more burden to the poor: hunger.",
        ] {
            assert!(quoted(text).is_empty(), "{text}");
        }
        assert!(quoted("It must be said: we have failed them all.").is_empty());
        assert!(quoted("I said it before: we have failed them all.").is_empty());
    }
}
