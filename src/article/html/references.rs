//! Character references in a text, by the tokenizer's own table.
//!
//! Browsers read some old names without their `;` (`&quot`, `&eacute`, `&nbsp`), and numbers too: so does the tokenizer.

use html5gum::emitters::default::Token;
use html5gum::{State, Tokenizer};

/// The longest name: "CounterClockwiseContourIntegral".
const LONGEST_NAME: usize = 33;

/// Reads the reference at the start of a text that begins with `&`: what it means, and its bytes. `None` if that `&` is itself.
pub(super) fn reference(text: &str) -> Option<(String, usize)> {
    let written = candidate(text);
    let is_cut = written.len() > LONGEST_NAME && !written.ends_with(';');
    if written.len() == 1 || is_cut && written.starts_with("&#") {
        return None;
    }
    let decoded = decode_references(written);
    if decoded == written {
        return None;
    }
    // Behind a name without `;` other letters may stand, which stay as they are.
    let first = decoded.chars().next()?.len_utf8();
    let behind = written.bytes().rev().zip(decoded[first..].bytes().rev()).take_while(|(a, b)| a == b).count();
    let meant = decoded[..decoded.len() - behind].to_owned();
    Some((meant, written.len() - behind))
}

/// The bytes at the start of a text that may be a reference. No more are looked at, whatever follows: a page may be full of `&`.
fn candidate(text: &str) -> &str {
    let name = text.bytes().skip(1).take(LONGEST_NAME);
    let name = name.take_while(|b| b.is_ascii_alphanumeric() || *b == b'#').count();
    let has_end = text.as_bytes().get(1 + name) == Some(&b';');
    &text[..1 + name + usize::from(has_end)]
}

/// Decodes the references in a text; the rest is unchanged.
pub(super) fn decode_references(written: &str) -> String {
    let mut out = String::new();
    let mut tokenizer: Tokenizer<_> = Tokenizer::new(written);
    tokenizer.set_state(State::Data);
    for token in tokenizer.map_while(|token| token.ok()) {
        if let Token::String(text) = token {
            out.push_str(&String::from_utf8_lossy(&text));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Format};

    #[test]
    fn references_are_read_as_browsers_read_them() {
        for (text, expected) in [
            ("&quot;we must", Some(("\"", 6))),
            ("&quotwe must", Some(("\"", 5))),
            ("&eacute at once", Some(("é", 7))),
            ("&nbsp", Some(("\u{a0}", 5))),
            ("&ampamp;", Some(("&", 4))),
            ("&notit;", Some(("¬", 4))),
            ("&notin;", Some(("∉", 7))),
            ("&frac12litre", Some(("½", 7))),
            ("&#38", Some(("&", 4))),
            ("&#8220we", Some(("“", 6))),
            ("&#x3b;;", Some((";", 6))),
            ("&semi;", Some((";", 6))),
            ("&CounterClockwiseContourIntegral;", Some(("∳", 33))),
            // These names have no old form.
            ("&mdash it", None),
            ("&hellip", None),
            ("&;", None),
            ("&", None),
            ("& amp;", None),
            ("&T and others", None),
            ("&#", None),
            ("&#;", None),
        ] {
            let found = reference(text);
            assert_eq!(found.as_ref().map(|(meant, len)| (meant.as_str(), *len)), expected, "{text}");
        }
    }

    #[test]
    fn references_without_an_end_lead_back_to_the_page() {
        let page =
            "<p>The clerk said &quotwe must go now&quot and left the caf&eacute at R&D, AT&amp T, on Monday.</p>";
        let article = Article::read(page.as_bytes(), Format::Html, None).unwrap();
        let text = &article.paragraphs().next().unwrap().text;
        assert_eq!(text.as_str(), "The clerk said \"we must go now\" and left the café at R&D, AT& T, on Monday.");
        let slice = |word: &str| {
            let at = text.as_str().find(word).unwrap();
            text.source_span(at, at + word.len()).of(page)
        };
        assert_eq!(
            [slice("\"we"), slice("now\""), slice("café"), slice("R&D")],
            ["&quotwe", "now&quot", "caf&eacute", "R&D"]
        );
    }

    /// A page of `&` once took time that grew with the square of its length: each was decoded with all that follows it.
    #[test]
    fn a_reference_is_looked_for_in_few_bytes() {
        for unit in ["&", "&#", "&amp", "&amp;", "&#1", "&a", "&é"] {
            let page = unit.repeat(10_000);
            let looked_at: usize = page.match_indices('&').map(|(at, _)| candidate(&page[at..]).len()).sum();
            assert!(looked_at <= 2 * page.len(), "{unit}: {looked_at} of {}", page.len());
        }
        assert_eq!(candidate(&format!("&{}", "a".repeat(10_000))).len(), 1 + LONGEST_NAME);
    }
}
