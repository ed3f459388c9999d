//! Detects text in another language than the model's.
//!
//! - By **script**, for a language in Latin script: of at least [`LEAST_LETTERS`] letters, most belong to another script.
//! - By **words**, for English only: of at least [`LEAST_WORDS`] lower-case words, fewer than [`FUNCTION_WORDS`] are English
//!   function words (in English it is about half), and there is positive evidence of another language: [`FOREIGN_WORDS`] of the
//!   words are among the commonest of eight related languages, or [`FOREIGN_LETTERS`] of the letters are outside the English
//!   alphabet. Without that evidence, lists and headlines are mistaken: 7 of 8 rows found that way among 113,586 from English
//!   news sites were English.

use super::{Language, english::function_words::is_function_word};

/// The fewest lower-case words that are judged.
pub const LEAST_WORDS: usize = 10;
/// A text with a smaller share of function words is not English.
pub const FUNCTION_WORDS: f64 = 0.1;
/// The share of common words of other languages that is evidence of one.
pub const FOREIGN_WORDS: f64 = 0.15;
/// The share of letters outside the English alphabet that is evidence of another language.
pub const FOREIGN_LETTERS: f64 = 0.03;
/// The fewest letters whose script is judged.
pub const LEAST_LETTERS: usize = 20;

/// How another language was detected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foreign {
    /// Most letters belong to another script.
    Script,
    /// There are hardly any English function words, and some of other languages.
    Words,
}

/// Returns how a text shows that it is not in `language`, or `None` if nothing says so.
///
/// ```
/// use oped::language::Language;
/// use oped::language::foreign::{Foreign, foreign};
/// assert_eq!(foreign("Совет города решил закрыть оба бассейна.", Language::English), Some(Foreign::Script));
/// assert_eq!(foreign("The council of the town has voted to close both pools.", Language::English), None);
/// ```
pub fn foreign(text: &str, language: Language) -> Option<Foreign> {
    if language.is_latin() && is_of_other_script(text) {
        Some(Foreign::Script)
    } else if language == Language::English && is_not_english(text) {
        Some(Foreign::Words)
    } else {
        None
    }
}

fn is_of_other_script(text: &str) -> bool {
    are_of_other_script(std::iter::once(text))
}

/// Returns true if most letters of texts, taken together, are not Latin.
pub(crate) fn are_of_other_script<'t>(texts: impl Iterator<Item = &'t str>) -> bool {
    let letters = texts.flat_map(str::chars).filter(|c| c.is_alphabetic());
    let (latin, all) =
        letters.fold((0, 0), |(latin, all): (usize, usize), c| (latin + usize::from(is_latin_letter(c)), all + 1));
    all >= LEAST_LETTERS && 2 * latin < all
}

/// A letter of one of Unicode's Latin blocks, full-width letters included.
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

/// Common words of French, Spanish, Portuguese, Italian, German, Dutch, Swedish and Norwegian that are not common in English.
/// Sorted for binary search.
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
    fn common_words_of_other_languages_are_sorted_and_not_english() {
        assert!(COMMON_ELSEWHERE.is_sorted());
        assert_eq!(COMMON_ELSEWHERE.iter().find(|word| is_function_word(word)), None);
    }

    #[test]
    fn other_languages_are_detected_and_lists_of_names_are_english() {
        let odd = |text: &str| foreign(text, Language::English);
        let french =
            "Le conseil municipal a voté hier soir la fermeture des deux piscines de la ville pendant tout l'hiver.";
        let german = "Der Rat hat gestern beschlossen, dass beide Bäder der Stadt über den ganzen Winter geschlossen bleiben sollen.";
        let russian = "Совет города решил закрыть оба бассейна на всю зиму.";
        assert_eq!(odd(french), Some(Foreign::Words));
        assert_eq!(odd(german), Some(Foreign::Words));
        assert_eq!(odd(russian), Some(Foreign::Script));
        assert_eq!(foreign(russian, Language::Russian), None);
        assert_eq!(foreign(french, Language::French), None);
        let plain = "el consejo de la ciudad voto anoche por cerrar las dos piscinas para todo el invierno";
        assert_eq!(odd(plain), Some(Foreign::Words));
        let list = "The six are: care versus harm, fairness versus cheating, loyalty versus betrayal, sanctity versus degradation.";
        assert_eq!(odd(list), None);
        assert_eq!(
            odd("Anna Roth, Ben Stone, Carla Dean, Dan Moor, Eva Lund, Finn Hale and Gus Ward were there that day."),
            None
        );
        assert_eq!(odd("The council voted last night to close both pools of the town for the whole winter."), None);
    }
}
