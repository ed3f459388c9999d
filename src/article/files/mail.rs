//! Mail and pages saved as MIME → pages.
//!
//! Of a mail one body is read: the plain text, or the HTML if that says more. Its subject is the headline. What it quotes from other
//! mails is a source's (`quoted.rs`). `From` and `Date` say who wrote it, and when. A mail that is attached to no more than a covering
//! note was passed on: it is read. Other attachments that may hold text are named, so that nobody takes them for read. A mailbox holds
//! several mails, called by their `Message-ID`, else by their number.
//!
//! Of a saved page (`.mhtml`) the first HTML part is read as any page.

use std::borrow::Cow;
use std::collections::HashSet;

use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Encoding, Message, MessageParser, MessagePart, MimeHeaders, PartType};

use super::{charset, quoted};
use crate::article::metadata::{Field, Source};
use crate::article::page::{Page, Unpacked};
use crate::article::{headline::Titles, html, plain};
use crate::error::{Error, ErrorKind, Result};
use crate::text::{self, Remarks};

/// The most messages inside one another; a message deeper inside is an attack.
const MOST_NESTED: usize = 500;
/// If the plain text has a smaller share of the words in the HTML, it says less, or only that there is HTML.
const LEAST_PLAIN_SHARE: f64 = 0.5;
/// Kinds of attachments that hold no text: the types up to the slash, and whole types.
const WITHOUT_TEXT: [&str; 4] = ["image", "audio", "video", "font"];
const FORMALITIES: [&str; 8] = [
    "application/pgp-signature",
    "application/pgp-keys",
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
    "application/ics",
    "text/calendar",
    "text/vcard",
    "text/x-vcard",
];

/// Reads a mail, or the mails of a mailbox.
pub(in crate::article) fn read(bytes: &[u8], encoding: Option<text::Encoding>) -> Result<Vec<Unpacked>> {
    let mails = mailbox(bytes);
    if let [mail] = mails[..] {
        return Ok(vec![Unpacked::only(mail_page(&parsed(mail)?, encoding)?)]);
    }
    let read = |(at, mail): (usize, &&[u8])| {
        let mail = without_escapes(mail);
        let message = parsed(&mail)?;
        let name = message.message_id().map_or_else(|| (at + 1).to_string(), str::to_owned);
        // A mail of attachments only does not spoil the others.
        let page = mail_page(&message, encoding).or_else(|error| match error.kind() {
            ErrorKind::Empty => Ok(Page::default()),
            _ => Err(error),
        })?;
        Ok(Unpacked { name: Some(name), page, remarks: Remarks::default() })
    };
    mails.iter().enumerate().map(read).collect()
}

/// Reads a page that a browser saved.
pub(in crate::article) fn saved_page(bytes: &[u8], encoding: Option<text::Encoding>) -> Result<Vec<Unpacked>> {
    let message = parsed(bytes)?;
    let is_page = |part: &&MessagePart<'_>| matches!(part.body, PartType::Html(_));
    let part = message.parts.iter().find(is_page);
    // A page that is cut off is none to the parser.
    let part = part.ok_or_else(|| {
        let error = Error::new(ErrorKind::Encoding, "there is no page in this file, so it is cut off or damaged");
        error.remedy("save the page again")
    })?;
    let mut page = html::read(&html_of(&message, part, encoding));
    let root = message.header_raw("Snapshot-Content-Location");
    root.or(part.content_location()).into_iter().for_each(|address| page.marks.address(address.trim()));
    Ok(vec![Unpacked::only(page)])
}

/// Splits a mailbox at the lines that start with "From " between a blank line and a header.
fn mailbox(bytes: &[u8]) -> Vec<&[u8]> {
    if !bytes.starts_with(b"From ") {
        return vec![bytes];
    }
    let mut starts = vec![0];
    for at in memchr::memmem::find_iter(bytes, b"\nFrom ") {
        let (before, from) = (&bytes[..at], &bytes[at + 1..]);
        if (before.ends_with(b"\n") || before.ends_with(b"\n\r")) && starts_with_header(without_envelope(from)) {
            starts.push(at + 1);
        }
    }
    let ends = starts.iter().skip(1).copied().chain([bytes.len()]);
    starts.iter().zip(ends).map(|(&start, end)| without_envelope(&bytes[start..end])).collect()
}

