//! Scored articles, paragraphs and turns.

use oped::ScoredArticle;
use oped::report::score::Html;
use oped::score::{ArticleColumn, Summary, Value};
use oped::tables::results::{ArticleRow, JsonLines, Message, Renderer};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyTuple};

use crate::errors::unreadable;
use crate::explanation::Explanation;

/// A scored paragraph.
///
/// ``start`` and ``end`` are bytes of the text or file it was read from, half-open; ``None`` where it was unpacked from a file, as an
/// item of a feed. ``line`` counts from 1. ``probability`` is of opinion in the context of the article, ``alone`` of the paragraph by
/// itself, both in [0, 1]; they and ``label`` are ``None`` for a paragraph without a word. ``unsure`` says that the label is not to be
/// relied on, and ``reason`` why. ``quoted`` is the share of its words that are a source's, in [0, 1]. ``explanation`` is there if the
/// article was explained.
#[pyclass(frozen, get_all, module = "oped")]
pub(crate) struct Paragraph {
    number: usize,
    kind: &'static str,
    start: Option<usize>,
    end: Option<usize>,
    line: Option<usize>,
    label: Option<&'static str>,
    probability: Option<f64>,
    alone: Option<f64>,
    unsure: bool,
    reason: Option<&'static str>,
    quoted: f64,
    text: String,
    explanation: Option<Py<Explanation>>,
    json: String,
}

impl Paragraph {
    fn of(paragraph: &oped::score::Paragraph<'_>, explanation: Option<Py<Explanation>>) -> PyResult<Paragraph> {
        let (start, end) = match paragraph.place {
            oped::score::Place::Bytes { start, end, .. } => (Some(start), Some(end)),
            _ => (None, None),
        };
        let decision = paragraph.score.decision;
        Ok(Paragraph {
            number: paragraph.number,
            kind: paragraph.score.kind.as_str(),
            start,
            end,
            line: paragraph.place.line(),
            label: decision.map(|decision| decision.label.as_str()),
            probability: decision.map(|decision| decision.probability.0),
            alone: decision.map(|decision| decision.alone.0),
            unsure: paragraph.score.reason().is_some(),
            reason: paragraph.score.reason(),
            quoted: paragraph.score.quoted,
            text: paragraph.text.to_owned(),
            explanation,
            json: serde_json::to_string(paragraph).map_err(|error| unreadable(&error))?,
        })
    }
}

#[pymethods]
impl Paragraph {
    /// The paragraph as the program's JSON has it.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        loads(py, &self.json)
    }

    fn __repr__(&self) -> String {
        let said = match (self.label, self.probability) {
            (Some(label), Some(probability)) => format!("{label} {probability:.2}"),
            _ => "no words".to_owned(),
        };
        let doubt =
            self.reason.filter(|_| self.label.is_some()).map(|reason| format!(" ({reason})")).unwrap_or_default();
        format!("<Paragraph {}: {said}{doubt}: {:?}>", self.number, shortened(&self.text))
    }
}

/// A place where an article's voice turns.
///
/// ``paragraph`` is the first with the new voice, ``first`` and ``last`` the stretch that holds nine tenths of the turn's probability;
/// ``probability`` is that of this turn within the stretch, ``here`` exactly here. ``before`` and ``after`` are the labels.
#[pyclass(frozen, get_all, module = "oped")]
pub(crate) struct Turn {
    paragraph: usize,
    before: &'static str,
    after: &'static str,
    probability: f64,
    here: f64,
    first: usize,
    last: usize,
    unsure: bool,
}

#[pymethods]
impl Turn {
    fn __repr__(&self) -> String {
        let doubt = if self.unsure { " (unsure)" } else { "" };
        format!("<Turn at {}: {} to {}, {:.2}{doubt}>", self.paragraph, self.before, self.after, self.probability)
    }
}

/// A scored article.
///
/// ``label`` is what it does as a whole: "news", "opinion", "mixed" or "unsure", with ``reason``; ``None`` without a paragraph.
/// ``opinion_share`` is the share of opinion among the paragraphs whose label can be relied on, ``opinion_words`` the same in words.
/// ``declared`` is the mark by which a page says what it is, ``declared_label`` what that is, ``mismatch`` whether it does something
/// else; ``None`` where there is nothing to compare. Iterating over it gives its paragraphs.
#[pyclass(frozen, module = "oped")]
pub(crate) struct Article {
    scored: ScoredArticle,
    paragraphs: Py<PyTuple>,
    turns: Py<PyTuple>,
    model: String,
}

