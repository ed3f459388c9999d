//! Articles in context, out of fold.

use super::fit::Weighted;
use super::out_of_fold::{cross_calibrate, cross_fit};
use super::parts::contexts_of_halves;
use super::prepared::{Prepared, prepare};
use super::stacking::{Alone, Stacking};
use super::{Corpus, TrainParams};
use crate::error::Result;
use crate::label::{Label, Logit, Probability};
use crate::model::CardContext;
use crate::model::context::{Context, Said};
use crate::tables::rows::Table;
use crate::tables::rows::group::Group;
use crate::terms::Scope;

/// The rows in context, out of fold.
pub(super) struct CrossContext {
    /// One for each row.
    pub(super) probabilities: Vec<Probability>,
    /// The parameters of parts, for the articles of even and of odd folds: each half's by the other, or under a model of read labels both
    /// by all rows ([`Stacking`]).
    pub(super) turns: [Context; 2],
    /// What each row says about the section of its article: what turns are found by.
    pub(super) sections: Vec<Logit>,
    /// Whether a model of read labels made them, and not a reading of the parts.
    pub(super) is_stacked: bool,
}

/// Each row in context out of fold, if articles have several rows and folds keep them together.
pub(super) fn cross_context(
    corpus: &Corpus<'_>,
    group: Group,
    stacking: Option<&Stacking<'_, '_>>,
    logits: &[Logit],
    folds: &[usize],
) -> Result<Option<CrossContext>> {
    match stacking {
        _ if !corpus.has_context(group) => Ok(None),
        Some(stacking) => {
            let probabilities = stacking.cross_read()?;
            let sections = (0..logits.len()).map(|row| stacking.alone(row).section).collect();
            Ok(Some(CrossContext { probabilities, turns: [stacking.turns; 2], sections, is_stacked: true }))
        }
        None => Ok(Some(cross_contexts(corpus, logits, folds))),
    }
}

/// Probabilities in context by parameters fitted to other folds: even folds by the odd ones and vice versa. A fit for each fold
/// would cost more than the folds themselves.
///
/// The logits that one half is fitted to come from models that were trained on the other half too; six numbers are all that
/// can leak through.
fn cross_contexts(corpus: &Corpus<'_>, logits: &[Logit], folds: &[usize]) -> CrossContext {
    let contexts = contexts_of_halves(corpus, logits, folds);
    let probabilities = corpus.read(logits, |row| contexts[folds[row] % 2]);
    CrossContext { probabilities, turns: contexts, sections: logits.to_vec(), is_stacked: false }
}

/// An article whose paragraphs have labels and were scored alone.
#[derive(Debug, Clone, PartialEq)]
pub struct LabelledArticle {
    /// Its publisher.
    pub source: String,
    /// What each paragraph says alone.
    pub said: Vec<Said>,
    /// Each paragraph's label.
    pub labels: Vec<Label>,
    /// How it is read.
    pub context: CardContext,
    /// The shift of the logits by a stated share of opinion.
    pub shift: Logit,
    /// 0 or 1. Each half is read by parameters from the other, so only articles of one half may be joined.
    pub half: usize,
}

/// Reads each article by models, a calibration and parameters of other folds.
pub(crate) fn cross_read(tables: &[Table], params: &TrainParams) -> Result<Vec<LabelledArticle>> {
    let Prepared { corpus, counts, folds, folding, inherited, .. } =
        prepare(tables, params, Scope::NamesMasked, &mut |_| ())?;
    if !corpus.has_context(folding.group) {
        return Ok(Vec::new());
    }
    let out_of_fold = cross_fit(&corpus, &counts, &folds, &inherited, params)?;
    let weights = Weighted::all(&corpus, &counts, &inherited, params)?.weights;
    let logits = cross_calibrate(&out_of_fold, &corpus.labels, &folds)?.logits;
    let alone = Alone { logits: &logits, folds: &folds };
    let stacking = Stacking::new(&corpus, &counts, &weights, &inherited, alone, params)?;
    let halves = stacking.as_ref().map_or_else(|| contexts_of_halves(&corpus, &logits, &folds), Stacking::halves);
    // Few groups may lie in folds of one parity, so that a half has one label only, or nothing to fit to.
    let has_both = |half: usize| {
        Label::ALL
            .iter()
            .all(|label| (0..folds.len()).any(|row| folds[row] % 2 != half && corpus.labels[row] == *label))
    };
    let stacking = stacking.filter(|_| [0, 1].into_iter().all(has_both));
    let of_half = |half: usize| stacking.as_ref().map(|of| of.fit(|row| folds[row] % 2 != half)).transpose();
    let labels = [of_half(0)?, of_half(1)?];
    let read = |rows: std::ops::Range<usize>| {
        let half = folds[rows.start] % 2;
        let fitted = stacking.as_ref().zip(labels[half].as_ref());
        let said = |row: usize| match fitted {
            Some((stacking, fitted)) => stacking.said(row, fitted),
            None => corpus.said(row, &logits),
        };
        LabelledArticle {
            source: corpus.source(rows.start).to_owned(),
            half,
            context: CardContext::new(fitted.map(|(_, fitted)| fitted.stacked.clone()), halves[half], None),
            shift: Logit(0.0),
            said: rows.clone().map(said).collect(),
            labels: rows.map(|row| corpus.labels[row]).collect(),
        }
    };
    Ok(corpus.articles().filter(|rows| !rows.is_empty()).map(read).collect())
}
