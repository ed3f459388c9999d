//! Bytes inside a file → text, by the charset that stands beside them.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// The bytes of a page in which it may declare its charset.
const HEAD: usize = 2048;

/// Decodes bytes. A byte order mark decides first, then the charset that is named; without one, UTF-8 if valid, else Windows-1252.
/// What cannot be decoded is replaced.
pub(super) fn decode(bytes: &[u8], label: Option<&str>) -> String {
    let named = label.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    let encoding = named.unwrap_or_else(|| if std::str::from_utf8(bytes).is_ok() { UTF_8 } else { WINDOWS_1252 });
    encoding.decode(bytes).0.replace('\0', "\u{FFFD}")
}

/// Decodes a page. If no charset stands beside it, its own first bytes may name one.
pub(super) fn decode_page(bytes: &[u8], label: Option<&str>) -> String {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]).to_lowercase();
    let own = || named_after(&head, "charset=");
    decode(bytes, label.or_else(|| own().filter(|_| std::str::from_utf8(bytes).is_err())))
}

/// Decodes XML by its declaration.
pub(super) fn decode_xml(bytes: &[u8]) -> String {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]).to_lowercase();
    let declaration = head.split_once("?>").map_or("", |(declaration, _)| declaration);
    let own = named_after(declaration, "encoding=").filter(|_| std::str::from_utf8(bytes).is_err());
    decode(bytes, own)
}

/// The name that stands behind a mark, between quotation marks or not.
fn named_after<'t>(text: &'t str, mark: &str) -> Option<&'t str> {
    let (_, value) = text.split_once(mark)?;
    let value = value.trim_start_matches(['"', '\'']);
    let end = value.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':'))).unwrap_or(value.len());
    Some(&value[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_charset_that_is_named_decides() {
        assert_eq!(decode(b"\xF6re", Some("iso-8859-1")), "öre");
        assert_eq!(decode(b"\xB1", Some("ISO-8859-2")), "ą");
        assert_eq!(decode("öre".as_bytes(), None), "öre");
        assert_eq!(decode(b"\x93No\x94", Some("no such charset")), "“No”");
        assert_eq!(decode_page(b"<meta charset='koi8-r'>\xC1", None), "<meta charset='koi8-r'>а");
        assert_eq!(decode_xml(b"<?xml version='1.0' encoding=\"ISO-8859-2\"?><a>\xB1</a>"), {
            "<?xml version='1.0' encoding=\"ISO-8859-2\"?><a>ą</a>"
        });
        assert_eq!(decode(b"\xFF\xFEa\0", None), "a");
    }
}
