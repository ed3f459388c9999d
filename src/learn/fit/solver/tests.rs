use linfa::DatasetBase;
use linfa::traits::Fit;

use super::*;
use crate::error::ErrorKind;
use crate::label::Label;
use crate::learn::fit::counts::Counts;
use crate::learn::fit::matrix::CsrMatrix;
use crate::learn::fit::selection::VocabularyParams;
use crate::learn::fit::term_weights::TermWeights;
use crate::learn::fit::weighted_rows::WeightedRows;
use crate::model::row::SparseRow;

/// Rows that no plane separates, from a fixed recurrence. Every third row is opinion.
fn dataset(flip: bool) -> (CsrMatrix, WeightedLabels) {
    let mut matrix = CsrMatrix::new(8);
    let mut labels = Vec::new();
    let mut state = 7u64;
    for row in 0..90 {
        let opinion = (row % 3 == 0) != flip;
        let mut columns = Vec::new();
        let mut values = Vec::new();
        for column in 0..8u32 {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            let noise = (state >> 40) as f32 / (1 << 24) as f32;
            if noise < 0.5 {
                columns.push(column);
                values.push(noise + if opinion && column < 3 { 0.4 } else { 0.1 });
            }
        }
        matrix.push(&SparseRow { columns, values });
        labels.push(if opinion { Label::Opinion } else { Label::News });
    }
    (matrix, WeightedLabels::unweighted(labels))
}

fn distance(a: &Solution, b: &Solution) -> f64 {
    let pairs = a.coefficients.iter().zip(&b.coefficients).map(|(a, b)| (a - b).abs());
    pairs.fold((a.intercept - b.intercept).abs(), f64::max)
}

const EXACT: SolverParams = SolverParams { alpha: 0.3, tolerance: 1e-9, max_iterations: 10_000 };

#[test]
fn the_sparse_solver_and_linfa_logistic_agree_whichever_class_is_larger() {
    for flip in [false, true] {
        let (matrix, targets) = dataset(flip);
        let dense = fit_dense(&matrix, &targets, EXACT).unwrap();
        let sparse = SparseLogistic(EXACT).fit(&DatasetBase::new(matrix, targets)).unwrap();
        assert!(distance(&sparse, &dense) < 1e-6, "{}", distance(&sparse, &dense));
        assert!(sparse.coefficients[0] > 0.0, "opinion is positive in both balances");
    }
}

#[test]
fn the_order_of_the_rows_does_not_matter() {
    let (matrix, targets) = dataset(false);
    let order: Vec<usize> = (0..90).map(|row| row * 37 % 90).collect();
    let mut shuffled = CsrMatrix::new(8);
    for &row in &order {
        let (columns, values) = matrix.row(row);
        shuffled.push(&SparseRow { columns: columns.to_vec(), values: values.to_vec() });
    }
    let labels = WeightedLabels::unweighted(order.iter().map(|&row| targets.labels[row]).collect());
    for fit in [fit_dense, |m: &CsrMatrix, t: &WeightedLabels, p| {
        SparseLogistic(p).fit(&DatasetBase::new(m.clone(), t.clone()))
    }] {
        let (a, b) = (fit(&matrix, &targets, EXACT).unwrap(), fit(&shuffled, &labels, EXACT).unwrap());
        assert!(distance(&a, &b) < 1e-6);
    }
}

#[test]
fn a_weight_of_two_is_the_row_twice() {
    let (matrix, mut targets) = dataset(false);
    targets.weights[4] = 2.0;
    let mut twice = matrix.clone();
    let (columns, values) = matrix.row(4);
    twice.push(&SparseRow { columns: columns.to_vec(), values: values.to_vec() });
    let mut labels = targets.labels.clone();
    labels.push(labels[4]);
    let a = SparseLogistic(EXACT).fit(&DatasetBase::new(matrix, targets)).unwrap();
    let b = SparseLogistic(EXACT).fit(&DatasetBase::new(twice, WeightedLabels::unweighted(labels))).unwrap();
    assert!(distance(&a, &b) < 1e-6);
}

