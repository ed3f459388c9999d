//! A paragraph's text, cut where the mark or the voice changes.

use serde::Serialize;

use crate::explain::WordWeight;
use crate::voice::Voice;
use crate::words::marks::mark;

/// A stretch of text of one voice and one mark.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Piece<'a> {
    /// The text as it was read. It may hold control characters.
    pub text: &'a str,
    /// What its words add, in logits; positive means opinion.
    pub weight: f64,
    /// How strongly it is marked: 1 to 4 for opinion, −1 to −4 for news, 0 not at all.
    pub mark: i8,
    /// `author` or `source`.
    pub voice: &'static str,
}

/// Cuts a text at its words' marks and voices. The pieces together are the text.
///
/// Neighbours of one voice and mark are one piece, with what stands between them. `words` are in the order of the text.
pub(super) fn pieces<'a>(text: &'a str, words: &[WordWeight]) -> Vec<Piece<'a>> {
    let (mut pieces, mut at) = (Vec::new(), 0);
    let mut before = Voice::Author;
    for run in words.chunk_by(|a, b| a.piece.voice == b.piece.voice && mark(a.weight) == mark(b.weight)) {
        let (first, last) = (&run[0].piece, &run[run.len() - 1].piece);
        // What stands between two words of a source is the source's too.
        let between = if before == first.voice { before } else { Voice::Author };
        push(&mut pieces, &text[at..first.span.start], 0.0, between);
        let weight = run.iter().map(|word| word.weight).sum();
        pieces.push(Piece {
            mark: mark(run[0].weight),
            ..piece(&text[first.span.start..last.span.end], weight, first.voice)
        });
        (at, before) = (last.span.end, first.voice);
    }
    push(&mut pieces, &text[at..], 0.0, Voice::Author);
    pieces
}

fn piece(text: &str, weight: f64, voice: Voice) -> Piece<'_> {
    Piece { text, weight, mark: 0, voice: voice.as_str() }
}

fn push<'a>(pieces: &mut Vec<Piece<'a>>, text: &'a str, weight: f64, voice: Voice) {
    if !text.is_empty() {
        pieces.push(piece(text, weight, voice));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::occurrences::Piece as Place;
    use crate::text::Span;
    use crate::voice::Speech;

    #[test]
    fn neighbours_alike_share_a_piece_and_all_text_stays() {
        let text = "  We must go, “a b” now";
        let source = Voice::Source(Speech::Direct);
        let places = [
            (2, 4, 0.2, Voice::Author),
            (5, 9, 0.3, Voice::Author),
            (10, 12, 0.0, Voice::Author),
            (17, 18, -2.0, source),
            (19, 20, 0.0, source),
            (24, 27, 0.01, Voice::Author),
        ];
        let words = places.map(|(start, end, weight, voice)| WordWeight {
            piece: Place { span: Span { start, end }, voice, is_word: true, is_unseen: false, is_name: false },
            weight,
        });
        let found = pieces(text, &words);
        let told: Vec<(&str, i8, &str)> = found.iter().map(|piece| (piece.text, piece.mark, piece.voice)).collect();
        assert_eq!(
            told,
            [
                ("  ", 0, "author"),
                ("We must", 2, "author"),
                (" ", 0, "author"),
                ("go", 0, "author"),
                (", “", 0, "author"),
                ("a", -4, "source"),
                (" ", 0, "source"),
                ("b", 0, "source"),
                ("” ", 0, "author"),
                ("now", 0, "author"),
            ]
        );
        assert_eq!(found.iter().map(|piece| piece.text).collect::<String>(), text);
        assert_eq!(pieces("", &[]), []);
    }
}
