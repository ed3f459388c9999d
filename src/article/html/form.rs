//! What a line is by itself: its words, its signs, its links.

use crate::article::edges::{ends_sentence, unspaced_words};
use crate::article::{block::BlockKind, line::Line};

/// The commas of several scripts.
const COMMAS: [char; 4] = [',', '،', '，', '、'];

/// A line as its reader found it.
pub(super) struct Found {
    /// The innermost element around it.
    pub element: usize,
    /// Its bytes outside and inside links.
    pub linked: [usize; 2],
}

/// The form of a line.
#[derive(Debug, Default)]
pub(super) struct Form {
    pub words: usize,
    /// The share of its text that is linked.
    pub linked: f64,
    pub ends: bool,
    pub heading: bool,
    pub bullet: bool,
    pub quote: bool,
    pub digits: f64,
    pub upper: f64,
    pub commas: usize,
    /// The share of words that start in upper case.
    pub capitalised: f64,
    pub all_upper: bool,
    /// Its bytes, if it is running text.
    pub running: usize,
    pub characters: usize,
    pub bytes: usize,
    pub linked_bytes: usize,
}

impl Form {
    pub(super) fn of(line: &Line, [outside, inside]: [usize; 2]) -> Form {
        let text = line.as_str();
        let signs = Signs::of(text);
        let share = |count: usize| count as f64 / signs.characters.max(1) as f64;
        let words = words(text);
        let (ends, heading) = (ends_sentence(text), line.kind == Some(BlockKind::Heading));
        let linked = inside as f64 / (inside + outside).max(1) as f64;
        let is_running = !heading && (words >= 8 && linked < 0.5 && ends || words >= 25 && linked < 0.3);
        Form {
            words,
            linked,
            ends,
            heading,
            bullet: line.bullet,
            quote: line.depth > 0,
            digits: share(signs.digits),
            upper: share(signs.upper),
            commas: signs.commas,
            capitalised: signs.capitalised as f64 / signs.pieces as f64,
            all_upper: words > 3 && signs.lower == 0,
            running: if is_running { text.len() } else { 0 },
            characters: signs.characters,
            bytes: text.len(),
            linked_bytes: inside,
        }
    }

    /// Returns true for running text.
    pub(super) fn is_running(&self) -> bool {
        self.running > 0
    }

    /// Returns true for a sentence that is neither a heading nor a link.
    pub(super) fn is_sentence(&self) -> bool {
        self.ends && !self.heading && self.linked < 0.5
    }
}

/// The characters of a line by kind.
#[derive(Debug, Default)]
struct Signs {
    characters: usize,
    digits: usize,
    upper: usize,
    lower: usize,
    commas: usize,
    /// What stands between spaces, and how many of them start in upper case.
    pieces: usize,
    capitalised: usize,
}

impl Signs {
    fn of(text: &str) -> Signs {
        let mut signs = Signs { pieces: 1, ..Signs::default() };
        let mut starts = true;
        for c in text.chars() {
            let is_upper = c.is_uppercase();
            signs.characters += 1;
            signs.digits += usize::from(c.is_ascii_digit());
            signs.upper += usize::from(is_upper);
            signs.lower += usize::from(c.is_lowercase());
            signs.commas += usize::from(COMMAS.contains(&c));
            signs.pieces += usize::from(c == ' ');
            signs.capitalised += usize::from(starts && is_upper);
            starts = c == ' ';
        }
        signs
    }
}

/// The number of words.
fn words(text: &str) -> usize {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty()).count();
    words.max(unspaced_words(text))
}