#[test]
fn the_dense_solver_says_what_memory_it_would_need() {
    let mut matrix = CsrMatrix::new(1_000_000);
    (0..1000).for_each(|_| matrix.push(&SparseRow::default()));
    let targets = WeightedLabels::unweighted(vec![Label::News; 1000]);
    let error = fit_dense(&matrix, &targets, EXACT).unwrap_err();
    assert!(error.to_string().starts_with("the dense solver would need 8.0 GB for 1000 rows and 1000000 terms"));
}

#[test]
fn a_solver_that_stops_early_is_an_error() {
    let (matrix, targets) = dataset(false);
    let params = SolverParams { max_iterations: 1, ..EXACT };
    let error = SparseLogistic(params).fit(&DatasetBase::new(matrix.clone(), targets.clone())).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Convergence);
    assert_eq!(fit_dense(&matrix, &targets, params).unwrap_err().kind(), ErrorKind::Convergence);
}

/// Each fit finds what it finds alone, on the rows that count for it, with its own weights of terms.
#[test]
fn fits_side_by_side_find_what_each_finds_alone() {
    let mut state = 5u64;
    let mut random = move |below: u64| {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (state >> 33) % below
    };
    let terms = (0..30).map(|term| format!("t{term:02}").into()).collect();
    let rows: Vec<Vec<(u32, u32)>> = (0..200)
        .map(|_| {
            let terms: std::collections::BTreeMap<u32, u32> =
                (0..8).map(|_| (random(30) as u32, 1 + random(3) as u32)).collect();
            terms.into_iter().collect()
        })
        .collect();
    let labels: Vec<Label> = rows.iter().map(|row| Label::ALL[usize::from(row[0].0 < 2 || row[0].1 == 3)]).collect();
    let counts = Counts::from_rows(terms, &rows);
    let all: Vec<usize> = (0..rows.len()).collect();
    let rests: Vec<Vec<usize>> =
        (0..3).map(|fold| all.iter().copied().filter(|row| row % 3 != fold).collect()).chain([all.clone()]).collect();
    let weights: Vec<TermWeights> =
        rests.iter().map(|rest| TermWeights::fit(&counts, rest, VocabularyParams::default())).collect();
    let doubt = |row: usize| if row.is_multiple_of(7) { 0.2 } else { 0.0 };
    let weight = |row: usize| 1.0 + (row % 4) as f64;
    let targets = |rows: &[usize], of: &dyn Fn(usize) -> bool| WeightedLabels {
        labels: rows.iter().map(|&row| labels[row]).collect(),
        weights: rows.iter().map(|&row| if of(row) { weight(row) } else { 0.0 }).collect(),
        doubts: Some(rows.iter().map(|&row| doubt(row)).collect()),
        offsets: None,
    };
    let spread: Vec<WeightedLabels> = rests.iter().map(|rest| targets(&all, &|row| rest.contains(&row))).collect();
    let of_together = |(weights, targets)| OfTogether { weights, targets, stop: EXACT.into() };
    let fits: Vec<OfTogether<'_>> = weights.iter().zip(&spread).map(of_together).collect();
    // More than share a pass.
    let found = fit_together(&counts, &all, EXACT.alpha, &fits.repeat(3)).unwrap();
    assert_eq!(found.len(), 12);
    for (at, (rest, weights)) in rests.iter().zip(&weights).enumerate() {
        let alone = fit_sparse(WeightedRows::new(&counts, rest, weights), targets(rest, &|_| true), EXACT).unwrap();
        for found in [&found[at], &found[at + 4], &found[at + 8]] {
            assert!(distance(found, &alone) < 1e-6, "fit {at}: {}", distance(found, &alone));
        }
        assert!(alone.coefficients.iter().any(|w| w.abs() > 0.1));
    }
}
