//! Who speaks, where, and how much.

use super::direct::direct_speech;
use super::indirect::{KnownWords, WordClass, indirect_speech};
use super::passage::Passage;
use crate::text::{Span, count_alphanumeric};

/// How a source's words are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Speech {
    /// Word for word: between quotation marks, in a block of its own, behind a colon.
    Direct,
    /// In the author's sentence: "she said that …".
    Indirect,
}

crate::error::names!(Speech, "kind of speech");

impl Speech {
    /// Both kinds.
    pub const ALL: [Speech; 2] = [Speech::Direct, Speech::Indirect];

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

impl std::fmt::Display for Voice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
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

/// Returns the spans of each paragraph in which a source speaks, in order and disjoint. The paragraphs must be those of one
/// article, in order, since quotations run across them.
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
    let of_passage =
        |(passage, direct): (&Passage<'_>, Vec<Span>)| sources_of_paragraph(passage.text, &direct, KnownWords::NONE);
    passages.iter().zip(direct).map(of_passage).collect()
}

/// Returns the spans of a paragraph in which a source speaks, of which `direct` are those of direct speech.
pub(crate) fn sources_of_paragraph(
    text: &str,
    direct: &[Span],
    known: KnownWords<impl Iterator<Item = (Span, WordClass)> + Clone>,
) -> Vec<SourceSpan> {
    merge(text, direct, &indirect_speech(text, direct, known))
}

/// Merges both kinds of speech in the order of the text. A quotation inside indirect speech stays a quotation.
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

/// Trims a span to its first and last letter or digit; `None` if it has none.
fn words(span: Span, text: &str) -> Option<Span> {
    let of = span.of(text);
    let start = of.find(char::is_alphanumeric)?;
    let words = of[start..].trim_end_matches(|c: char| !c.is_alphanumeric());
    Some(Span { start: span.start + start, end: span.start + start + words.len() })
}

/// Returns the share of a paragraph's letters and digits that are a source's, in [0, 1]; 0 if there are none.
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
    let quoted: usize = sources.iter().map(|source| count_alphanumeric(source.of(text))).sum();
    quoted as f64 / count_alphanumeric(text).max(1) as f64
}

/// Returns true if the paragraph has letters or digits and all are a source's.
pub fn is_all_quoted(text: &str, sources: &[SourceSpan]) -> bool {
    quoted_letters(text, sources) == 1.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(text: &str) -> Vec<&str> {
        source_spans(&[text.into()])[0].iter().map(|span| span.of(text)).collect()
    }

    #[test]
    fn quotation_marks_of_all_kinds() {
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
            ("He said:\"We must act now\", and left.", "We must act now"),
            ("He said,\"we must act now,\" and left.", "we must act now,"),
            ("The plan (\"a theft of time\") is dead.", "a theft of time"),
            ("The \"...theft of our time\" is dead.", "...theft of our time"),
            ("The \". . . theft of our time\" is dead.", ". . . theft of our time"),
            ("\"We must act now,\"she said.", "We must act now,"),
            ("“He called it ‘a theft of time’ twice,” she said.", "He called it ‘a theft of time’ twice,"),
        ] {
            assert_eq!(quoted(text), [expected], "{text}");
        }
    }

    #[test]
    fn apostrophes_inches_and_scare_quotes_are_not_quotations() {
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
    fn a_quotation_runs_through_paragraphs_to_the_mark_that_closes_it() {
        let text =
            ["Roth read: “We were told nothing.", "We must act.", "Now.", "Nobody will.” It rained. “No,” he said."];
        let straight = text.map(|text| text.replace(['“', '”'], "\""));
        for text in [text.map(str::to_owned), straight] {
            let spans = source_spans(&text.each_ref().map(|text| Passage::from(text.as_str())));
            assert_eq!([&spans[1][0], &spans[2][0], &spans[3][0]].map(|span| span.span.start), [0; 3], "{text:?}");
            assert_eq!([spans[1][0].of(&text[1]), spans[2][0].of(&text[2])], [&text[1], &text[2]]);
            assert_eq!(spans[3][0].of(&text[3]), "Nobody will.");
        }
        let never_closed = [
            "Roth read: “We were told nothing. It rained.",
            "We must act.",
            "It was late, and “all was lost now” for us.",
        ];
        let spans = source_spans(&never_closed.map(Passage::from));
        assert_eq!(
            (spans[0][0].of(never_closed[0]), spans[1].len()),
            ("We were told nothing.", 0),
            "another opens first"
        );
    }

    #[test]
    fn a_cell_of_several_paragraphs_is_read_as_an_article_is() {
        let paragraphs =
            ["“We were told nothing. It is a shame.", "“We must act,” Roth muttered.", "It must rain.", "Q: Why?"];
        for [open, close] in [["“", "”"], ["\"", "\""], ["«", "»"], ["„", "“"]] {
            let paragraphs = paragraphs.map(|text| text.replace('”', close).replace('“', open));
            let article: Vec<Passage<'_>> = paragraphs.iter().map(|text| text.as_str().into()).collect();
            let expected: Vec<&str> = source_spans(&article)
                .iter()
                .zip(&paragraphs)
                .flat_map(|(spans, text)| spans.iter().map(|span| span.of(text)))
                .collect();
            assert_eq!(expected.len(), 2, "{paragraphs:?}");
            for between in ["\n\n", "\n"] {
                assert_eq!(quoted(&paragraphs.join(between)), expected, "{between:?}");
            }
        }
    }

    #[test]
    fn an_unclosed_quotation_ends_with_its_sentence() {
        let text = ["\"We must act now, he said. The plan costs a lot.", "The council is wrong about that."];
        let spans = source_spans(&text.map(Passage::from));
        assert_eq!(spans[0][0].of(text[0]), "We must act now, he said.");
        assert!(spans[1].is_empty());
    }

    #[test]
    fn a_source_speaks_behind_a_speakers_name_in_a_transcript() {
        let text = ["Q: Is it over?", "A: It must be. We are done.", "Q: Why?", "The talk ended there."];
        let spans = source_spans(&text.map(Passage::from));
        assert_eq!(spans[1][0].of(text[1]), " It must be. We are done.");
        assert!(spans[3].is_empty());
        let topics = ["Myth: it is dear.", "Fact: it must be stopped.", "Myth: it is new.", "Fact: it is a shame."];
        assert!(source_spans(&topics.map(Passage::from)).concat().is_empty());
    }

    #[test]
    fn the_words_in_a_record_of_a_parliament_are_its_speakers() {
        for text in [
            [
                "Mr. STARR. I rise for the ferry. We must keep it.",
                "It is a disgrace.",
                "Ms. ROTH of Holt. Will he yield?",
            ],
            ["Anna Roth (NP). – Madam President, we must act.", "It is a disgrace.", "Ode Starr (NP). – I disagree."],
            [
                "The Minister for Ports (Anna Roth): I thank the hon. Member. We must act.",
                "It is a disgrace.",
                "Ode Starr (North Holt) (Lab): Will the Minister give way?",
            ],
        ] {
            let text = [text[0], text[1], text[2], text[0]];
            let spans = source_spans(&text.map(Passage::from));
            assert!(spans.iter().all(|spans| !spans.is_empty()), "{text:?}");
            assert_eq!(spans[1][0].of(text[1]), text[1]);
        }
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
