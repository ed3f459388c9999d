//! What a request asks about: an article in any format, or the paragraphs of one.

use std::borrow::Cow;

use axum::http::StatusCode;
use serde::{Deserialize, Deserializer};

use super::failure::Failure;
use crate::article::Format;
use crate::text::Encoding;

/// Characters of a name, which every paragraph of the result repeats.
pub(super) const LONGEST_NAME: usize = 256;

/// An article to read, with what is known about it.
pub(super) struct Document<'b> {
    pub(super) name: String,
    pub(super) content: Content<'b>,
}

/// How it was sent.
pub(super) enum Content<'b> {
    /// As a file.
    File { bytes: Cow<'b, [u8]>, format: Option<Format>, encoding: Option<Encoding> },
    /// As paragraphs that are known.
    Paragraphs(Vec<String>),
}

/// A document as JSON.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DocumentObject {
    #[serde(default, deserialize_with = "given")]
    text: Option<String>,
    #[serde(default, deserialize_with = "given")]
    paragraphs: Option<Vec<String>>,
    #[serde(default, deserialize_with = "given")]
    name: Option<String>,
    #[serde(default, deserialize_with = "given")]
    format: Option<String>,
}

/// A field that may be left out, but is not null.
fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

impl<'b> Document<'b> {
    /// Reads a document from JSON. `unnamed` is its name if it has none.
    pub(super) fn of_json(json: &[u8], unnamed: &str) -> Result<Document<'static>, Failure> {
        let object: DocumentObject = serde_json::from_slice(json).map_err(|error| not_read(&error))?;
        let name = object.name.unwrap_or_else(|| unnamed.to_owned());
        check_name(&name)?;
        let format = object.format.map(|format| format.parse::<Format>()).transpose();
        let format = format.map_err(|error| Failure::of(&error))?;
        let content = match (object.text, object.paragraphs) {
            (Some(text), None) => {
                // Whatever encoding it declares, it has come as JSON.
                let encoding = Some(Encoding::UTF_8);
                Content::File { bytes: text.into_bytes().into(), format, encoding }
            }
            (None, Some(paragraphs)) if format.is_none() => Content::Paragraphs(paragraphs),
            (None, Some(_)) => return Err(unusable("paragraphs have no format", "leave out format, or send text")),
            (Some(_), Some(_)) => return Err(unusable("there are both text and paragraphs", "send one of them")),
            (None, None) => return Err(unusable("there is neither text nor paragraphs", "send one of them")),
        };
        Ok(Document { name, content })
    }
}

/// Refuses a name that would make the result many times as long as the article.
pub(super) fn check_name(name: &str) -> Result<(), Failure> {
    if name.chars().nth(LONGEST_NAME).is_none() {
        return Ok(());
    }
    Err(unusable("the name is longer than 256 characters", "send a shorter one"))
}

fn unusable(what: &str, remedy: &str) -> Failure {
    Failure::new(StatusCode::UNPROCESSABLE_ENTITY, what, remedy)
}

/// JSON that cannot be read is a bad request; JSON of something else cannot be used.
fn not_read(error: &serde_json::Error) -> Failure {
    let (status, remedy) = match error.classify() {
        serde_json::error::Category::Data => (
            StatusCode::UNPROCESSABLE_ENTITY,
            "send an object with text or paragraphs, and if you like name and format",
        ),
        _ => (StatusCode::BAD_REQUEST, "send JSON in UTF-8"),
    };
    Failure::new(status, format!("the JSON cannot be read: {}", shortened(&error.to_string())), remedy)
}

/// An error may quote a value, which may be a whole text.
fn shortened(error: &str) -> String {
    const LONGEST: usize = 160;
    match error.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &error[..end]),
        None => error.to_owned(),
    }
}

/// What a media type says about a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sent {
    /// A document as JSON.
    Json,
    /// A file, with its format if that is told, and its encoding.
    File(Option<Format>, Option<Encoding>),
}

