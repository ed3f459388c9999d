//! The patterns of indirect speech in one sentence.

use super::pieces::{Kind, Piece, Trigger};
use super::verbs::{Verb, is_parenthetic, is_past, is_plain};
use crate::text::Span;
use crate::text::word::{Word, words};

/// Nothing further away belongs to a verb. Without this bound a text without full stops would take quadratic time.
const REACH: usize = 60;

/// Subjects that are the author or the reader.
#[rustfmt::skip]
const AUTHOR: [Word; 14] = words!["i", "we", "you", "me", "us", "my", "our", "your", "i've", "we've", "i'd", "we'd", "i'll", "we'll"];

const TO: Word = Word::of("to");
const ON: Word = Word::of("on");

/// Words before the first of a clause.
const JOINTS: [Word; 8] = words!["but", "and", "yet", "so", "still", "now", "indeed", "even"];

/// Verbs that need no speech to be finite.
#[rustfmt::skip]
const FINITE: [Word; 28] = words![
    "is", "are", "was", "were", "has", "have", "had", "does", "did", "will", "would", "can", "could", "shall", "should",
    "must", "may", "might", "isn't", "aren't", "wasn't", "weren't", "hasn't", "haven't", "won't", "wouldn't", "can't",
    "couldn't",
];

/// The pieces of one sentence, and how far it has been read.
pub(super) struct Sentence<'p> {
    pieces: &'p [Piece],
    /// Nothing before this piece belongs to what is read now.
    from: usize,
    out: Vec<Span>,
}

impl<'p> Sentence<'p> {
    pub(super) fn new(pieces: &'p [Piece]) -> Self {
        Self { pieces, from: 0, out: Vec::new() }
    }

    /// What sources say in the sentence, in order.
    pub(super) fn speech(mut self) -> Vec<Span> {
        if self.is_question() {
            return self.out;
        }
        let mut at = 0;
        while at < self.pieces.len() {
            let next = match self.pieces[at].trigger {
                None => None,
                Some(Trigger::According) => self.according(at),
                Some(Trigger::View) => self.view(at),
                Some(Trigger::Verb(verb)) => self.verb(at, verb),
            };
            // Each pattern gives the piece behind what it has read.
            self.from = next.unwrap_or(self.from);
            at = next.unwrap_or(at + 1).max(at + 1);
        }
        self.out
    }

    fn word(&self, at: usize) -> Word {
        self.pieces.get(at).map_or(Word::NONE, |piece| piece.word)
    }

    fn is(&self, at: usize, kind: Kind) -> bool {
        self.pieces.get(at).is_some_and(|piece| piece.kind == kind)
    }

    fn any(&self, at: usize, words: &[Word]) -> bool {
        self.word(at).is_in(words)
    }

    fn one(&self, at: usize, word: Word) -> bool {
        self.word(at) == word
    }

    fn all(&self) -> usize {
        self.pieces.len()
    }

    /// "Does anyone say that …?" is the author's question.
    fn is_question(&self) -> bool {
        #[rustfmt::skip]
        const OPENERS: [Word; 21] = words![
            "do", "does", "did", "is", "are", "was", "were", "would", "could", "can", "should", "will", "how", "why",
            "what", "who", "when", "where", "which", "isn't", "don't",
        ];
        self.pieces.last().is_some_and(|last| last.kind == Kind::Question) && self.any(0, &OPENERS)
    }

    /// The first comma in `from..`.
    fn comma(&self, from: usize) -> Option<usize> {
        (from..self.all()).take(REACH).find(|&at| self.is(at, Kind::Comma))
    }

    /// A verb, but not the month in "in May".
    fn is_finite(&self, at: usize) -> bool {
        self.any(at, &FINITE) && !self.pieces[at].capital
    }

    /// Whether a clause may end here.
    fn is_mark(&self, at: usize) -> bool {
        self.pieces.get(at).is_some_and(|piece| matches!(piece.kind, Kind::Comma | Kind::Semicolon | Kind::Break))
    }

