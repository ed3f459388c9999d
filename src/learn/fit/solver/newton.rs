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

use super::objective::{Objective, dot, norm};
use crate::learn::fit::matrix::Matrix;

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

/// Where the method stopped.
pub(super) struct Stopped {
    /// Coefficients, then the intercept.
    pub(super) point: Vec<f64>,
    /// Steps taken.
    pub(super) steps: u64,
}

/// Minimises from 0 until ‖gradient‖ ≤ tolerance, no step descends any more, or `most_steps` were taken.
pub(super) fn minimise<M: Matrix>(objective: &mut Objective<'_, M>, tolerance: f64, most_steps: u64) -> Stopped {
    let size = objective.size();
    let mut point = vec![0.0; size];
    let mut gradient = vec![0.0; size];
    let mut value = objective.evaluate(&point, &mut gradient);
    let first = norm(&gradient);
    let mut equations = Equations::new(size);
    let mut steps = 0;
    while steps < most_steps && norm(&gradient) > tolerance {
        let forcing = FORCING.min((norm(&gradient) / first).sqrt());
        equations.solve(objective, &gradient, forcing, 0.3 * tolerance);
        match descend(objective, &mut point, &mut gradient, value, &equations.solution) {
            Some(lower) => value = lower,
            None => break,
        }
        steps += 1;
    }
    Stopped { point, steps }
}

/// Moves the point along a direction, halving the step until the objective falls enough. Returns none, and restores the point, if
/// it never does.
fn descend<M: Matrix>(
    objective: &mut Objective<'_, M>,
    point: &mut [f64],
    gradient: &mut [f64],
    value: f64,
    direction: &[f64],
) -> Option<f64> {
    let slope = dot(gradient, direction);
    // Close to the optimum the objective falls by less than its rounding error.
    let rounding = 16.0 * f64::EPSILON * value.abs();
    let mut length = 1.0;
    point.iter_mut().zip(direction).for_each(|(at, step)| *at += step);
    for _ in 0..HALVINGS {
        let next = objective.evaluate(point, gradient);
        if next <= value + DESCENT * length * slope + rounding {
            return Some(next);
        }
        length /= 2.0;
        point.iter_mut().zip(direction).for_each(|(at, step)| *at -= length * step);
    }
    point.iter_mut().zip(direction).for_each(|(at, step)| *at -= length * step);
    None
}

/// H · p = −g, by conjugate gradients.
struct Equations {
    solution: Vec<f64>,
    residual: Vec<f64>,
    /// The preconditioned residual.
    conditioned: Vec<f64>,
    direction: Vec<f64>,
    product: Vec<f64>,
    preconditioner: Vec<f64>,
}

impl Equations {
    fn new(size: usize) -> Equations {
        let zeros = || vec![0.0; size];
        Equations {
            solution: zeros(),
            residual: zeros(),
            conditioned: zeros(),
            direction: zeros(),
            product: zeros(),
            preconditioner: zeros(),
        }
    }

    /// Solves until the residual has fallen by the factor `forcing`, or its norm to `least`.
    fn solve<M: Matrix>(&mut self, objective: &mut Objective<'_, M>, gradient: &[f64], forcing: f64, least: f64) {
        self.precondition(objective);
        self.solution.fill(0.0);
        self.residual.iter_mut().zip(gradient).for_each(|(residual, slope)| *residual = -slope);
        self.condition();
        self.direction.copy_from_slice(&self.conditioned);
        let mut square = dot(&self.residual, &self.conditioned);
        let enough = forcing * forcing * square;
        for _ in 0..MOST_PRODUCTS {
            objective.hessian(&self.direction, &mut self.product);
            let curvature = dot(&self.direction, &self.product);
            // The Hessian is positive definite, except for rounding and an intercept without rows.
            if curvature.is_nan() || curvature <= 0.0 {
                return;
            }
            self.step(square / curvature);
            self.condition();
            let next = dot(&self.residual, &self.conditioned);
            if next <= enough || norm(&self.residual) <= least {
                return;
            }
            let turn = next / square;
            self.direction.iter_mut().zip(&self.conditioned).for_each(|(to, new)| *to = new + turn * *to);
            square = next;
        }
    }

    fn precondition<M: Matrix>(&mut self, objective: &mut Objective<'_, M>) {
        objective.diagonal(&mut self.preconditioner);
        let rest = (1.0 - MIXED) * objective.alpha();
        self.preconditioner.iter_mut().for_each(|entry| *entry = 1.0 / (rest + MIXED * *entry));
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
