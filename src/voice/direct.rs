//! Direct speech: between quotation marks, in blocks of its own, behind colons, in transcripts.

use super::colon::{announces_speech, said_colon};
use super::exchange::{Part, exchange};
use super::passage::Passage;
use super::quotation::{Next, Open, scan};
use crate::text::{Span, sentence::sentence_end};

/// The longest quotation, in words, that is the author's choice of words.
pub const SCARE_QUOTE_WORDS: usize = 2;

/// Returns the spans of direct speech of each paragraph. The lines of a cell are paragraphs as those of an article are.
pub(crate) fn direct_speech(passages: &[Passage<'_>]) -> Vec<Vec<Span>> {
    if passages.iter().all(|passage| !passage.text.contains('\n')) {
        return of_paragraphs(passages);
    }
    let (lines, places) = lines(passages);
    let mut out = vec![Vec::new(); passages.len()];
    for (spans, (number, start)) in of_paragraphs(&lines).into_iter().zip(places) {
        let moved = |span: Span| Span { start: start + span.start, end: start + span.end };
        out[number].extend(spans.into_iter().map(moved));
    }
    out
}

/// Cuts passages at their line ends. Returns the lines, and for each the number of its passage and its first byte there.
fn lines<'t>(passages: &[Passage<'t>]) -> (Vec<Passage<'t>>, Vec<(usize, usize)>) {
    let (mut lines, mut places) = (Vec::new(), Vec::new());
    for (number, passage) in passages.iter().enumerate() {
        let mut start = 0;
        for line in passage.text.split('\n') {
            if start == 0 || !line.is_empty() {
                lines.push(passage.line(start, line));
                places.push((number, start));
            }
            start += line.len() + 1;
        }
    }
    (lines, places)
}

fn of_paragraphs(passages: &[Passage<'_>]) -> Vec<Vec<Span>> {
    let mut out: Vec<Vec<Span>> = Vec::with_capacity(passages.len());
    let mut unclosed: Option<Running> = None;
    let mut introduced = false;
    let parts = exchange(passages).unwrap_or_default();
    for passage in passages {
        let text = passage.text;
        if let Some(Part::Speech(start)) = parts.get(out.len()).copied() {
            out.push(vec![Span { start, end: text.len() }]);
            (unclosed, introduced) = (None, false);
            continue;
        }
        let running = unclosed.take();
        if let Some(running) = running.filter(|running| out.len() < running.until) {
            out.push(vec![Span { start: 0, end: text.len() }]);
            (unclosed, introduced) = (Some(running), false);
            continue;
        }
        let carried = running.map(|running| running.open);
        if passage.block_quote {
            out.push(vec![Span { start: 0, end: text.len() }]);
            introduced = false;
            continue;
        }
        let start = carried.filter(|open| !open.family.opens(text)).map(|open| Open { at: 0, ..open });
        let mut scan = scan(text, start);
        let running = scan.unclosed.and_then(|open| Running::from(passages, out.len(), open));
        if let Some(open) = scan.unclosed {
            let end = if running.is_some() { text.len() } else { sentence_end(text, open.at) };
            scan.spans.push(Span { start: open.at, end });
        }
        // The last words of a quotation are no choice of words, however few.
        let is_whole = |span: &Span| start.is_some() && span.start == 0;
        let quotes = !scan.spans.is_empty();
        let mut spans: Vec<Span> =
            scan.spans.into_iter().filter(|span| is_whole(span) || !is_scare_quote(*span, text)).collect();
        if introduced && !quotes {
            spans = vec![Span { start: 0, end: text.len() }];
        } else if let Some(span) = said_colon(text).filter(|span| spans.iter().all(|other| other.end <= span.start)) {
            spans.push(span);
        }
        introduced = text.ends_with(':') && announces_speech(text);
        unclosed = running;
        out.push(spans);
    }
    out
}

/// A quotation that goes on in later paragraphs.
#[derive(Debug, Clone, Copy)]
struct Running {
    open: Open,
    /// The paragraph in which it opens again or closes. Those before it are the source's.
    until: usize,
}

impl Running {
    /// Follows the quotation that paragraph `at` leaves open; none if it was never closed.
    fn from(passages: &[Passage<'_>], at: usize, open: Open) -> Option<Running> {
        for (until, passage) in passages.iter().enumerate().skip(at + 1) {
            match open.family.next(passage.text) {
                _ if passage.block_quote => return None,
                Next::RunsIn => return Some(Running { open, until }),
                Next::RunsThrough => {}
                Next::Ends => return None,
            }
        }
        None
    }
}

fn is_scare_quote(span: Span, text: &str) -> bool {
    let mut words = span.of(text).split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric));
    words.nth(SCARE_QUOTE_WORDS).is_none()
}
