//! The objective over a matrix: value, gradient, and products with the Hessian, each in one pass over the rows.
//!
//! A pass loads each row's columns once for both directions: it computes zᵢ, and at once adds a multiple of the row to a sum. Rows
//! are split into blocks, each with its own sum; the number of blocks depends on the matrix alone, and blocks are added up in
//! order, so that results do not depend on the threads.

use rayon::prelude::*;

use crate::error::{Error, ErrorKind, Result};
use crate::label::{Label, Logit};
use crate::learn::fit::matrix::Matrix;

/// The stored entries of a block for each column, since its sum costs as much as there are columns.
const ENTRIES_PER_COLUMN: usize = 16;
/// The most blocks. More gain nothing, since folds run in parallel.
const MOST_BLOCKS: usize = 8;
/// The number of columns that one thread adds up.
const COLUMNS: usize = 8192;

/// The targets of a dataset: each row's label and weight.
#[derive(Debug, Clone, PartialEq)]
pub struct WeightedLabels {
    /// The label of each row.
    pub labels: Vec<Label>,
    /// The weight of each row, positive.
    pub weights: Vec<f64>,
    /// The probability that each label is wrong; none if all are right.
    pub doubts: Option<Vec<f64>>,
    /// What is added to each row's logit, whatever the coefficients; none if nothing is.
    pub offsets: Option<Vec<f64>>,
}

impl WeightedLabels {
    /// Every row counts once.
    pub fn unweighted(labels: Vec<Label>) -> Self {
        Self { weights: vec![1.0; labels.len()], labels, doubts: None, offsets: None }
    }

    /// How much of a row's weight is that of a class.
    pub(crate) fn weight_of(&self, row: usize, class: Label) -> f64 {
        let doubt = self.doubts.as_ref().map_or(0.0, |doubts| doubts[row]);
        self.weights[row] * if self.labels[row] == class { 1.0 - doubt } else { doubt }
    }
}

/// The objective of the module [`super`] at the point of the last evaluation.
pub(super) struct Objective<'m, M> {
    matrix: &'m M,
    targets: &'m WeightedLabels,
    alpha: f64,
    blocks: Vec<Block>,
    /// The current point, multiplied by the columns' factors.
    weighed: Vec<f64>,
}

/// The sums of some consecutive rows.
struct Block {
    rows: std::ops::Range<usize>,
    /// One for each column, then the intercept's.
    sums: Vec<f64>,
    loss: f64,
    /// wᵢ · pᵢ · (1 − pᵢ) of each row, at the point that was evaluated last.
    curvatures: Vec<f64>,
}

impl Block {
    fn clear(&mut self) {
        self.sums.fill(0.0);
        self.loss = 0.0;
    }

    fn curvature(&self, row: usize) -> f64 {
        self.curvatures[row - self.rows.start]
    }
}

impl<'m, M: Matrix> Objective<'m, M> {
    /// # Errors
    /// [`ErrorKind::Training`] if a class is missing.
    pub(super) fn new(matrix: &'m M, targets: &'m WeightedLabels, alpha: f64) -> Result<Self> {
        for label in Label::ALL {
            if !targets.labels.contains(&label) {
                return Err(Error::new(ErrorKind::Training, format!("no training row is labelled {label}"))
                    .remedy("a model needs rows of both labels"));
            }
        }
        let size = matrix.columns() + 1;
        let number = (matrix.stored() / (ENTRIES_PER_COLUMN * size)).clamp(1, MOST_BLOCKS);
        let step = matrix.rows().div_ceil(number);
        let block = |at: usize| {
            let rows = (at * step).min(matrix.rows())..((at + 1) * step).min(matrix.rows());
            Block { sums: vec![0.0; size], loss: 0.0, curvatures: vec![0.0; rows.len()], rows }
        };
        let blocks = (0..number).map(block).collect();
        Ok(Self { matrix, targets, alpha, blocks, weighed: vec![0.0; size] })
    }

    /// The number of coefficients plus one for the intercept.
    pub(super) fn size(&self) -> usize {
        self.weighed.len()
    }

    pub(super) fn alpha(&self) -> f64 {
        self.alpha
    }

    pub(super) fn total_weight(&self) -> f64 {
        self.targets.weights.iter().sum()
    }

