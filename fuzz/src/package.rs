//! Parts of a document → a zip that holds them as they are.

/// The parts of a Word document, in the order of their pieces.
pub const WORD: [&str; 3] = ["word/document.xml", "word/styles.xml", "docProps/core.xml"];
/// Those of an OpenDocument text.
pub const OPEN_DOCUMENT: [&str; 3] = ["content.xml", "styles.xml", "meta.xml"];

/// Those of an Excel workbook.
pub const WORKBOOK: [&str; 4] =
    ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"];
/// Those of an OpenDocument spreadsheet.
pub const SPREADSHEET: [&str; 2] = ["mimetype", "content.xml"];

/// The byte between two pieces. XML cannot hold it.
const BETWEEN: u8 = 0;

/// Packs pieces as the parts of these names; parts without a piece are left out.
pub fn of_parts(names: &[&str], bytes: &[u8]) -> Vec<u8> {
    let (mut zip, mut directory) = (Vec::new(), Vec::new());
    let mut count = 0_u16;
    for (name, piece) in names.iter().zip(bytes.split(|&byte| byte == BETWEEN)) {
        let start = zip.len() as u32;
        let entry = entry(name, piece);
        zip.extend_from_slice(b"PK\x03\x04");
        zip.extend_from_slice(&entry);
        zip.extend_from_slice(name.as_bytes());
        zip.extend_from_slice(piece);
        directory.extend_from_slice(b"PK\x01\x02\x14\0");
        directory.extend_from_slice(&entry);
        // The length of a comment, the disk, and attributes.
        directory.extend_from_slice(&[0; 10]);
        directory.extend_from_slice(&start.to_le_bytes());
        directory.extend_from_slice(name.as_bytes());
        count += 1;
    }
    let start = zip.len() as u32;
    zip.extend_from_slice(&directory);
    zip.extend_from_slice(b"PK\x05\x06\0\0\0\0");
    zip.extend_from_slice(&count.to_le_bytes());
    zip.extend_from_slice(&count.to_le_bytes());
    zip.extend_from_slice(&(directory.len() as u32).to_le_bytes());
    zip.extend_from_slice(&start.to_le_bytes());
    zip.extend_from_slice(&[0; 2]);
    zip
}

/// What the header of a file and the directory both have, from the version to the length of extra fields.
fn entry(name: &str, piece: &[u8]) -> Vec<u8> {
    // The version; no flags, stored; no time.
    let mut out = vec![20, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    out.extend_from_slice(&crc32fast::hash(piece).to_le_bytes());
    out.extend_from_slice(&(piece.len() as u32).to_le_bytes());
    out.extend_from_slice(&(piece.len() as u32).to_le_bytes());
    out.extend_from_slice(&(name.len() as u16).to_le_bytes());
    out.extend_from_slice(&[0; 2]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use oped::article::{Article, Format};

    fn paragraphs(zip: &[u8], format: Format) -> Vec<String> {
        let article = Article::read(zip, format, None).expect("a document");
        article.paragraphs().map(|block| block.text.as_str().to_owned()).collect()
    }

    #[test]
    fn what_is_packed_is_read() {
        let text = "The council sold the old ferry.";
        let word = format!("<w:document><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:document>\0<w:styles/>");
        assert_eq!(paragraphs(&of_parts(&WORD, word.as_bytes()), Format::Docx), [text]);
        let open = format!("<office:text><text:p>{text}</text:p></office:text>");
        assert_eq!(paragraphs(&of_parts(&OPEN_DOCUMENT, open.as_bytes()), Format::Odt), [text]);
    }

    #[test]
    fn the_seeds_of_sheets_are_sheets() {
        for (seed, parts) in [
            (&include_bytes!("../seeds/sheets/xlsx")[..], &WORKBOOK[..]),
            (include_bytes!("../seeds/sheets/ods"), &SPREADSHEET),
        ] {
            let book = of_parts(parts, &seed[1..]);
            let table = oped::tables::table::read_table(
                "t",
                &book,
                &oped::tables::table::TableParams { labels_required: false, ..Default::default() },
            );
            assert_eq!(table.expect("a table").rows[0].text, "The council sold the ferry.");
        }
    }
}
