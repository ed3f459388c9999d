//! Bytes that are not marked → their encoding, or none if that is not certain.
//!
//! A wrong guess changes words and moves quotation marks, without anybody noticing. So every candidate is held against the text
//! that it makes: a character that cannot stand where it stands (a capital inside a word, a sign between letters, an opening mark
//! at the end of a word, a byte that is no character) is *odd*. UTF-8 with little damage comes first, then Windows-1252 and the
//! Mac's encoding by their odd characters. What is left, such as the double-byte charsets of East Asia, is for `chardetng`, the
//! detector of Firefox, if it finds the same in both halves of the text, and if that makes a text of one script.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};

use super::Encoding;

/// Bytes that decide.
const SAMPLE: usize = 1 << 20;
/// Of this many bytes one may be damaged; and one in any case.
const BYTES_A_FAULT: usize = 500;
/// Of this many characters beyond ASCII one may be damaged, or odd.
const CHARACTERS_A_FAULT: usize = 20;
/// The fewest characters beyond ASCII from which `chardetng` is asked for anything but Western Europe.
const FEWEST_SIGNS: usize = 12;

/// Where the planes of Unicode begin that have no characters of text.
const UNUSED: char = '\u{40000}';
/// The fewest characters by which UTF-32 is told.
const FEWEST_GROUPS: usize = 4;

/// An encoding, and whether a person should be told that it was guessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Guess {
    pub encoding: Encoding,
    pub is_told: bool,
}

impl Guess {
    fn plain(encoding: Encoding) -> Option<Guess> {
        Some(Guess { encoding, is_told: false })
    }
}

/// Guesses the encoding of text without a byte order mark; `None` if it is not certain, or no text.
pub(crate) fn guess(bytes: &[u8]) -> Option<Guess> {
    let bytes = &bytes[..bytes.len().min(SAMPLE)];
    // By far most texts.
    if memchr::memchr(0, bytes).is_none() && std::str::from_utf8(bytes).is_ok() {
        return Guess::plain(Encoding::UTF_8);
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return Guess::plain(encoding);
    }
    let utf8 = Utf8::of(bytes);
    if utf8.faults == 0 {
        return Guess::plain(Encoding::UTF_8);
    }
    if too_many_controls(bytes) {
        return None;
    }
    let western = Odd::of(bytes, Encoding::WINDOWS_1252);
    if utf8.is_likely(bytes.len()) && utf8.faults < western.odd.max(1) {
        return Guess::plain(Encoding::UTF_8);
    }
    let mac = Odd::of(bytes, Encoding::MACINTOSH);
    if mac.is_right() && western.odd > CHARACTERS_A_FAULT.min(2 * mac.odd) && 8 * western.odd >= western.signs {
        return Some(Guess { encoding: Encoding::MACINTOSH, is_told: true });
    }
    of_detector(bytes, &western).or_else(|| {
        let is_damaged = utf8.is_likely(bytes.len()) && (utf8.faults <= western.odd || western.signs == utf8.faults);
        match western.is_right() {
            true => Guess::plain(Encoding::WINDOWS_1252),
            false => is_damaged.then(|| Guess::plain(Encoding::UTF_8)).flatten(),
        }
    })
}

/// Returns true if so few bytes are damaged that the text is to be read all the same.
pub(crate) fn is_tolerable(faults: usize, bytes: usize) -> bool {
    faults <= 1 + bytes / BYTES_A_FAULT
}

/// English in UTF-16 has a zero in most pairs, all on one side.
fn utf16_without_mark(bytes: &[u8]) -> Option<Encoding> {
    let pairs = bytes.len() / 2;
    if pairs < 4 {
        return None;
    }
    let zeros = |side: usize| bytes.chunks_exact(2).filter(|pair| pair[side] == 0).count();
    let (first, second) = (zeros(0), zeros(1));
    let is_text = |zeros: usize, others: usize| 5 * zeros > 3 * pairs && 50 * others <= pairs;
    match (is_text(second, first), is_text(first, second)) {
        (true, _) => Some(Encoding::UTF_16LE),
        (_, true) => Some(Encoding::UTF_16BE),
        _ => None,
    }
}