    /// Returns the objective at `point` (coefficients, then the intercept), and writes its gradient to `gradient`.
    pub(super) fn evaluate(&mut self, point: &[f64], gradient: &mut [f64]) -> f64 {
        let (matrix, targets) = (self.matrix, self.targets);
        self.in_blocks(point, |block, weighed, intercept| {
            for row in block.rows.clone() {
                let (sign, weight) = (targets.labels[row].sign(), targets.weights[row]);
                let offset = targets.offsets.as_ref().map_or(0.0, |offsets| offsets[row]);
                let margin = sign * (intercept + offset + matrix.row_dot(row, weighed));
                // The probability of the other label.
                let wrong = Logit(-margin).probability().0;
                block.loss += weight * ln_1p_exp(-margin);
                block.curvatures[row - block.rows.start] = weight * wrong * (1.0 - wrong);
                let slope = match &targets.doubts {
                    None => -weight * sign * wrong,
                    // (1 − d) · loss(m) + d · loss(−m) = loss(m) + d · m: still convex.
                    Some(doubts) => {
                        block.loss += weight * doubts[row] * margin;
                        -weight * sign * (wrong - doubts[row])
                    }
                };
                matrix.add_row(row, slope, &mut block.sums);
                *last(&mut block.sums) += slope;
            }
        });
        self.sum(gradient);
        self.penalise(point, gradient);
        let coefficients = &point[..self.matrix.columns()];
        self.blocks.iter().map(|block| block.loss).sum::<f64>() + 0.5 * self.alpha * dot(coefficients, coefficients)
    }

    /// The Hessian at the point that was evaluated last, times `direction`.
    pub(super) fn hessian(&mut self, direction: &[f64], product: &mut [f64]) {
        let matrix = self.matrix;
        self.in_blocks(direction, |block, weighed, intercept| {
            for row in block.rows.clone() {
                let factor = block.curvature(row) * (intercept + matrix.row_dot(row, weighed));
                matrix.add_row(row, factor, &mut block.sums);
                *last(&mut block.sums) += factor;
            }
        });
        self.sum(product);
        self.penalise(direction, product);
    }

    /// The diagonal of the Hessian at the point that was evaluated last.
    pub(super) fn diagonal(&mut self, diagonal: &mut [f64]) {
        let matrix = self.matrix;
        self.blocks.par_iter_mut().for_each(|block| {
            block.clear();
            for row in block.rows.clone() {
                let factor = block.curvature(row);
                matrix.add_squares(row, factor, &mut block.sums);
                *last(&mut block.sums) += factor;
            }
        });
        self.sum(diagonal);
        let columns = self.matrix.columns();
        // A second time, because the factors are squared too.
        self.matrix.weigh(&mut diagonal[..columns]);
        diagonal[..columns].iter_mut().for_each(|entry| *entry += self.alpha);
    }

    /// Runs `pass` on each block with `vector` times the columns' factors, and its intercept.
    fn in_blocks(&mut self, vector: &[f64], pass: impl Fn(&mut Block, &[f64], f64) + Sync) {
        let columns = self.matrix.columns();
        self.weighed.copy_from_slice(vector);
        self.matrix.weigh(&mut self.weighed[..columns]);
        let (weighed, intercept) = (&self.weighed[..columns], vector[columns]);
        self.blocks.par_iter_mut().for_each(|block| {
            block.clear();
            pass(block, weighed, intercept);
        });
    }

    /// Adds up the blocks in order, and multiplies by the columns' factors.
    fn sum(&self, out: &mut [f64]) {
        out.par_chunks_mut(COLUMNS).enumerate().for_each(|(chunk, out)| {
            let from = chunk * COLUMNS;
            out.fill(0.0);
            for block in &self.blocks {
                out.iter_mut().zip(&block.sums[from..]).for_each(|(sum, part)| *sum += part);
            }
        });
        self.matrix.weigh(&mut out[..self.matrix.columns()]);
    }

    fn penalise(&self, vector: &[f64], out: &mut [f64]) {
        let columns = self.matrix.columns();
        out[..columns].iter_mut().zip(vector).for_each(|(sum, entry)| *sum += self.alpha * entry);
    }
}

/// The intercept's entry.
fn last(vector: &mut [f64]) -> &mut f64 {
    let at = vector.len() - 1;
    &mut vector[at]
}

pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

pub(super) fn norm(vector: &[f64]) -> f64 {
    dot(vector, vector).sqrt()
}

/// ln(1 + e^z) without overflow.
fn ln_1p_exp(z: f64) -> f64 {
    z.max(0.0) + (-z.abs()).exp().ln_1p()
}
