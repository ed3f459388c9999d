//! A text → whether it is in another language than the training's.
//!
//! - By its **script**, in any language of Latin script: most of the letters are of another one, and there are [`LEAST_LETTERS`] or
//!   more.
//! - By its **words**, asked only where the training is in English: of the words that start in lower case, of which there are
//!   [`LEAST_WORDS`] or more, less than [`FUNCTION_WORDS`] are English function words (in English it is about half), and something
//!   speaks for another language: [`FOREIGN_WORDS`] or more are of the commonest words of eight languages near to it, or
//!   [`FOREIGN_LETTERS`] of the letters are not of the English alphabet. Without the second half, lists and headlines would be
//!   mistaken: 7 of 8 rows so found among 113,586 of English news sites were English.

use super::english::function_words::is_function_word;

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

/// What tells that a text is in another language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foreign {
    /// Most letters are of another script.
    Script,
    /// There are hardly any English function words.
    Words,
}

/// Whether a text is in another language than `language`, one of [`LANGUAGES`](crate::terms::tokenizer::LANGUAGES).
///
/// ```
/// use oped::language::foreign::{Foreign, foreign};
/// assert_eq!(foreign("Совет города решил закрыть оба бассейна.", "english"), Some(Foreign::Script));
/// assert_eq!(foreign("The council of the town has voted to close both pools.", "english"), None);
/// ```
pub fn foreign(text: &str, language: &str) -> Option<Foreign> {
    if is_latin(language) && is_of_other_script(text) {
        Some(Foreign::Script)
    } else if language == "english" && is_not_english(text) {
        Some(Foreign::Words)
    } else {
        None
    }
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
        let odd = |text: &str| foreign(text, "english");
        let french =
            "Le conseil municipal a voté hier soir la fermeture des deux piscines de la ville pendant tout l'hiver.";
        let german = "Der Rat hat gestern beschlossen, dass beide Bäder der Stadt über den ganzen Winter geschlossen bleiben sollen.";
        let russian = "Совет города решил закрыть оба бассейна на всю зиму.";
        assert_eq!(odd(french), Some(Foreign::Words));
        assert_eq!(odd(german), Some(Foreign::Words));
        assert_eq!(odd(russian), Some(Foreign::Script));
        assert_eq!(foreign(russian, "russian"), None);
        assert_eq!(foreign(french, "french"), None);
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
