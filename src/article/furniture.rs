//! Paragraphs, and the page's furniture.
//!
//! The first of these decides: the markup; the words (sharing, copyright, mail headers, bylines, captions); a run of short entries
//! is a menu; a block that recurs inside a longer one is a pulled quote; a short block that ends no sentence, before one that
//! starts a sentence, is a heading; fewer than five words are a fragment; anything else is a paragraph. In doubt a block is a
//! paragraph: a heading that is scored can be seen, a paragraph that is not scored is lost.

use std::collections::HashMap;
use std::hash::Hasher;

use rustc_hash::FxHasher;

use super::edges::{ends_sentence, starts_lower, word_count};
use super::{block::BlockKind, plain::SIGNATURE_MARK, reassembly::Draft, setting::Setting};
use crate::language::english::dates::{DATE_LINE, MONTHS, WEEKDAYS, abbreviates};
use crate::language::english::page;
use crate::text::MappedText;

/// The shortest paragraph, in words.
const PARAGRAPH_WORDS: usize = 5;
/// The longest heading, in words.
const HEADING_WORDS: usize = 16;
/// The shortest menu, in entries.
const MENU_ENTRIES: usize = 3;
/// The longest entry of a menu, in words.
const ENTRY_WORDS: usize = 4;
/// The longest teaser under a headline, in words.
const TEASER_WORDS: usize = 10;
/// The shortest pulled quote, in words.
const PULLED_WORDS: usize = 5;
/// The longest pulled quote, in words.
const LONGEST_PULLED: usize = 40;
/// The most pulled quotes with the same start.
const MOST_ALIKE: usize = 8;
/// The longest caption that its credit tells, in words.
const LONGEST_CAPTION: usize = 80;
/// The longest signature of a mail with its mark, in blocks.
const SIGNATURE_BLOCKS: usize = 12;
/// The blocks at the top of a page that may be mail headers.
const HEADER_BLOCKS: usize = 8;

/// Finds the kind of every block.
pub(super) fn classify(drafts: Vec<Draft>) -> Vec<(BlockKind, MappedText, Setting)> {
    let entries = menu_entries(&drafts);
    let repeated = pull_quotes(&drafts);
    let mut signature = false;
    let mut begun = false;
    let mut kinds: Vec<BlockKind> = Vec::with_capacity(drafts.len());
    for (at, (draft, next)) in drafts.iter().zip(next_blocks(&drafts)).enumerate() {
        signature |= draft.as_str() == SIGNATURE_MARK && drafts.len() - at <= SIGNATURE_BLOCKS;
        let below = signature && draft.kind.is_none() && word_count(draft.as_str()) < HEADING_WORDS;
        let kind = match kind_of(draft, at, entries[at], next) {
            _ if below => BlockKind::Furniture,
            BlockKind::Paragraph | BlockKind::Quote if repeated[at] => BlockKind::Furniture,
            BlockKind::Paragraph if !begun && is_teaser(draft) => BlockKind::Menu,
            kind => kind,
        };
        begun |= kind.is_scored();
        kinds.push(kind);
    }
    kinds.into_iter().zip(drafts).map(|(kind, draft)| (kind, draft.text, draft.setting)).collect()
}

/// Returns for each block the next one that is not furniture by its markup.
fn next_blocks(drafts: &[Draft]) -> Vec<Option<&Draft>> {
    let mut next = None;
    let mut out = vec![None; drafts.len()];
    for (at, draft) in drafts.iter().enumerate().rev() {
        out[at] = next;
        if draft.kind != Some(BlockKind::Furniture) {
            next = Some(draft);
        }
    }
    out
}

fn kind_of(draft: &Draft, at: usize, entry: bool, next: Option<&Draft>) -> BlockKind {
    let text = draft.as_str();
    let words = word_count(text);
    match draft.kind {
        Some(BlockKind::Quote | BlockKind::Paragraph) if words < PARAGRAPH_WORDS => return BlockKind::Fragment,
        Some(kind) => return kind,
        None => {}
    }
    if at < HEADER_BLOCKS && is_mail_header(text, words) {
        BlockKind::Furniture
    } else if let Some(kind) = told_by_words(text) {
        kind
    } else if entry {
        BlockKind::Menu
    } else if is_heading(draft, words, next) {
        BlockKind::Heading
    } else if words < PARAGRAPH_WORDS {
        BlockKind::Fragment
    } else {
        BlockKind::Paragraph
    }
}

