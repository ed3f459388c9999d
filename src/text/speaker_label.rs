//! A speaker's label at the start of a line: "Q:", "ROTH:", "[00:12] Anna Roth (host):".
//!
//! ```text
//! label := [number "."] [time] name [time] [", " role | " (" role ")"] [time] ":" [time]
//!        | ("Q" | "A") [number] (":" | "." | ")")
//! ```
//!
//! A time stands bare or in brackets: `00:12`, `[00:12:31]`, `(00:12)`. Marks of emphasis (`**Q:** …`) may stand around
//! each part. Records of parliaments have labels of their own: `Mr. STARR of Holt.`, `The PRESIDING OFFICER.`, `Ode Starr, on behalf
//! of the group. –`. A label by itself proves nothing: "Cause: …" and "Best Camera: …" have the same form. Whether its line
//! belongs to an exchange of speakers is decided over the whole article, in `voice/exchange`.

use crate::language::english::abbreviations::TITLES;
use crate::language::english::exchange::{
    ANSWER_WORDS, BEFORE_PARTS, IN_OFFICES, NAME_PARTICLES, PARTS, QUESTION_WORDS, SPOKEN_TITLES, TOPICS,
};
use crate::language::english::sentences::OFFICES;
use crate::language::english::speech::{COLON, LEAD_INS};

/// The longest label, in bytes: "DANA STARR, HARBOUR MASTER OF NORTH HOLT (VIA TELEPHONE):".
const LONGEST: usize = 100;
/// The longest name, in words.
const NAME_WORDS: usize = 5;
/// The longest role behind a name, in words.
const ROLE_WORDS: usize = 9;
/// The longest office before a name in brackets, in words: "Secretary of State for Business and Trade".
const OFFICE_WORDS: usize = 9;
/// The longest time in brackets, in bytes.
const LONGEST_TIME: usize = 32;
/// The most digits of a number before a label, or behind "Q".
const DIGITS: usize = 3;

/// What a label looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// "Q:", "Question:".
    Question,
    /// "A:", "Answer:".
    Answer,
    /// As records of a parliament name those who speak: "Mr. STARR of Holt.", "Ode Starr (ALP). –".
    Record,
    /// Capitals, a part ("Host", "Speaker 2"), or a name with a time, title or role. Few things but speakers look like
    /// it.
    Sure,
    /// Two or more capitalised words.
    Name,
    /// One capitalised word. A topic looks the same.
    Word,
}

/// A speaker's label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Label<'t> {
    /// The name, without number, time and role.
    pub(crate) name: &'t str,
    pub(crate) form: Form,
    /// The first byte of what is said, or of the space before it.
    pub(crate) end: usize,
    /// Whether there is a time.
    pub(crate) timed: bool,
}

impl Label<'_> {
    /// The name by which a speaker recurs, in lower case: the last word ("JEROME ADAMS, SURGEON GENERAL" is "ADAMS"
    /// later), or all of it if that is a number or a letter ("Speaker 2").
    pub(crate) fn key(&self) -> String {
        let name = self.name.to_lowercase();
        let last = name.rsplit(' ').next().unwrap_or_default();
        let is_short = last.chars().count() == 1 || last.bytes().all(|b| b.is_ascii_digit());
        if is_short { name } else { last.to_owned() }
    }
}

/// Reads the label at the start of a paragraph.
pub(crate) fn speaker_label(text: &str) -> Option<Label<'_>> {
    // Most paragraphs have no colon near their start.
    let head = &text.as_bytes()[..text.len().min(LONGEST)];
    let marked = text.starts_with(['Q', 'A', '*', '_']) || text.starts_with(|c: char| c.is_ascii_digit());
    if !marked && memchr::memchr2(b':', b'.', head).is_none() {
        return None;
    }
    let (start, timed) = lead(text);
    lettered(text, start).or_else(|| recorded(text)).or_else(|| named(text, start, timed))
}

