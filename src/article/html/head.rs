//! What the first bytes of a page say.

use super::elements::is_block;
use crate::text::{Encoding, guess::guess};

/// The name that a page of ours gives in `<meta name="generator">`.
#[cfg(feature = "report")]
pub(crate) const GENERATOR: &str = "oped";
/// Bytes that hold the start of such a page.
#[cfg(feature = "cli")]
const OWN_HEAD: usize = 512;

/// Bytes in which a page declares its encoding. Browsers read 1,024, but some pages have more before it.
const DECLARING: usize = 16 << 10;
/// The byte with which ISO-2022-JP, whose bytes are ASCII, changes its state.
const ESCAPE: u8 = 0x1B;

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

/// Returns the encoding that a page declares in an XML declaration or in the `<meta>` tags of its first bytes, unless its bytes
/// are UTF-8. A page that can declare anything in ASCII is not UTF-16, whatever it says.
pub(in super::super) fn declared_encoding(bytes: &[u8]) -> Option<Encoding> {
    let has_states = memchr::memchr(ESCAPE, bytes).is_some();
    if !has_states && is_utf8(bytes) {
        return None;
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(DECLARING)]).to_ascii_lowercase();
    let declaration = head.trim_start().strip_prefix("<?xml").and_then(|rest| rest.split_once("?>"));
    let of_xml = declaration.and_then(|(declaration, _)| value_of(declaration, "encoding"));
    let tags = head.split("<meta").skip(1).filter_map(|rest| rest.split_once('>'));
    let mut of_meta = tags.filter_map(|(tag, _)| value_of(tag, "charset"));
    let encoding = of_meta.next().or(of_xml)?;
    // Damaged UTF-8 may be something else, or only damaged.
    let encoding = Encoding::of_label(encoding).filter(|&named| named != Encoding::UTF_8 && !named.is_utf16())?;
    (encoding.has_states() || !is_utf8(bytes)).then_some(encoding)
}

/// Many pages that are UTF-8, but for a stray byte, declare something else.
fn is_utf8(bytes: &[u8]) -> bool {
    guess(bytes).is_some_and(|guess| guess.encoding == Encoding::UTF_8)
}

/// Returns the label behind `name=`.
fn value_of<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let (_, rest) = tag.split_once(name)?;
    let value = rest.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']).trim_start();
    value.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.'))).next()
}
