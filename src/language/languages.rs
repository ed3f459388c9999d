//! The languages, and what differs between them.

use std::fmt;
use std::str::FromStr;

use rust_stemmers::{Algorithm, Stemmer};
use serde::{Deserialize, Serialize};

/// A language with a stemmer.
///
/// ```
/// use oped::language::Language;
/// let language: Language = "french".parse()?;
/// assert_eq!(language.to_string(), "french");
/// assert!("klingon".parse::<Language>().unwrap_err().to_string().ends_with("tamil, turkish"));
/// # Ok::<(), oped::language::UnknownLanguage>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Language {
    Arabic,
    Danish,
    Dutch,
    English,
    Finnish,
    French,
    German,
    Greek,
    Hungarian,
    Italian,
    Norwegian,
    Portuguese,
    Romanian,
    Russian,
    Spanish,
    Swedish,
    Tamil,
    Turkish,
}

/// Each language with its name and its stemmer, in the order of the names.
const LANGUAGES: [(Language, &str, Algorithm); 18] = [
    (Language::Arabic, "arabic", Algorithm::Arabic),
    (Language::Danish, "danish", Algorithm::Danish),
    (Language::Dutch, "dutch", Algorithm::Dutch),
    (Language::English, "english", Algorithm::English),
    (Language::Finnish, "finnish", Algorithm::Finnish),
    (Language::French, "french", Algorithm::French),
    (Language::German, "german", Algorithm::German),
    (Language::Greek, "greek", Algorithm::Greek),
    (Language::Hungarian, "hungarian", Algorithm::Hungarian),
    (Language::Italian, "italian", Algorithm::Italian),
    (Language::Norwegian, "norwegian", Algorithm::Norwegian),
    (Language::Portuguese, "portuguese", Algorithm::Portuguese),
    (Language::Romanian, "romanian", Algorithm::Romanian),
    (Language::Russian, "russian", Algorithm::Russian),
    (Language::Spanish, "spanish", Algorithm::Spanish),
    (Language::Swedish, "swedish", Algorithm::Swedish),
    (Language::Tamil, "tamil", Algorithm::Tamil),
    (Language::Turkish, "turkish", Algorithm::Turkish),
];

impl Language {
    /// All languages, by name.
    pub fn all() -> impl ExactSizeIterator<Item = Language> {
        LANGUAGES.iter().map(|entry| entry.0)
    }

    /// The name used in every file and format.
    pub fn as_str(self) -> &'static str {
        LANGUAGES[self as usize].1
    }

    /// Whether a capital inside a sentence marks a name. German capitalises all nouns.
    pub fn capitalises_names_only(self) -> bool {
        self != Language::German
    }

    /// Whether there are word lists ([`english`](super::english)): patterns, contractions and families need them.
    pub fn has_word_lists(self) -> bool {
        self == Language::English
    }

    /// Whether it is written in Latin script.
    pub fn is_latin(self) -> bool {
        !matches!(self, Language::Arabic | Language::Greek | Language::Russian | Language::Tamil)
    }

    /// Whether a tag of BCP 47, such as `en-GB`, names it.
    ///
    /// ```
    /// use oped::language::Language;
    /// assert!(Language::English.is_tagged("EN-gb"));
    /// assert!(!Language::English.is_tagged("enm"));
    /// ```
    pub fn is_tagged(self, tag: &str) -> bool {
        let first = tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
        self.subtags().contains(&first.as_str())
    }

    /// The first parts of its tags: by ISO 639-1, and by ISO 639-2 as some programs write.
    fn subtags(self) -> &'static [&'static str] {
        match self {
            Language::Arabic => &["ar", "ara"],
            Language::Danish => &["da", "dan"],
            Language::Dutch => &["nl", "nld", "dut"],
            Language::English => &["en", "eng"],
            Language::Finnish => &["fi", "fin"],
            Language::French => &["fr", "fra", "fre"],
            Language::German => &["de", "deu", "ger"],
            Language::Greek => &["el", "ell", "gre"],
            Language::Hungarian => &["hu", "hun"],
            Language::Italian => &["it", "ita"],
            Language::Norwegian => &["no", "nb", "nn", "nor", "nob", "nno"],
            Language::Portuguese => &["pt", "por"],
            Language::Romanian => &["ro", "ron", "rum"],
            Language::Russian => &["ru", "rus"],
            Language::Spanish => &["es", "spa"],
            Language::Swedish => &["sv", "swe"],
            Language::Tamil => &["ta", "tam"],
            Language::Turkish => &["tr", "tur"],
        }
    }

    pub(crate) fn stemmer(self) -> Stemmer {
        Stemmer::create(LANGUAGES[self as usize].2)
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The name of a language without a stemmer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownLanguage(String);

impl fmt::Display for UnknownLanguage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known = LANGUAGES.map(|(_, name, _)| name).join(", ");
        write!(f, "there is no stemmer for the language \"{}\"; choose one of {known}", self.0)
    }
}

impl std::error::Error for UnknownLanguage {}

impl FromStr for Language {
    type Err = UnknownLanguage;

    fn from_str(name: &str) -> Result<Self, UnknownLanguage> {
        Language::all().find(|language| language.as_str() == name).ok_or_else(|| UnknownLanguage(name.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_is_read_as_it_is_written() {
        for language in Language::all() {
            let json = serde_json::to_string(&language).unwrap();
            assert_eq!(json, format!("\"{language}\""));
            assert_eq!(serde_json::from_str::<Language>(&json).unwrap(), language);
            assert_eq!(language.as_str().parse(), Ok(language));
        }
        assert!(LANGUAGES.is_sorted_by_key(|entry| entry.1));
    }
}
