//! Indirect speech: what somebody is said to say, without quotation marks ("officials warned that …", "…, she said",
//! "according to the union, …").
//!
//! Who speaks and that they speak ("officials warned that") are the author's words; what they say is the source's. The
//! rules look at one sentence at a time:
//!
//! | pattern | the source's part |
//! |---|---|
//! | *subject* **said** (that) … | behind the verb, to the end of the sentence |
//! | …, **saying** (that) … | behind the verb, to the end of the sentence |
//! | …, *subject* **said** (on Monday) | the sentence without the clause of the verb |
//! | …, **said** *subject* | what stands before the comma |
//! | **According to** *somebody*, …; **in the view of** *somebody*, … | behind the comma |
//! | … **according to** *somebody* | what stands before it |
//!
//! A verb whose subject is "I", "we" or "you", an infinitive ("to say the least"), a passive ("it must be said") and a
//! clause of comparison (", as the mayor said,") make no source. English only, as its verbs are.

use crate::article::Span;

/// What a verb asks for before it makes a source of its subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verb {
    /// Always speech: what follows is said.
    Speech,
    /// Speech to somebody: "told reporters (that) …".
    Address,
    /// Also a noun or a deed ("claims", "found", "added"): speech where "that" or a question follows.
    Guarded,
    /// Speech where "as" follows: "described the plan as …".
    Portrayal,
    /// Speech that goes with what stands before: ", saying …".
    Participle,
}

fn verb(word: &str) -> Option<Verb> {
    let lists: [(&[&str], Verb); 5] = [
        (&SPEECH, Verb::Speech),
        (&ADDRESS, Verb::Address),
        (&GUARDED, Verb::Guarded),
        (&PORTRAYAL, Verb::Portrayal),
        (&PARTICIPLES, Verb::Participle),
    ];
    lists.into_iter().find(|(words, _)| words.binary_search(&word).is_ok()).map(|(_, verb)| verb)
}

/// Sorted.
const SPEECH: [&str; 58] = [
    "accused",
    "accuses",
    "acknowledged",
    "acknowledges",
    "admitted",
    "alleged",
    "alleges",
    "argued",
    "argues",
    "asserted",
    "asserts",
    "blasted",
    "called",
    "cautioned",
    "claimed",
    "complained",
    "complains",
    "conceded",
    "concedes",
    "condemned",
    "contended",
    "contends",
    "criticised",
    "criticized",
    "decried",
    "demanded",
    "denied",
    "denies",
    "denounced",
    "disputed",
    "explained",
    "insisted",
    "insists",
    "joked",
    "lamented",
    "maintained",
    "maintains",
    "pledged",
    "praised",
    "predicted",
    "promised",
    "proposed",
    "quipped",
    "rejected",
    "said",
    "says",
    "slammed",
    "stressed",
    "testified",
    "threatened",
    "tweeted",
    "urged",
    "urges",
    "vowed",
    "warned",
    "warns",
    "writes",
    "wrote",
];
/// Sorted.
const ADDRESS: [&str; 5] = ["assured", "informed", "notified", "reminded", "told"];
/// Sorted.
const GUARDED: [&str; 67] = [
    "add",
    "added",
    "adds",
    "advised",
    "agreed",
    "announced",
    "announces",
    "argue",
    "asked",
    "asks",
    "believe",
    "believed",
    "believes",
    "boasted",
    "charged",
    "charges",
    "claim",
    "claims",
    "concluded",
    "concludes",
    "confirmed",
    "contend",
    "continued",
    "declared",
    "declares",
    "emphasised",
    "emphasized",
    "estimated",
    "estimates",
    "expects",
    "fear",
    "feared",
    "feel",
    "feels",
    "felt",
    "found",
    "held",
    "hinted",
    "hope",
    "hoped",
    "hopes",
    "implied",
    "indicated",
    "insist",
    "noted",
    "notes",
    "observed",
    "pointed",
    "recalled",
    "recommended",
    "remarked",
    "repeated",
    "replied",
    "reported",
    "responded",
    "revealed",
    "ruled",
    "say",
    "stated",
    "suggested",
    "suggests",
    "tells",
    "think",
    "thinks",
    "thought",
    "wondered",
    "worried",
];
/// Sorted.
const PORTRAYAL: [&str; 12] = [
    "characterised",
    "characterized",
    "depicted",
    "derided",
    "described",
    "describes",
    "dismissed",
    "dismisses",
    "hailed",
    "mocked",
    "portrayed",
    "regarded",
];
/// Sorted.
const PARTICIPLES: [&str; 22] = [
    "accusing",
    "adding",
    "alleging",
    "arguing",
    "asserting",
    "calling",
    "claiming",
    "complaining",
    "contending",
    "declaring",
    "demanding",
    "denouncing",
    "describing",
    "explaining",
    "insisting",
    "noting",
    "saying",
    "stressing",
    "suggesting",
    "urging",
    "vowing",
    "warning",
];
/// Verbs that may stand behind what is said, in a clause of their own: "…, officials say." Sorted.
const PARENTHETIC: [&str; 19] = [
    "added",
    "adds",
    "announced",
    "argue",
    "believe",
    "claim",
    "concluded",
    "continued",
    "declared",
    "noted",
    "notes",
    "observed",
    "recalled",
    "remarked",
    "replied",
    "reported",
    "say",
    "stated",
    "suggested",
];