    /// The piece with which the clause of `at` begins: behind the last comma or break.
    fn clause_start(&self, at: usize) -> usize {
        let earliest = self.from.max(at.saturating_sub(REACH));
        (earliest..at).rev().find(|&at| self.is_mark(at)).map_or(earliest, |at| at + 1)
    }

    /// The first word of a clause behind "but", "and" and their like.
    fn opening(&self, clause: usize) -> usize {
        (clause..self.all()).find(|&at| !self.any(at, &JOINTS)).unwrap_or(clause)
    }

    /// "According to X, …", "…, according to X".
    fn according(&mut self, at: usize) -> Option<usize> {
        const NOBODY: [Word; 6] = words!["any", "plan", "whether", "how", "which", "what"];
        if !self.one(at + 1, Word::of("to")) || self.any(at + 2, &AUTHOR) || self.any(at + 2, &NOBODY) {
            return None;
        }
        let clause = self.clause_start(at);
        let closing = self.name_end(at + 2);
        if self.opening(clause) != at {
            // "Prices rose according to X"
            self.push(clause, at);
            return Some(at + 2);
        }
        if clause > self.from {
            self.push(self.from, clause);
        }
        let Some(rest) = closing.filter(|&comma| clause == self.from || !self.is_answer(comma, false)) else {
            return Some(at + 2);
        };
        let end = self.end(rest + 1, false);
        self.push(rest + 1, end);
        Some(end)
    }

    /// The comma behind a name that starts at `from`, over an apposition: "Jane Roth, a clerk, …".
    fn name_end(&self, from: usize) -> Option<usize> {
        const LONGEST: usize = 15;
        let comma = self.comma(from)?;
        let next = self.comma(comma + 1).filter(|next| next - comma <= LONGEST);
        let relative = self.any(comma + 1, &words!["who", "whose", "which"]);
        let apposition = self.any(comma + 1, &words!["a", "an"]);
        next.filter(|&next| relative || apposition && !(comma..next).any(|at| self.is_finite(at))).or(Some(comma))
    }

    /// "In the view of X, …", "in her view, …", "in the mayor's view, …".
    fn view(&mut self, at: usize) -> Option<usize> {
        const VIEWS: [Word; 6] = words!["view", "opinion", "words", "eyes", "judgment", "telling"];
        const LONGEST: usize = 5;
        let noun = (at + 2..at + 2 + LONGEST).find(|&at| self.any(at, &VIEWS))?;
        let owner = self.word(noun - 1);
        let of = self.one(noun + 1, Word::of("of")) && !self.any(noun + 2, &AUTHOR) && owner == Word::of("the");
        let owned = self.is(noun + 1, Kind::Comma)
            && (owner.is_in(&words!["her", "his", "their"]) || owner.has_ending(Word::of("'s")));
        let somebody = (of || owned) && !self.any(at + 1, &AUTHOR) && self.clause_start(at) == at;
        let comma = self.name_end(noun + 1).filter(|_| somebody)?;
        let end = self.end(comma + 1, false);
        self.push(comma + 1, end);
        Some(end)
    }

    /// Tries the verb at `at`.
    fn verb(&mut self, at: usize, verb: Verb) -> Option<usize> {
        let past = is_past(self.word(at));
        let behind_comma = at > self.from && self.is(at - 1, Kind::Comma);
        if verb == Verb::Participle {
            let theirs = behind_comma && !self.any(self.from, &AUTHOR);
            let opener = self.opener(at, 6);
            let start = if self.one(at, Word::of("holding")) { opener? } else { opener.unwrap_or(at + 1) };
            return theirs.then(|| self.push_to_end(start, None, true));
        }
        // "…, said the mayor."
        let parenthetic = is_parenthetic(self.word(at), verb);
        if behind_comma && at > self.from + 2 && parenthetic && verb != Verb::Object && self.is_only_a_name(at + 1) {
            self.push(self.from, at);
            return Some(at + 1);
        }
        if let Some(start) = self.passive_portrayal(at, verb) {
            return Some(self.push_to_end(start, None, past));
        }
        let subject = self.subject(at, verb)?;
        let is_tail =
            self.is_tail(at + 1) || verb == Verb::Address && self.is_only_a_name(at + 1) && self.closes(at + 1);
        // “…,” the mayor said on Monday: what is quoted is the source's already, the rest tells who and when.
        let earliest = self.from.max(subject.saturating_sub(REACH));
        let quotation = (earliest..subject).rev().find(|&at| self.is(at, Kind::Quotation));
        if let Some(quotation) = quotation.filter(|_| is_tail && parenthetic || verb == Verb::Address) {
            self.push(self.from, quotation);
            return Some(at + 1);
        }
        // "In an interview, she said, “…”": the comma opens the quotation.
        if self.is(at + 1, Kind::Comma) && self.is(at + 2, Kind::Quotation) {
            return None;
        }
        let stands_behind = is_tail && (parenthetic || verb == Verb::Address);
        if let Some(comma) = self.parenthesis(subject, at + 1).filter(|_| stands_behind) {
            self.push(self.from, comma);
            let rest = self.comma(at + 1).filter(|&comma| !self.is_answer(comma, past));
            return Some(rest.map_or(self.all(), |comma| self.push_to_end(comma + 1, None, past)));
        }
        let start = self.complement(at, verb, is_tail)?;
        Some(self.push_to_end(start, self.closing_comma(subject, start), past))
    }

