//! Which lines repeat others: of a text that stands twice, a page shows one.

use std::collections::HashMap;

use memchr::memmem;

use super::evidence::Found;
use super::roles::has_role;
use super::tree::Tree;
use crate::article::line::Line;

/// The fewest letters and digits of a line of which a page shows one copy only. A shorter one may be a refrain.
const COPIED: usize = 100;
/// The most pulled quotes of a page.
const MOST_PULLED: usize = 50;

/// Which lines are copies of others that are likelier part of the article, or as likely and before them.
pub(super) fn copies(lines: &[Line], logits: &[f64]) -> Vec<bool> {
    let mut best: HashMap<Vec<u8>, usize> = HashMap::new();
    let mut copies = vec![false; lines.len()];
    for (at, line) in lines.iter().enumerate() {
        let words = letters(line.as_str());
        if words.len() < COPIED || logits[at] <= 0.0 {
            continue;
        }
        let kept = best.entry(words).or_insert(at);
        if *kept != at {
            let copy = if logits[at] > logits[*kept] { std::mem::replace(kept, at) } else { at };
            copies[copy] = true;
        }
    }
    copies
}

/// Marks as copies the lines whose element is named a pulled quote and whose words stand in another line.
pub(super) fn mark_pulled(copies: &mut [bool], lines: &[Line], tree: &Tree, found: &[Found]) {
    let is_pulled = |at: &usize| has_role(tree.roles_around(found[*at].element), "pull");
    let pulled: Vec<usize> = (0..lines.len()).filter(is_pulled).take(MOST_PULLED).collect();
    for at in pulled {
        let words = letters(lines[at].as_str());
        let holds = |other: &Line| {
            other.as_str().len() > lines[at].as_str().len() && memmem::find(&letters(other.as_str()), &words).is_some()
        };
        copies[at] |= !words.is_empty() && lines.iter().any(holds);
    }
}

/// Keeps letters and digits only, so that white space and markup make no difference.
fn letters(text: &str) -> Vec<u8> {
    text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().into_bytes()
}
