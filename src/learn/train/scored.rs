//! Articles as models of the other folds would score them: labels with the reasons to doubt them, and turns.

use std::collections::BTreeMap;
use std::ops::Range;

use rayon::prelude::*;

use super::out_of_fold::distinct;
use super::voices::CrossContext;
use super::{Corpus, TrainParams, prepared::Prepared};
use crate::label::{Logit, Probability};
use crate::learn::fit::selection::Selection;
use crate::model::calibration::UnsureBand;
use crate::model::context::{Context, Said};
use crate::model::word_counter::WordCounter;
use crate::score::{decide, undecided};
use crate::terms::WordCount;
use crate::verdict::{ArticleScore, ParagraphScore};

/// Consecutive rows of an article, by number, with their score out of fold.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ScoredRows {
    pub(crate) rows: Range<usize>,
    pub(crate) score: ArticleScore,
}

/// Scores each article by what was learnt from other folds: the logits, the words that are known and the band of doubt from all of
/// them, the turns from one half, or where a model of read labels made the labels from all rows: six numbers can leak through.
///
/// If there is no context, rows are scored alone and nothing turns.
pub(super) fn cross_score(
    prepared: &Prepared<'_>,
    logits: &[Logit],
    context: Option<&CrossContext>,
    params: &TrainParams,
) -> Vec<ScoredRows> {
    let Prepared { corpus, folds, .. } = prepared;
    let alone: Vec<Probability> = logits.iter().map(|logit| logit.probability()).collect();
    let together: Vec<Logit> =
        context.map_or_else(|| logits.to_vec(), |of| of.probabilities.iter().map(|p| p.logit()).collect());
    // A model's band is that of the labels it shows, if it was given labels paragraph by paragraph.
    let shown = context.filter(|of| of.is_stacked).map_or(&alone, |of| &of.probabilities);
    let learnt = Learnt {
        bands: bands(corpus, folds, shown),
        words: words(prepared, params),
        turns: context.map(|of| of.turns),
        is_stacked: context.is_some_and(|of| of.is_stacked),
    };
    let score = |rows: Range<usize>| {
        let said = |row: usize| {
            let section = context.map_or(logits[row], |of| of.sections[row]);
            Said { section, ..corpus.said(row, logits) }
        };
        let said: Vec<Said> = rows.clone().map(said).collect();
        let score = learnt.score(&said, &together[rows.clone()], rows.start, folds);
        ScoredRows { rows, score }
    };
    let articles: Vec<Range<usize>> = corpus.articles().filter(|rows| !rows.is_empty()).collect();
    articles.into_par_iter().map(score).collect()
}

/// What other folds say of each row and fold.
struct Learnt {
    /// By fold.
    bands: BTreeMap<usize, UnsureBand>,
    /// By row.
    words: Vec<WordCount>,
    /// For even and for odd folds.
    turns: Option<[Context; 2]>,
    /// Whether a model of read labels made the labels in context.
    is_stacked: bool,
}

impl Learnt {
    /// Scores the rows from `first` on, which are in one fold.
    fn score(&self, said: &[Said], together: &[Logit], first: usize, folds: &[usize]) -> ArticleScore {
        let fold = folds[first];
        let paragraph = |((at, said), &together): ((usize, &Said), &Logit)| {
            let words = self.words[first + at];
            let decision = decide(said.logit, together, &words, &self.bands[&folds[first + at]]);
            ParagraphScore { decision: Some(decision), ..undecided(said, words) }
        };
        let shifts = self.turns.map(|turns| {
            // Turns agree with labels by another rule where a model of read labels made them.
            let (turns, labels) = (turns[fold % 2], self.is_stacked.then(|| together.to_vec()));
            turns.hear_sections(said, Logit(0.0)).1.reading(labels).shifts
        });
        ArticleScore {
            paragraphs: said.iter().enumerate().zip(together).map(paragraph).collect(),
            shifts: shifts.unwrap_or_default(),
        }
    }
}