    /// Where what is said starts in "was dismissed by the union as …".
    fn passive_portrayal(&self, at: usize, verb: Verb) -> Option<usize> {
        const LONGEST: usize = 10;
        let by = matches!(verb, Verb::Portrayal | Verb::Object) && self.one(at + 1, Word::of("by"));
        let mut agent = (at + 2..self.all()).take(LONGEST).take_while(|&at| self.is(at, Kind::Word));
        let start = agent.find(|&at| self.one(at, Word::of("as"))).filter(|_| by && !self.any(at + 2, &AUTHOR))? + 1;
        (!self.is(start, Kind::Quotation) && !self.is(start + 1, Kind::Quotation)).then_some(start)
    }

    /// Whether the words from `from` on end with a comma or with the sentence: "told its readers,".
    fn closes(&self, from: usize) -> bool {
        const LONGEST: usize = 4;
        let end = (from..self.all()).take(LONGEST + 1).find(|&at| !self.is(at, Kind::Word));
        end.is_some_and(|end| self.is(end, Kind::Comma) || self.is(end, Kind::Stop))
    }

    /// The last word of the subject before a verb, over adverbs, auxiliaries and an apposition ("Roth, the mayor, said");
    /// none where the subject is the author or the reader, or where the verb is no finite verb of somebody's.
    fn subject(&self, at: usize, verb: Verb) -> Option<usize> {
        #[rustfmt::skip]
        const PASSED: [Word; 15] = words![
            "also", "has", "have", "had", "later", "then", "again", "once", "now", "still", "often", "even", "all",
            "long", "just",
        ];
        #[rustfmt::skip]
        const NONE: [Word; 49] = words![
            "the", "a", "an", "this", "that", "these", "those", "its", "his", "her", "their", "my", "and", "every",
            "each", "any", "no", "last", "first", "what", "how", "as", "to", "be", "is", "are", "was", "were", "been",
            "being", "am", "not", "let's", "can", "could", "would", "should", "must", "may", "might", "will", "don't",
            "of", "nobody", "whoever", "never", "or", "for", "in",
        ];
        let passed = |word: Word| word.is_in(&PASSED) || is_adverb(word);
        let mut last = (self.from..at).rev().take(REACH).find(|&at| !passed(self.word(at)))?;
        if self.is(last, Kind::Comma) {
            let comma = (self.from..last).rev().take(REACH).find(|&at| self.is(at, Kind::Comma))?;
            last = comma.checked_sub(1).filter(|&last| last >= self.from)?;
        }
        // "met the clerks and said …": the subject stands further ahead.
        let earliest = self.from.max(last.saturating_sub(REACH));
        let by_author = (earliest..last).any(|at| self.any(at, &AUTHOR));
        let joined = self.one(last, Word::of("and")) && verb == Verb::Clause && !by_author;
        if joined && last > self.from + 2 {
            return Some(last);
        }
        let someone = self.is(last, Kind::Word) && !self.any(last, &NONE) && !self.any(last, &AUTHOR);
        // ", who said" is somebody's; "those who say" are whom the author means.
        let relative = self.any(last, &words!["who", "which"]);
        let told = last > self.from && self.is(last - 1, Kind::Comma);
        let plain = is_plain(self.word(at)) && verb == Verb::Present;
        let fits = someone && (!relative || told) && !self.is_naming(at) && (!plain || self.is_plural(last));
        (fits && !self.is_ours(last)).then_some(last)
    }