fn starts_with_header(bytes: &[u8]) -> bool {
    let name = bytes.iter().take_while(|&&b| b.is_ascii_graphic() && b != b':').count();
    name > 0 && bytes.get(name) == Some(&b':')
}

/// Drops the line "From …" in front.
fn without_envelope(mail: &[u8]) -> &[u8] {
    memchr::memchr(b'\n', mail).map_or(mail, |at| &mail[at + 1..])
}

/// Takes away the `>` that a mailbox puts before "From " at the start of a line, so that it starts no mail.
fn without_escapes(mail: &[u8]) -> Cow<'_, [u8]> {
    const ESCAPED: &[u8] = b"\n>From ";
    if memchr::memmem::find(mail, ESCAPED).is_none() {
        return mail.into();
    }
    let mut out = Vec::with_capacity(mail.len());
    let mut from = 0;
    for at in memchr::memmem::find_iter(mail, ESCAPED) {
        out.extend_from_slice(&mail[from..=at]);
        from = at + 2;
    }
    out.extend_from_slice(&mail[from..]);
    out.into()
}

fn parsed(bytes: &[u8]) -> Result<Message<'_>> {
    let error = |what: &'static str| Error::new(ErrorKind::Encoding, what).remedy("save it again, or export its text");
    // Messages are nested by value: too many would overflow the stack when they are dropped.
    let nested = memchr::memchr_iter(b'/', bytes).filter(|&at| {
        let behind =
            |name: &str| bytes[at + 1..].get(..name.len()).is_some_and(|b| b.eq_ignore_ascii_case(name.as_bytes()));
        behind("rfc822") || behind("global") || behind("digest")
    });
    if nested.take(MOST_NESTED + 1).count() > MOST_NESTED {
        return Err(error("this mail has too many others in it"));
    }
    let message = MessageParser::default().parse(bytes).filter(|message| !message.headers().is_empty());
    message.ok_or_else(|| Error::new(ErrorKind::Encoding, "this is no mail").remedy("if it is text, name it .txt"))
}

/// Reads a mail, or the mail that it passes on.
fn mail_page(message: &Message<'_>, encoding: Option<text::Encoding>) -> Result<Page> {
    let mut page = body(message, encoding);
    quoted::mark(&mut page.lines);
    let (letter, mut attachments) = attached(message);
    let passed_on = letter.map(|letter| mail_page(letter, encoding)).transpose().unwrap_or_default();
    if let Some(letter) = passed_on.filter(|letter| quoted::covers(&page.lines, &letter.lines)) {
        return Ok(below(page, letter, subject(message), attachments));
    }
    attachments.extend(letter.map(|letter| title(&subject(letter).unwrap_or_default())));
    if page.lines.is_empty() {
        return Err(without_text(&attachments));
    }
    page.attachments = attachments;
    add_metadata(message, &mut page);
    let subject = subject(message);
    subject.iter().for_each(|subject| page.marks.title(subject));
    page.titles = Titles { article: subject, page: None };
    Ok(page)
}

fn subject(message: &Message<'_>) -> Option<String> {
    let subject = message.subject()?.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(subject).filter(|subject| !subject.is_empty())
}

fn without_text(attachments: &[String]) -> Error {
    if attachments.is_empty() {
        let error = Error::new(ErrorKind::Empty, "there is no text in this mail");
        return error.remedy("save its attachments, and name those");
    }
    let what = format!("there is no text in this mail beside what is attached ({})", attachments.join(", "));
    Error::new(ErrorKind::Empty, what).remedy("save it, and name it")
}

/// Puts a letter below its covering note, whose subject counts if the letter has none.
fn below(note: Page, mut letter: Page, subject: Option<String>, attachments: Vec<String>) -> Page {
    let mut lines = note.lines;
    quoted::set_apart(&mut lines);
    letter.lines.iter_mut().take(1).for_each(|first| first.gap = first.gap.max(1));
    lines.append(&mut letter.lines);
    letter.lines = lines;
    letter.titles.article = letter.titles.article.or(subject);
    letter.attachments.extend(attachments);
    letter
}

