//! A paragraph's text as HTML, its words marked by what they add.

use crate::explain::WordWeight;
use crate::report::shared::page::escape;
use crate::voice::Voice;

/// From these weights on, in logits, a word is marked, the more the stronger. The same for all paragraphs and articles, so
/// that marks can be compared.
const STEPS: [f64; 4] = [0.1, 0.2, 0.35, 0.6];

/// The text with marks. Words are those of the text, in order; what stands between them is shown as it is.
pub(super) fn marked(text: &str, words: &[WordWeight]) -> String {
    let mut out = String::with_capacity(2 * text.len());
    let mut at = 0;
    for run in words.chunk_by(|a, b| a.piece.voice == b.piece.voice) {
        let (first, last) = (run[0].piece, run[run.len() - 1].piece);
        out += &escape(&text[at..first.span.start]);
        let is_source = first.voice != Voice::Author;
        out += if is_source { "<span class=\"s\">" } else { "" };
        push_run(&mut out, text, run);
        out += if is_source { "</span>" } else { "" };
        at = last.span.end;
    }
    out + &escape(&text[at..])
}

/// Words of one voice. Neighbours that are marked alike share their mark.
fn push_run(out: &mut String, text: &str, run: &[WordWeight]) {
    let mut at = run[0].piece.span.start;
    for alike in run.chunk_by(|a, b| class(a.weight) == class(b.weight)) {
        let (start, end) = (alike[0].piece.span.start, alike[alike.len() - 1].piece.span.end);
        *out += &escape(&text[at..start]);
        let words = escape(&text[start..end]);
        match class(alike[0].weight) {
            Some((side, step)) => *out += &format!("<mark class=\"{side}{step}\">{words}</mark>"),
            None => *out += &words,
        }
        at = end;
    }
}

/// The side, and how strongly: from 1 to 4.
fn class(weight: f64) -> Option<(char, usize)> {
    let step = STEPS.iter().filter(|&&from| weight.abs() >= from).count();
    (step > 0).then_some((if weight > 0.0 { 'o' } else { 'n' }, step))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::occurrences::Piece;
    use crate::text::Span;
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
            marked(text, &words),
            "<mark class=\"o2\">We &lt;must</mark>&gt; go<mark class=\"n1\">,</mark> “<span class=\"s\">\
             <mark class=\"n4\">a</mark> &amp; b</span>” now"
        );
    }
}