/// Returns the kind of a block that its words alone reveal: furniture, a byline or a caption.
///
/// ```
/// use oped::article::{BlockKind, told_by_words};
/// assert_eq!(told_by_words("Share this article"), Some(BlockKind::Furniture));
/// assert_eq!(told_by_words("The council met on Monday."), None);
/// ```
pub fn told_by_words(text: &str) -> Option<BlockKind> {
    let words = word_count(text);
    if is_furniture(text, words) {
        Some(BlockKind::Furniture)
    } else if is_byline(text, words) {
        Some(BlockKind::Byline)
    } else {
        is_caption(text, words).then_some(BlockKind::Caption)
    }
}

/// Finds the blocks in runs of short entries.
fn menu_entries(drafts: &[Draft]) -> Vec<bool> {
    let short = |draft: &Draft| {
        let text = draft.as_str();
        draft.kind.is_none()
            && !draft.is_markup()
            && word_count(text) <= ENTRY_WORDS
            && !ends_sentence(text)
            && !text.ends_with(':')
    };
    let mut out = vec![false; drafts.len()];
    let mut start = 0;
    for at in 0..=drafts.len() {
        if at < drafts.len() && short(&drafts[at]) {
            continue;
        }
        if at - start >= MENU_ENTRIES {
            out[start..at].fill(true);
        }
        start = at + 1;
    }
    out
}

/// Returns true for a list entry that ends no sentence, as under a headline.
fn is_teaser(draft: &Draft) -> bool {
    draft.bullet && !draft.runs_on && word_count(draft.as_str()) <= TEASER_WORDS && !ends_sentence(draft.as_str())
}

/// Finds blocks that recur inside a longer block: quotes that the page pulled out of its own text. Takes linear time, since blocks
/// are hashed by their first [`PULLED_WORDS`] words.
fn pull_quotes(drafts: &[Draft]) -> Vec<bool> {
    let words: Vec<Vec<u64>> = drafts.iter().map(|draft| plain_words(draft.as_str())).collect();
    let mut starts: HashMap<&[u64], Vec<usize>> = HashMap::new();
    for (at, words) in words.iter().enumerate() {
        // A whole sentence of the author's may be a refrain.
        let text = drafts[at].as_str();
        let pulled = !ends_sentence(text) || text.starts_with(['“', '"', '‘', '«']);
        if pulled && (PULLED_WORDS..=LONGEST_PULLED).contains(&words.len()) {
            let alike = starts.entry(&words[..PULLED_WORDS]).or_default();
            // A start of many blocks is a habit of the page, not a quote.
            if alike.len() <= MOST_ALIKE {
                alike.push(at);
            }
        }
    }
    starts.retain(|_, alike| alike.len() <= MOST_ALIKE);
    let mut out = vec![false; drafts.len()];
    for long in &words {
        for window in 0..long.len().saturating_sub(PULLED_WORDS - 1) {
            for &at in starts.get(&long[window..window + PULLED_WORDS]).map_or(&[][..], Vec::as_slice) {
                out[at] |= words[at].len() < long.len() && long[window..].starts_with(&words[at]);
            }
        }
    }
    out
}

/// The hashes of a text's words, without case and marks: five words in a row with those of others are no accident.
fn plain_words(text: &str) -> Vec<u64> {
    let hash = |word: &str| {
        let mut hasher = FxHasher::default();
        let mut is_empty = true;
        for c in word.chars().filter(|c| c.is_alphanumeric()) {
            is_empty = false;
            if c.is_ascii() {
                hasher.write_u32(c.to_ascii_lowercase().into());
            } else {
                c.to_lowercase().for_each(|c| hasher.write_u32(c.into()));
            }
        }
        (!is_empty).then(|| hasher.finish())
    };
    text.split_whitespace().filter_map(hash).collect()
}

/// Returns true for a short block that ends no sentence before one that starts a sentence, one in capitals, or a title at the
/// end.
fn is_heading(draft: &Draft, words: usize, next: Option<&Draft>) -> bool {
    let text = draft.as_str();
    if words == 0 || words > HEADING_WORDS || draft.runs_on {
        return false;
    }
    // Markup tells headings by their tags, or sets them apart; other short lines are entries of lists, scores, places.
    if draft.is_markup() && draft.setting.set_apart < text.len() {
        return false;
    }
    if words >= 2 && text.chars().any(char::is_alphabetic) && !text.chars().any(char::is_lowercase) && !draft.bullet {
        return true;
    }
    if ends_sentence(text) || (draft.bullet && words >= PARAGRAPH_WORDS) || starts_lower(text) {
        return false;
    }
    match next {
        Some(next) => !next.bullet && !starts_lower(next.as_str()) || words < PARAGRAPH_WORDS,
        None => words >= PARAGRAPH_WORDS && is_title_case(text),
    }
}

