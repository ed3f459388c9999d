//! The parameters of articles' parts, fitted to paragraphs out of fold.

use std::collections::BTreeMap;

use super::Corpus;
use crate::label::{Label, Logit};
use crate::learn::fit::Example;
use crate::learn::turns::splice::{PART, Pure, draw, splice};
use crate::model::context::Context;

/// The most articles of each kind that the parameters are fitted to.
const MOST_OF_KIND: usize = 300;
/// The most paragraphs of an article that are used.
const MOST_PARAGRAPHS: usize = 60;
/// The least share of a source's articles with both labels: below it, stray labels are taken for slips.
const LEAST_MIXED: f64 = 0.05;
/// The fewest articles of each label, of three paragraphs or more, for a fit.
const LEAST_ARTICLES: usize = 10;

/// What each row says, and whose label it has; rows without a label are passed over.
pub(super) struct Evidence<'a> {
    pub(super) logits: &'a [Logit],
    pub(super) labels: &'a [Option<Label>],
}

/// Fits the parameters of an article's voices to the rows for which `is_used` holds: articles of one label, splices of them, and
/// articles of both labels. Returns the default if there are too few.
pub(super) fn fit_context(corpus: &Corpus<'_>, evidence: &Evidence<'_>, is_used: impl Fn(usize) -> bool) -> Context {
    let articles = Articles::new(corpus, evidence.labels, is_used);
    let example = |rows: &[usize]| Example {
        said: rows.iter().map(|&row| corpus.said(row, evidence.logits)).collect(),
        labels: rows.iter().filter_map(|&row| evidence.labels[row]).collect(),
    };
    let examples = |drawn: &[&Pure<'_>]| drawn.iter().map(|article| example(&article.paragraphs)).collect::<Vec<_>>();
    // As many of each label, so that either voice is equally likely to come first.
    let [mut news, mut opinion] = Label::ALL.map(|label| draw(&articles.pure, Some(label), MOST_OF_KIND / 2));
    let number = news.len().min(opinion.len());
    if number < LEAST_ARTICLES {
        return Context::default();
    }
    news.truncate(number);
    opinion.truncate(number);
    let spliced = splice(&articles.pure, MOST_OF_KIND).iter().map(|article| example(&article.paragraphs)).collect();
    let mixed = articles.mixed.iter().map(|rows| example(rows)).collect();
    Context::fit(&[[examples(&news), examples(&opinion)].concat(), spliced, mixed])
}

/// The parameters for the articles of even and of odd folds, each fitted to the other half.
pub(super) fn contexts_of_halves(corpus: &Corpus<'_>, logits: &[Logit], folds: &[usize]) -> [Context; 2] {
    let evidence = Evidence { logits, labels: &corpus.given() };
    [1, 0].map(|fitted_to| fit_context(corpus, &evidence, |row| folds[row] % 2 == fitted_to))
}

/// Articles, as the rows in which the author speaks.
pub(super) struct Articles<'a> {
    pub(super) pure: Vec<Pure<'a>>,
    mixed: Vec<Vec<usize>>,
}

impl<'a> Articles<'a> {
    pub(super) fn new(corpus: &'a Corpus<'_>, labels: &[Option<Label>], is_used: impl Fn(usize) -> bool) -> Self {
        let mut found = Articles { pure: Vec::new(), mixed: Vec::new() };
        for article in corpus.articles() {
            let is_used = |row: &usize| is_used(*row) && labels[*row].is_some() && corpus.is_voiced(*row);
            let rows: Vec<usize> = article.filter(is_used).take(MOST_PARAGRAPHS).collect();
            let Some((first, label)) = rows.first().and_then(|&first| Some((first, labels[first]?))) else { continue };
            if rows.iter().any(|&row| labels[row] != Some(label)) {
                found.mixed.push(rows);
            } else {
                found.pure.push(Pure { label, source: corpus.source(first), paragraphs: rows });
            }
        }
        found.leave_out_slips(corpus);
        found.pure.retain(|article| article.paragraphs.len() >= PART.0);
        found.mixed = few_of_each_source(corpus, found.mixed);
        found
    }

    /// Leaves out the articles of both labels of a source that has hardly any. If labels are those of whole articles, a stray one
    /// is a slip, and the slips left in a corrected table are those that the text does not betray: a fit to them would learn
    /// that texts say nothing.
    fn leave_out_slips(&mut self, corpus: &Corpus<'_>) {
        let mut mixed_of_all: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
        for rows in &self.mixed {
            mixed_of_all.entry(corpus.source(rows[0])).or_default()[0] += 1;
        }
        for article in &self.pure {
            mixed_of_all.entry(article.source).or_default()[1] += 1;
        }
        self.mixed.retain(|rows| {
            let [mixed, pure] = mixed_of_all[corpus.source(rows[0])];
            mixed as f64 >= LEAST_MIXED * (mixed + pure) as f64
        });
    }
}

/// At most [`MOST_OF_KIND`] articles, the first of each source, then the second, and so on.
fn few_of_each_source(corpus: &Corpus<'_>, articles: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut ranked: Vec<(usize, Vec<usize>)> = articles
        .into_iter()
        .map(|rows| {
            let rank = seen.entry(corpus.source(rows[0])).or_default();
            *rank += 1;
            (*rank, rows)
        })
        .collect();
    // Stable: ties stay in order.
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().take(MOST_OF_KIND).map(|(_, rows)| rows).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::rows::lint;
    use crate::tables::table::{TableParams, read_table};

    /// Of 40 articles each, the source "slips" has one with a stray label, "mixes" ten.
    #[test]
    fn stray_labels_of_a_source_with_whole_articles_are_no_change_of_voice() {
        let mut csv = String::from("source,article,text,label\n");
        for (source, mixed) in [("slips", 1), ("mixes", 10)] {
            for article in 0..40 {
                for paragraph in 0..4 {
                    let label = if article < mixed && paragraph == 2 { "opinion" } else { "news" };
                    csv += &format!(
                        "{source},{source}{article},Paragraph {paragraph} of article {article} by {source}.,{label}\n"
                    );
                }
            }
        }
        let tables = [read_table("t.csv", csv.as_bytes(), &TableParams::default()).unwrap()];
        let corpus = Corpus::new(&tables, &lint(&tables));
        let articles = Articles::new(&corpus, &corpus.given(), |_| true);
        assert_eq!((articles.mixed.len(), articles.pure.len()), (10, 69));
        assert!(articles.mixed.iter().all(|rows| corpus.source(rows[0]) == "mixes"));
    }
}
