//! The ROC curve: the share of news called opinion against the share of opinion called so.

use super::metrics::Ranked;

/// The least distance of two points of a drawn curve, along both axes together.
const STEP: f64 = 0.005;

/// The curve from (0, 0) to (1, 1): (share of news called opinion, share of opinion called so) for falling thresholds. Rows with
/// the same probability cross the threshold together. Points too close to see are left out. Empty if a class is missing.
pub fn curve(ranked: &Ranked) -> Vec<(f64, f64)> {
    let opinion = ranked.descending().filter(|row| row.1).count() as f64;
    let news = ranked.descending().count() as f64 - opinion;
    if opinion == 0.0 || news == 0.0 {
        return Vec::new();
    }
    let (mut hits, mut alarms) = (0.0, 0.0);
    let mut points = vec![(0.0, 0.0)];
    let mut last = (0.0, 0.0);
    let mut rows = ranked.descending().peekable();
    while let Some((probability, is_opinion)) = rows.next() {
        if is_opinion {
            hits += 1.0
        } else {
            alarms += 1.0
        }
        let is_tied = rows.peek().is_some_and(|next| next.0 == probability);
        let here = (alarms / news, hits / opinion);
        if !is_tied && (here.0 - last.0 + here.1 - last.1 >= STEP || rows.peek().is_none()) {
            points.push(here);
            last = here;
        }
    }
    points
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::{Label, Probability};

    #[test]
    fn ties_cross_together_and_the_area_is_the_auc() {
        let p = [0.9, 0.7, 0.7, 0.2, 0.1].map(Probability);
        let y = [Label::Opinion, Label::News, Label::Opinion, Label::Opinion, Label::News];
        let ranked = Ranked::new(&p, &y, &[0; 5]);
        let points = curve(&ranked);
        assert_eq!(points, [(0.0, 0.0), (0.0, 1.0 / 3.0), (0.5, 2.0 / 3.0), (0.5, 1.0), (1.0, 1.0)]);
        let area: f64 = points.windows(2).map(|pair| (pair[1].0 - pair[0].0) * (pair[0].1 + pair[1].1) / 2.0).sum();
        assert!((area - ranked.metrics(&[1]).auc).abs() < 1e-12);
        assert!(curve(&Ranked::new(&p, &[Label::News; 5], &[0; 5])).is_empty());
    }
}
