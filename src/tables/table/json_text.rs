//! JSON strings as people's programs write them: a bad escape costs one character, not the row.
//!
//! Half of a surrogate pair, an escape that JSON does not have and bare control characters are common where text was cut or escaped
//! by hand.

use std::borrow::Cow;
use std::iter::Peekable;
use std::str::Chars;

use serde::de::IgnoredAny;

/// What joins the paragraphs of a list.
pub(super) const MEMBER_OF_LIST: &str = "\n\n";

/// Returns a string without its quotation marks, anything else as written. Each escape that stands for no character is read as
/// U+FFFD, and counted.
pub(super) fn plain<'v>(value: &'v str, bad: &mut usize) -> Cow<'v, str> {
    let inner = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
    match inner {
        Some(inner) if memchr::memchr(b'\\', inner.as_bytes()).is_none() => Cow::Borrowed(inner),
        Some(inner) => serde_json::from_str(value).map_or_else(|_| unescaped(inner, bad).into(), Cow::Owned),
        None => Cow::Borrowed(value),
    }
}

/// Returns a value as valid JSON on one line: unchanged, unless it is written over several or a string in it has a bad escape.
pub(super) fn valid<'v>(value: &'v str, bad: &mut usize) -> Cow<'v, str> {
    let is_plain = memchr::memchr(b'\\', value.as_bytes()).is_none() && !value.contains(char::is_control);
    // Lone surrogates are found only by decoding.
    let has_surrogates = || value.contains("\\ud") || value.contains("\\uD");
    let is_read = || !has_surrogates() && serde_json::from_str::<IgnoredAny>(value).is_ok();
    if is_plain || is_read() || serde_json::from_str::<serde_json::Value>(value).is_ok() {
        let is_one_line = memchr::memchr2(b'\n', b'\r', value.as_bytes()).is_none();
        return if is_one_line { value.into() } else { value.replace(['\n', '\r'], " ").into() };
    }
    let mut out = String::new();
    let mut rest = value;
    while let Some(open) = rest.find('"') {
        let length = string_length(&rest.as_bytes()[open..]).unwrap_or(rest.len() - open);
        out.push_str(&rest[..open]);
        let text = plain(&rest[open..open + length], bad);
        out.push_str(&serde_json::Value::from(text.as_ref()).to_string());
        rest = &rest[open + length..];
    }
    out.push_str(rest);
    // In strings they are escapes now.
    out.replace(['\n', '\r'], " ").into()
}

