//! Bytes → [`Article`]: the paragraphs that a careful reader would mark in the page, with the way back to its bytes.
//!
//! ```text
//! bytes ─decode→ text ─plain | markdown | html | subtitles→ Page{lines} ─reassembly→ Draft… ─furniture→ Article{blocks}
//! mail, saved page, feed, document ─files→ Page… ─────────────────────────┘
//! ```
//!
//! Each format is read into lines: pieces of text that the page keeps apart. One reassembly for all formats puts broken
//! sentences back together; then paragraphs are separated from headings, menus and other furniture.

mod block;
pub mod claim;
mod claim_words;
mod date;
pub mod declared;
mod edges;
#[cfg(feature = "files")]
mod files;
mod format;
mod furniture;
mod headline;
mod html;
mod line;
mod markdown;
mod metadata;
mod page;
mod plain;
mod read;
mod reassembly;
mod running_heads;
mod setting;
mod sniff;
mod subtitles;

pub use block::{Block, BlockKind};
pub use declared::Declared;
pub use edges::LEAD_IN_WORDS;
pub use format::Format;
pub use furniture::told_by_words;
pub use headline::Headline;
#[cfg(feature = "report")]
pub(crate) use html::GENERATOR;
#[cfg(feature = "cli")]
pub(crate) use html::is_own_page;
pub use html::{LineEvidence, PageEvidence, page_evidence};
pub use metadata::{Byline, Metadata};
pub use read::{Article, Entry};
pub use setting::Setting;
