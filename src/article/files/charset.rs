//! Bytes inside a file → text, by the charset that stands beside them.

use crate::article::html;
use crate::text::{Encoding, Remarks, decode};

/// The bytes of XML in which its declaration may stand.
const HEAD: usize = 2048;

/// Decodes bytes: by their byte order mark, else by the charset that is named beside them, else by the one that the user `given`, else
/// as a file of its own would be. What cannot be decoded is replaced: a mail is not refused for the charset of one part.
pub(super) fn decode(bytes: &[u8], label: Option<&str>, given: Option<Encoding>) -> String {
    by(bytes, of_label(label).or(given)).0
}

/// Decodes a page. If no charset stands beside it, it may name one itself.
pub(super) fn decode_page(bytes: &[u8], label: Option<&str>, given: Option<Encoding>) -> String {
    by(bytes, of_label(label).or(given).or_else(|| html::declared_encoding(bytes))).0
}

fn of_label(label: Option<&str>) -> Option<Encoding> {
    label.and_then(|label| Encoding::of_label(label.trim()))
}

/// Decodes XML as the user says, else by its declaration.
pub(super) fn decode_xml(bytes: &[u8], given: Option<Encoding>) -> (String, Remarks) {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]).to_lowercase();
    let declaration = head.split_once("?>").map_or("", |(declaration, _)| declaration);
    let named = declaration.split_once("encoding=").map(|(_, value)| value.trim_start_matches(['"', '\'']));
    let own = named.and_then(|value| value.split(['"', '\'', ' ']).next());
    by(bytes, given.or_else(|| of_label(own.filter(|_| std::str::from_utf8(bytes).is_err()))))
}

fn by(bytes: &[u8], named: Option<Encoding>) -> (String, Remarks) {
    let marked = decode::byte_order_mark(bytes).0;
    let named = marked.or(named).and_then(|encoding| decode::decode(bytes, Some(encoding)).ok());
    match named.or_else(|| decode::decode(bytes, None).ok()) {
        Some(mut decoded) => {
            decoded.repair();
            let remarks = decoded.remarks();
            (decoded.text, remarks)
        }
        None => (String::from_utf8_lossy(bytes).replace('\0', "\u{FFFD}"), Remarks::default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_charset_that_is_named_decides() {
        assert_eq!(decode(b"\xF6re", Some("iso-8859-1"), None), "öre");
        assert_eq!(decode(b"\xB1", Some("ISO-8859-2"), None), "ą");
        assert_eq!(decode("öre".as_bytes(), None, None), "öre");
        assert_eq!(decode(b"\x93No,\x94 she said.", Some("no such charset"), None), "“No,” she said.");
        assert_eq!(decode_page(b"<meta charset='koi8-r'>\xC1", None, None), "<meta charset='koi8-r'>а");
        assert_eq!(decode_xml(b"<?xml version='1.0' encoding=\"ISO-8859-2\"?><a>\xB1</a>", None).0, {
            "<?xml version='1.0' encoding=\"ISO-8859-2\"?><a>ą</a>"
        });
        assert_eq!(decode(b"\xFF\xFEa\0", None, None), "a");
    }
}
