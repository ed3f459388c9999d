//! Pages saved by Safari (`.webarchive`) → pages.
//!
//! A binary property list: objects, and a table of their places. The page is at `WebMainResource`, in a dictionary with
//! `WebResourceData` and the name of its charset. Only these are looked up, so nothing is walked that could be endless.

use super::charset;
use crate::article::html;
use crate::article::page::Unpacked;
use crate::error::{Error, ErrorKind, Result};

/// The bytes of the trailer, which tells where the table is.
const TRAILER: usize = 32;

/// The most keys of a dictionary that are looked at, and the bytes of the longest text that is read. An archive has a few keys,
/// and texts no longer than an address.
const MOST_KEYS: usize = 64;
const LONGEST_TEXT: usize = 64 << 10;

/// Reads a saved page.
pub(in crate::article) fn read(bytes: &[u8]) -> Result<Vec<Unpacked>> {
    let found = PropertyList::of(bytes).and_then(|list| {
        let main = list.value(list.top, "WebMainResource")?;
        let text = |name: &str| list.value(main, name).and_then(|at| list.text(at));
        let data = list.value(main, "WebResourceData").and_then(|at| list.content(at))?;
        Some((data, text("WebResourceTextEncodingName"), text("WebResourceURL")))
    });
    let Some((data, label, address)) = found else {
        let error = Error::new(ErrorKind::Encoding, "there is no page in this web archive");
        return Err(error.remedy("save the page again, as HTML"));
    };
    let mut page = html::read(&charset::decode_page(data, label.as_deref(), None));
    address.iter().for_each(|address| page.marks.address(address));
    Ok(vec![Unpacked::only(page)])
}

struct PropertyList<'b> {
    bytes: &'b [u8],
    /// Bytes of an offset in the table, and of a reference to an object.
    offset_size: usize,
    reference_size: usize,
    /// The offset table.
    table: &'b [u8],
    top: usize,
}

impl<'b> PropertyList<'b> {
    fn of(bytes: &'b [u8]) -> Option<PropertyList<'b>> {
        let trailer = bytes.len().checked_sub(TRAILER).and_then(|at| bytes.get(at..))?;
        let (offset_size, reference_size) = (usize::from(trailer[6]), usize::from(trailer[7]));
        let [top, table] = [16, 24].map(|at| number(&trailer[at..at + 8]));
        let table = bytes.get(table?..bytes.len() - TRAILER)?;
        Some(PropertyList { bytes, offset_size, reference_size, table, top: top? })
    }

    /// The bytes of an object, from its mark on.
    fn object(&self, reference: usize) -> Option<&'b [u8]> {
        let at = reference.checked_mul(self.offset_size)?;
        let offset = number(self.table.get(at..)?.get(..self.offset_size)?)?;
        self.bytes.get(offset..)
    }

    /// The kind of an object, its length, and the bytes behind.
    fn head(&self, reference: usize) -> Option<(u8, usize, &'b [u8])> {
        let (&mark, rest) = self.object(reference)?.split_first()?;
        if mark & 0xF < 0xF {
            return Some((mark >> 4, usize::from(mark & 0xF), rest));
        }
        // A longer length is an object of its own.
        let (&size, rest) = rest.split_first()?;
        let size = 1_usize.checked_shl(u32::from(size & 0xF)).filter(|&size| size <= 8)?;
        Some((mark >> 4, number(rest.get(..size)?)?, rest.get(size..)?))
    }

    /// The object that a dictionary has for a key.
    fn value(&self, dictionary: usize, key: &str) -> Option<usize> {
        let (0xD, count, rest) = self.head(dictionary)? else { return None };
        let reference = |at: usize| {
            let start = at.checked_mul(self.reference_size)?;
            number(rest.get(start..)?.get(..self.reference_size)?)
        };
        let at = (0..count.min(MOST_KEYS))
            .find(|&at| reference(at).and_then(|key| self.text(key)).as_deref() == Some(key))?;
        reference(at.checked_add(count)?)
    }

    /// A string.
    fn text(&self, reference: usize) -> Option<String> {
        match self.head(reference)? {
            (_, LONGEST_TEXT.., _) => None,
            (0x5, length, rest) => Some(String::from_utf8_lossy(rest.get(..length)?).into_owned()),
            (0x6, length, rest) => {
                let units = rest.get(..length.checked_mul(2)?)?;
                Some(encoding_rs::UTF_16BE.decode_without_bom_handling(units).0.into_owned())
            }
            _ => None,
        }
    }

    /// Bytes.
    fn content(&self, reference: usize) -> Option<&'b [u8]> {
        match self.head(reference)? {
            (0x4, length, rest) => rest.get(..length),
            _ => None,
        }
    }
}

/// A number in big-endian bytes.
fn number(bytes: &[u8]) -> Option<usize> {
    let value = bytes.iter().try_fold(0_u64, |value, &byte| value.checked_mul(256)?.checked_add(u64::from(byte)))?;
    usize::try_from(value).ok()
}
