//! What is a paragraph, and what is the page's furniture.
//!
//! In this order: what the markup says; what the words say (sharing, copyright, mail headers, bylines, captions); a run of
//! short entries is a menu; what stands again in a longer block was pulled out of it; a short block that ends no sentence before one that starts a new one is a heading; what is
//! left with fewer than five words is a fragment; everything else is a paragraph. When in doubt it is a paragraph: a
//! heading that is scored can be seen, a paragraph that is not scored is lost.

use std::collections::HashMap;

use super::BlockKind;
use super::reassembly::{Draft, ends_sentence, starts_lower, word_count};
use crate::text::MappedText;

/// Blocks with fewer words are not scored.
const PARAGRAPH_WORDS: usize = 5;
/// The longest heading, in words.
const HEADING_WORDS: usize = 16;
/// So many short entries in a row make a menu.
const MENU_ENTRIES: usize = 3;
/// The longest entry of a menu, in words.
const ENTRY_WORDS: usize = 4;
/// The longest teaser under a headline, in words.
const TEASER_WORDS: usize = 10;
/// Words that a pulled quote has at least.
const PULLED_WORDS: usize = 5;
/// Words that a pulled quote has at most.
const LONGEST_PULLED: usize = 40;
/// Pulled quotes that start alike.
const MOST_ALIKE: usize = 8;
/// A mail's signature and its mark take at most so many blocks.
const SIGNATURE_BLOCKS: usize = 12;
/// Mail headers stand within the first so many blocks.
const HEADER_BLOCKS: usize = 8;