/// The parts of a paragraph that are indirect speech, in order and disjoint. `quoted` are the spans between quotation
/// marks, in order and disjoint; they are opaque here.
pub(super) fn indirect_speech(text: &str, quoted: &[Span]) -> Vec<Span> {
    let mut out = Vec::new();
    for sentence in sentences(&pieces(text, quoted)) {
        Sentence { pieces: sentence }.speech(&mut out);
    }
    out
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Word,
    Comma,
    /// `;`, `:`, a dash or a bracket.
    Break,
    /// The end of a sentence.
    Stop,
    Quotation,
}

#[derive(Debug, Clone)]
struct Piece {
    kind: Kind,
    span: Span,
    /// A word in lower case.
    lower: String,
    capital: bool,
}

/// Cuts a paragraph into words, marks and whole quotations.
fn pieces(text: &str, quoted: &[Span]) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    let mut quoted = quoted.iter().peekable();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        while quoted.peek().is_some_and(|span| span.end <= at) {
            quoted.next();
        }
        if let Some(span) = quoted.peek().filter(|span| span.start <= at) {
            let span = Span { start: at, end: span.end.max(at + c.len_utf8()) };
            out.push(Piece { kind: Kind::Quotation, span, lower: String::new(), capital: false });
            at = span.end;
            continue;
        }
        let end = quoted.peek().map_or(text.len(), |span| span.start);
        let len = if c.is_alphanumeric() { word_len(&text[at..end]) } else { c.len_utf8() };
        let span = Span { start: at, end: at + len };
        let kind = match c {
            c if c.is_alphanumeric() => Some(Kind::Word),
            ',' => Some(Kind::Comma),
            ';' | ':' | '—' | '–' | '(' | ')' | '[' | ']' => Some(Kind::Break),
            '.' | '!' | '?' | '…' => Some(Kind::Stop),
            _ => None,
        };
        if let Some(kind) = kind {
            let word = kind == Kind::Word;
            let lower = if word { span.of(text).to_lowercase() } else { String::new() };
            out.push(Piece { kind, span, lower, capital: word && c.is_uppercase() });
        }
        at += len;
    }
    out
}

/// Letters and digits, with apostrophes, hyphens and points inside.
fn word_len(text: &str) -> usize {
    let mut end = 0;
    for (at, c) in text.char_indices() {
        if c.is_alphanumeric() {
            if at > end {
                let joint = &text[end..at];
                if !matches!(joint, "'" | "’" | "-" | "." | ",") {
                    break;
                }
            }
            end = at + c.len_utf8();
        } else if at > end {
            break;
        }
    }
    end
}

/// The runs of pieces between the ends of sentences.
fn sentences(pieces: &[Piece]) -> impl Iterator<Item = &[Piece]> {
    let mut start = 0;
    let mut out = Vec::new();
    for at in 0..pieces.len() {
        if ends_sentence(pieces, at) {
            out.push(&pieces[start..=at]);
            start = at + 1;
        }
    }
    out.push(&pieces[start..]);
    out.into_iter().filter(|sentence| !sentence.is_empty())
}

