//! A paragraph is read alike wherever it stands: as text, as a web page, as a cell, as a line of JSON, and by a library call.

use oped::article::{Article, Format};
use oped::tables::table::{TableParams, read_table};
use oped::text::{Damage, Encoding, Remarks};
use oped::{Model, Scorer};

/// A text with its probability, however it was read.
#[derive(Debug, PartialEq)]
struct Read {
    text: String,
    probability: f64,
}

fn scorer() -> Scorer {
    Scorer::new(Model::shipped().unwrap())
}

fn of_article(scorer: &Scorer, bytes: &[u8], format: Format) -> Read {
    let scored = scorer.read("", bytes, format).unwrap();
    let mut paragraphs = scored.paragraphs();
    let paragraph = paragraphs.next().unwrap_or_else(|| panic!("no paragraph: {:?}", scored.article.blocks));
    assert!(paragraphs.next().is_none(), "{:?}", scored.article.blocks);
    Read { text: paragraph.text.to_owned(), probability: paragraph.score.decision.unwrap().alone.0 }
}

fn of_table(scorer: &Scorer, name: &str, bytes: &[u8]) -> Read {
    let params = TableParams { labels_required: false, ..TableParams::default() };
    let table = read_table(name, bytes, &params).unwrap();
    let score = scorer.texts(&table.rows);
    Read { text: table.rows[0].text.clone(), probability: score.paragraphs[0].decision.unwrap().alone.0 }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// How a paragraph is read in each way.
fn readings(text: &str) -> Vec<Read> {
    let scorer = scorer();
    let csv = format!("text\n{}\n", quoted(text));
    let json = format!("{}\n", serde_json::json!({ "text": text }));
    let alone = scorer.texts(&[text]).paragraphs[0].decision.unwrap().alone.0;
    let call = oped::score(text).unwrap();
    let called = call.paragraphs().next().unwrap();
    let first = of_article(&scorer, text.as_bytes(), Format::Text);
    vec![
        of_article(&scorer, format!("<p>{text}</p>").as_bytes(), Format::Html),
        of_article(&scorer, text.as_bytes(), Format::Markdown),
        of_table(&scorer, "t.csv", csv.as_bytes()),
        of_table(&scorer, "t.jsonl", json.as_bytes()),
        Read { text: called.text.to_owned(), probability: called.score.decision.unwrap().alone.0 },
        Read { text: first.text.clone(), probability: alone },
        first,
    ]
}

#[test]
fn a_paragraph_is_read_alike_everywhere() {
    let plain = "The officer confirmed that we must all act now, and that every child deserves it, she said at once.";
    for (what, written) in [
        ("as it is", plain.to_owned()),
        ("soft hyphens", plain.replace("confirmed", "con\u{AD}firmed").replace("deserves", "de\u{AD}serves")),
        ("a soft hyphen at a line's end", plain.replace("confirmed", "con\u{AD}\nfirmed")),
        ("a soft hyphen at a line's end of Windows", plain.replace("confirmed", "con\u{AD}\r\nfirmed")),
        ("ligatures", plain.replace("officer confirmed", "oﬃcer conﬁrmed")),
        ("zero-width characters", plain.replace("every child", "e\u{200B}very\u{200B} chi\u{2060}ld\u{FEFF}")),
        (
            "no-break and thin spaces",
            plain.replace("we must", "we\u{A0}must").replace("act now", "act\u{2009}\u{202F}now"),
        ),
        ("a vertical tab", plain.replace("and that", "and\u{B}that")),
        ("a form feed", plain.replace("and that", "and\u{C}that")),
        ("a tab and spaces", plain.replace("and that", "and \t  that")),
        ("a line's end", plain.replace("and that", "and\nthat")),
        ("a return", plain.replace("and that", "and\rthat")),
        ("the line's end of mainframes", plain.replace("and that", "and\u{85}that")),
        ("a line separator", plain.replace("and that", "and\u{2028}that")),
    ] {
        for (way, read) in readings(&written).into_iter().enumerate() {
            assert_eq!(read.text, plain, "{what}, way {way}");
            assert_eq!(read.probability, readings(plain)[way].probability, "{what}, way {way}");
        }
    }
    let probabilities: Vec<f64> = readings(plain).iter().map(|read| read.probability).collect();
    assert!(probabilities.iter().all(|&probability| probability == probabilities[0]), "{probabilities:?}");
}

/// Quotation marks that are hidden in references or in damage would give a source's words to the author.
#[test]
fn damaged_quotation_marks_are_read_as_marks() {
    let plain = "The banner read “we must all act now, and every child deserves it” and it didn’t fall.";
    let misread = encoding_rs::WINDOWS_1252.decode_without_bom_handling(plain.as_bytes()).0.into_owned();
    let references = plain.replace('“', "&#8220;").replace('”', "&rdquo;").replace('’', "&#x2019;");
    for written in [misread, references.clone(), references.replace('&', "&amp;")] {
        for (way, read) in readings(&written).into_iter().enumerate() {
            assert_eq!(read.text, plain, "{written}, way {way}");
        }
    }
}

fn remarks(bytes: &[u8], format: Format) -> Remarks {
    Article::read(bytes, format, None).unwrap().remarks
}

#[test]
fn what_was_damaged_is_told_with_its_first_line() {
    let text = "The council met on Monday.\n\nIt read â€œno moreâ€\u{9d} and Ã©tait, it said.\n\nAnd it voted &quot;no&quot; again.\n";
    let found: Vec<_> = remarks(text.as_bytes(), Format::Text).damages.iter().collect();
    let found: Vec<_> = found.iter().map(|found| (found.damage, found.count, found.line)).collect();
    assert_eq!(found, [(Damage::Misread, 3, 3), (Damage::References, 2, 5)]);
    let table = format!("text\n{}\n", text.trim().replace("\n\n", "\n"));
    let table = read_table(
        "t.csv",
        table.replace(',', ";").as_bytes(),
        &TableParams { labels_required: false, ..TableParams::default() },
    );
    let found: Vec<_> =
        table.unwrap().remarks.damages.iter().map(|found| (found.damage, found.count, found.line)).collect();
    assert_eq!(found, [(Damage::Misread, 3, 3), (Damage::References, 2, 4)]);
    assert!(remarks("“It’s over,” she said – fish & chips.".as_bytes(), Format::Text).damages.is_empty());
}

const ENGLISH: &str =
    "“We didn’t ask for this plan,” the clerk said — and he left the café at once. “It’s over,” she said.";

#[test]
fn encodings_are_read_rightly_or_not_at_all() {
    for (encoding, is_told) in [
        (Encoding::UTF_8, false),
        (Encoding::WINDOWS_1252, false),
        (Encoding::UTF_16LE, false),
        (Encoding::UTF_16BE, false),
        (Encoding::MACINTOSH, true),
    ] {
        let bytes = written_in(encoding, ENGLISH);
        let article = Article::read(&bytes, Format::Text, None).unwrap();
        assert_eq!(article.blocks[0].text.as_str(), ENGLISH, "{encoding}");
        assert_eq!(article.remarks.guessed, is_told.then_some(encoding));
        let table = written_in(encoding, &format!("text\r{}\r", quoted(ENGLISH)));
        let table =
            read_table("t.csv", &table, &TableParams { labels_required: false, ..TableParams::default() }).unwrap();
        assert_eq!((table.rows[0].text.as_str(), table.remarks.guessed), (ENGLISH, is_told.then_some(encoding)));
    }
}

fn written_in(encoding: Encoding, text: &str) -> Vec<u8> {
    if encoding == Encoding::UTF_16LE {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    } else if encoding == Encoding::UTF_16BE {
        text.encode_utf16().flat_map(u16::to_be_bytes).collect()
    } else {
        encoding_rs::Encoding::for_label(encoding.name().as_bytes()).unwrap().encode(text).0.into_owned()
    }
}

/// A page says its charset, and its spans lead back to its bytes.
#[test]
fn pages_are_read_in_the_charset_that_they_declare() {
    let text = "市議会は月曜日、橋を閉鎖することを決めた。市長は「来週から工事を始める」と述べた。";
    for (label, head) in [
        ("shift_jis", "<meta charset=\"shift_jis\">".to_owned()),
        ("euc-jp", "<meta http-equiv='Content-Type' content='text/html; charset=EUC-JP'>".to_owned()),
        ("gb18030", format!("<!-- {} --><META CHARSET = gb18030>", "x".repeat(3000))),
    ] {
        let page = format!("<html><head>{head}<title>T</title></head><body><p>The {text}</p></body></html>");
        let bytes = written_in(label.parse().unwrap(), &page);
        let article = Article::read(&bytes, Format::Html, None).unwrap();
        let block = article.blocks.iter().find(|block| block.text.as_str().starts_with("The")).unwrap();
        assert_eq!(block.text.as_str(), format!("The {text}"), "{label}");
        let span = block.span();
        assert_eq!(&bytes[span.start..span.start + 4], b"The ", "{label}");
        assert_eq!(&bytes[span.end..span.end + 4], b"</p>", "{label}");
    }
    let page = written_in(
        "iso-8859-2".parse().unwrap(),
        "<?xml version=\"1.0\" encoding=\"iso-8859-2\"?><html><p>Burmistrz powiedział, że będzie żałować tego.</p>",
    );
    let article = Article::read(&page, Format::Html, None).unwrap();
    assert_eq!(article.blocks[0].text.as_str(), "Burmistrz powiedział, że będzie żałować tego.");
}

#[test]
fn one_stray_byte_loses_one_character() {
    let page =
        [b"<p>The mayor ", &b"\xFF"[..], " said “no” and “never” at the café\0 on Monday.</p>".as_bytes()].concat();
    let article = Article::read(&page, Format::Html, None).unwrap();
    assert_eq!(article.blocks[0].text.as_str(), "The mayor \u{FFFD} said “no” and “never” at the café on Monday.");
    let span = article.blocks[0].span();
    assert_eq!((&page[span.start..span.start + 3], &page[span.end - 7..span.end]), (&b"The"[..], &b"Monday."[..]));
    assert_eq!(article.remarks.damages.iter().map(|found| found.count).collect::<Vec<_>>(), [1, 1]);
}