/// "Mr. STARR.", "Ms. STARR of Holt.", "The PRESIDING OFFICER (Mr. ROTH).", "Ode Starr, on behalf of the group. –".
fn recorded(text: &str) -> Option<Label<'_>> {
    let end = (0..=LONGEST.min(text.len())).rev().find(|&at| text.is_char_boundary(at))?;
    let head = &text[..end];
    if let Some(at) = [". – ", ". — "].iter().filter_map(|mark| head.find(mark)).min() {
        let (name, form, _) = name_and_form(&text[..at], false)?;
        let end = at + ". –".len();
        return matches!(form, Form::Sure | Form::Name).then_some(Label {
            name,
            form: Form::Record,
            end,
            timed: false,
        });
    }
    let (title, rest) = head.split_once(' ')?;
    let is_office = title == "The";
    if !is_office && !is_title(title) {
        return None;
    }
    let is_shouted = |word: &str| {
        let word = word.trim_matches(['.', ',', '(', ')']);
        word.chars().filter(|c| c.is_alphabetic()).count() > 1 && word == word.to_uppercase()
    };
    // The name in capitals, its place or a bracket, up to the point.
    let mut point = head.len() - rest.len();
    let mut words = rest.split(' ').peekable();
    let mut is_named = false;
    loop {
        let word = words.next()?;
        let is_behind = word == "of" || is_office || word.starts_with(|c: char| c == '(' || c.is_uppercase());
        if !(is_shouted(word) || is_named && is_behind) {
            return None;
        }
        is_named |= is_shouted(word);
        point += word.len();
        let is_abbreviated =
            is_title(word.trim_start_matches('(')) || words.peek().is_some_and(|next| is_shouted(next));
        if word.ends_with('.') && !is_abbreviated {
            break;
        }
        point += 1;
    }
    let name = text[..point].trim_end_matches('.');
    let name = name.split([',', '(']).next()?.split(" of ").next()?.trim_end();
    let is_speaker = |word: &str| PARTS.contains(&word.to_lowercase().as_str()) || word == "OFFICER";
    let end = speech(text, point).filter(|_| !is_office || name.split(' ').any(is_speaker))?;
    Some(Label { name, form: Form::Record, end, timed: false })
}

/// Reads a line that is nothing but a name, with a time perhaps: "Anna Roth 00:12". Speech stands below it.
pub(crate) fn speaker_alone(text: &str) -> Option<Label<'_>> {
    // "No." is an answer.
    if text.len() > LONGEST || text.ends_with('.') {
        return None;
    }
    let (start, timed) = lead(text);
    let body = text[start..].trim_end_matches([' ', ':', '*', '_', '-', '–', '—']);
    let (name, form, timed) = name_and_form(body, timed)?;
    Some(Label { name, form, end: text.len(), timed })
}

/// Returns the bytes before a name: marks of emphasis, a number, a time; and whether there was a time.
fn lead(text: &str) -> (usize, bool) {
    let mut at = marks(text, 0);
    let digits = text[at..].bytes().take_while(u8::is_ascii_digit).count();
    if (1..=DIGITS).contains(&digits) && text[at + digits..].starts_with(['.', ')']) {
        let after = at + digits + 1;
        at = if text[after..].starts_with(' ') { marks(text, after) } else { at };
    }
    match time(&text[at..]) {
        0 => (at, false),
        len => (marks(text, at + len), true),
    }
}

/// Skips spaces, marks of emphasis, dashes, and the colons by which a wiki indents.
fn marks(text: &str, at: usize) -> usize {
    let rest = text[at..].trim_start_matches([' ', '*', '_', '-', '–', '—', ':', '\u{a0}']);
    text.len() - rest.len()
}

/// Returns the length of a time such as `00:12`, `[00:12:31.5]` or `[0:12 PM, 4/3/2024]` at the start; 0 if there is
/// none.
fn time(text: &str) -> usize {
    if text.starts_with(['[', '(']) {
        let close = text.bytes().take(LONGEST_TIME).position(|b| matches!(b, b']' | b')'));
        let has_clock = |close: &usize| text[1..*close].split([' ', ',']).any(|part| clock(part) > 0);
        close.filter(has_clock).map_or(0, |close| close + 1)
    } else {
        clock(text)
    }
}

/// Returns the length of a time without brackets at the start.
fn clock(body: &str) -> usize {
    let clock = body.bytes().take_while(|b| b.is_ascii_digit() || matches!(b, b':' | b'.')).count();
    let written = body[..clock].trim_end_matches([':', '.']);
    let is_time = written.contains(':') && written.starts_with(|c: char| c.is_ascii_digit());
    if !is_time {
        return 0;
    }
    let mut len = written.len();
    for half in [" am", " pm", "am", "pm"] {
        if body[len..].get(..half.len()).is_some_and(|found| found.eq_ignore_ascii_case(half)) {
            len += half.len();
            break;
        }
    }
    len
}

