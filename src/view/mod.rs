//! What a page shows of an article: its texts cut where marks and voices change, and what the scores and reasons are in words.
//!
//! ```text
//! Article + Explained ─→ Reading{paragraphs: ParagraphView{pieces, why, …}, blocks, turns} ─serde→ JSON for a page
//! ```
//!
//! A page only has to lay out what is here: it computes nothing, so that it says what the program says.

mod paragraph;
mod pieces;
mod reading;

pub use paragraph::{GroupView, ParagraphView, changes};
pub use pieces::Piece;
pub use reading::{BlockView, Cell, Overview, Reading, TurnView};