    /// "It had a warden called Keith" is no speech; "a warden called it a disgrace" is.
    fn is_naming(&self, verb: usize) -> bool {
        const NEAR: usize = 6;
        let clause = self.opening(self.clause_start(verb));
        let mut before = (clause.max(verb.saturating_sub(NEAR)) + 1)..verb;
        self.one(verb, Word::of("called")) && before.any(|at| self.any(at, &words!["a", "an"]))
    }

    /// Whether the clause that ends with `last` holds a plural: "critics of the plan".
    fn is_plural(&self, last: usize) -> bool {
        #[rustfmt::skip]
        const PLURALS: [Word; 12] = words!["they", "people", "some", "many", "most", "others", "few", "men", "women", "police", "both", "who"];
        (self.clause_start(last)..=last).any(|at| {
            let word = self.word(at);
            word.is_in(&PLURALS) || word.len() > 3 && word.has_ending(Word::of("s")) && !word.has_ending(Word::of("ss"))
        })
    }

    /// Whether the subject that ends with `last` is the publication, or the clause is the author's in another way: "this
    /// newspaper", "our editorial board", "we at the Times", "let no one say", "as the mayor said".
    fn is_ours(&self, last: usize) -> bool {
        #[rustfmt::skip]
        const PUBLICATION: [Word; 13] = words![
            "newspaper", "newspaper's", "paper", "paper's", "page", "pages", "magazine", "column", "columns", "editors",
            "editorial", "editorials", "publication",
        ];
        const NEAR: usize = 5;
        let clause = self.clause_start(last);
        let first = clause.max(last.saturating_sub(NEAR));
        let ours =
            (first..last).any(|at| self.any(at, &words!["this", "these", "our"]) && self.any(at + 1, &PUBLICATION));
        let we = (first..last)
            .any(|at| self.one(at, Word::of("we")) && self.any(at + 1, &words!["at", "here", "on", "in", "and", "of"]));
        ours || we || self.any(self.opening(clause), &words!["let", "let's", "as", "than", "whatever"])
    }

    /// The comma before the clause of a verb that stands behind what is said: "…, the mayor said". `behind` is the piece
    /// behind the verb: where a comma closes the clause, less has to stand before it.
    fn parenthesis(&self, subject: usize, behind: usize) -> Option<usize> {
        #[rustfmt::skip]
        const SUBORDINATE: [Word; 16] = words![
            "as", "just", "like", "which", "who", "where", "when", "if", "whatever", "although", "though", "because",
            "while", "and", "but", "or",
        ];
        const LONGEST: usize = 8;
        let comma = (self.from..subject).rev().take(LONGEST).find(|&at| self.is(at, Kind::Comma))?;
        let least = if self.is(behind, Kind::Comma) { 1 } else { 3 };
        (comma >= self.from + least && !self.any(comma + 1, &SUBORDINATE)).then_some(comma)
    }

    /// Whether what is left of the sentence holds no finite verb: "said the mayor of Holt, who lives there".
    fn is_only_a_name(&self, from: usize) -> bool {
        const LONGEST: usize = 12;
        let end = (from..self.all()).take(LONGEST).find(|&at| !self.is(at, Kind::Word)).unwrap_or(self.all());
        let clause = |at| self.is_finite(at) || self.any(at, &words!["that", "to", "it", "there"]);
        let name = (1..LONGEST).contains(&end.saturating_sub(from)) && !(from..end).any(clause);
        name && !self.any(from, &AUTHOR) && !self.starts_adverbial(from)
    }