/// "Q:", "A.", "Q1:", "A 2)".
fn lettered(text: &str, start: usize) -> Option<Label<'_>> {
    let rest = &text[start..];
    let form = match rest.bytes().next()? {
        b'Q' => Form::Question,
        b'A' => Form::Answer,
        _ => return None,
    };
    let spaced = usize::from(rest[1..].starts_with(' '));
    let digits = rest[1 + spaced..].bytes().take_while(u8::is_ascii_digit).count();
    let len = if (1..=DIGITS).contains(&digits) { 1 + spaced + digits } else { 1 };
    // "Q    Thank you, Mr. President.", as in the briefings of the White House.
    let said = rest[1..].trim_start();
    if form == Form::Question && said.len() + 1 < rest.len() && said.starts_with(char::is_uppercase) {
        return Some(Label { name: &rest[..1], form, end: start + 1, timed: false });
    }
    if !rest[len..].starts_with([':', '.', ')']) {
        return None;
    }
    Some(Label { name: &rest[..1], form, end: speech(text, start + len + 1)?, timed: false })
}

/// Returns where speech starts behind a label that ends at `end`: at once, behind marks of emphasis or behind a time.
/// `None` if neither a space nor the end follows.
fn speech(text: &str, end: usize) -> Option<usize> {
    let end = end + (text[end..].len() - text[end..].trim_start_matches(['*', '_', ']']).len());
    if !text[end..].is_empty() && !text[end..].starts_with([' ', '\u{a0}', '\n']) {
        return None;
    }
    let at = end + (text[end..].len() - text[end..].trim_start().len());
    Some(match time(&text[at..]) {
        0 => end,
        len => at + len,
    })
}

/// "Anna Roth, harbour master (by telephone):".
fn named(text: &str, start: usize, timed: bool) -> Option<Label<'_>> {
    let colon = colon(text, start)?;
    let end = speech(text, colon + 1)?;
    // A time behind the colon is as good as one before the name.
    let timed = timed || text[colon + 1..end].contains(|c: char| c.is_ascii_digit());
    if let Some(name) = holder(&text[start..colon]) {
        return Some(Label { name, form: Form::Record, end, timed });
    }
    let (name, form, timed) = name_and_form(&text[start..colon], timed)?;
    Some(Label { name, form, end, timed })
}

/// The name in "The Minister for Ports (Anna Roth)", by which a record names those in office.
fn holder(head: &str) -> Option<&str> {
    let (office, name) = bracketed_role(head)?;
    let words: Vec<&str> = office.trim_end().strip_prefix("The ")?.split(' ').collect();
    let is_capital = |word: &str| word.starts_with(char::is_uppercase);
    let is_office = |word: &&str| {
        let word = word.to_lowercase();
        OFFICES.contains(&word.as_str()) || PARTS.contains(&word.as_str())
    };
    let is_held = words.len() <= OFFICE_WORDS
        && words.iter().any(is_office)
        && words.iter().all(|word| is_capital(word) || IN_OFFICES.contains(word));
    let is_name = name.contains(' ') && name.split(' ').all(|word| is_capital(word) || NAME_PARTICLES.contains(&word));
    (is_held && is_name).then_some(name)
}

/// Finds the colon of a label; colons of a time do not count.
fn colon(text: &str, start: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let end = (start + LONGEST).min(text.len());
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let in_time = |at: usize| at > 0 && is_digit(at - 1) && is_digit(at + 1);
    memchr::memchr_iter(b':', &bytes[start..end]).map(|at| start + at).find(|&at| !in_time(at)).filter(|&at| at > start)
}

/// Splits what stands before the colon into a name and what goes with it.
fn name_and_form(head: &str, timed: bool) -> Option<(&str, Form, bool)> {
    let mut name = head.trim_matches([' ', '*', '_']);
    let (mut timed, mut has_role) = (timed, false);
    loop {
        let before = name;
        if let Some(at) = name.rfind(' ').filter(|&at| time(&name[at + 1..]) == name.len() - at - 1) {
            (name, timed) = (name[..at].trim_end_matches([' ', ',', '-', '–', '—', '|']), true);
        } else if let Some((rest, role)) = bracketed_role(name) {
            has_role |= !role.contains(|c: char| c.is_ascii_digit());
            timed |= time(name[rest.len()..].trim_start()) > 0;
            name = rest.trim_end();
        }
        if name == before {
            break;
        }
    }
    if let Some((before, role)) = split_role(name) {
        let is_dated = role.contains(|c: char| c.is_ascii_digit());
        if is_dated || role.split(' ').count() > ROLE_WORDS || has_verb_of_speech(role) {
            return None;
        }
        (name, has_role) = (before, true);
    }
    let name = name.trim_matches(['[', ']', ' ', '*', '_']);
    let form = form(name)?;
    let is_sure = (timed || has_role) && form == Form::Name || timed && form == Form::Word;
    Some((name, if is_sure { Form::Sure } else { form }, timed))
}

