//! Dates as people and programs write them → ISO 8601.
//!
//! Read are ISO 8601 itself, dates of mails ("Tue, 14 May 2024 10:40:05 +0200"), dates with the name of a month ("May 14, 2024,
//! 10:40 a.m."), and dates of numbers where the day cannot be a month ("14/5/2024"). A time and its offset are kept as they are given;
//! a time whose zone is not known is left out, since nobody could tell when it was. Anything else is no date: nothing is guessed.

use crate::language::english::dates::{MONTHS, WEEKDAYS, abbreviates};

/// The longest date with a weekday, a time and the name of a zone, in bytes.
const LONGEST: usize = 80;
/// The first year of a newspaper. An earlier one is the zero of some program.
const FIRST_YEAR: u32 = 1605;
/// The zero of computers' clocks, which stands for no date.
const ZERO: &str = "1970-01-01T00:00:00";
/// Zones with a name that mails may use, with their offsets.
const ZONES: [(&str, &str); 12] = [
    ("z", "Z"),
    ("utc", "Z"),
    ("gmt", "Z"),
    ("ut", "Z"),
    ("est", "-05:00"),
    ("edt", "-04:00"),
    ("cst", "-06:00"),
    ("cdt", "-05:00"),
    ("mst", "-07:00"),
    ("mdt", "-06:00"),
    ("pst", "-08:00"),
    ("pdt", "-07:00"),
];
/// The farthest zone from Greenwich, in hours.
const FARTHEST_ZONE: u32 = 14;

/// Returns a date as ISO 8601: `2024-05-14`, with time and offset if it has them. `None` if it cannot be read with certainty.
pub(super) fn iso(text: &str) -> Option<String> {
    let text = text.trim();
    if text.len() > LONGEST || !text.is_ascii() {
        return None;
    }
    let date = of_numbers(text).or_else(|| of_words(text))?;
    (!date.starts_with(ZERO)).then_some(date)
}

/// A day, checked.
fn day(year: u32, month: u32, day: u32) -> Option<String> {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let is_day = (FIRST_YEAR..=9999).contains(&year) && (1..=12).contains(&month) && (1..=days).contains(&day);
    is_day.then(|| format!("{year:04}-{month:02}-{day:02}"))
}