/// Returns the mail that is attached, if it is the only one, and what the other attachments that may hold text are called.
fn attached<'m>(message: &'m Message<'m>) -> (Option<&'m Message<'m>>, Vec<String>) {
    let inner = |part: &'m MessagePart<'m>| if let PartType::Message(inner) = &part.body { Some(inner) } else { None };
    let mut letters = message.attachments().filter_map(inner);
    let only = letters.next().filter(|_| letters.next().is_none());
    let others = message.attachments().filter(|part| only.is_none() || inner(part).is_none());
    (only, others.filter_map(named).collect())
}

/// What an attachment is called; `None` if it holds no text.
fn named(part: &MessagePart<'_>) -> Option<String> {
    if let PartType::Message(inner) = &part.body {
        return Some(title(&subject(inner).unwrap_or_default()));
    }
    let kind = part.content_type().map_or_else(
        || "text/plain".to_owned(),
        |kind| format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or_default()).to_ascii_lowercase(),
    );
    let is_formality = FORMALITIES.contains(&kind.as_str());
    if is_formality || kind.split('/').next().is_some_and(|kind| WITHOUT_TEXT.contains(&kind)) {
        return None;
    }
    let name = part.attachment_name().map(|name| name.split_whitespace().collect::<Vec<_>>().join(" "));
    Some(name.filter(|name| !name.is_empty()).unwrap_or_else(|| format!("a file without a name ({kind})")))
}

fn title(subject: &str) -> String {
    if subject.is_empty() { "a mail".to_owned() } else { format!("the mail \"{subject}\"") }
}

/// Adds who wrote a mail, when, and in what language. An address is nobody's name.
fn add_metadata(message: &Message<'_>, page: &mut Page) {
    let mut add = |field: Field, value: &str| page.marks.metadata.add(field, Source::Described, 0, value);
    let names = message.from().into_iter().flat_map(|from| from.iter()).filter_map(|author| author.name());
    names.for_each(|name| add(Field::Author, name));
    for (field, header) in [(Field::Date, "Date"), (Field::Language, "Content-Language")] {
        message.header_raw(header).into_iter().for_each(|value| add(field, value));
    }
}

/// Reads one body: the plain text, unless it only says that there is HTML.
fn body(message: &Message<'_>, encoding: Option<text::Encoding>) -> Page {
    let plain = page_of(message, message.text_bodies(), encoding);
    if message.text_body == message.html_body {
        return plain;
    }
    let html = page_of(message, message.html_bodies(), encoding);
    if says_more(&html, &plain) { html } else { plain }
}

/// Returns whether a page is longer than another and has mostly other words.
fn says_more(page: &Page, other: &Page) -> bool {
    let known: HashSet<String> = words(other).collect();
    let (mut all, mut shared) = (0_usize, 0_usize);
    for word in words(page) {
        (all, shared) = (all + 1, shared + usize::from(known.contains(&word)));
    }
    all > words(other).count() && (shared as f64) < LEAST_PLAIN_SHARE * all as f64
}

fn words(page: &Page) -> impl Iterator<Item = String> {
    let words = page.lines.iter().flat_map(|line| line.as_str().split(|c: char| !c.is_alphanumeric()));
    words.filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// Reads parts that stand one below the other. What a page declares of itself is that of the first.
fn page_of<'m>(
    message: &Message<'_>,
    parts: impl Iterator<Item = &'m MessagePart<'m>>,
    encoding: Option<text::Encoding>,
) -> Page {
    let mut whole = Page::default();
    for part in parts {
        let mut page = match part.body {
            PartType::Text(_) => Page { lines: plain::lines(&text_of(message, part, encoding)), ..Page::default() },
            PartType::Html(_) => html::read(&html_of(message, part, encoding)),
            _ => continue,
        };
        if whole.lines.is_empty() {
            whole = page;
        } else {
            page.lines.iter_mut().take(1).for_each(|first| first.gap = first.gap.max(1));
            whole.lines.append(&mut page.lines);
        }
    }
    whole
}