/// Returns true if most words of four or more letters are capitalised.
fn is_title_case(text: &str) -> bool {
    let long: Vec<&str> = text.split(' ').filter(|word| word.chars().count() >= 4).collect();
    let capital = long.iter().filter(|word| word.starts_with(char::is_uppercase)).count();
    !long.is_empty() && capital * 5 >= long.len() * 4
}

/// "By Anna Roth", "Anna Roth is a columnist for …", "Reporting by …", "Updated 12 May 2024, 10:40", "3 min read".
fn is_byline(text: &str, words: usize) -> bool {
    let lower = text.to_lowercase();
    if words <= 14 && !ends_sentence(text) {
        if page::BY.iter().any(|by| text.strip_prefix(by).is_some_and(|name| name.starts_with(char::is_uppercase))) {
            return true;
        }
        if starts_with_any(&lower, &page::BYLINE_STARTS) || is_date(&lower, words) {
            return true;
        }
    }
    is_about_the_author(text, words)
        || words <= 30 && starts_with_any(lower.trim_start_matches('('), &page::CREDIT_STARTS)
        || words <= 6 && page::READING_TIMES.iter().any(|time| lower.ends_with(time))
}

/// "Anna Roth is a columnist for …": a name, and what it is.
fn is_about_the_author(text: &str, words: usize) -> bool {
    let name = page::ABOUT_AUTHOR.iter().find_map(|about| text.split_once(about)).map(|(name, _)| name);
    words <= 40 && name.is_some_and(|name| (1..=4).contains(&word_count(name)) && is_title_case(name))
}

/// Returns true for a line that is only a date, with a weekday or a time perhaps.
fn is_date(lower: &str, words: usize) -> bool {
    let word_is_date = |word: &str| {
        word.chars().any(|c| c.is_ascii_digit()) && word.chars().filter(|c| c.is_alphabetic()).count() <= 2
            || abbreviates(word, &MONTHS)
            || abbreviates(word, &WEEKDAYS)
            || starts_with_any(word, &DATE_LINE)
    };
    (2..=8).contains(&words)
        && lower.chars().any(|c| c.is_ascii_digit())
        && lower.split(' ').any(|word| abbreviates(word, &MONTHS))
        && lower.split(' ').filter(|word| word.chars().any(char::is_alphanumeric)).all(word_is_date)
}

/// "Photo: …", "Picture by …", "Image credit …", "… on the pier (Anna Roth/Reuters)".
fn is_caption(text: &str, words: usize) -> bool {
    let lower = text.to_lowercase();
    words <= 40 && starts_with_any(&lower, &page::CAPTION_STARTS)
        || words <= 30 && !ends_sentence(text) && page::CAPTION_MARKS.iter().any(|mark| lower.contains(mark))
        || words <= LONGEST_CAPTION && ends_with_picture_credit(&lower)
}

/// Returns true if the parenthesis at the end names the maker of a picture. The name of an agency alone ("(Reuters)") may end an
/// article.
fn ends_with_picture_credit(lower: &str) -> bool {
    let credit = lower.trim_end_matches('.').strip_suffix(')').and_then(|rest| rest.rsplit_once('('));
    credit.is_some_and(|(_, credit)| page::PICTURE_CREDITS.iter().any(|known| credit.contains(known)))
}

/// Returns true for what a page says about itself.
fn is_furniture(text: &str, words: usize) -> bool {
    let lower = text.to_lowercase();
    let plain = lower.trim_matches(|c: char| !c.is_alphanumeric() && c != '©');
    if lower.starts_with('©')
        || words <= 25
            && (lower.contains(page::RIGHTS) || lower.starts_with(page::OWNER) && lower.contains(['©', '0', '1', '2']))
    {
        return true;
    }
    page::FURNITURE.contains(&plain)
        || words <= 40 && starts_with_any(plain, &page::SMALL_PRINT_STARTS)
        || words <= 14 && starts_with_any(plain, &page::FURNITURE_STARTS)
        || is_count(plain, words)
        || is_note(text)
        || is_mail_attribution(plain, words)
        || words <= 20 && text.contains('@') && page::CONTACT.iter().any(|word| lower.contains(word))
        || words <= 3 && (text.contains('@') || lower.starts_with("http") || lower.starts_with("www."))
}

