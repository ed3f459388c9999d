//! A paragraph's text as HTML, its words marked by what they add.

use maud::{Markup, PreEscaped, Render, html};

use crate::explain::WordWeight;
use crate::report::shared::page::Printable;
use crate::text::Span;
use crate::voice::Voice;
use crate::words::marks::mark;

/// The text with marks. `words` are in the order of the text; what stands between them is unmarked.
pub(super) fn marked(text: &str, words: &[WordWeight]) -> Markup {
    let (mut out, mut at) = (String::with_capacity(2 * text.len()), 0);
    for run in words.chunk_by(|a, b| a.piece.voice == b.piece.voice) {
        let Span { start, end } = span(run);
        let marks = marked_run(text, run);
        let is_author = run[0].piece.voice == Voice::Author;
        Printable(&text[at..start]).render_to(&mut out);
        html! { @if is_author { (marks) } @else { span class="s" { (marks) } } }.render_to(&mut out);
        at = end;
    }
    Printable(&text[at..]).render_to(&mut out);
    PreEscaped(out)
}

/// Words of one voice. Neighbours with the same mark share it.
fn marked_run(text: &str, run: &[WordWeight]) -> Markup {
    let (mut out, mut at) = (String::new(), run[0].piece.span.start);
    for alike in run.chunk_by(|a, b| class(a.weight) == class(b.weight)) {
        let Span { start, end } = span(alike);
        let words = Printable(&text[start..end]);
        Printable(&text[at..start]).render_to(&mut out);
        match class(alike[0].weight) {
            Some((side, step)) => html! { mark class={(side) (step)} { (words) } }.render_to(&mut out),
            None => words.render_to(&mut out),
        }
        at = end;
    }
    PreEscaped(out)
}

/// From the first word to the last.
fn span(words: &[WordWeight]) -> Span {
    Span { start: words[0].piece.span.start, end: words[words.len() - 1].piece.span.end }
}

/// The side and the strength, from 1 to 4.
fn class(weight: f64) -> Option<(char, u8)> {
    let mark = mark(weight);
    (mark != 0).then_some((if mark > 0 { 'o' } else { 'n' }, mark.unsigned_abs()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::occurrences::Piece;
    use crate::voice::Speech;

    #[test]
    fn neighbours_that_are_alike_share_a_mark_and_all_text_stays() {
        let text = "We <must> go, “a & b” now";
        let source = Voice::Source(Speech::Direct);
        let places =
            [(0, 2, 0.2), (4, 8, 0.3), (10, 12, 0.0), (12, 13, -0.11), (17, 18, -2.0), (21, 22, 0.0), (26, 29, 0.01)];
        let voices = [Voice::Author, Voice::Author, Voice::Author, Voice::Author, source, source, Voice::Author];
        let words: Vec<WordWeight> = places
            .into_iter()
            .zip(voices)
            .map(|((start, end, weight), voice)| {
                let piece = Piece { span: Span { start, end }, voice, is_word: true, is_unseen: false, is_name: false };
                WordWeight { piece, weight }
            })
            .collect();
        assert_eq!(
            marked(text, &words).into_string(),
            "<mark class=\"o2\">We &lt;must</mark>&gt; go<mark class=\"n1\">,</mark> “<span class=\"s\">\
             <mark class=\"n4\">a</mark> &amp; b</span>” now"
        );
    }
}
