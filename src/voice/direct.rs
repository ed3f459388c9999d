//! Direct speech: between quotation marks, in blocks of its own, behind colons, in transcripts.

use super::colon::{announces_speech, said_colon};
use super::exchange::{Part, exchange};
use super::passage::Passage;
use super::quotation::{Open, scan};
use crate::text::{Span, sentence::sentence_end};

/// The longest quotation, in words, that is the author's choice of words.
pub const SCARE_QUOTE_WORDS: usize = 2;

/// Returns the spans of direct speech of each paragraph.
pub(super) fn direct_speech(passages: &[Passage<'_>]) -> Vec<Vec<Span>> {
    let mut out: Vec<Vec<Span>> = Vec::with_capacity(passages.len());
    let mut unclosed: Option<Open> = None;
    let mut introduced = false;
    let parts = exchange(passages).unwrap_or_default();
    for passage in passages {
        let text = passage.text;
        if let Some(Part::Speech(start)) = parts.get(out.len()).copied() {
            out.push(vec![Span { start, end: text.len() }]);
            (unclosed, introduced) = (None, false);
            continue;
        }
        let carried = unclosed.take().filter(|open| open.family.runs_into(text));
        if passage.block_quote {
            out.push(vec![Span { start: 0, end: text.len() }]);
            introduced = false;
            continue;
        }
        let start = carried.filter(|open| !open.family.opens(text)).map(|open| Open { at: 0, ..open });
        let mut scan = scan(text, start);
        if let Some(open) = scan.unclosed {
            let end = if next_runs_on(passages, out.len(), open) { text.len() } else { sentence_end(text, open.at) };
            scan.spans.push(Span { start: open.at, end });
        }
        let quotes = !scan.spans.is_empty();
        let mut spans: Vec<Span> = scan.spans.into_iter().filter(|span| !is_scare_quote(*span, text)).collect();
        if introduced && !quotes {
            spans = vec![Span { start: 0, end: text.len() }];
        } else if let Some(span) = said_colon(text).filter(|span| spans.iter().all(|other| other.end <= span.start)) {
            spans.push(span);
        }
        introduced = text.ends_with(':') && announces_speech(text);
        unclosed = scan.unclosed;
        out.push(spans);
    }
    out
}

/// Returns true if the paragraph after number `at` continues the quotation that `at` leaves open.
fn next_runs_on(passages: &[Passage<'_>], at: usize, open: Open) -> bool {
    passages.get(at + 1).is_some_and(|next| !next.block_quote && open.family.runs_into(next.text))
}

fn is_scare_quote(span: Span, text: &str) -> bool {
    let words = span.of(text).split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count();
    words <= SCARE_QUOTE_WORDS
}
