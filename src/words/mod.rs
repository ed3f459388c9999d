//! Scores and their reasons in words, the same on a terminal, on a page and in a notebook.

pub(crate) mod evidence;
pub(crate) mod figures;
pub(crate) mod marks;
pub(crate) mod reading;
pub(crate) mod score;
pub(crate) mod sentence;
