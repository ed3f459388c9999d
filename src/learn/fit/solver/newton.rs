//! A truncated Newton method: each step solves H · p = −g by preconditioned conjugate gradients, only as exactly as the step
//! needs, and moves along p as far as the objective falls (Nash 2000, "A survey of truncated-Newton methods"; for this
//! objective Lin, Weng and Keerthi 2008, "Trust region Newton method for large-scale logistic regression").
//!
//! The preconditioner is the diagonal
//!
//! > (1 − m) · alpha + m · diag(H), m = [`MIXED`]
//!
//! (Hsia, Chiang and Lin 2018, "Preconditioned conjugate gradient methods in truncated Newton frameworks for large-scale linear
//! classification"). diag(H) alone gives the few columns that most rows share as little weight as the many rare ones, and needs
//! twice the products here.

use super::objective::{Quantity, Question, dot, norm};
use super::solution::{Solution, certified};
use crate::error::Result;

/// The share of diag(H) in the preconditioner.
const MIXED: f64 = 0.01;
/// The factor by which solving a step's equations reduces their residual in the preconditioner's norm; less once the gradient is
/// small.
const FORCING: f64 = 0.1;
/// The most products with the Hessian for one step.
const MOST_PRODUCTS: usize = 500;
/// The share of the expected descent that is enough (Armijo).
const DESCENT: f64 = 1e-4;
/// The most times that a step is halved.
const HALVINGS: usize = 40;

/// A minimisation from 0 until ‖gradient‖ ≤ tolerance, no step descends any more, or `most_steps` were taken. It asks questions about
/// its objective one after the other, so that others can be asked in the same pass over the rows.
pub(super) struct Newton {
    point: Vec<f64>,
    gradient: Vec<f64>,
    value: f64,
    /// ‖gradient‖ at 0.
    first: f64,
    tolerance: f64,
    most_steps: u64,
    steps: u64,
    equations: Equations,
    next: Next,
}

/// What is asked next, and why.
#[derive(Clone, Copy)]
enum Next {
    /// The value at 0.
    First,
    /// The diagonal of the Hessian, for the preconditioner.
    Diagonal,
    /// A product with the direction of the conjugate gradients.
    Product,
    /// The value after a step, of which some part was taken.
    Descent {
        slope: f64,
        length: f64,
        halvings: usize,
    },
    /// The value where the method stopped, if that is not the point whose value was asked last.
    Last,
    Nothing,
}

impl Newton {
    pub(super) fn new(size: usize, alpha: f64, tolerance: f64, most_steps: u64) -> Newton {
        Newton {
            point: vec![0.0; size],
            gradient: vec![0.0; size],
            value: f64::NAN,
            first: f64::NAN,
            tolerance,
            most_steps,
            steps: 0,
            equations: Equations::new(size, alpha),
            next: Next::First,
        }
    }

    /// The next question; none if the minimisation has ended.
    pub(super) fn question(&self) -> Option<Question<'_>> {
        let of_direction = |quantity| Question { quantity, vector: &self.equations.direction };
        match self.next {
            Next::First | Next::Descent { .. } | Next::Last => {
                Some(Question { quantity: Quantity::Value, vector: &self.point })
            }
            Next::Diagonal => Some(of_direction(Quantity::Diagonal)),
            Next::Product => Some(of_direction(Quantity::Product)),
            Next::Nothing => None,
        }
    }

    /// Goes on with the answer to the question, which `answer` writes to a vector, returning the value.
    pub(super) fn hear(&mut self, answer: impl FnOnce(Question<'_>, &mut [f64]) -> f64) {
        let Newton { point, gradient, equations, .. } = self;
        let Equations { direction, product, preconditioner, .. } = equations;
        let of = |quantity, vector| Question { quantity, vector };
        match self.next {
            Next::First => {
                self.value = answer(of(Quantity::Value, point), gradient);
                self.first = norm(gradient);
                self.begin_step();
            }
            Next::Diagonal => {
                answer(of(Quantity::Diagonal, direction), preconditioner);
                let forcing = FORCING.min((norm(gradient) / self.first).sqrt());
                equations.begin(gradient, forcing, 0.3 * self.tolerance);
                self.next = Next::Product;
            }
            Next::Product => {
                answer(of(Quantity::Product, direction), product);
                if equations.advance() {
                    self.take_step();
                }
            }
            Next::Descent { slope, length, halvings } => {
                let value = answer(of(Quantity::Value, point), gradient);
                self.descend(value, slope, length, halvings);
            }
            Next::Last => {
                self.value = answer(of(Quantity::Value, point), gradient);
                self.next = Next::Nothing;
            }
            Next::Nothing => {}
        }
    }

    fn begin_step(&mut self) {
        let goes_on = self.steps < self.most_steps && norm(&self.gradient) > self.tolerance;
        self.next = if goes_on { Next::Diagonal } else { Next::Nothing };
    }

    fn take_step(&mut self) {
        let slope = dot(&self.gradient, &self.equations.solution);
        // Where no curvature was found there is no step, or one that leads nowhere.
        if slope.is_nan() || slope >= 0.0 {
            self.next = Next::Nothing;
            return;
        }
        self.move_by(1.0);
        self.next = Next::Descent { slope, length: 1.0, halvings: 0 };
    }

    /// Accepts the part of the step that was taken, if the objective falls enough; else halves it. If it never falls, the point is
    /// restored, and the method ends.
    fn descend(&mut self, value: f64, slope: f64, length: f64, halvings: usize) {
        // Close to the optimum the objective falls by less than its rounding error.
        let rounding = 16.0 * f64::EPSILON * self.value.abs();
        if value <= self.value + DESCENT * length * slope + rounding {
            self.value = value;
            self.steps += 1;
            return self.begin_step();
        }
        let (length, halvings) = (length / 2.0, halvings + 1);
        self.move_by(-length);
        self.next = Next::Descent { slope, length, halvings };
        if halvings == HALVINGS {
            self.move_by(-length);
            self.next = Next::Last;
        }
    }

    fn move_by(&mut self, length: f64) {
        self.point.iter_mut().zip(&self.equations.solution).for_each(|(at, step)| *at += length * step);
    }

    /// Where it ended.
    pub(super) fn solution(self) -> Result<Solution> {
        let gradient_norm = norm(&self.gradient);
        certified(self.point, self.value, gradient_norm, self.steps, self.tolerance)
    }
}