/// Media types, with the format that each tells.
const MEDIA_TYPES: [(&str, Option<Format>); 24] = [
    ("application/octet-stream", None),
    ("application/xml", None),
    ("text/xml", None),
    ("text/plain", Some(Format::Text)),
    ("text/markdown", Some(Format::Markdown)),
    ("text/x-markdown", Some(Format::Markdown)),
    ("text/html", Some(Format::Html)),
    ("application/xhtml+xml", Some(Format::Html)),
    ("message/rfc822", Some(Format::Mail)),
    ("application/mbox", Some(Format::Mail)),
    ("multipart/related", Some(Format::Mhtml)),
    ("application/x-mimearchive", Some(Format::Mhtml)),
    ("application/x-webarchive", Some(Format::Webarchive)),
    ("application/rss+xml", Some(Format::Feed)),
    ("application/atom+xml", Some(Format::Feed)),
    ("application/feed+json", Some(Format::Feed)),
    ("text/vtt", Some(Format::Subtitles)),
    ("text/srt", Some(Format::Subtitles)),
    ("application/x-subrip", Some(Format::Subtitles)),
    ("application/srt", Some(Format::Subtitles)),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", Some(Format::Docx)),
    ("application/vnd.oasis.opendocument.text", Some(Format::Odt)),
    ("application/vnd.oasis.opendocument.text-flat-xml", Some(Format::Odt)),
    ("application/x-vnd.oasis.opendocument.text-flat-xml", Some(Format::Odt)),
];
/// Documents as JSON.
pub(super) const JSON: &str = "application/json";

/// All media types of documents.
pub(super) fn media_types() -> impl Iterator<Item = &'static str> {
    std::iter::once(JSON).chain(MEDIA_TYPES.into_iter().map(|(name, _)| name))
}

/// Reads a media type. None if it is not one of documents, or its charset is not known.
pub(super) fn sent_as(media_type: &str) -> Option<Sent> {
    let mut parts = media_type.split(';');
    let essence = parts.next()?.trim().to_ascii_lowercase();
    let charset =
        parts.filter_map(|part| part.split_once('=')).find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
    let encoding = match charset {
        Some((_, label)) => Some(Encoding::of_label(label.trim().trim_matches('"'))?),
        None => None,
    };
    if essence == JSON {
        return encoding.is_none_or(|encoding| encoding == Encoding::UTF_8).then_some(Sent::Json);
    }
    let (_, format) = MEDIA_TYPES.into_iter().find(|(name, _)| *name == essence)?;
    Some(Sent::File(format, encoding))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(json: &str) -> u16 {
        Document::of_json(json.as_bytes(), "").map_or_else(|failure| failure.status().as_u16(), |_| 200)
    }

    #[test]
    fn one_of_text_and_paragraphs_is_taken() {
        assert_eq!((status(r#"{"text":""}"#), status(r#"{"paragraphs":[],"name":"é"}"#)), (200, 200));
        for other in [
            "{}",
            "[]",
            "3",
            r#"{"text":"a","paragraphs":[]}"#,
            r#"{"text":3}"#,
            r#"{"text":null}"#,
            r#"{"text":"a","text":"b"}"#,
            r#"{"text":"a","nmae":"b"}"#,
            r#"{"text":"a","format":"pdf"}"#,
            r#"{"paragraphs":["a"],"format":"text"}"#,
            r#"{"paragraphs":[null]}"#,
        ] {
            assert_eq!(status(other), 422, "{other}");
        }
        assert_eq!(status(&format!(r#"{{"text":"a","name":"{}"}}"#, "n".repeat(LONGEST_NAME + 1))), 422);
        assert_eq!(status(&format!(r#"{{"text":"a","name":"{}"}}"#, "é".repeat(LONGEST_NAME))), 200);
    }

    #[test]
    fn what_is_no_json_is_a_bad_request() {
        let deep = format!(r#"{{"text":{}"#, "[".repeat(100_000));
        for bad in ["", "{", "{\"text\":\"a\"}x", r#"{"text":"\ud800"}"#, "\u{feff}{}", "NaN"] {
            assert_eq!(status(bad), 400, "{bad}");
        }
        assert!([400, 422].contains(&status(&deep)));
        assert_eq!(Document::of_json(b"{\"text\":\"\xff\"}", "").err().unwrap().status().as_u16(), 400);
    }

    #[test]
    fn an_error_does_not_repeat_the_text() {
        let json = format!(r#"{{"paragraphs":"{}"}}"#, "secret ".repeat(1000));
        let failure = Document::of_json(json.as_bytes(), "").err().unwrap();
        assert!(failure.told().what.len() < 400);
    }

    #[test]
    fn media_types_tell_the_format() {
        assert_eq!(
            sent_as("Text/HTML; charset=\"UTF-8\""),
            Some(Sent::File(Some(Format::Html), Some(Encoding::UTF_8)))
        );
        assert_eq!(sent_as("application/json"), Some(Sent::Json));
        assert_eq!(sent_as("application/json;charset=utf-8"), Some(Sent::Json));
        assert_eq!(
            sent_as("multipart/related; boundary=x; type=\"text/html\""),
            Some(Sent::File(Some(Format::Mhtml), None))
        );
        for other in [
            "",
            "text",
            "image/png",
            "application/x-www-form-urlencoded",
            "text/plain; charset=klingon",
            "application/json; charset=latin1",
        ] {
            assert_eq!(sent_as(other), None, "{other}");
        }
    }
}