/// The text of a part, with soft line breaks joined (`format=flowed`).
fn text_of(message: &Message<'_>, part: &MessagePart<'_>, encoding: Option<text::Encoding>) -> String {
    let text = charset::decode(&raw(message, part), charset_of(part), encoding);
    let is = |name: &str, value: &str| {
        let found = part.content_type().and_then(|kind| kind.attribute(name));
        found.is_some_and(|found| found.eq_ignore_ascii_case(value))
    };
    if is("format", "flowed") { flowed(&text, is("delsp", "yes")) } else { text }
}

fn html_of(message: &Message<'_>, part: &MessagePart<'_>, encoding: Option<text::Encoding>) -> String {
    charset::decode_page(&raw(message, part), charset_of(part), encoding)
}

fn charset_of<'m>(part: &'m MessagePart<'_>) -> Option<&'m str> {
    part.content_type().and_then(|kind| kind.attribute("charset"))
}

/// The bytes of a part without their transfer encoding. The parser's own text has lost those that its charset does not explain.
fn raw<'m>(message: &'m Message<'_>, part: &'m MessagePart<'_>) -> Cow<'m, [u8]> {
    let span = part.offset_body as usize..part.offset_end as usize;
    let bytes = message.raw_message.get(span).unwrap_or_default();
    let decoded = match part.encoding {
        Encoding::None => return bytes.into(),
        Encoding::QuotedPrintable => quoted_printable_decode(bytes),
        Encoding::Base64 => base64_decode(bytes),
    };
    decoded.map_or_else(|| part.contents().into(), Cow::Owned)
}

/// Joins lines that end with a space to those below of the same depth.
fn flowed(text: &str, drops_space: bool) -> String {
    let depth = |line: &str| line.bytes().take_while(|&b| b == b'>').count();
    let mut out = String::with_capacity(text.len());
    // The depth of the line that goes on.
    let mut open = None;
    for line in text.lines() {
        let own = depth(line);
        if open.take().is_some_and(|depth| depth == own) {
            out.push_str(line[own..].strip_prefix(' ').unwrap_or(&line[own..]));
        } else {
            if !out.is_empty() {
                out.push('\n');
            }
            out.push_str(line);
        }
        // The mark of a signature ends with a space, too.
        if line.ends_with(' ') && line[own..].trim() != plain::SIGNATURE_MARK {
            if drops_space && out.ends_with(' ') {
                out.pop();
            }
            open = Some(own);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flowed_text_is_joined_but_for_quotations_and_the_signature() {
        let text = "The council \nsold the ferry.\n> It had \n> crossed. \nNo more.\n-- \nAnna\n";
        assert_eq!(flowed(text, false), "The council sold the ferry.\n> It had crossed. \nNo more.\n-- \nAnna");
        assert_eq!(flowed("a \nb", true), "ab");
        assert_eq!(flowed("> é \n> \n> b", true), "> éb", "a line of nothing but its space");
    }

    #[test]
    fn a_mailbox_escapes_lines_that_look_like_envelopes() {
        let mails = b"From a@b Tue\nSubject: x\n\nWe met.\n>From here on, the plan is a disgrace.\n\nFrom c@d Wed\nSubject: y\n\n> From z\n";
        let pages = read(mails, None).unwrap();
        let lines = |page: &Unpacked| -> Vec<String> {
            page.page.lines.iter().map(|line| format!("{} {}", line.depth, line.as_str())).collect()
        };
        assert_eq!(lines(&pages[0]), ["0 We met.", "0 From here on, the plan is a disgrace."]);
        assert_eq!(lines(&pages[1]), ["1 From z"]);
    }

    #[test]
    fn a_mailbox_is_split_at_its_envelopes_only() {
        let mails =
            mailbox(b"From a@b Tue\nSubject: x\n\nFrom here on.\nFrom there.\n\nFrom c@d Wed\nSubject: y\n\nz\n");
        assert_eq!(mails, [b"Subject: x\n\nFrom here on.\nFrom there.\n\n", &b"Subject: y\n\nz\n"[..]]);
        assert_eq!(mailbox(b"Subject: x\n\nFrom a").len(), 1);
    }

    #[test]
    fn mails_in_mails_are_bounded() {
        let deep = "Content-Type: message/rfc822\n\n".repeat(200_000);
        assert!(read(deep.as_bytes(), None).is_err());
        let _ = read("Content-Type: message/rfc822\n\n".repeat(MOST_NESTED).as_bytes(), None);
    }
}