fn ends_sentence(pieces: &[Piece], at: usize) -> bool {
    const TITLES: [&str; 14] =
        ["mr", "mrs", "ms", "dr", "prof", "sen", "rep", "gov", "gen", "col", "lt", "sgt", "rev", "st"];
    let next = pieces.get(at + 1);
    let starts = next.is_none_or(|next| next.capital || next.kind == Kind::Quotation);
    let before = at.checked_sub(1).map(|at| &pieces[at]);
    let title =
        before.is_some_and(|word| TITLES.contains(&word.lower.as_str()) || word.capital && word.lower.len() == 1);
    pieces[at].kind == Kind::Stop && starts && !title
}

/// The pieces of one sentence.
struct Sentence<'p> {
    pieces: &'p [Piece],
}

impl Sentence<'_> {
    /// Adds what a source says in the sentence: the first pattern that fits decides.
    fn speech(&self, out: &mut Vec<Span>) {
        if self.according(out) || self.view(out) {
            return;
        }
        for at in 0..self.pieces.len() {
            if verb(&self.pieces[at].lower).is_some_and(|verb| self.verb(at, verb, out)) {
                return;
            }
        }
    }

    fn word(&self, at: usize) -> &str {
        self.pieces.get(at).map_or("", |piece| piece.lower.as_str())
    }

    fn is(&self, at: usize, kind: Kind) -> bool {
        self.pieces.get(at).is_some_and(|piece| piece.kind == kind)
    }

    fn comma_from(&self, at: usize) -> Option<usize> {
        (at..self.pieces.len()).find(|&at| self.is(at, Kind::Comma))
    }

    /// "According to X, …", "…, according to X".
    fn according(&self, out: &mut Vec<Span>) -> bool {
        let Some(at) = (0..self.pieces.len()).find(|&at| self.word(at) == "according" && self.word(at + 1) == "to")
        else {
            return false;
        };
        let comma = self.comma_from(at + 2);
        // "But according to X, …" starts with it too.
        if at <= 2 {
            return comma.is_some_and(|comma| self.push(comma + 1, self.pieces.len(), out));
        }
        self.push(0, at, out);
        // "The plan, according to X, will fail."
        if let Some(comma) = comma.filter(|_| self.is(at - 1, Kind::Comma)) {
            self.push(comma + 1, self.pieces.len(), out);
        }
        true
    }

    /// "In the view of X, …".
    fn view(&self, out: &mut Vec<Span>) -> bool {
        const VIEWS: [&str; 5] = ["view", "opinion", "words", "eyes", "judgment"];
        let opens =
            self.word(0) == "in" && self.word(1) == "the" && VIEWS.contains(&self.word(2)) && self.word(3) == "of";
        let comma = self.comma_from(4).filter(|_| opens && !AUTHOR.contains(&self.word(4)));
        comma.is_some_and(|comma| self.push(comma + 1, self.pieces.len(), out))
    }

    /// Tries the verb at `at`; whether it speaks.
    fn verb(&self, at: usize, verb: Verb, out: &mut Vec<Span>) -> bool {
        let all = self.pieces.len();
        let behind_comma = at > 0 && self.is(at - 1, Kind::Comma);
        if verb == Verb::Participle {
            return behind_comma && self.push(self.opener(at, 6).unwrap_or(at + 1), all, out);
        }
        // "…, said the mayor."
        if behind_comma && at > 2 && verb == Verb::Speech && self.is_only_a_name(at + 1) {
            return self.push(0, at, out);
        }
        let Some(subject) = self.subject(at) else { return false };
        let is_tail =
            self.is_tail(at + 1) && (verb != Verb::Guarded || PARENTHETIC.binary_search(&self.word(at)).is_ok());
        // “…,” the mayor said on Monday: what is quoted is the source's already, the rest tells who and when.
        let quotation = (0..subject).rev().take(LONGEST_SENTENCE).find(|&at| self.is(at, Kind::Quotation));
        if let Some(quotation) = quotation.filter(|_| is_tail || verb == Verb::Address) {
            return self.push(0, quotation, out);
        }
        if let Some(comma) = self.clause(subject).filter(|_| is_tail) {
            self.push(0, comma, out);
            if let Some(next) = self.comma_from(at + 1) {
                self.push(next + 1, all, out);
            }
            return true;
        }
        self.complement(at, verb).is_some_and(|start| self.push(start, all, out))
    }

    /// The last word of the subject before a verb, over adverbs, auxiliaries and an apposition ("Roth, the mayor, said");
    /// none where the subject is the author or the reader, or where the verb is no finite verb of somebody's.
    fn subject(&self, verb: usize) -> Option<usize> {
        const PASSED: [&str; 16] = [
            "also", "has", "have", "had", "later", "then", "again", "once", "now", "still", "often", "even", "all",
            "never", "long", "just",
        ];
        const NONE: [&str; 46] = [
            "the", "a", "an", "this", "that", "these", "those", "its", "his", "her", "their", "my", "and", "every",
            "each", "any", "no", "last", "first", "what", "how", "as", "to", "be", "is", "are", "was", "were", "been",
            "being", "am", "not", "let's", "who", "which", "can", "could", "would", "should", "must", "may", "might",
            "will", "don't", "of", "nobody",
        ];
        let passed = |word: &str| PASSED.contains(&word) || word.len() > 4 && word.ends_with("ly");
        let mut at = (0..verb).rev().find(|&at| !passed(self.word(at)))?;
        if self.is(at, Kind::Comma) {
            let apposition = (0..at).rev().find(|&at| self.is(at, Kind::Comma))?;
            at = apposition.checked_sub(1)?;
        }
        let lower = self.word(at).replace('’', "'");
        let someone = self.is(at, Kind::Word) && !NONE.contains(&lower.as_str()) && !AUTHOR.contains(&lower.as_str());
        // "a warden called Keith" is no speech.
        let named = self.word(verb) == "called" && at > 0 && matches!(self.word(at - 1), "a" | "an");
        (someone && !named).then_some(at)
    }

    /// The comma before the clause of a verb that stands behind what is said: "…, the mayor said".
    fn clause(&self, subject: usize) -> Option<usize> {
        const SUBORDINATE: [&str; 16] = [
            "as", "just", "like", "which", "who", "where", "when", "if", "whatever", "although", "though", "because",
            "while", "and", "but", "or",
        ];
        const REACH: usize = 8;
        let comma = (0..subject).rev().take(REACH).find(|&at| self.is(at, Kind::Comma))?;
        (comma >= 3 && !SUBORDINATE.contains(&self.word(comma + 1))).then_some(comma)
    }

    /// Whether what is left of the sentence holds no finite verb: "said the mayor of Holt, who lives there".
    fn is_only_a_name(&self, from: usize) -> bool {
        const VERBS: [&str; 16] = [
            "was", "were", "is", "are", "would", "will", "had", "has", "have", "could", "can", "should", "that", "to",
            "it", "there",
        ];
        const LONGEST: usize = 12;
        let rest = &self.pieces[from.min(self.pieces.len())..];
        let name: Vec<&Piece> = rest.iter().take_while(|piece| piece.kind == Kind::Word).collect();
        !name.is_empty() && name.len() <= LONGEST && !name.iter().any(|word| VERBS.contains(&word.lower.as_str()))
    }

    /// Whether only an adverbial follows the verb: "said.", "said on Tuesday.", "said, …".
    fn is_tail(&self, from: usize) -> bool {
        const ADVERBIALS: [&str; 23] = [
            "on",
            "in",
            "at",
            "during",
            "after",
            "before",
            "by",
            "via",
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
            "yesterday",
            "today",
            "last",
            "this",
            "through",
            "earlier",
            "later",
            "to",
        ];
        let Some(next) = self.pieces.get(from) else { return true };
        match next.kind {
            Kind::Stop | Kind::Comma => true,
            Kind::Word => {
                ADVERBIALS.contains(&self.word(from))
                    && !self.pieces[from..].iter().take(LONGEST_SENTENCE).any(|piece| piece.lower == "that")
            }
            Kind::Break | Kind::Quotation => false,
        }
    }

    /// The piece with which what is said begins, behind the verb.
    fn complement(&self, at: usize, verb: Verb) -> Option<usize> {
        let start = match verb {
            Verb::Speech | Verb::Participle => self.opener(at, 6).unwrap_or(at + 1),
            Verb::Address => self.opener(at, 8).unwrap_or(at + 2),
            // "tells you that …" is said to the reader.
            Verb::Guarded => self.opener(at, 3).filter(|_| !AUTHOR.contains(&self.word(at + 1)))?,
            Verb::Portrayal => {
                (at + 1..self.pieces.len()).take(10).find(|&at| self.word(at) == "as").map(|_| at + 1)?
            }
        };
        // “…” right behind the verb is all that is said: "she said “we must go” and left".
        let quoted =
            self.is(start, Kind::Quotation) || self.word(start) == "that" && self.is(start + 1, Kind::Quotation);
        (start < self.pieces.len() && !quoted).then_some(start)
    }

    /// "that", "whether", "if" or "why" within some words behind the verb.
    fn opener(&self, at: usize, within: usize) -> Option<usize> {
        let rest = (at + 1..self.pieces.len()).take(within).take_while(|&at| self.is(at, Kind::Word));
        rest.into_iter().find(|&at| matches!(self.word(at), "that" | "whether" | "if" | "why"))
    }

    /// Adds the words of the pieces `from..to`, without the marks at their ends; whether there are any.
    fn push(&self, from: usize, to: usize, out: &mut Vec<Span>) -> bool {
        let mut words = self.pieces[from.min(to)..to].iter().filter(|piece| piece.kind == Kind::Word);
        let Some(first) = words.next() else { return false };
        let last = words.next_back().unwrap_or(first);
        out.push(Span { start: first.span.start, end: last.span.end });
        true
    }
}

