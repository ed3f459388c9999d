//! Rows that are odd by themselves, whatever their label: without words, in another language, boilerplate.
//!
//! - **No words**: no letter and no digit. These are not trained on.
//! - **Another language**, asked only where the training is in English: of the words that start in lower case, of which there
//!   are [`LEAST_WORDS`] or more, less than [`FUNCTION_WORDS`] are English function words (in English it is about half), and
//!   something speaks for another language: [`FOREIGN_WORDS`] or more are of the commonest words of eight languages near
//!   to it, or [`FOREIGN_LETTERS`] of the letters are not of the English alphabet. Without the second half, lists and headlines
//!   would be mistaken: 7 of 8 rows so found among 113,586 of English news sites were English. Or, in any language of Latin
//!   script: most of the letters are of another script, and there are [`LEAST_LETTERS`] or more.
//! - **Boilerplate**: what a page says about itself, a byline, or a caption by its words ([`crate::article::told_by_words`]); or
//!   the same text in [`LEAST_ARTICLES`] articles or more, told at its first row.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::Judged;
use crate::article::{BlockKind, told_by_words};
use crate::corpus::{RowRef, Table};
use crate::features::function_words::is_function_word;

/// Fewer lower-case words do not tell a language.
pub const LEAST_WORDS: usize = 10;
/// Below this share of function words a text is not English.
pub const FUNCTION_WORDS: f64 = 0.1;
/// From this share of common words of other languages on a text may be of one.
pub const FOREIGN_WORDS: f64 = 0.15;
/// From this share of letters outside the English alphabet on a text may be of another language.
pub const FOREIGN_LETTERS: f64 = 0.03;
/// Fewer letters do not tell a script.
pub const LEAST_LETTERS: usize = 20;
/// A text in so many articles is boilerplate.
pub const LEAST_ARTICLES: usize = 3;

/// A row that is odd by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OddRow {
    /// Where it stands.
    pub place: RowRef,
    /// What is odd.
    pub oddity: Oddity,
}

/// What is odd about a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Oddity {
    /// There is no letter and no digit.
    NoWords,
    /// There are hardly any English function words.
    NotEnglish,
    /// Most letters are of another script.
    OtherScript,
    /// By its words: a page's furniture, a byline, a caption.
    Furniture(BlockKind),
    /// The same text stands in so many articles.
    Repeated {
        /// Their number.
        articles: usize,
    },
}

/// All of them, by place; of each row what is told first.
pub(super) fn find(judged: &Judged<'_>, language: &str) -> Vec<OddRow> {
    let lint = &judged.validation.lint;
    let odd = |place: &RowRef, oddity: Oddity| (*place, oddity);
    let mut found: BTreeMap<RowRef, Oddity> = repeated(judged).into_iter().collect();
    let rows: Vec<usize> = (0..judged.len()).collect();
    let by_text: Vec<(RowRef, Oddity)> = rows
        .par_iter()
        .filter_map(|&row| oddity(judged.text(row), language).map(|oddity| odd(&judged.place(row), oddity)))
        .collect();
    found.extend(by_text);
    found.extend(lint.empty.iter().map(|place| odd(place, Oddity::NoWords)));
    found.into_iter().map(|(place, oddity)| OddRow { place, oddity }).collect()
}

fn oddity(text: &str, language: &str) -> Option<Oddity> {
    if is_latin(language) && is_of_other_script(text) {
        Some(Oddity::OtherScript)
    } else if language == "english" && is_not_english(text) {
        Some(Oddity::NotEnglish)
    } else {
        told_by_words(text).map(Oddity::Furniture)
    }
}

/// First rows of texts that stand in many articles.
fn repeated(judged: &Judged<'_>) -> Vec<(RowRef, Oddity)> {
    let lint = &judged.validation.lint;
    let mut articles: BTreeMap<RowRef, BTreeSet<(&str, &str)>> = BTreeMap::new();
    for repeat in lint.duplicates.iter().chain(&lint.conflicts) {
        let of = articles.entry(repeat.first).or_default();
        of.extend([repeat.row, repeat.first].iter().filter_map(|&at| article(judged.tables, at)));
    }
    let many = articles.into_iter().filter(|(_, articles)| articles.len() >= LEAST_ARTICLES);
    many.map(|(first, articles)| (first, Oddity::Repeated { articles: articles.len() })).collect()
}

/// A row's source and article; none where it names no article.
fn article(tables: &[Table], at: RowRef) -> Option<(&str, &str)> {
    let (table, row) = (&tables[at.table], &tables[at.table].rows[at.row]);
    Some((table.source_of(row), row.article.as_deref()?))
}

