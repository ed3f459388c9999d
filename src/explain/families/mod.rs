//! Terms → families that a person can read: who is quoted, who is called to act, who judges.
//!
//! A model has tens of thousands of terms, most of which mean little by themselves. A family gathers terms with the same role in
//! a text. Families are a table of closed-class words, of our own making ([`Family::words`]). They change no probability: they
//! are the headings under which weights are shown.
//!
//! | family | why it separates news from opinion |
//! |---|---|
//! | call to action | "must", "should", "we urge", "call on", "time to": the author wants something done |
//! | attribution | "said", "told", "according to", and every term of indirect speech: somebody else says it |
//! | question | a question mark, "why": reports ask nothing of their reader |
//! | evaluation | "wrong", "shame", "best", "clearly", "merely": words that grade and judge and have no topic |
//! | first person plural, singular | "we", "our"; "I", "my": the author is in the text |
//! | second person | "you": the reader is in the text |
//! | hedging | "perhaps", "may", "seems", "likely": how sure somebody is |
//! | reasoning | "because", "therefore", "if", "unless": a conclusion is drawn |
//! | contrast | "but", "however", "although", "of course": another view is answered |
//! | generality | "all", "every", "always", "nobody": more than was observed |
//! | negation | "not", "no", "without": what is denied |
//! | exclamation | an exclamation mark |
//! | quotation | quotation marks, and every term of direct speech: somebody else's words |
//! | names, dates and numbers | `<name>`, `0000`, "Tuesday", "week", "%": who, when and how much |
//! | sentence form | terms of nothing but other function words, marks, sentence starts and endings: how sentences are built |
//!
//! **The rule.** A term is filed by the words under it in the text, whether it shows them or not: the pattern `p:we *` is about
//! "urge" on "we urge", and about "we" on "we went".
//!
//! 1. A term in a source's voice belongs to quotation (direct speech) or attribution (indirect), whatever its words: somebody
//!    else speaks.
//! 2. A term of the author's belongs to the first family, in the order of the table, of any word or phrase of two under it.
//! 3. If these words have no family, or only sentence form, the term belongs to sentence form if it shows only function words,
//!    marks, sentence starts and endings: `p:the *` does, `the council` does not.
//! 4. Other terms are mostly words of a topic. They have no family and are shown as they are.
//!
//! Words are compared by their stems, so that "says" counts as "say", except for spellings and homographs that would mislead:
//! "goods" are not good, "since 2004" gives no reason and "in May" is no doubt (see `spelt.rs`). The table is English; other
//! languages have only the families that need no words: quotation, attribution by indirect speech, question, exclamation, names
//! and numbers, sentence form.

mod family;
mod filing;
mod spelt;

pub use family::Family;
pub use filing::{Families, Filed};
