"""The functions that score, and the scorer behind them."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING, Any, Protocol

from oped import _oped
from oped._errors import UsageError
from oped._progress import progress_bar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oped._oped import Article, Model, ScoredTable, Table

    class ArrowStream(Protocol):
        """Anything that hands out a table by the Arrow PyCapsule interface."""

        def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

    class ArrowArray(Protocol):
        """A record batch."""

        def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]: ...


class Scorer:
    """Scores and explains with one model. Threads can share one; it can be pickled.

    Args:
        model: The model; without one, that inside the package.
        prior: The share of opinion among the paragraphs to be scored, in (0, 1), if it is known. It moves all probabilities.

    Raises:
        UsageError: ``prior`` is no share.
    """

    __slots__ = ("_scorer",)

    def __init__(self, model: Model | None = None, *, prior: float | None = None) -> None:
        self._scorer = _oped.Scorer(as_model(model), prior=prior)

    @property
    def model(self) -> Model:
        """The model, with the stated share of opinion."""
        return self._scorer.model

    def score(
        self,
        input: str | bytes | bytearray | os.PathLike[str],
        format: str | None = None,
        *,
        name: str | None = None,
        encoding: str | None = None,
    ) -> Article:
        """Scores one article. See :func:`oped.score`."""
        _refuse_path(input)
        return self._scorer.score(input, format, name=name, encoding=encoding)

    def score_all(
        self,
        input: str | bytes | bytearray | os.PathLike[str],
        format: str | None = None,
        *,
        name: str | None = None,
        encoding: str | None = None,
    ) -> list[Article]:
        """Scores all articles of a file. See :func:`oped.score_all`."""
        _refuse_path(input)
        return self._scorer.score_all(input, format, name=name, encoding=encoding)

    def explain(
        self,
        input: str | bytes | bytearray | os.PathLike[str],
        format: str | None = None,
        *,
        name: str | None = None,
        encoding: str | None = None,
    ) -> Article:
        """Scores one article and says why. See :func:`oped.explain`."""
        _refuse_path(input)
        return self._scorer.explain(input, format, name=name, encoding=encoding)

    def score_table(
        self,
        table: ArrowStream | ArrowArray,
        text: str = "text",
        *,
        article: str | bool | None = None,
        source: str | bool | None = None,
        paragraph: str | bool | None = None,
        split: bool = False,
        threads: int | None = None,
        progress: bool | None = None,
    ) -> ScoredTable:
        """Scores the rows of a table. See :func:`oped.score_table`."""
        options = _options(text, article, source, paragraph, split, threads)
        with progress_bar(progress, table) as done:
            return self._scorer.score_table(table, options, done)

    def score_batches(
        self,
        table: ArrowStream | ArrowArray,
        text: str = "text",
        *,
        article: str | bool | None = None,
        source: str | bool | None = None,
        paragraph: str | bool | None = None,
        split: bool = False,
        threads: int | None = None,
    ) -> Iterator[Table]:
        """Scores a table of any size, batch by batch. See :func:`oped.score_batches`."""
        return self._scorer.score_batches(table, _options(text, article, source, paragraph, split, threads))

    def __reduce__(self) -> Any:
        return _scorer, self._scorer.given

    def __repr__(self) -> str:
        return repr(self._scorer)


def as_model(model: Model | None) -> Model | None:
    """The model, or a fitted classifier's. Raises for what could be meant as one."""
    model = getattr(model, "model_", model)
    if model is None or isinstance(model, _oped.Model):
        return model
    remedy = "oped.Model.load(path) reads a file" if isinstance(model, (str, os.PathLike)) else "give an oped.Model or a fitted OpedClassifier"
    raise TypeError(f"model= is a model, not {type(model).__name__}; {remedy}")


# What a single word ends with if it is a file's name.
_SUFFIXES = (".html", ".htm", ".txt", ".md", ".eml", ".mbox", ".docx", ".odt", ".xml", ".rss", ".pdf", ".mhtml", ".srt", ".vtt")


