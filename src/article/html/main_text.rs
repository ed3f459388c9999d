//! Which blocks are the article: Mozilla's Readability, by `dom_smoothie`.

use memchr::memmem;

use crate::article::{block::BlockKind, line::Line};

/// If Readability keeps a smaller share of the page's running text, the page's landmarks decide instead.
const LEAST_MAIN_SHARE: f64 = 0.25;
/// The longest page that Readability reads, in bytes. Its time grows with the square of the page's depth, and faster than its
/// length; larger and deeper pages than any real article are left to their landmarks.
const LARGEST_PAGE: usize = 4 << 20;
/// The deepest page that Readability reads.
const DEEPEST_PAGE: usize = 400;
/// Bytes of the main text in which the next block is searched first.
const SEARCH_AHEAD: usize = 20_000;
/// On pages of more lines a block that does not follow the last one is not searched elsewhere.
const SEARCHED_LINES: usize = 2_000;

/// Marks as furniture the lines that Readability leaves out of the article. `depth` is the page's.
pub(super) fn mark(page: &str, mut lines: Vec<Line>, depth: usize) -> Vec<Line> {
    let is_readable = page.len() <= LARGEST_PAGE && depth <= DEEPEST_PAGE;
    let Some(main) = is_readable.then(|| main_text(page)).flatten() else { return lines };
    let main = letters(&main);
    let running = |line: &Line| if line.kind.is_none_or(BlockKind::is_scored) { line.as_str().len() } else { 0 };
    // Blocks come in the order of the text: the search starts where the last one was found, so that it takes linear time.
    let mut found = 0;
    let mut is_inside = |line: &Line| {
        let words = letters(line.as_str());
        let near = &main[found..(found + words.len() + SEARCH_AHEAD).min(main.len())];
        let at = memmem::find(near, &words).map(|at| found + at);
        found = at.map_or(found, |at| at + words.len());
        at.is_some() || lines.len() <= SEARCHED_LINES && memmem::find(&main, &words).is_some()
    };
    let inside: Vec<bool> = lines.iter().map(&mut is_inside).collect();
    let total: usize = lines.iter().map(running).sum();
    let kept: usize = lines.iter().zip(&inside).filter(|(_, inside)| **inside).map(|(line, _)| running(line)).sum();
    if (kept as f64) < LEAST_MAIN_SHARE * total as f64 {
        return lines;
    }
    for (line, inside) in lines.iter_mut().zip(inside) {
        if !inside && line.kind.is_none_or(BlockKind::is_scored) {
            line.kind = Some(BlockKind::Furniture);
        }
    }
    lines
}

fn main_text(page: &str) -> Option<String> {
    let mut readability = dom_smoothie::Readability::new(page, None, None).ok()?;
    Some(readability.parse().ok()?.text_content.to_string())
}

/// Keeps letters and digits only, so that white space and markup make no difference.
fn letters(text: &str) -> Vec<u8> {
    text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().into_bytes()
}
