//! Texts that were damaged on their way: UTF-8 that was read as Windows-1252 (`â€œ`, `Ã©`), and character references where there is
//! no markup (`&quot;`, `&amp;#8220;`).
//!
//! Both hide quotation marks, on which labels depend. What is certain is repaired: a sequence that no language writes, and a
//! reference that stands where its character would stand. The rest is only counted, so that a person is told: nothing that may be
//! right is changed, such as `“café”—` or a text about HTML.

use std::borrow::Cow;
use std::ops::Range;

use super::{Damage, normalised};

/// The first byte of every character with which a misread sequence begins, `Â` to `ô`.
pub(super) const FIRST_BYTE: u8 = 0xC3;

/// How often a text may have been misread on its way.
pub(super) const MOST_MISREADINGS: usize = 3;
/// What is looked for, in this order.
const PASSES: [fn(&str) -> Vec<Edit>; MOST_MISREADINGS + 1] = [misread, misread, misread, references];

/// A change of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Edit {
    pub range: Range<usize>,
    pub with: String,
    pub damage: Damage,
}

/// A text as it was meant, and what was wrong with it.
#[derive(Debug)]
pub(crate) struct ReadText<'t> {
    pub text: Cow<'t, str>,
    /// Each occurrence, with the line ends before it.
    #[cfg_attr(not(feature = "tables"), allow(dead_code))]
    damages: Vec<(Damage, usize)>,
}

impl ReadText<'_> {
    /// Adds the damage of this text, which begins on `line`.
    #[cfg(feature = "tables")]
    pub(crate) fn add_to(&self, damages: &mut super::Damages, line: usize) {
        self.damages.iter().for_each(|&(damage, lines)| damages.add(damage, 1, line + lines));
    }
}

/// Repairs and normalises a text that was not read as an article.
pub(crate) fn read_text(text: &str) -> ReadText<'_> {
    if !may_be_damaged(text) {
        return ReadText { text: normalised(text), damages: Vec::new() };
    }
    let (mut text, mut damages) = (Cow::Borrowed(text), Vec::new());
    let mut is_changed = true;
    for (pass, find) in PASSES.iter().enumerate() {
        let is_again = (1..MOST_MISREADINGS).contains(&pass);
        if is_again && !is_changed {
            continue;
        }
        let edits = find(&text);
        let (mut lines, mut from) = (0, 0);
        // What a later pass finds was counted as it stood before.
        let counted = if is_again { &[] } else { &edits[..] };
        damages.extend(counted.iter().map(|edit| {
            lines += memchr::memchr_iter(b'\n', &text.as_bytes()[from..edit.range.start]).count();
            from = edit.range.start;
            (edit.damage, lines)
        }));
        let edits: Vec<&Edit> = edits.iter().filter(|edit| edit.damage != Damage::Doubtful).collect();
        is_changed = !edits.is_empty();
        if is_changed {
            text = Cow::Owned(edited(&text, &edits));
        }
    }
    let text = match text {
        Cow::Borrowed(text) => normalised(text),
        Cow::Owned(text) => Cow::Owned(normalised(&text).into_owned()),
    };
    ReadText { text, damages }
}

/// Returns true if a text has a character with which damage begins.
fn may_be_damaged(text: &str) -> bool {
    memchr::memchr2(b'&', FIRST_BYTE, text.as_bytes()).is_some()
}

/// Makes changes, which are in the order of the text.
fn edited(text: &str, edits: &[&Edit]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for edit in edits {
        out.push_str(&text[from..edit.range.start]);
        out.push_str(&edit.with);
        from = edit.range.end;
    }
    out.push_str(&text[from..]);
    out
}