/// The band of each fold, fitted to the rows of the others.
fn bands(corpus: &Corpus<'_>, folds: &[usize], shown: &[Probability]) -> BTreeMap<usize, UnsureBand> {
    let band = |fold: usize| {
        let others = (0..folds.len()).filter(|&row| folds[row] != fold);
        let (probabilities, labels): (Vec<_>, Vec<_>) = others.map(|row| (shown[row], corpus.labels[row])).unzip();
        (fold, UnsureBand::fit(&probabilities, &labels))
    };
    distinct(folds).into_par_iter().map(band).collect()
}

/// The words of each row, and how many of them a model of the other folds has no term for.
fn words(prepared: &Prepared<'_>, params: &TrainParams) -> Vec<WordCount> {
    let Prepared { corpus, counts, folds, inherited, .. } = prepared;
    let count = |fold: usize| {
        let (test, mut rest): (Vec<usize>, Vec<usize>) = (0..folds.len()).partition(|&row| folds[row] == fold);
        rest.extend(inherited.outside(Some(fold)).into_iter().flat_map(|of| &of.rows));
        let features = Selection::new(counts, &rest, params.vocabulary).features;
        let vocabulary = features.iter().map(|&term| counts.terms()[term as usize].as_ref());
        let counter = WordCounter::new(params.language, vocabulary);
        let mut lexicon = counter.lexicon();
        let counted = |row| (row, corpus.words(row, |text, sources| counter.count(&mut lexicon, text, sources)));
        test.into_iter().map(counted).collect::<Vec<_>>()
    };
    let counted: Vec<Vec<(usize, WordCount)>> = distinct(folds).into_par_iter().map(count).collect();
    let mut words = vec![WordCount::default(); folds.len()];
    counted.into_iter().flatten().for_each(|(row, count)| words[row] = count);
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::train::cross_validate_and_score;
    use crate::tables::rows::Table;
    use crate::tables::table::{TableParams, read_table};
    use crate::verdict::UnsureReason;

    /// Our own paragraphs, and an article of a publisher whose words nobody else uses.
    fn table() -> Table {
        let mut csv = include_str!("../../../data/paragraphs.csv").to_owned();
        for number in 0..4 {
            csv += &format!("odd-{number},odd,odd-01,{number},Zxqvy brkzt hrothm wexmorp qwrtp {number} ferry.,news\n");
        }
        read_table("own.csv", csv.as_bytes(), &TableParams::default()).unwrap()
    }

    #[test]
    fn rows_are_doubted_by_what_other_folds_know() {
        let (crossed, scored) = cross_validate_and_score(&[table()], &TrainParams::default()).unwrap();
        let in_context = crossed.in_context.as_ref().unwrap();
        let (mut next, mut sure, mut wrong, mut turns, mut unseen) = (0, 0, 0, 0, 0);
        for ScoredRows { rows, score } in scored {
            assert_eq!((rows.start, rows.len()), (next, score.paragraphs.len()), "every row once, in order");
            next = rows.end;
            turns += score.shifts.len();
            for (row, paragraph) in rows.zip(&score.paragraphs) {
                let decision = paragraph.decision.unwrap();
                assert_eq!(decision.alone, crossed.alone[row]);
                assert!((decision.probability.0 - in_context[row].0).abs() < 1e-9);
                sure += usize::from(decision.unsure.is_none());
                wrong += usize::from(decision.unsure.is_none() && decision.label != crossed.labels[row]);
                unseen += usize::from(decision.unsure == Some(UnsureReason::Unseen));
            }
        }
        assert_eq!(next, crossed.rows.len());
        // A model of all rows would know these words: they are in four of them.
        assert!(unseen >= 4, "{unseen}");
        assert!(sure * 2 > next && wrong * 15 <= sure && turns > 0, "{sure} of {next}, {wrong} wrong, {turns} turns");
    }
}
