"""The classifier among scikit-learn's own tools."""

import csv
import pathlib
import pickle
import zlib

import pytest

np = pytest.importorskip("numpy")
pytest.importorskip("sklearn")

from sklearn.base import clone
from sklearn.calibration import CalibratedClassifierCV
from sklearn.model_selection import GridSearchCV, GroupKFold, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer

import oped
from oped.sklearn import OpedClassifier, cross_val_opinion

ROOT = pathlib.Path(__file__).parents[2]


@pytest.fixture(scope="module")
def data():
    with (ROOT / "data" / "paragraphs.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [row["text"] for row in rows], np.array([row["label"] for row in rows]), [row["source"] for row in rows]


@pytest.fixture(scope="module")
def fitted(data):
    texts, labels, groups = data
    return OpedClassifier().fit(texts, labels, groups=groups)


def test_it_learns_and_says_how_well(data, fitted):
    texts, labels, _ = data
    assert list(fitted.classes_) == ["news", "opinion"]
    assert fitted.score(texts, labels) > 0.9 and 0.6 < fitted.report_["macro_f1"] < fitted.score(texts, labels)
    probabilities = fitted.predict_proba(texts[:20])
    assert probabilities.shape == (20, 2) and np.allclose(probabilities.sum(axis=1), 1)
    assert ((probabilities[:, 1] > 0.5) == (fitted.predict(texts[:20]) == "opinion")).all()


def test_the_model_is_that_of_a_scorer(data, fitted):
    texts, _, _ = data
    scorer = oped.Scorer(fitted.model_)
    expected = [scorer.score_table(_table([text])).to_pyarrow()["alone"][0].as_py() for text in texts[:5]]
    assert fitted.predict_proba(texts[:5])[:, 1] == pytest.approx(expected, abs=1e-12)


def _table(texts):
    pa = pytest.importorskip("pyarrow")
    return pa.table({"text": texts})


def test_numbers_are_classes_too(data):
    texts, labels, _ = data
    fitted = OpedClassifier(folds=3).fit(texts, (labels == "opinion").astype(int))
    assert set(fitted.predict(texts[:50])) <= {0, 1}


def test_it_is_cloned_pickled_and_searched(data, fitted):
    texts, labels, groups = data
    again = pickle.loads(pickle.dumps(fitted))
    assert (again.decision_function(texts[:9]) == fitted.decision_function(texts[:9])).all()
    assert clone(OpedClassifier(alpha=0.5)).get_params()["alpha"] == 0.5
    scores = cross_val_score(OpedClassifier(folds=3), texts, labels, groups=groups, cv=GroupKFold(3))
    assert len(scores) == 3 and scores.mean() > 0.6
    search = GridSearchCV(OpedClassifier(folds=3), {"alpha": [0.3, 3.0]}, cv=2).fit(texts, labels)
    assert search.best_params_["alpha"] in (0.3, 3.0)
    pipeline = make_pipeline(FunctionTransformer(lambda texts: [text.strip() for text in texts]), OpedClassifier(folds=3))
    assert pipeline.fit(texts, labels).predict(texts[:3]).shape == (3,)
    calibrated = CalibratedClassifierCV(OpedClassifier(folds=3), cv=2).fit(np.array(texts, dtype=object), labels)
    assert calibrated.predict_proba(np.array(texts[:3], dtype=object)).shape == (3, 2)


def test_probabilities_out_of_fold(data):
    texts, labels, groups = data
    probabilities = cross_val_opinion(texts, labels, groups=groups)
    known = ~np.isnan(probabilities[:, 1])
    assert known.mean() > 0.95
    right = (probabilities[known, 1] > 0.5) == (labels[known] == "opinion")
    assert 0.6 < right.mean() < 0.99


def test_groups_are_kept_together_however_few(data):
    texts, labels, groups = data
    few = [zlib.crc32(group.encode()) % 8 for group in groups]
    assert not np.array_equal(cross_val_opinion(texts, labels, groups=few), cross_val_opinion(texts, labels), equal_nan=True)
    with pytest.raises(oped.UsageError, match="3 groups by source cannot be divided into 5 folds"):
        OpedClassifier().fit(texts, labels, groups=[group % 3 for group in few])


def test_opinion_is_the_class_of_that_name(data):
    texts, labels, _ = data
    names = np.where(labels == "opinion", "editorial", "news")
    fitted = OpedClassifier(folds=3).fit(texts, names)
    right = OpedClassifier(folds=3).fit(texts, labels)
    assert list(fitted.classes_) == ["editorial", "news"]
    assert np.allclose(fitted.predict_proba(texts[:30])[:, 0], right.predict_proba(texts[:30])[:, 1])
    assert oped.Scorer(fitted.model_).score(texts[0]).label == oped.Scorer(right.model_).score(texts[0]).label


@pytest.mark.parametrize(
    ("texts", "labels", "words"),
    [
        ("one text", ["news"], "a list of texts"),
        (np.array([["a", "b"], ["c", "d"]], dtype=object), ["news", "opinion"], "one column of texts"),
        (["a", 2], ["news", "opinion"], "text 1 is of type int, not str"),
        (["a", "b"], ["news", "news"], "2 classes"),
        (["a", "b", "c"], ["x", "y", "z"], "Only binary classification"),
        (["a", "b"], ["news"], "inconsistent numbers"),
        (["a b c", "d e f"], ["news", "opinion"], "fold"),
    ],
)
def test_wrong_data_is_a_value_error(texts, labels, words):
    with pytest.raises(ValueError, match=words):
        OpedClassifier().fit(texts, labels)


def test_an_unfitted_one_says_so():
    with pytest.raises(Exception, match="not fitted"):
        OpedClassifier().predict(["a"])


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"alpha": -1.0}, "alpha=-1 cannot be; it must be above 0"),
        ({"alpha": float("nan")}, "alpha=NaN cannot be"),
        ({"min_df": 0}, "min_df=0 cannot be; it must be 1 or more"),
        ({"max_features": 0}, "max_features=0 cannot be"),
        ({"folds": 1}, "folds=1 cannot be; it must be 2 or more"),
    ],
)
def test_impossible_parameters_are_refused_by_name(given, words):
    with pytest.raises(oped.UsageError, match=words):
        OpedClassifier(**given).fit(["We must act.", "The council met."] * 10, ["opinion", "news"] * 10)
