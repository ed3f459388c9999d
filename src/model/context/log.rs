//! Arithmetic of logarithms.

/// ln σ(x).
pub(crate) fn log_sigmoid(x: f64) -> f64 {
    if x < 0.0 { x - x.exp().ln_1p() } else { -(-x).exp().ln_1p() }
}

/// ln σ(−x) and ln σ(x), to the bit, in the time of one.
pub(crate) fn log_sigmoids(x: f64) -> [f64; 2] {
    let rest = (-x.abs()).exp().ln_1p();
    if x < 0.0 { [-rest, x - rest] } else { [-x - rest, -rest] }
}

/// ln(eᵃ + eᵇ).
pub(crate) fn log_add(a: f64, b: f64) -> f64 {
    let (high, low) = if a > b { (a, b) } else { (b, a) };
    if low == f64::NEG_INFINITY { high } else { high + (low - high).exp().ln_1p() }
}

pub(crate) fn log_sum(logs: &[f64]) -> f64 {
    logs.iter().copied().fold(f64::NEG_INFINITY, log_add)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sigmoids_are_those_that_are_taken_one_by_one() {
        for x in [-800.0, -3.7, -1e-9, -0.0, 0.0, 1e-9, 0.5, 40.0, 800.0] {
            let expected = [log_sigmoid(-x), log_sigmoid(x)];
            assert_eq!(log_sigmoids(x).map(f64::to_bits), expected.map(f64::to_bits), "{x}");
        }
    }
}
