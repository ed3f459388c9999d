//! How strongly a word is marked.

/// Weights in logits from which a word is marked, ever more strongly. The same for all articles, so that marks can be compared.
const STEPS: [f64; 4] = [0.1, 0.2, 0.35, 0.6];

/// The strength of the mark of a word with this weight: from 1 to 4 if it speaks for opinion, from −1 to −4 for news; 0 is none.
pub(crate) fn mark(weight: f64) -> i8 {
    let strength = STEPS.iter().fold(0, |strength, &from| strength + i8::from(weight.abs() >= from));
    if weight > 0.0 { strength } else { -strength }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_begin_at_a_tenth_and_have_four_strengths_on_each_side() {
        let weights = [0.0, 0.099, 0.1, 0.2, 0.349, 0.35, 0.6, 9.0];
        assert_eq!(weights.map(mark), [0, 0, 1, 2, 2, 3, 4, 4]);
        assert_eq!(weights.map(|weight| mark(-weight)), [0, 0, -1, -2, -2, -3, -4, -4]);
    }
}
