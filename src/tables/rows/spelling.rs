//! Other spellings of the labels.

use crate::label::Label;

/// Returns what a word is mapped to: by its exact spelling, else by one that differs in case or in how a number is written.
pub(crate) fn mapped(map: &[(String, Label)], word: &str) -> Option<Label> {
    let exact = map.iter().find(|(from, _)| from == word);
    exact.or_else(|| map.iter().find(|(from, _)| is_spelt(from, word))).map(|&(_, label)| label)
}

/// Whether two words are the same label to a person: `TRUE` is `true`, and a spreadsheet writes 1 as `1.0`.
pub(crate) fn is_spelt(from: &str, word: &str) -> bool {
    let (from, word) = (from.trim(), word.trim());
    let number = |word: &str| word.parse::<f64>().ok().filter(|number| number.is_finite());
    from.to_lowercase() == word.to_lowercase() || number(from).is_some_and(|from| Some(from) == number(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_in_any_case_and_a_number_however_it_is_written() {
        let map = [("0", Label::News), ("True", Label::Opinion), ("x", Label::News), ("X", Label::Opinion)];
        let map = map.map(|(from, label)| (from.to_owned(), label));
        assert_eq!(["0", "0.0", " 0 ", "00"].map(|word| mapped(&map, word)), [Some(Label::News); 4]);
        assert_eq!(["TRUE", "true"].map(|word| mapped(&map, word)), [Some(Label::Opinion); 2]);
        assert_eq!([mapped(&map, "x"), mapped(&map, "X")], [Some(Label::News), Some(Label::Opinion)]);
        assert_eq!(["1", "nan", "", "truer"].map(|word| mapped(&map, word)), [None; 4]);
    }
}
