//! The encodings of text.

use std::fmt;
use std::str::FromStr;

use crate::error::{Error, ErrorKind};

/// How bytes become text: any encoding of the web's standard, which names several hundred labels.
///
/// ```
/// use oped::text::Encoding;
/// let encoding: Encoding = "latin1".parse()?;
/// assert_eq!((encoding, encoding.name()), (Encoding::WINDOWS_1252, "windows-1252"));
/// assert!("klingon".parse::<Encoding>().is_err());
/// # Ok::<(), oped::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Encoding(&'static encoding_rs::Encoding);

impl Encoding {
    /// UTF-8; a byte order mark in front is skipped.
    pub const UTF_8: Encoding = Encoding(encoding_rs::UTF_8);
    /// One byte per character; quotation marks at 0x91 to 0x94. On the web, Latin-1 means this.
    pub const WINDOWS_1252: Encoding = Encoding(encoding_rs::WINDOWS_1252);
    /// UTF-16, little endian.
    pub const UTF_16LE: Encoding = Encoding(encoding_rs::UTF_16LE);
    /// UTF-16, big endian.
    pub const UTF_16BE: Encoding = Encoding(encoding_rs::UTF_16BE);
    /// The encoding of the Mac before Unicode, in which spreadsheets still write CSV there.
    pub const MACINTOSH: Encoding = Encoding(encoding_rs::MACINTOSH);

    /// Returns the encoding of a label such as `latin1`, in upper or lower case; `None` if there is none of that name, or if it
    /// says nothing of how bytes become text.
    pub fn of_label(label: &str) -> Option<Encoding> {
        let label = label.trim();
        // Two names that spreadsheets and people use beside the standard's labels.
        let label = match label.to_ascii_lowercase().as_str() {
            "macroman" | "mac-roman" | "x-mac-roman" => "macintosh",
            "cp932" => "shift_jis",
            _ => label,
        };
        let found = encoding_rs::Encoding::for_label_no_replacement(label.as_bytes())?;
        (found != encoding_rs::X_USER_DEFINED).then_some(Encoding(found))
    }

    /// The standard's name.
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// Returns true for UTF-16 of either order.
    pub fn is_utf16(self) -> bool {
        self == Encoding::UTF_16LE || self == Encoding::UTF_16BE
    }

    /// Returns true for ISO-2022-JP, in which a byte means something else after an escape.
    pub(crate) fn has_states(self) -> bool {
        self.0 == encoding_rs::ISO_2022_JP
    }

    pub(crate) fn of(found: &'static encoding_rs::Encoding) -> Encoding {
        Encoding(found)
    }

    pub(crate) fn reader(self) -> &'static encoding_rs::Encoding {
        self.0
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Encoding {
    type Err = Error;

    fn from_str(label: &str) -> Result<Encoding, Error> {
        Encoding::of_label(label).ok_or_else(|| {
            Error::new(ErrorKind::Usage, format!("there is no encoding \"{label}\""))
                .remedy("use a name of the web's standard, such as utf-8, windows-1252, macintosh or shift_jis")
        })
    }
}
