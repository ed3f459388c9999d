//! Page numbers and running heads: short lines that recur on every page.

use std::collections::{HashMap, HashSet};

use super::edges::{ends_sentence, starts_lower, word_count};
use super::{block::BlockKind, line::Line};

/// Marks page numbers and running heads as furniture, and narrows the gap that they leave in the text.
pub(super) fn lift_page_furniture(lines: &mut [Line]) {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for line in lines.iter().filter(|line| may_run(line)) {
        *seen.entry(running_key(line.as_str())).or_default() += 1;
    }
    let numbers: Vec<bool> = lines.iter().map(|line| line.width > 0 && is_page_number(line.as_str())).collect();
    // Unlike a refrain in running text, a running head stands apart or beside a page number at least once.
    let stands_out = |at: usize| {
        let apart = lines[at].gap > 0 && lines.get(at + 1).is_none_or(|next| next.gap > 0);
        apart || at > 0 && numbers[at - 1] || numbers.get(at + 1) == Some(&true)
    };
    let heads: HashSet<String> = (0..lines.len())
        .filter(|&at| may_run(&lines[at]) && stands_out(at))
        .map(|at| running_key(lines[at].as_str()))
        .filter(|key| seen[key] > 1)
        .collect();
    let mut closes = false;
    for (line, is_number) in lines.iter_mut().zip(numbers) {
        if is_number || may_run(line) && heads.contains(&running_key(line.as_str())) {
            line.kind = Some(BlockKind::Furniture);
            closes = true;
        } else if closes {
            line.gap = line.gap.min(1);
            closes = false;
        }
    }
}

/// Returns true if a line may be a running head: short, and not a sentence.
fn may_run(line: &Line) -> bool {
    let text = line.as_str();
    let words = word_count(text);
    line.width > 0
        && line.kind.is_none()
        && !line.bullet
        && words <= 12
        && text.chars().count() >= 4
        && !ends_sentence(text)
        && !text.ends_with([':', ',', ';', '-'])
        && !starts_lower(text)
}

/// Returns a running head without its page number.
fn running_key(text: &str) -> String {
    text.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect()
}

/// Returns true for "12", "- 12 -", "Page 3 of 9", but not for a year or a number that ends a sentence.
fn is_page_number(text: &str) -> bool {
    let letters: String = text.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let year = text.parse().is_ok_and(|number: u32| (1500..2200).contains(&number));
    !year
        && !text.ends_with(['.', ',', ';', ')'])
        && (1..=8).contains(&digits)
        && matches!(letters.as_str(), "" | "page" | "pageof" | "p")
        && text.chars().count() <= 20
        && !text.contains(['%', '$', '£', '€', '/', ':'])
}