    /// Whether only an adverbial follows the verb: "said.", "said on Tuesday.", "said, …".
    fn is_tail(&self, from: usize) -> bool {
        const LONGEST: usize = 16;
        let long = (from..self.all()).take(LONGEST).take_while(|&at| self.is(at, Kind::Word)).count();
        let end = from + long;
        let closed = matches!(self.pieces.get(end).map(|piece| piece.kind), None | Some(Kind::Stop | Kind::Comma));
        let clause = |at| self.is_finite(at) || self.any(at, &words!["that", "it", "he", "she", "they"]);
        closed && (long == 0 || self.starts_adverbial(from) && !(from..end).any(clause))
    }

    /// "on Tuesday", "in a letter", "yesterday".
    fn starts_adverbial(&self, at: usize) -> bool {
        #[rustfmt::skip]
        const ADVERBIALS: [Word; 23] = words![
            "on", "in", "at", "during", "after", "before", "by", "via", "monday", "tuesday", "wednesday", "thursday",
            "friday", "saturday", "sunday", "yesterday", "today", "last", "this", "through", "earlier", "later", "to",
        ];
        self.any(at, &ADVERBIALS) || is_adverb(self.word(at))
    }

    /// The piece with which what is said begins, behind the verb.
    fn complement(&self, at: usize, verb: Verb, is_tail: bool) -> Option<usize> {
        let next = at + 1;
        let start = match verb {
            Verb::Clause => self.opener(at, 6).or_else(|| (!is_tail && self.opens_clause(at)).then_some(next))?,
            Verb::Object => self.opener(at, 6).or_else(|| self.opens_phrase(at).then_some(next))?,
            Verb::Present => self.opener(at, 3).or_else(|| self.opens_subject(next).then_some(next))?,
            Verb::Address => self.opener(at, 8).unwrap_or(at + 2),
            // "tells you that …" is said to the reader.
            Verb::Guarded => self.opener(at, 3).filter(|_| !self.any(next, &AUTHOR))?,
            Verb::Portrayal => (next..self.all()).take(10).find(|&at| self.one(at, Word::of("as"))).map(|_| next)?,
            Verb::Participle => next,
        };
        // “…” right behind the verb, or but for a word, is all that is said: "she said that “we must go” and left".
        let quoted = self.is(start, Kind::Quotation) || self.is(start + 1, Kind::Quotation);
        (start < self.all() && !quoted).then_some(start)
    }

    /// "said prices would rise", not "maintained by the county", nor "the sum he claimed is".
    fn opens_clause(&self, verb: usize) -> bool {
        let next = verb + 1;
        let other = self.any(next, &words!["by", "last", "during", "under", "since", "and", "or"])
            && !self.one(verb, Word::of("said"));
        self.is(next, Kind::Word) && !self.is_finite(next) && !other
    }

    /// "rejected the plan", "denied it", "called for", "promised to": an object or an infinitive follows. "Citizens urged
    /// to leave" are not the ones who urge.
    fn opens_phrase(&self, verb: usize) -> bool {
        #[rustfmt::skip]
        const OPENERS: [Word; 11] = words!["him", "them", "for", "any", "all", "what", "such", "claims", "allegations", "having", "being"];
        let next = verb + 1;
        match self.word(next) {
            TO => !self.any(verb, &words!["urged", "accused", "called"]),
            ON => self.one(verb, Word::of("called")) && self.opens_subject(next + 1),
            word => word.is_in(&OPENERS) || self.opens_subject(next) || self.is(next, Kind::Quotation),
        }
    }

    /// An article, a pronoun, a possessive or a name.
    fn opens_subject(&self, at: usize) -> bool {
        #[rustfmt::skip]
        const OPENERS: [Word; 21] = words![
            "the", "a", "an", "these", "those", "his", "her", "its", "their", "he", "she", "it", "they", "there", "that",
            "some", "many", "most", "no", "nobody", "nothing",
        ];
        self.any(at, &OPENERS) || self.pieces.get(at).is_some_and(|piece| piece.capital) && !self.starts_adverbial(at)
    }

    /// "that", "whether", "if" or "why" within some words behind the verb.
    fn opener(&self, at: usize, within: usize) -> Option<usize> {
        let mut rest = (at + 1..self.all()).take(within).take_while(|&at| self.is(at, Kind::Word));
        rest.find(|&at| self.any(at, &words!["that", "whether", "if", "why"]))
    }

