//! The zip in which documents are kept.

use std::io::Read;

use flate2::bufread::DeflateDecoder;
use rawzip::{CompressionMethod, ZipArchive, ZipSliceArchive};

use super::charset;
use crate::error::{Error, ErrorKind, Result};

/// The most bytes that a file in a package unpacks to. The text of a long novel has a tenth of it.
const MOST: u64 = 64 << 20;
/// The most files in a package that are looked at.
const MOST_FILES: usize = 20_000;

/// A document's package.
pub(super) struct Package<'b> {
    archive: ZipSliceArchive<&'b [u8]>,
}

impl<'b> Package<'b> {
    pub(super) fn open(bytes: &'b [u8]) -> Result<Package<'b>> {
        let archive = ZipArchive::from_slice(bytes).map_err(|error| damaged(&error))?;
        Ok(Package { archive })
    }

    /// Reads XML in the package; `None` if there is no file of that name.
    ///
    /// # Errors
    /// [`ErrorKind::Encoding`] if it is damaged, encrypted, or unpacks to more than any document does.
    pub(super) fn xml(&self, name: &str) -> Result<Option<String>> {
        let mut entries = self.archive.entries();
        for _ in 0..MOST_FILES {
            let Some(entry) = entries.next_entry().map_err(|error| damaged(&error))? else { return Ok(None) };
            if entry.file_path().as_ref() == name.as_bytes() {
                let method = entry.compression_method();
                let found = self.archive.get_entry(entry.wayfinder()).map_err(|error| damaged(&error))?;
                return unpacked(method, found.data()).map(|bytes| Some(charset::decode_xml(&bytes, None).0));
            }
        }
        Ok(None)
    }
}

fn unpacked(method: CompressionMethod, data: &[u8]) -> Result<Vec<u8>> {
    let mut stream: Box<dyn Read> = match method {
        CompressionMethod::STORE => Box::new(data),
        CompressionMethod::DEFLATE => Box::new(DeflateDecoder::new(data)),
        _ => return Err(damaged(&"it is compressed in an unusual way")),
    };
    let mut bytes = Vec::new();
    (&mut stream).take(MOST + 1).read_to_end(&mut bytes).map_err(|error| damaged(&error))?;
    if bytes.len() as u64 > MOST {
        let what = format!("this document unpacks to more than the {MOST} bytes that are read");
        return Err(Error::new(ErrorKind::Encoding, what).remedy("save it in parts"));
    }
    Ok(bytes)
}

fn damaged(error: &dyn std::fmt::Display) -> Error {
    Error::new(ErrorKind::Encoding, format!("this document is damaged: {error}")).remedy("open it and save it again")
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    /// A package of one file.
    fn packed(name: &str, content: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        let mut package = rawzip::ZipArchiveWriter::new(&mut out);
        let (mut entry, config) =
            package.new_file(name).compression_method(CompressionMethod::DEFLATE).start().unwrap();
        let encoder = flate2::write::DeflateEncoder::new(&mut entry, flate2::Compression::fast());
        let mut writer = config.wrap(encoder);
        writer.write_all(content).unwrap();
        let (encoder, descriptor) = writer.finish().unwrap();
        encoder.finish().unwrap();
        entry.finish(descriptor).unwrap();
        package.finish().unwrap();
        out
    }

    #[test]
    fn a_bomb_is_refused_before_it_is_in_memory() {
        let zip = packed("a.xml", &vec![b' '; MOST as usize + 1]);
        assert!(zip.len() < 1 << 20);
        let error = Package::open(&zip).unwrap().xml("a.xml").unwrap_err();
        assert!(error.to_string().contains("unpacks to more than"), "{error}");
    }

    #[test]
    fn a_file_is_found_by_its_name_and_a_cut_one_is_damaged() {
        let mut zip = packed("a.xml", b"<a>The ferry.</a>");
        let package = Package::open(&zip).unwrap();
        assert_eq!(package.xml("a.xml").unwrap().as_deref(), Some("<a>The ferry.</a>"));
        assert_eq!(package.xml("b.xml").unwrap(), None);
        zip.truncate(zip.len() - 30);
        assert!(Package::open(&zip).is_err());
    }
}
