//! Which lines repeat others: of a text that stands twice, a page shows one.

use std::collections::{HashMap, HashSet};

use memchr::memmem;

use super::form::Found;
use super::roles::has_role;
use super::tree::Tree;
use crate::article::line::Line;

/// The fewest letters and digits of a line of which a page shows one copy only. A shorter one may be a refrain.
const COPIED: usize = 100;
/// The most pulled quotes of a page.
const MOST_PULLED: usize = 50;
/// The fewest letters and digits of a line that may be the whole article once more, and the most such lines of a page.
const WHOLE: usize = 2_000;
const MOST_WHOLE: usize = 4;
/// Bytes of such a line in which the next line is searched: it repeats them in their order.
const SEARCH_AHEAD: usize = 20_000;

/// The share of its runs of three words that another text repeats of one that it copies with a word or two changed.
const REPEATED: f64 = 0.75;

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

/// Marks as copies the lines that hold the whole article once more: other lines of it make up at least half of their letters.
pub(super) fn mark_whole(copies: &mut [bool], lines: &[Line], logits: &[f64]) {
    let is_whole = |at: &usize| logits[*at] > 0.0 && !copies[*at] && lines[*at].as_str().len() >= WHOLE;
    let wholes: Vec<usize> = (0..lines.len()).filter(is_whole).take(MOST_WHOLE).collect();
    for whole in wholes {
        let text = letters(lines[whole].as_str());
        let (mut from, mut held) = (0, 0);
        for at in (0..lines.len()).filter(|&at| at != whole && logits[at] > 0.0 && !copies[at]) {
            let words = letters(lines[at].as_str());
            if words.len() < COPIED || words.len() >= text.len() {
                continue;
            }
            let near = &text[from..(from + words.len() + SEARCH_AHEAD).min(text.len())];
            if let Some(found) = memmem::find(near, &words) {
                from += found + words.len();
                held += words.len();
            }
        }
        copies[whole] = text.len() >= WHOLE && 2 * held >= text.len();
    }
}

/// Marks as copies the lines that screen readers leave out and that repeat what the page shows to all: screen readers would read it
/// twice. What is not repeated is left out for other reasons, such as a window in front of the page, and stays.
pub(super) fn mark_unheard(copies: &mut [bool], lines: &[Line], unheard: &[bool], is_shown: impl Fn(usize) -> bool) {
    if !unheard.contains(&true) {
        return;
    }
    let heard = (0..lines.len()).filter(|&at| !unheard[at] && !copies[at] && is_shown(at));
    let known: HashSet<[&str; 3]> = heard.flat_map(|at| runs(lines[at].as_str())).collect();
    for at in (0..lines.len()).filter(|&at| unheard[at]) {
        let runs = runs(lines[at].as_str());
        let repeated = runs.iter().filter(|run| known.contains(*run)).count();
        copies[at] |= !runs.is_empty() && repeated as f64 >= REPEATED * runs.len() as f64;
    }
}

/// The runs of three words in a text; of fewer words, the one there is.
fn runs(text: &str) -> Vec<[&str; 3]> {
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    match words[..] {
        [] => Vec::new(),
        [first] => vec![[first, "", ""]],
        [first, second] => vec![[first, second, ""]],
        _ => words.windows(3).map(|run| [run[0], run[1], run[2]]).collect(),
    }
}

/// Keeps letters and digits only, so that white space and markup make no difference.
fn letters(text: &str) -> Vec<u8> {
    text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().into_bytes()
}

#[cfg(test)]
mod tests {
    use crate::article::{Article, Format};

    #[test]
    fn what_screen_readers_leave_out_is_shown_once() {
        let seen = |page: &str| {
            let article = Article::read(page.as_bytes(), Format::Html, None).unwrap();
            article.paragraphs().map(|block| block.text.as_str().to_owned()).collect::<Vec<_>>()
        };
        let first = "The council met on Monday and voted for the plan, a clerk said on Tuesday.";
        let second = "It was the third vote on it in as many years, and the longest, the mayor said later.";
        let page = |copy: &str| seen(&format!("<body><h1>The plan</h1><p>{first}</p><p>{second}</p>{copy}</body>"));
        assert_eq!(page(&format!("<p aria-hidden='true'>{second}</p>")), [first, second]);
        let changed = second.replace("third", "hidden");
        assert_eq!(page(&format!("<div aria-hidden=true><p>{changed}</p></div>")), [first, second]);
        assert_eq!(page(&format!("<p>{changed}</p>")), [first, second, &changed]);
        assert_eq!(page(&format!("<p aria-hidden=false>{changed}</p>")), [first, second, &changed]);
        // Half of it is another text.
        let other = "It was the third vote on it in as many years, and nobody but the harbour master had wanted one.";
        assert_eq!(page(&format!("<p aria-hidden=true>{other}</p>")), [first, second, other]);
        // A window stands in front of the page.
        let whole = format!("<div aria-hidden=true><p>{first}</p><p>{second}</p></div><p>Cookies are small files.</p>");
        assert_eq!(seen(&whole)[..2], [first, second]);
    }

    /// Scripts and feeds leave the article in a page once more, as one line without paragraphs.
    #[test]
    fn an_article_that_stands_again_as_one_line_is_shown_once() {
        let paragraph = |number: usize| {
            format!(
                "In year {number} the council closed the pool, and in the same year it opened a library, which nobody had asked for \
                 and which everybody came to like more than they had ever liked the pool."
            )
        };
        let paragraphs: Vec<String> = (0..20).map(paragraph).collect();
        let page = |more: &str| {
            let body = format!("<p>{}", paragraphs.join("<p>"));
            let page = format!("<html><body><article><h1>Pools</h1>{body}{more}</article></body></html>");
            Article::read(page.as_bytes(), Format::Html, None).unwrap().paragraphs().count()
        };
        assert_eq!(page(&format!("<p>{}", paragraphs.join(" "))), 20);
        // A long paragraph that quotes one of the others is none of it.
        let quoting =
            format!("<p>{} {}", paragraphs[3], "Nobody had wanted a library, and yet it was full. ".repeat(60));
        assert_eq!(page(&quoting), 21);
    }
}
