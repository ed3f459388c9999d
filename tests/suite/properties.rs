//! What must hold for any input.

use encoding_rs::WINDOWS_1252;
use oped::article::{Article, Format};
use oped::language::Language;
use oped::model::vectorizer::Vectorizer;
use oped::score::Scorer;
use oped::tables::table::{TableParams, read_table};
use oped::terms::Tokenizer;
use oped::text::{decode::decode, normalised};
use oped::voice::{Passage, source_spans};
use proptest::prelude::*;

use crate::own_model;

/// Text with the marks that the readers care about, in any disorder.
fn messy() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-zA-Z]{1,9}",
        1 => Just("\n".to_owned()),
        1 => Just("\n\n".to_owned()),
        2 => Just(" ".to_owned()),
        1 => "[\"'“”‘’«»„.,:;!?()>*•&<\\[\\]—-]",
        1 => prop_oneof![
            Just("said: "), Just("<p>"), Just("</p>"), Just("<br><br>"), Just("&mdash;"), Just("&"), Just("\u{ad}"),
            Just("<title>"), Just("</title>"), Just("<meta property='article:section' content='"), Just("Opinion"),
            Just("<script>{\"@type\":[\"NewsArticle\""), Just("]}</script>"), Just("<b itemprop=genre>"), Just("---\n"),
            Just("<link rel=canonical href=https://"), Just("/opinion/"), Just("section: "),
            Just("\n\n00:01.000 --> 00:02.000\n"), Just("<v Roth>"), Just("{\\an8}"), Just("NOTE "),
            Just("<blockquote>"), Just("\u{200b}"), Just("é"), Just("𝕏"), Just("``"), Just("''"), Just("# "), Just("- "),
        ]
        .prop_map(str::to_owned),
        1 => any::<char>().prop_map(|c| c.to_string()),
    ];
    prop::collection::vec(piece, 0..120).prop_map(|pieces| pieces.concat())
}

/// A text, and what it means if it is UTF-8 that was taken for Windows-1252: once, twice, three times.
fn meanings(text: &str) -> impl Iterator<Item = String> {
    let meant = |text: &String| String::from_utf8(WINDOWS_1252.encode(text).0.into_owned()).ok();
    std::iter::successors(Some(text.to_owned()), meant).take(4)
}

fn check_article(bytes: &[u8], format: Format) -> Result<(), TestCaseError> {
    let Ok(article) = Article::read(bytes, format, None) else { return Ok(()) };
    let decoded = decode(bytes, None).unwrap();
    for block in &article.blocks {
        let text = block.text.as_str();
        let span = block.span();
        prop_assert!(span.start < span.end && span.end <= bytes.len());
        prop_assert!(block.line >= 1);
        prop_assert!(!text.contains('\n') && !text.contains("  "));
        // Every character leads back to itself, or to the reference or escape it was written as.
        for (at, c) in text.char_indices().filter(|(_, c)| *c != ' ') {
            let span = block.text.source_span(at, at + c.len_utf8());
            let slice = decode(&bytes[span.start..span.end], Some(decoded.encoding)).unwrap().text;
            // Or to what is read as that character: a ligature, a damaged sequence, a reference.
            // Or to the tag, in any case, for which a browser draws it; to nothing where that tag is missing.
            let tag = slice.to_ascii_lowercase();
            let is_read_so = meanings(&slice).any(|read| normalised(&read).contains(c))
                || slice.starts_with('&')
                || tag.starts_with("<q")
                || tag.starts_with("</q")
                || slice.is_empty() && matches!(c, '”' | '’');
            let written = match format {
                Format::Text | Format::Html | Format::Subtitles => is_read_so,
                Format::Markdown => is_read_so || slice.contains(['&', '\\', '`']),
                // What was unpacked has no place; `files.rs` tests it.
                _ => true,
            };
            prop_assert!(slice == c.to_string() || written, "{c:?} {slice:?}");
        }
    }
    let score = Scorer::new(own_model().clone()).article(&article);
    prop_assert_eq!(score.paragraphs.len(), article.paragraphs().count());
    for paragraph in &score.paragraphs {
        prop_assert!((0.0..=1.0).contains(&paragraph.quoted));
        if let Some(decision) = paragraph.decision {
            prop_assert!((0.0..=1.0).contains(&decision.probability.0) && (0.0..=1.0).contains(&decision.alone.0));
        }
    }
    Ok(())
}

