"""Says, paragraph by paragraph, whether an article reports or argues, where it turns, and why.

>>> import oped
>>> article = oped.score("The council met on Monday.\\n\\nWe must stop this absurd plan, and nobody should vote for it!")
>>> [paragraph.label for paragraph in article]
['news', 'opinion']

For tables: :func:`score_table`. For several calls with a model of your own: :class:`Scorer`.
"""

from __future__ import annotations

from oped._auditing import audit, evaluate
from oped._errors import (
    ColumnError,
    EmptyError,
    EncodingError,
    InputError,
    MissingFileError,
    ModelError,
    OpedError,
    TableError,
    TrainingError,
    UsageError,
)
from oped._oped import (
    VERSION as __version__,
    Article,
    Evaluation,
    Evidence,
    Explanation,
    FamilySum,
    LabelIssues,
    Model,
    Paragraph,
    ScoredTable,
    Table,
    Turn,
)
from oped._scoring import Scorer, explain, score, score_all, score_batches, score_table

__all__ = [
    "Article",
    "ColumnError",
    "EmptyError",
    "EncodingError",
    "Evaluation",
    "Evidence",
    "Explanation",
    "FamilySum",
    "InputError",
    "LabelIssues",
    "MissingFileError",
    "Model",
    "ModelError",
    "OpedError",
    "Paragraph",
    "ScoredTable",
    "Scorer",
    "Table",
    "TableError",
    "TrainingError",
    "Turn",
    "UsageError",
    "__version__",
    "audit",
    "evaluate",
    "explain",
    "score",
    "score_all",
    "score_batches",
    "score_table",
]
