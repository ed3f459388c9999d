//! Objectives over a matrix: value, gradient, and products with the Hessian, each in one pass over the rows.
//!
//! A pass loads each row's columns once for both directions: it computes zᵢ, and at once adds a multiple of the row to a sum. It does
//! so for several fits: their vectors lie side by side, so that an entry of the matrix finds what all need in a line or two of the
//! cache. Rows are split into blocks, each with its own sums; the number of blocks depends on the matrix alone, and blocks are added
//! up in order, so that results depend neither on the threads nor on the other fits.

use rayon::prelude::*;

use crate::error::{Error, ErrorKind, Result};
use crate::label::{Label, Logit};
use crate::learn::fit::matrix::{Matrix, Power, Real};

/// The stored entries of a block for each column, since its sum costs as much as there are columns.
const ENTRIES_PER_COLUMN: usize = 16;
/// The most blocks, and so the most threads of a pass. Each has sums of its own for every fit.
const MOST_BLOCKS: usize = 8;
/// The number of columns that one thread adds up.
const COLUMNS: usize = 8192;

/// The targets of a dataset: each row's label and weight.
#[derive(Debug, Clone, PartialEq)]
pub struct WeightedLabels {
    /// The label of each row.
    pub labels: Vec<Label>,
    /// The weight of each row; 0 for one that does not count.
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

    /// # Errors
    /// [`ErrorKind::Training`] if no row that counts has a label.
    pub(super) fn refuse_missing_class(&self) -> Result<()> {
        for label in Label::ALL {
            if !self.labels.iter().zip(&self.weights).any(|(&has, &weight)| has == label && weight > 0.0) {
                return Err(Error::new(ErrorKind::Training, format!("no training row is labelled {label}"))
                    .remedy("a model needs rows of both labels"));
            }
        }
        Ok(())
    }

    pub(super) fn total_weight(&self) -> f64 {
        self.weights.iter().sum()
    }

    /// A row's loss at a logit, its derivative, and its second derivative. The offset is added to the logit.
    fn loss(&self, row: usize, logit: f64) -> (f64, f64, f64) {
        let (sign, weight) = (self.labels[row].sign(), self.weights[row]);
        let offset = self.offsets.as_ref().map_or(0.0, |offsets| offsets[row]);
        let margin = sign * (logit + offset);
        // The probability of the other label.
        let wrong = Logit(-margin).probability().0;
        let loss = weight * ln_1p_exp(-margin);
        let curvature = weight * wrong * (1.0 - wrong);
        match &self.doubts {
            None => (loss, -weight * sign * wrong, curvature),
            // (1 − d) · loss(m) + d · loss(−m) = loss(m) + d · m: still convex.
            Some(doubts) => {
                let doubt = doubts[row];
                (loss + weight * doubt * margin, -weight * sign * (wrong - doubt), curvature)
            }
        }
    }

    /// How much of a row's weight is that of a class.
    pub(crate) fn weight_of(&self, row: usize, class: Label) -> f64 {
        let doubt = self.doubts.as_ref().map_or(0.0, |doubts| doubts[row]);
        self.weights[row] * if self.labels[row] == class { 1.0 - doubt } else { doubt }
    }
}

/// What a fit wants to know of its objective.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Quantity {
    /// The diagonal of the Hessian at the point whose value was asked last.
    Diagonal,
    /// That Hessian times a vector.
    Product,
    /// The value and the gradient at a point.
    Value,
}

/// A question about an objective.
#[derive(Debug, Clone, Copy)]
pub(super) struct Question<'v> {
    pub(super) quantity: Quantity,
    /// Coefficients, then the intercept.
    pub(super) vector: &'v [f64],
}

/// The objectives of `N` fits, as in the module [`super`]. They are asked at once, so that they share a pass over the rows.
///
/// Values and gradients are as exact as `f64`; what they say of the optimum holds. What is known of the Hessian only leads there, so
/// `f32` is enough for it, and half the memory.
pub(super) struct Objectives<'m, M, const N: usize> {
    matrix: &'m M,
    targets: [&'m WeightedLabels; N],
    alpha: f64,
    blocks: Vec<Block<N>>,
    exact: Sums<f64, N>,
    rough: Sums<f32, N>,
}

