//! What is said of a sample's rows and articles beside probabilities: which labels are sure, and the verdicts.

use super::measured::Relied;
use crate::label::Label;
use crate::learn::measure::reliance::{Share, is_accused, is_honest};
use crate::verdict::{ArticleScore, Verdict};

/// What is said of the rows of a sample.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Decided {
    /// Whether each row's label is sure.
    sure: Vec<bool>,
    /// The articles of which every labelled row is in the sample; none if no row names its article.
    articles: Option<Vec<DecidedArticle>>,
}

#[derive(Debug, Clone, PartialEq)]
struct DecidedArticle {
    /// Its rows, by their numbers in the sample; never empty.
    rows: Vec<usize>,
    verdict: Option<Verdict>,
}

/// Groups that are drawn: the number of each row of a sample, and how many there are.
pub(super) struct Drawn<'d> {
    /// The number of the group of each row that is measured.
    pub(super) group_of: &'d [u32],
    pub(super) groups: usize,
    pub(super) resamples: usize,
    /// Whether a group holds whole articles; else verdicts have no intervals.
    pub(super) keeps_articles: bool,
}

impl Decided {
    /// Nothing is said yet of this many rows.
    pub(super) fn of_rows(rows: usize) -> Decided {
        Decided { sure: vec![false; rows], articles: None }
    }

    /// Adds consecutive rows. `numbers` are those of the rows in the sample; none for a row that is not in it. Only what is an
    /// article has a verdict.
    pub(super) fn add(&mut self, score: &ArticleScore, numbers: &[Option<usize>], is_article: bool) {
        let decided = || score.paragraphs.iter().zip(numbers).filter_map(|(of, number)| Some((of.decision?, *number)));
        for (decision, number) in decided() {
            if let Some(number) = number {
                self.sure[number] = decision.unsure.is_none();
            }
        }
        let rows: Option<Vec<usize>> = decided().map(|(_, number)| number).collect();
        if is_article {
            let articles = self.articles.get_or_insert_default();
            articles.extend(
                rows.filter(|rows| !rows.is_empty()).map(|rows| DecidedArticle { rows, verdict: score.verdict() }),
            );
        }
    }

    /// What can be relied on in some rows of the sample, which are ascending. `is_right` tells whether a row's label is. An article
    /// counts if all of its rows are among them.
    pub(super) fn relied(
        &self,
        rows: &[usize],
        labels: &[Label],
        is_right: impl Fn(usize) -> bool,
        drawn: &Drawn<'_>,
    ) -> Relied {
        let Drawn { group_of, groups, resamples, keeps_articles } = *drawn;
        let grouped = || rows.iter().copied().zip(group_of.iter().copied());
        let sure = grouped().map(|(row, group)| (group, self.sure[row]));
        let right = grouped().filter(|(row, _)| self.sure[*row]).map(|(row, group)| (group, is_right(row)));
        let place = |row: usize| rows.binary_search(&row).ok();
        let articles: Option<Vec<&DecidedArticle>> = self.articles.as_ref().map(|articles| {
            articles.iter().filter(|article| article.rows.iter().all(|&row| place(row).is_some())).collect()
        });
        let verdicts = articles.as_ref().map(|articles| {
            let honest = articles.iter().filter(|article| {
                is_honest(article.rows.iter().filter(|&&row| labels[row].is_opinion()).count(), article.rows.len())
            });
            let group = |article: &DecidedArticle| place(article.rows[0]).map_or(0, |at| group_of[at]);
            let accused = honest.map(|article| (group(article), is_accused(article.verdict)));
            Share::new(accused, groups, if keeps_articles { resamples } else { 0 })
        });
        Relied {
            articles: articles.map(|articles| articles.len()),
            sure: Share::new(sure, groups, resamples),
            sure_right: Share::new(right, groups, resamples),
            false_verdicts: verdicts,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::Probability;
    use crate::verdict::{Decision, Kind, ParagraphScore, UnsureReason};

    fn score(labels: &[Label], unsure: Option<UnsureReason>) -> ArticleScore {
        let paragraph = |&label: &Label| {
            let p = Probability(if label.is_opinion() { 0.9 } else { 0.1 });
            let decision = Some(Decision { label, probability: p, alone: p, unsure });
            ParagraphScore { kind: Kind::Paragraph, decision, quoted: 0.0, words: 20 }
        };
        ArticleScore { paragraphs: labels.iter().map(paragraph).collect(), shifts: Vec::new() }
    }

    /// Three reports, of which one is called opinion and one cannot be judged, and an argument; the rows of the last article are only
    /// in part among the rows measured.
    #[test]
    fn only_whole_honest_articles_are_accused() {
        use Label::{News, Opinion};
        let mut decided = Decided::of_rows(9);
        let numbers = |from: usize| [Some(from), Some(from + 1)];
        decided.add(&score(&[News; 2], None), &numbers(0), true);
        decided.add(&score(&[Opinion; 2], None), &numbers(2), true);
        decided.add(&score(&[Opinion; 2], Some(UnsureReason::NearThreshold)), &numbers(4), true);
        decided.add(&score(&[Opinion; 2], None), &numbers(6), true);
        decided.add(&score(&[Opinion; 2], None), &[Some(8), None], true);
        let labels = [News, News, News, News, News, News, Opinion, News, News];
        let rows: Vec<usize> = (0..9).collect();
        let called = [News, News, Opinion, Opinion, Opinion, Opinion, Opinion, Opinion, Opinion];
        let group_of: Vec<u32> = (0..9).collect();
        let drawn = Drawn { group_of: &group_of, groups: 9, resamples: 100, keeps_articles: false };
        let relied = decided.relied(&rows, &labels, |row| called[row] == labels[row], &drawn);
        let counts = |share: Share| (share.part, share.of);
        assert_eq!(counts(relied.sure), (7, 9));
        assert_eq!(counts(relied.sure_right), (3, 7));
        assert_eq!(relied.articles, Some(4), "the last is not in the sample as a whole");
        let verdicts = relied.false_verdicts.unwrap();
        assert_eq!(counts(verdicts), (1, 3), "to be unsure accuses nobody, and the fourth argues");
        assert_eq!(verdicts.estimate.interval, None, "rows are drawn, which split articles");
        let some = decided.relied(&[0, 1, 2], &labels, |_| true, &Drawn { group_of: &group_of[..3], ..drawn });
        assert_eq!((some.articles, counts(some.sure)), (Some(1), (3, 3)));
    }
}