def _refuse_path(input: object) -> None:
    """Raises for a string that names a file or an address: it would be read as a text."""
    if not isinstance(input, str) or not 0 < len(input) < 1024 or "\n" in input or "\0" in input:
        return
    if os.path.isfile(input):
        raise UsageError(f'"{input}" is a text here, and there is a file of that name; give pathlib.Path({input!r}) to read it')
    if " " in input.strip():
        return
    if input.startswith(("http://", "https://")):
        raise UsageError(f'"{input}" is an address, and nothing is fetched; give the text of the page, or the bytes of its HTML')
    if input.lower().endswith(_SUFFIXES):
        raise UsageError(f'"{input}" is a text here, and looks like the name of a file that is not there; give pathlib.Path(…)')


_MOST_THREADS = 1024


def _options(
    text: str,
    article: str | bool | None,
    source: str | bool | None,
    paragraph: str | bool | None,
    split: bool,
    threads: int | None,
) -> dict[str, Any]:
    if not isinstance(text, str):
        raise TypeError(f"text= is the name of a column, not {type(text).__name__}")
    for name, column in (("article", article), ("source", source), ("paragraph", paragraph)):
        if not (column is None or isinstance(column, (str, bool))):
            raise TypeError(f"{name}= is the name of a column, False or None, not {type(column).__name__}")
    if not isinstance(split, bool):
        raise TypeError(f"split= is True or False, not {split!r}")
    if not (threads is None or isinstance(threads, int)):
        raise TypeError(f"threads= is a number of threads, not {threads!r}")
    if threads is not None and threads < 1:
        raise UsageError(f"threads={threads} is no number of threads; give 1 or more", "threads")
    if threads is not None and threads > _MOST_THREADS:
        raise UsageError(f"threads={threads} is more than {_MOST_THREADS}; more than there are processors gain nothing", "threads")
    return {
        "text": text,
        "article": article,
        "source": source,
        "paragraph": paragraph,
        "split": split,
        "threads": threads,
    }


def _scorer(model: Model | None, prior: float | None) -> Scorer:
    return Scorer(model, prior=prior)


_shipped: Scorer | None = None
_lock = threading.Lock()


def _default() -> Scorer:
    """The scorer with the shipped model, made at the first call."""
    global _shipped
    if _shipped is None:
        with _lock:
            if _shipped is None:
                _shipped = Scorer()
    return _shipped


def score(
    input: str | bytes | bytearray | os.PathLike[str],
    format: str | None = None,
    *,
    name: str | None = None,
    encoding: str | None = None,
) -> Article:
    """Scores one article with the shipped model.

    Args:
        input: A text (``str``), a file's content (``bytes`` or ``bytearray``), or its path.
        format: "text", "markdown", "html", "mail", "mhtml", "webarchive", "feed", "subtitles", "docx" or "odt". Without it a
            ``str`` is read as "html" if it begins as a page does, else as "text"; a file is looked at.
        name: What to call the article; else a file's path.
        encoding: The encoding of a file, as web pages name it; else it is found out.

    Returns:
        The article with its paragraphs, turns and verdict.

    Raises:
        InputError: The file cannot be read.
        EncodingError: It is no text that can be read, or of a kind that is refused; the message says what to do.
        EmptyError: There is nothing in it.
    """
    return _default().score(input, format, name=name, encoding=encoding)


def score_all(
    input: str | bytes | bytearray | os.PathLike[str],
    format: str | None = None,
    *,
    name: str | None = None,
    encoding: str | None = None,
) -> list[Article]:
    """Scores all articles of a file with the shipped model: the items of a feed, the mails of a mailbox, else its one.

    Arguments and exceptions are those of :func:`score`.
    """
    return _default().score_all(input, format, name=name, encoding=encoding)


