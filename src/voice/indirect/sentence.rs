//! The patterns of indirect speech in one sentence.

use super::pieces::{Kind, Piece};
use super::verbs::{Trigger, Verb};
use super::word_class::{Classes, is_parenthetic, is_plain};
use crate::text::Span;

/// How far from a verb its clause is searched, in pieces. Without a bound, text without full stops takes quadratic time.
const REACH: usize = 60;

/// The pieces of one sentence, read from left to right.
pub(super) struct Sentence<'p> {
    pieces: &'p [Piece],
    /// The first piece that is not read yet.
    from: usize,
    out: Vec<Span>,
}

impl<'p> Sentence<'p> {
    pub(super) fn new(pieces: &'p [Piece]) -> Self {
        Self { pieces, from: 0, out: Vec::new() }
    }

    /// Returns what sources say in the sentence, in order.
    pub(super) fn speech(mut self) -> Vec<Span> {
        if self.is_question() {
            return self.out;
        }
        let mut at = 0;
        while at < self.pieces.len() {
            let next = match self.pieces[at].class.trigger {
                None => None,
                Some(Trigger::According) => self.according(at),
                Some(Trigger::View) => self.view(at),
                Some(Trigger::Verb(verb)) => self.verb(at, verb),
            };
            // Each pattern returns the piece after what it has read.
            self.from = next.unwrap_or(self.from);
            at = next.unwrap_or(at + 1).max(at + 1);
        }
        self.out
    }

    /// The classes of a piece; none of a mark.
    fn classes(&self, at: usize) -> Classes {
        self.pieces.get(at).map_or(Classes::NONE, |piece| piece.class.classes)
    }

    fn is(&self, at: usize, kind: Kind) -> bool {
        self.pieces.get(at).is_some_and(|piece| piece.kind == kind)
    }

    fn any(&self, at: usize, classes: Classes) -> bool {
        self.classes(at).have_any(classes)
    }

    fn all(&self) -> usize {
        self.pieces.len()
    }

    /// Returns true for a question of the author's: "Does anyone say that …?"
    fn is_question(&self) -> bool {
        self.pieces.last().is_some_and(|last| last.kind == Kind::Question) && self.any(0, Classes::QUESTIONS)
    }

    /// Returns the first comma in `from..`.
    fn comma(&self, from: usize) -> Option<usize> {
        (from..self.all()).take(REACH).find(|&at| self.is(at, Kind::Comma))
    }

    /// Returns true for a finite verb, but not for the month in "in May".
    fn is_finite(&self, at: usize) -> bool {
        self.any(at, Classes::FINITE) && !self.any(at, Classes::CAPITALISED)
    }

    /// Returns true if a clause may end here.
    fn is_mark(&self, at: usize) -> bool {
        self.pieces.get(at).is_some_and(|piece| matches!(piece.kind, Kind::Comma | Kind::Semicolon | Kind::Break))
    }

    /// Returns the first piece of the clause of `at`: after the last comma or break.
    fn clause_start(&self, at: usize) -> usize {
        let earliest = self.from.max(at.saturating_sub(REACH));
        (earliest..at).rev().find(|&at| self.is_mark(at)).map_or(earliest, |at| at + 1)
    }

    /// Returns the first word of a clause after "but", "and" and similar words.
    fn opening(&self, clause: usize) -> usize {
        (clause..self.all()).find(|&at| !self.any(at, Classes::JOINTS)).unwrap_or(clause)
    }