/// Finds UTF-8 that was read as Windows-1252.
pub(crate) fn misread(text: &str) -> Vec<Edit> {
    let mut edits: Vec<Edit> = Vec::new();
    let (mut from, mut before) = (0, ' ');
    while let Some(ahead) = text.as_bytes()[from..].iter().position(|byte| !byte.is_ascii()) {
        if ahead > 0 {
            from += ahead;
            before = char::from(text.as_bytes()[from - 1]);
        }
        let Some(c) = text[from..].chars().next() else { break };
        let Some((len, with)) = sequence(&text[from..]) else {
            from += c.len_utf8();
            before = c;
            continue;
        };
        let signs = &text[from + c.len_utf8()..from + len];
        let is_in_row =
            edits.last().is_some_and(|edit| edit.range.end == from) || sequence(&text[from + len..]).is_some();
        let damage = if is_certain(before, c, signs, is_in_row) { Damage::Misread } else { Damage::Doubtful };
        edits.push(Edit { range: from..from + len, with: with.to_string(), damage });
        from += len;
        before = with;
    }
    // Whoever misread one character of a text misread all.
    let certain = edits.iter().filter(|edit| edit.damage == Damage::Misread).count();
    if certain > 0 {
        let is_likely = |edit: &Edit| text[edit.range.clone()].starts_with(['Ã', 'Â', 'Ä', 'Å', 'â']);
        edits.iter_mut().filter(|edit| is_likely(edit)).for_each(|edit| edit.damage = Damage::Misread);
    }
    // Alone they are what they seem to be: a capital before a quotation mark.
    edits.retain(|edit| edit.damage == Damage::Misread || text[edit.range.clone()].starts_with(['Ã', 'Â']));
    edits
}

/// Reads a sequence of UTF-8 whose bytes were taken for characters: its length here, and the character meant.
fn sequence(text: &str) -> Option<(usize, char)> {
    let mut bytes = [0; 4];
    let mut characters = text.char_indices();
    let (_, first) = characters.next().filter(|(_, first)| ('\u{C2}'..='\u{F4}').contains(first))?;
    bytes[0] = byte_of(first)?;
    let count = match bytes[0] {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => return None,
    };
    let mut end = first.len_utf8();
    for byte in &mut bytes[1..count] {
        let (at, c) = characters.next()?;
        *byte = byte_of(c).filter(|byte| (0x80..0xC0).contains(byte))?;
        end = at + c.len_utf8();
    }
    let meant = std::str::from_utf8(&bytes[..count]).ok()?.chars().next()?;
    // The bytes that Windows-1252 lacks are found in what was misread twice.
    let is_half_read = matches!(meant, '\u{81}' | '\u{8D}' | '\u{8F}' | '\u{90}' | '\u{9D}');
    (!meant.is_control() || is_half_read).then_some((end, meant))
}

/// Returns the byte that Windows-1252 reads as a character beyond ASCII.
fn byte_of(c: char) -> Option<u8> {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
    ];
    match c {
        '\u{A0}'..='\u{FF}' => u8::try_from(u32::from(c)).ok(),
        _ => HIGH.iter().position(|&high| high == c).and_then(|at| u8::try_from(0x80 + at).ok()),
    }
}

/// Returns true if no text has these characters in a row: `signs` holds one that prose does not have behind a letter.
///
/// Words end in most of the letters with which the scripts of other continents begin, and any sign may follow: `the café—£20`. So a
/// single one is believed only of what is met in all languages: marks and symbols (`â`), ligatures (`ï`), emoji (`ð`).
fn is_certain(before: char, first: char, signs: &str, is_in_row: bool) -> bool {
    let is_prose = |c: char| matches!(c, '‘' | '’' | '“' | '”' | '–' | '—' | '…' | '«' | '»' | '·' | '°' | '\u{A0}');
    if signs.chars().count() > 1 {
        let is_anywhere = matches!(first, 'â' | 'ï' | 'ð');
        return (is_anywhere || is_in_row) && !signs.chars().all(|c| is_prose(c) || c.is_alphabetic());
    }
    let sign = signs.chars().next().unwrap_or_default();
    match first {
        // In the middle of a word in lower case, no capital stands.
        'Â' | 'Ã' if before.is_lowercase() => true,
        'Â' => !is_prose(sign) && !sign.is_alphabetic(),
        'Ã' => !is_prose(sign) && (!sign.is_alphabetic() || matches!(sign, 'Ÿ' | 'œ' | 'ƒ' | 'ª' | 'º' | 'µ')),
        'Ä' | 'Å' => before.is_lowercase() && !is_prose(sign) && !sign.is_alphabetic(),
        _ => false,
    }
}

