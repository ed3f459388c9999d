//! Exchanges: interviews, transcripts, hearings, panels, dialogues. Who speaks is seen from the layout, not from marks.
//!
//! In an exchange every turn is its speaker's, the questions too: a question put to somebody is no argument. A turn
//! goes on over paragraphs until the next one starts. Whether an article is an exchange is decided from all of it, by
//! the first of these layouts for which there is enough evidence:
//!
//! | layout | a turn starts with | evidence |
//! |---|---|---|
//! | letters | "Q:", "A." | three turns, and no sign of a FAQ |
//! | labels | a speaker's label (`text/speaker_label`), or a speaker's name on the line above | three turns; names recur; it is talk |
//! | dashes | a dash | a question and an answer, twice; "you", and "I" or "we" |
//! | set apart | a question in bold, in italics or as a heading, the answers plain | two people talk |
//! | questions | a paragraph that is one short question | the same |
//!
//! *Talk* has "I", "we", "you" or a question in it: in a third of the turns, and in half of them if the labels are
//! single words ("Anna:"), which a list's topics are, too ("Myth:", "Fact:"). Two first names may also be columnists
//! who write to each other, in the publication's voice: one of them must ask and the other not, or speak twice as long.
//! Turns between quotation marks do not count: "ROTH: “…”", "THE FACTS: …" is an author's list.
//!
//! *Two people talk* if the questions say "you" and the answers "I", and the author does not say "I" before them. In a
//! FAQ the reader asks ("How do I …?") and "you" is in the answer, as in an advice column; in an explainer nobody says
//! "I"; in an organisation's questions to itself the answers are "we". Three answers are needed, one question in six
//! paragraphs, and half of the article; or two answers and an introduction or a closing note that tells of an interview
//! ("She spoke to us in March", "edited for length").
//!
//! Not part of a turn are
//!
//! - what stands before the first turn: the introduction;
//! - what stands behind a rule ("* * *") up to the next turn;
//! - a paragraph in brackets ("(Laughter.)"), a note on the interview, and narration between turns ("“No,” she adds,
//!   and laughs");
//! - what follows a line of an exchange that an author only quotes: behind an introduction, fewer than one paragraph in
//!   three has a label;
//! - the end of the article, if the last turn is over: from the first paragraph that is set apart, stands under another
//!   heading, or names a speaker or a date while nobody says "I" or "you". A last turn has two more paragraphs at most,
//!   or as many as the longest before.
//!
//! The rules are for English only, and are the same for the paragraphs of a page and for consecutive rows of an article
//! in a table, which have no layout but their text.

mod asked;
mod closing;
mod labelled;
mod part;
mod person;
mod question;

pub(super) use part::Part;

use super::passage::Passage;

/// Returns what each paragraph of an article is in its exchange of speakers; `None` if there is no exchange.
pub(super) fn exchange(passages: &[Passage<'_>]) -> Option<Vec<Part>> {
    if passages.len() < 2 {
        return None;
    }
    let labelled = labelled::starts(passages).map(|starts| (starts, true));
    let asked = || asked::dialogue(passages).or_else(|| asked::starts(passages)).map(|starts| (starts, false));
    let (starts, labels) = labelled.or_else(asked)?;
    Some(closing::turns(passages, &starts, labels))
}
