//! The verbs of speech, by what has to follow them.

use crate::language::english::speech;
use crate::text::word::{Word, words};

/// The construction in which a verb makes a source of its subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verb {
    /// What is said may follow at once: "said prices would rise".
    Clause,
    /// Said of something, which an article or a pronoun must open: "rejected the plan", but not "the plan rejected by voters" or
    /// "patients denied care".
    Object,
    /// In the present, also a noun or a plain form: speech if "that" or a noun phrase follows.
    Present,
    /// Also a deed ("found", "added"): speech if "that" or a question follows.
    Guarded,
    /// Speech to somebody: "told reporters (that) …".
    Address,
    /// Speech if "as" follows: "described the plan as …".
    Portrayal,
    /// Speech of the clause before: ", saying …".
    Participle,
    /// A participle of a deed or a quality ("promising"): speech if "that" or a question follows.
    GuardedParticiple,
}

/// What may start a pattern of indirect speech.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trigger {
    /// "according"
    According,
    /// The "in" of "in her view".
    View,
    Verb(Verb),
}

/// The words that start patterns.
pub(super) const TRIGGERS: &[(&[Word], Trigger)] = &[
    (&words!["according"], Trigger::According),
    (&words!["in"], Trigger::View),
    (&words!(speech::CLAUSE), Trigger::Verb(Verb::Clause)),
    (&words!(speech::OBJECT), Trigger::Verb(Verb::Object)),
    (&words!(speech::PRESENT), Trigger::Verb(Verb::Present)),
    (&words!(speech::GUARDED), Trigger::Verb(Verb::Guarded)),
    (&words!(speech::ADDRESS), Trigger::Verb(Verb::Address)),
    (&words!(speech::PORTRAYAL), Trigger::Verb(Verb::Portrayal)),
    (&words!(speech::PARTICIPLES), Trigger::Verb(Verb::Participle)),
    (&words!(speech::GUARDED_PARTICIPLES), Trigger::Verb(Verb::GuardedParticiple)),
];
