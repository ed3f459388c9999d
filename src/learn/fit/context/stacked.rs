//! Fitting the model of a paragraph's label in its article.

use crate::error::Result;
use crate::label::Label;
use crate::label::Logit;
use crate::learn::fit::matrix::CsrMatrix;
use crate::learn::fit::solver::{SolverParams, WeightedLabels, fit_sparse};
use crate::model::context::Said;
use crate::model::context::stacked::{Feature, Features, SILENT_PARAGRAPHS, Stacked, features, share_of_article};
use crate::model::row::SparseRow;

/// The factor of a standardised feature: the larger, the less it is penalised. Chosen on folds by source of read labels.
const FEATURE_SCALE: f64 = 3.0;
/// The factor of the others' words. Chosen likewise.
const WORD_SCALE: f64 = 5.0;

/// When a fit has converged. The columns of an article are much alike: with ten times that, probabilities are off by up to .03.
const TOLERANCE: f64 = 1e-4;

/// The columns of b and of the features; those of words follow.
const OF_ARTICLE: usize = 1 + Feature::ALL.len();

/// A labelled article: its paragraphs, out of fold, and the rows of their words over `columns` columns.
#[derive(Debug, Clone)]
pub struct LabelledParagraphs {
    /// What each paragraph says alone.
    pub said: Vec<Said>,
    /// Its label.
    pub labels: Vec<Label>,
    /// Its words.
    pub rows: Vec<SparseRow>,
}

/// The fitted model, and what each column says about the other paragraphs of its article.
#[derive(Debug, Clone, PartialEq)]
pub struct FittedStacked {
    /// The labels' model.
    pub stacked: Stacked,
    /// One for each column.
    pub coefficients: Vec<f64>,
}

/// Fits to articles: the penalised logistic regression of [`fit_sparse`] on standardised features and the mean row of the other
/// paragraphs.
///
/// # Errors
/// Those of [`fit_sparse`].
pub fn fit_stacked(articles: &[LabelledParagraphs], columns: usize) -> Result<FittedStacked> {
    let rows: Vec<Vec<Features>> = articles.iter().map(|article| features(&article.said, Logit(0.0))).collect();
    let standard = Standard::of(rows.iter().flatten());
    // One column more for b.
    let mut matrix = CsrMatrix::new(OF_ARTICLE + columns);
    for (article, rows) in articles.iter().zip(&rows) {
        push_rows(&mut matrix, article, rows, &standard, columns);
    }
    let labels = articles.iter().flat_map(|article| article.labels.iter().copied()).collect();
    let own = |article: &LabelledParagraphs| {
        let rest = 1.0 - share_of_article(article.said.len());
        article.said.iter().map(|said| rest * said.logit.0).collect::<Vec<_>>()
    };
    let offsets = Some(articles.iter().flat_map(own).collect());
    let params = SolverParams { tolerance: TOLERANCE, ..SolverParams::default() };
    let solution = fit_sparse(matrix, WeightedLabels { offsets, ..WeightedLabels::unweighted(labels) }, params)?;
    let (of_article, of_words) = solution.coefficients.split_at(OF_ARTICLE);
    let (intercept, of_features) = (of_article[0] * FEATURE_SCALE, &of_article[1..]);
    let plain: Vec<f64> = of_features.iter().zip(&standard.factors).map(|(w, factor)| w * factor).collect();
    let moved: f64 = plain.iter().zip(&standard.means).map(|(w, mean)| w * mean).sum();
    let named = Feature::ALL.iter().zip(&plain).map(|(feature, w)| (feature.name().to_owned(), *w)).collect();
    Ok(FittedStacked {
        stacked: Stacked { coefficients: named, intercept: intercept - moved, offset: solution.intercept },
        coefficients: of_words.iter().map(|w| w * WORD_SCALE).collect(),
    })
}

/// Means of features, and the factors that bring them to one scale.
struct Standard {
    means: Vec<f64>,
    factors: Vec<f64>,
}

