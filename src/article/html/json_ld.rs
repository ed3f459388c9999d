//! JSON as publishers write it into pages, which is not always JSON.
//!
//! Read besides JSON: commas before a closing bracket, line breaks and unescaped quotation marks inside strings, comments, several
//! values in a row, a wrapping of comments or CDATA, and a script whose quotation marks are written as `&quot;`. What is cut off, and
//! what begins with anything but a bracket, is no description of a page.

use std::iter::Peekable;
use std::str::Chars;

use serde_json::{Map, Value};

/// Deeper nesting than in any description of a page.
const DEEPEST: usize = 100;

/// Reads the values of a script; empty if it is no JSON.
pub(super) fn values(script: &str) -> Vec<Value> {
    let script = without_wrapping(script);
    // Publishers break lines inside strings, which JSON forbids.
    let plain = script.replace(char::is_control, " ");
    if let Ok(value) = serde_json::from_str(&plain) {
        return vec![value];
    }
    let script = if script.contains("&quot;@") { script.replace("&quot;", "\"") } else { script.to_owned() };
    Reader { rest: script.chars().peekable() }.values().unwrap_or_default()
}

/// Strips the marks of a comment or of CDATA, in which old templates put JSON.
fn without_wrapping(script: &str) -> &str {
    const BEFORE: [&str; 4] = ["<!--", "/*<![CDATA[*/", "//<![CDATA[", "<![CDATA["];
    const BEHIND: [&str; 4] = ["-->", "/*]]>*/", "//]]>", "]]>"];
    let script = script.trim();
    let script = BEFORE.iter().find_map(|mark| script.strip_prefix(mark)).unwrap_or(script);
    let script = BEHIND.iter().find_map(|mark| script.strip_suffix(mark)).unwrap_or(script);
    script.trim()
}

struct Reader<'s> {
    rest: Peekable<Chars<'s>>,
}

/// Where a string stands, which decides what may follow it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Key,
    Value,
}

