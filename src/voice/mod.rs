//! Whose words: the author's, or a source's.
//!
//! A quoted "we urge" is reporting and the author's "we urge" is advocacy, so every word gets a voice before it becomes a
//! feature. A source speaks
//!
//! - between quotation marks of any kind: `“…”`, `"…"`, `«…»`, `»…«`, `‹…›`, `„…“`, `‚…‘`, `‘…’`, `'…'`, ` ``…'' `, `` `…´ ``,
//!   `「…」`, `＂…＂`;
//! - through a quotation that opens again at each paragraph and closes only at the last;
//! - in a `<blockquote>` or a block marked with `>`;
//! - in an exchange of speakers, with or without names: an interview, a transcript, a hearing, a dialogue. Questions and answers are
//!   speech, over as many paragraphs as they take. How an exchange is told from a FAQ or a list is said in `exchange/`;
//! - after "X said:", to the end of the paragraph if it starts so, else of the sentence; and through the next paragraph if the
//!   colon ends this one;
//! - in indirect speech, without any mark: "officials warned that …", "…, she said", "according to the union, …". The
//!   rules are in `indirect/`.
//!
//! The marks themselves, and *scare quotes* of one or two words ("a so-called 'reform'"), are the author's. Apostrophes are
//! not quotation marks: `don’t`, `the workers’ hall`, `’90s`.

mod colon;
mod direct;
mod exchange;
mod indirect;
mod passage;
mod quotation;
mod source;

pub use direct::SCARE_QUOTE_WORDS;
pub use passage::{Above, Passage, Setting};
pub use source::{SourceSpan, Speech, Voice, is_all_quoted, quoted_letters, source_spans};

pub(crate) use direct::direct_speech;
pub(crate) use indirect::{KnownWords, WordClass};
pub(crate) use source::sources_of_paragraph;