impl Standard {
    fn of<'r>(rows: impl Iterator<Item = &'r Features> + Clone) -> Standard {
        let number = rows.clone().count().max(1) as f64;
        let mean = |value: &dyn Fn(&Features) -> f64| rows.clone().map(value).sum::<f64>() / number;
        let means: Vec<f64> = (0..Feature::ALL.len()).map(|at| mean(&|row| row[at])).collect();
        let factor = |at: usize| {
            let deviation = mean(&|row| (row[at] - means[at]).powi(2)).sqrt();
            // A feature that never changes says nothing.
            if deviation > 1e-9 { FEATURE_SCALE / deviation } else { 0.0 }
        };
        Standard { factors: (0..Feature::ALL.len()).map(factor).collect(), means }
    }
}

/// Appends a row for each paragraph: its features, then the mean of the others' words.
fn push_rows(
    matrix: &mut CsrMatrix,
    article: &LabelledParagraphs,
    rows: &[Features],
    standard: &Standard,
    columns: usize,
) {
    let mut sums = vec![0.0; columns];
    for row in &article.rows {
        row.columns.iter().zip(&row.values).for_each(|(&column, &value)| sums[column as usize] += f64::from(value));
    }
    let held: Vec<u32> = (0..columns as u32).filter(|&column| sums[column as usize] != 0.0).collect();
    let others = article.rows.len().saturating_sub(1) as f64 + SILENT_PARAGRAPHS;
    let share = share_of_article(article.rows.len());
    let mut own = vec![0.0; columns];
    for (values, words) in rows.iter().zip(&article.rows) {
        let mut out = SparseRow { columns: vec![0], values: vec![(share * FEATURE_SCALE) as f32] };
        for (at, value) in values.iter().enumerate() {
            out.columns.push(1 + at as u32);
            out.values.push((share * (value - standard.means[at]) * standard.factors[at]) as f32);
        }
        words.columns.iter().zip(&words.values).for_each(|(&column, &value)| own[column as usize] = f64::from(value));
        for &column in held.iter().filter(|_| article.rows.len() > 1) {
            let rest = sums[column as usize] - own[column as usize];
            // What is left of a single word is rounding.
            if rest > 1e-6 {
                out.columns.push(OF_ARTICLE as u32 + column);
                out.values.push((share * WORD_SCALE * rest / others) as f32);
            }
        }
        words.columns.iter().for_each(|&column| own[column as usize] = 0.0);
        matrix.push(&out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of two kinds of articles, one has a word that says that all of it reports, whatever its paragraphs look like.
    #[test]
    fn words_of_the_others_tell_the_kind_of_an_article() {
        let article = |number: usize| {
            let is_manual = number.is_multiple_of(2);
            let said = |at: usize| Said {
                logit: Logit([1.0, -1.5, 2.0][(number / 2 + at) % 3]),
                quoted_letters: 0.0,
                length: 200 + at,
                article: 0.0,
                section: Logit(0.0),
                part: 0.0,
            };
            let said: Vec<Said> = (0..4).map(said).collect();
            let label = |said: &Said| if !is_manual && said.logit.0 > 0.0 { Label::Opinion } else { Label::News };
            LabelledParagraphs {
                labels: said.iter().map(label).collect(),
                rows: vec![SparseRow { columns: vec![u32::from(is_manual), 2], values: vec![0.6, 0.8] }; 4],
                said,
            }
        };
        let articles: Vec<LabelledParagraphs> = (0..60).map(article).collect();
        let found = fit_stacked(&articles, 3).unwrap();
        assert!(found.coefficients[1] < 0.0 && found.coefficients[0] > 0.0, "{:?}", found.coefficients);
        for article in &articles {
            let heard: Vec<Said> = article
                .said
                .iter()
                .zip(&article.rows)
                .map(|(said, row)| Said { article: row.dot(|column| found.coefficients[column]), ..*said })
                .collect();
            for (logit, label) in found.stacked.logits(&heard, Logit(0.0)).iter().zip(&article.labels) {
                assert_eq!(logit.probability().label(), *label);
            }
        }
    }
}
