//! What is wrong with the characters of a text, how often and where first.

use super::Encoding;

/// What is wrong with the characters of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Damage {
    /// Bytes that are no character in the text's encoding; each run is read as `�`.
    Undecodable,
    /// NUL bytes; they are dropped.
    Nul,
    /// UTF-8 that was once read as Windows-1252, such as `â€œ` for `“`; it is read as it was meant.
    Misread,
    /// Character references such as `&quot;` where there is no markup; they are read as they were meant.
    References,
    /// What may be one of the two above, but is not certainly so; it stays as it is.
    Doubtful,
}

impl Damage {
    /// All kinds.
    pub const ALL: [Damage; 5] =
        [Damage::Undecodable, Damage::Nul, Damage::Misread, Damage::References, Damage::Doubtful];
}

/// How often a kind of damage occurs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// What it is.
    pub damage: Damage,
    /// How often it occurs.
    pub count: usize,
    /// The line on which it occurs first, from 1.
    pub line: usize,
}

/// How a source was read, where a person should be told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Remarks {
    /// Its encoding, if it was guessed and is none of the usual ones.
    pub guessed: Option<Encoding>,
    /// What is damaged in it.
    pub damages: Damages,
}

/// The damage of one text or table.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Damages([(usize, usize); Damage::ALL.len()]);

impl Damages {
    /// Returns what was found, each kind once.
    pub fn iter(&self) -> impl Iterator<Item = Found> {
        let found = |damage: Damage| {
            let (count, line) = self.0[damage as usize];
            (count > 0).then_some(Found { damage, count, line })
        };
        Damage::ALL.into_iter().filter_map(found)
    }

    /// Returns true if there is none.
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// Adds occurrences, the first of them on `line`.
    pub(crate) fn add(&mut self, damage: Damage, count: usize, line: usize) {
        let (sum, first) = &mut self.0[damage as usize];
        if count > 0 {
            *first = if *sum == 0 { line } else { line.min(*first) };
            *sum += count;
        }
    }
}
