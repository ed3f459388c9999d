//! What a page holds before it is put together.

use super::{declared::Marks, headline::Titles, line::Line};

/// What is read from a page, whatever its format.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub lines: Vec<Line>,
    /// Marks of what it declares itself to be.
    pub marks: Marks,
    pub titles: Titles,
    /// What the files are called that are attached to a mail and may hold text.
    pub attachments: Vec<String>,
}

/// A page from a file that holds others beside it, or holds it packed: its bytes cannot be pointed at.
#[cfg(feature = "files")]
#[derive(Debug)]
pub(super) struct Unpacked {
    /// Its name in the file; `None` if it is all there is.
    pub name: Option<String>,
    pub page: Page,
    /// How the file was read.
    pub remarks: crate::text::Remarks,
}

#[cfg(feature = "files")]
impl Unpacked {
    /// The only page of a file.
    pub fn only(page: Page) -> Unpacked {
        Unpacked { name: None, page, remarks: crate::text::Remarks::default() }
    }
}