/// Finds character references in text that has no markup.
pub(crate) fn references(text: &str) -> Vec<Edit> {
    let mut edits: Vec<Edit> = Vec::new();
    let mut from = 0;
    while let Some(at) = memchr::memchr(b'&', &text.as_bytes()[from..]).map(|at| from + at) {
        let Some((len, with)) = reference(&text[at..]) else {
            from = at + 1;
            continue;
        };
        let before = text[..at].chars().next_back().unwrap_or(' ');
        let after = text[at + len..].chars().next().unwrap_or(' ');
        let damage = if stands(before, with, after) { Damage::References } else { Damage::Doubtful };
        edits.push(Edit { range: at..at + len, with: with.to_string(), damage });
        from = at + len;
    }
    if edits.iter().any(|edit| edit.damage == Damage::Doubtful) || !edits.is_empty() && is_about_markup(text) {
        edits.iter_mut().for_each(|edit| edit.damage = Damage::Doubtful);
    }
    edits
}

/// The references that people meet, beside numbers.
#[rustfmt::skip]
const NAMES: [(&str, char); 40] = [
    ("quot", '"'), ("amp", '&'), ("apos", '\''), ("nbsp", '\u{A0}'), ("lsquo", '‘'), ("rsquo", '’'), ("ldquo", '“'),
    ("rdquo", '”'), ("sbquo", '‚'), ("bdquo", '„'), ("laquo", '«'), ("raquo", '»'), ("ndash", '–'), ("mdash", '—'),
    ("hellip", '…'), ("shy", '\u{AD}'), ("pound", '£'), ("euro", '€'), ("cent", '¢'), ("deg", '°'), ("agrave", 'à'),
    ("aacute", 'á'), ("acirc", 'â'), ("atilde", 'ã'), ("auml", 'ä'), ("aring", 'å'), ("ccedil", 'ç'), ("egrave", 'è'),
    ("eacute", 'é'), ("ecirc", 'ê'), ("euml", 'ë'), ("iacute", 'í'), ("icirc", 'î'), ("iuml", 'ï'), ("ntilde", 'ñ'),
    ("oacute", 'ó'), ("ocirc", 'ô'), ("ouml", 'ö'), ("uacute", 'ú'), ("uuml", 'ü'),
];
/// The longest reference that is read, without its ampersand.
const LONGEST: usize = 10;

/// Reads a reference, also one that was escaped again, any number of times: its length, and its character.
fn reference(text: &str) -> Option<(usize, char)> {
    let mut len = 1;
    while text[len..].starts_with("amp;") {
        let rest = &text[len + 4..];
        if !rest.starts_with("amp;") && name(rest).is_none() {
            return Some((len + 4, '&'));
        }
        len += 4;
    }
    let (name, c) = name(&text[len..])?;
    Some((len + name + 1, c))
}

/// Reads a reference behind its ampersand: the length of its name, and its character.
fn name(text: &str) -> Option<(usize, char)> {
    let len = text.bytes().take(LONGEST).position(|byte| byte == b';')?;
    let name = text.get(..len)?;
    if let Some(number) = name.strip_prefix('#') {
        let number = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        // Numbers of Windows-1252, as browsers read them.
        let byte = u8::try_from(number).ok().filter(|byte| (0x80..0xA0).contains(byte));
        let western = byte.map(|byte| encoding_rs::WINDOWS_1252.decode_without_bom_handling(&[byte]).0.into_owned());
        let c = western.and_then(|text| text.chars().next()).or_else(|| char::from_u32(number))?;
        return (!c.is_control() && !matches!(c, '<' | '>')).then_some((len, c));
    }
    NAMES.iter().find(|(known, _)| *known == name).map(|&(_, c)| (len, c))
}