    /// The comma that closes the clause of a verb which stands in a subordinate clause before the author's main clause.
    fn closing_comma(&self, subject: usize, start: usize) -> Option<usize> {
        #[rustfmt::skip]
        const SUBORDINATE: [Word; 15] = words![
            "if", "when", "while", "although", "though", "because", "since", "whenever", "unless", "once", "after",
            "before", "until", "who", "which",
        ];
        let clause = self.clause_start(subject);
        let opening = self.opening(clause);
        let opens = clause == self.from || self.any(opening, &words!["who", "which"]);
        self.comma(start).filter(|_| opens && self.any(opening, &SUBORDINATE))
    }

    /// Adds `start..` up to the author's answer or to `closing`; the piece behind it.
    fn push_to_end(&mut self, start: usize, closing: Option<usize>, past: bool) -> usize {
        let end = self.end_before(start, closing.unwrap_or(self.all()), past);
        self.push(start, end);
        end
    }

    /// Where the author answers what is said from `start` on, or the end of the sentence.
    fn end(&self, start: usize, past: bool) -> usize {
        self.end_before(start, self.all(), past)
    }

    /// The same, or `last` where that is nearer.
    fn end_before(&self, start: usize, last: usize, past: bool) -> usize {
        (start..last).find(|&at| self.is_mark(at) && self.is_answer(at, past)).unwrap_or(last)
    }

    /// Whether the author speaks again behind the mark at `mark`.
    fn is_answer(&self, mark: usize, past: bool) -> bool {
        const CONTRASTS: [Word; 4] = words!["but", "yet", "though", "although"];
        const LINKS: [Word; 6] = words!["and", "so", "or", "because", "which", "nor"];
        const DUTIES: [Word; 4] = words!["must", "should", "ought", "cannot"];
        let next = mark + 1;
        if self.any(next, &CONTRASTS) || self.is(mark, Kind::Semicolon) {
            return !past || !self.is_shifted(next);
        }
        let first = if self.any(next, &LINKS) { next + 1 } else { next };
        let ours = self.any(first, &AUTHOR) && !self.one(first, Word::of("you"));
        let pronoun = self.any(first, &words!["he", "she", "it", "they", "that", "this"]);
        let duty = pronoun && self.any(first + 1, &DUTIES);
        ours || duty || self.is_comment(next)
    }

    /// ", a claim that …", ", which is absurd."
    fn is_comment(&self, at: usize) -> bool {
        #[rustfmt::skip]
        const NOUNS: [Word; 17] = words![
            "accusation", "argument", "assertion", "charge", "claim", "contention", "falsehood", "idea", "lie", "notion",
            "position", "promise", "proposition", "remark", "statement", "suggestion", "view",
        ];
        let noun = self.any(at, &words!["a", "an"]) && (at + 1..at + 4).any(|at| self.any(at, &NOUNS));
        let relative = self.one(at, Word::of("which"))
            && self.any(at + 1, &words!["is", "are", "must", "should", "makes", "means"]);
        noun || relative && self.comma(at).is_none()
    }

    /// Whether one of the words from `at` on shifts the clause into the past.
    fn is_shifted(&self, at: usize) -> bool {
        #[rustfmt::skip]
        const SHIFTED: [Word; 10] = words!["was", "were", "had", "would", "could", "did", "might", "wasn't", "wouldn't", "couldn't"];
        (at..at + 7).any(|at| self.any(at, &SHIFTED)) && !(at..at + 4).any(|at| self.any(at, &AUTHOR))
    }

    /// Adds the words of the pieces `from..to`, without the marks at their ends.
    fn push(&mut self, from: usize, to: usize) {
        let mut words = self.pieces[from.min(to)..to].iter().filter(|piece| piece.kind == Kind::Word);
        let Some(first) = words.next() else { return };
        let last = words.next_back().unwrap_or(first);
        self.out.push(Span { start: first.span.start, end: last.span.end });
    }
}

fn is_adverb(word: Word) -> bool {
    word.len() > 4 && word.has_ending(Word::of("ly"))
}
