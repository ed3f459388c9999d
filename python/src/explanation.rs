//! Why a paragraph has its label.

use oped::explain::{Explained, ExplainedParagraph};
use oped::voice::Voice;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyTuple};

/// A term in its place, and what it adds to the paragraph's log-odds of opinion.
///
/// ``weight`` is in logits; positive means opinion. ``start`` and ``end`` are bytes, as a paragraph's: of a text,
/// ``text.encode()[start:end].decode()``; ``.text`` has it already. ``voice`` is "author" or
/// "source", ``speech`` how a source is given: "direct" or "indirect". ``family`` is the heading under which a person would look for
/// the term; ``None`` for words of the topic.
#[pyclass(frozen, get_all, module = "oped")]
pub(crate) struct Evidence {
    term: String,
    weight: f64,
    start: usize,
    end: usize,
    voice: &'static str,
    speech: Option<&'static str>,
    family: Option<&'static str>,
    text: String,
}

#[pymethods]
impl Evidence {
    /// Its attributes.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let of = PyDict::new(py);
        of.set_item("term", &self.term)?;
        of.set_item("weight", self.weight)?;
        of.set_item("start", self.start)?;
        of.set_item("end", self.end)?;
        of.set_item("voice", self.voice)?;
        of.set_item("speech", self.speech)?;
        of.set_item("family", self.family)?;
        of.set_item("text", &self.text)?;
        Ok(of)
    }

    fn __repr__(&self) -> String {
        format!("<Evidence {:+.2} {:?} ({})>", self.weight, self.text, self.voice)
    }
}

/// The evidence of a family of terms in one voice: ``weight`` is the sum of their weights, in logits.
#[pyclass(frozen, get_all, module = "oped")]
pub(crate) struct FamilySum {
    family: &'static str,
    voice: &'static str,
    weight: f64,
}

#[pymethods]
impl FamilySum {
    /// Its attributes.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let of = PyDict::new(py);
        of.set_item("family", self.family)?;
        of.set_item("voice", self.voice)?;
        of.set_item("weight", self.weight)?;
        Ok(of)
    }

    fn __repr__(&self) -> String {
        format!("<FamilySum {:+.2} {} ({})>", self.weight, self.family, self.voice)
    }
}

/// The evidence for a paragraph's label, each paragraph by itself.
///
/// ``logit`` is the paragraph's log-odds of opinion: ``intercept``, that of a paragraph without known terms, and the weights of all
/// ``evidence`` sum to it. ``families`` sums the evidence, and ``unknown`` is the share of words that the model does not know, in [0, 1].
#[pyclass(frozen, get_all, module = "oped")]
pub(crate) struct Explanation {
    logit: f64,
    intercept: f64,
    evidence: Py<PyTuple>,
    families: Py<PyTuple>,
    unknown: f64,
}

#[pymethods]
impl Explanation {
    /// Its attributes, with ``evidence`` and ``families`` as lists of dicts: ``pandas.DataFrame(explanation.to_dict()["evidence"])``.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let of = PyDict::new(py);
        let dicts = |of: &Py<PyTuple>| {
            let dicts = of.bind(py).iter().map(|entry| entry.call_method0("to_dict"));
            PyList::new(py, dicts.collect::<PyResult<Vec<_>>>()?)
        };
        of.set_item("logit", self.logit)?;
        of.set_item("intercept", self.intercept)?;
        of.set_item("unknown", self.unknown)?;
        of.set_item("evidence", dicts(&self.evidence)?)?;
        of.set_item("families", dicts(&self.families)?)?;
        Ok(of)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        const SHOWN: usize = 5;
        let evidence = self.evidence.bind(py);
        let lines = evidence.iter().take(SHOWN).map(|entry| Ok(format!("\n  {}", entry.repr()?)));
        let lines = lines.collect::<PyResult<String>>()?;
        Ok(format!("<Explanation of {:+.2}, {} terms{lines}>", self.logit, evidence.len()))
    }
}

/// The explanations of an article's paragraphs, in order; `None` for one without words.
pub(crate) fn explanations(
    py: Python<'_>,
    explained: &Explained<'_>,
    paragraphs: &[ExplainedParagraph<'_>],
) -> PyResult<Vec<Option<Explanation>>> {
    let of = |(paragraph, why): (&ExplainedParagraph<'_>, &Option<oped::explain::Explanation<'_>>)| {
        why.as_ref().map(|why| explanation(py, paragraph, why)).transpose()
    };
    paragraphs.iter().zip(&explained.paragraphs).map(of).collect()
}

fn explanation(
    py: Python<'_>,
    paragraph: &ExplainedParagraph<'_>,
    why: &oped::explain::Explanation<'_>,
) -> PyResult<Explanation> {
    let evidence = why.evidence.iter().map(|entry| {
        let place = paragraph.place(entry.span);
        Py::new(
            py,
            Evidence {
                term: entry.term.to_owned(),
                weight: entry.weight,
                start: place.start,
                end: place.end,
                voice: entry.voice.as_str(),
                speech: speech(entry.voice),
                family: entry.family.map(|family| family.as_str()),
                text: paragraph.paragraph.text[entry.span.start..entry.span.end].to_owned(),
            },
        )
    });
    let families = why.families.iter().map(|sum| {
        Py::new(py, FamilySum { family: sum.family.as_str(), voice: sum.voice.as_str(), weight: sum.weight })
    });
    Ok(Explanation {
        logit: why.logit.0,
        intercept: why.intercept.0,
        evidence: PyTuple::new(py, evidence.collect::<PyResult<Vec<_>>>()?)?.unbind(),
        families: PyTuple::new(py, families.collect::<PyResult<Vec<_>>>()?)?.unbind(),
        unknown: why.unknown,
    })
}

fn speech(voice: Voice) -> Option<&'static str> {
    match voice {
        Voice::Author => None,
        Voice::Source(speech) => Some(speech.as_str()),
    }
}