/// Returns the name of UTF-32 in the order of these bytes, if they are that: each group of four is a character of text. No other
/// encoding has so many zeros.
pub(crate) fn utf32(bytes: &[u8]) -> Option<&'static str> {
    let bytes = &bytes[..bytes.len().min(SAMPLE)];
    let groups = || bytes.as_chunks::<4>().0;
    if groups().len() < FEWEST_GROUPS {
        return None;
    }
    // Two letters of UTF-16 make a character beyond all that are in use.
    let is_of_text = |c: char| c < UNUSED && (!c.is_control() || c.is_whitespace());
    let is_text =
        |read: fn([u8; 4]) -> u32| groups().iter().all(|&group| char::from_u32(read(group)).is_some_and(is_of_text));
    match () {
        () if is_text(u32::from_le_bytes) => Some("UTF-32LE"),
        () if is_text(u32::from_be_bytes) => Some("UTF-32BE"),
        () => None,
    }
}

/// Text has white space, and no other control characters but by accident.
fn too_many_controls(bytes: &[u8]) -> bool {
    let controls = bytes.iter().filter(|byte| matches!(byte, 0..=8 | 0x0E..=0x1A | 0x7F)).count();
    !is_tolerable(controls, bytes.len())
}

/// How well bytes are UTF-8.
struct Utf8 {
    /// Well-formed characters beyond ASCII.
    characters: usize,
    /// Runs of bytes that are no character.
    faults: usize,
}

impl Utf8 {
    fn of(bytes: &[u8]) -> Utf8 {
        let (mut characters, mut faults) = (0, 0);
        let mut chunks = bytes.utf8_chunks().peekable();
        while let Some(chunk) = chunks.next() {
            if !chunk.valid().is_ascii() {
                characters += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
            }
            // A character that the sample cuts is no fault.
            let is_cut = chunks.peek().is_none() && bytes.len() == SAMPLE;
            faults += usize::from(!chunk.invalid().is_empty() && !is_cut);
        }
        Utf8 { characters, faults }
    }

    fn is_likely(&self, bytes: usize) -> bool {
        is_tolerable(self.faults, bytes) || self.faults * CHARACTERS_A_FAULT <= self.characters
    }
}

/// How many characters of a text cannot stand where they stand.
struct Odd {
    /// Bytes beyond ASCII.
    signs: usize,
    odd: usize,
}

impl Odd {
    /// Reads bytes in an encoding of one byte a character.
    fn of(bytes: &[u8], encoding: Encoding) -> Odd {
        let (text, _) = encoding.reader().decode_without_bom_handling(bytes);
        let (mut signs, mut odd) = (0, 0);
        let mut before = ' ';
        let mut characters = text.chars().peekable();
        while let Some(c) = characters.next() {
            if !c.is_ascii() {
                signs += 1;
                odd += usize::from(is_odd(before, c, characters.peek().copied().unwrap_or(' ')));
            }
            before = c;
        }
        Odd { signs, odd }
    }

    fn is_right(&self) -> bool {
        self.odd * CHARACTERS_A_FAULT <= self.signs
    }
}

/// Returns true if a character cannot stand between two others in ordinary prose.
fn is_odd(before: char, c: char, after: char) -> bool {
    let (in_word, goes_on) = (before.is_alphanumeric(), after.is_alphanumeric());
    match c {
        '’' => !in_word && !goes_on && !matches!(before, '.' | ',' | '!' | '?' | '”' | '…'),
        '“' | '‘' | '«' | '„' | '‚' => in_word || after.is_whitespace() && c != '«',
        '”' | '»' => before.is_whitespace() && c != '»' || goes_on && in_word,
        '–' | '—' | '…' | '\u{A0}' | '·' | '•' => false,
        '€' | '£' | '¥' | '¢' | '©' | '®' | '™' | '°' | '§' | '½' | '¼' | '¾' | '²' | '³' | '¡' | '¿' | '×' | 'º'
        | 'ª' => in_word && goes_on && before.is_alphabetic() && after.is_alphabetic(),
        c if c.is_control() => true,
        // Signs that prose does not have, and letters of mathematics.
        c if !c.is_alphabetic() => true,
        'ƒ' | 'ˆ' | 'ˇ' | 'π' | 'Ω' | 'ı' => true,
        'ÿ' => !in_word,
        // A capital behind a small letter, or alone.
        c if c.is_uppercase() => {
            before.is_lowercase() || !in_word && !goes_on && !matches!(c, 'À' | 'É' | 'È' | 'Ó' | 'Ô' | 'Ö' | 'Å' | 'Í')
        }
        // A small letter alone.
        _ => !in_word && !goes_on && !matches!(c, 'à' | 'á' | 'é' | 'è' | 'ó' | 'ò' | 'ô' | 'í' | 'ö' | 'å'),
    }
}