/// A number of so many digits.
fn digits(text: &str, count: std::ops::RangeInclusive<usize>) -> Option<u32> {
    let is_number = count.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

/// "2024-05-14", "20240514", "2024/5/14", "14/5/2024", "14.5.2024", each with a time behind a `T` or a space.
fn of_numbers(text: &str) -> Option<String> {
    let end = text.find(['T', 't', ' ', ',']).unwrap_or(text.len());
    let (date, rest) = text.split_at(end);
    let date = match date.split(['-', '/', '.']).collect::<Vec<_>>()[..] {
        [packed] if packed.len() == 8 => {
            day(digits(&packed[..4], 4..=4)?, digits(&packed[4..6], 2..=2)?, digits(&packed[6..], 2..=2)?)?
        }
        [year, month, of_month] if year.len() == 4 => {
            day(digits(year, 4..=4)?, digits(month, 1..=2)?, digits(of_month, 1..=2)?)?
        }
        [first, second, year] => {
            let (first, second) = (digits(first, 1..=2)?, digits(second, 1..=2)?);
            let (month, of_month) = month_and_day(first, second)?;
            day(digits(year, 4..=4)?, month, of_month)?
        }
        _ => return None,
    };
    with_time(date, rest.trim_start_matches(['T', 't', ',', ' ']))
}

/// Which of two numbers is the month, if only one can be.
fn month_and_day(first: u32, second: u32) -> Option<(u32, u32)> {
    match (first > 12, second > 12) {
        (true, false) => Some((second, first)),
        (false, true) => Some((first, second)),
        _ => (first == second).then_some((first, second)),
    }
}

/// "Tue, 14 May 2024 10:40:05 +0200", "May 14, 2024 at 10:40 a.m. EDT".
fn of_words(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let mut words = lower.split([' ', ',']).filter(|word| !word.is_empty()).peekable();
    let starts = |word: &str, names: &[&str]| word.len() >= 3 && is_name(word.trim_end_matches('.'), names);
    words.next_if(|word| starts(word, &WEEKDAYS));
    let (first, second, year) = (words.next()?, words.next()?, words.next()?);
    let (month, of_month) = if starts(first, &MONTHS) { (first, second) } else { (second, first) };
    let month = MONTHS.iter().position(|name| starts(month, &[name]))?;
    let of_month = of_month.trim_end_matches(['.', 's', 't', 'n', 'd', 'r', 'h']);
    let date = day(digits(year, 4..=4)?, month as u32 + 1, digits(of_month, 1..=2)?)?;
    let rest: Vec<&str> = words.filter(|word| !matches!(*word, "at" | "-" | "|")).collect();
    with_time(date, &rest.join(" "))
}

/// Whether a lower-case word is one of the names, or its first three or more letters.
fn is_name(lower: &str, names: &[&str]) -> bool {
    abbreviates(lower, names) && names.iter().any(|name| name.to_ascii_lowercase().starts_with(lower))
}

/// Adds a time to a day. A zone that is not known takes the time with it; what is no time takes the date with it, since it may be
/// another date.
fn with_time(date: String, rest: &str) -> Option<String> {
    let rest = rest.trim().to_ascii_lowercase();
    if rest.is_empty() {
        return Some(date);
    }
    let end = rest.find(|c: char| !(c.is_ascii_digit() || c == ':' || c == '.')).unwrap_or(rest.len());
    let (clock, mut zone) = rest.split_at(end);
    let half = ["a.m.", "p.m.", "am", "pm"].into_iter().find(|half| zone.trim_start().starts_with(half));
    if let Some(half) = half {
        zone = &zone.trim_start()[half.len()..];
    }
    let clock = self::clock(clock, half.map(|half| half.starts_with('p')))?;
    match offset(zone.trim()) {
        Zone::None => Some(format!("{date}T{clock}")),
        Zone::Known(offset) => Some(format!("{date}T{clock}{offset}")),
        Zone::Unknown => Some(date),
        Zone::Not => None,
    }
}

/// "10:40", "10:40:05", "10:40:05.123", "104005" as `10:40:05`; in the afternoon, with twelve hours more.
fn clock(text: &str, is_afternoon: Option<bool>) -> Option<String> {
    let text = text.split_once('.').map_or(text, |(seconds, _)| seconds);
    let parts: Vec<&str> = match text.len() {
        6 if !text.contains(':') => vec![&text[..2], &text[2..4], &text[4..]],
        4 if !text.contains(':') => vec![&text[..2], &text[2..]],
        _ => text.split(':').collect(),
    };
    let number = |part: &&str, count| digits(part, count);
    let hour = parts.first().and_then(|part| number(part, 1..=2))?;
    let hour = match is_afternoon {
        None => hour,
        Some(is_afternoon) => (1..=12).contains(&hour).then_some(hour % 12 + if is_afternoon { 12 } else { 0 })?,
    };
    let minute = parts.get(1).map_or(is_afternoon.map(|_| 0), |part| number(part, 2..=2))?;
    let seconds = parts.get(2).map(|part| number(part, 2..=2).filter(|&second| second <= 60));
    if hour > 23 || minute > 59 || parts.len() > 3 {
        return None;
    }
    match seconds {
        Some(second) => second.map(|second| format!("{hour:02}:{minute:02}:{second:02}")),
        None => Some(format!("{hour:02}:{minute:02}")),
    }
}

/// What follows a time.
enum Zone {
    None,
    /// As ISO 8601 writes it.
    Known(String),
    /// The name of a zone that several places have.
    Unknown,
    /// No zone.
    Not,
}

fn offset(text: &str) -> Zone {
    // A comment: "+0200 (CEST)".
    let text = text.split_once('(').map_or(text, |(offset, _)| offset).trim();
    if text.is_empty() {
        return Zone::None;
    }
    if let Some((_, offset)) = ZONES.iter().find(|(name, _)| *name == text) {
        return Zone::Known((*offset).to_owned());
    }
    let Some(sign) = text.chars().next().filter(|sign| matches!(sign, '+' | '-')) else {
        let is_name = text.len() <= 5 && text.bytes().all(|byte| byte.is_ascii_lowercase());
        return if is_name { Zone::Unknown } else { Zone::Not };
    };
    let number = text[1..].replace(':', "");
    let (hours, minutes) = number.split_at(number.len().min(2));
    let minutes = if minutes.is_empty() { "00" } else { minutes };
    match (digits(hours, 2..=2), digits(minutes, 2..=2)) {
        (Some(0), Some(0)) => Zone::Known(if sign == '-' { "Z".to_owned() } else { "+00:00".to_owned() }),
        (Some(hours), Some(minutes)) if hours <= FARTHEST_ZONE && minutes < 60 => {
            Zone::Known(format!("{sign}{hours:02}:{minutes:02}"))
        }
        _ => Zone::Not,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_certain_is_read() {
        for (written, expected) in [
            ("2024-05-14", "2024-05-14"),
            (" 2024-5-4 ", "2024-05-04"),
            ("20240514", "2024-05-14"),
            ("2024/05/14", "2024-05-14"),
            ("2024-05-14T10:40", "2024-05-14T10:40"),
            ("2024-05-14T10:40:05Z", "2024-05-14T10:40:05Z"),
            ("2024-05-14T10:40:05.123+02:00", "2024-05-14T10:40:05+02:00"),
            ("2024-05-14T10:40:05-0330", "2024-05-14T10:40:05-03:30"),
            ("2024-05-14T10:40:05+02", "2024-05-14T10:40:05+02:00"),
            ("2024-05-14 10:40:05 UTC", "2024-05-14T10:40:05Z"),
            ("20240514T104005Z", "2024-05-14T10:40:05Z"),
            ("2024-02-29", "2024-02-29"),
            ("Tue, 14 May 2024 10:40:05 +0200", "2024-05-14T10:40:05+02:00"),
            ("14 May 2024 10:40:05 -0000 (UTC)", "2024-05-14T10:40:05Z"),
            ("Tue, 14 May 2024 10:40 EDT", "2024-05-14T10:40-04:00"),
            ("Tuesday, May 14th, 2024", "2024-05-14"),
            ("Sept. 3, 2024", "2024-09-03"),
            ("1 august 2024", "2024-08-01"),
            ("May 14, 2024 at 1:05 p.m.", "2024-05-14T13:05"),
            ("May 14, 2024, 12:05 am", "2024-05-14T00:05"),
            ("14/5/2024", "2024-05-14"),
            ("5/14/2024", "2024-05-14"),
            ("14.05.2024", "2024-05-14"),
            ("5/5/2024", "2024-05-05"),
            // Of a zone that nobody can tell, the day is left.
            ("May 14, 2024 10:40 BST", "2024-05-14"),
        ] {
            assert_eq!(iso(written).as_deref(), Some(expected), "{written}");
        }
    }

    #[test]
    fn what_is_not_certain_is_no_date() {
        for written in [
            "",
            "null",
            "today",
            "yesterday at noon",
            "2024",
            "2024-05",
            "May 2024",
            "May 14",
            "5/6/2024",
            "5.6.2024",
            "14/5/24",
            "2023-02-29",
            "2024-13-01",
            "2024-05-32",
            "2024-05-14T25:00",
            "2024-05-14T10:61",
            "0001-01-01T00:00:00",
            "1970-01-01T00:00:00Z",
            "1715683205",
            "May 14, 2024 – May 16, 2024",
            "2024-05-14 2024-05-15",
            "2024-05-14T10:40:05+99:00",
            "14 Maybe 2024",
            "Mayor 14, 2024",
            "١٤ May 2024",
            "2024-05-14T10:40:05 in the town hall",
            "13 p.m.",
            "May 14, 2024 13 pm",
        ] {
            assert_eq!(iso(written), None, "{written}");
        }
        assert_eq!(iso(&"2024-05-14 ".repeat(1000)), None);
    }
}