/// Decodes the inside of a string.
fn unescaped(inner: &str, bad: &mut usize) -> String {
    let mut out = String::with_capacity(inner.len());
    let mut chars = inner.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        let known = match chars.next() {
            Some(c @ ('"' | '\\' | '/')) => Some(c),
            Some('b') => Some('\u{8}'),
            Some('f') => Some('\u{C}'),
            Some('n') => Some('\n'),
            Some('r') => Some('\r'),
            Some('t') => Some('\t'),
            Some('u') => numbered(&mut chars),
            _ => None,
        };
        *bad += usize::from(known.is_none());
        out.push(known.unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    out
}

/// The character of the digits after `\u`; of a pair of surrogates, both are taken.
fn numbered(chars: &mut Peekable<Chars<'_>>) -> Option<char> {
    let high = digits(chars)?;
    if let Some(c) = char::from_u32(high) {
        return Some(c);
    }
    let mut ahead = chars.clone();
    if !(0xD800..0xDC00).contains(&high) || ahead.next() != Some('\\') || ahead.next() != Some('u') {
        return None;
    }
    let low = digits(&mut ahead).filter(|low| (0xDC00..0xE000).contains(low))?;
    *chars = ahead;
    char::from_u32(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
}

/// Reads four hexadecimal digits, or nothing.
fn digits(chars: &mut Peekable<Chars<'_>>) -> Option<u32> {
    let mut ahead = chars.clone();
    let mut number = 0;
    for _ in 0..4 {
        number = 16 * number + ahead.next()?.to_digit(16)?;
    }
    *chars = ahead;
    Some(number)
}

/// Replaces bad escapes and bare control characters in strings by harmless characters, each byte by one byte: what comes out can be
/// parsed, and everything in it has the place that it had.
pub(super) fn sound(json: &str) -> String {
    let mut bytes = json.as_bytes().to_vec();
    let (mut at, mut is_inside) = (0, false);
    while at < bytes.len() {
        match bytes[at] {
            b'"' => is_inside = !is_inside,
            b'\\' if is_inside => {
                let is_hex = |digits: &[u8]| digits.iter().all(u8::is_ascii_hexdigit);
                let is_known = match bytes.get(at + 1) {
                    Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => true,
                    Some(b'u') => bytes.get(at + 2..at + 6).is_some_and(is_hex),
                    _ => false,
                };
                // The character after the backslash may have several bytes.
                let length = if is_known { 2 } else { 1 };
                if !is_known {
                    bytes[at] = b'?';
                }
                at += length;
                continue;
            }
            0..=0x1F if is_inside => bytes[at] = b' ',
            _ => {}
        }
        at += 1;
    }
    // ASCII was replaced by ASCII.
    String::from_utf8(bytes).unwrap_or_default()
}

/// Returns the length of the string at the start of the bytes, with its quotation marks; none if they end inside it.
fn string_length(bytes: &[u8]) -> Option<usize> {
    let mut at = 1;
    loop {
        at += memchr::memchr2(b'"', b'\\', bytes.get(at..)?)?;
        if bytes[at] == b'"' {
            return Some(at + 1);
        }
        at += 2;
    }
}

/// Returns the length of the value at the start of the bytes, which ends before a comma or a bracket of the list around it; none if
/// they end inside it.
pub(super) fn value_length(bytes: &[u8]) -> Option<usize> {
    let (mut at, mut depth) = (0_usize, 0_usize);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' => {
                at += string_length(&bytes[at..])?;
                continue;
            }
            b'{' | b'[' => depth += 1,
            b',' | b'}' | b']' if depth == 0 => return Some(at),
            b'}' | b']' => depth -= 1,
            _ => {}
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_value_ends_where_the_list_goes_on() {
        let length = |text: &str| value_length(text.as_bytes());
        assert_eq!(length("{\"a\":\"}],\\\"\",\"b\":[1,{}]} , 2"), Some(25));
        assert_eq!((length("7]"), length("]"), length("{\"a\":1"), length("\"a\\")), (Some(1), Some(0), None, None));
    }

    #[test]
    fn what_is_passed_on_stays_json() {
        let mut bad = 0;
        let passed = valid(r#"{"a":["\ud83d\ude00","\ud83d","\q"],"b":1.50}"#, &mut bad);
        assert_eq!((passed.as_ref(), bad), ("{\"a\":[\"😀\",\"\u{FFFD}\",\"\u{FFFD}\"],\"b\":1.50}", 2));
        assert_eq!(valid(r#"{"a": "\u00e9"}"#, &mut bad), r#"{"a": "\u00e9"}"#);
    }

    proptest! {
        #[test]
        fn good_strings_are_read_as_serde_reads_them(text in "[a\"\\\\\n\t/é😀\u{0}]{0,12}") {
            let json = serde_json::Value::from(text.as_str()).to_string();
            let mut bad = 0;
            prop_assert_eq!(unescaped(&json[1..json.len() - 1], &mut bad), text);
            prop_assert_eq!(bad, 0);
            prop_assert_eq!(sound(&json), json);
        }

        #[test]
        fn any_string_can_be_read(inside in r#"[a"\\u0dD8é{}\n]{0,16}"#) {
            let json = format!("[{inside}]");
            let sound = sound(&json);
            prop_assert_eq!(sound.len(), json.len());
            let _ = value_length(json.as_bytes());
            let _ = plain(&json, &mut 0);
            let _ = valid(&json, &mut 0);
        }
    }
}
