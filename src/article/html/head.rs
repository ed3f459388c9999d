//! What the first bytes of a page say.

use super::elements::is_block;
use crate::error::{Error, ErrorKind, Result};
use crate::text::Encoding;

/// The name that a page of ours gives in `<meta name="generator">`.
#[cfg(feature = "report")]
pub(crate) const GENERATOR: &str = "oped";
/// Bytes that hold the start of such a page.
#[cfg(feature = "cli")]
const OWN_HEAD: usize = 512;

/// Returns true if bytes are a page that this library made.
#[cfg(feature = "cli")]
pub(crate) fn is_own_page(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(OWN_HEAD)]);
    head.contains(&format!("<meta name=\"generator\" content=\"{GENERATOR}\">"))
}

/// Returns true if bytes start like a web page or a piece of one.
pub(in super::super) fn looks_like_html(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).to_lowercase();
    let head = head.trim_start_matches(|c: char| c == '\u{feff}' || c.is_whitespace());
    let Some(rest) = head.strip_prefix('<') else { return false };
    let tag: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
    rest.starts_with("!doctype html")
        || rest.starts_with("!--")
        || rest.starts_with("?xml") && head.contains("<html")
        || is_block(&tag)
        || matches!(tag.as_str(), "meta" | "title" | "link" | "script" | "style")
}

/// Returns the encoding that a page declares in its first bytes, unless its bytes are UTF-8.
///
/// # Errors
/// [`ErrorKind::Encoding`] for an encoding that is not read.
pub(in super::super) fn declared_encoding(bytes: &[u8]) -> Result<Option<Encoding>> {
    if std::str::from_utf8(bytes).is_ok() {
        return Ok(None);
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).to_lowercase();
    let Some((_, value)) = head.split_once("charset=") else { return Ok(None) };
    let name = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':');
    let label: String = value.trim_start_matches(['"', '\'']).chars().take_while(name).collect();
    match encoding_rs::Encoding::for_label(label.as_bytes()) {
        // On the web, Latin-1 means Windows-1252.
        Some(known) if known == encoding_rs::WINDOWS_1252 => Ok(Some(Encoding::Windows1252)),
        Some(known) if ![encoding_rs::UTF_8, encoding_rs::UTF_16LE, encoding_rs::UTF_16BE].contains(&known) => {
            let what = format!("the page declares the encoding {label}, which is not read");
            Err(Error::new(ErrorKind::Encoding, what).remedy("save it as UTF-8"))
        }
        _ => Ok(None),
    }
}
