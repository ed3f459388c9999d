//! A page that has next to no text of its own, since a script fills it: its text is the one that its JSON-LD holds ([`body`](super::body)).
//!
//! Where the page has a text of its own, what is shown there counts.

use super::elements::is_block;
use super::reader::Reader;
use crate::article::{block::BlockKind, line::Line};
use crate::text::{MappedText, Span};

/// How many times the page's own text the body is, at least, where it takes its place.
const LONGER: usize = 4;
/// The longest name of a block: "blockquote", "figcaption".
const LONGEST_TAG: usize = 10;

/// Puts the body in the place of the page's own article, if that is far shorter.
pub(super) fn fill(lines: Vec<Line>, body: &MappedText) -> Vec<Line> {
    let is_article = |line: &Line| matches!(line.kind, None | Some(BlockKind::Quote));
    let length = |lines: &[Line]| -> usize {
        lines.iter().filter(|line| is_article(line)).map(|line| line.as_str().len()).sum()
    };
    let told = body_lines(body);
    if length(&told) == 0 || length(&told) < LONGER * length(&lines) {
        return lines;
    }
    let start = |line: &Line| line.text.source_span(0, line.as_str().len()).start;
    let at = told.first().map_or(0, |first| lines.partition_point(|line| start(line) < start(first)));
    let mut all = lines;
    for line in all.iter_mut().filter(|line| is_article(line)) {
        line.kind = Some(BlockKind::Furniture);
    }
    all.splice(at..at, told);
    all
}

/// The lines of a body: those of its markup, or else those of its text.
fn body_lines(body: &MappedText) -> Vec<Line> {
    let text = body.as_str();
    let mut lines = Vec::new();
    let mut from = 0;
    let pieces: Vec<&str> = if has_blocks(text) { vec![text] } else { text.split('\n').collect() };
    for piece in pieces {
        let span = Span { start: from, end: from + piece.len() };
        from = span.end + 1;
        if !piece.trim().is_empty() {
            lines.extend(Reader::read(text, span).finish().page.lines);
        }
    }
    let line = |line: Line| Line {
        text: line.text.through(body),
        gap: 1,
        // A paragraph may be a link as a whole.
        kind: line.kind.filter(|kind| *kind != BlockKind::Menu),
        ..line
    };
    lines.into_iter().map(line).collect()
}

/// Returns true if a text has tags that start lines.
fn has_blocks(text: &str) -> bool {
    text.split('<').skip(1).any(|rest| {
        let name = rest.trim_start_matches('/').split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        let name = name.get(..name.len().min(LONGEST_TAG)).unwrap_or_default().to_ascii_lowercase();
        name == "br" || is_block(&name)
    })
}

#[cfg(test)]
mod tests {
    use crate::article::{Article, Format};

    const FIRST: &str = "The council met on Monday and voted for the plan, a clerk said on Tuesday.";
    const SECOND: &str = "It was the third vote on it in as many years, and “the longest”, the mayor said later.";

    fn script(body: &str) -> String {
        format!(
            r#"<script type="application/ld+json">{{"@graph":[{{"@type":"WebSite","articleBody":"{}"}},
            {{"@type":["NewsArticle"],"headline":"The vote","description":"\"articleBody\"","articleBody" : "{body}","x":1}},
            {{"@type":"NewsArticle","articleBody":"Too short."}}]}}</script>"#,
            "Nobody reads this. ".repeat(100)
        )
    }

    fn page(body: &str, own: &str) -> String {
        format!("<html><head><title>The vote</title>{}</head><body><div id=app>{own}</div></body></html>", script(body))
    }

    /// The paragraphs, each with its bytes in the page.
    fn seen(page: &str) -> Vec<(String, String)> {
        let article = Article::read(page.as_bytes(), Format::Html, None).unwrap();
        article.paragraphs().map(|block| (block.text.as_str().to_owned(), block.span().of(page).to_owned())).collect()
    }

    #[test]
    fn a_page_that_a_script_fills_is_read_from_its_json_ld() {
        let escaped =
            r"It was the third vote on it in as many years, and \u201cthe longest\u201D, the mayor said later.";
        let expected = [(FIRST.to_owned(), FIRST.to_owned()), (SECOND.to_owned(), escaped.to_owned())];
        assert_eq!(seen(&page(&format!(r"{FIRST}\n\n{escaped}"), "")), expected);
        assert_eq!(seen(&page(&format!(r#"<p class=\"x\">{FIRST}<\/p>\r\n<p>{escaped}<\/p>"#), "Loading")), expected);
        assert_eq!(seen(&page(&format!("{FIRST}<br/>{escaped}"), "")), expected);
        // Control characters inside strings are no JSON, and read all the same.
        assert_eq!(seen(&page(&format!("{FIRST}\n{escaped}"), "")), expected);
    }

    #[test]
    fn each_word_of_it_leads_back_to_the_script() {
        let page = page(
            r#"The \ud83d\ude00 <i>caf\u00e9<\/i>\u2019s owner &amp; her son said \"no\" to the plan of 5 < 6 towns."#,
            "",
        );
        let article = Article::read(page.as_bytes(), Format::Html, None).unwrap();
        let text = &article.paragraphs().next().unwrap().text;
        assert_eq!(text.as_str(), "The 😀 café’s owner & her son said \"no\" to the plan of 5 < 6 towns.");
        let slice = |word: &str| {
            let at = text.as_str().find(word).unwrap();
            text.source_span(at, at + word.len()).of(&page)
        };
        assert_eq!(
            [slice("😀"), slice("café"), slice("&"), slice("\"no\"")],
            [r"\ud83d\ude00", r"caf\u00e9", "&amp;", r#"\"no\""#]
        );
        assert_eq!([slice("af"), slice("son"), slice("towns.")], ["af", "son", "towns."]);
    }

    #[test]
    fn a_text_of_the_pages_own_counts_unless_it_is_far_shorter() {
        let body = [FIRST; 5].join(r"\n");
        let own = "<p>The page's own text is this one, the editor says.</p>";
        assert_eq!(seen(&page(&body, own)).len(), 5, "a stub before what is paid for");
        let texts: Vec<String> = seen(&page(&body, &own.repeat(5))).into_iter().map(|(text, _)| text).collect();
        assert!(texts.iter().all(|text| text.starts_with("The page's")) && !texts.is_empty(), "{texts:?}");
    }

    #[test]
    fn what_describes_no_article_or_is_cut_off_is_not_read() {
        for script in [
            format!(r#"{{"@type":"WebSite","articleBody":"{FIRST}"}}"#),
            format!(r#"{{"@type":"NewsArticle","isPartOf":{{"@type":"NewsArticle","articleBody":"{FIRST}"}}}}"#),
            r#"{"@type":"NewsArticle","articleBody":["a"]}"#.to_owned(),
            r#"{"@type":"NewsArticle","articleBody":"\"}"#.to_owned(),
            r#"{"@type":"NewsArticle","articleBody":""}"#.to_owned(),
            r#"{"@type":"NewsArticle","articleBody":"\ud83d\u00"}"#.to_owned(),
        ] {
            assert_eq!(seen(&format!("<html><script>{script}</script><body><p>Menu</body>")), [], "{script}");
        }
    }
}