def explain(
    input: str | bytes | bytearray | os.PathLike[str],
    format: str | None = None,
    *,
    name: str | None = None,
    encoding: str | None = None,
) -> Article:
    """Scores one article with the shipped model, and says why: each paragraph has its ``explanation``.

    Arguments and exceptions are those of :func:`score`.

    >>> import oped
    >>> why = oped.explain("We urge the council to act: the plan must not pass.").paragraphs[0].explanation
    >>> abs(sum(entry.weight for entry in why.evidence) + why.intercept - why.logit) < 1e-9
    True
    """
    return _default().explain(input, format, name=name, encoding=encoding)


def score_table(
    table: ArrowStream | ArrowArray,
    text: str = "text",
    *,
    article: str | bool | None = None,
    source: str | bool | None = None,
    paragraph: str | bool | None = None,
    split: bool = False,
    threads: int | None = None,
    progress: bool | None = None,
) -> ScoredTable:
    """Scores the rows of a table with the shipped model.

    Consecutive rows of one article are read in each other's context; a row without an article is read by itself. Sort the table
    by article if its rows are scattered.

    Args:
        table: A pyarrow Table or RecordBatchReader, a Polars DataFrame, a pandas DataFrame (2.2 or newer, with pyarrow), a DuckDB
            relation, or anything else with the Arrow PyCapsule interface. Its texts are not copied. A reader is read to its end, and
            gives no rows a second time.
        text: The column of texts: strings, or lists of strings, each a paragraph.
        article: The column that says which article a row belongs to. ``None``: "article", if there is one; ``False``: none.
        source: The column of publishers, in which articles may have the same name. ``None``: "source", if there is one.
        paragraph: The column of a row's number in its article, which begins again with a new article. ``None``: "paragraph", if
            there is one.
        split: Reads the text of each row as an article of its own, or of ``article``: blank lines, ``<p>``, ``<br>`` and lists part
            its paragraphs, and the result has a row for each.
        threads: How many; else as many as there are processors.
        progress: A bar on stderr or in the notebook, if tqdm is there. ``None``: only where somebody sees it.

    Returns:
        ``.paragraphs``: the caller's columns, in their order, and behind them ``number`` (of the paragraph in its article, from 0; of
        a row without an article, in the table), ``kind``, ``label``, ``reason``, ``probability`` (of opinion, in context),
        ``alone`` (by itself), ``unsure``, ``quoted``; with ``split`` also ``row`` (from 1), ``row_paragraph``, ``start`` and ``end``
        (bytes of the row's text). A column of the caller's with one of these names gets the prefix ``table_``.
        ``.articles``: a row for each article: ``article``, ``source``, ``row`` (its first, from 1), ``paragraphs``, ``label`` ("news",
        "opinion", "mixed" or "unsure"), ``reason``, ``opinion_share``, ``opinion_words``, ``shifts`` (JSON), and of cells that are whole
        pages ``declared``, ``declared_label``, ``declared_by``, ``mismatch`` and ``headline``. Both are Arrow tables;
        ``.to_pandas()``, ``.to_polars()``, ``.to_pyarrow()``.

    Warns:
        UserWarning: Rows hold several paragraphs, and ``split`` was not given; or rows of an article stand apart.

    Raises:
        ColumnError: A column is missing, or holds no text.
        TypeError: ``table`` is no table.
        KeyboardInterrupt: At once, also in the middle of a table.
    """
    return _default().score_table(
        table,
        text,
        article=article,
        source=source,
        paragraph=paragraph,
        split=split,
        threads=threads,
        progress=progress,
    )


def score_batches(
    table: ArrowStream | ArrowArray,
    text: str = "text",
    *,
    article: str | bool | None = None,
    source: str | bool | None = None,
    paragraph: str | bool | None = None,
    split: bool = False,
    threads: int | None = None,
) -> Iterator[Table]:
    """Scores a table of any size with the shipped model, batch by batch: only what is being scored is in memory.

    Arguments, columns and exceptions are those of :func:`score_table`; an article that runs over several batches is read as one.

    Yields:
        Tables of whole articles, as ``score_table(…).paragraphs`` has them.
    """
    return _default().score_batches(
        table, text, article=article, source=source, paragraph=paragraph, split=split, threads=threads
    )
