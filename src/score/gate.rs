//! What is looked for in articles, such as by a newsroom before it publishes.

use super::Summary;
use crate::verdict::{ArticleScore, Verdict};

/// Something to look for in an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sought {
    /// It reports.
    News,
    /// It argues.
    Opinion,
    /// It does both.
    Mixed,
    /// It has no verdict, or no paragraph at all.
    Unsure,
    /// It is not what the page declares.
    Mismatch,
}

impl Sought {
    /// The word used on the command line and in annotations.
    pub fn as_str(self) -> &'static str {
        match self {
            Sought::News => "news",
            Sought::Opinion => "opinion",
            Sought::Mixed => "mixed",
            Sought::Unsure => "unsure",
            Sought::Mismatch => "mismatch",
        }
    }
}

/// Looks for some things in each article.
///
/// ```
/// use oped::score::{Gate, Sought};
/// let scored = oped::score("We urge the council to stop this absurd plan. It must not pass, and we must not let it.")?;
/// let gate = Gate::new([Sought::Opinion, Sought::Mixed]);
/// assert_eq!(gate.found(&scored.score, Some(&scored.summary())), [Sought::Opinion]);
/// # Ok::<(), oped::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gate {
    sought: Vec<Sought>,
}

impl Gate {
    /// A gate that looks for all of these.
    pub fn new(sought: impl IntoIterator<Item = Sought>) -> Gate {
        Gate { sought: sought.into_iter().collect() }
    }

    /// Returns whether it looks for nothing.
    pub fn is_open(&self) -> bool {
        self.sought.is_empty()
    }

    /// Returns whether it looks for this.
    pub fn looks_for(&self, sought: Sought) -> bool {
        self.sought.contains(&sought)
    }

    /// Returns what is found in an article. Rows of a table that belong to none have no summary.
    pub fn found(&self, score: &ArticleScore, summary: Option<&Summary<'_>>) -> Vec<Sought> {
        let verdict = score.verdict();
        let is_found = |sought: &Sought| match sought {
            Sought::News => verdict == Some(Verdict::News),
            Sought::Opinion => verdict == Some(Verdict::Opinion),
            Sought::Mixed => verdict == Some(Verdict::Mixed),
            // An empty page must not pass in silence.
            Sought::Unsure => verdict.is_none_or(|verdict| verdict == Verdict::Unsure),
            Sought::Mismatch => summary.and_then(Summary::mismatch) == Some(true),
        };
        self.sought.iter().copied().filter(is_found).collect()
    }

    /// Returns whether there is anything in an article to judge: a paragraph with a label, and where only a mismatch is looked for,
    /// something that the page declares.
    pub fn judges(&self, score: &ArticleScore, summary: Option<&Summary<'_>>) -> bool {
        let is_declared = || summary.is_some_and(|summary| summary.declared.is_some());
        score.labelled() > 0 && self.sought.iter().any(|sought| *sought != Sought::Mismatch || is_declared())
    }
}
