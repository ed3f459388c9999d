"""Labels that are probably wrong, and how good a model is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oped import _oped
from oped._scoring import as_model

if TYPE_CHECKING:
    from oped._oped import Evaluation, LabelIssues, Model
    from oped._scoring import ArrowArray, ArrowStream


def audit(
    table: ArrowStream | ArrowArray,
    text: str = "text",
    label: str = "label",
    *,
    article: str | bool | None = None,
    source: str | bool | None = None,
    inherited_labels: bool = False,
    folds: int = 5,
    language: str = "english",
) -> LabelIssues:
    """Finds labels of a table that are probably wrong.

    Each row is judged by a model that was trained without its source (or, with too few sources, without its article or text), and by
    the labels of the other rows of its article.

    Args:
        table: Anything with the Arrow PyCapsule interface, as for :func:`oped.score_table`.
        text: The column of paragraphs.
        label: The column of labels: "news" or "opinion". Rows without one are not judged.
        article: The column of articles. ``None``: "article", if there is one; ``False``: none.
        source: The column of publishers. ``None``: "source", if there is one.
        inherited_labels: Labels were given to whole articles: a row's neighbours say nothing about its own.
        folds: How many.
        language: The stemmer's language.

    Returns:
        ``.issues``, an Arrow table with the row's ``index`` (from 0), ``given``, ``suggested`` and ``score``, the most probable first;
        ``.wrong``, the estimated number of wrong labels among news and opinion.

    Raises:
        ColumnError: A column is missing, or holds no text.
        TableError: A label is neither news nor opinion.
        TrainingError: The rows cannot train a model.
    """
    columns = {"text": text, "label": label, "article": article, "source": source}
    return _oped.audit_table(table, columns, _training(folds, language), inherited_labels)


def evaluate(
    table: ArrowStream | ArrowArray,
    model: Model | None = None,
    text: str = "text",
    label: str = "label",
    *,
    article: str | bool | None = None,
    source: str | bool | None = None,
    folds: int = 5,
    resamples: int = 1000,
    language: str = "english",
) -> Evaluation:
    """Says how good a model is on a labelled table, or how good one trained on its rows would be.

    Without ``model`` each row is judged by a model that was trained without its source (or, with too few sources, without its article or
    text), as ``oped evaluate`` does. Intervals hold 95 % of the results when whole sources are resampled.

    Args:
        table: Anything with the Arrow PyCapsule interface, as for :func:`oped.score_table`.
        model: A model, such as ``Model.shipped()``; ``None`` to cross-validate training on the rows.
        text: The column of paragraphs.
        label: The column of labels: "news" or "opinion". Rows without one are context for the others.
        article: The column of articles. ``None``: "article", if there is one; ``False``: none.
        source: The column of publishers. ``None``: "source", if there is one.
        folds: How many, without a model.
        resamples: How many for the intervals.
        language: The stemmer's language, without a model.

    Returns:
        ``.figures["in_context"]["macro_f1"]["value"]`` and the like, each with ``low`` and ``high``; ``.sources``, the same for each
        publisher; ``.predictions``, an Arrow table with the probabilities of each judged row. ``print`` shows what the program prints.

    Raises:
        ColumnError: A column is missing, or holds no text.
        TableError: A label is neither news nor opinion.
        TrainingError: The rows cannot train a model.

    >>> import oped, polars
    >>> rows = {"text": ["The council met on Monday.", "We must stop this absurd plan!"] * 2, "label": ["news", "opinion"] * 2}
    >>> oped.evaluate(polars.DataFrame(rows), oped.Model.shipped()).figures["alone"]["auc"]["value"]
    1.0
    """
    columns = {"text": text, "label": label, "article": article, "source": source}
    return _oped.evaluate_table(table, columns, _training(folds, language), as_model(model), resamples)


def _training(folds: int, language: str) -> dict[str, Any]:
    """How the program trains if nothing else is asked for."""
    return {
        "alpha": 1.0,
        "min_df": 3,
        "max_features": 100_000,
        "folds": folds,
        "balanced": True,
        "source_weight": "sqrt",
        "language": language,
    }
