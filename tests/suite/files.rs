//! Files as what they are: documents made by `tests/fixtures/files/documents.py`, and damaged ones.

use oped::article::{Article, Format};

use crate::project;

fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(project("tests/fixtures/files").join(name)).unwrap()
}

fn read(name: &str) -> Article {
    let bytes = bytes(name);
    let format = Format::detect("-", &bytes);
    assert_eq!(format.as_str(), name.rsplit_once('.').unwrap().1.replace("fodt", "odt"), "told by its bytes alone");
    Article::read(&bytes, format, None).unwrap()
}

fn blocks(article: &Article) -> Vec<String> {
    article.blocks.iter().map(|block| format!("{}: {}", block.kind, block.text.as_str())).collect()
}

/// The same article, as a word processor keeps it. Text boxes and captions stand in different places.
const FERRY: [&str; 8] = [
    "heading: The ferry must stay",
    "heading: A cold decision",
    "paragraph: The council sold the ferry in the spring, a clerk said.",
    "paragraph: We must not let that happen.",
    "quote: It was never ours to sell, you know.",
    "paragraph: and every child on the island deserves a way to school",
    "paragraph: The boat crosses the sound once every hour.",
    "paragraph: The pier is older than the boat that lies there.",
];

#[test]
fn documents_are_read_without_notes_changes_and_copies() {
    for (name, others) in [
        (
            "ferry.docx",
            &[
                "menu: Inhalt 1",
                "paragraph: The pier stands in a box of its own, and nobody minds.",
                "caption: The ferry at the pier in 1911",
            ][..],
        ),
        ("ferry.odt", &["menu: A cold decision 1", "caption: The ferry at the pier in 1911"]),
        ("ferry.fodt", &["menu: A cold decision 1", "caption: The ferry at the pier in 1911"]),
    ] {
        let article = read(name);
        let (known, rest): (Vec<_>, Vec<_>) =
            blocks(&article).into_iter().partition(|block| FERRY.contains(&block.as_str()));
        assert_eq!(known, FERRY, "{name}");
        assert_eq!(rest, others, "{name}");
        // Not the title in its properties, which nobody keeps up to date.
        assert_eq!(article.headline.unwrap().text, "The ferry must stay", "{name}");
        assert!(article.blocks.iter().all(|block| block.place().is_none()), "{name} is compressed");
    }
}

#[test]
fn a_web_archive_is_a_page() {
    let article = read("ferry.webarchive");
    let expected = [
        "headline: The ferry must stay",
        "paragraph: The council sold the ferry in the spring, a clerk said.",
        "paragraph: “We” must not let that happen, and every child on the island deserves a way to school.",
    ];
    assert_eq!(blocks(&article), expected);
    assert_eq!(article.declared.unwrap().mark, "/opinion/", "its address is in the archive only");
}

/// Any change of a file is read or refused: no panic, no hang.
#[test]
fn damaged_files_are_read_or_refused() {
    const MAIL: &[u8] = b"From: a@b.example\r\nMIME-Version: 1.0\r\nSubject: =?utf-8?B?w6k=?=\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n\
        --x\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\nVGhlIGZlcnJ5Lg==\r\n\
        --x\r\nContent-Type: message/rfc822\r\n\r\nSubject: y\r\n\r\n> On 5 March\r\n--x--\r\n";
    const FEED: &[u8] = b"<?xml version='1.0'?><rss><item><title>A &amp; b</title><link>https://a.example/x</link>\
        <description><![CDATA[<p>The ferry.</p>]]></description></item><entry><content type='xhtml'><div><p>x</p></div></content></entry></rss>";
    const JSON: &[u8] =
        b"{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[{\"id\":1,\"content_html\":\"<p>x\"}]}";
    const TALK: &[u8] =
        b"WEBVTT\n\nNOTE x\n\n1\n00:01.000 --> 00:02.000\n<v Anna>We &lt;must</v> {\\an8}\n- no\n- yes\n";
    let documents = ["ferry.docx", "ferry.odt", "ferry.fodt", "ferry.webarchive"].map(bytes);
    let texts = [MAIL, FEED, JSON, TALK].map(<[u8]>::to_vec);
    let mut state = 1_u64;
    let mut random = move |below: usize| {
        // The constants of Knuth's MMIX.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    for whole in documents.iter().chain(&texts) {
        let format = Format::detect("-", whole);
        assert!(Article::read_all(whole, format, None).is_ok(), "{format}");
        for _ in 0..400 {
            let mut damaged = whole.clone();
            for _ in 0..=random(6) {
                let at = random(damaged.len());
                match random(4) {
                    0 => damaged.truncate(at.max(1)),
                    1 => drop(damaged.drain(at..(at + 8).min(damaged.len()))),
                    2 => damaged.splice(at..at, whole[..random(whole.len())].to_vec()).for_each(drop),
                    _ => damaged[at] = random(256) as u8,
                }
                damaged.push(b' ');
            }
            for format in [format, Format::detect("-", &damaged)] {
                let _ = Article::read_all(&damaged, format, None);
            }
        }
    }
}

#[test]
fn deep_and_long_files_end_in_time() {
    let deep = |open: &str| format!("<rss>{}", open.repeat(200_000));
    let started = std::time::Instant::now();
    for feed in [deep("<item>"), deep("<item><description><b>"), deep("<item/>"), deep("&"), deep("&#x41;")] {
        let _ = Article::read_all(feed.as_bytes(), Format::Feed, None);
    }
    let talk = |line: &str| format!("WEBVTT\n\n00:01.000 --> 00:02.000\n{}", line.repeat(200_000));
    for talk in [talk("<"), talk("<v A>"), talk("&"), talk("-->\n"), talk("[a]\n"), talk("{\\")] {
        let _ = Article::read_all(talk.as_bytes(), Format::Subtitles, None);
    }
    let mail = |line: &str| format!("From: a\nMIME-Version: 1.0\n{}", line.repeat(100_000));
    for mail in [
        mail("Content-Type: multipart/mixed; boundary=x\n\n--x\n"),
        mail("x:\n"),
        mail("\nFrom a\nb: c\n\n"),
        mail(">"),
    ] {
        let _ = Article::read_all(mail.as_bytes(), Format::Mail, None);
    }
    // Seconds would be right for a build without optimisation on a busy machine; minutes would be a square.
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}
