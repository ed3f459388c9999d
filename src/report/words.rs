//! What a person is told of a score, in words: the same on a terminal and on a page.

use crate::model::context::Shift;
use crate::score::{ArticleScore, Decision};

/// What is said where no paragraph has a label.
pub(super) const NO_PARAGRAPH: &str = "no paragraph found (--blocks shows what there is)";

/// "10 of 19 paragraphs argue"
pub(super) fn argue(score: &ArticleScore) -> String {
    let (opinion, all) = (score.opinion(), score.labelled());
    match (opinion, all) {
        (1, 1) => "its one paragraph argues".to_owned(),
        (0, 1) => "its one paragraph reports".to_owned(),
        (0, _) => format!("none of {all} paragraphs argues"),
        (1, _) => format!("1 of {all} paragraphs argues"),
        _ if opinion == all => format!("all {all} paragraphs argue"),
        _ => format!("{opinion} of {all} paragraphs argue"),
    }
}

/// "turns from news to opinion (60 %)"
pub(super) fn turn(shift: &Shift) -> String {
    format!("turns from {} to {} ({})", shift.from, shift.to, percent(shift.probability.0))
}

/// "opinion?" where the label is not to be believed.
pub(super) fn label_of(decision: Option<Decision>) -> String {
    match decision {
        Some(decision) if decision.unsure.is_some() => format!("{}?", decision.label.as_str()),
        Some(decision) => decision.label.to_string(),
        None => "–".to_owned(),
    }
}

/// "97 %". Neither 0 nor 100 unless it is exactly that.
pub(super) fn percent(share: f64) -> String {
    let rounded = (share * 100.0).round();
    if rounded >= 100.0 && share < 1.0 {
        ">99 %".to_owned()
    } else if rounded <= 0.0 && share > 0.0 {
        "<1 %".to_owned()
    } else {
        format!("{rounded} %")
    }
}
