//! The article as a page's JSON-LD holds it: `articleBody`. Its characters lead back to those of the script.

use serde_json::Value;

use crate::article::declared::is_article_type;
use crate::text::{MappedText, Span};

const KEY: &str = "\"articleBody\"";

/// Returns the longest body of an article that a script describes. The script starts at byte `at` of the page, and holds `values`.
pub(super) fn longest(values: &[Value], script: &str, at: usize) -> Option<MappedText> {
    let body = values.iter().filter_map(of_node).max_by_key(|body| body.len())?;
    let mut written = places(script).map(|place| unescaped(place.of(script), at + place.start));
    written.find(|written| letters(written.as_str()).eq(letters(body)))
}

/// The longest body of a node and of those in it; the parser has bounded its depth.
fn of_node(node: &Value) -> Option<&str> {
    let fields = match node {
        Value::Array(nodes) => return nodes.iter().filter_map(of_node).max_by_key(|body| body.len()),
        Value::Object(fields) => fields,
        _ => return None,
    };
    let is_article = match fields.get("@type") {
        Some(Value::String(name)) => is_article_type(name),
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).any(is_article_type),
        _ => false,
    };
    let own = fields.get("articleBody").and_then(Value::as_str).filter(|_| is_article);
    let inner = ["@graph", "mainEntity"].into_iter().filter_map(|name| of_node(fields.get(name)?));
    own.into_iter().chain(inner).max_by_key(|body| body.len())
}

/// Where the texts of bodies stand in a script, between their quotation marks.
fn places(script: &str) -> impl Iterator<Item = Span> {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            from += script[from..].find(KEY)? + KEY.len();
            let value = script[from..].trim_start().strip_prefix(':').map(str::trim_start);
            let Some(text) = value.and_then(|value| value.strip_prefix('"')) else { continue };
            let start = script.len() - text.len();
            from = start + end_of_string(text)?;
            return Some(Span { start, end: from });
        }
    })
}

/// Where a string of JSON ends.
fn end_of_string(text: &str) -> Option<usize> {
    let mut is_escaped = false;
    text.bytes().position(|byte| {
        let ends = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        ends
    })
}

/// Reads the escapes of a string of JSON that starts at byte `at` of the page.
fn unescaped(raw: &str, at: usize) -> MappedText {
    let mut out = MappedText::default();
    let mut from = 0;
    while let Some(found) = raw[from..].find('\\').map(|found| from + found) {
        out.push(&raw[from..found], Span { start: at + from, end: at + found });
        let (meant, len) = escape(&raw[found..]);
        out.push(meant.encode_utf8(&mut [0; 4]), Span { start: at + found, end: at + found + len });
        from = found + len;
    }
    out.push(&raw[from..], Span { start: at + from, end: at + raw.len() });
    out
}

/// Reads the escape at the start of a text: what it means, and its bytes.
fn escape(raw: &str) -> (char, usize) {
    let unit = |at: usize| {
        let digits = raw.get(at..at + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(digits, 16).ok()
    };
    let second = || unit(6).filter(|unit| (0xDC00..0xE000).contains(unit));
    if let Some(first) = unit(0) {
        let units = std::iter::once(first).chain(second().filter(|_| (0xD800..0xDC00).contains(&first)));
        let len = 6 * units.clone().count();
        let meant = char::decode_utf16(units).next().and_then(|read| read.ok());
        return (meant.unwrap_or(char::REPLACEMENT_CHARACTER), len);
    }
    match raw[1..].chars().next() {
        Some('n' | 'r') => ('\n', 2),
        Some('t' | 'b' | 'f') => (' ', 2),
        Some(c) => (c, 1 + c.len_utf8()),
        None => ('\\', 1),
    }
}

/// The letters and digits of a text: readers of JSON that is none differ in white space.
fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| c.is_alphanumeric())
}
