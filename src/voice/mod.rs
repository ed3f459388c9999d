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
//! - after "X said:", to the end of a paragraph that starts so, else of the sentence; or through the next paragraph where
//!   the colon ends this one;
//! - in indirect speech, without any mark: "officials warned that …", "…, she said", "according to the union, …". The
//!   rules are in `indirect/`.
//!
//! Marks themselves, and *scare quotes* of one or two words ("a so-called 'reform'"), stay the author's. Apostrophes are
//! no quotation marks: `don’t`, `the workers’ hall`, `’90s`.

pub(crate) mod colon;
mod indirect;
mod quotation;

use crate::text::Span;
use colon::{announces_speech, is_transcript, said_colon, speaker};
use indirect::indirect_speech;
use quotation::{Open, scan};

use crate::text::sentence::sentence_end;

/// Quotations of at most this many words are the author's choice of words.
pub const SCARE_QUOTE_WORDS: usize = 2;

/// How a source's words are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Speech {
    /// Word for word: between quotation marks, in a block of its own, behind a colon.
    Direct,
    /// In the author's sentence: "she said that …".
    Indirect,
}

impl Speech {
    /// The word used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            Speech::Direct => "direct",
            Speech::Indirect => "indirect",
        }
    }
}

/// Who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Voice {
    /// The author, or the publication.
    Author,
    /// Somebody the author quotes.
    Source(Speech),
}

impl Voice {
    /// The word used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            Voice::Author => "author",
            Voice::Source(_) => "source",
        }
    }
}

/// A part of a paragraph in which a source speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SourceSpan {
    /// Where.
    pub span: Span,
    /// How.
    pub speech: Speech,
}

impl SourceSpan {
    /// The source's words.
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        self.span.of(text)
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
pub fn source_spans(passages: &[Passage<'_>]) -> Vec<Vec<SourceSpan>> {
    let direct = direct_speech(passages);
    let with_indirect = |(passage, direct): (&Passage<'_>, Vec<Span>)| {
        let indirect = indirect_speech(passage.text, &direct);
        merge(passage.text, &direct, &indirect)
    };
    passages.iter().zip(direct).map(with_indirect).collect()
}

/// Both kinds of speech in the order of the text. A quotation inside indirect speech stays a quotation.
fn merge(text: &str, direct: &[Span], indirect: &[Span]) -> Vec<SourceSpan> {
    let mut out: Vec<SourceSpan> = direct.iter().map(|&span| SourceSpan { span, speech: Speech::Direct }).collect();
    for whole in indirect {
        let first = direct.partition_point(|span| span.end <= whole.start);
        let inside = direct[first..].iter().take_while(|span| span.start < whole.end);
        let mut start = whole.start;
        for (end, next) in inside.map(|span| (span.start, span.end)).chain([(whole.end, whole.end)]) {
            let gap = Span { start, end: end.max(start) };
            out.extend(words(gap, text).map(|span| SourceSpan { span, speech: Speech::Indirect }));
            start = start.max(next);
        }
    }
    out.sort_unstable_by_key(|source| source.span.start);
    out
}

/// A span without what stands before its first and behind its last letter or digit; none where it has none.
fn words(span: Span, text: &str) -> Option<Span> {
    let of = span.of(text);
    let start = of.find(char::is_alphanumeric)?;
    let words = of[start..].trim_end_matches(|c: char| !c.is_alphanumeric());
    Some(Span { start: span.start + start, end: span.start + start + words.len() })
}

/// The spans of direct speech.
fn direct_speech(passages: &[Passage<'_>]) -> Vec<Vec<Span>> {
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

/// The share of a paragraph's letters and digits that are a source's; 0 if it has none.
///
/// ```
/// use oped::voice::{quoted_letters, source_spans};
/// let share = |text: &str| quoted_letters(text, &source_spans(&[text.into()])[0]);
/// assert_eq!(share("“We urge restraint.”"), 1.0);
/// assert_eq!(share("“Yes, we can,” said Roth."), 0.5);
/// assert_eq!(share("…"), 0.0);
/// ```
pub fn quoted_letters(text: &str, sources: &[SourceSpan]) -> f64 {
    if sources.is_empty() {
        return 0.0;
    }
    let quoted: usize = sources.iter().map(|source| letters(source.of(text))).sum();
    quoted as f64 / letters(text).max(1) as f64
}

/// Letters and digits.
fn letters(text: &str) -> usize {
    let ascii = text.bytes().filter(u8::is_ascii_alphanumeric).count();
    let is_other = |c: &char| !c.is_ascii() && c.is_alphanumeric();
    if text.is_ascii() { ascii } else { ascii + text.chars().filter(is_other).count() }
}

/// Whether every letter and digit of a paragraph is a source's, and there is one.
pub fn is_all_quoted(text: &str, sources: &[SourceSpan]) -> bool {
    quoted_letters(text, sources) == 1.0
}

/// Whether the paragraph after number `at` goes on with the quotation that `at` leaves open.
fn next_runs_on(passages: &[Passage<'_>], at: usize, open: Open) -> bool {
    passages.get(at + 1).is_some_and(|next| !next.block_quote && open.family.runs_into(next.text))
}

fn is_scare_quote(span: Span, text: &str) -> bool {
    let words = span.of(text).split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count();
    words <= SCARE_QUOTE_WORDS
}

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