/// Nothing further away belongs to a verb. Without this bound a text without full stops would take quadratic time.
const LONGEST_SENTENCE: usize = 200;

/// Subjects that are the author or the reader.
const AUTHOR: [&str; 14] =
    ["i", "we", "you", "me", "us", "my", "our", "your", "i've", "we've", "i'd", "we'd", "i'll", "we'll"];

#[cfg(test)]
mod tests {
    use crate::voice::{Speech, source_spans};

    fn indirect(text: &str) -> Vec<&str> {
        let spans = source_spans(&[text.into()]).remove(0);
        spans.iter().filter(|source| source.speech == Speech::Indirect).map(|source| source.of(text)).collect()
    }

    #[test]
    fn what_is_said_without_marks_is_the_sources() {
        for (text, expected) in [
            ("The auditors warned that the quay would stay empty.", "that the quay would stay empty"),
            ("The union said the offer was a cut. Ballots go out in May.", "the offer was a cut"),
            ("Mr. Roth, the mayor, said the plan was a disgrace.", "the plan was a disgrace"),
            ("The plan was a disgrace, the mayor said on Tuesday.", "The plan was a disgrace"),
            ("The plan was a disgrace, said the mayor of Holt.", "The plan was a disgrace"),
            ("The clerk told reporters that nobody had asked.", "that nobody had asked"),
            ("According to the union, the offer is a cut.", "the offer is a cut"),
            ("The offer is a cut, according to the union.", "The offer is a cut"),
            ("In the view of the guild, the text is a parade.", "the text is a parade"),
            ("Opponents accused the county of hiding figures.", "the county of hiding figures"),
            ("She described the plan as a disgrace.", "the plan as a disgrace"),
            ("She left the room, saying the vote was a farce.", "the vote was a farce"),
            ("Some ministers suggested that gifts would do.", "that gifts would do"),
        ] {
            assert_eq!(indirect(text), [expected], "{text}");
        }
        let text = "The library hours, she said, amounted to a sign on the door.";
        assert_eq!(indirect(text), ["The library hours", "amounted to a sign on the door"]);
        assert_eq!(indirect("He said the plan was “a theft of time” and a shame."), ["the plan was", "and a shame"]);
    }

    #[test]
    fn the_authors_own_claims_and_deeds_are_no_speech() {
        for text in [
            "We said that this would fail.",
            "I have argued that the plan is a disgrace.",
            "It must be said that the plan is a disgrace.",
            "Needless to say the plan is a disgrace.",
            "The board added a tax to the bill.",
            "Nobody asked for this, as the mayor promised.",
            "A cheerful voice tells you that you are valued.",
            "It was run by a warden called Keith.",
            "“We must go,” the engineer, Rosa Quay, wrote to the department in May.",
        ] {
            assert_eq!(indirect(text), Vec::<&str>::new(), "{text}");
        }
    }
}
