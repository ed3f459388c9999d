//! Scoring and explaining with one model.

use std::sync::{Arc, OnceLock};

use oped::article::Entry;
use oped::error::ErrorKind;
use oped::{Article as Read, Explainer, Probability, ScoredArticle};
use pyo3::prelude::*;
use pyo3::types::PyList;
use rayon::prelude::*;

use crate::article::{self, Article};
use crate::errors::{exception, usage};
use crate::explanation::explanations;
use crate::input::Source;
use crate::model::Model;
use crate::scored_table::{ScoredBatches, ScoredTable};
use crate::table::{Options, Run, score};
use crate::threads;

/// Scores and explains with one model. Threads can share one.
///
/// ``model`` is a ``Model``; without one, that inside the package. ``prior`` is the share of opinion among the paragraphs to be scored,
/// in (0, 1), if it is known: it moves all probabilities.
#[pyclass(frozen, module = "oped")]
pub(crate) struct Scorer {
    /// The model that was given, and the stated share.
    given: (Option<Py<Model>>, Option<f64>),
    model: Arc<oped::Model>,
    scorer: Arc<oped::Scorer>,
    explainer: OnceLock<Explainer>,
    name: String,
}

impl Scorer {
    fn entries(source: &Source) -> PyResult<Vec<Entry>> {
        Read::read_all(&source.bytes, source.format, source.encoding).map_err(|error| named(error, &source.name))
    }

    fn scored(&self, name: String, article: Read) -> ScoredArticle {
        let score = self.scorer.article(&article);
        ScoredArticle { name, article, score }
    }
}

/// Adds the name of what was read, if it has one.
fn named(error: oped::Error, name: &str) -> PyErr {
    exception(if name.is_empty() { error } else { error.at(name, None) })
}

#[pymethods]
impl Scorer {
    #[new]
    #[pyo3(signature = (model=None, *, prior=None))]
    fn new(py: Python<'_>, model: Option<Py<Model>>, prior: Option<f64>) -> PyResult<Scorer> {
        let (mut used, name) = match &model {
            Some(model) => (model.get().0.clone(), "a model of its own"),
            None => (py.detach(oped::Model::shipped).map(Arc::new).map_err(exception)?, "the shipped model"),
        };
        if let Some(prior) = prior {
            if !(prior > 0.0 && prior < 1.0) {
                let what = format!("prior={prior} is no share");
                return Err(usage(ErrorKind::Usage, what, "give the share of opinion, between 0 and 1"));
            }
            used = Arc::new(Arc::unwrap_or_clone(used).with_prior(Probability(prior)));
        }
        let scorer = Arc::new(oped::Scorer::new(used.clone()));
        let given = (model, prior);
        Ok(Scorer { given, model: used, scorer, explainer: OnceLock::new(), name: name.to_owned() })
    }

    /// The model, with the stated share of opinion.
    #[getter]
    fn model(&self) -> Model {
        Model(self.model.clone())
    }

    /// Scores one article: a text, or a file as its path or its bytes.
    #[pyo3(signature = (input, format=None, *, name=None, encoding=None))]
    fn score(
        &self,
        py: Python<'_>,
        input: &Bound<'_, PyAny>,
        format: Option<&str>,
        name: Option<&str>,
        encoding: Option<&str>,
    ) -> PyResult<Article> {
        let source = Source::of(input, format, name, encoding)?;
        let read = || Read::read(&source.bytes, source.format, source.encoding);
        let scored = py.detach(|| read().map(|article| self.scored(source.name.clone(), article)));
        Article::of(py, scored.map_err(|error| named(error, &source.name))?, Vec::new(), self.name.clone())
    }

    /// Scores all articles of a file: the items of a feed, the mails of a mailbox; of any other file its one.
    #[pyo3(signature = (input, format=None, *, name=None, encoding=None))]
    fn score_all<'py>(
        &self,
        py: Python<'py>,
        input: &Bound<'py, PyAny>,
        format: Option<&str>,
        name: Option<&str>,
        encoding: Option<&str>,
    ) -> PyResult<Bound<'py, PyList>> {
        let source = Source::of(input, format, name, encoding)?;
        let scored = |entry: Entry| self.scored(entry.name_in(&source.name), entry.article);
        let all: Vec<ScoredArticle> =
            py.detach(|| Self::entries(&source).map(|entries| entries.into_iter().map(scored).collect()))?;
        let wrap = |scored| Article::of(py, scored, Vec::new(), self.name.clone());
        article::list(py, all.into_iter().map(wrap).collect::<PyResult<Vec<_>>>()?)
    }

    /// Scores one article and says why: each paragraph has its ``explanation``.
    #[pyo3(signature = (input, format=None, *, name=None, encoding=None))]
    fn explain(
        &self,
        py: Python<'_>,
        input: &Bound<'_, PyAny>,
        format: Option<&str>,
        name: Option<&str>,
        encoding: Option<&str>,
    ) -> PyResult<Article> {
        let source = Source::of(input, format, name, encoding)?;
        let article = py
            .detach(|| Read::read(&source.bytes, source.format, source.encoding))
            .map_err(|error| named(error, &source.name))?;
        let explainer = self.explainer.get_or_init(|| Explainer::new(self.model.clone()));
        let explained = py.detach(|| explainer.article(&article));
        let why = explanations(py, &explained, &explained.of_article(&source.name, &article))?;
        let score = explained.score;
        Article::of(py, ScoredArticle { name: source.name, article, score }, why, self.name.clone())
    }

    /// Scores the rows of a table. See ``oped.score_table``.
    #[pyo3(signature = (table, options, progress=None))]
    fn score_table(
        &self,
        py: Python<'_>,
        table: &Bound<'_, PyAny>,
        options: Options,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<ScoredTable> {
        score(py, &self.scorer, table, &options, progress.as_ref())
    }

    /// Scores the rows of a table of any size, batch by batch. See ``oped.score_batches``.
    fn score_batches(&self, table: &Bound<'_, PyAny>, options: Options) -> PyResult<ScoredBatches> {
        Ok(ScoredBatches::of(self.scorer.clone(), Run::new(table, &options)?))
    }

    fn __repr__(&self) -> String {
        format!("<oped.Scorer with {}>", self.name)
    }

    /// The calibrated log-odds of opinion of each text by itself; without a word, those of no text.
    fn logits(&self, py: Python<'_>, texts: Vec<String>) -> PyResult<Vec<f64>> {
        let logit = |text: &String| {
            let score = self.scorer.texts(&[text.trim()]);
            let decision = score.paragraphs.first().and_then(|paragraph| paragraph.decision);
            decision.map_or(self.model.base_logit(), |decision| decision.alone.logit()).0
        };
        let pool = threads::all()?;
        Ok(py.detach(|| pool.install(|| texts.par_iter().map(logit).collect())))
    }

    /// The model that was given, and the stated share: what makes the same scorer again.
    #[getter]
    fn given(&self, py: Python<'_>) -> (Option<Py<Model>>, Option<f64>) {
        (self.given.0.as_ref().map(|model| model.clone_ref(py)), self.given.1)
    }
}
