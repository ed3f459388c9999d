//! Subtitles (WebVTT, SRT, SBV) → lines: one for each paragraph, with the way back to the file.
//!
//! Cues are pieces of a text cut to fit a screen. They are joined up to the end of a sentence that is followed by a pause, or that
//! makes the paragraph long. Numbers, times, notes, styles and tags are left out; "[applause]" and "♪ … ♪" are furniture.
//!
//! Who speaks is told by
//!
//! - voice tags: `<v Anna Roth>We must go.`
//! - labels: "ROTH: We must go.", "Roth:" if it recurs;
//! - marks without a name: ">>" or a dash before each of two who speak in one cue.
//!
//! From the first of these on, all that is said is a source's. A name stands above the words as a line of its own.

use std::collections::HashMap;

use super::{block::BlockKind, edges::ends_sentence, line::Line, plain};
use crate::error::{Error, ErrorKind, Result};
use crate::text::speaker_label::{Form, Label, speaker_label};
use crate::text::{MappedText, Span};

/// A pause between paragraphs, in milliseconds.
const PAUSE: u64 = 2_500;
/// The words after which a paragraph ends with its sentence.
const PARAGRAPH_WORDS: usize = 80;
/// The words after which a paragraph ends with its cue: captions made by machines have no full stops.
const MOST_WORDS: usize = 150;
/// How SBV breaks a line.
const BREAK: &str = "[br]";
/// The fewest words of a line that nobody says twice in a row by chance.
const ROLLED_WORDS: usize = 4;
/// The longest tag, in bytes.
const LONGEST_TAG: usize = 200;
/// Characters around a tune, or in front of one.
const NOTES: [char; 4] = ['♪', '♫', '♬', '♩'];

/// Reads subtitles.
///
/// # Errors
/// [`ErrorKind::Encoding`] if there is no cue: whatever it is, its words must not be lost.
pub(super) fn read(text: &str) -> Result<Vec<Line>> {
    let cues = cues(text);
    if cues.is_empty() {
        let error = Error::new(ErrorKind::Encoding, "there is no cue in these subtitles");
        return Err(error.remedy("if it is text, name it .txt"));
    }
    let mut said: Vec<Said> = cues.iter().flat_map(|cue| cue.said(text)).collect();
    without_rolled(&mut said);
    name_speakers(&mut said);
    let mut reader = Reader::default();
    said.into_iter().for_each(|said| reader.say(said));
    reader.flush();
    Ok(reader.out)
}

/// Reads a line of times, `00:01.000 --> 00:04,200 …` or `0:00:01.000,0:00:04.200`, in milliseconds.
pub(super) fn times(line: &str) -> Option<(u64, u64)> {
    if let Some((start, rest)) = line.split_once("-->") {
        return Some((time(start.trim())?, time(rest.split_whitespace().next()?)?));
    }
    // SBV has nothing but digits between the two, so its times must be whole.
    let (start, end) = line.split_once(',')?;
    let is_whole = |time: &str| time.matches(':').count() == 2 && time.contains('.');
    if is_whole(start) && is_whole(end) { Some((time(start)?, time(end)?)) } else { None }
}