impl Reader<'_> {
    fn values(mut self) -> Option<Vec<Value>> {
        let mut values = Vec::new();
        loop {
            self.skip_space(&[',', ';']);
            match self.rest.peek() {
                None => return Some(values),
                Some('{' | '[') => values.push(self.value(0)?),
                Some(_) => return None,
            }
        }
    }

    /// Skips white space, comments and these characters.
    fn skip_space(&mut self, also: &[char]) {
        while let Some(&c) = self.rest.peek() {
            if c.is_whitespace() || c.is_control() || c == '\u{FEFF}' || also.contains(&c) {
                self.rest.next();
            } else if c != '/' || !self.skip_comment() {
                return;
            }
        }
    }

    /// Skips a comment, if there is one.
    fn skip_comment(&mut self) -> bool {
        let mut ahead = self.rest.clone();
        ahead.next();
        match ahead.next() {
            Some('/') => {
                self.rest = ahead;
                self.rest.by_ref().find(|&c| c == '\n' || c == '\r');
            }
            Some('*') => {
                self.rest = ahead;
                let mut before = ' ';
                self.rest.by_ref().find(|&c| std::mem::replace(&mut before, c) == '*' && c == '/');
            }
            _ => return false,
        }
        true
    }

    fn value(&mut self, depth: usize) -> Option<Value> {
        self.skip_space(&[]);
        if depth > DEEPEST {
            return None;
        }
        match self.rest.peek()? {
            '{' => self.object(depth),
            '[' => self.array(depth),
            '"' => self.string(Part::Value).map(Value::String),
            _ => Some(self.word()),
        }
    }

    fn object(&mut self, depth: usize) -> Option<Value> {
        self.rest.next();
        let mut fields = Map::new();
        loop {
            self.skip_space(&[',', ';']);
            match self.rest.peek()? {
                '}' => {
                    self.rest.next();
                    return Some(Value::Object(fields));
                }
                '"' => {
                    let key = self.string(Part::Key)?;
                    self.skip_space(&[]);
                    self.rest.next_if_eq(&':')?;
                    let value = self.value(depth + 1)?;
                    fields.insert(key, value);
                }
                _ => return None,
            }
        }
    }

    fn array(&mut self, depth: usize) -> Option<Value> {
        self.rest.next();
        let mut items = Vec::new();
        loop {
            self.skip_space(&[',']);
            if *self.rest.peek()? == ']' {
                self.rest.next();
                return Some(Value::Array(items));
            }
            items.push(self.value(depth + 1)?);
        }
    }

    /// A number, `true`, `null`, or anything else that is not quoted. Only its end matters.
    fn word(&mut self) -> Value {
        let mut word = String::new();
        while let Some(c) = self.rest.next_if(|c| !matches!(c, ',' | '}' | ']') && !c.is_whitespace()) {
            word.push(c);
        }
        if word.is_empty() {
            self.rest.next();
        }
        serde_json::from_str(&word).unwrap_or(Value::Null)
    }

    fn string(&mut self, part: Part) -> Option<String> {
        self.rest.next();
        let mut text = String::new();
        loop {
            match self.rest.next()? {
                '\\' => match self.rest.next()? {
                    'u' => text.push(self.escaped()),
                    'n' | 't' | 'r' | 'b' | 'f' => text.push(' '),
                    c => text.push(c),
                },
                '"' if self.ends(part) => return Some(text),
                c if c.is_control() => text.push(' '),
                c => text.push(c),
            }
        }
    }

    /// Reads the digits of `\u`, and the second half of a pair.
    fn escaped(&mut self) -> char {
        let first = self.digits();
        let mut ahead = self.rest.clone();
        if (0xD800..0xDC00).contains(&first) && ahead.next() == Some('\\') && ahead.next() == Some('u') {
            self.rest = ahead;
            let second = self.digits();
            let pair = 0x10000 + ((first - 0xD800) << 10) + (second.wrapping_sub(0xDC00) & 0x3FF);
            return char::from_u32(pair).unwrap_or(char::REPLACEMENT_CHARACTER);
        }
        char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER)
    }

    fn digits(&mut self) -> u32 {
        let mut number = 0;
        for _ in 0..4 {
            let Some(digit) = self.rest.peek().and_then(|c| c.to_digit(16)) else { break };
            number = 16 * number + digit;
            self.rest.next();
        }
        number
    }

    /// Returns true if a string may end before what follows. A quotation mark inside a string is often not escaped.
    fn ends(&self, part: Part) -> bool {
        let mut ahead = self.rest.clone().skip_while(|c| c.is_whitespace());
        match (part, ahead.next()) {
            (_, None) => true,
            (Part::Key, Some(c)) => c == ':',
            (Part::Value, Some('}' | ']' | '/')) => true,
            // Behind a comma comes the next key or item.
            (Part::Value, Some(',')) => {
                let next = ahead.find(|c| !c.is_whitespace());
                next.is_none_or(|c| matches!(c, '"' | '{' | '[' | '}' | ']' | '/' | ',') || c.is_ascii_digit())
            }
            (Part::Value, Some(_)) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(script: &str) -> String {
        serde_json::to_string(&values(script)).unwrap()
    }

    #[test]
    fn what_is_almost_json_is_read() {
        for (script, expected) in [
            (r#"{"a": 1, "b": [1, 2,],}"#, r#"[{"a":1,"b":[1,2]}]"#),
            ("{\"a\": \"two\nlines\",}", r#"[{"a":"two lines"}]"#),
            (r#"{"a": "He said "no" twice", "b": "x"}"#, r#"[{"a":"He said \"no\" twice","b":"x"}]"#),
            (r#"{"a": "So "no", he said", "b": 1}"#, r#"[{"a":"So \"no\", he said","b":1}]"#),
            ("{// one\n\"a\": /* two */ \"x\" // three\n}", r#"[{"a":"x"}]"#),
            (r#"{"a":1} {"b":2}; [3]"#, r#"[{"a":1},{"b":2},[3]]"#),
            (r#"{&quot;@a&quot;: &quot;x&quot;}"#, r#"[{"@a":"x"}]"#),
            (r#"<!-- {"a":"\u00e9\ud83d\ude00\q"} -->"#, r#"[{"a":"é😀q"}]"#),
            (r#"{"a":"https://example.org/x",}"#, r#"[{"a":"https://example.org/x"}]"#),
            (r#"{"a": undefined, "b": .5}"#, r#"[{"a":null,"b":null}]"#),
            ("/*<![CDATA[*/ {\"a\":1,} /*]]>*/", r#"[{"a":1}]"#),
        ] {
            assert_eq!(read(script), expected, "{script}");
        }
    }

    #[test]
    fn what_is_cut_off_or_a_program_is_not() {
        for script in ["{\"a\": 1", "{\"a\": \"x}", "x = {\"a\": 1};", "{\"a\" 1,}", "{,a}", "[1,", "{\"a\":}x"] {
            assert_eq!(read(script), "[]", "{script}");
        }
        assert_eq!(read(&("[".repeat(9000) + &"],".repeat(9000))), "[]");
    }
}