/// Some consecutive rows.
struct Block<const N: usize> {
    rows: std::ops::Range<usize>,
    losses: [f64; N],
    /// wᵢ · pᵢ · (1 − pᵢ) of each row, at the point whose value was asked last, by fit.
    curvatures: Vec<[f64; N]>,
}

/// What passes read and write, by column and fit.
struct Sums<F, const N: usize> {
    /// The vectors asked about, multiplied by the columns' factors.
    weighed: Vec<[F; N]>,
    /// The intercepts of these vectors.
    intercepts: [f64; N],
    /// Of each block.
    columns: Vec<Vec<[F; N]>>,
    /// Of each block.
    intercept: Vec<[f64; N]>,
}

/// The vectors of the fits that are asked.
type Vectors<'v, const N: usize> = [Option<&'v [f64]>; N];

impl<'m, M: Matrix<N>, const N: usize> Objectives<'m, M, N> {
    pub(super) fn new(matrix: &'m M, targets: [&'m WeightedLabels; N], alpha: f64) -> Self {
        let columns = matrix.columns();
        let number = (matrix.stored() / (ENTRIES_PER_COLUMN * (columns + 1))).clamp(1, MOST_BLOCKS);
        let step = matrix.rows().div_ceil(number);
        let block = |at: usize| {
            let rows = (at * step).min(matrix.rows())..((at + 1) * step).min(matrix.rows());
            Block { losses: [0.0; N], curvatures: vec![[0.0; N]; rows.len()], rows }
        };
        let blocks = (0..number).map(block).collect();
        Self { matrix, targets, alpha, blocks, exact: Sums::new(columns, number), rough: Sums::new(columns, number) }
    }

    /// The number of coefficients plus one for the intercept.
    pub(super) fn size(&self) -> usize {
        self.matrix.columns() + 1
    }

    /// Passes over the rows, in order to [answer](Self::answer) a question of those fits that gave a vector.
    pub(super) fn pass(&mut self, quantity: Quantity, vectors: &Vectors<'_, N>) {
        match quantity {
            Quantity::Diagonal => self.pass_diagonal(),
            Quantity::Product => self.pass_product(vectors),
            Quantity::Value => self.pass_value(vectors),
        }
    }

    fn pass_value(&mut self, vectors: &Vectors<'_, N>) {
        let (matrix, targets) = (self.matrix, &self.targets);
        let asked: [bool; N] = std::array::from_fn(|of| vectors[of].is_some());
        self.blocks.iter_mut().for_each(|block| block.losses = [0.0; N]);
        self.exact.weigh(matrix, vectors);
        self.exact.pass(matrix, &mut self.blocks, Power::One, |block, at, logits| {
            let logits = logits();
            std::array::from_fn(|of| {
                if !asked[of] {
                    return 0.0;
                }
                let (loss, slope, curvature) = targets[of].loss(block.rows.start + at, logits[of]);
                block.losses[of] += loss;
                block.curvatures[at][of] = curvature;
                slope
            })
        });
    }

    fn pass_product(&mut self, vectors: &Vectors<'_, N>) {
        self.rough.weigh(self.matrix, vectors);
        self.rough.pass(self.matrix, &mut self.blocks, Power::One, |block, at, logits| {
            let (curvatures, logits) = (block.curvatures[at], logits());
            std::array::from_fn(|of| curvatures[of] * logits[of])
        });
    }

    fn pass_diagonal(&mut self) {
        self.rough.pass(self.matrix, &mut self.blocks, Power::Two, |block, at, _| block.curvatures[at]);
    }

    /// The answer to the question of one fit in the last pass: writes the gradient, the product or the diagonal to `out`, and returns
    /// the objective, if its value was asked for.
    pub(super) fn answer(&self, of: usize, question: Question<'_>, out: &mut [f64]) -> f64 {
        let columns = self.matrix.columns();
        match question.quantity {
            Quantity::Value => self.exact.read(of, out),
            Quantity::Product | Quantity::Diagonal => self.rough.read(of, out),
        }
        let (coefficients, out) = (&question.vector[..columns], &mut out[..columns]);
        self.matrix.weigh(of, out);
        if question.quantity == Quantity::Diagonal {
            // A second time, because the factors are squared too.
            self.matrix.weigh(of, out);
            out.iter_mut().for_each(|entry| *entry += self.alpha);
        } else {
            out.iter_mut().zip(coefficients).for_each(|(sum, entry)| *sum += self.alpha * entry);
        }
        let loss: f64 = self.blocks.iter().map(|block| block.losses[of]).sum();
        loss + 0.5 * self.alpha * dot(coefficients, coefficients)
    }
}