/// Returns true if a character stands between two others as in prose.
fn stands(before: char, c: char, after: char) -> bool {
    let alone = before.is_whitespace() && after.is_whitespace();
    match c {
        '&' | '–' | '—' | '…' | '«' | '»' | '£' | '€' | '\u{A0}' => {
            !matches!((before, after), ('`' | '"', '`' | '"'))
        }
        _ => !alone && !matches!(before, '`' | '<'),
    }
}

/// Returns true if a text speaks of markup, in which references may be meant.
fn is_about_markup(text: &str) -> bool {
    const WORDS: [&str; 9] = ["html", "xml", "markup", "entity", "entities", "escap", "ampersand", "unicode", "&lt;"];
    let lower = text.to_ascii_lowercase();
    WORDS.iter().any(|word| lower.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (String, Vec<Damage>) {
        let read = read_text(text);
        let mut damages: Vec<Damage> = read.damages.iter().map(|&(damage, _)| damage).collect();
        damages.dedup();
        (read.text.into_owned(), damages)
    }

    /// A text as it looks when its UTF-8 is taken for Windows-1252.
    fn damaged(text: &str) -> String {
        encoding_rs::WINDOWS_1252.decode_without_bom_handling(text.as_bytes()).0.into_owned()
    }

    #[test]
    fn what_was_misread_is_read_as_it_was_meant() {
        for text in [
            "“We must act,” she said — and it didn’t rain…",
            "The café owner’s son met Señor Núñez, naïvely, über alles.",
            "À la carte: 5 € or £4, 20 °C, voilà déjà.",
            "Rzecznik powiedział, że zażółcił gęślą jaźń.",
            "It didn’t rain.",
            "He took the fiancée to a café—£20 a head—and she wore “cliché”† shoes.",
            "She wrote 东京 and दिल्ली on it → late.",
        ] {
            assert_eq!(read(&damaged(text)), (text.to_owned(), vec![Damage::Misread]), "{text}");
            assert_eq!(read(&damaged(&damaged(text))), (text.to_owned(), vec![Damage::Misread]), "twice: {text}");
        }
        assert_eq!(read(&damaged("So glad 😀!")).0, "So glad 😀!");
    }

    #[test]
    fn what_is_right_stays_as_it_is() {
        for text in [
            "“He met her at the café”—and left.",
            "« À bientôt », dit-elle; l’élève était déjà là… où ? Âgé de 9 ans, l’hôtel « Château ».",
            "“IRMÔ disse o homem. SÃO PAULO, “MANHÔ… NÃO! Ângela está lá à tarde.",
            "Zażółć gęślą jaźń. Øystein Åse møtte Ærlig. ÄÖÜ äöü ß „Straße“.",
            "Göteborg: ÅÄÖ, “Ô, Ð og Þ — é”–",
            "A café—£20 a head—of “cliché”† and “passé”²; no sé—¿y tú? voilà—€5.",
            "AT&T and Smith & Sons; R&D; fish &c.",
            "a <b> & c;",
        ] {
            let (text_read, damages) = read(text);
            assert_eq!(text_read, text);
            assert!(damages.iter().all(|damage| *damage == Damage::Doubtful), "{text}: {damages:?}");
        }
    }

    #[test]
    fn references_are_read_where_there_is_no_markup() {
        let references = vec![Damage::References];
        for (written, expected) in [
            ("She said &quot;no&quot; and it didn&#39;t help.", "She said \"no\" and it didn't help."),
            ("&#8220;No,&#8221; he said&#x2014;twice &amp; loudly.", "“No,” he said—twice & loudly."),
            ("She said &amp;quot;no&amp;amp;quot; at Smith &amp; Sons.", "She said \"no\" at Smith & Sons."),
            ("It didn&#146;t; caf&eacute;&nbsp;Rex.", "It didn’t; café Rex."),
        ] {
            assert_eq!(read(written), (expected.to_owned(), references.clone()), "{written}");
        }
        for text in [
            "In HTML, write &quot;no&quot; for marks.",
            "Write &quot; for a mark, and &rdquo; too.",
            "The entity `&amp;` stands for an ampersand.",
        ] {
            assert_eq!(read(text), (text.to_owned(), vec![Damage::Doubtful]), "{text}");
        }
    }
}
