//! Paragraph → terms.
//!
//! ```text
//! text ─scanner→ words and marks ─lexicon, normal→ words with forms ─tokenizer→ tokens ─extractor→ term keys
//! ```
//!
//! Training and scoring share one feature function, [`Extractor::for_each_term`], so that they cannot disagree on what a term
//! is.

mod extractor;
mod form_tables;
mod forms;
mod lexicon;
mod normal;
mod perfect_hash;
mod scanner;
mod scope;
mod term_key;
mod texts;
mod token;
mod tokenizer;

pub use extractor::{Extractor, WordCount};
pub use forms::Form;
pub use lexicon::Lexicon;
pub use scope::Scope;
pub use term_key::{DIRECT_PREFIX, INDIRECT_PREFIX, PATTERN_PREFIX, TermKey, split_namespace};
pub use token::{HIDDEN, NAME, SENTENCE_START, Token};
pub use tokenizer::Tokenizer;

pub(crate) use extractor::Sink;
pub(crate) use form_tables::FormTables;
pub(crate) use perfect_hash::{PerfectHash, View as PerfectHashView, hash_of_number};
pub(crate) use scanner::Mark;
pub(crate) use term_key::voice_number;
pub(crate) use texts::Texts;