/// Words that the rules of indirect speech look at, in any order.
fn speech() -> impl Strategy<Value = String> {
    const WORDS: [&str; 40] = [
        "said", "says", "critics", "Roth", "according", "to", "in", "the", "her", "view", "of", ",", ",", ",", ".",
        "?", "that", "who", "which", "and", "but", "we", "it", "must", "was", "told", "saying", "called", "rejected",
        "by", "as", "“we go on,”", "“no.”", ";", "if", "plan", "argued", "described", "believe", "on Monday",
    ];
    prop::collection::vec(prop::sample::select(&WORDS[..]), 1..40).prop_map(|words| words.join(" "))
}

/// The spans of every paragraph are slices of it, in order and disjoint.
fn check_voices(texts: &[String]) -> Result<(), TestCaseError> {
    let passages: Vec<Passage<'_>> = texts.iter().map(|text| text.as_str().into()).collect();
    let spans = source_spans(&passages);
    prop_assert_eq!(spans.len(), texts.len());
    for (text, spans) in texts.iter().zip(spans) {
        let spans: Vec<_> = spans.iter().map(|source| source.span).collect();
        for span in &spans {
            prop_assert!(span.start <= span.end && text.get(span.start..span.end).is_some());
        }
        prop_assert!(spans.windows(2).all(|pair| pair[0].end <= pair[1].start), "{:?} {:?}", text, spans);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        for format in [Format::Text, Format::Markdown, Format::Html, Format::Subtitles] {
            check_article(&bytes, format)?;
        }
        let _ = read_table("t.csv", &bytes, &TableParams { labels_required: false, ..Default::default() });
        prop_assert!(oped::Model::from_bytes(&bytes).is_err());
    }

    #[test]
    fn any_text_is_read_and_its_spans_lead_back(text in messy()) {
        for format in [Format::Text, Format::Markdown, Format::Html, Format::Subtitles] {
            check_article(text.as_bytes(), format)?;
        }
    }

    #[test]
    fn spans_lead_back_in_every_encoding(text in messy()) {
        let units: Vec<u16> = text.encode_utf16().collect();
        let little = [vec![0xFF, 0xFE], units.iter().flat_map(|unit| unit.to_le_bytes()).collect()].concat();
        let big = [vec![0xFE, 0xFF], units.iter().flat_map(|unit| unit.to_be_bytes()).collect()].concat();
        let marked = [vec![0xEF, 0xBB, 0xBF], text.clone().into_bytes()].concat();
        // Windows-1252: every character that is one byte there.
        let western: Vec<u8> = text.chars().filter(|c| *c as u32 >= 0x20 && *c as u32 <= 0x7E || *c == '\n').map(|c| c as u8)
            .chain(*b" \x93caf\xe9\x94 said the mayor of the town.").collect();
        for bytes in [little, big, marked, western] {
            check_article(&bytes, Format::Text)?;
        }
    }

    #[test]
    fn voices_are_disjoint_spans_of_their_paragraph(texts in prop::collection::vec(messy(), 1..5)) {
        check_voices(&texts)?;
    }

    #[test]
    fn voices_are_disjoint_spans_whatever_verbs_of_speech_follow_each_other(text in speech()) {
        check_voices(&[text])?;
    }

    #[test]
    fn tokens_are_in_order_and_words_slice_back(text in messy()) {
        let mut last = 0;
        let mut slices = Vec::new();
        let tokenizer = Tokenizer::new(Language::English);
        tokenizer.for_each_token(&mut tokenizer.lexicon(), &text, &[], |token| {
            assert!(token.span.start >= last && token.span.end >= token.span.start);
            last = token.span.start;
            slices.push((token.span, token.is_word));
        });
        for (span, is_word) in slices {
            let slice = text.get(span.start..span.end);
            prop_assert!(slice.is_some());
            prop_assert!(!is_word || slice.unwrap().chars().any(char::is_alphanumeric) || slice.unwrap().starts_with(['\'', '’']));
        }
    }

    #[test]
    fn contributions_sum_to_the_logit(text in messy()) {
        let model = own_model();
        let sources = &source_spans(&[text.as_str().into()])[0];
        let row = Vectorizer::new(model.clone()).transform(&text, sources);
        let sum: f64 = model.contributions(&row).iter().map(|(_, weight)| weight).sum();
        prop_assert!((model.base_logit().0 + sum - model.row_logit(&row).0).abs() < 1e-9);
        let norm: f64 = row.values.iter().map(|v| f64::from(*v).powi(2)).sum();
        prop_assert!(row.values.is_empty() || (norm - 1.0).abs() < 1e-5);
    }
}
