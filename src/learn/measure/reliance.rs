//! What labels and verdicts are worth to whoever relies on them: how many labels are sure and how many of those are right, and how
//! many honest articles are accused.

use super::bootstrap::{Estimate, estimate};
use crate::verdict::Verdict;

/// An article of which at most this share of the paragraphs is labelled opinion is honest reporting: a verdict of opinion or mixed
/// is false. A reporter's aside or two do not make a report an argument.
pub const HONEST: f64 = 0.1;

/// Returns true if an article with this many paragraphs labelled opinion reports.
///
/// ```
/// use oped::learn::measure::reliance::is_honest;
/// assert!(is_honest(0, 3) && is_honest(1, 10) && !is_honest(1, 9));
/// ```
pub fn is_honest(opinion: usize, paragraphs: usize) -> bool {
    opinion as f64 <= HONEST * paragraphs as f64
}

/// Returns true if this verdict on an honest article is false. To be unsure accuses nobody.
pub fn is_accused(verdict: Option<Verdict>) -> bool {
    matches!(verdict, Some(Verdict::Opinion | Verdict::Mixed))
}

/// What can be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reliance {
    /// The share of labels that are sure.
    Sure,
    /// The share of sure labels that are right.
    SureRight,
    /// The share of honest articles with a verdict of opinion or mixed.
    FalseVerdicts,
}

impl Reliance {
    /// The name for people.
    pub fn name(self) -> &'static str {
        match self {
            Reliance::Sure => "labels without ?",
            Reliance::SureRight => "right without ?",
            Reliance::FalseVerdicts => "false verdicts",
        }
    }

    /// The name for programs.
    pub fn key(self) -> &'static str {
        match self {
            Reliance::Sure => "sure",
            Reliance::SureRight => "sure_right",
            Reliance::FalseVerdicts => "false_verdicts",
        }
    }

    /// The definition, on one line.
    pub fn definition(self) -> &'static str {
        match self {
            Reliance::Sure => "share of rows whose label is not marked unsure",
            Reliance::SureRight => "of the labels that are not marked unsure, the share that is right",
            Reliance::FalseVerdicts => {
                "of the articles with at most a tenth of their rows labelled opinion, the share called opinion or mixed"
            }
        }
    }

    /// What it is a share of, as a noun.
    pub fn noun(self) -> &'static str {
        match self {
            Reliance::Sure => "row",
            Reliance::SureRight => "label",
            Reliance::FalseVerdicts => "honest article",
        }
    }
}

/// A share, as the counts that it is made of.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Share {
    /// How many are so.
    pub part: u64,
    /// Of how many.
    pub of: u64,
    /// The share with its interval; no value if it is a share of nothing.
    pub estimate: Estimate,
}

impl Share {
    /// Counts things, each with the number of its group and whether it is so. Intervals are made by drawing groups.
    ///
    /// ```
    /// use oped::learn::measure::reliance::Share;
    /// let share = Share::new([(0, true), (0, false), (1, true), (1, true)].into_iter(), 2, 100);
    /// assert_eq!((share.part, share.of, share.estimate.value), (3, 4, Some(0.75)));
    /// assert_eq!(share.estimate.interval, None, "two groups are too few");
    /// ```
    pub fn new(counted: impl Iterator<Item = (u32, bool)>, groups: usize, resamples: usize) -> Share {
        let mut of_group = vec![[0_u64; 2]; groups];
        for (group, is_so) in counted {
            let [part, of] = &mut of_group[group as usize];
            (*part, *of) = (*part + u64::from(is_so), *of + 1);
        }
        let sums = |weights: &[u32]| {
            let add = |[part, of]: [u64; 2], (group, &weight): (&[u64; 2], &u32)| {
                [part + u64::from(weight) * group[0], of + u64::from(weight) * group[1]]
            };
            of_group.iter().zip(weights).fold([0, 0], add)
        };
        let [part, of] = sums(&vec![1; groups]);
        let share = |weights: &[u32]| {
            let [part, of] = sums(weights);
            (of > 0).then(|| part as f64 / of as f64)
        };
        Share { part, of, estimate: estimate(groups, resamples, share) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_article_that_is_called_something_is_accused() {
        assert!(is_accused(Some(Verdict::Opinion)) && is_accused(Some(Verdict::Mixed)));
        assert!(!is_accused(Some(Verdict::News)) && !is_accused(Some(Verdict::Unsure)) && !is_accused(None));
    }

    /// Groups that are all or nothing make the interval wide; even ones make it a point.
    #[test]
    fn intervals_are_as_wide_as_groups_differ() {
        let of = |is_so: fn(u32) -> bool| {
            let things = (0..400).map(|thing| (thing / 20, is_so(thing)));
            Share::new(things, 20, 400).estimate
        };
        let (uneven, even) = (of(|thing| thing / 20 % 2 == 0), of(|thing| thing % 2 == 0));
        assert_eq!((uneven.value, even.value), (Some(0.5), Some(0.5)));
        let width = |of: Estimate| of.interval.map(|interval| interval.high - interval.low).unwrap();
        assert!(width(uneven) > 0.3 && width(even) == 0.0);
    }

    #[test]
    fn a_share_of_nothing_has_no_value() {
        assert_eq!(Share::new(std::iter::empty(), 9, 100), Share::default());
    }
}