impl Article {
    /// Wraps an article; `explanations` are those of its paragraphs, if it was explained.
    pub(crate) fn of(
        py: Python<'_>,
        scored: ScoredArticle,
        explanations: Vec<Option<Explanation>>,
        model: String,
    ) -> PyResult<Article> {
        let mut explanations = explanations.into_iter();
        let mut paragraphs = Vec::with_capacity(scored.score.paragraphs.len());
        for paragraph in scored.paragraphs() {
            let explanation = explanations.next().flatten().map(|of| Py::new(py, of)).transpose()?;
            paragraphs.push(Py::new(py, Paragraph::of(&paragraph, explanation)?)?);
        }
        let score = &scored.score;
        let turn = |(at, shift): (usize, &oped::model::context::Shift)| Turn {
            paragraph: shift.paragraph,
            before: shift.from.as_str(),
            after: shift.to.as_str(),
            probability: shift.probability.0,
            here: shift.here.0,
            first: shift.interval.0,
            last: shift.interval.1,
            unsure: !score.is_sure_turn(at),
        };
        let turns = score.shifts.iter().enumerate().map(turn).map(|turn| Py::new(py, turn));
        let turns = PyTuple::new(py, turns.collect::<PyResult<Vec<_>>>()?)?.unbind();
        let paragraphs = PyTuple::new(py, paragraphs)?.unbind();
        Ok(Article { scored, paragraphs, turns, model })
    }

    fn summary(&self) -> Summary<'_> {
        self.scored.summary()
    }

    fn text(&self, column: ArticleColumn) -> Option<String> {
        match ArticleRow::of(&self.summary()).value(column)? {
            Value::Text(text) => Some(text.to_owned()),
            _ => None,
        }
    }

    fn message(&self) -> Message<'_> {
        Message::of_article(&self.scored.name, &self.scored.article, &self.scored.score, false)
    }
}

#[pymethods]
impl Article {
    /// What it is called: the file's path, and in a feed or mailbox the item's number.
    #[getter]
    fn name(&self) -> &str {
        &self.scored.name
    }

    /// The paragraphs, in order.
    #[getter]
    fn paragraphs(&self, py: Python<'_>) -> Py<PyTuple> {
        self.paragraphs.clone_ref(py)
    }

    /// Where the voice turns, in order.
    #[getter]
    fn turns(&self, py: Python<'_>) -> Py<PyTuple> {
        self.turns.clone_ref(py)
    }