/// "Anna Roth (host)", "Anna Roth [Host]".
fn bracketed_role(name: &str) -> Option<(&str, &str)> {
    let open = match name.chars().last()? {
        ')' => '(',
        ']' => '[',
        _ => return None,
    };
    let at = name.rfind(open).filter(|&at| at > 0)?;
    Some((&name[..at], &name[at + 1..name.len() - 1]))
}

/// "Anna Roth, harbour master", "Anna Roth – harbour master", "Anna Roth / The Holt Review".
fn split_role(name: &str) -> Option<(&str, &str)> {
    // Most names have none of them: the first bytes of "–" and "—" are those of "’", too.
    const BYTES: [u8; 5] = [b',', b'-', b'/', b'|', 0xE2];
    if !name.bytes().any(|byte| BYTES.contains(&byte)) {
        return None;
    }
    let at = [", ", " - ", " – ", " — ", " / ", " | "]
        .iter()
        .filter_map(|mark| Some((name.find(mark)?, mark.len())))
        .min()?;
    Some((&name[..at.0], &name[at.0 + at.1..]))
}

/// "On Monday, she said: …" is no label.
fn has_verb_of_speech(role: &str) -> bool {
    role.split(' ').any(|word| COLON.contains(&word) || LEAD_INS.contains(&word))
}

/// What a name looks like; `None` if it is none.
fn form(name: &str) -> Option<Form> {
    let is_of_name = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '.' | '\'' | '’' | '-' | '&' | '#' | '\u{a0}');
    let words: Vec<&str> = name.split([' ', '\u{a0}']).filter(|word| !word.is_empty()).collect();
    if words.is_empty() || words.len() > NAME_WORDS || !name.chars().all(is_of_name) {
        return None;
    }
    let lower = name.to_lowercase();
    if let [word] = words[..] {
        if QUESTION_WORDS.contains(&lower.as_str()) && word.starts_with('Q') {
            return Some(Form::Question);
        } else if ANSWER_WORDS.contains(&lower.as_str()) && word.starts_with('A') {
            return Some(Form::Answer);
        }
    }
    let titled = words.len() > 1 && is_title(words[0]);
    let core: Vec<String> =
        lower.split([' ', '\u{a0}']).skip_while(|word| BEFORE_PARTS.contains(word)).map(str::to_owned).collect();
    if !titled && core.first().is_none_or(|word| TOPICS.contains(&word.as_str())) {
        return None;
    }
    if words[0].starts_with(char::is_uppercase) && is_part(&core) {
        return Some(Form::Sure);
    }
    if name.contains(|c: char| c.is_ascii_digit()) || !words[0].starts_with(char::is_uppercase) {
        return None;
    }
    let is_shouted = name.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    let is_named = words.iter().all(|word| {
        word.trim_matches(['\'', '’', '"']).starts_with(char::is_uppercase) || NAME_PARTICLES.contains(word)
    });
    match words.len() {
        _ if is_shouted => Some(Form::Sure),
        _ if !is_named => None,
        1 => Some(Form::Word),
        _ if titled => Some(Form::Sure),
        _ => Some(Form::Name),
    }
}

/// "Host", "Audience member", "Speaker 2", "Person A". A number stands only behind a part: "Count 1" is a topic.
fn is_part(words: &[String]) -> bool {
    let Some((last, body)) = words.split_last() else { return false };
    let number = last.trim_start_matches('#');
    let is_number = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    let is_letter = !body.is_empty() && last.chars().count() == 1;
    let body = if is_number || is_letter { body } else { words };
    let is_known = |word: &String| PARTS.contains(&word.as_str()) || BEFORE_PARTS.contains(&word.as_str());
    (1..=3).contains(&body.len()) && body.iter().all(is_known) && body.iter().any(|word| PARTS.contains(&word.as_str()))
}

