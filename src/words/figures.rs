//! Shares, counts and figures in words.

/// "97 %". Neither 0 nor 100 unless it is exactly that.
pub(crate) fn percent(share: f64) -> String {
    let rounded = (share * 100.0).round();
    if rounded >= 100.0 && share < 1.0 {
        ">99 %".to_owned()
    } else if rounded <= 0.0 && share > 0.0 {
        "<1 %".to_owned()
    } else {
        format!("{rounded} %")
    }
}

/// "12.3 %", "0 %", "100 %". Neither 0 nor 100 unless it is exactly that.
#[cfg(feature = "report")]
pub(crate) fn percent_in_tenths(share: f64) -> String {
    match (share * 1000.0).round() {
        _ if share == 0.0 || share == 1.0 => percent(share),
        tenths if tenths <= 0.0 => "<0.1 %".to_owned(),
        tenths if tenths >= 1000.0 => ">99.9 %".to_owned(),
        tenths => format!("{:.1} %", tenths / 10.0),
    }
}

/// [`percent`], with one decimal within 1 % of one half, where the decimal decides the label: "49.9 %".
pub(crate) fn probability(share: f64) -> String {
    if share != 0.5 && (share - 0.5).abs() < 0.01 { format!("{:.1} %", share * 100.0) } else { percent(share) }
}

/// "1 row", "2 rows".
pub fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// "0.885", or "–".
#[cfg(feature = "report")]
pub(crate) fn number(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| format!("{value:.3}"))
}

/// "and 7 more: the JSON lines have all of them"; `None` if all are shown.
#[cfg(feature = "report")]
pub(crate) fn more(all: usize, shown: usize) -> Option<String> {
    let more = all.saturating_sub(shown);
    (more > 0).then(|| format!("and {more} more: the JSON lines have all of them"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_probability_that_is_not_one_half_is_not_told_as_one_half() {
        let told = [0.0, 0.4889, 0.4988, 0.5, 0.5012, 0.512, 0.9999].map(probability);
        assert_eq!(told, ["0 %", "49 %", "49.9 %", "50 %", "50.1 %", "51 %", ">99 %"]);
    }

    #[cfg(feature = "report")]
    #[test]
    fn tenths_do_not_round_to_none_or_all() {
        let told = [0.0, 0.0004, 0.12345, 0.9996, 1.0].map(percent_in_tenths);
        assert_eq!(told, ["0 %", "<0.1 %", "12.3 %", ">99.9 %", "100 %"]);
    }
}
