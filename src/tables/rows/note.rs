//! What the reader of a table found, and its user should know.

/// Something about a table that its user should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TableNote {
    /// The header shows that fields are separated by `found`, not by `usual`.
    Delimiter {
        /// The byte that is taken.
        found: u8,
        /// The byte that such a table usually has.
        usual: u8,
    },
    /// A column that is read, and another whose name differs from it in case only.
    AlsoCalled {
        /// The column that is read.
        column: String,
        /// The other.
        other: String,
    },
    /// Of a workbook one sheet is read. There are others that are visible and hold something.
    OtherSheets {
        /// The sheet that is read.
        read: String,
        /// The others.
        others: Vec<String>,
    },
    /// Escapes in JSON strings that stand for no character. Each was read as U+FFFD.
    BadEscapes(Places),
    /// Rows whose label is one of those left out.
    Skipped(Places),
}

/// How often something was found, and where first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Places {
    /// How often.
    pub count: usize,
    /// The line of the file where it was found first, from 1.
    pub line: usize,
}

impl Places {
    /// Adds what was found on a line. Lines come in order.
    pub fn add(&mut self, count: usize, line: usize) {
        if self.count == 0 {
            self.line = line;
        }
        self.count += count;
    }
}