/// `[h:]mm:ss.mmm`
fn time(text: &str) -> Option<u64> {
    let (clock, fraction) = text.split_once(['.', ',']).unwrap_or((text, "0"));
    let is_number = |part: &str| (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> = clock.split(':').collect();
    if !(2..=3).contains(&parts.len()) || !parts.iter().all(|part| is_number(part)) || !is_number(fraction) {
        return None;
    }
    let seconds = parts.iter().try_fold(0, |sum, part| Some(sum * 60 + part.parse::<u64>().ok()?))?;
    Some(seconds * 1000 + fraction.parse::<u64>().ok()?)
}

/// A cue: its times, and the bytes of its lines.
struct Cue {
    start: u64,
    end: u64,
    lines: Vec<(usize, usize)>,
}

fn cues(text: &str) -> Vec<Cue> {
    let lines = plain::physical_lines(text);
    let of = |at: usize| lines.get(at).map_or("", |&(start, end)| text[start..end].trim());
    let is_blank = |at: usize| of(at).is_empty();
    let mut cues: Vec<Cue> = Vec::new();
    let mut in_note = false;
    let has_notes = text.contains("WEBVTT");
    for (at, &span) in lines.iter().enumerate() {
        let after_blank = at == 0 || is_blank(at - 1);
        let is_note = ["NOTE", "STYLE", "REGION"].iter().any(|name| {
            of(at).strip_prefix(name).is_some_and(|rest| rest.is_empty() || *name == "NOTE" && rest.starts_with(' '))
        });
        in_note = !is_blank(at) && (in_note || after_blank && is_note && has_notes);
        let is_number = !of(at).is_empty() && of(at).bytes().all(|b| b.is_ascii_digit());
        // The name of a cue stands between a blank line and its times; a number may lack the blank line.
        let is_name = (after_blank || is_number) && times(of(at + 1)).is_some();
        if let Some((start, end)) = times(of(at)) {
            cues.push(Cue { start, end, lines: Vec::new() });
            in_note = false;
        } else if !in_note && !is_name && !is_blank(at) {
            // What stands before the first cue is a header. A blank line inside a cue does not end what is said.
            if let Some(cue) = cues.last_mut() {
                cue.lines.push(span);
            }
        }
    }
    cues
}

/// Who starts to speak.
#[derive(Debug, Clone)]
enum Speaker {
    Named(MappedText),
    Unnamed,
}

/// A line of a cue.
#[derive(Debug)]
struct Said {
    start: u64,
    end: u64,
    speaker: Option<Speaker>,
    text: MappedText,
    /// Whether it is the first line of its cue.
    is_first: bool,
}

impl Said {
    fn is_long(&self) -> bool {
        self.text.as_str().split(' ').count() >= ROLLED_WORDS
    }
}

impl Cue {
    fn said(&self, text: &str) -> Vec<Said> {
        let mut out: Vec<Said> = Vec::new();
        for &(start, end) in &self.lines {
            for (speaker, text) in pieces(text, start, end) {
                let is_first = out.is_empty();
                out.push(Said { start: self.start, end: self.end, speaker, text, is_first });
            }
        }
        let is_dash = |said: &Said| plain::is_dash(said.text.as_str());
        let are_two = out.iter().filter(|said| is_dash(said)).count() > 1;
        for said in &mut out {
            let arrows = said.text.as_str().len() - said.text.as_str().trim_start_matches(['>', ' ']).len();
            let dash = said.text.as_str().chars().next().filter(|_| are_two && is_dash(said)).map_or(0, char::len_utf8);
            let mark = if arrows > 1 { arrows } else { dash };
            if mark > 0 {
                said.text.drop_front(mark);
                said.speaker.get_or_insert(Speaker::Unnamed);
            }
        }
        out
    }
}

/// Reads a line: its text without tags, cut where a voice starts.
fn pieces(source: &str, start: usize, end: usize) -> Vec<(Option<Speaker>, MappedText)> {
    let mut out = vec![(None, MappedText::default())];
    let mut at = start;
    while at < end {
        let rest = &source[at..end];
        let length = rest.find(['<', '{', '&', '[']).unwrap_or(rest.len());
        // There is always a last piece.
        let Some((_, text)) = out.last_mut() else { break };
        text.push_folded(&rest[..length], at);
        at += length;
        let rest = &source[at..end];
        let Some(mark) = rest.chars().next() else { break };
        let tag = &rest.as_bytes()[..rest.len().min(LONGEST_TAG)];
        let close = |close: u8| memchr::memchr(close, tag).map(|at| at + 1);
        match (mark, close(b'>'), close(b'}'), close(b';')) {
            ('<', Some(length), ..) if is_tag(&rest[1..length - 1]) => {
                if let Some(name) = voice(&rest[..length]) {
                    let mut speaker = MappedText::default();
                    speaker.push_folded(name.of(rest), at + name.start);
                    out.push((Some(Speaker::Named(speaker)), MappedText::default()));
                }
                at += length;
            }
            ('[', ..) if rest.starts_with(BREAK) => {
                text.push_space();
                at += BREAK.len();
            }
            ('{', _, Some(length), _) if rest.starts_with("{\\") => at += length,
            ('&', _, _, Some(length)) if reference(&rest[..length]).is_some() => {
                let decoded = reference(&rest[..length]).unwrap_or_default();
                let span = Span { start: at, end: at + length };
                if decoded == " " {
                    text.push_space()
                } else {
                    text.push(decoded, span)
                }
                at += length;
            }
            _ => {
                text.push(&rest[..1], Span { start: at, end: at + 1 });
                at += 1;
            }
        }
    }
    out.iter_mut().for_each(|(_, text)| text.trim_end());
    out.retain(|(speaker, text)| speaker.is_some() || text.as_str().contains(|c: char| !c.is_whitespace()));
    out
}

/// `b`, `/i`, `c.yellow`, `v Anna`, `font color=…`, a time.
fn is_tag(content: &str) -> bool {
    let content = content.trim_start_matches('/');
    content.is_empty() || content.starts_with(|c: char| c.is_ascii_alphabetic()) || time(content).is_some()
}

/// The name in a voice tag, `<v Anna Roth>` or `<v.loud Anna Roth>`.
fn voice(tag: &str) -> Option<Span> {
    let rest = tag.strip_prefix("<v")?;
    let at = rest.find([' ', '\t']).filter(|&at| at == 0 || rest.starts_with('.'))?;
    let name = &rest[at..rest.len() - 1];
    let start = "<v".len() + at + (name.len() - name.trim_start().len());
    let end = start + name.trim().len();
    (start < end).then_some(Span { start, end })
}

fn reference(written: &str) -> Option<&'static str> {
    Some(match written {
        "&amp;" => "&",
        "&lt;" => "<",
        "&gt;" => ">",
        "&quot;" => "\"",
        "&#39;" | "&apos;" => "'",
        "&nbsp;" => " ",
        "&lrm;" | "&rlm;" => "",
        _ => return None,
    })
}