/// H · p = −g, by conjugate gradients.
struct Equations {
    alpha: f64,
    solution: Vec<f64>,
    residual: Vec<f64>,
    /// The preconditioned residual.
    conditioned: Vec<f64>,
    direction: Vec<f64>,
    product: Vec<f64>,
    preconditioner: Vec<f64>,
    /// residual · conditioned.
    square: f64,
    /// The square at which the residual is small enough.
    enough: f64,
    /// The norm of the residual that is small enough.
    least: f64,
    products: usize,
}

impl Equations {
    fn new(size: usize, alpha: f64) -> Equations {
        let zeros = || vec![0.0; size];
        Equations {
            alpha,
            solution: zeros(),
            residual: zeros(),
            conditioned: zeros(),
            direction: zeros(),
            product: zeros(),
            preconditioner: zeros(),
            square: 0.0,
            enough: 0.0,
            least: 0.0,
            products: 0,
        }
    }

    /// Begins to solve until the residual has fallen by the factor `forcing`, or its norm to `least`. The preconditioner holds the
    /// Hessian's diagonal.
    fn begin(&mut self, gradient: &[f64], forcing: f64, least: f64) {
        let rest = (1.0 - MIXED) * self.alpha;
        self.preconditioner.iter_mut().for_each(|entry| *entry = 1.0 / (rest + MIXED * *entry));
        self.solution.fill(0.0);
        self.residual.iter_mut().zip(gradient).for_each(|(residual, slope)| *residual = -slope);
        self.condition();
        self.direction.copy_from_slice(&self.conditioned);
        self.square = dot(&self.residual, &self.conditioned);
        (self.enough, self.least, self.products) = (forcing * forcing * self.square, least, 0);
    }

    /// Takes one step along the direction, of which the product with the Hessian is known. Returns true if that is enough.
    fn advance(&mut self) -> bool {
        let curvature = dot(&self.direction, &self.product);
        // The Hessian is positive definite, except for rounding and an intercept without rows.
        if curvature.is_nan() || curvature <= 0.0 {
            return true;
        }
        self.step(self.square / curvature);
        self.condition();
        let next = dot(&self.residual, &self.conditioned);
        self.products += 1;
        if next <= self.enough || norm(&self.residual) <= self.least || self.products == MOST_PRODUCTS {
            return true;
        }
        let turn = next / self.square;
        self.direction.iter_mut().zip(&self.conditioned).for_each(|(to, new)| *to = new + turn * *to);
        self.square = next;
        false
    }

    fn condition(&mut self) {
        let entries = self.conditioned.iter_mut().zip(&self.residual).zip(&self.preconditioner);
        entries.for_each(|((to, residual), factor)| *to = residual * factor);
    }

    fn step(&mut self, length: f64) {
        self.solution.iter_mut().zip(&self.direction).for_each(|(at, step)| *at += length * step);
        self.residual.iter_mut().zip(&self.product).for_each(|(at, step)| *at -= length * step);
    }
}