/// Asks the detector. Where it finds anything but Western Europe, a person is told, and so if it is of two minds.
fn of_detector(bytes: &[u8], western: &Odd) -> Option<Guess> {
    if western.signs < FEWEST_SIGNS {
        return None;
    }
    let found = detected(bytes);
    // Cut where every encoding has the same character; a text without any is judged as a whole.
    let half = bytes.len() / 2;
    let middle = bytes[half..].iter().position(u8::is_ascii_whitespace).map_or(0, |at| half + at);
    let halves = [&bytes[..middle], &bytes[middle..]];
    let is_agreed = halves.into_iter().all(|half| half.is_ascii() || detected(half) == found);
    if found == Encoding::WINDOWS_1252 {
        return None;
    }
    if is_agreed && fits(bytes, found) {
        return Some(Guess { encoding: found, is_told: true });
    }
    western.is_right().then_some(Guess { encoding: Encoding::WINDOWS_1252, is_told: true })
}

fn detected(bytes: &[u8]) -> Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, bytes.len() < SAMPLE);
    Encoding::of(detector.guess(None, Utf8Detection::Deny))
}

/// Returns true if the text that an encoding makes is of one script and has few odd characters.
fn fits(bytes: &[u8], encoding: Encoding) -> bool {
    let (text, is_damaged) = encoding.reader().decode_without_bom_handling(bytes);
    let mut of_script = [0; Script::COUNT];
    let beyond_ascii = text.chars().filter(|c| !c.is_ascii());
    beyond_ascii.clone().filter_map(Script::of).for_each(|script| of_script[script as usize] += 1);
    let (letters, most) = (of_script.iter().sum::<usize>(), of_script.iter().max().copied().unwrap_or(0));
    let of_one = 20 * most >= 19 * letters && 4 * letters >= 3 * beyond_ascii.count();
    let is_right = !encoding.reader().is_single_byte() || Odd::of(bytes, encoding).is_right();
    // A sample may cut the last character.
    of_one && is_right && (!is_damaged || bytes.len() == SAMPLE)
}

/// The scripts that encodings are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Greek,
    Cyrillic,
    Hebrew,
    Arabic,
    Thai,
    Han,
    Hangul,
    Other,
}

impl Script {
    const COUNT: usize = Script::Other as usize + 1;