/// A footnote: `[3] Council minutes, …`.
fn is_note(text: &str) -> bool {
    let mark = text.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    mark.is_some_and(|(mark, _)| !mark.is_empty() && mark.len() <= 3 && mark.bytes().all(|b| b.is_ascii_digit()))
}

/// "On 5 March Anna Roth <anna@example.org> wrote:" above a quoted mail.
fn is_mail_attribution(plain: &str, words: usize) -> bool {
    words <= 20 && plain.starts_with("on ") && plain.ends_with("wrote") && plain.chars().any(|c| c.is_ascii_digit())
}

/// "14 comments", "Comments (3)", "27 shares".
fn is_count(plain: &str, words: usize) -> bool {
    words <= 2 && plain.chars().any(|c| c.is_ascii_digit()) && page::COUNTED.iter().any(|word| plain.contains(word))
}

/// "From: …", "Subject: …" at the top of a mail.
fn is_mail_header(text: &str, words: usize) -> bool {
    let head = text.split(':').next().unwrap_or_default().to_lowercase();
    text.contains(": ") && words <= 30 && page::MAIL_HEADERS.contains(&head.as_str())
}

fn starts_with_any(text: &str, starts: &[&str]) -> bool {
    starts.iter().any(|start| text.starts_with(start))
}

#[cfg(test)]
mod tests {
    use crate::article::{Article, BlockKind, Format};

    fn kinds(text: &str) -> Vec<(BlockKind, String)> {
        let article = Article::read(text.as_bytes(), Format::Text, None).unwrap();
        article.blocks.iter().map(|block| (block.kind, block.text.as_str().to_owned())).collect()
    }

    #[test]
    fn a_page_with_everything_around_it() {
        use BlockKind::*;
        let text = "Home\nNews\nSport\nContact\n\nCouncil votes to close the pool\n\nBy Anna Roth\n\n12 May 2024\n\n\
                    The council voted to close the pool.\n\nPhoto: the pool, on a better day\n\nA cold decision\n\n\
                    Nobody spoke against it in the debate.\n\nComments (3)\n\n© Harbour Media";
        let seen: Vec<BlockKind> = kinds(text).into_iter().map(|(kind, _)| kind).collect();
        assert_eq!(
            seen,
            [
                Menu, Menu, Menu, Menu, Heading, Byline, Byline, Paragraph, Caption, Heading, Paragraph, Furniture,
                Furniture
            ]
        );
    }

    #[test]
    fn the_signature_of_a_mail_is_furniture() {
        let text = "The council closed the pool on Monday, it said.\n\nIt will open again in June.\n\n-- \nAnna Roth, clerk\nTelephone 555 123 and the usual small print here\n";
        let seen: Vec<BlockKind> = kinds(text).into_iter().map(|(kind, _)| kind).collect();
        assert!(
            seen[..2].iter().all(|kind| kind.is_scored()) && !seen[2..].iter().any(|kind| kind.is_scored()),
            "{seen:?}"
        );
    }

    #[test]
    fn a_picture_credit_at_the_end_makes_a_caption() {
        let text = "In this file photo of last May, people wait on the pier for the ferry to the island. (Harbour Board via AP, File)\n\n\
                    The ferry did not sail on Monday, the harbour board said. (Reuters)\n";
        let seen: Vec<BlockKind> = kinds(text).into_iter().map(|(kind, _)| kind).collect();
        assert_eq!(seen, [BlockKind::Caption, BlockKind::Paragraph], "an agency alone may end an article");
    }

    #[test]
    fn an_authors_sentences_are_not_furniture() {
        let text = "We must act now, together.\n\nCopyright law must be changed at once, because it robs every author.\n\nI repeat: we must act now, together, or never.\n";
        assert!(kinds(text).into_iter().all(|(kind, _)| kind.is_scored()), "{:?}", kinds(text));
    }

    #[test]
    fn a_lone_sentence_without_a_full_stop_is_scored() {
        assert_eq!(kinds("we urge the council to act now")[0].0, BlockKind::Paragraph);
        assert_eq!(kinds("too short")[0].0, BlockKind::Fragment);
    }
}
