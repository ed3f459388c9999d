//! The blocks of a page.

use super::setting::Setting;
use crate::text::{MappedText, Span};

/// What a block of the page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// Running text: scored.
    Paragraph,
    /// Running text that is a quotation from first to last word: scored.
    Quote,
    /// The article's own headline, where the page's title repeats it.
    Headline,
    /// A summary under the headline: the deck, key points.
    Deck,
    /// A heading inside the article.
    Heading,
    /// Who wrote it, where and when.
    Byline,
    /// Navigation: a run of short entries.
    Menu,
    /// The line under a picture.
    Caption,
    /// What the page says about itself: sharing, comments, copyright, mail headers, page numbers.
    Furniture,
    /// Fewer than five words that belong to no sentence.
    Fragment,
}

crate::error::names!(BlockKind, "kind of block");

impl BlockKind {
    /// All kinds.
    pub const ALL: [BlockKind; 10] = [
        BlockKind::Paragraph,
        BlockKind::Quote,
        BlockKind::Headline,
        BlockKind::Deck,
        BlockKind::Heading,
        BlockKind::Byline,
        BlockKind::Menu,
        BlockKind::Caption,
        BlockKind::Furniture,
        BlockKind::Fragment,
    ];

    /// The word used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            BlockKind::Paragraph => "paragraph",
            BlockKind::Quote => "quote",
            BlockKind::Headline => "headline",
            BlockKind::Deck => "deck",
            BlockKind::Heading => "heading",
            BlockKind::Byline => "byline",
            BlockKind::Menu => "menu",
            BlockKind::Caption => "caption",
            BlockKind::Furniture => "furniture",
            BlockKind::Fragment => "fragment",
        }
    }

    /// Returns true if blocks of this kind get a label.
    pub fn is_scored(self) -> bool {
        matches!(self, BlockKind::Paragraph | BlockKind::Quote)
    }
}

/// One block of a page, put back together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its text, with white space normalised and bullets and markup removed, and the way back to the source.
    pub text: MappedText,
    /// The line of the source (from 1) on which it starts; 0 if its text was unpacked from a file (see
    /// [`MappedText::is_mapped`]).
    pub line: usize,
    /// How the page sets it.
    pub setting: Setting,
}

impl Block {
    /// Returns its span in the source, and its line; `None` if its text was unpacked from a file, in which it cannot be
    /// pointed at.
    pub fn place(&self) -> Option<(Span, usize)> {
        self.text.is_mapped().then(|| (self.span(), self.line))
    }

    /// Returns its span in the source, which may include white space, bullets and markup that are not in the text.
    pub fn span(&self) -> Span {
        self.text.source_span(0, self.text.as_str().len())
    }
}