fn is_latin(language: &str) -> bool {
    !matches!(language, "arabic" | "greek" | "russian" | "tamil")
}

fn is_of_other_script(text: &str) -> bool {
    let letters = || text.chars().filter(|c| c.is_alphabetic());
    let latin = letters().filter(|&c| is_latin_letter(c)).count();
    let all = letters().count();
    all >= LEAST_LETTERS && 2 * latin < all
}

/// The letters of the Latin blocks of Unicode, full-width ones included.
fn is_latin_letter(c: char) -> bool {
    c.is_ascii_alphabetic()
        || matches!(c, '\u{aa}' | '\u{ba}' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' | '\u{2c60}'..='\u{2c7f}'
            | '\u{a720}'..='\u{a7ff}' | '\u{fb00}'..='\u{fb06}' | '\u{ff21}'..='\u{ff5a}')
}

fn is_not_english(text: &str) -> bool {
    let is_word = |word: &&str| word.chars().next().is_some_and(char::is_lowercase);
    let words: Vec<&str> = text.split(|c: char| !c.is_alphabetic()).filter(is_word).collect();
    let share =
        |of: &dyn Fn(&str) -> bool| words.iter().filter(|word| of(word)).count() as f64 / words.len().max(1) as f64;
    let is_foreign = |word: &str| COMMON_ELSEWHERE.binary_search(&word).is_ok();
    words.len() >= LEAST_WORDS
        && share(&is_function_word) < FUNCTION_WORDS
        && (share(&is_foreign) >= FOREIGN_WORDS || is_spelt_with_other_letters(text))
}

fn is_spelt_with_other_letters(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic());
    let (other, all) = letters.fold((0usize, 0usize), |(other, all), c| (other + usize::from(!c.is_ascii()), all + 1));
    other as f64 >= FOREIGN_LETTERS * all as f64
}

/// Sorted, for the search: of French, Spanish, Portuguese, Italian, German, Dutch, Swedish and Norwegian, none that is a
/// common word of English.
const COMMON_ELSEWHERE: [&str; 105] = [
    "aan", "als", "anche", "att", "au", "auch", "auf", "aus", "av", "avec", "che", "como", "dans", "das", "dass",
    "dat", "de", "dei", "del", "della", "dem", "den", "der", "des", "det", "deux", "di", "du", "e", "een", "ein",
    "eine", "el", "em", "en", "er", "es", "est", "et", "ett", "foi", "för", "gli", "han", "har", "het", "hun", "ich",
    "ikke", "il", "inte", "ist", "je", "la", "las", "le", "les", "lo", "los", "mais", "mas", "mit", "muito", "naar",
    "nella", "nicht", "niet", "não", "och", "og", "ook", "os", "para", "pas", "pero", "più", "por", "pour", "på",
    "que", "qui", "se", "sich", "sie", "sind", "sollen", "som", "sono", "su", "sur", "til", "um", "uma", "una", "und",
    "une", "van", "voor", "wird", "y", "zijn", "zu", "är", "è", "über",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_other_languages_are_in_order_and_not_english() {
        assert!(COMMON_ELSEWHERE.is_sorted());
        assert_eq!(COMMON_ELSEWHERE.iter().find(|word| is_function_word(word)), None);
    }

    #[test]
    fn languages_are_told_apart_and_lists_of_names_are_english() {
        let odd = |text: &str| oddity(text, "english");
        let french =
            "Le conseil municipal a voté hier soir la fermeture des deux piscines de la ville pendant tout l'hiver.";
        let german = "Der Rat hat gestern beschlossen, dass beide Bäder der Stadt über den ganzen Winter geschlossen bleiben sollen.";
        let russian = "Совет города решил закрыть оба бассейна на всю зиму.";
        assert_eq!(odd(french), Some(Oddity::NotEnglish));
        assert_eq!(odd(german), Some(Oddity::NotEnglish));
        assert_eq!(odd(russian), Some(Oddity::OtherScript));
        assert_eq!(oddity(russian, "russian"), None);
        assert_eq!(oddity(french, "french"), None);
        let plain = "el consejo de la ciudad voto anoche por cerrar las dos piscinas para todo el invierno";
        assert_eq!(odd(plain), Some(Oddity::NotEnglish));
        let list = "The six are: care versus harm, fairness versus cheating, loyalty versus betrayal, sanctity versus degradation.";
        assert_eq!(odd(list), None);
        assert_eq!(
            odd("Anna Roth, Ben Stone, Carla Dean, Dan Moor, Eva Lund, Finn Hale and Gus Ward were there that day."),
            None
        );
        assert_eq!(odd("The council voted last night to close both pools of the town for the whole winter."), None);
    }
}
