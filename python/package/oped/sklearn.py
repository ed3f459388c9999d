"""For scikit-learn: a classifier of texts. Needs the extra ``oped[sklearn]``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.multiclass import check_classification_targets, type_of_target
from sklearn.utils.validation import check_consistent_length, check_is_fitted, column_or_1d

from oped import _oped
from oped._scoring import Scorer

__all__ = ["OpedClassifier", "cross_val_opinion"]


class OpedClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Tells two classes of paragraphs by the author's voice: opinion from reporting, unless you have others.

    The features, the calibration and the folds are those of ``oped train``. A text is read by itself; for articles, give the fitted
    ``model_`` to :class:`oped.Scorer`.

    Args:
        alpha: The weight of the L2 penalty, 1/C.
        min_df: Terms in fewer texts are dropped.
        max_features: The most terms, those in most texts.
        folds: The number of folds by which probabilities are calibrated; ``groups`` are kept together.
        class_weight: "balanced" gives both classes the same total weight; ``None`` gives all texts the same.
        source_weight: The weight of a group's texts of one class together: "none" (their number), "sqrt", or "equal".
        language: The stemmer's language, such as "english". Voices and patterns are told in English only.

    Attributes:
        classes_: The two classes, sorted.
        model_: The :class:`oped.Model`. What it calls opinion is the class "opinion", else the one beside "news", else the second.
        report_: Figures out of fold: ``rows``, ``terms``, ``macro_f1``, ``auc``.
    """

    def __init__(
        self,
        *,
        alpha: float = 1.0,
        min_df: int = 3,
        max_features: int = 100_000,
        folds: int = 5,
        class_weight: str | None = "balanced",
        source_weight: str = "sqrt",
        language: str = "english",
    ) -> None:
        self.alpha = alpha
        self.min_df = min_df
        self.max_features = max_features
        self.folds = folds
        self.class_weight = class_weight
        self.source_weight = source_weight
        self.language = language

    def fit(
        self,
        X: Iterable[str],
        y: Sequence[Any],
        *,
        groups: Sequence[Any] | None = None,
        articles: Sequence[Any] | None = None,
    ) -> OpedClassifier:
        """Trains.

        Args:
            X: The texts, shape (n,).
            y: Their classes, shape (n,); two of them.
            groups: The publisher of each, shape (n,): folds keep them together, and ``source_weight`` weighs them.
            articles: The article of each, shape (n,): consecutive texts of one are in each other's context.

        Raises:
            oped.TrainingError: The texts cannot train a model. It is a ``ValueError``.
        """
        texts = _texts(X)
        y = column_or_1d(y, warn=True)
        check_consistent_length(texts, y)
        check_classification_targets(y)
        self.classes_, coded = np.unique(y, return_inverse=True)
        if len(self.classes_) > 2:
            raise ValueError(
                f"Only binary classification is supported. The type of the target is {type_of_target(y)}: "
                f"there are {len(self.classes_)} classes"
            )
        if len(self.classes_) < 2:
            raise ValueError(f"This classifier needs samples of 2 classes; the data has 1 class: {self.classes_[0]!r}")
        self._opinion = _opinion(self.classes_)
        rows = _rows(texts, coded == self._opinion, groups, articles)
        self.model_, self.report_ = _oped.train_rows(rows, _training(self))
        self._scorer = Scorer(self.model_)
        return self

    def decision_function(self, X: Iterable[str]) -> Any:
        """The calibrated log-odds of the second of ``classes_``, shape (n,)."""
        check_is_fitted(self)
        logits = np.asarray(self._scorer._scorer.logits(_texts(X)))
        return logits if self._opinion == 1 else -logits

    def predict_proba(self, X: Iterable[str]) -> Any:
        """The probabilities of both classes, shape (n, 2)."""
        logits = self.decision_function(X)
        # On the side that does not overflow.
        likelier = 1 / (1 + np.exp(-np.abs(logits)))
        second = np.where(logits >= 0, likelier, np.exp(-np.abs(logits)) * likelier)
        return np.column_stack([1 - second, second])

    def predict(self, X: Iterable[str]) -> Any:
        """The likelier class of each text, shape (n,)."""
        logits = self.decision_function(X)
        return self.classes_[(logits > 0).astype(int)]

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        tags.input_tags.one_d_array = True
        tags.classifier_tags.multi_class = False
        return tags


def cross_val_opinion(
    X: Iterable[str],
    y: Sequence[Any],
    *,
    groups: Sequence[Any] | None = None,
    articles: Sequence[Any] | None = None,
    estimator: OpedClassifier | None = None,
) -> Any:
    """Probabilities out of fold, shape (n, 2): what cleanlab calls ``pred_probs``.

    Each text is scored by a model that was not trained on its group, and in the context of its article where ``articles`` are given.
    ``nan`` for a text that is empty or repeats an earlier one.

    >>> from cleanlab.filter import find_label_issues            # doctest: +SKIP
    >>> find_label_issues(labels, cross_val_opinion(texts, labels, groups=outlets))  # doctest: +SKIP
    """
    texts = _texts(X)
    classes, coded = np.unique(column_or_1d(y), return_inverse=True)
    if len(classes) != 2:
        raise ValueError(f"2 classes are needed, not {len(classes)}")
    opinion = _opinion(classes)
    rows = _rows(texts, coded == opinion, groups, articles)
    alone, together = _oped.out_of_fold(rows, _training(estimator or OpedClassifier()))
    used = together if any(value is not None for value in together) else alone
    of_opinion = np.asarray([np.nan if value is None else value for value in used])
    both = [1 - of_opinion, of_opinion]
    return np.column_stack(both if opinion == 1 else both[::-1])


def _opinion(classes: Any) -> int:
    """Which of two classes is opinion."""
    names = [str(name) for name in classes]
    if "opinion" in names:
        return names.index("opinion")
    return 1 - names.index("news") if "news" in names else 1


def _texts(X: Iterable[str]) -> list[str]:
    if isinstance(X, str):
        raise ValueError("a list of texts is needed, not one text")
    if getattr(X, "ndim", 1) > 1:
        array = np.asarray(X)
        if array.ndim != 2 or array.shape[1] != 1:
            raise ValueError(f"one column of texts is needed, not an array of shape {array.shape}")
        X = array.ravel()
    texts = list(X)
    for at, text in enumerate(texts):
        if not isinstance(text, str):
            raise ValueError(f"text {at} is of type {type(text).__name__}, not str")
    if not texts:
        raise ValueError("Found array with 0 sample(s) while a minimum of 1 is required.")
    return texts


def _rows(texts: list[str], labels: Any, groups: Any, articles: Any) -> dict[str, Any]:
    def names(values: Any) -> list[str | None] | None:
        if values is None:
            return None
        check_consistent_length(texts, values)
        return [None if _is_missing(value) else str(value) for value in values]

    return {"texts": texts, "labels": [bool(label) for label in labels], "groups": names(groups), "articles": names(articles)}


def _is_missing(value: Any) -> bool:
    """``None``, ``nan``, and what pandas has for them."""
    return value is None or type(value).__name__ in ("NAType", "NaTType") or (isinstance(value, float) and value != value)


def _training(of: OpedClassifier) -> dict[str, Any]:
    if of.class_weight not in ("balanced", None):
        raise ValueError(f"class_weight={of.class_weight!r} is neither 'balanced' nor None")
    return {
        "alpha": float(of.alpha),
        "min_df": of.min_df,
        "max_features": of.max_features,
        "folds": of.folds,
        "balanced": of.class_weight == "balanced",
        "source_weight": of.source_weight,
        "language": of.language,
    }