fn is_title(word: &str) -> bool {
    let title = word.trim_end_matches('.');
    let known = |list: &[&str]| list.iter().any(|known| known.eq_ignore_ascii_case(title));
    known(&TITLES) || SPOKEN_TITLES.contains(&title)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(String, Form, &str)> {
        speaker_label(text).map(|label| (label.key(), label.form, text[label.end..].trim_start()))
    }

    #[test]
    fn labels_of_all_layouts() {
        use Form::{Answer, Name, Question, Record, Sure, Word};
        for (label, key, form) in [
            ("Q:", "q", Question),
            ("Q.", "q", Question),
            ("Q1:", "q", Question),
            ("Q 12.", "q", Question),
            ("**Q:**", "q", Question),
            ("Question:", "question", Question),
            ("A)", "a", Answer),
            ("Answer:", "answer", Answer),
            ("ROTH:", "roth", Sure),
            ("ANNA ROTH:", "roth", Sure),
            ("ANNA ROTH (HARBOUR MASTER):", "roth", Sure),
            ("ANNA ROTH, HARBOUR MASTER OF DUNMERE:", "roth", Sure),
            ("MS. ROTH:", "roth", Sure),
            ("Ms Roth:", "roth", Sure),
            ("THE MODERATOR:", "moderator", Sure),
            ("Interviewer:", "interviewer", Sure),
            ("Audience member:", "member", Sure),
            ("Speaker 1:", "speaker 1", Sure),
            ("Speaker #2:", "#2", Sure),
            ("Person A:", "person a", Sure),
            ("1. ROTH:", "roth", Sure),
            ("[00:12:31] ROTH:", "roth", Sure),
            ("[00:12:31] Anna Roth:", "roth", Sure),
            ("00:12 Roth:", "roth", Sure),
            ("(0:12) Roth:", "roth", Sure),
            ("12:31 PM - Roth:", "roth", Sure),
            ("Roth [00:12]:", "roth", Sure),
            ("Anna Roth (00:12:31):", "roth", Sure),
            ("Anna Roth: (00:12)", "roth", Sure),
            ("Anna Roth, harbour master:", "roth", Sure),
            ("Anna Roth – harbour master:", "roth", Sure),
            ("Anna Roth [host]:", "roth", Sure),
            ("Anna Roth:", "roth", Name),
            ("**Anna Roth:**", "roth", Name),
            ("**Anna Roth**:", "roth", Name),
            ("[12:31, 4/3/2024] Anna Roth:", "roth", Sure),
            ("Q", "q", Question),
            ("Ana de la Vega:", "vega", Name),
            ("The Dunmere Post:", "post", Name),
            ("Mr. ROTH.", "roth", Record),
            ("Ms. ROTH of Holt.", "roth", Record),
            ("Mr. ST. CLAIR.", "clair", Record),
            ("The PRESIDING OFFICER.", "officer", Record),
            ("The ACTING PRESIDENT pro tempore.", "tempore", Record),
            ("The SPEAKER pro tempore (Mr. ROTH).", "tempore", Record),
            ("Anna Roth, on behalf of the group. –", "roth", Record),
            ("Anna Roth (NP). –", "roth", Record),
            ("Anna Roth (North Holt) (Lab):", "roth", Sure),
            ("The Minister for Ports (Anna Roth):", "roth", Record),
            ("The Secretary of State for Trade and the Isles (Ms Anna de la Vega):", "vega", Record),
            ("Senator ROTH (Holt) (14:01):", "roth", Sure),
            ("Hon. Anna Roth (Minister of Ports, Lib.):", "roth", Sure),
            ("Anna:", "anna", Word),
            ("[Anna]:", "anna", Word),
        ] {
            let text = format!("{label} We must go on.");
            assert_eq!(read(&text), Some((key.to_owned(), form, "We must go on.")), "{label}");
        }
    }

    #[test]
    fn other_words_before_a_colon_are_no_labels() {
        for text in [
            "Myth: it is dear.",
            "Count 1: theft of a boat.",
            "Step 2: Warm the oven.",
            "The verdict: It is dear.",
            "Our verdict: It is dear.",
            "Dear Anna: I am at a loss.",
            "On Monday, she said: it is over.",
            "The mayor was clear: it is over.",
            "At 10:30 the mayor spoke: it is over.",
            "There is one thing that all of us in the town know: it is over.",
            "Ratio 4:3 is old.",
            "https://example.org is down.",
            "[Laughter] And so it goes.",
            "The EPA has estimated that we must go on.",
            "Mr. SGT.",
            "Mr. ROTH",
            "The CLERK of the",
            "The plan (and the price): it is dear.",
            "The CIA. It was the CIA. We must go on.",
            "Mr. Roth left. We must go on.",
            "He left. – We must go on.",
            "",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_name_may_stand_alone_on_its_line() {
        let alone = |text| speaker_alone(text).map(|label| (label.key(), label.form));
        assert_eq!(alone("Anna Roth 00:12"), Some(("roth".to_owned(), Form::Sure)));
        assert_eq!(alone("[00:12] Anna Roth, harbour master"), Some(("roth".to_owned(), Form::Sure)));
        assert_eq!(alone("Anna Roth"), Some(("roth".to_owned(), Form::Name)));
        assert_eq!(alone("Speaker 2"), Some(("speaker 2".to_owned(), Form::Sure)));
        assert_eq!(alone("Council votes to close the pool"), None);
        assert_eq!(alone("Why so much?"), None);
        assert_eq!(alone("No."), None);
    }
}