/// Drops lines that only stay on the screen. Captions made by machines roll: each cue starts with the last lines of the one before.
///
/// In a file where half of the cues do, all of them count. Elsewhere people may say the same twice, and only a line counts that is too
/// long for that and that has another below it.
fn without_rolled(said: &mut Vec<Said>) {
    let starts: Vec<usize> = (0..said.len()).filter(|&at| said[at].is_first).chain([said.len()]).collect();
    let cues: Vec<&[Said]> = starts.windows(2).map(|ends| &said[ends[0]..ends[1]]).collect();
    let repeated: Vec<usize> =
        (0..cues.len()).map(|at| if at > 0 { overlap(cues[at - 1], cues[at]) } else { 0 }).collect();
    let rolling = repeated.iter().filter(|&&lines| lines > 0).count();
    let rolls = 2 * rolling >= cues.len().max(4);
    let is_sure = |cue: &[Said], lines: usize| lines < cue.len() && cue[..lines].iter().any(Said::is_long);
    let dropped = cues.iter().zip(repeated).flat_map(|(cue, lines)| {
        let lines = if rolls || is_sure(cue, lines) { lines } else { 0 };
        (0..cue.len()).map(move |at| at < lines)
    });
    let mut dropped = dropped.collect::<Vec<bool>>().into_iter();
    said.retain(|_| !dropped.next().unwrap_or_default());
}

/// The most lines in front of a cue that end the one before.
fn overlap(before: &[Said], cue: &[Said]) -> usize {
    let is_same = |(one, other): (&Said, &Said)| one.text.as_str() == other.text.as_str();
    let most = before.len().min(cue.len());
    (1..=most).rev().find(|&lines| before[before.len() - lines..].iter().zip(cue).all(is_same)).unwrap_or(0)
}

/// Turns labels into speakers, unless voice tags name them. A label that only a name makes must recur.
fn name_speakers(said: &mut [Said]) {
    if said.iter().any(|said| matches!(said.speaker, Some(Speaker::Named(_)))) {
        return;
    }
    let mut counts: HashMap<String, usize> = HashMap::new();
    for label in said.iter().filter_map(|said| speaker_label(said.text.as_str())) {
        *counts.entry(label.key()).or_default() += 1;
    }
    let is_speaker = |label: &Label<'_>| label.form == Form::Sure || counts[&label.key()] > 1;
    for said in said {
        let text = said.text.as_str();
        let Some(label) = speaker_label(text).filter(is_speaker) else { continue };
        let (end, start) = (label.end, text.find(label.name).unwrap_or_default());
        let mut name = said.text.clone();
        name.truncate(start + label.name.len());
        name.drop_front(start);
        said.text.drop_front(end);
        said.speaker = Some(Speaker::Named(name));
    }
}

/// Joins what is said to paragraphs.
#[derive(Default)]
struct Reader {
    out: Vec<Line>,
    /// Sounds and tunes inside the paragraph, which come behind it.
    lifted: Vec<Line>,
    text: MappedText,
    words: usize,
    /// The end of the last cue.
    end: u64,
    name: Option<String>,
    /// Whether a speaker was told.
    is_speech: bool,
}

