//! How an article was read, where a person should be told.

use super::figures::count;
use crate::article::Article;
use crate::language::{Language, foreign::are_of_other_script};
use crate::text::{Damage, Found};

/// "3 damaged characters, the first on line 7, read as �"
pub(crate) fn of_damage(found: &Found) -> String {
    let first = match found.count {
        1 => format!("on line {}", found.line),
        _ => format!("the first on line {}", found.line),
    };
    let places = |what| count(found.count, what);
    match found.damage {
        Damage::Undecodable => format!("{}, {first}, read as \u{FFFD}", places("damaged character")),
        Damage::Nul => format!("{}, {first}, left out", places("NUL byte")),
        Damage::Misread => format!(
            "{} of UTF-8 that an earlier program took for Windows-1252 (such as â€œ), {first}, read as meant",
            places("character"),
        ),
        Damage::References => {
            format!("{} (such as &quot;), {first}, read as the characters meant", places("character reference"))
        }
        Damage::Doubtful => {
            format!("{} that may be damage (such as &quot; or Ã©), {first}, left as it is", places("place"))
        }
    }
}

/// What is attached to a mail, and was not read.
pub(crate) fn attached(article: &Article) -> Option<String> {
    let names = article.attachments.join(", ");
    (!names.is_empty()).then(|| format!("what is attached is not read ({names})"))
}

/// How an article shows that it is in another language than the model's: "says that it is in pt-BR". What it declares counts, and
/// else its script.
pub(crate) fn other_language(article: &Article, read: Language) -> Option<String> {
    article.paragraphs().next()?;
    let declared = article.metadata.language.as_deref();
    match declared {
        Some(tag) => (!read.is_tagged(tag)).then(|| format!("says that it is in {tag}")),
        None => {
            let is_other =
                read.is_latin() && are_of_other_script(article.paragraphs().map(|block| block.text.as_str()));
            is_other.then(|| "is written in other letters".to_owned())
        }
    }
}

/// "oped reads English"
pub(crate) fn reads(language: Language) -> String {
    let reader = if language == Language::English { "oped" } else { "this model" };
    let mut letters = language.as_str().chars();
    let name: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    format!("{reader} reads {name}")
}