    /// The script of a letter.
    fn of(c: char) -> Option<Script> {
        c.is_alphabetic().then_some(match c {
            '\u{80}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' => Script::Latin,
            '\u{370}'..='\u{3FF}' => Script::Greek,
            '\u{400}'..='\u{52F}' => Script::Cyrillic,
            '\u{590}'..='\u{5FF}' => Script::Hebrew,
            '\u{600}'..='\u{6FF}' => Script::Arabic,
            '\u{E00}'..='\u{E7F}' => Script::Thai,
            '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{FF66}'..='\u{FF9F}' | '々' => Script::Han,
            '\u{AC00}'..='\u{D7A3}' => Script::Hangul,
            _ => Script::Other,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The encoding that is guessed for a text that was written in `encoding`.
    fn guessed(text: &str, label: &str) -> Option<&'static str> {
        let (bytes, _, is_lossy) = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap().encode(text);
        assert!(!is_lossy, "{text} in {label}");
        guess(&bytes).map(|guess| guess.encoding.name())
    }

    const ENGLISH: &str = "“We didn’t ask for this,” the clerk said — and he left the café. “It’s over,” she said.";
    const FRENCH: &str = "L’école où j’ai été élève était fermée; « c’est très bête », a-t-elle répété à l’hôtel.";
    const POLISH: &str =
        "Rada miasta zagłosowała w poniedziałek za zamknięciem mostu. Burmistrz powiedział, że będzie żałować.";
    const CZECH: &str =
        "Městská rada v pondělí hlasovala pro uzavření mostu. Starostka řekla, že příští týden začnou opravy.";
    const RUSSIAN: &str = "Городской совет в понедельник проголосовал за закрытие моста, сообщила мэр города.";
    const JAPANESE: &str = "市議会は月曜日、橋を閉鎖することを決めた。市長は「来週から工事を始める」と述べた。";
    const CHINESE: &str = "市议会星期一决定关闭大桥。市长说，下星期开始维修工程，居民表示不满。";
    const TAIWAN: &str = "市議會星期一決定關閉大橋。市長說，下星期開始維修工程，居民表示不滿。";
    const KOREAN: &str = "시의회는 월요일 다리를 폐쇄하기로 결정했다. 시장은 다음 주부터 공사를 시작한다고 말했다.";

    #[test]
    fn texts_are_read_in_the_encoding_they_were_written_in() {
        for (text, label, expected) in [
            (ENGLISH, "utf-8", "UTF-8"),
            (ENGLISH, "windows-1252", "windows-1252"),
            (ENGLISH, "macintosh", "macintosh"),
            (FRENCH, "windows-1252", "windows-1252"),
            (FRENCH, "macintosh", "macintosh"),
            (JAPANESE, "shift_jis", "Shift_JIS"),
            (JAPANESE, "euc-jp", "EUC-JP"),
            (CHINESE, "gbk", "GBK"),
            (TAIWAN, "big5", "Big5"),
            (KOREAN, "euc-kr", "EUC-KR"),
            (RUSSIAN, "windows-1251", "windows-1251"),
            (RUSSIAN, "koi8-r", "KOI8-U"),
        ] {
            assert_eq!(guessed(text, label), Some(expected), "{label}: {text}");
        }
    }

    /// Central Europe differs from the West in a few letters. Read rightly, or not at all.
    #[test]
    fn nothing_is_read_silently_as_something_else() {
        for (text, label) in [
            (POLISH, "windows-1250"),
            (POLISH, "iso-8859-2"),
            (CZECH, "windows-1250"),
            (CZECH, "iso-8859-2"),
            (RUSSIAN, "iso-8859-5"),
            (RUSSIAN, "ibm866"),
        ] {
            let name = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap().name();
            let found = guessed(text, label);
            assert!(found.is_none_or(|found| found == name), "{label}: {found:?}");
        }
    }

    #[test]
    fn a_stray_byte_does_not_make_utf8_something_else() {
        for (bytes, expected) in [
            (&b"The mayor \xFF spoke of the plan."[..], Some("UTF-8")),
            (b"caf\xC3\xA9\nna\xC3 \n", Some("UTF-8")),
            (b"to the \x93CAF\xC9\x94 today", Some("windows-1252")),
            (b"acaf\xE9 ", Some("windows-1252")),
            (b"didn\xD5t go", Some("macintosh")),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\0\0\x01\0\x08\x06", None),
        ] {
            assert_eq!(guess(bytes).map(|guess| guess.encoding.name()), expected, "{bytes:?}");
        }
        let page = [ENGLISH.as_bytes(), b" \x92 ", ENGLISH.as_bytes()].concat();
        assert_eq!(guess(&page).map(|guess| guess.encoding), Some(Encoding::UTF_8));
    }

    #[test]
    fn utf32_shows_by_groups_of_four() {
        let little: Vec<u8> = ENGLISH.chars().flat_map(|c| (c as u32).to_le_bytes()).collect();
        let big: Vec<u8> = ENGLISH.chars().flat_map(|c| (c as u32).to_be_bytes()).collect();
        let utf16: Vec<u8> = "a\n".repeat(9).encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!([utf32(&little), utf32(&big)], [Some("UTF-32LE"), Some("UTF-32BE")]);
        assert_eq!([utf32(ENGLISH.as_bytes()), utf32(&utf16), utf32(&little[..12])], [None; 3]);
        assert_eq!(utf32(&[0; 64]), None, "zeros are no text");
    }

    #[test]
    fn utf16_shows_by_its_zeros() {
        let units: Vec<u16> = ENGLISH.encode_utf16().collect();
        let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        assert_eq!(guess(&little).map(|guess| guess.encoding), Some(Encoding::UTF_16LE));
        assert_eq!(guess(&big).map(|guess| guess.encoding), Some(Encoding::UTF_16BE));
    }
}