impl Reader {
    fn say(&mut self, said: Said) {
        let pause = said.start.saturating_sub(self.end);
        let is_long = self.words >= PARAGRAPH_WORDS || pause >= PAUSE;
        if is_long && ends_sentence(self.text.as_str()) || self.words >= MOST_WORDS {
            self.flush();
        }
        self.end = said.end;
        // A name may have had nothing but characters that nobody sees.
        let is_nameless = matches!(&said.speaker, Some(Speaker::Named(name)) if name.as_str().is_empty());
        match said.speaker {
            Some(Speaker::Named(_)) if is_nameless => {
                self.flush();
                (self.name, self.is_speech) = (None, true);
            }
            Some(Speaker::Named(name)) if self.name.as_deref() != Some(name.as_str()) => {
                self.flush();
                self.name = Some(name.as_str().to_owned());
                self.out.push(line(name, Some(BlockKind::Byline)));
                self.is_speech = true;
            }
            Some(Speaker::Unnamed) => {
                self.flush();
                (self.name, self.is_speech) = (None, true);
            }
            Some(Speaker::Named(_)) | None => {}
        }
        if said.text.as_str().is_empty() {
        } else if is_sound(said.text.as_str()) {
            self.lifted.push(line(said.text, Some(BlockKind::Furniture)));
        } else {
            self.words += said.text.as_str().split(' ').count();
            self.text.append(&said.text, true);
        }
    }

    /// Ends the paragraph.
    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        if text.as_str().contains(char::is_alphanumeric) {
            let kind = if self.is_speech { BlockKind::Quote } else { BlockKind::Paragraph };
            self.out.push(line(text, Some(kind)));
        }
        self.out.append(&mut self.lifted);
        self.words = 0;
    }
}

fn line(text: MappedText, kind: Option<BlockKind>) -> Line {
    Line { text, kind, gap: 1, ..Line::default() }
}