    /// What the article does as a whole.
    #[getter]
    fn label(&self) -> Option<&'static str> {
        self.scored.score.verdict().map(|verdict| verdict.as_str())
    }

    /// Why nothing can be said of it as a whole.
    #[getter]
    fn reason(&self) -> Option<&'static str> {
        self.scored.score.doubt().map(|doubt| doubt.as_str())
    }

    /// The share of opinion among the sure paragraphs, in [0, 1].
    #[getter]
    fn opinion_share(&self) -> Option<f64> {
        self.scored.score.opinion_share()
    }

    /// The same in words.
    #[getter]
    fn opinion_words(&self) -> Option<f64> {
        self.scored.score.opinion_words()
    }

    /// The mark by which the page declares itself.
    #[getter]
    fn declared(&self) -> Option<String> {
        self.text(ArticleColumn::Declared)
    }

    /// What it declares itself to be.
    #[getter]
    fn declared_label(&self) -> Option<String> {
        self.text(ArticleColumn::DeclaredLabel)
    }

    /// Whether the article does something else.
    #[getter]
    fn mismatch(&self) -> Option<bool> {
        self.summary().mismatch()
    }

    /// The headline.
    #[getter]
    fn headline(&self) -> Option<String> {
        self.text(ArticleColumn::Headline)
    }

    /// The summary under the headline.
    #[getter]
    fn deck(&self) -> Option<String> {
        self.text(ArticleColumn::Deck)
    }

    /// Who wrote it.
    #[getter]
    fn byline(&self) -> Option<String> {
        self.text(ArticleColumn::Byline)
    }

    /// When it was published, as ISO 8601.
    #[getter]
    fn date(&self) -> Option<String> {
        self.text(ArticleColumn::Date)
    }

    /// The part of the publication it is in.
    #[getter]
    fn section(&self) -> Option<String> {
        self.text(ArticleColumn::Section)
    }

    /// Its language as declared.
    #[getter]
    fn language(&self) -> Option<String> {
        self.text(ArticleColumn::Language)
    }

    /// The article as JSON lines: a line for each paragraph, then one for the article, as ``oped score --format jsonl`` writes them.
    fn to_json(&self) -> PyResult<String> {
        let mut out = Vec::new();
        JsonLines.lines(&self.message(), &mut out).map_err(|error| unreadable(&error))?;
        String::from_utf8(out).map_err(|error| unreadable(&error))
    }

    /// The article as a whole, as the program's JSON has it.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let json = serde_json::to_string(&self.summary()).map_err(|error| unreadable(&error))?;
        loads(py, &json)
    }

    /// The article as a page of its own: ribbon, turn, labels and how to read them. It loads nothing.
    fn to_html(&self) -> PyResult<String> {
        let (mut page, mut out) = (Html::new(self.model.clone()), Vec::new());
        page.write(&self.message(), &mut out).map_err(|error| unreadable(&error))?;
        page.finish(&mut out).map_err(|error| unreadable(&error))?;
        String::from_utf8(out).map_err(|error| unreadable(&error))
    }

    /// A notebook's display: the page in a frame, whose style leaves the notebook's alone.
    fn _repr_html_(&self) -> PyResult<String> {
        let page = self.to_html()?.replace('&', "&amp;").replace('"', "&quot;");
        let height = 260 + 60 * self.scored.score.paragraphs.len().min(8);
        Ok(format!(
            "<iframe sandbox title=\"oped\" style=\"width:100%;height:{height}px;border:0\" srcdoc=\"{page}\"></iframe>"
        ))
    }

    fn __len__(&self) -> usize {
        self.scored.score.paragraphs.len()
    }

    fn __getitem__<'py>(&self, py: Python<'py>, at: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        self.paragraphs.bind(py).get_item_of(at)
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(self.paragraphs.bind(py).as_any().try_iter()?.into_any())
    }

    fn __bool__(&self) -> bool {
        true
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let name = if self.scored.name.is_empty() { String::new() } else { format!(" {}", self.scored.name) };
        let label = self.label().unwrap_or("no paragraph");
        let turns: Vec<usize> = self.scored.score.shifts.iter().map(|shift| shift.paragraph).collect();
        let turns = match turns.len() {
            0 => String::new(),
            _ => format!(", turns at {}", turns.iter().map(usize::to_string).collect::<Vec<_>>().join(" and ")),
        };
        let paragraphs = self.paragraphs.bind(py);
        let lines = paragraphs.iter().take(SHOWN).map(|paragraph| Ok(format!("\n  {}", paragraph.repr()?)));
        let lines = lines.collect::<PyResult<String>>()?;
        let more = paragraphs.len().saturating_sub(SHOWN);
        let more = if more > 0 { format!("\n  … and {more} more") } else { String::new() };
        Ok(format!("<Article{name}: {label}, {} paragraphs{turns}{lines}{more}>", paragraphs.len()))
    }
}

/// Paragraphs that a `repr` shows.
const SHOWN: usize = 30;

trait GetItemOf<'py> {
    fn get_item_of(&self, at: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>>;
}

impl<'py> GetItemOf<'py> for Bound<'py, PyTuple> {
    /// Indices and slices, as a tuple takes them.
    fn get_item_of(&self, at: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        PyAnyMethods::get_item(self.as_any(), at)
    }
}

/// The first words of a text.
fn shortened(text: &str) -> String {
    const LENGTH: usize = 40;
    let mut chars = text.chars();
    let start: String = chars.by_ref().take(LENGTH).collect();
    if chars.next().is_some() { start + "…" } else { start }
}

fn loads<'py>(py: Python<'py>, json: &str) -> PyResult<Bound<'py, PyDict>> {
    Ok(py.import("json")?.call_method1("loads", (json,))?.cast_into::<PyDict>()?)
}

/// A list of articles.
pub(crate) fn list<'py>(py: Python<'py>, articles: Vec<Article>) -> PyResult<Bound<'py, PyList>> {
    let articles = articles.into_iter().map(|article| Py::new(py, article)).collect::<PyResult<Vec<_>>>()?;
    PyList::new(py, articles)
}
