//! Mail and pages saved as MIME → pages.
//!
//! Of a mail one body is read: the plain text, else the HTML. Its subject is the headline. What it quotes from other mails is a
//! source's (`quoted.rs`). `From` and `Date` say who wrote it, and when. A mailbox holds several mails, called by their `Message-ID`, else by their number.
//!
//! Of a saved page (`.mhtml`) the first HTML part is read as any page.

use std::borrow::Cow;

use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Encoding, Message, MessageParser, MessagePart, MimeHeaders, PartType};

use super::{charset, quoted};
use crate::article::metadata::{Field, Source};
use crate::article::page::{Page, Unpacked};
use crate::article::{headline::Titles, html, plain};
use crate::error::{Error, ErrorKind, Result};

/// The most messages inside one another; a message deeper inside is an attack.
const MOST_NESTED: usize = 500;
/// If the plain text has a smaller share of the HTML's letters, it only says that there is HTML.
const LEAST_PLAIN_SHARE: f64 = 0.2;

/// Reads a mail, or the mails of a mailbox.
pub(in crate::article) fn read(bytes: &[u8]) -> Result<Vec<Unpacked>> {
    let mails = mailbox(bytes);
    if let [mail] = mails[..] {
        return Ok(vec![Unpacked { name: None, page: mail_page(&parsed(mail)?)? }]);
    }
    let read = |(at, mail): (usize, &&[u8])| {
        let message = parsed(mail)?;
        let name = message.message_id().map_or_else(|| (at + 1).to_string(), str::to_owned);
        // A mail of attachments only does not spoil the others.
        let page = mail_page(&message).or_else(|error| match error.kind() {
            ErrorKind::Empty => Ok(Page::default()),
            _ => Err(error),
        })?;
        Ok(Unpacked { name: Some(name), page })
    };
    mails.iter().enumerate().map(read).collect()
}

/// Reads a page that a browser saved.
pub(in crate::article) fn saved_page(bytes: &[u8]) -> Result<Vec<Unpacked>> {
    let message = parsed(bytes)?;
    let is_page = |part: &&MessagePart<'_>| matches!(part.body, PartType::Html(_));
    let part = message.parts.iter().find(is_page);
    let part = part.ok_or_else(|| Error::new(ErrorKind::Empty, "there is no page in it").remedy("save it again"))?;
    let mut page = html::read(&html_of(&message, part));
    let root = message.header_raw("Snapshot-Content-Location");
    root.or(part.content_location()).into_iter().for_each(|address| page.marks.address(address.trim()));
    Ok(vec![Unpacked { name: None, page }])
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

fn mail_page(message: &Message<'_>) -> Result<Page> {
    let (mut page, author) = body(message).ok_or_else(|| {
        Error::new(ErrorKind::Empty, "there is no text in this mail").remedy("save its attachments, and name those")
    })?;
    add_metadata(author, &mut page);
    quoted::mark(&mut page.lines);
    let subject = message.subject().map(|subject| subject.split_whitespace().collect::<Vec<_>>().join(" "));
    let subject = subject.filter(|subject| !subject.is_empty());
    subject.iter().for_each(|subject| page.marks.title(subject));
    page.titles = Titles { article: subject, page: None };
    Ok(page)
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

/// Reads one body: the plain text, unless it only says that there is HTML; that of a mail inside, if this one has none. With it
/// comes the mail it is of.
fn body<'m>(message: &'m Message<'m>) -> Option<(Page, &'m Message<'m>)> {
    let texts: Vec<_> = message.text_bodies().filter(|part| matches!(part.body, PartType::Text(_))).collect();
    let pages: Vec<_> = message.html_bodies().filter(|part| matches!(part.body, PartType::Html(_))).collect();
    let text = texts.iter().map(|part| text_of(message, part)).collect::<Vec<_>>().join("\n\n");
    let page = pages.iter().map(|part| html_of(message, part)).collect::<Vec<_>>().join("\n<hr>\n");
    let plain = Page { lines: plain::lines(&text), ..Page::default() };
    if !page.is_empty() {
        let page = html::read(&page);
        if (letters(&plain) as f64) < LEAST_PLAIN_SHARE * letters(&page) as f64 {
            return Some((page, message));
        }
    }
    if !plain.lines.is_empty() {
        return Some((plain, message));
    }
    message.parts.iter().find_map(|part| match &part.body {
        PartType::Message(inner) => body(inner),
        _ => None,
    })
}

fn letters(page: &Page) -> usize {
    page.lines.iter().map(|line| line.as_str().len()).sum()
}

/// The text of a part, with soft line breaks joined (`format=flowed`).
fn text_of(message: &Message<'_>, part: &MessagePart<'_>) -> String {
    let text = charset::decode(&raw(message, part), part.content_type().and_then(|kind| kind.attribute("charset")));
    let is = |name: &str, value: &str| {
        let found = part.content_type().and_then(|kind| kind.attribute(name));
        found.is_some_and(|found| found.eq_ignore_ascii_case(value))
    };
    if is("format", "flowed") { flowed(&text, is("delsp", "yes")) } else { text }
}

fn html_of(message: &Message<'_>, part: &MessagePart<'_>) -> String {
    charset::decode_page(&raw(message, part), part.content_type().and_then(|kind| kind.attribute("charset")))
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
    fn a_mailbox_is_split_at_its_envelopes_only() {
        let mails =
            mailbox(b"From a@b Tue\nSubject: x\n\nFrom here on.\nFrom there.\n\nFrom c@d Wed\nSubject: y\n\nz\n");
        assert_eq!(mails, [b"Subject: x\n\nFrom here on.\nFrom there.\n\n", &b"Subject: y\n\nz\n"[..]]);
        assert_eq!(mailbox(b"Subject: x\n\nFrom a").len(), 1);
    }

    #[test]
    fn mails_in_mails_are_bounded() {
        let deep = "Content-Type: message/rfc822\n\n".repeat(200_000);
        assert!(read(deep.as_bytes()).is_err());
        let _ = read("Content-Type: message/rfc822\n\n".repeat(MOST_NESTED).as_bytes());
    }
}
