"""Labels that are probably wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oped import _oped

if TYPE_CHECKING:
    from oped._oped import LabelIssues
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
    columns = {"text": text, "label": label, "article": article, "source": source, "inherited": inherited_labels}
    training = {
        "alpha": 1.0,
        "min_df": 3,
        "max_features": 100_000,
        "folds": folds,
        "balanced": True,
        "source_weight": "sqrt",
        "language": language,
    }
    return _oped.audit_table(table, columns, training)