impl<F: Real, const N: usize> Sums<F, N> {
    fn new(columns: usize, blocks: usize) -> Self {
        let zeros = || vec![[F::zero(); N]; columns];
        let columns = (0..blocks).map(|_| zeros()).collect();
        Sums { weighed: zeros(), intercepts: [0.0; N], columns, intercept: vec![[0.0; N]; blocks] }
    }

    /// Multiplies vectors by the columns' factors, and lays them side by side.
    fn weigh<M: Matrix<N>>(&mut self, matrix: &M, vectors: &Vectors<'_, N>) {
        let columns = self.weighed.len();
        let weighed = |(of, vector): (usize, &Option<&[f64]>)| {
            let mut vector = (*vector)?[..columns].to_vec();
            matrix.weigh(of, &mut vector);
            Some((of, vector))
        };
        let weighed: Vec<(usize, Vec<f64>)> = vectors.par_iter().enumerate().filter_map(weighed).collect();
        self.weighed.par_chunks_mut(COLUMNS).enumerate().for_each(|(chunk, to)| {
            for (of, vector) in &weighed {
                to.iter_mut().zip(&vector[chunk * COLUMNS..]).for_each(|(to, &entry)| to[*of] = F::of(entry));
            }
        });
        self.intercepts = vectors.map(|vector| vector.map_or(0.0, |vector| vector[columns]));
    }

    /// Adds up factor · row over all rows. `factors` gives the factors of a row of a block, from the logits that the vectors give it.
    fn pass<M: Matrix<N>>(
        &mut self,
        matrix: &M,
        blocks: &mut [Block<N>],
        power: Power,
        factors: impl Fn(&mut Block<N>, usize, &dyn Fn() -> [f64; N]) -> [f64; N] + Sync,
    ) {
        let Sums { weighed, intercepts, columns, intercept } = self;
        let sums = columns.par_iter_mut().zip(intercept);
        blocks.par_iter_mut().zip(sums).for_each(|(block, (columns, intercept))| {
            columns.fill([F::zero(); N]);
            *intercept = [0.0; N];
            for (at, row) in block.rows.clone().enumerate() {
                let logits = || {
                    let dots = matrix.row_dot(row, weighed);
                    std::array::from_fn(|of| intercepts[of] + dots[of])
                };
                let factors = factors(block, at, &logits);
                intercept.iter_mut().zip(factors).for_each(|(sum, factor)| *sum += factor);
                matrix.add_row(row, factors, power, columns);
            }
        });
        self.add_up();
    }

    /// Adds the other blocks to the first, in order.
    fn add_up(&mut self) {
        let Some((first, others)) = self.columns.split_first_mut() else { return };
        first.par_chunks_mut(COLUMNS).enumerate().for_each(|(chunk, sums)| {
            for other in &*others {
                for (sums, part) in sums.iter_mut().zip(&other[chunk * COLUMNS..]) {
                    *sums = std::array::from_fn(|of| sums[of] + part[of]);
                }
            }
        });
    }

    /// The sums of one fit, those of the columns and that of the intercept.
    fn read(&self, of: usize, out: &mut [f64]) {
        let columns = self.columns[0].iter().map(|sums| sums[of].as_());
        let intercept = self.intercept.iter().map(|sums| sums[of]).sum();
        out.iter_mut().zip(columns.chain([intercept])).for_each(|(to, sum)| *to = sum);
    }
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