/// Tells every block what it is.
pub(super) fn classify(drafts: Vec<Draft>) -> Vec<(BlockKind, MappedText)> {
    let entries = menu_entries(&drafts);
    let repeated = pull_quotes(&drafts);
    let mut signature = false;
    let mut begun = false;
    let mut kinds: Vec<BlockKind> = Vec::with_capacity(drafts.len());
    for (at, (draft, next)) in drafts.iter().zip(next_blocks(&drafts)).enumerate() {
        signature |= is_signature_mark(draft.as_str()) && drafts.len() - at <= SIGNATURE_BLOCKS;
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
    kinds.into_iter().zip(drafts).map(|(kind, draft)| (kind, draft.text)).collect()
}

/// For each block the next one that no markup makes furniture.
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

/// What a block is by its words alone, wherever it stands: furniture, a byline or a caption; none for all others.
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

/// Which blocks lie in a run of short entries.
fn menu_entries(drafts: &[Draft]) -> Vec<bool> {
    let short = |draft: &Draft| {
        let text = draft.as_str();
        draft.kind.is_none() && word_count(text) <= ENTRY_WORDS && !ends_sentence(text) && !text.ends_with(':')
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

/// A list entry that ends no sentence, under the headline.
fn is_teaser(draft: &Draft) -> bool {
    draft.bullet && !draft.runs_on && word_count(draft.as_str()) <= TEASER_WORDS && !ends_sentence(draft.as_str())
}

/// Blocks whose words stand again inside a longer block: quotes that the page pulled out of its own text. Linear: each
/// block is looked up by its first [`PULLED_WORDS`] words.
fn pull_quotes(drafts: &[Draft]) -> Vec<bool> {
    let words: Vec<Vec<String>> = drafts.iter().map(|draft| plain_words(draft.as_str())).collect();
    let mut starts: HashMap<&[String], Vec<usize>> = HashMap::new();
    for (at, words) in words.iter().enumerate() {
        // A whole sentence of the author's may come back as a refrain.
        let text = drafts[at].as_str();
        let pulled = !ends_sentence(text) || text.starts_with(['“', '"', '‘', '«']);
        if pulled && (PULLED_WORDS..=LONGEST_PULLED).contains(&words.len()) {
            let alike = starts.entry(&words[..PULLED_WORDS]).or_default();
            // What many blocks start with is the page's manner, not a quote.
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

fn plain_words(text: &str) -> Vec<String> {
    let letters = |word: &str| word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    text.split_whitespace().map(letters).filter(|word: &String| !word.is_empty()).collect()
}

/// A short block that ends no sentence, before one that starts a new one; or one in capitals; or a title at the end.
fn is_heading(draft: &Draft, words: usize, next: Option<&Draft>) -> bool {
    let text = draft.as_str();
    if words == 0 || words > HEADING_WORDS || draft.runs_on {
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

/// Most words of four letters and more start with a capital.
fn is_title_case(text: &str) -> bool {
    let long: Vec<&str> = text.split(' ').filter(|word| word.chars().count() >= 4).collect();
    let capital = long.iter().filter(|word| word.starts_with(char::is_uppercase)).count();
    !long.is_empty() && capital * 5 >= long.len() * 4
}

/// "By Anna Roth", "Anna Roth is a columnist for …", "Reporting by …", "Updated 12 May 2024, 10:40", "3 min read".
fn is_byline(text: &str, words: usize) -> bool {
    let lower = text.to_lowercase();
    if words <= 14 && !ends_sentence(text) {
        let by = text.strip_prefix("By ").or_else(|| text.strip_prefix("BY ")).or_else(|| text.strip_prefix("by "));
        if by.is_some_and(|name| name.starts_with(char::is_uppercase)) {
            return true;
        }
        const STARTS: [&str; 9] = [
            "published", "updated", "last updated", "posted on", "posted by", "posted at", "written by", "reported by",
            "first published",
        ];
        if STARTS.iter().any(|start| lower.starts_with(start)) || is_date(&lower, words) {
            return true;
        }
    }
    const TAILS: [&str; 3] = ["reporting by ", "editing by ", "additional reporting by "];
    is_about_the_author(text, words)
        || words <= 30 && TAILS.iter().any(|tail| lower.trim_start_matches('(').starts_with(tail))
        || words <= 6 && (lower.ends_with("min read") || lower.ends_with("minute read"))
}

/// "Anna Roth is a columnist for …": a name, and what it is.
fn is_about_the_author(text: &str, words: usize) -> bool {
    const ABOUT: [&str; 7] = [
        " is a columnist", " is a contributing ", " is a staff writer", " is a freelance writer",
        " is a regular contributor", " is an opinion writer", " is the author of ",
    ];
    let name = ABOUT.iter().find_map(|about| text.split_once(about)).map(|(name, _)| name);
    words <= 40 && name.is_some_and(|name| (1..=4).contains(&word_count(name)) && is_title_case(name))
}

/// A line that is a date and nothing else, with a weekday or a time perhaps.
fn is_date(lower: &str, words: usize) -> bool {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    const DATE_WORDS: [&str; 14] =
        ["mon", "tue", "wed", "thu", "fri", "sat", "sun", "am", "pm", "at", "gmt", "utc", "the", "of"];
    let word_is_date = |word: &str| {
        word.chars().any(|c| c.is_ascii_digit()) && word.chars().filter(|c| c.is_alphabetic()).count() <= 2
            || MONTHS.iter().chain(&DATE_WORDS).any(|date| word.starts_with(date))
    };
    let has = |months: &[&str]| lower.split(' ').any(|word| months.iter().any(|month| word.starts_with(month)));
    (2..=8).contains(&words)
        && lower.chars().any(|c| c.is_ascii_digit())
        && has(&MONTHS)
        && lower.split(' ').filter(|word| word.chars().any(char::is_alphanumeric)).all(word_is_date)
}

/// "Photo: …", "Picture by …", "Image credit …".
fn is_caption(text: &str, words: usize) -> bool {
    const STARTS: [&str; 15] = [
        "photo:", "photograph:", "picture:", "image:", "video:", "photo by", "photograph by", "picture by", "image by",
        "photo credit", "image credit", "image source", "picture credit", "figure:", "caption:",
    ];
    let lower = text.to_lowercase();
    words <= 40 && STARTS.iter().any(|start| lower.starts_with(start))
        || words <= 30
            && !ends_sentence(text)
            && ["(photo", "(picture", "(image"].iter().any(|mark| lower.contains(mark))
}

/// What a page says about itself.
fn is_furniture(text: &str, words: usize) -> bool {
    let lower = text.to_lowercase();
    let plain = lower.trim_matches(|c: char| !c.is_alphanumeric() && c != '©');
    if lower.starts_with('©')
        || words <= 25
            && (lower.contains("all rights reserved")
                || lower.starts_with("copyright ") && lower.contains(['©', '0', '1', '2']))
    {
        return true;
    }
    const WHOLE: [&str; 26] = [
        "advertisement", "comment", "comments", "share", "tweet", "email", "print", "subscribe", "sign in", "log in",
        "sign up", "read more", "continue reading", "leave a comment", "leave a reply", "related", "related articles",
        "related stories", "most read", "more from this section", "skip to content", "skip to main content",
        "back to top", "share this", "story continues below", "view comments",
    ];
    const LEGAL: [&str; 16] = [
        "this article was originally published",
        "we use cookies",
        "this site uses cookies",
        "this website uses cookies",
        "to unsubscribe",
        "unsubscribe",
        "you are receiving this",
        "view this email in",
        "if you no longer wish to receive",
        "if you do not wish to receive",
        "by clicking",
        "by signing up",
        "by subscribing",
        "opinions expressed here are",
        "opinions expressed in this",
        "the views expressed",
    ];
    const STARTS: [&str; 30] = [
        "share this ",
        "share on ",
        "follow us ",
        "click here ",
        "read more:",
        "read next:",
        "see also:",
        "related:",
        "sign up for ",
        "sign up to ",
        "subscribe to our ",
        "posted in ",
        "filed under",
        "tags:",
        "tagged ",
        "leave a comment",
        "forwarded message",
        "subscribe today",
        "subscribe now",
        "subscribe for",
        "sign up here",
        "sign up now",
        "sign up to",
        "support independent journalism",
        "support local journalism",
        "our standards:",
        "donate today",
        "download our app",
        "get our newsletter",
        "have a tip",
    ];
    WHOLE.contains(&plain)
        || words <= 40 && LEGAL.iter().any(|start| plain.starts_with(start))
        || words <= 14 && STARTS.iter().any(|start| plain.starts_with(start))
        || is_count(plain, words)
        || is_note(text)
        || is_mail_attribution(plain, words)
        || words <= 20 && text.contains('@') && ["email", "write to", "contact"].iter().any(|word| lower.contains(word))
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
    words <= 2
        && plain.chars().any(|c| c.is_ascii_digit())
        && ["comment", "share", "repl", "like", "view"].iter().any(|word| plain.contains(word))
}

/// "From: …", "Subject: …" at the top of a mail.
fn is_mail_header(text: &str, words: usize) -> bool {
    const HEADERS: [&str; 11] =
        ["from", "to", "cc", "bcc", "subject", "date", "sent", "reply-to", "list-id", "message-id", "mime-version"];
    let head = text.split(':').next().unwrap_or_default().to_lowercase();
    text.contains(": ") && words <= 30 && HEADERS.contains(&head.as_str())
}

/// "-- " alone: what follows is a mail's signature.
fn is_signature_mark(text: &str) -> bool {
    text == super::plain::SIGNATURE_MARK
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
    fn below_the_mark_of_a_mail_stands_its_signature() {
        let text = "The council closed the pool on Monday, it said.\n\nIt will open again in June.\n\n-- \nAnna Roth, clerk\nTelephone 555 123 and the usual small print here\n";
        let seen: Vec<BlockKind> = kinds(text).into_iter().map(|(kind, _)| kind).collect();
        assert!(
            seen[..2].iter().all(|kind| kind.is_scored()) && !seen[2..].iter().any(|kind| kind.is_scored()),
            "{seen:?}"
        );
    }

    #[test]
    fn an_authors_sentences_are_no_furniture() {
        let text = "We must act now, together.\n\nCopyright law must be changed at once, because it robs every author.\n\nI repeat: we must act now, together, or never.\n";
        assert!(kinds(text).into_iter().all(|(kind, _)| kind.is_scored()), "{:?}", kinds(text));
    }

    #[test]
    fn a_lone_sentence_without_a_full_stop_is_scored() {
        assert_eq!(kinds("we urge the council to act now")[0].0, BlockKind::Paragraph);
        assert_eq!(kinds("too short")[0].0, BlockKind::Fragment);
    }
}