    /// Reads "According to X, …" or "…, according to X".
    fn according(&mut self, at: usize) -> Option<usize> {
        if !self.any(at + 1, Classes::TO) || self.any(at + 2, Classes::AUTHOR) || self.any(at + 2, Classes::NO_SOURCES)
        {
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

    /// Returns the comma after a name that starts at `from`, and after its apposition: "Jane Roth, a clerk, …".
    fn name_end(&self, from: usize) -> Option<usize> {
        const LONGEST: usize = 15;
        let comma = self.comma(from)?;
        let next = self.comma(comma + 1).filter(|next| next - comma <= LONGEST);
        let relative = self.any(comma + 1, Classes::RELATIVES);
        let apposition = self.any(comma + 1, Classes::ARTICLES);
        next.filter(|&next| relative || apposition && !(comma..next).any(|at| self.is_finite(at))).or(Some(comma))
    }

    /// Reads "In the view of X, …", "in her view, …" or "in the mayor's view, …".
    fn view(&mut self, at: usize) -> Option<usize> {
        const LONGEST: usize = 5;
        let noun = (at + 2..at + 2 + LONGEST).find(|&at| self.any(at, Classes::VIEWS))?;
        let owner = self.classes(noun - 1);
        let of =
            self.any(noun + 1, Classes::OF) && !self.any(noun + 2, Classes::AUTHOR) && owner.have_any(Classes::THE);
        let owned = self.is(noun + 1, Kind::Comma) && owner.have_any(Classes::OWNERS.or(Classes::POSSESSIVES));
        let somebody = (of || owned) && !self.any(at + 1, Classes::AUTHOR) && self.clause_start(at) == at;
        let comma = self.name_end(noun + 1).filter(|_| somebody)?;
        let end = self.end(comma + 1, false);
        self.push(comma + 1, end);
        Some(end)
    }

    /// Reads the verb at `at`.
    fn verb(&mut self, at: usize, verb: Verb) -> Option<usize> {
        let past = self.any(at, Classes::PAST);
        let behind_comma = at > self.from && self.is(at - 1, Kind::Comma);
        if matches!(verb, Verb::Participle | Verb::GuardedParticiple) {
            let theirs = behind_comma && !self.any(self.from, Classes::AUTHOR);
            let opener = self.opener(at, 6);
            let start = if verb == Verb::GuardedParticiple { opener? } else { opener.unwrap_or(at + 1) };
            return theirs.then(|| self.push_to_end(start, None, true));
        }
        // "…, said the mayor."
        let parenthetic = is_parenthetic(self.classes(at), verb);
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
        // In “…,” the mayor said on Monday, the rest says who and when.
        let earliest = self.from.max(subject.saturating_sub(REACH));
        let quotation = (earliest..subject).rev().find(|&at| self.is(at, Kind::Quotation));
        let is_dated = self.starts_adverbial(at + 1) && self.comma(at + 1).is_some();
        if let Some(quotation) = quotation.filter(|_| (is_tail || is_dated) && parenthetic || verb == Verb::Address) {
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

    /// Returns the start of what is said in "was dismissed by the union as …".
    fn passive_portrayal(&self, at: usize, verb: Verb) -> Option<usize> {
        const LONGEST: usize = 10;
        let by = matches!(verb, Verb::Portrayal | Verb::Object) && self.any(at + 1, Classes::BY);
        let mut agent = (at + 2..self.all()).take(LONGEST).take_while(|&at| self.is(at, Kind::Word));
        let start =
            agent.find(|&at| self.any(at, Classes::AS)).filter(|_| by && !self.any(at + 2, Classes::AUTHOR))? + 1;
        (!self.is(start, Kind::Quotation) && !self.is(start + 1, Kind::Quotation)).then_some(start)
    }

    /// Returns true if the words from `from` on end with a comma or with the sentence: "told its readers,".
    fn closes(&self, from: usize) -> bool {
        const LONGEST: usize = 4;
        let end = (from..self.all()).take(LONGEST + 1).find(|&at| !self.is(at, Kind::Word));
        end.is_some_and(|end| self.is(end, Kind::Comma) || self.is(end, Kind::Stop))
    }

    /// Returns the last word of the subject before a verb, past adverbs, auxiliaries and an apposition ("Roth, the mayor, said").
    /// `None` if the subject is the author or the reader, or if the verb is not a finite verb with a subject.
    fn subject(&self, at: usize, verb: Verb) -> Option<usize> {
        let passed = Classes::BEFORE_VERBS.or(Classes::ADVERBS);
        let mut last = (self.from..at).rev().take(REACH).find(|&at| !self.any(at, passed))?;
        // "Roth (D-Ohio) said", "Roth — the mayor — said"
        if self.is(last, Kind::Break) {
            let opening = (self.from..last).rev().take(REACH).find(|&at| self.is(at, Kind::Break))?;
            last = opening.checked_sub(1).filter(|&last| last >= self.from)?;
        }
        if self.is(last, Kind::Comma) {
            let comma = (self.from..last).rev().take(REACH).find(|&at| self.is(at, Kind::Comma))?;
            last = comma.checked_sub(1).filter(|&last| last >= self.from)?;
        }
        // "met the clerks and said …": the subject is further ahead.
        let earliest = self.from.max(last.saturating_sub(REACH));
        let by_author = (earliest..last).any(|at| self.any(at, Classes::AUTHOR));
        let joined = self.any(last, Classes::AND) && verb == Verb::Clause && !by_author;
        if joined && last > self.from + 2 {
            return Some(last);
        }
        let someone = self.is(last, Kind::Word) && !self.any(last, Classes::NO_SUBJECTS.or(Classes::AUTHOR));
        // ", who said" has a subject; "those who say" are whom the author means.
        let relative = self.any(last, Classes::WHO_OR_WHICH);
        let told = last > self.from && self.is(last - 1, Kind::Comma);
        let plain = is_plain(self.classes(at)) && verb == Verb::Present;
        let fits = someone && (!relative || told) && !self.is_naming(at) && (!plain || self.is_plural(last));
        (fits && !self.is_ours(last) && !self.is_negated(last)).then_some(last)
    }

    /// Returns true if nobody speaks: "none of the ministers has said", "not one of them said", "neither Roth nor Starr said".
    fn is_negated(&self, last: usize) -> bool {
        let first = self.opening(self.clause_start(last));
        let negated = |at: usize| self.any(at, Classes::NEGATED);
        first <= last
            && (negated(first) || negated(last) || self.any(first, Classes::NOT) && self.any(first + 1, Classes::ONE))
    }

    /// Returns true for "It had a warden called Keith", but not for "a warden called it a disgrace".
    fn is_naming(&self, verb: usize) -> bool {
        const NEAR: usize = 6;
        let clause = self.opening(self.clause_start(verb));
        let mut before = (clause.max(verb.saturating_sub(NEAR)) + 1)..verb;
        self.any(verb, Classes::CALLED) && before.any(|at| self.any(at, Classes::ARTICLES))
    }

    /// Returns true if the clause that ends with `last` holds a plural: "critics of the plan".
    fn is_plural(&self, last: usize) -> bool {
        (self.clause_start(last)..=last).any(|at| self.any(at, Classes::PLURALS))
    }

    /// Returns true if the subject that ends with `last` is the publication, or if the clause is the author's for another reason:
    /// "this newspaper", "our editorial board", "we at the Times", "let no one say", "as the mayor said".
    fn is_ours(&self, last: usize) -> bool {
        const NEAR: usize = 5;
        let clause = self.clause_start(last);
        let first = clause.max(last.saturating_sub(NEAR));
        let ours = |at| self.any(at, Classes::OURS) && self.any(at + 1, Classes::PUBLICATION);
        let we = |at| self.any(at, Classes::WE) && self.any(at + 1, Classes::AFTER_WE);
        (first..last).any(|at| ours(at) || we(at)) || self.any(self.opening(clause), Classes::AUTHOR_OPENINGS)
    }

    /// Returns the comma before the clause of a verb that follows what is said: "…, the mayor said". `behind` is the piece after
    /// the verb: if a comma closes the clause, less has to come before it.
    fn parenthesis(&self, subject: usize, behind: usize) -> Option<usize> {
        const LONGEST: usize = 8;
        let comma = (self.from..subject).rev().take(LONGEST).find(|&at| self.is(at, Kind::Comma))?;
        let least = if self.is(behind, Kind::Comma) { 1 } else { 3 };
        (comma >= self.from + least && !self.any(comma + 1, Classes::NOT_PARENTHETIC)).then_some(comma)
    }

    /// Returns true if the rest of the clause is a name without a finite verb: "said the mayor of Holt, who lives there".
    fn is_only_a_name(&self, from: usize) -> bool {
        const LONGEST: usize = 12;
        let end = (from..self.all()).take(LONGEST).find(|&at| !self.is(at, Kind::Word)).unwrap_or(self.all());
        let clause = |at| self.is_finite(at) || self.any(at, Classes::NOT_IN_NAMES);
        let name = (1..LONGEST).contains(&end.saturating_sub(from)) && !(from..end).any(clause);
        name && !self.any(from, Classes::AUTHOR) && !self.starts_adverbial(from)
    }

    /// Returns true if at most an adverbial follows the verb: "said.", "said on Tuesday.", "said, …".
    fn is_tail(&self, from: usize) -> bool {
        const LONGEST: usize = 16;
        let long = (from..self.all()).take(LONGEST).take_while(|&at| self.is(at, Kind::Word)).count();
        let end = from + long;
        let closed = matches!(self.pieces.get(end).map(|piece| piece.kind), None | Some(Kind::Stop | Kind::Comma));
        let clause = |at| self.is_finite(at) || self.any(at, Classes::PRONOUNS);
        closed && (long == 0 || self.starts_adverbial(from) && !(from..end).any(clause))
    }

    /// Returns true at "on Tuesday", "in a letter", "yesterday".
    fn starts_adverbial(&self, at: usize) -> bool {
        self.any(at, Classes::ADVERBIALS.or(Classes::WEEKDAY).or(Classes::ADVERBS))
    }

    /// Returns the first piece of what is said after the verb.
    fn complement(&self, at: usize, verb: Verb, is_tail: bool) -> Option<usize> {
        let next = at + 1;
        let start = match verb {
            Verb::Clause => self.opener(at, 6).or_else(|| (!is_tail && self.opens_clause(at)).then_some(next))?,
            Verb::Object => self.opener(at, 6).or_else(|| self.opens_phrase(at).then_some(next))?,
            Verb::Present => self.opener(at, 3).or_else(|| self.opens_subject(next).then_some(next))?,
            Verb::Address => self.opener(at, 8).unwrap_or(at + 2),
            // "tells you that …" is said to the reader.
            Verb::Guarded => {
                let opener = self.opener(at, 3).or_else(|| self.opens_pronoun(next).then_some(next));
                opener.filter(|_| !self.any(next, Classes::AUTHOR))?
            }
            Verb::Portrayal => (next..self.all()).take(10).find(|&at| self.any(at, Classes::AS)).map(|_| next)?,
            Verb::Participle | Verb::GuardedParticiple => next,
        };
        // A quotation after the verb, or after one more word, is all that is said: "she said that “we must go” and left".
        let quoted = self.is(start, Kind::Quotation) || self.is(start + 1, Kind::Quotation);
        (start < self.all() && !quoted).then_some(start)
    }

    /// Returns true for "said prices would rise", but not for "maintained by the county" or "the sum he claimed is".
    fn opens_clause(&self, verb: usize) -> bool {
        let next = verb + 1;
        let other = self.any(next, Classes::NO_CLAUSE) && !self.any(verb, Classes::SAID);
        self.is(next, Kind::Word) && !self.is_finite(next) && !other
    }

    /// Returns true if an object or an infinitive follows: "rejected the plan", "denied it", "called for", "promised to"; but not
    /// for "citizens urged to leave", who do not urge.
    fn opens_phrase(&self, verb: usize) -> bool {
        let next = verb + 1;
        if self.any(next, Classes::TO) {
            return !self.any(verb, Classes::PASSIVE_BEFORE_TO);
        }
        if self.any(next, Classes::ON) {
            return self.any(verb, Classes::CALLED) && self.opens_subject(next + 1);
        }
        self.any(next, Classes::OBJECTS) || self.opens_subject(next) || self.is(next, Kind::Quotation)
    }

    /// Returns true at an article, a pronoun, a possessive or a name.
    fn opens_subject(&self, at: usize) -> bool {
        self.any(at, Classes::SUBJECTS) || self.any(at, Classes::CAPITALISED) && !self.starts_adverbial(at)
    }

    /// Returns true for "noted she would", where the pronoun is the subject of what is said: not for "found it" and "added them".
    fn opens_pronoun(&self, at: usize) -> bool {
        self.any(at, Classes::THIRD_PERSONS) && (self.is_finite(at + 1) || self.any(at + 1, Classes::PAST))
    }

    /// Returns "that", "whether", "if" or "why" among the next `within` words.
    fn opener(&self, at: usize, within: usize) -> Option<usize> {
        let mut rest = (at + 1..self.all()).take(within).take_while(|&at| self.is(at, Kind::Word));
        rest.find(|&at| self.any(at, Classes::OPENERS))
    }

    /// Returns the comma that closes a subordinate clause with the verb before the author's main clause.
    fn closing_comma(&self, subject: usize, start: usize) -> Option<usize> {
        let clause = self.clause_start(subject);
        let opening = self.opening(clause);
        let opens = clause == self.from || self.any(opening, Classes::WHO_OR_WHICH);
        self.comma(start).filter(|_| opens && self.any(opening, Classes::SUBORDINATE))
    }

    /// Adds `start..` up to the author's answer or to `closing`, and returns the piece after it.
    fn push_to_end(&mut self, start: usize, closing: Option<usize>, past: bool) -> usize {
        let end = self.end_before(start, closing.unwrap_or(self.all()), past);
        self.push(start, end);
        end
    }

    /// Returns where the author answers what is said from `start` on, or the end of the sentence.
    fn end(&self, start: usize, past: bool) -> usize {
        self.end_before(start, self.all(), past)
    }

    /// The same, but `last` at most.
    fn end_before(&self, start: usize, last: usize, past: bool) -> usize {
        (start..last).find(|&at| self.is_mark(at) && self.is_answer(at, past)).unwrap_or(last)
    }

    /// Returns true if the author speaks again after the mark at `mark`.
    fn is_answer(&self, mark: usize, past: bool) -> bool {
        let next = mark + 1;
        if self.any(next, Classes::CONTRASTS) || self.is(mark, Kind::Semicolon) {
            return !past || !self.is_shifted(next);
        }
        let first = if self.any(next, Classes::LINKS) { next + 1 } else { next };
        let ours = self.any(first, Classes::AUTHOR) && !self.any(first, Classes::YOU);
        let pronoun = self.any(first, Classes::PRONOUNS) || self.any(first, Classes::THIS);
        let duty = pronoun && self.any(first + 1, Classes::DUTIES);
        ours || duty || self.is_comment(next)
    }

    /// Returns true for ", a claim that …" and ", which is absurd."
    fn is_comment(&self, at: usize) -> bool {
        let noun = self.any(at, Classes::ARTICLES) && (at + 1..at + 4).any(|at| self.any(at, Classes::CLAIMS));
        let relative = self.any(at, Classes::WHICH) && self.any(at + 1, Classes::COMMENTS);
        noun || relative && self.comma(at).is_none()
    }

    /// Returns true if a verb from `at` on is shifted into the past.
    fn is_shifted(&self, at: usize) -> bool {
        (at..at + 7).any(|at| self.any(at, Classes::SHIFTED)) && !(at..at + 4).any(|at| self.any(at, Classes::AUTHOR))
    }

    /// Adds the pieces `from..to`, without marks at the ends.
    fn push(&mut self, from: usize, to: usize) {
        let mut words = self.pieces[from.min(to)..to].iter().filter(|piece| piece.kind == Kind::Word);
        let Some(first) = words.next() else { return };
        let last = words.next_back().unwrap_or(first);
        self.out.push(Span { start: first.span.start, end: last.span.end });
    }
}
