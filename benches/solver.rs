//! The sparse solver against linfa-logistic's dense one: 3,000 rows of 4,096 terms, filled like paragraphs, with the same objective and
//! tolerance. Then the sparse solver on one thread and two: 40,000 rows of 40,000 terms, of which a dense copy would take 12.8 GB.
//!
//! `cargo bench --bench solver`; compare medians within one run. `examples/matrix.rs` compares with other solvers on a real matrix.

use divan::Bencher;
use linfa::DatasetBase;
use linfa::traits::Fit;
use oped::label::Label;
use oped::learn::fit::matrix::CsrMatrix;
use oped::learn::fit::solver::{SolverParams, SparseLogistic, WeightedLabels, fit_dense};
use oped::model::row::SparseRow;

/// Rows and terms of a problem small enough for a dense copy.
const SMALL: (usize, usize) = (3_000, 4_096);
/// Rows and terms of a problem that is cut into blocks.
const LARGE: (usize, usize) = (40_000, 40_000);
/// Terms per row.
const SET: usize = 80;
const PARAMS: SolverParams = SolverParams { alpha: 1.0, tolerance: 1e-6, max_iterations: 1_000 };

fn main() {
    divan::main();
}

/// Unit rows with term frequencies as in language (few terms in most rows, most in few). Every term leans towards one label.
fn problem((rows, terms): (usize, usize)) -> (CsrMatrix, WeightedLabels) {
    let mut state = 1u64;
    let mut random = move || {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (state >> 33) as f64 / (1u64 << 31) as f64
    };
    let mut matrix = CsrMatrix::new(terms);
    let mut labels = Vec::with_capacity(rows);
    for row in 0..rows {
        let opinion = row % 5 < 2;
        let mut columns: Vec<u32> = (0..SET)
            .map(|_| {
                let term = (terms as f64 * random().powi(3)) as u32;
                if term.is_multiple_of(2) == opinion && random() < 0.2 { term ^ 1 } else { term }
            })
            .collect();
        columns.sort_unstable();
        columns.dedup();
        let value = (1.0 / (columns.len() as f64).sqrt()) as f32;
        matrix.push(&SparseRow { values: vec![value; columns.len()], columns });
        labels.push(if opinion { Label::Opinion } else { Label::News });
    }
    (matrix, WeightedLabels::unweighted(labels))
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn sparse(bencher: Bencher<'_, '_>) {
    let (matrix, targets) = problem(SMALL);
    let dataset = DatasetBase::new(matrix, targets);
    bencher.bench(|| SparseLogistic(PARAMS).fit(&dataset).map(|solution| solution.objective));
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn dense(bencher: Bencher<'_, '_>) {
    let (matrix, targets) = problem(SMALL);
    bencher.bench(|| fit_dense(&matrix, &targets, PARAMS).map(|solution| solution.objective));
}

#[divan::bench(sample_count = 5, sample_size = 1, args = [1, 2])]
fn sparse_on_threads(bencher: Bencher<'_, '_>, threads: usize) {
    let (matrix, targets) = problem(LARGE);
    let dataset = DatasetBase::new(matrix, targets);
    let Ok(pool) = rayon::ThreadPoolBuilder::new().num_threads(threads).build() else { return };
    bencher.bench(|| pool.install(|| SparseLogistic(PARAMS).fit(&dataset).map(|solution| solution.objective)));
}