/// "[applause]", "(music plays)", "♪ a song ♪".
fn is_sound(text: &str) -> bool {
    let is_bracketed = |open: char, close: char| {
        text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)).is_some_and(|rest| !rest.contains(close))
    };
    is_bracketed('[', ']') || is_bracketed('(', ')') || text.starts_with(NOTES)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The paragraphs, with the mark of their kind in front.
    fn seen(text: &str) -> Vec<String> {
        let mark = |line: &Line| match line.kind {
            Some(BlockKind::Quote) => ">",
            Some(BlockKind::Byline) => "@",
            Some(BlockKind::Furniture) => "#",
            _ => "",
        };
        read(text).unwrap().iter().map(|line| format!("{}{}", mark(line), line.as_str())).collect()
    }

    #[test]
    fn cues_are_joined_to_sentences_and_paragraphs() {
        let text = "WEBVTT - The ferry\nKind: captions\n\nNOTE made by hand\nin two lines\n\nSTYLE\n::cue { color: red }\n\n\
                    intro\n00:01.000 --> 00:02.000 align:start\nThe <i>council</i> sold\n\n\
                    2\n00:02.000 --> 01:03.000\nthe ferry.\n\n3\n01:03.100 --> 01:04.000\nAT&amp;T bought it.\n\n\
                    01:09.000 --> 01:10.000\nNobody\nasked.\n";
        assert_eq!(seen(text), ["The council sold the ferry. AT&T bought it.", "Nobody asked."]);
    }

    #[test]
    fn numbers_and_times_are_dropped_whatever_the_line_ends() {
        let text = "1\r\n00:00:01,000 --> 00:00:02,000\r\n{\\an8}In 1911\r\n\r\n2\r\n00:00:02,000 --> 00:00:03,500\r\n<font color=\"red\">it \
                    crossed.</font>\r\n3\r\n00:00:04,000 --> 00:00:05,000\r\n7 < 9\r\n";
        assert_eq!(seen(text), ["In 1911 it crossed. 7 < 9"]);
    }

    #[test]
    fn speakers_are_told_by_tags_labels_and_marks() {
        let cue = |at: usize, words: &str| format!("00:{at:02}.000 --> 00:{:02}.900\n{words}\n\n", at);
        let vtt = |cues: &[&str]| {
            cues.iter().enumerate().fold("WEBVTT\n\n".to_owned(), |all, (at, words)| all + &cue(at, words))
        };
        assert_eq!(
            seen(&vtt(&["<v Ode Starr>We sold", "<v Ode Starr>the boat.</v>", "<v.loud Ann Vane>We must not."])),
            ["@Ode Starr", ">We sold the boat.", "@Ann Vane", ">We must not."]
        );
        assert_eq!(
            seen(&vtt(&["It was a cold day.", "ROTH: We sold it.", "[applause]", "It was ours.", "VANE: No."])),
            ["It was a cold day.", "@ROTH", ">We sold it. It was ours.", "#[applause]", "@VANE", ">No."]
        );
        assert_eq!(
            seen(&vtt(&["- Did you sell it?\n- We did.", "It was ours."])),
            [">Did you sell it?", ">We did. It was ours."]
        );
        assert_eq!(seen(&vtt(&["&gt;&gt; We sold it.", "♪ la la ♪"])), [">We sold it.", "#♪ la la ♪"]);
        assert_eq!(seen(&vtt(&["<v \u{2}\u{2}>We sold it."])), [">We sold it."], "a name that nobody sees");
        // A topic with a colon that does not recur is the narrator's.
        assert_eq!(seen(&vtt(&["Update: it was sold."])), ["Update: it was sold."]);
    }

    #[test]
    fn captions_that_roll_say_each_line_once() {
        let text = "WEBVTT\n\n00:00.000 --> 00:02.000\nthe council<00:01.000><c> sold</c>\n\n00:02.000 --> 00:02.010\nthe council sold\n\n\
                    00:02.010 --> 00:04.000\nthe council sold\nthe ferry in\n\n00:04.000 --> 00:04.010\nthe ferry in\n\n\
                    00:04.010 --> 00:06.000\nthe ferry in\nthe spring\n";
        assert_eq!(seen(text), ["the council sold the ferry in the spring"]);
    }

    #[test]
    fn a_line_that_stays_once_is_said_once_and_a_short_answer_twice() {
        let vtt = |cues: &[&str]| {
            let cue = |(at, words): (usize, &&str)| format!("00:{at:02}.000 --> 00:{:02}.000\n{words}\n\n", at + 1);
            format!("WEBVTT\n\n{}", cues.iter().enumerate().map(cue).collect::<String>())
        };
        let sold = "The council sold the ferry.";
        assert_eq!(
            seen(&vtt(&[sold, &format!("{sold}\nWe must take it back.")])),
            ["The council sold the ferry. We must take it back."]
        );
        // Three lines on the screen.
        let three = [sold, &format!("{sold}\nIt was ours."), &format!("{sold}\nIt was ours.\nNo more.")];
        assert_eq!(seen(&vtt(&three)), ["The council sold the ferry. It was ours. No more."]);
        assert_eq!(seen(&vtt(&["No.", "No.\nIt was ours."])), ["No. No. It was ours."]);
        assert_eq!(seen(&vtt(&[sold, sold])), [format!("{sold} {sold}")], "nothing new below: it may be said twice");
    }

    #[test]
    fn the_subtitles_of_youtube_are_read() {
        let text = "0:00:00.160,0:00:02.389\nthe council[br]sold the ferry\n\n0:00:02.389,0:00:04.000\nand the pier\n";
        assert_eq!(seen(text), ["the council sold the ferry and the pier"]);
        for line in ["1,2", "0:00,0:02", "0:00:01,0:00:02", "0:00:00.160, 0:00:02.389 or so"] {
            assert_eq!(times(line), None, "{line}");
        }
    }

    #[test]
    fn text_without_a_cue_is_not_lost() {
        assert!(read("We must keep the pier.").is_err());
        let long = format!("<{}", "é".repeat(LONGEST_TAG));
        assert_eq!(
            seen(&format!("WEBVTT\n\n00:01.000 --> 00:02.000\n{long}\n")),
            [long],
            "a tag that does not end is text"
        );
    }

    #[test]
    fn words_lead_back_to_the_file() {
        let text =
            "1\n00:00:01,000 --> 00:00:02,000\nThe &amp; <b>boat</b>\n\n2\n00:00:02,000 --> 00:00:03,000\nsails.\n";
        let lines = read(text).unwrap();
        let place = |word: &str| {
            let at = lines[0].as_str().find(word).unwrap();
            lines[0].text.source_span(at, at + word.len()).of(text)
        };
        assert_eq!((place("&"), place("boat"), place("sails.")), ("&amp;", "boat", "sails."));
    }
}
